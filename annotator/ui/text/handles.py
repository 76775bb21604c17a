"""The handles at the ends of the current annotation, for moving them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen

from annotator.model.annotation import Mark
from annotator.model.span import Span
from annotator.ui.text.boundaries import Boundary, moved
from annotator.ui.text.drag import Drag
from annotator.ui.text.geometry import boxes_of, edge_of
from annotator.ui.theme import current_colors

if TYPE_CHECKING:
    from annotator.ui.text.document_view import DocumentView

OUTSIDE = 10
"""How many pixels a handle reaches above and below its line."""

_RADIUS = 4.0
_REACH = 8.0
_TINT_SHARE = 0.18


class _Handle(NamedTuple):
    """One handle on the viewport, in its pixels."""

    boundary: Boundary
    top: QPointF
    bottom: QPointF

    @property
    def knob(self) -> QPointF:
        """Where it is taken: above the start, below the end.

        Beside the letters, so that one can still select words that begin or end
        where the current annotation does.
        """
        if self.boundary.end:
            return self.bottom + QPointF(0, _RADIUS)
        return QPointF(self.top.x(), max(self.top.y() - _RADIUS, _RADIUS + 1))


class Handles:
    """An overlay that lets one drag the boundaries of one's current annotation."""

    def __init__(self, view: DocumentView) -> None:
        self._view = view
        self._drag = Drag(view)
        self._drag.moved.connect(self._follow)
        self._drag.cancelled.connect(self.cancel)
        self._held: tuple[Mark, Boundary] | None = None
        self._spans: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans as they would be if the mouse were let go now, or nothing."""
        return self._spans

    def cancel(self) -> None:
        """Let everything be as before the drag."""
        if self._held is not None:
            self._drag.end()
            self._held, self._spans = None, ()
            self._view.leave_out(None)

    # What an overlay does --------------------------------------------------

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:  # noqa: ARG002
        """While one is dragged, paint what the annotation will be."""
        if self._held is None:
            return
        color = self._color(self._held[0])
        tint = QColor(color)
        tint.setAlphaF(_TINT_SHARE)
        painter.setPen(QPen(color, 1.5))
        painter.setBrush(tint)
        for span in self._spans:
            for box in boxes_of(self._view, span):
                painter.drawRoundedRect(box.adjusted(-1, -0.5, 1, 0.5), 3, 3)

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """Paint the handles."""
        mark = self._held[0] if self._held else self._mark()
        if mark is None:
            return
        color = self._color(mark)
        for handle in self._handles(mark):
            around = QRectF(handle.top, handle.bottom).adjusted(
                -OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE
            )
            if around.intersects(clip):
                painter.setPen(QPen(current_colors().color("surface"), 1.5))
                painter.setBrush(color)
                painter.drawEllipse(handle.knob, _RADIUS + 0.5, _RADIUS + 0.5)

    def press(self, event: QMouseEvent) -> bool:
        """Take hold of the handle under the mouse, if there is one."""
        mark = self._mark()
        handle = self._at(mark, event.position())
        if mark is None or handle is None:
            return False
        self._held = mark, handle.boundary
        self._spans = _spans_of(mark)
        self._drag.begin()
        return True

    def move(self, event: QMouseEvent) -> None:
        """Move the boundary to where the mouse is."""
        if self._held is not None:
            self._drag.move(event.position().toPoint())

    def release(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Report where the boundary is now, if it has moved."""
        if self._held is None:
            return
        mark, spans = self._held[0], self._spans
        self.cancel()
        # An undo in the midst of the drag may have taken it away.
        unchanged = self._mark() == mark
        if unchanged and spans != _spans_of(mark):
            self._view.boundary_dragged.emit(mark, spans)

    def hover_cursor(self, point: QPoint) -> Qt.CursorShape | None:
        """Show that a handle can be moved."""
        handle = self._at(self._mark(), QPointF(point))
        return None if handle is None else Qt.CursorShape.SizeHorCursor

    # Private ---------------------------------------------------------------

    def _mark(self) -> Mark | None:
        """Return the current annotation if it is one's own to change."""
        opened = self._view.opened
        if opened is None or opened.current is None or opened.session.read_only:
            return None
        mark = opened.mark(opened.current)
        if mark is None or mark.id in opened.unsaved:
            return None
        return mark if mark.annotator_id == opened.session.me.id else None

    def _handles(self, mark: Mark) -> list[_Handle]:
        spans = self._spans or _spans_of(mark)
        found = []
        for number, span in enumerate(spans):
            for end in (False, True):
                at = span.end if end else span.start
                edge = edge_of(self._view, at, end=end)
                if edge is not None:
                    found.append(_Handle(Boundary(number, end), edge.p1(), edge.p2()))
        return found

    def _at(self, mark: Mark | None, point: QPointF) -> _Handle | None:
        """Return the handle whose knob is at ``point``, the nearest of several."""
        near = [
            ((handle.knob - point).manhattanLength(), number, handle)
            for number, handle in enumerate(self._handles(mark) if mark else ())
            if abs(handle.knob.x() - point.x()) <= _REACH
            and abs(handle.knob.y() - point.y()) <= _REACH
        ]
        return min(near)[2] if near else None

    def _follow(self, offset: int) -> None:
        opened = self._view.opened
        if self._held is None or opened is None:
            return
        mark, boundary = self._held
        self._spans = moved(
            opened.document.text,
            _spans_of(mark),
            boundary,
            offset,
            to_words=self._view.snapping,
        )
        self._view.leave_out(mark.id)

    def _color(self, mark: Mark) -> QColor:
        return self._view.line_color(mark.tag_id)


def _spans_of(mark: Mark) -> tuple[Span, ...]:
    return tuple(Span(*span) for span in mark.spans)
