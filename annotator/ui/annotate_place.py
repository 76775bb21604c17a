"""The Annotate place: documents, text, inspector and list put together."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, QTimer, Signal
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
from annotator.model.annotation import Annotation
from annotator.model.change import ChangeSet
from annotator.model.codebook import AttributeDefinition, Tag
from annotator.model.ids import AnnotatorId, DocumentId
from annotator.ui.actions import ActionBook, Deed
from annotator.ui.annotate_keys import AnnotateKeys
from annotator.ui.annotations.definition_card import Definitions
from annotator.ui.annotations.inspector import Inspector
from annotator.ui.annotations.list import AnnotationList
from annotator.ui.boundaries import Boundaries
from annotator.ui.checking import Checking
from annotator.ui.documents.panel import DocumentsPanel
from annotator.ui.drawer import HEIGHT, LEAST_ABOVE, Drawer
from annotator.ui.finding.concordance import Concordance
from annotator.ui.finding.find import Find
from annotator.ui.finding.repeating import Repeating
from annotator.ui.finding.untagged import Untagged
from annotator.ui.keys import shown_keys
from annotator.ui.linking.linking import Linking
from annotator.ui.message_bar import MessageBar
from annotator.ui.open_document import OpenDocument
from annotator.ui.side_panel import SidePanel
from annotator.ui.status_line import StatusLine
from annotator.ui.tag_bar import TagBar
from annotator.ui.tagging import Tagging
from annotator.ui.theme import M
from annotator.ui.walking import Walking
from annotator.ui.workbench import Workbench

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
        book: ActionBook,
        *,
        messages: MessageBar,
        status: StatusLine,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workspace")
        self.session = session
        self.bench = Workbench(
            session, book, messages=messages, status=status, parent=self
        )
        self.saver = self.bench.saver
        self.text = self.bench.text
        self.documents = DocumentsPanel(session)
        self.tag_bar = TagBar()
        self.inspector = Inspector(self.bench)
        self.annotations = AnnotationList()
        self.drawer = Drawer()
        self._make_features()
        self._book = book
        self._status = status
        self._chosen_layers: frozenset[AnnotatorId] | None = None
        self._keys = AnnotateKeys(session, self)
        self._keys.watch(self.text, is_text=True)
        self._keys.watch(self.annotations.list, is_text=False)
        self._put_together()
        self._connect()
        self._listen_for_keys()
        self.tag_bar.show_codebook(session.codebook)
        if not session.read_only:
            status.show_saved(just_now=False)
        self._update_status()

    # Public ----------------------------------------------------------------

    @property
    def document(self) -> OpenDocument | None:
        """What is on screen."""
        return self.bench.opened

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done here, by the names of the actions."""
        deeds: dict[str, Deed] = {
            "annotate.leave": self.leave,
            "annotate.fields": lambda: self._in_side(self.inspector.focus_first),
            "document.next": lambda: self.documents.step(1),
            "document.previous": lambda: self.documents.step(-1),
            "edit.copy": self.text.copy,
            "view.filter": lambda: self._in_side(self.annotations.focus_filter),
            "view.next_panel": lambda: self.cycle_focus(1),
            "view.previous_panel": lambda: self.cycle_focus(-1),
        }
        for feature in self._features:
            deeds |= feature.deeds
        return deeds

    def open_document(self, document_id: DocumentId) -> None:
        """Show a document."""
        self.inspector.commit()
        try:
            document = self.session.document(document_id)
        except AnnotatorError as error:
            self.bench.messages.warn(str(error))
            return
        opened = OpenDocument(self.session, document, self)
        opened.hidden = self._layers_to_hide(opened)
        opened.show_unsaved(self.saver.pending)
        self._show(opened)
        self.documents.set_current(document_id)
        self._pages.setCurrentWidget(self._reading)
        if opened.damaged:
            self._tell_damage(opened.damaged)
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
            offered = [tag.id for tag in self.session.codebook.active_tags()]
            if self.tagging.locked and self.tagging.locked.id not in offered:
                self.tagging.lock(None)
        opened = self.document
        if opened is not None:
            gone = changes.listing and not self._is_there(opened)
            if gone:
                self._show_nothing()
            else:
                opened.take_over(changes)
                if changes.codebook or changes.people:
                    self.text.restyle()
                    self.annotations.refresh()
        self.documents.take_over(changes, self.document)
        if self.document is None and self.documents.infos():
            self.open_first()
            self.text.setFocus()
        if self.document is None or self.document.current in changes.annotations:
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
        opened = self.document
        panels: list[QWidget] = [
            self.documents.list,
            self.text,
            self.definitions.card,
            self.drawer,
            *([self.inspector] if opened and opened.current is not None else []),
            self.annotations.list,
        ]
        panels = [panel for panel in panels if not panel.isHidden()]
        focus = self.focusWidget()
        here = next(
            (
                n
                for n, p in enumerate(panels)
                if focus and (p is focus or p.isAncestorOf(focus))
            ),
            panels.index(self.text),
        )
        panel = panels[(here + step) % len(panels)]
        if panel is self.inspector:
            self.inspector.focus_first()
        else:
            (panel.focusProxy() or panel).setFocus()

    def rename_me(self, name: str) -> None:
        """Call the person at work by another name."""
        try:
            self.session.rename_me(name)
        except AnnotatorError as error:
            self.bench.messages.warn(str(error))

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        self.bench.about_to_edit.emit()

    def leave(self) -> None:
        """Let go, one thing at a time: what is found, locked, current, listed."""
        if self.definitions.close() or self.finding.close():
            return
        if self.tagging.locked is not None:
            self.tagging.lock(None)
        elif self.document is None or (
            self.document.current is None and self.text.selected_span() is None
        ):
            self.drawer.close_drawer()
        else:
            self.text.set_caret(self.text.caret())
            self.document.set_current(None)

    # Private ---------------------------------------------------------------

    def _make_features(self) -> None:
        self.tagging = Tagging(self.bench, self)
        self.finding = Find(self.bench, self)
        self.concordance = Concordance(self.bench, self.drawer, self)
        self.repeating = Repeating(self.bench, self.drawer, self)
        self.linking = Linking(self.bench, self)
        self.definitions = Definitions(self.bench, self.tag_bar, self)
        self.checking = Checking(self.bench, self.drawer, self)
        self._features = (
            self.tagging,
            self.definitions,
            self.linking,
            Boundaries(self.bench, self),
            Walking(self.bench, self),
            self.checking,
            self.finding,
            self.concordance,
            self.repeating,
            Untagged(self.bench, self),
        )

    def _in_side(self, go: Deed) -> None:
        """Go to something in the panel at the right, which may be folded away."""
        if not self.side.shown:
            self.side.toggle()
        go()

    def _put_together(self) -> None:
        self.text.setMinimumHeight(LEAST_ABOVE)
        under = _splitter(Qt.Orientation.Vertical, self.text, self.drawer)
        under.setStretchFactor(0, 1)
        under.setSizes([600, HEIGHT])
        self._reading = QWidget()
        self._reading.setObjectName("reading")
        middle = QVBoxLayout(self._reading)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.finding.bar)
        middle.addWidget(under, 1)
        middle.addWidget(self.tag_bar)
        self._nothing = self._empty_page()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._reading)
        self.right = _splitter(
            Qt.Orientation.Vertical, self.inspector, self.annotations
        )
        self.right.setSizes([400, 300])
        self.splitter = _splitter(
            Qt.Orientation.Horizontal, self.documents, self._pages, self.right
        )
        self.splitter.setStretchFactor(1, 1)
        self.documents.setMinimumWidth(180)
        self.right.setMinimumWidth(INSPECTOR_WIDTH)
        self._pages.setMinimumWidth(320)
        self.splitter.setSizes([DOCUMENTS_WIDTH, 720, INSPECTOR_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.side = SidePanel(self, self.splitter, self.right, INSPECTOR_WIDTH)

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
        self.bench.document_wanted.connect(self.open_document)
        self.bench.about_to_edit.connect(self.inspector.commit)
        self.documents.document_chosen.connect(self.open_document)
        self.documents.import_wanted.connect(self.import_wanted)
        self.text.caret_moved.connect(self._on_caret)
        self.text.selection_snapped.connect(self._on_snapped)
        self.tag_bar.tag_clicked.connect(self._on_tag_clicked)
        self.tagging.locked_changed.connect(self.tag_bar.show_locked)
        self._keys.tag_pressed.connect(self.tagging.tag)
        self._keys.lock_pressed.connect(self.tagging.lock)
        self._keys.pressed.connect(self._book.press)
        self._book.changed.connect(self._listen_for_keys)
        self.annotations.annotation_chosen.connect(self.bench.go_to)
        self.annotations.left.connect(self.text.setFocus)
        self.inspector.retagged.connect(self.tagging.retag)
        self.inspector.attribute_edited.connect(self._on_attribute)
        self.inspector.note_edited.connect(self._on_note)
        self.inspector.delete_wanted.connect(self.tagging.delete)
        self.inspector.take_wanted.connect(self.tagging.take)
        self.inspector.left.connect(self.text.setFocus)
        self.inspector.relations.link_wanted.connect(self.linking.link)
        self.drawer.opened.connect(
            # Once the text has the height that is left to it.
            lambda: QTimer.singleShot(0, self.text, self.text.ensureCursorVisible)
        )
        self.drawer.closed.connect(self.text.setFocus)
        self.saver.changed.connect(self.take_over)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_failed)
        self.saver.refused.connect(self._on_refused)

    def _listen_for_keys(self) -> None:
        self._keys.use(self._book.plain_keys())
        link, take = map(self._book.keys, ("annotate.link", "annotate.take"))
        self.inspector.show_keys(shown_keys(link[:1]), shown_keys(take[:1]))
        self.tag_bar.show_key(self._book.shown("annotate.leave"))

    def _layers_to_hide(self, opened: OpenDocument) -> frozenset[AnnotatorId]:
        """Return whose annotations to leave out at first.

        What was chosen before stays; otherwise, with two teammates or more, only
        the one with the most annotations is shown beside oneself.
        """
        if self.document is not None:
            return self.document.hidden
        if self._chosen_layers is not None:
            return self._chosen_layers
        me = self.session.me.id
        counts = Counter(mark.annotator_id for mark in opened.marks)
        others = [who for who, _ in counts.most_common() if who != me]
        return frozenset(others[1:])

    def _show(self, opened: OpenDocument | None) -> None:
        before = self.document
        self.bench.show(opened)
        if before is not None:
            before.deleteLater()
        self.annotations.show_document(opened)
        self.inspector.show_document(opened)

    def _show_nothing(self) -> None:
        self._show(None)
        self._pages.setCurrentWidget(self._nothing)
        self._import.setFocus()
        self._update_status()

    def _is_there(self, opened: OpenDocument) -> bool:
        return self.session.document_info(opened.document.id) is not None

    def _tell_damage(self, damaged: list[str]) -> None:
        noun = "annotation is" if len(damaged) == 1 else "annotations are"
        self.bench.messages.warn(
            f"{len(damaged)} {noun} damaged and left out of this document: "
            f"{damaged[0]}. “Check the project” in the File menu lists them all; "
            "“Restore a backup” brings back what was."
        )

    def _update_status(self) -> None:
        opened = self.document
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
        if self.bench.moving or self.document is None:
            return
        self._status.hint("")
        touching = self.document.visible_at(offset)
        self.document.set_current(touching[0].id if touching else None)

    def _on_snapped(self, character: str) -> None:
        self._status.hint(f"The selection was widened so that {character} is not cut.")

    def _on_tag_clicked(self, tag: Tag) -> None:
        self.tagging.tag(tag)
        self.text.setFocus()

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
        if self.document is not None and self.document.unsaved:
            self.document.show_unsaved(())
        self.bench.messages.clear_failure()
        self._status.show_saved(just_now=True)

    def _on_failed(self, error: AnnotatorError) -> None:
        if self.document is not None:
            self.document.show_unsaved(self.saver.pending)
        self._status.show_unsaved(len(self.saver.pending))
        self.bench.messages.warn(
            str(error),
            [("Retry", self.saver.retry), ("Discard", self.saver.discard)],
            lasting=True,
        )

    def _on_refused(self, error: AnnotatorError) -> None:
        self.bench.messages.warn(str(error))
        if self.document is not None:
            self.document.show_unsaved(self.saver.pending)


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for widget in widgets:
        splitter.addWidget(widget)
    return splitter
