"""Conversion between code points and UTF-16 code units, which Qt counts in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Offsets:
    """Converts offsets in one text between code points and UTF-16 code units.

    Only the characters beyond U+FFFF are remembered, which take two units each;
    in a text without any, every offset is its own counterpart.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = [] if text.isascii() else _astral_positions(text)
        # UTF-16 offset at which each astral character begins.
        self._units = [at + before for before, at in enumerate(self._astral)]

    @property
    def length(self) -> int:
        """The text's length in UTF-16 code units."""
        return self._length + len(self._astral)

    def to_utf16(self, offset: int) -> int:
        """Return the UTF-16 offset of the character at ``offset``.

        Args:
            offset: Code points from the start of the text, 0-based; the text's
                length is allowed and means "after the last character".

        Raises:
            IndexError: ``offset`` is negative or past the end of the text.
        """
        if not 0 <= offset <= self._length:
            raise IndexError(f"offset {offset} is not within 0..{self._length}")
        return offset + bisect_left(self._astral, offset)

    def from_utf16(self, offset: int) -> int:
        """Return the code point offset at UTF-16 ``offset``.

        An offset inside a surrogate pair moves right, past the whole character,
        so that a selection never splits one.

        Raises:
            IndexError: ``offset`` is negative or past the end of the text.
        """
        if not 0 <= offset <= self.length:
            raise IndexError(f"UTF-16 offset {offset} is not within 0..{self.length}")
        before = bisect_right(self._units, offset - 1)
        if before and self._units[before - 1] == offset - 1:
            return offset - before + 1
        return offset - before


def _astral_positions(text: str) -> list[int]:
    return [match.start() for match in _ASTRAL.finditer(text)]
