"""The Annotate place: documents, text, inspector and list put together."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app import edits
from annotator.app.session import Session
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation, Mark
from annotator.model.change import ChangeSet
from annotator.model.codebook import AttributeDefinition, Tag
from annotator.model.document import Status
from annotator.model.ids import AnnotatorId, DocumentId
from annotator.ui.annotate_keys import AnnotateKeys
from annotator.ui.annotations.inspector import Inspector
from annotator.ui.annotations.list import AnnotationList
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.message_bar import MessageBar
from annotator.ui.open_document import OpenDocument
from annotator.ui.saving import Saver
from annotator.ui.status_line import StatusLine
from annotator.ui.tag_bar import TagBar
from annotator.ui.text.document_view import DocumentView
from annotator.ui.theme import M

DOCUMENTS_WIDTH = 248
INSPECTOR_WIDTH = 312


class AnnotatePlace(QWidget):
    """Where texts are read and tagged.

    Signals:
        import_wanted: The user wants to bring texts in.
        opened: Another document is on screen.
    """

    import_wanted = Signal()
    opened = Signal()

    def __init__(
        self,
        session: Session,
        *,
        messages: MessageBar,
        status: StatusLine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self.session = session
        self.saver = Saver(session, self)
        self.documents = DocumentsPanel(session)
        self.text = DocumentView()
        self.tag_bar = TagBar()
        self.inspector = Inspector(session)
        self.annotations = AnnotationList()
        self._messages = messages
        self._status = status
        self._open: OpenDocument | None = None
        self._moving = False
        self._chosen_layers: frozenset[AnnotatorId] | None = None
        self._keys = AnnotateKeys(session, self)
        self._keys.watch(self.text, tab_steps=True)
        self._keys.watch(self.annotations.list, tab_steps=False)
        self._put_together()
        self._connect()
        self.tag_bar.show_codebook(session.codebook)
        if not session.read_only:
            status.show_saved(just_now=False)
        self._update_status()

    # Public ----------------------------------------------------------------

    @property
    def document(self) -> OpenDocument | None:
        """What is on screen."""
        return self._open

    def open_document(self, document_id: DocumentId) -> None:
        """Show a document."""
        self.inspector.commit()
        try:
            document = self.session.document(document_id)
        except AnnotatorError as error:
            self._messages.warn(str(error))
            return
        opened = OpenDocument(self.session, document, self)
        opened.hidden = self._layers_to_hide(opened)
        old, self._open = self._open, opened
        self._open.show_unsaved(self.saver.pending)
        self.text.show_document(self._open)
        self.annotations.show_document(self._open)
        self.inspector.show_document(self._open)
        self.documents.set_current(document_id)
        self._pages.setCurrentWidget(self._reading)
        if old is not None:
            old.deleteLater()
        if self._open.damaged:
            self._tell_damage(self._open.damaged)
        self._update_status()
        self.opened.emit()

    def open_first(self) -> None:
        """Show the first document, or say what to do if there is none."""
        infos = self.documents.infos()
        if infos:
            self.open_document(infos[0].id)
        else:
            self._show_nothing()

    def take_over(self, changes: ChangeSet) -> None:
        """Show what an edit has changed."""
        if changes.codebook:
            self.tag_bar.show_codebook(self.session.codebook)
            self.inspector.rebuild()
        if self._open is not None:
            gone = changes.listing and not self._is_there(self._open)
            if gone:
                self._show_nothing()
            else:
                self._open.take_over(changes)
                if changes.codebook or changes.people:
                    self.text.restyle()
                    self.annotations.refresh()
        self.documents.take_over(changes, self._open)
        if self._open is None and self.documents.infos():
            self.open_first()
            self.text.setFocus()
        if self._open is None or self._open.current in changes.annotations:
            self.inspector.refresh_soon()
        self._update_status()

    def restyle(self) -> None:
        """Take over another theme."""
        self.text.restyle()
        for widget in (self.documents.list, self.annotations.list):
            widget.viewport().update()

    def choose_layers(self, hidden: frozenset[AnnotatorId] | None) -> None:
        """Leave out these people's annotations; None leaves the choice to us."""
        self._chosen_layers = hidden

    def cycle_focus(self, step: int) -> None:
        """Move the focus to the next (1) or previous (-1) panel."""
        panels: list[QWidget] = [
            self.documents.list,
            self.text,
            self.inspector,
            self.annotations.list,
        ]
        focus = self.focusWidget()
        here = next(
            (
                n
                for n, p in enumerate(panels)
                if focus and (p is focus or p.isAncestorOf(focus))
            ),
            1,
        )
        panel = panels[(here + step) % len(panels)]
        if panel is self.inspector:
            self.inspector.focus_first()
        else:
            panel.setFocus()

    def rename_me(self, name: str) -> None:
        """Call the person at work by another name."""
        try:
            self.session.rename_me(name)
        except AnnotatorError as error:
            self._messages.warn(str(error))

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        self.inspector.commit()

    # Deeds -----------------------------------------------------------------

    def tag(self, tag: Tag) -> None:
        """Tag the selection; without one, give the current annotation this tag."""
        if self._open is None or self._refuse_read_only():
            return
        self.inspector.commit()
        span = self.text.selected_span()
        if span is not None:
            trimmed = span.trimmed(self._open.document.text)
            if trimmed is None:
                self._status.hint("Only white space is selected.")
                return
            same = self._mine_at(trimmed.start, trimmed.end, tag)
            if same is not None:
                self._go_to(same)
                self._status.hint(f"These words are tagged {tag.name} already.")
                return
            document = self._open.document
            edit = edits.tag_spans(document, (trimmed,), tag, self.session.me.id)
            made = edit.changes[0].after
            self.saver.do(edit)
            if isinstance(made, Annotation) and self._open.mark(made.id):
                self._moving = True
                self.text.unselect()
                self._moving = False
                self._open.set_current(made.id)
            return
        annotation = self._editable_current()
        if annotation is not None and annotation.tag_id != tag.id:
            self.saver.do(edits.retag(annotation, tag, self.session.codebook))
        elif annotation is None and self._open.current is None:
            self._status.hint("Select some words first, then press the tag's key.")

    def delete(self) -> None:
        """Delete the current annotation."""
        if self._open is None or self._refuse_read_only():
            return
        annotation = self._editable_current()
        if annotation is not None:
            relations = self.session.relations_of(annotation.id)
            if self.saver.do(edits.delete(annotation, relations)):
                self._status.hint("Deleted. Ctrl+Z brings it back.")

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) annotation."""
        if self._open is None:
            return
        mark = self._open.next_from(self.text.caret(), step=step)
        if mark is None:
            self._status.hint("There are no annotations to go to.")
        else:
            self._go_to(mark)

    def toggle_done(self) -> None:
        """Mark the open document as done, or as not done."""
        if self._open is None or self._refuse_read_only():
            return
        document_id = self._open.document.id
        info = self.session.document_info(document_id)
        done = info is not None and info.status is not Status.DONE
        if self.saver.do(self.session.status_edit(document_id, done=done)):
            self._status.hint("Marked as done." if done else "Marked as not done.")

    # Private ---------------------------------------------------------------

    def _put_together(self) -> None:
        self._reading = QWidget()
        self._reading.setObjectName("reading")
        middle = QVBoxLayout(self._reading)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.text, 1)
        middle.addWidget(self.tag_bar)
        self._nothing = self._empty_page()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._reading)
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.setHandleWidth(1)
        self.right.setChildrenCollapsible(False)
        self.right.addWidget(self.inspector)
        self.right.addWidget(self.annotations)
        self.right.setSizes([400, 300])
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.documents)
        self.splitter.addWidget(self._pages)
        self.splitter.addWidget(self.right)
        self.splitter.setStretchFactor(1, 1)
        self.documents.setMinimumWidth(180)
        self.right.setMinimumWidth(INSPECTOR_WIDTH)
        self._pages.setMinimumWidth(320)
        self.splitter.setSizes([DOCUMENTS_WIDTH, 720, INSPECTOR_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

    def _empty_page(self) -> QWidget:
        words = QLabel(
            "This project has no texts yet. Import text files, or drop them here."
        )
        words.setProperty("role", "secondary")
        self._import = QPushButton("Import texts…")
        self._import.setProperty("primary", True)
        self._import.setEnabled(not self.session.read_only)
        self._import.clicked.connect(self.import_wanted)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(M)
        column.addStretch(2)
        for widget in (words, self._import):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)
        return page

    def _connect(self) -> None:
        self.documents.document_chosen.connect(self.open_document)
        self.documents.import_wanted.connect(self.import_wanted)
        self.text.caret_moved.connect(self._on_caret)
        self.text.selection_snapped.connect(self._on_snapped)
        self.tag_bar.tag_clicked.connect(self._on_tag_clicked)
        self._keys.tag_pressed.connect(self.tag)
        self._keys.delete_pressed.connect(self.delete)
        self._keys.step_pressed.connect(self.step)
        self._keys.left.connect(self._on_left)
        self.annotations.annotation_chosen.connect(self._go_to)
        self.inspector.retagged.connect(self._on_retagged)
        self.inspector.attribute_edited.connect(self._on_attribute)
        self.inspector.note_edited.connect(self._on_note)
        self.inspector.delete_wanted.connect(self.delete)
        self.saver.changed.connect(self.take_over)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_failed)
        self.saver.refused.connect(self._on_refused)

    def _layers_to_hide(self, opened: OpenDocument) -> frozenset[AnnotatorId]:
        """Return whose annotations to leave out at first.

        What was chosen before stays; otherwise, with two teammates or more, only
        the one with the most annotations is shown beside oneself.
        """
        if self._open is not None:
            return self._open.hidden
        if self._chosen_layers is not None:
            return self._chosen_layers
        me = self.session.me.id
        counts = Counter(mark.annotator_id for mark in opened.marks)
        others = [who for who, _ in counts.most_common() if who != me]
        return frozenset(others[1:])

    def _show_nothing(self) -> None:
        self._open = None
        for panel in (self.text, self.annotations, self.inspector):
            panel.show_document(None)
        self._pages.setCurrentWidget(self._nothing)
        self._import.setFocus()
        self._update_status()

    def _is_there(self, opened: OpenDocument) -> bool:
        return self.session.document_info(opened.document.id) is not None

    def _go_to(self, mark: Mark) -> None:
        if self._open is None:
            return
        self._moving = True
        self.text.reveal(mark)
        self._moving = False
        self._open.set_current(mark.id)

    def _mine_at(self, start: int, end: int, tag: Tag) -> Mark | None:
        """Return my annotation of just these words with this tag, or None."""
        me = self.session.me.id
        return next(
            (
                mark
                for mark in (self._open.index.between(start, end) if self._open else ())
                if mark[:2] == (start, end)
                and mark.tag_id == tag.id
                and mark.annotator_id == me
            ),
            None,
        )

    def _editable_current(self) -> Annotation | None:
        annotation = self._open.current_annotation() if self._open else None
        if annotation is None:
            if self._open is not None and self._open.current in self._open.unsaved:
                self._status.hint("This annotation is not saved yet. Retry first.")
            return None
        if annotation.annotator_id != self.session.me.id:
            owner = self.session.people()[annotation.annotator_id].name
            self._status.hint(
                f"This is {owner}’s annotation. Select the words to tag them yourself."
            )
            return None
        return self.saver.latest(annotation)

    def _refuse_read_only(self) -> bool:
        if self.session.read_only:
            self._status.hint(f"Read-only: {self.session.read_only_reason}")
        return self.session.read_only

    def _tell_damage(self, damaged: list[str]) -> None:
        noun = "annotation is" if len(damaged) == 1 else "annotations are"
        self._messages.warn(
            f"{len(damaged)} {noun} damaged and left out of this document: "
            f"{damaged[0]}. Run “annotator check” for the whole list, or restore a "
            "backup from the File menu."
        )

    def _update_status(self) -> None:
        opened = self._open
        if self.session.read_only:
            self._status.show_read_only()
        self._status.show_name(self.session.me.name)
        if opened is None:
            self._status.show_counts(0, 0)
            self._status.show_caret(None)
            return
        self._status.show_counts(len(opened.marks), opened.mine)
        self._status.show_caret(self.text.caret())

    def _on_caret(self, offset: int) -> None:
        self._status.show_caret(offset)
        if self._moving or self._open is None:
            return
        self._status.hint("")
        touching = self._open.visible_at(offset)
        self._open.set_current(touching[0].id if touching else None)

    def _on_snapped(self, character: str) -> None:
        self._status.hint(f"The selection was widened so that {character} is not cut.")

    def _on_tag_clicked(self, tag: Tag) -> None:
        self.tag(tag)
        self.text.setFocus()

    def _on_left(self) -> None:
        if self._open is not None:
            self.text.set_caret(self.text.caret())
            self._open.set_current(None)

    def _on_retagged(self, tag: Tag) -> None:
        self.inspector.commit()
        annotation = self._editable_current()
        if annotation is not None and annotation.tag_id != tag.id:
            self.saver.do(edits.retag(annotation, tag, self.session.codebook))

    def _on_attribute(self, attribute: AttributeDefinition, value: str) -> None:
        annotation = self._edited()
        if annotation is not None:
            self.saver.do(edits.set_attribute(annotation, attribute, value))

    def _on_note(self, note: str) -> None:
        annotation = self._edited()
        if annotation is not None:
            self.saver.do(edits.set_note(annotation, note))

    def _edited(self) -> Annotation | None:
        """Return what the inspector's fields are about, as it is stored now."""
        shown = self.inspector.annotation
        stored = self.session.annotation(shown.id) if shown else None
        return stored and self.saver.latest(stored)

    def _on_saved(self) -> None:
        if self._open is not None and self._open.unsaved:
            self._open.show_unsaved(())
        self._messages.clear_failure()
        self._status.show_saved(just_now=True)

    def _on_failed(self, error: AnnotatorError) -> None:
        if self._open is not None:
            self._open.show_unsaved(self.saver.pending)
        self._status.show_unsaved(len(self.saver.pending))
        self._messages.warn(
            str(error),
            [("Retry", self._retry), ("Discard", self._discard)],
            lasting=True,
        )

    def _on_refused(self, error: AnnotatorError) -> None:
        self._messages.warn(str(error))
        if self._open is not None:
            self._open.show_unsaved(self.saver.pending)

    def _retry(self) -> None:
        self.saver.retry()

    def _discard(self) -> None:
        self.saver.discard()
