"""Further occurrences of the same words, to be tagged in one step."""

from __future__ import annotations

import re

from annotator.model.span import Span
from annotator.model.words import continues_word


def occurrences(text: str, words: str, *, whole_words: bool = True) -> list[Span]:
    """Return where ``words`` stand in ``text``, in order and not overlapping.

    Capitals matter. White space in ``words`` stands for any white space, line breaks
    included; white space around them is ignored.

    Args:
        text: The text to search.
        words: The words as they stand in some text.
        whole_words: Leave out what is part of a longer word or number, such as 25 in
            2.25; "Kyiv" is found in "Kyiv's" and in "Kyiv-based".
    """
    parts = words.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    found = []
    at = 0
    while match := pattern.search(text, at):
        start, end = match.span()
        cut = continues_word(text, start) or continues_word(text, end)
        if not (whole_words and cut):
            found.append(Span(start, end))
        at = start + 1 if whole_words and cut else end
    return found
