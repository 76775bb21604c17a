"""What the features of the Annotate place share: the document, saving, going places."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal

from annotator.app.session import Session
from annotator.model.annotation import Annotation, Mark
from annotator.model.change import Edit
from annotator.model.ids import AnnotationId, DocumentId, TagId
from annotator.model.span import Span
from annotator.ui.actions import ActionBook
from annotator.ui.message_bar import MessageBar
from annotator.ui.open_document import OpenDocument
from annotator.ui.saving import Saver
from annotator.ui.status_line import StatusLine
from annotator.ui.text.document_view import DocumentView


class Workbench(QObject):
    """The open document with the text view and everything one needs to work on it.

    Signals:
        shown: Another document is open; carries the OpenDocument, or None.
        document_wanted: Carries the id of a document to open, at once.
        about_to_edit: What is half typed elsewhere is to be saved first.

    Attributes:
        moving: Whether the program itself is moving the caret.
    """

    shown = Signal(object)
    document_wanted = Signal(object)
    about_to_edit = Signal()

    def __init__(
        self,
        session: Session,
        book: ActionBook,
        *,
        messages: MessageBar,
        status: StatusLine,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = session
        self._book = book
        self.messages = messages
        self.status = status
        self.saver = Saver(session, self)
        self.text = DocumentView()
        self.moving = False
        self._opened: OpenDocument | None = None

    @property
    def opened(self) -> OpenDocument | None:
        """The document on screen."""
        return self._opened

    def show(self, opened: OpenDocument | None) -> None:
        """Work on another document, or on none."""
        self._opened = opened
        self.text.show_document(opened)
        self.shown.emit(opened)

    def hint(self, words: str) -> None:
        """Say something in passing."""
        self.status.hint(words)

    def key(self, name: str) -> str:
        """Return for a hint by what an action is done: a key, or its title."""
        return self._book.shown(name)

    # Going -----------------------------------------------------------------

    @contextmanager
    def moves(self) -> Iterator[None]:
        """Move the caret without making current what lies under it."""
        self.moving = True
        try:
            yield
        finally:
            self.moving = False

    def go_to(self, mark: Mark) -> None:
        """Show a mark of the open document and make it the current one."""
        if self._opened is not None:
            with self.moves():
                self.text.reveal(mark)
            self._opened.set_current(mark.id)

    def stay_at(self, annotation_id: AnnotationId) -> None:
        """Make an annotation at the caret the current one; nothing stays selected."""
        if self._opened is not None:
            with self.moves():
                self.text.unselect()
            self._opened.set_current(annotation_id)

    def go_to_annotation(self, document_id: DocumentId, target: AnnotationId) -> bool:
        """Go to an annotation of any document; tell whether it is there to be seen."""
        self._open(document_id)
        opened = self._opened
        mark = opened.mark(target) if opened else None
        if opened is None or mark is None:
            self.hint("This annotation is not there any more.")
            return False
        if mark.annotator_id in opened.hidden:
            opened.hide(opened.hidden - {mark.annotator_id})
        self.go_to(mark)
        return True

    def go_to_span(self, document_id: DocumentId, span: Span) -> None:
        """Select some words of any document and show them."""
        self._open(document_id)
        if self._opened is not None and self._opened.document.id == document_id:
            with self.moves():
                self.text.select(span)
                self.text.show_caret()
            self._opened.set_current(None)

    def _open(self, document_id: DocumentId) -> None:
        if self._opened is None or self._opened.document.id != document_id:
            self.document_wanted.emit(document_id)

    # Editing ---------------------------------------------------------------

    def do(self, edit: Edit) -> bool:
        """Save an edit; tell whether it is on disk. What was said before is over."""
        self.hint("")
        return self.saver.do(edit)

    def may_write(self) -> bool:
        """Tell whether there is a document that can be worked on; say so if not."""
        if self._opened is None:
            return False
        if self.session.read_only:
            self.hint(f"Read-only: {self.session.read_only_reason}")
            return False
        self.about_to_edit.emit()
        return True

    def editable_current(self) -> Annotation | None:
        """Return the current annotation if it is one's own; else say why not."""
        opened = self._opened
        annotation = opened.current_annotation() if opened else None
        if opened is None or annotation is None:
            if opened is not None and opened.current in opened.unsaved:
                self.hint("This annotation is not saved yet. Retry first.")
            return None
        if annotation.annotator_id != self.session.me.id:
            owner = self.session.people()[annotation.annotator_id].name
            take = self.key("annotate.take")
            self.hint(f"This is {owner}’s annotation. Press {take} to take it over.")
            return None
        return self.saver.latest(annotation)

    def mine_at(self, span: Span, tag_id: TagId) -> Mark | None:
        """Return my annotation of just these words with this tag, or None."""
        me = self.session.me.id
        marks = self._opened.index.between(span.start, span.end) if self._opened else ()
        return next(
            (
                mark
                for mark in marks
                if (mark.start, mark.end) == (span.start, span.end)
                and not mark.several
                and mark.tag_id == tag_id
                and mark.annotator_id == me
            ),
            None,
        )
