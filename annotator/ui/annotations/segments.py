"""A few choices side by side, of which one or none is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from annotator.ui import tag_colors
from annotator.ui.flow_layout import FlowLayout
from annotator.ui.theme import LABEL, XS, S, current_colors, elided, ui_font

SEGMENTS_WIDTH = 192
"""More choices than fit into so many pixels are a list to open."""

_HEIGHT = 26
_GAP = 2
_ON_SHARE = 0.14
_OVER_SHARE = 0.06


class Segments(QWidget):
    """A few choices side by side; none of them chosen means not coded.

    The arrows choose, Del or a press on what is chosen takes it away.

    Signals:
        finished: Something was chosen, or taken away.
    """

    finished = Signal()

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._buttons: list[_Segment] = []
        self._typed = ""
        self._typing = QElapsedTimer()
        self._row = FlowLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        for choice in choices:
            self._add(choice)
        self.show_value("")

    def setAccessibleName(self, name: str) -> None:  # noqa: N802
        """Name each choice by what it is a choice of."""
        super().setAccessibleName(name)
        for button in self._buttons:
            button.setAccessibleName(f"{name}: {button.text()}")

    def setAccessibleDescription(self, words: str) -> None:  # noqa: N802
        """Describe each choice."""
        super().setAccessibleDescription(words)
        for button in self._buttons:
            button.setAccessibleDescription(words)

    @property
    def buttons(self) -> Sequence[QAbstractButton]:
        """What takes the focus."""
        return tuple(self._buttons)

    @staticmethod
    def width_of(choices: Sequence[str]) -> int:
        """Return the room the choices need, in pixels."""
        return sum(_segment_width(c) for c in choices) + _GAP * (len(choices) - 1)

    def value(self) -> str:
        """Return what is chosen, or ""."""
        return next((b.text() for b in self._buttons if b.isChecked()), "")

    def choose(self, value: str) -> None:
        """Choose, as if it had been pressed; "" takes away what is chosen."""
        self.show_value(value)
        self.finished.emit()

    def show_value(self, value: str) -> None:
        """Show what is stored, also what the codebook does not offer."""
        for button in self._buttons[len(self._choices) :]:
            self._row.removeWidget(button)
            button.deleteLater()
        del self._buttons[len(self._choices) :]
        if value and value not in self._choices:
            self._add(value)
        for button in self._buttons:
            button.setChecked(button.text() == value)
        chosen = next((b for b in self._buttons if b.isChecked()), self._buttons[0])
        for button in self._buttons:
            tab = Qt.FocusPolicy.StrongFocus
            button.setFocusPolicy(
                tab if button is chosen else Qt.FocusPolicy.ClickFocus
            )
        self.setFocusProxy(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go along the choices, or choose by the first letter."""
        key, words = event.key(), [b.text() for b in self._buttons]
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        here = words.index(self.value()) if self.value() else None
        if key in steps:
            first = 0 if key == Qt.Key.Key_Right else len(words) - 1
            place = first if here is None else (here + steps[Qt.Key(key)]) % len(words)
            self._choose_and_focus(words[place])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose_and_focus("")
        elif event.text().isprintable() and event.text().strip():
            self._type(event.text())
        else:
            super().keyPressEvent(event)

    def _type(self, letter: str) -> None:
        """Choose what begins with the letters typed in quick succession."""
        pause = QApplication.keyboardInputInterval()
        if not self._typing.isValid() or self._typing.hasExpired(pause):
            self._typed = ""
        self._typing.start()
        self._typed += letter.casefold()
        for button in self._buttons:
            if button.text().casefold().startswith(self._typed):
                self._choose_and_focus(button.text())
                break

    def _add(self, choice: str) -> None:
        button = _Segment(choice)
        button.setAccessibleName(f"{self.accessibleName()}: {choice}")
        button.clicked.connect(lambda: self._press(button))
        self._buttons.append(button)
        self._row.addWidget(button)

    def _choose_and_focus(self, value: str) -> None:
        self.choose(value)
        (self.focusProxy() or self).setFocus()

    def _press(self, button: _Segment) -> None:
        self.choose("" if button.isChecked() else button.text())


class _Segment(QAbstractButton):
    """One of the choices."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def nextCheckState(self) -> None:  # noqa: N802
        """Leave checking to the row."""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_segment_width(self.text()), _HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave the arrows to the row; Enter presses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colors = current_colors()
        accent = colors.color("accent")
        on, enabled = self.isChecked(), self.isEnabled()
        fill = colors.color("surface" if enabled else "window")
        if on or (enabled and self.underMouse()):
            fill = tag_colors.mix(fill, accent, _ON_SHARE if on else _OVER_SHARE)
        wide = 2 if self.hasFocus() else 1
        lit = self.hasFocus() or (on and enabled)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(accent if lit else colors.color("hairline"), wide))
        painter.setBrush(fill)
        frame = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(ui_font(LABEL))
        painter.setPen(colors.color("text" if on else "secondary"))
        room = frame.adjusted(XS, 0, -XS, 0)
        shown = elided(self.text(), ui_font(LABEL), room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)


def _segment_width(words: str) -> int:
    width = QFontMetricsF(ui_font(LABEL)).horizontalAdvance(words)
    return min(ceil(width) + 2 * S, SEGMENTS_WIDTH)
