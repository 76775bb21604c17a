"""What others paint on the text: finds, connectors, handles; and their mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter


class Overlay(Protocol):
    """Something painted on the viewport each time the text is.

    ``geometry.boxes_of`` tells where the words stand. Whoever paints something
    else than before calls ``view.viewport().update()``.
    """

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what lies over the tints but under the letters.

        Args:
            painter: On the viewport, antialiased; saved before and restored after.
            clip: What of the viewport is to be painted.
        """
        ...

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what lies over the letters; as ``paint_under`` otherwise."""
        ...


@runtime_checkable
class MouseOverlay(Overlay, Protocol):
    """An overlay that can be taken hold of with the mouse."""

    def press(self, event: QMouseEvent) -> bool:
        """Tell whether this press is for the overlay; then it gets what follows."""
        ...

    def move(self, event: QMouseEvent) -> None:
        """Take a movement after a press that was for the overlay."""
        ...

    def release(self, event: QMouseEvent) -> None:
        """Take the end of a press that was for the overlay."""
        ...

    def hover_cursor(self, point: QPoint) -> Qt.CursorShape | None:
        """Return the shape of the mouse over ``point``, or None if it is as ever."""
        ...


class Overlays:
    """The overlays of one view, the lowest first."""

    def __init__(self) -> None:
        self._all: list[Overlay] = []
        self._for_mouse: list[MouseOverlay] = []
        self._held: MouseOverlay | None = None

    def add(self, overlay: Overlay) -> None:
        """Put ``overlay`` over the others."""
        self._all.append(overlay)
        if isinstance(overlay, MouseOverlay):
            self._for_mouse.insert(0, overlay)

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what lies under the letters."""
        self._paint(painter, clip, lambda overlay: overlay.paint_under)

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """Paint what lies over the letters."""
        self._paint(painter, clip, lambda overlay: overlay.paint_over)

    def press(self, event: QMouseEvent) -> bool:
        """Tell whether an overlay has taken the press; the uppermost comes first."""
        taken = (each for each in self._for_mouse if each.press(event))
        self._held = next(taken, None)
        return self._held is not None

    def move(self, event: QMouseEvent) -> bool:
        """Tell whether an overlay is held and has taken the movement."""
        if self._held is not None:
            self._held.move(event)
        return self._held is not None

    def release(self, event: QMouseEvent) -> bool:
        """Tell whether an overlay was held and has taken the release."""
        held, self._held = self._held, None
        if held is not None:
            held.release(event)
        return held is not None

    def cursor(self, point: QPoint) -> Qt.CursorShape:
        """Return the shape of the mouse over ``point``."""
        shapes = (overlay.hover_cursor(point) for overlay in self._for_mouse)
        return next(
            (shape for shape in shapes if shape is not None), Qt.CursorShape.IBeamCursor
        )

    def _paint(
        self,
        painter: QPainter,
        clip: QRectF,
        step: Callable[[Overlay], Callable[[QPainter, QRectF], None]],
    ) -> None:
        for overlay in self._all:
            painter.save()
            step(overlay)(painter, clip)
            painter.restore()
