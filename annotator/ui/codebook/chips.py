"""Chips to choose from, in rows: Tab goes to one of them, the arrows to the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.ui import tag_colors
from annotator.ui.flow_layout import FlowLayout
from annotator.ui.theme import BODY, M, S, current_colors, ui_font

HEIGHT = 28
_CHOSEN_SHARE = 0.12
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Choice(NamedTuple):
    """One of the things to choose from.

    Attributes:
        value: What is chosen.
        words: What the chip shows.
        about: What it means.
    """

    value: str
    words: str
    about: str = ""


class Chip(QAbstractButton):
    """A choice to click; checked, it is chosen."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(choice.words)
        self.setAccessibleDescription(choice.about)
        self.setToolTip(choice.about)

    def nextCheckState(self) -> None:  # noqa: N802
        """Leave checking to the field: not everything can be saved."""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for the words."""
        width = QFontMetricsF(ui_font(BODY)).horizontalAdvance(self.choice.words)
        return QSize(max(HEIGHT, round(width) + 2 * M), HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: a chip is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose with Enter as with Space; leave the arrows to the field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the frame and what is in it."""
        colors = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = colors.color("surface")
        fill = surface
        if self.isChecked():
            fill = tag_colors.mix(surface, colors.color("accent"), _CHOSEN_SHARE)
        lit = self.isChecked() or (self.underMouse() and self.isEnabled())
        border = colors.color("accent" if self.isChecked() else "secondary")
        pen = QPen(border if lit else colors.color("hairline"), 1)
        if self.hasFocus():
            pen = QPen(colors.color("accent"), 2)
        painter.setPen(pen)
        painter.setBrush(fill)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, 4, 4)
        self.paint_inside(painter, fill)

    def paint_inside(self, painter: QPainter, fill: QColor) -> None:  # noqa: ARG002
        """Paint the words on ``fill``."""
        colors = current_colors()
        painter.setFont(ui_font(BODY))
        painter.setPen(colors.color("text" if self.isEnabled() else "secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.choice.words)


class ChipRow(QWidget):
    """Chips in rows; Tab goes to one of them, the arrows to the others.

    Signals:
        clicked: Carries the value of a chip.
        looked_at: Carries the value of the chip that the focus or the mouse is on,
            "" for none.
    """

    clicked = Signal(str)
    looked_at = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.chips: list[Chip] = []
        self._row = FlowLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(S // 2)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def fill(self, chips: Sequence[Chip]) -> None:
        """Show other chips."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.chips = list(chips)
        for chip in chips:
            value = chip.choice.value
            chip.clicked.connect(lambda _=False, value=value: self.clicked.emit(value))
            chip.installEventFilter(self)
            self._row.addWidget(chip)
        self._make_reachable(None)
        self.updateGeometry()

    def check(self, values: Sequence[str]) -> None:
        """Check the chips of these values, and no others."""
        for chip in self.chips:
            chip.setChecked(chip.choice.value in values)
        self._make_reachable(None)

    def eventFilter(self, chip: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take note of which chip is looked at."""
        if isinstance(chip, Chip):
            if event.type() == QEvent.Type.FocusIn:
                self._make_reachable(chip)
                self.looked_at.emit(chip.choice.value)
            elif event.type() == QEvent.Type.Enter:
                self.looked_at.emit(chip.choice.value)
            elif event.type() in (QEvent.Type.FocusOut, QEvent.Type.Leave):
                self.looked_at.emit("")
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go from chip to chip with the arrows."""
        step = _STEPS.get(Qt.Key(event.key()))
        here = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), None)
        if step is None or here is None or event.modifiers() & ~_HARMLESS:
            super().keyPressEvent(event)
            return
        chip = self.chips[(here + step) % len(self.chips)]
        chip.setFocus(Qt.FocusReason.TabFocusReason)

    def _make_reachable(self, chip: Chip | None) -> None:
        """Let Tab reach ``chip``, or the first that is checked, or the first."""
        chosen = [one for one in self.chips if one.isChecked()]
        reached = chip or next(iter((*chosen, *self.chips)), None)
        for one in self.chips:
            one.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus
                if one is reached
                else Qt.FocusPolicy.ClickFocus
            )
        if reached is not None:
            self.setFocusProxy(reached)


_HARMLESS = Qt.KeyboardModifier.KeypadModifier
