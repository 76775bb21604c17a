"""How well what people type fits what something is called."""

from __future__ import annotations

import re
from functools import lru_cache

from annotator.app.folding import fold

_WORD_START = re.compile(r"\b\w")

# The better of two ways to fit is always worth more than the worse.
_AT_THE_START, _AT_A_WORD, _LETTERS, _WITHIN = 8, 6, 4, 2


def fit(typed: str, title: str) -> int | None:
    """Return how well ``typed`` fits ``title``, more being better.

    Each word that was typed has to fit: as the start of the title, as the start of
    one of its words, as the first letters of several words in their order, or at
    least within a word. Nothing fits better than the title itself.

    Returns:
        None if it does not fit at all.
    """
    folded, starts = _prepared(title)
    total = 0
    for word in fold(typed).split():
        one = _fit_word(word, folded, starts)
        if one is None:
            return None
        total += one
    return total + (folded == fold(typed).strip())


@lru_cache(maxsize=1 << 16)
def _prepared(title: str) -> tuple[str, frozenset[int]]:
    """Return ``title`` folded, and where its words start; each key press asks anew."""
    folded = fold(title)
    return folded, frozenset(found.start() for found in _WORD_START.finditer(folded))


def _fit_word(word: str, title: str, starts: frozenset[int]) -> int | None:
    if title.startswith(word):
        return _AT_THE_START
    at = title.find(word)
    within = at >= 0
    while at >= 0:
        if at in starts:
            return _AT_A_WORD
        at = title.find(word, at + 1)
    if _begins_words(word, title, starts):
        return _LETTERS
    return _WITHIN if within else None


def _begins_words(letters: str, title: str, starts: frozenset[int]) -> bool:
    """Tell whether ``letters`` are the first ones of words, one or more of each."""
    places = {start for start in starts if title[start] == letters[0]}
    for letter in letters[1:]:
        if not places:
            return False
        first = min(places)
        after = {place + 1 for place in places} | {at for at in starts if at > first}
        places = {place for place in after if title[place : place + 1] == letter}
    return bool(places)
