"""A labelled value of an entry: saved when it is whole, with its problem under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XS, S, repolish


class Field(QWidget):
    """Shows one value and lets it be changed; a subclass brings the editor.

    Signals:
        edited: A whole value was typed or chosen, to be had from ``typed``.

    Attributes:
        name: The attribute of the entry it is about.
        below: What is wrong with it, to stand under it or under its row.
    """

    edited = Signal()

    def __init__(self, name: str, label: str, about: str = "") -> None:
        super().__init__()
        self.name = name
        self.about = about
        self._stored: Any = None
        self._shown: Any = None
        self._editor: QWidget | None = None
        self.label = plain_label(label, "secondary")
        self.below = QWidget()
        self._problem = plain_label("", "problem")
        self._answers = QWidget()
        self._answers_row = QHBoxLayout(self._answers)
        self._answers_row.setContentsMargins(0, 0, 0, 0)
        self._answers_row.setSpacing(S)
        below = QVBoxLayout(self.below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(XS)
        below.addWidget(self._problem)
        below.addWidget(self._answers)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self._column.addWidget(self.label)
        self._column.addWidget(self.below)
        for part in (self._problem, self._answers, self.below):
            part.hide()

    # To be brought by subclasses -------------------------------------------

    def typed(self) -> Any:  # noqa: ANN401 - each field has its own kind of value
        """Return what the editor shows at the moment."""
        raise NotImplementedError

    def display(self, value: Any) -> None:  # noqa: ANN401
        """Let the editor show a value."""
        raise NotImplementedError

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let the value be changed, or only be seen."""
        raise NotImplementedError

    # Public ----------------------------------------------------------------

    @property
    def problem(self) -> str:
        """Why what is typed is not saved, or ""."""
        return "" if self._problem.isHidden() else self._problem.text()

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.typed() != self._shown)

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show the stored value; what is being typed is left alone."""
        if value != self._stored:
            self.show_anew(value)

    def show_anew(self, value: Any) -> None:  # noqa: ANN401
        """Show a value, whatever was typed."""
        self._stored = value
        self.display(value)
        self._shown = self.typed()
        self.say("")

    def revert(self) -> None:
        """Show the stored value again."""
        self.show_anew(self._stored)

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        if self.dirty and self._answers.isHidden():
            self.edited.emit()

    def say(self, problem: str) -> None:
        """Say why what is typed is not saved, or take that back with ""."""
        self._drop_answers()
        self._show_problem(problem)

    def ask(self, words: str, answer: str, deed: Callable[[], None]) -> None:
        """Say what a change would do, and save it only on request."""
        self.say(words)
        for text, do in ((answer, deed), ("Leave it as it was", self._leave)):
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, do=do: do())
            self._answers_row.addWidget(button)
        self._answers_row.addStretch(1)
        self._answers.show()

    def put(self, editor: QWidget) -> None:
        """Take in the editor; the label and the problem are read out with it."""
        self._editor = editor
        self._shown = self.typed()
        self._column.insertWidget(1, editor)
        self.setFocusProxy(editor)
        self.label.setBuddy(editor)
        editor.setAccessibleName(self.label.text())
        editor.setAccessibleDescription(self.about)
        editor.setToolTip(self.about)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Put back what was there with Esc, if something else was typed."""
        if event.matches(QKeySequence.StandardKey.Cancel) and (
            self.dirty or self.problem
        ):
            self.revert()
            return
        super().keyPressEvent(event)

    def _leave(self) -> None:
        self.revert()
        self.setFocus()

    def _drop_answers(self) -> None:
        had_focus = self._answers.isAncestorOf(self.focusWidget())
        self._answers.hide()
        while (item := self._answers_row.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.deleteLater()
        if had_focus:
            self.setFocus()

    def _show_problem(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.below.setVisible(bool(problem))
        editor = self._editor
        if editor is None:
            return
        editor.setAccessibleDescription(" ".join(filter(None, (problem, self.about))))
        if bool(editor.property("problem")) != bool(problem):
            editor.setProperty("problem", bool(problem))
            repolish(editor)


class UndoGate(QObject):
    """Leaves undo and redo to the window while nothing is half typed in a field.

    Qt's editors take these keys for themselves even with nothing to undo.
    """

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._field = field

    def eventFilter(self, _editor: QObject, event: QEvent) -> bool:  # noqa: N802
        """Turn the editor's claim down."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self._field.dirty
            and (
                event.matches(QKeySequence.StandardKey.Undo)
                or event.matches(QKeySequence.StandardKey.Redo)
            )
        ):
            event.ignore()
            return True
        return False
