"""The field for what is looked for, with the switches that say how it is meant."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from annotator.app.finding import Mode, Query
from annotator.ui.finding.flat_button import FlatButton
from annotator.ui.theme import XS

LONGEST_SELECTION = 200
"""Of the words selected in a text, in code points, that are looked for."""

_SWITCHES = (
    (Mode.EXACT, "Exact", "Exactly as typed", "Alt+E"),
    (Mode.WORD, "Words", "Whole words only", "Alt+W"),
    (Mode.REGEX, "Regex", "A regular expression", "Alt+R"),
)
_BY_KEY = {
    Qt.Key.Key_E: Mode.EXACT,
    Qt.Key.Key_W: Mode.WORD,
    Qt.Key.Key_R: Mode.REGEX,
}


class QueryField(QWidget):
    """A field and three switches, of which at most one is on.

    Words in "straight quotation marks" are meant exactly, whatever the switches say.

    Signals:
        changed: Something else is looked for, or differently.
        entered: Enter was pressed: 1, or with Shift -1.
        left_downwards: The arrow down was pressed.
    """

    changed = Signal()
    entered = Signal(int)
    left_downwards = Signal()

    def __init__(
        self, placeholder: str, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(name)
        self.field.setMinimumWidth(60)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.changed)
        self.setFocusProxy(self.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(XS)
        row.addWidget(self.field, 1)
        self._switches: dict[Mode, FlatButton] = {}
        for mode, words, about, keys in _SWITCHES:
            switch = FlatButton(words, about, keys, switch=True)
            switch.installEventFilter(self)
            switch.clicked.connect(lambda _=False, mode=mode: self._switch(mode))
            self._switches[mode] = switch
            row.addWidget(switch)

    @property
    def query(self) -> Query:
        """What is looked for."""
        words = self.field.text()
        quoted = len(words) > 2 and words[0] == words[-1] == '"'  # noqa: PLR2004
        if quoted and self.mode is not Mode.REGEX and self.mode is not Mode.EXACT:
            return Query(words[1:-1], Mode.EXACT)
        return Query(words, self.mode)

    @property
    def mode(self) -> Mode:
        """How it is meant, as the switches say."""
        on = (mode for mode, switch in self._switches.items() if switch.isChecked())
        return next(on, Mode.PLAIN)

    def take_words(self, words: str) -> bool:
        """Look for words that are selected in a text, unless there are too many.

        They are no pattern. Whether they were taken is returned.
        """
        line = " ".join(words.split())
        if not line or len(line) > LONGEST_SELECTION:
            return False
        if line[0] == line[-1] == '"':
            self._set_mode(Mode.EXACT)
        elif self.mode is Mode.REGEX:
            self._set_mode(Mode.PLAIN)
        self.field.setText(line)
        return True

    def start_typing(self) -> None:
        """Take the focus; what is typed replaces what stands there."""
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take Enter, the arrow down and the keys of the switches."""
        if not isinstance(event, QKeyEvent):
            return False
        mode = _mode_of(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            # Alt+E would open the Edit menu.
            if mode is not None:
                event.accept()
            return mode is not None
        if event.type() != QEvent.Type.KeyPress:
            return False
        if mode is not None:
            self._switches[mode].toggle()
            self._switch(mode)
            return True
        if watched is self.field:
            return self._press(event)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        shift = Qt.KeyboardModifier.ShiftModifier
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        none = Qt.KeyboardModifier.NoModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and modifiers in (none, shift):
            self.entered.emit(-1 if modifiers == shift else 1)
            return True
        if event.key() == Qt.Key.Key_Down and modifiers == none:
            self.left_downwards.emit()
            return True
        return False

    def _set_mode(self, mode: Mode) -> None:
        for each, switch in self._switches.items():
            switch.setChecked(each is mode)

    def _switch(self, mode: Mode) -> None:
        self._set_mode(mode if self._switches[mode].isChecked() else Mode.PLAIN)
        self.changed.emit()


def _mode_of(event: QKeyEvent) -> Mode | None:
    if event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return None
    return _BY_KEY.get(Qt.Key(event.key()))
