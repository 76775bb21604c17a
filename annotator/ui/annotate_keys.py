"""The keys of annotating, in the text and in the list: one letter, one deed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from annotator.app.session import Session
from annotator.ui.keys import key_of

_TEXT_ONLY = frozenset(("Tab", "Shift+Tab", "Return"))
"""In a list, Tab leaves it, and Enter goes to the row."""


class AnnotateKeys(QObject):
    """Listens to keys of the widgets it watches, before they see them.

    The codebook's own keys come first; the others are those of the actions.

    Signals:
        tag_pressed: A tag's key; carries the Tag.
        lock_pressed: Shift and a tag's letter; carries the Tag.
        pressed: Any other plain key, as ``key_of`` has it.
    """

    tag_pressed = Signal(object)
    lock_pressed = Signal(object)
    pressed = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._texts: set[QObject] = set()
        self.plain: frozenset[str] = frozenset()

    def watch(self, widget: QWidget, *, is_text: bool) -> None:
        """Listen to ``widget``, which is the text or a list."""
        widget.installEventFilter(self)
        if is_text:
            self._texts.add(widget)

    def use(self, plain: frozenset[str]) -> None:
        """Listen for these keys, beside the codebook's."""
        self.plain = plain

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys that mean something here; leave all others."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = key_of(event)
            if watched in self._texts or key not in _TEXT_ONLY:
                return self._press(key)
        return False

    def _press(self, key: str) -> bool:
        codebook = self._session.codebook
        shifted, letter = key.startswith("Shift+"), key.removeprefix("Shift+")
        tag = codebook.tag_for_key(letter) if len(letter) == 1 else None
        if tag is not None:
            (self.lock_pressed if shifted else self.tag_pressed).emit(tag)
            return True
        if key in self.plain:
            self.pressed.emit(key)
            return True
        return False
