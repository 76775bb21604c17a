"""Editors of attributes: one for each kind of value, saved as soon as it is whole."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from annotator.model.codebook import AttributeDefinition, AttributeKind

SAVE_AFTER_MS = 800
"""How long after the last key what was typed is saved, at the latest."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_NOTHING = "–"


class AttributeField(QWidget):
    """Edits one attribute of the current annotation.

    Signals:
        edited: A whole value; "" takes the attribute away.
    """

    edited = Signal(str)

    def __init__(
        self, attribute: AttributeDefinition, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self._value = ""
        self._shown = ""
        self._problem = ""
        self.editor = self._editor()
        self.editor.setAccessibleName(attribute.name.replace("_", " "))
        self.editor.setAccessibleDescription(attribute.definition)
        self.editor.setToolTip(attribute.definition)
        self.setFocusProxy(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.editor)

    def show_value(self, value: str) -> None:
        """Show the stored value; what is being typed is left alone."""
        if value != self._value:
            self.show_anew(value)

    def show_anew(self, value: str) -> None:
        """Show the value of another annotation, whatever was typed for the last."""
        self._timer.stop()
        self._value = value
        if isinstance(self.editor, QComboBox):
            while self.editor.count() > len(self._choices()):
                self.editor.removeItem(self.editor.count() - 1)
            if value and self.editor.findText(value) < 0:
                # A value the codebook does not offer is kept all the same.
                self.editor.addItem(value)
            self.editor.setCurrentText(value or _NOTHING)
        else:
            self.editor.setText(value)
        self._shown = self._text()
        self._mark("")

    def commit(self) -> None:
        """Save what was typed, if it is whole and new."""
        self._timer.stop()
        text = self._text()
        # What nobody has touched stays as it is, whatever the field makes of it.
        if text == self._shown:
            return
        value = "" if text == _NOTHING else " ".join(text.split())
        self._mark(value_problem(self.attribute.kind, value))
        if not self._problem:
            self._shown = text
            if value != self._value:
                self._value = value
                self.edited.emit(value)

    def _editor(self) -> QComboBox | QLineEdit:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.commit)
        kind = self.attribute.kind
        if kind in (AttributeKind.CHOICE, AttributeKind.YES_NO):
            box = _QuietComboBox()
            box.addItems(self._choices())
            box.activated.connect(self.commit)
            return box
        line = QLineEdit()
        if kind is AttributeKind.DATE:
            line.setPlaceholderText("YYYY-MM-DD")
        line.textEdited.connect(self._timer.start)
        line.editingFinished.connect(self.commit)
        return line

    def _choices(self) -> list[str]:
        return [_NOTHING, *(self.attribute.choices or ("yes", "no"))]

    def _text(self) -> str:
        if isinstance(self.editor, QComboBox):
            return self.editor.currentText()
        return self.editor.text()

    def _mark(self, problem: str) -> None:
        if problem == self._problem:
            return
        self._problem = problem
        if bool(self.editor.property("problem")) != bool(problem):
            self.editor.setProperty("problem", bool(problem))
            self.editor.setToolTip(problem or self.attribute.definition)
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


class _QuietComboBox(QComboBox):
    """Does not change its value when the panel is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


def value_problem(kind: AttributeKind, value: str) -> str:
    """Say why ``value`` is not a whole value of this kind, or ""."""
    if not value:
        return ""
    if kind is AttributeKind.NUMBER and not _NUMBER.fullmatch(value):
        return "A number in digits, with a point, such as 2500000 or 0.1."
    if kind is AttributeKind.DATE and not _is_date(value):
        return "A date such as 2026-03-04, or 2026-03, or 2026."
    return ""


def _is_date(value: str) -> bool:
    if not _DATE.fullmatch(value):
        return False
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return False
    return True
