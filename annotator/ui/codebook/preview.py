"""How a tag will look: a sentence tinted and underlined, in light and in dark."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.ui import tag_colors
from annotator.ui.theme import (
    BODY,
    DARK,
    LIGHT,
    Colors,
    M,
    S,
    current_colors,
    text_font,
    ui_font,
)

_HEIGHT = 64
_RADIUS = 8
_SIZE = 17
_LANE = 3
_PARTS = ("She said ", "the bridge is safe", " to use.")


class Preview(QWidget):
    """A sentence in both themes, as the text view would paint it."""

    def __init__(self) -> None:
        super().__init__()
        self._color = QColor()
        self._mark = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("How it will look, in light and in dark")

    @property
    def color(self) -> str:
        """The colour it shows, ``#RRGGBB``."""
        return self._color.name().upper()

    def show_look(self, color: str, mark: str) -> None:
        """Show a sentence tagged in this colour, with this mark."""
        self._color = QColor(color)
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for one line in each theme."""
        return QSize(2 * 240 + S, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the two halves."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - S) / 2
        for left, colors in ((0.0, LIGHT), (width + S, DARK)):
            self._paint(painter, QRectF(left, 0, width, self.height()), colors)

    def _paint(self, painter: QPainter, room: QRectF, colors: Colors) -> None:
        surface, text = colors.color("surface"), colors.color("text")
        painter.setPen(current_colors().color("hairline"))
        painter.setBrush(surface)
        painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setFont(ui_font(BODY, strong=True))
        painter.setPen(tag_colors.ink(self._color, surface))
        painter.drawText(
            QRectF(room.left() + M, room.top(), M + S, room.height()),
            Qt.AlignmentFlag.AlignCenter,
            self._mark,
        )
        self._paint_sentence(painter, room.adjusted(M * 3 + S, 0, -M, 0), colors, text)

    def _paint_sentence(
        self, painter: QPainter, room: QRectF, colors: Colors, text: QColor
    ) -> None:
        surface = colors.color("surface")
        font = text_font(_SIZE)
        metrics = QFontMetricsF(font)
        top = room.center().y() - metrics.height() / 2
        painter.save()
        painter.setClipRect(room)
        painter.setFont(font)
        left = room.left()
        for number, part in enumerate(_PARTS):
            width = metrics.horizontalAdvance(part)
            box = QRectF(left, top, width, metrics.height())
            if number == 1:
                painter.setPen(Qt.PenStyle.NoPen)
                share = colors.tint_share
                painter.setBrush(tag_colors.tint(self._color, surface, text, share))
                painter.drawRoundedRect(box, 2, 2)
                lane = QRectF(left, round(box.bottom() + 1), width, _LANE)
                painter.fillRect(lane, tag_colors.line(self._color, surface))
            painter.setPen(text)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, part)
            left += width
        painter.restore()
