"""What the values of attributes are written in, or chosen from a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

SAVE_AFTER_MS = 800
"""How long after the last key what was typed is saved, at the latest."""


class ChoiceBox(QComboBox):
    """Choices to open, or to type the first letters of.

    Signals:
        finished: Something was chosen.
    """

    NOTHING = "–"
    finished = Signal()

    def __init__(self, choices: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = len(choices) + 1
        self.addItems([self.NOTHING, *choices])
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.activated.connect(self.finished)

    def value(self) -> str:
        """Return what is chosen, or ""."""
        chosen = self.currentText()
        return "" if chosen == self.NOTHING else chosen

    def show_value(self, value: str) -> None:
        """Show what is stored, also what the codebook does not offer."""
        while self.count() > self._count:
            self.removeItem(self.count() - 1)
        if value and self.findText(value) < 0:
            self.addItem(value)
        self.setCurrentText(value or self.NOTHING)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the choice away with Del."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Change nothing when the panel is scrolled over it."""
        event.ignore()


class Line(QLineEdit):
    """A line of text; what is typed counts a moment later, or when one leaves.

    Signals:
        finished: What was typed is to be looked at.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.finished)
        self.textEdited.connect(self._timer.start)
        self.editingFinished.connect(self.finished)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Show the beginning again of what is longer than the line."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.setCursorPosition(0)

    def value(self) -> str:
        """Return what is in the line."""
        self._timer.stop()
        return self.text()

    def show_value(self, value: str) -> None:
        """Show what is stored, from its beginning."""
        self._timer.stop()
        self.setText(value)
        self.setCursorPosition(0)


class WordsLine(Line):
    """A line that offers what was written in it before, in this project."""

    def __init__(
        self,
        values: Callable[[], Mapping[str, int]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = values
        self._stale = True
        self._known = QStringListModel(self)
        self.finished.connect(self._on_finished)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take)
        if (popup := completer.popup()) is not None:
            popup.setObjectName("offers")
        self.setCompleter(completer)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Read anew what was written before, once something is typed."""
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._stale = True
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Offer all of it with Down in an empty line."""
        self._read()
        if event.key() == Qt.Key.Key_Down and not self.text():
            self.completer().setCompletionPrefix("")
            self.completer().complete()
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        if self._stale:
            self._stale = False
            often = sorted(self._values().items(), key=lambda v: (-v[1], v[0]))
            self._known.setStringList([value for value, _ in often])

    def _on_finished(self) -> None:
        self._stale = True

    def _take(self, value: str) -> None:
        self.setText(value)
        self.finished.emit()
