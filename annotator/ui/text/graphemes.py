"""Characters as people see them: an emoji of several parts, a letter with its marks."""

from __future__ import annotations

import re

from PySide6.QtCore import QTextBoundaryFinder

from annotator.model.span import Span

_UTF16 = "utf-16-le"
_WHITE_SPACE = re.compile("[ \n]")


def grapheme_start(text: str, offset: int) -> int:
    """Return ``offset``, or the start of the character it would cut, in code points."""
    return _snapped(text, offset, forward=False)


def grapheme_end(text: str, offset: int) -> int:
    """Return ``offset``, or the end of the character it would cut, in code points."""
    return _snapped(text, offset, forward=True)


def whole_characters(text: str, span: Span) -> Span:
    """Return ``span`` grown so that no character as people see it is cut."""
    return Span(grapheme_start(text, span.start), grapheme_end(text, span.end))


def grapheme_after(text: str, offset: int) -> int:
    """Return the end of the character that begins at ``offset``, in code points."""
    return grapheme_end(text, min(len(text), offset + 1))


def grapheme_before(text: str, offset: int) -> int:
    """Return the start of the character that ends at ``offset``, in code points."""
    return grapheme_start(text, max(0, offset - 1))


def _snapped(text: str, offset: int, *, forward: bool) -> int:
    if offset in (0, len(text)):
        return offset
    # From the white space before to the one behind: nothing people see as one
    # character reaches across, and rows of flags pair up from their start.
    first = max(0, text.rfind(" ", 0, offset), text.rfind("\n", 0, offset))
    stop = _WHITE_SPACE.search(text, offset)
    # Something before it, because Qt would drop a byte order mark at the start.
    around = f" {text[first : stop.end() if stop else len(text)]}"
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, around)
    finder.setPosition(_units(around[: 1 + offset - first]))
    if finder.isAtBoundary():
        return offset
    unit = finder.toNextBoundary() if forward else finder.toPreviousBoundary()
    return first - 1 + len(around.encode(_UTF16)[: 2 * unit].decode(_UTF16))


def _units(text: str) -> int:
    return len(text.encode(_UTF16)) // 2
