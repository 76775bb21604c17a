"""The text as Qt gets it: very long paragraphs are broken, at no cost in offsets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from annotator.ui.text.graphemes import grapheme_start

LONGEST = 16_000
"""Qt lays out a paragraph at once: half a second for a megabyte (measured)."""

_PIECE = 8_000
_SPACE_OR_END = re.compile("[ \n]")


def display_of(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with a line break instead of a space here and there.

    Only in paragraphs longer than ``LONGEST``, about every 8,000 characters, and
    never more than one character for one, so that every position stays the same.
    A stretch without a space stays whole, however long it is. The text itself is
    what everything but the painting of letters goes by.

    Returns:
        What to give to Qt, and the offsets of the breaks in code points.
    """
    breaks = []
    start = 0
    while start + LONGEST < len(text):
        end = text.rfind("\n", start, start + LONGEST)
        if end < 0:
            end = _break_in(text, start)
            if end < 0:
                break
            if text[end] == " ":
                breaks.append(end)
        start = end + 1
    return _with_breaks(text, breaks), breaks


def _break_in(text: str, start: int) -> int:
    """Return where to end the piece that begins at ``start``, or -1 if nowhere."""
    at = text.rfind(" ", start, start + _PIECE)
    while at >= 0 and not _may_break(text, at):
        at = text.rfind(" ", start, at)
    if at >= 0:
        return at
    stop = _SPACE_OR_END.search(text, start + _PIECE)
    while stop is not None and not _may_break(text, stop.start()):
        stop = _SPACE_OR_END.search(text, stop.end())
    return stop.start() if stop is not None else -1


def _may_break(text: str, at: int) -> bool:
    # A mark would stand on nothing; the next line would begin with a space.
    following = text[at + 1 : at + 2]
    return text[at] == "\n" or (
        following != " " and grapheme_start(text, at + 1) == at + 1
    )


def _with_breaks(text: str, breaks: Sequence[int]) -> str:
    if not breaks:
        return text
    bounds = [0, *(at + 1 for at in breaks), len(text) + 1]
    return "\n".join(text[a : b - 1] for a, b in pairwise(bounds))
