"""The inspector: everything about the current annotation, edited in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
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

from annotator.model.annotation import Annotation
from annotator.model.ids import AnnotationId
from annotator.ui.annotations.attribute_form import AttributeForms
from annotator.ui.annotations.editors import SAVE_AFTER_MS
from annotator.ui.annotations.fields import AttributeField
from annotator.ui.annotations.history_panel import HistoryPanel
from annotator.ui.annotations.quoted_words import QuotedWords
from annotator.ui.annotations.tab_order import put_in_order
from annotator.ui.annotations.wording import breakable, moment
from annotator.ui.chips import TagChip
from annotator.ui.flow_layout import FlowLayout
from annotator.ui.linking.relations_box import RelationsBox
from annotator.ui.open_document import OpenDocument
from annotator.ui.theme import M, S
from annotator.ui.workbench import Workbench

_NOTE_HEIGHT = 56


class Inspector(QWidget):
    """Shows and edits the current annotation; no button to save.

    Signals:
        retagged: Carries the Tag.
        attribute_edited: ``(AttributeDefinition, value)``.
        note_edited: Carries the note.
        delete_wanted: Delete it.
        take_wanted: Copy a teammate's annotation into one's own layer.
        left: The text is to have the focus.
    """

    retagged = Signal(object)
    attribute_edited = Signal(object, str)
    note_edited = Signal(str)
    delete_wanted = Signal()
    take_wanted = Signal()
    left = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = bench.session
        self._open: OpenDocument | None = None
        self._annotation: Annotation | None = None
        self._shown_id: AnnotationId | None = None
        self._note_typed = False
        self._committing = False
        self._chips: list[TagChip] = []
        self.relations = RelationsBox(bench)
        self.history = HistoryPanel(bench)
        self._forms = AttributeForms(self._session)
        self._forms.edited.connect(self.attribute_edited)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_AFTER_MS)
        self._timer.timeout.connect(self.commit)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._order: list[QWidget] = []
        self._put_together()
        self.history.filled.connect(self._put_in_order)
        self.history.unfolded.connect(self._show_history)
        self.refresh()

    # Public ----------------------------------------------------------------

    @property
    def annotation(self) -> Annotation | None:
        """What is shown: what edits of its fields are about."""
        return self._annotation

    @property
    def fields(self) -> list[AttributeField]:
        """The fields of the annotation's tag, in their order."""
        return self._forms.fields

    def show_document(self, opened: OpenDocument | None) -> None:
        """Look at another document."""
        self.commit()
        self._open = opened
        if opened is not None:
            opened.current_changed.connect(self._on_current_changed)
        self.refresh()

    def show_keys(self, link: str, take: str) -> None:
        """Show which keys link and take over, as people read them; "" if none."""
        self.relations.show_key(link)
        self._take.setText(f"Take over ({take})" if take else "Take over")

    def rebuild(self) -> None:
        """Take over the codebook as it is now."""
        self._fill_chips()
        self._forms.drop()
        self._shown_id = None
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
        self.relations.show_annotation(annotation)
        self.history.show_annotation(annotation)
        if annotation is None:
            self._shown_id = None
            self._pages.setCurrentWidget(self._empty)
            return
        mine = annotation.annotator_id == self._session.me.id
        self._show_tag(annotation, editable=mine and not self._session.read_only)
        self._show_note(annotation)
        self._take.setVisible(not mine and not self._session.read_only)
        self._about.setText(self._about_text(annotation, mine=mine))
        if self._shown_id != annotation.id:
            self._area.verticalScrollBar().setValue(0)
        self._shown_id = annotation.id
        self._pages.setCurrentWidget(self._page)
        self._put_in_order()

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        first = next((f for f in self.fields if f.isEnabled()), None)
        (first or (self._note if self._annotation else self)).setFocus()

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        self._timer.stop()
        if self._annotation is None or self._note.isReadOnly():
            return
        # Each edit is announced, and nobody may show another annotation meanwhile.
        self._committing = True
        for field in self.fields:
            field.commit()
        note = self._typed_note()
        if self._note_typed and note != self._annotation.note:
            self.note_edited.emit(note)
            # What is stored now is what further typing is compared with.
            self._annotation = self._session.annotation(self._annotation.id)
        self._note_typed = False
        self._committing = False

    # Qt --------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Save the note when the focus leaves it."""
        if watched is self._note and event.type() == QEvent.Type.FocusOut:
            self.commit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go back to the text with Esc; what was typed is saved."""
        if event.key() == Qt.Key.Key_Escape:
            self.commit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Private ---------------------------------------------------------------

    def _put_together(self) -> None:
        self._empty = _secondary(
            "Select words and press a tag's key, or put the caret into an annotation "
            "to see what is known about it."
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(M, M, M, M)
        self._chip_row = FlowLayout()
        self._chip_row.setSpacing(3)
        self._quote = QuotedWords()
        self._note = self._note_field()
        self._about = _secondary()
        self._take = QPushButton()
        self._take.setProperty("primary", True)
        self._take.setToolTip("Copies it into your own layer; theirs stays as it is.")
        self._take.clicked.connect(self.take_wanted)
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
        self.show_keys("L", "T")
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
        foot.setSpacing(S)
        foot.addWidget(self._about, 1)
        foot.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignBottom)
        inside = self._inside = QWidget()
        column = self._column = QVBoxLayout(inside)
        column.setContentsMargins(M, M, M, M)
        column.setSpacing(M)
        column.addLayout(self._chip_row)
        column.addWidget(self._quote)
        column.addWidget(self._take, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._forms)
        column.addWidget(self.relations)
        column.addWidget(self._note)
        column.addLayout(foot)
        column.addWidget(self.history)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inside)
        return self._area

    def _put_in_order(self) -> None:
        """Let Tab go from the top to the bottom: fields are made when needed."""
        relations = self.relations
        order: list[QWidget] = [
            *(*self._chips, self._take),
            *(stop for field in self.fields for stop in field.stops),
            *(relations.link, relations.rows, self._note, self._delete),
            *self.history.buttons,
        ]
        if order != self._order:
            self._order = order
            put_in_order(self, order)

    def _show_history(self) -> None:
        # Once its rows are there; the height is what Qt would give it a bit later.
        QTimer.singleShot(0, self, self._scroll_to_history)

    def _scroll_to_history(self) -> None:
        inside = self._inside
        height = max(self._column.heightForWidth(inside.width()), inside.height())
        inside.resize(inside.width(), height)
        self._column.activate()
        self._area.verticalScrollBar().setValue(self.history.y() - M)

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

    def _show_tag(self, annotation: Annotation, *, editable: bool) -> None:
        tag = self._session.codebook.tag(annotation.tag_id)
        for chip in self._chips:
            chip.setChecked(chip.tag.id == tag.id)
            chip.setEnabled(editable)
            chip.setVisible(editable or chip.isChecked())
        text = self._open.document.text if self._open else ""
        self._quote.show_parts([s.of(text) for s in annotation.spans], tag.color)
        another = annotation.id != self._shown_id
        self._forms.show_annotation(annotation, anew=another, editable=editable)
        self._note.setReadOnly(not editable)
        self._delete.setVisible(editable)

    def _show_note(self, annotation: Annotation) -> None:
        if not self._note_typed and annotation.note != self._typed_note():
            self._note.setPlainText(annotation.note)
            self._note_typed = False

    def _about_text(self, annotation: Annotation, *, mine: bool) -> str:
        person = self._session.people().get(annotation.annotator_id)
        who = breakable(person.name if person else "somebody")
        where = ", ".join(f"{span.start:,}–{span.end:,}" for span in annotation.spans)
        made, changed = moment(annotation.created_at), moment(annotation.updated_at)
        line = f"Made by {who}, {made}"
        if changed != made:
            line += f"; changed {changed}"
        line += f"\nCharacters {where}"
        return line if mine else f"{line}\nOnly {who} can change this annotation."

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


def _secondary(words: str = "") -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "secondary")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
