"""Paragraphs cut to a bearable length: what is read to answer for one place.

A paragraph is a line. One longer than ``LONGEST`` is read in pieces, always cut at
the same places, so that asking for one place and asking for the whole text agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 10_000
"""The most code points of a paragraph that are read at once, but for one word."""

_WHITE_SPACE = re.compile(r"\s")
_CUT_WITHIN = 1_000


def passage_around(text: str, offset: int) -> tuple[int, int]:
    """Return start and end of the passage at ``offset``, without its line break.

    Args:
        text: The whole text.
        offset: Code points from the start of the text; its length is allowed.
    """
    first = text.rfind("\n", 0, offset) + 1
    number = (offset - first) // LONGEST
    start = _cut(text, first, number)
    if number and (start > offset or start == _end(text, first, number)):
        number -= 1
    return _cut(text, first, number), _end(text, first, number)


def passages(text: str, start: int = 0, end: int | None = None) -> Iterator[range]:
    """Yield the passages that touch ``[start, end)``, in reading order."""
    stop = len(text) if end is None else end
    at = start
    while at < stop:
        first, last = passage_around(text, at)
        if first < last:
            yield range(first, last)
        # A line break stands behind the last passage of a paragraph only.
        at = last + 1 if text.startswith("\n", last) else max(last, at + 1)


def passages_before(text: str, offset: int) -> Iterator[range]:
    """Yield the passages that begin before ``offset``, the nearest first."""
    at = offset - 1
    while at >= 0:
        first, last = passage_around(text, at)
        if first < last:
            yield range(first, last)
        at = first - 1


def _cut(text: str, first: int, number: int) -> int:
    """Return where piece ``number`` of the paragraph that begins at ``first`` begins.

    Pieces are cut at white space, if there is any near, so that no word is.
    """
    if number == 0:
        return first
    near = first + number * LONGEST
    space = _WHITE_SPACE.search(text, near, near + _CUT_WITHIN)
    return space.start() if space else near


def _end(text: str, first: int, number: int) -> int:
    cut = _cut(text, first, number + 1)
    line_break = text.find("\n", first + number * LONGEST, cut)
    return min(cut, len(text)) if line_break == -1 else line_break
