"""The keys of annotating, in the text and in the list: one letter, one deed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class AnnotateKeys(QObject):
    """Listens to keys of the widgets it watches, before they see them.

    Signals:
        tag_pressed: A tag's key; carries the Tag.
        delete_pressed: Delete the current annotation.
        step_pressed: 1 for the next annotation, -1 for the one before.
        left: Escape: nothing is to be current any more.
    """

    tag_pressed = Signal(object)
    delete_pressed = Signal()
    step_pressed = Signal(int)
    left = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tab_steps: set[QObject] = set()

    def watch(self, widget: QWidget, *, tab_steps: bool) -> None:
        """Listen to ``widget``; with ``tab_steps``, Tab goes through annotations."""
        widget.installEventFilter(self)
        if tab_steps:
            self._tab_steps.add(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys that mean something here; leave all others."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event, tab=watched in self._tab_steps)
        return False

    def _press(self, event: QKeyEvent, *, tab: bool) -> bool:
        modifiers = event.modifiers() & ~_KEYPAD
        key = event.key()
        if tab and key == Qt.Key.Key_Backtab and modifiers == _SHIFT:
            self.step_pressed.emit(-1)
            return True
        if modifiers != _NO_MODIFIER:
            return False
        if tab and key == Qt.Key.Key_Tab:
            self.step_pressed.emit(1)
            return True
        if key == Qt.Key.Key_Delete:
            self.delete_pressed.emit()
            return True
        if key == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        return self._letter(event.text())

    def _letter(self, text: str) -> bool:
        tag = self._session.codebook.tag_for_key(text) if text else None
        if tag is not None:
            self.tag_pressed.emit(tag)
            return True
        # The codebook's own letters come first.
        if text in ("n", "p"):
            self.step_pressed.emit(1 if text == "n" else -1)
            return True
        return False
