"""The fields of a tag's attributes, with their labels in one line."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from annotator.app.session import Session
from annotator.model.annotation import Annotation
from annotator.model.codebook import AttributeDefinition
from annotator.model.ids import AttributeId, TagId
from annotator.ui.annotations.fields import AttributeField
from annotator.ui.theme import LABEL, XS, S, elided, ui_font

_LABEL_WIDTH = 84
_LABEL_HEIGHT = 26


class AttributeForms(QWidget):
    """One form a tag; made once, because retagging must not wait.

    Signals:
        edited: ``(AttributeDefinition, value)``.
    """

    edited = Signal(object, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._tag_id: TagId | None = None
        self._pages: dict[TagId, QWidget] = {}
        self._layouts: dict[TagId, QFormLayout] = {}
        self._all: dict[TagId, dict[AttributeId, AttributeField]] = {}
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)

    @property
    def fields(self) -> list[AttributeField]:
        """The fields that are shown, in their order."""
        return list(self._all[self._tag_id].values()) if self._tag_id else []

    def show_annotation(
        self, annotation: Annotation, *, anew: bool, editable: bool
    ) -> None:
        """Show the values of an annotation.

        Args:
            annotation: As it is stored.
            anew: Whether it is another one than before; if not, what is being
                typed stays.
            editable: Whether they can be changed.
        """
        anew = self._show_form(annotation.tag_id) or anew
        for attribute_id, field in self._all[annotation.tag_id].items():
            value = annotation.attributes.get(attribute_id, "")
            if anew:
                field.show_anew(value)
            else:
                field.show_value(value)
            field.setEnabled(editable)
            # What cannot be filled in need not be asked.
            self._layouts[annotation.tag_id].setRowVisible(
                field, editable or bool(value)
            )

    def drop(self) -> None:
        """Make the forms anew: the codebook has changed."""
        for page in self._pages.values():
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._layouts.clear()
        self._all.clear()
        self._tag_id = None

    def _show_form(self, tag_id: TagId) -> bool:
        """Show the fields of a tag; tell whether it is another one than before."""
        if tag_id == self._tag_id:
            return False
        if self._tag_id is not None:
            self._pages[self._tag_id].hide()
        if tag_id not in self._pages:
            self._pages[tag_id] = self._make(tag_id)
            self._room.addWidget(self._pages[tag_id])
        self._pages[tag_id].show()
        self._tag_id = tag_id
        self.setVisible(bool(self._all[tag_id]))
        return True

    def _make(self, tag_id: TagId) -> QWidget:
        page = QWidget()
        form = self._layouts[tag_id] = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(S)
        form.setVerticalSpacing(XS)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = self._all[tag_id] = {}
        for attribute in self._session.codebook.attributes_of(tag_id):
            values = partial(self._session.values_of, attribute.id)
            field = AttributeField(attribute, values)
            field.edited.connect(partial(self.edited.emit, attribute))
            form.addRow(_label(attribute, field), field)
            fields[attribute.id] = field
        return page


def _label(attribute: AttributeDefinition, field: QWidget) -> QLabel:
    name = attribute.name.replace("_", " ")
    font = ui_font(LABEL)
    label = QLabel(elided(name, font, _LABEL_WIDTH))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setFont(font)
    label.setProperty("role", "secondary")
    label.setToolTip(f"{name}: {attribute.definition}".rstrip(": "))
    label.setFixedSize(_LABEL_WIDTH, _LABEL_HEIGHT)
    label.setBuddy(field)
    return label
