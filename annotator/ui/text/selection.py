"""Selecting with the mouse: whole words, whole paragraphs, and a second stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPen

from annotator.model.span import Span
from annotator.model.words import snapped
from annotator.ui.text.drag import Drag
from annotator.ui.text.geometry import boxes_of
from annotator.ui.text.graphemes import whole_characters
from annotator.ui.theme import current_colors

if TYPE_CHECKING:
    from annotator.ui.text.document_view import DocumentView

_TINT_SHARE = 0.2
_NEAR = 4


def paragraph_at(text: str, offset: int) -> Span | None:
    """Return the paragraph around ``offset`` without white space at its ends.

    Args:
        text: Of the document.
        offset: In code points.
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return Span(start, end).trimmed(text) if start < end else None


class Clicks:
    """Knows the third click of three from a first."""

    def __init__(self) -> None:
        self._second: tuple[int, QPoint] | None = None

    def second(self, event: QMouseEvent) -> None:
        """Take a double click."""
        self._second = event.timestamp(), event.position().toPoint()

    def is_third(self, event: QMouseEvent) -> bool:
        """Tell whether this press follows a double click at once, and nearby."""
        second, self._second = self._second, None
        if second is None:
            return False
        soon = QGuiApplication.styleHints().mouseDoubleClickInterval()
        far = (event.position().toPoint() - second[1]).manhattanLength() > _NEAR
        return event.timestamp() - second[0] <= soon and not far


class SecondStretch:
    """An overlay with which Ctrl and the mouse select words beside the selection.

    What is selected, where the caret is and which annotation is current stay as
    they are.
    """

    def __init__(self, view: DocumentView) -> None:
        self._view = view
        self._drag = Drag(view)
        self._drag.moved.connect(self._follow)
        self._drag.cancelled.connect(self.cancel)
        self._from: int | None = None
        self._span: Span | None = None

    @property
    def span(self) -> Span | None:
        """What would be asked for if the mouse were let go now."""
        return self._span

    def cancel(self) -> None:
        """Select nothing after all."""
        if self._from is not None:
            self._drag.end()
            self._from = self._span = None
            self._view.viewport().update()

    # What an overlay does --------------------------------------------------

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:  # noqa: ARG002
        """Paint what is selected so far."""
        if self._span is None:
            return
        color = current_colors().color("accent")
        painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
        color.setAlphaF(_TINT_SHARE)
        painter.setBrush(color)
        for box in boxes_of(self._view, self._span):
            painter.drawRoundedRect(box, 3, 3)

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """Paint nothing over the letters."""

    def press(self, event: QMouseEvent) -> bool:
        """Begin, if Ctrl is held and nothing else."""
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if self._view.opened is None:
            return False
        self._from = self._view.offset_at(event.position().toPoint())
        self._drag.begin()
        return True

    def move(self, event: QMouseEvent) -> None:
        """Select as far as the mouse is."""
        if self._from is not None:
            self._drag.move(event.position().toPoint())

    def release(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """Ask for what is selected."""
        span = self._span
        self.cancel()
        if span is not None:
            self._view.span_wanted.emit(span)

    def hover_cursor(self, point: QPoint) -> Qt.CursorShape | None:  # noqa: ARG002
        """Leave the mouse as it is."""
        return None

    # Private ---------------------------------------------------------------

    def _follow(self, offset: int) -> None:
        opened = self._view.opened
        if self._from is None or opened is None:
            return
        first, last = sorted((self._from, offset))
        self._span = None
        if first < last:
            text, span = opened.document.text, Span(first, last)
            grow = snapped if self._view.snapping else whole_characters
            self._span = grow(text, span).trimmed(text)
        self._view.viewport().update()
