"""One action with its keys, which can be changed in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.action_table import Action
from annotator.ui.dialogs import plain_label
from annotator.ui.key_caps import KeyCaps
from annotator.ui.keys import key_of, shown_key, shown_keys
from annotator.ui.theme import M, S, repolish

_LISTENING = "Press the new key…"
_WAITING = "Add a key"
_HEIGHT = 36


class KeyLine(QFrame):
    """A line to press; opened, it listens for a new key.

    Signals:
        opened: The user wants to change its keys.
        pressed: A key that is to be added.
        removed: A key that is to go.
        usual_wanted: The keys of the table are wanted back.
        taken: The key that another action has is wanted all the same.
    """

    opened = Signal()
    pressed = Signal(str)
    removed = Signal(str)
    usual_wanted = Signal()
    taken = Signal()

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action
        self.head = _Head(action.title.rstrip("…"))
        self.head.clicked.connect(self._on_head)
        self.capture = KeyCapture()
        self.capture.pressed_key.connect(self.pressed)
        self._keys = QHBoxLayout()
        self._keys.setSpacing(S)
        self._words = plain_label("")
        self.take = QPushButton()
        self.take.clicked.connect(self.taken)
        self.leave = QPushButton("Leave")
        self.leave.clicked.connect(lambda: self.tell(""))
        self._strip = self._make_strip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._strip)
        self.close_strip()

    def show_keys(self, keys: Sequence[str], usual: Sequence[str]) -> None:
        """Show its keys, and the way back to the usual ones if they are others."""
        self.head.show_keys(keys)
        while (item := self._keys.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        for key in keys:
            self._add_button(f"Remove {shown_key(key)}").clicked.connect(
                lambda _=False, key=key: self.removed.emit(key)
            )
        if tuple(keys) != tuple(usual):
            back = f"Back to {shown_keys(usual)}" if usual else "Back to no key"
            self._add_button(back).clicked.connect(self.usual_wanted)
        self._put_in_tab_order()

    def open_strip(self) -> None:
        """Listen for a new key."""
        self._strip.show()
        self.tell("")
        self.capture.listen()

    def close_strip(self) -> None:
        """Change nothing more."""
        self._strip.hide()

    def tell(self, words: str, owner: str = "") -> None:
        """Say what speaks against a key, or what has become of it; "" is silence.

        Args:
            words: To be read by people.
            owner: The title of the action the key can be taken from, or "".
        """
        self._words.setText(words)
        self._answer.setVisible(bool(words))
        self.take.setVisible(bool(owner))
        self.take.setText(f"Take it from “{owner}”")
        self.leave.setVisible(bool(owner))
        (self.take if owner else self.capture).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape and not self._strip.isHidden():
            self._on_closed()
        else:
            super().keyPressEvent(event)

    def _make_strip(self) -> QWidget:
        strip = QFrame()
        strip.setObjectName("keystrip")
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.capture)
        buttons.addLayout(self._keys)
        buttons.addStretch(1)
        self._answer = QWidget()
        answer = QHBoxLayout(self._answer)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(S)
        answer.addWidget(self._words, 1)
        answer.addWidget(self.take)
        answer.addWidget(self.leave)
        column = QVBoxLayout(strip)
        column.setContentsMargins(M, S, M, M)
        column.setSpacing(S)
        column.addLayout(buttons)
        column.addWidget(self._answer)
        return strip

    def _add_button(self, words: str) -> QPushButton:
        button = QPushButton(words)
        self._keys.addWidget(button)
        return button

    def _put_in_tab_order(self) -> None:
        # Made later than the rest of the page, they would all come after it.
        before: QWidget = self.capture
        for place in range(self._keys.count()):
            item = self._keys.itemAt(place)
            if item is not None and (button := item.widget()) is not None:
                QWidget.setTabOrder(before, button)
                before = button

    def _on_head(self) -> None:
        if self._strip.isHidden():
            self.opened.emit()
        else:
            self._on_closed()

    def _on_closed(self) -> None:
        self.close_strip()
        self.head.setFocus()


class KeyCapture(QPushButton):
    """A button that listens: the next key is taken as it is, whatever it means.

    Signals:
        pressed_key: Carries the key, as ``keys.key_of`` has it.
    """

    pressed_key = Signal(str)

    def __init__(self) -> None:
        super().__init__(_WAITING)
        self._listens = False
        self.setMinimumWidth(160)
        self.setAccessibleDescription(f"{_LISTENING} Esc stops listening.")
        self.clicked.connect(self.listen)

    def listen(self) -> None:
        """Take the next key."""
        self._set_listening(True)
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        """Take keys before shortcuts, and before Tab goes on."""
        if self._listens and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Stop listening."""
        self._set_listening(False)
        super().focusOutEvent(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._set_listening(False)
            return
        key = key_of(event)
        if key:
            self._set_listening(False)
            self.pressed_key.emit(key)

    def _set_listening(self, listens: bool) -> None:  # noqa: FBT001
        self._listens = listens
        self.setText(_LISTENING if listens else _WAITING)
        self.setProperty("primary", listens)
        repolish(self)


class _Head(QPushButton):
    """The line itself: a title at the left, caps at the right."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("keyline")
        self.setAccessibleName(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._caps = KeyCaps(())
        words = plain_label(title)
        words.setWordWrap(False)
        for widget in (words, self._caps):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(M, 0, M, 0)
        self._row.addWidget(words, 1)
        self._row.addWidget(self._caps)

    def show_keys(self, keys: Sequence[str]) -> None:
        """Show these keys."""
        self._caps.show_caps([shown_key(key) for key in keys])
        self.setAccessibleDescription(
            f"{shown_keys(keys) or 'No key'}. Press to change it."
        )

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for what is in it."""
        return self._row.sizeHint().expandedTo(QSize(0, _HEIGHT))
