"""The inspector: everything about the current annotation, edited in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.model.annotation import Annotation
from annotator.model.codebook import AttributeDefinition
from annotator.model.ids import AnnotationId, AttributeId, TagId
from annotator.model.times import local_day_and_time
from annotator.ui.annotations.fields import SAVE_AFTER_MS, AttributeField
from annotator.ui.chips import TagChip
from annotator.ui.flow_layout import FlowLayout
from annotator.ui.open_document import OpenDocument
from annotator.ui.theme import LABEL, M, S, text_font, ui_font

_LABEL_WIDTH = 84
_NOTE_HEIGHT = 56
_SHOWN = 200


class Inspector(QWidget):
    """Shows and edits the current annotation; no button to save.

    Signals:
        retagged: Carries the Tag.
        attribute_edited: ``(AttributeDefinition, value)``.
        note_edited: Carries the note.
        delete_wanted: Delete it.
    """

    retagged = Signal(object)
    attribute_edited = Signal(object, str)
    note_edited = Signal(str)
    delete_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._open: OpenDocument | None = None
        self._annotation: Annotation | None = None
        self._fields: dict[AttributeId, AttributeField] = {}
        self._shown_id: AnnotationId | None = None
        self._tag_id: TagId | None = None
        self._forms: dict[TagId, QWidget] = {}
        self._fields_of: dict[TagId, dict[AttributeId, AttributeField]] = {}
        self._note_typed = False
        self._committing = False
        self._chips: list[TagChip] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.commit)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._put_together()
        self.refresh()

    @property
    def annotation(self) -> Annotation | None:
        """What is shown: what edits of its fields are about."""
        return self._annotation

    def show_document(self, opened: OpenDocument | None) -> None:
        """Look at another document."""
        self.commit()
        self._open = opened
        if opened is not None:
            opened.current_changed.connect(self._on_current_changed)
        self.refresh()

    def rebuild(self) -> None:
        """Take over the codebook as it is now."""
        self._fill_chips()
        self._drop_forms()
        self.refresh()

    def refresh_soon(self) -> None:
        """Show the current annotation once the text is painted: that goes first."""
        self._soon.start()

    def refresh(self) -> None:
        """Show the current annotation as it is stored now."""
        self._soon.stop()
        if self._committing:
            return
        annotation = self._open.current_annotation() if self._open else None
        self._annotation = annotation
        if annotation is None:
            self._shown_id = None
            self._pages.setCurrentWidget(self._empty)
            return
        self._pages.setCurrentWidget(self._page)
        tag = self._session.codebook.tag(annotation.tag_id)
        mine = annotation.annotator_id == self._session.me.id
        editable = mine and not self._session.read_only
        for chip in self._chips:
            chip.setChecked(chip.tag.id == tag.id)
            chip.setEnabled(editable)
        quote = annotation.quote.replace("\n", " ")
        shown = quote if len(quote) <= _SHOWN else quote[:_SHOWN] + "…"
        self._quote.setText(shown)
        another = (annotation.id, tag.id) != (self._shown_id, self._tag_id)
        self._shown_id = annotation.id
        self._show_form(tag.id)
        for attribute_id, field in self._fields.items():
            value = annotation.attributes.get(attribute_id, "")
            if another:
                field.show_anew(value)
            else:
                field.show_value(value)
            field.setEnabled(editable)
        if not self._note_typed and annotation.note != self._typed_note():
            self._note.setPlainText(annotation.note)
            self._note_typed = False
        self._note.setReadOnly(not editable)
        self._delete.setVisible(editable)
        self._about.setText(self._about_text(annotation, mine=mine))

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        first = next(iter(self._fields.values()), None)
        (first or self._note).setFocus()

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        self._timer.stop()
        if self._annotation is None or self._note.isReadOnly():
            return
        # Each edit is announced, and nobody may show another annotation meanwhile.
        self._committing = True
        for field in self._fields.values():
            field.commit()
        note = self._typed_note()
        if self._note_typed and note != self._annotation.note:
            self.note_edited.emit(note)
            # What is stored now is what further typing is compared with.
            self._annotation = self._session.annotation(self._annotation.id)
        self._note_typed = False
        self._committing = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Save the note when the focus leaves it."""
        if watched is self._note and event.type() == QEvent.Type.FocusOut:
            self.commit()
        return False

    def _put_together(self) -> None:
        self._empty = QLabel(
            "Select words and press a tag's key, or put the caret into an annotation "
            "to see what is known about it."
        )
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(M, M, M, M)
        self._chip_row = FlowLayout()
        self._chip_row.setSpacing(3)
        self._quote = QLabel()
        self._quote.setTextFormat(Qt.TextFormat.PlainText)
        self._quote.setWordWrap(True)
        self._quote.setFont(text_font(15))
        self._quote.setAccessibleName("Quoted words")
        self._quote.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._form_room = QVBoxLayout()
        self._note = self._note_field()
        self._about = QLabel()
        self._about.setProperty("role", "secondary")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setWordWrap(True)
        self._delete = QPushButton("Delete")
        self._delete.setProperty("flat", True)
        self._delete.setToolTip("Delete this annotation (Del)")
        self._delete.clicked.connect(self.delete_wanted)
        self._page = self._scrolled()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._fill_chips()

    def _note_field(self) -> QPlainTextEdit:
        note = QPlainTextEdit()
        note.setObjectName("note")
        note.setPlaceholderText("Note")
        note.setAccessibleName("Note")
        note.setFixedHeight(_NOTE_HEIGHT)
        note.setTabChangesFocus(True)
        note.textChanged.connect(self._on_note_typed)
        note.installEventFilter(self)
        return note

    def _scrolled(self) -> QScrollArea:
        foot = QHBoxLayout()
        foot.addWidget(self._about, 1)
        foot.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignBottom)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(M, M, M, M)
        column.setSpacing(M)
        column.addLayout(self._chip_row)
        column.addWidget(self._quote)
        column.addLayout(self._form_room)
        column.addWidget(self._note)
        column.addLayout(foot)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _fill_chips(self) -> None:
        while (item := self._chip_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._chips = []
        for number, tag in enumerate(self._session.codebook.active_tags(), start=1):
            chip = TagChip(tag, number, key_cap=False)
            chip.clicked.connect(lambda _=False, tag=tag: self.retagged.emit(tag))
            self._chips.append(chip)
            self._chip_row.addWidget(chip)

    def _show_form(self, tag_id: TagId) -> None:
        """Show the fields of a tag; made once, because retagging must not wait."""
        if tag_id == self._tag_id:
            return
        if self._tag_id in self._forms:
            self._forms[self._tag_id].hide()
        if tag_id not in self._forms:
            self._forms[tag_id] = self._make_form(tag_id)
            self._form_room.addWidget(self._forms[tag_id])
        self._forms[tag_id].show()
        self._tag_id = tag_id
        self._fields = self._fields_of[tag_id]

    def _make_form(self, tag_id: TagId) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(S)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = self._fields_of[tag_id] = {}
        for attribute in self._session.codebook.attributes_of(tag_id):
            field = AttributeField(attribute)
            field.edited.connect(
                lambda value, attribute=attribute: self._on_edited(attribute, value)
            )
            label = QLabel(attribute.name.replace("_", " "))
            label.setFont(ui_font(LABEL))
            label.setProperty("role", "secondary")
            label.setFixedWidth(_LABEL_WIDTH)
            label.setBuddy(field)
            form.addRow(label, field)
            fields[attribute.id] = field
        return page

    def _drop_forms(self) -> None:
        for page in self._forms.values():
            page.deleteLater()
        self._forms.clear()
        self._fields_of.clear()
        self._fields = {}
        self._tag_id = None

    def _about_text(self, annotation: Annotation, *, mine: bool) -> str:
        person = self._session.people().get(annotation.annotator_id)
        who = person.name if person else "somebody"
        where = ", ".join(f"{span.start:,}–{span.end:,}" for span in annotation.spans)
        when = local_day_and_time(annotation.updated_at)
        line = f"{who}, {when}\nCharacters {where}"
        return line if mine else f"{line}\nOnly {who} can change this annotation."

    def _on_edited(self, attribute: AttributeDefinition, value: str) -> None:
        self.attribute_edited.emit(attribute, value)

    def _typed_note(self) -> str:
        # Raw, because the plain text has no-break spaces replaced.
        raw = self._note.document().toRawText()
        return raw.replace("\u2029", "\n").replace("\u2028", "\n")

    def _on_note_typed(self) -> None:
        if self._annotation and self._typed_note() != self._annotation.note:
            self._note_typed = True
            self._timer.start()

    def _on_current_changed(self, _current: object) -> None:
        if self.sender() is self._open:
            self.commit()
            self.refresh_soon()
