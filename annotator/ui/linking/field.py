"""The field of the card that links: typing searches, the other keys choose."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.ui.linking.candidates import DIGITS

_STAYS_OPEN = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_ROWS_A_KEY = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: DIGITS,
    Qt.Key.Key_PageUp: -DIGITS,
}
_TYPES_A_KEY = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_TYPES_AN_ARROW = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
_COMMANDS = (
    Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.MetaModifier
)


class LinkField(QLineEdit):
    """A line to type in, that never loses the focus to another key.

    Signals:
        chosen: Enter: the row one is on.
        digit_chosen: The row with this digit, 1 to 9.
        moved: Go so many rows down; up if negative.
        type_stepped: Take the next (1) or previous (-1) relation type.
        cancelled: Esc.
        left: The focus went elsewhere, by the mouse for instance.
    """

    chosen = Signal()
    digit_chosen = Signal(int)
    moved = Signal(int)
    type_stepped = Signal(int)
    cancelled = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Link to…")

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002, FBT001, N802
        """Keep the focus: Tab changes the relation type."""
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the focus has gone; not if only the window was left."""
        super().focusOutEvent(event)
        if event.reason() not in _STAYS_OPEN:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the keys that choose; type the others."""
        key = Qt.Key(event.key())
        alone = not event.modifiers() & _COMMANDS
        if key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and alone:
            self.chosen.emit()
        elif key in _ROWS_A_KEY and alone:
            self.moved.emit(_ROWS_A_KEY[key])
        elif key in _TYPES_A_KEY:
            self.type_stepped.emit(_TYPES_A_KEY[key])
        elif key in _TYPES_AN_ARROW and alone and not self.text():
            self.type_stepped.emit(_TYPES_AN_ARROW[key])
        elif digit := self._digit(event):
            self.digit_chosen.emit(digit)
        else:
            super().keyPressEvent(event)

    def _digit(self, event: QKeyEvent) -> int:
        """Return the digit that chooses, or 0: with Alt always, else if it is first."""
        commands = event.modifiers() & _COMMANDS
        if commands == Qt.KeyboardModifier.AltModifier:
            number = event.key() - Qt.Key.Key_0
            return number if 1 <= number <= DIGITS else 0
        if commands or self.text():
            return 0
        typed = event.text()
        return int(typed) if len(typed) == 1 and typed in "123456789" else 0
