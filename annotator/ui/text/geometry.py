"""Where characters stand on the screen, whichever way they are written."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextLayout, QTextLine

from annotator.model.span import Span
from annotator.ui.text.graphemes import whole_characters

if TYPE_CHECKING:
    from annotator.ui.text.document_view import DocumentView

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]"
)


class Where(StrEnum):
    """On which side of what is in view a place in the text is."""

    ABOVE = "above"
    VISIBLE = "visible"
    BELOW = "below"


def boxes_of(view: DocumentView, span: Span) -> list[QRectF]:
    """Return where the characters of ``span`` stand on the viewport.

    Args:
        view: Only what it shows now is looked at; nothing else is laid out.
        span: In code points.

    Returns:
        Boxes as high as the letters, line by line from the top, in pixels of the
        viewport; several for a line whose directions are mixed, and none where
        the span is out of view.
    """
    first, last = view.to_utf16(span.start), view.to_utf16(span.end)
    shown = QRectF(view.viewport().rect())
    found: list[QRectF] = []
    for block, origin, _ in view.shown_blocks():
        start, end = first - block.position(), last - block.position()
        if end <= 0:
            break
        if start >= block.length():
            continue
        mixed = is_mixed(block)
        for line in lines_within(block.layout(), shown.translated(-origin)):
            boxes = line_boxes(line, start, end, mixed=mixed)
            found.extend(box.translated(origin) for box in boxes)
    return [box for box in found if box.intersects(shown)]


def where(view: DocumentView, offset: int) -> Where:
    """Tell whether the character at ``offset``, in code points, is in view."""
    position = view.to_utf16(offset)
    for block, origin, _ in view.shown_blocks():
        if position < block.position():
            return Where.ABOVE
        if position >= block.position() + block.length():
            continue
        line = block.layout().lineForTextPosition(position - block.position())
        if origin.y() + line.y() + line.height() <= 0:
            return Where.ABOVE
        below = origin.y() + line.y() >= view.viewport().height()
        return Where.BELOW if below else Where.VISIBLE
    return Where.BELOW


def edge_of(view: DocumentView, offset: int, *, end: bool) -> QLineF | None:
    """Return the line, from top to bottom, at which a span starts or ends.

    Args:
        view: Only what it shows now is looked at.
        offset: Where the span starts, or with ``end`` where it ends, in code
            points.
        end: Whether the span ends there.

    Returns:
        In pixels of the viewport, or None if it is out of view.
    """
    at = view.to_utf16(offset) - end
    for block, origin, _ in view.shown_blocks():
        place = at - block.position()
        if 0 <= place < block.length():
            line = block.layout().lineForTextPosition(place)
            x = origin.x() + _edge(block, line, place, end=end)
            top = origin.y() + line.y()
            edge = QLineF(x, top, x, top + line.height())
            inside = edge.y2() > 0 and top < view.viewport().height()
            return edge if inside else None
    return None


def character_at(view: DocumentView, point: QPointF) -> Span | None:
    """Return what people see as one character under ``point``, or None.

    The caret would go to the nearer side of it, which may be the far one.

    Returns:
        In code points.
    """
    if view.opened is None:
        return None
    text = view.opened.document.text
    near = view.offset_at(point.toPoint())
    for at in (near, near - 1):
        if 0 <= at < len(text):
            whole = whole_characters(text, Span(at, at + 1))
            if any(box.contains(point) for box in boxes_of(view, whole)):
                return whole
    return None


def is_mixed(block: QTextBlock) -> bool:
    """Tell whether some of a paragraph is written from right to left."""
    return bool(_RIGHT_TO_LEFT.search(block.text()))


def lines_within(
    layout: QTextLayout, area: QRectF, *, reach: float = 0
) -> list[QTextLine]:
    """Return the lines that show something within ``area``.

    Args:
        layout: Of a paragraph, laid out.
        area: In pixels from the layout's origin.
        reach: How far below its letters a line shows something, in pixels.
    """
    numbers = range(layout.lineCount())
    first = bisect_left(
        numbers,
        area.top(),
        key=lambda n: layout.lineAt(n).y() + layout.lineAt(n).height() + reach,
    )
    last = bisect_right(numbers, area.bottom(), key=lambda n: layout.lineAt(n).y())
    return [layout.lineAt(number) for number in range(first, last)]


def line_boxes(line: QTextLine, start: int, end: int, *, mixed: bool) -> list[QRectF]:
    """Return where characters ``[start, end)`` of a paragraph stand in ``line``.

    In a line with both directions one stretch of text may stand in several places.

    Args:
        line: Of a paragraph, laid out.
        start: In UTF-16 units from the paragraph's start.
        end: In UTF-16 units from the paragraph's start.
        mixed: Whether the paragraph has right-to-left characters.

    Returns:
        In pixels from the origin of the paragraph's layout.
    """
    first = max(start, line.textStart())
    last = min(end, line.textStart() + line.textLength())
    if first >= last:
        return []
    top, height = line.y(), line.height()
    if not mixed:
        left, right = _x(line, first), _x(line, last)
        # Without the space at which the line is broken.
        text_end = line.naturalTextRect().right()
        right = text_end if left < text_end < right else right
        return [QRectF(left, top, right - left, height)]
    glyphs = sorted((left, right) for left, right, _ in _glyphs(line, first, last))
    return [QRectF(left, top, right - left, height) for left, right in _joined(glyphs)]


def starts_right(line: QTextLine, at: int) -> bool:
    """Tell whether the character at ``at``, in UTF-16 units, starts at its right."""
    return any(right_to_left for *_, right_to_left in _glyphs(line, at, at + 1))


def _edge(block: QTextBlock, line: QTextLine, at: int, *, end: bool) -> float:
    """Return where the character at ``at`` starts, or ends, in pixels."""
    if not is_mixed(block):
        return _x(line, at + end)
    glyphs = list(_glyphs(line, at, at + 1))
    if not glyphs:
        return _x(line, at + end)
    right_to_left = glyphs[0][2]
    if right_to_left == end:
        return min(left for left, *_ in glyphs)
    return max(right for _, right, _ in glyphs)


def _glyphs(
    line: QTextLine, first: int, last: int
) -> Iterator[tuple[float, float, bool]]:
    """Yield each glyph of ``[first, last)``: its left, its right, right-to-left?

    Caret positions do not tell: at the edge of a number in right-to-left text
    the caret stands on the other side of it.
    """
    flags = (
        QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
        | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
    )
    for run in line.glyphRuns(first, last - first, flags):
        right_to_left = run.isRightToLeft()
        advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        for position, advance in zip(run.positions(), advances, strict=True):
            yield position.x(), position.x() + advance.x(), right_to_left


def _joined(ranges: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for left, right in ranges:
        if joined and left <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(right, joined[-1][1]))
        elif right > left:
            joined.append((left, right))
    return joined


def _x(line: QTextLine, at: int) -> float:
    # PySide6 returns the position it snapped to as well.
    return float(line.cursorToX(at)[0])  # type: ignore[index]
