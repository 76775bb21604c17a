"""Words without case and accents, for comparing what people type with texts."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_MARK = re.compile(r"[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return ``text`` without case and without the accents of its letters."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    return _MARK.sub("", unicodedata.normalize("NFD", folded))


def words_of(text: str) -> list[str]:
    """Return the folded words of ``text``."""
    return _WORD.findall(fold(text))


def shortened(text: str, width: int = 80) -> str:
    """Return ``text`` on one line, cut between words to ``width`` code points."""
    line = " ".join(text.split())
    # An accent is not parted from its letter.
    while width < len(line) and unicodedata.combining(line[width]):
        width += 1
    if len(line) <= width:
        return line
    cut = line[:width]
    if " " in cut and line[width] != " ":
        cut = cut[: cut.rindex(" ")]
    return f"{cut.rstrip()}…"
