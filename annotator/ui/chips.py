"""Tag chips: mark, name and key cap, the same everywhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.model.codebook import Tag
from annotator.ui import tag_colors
from annotator.ui.theme import BODY, HINT, S, current_colors, ui_font

HEIGHT = 28
_CAP = 18
_MARK = 15
_PAD = 6


class TagChip(QAbstractButton):
    """A tag to click. Checked, it is the tag of the current annotation."""

    def __init__(
        self, tag: Tag, number: int, *, key_cap: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.tag = tag
        self._key_cap = key_cap
        self._locked = False
        self.setCheckable(not key_cap)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if key_cap else Qt.FocusPolicy.StrongFocus
        )
        keys = f"{tag.key.upper()} or {number}" if tag.key else str(number)
        self._about = f"Tag as {tag.name}, key {keys}"
        self.setAccessibleName(tag.name)
        self.setAccessibleDescription(self._about)
        self.setToolTip(f"{tag.name}: {keys}")

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001
        """Show that each selection gets this tag at once, or no longer."""
        self._locked = locked
        locks = ", locked: each selection gets it at once" if locked else ""
        self.setAccessibleDescription(self._about + locks)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room the chip needs."""
        width = QFontMetricsF(ui_font(BODY)).horizontalAdvance(self.tag.name)
        width += _PAD + _MARK + _PAD
        if self._key_cap:
            width += _CAP + S
        return QSize(round(width), HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def nextCheckState(self) -> None:  # noqa: N802
        """Leave checking to whoever knows the current annotation."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the chip."""
        colors = current_colors()
        surface = colors.color("surface")
        color = QColor(self.tag.color)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5)
        fill = tag_colors.tint(color, surface, colors.color("text"), colors.tint_share)
        lit = self.isChecked() or self._locked or (self._key_cap and self.underMouse())
        painter.setBrush(fill if lit else surface)
        border = tag_colors.line(color, surface) if lit else colors.color("hairline")
        if self.hasFocus():
            painter.setPen(QPen(colors.color("accent"), 2))
        else:
            painter.setPen(QPen(border, 2 if self._locked else 1))
        painter.drawRoundedRect(frame, 4, 4)
        enabled = self.isEnabled()
        painter.setFont(ui_font(BODY, strong=True))
        painter.setPen(tag_colors.ink(color, fill if lit else surface))
        middle = Qt.AlignmentFlag.AlignCenter
        painter.drawText(
            QRectF(_PAD - 2, 0, _MARK, self.height()), middle, self.tag.mark
        )
        painter.setFont(ui_font(BODY))
        painter.setPen(colors.color("text" if enabled else "secondary"))
        left = _PAD + _MARK
        painter.drawText(
            QRectF(left, 0, self.width() - left, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.tag.name,
        )
        if self._key_cap:
            self._paint_key(painter)

    def _paint_key(self, painter: QPainter) -> None:
        colors = current_colors()
        cap = QRectF(self.width() - _CAP - 6, (self.height() - 16) / 2, _CAP, 16)
        painter.setPen(QPen(colors.color("hairline"), 1))
        painter.setBrush(colors.color("window"))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(ui_font(HINT))
        painter.setPen(colors.color("secondary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.tag.key.upper())
