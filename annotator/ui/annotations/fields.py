"""Fields of attributes: an editor, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.model.codebook import AttributeDefinition, AttributeKind
from annotator.model.codebook_values import is_date, is_number
from annotator.ui.annotations.date_line import DateLine
from annotator.ui.annotations.editors import ChoiceBox, Line, WordsLine
from annotator.ui.annotations.segments import SEGMENTS_WIDTH, Segments
from annotator.ui.theme import XS, repolish

Editor = Segments | ChoiceBox | Line
"""What a value is edited in; all have ``value``, ``show_value`` and ``finished``."""

MOST_SEGMENTS = 4
"""So many choices stand side by side, if there is room; more are a list to open."""


class AttributeField(QWidget):
    """Edits one attribute of the current annotation.

    Signals:
        edited: A whole value; "" takes the attribute away.
    """

    edited = Signal(str)

    def __init__(
        self,
        attribute: AttributeDefinition,
        values: Callable[[], Mapping[str, int]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.attribute = attribute
        self._value = ""
        self._shown = ""
        self._problem = ""
        self.editor = _editor(attribute, values)
        self.editor.setAccessibleName(attribute.name.replace("_", " "))
        self.editor.setAccessibleDescription(attribute.definition)
        self.editor.setToolTip(attribute.definition)
        self.editor.finished.connect(self.commit)
        self.setFocusProxy(self.editor)
        self._words = QLabel()
        self._words.setProperty("role", "problem")
        self._words.setWordWrap(True)
        self._words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.editor)
        column.addWidget(self._words)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab may stop in it."""
        editor = self.editor
        return [*editor.buttons] if isinstance(editor, Segments) else [editor]

    def show_value(self, value: str) -> None:
        """Show the stored value; what is being typed is left alone."""
        if value != self._value:
            self.show_anew(value)

    def show_anew(self, value: str) -> None:
        """Show the value of another annotation, whatever was typed for the last."""
        self._value = value
        self.editor.show_value(value)
        self._shown = self.editor.value()
        self._mark("")

    def commit(self) -> None:
        """Save what was typed, if it is whole and new."""
        text = self.editor.value()
        # What nobody has touched stays as it is, whatever the field makes of it.
        if text == self._shown:
            return
        value = " ".join(text.split())
        self._mark(value_problem(self.attribute.kind, value))
        if not self._problem:
            self._shown = text
            if value != self._value:
                self._value = value
                self.edited.emit(value)

    def _mark(self, problem: str) -> None:
        if problem == self._problem:
            return
        self._problem = problem
        self._words.setText(problem)
        self._words.setVisible(bool(problem))
        about = self.attribute.definition
        self.editor.setAccessibleDescription(f"{problem} {about}".strip())
        if bool(self.editor.property("problem")) != bool(problem):
            self.editor.setProperty("problem", bool(problem))
            self.editor.setToolTip(problem or about)
            repolish(self.editor)


def value_problem(kind: AttributeKind, value: str) -> str:
    """Say why ``value`` is not a whole value of this kind, or ""."""
    if not value:
        return ""
    if kind is AttributeKind.NUMBER and not is_number(value):
        return "A number in digits, with a point, such as 2500000 or 0.1."
    if kind is AttributeKind.DATE and not is_date(value):
        return "A date such as 2026-03-04, or 2026-03, or 2026."
    return ""


def _editor(
    attribute: AttributeDefinition, values: Callable[[], Mapping[str, int]]
) -> Editor:
    match attribute.kind:
        case AttributeKind.YES_NO:
            return Segments(("yes", "no"))
        case AttributeKind.CHOICE:
            few = 1 <= len(attribute.choices) <= MOST_SEGMENTS
            if few and Segments.width_of(attribute.choices) <= SEGMENTS_WIDTH:
                return Segments(attribute.choices)
            return ChoiceBox(attribute.choices)
        case AttributeKind.DATE:
            return DateLine()
        case AttributeKind.NUMBER:
            return Line()
        case _:
            return WordsLine(values)
