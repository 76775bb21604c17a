"""One drag with the mouse over the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

if TYPE_CHECKING:
    from annotator.ui.text.document_view import DocumentView

_BORDER = 16
_EVERY = 50


class Drag(QObject):
    """Follows the mouse; near the upper and lower border it scrolls the text.

    Signals:
        moved: The offset nearest to the mouse, in code points.
        cancelled: Escape was pressed.
    """

    moved = Signal(int)
    cancelled = Signal()

    def __init__(self, view: DocumentView) -> None:
        super().__init__(view)
        self._view = view
        self._point = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._scroll)

    def begin(self) -> None:
        """Listen to Escape, before anybody else does."""
        self._view.installEventFilter(self)

    def move(self, point: QPoint) -> None:
        """Take a movement to ``point``, in pixels of the viewport."""
        self._point = point
        if self._step():
            self._timer.start()
        else:
            self._timer.stop()
        self._tell()

    def end(self) -> None:
        """The mouse was let go, or the drag came to nothing."""
        self._timer.stop()
        self._view.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802
        """Take Escape."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.cancelled.emit()
            return True
        return False

    def _step(self) -> int:
        """Return how many lines to scroll: 1 down, -1 up, 0 not at all."""
        if self._point.y() < _BORDER:
            return -1
        return int(self._point.y() >= self._view.viewport().height() - _BORDER)

    def _scroll(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._step())
        self._tell()

    def _tell(self) -> None:
        bottom = self._view.viewport().height() - 1
        y = min(max(self._point.y(), 0), bottom)
        self.moved.emit(self._view.offset_at(QPoint(self._point.x(), y)))
