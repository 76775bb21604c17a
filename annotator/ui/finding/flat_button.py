"""A button of few letters that is no louder than the words beside it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui import tag_colors
from annotator.ui.theme import LABEL, S, current_colors, ui_font

_HEIGHT = 26
_RADIUS = 4
_ON_SHARE = 0.14
_OVER_SHARE = 0.06


class FlatButton(QAbstractButton):
    """A switch, or something to press; what is on is tinted and framed.

    Attributes:
        keys: As people read them; shown with the sentence about the button.
    """

    def __init__(
        self,
        words: str,
        about: str,
        keys: str = "",
        *,
        switch: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(words)
        self.setCheckable(switch)
        self.setAccessibleName(about)
        self.show_keys(keys)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_keys(self, keys: str) -> None:
        """Show ``keys``, as people read them, with the sentence about the button."""
        self.keys = keys
        about = self.accessibleName()
        self.setToolTip(f"{about} ({keys})" if keys else about)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room the words need, at least a square."""
        advance = QFontMetricsF(ui_font(LABEL)).horizontalAdvance(self.text())
        return QSize(max(_HEIGHT, round(advance) + 2 * S), _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: it is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the words, and whether it is on, pointed at or has the focus."""
        colors = current_colors()
        accent, surface = colors.color("accent"), colors.color("surface")
        on, over = self.isChecked() or self.isDown(), self.underMouse()
        fill = surface
        if self.isEnabled() and (on or over):
            share = _ON_SHARE if on else _OVER_SHARE
            fill = tag_colors.mix(surface, accent, share)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(fill if fill != surface else Qt.BrushStyle.NoBrush)
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
        elif self.isChecked():
            painter.setPen(QPen(accent, 1))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        painter.setFont(ui_font(LABEL))
        quiet = not self.isEnabled() or not (on or over)
        painter.setPen(colors.color("secondary" if quiet else "text"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self.text())
