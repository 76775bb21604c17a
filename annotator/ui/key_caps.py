"""Key caps: keys as they look on a keyboard, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui.theme import HINT, XS, current_colors, ui_font

CAP_HEIGHT = 20
_PAD = 6


def caps_width(caps: Sequence[str]) -> float:
    """Return the room caps need side by side, in pixels."""
    metrics = QFontMetricsF(ui_font(HINT))
    widths = (metrics.horizontalAdvance(cap) + 2 * _PAD for cap in caps)
    return sum(max(CAP_HEIGHT, width) + XS for width in widths) - XS if caps else 0


def paint_caps(painter: QPainter, rect: QRectF, caps: Sequence[str]) -> None:
    """Paint caps at the right of ``rect``, in the middle of its height."""
    colors = current_colors()
    left = rect.right() - caps_width(caps)
    painter.setFont(ui_font(HINT))
    for cap in caps:
        width = caps_width((cap,))
        box = QRectF(left, rect.center().y() - CAP_HEIGHT / 2, width, CAP_HEIGHT)
        painter.setPen(QPen(colors.color("hairline"), 1))
        painter.setBrush(colors.color("window"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(colors.color("secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        left += width + XS


class KeyCaps(QWidget):
    """Some caps side by side."""

    def __init__(self, caps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_caps(caps)

    @property
    def caps(self) -> tuple[str, ...]:
        """What stands on them."""
        return self._caps

    def show_caps(self, caps: Sequence[str]) -> None:
        """Show other caps."""
        self._caps = tuple(caps)
        self.setAccessibleName(" or ".join(caps))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room all caps need."""
        return QSize(round(caps_width(self._caps) + 0.5), CAP_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the caps."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_caps(painter, QRectF(self.rect()), self._caps)
