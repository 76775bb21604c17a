"""E: where the same words stand again, to be tagged in one step."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.app.concordance import Hit
from annotator.app.folding import shortened
from annotator.app.repeating import MOST, repeats
from annotator.model.codebook import Tag
from annotator.model.counts import counted
from annotator.model.ids import AnnotationId, DocumentId
from annotator.model.span import Span
from annotator.ui.actions import Deed
from annotator.ui.drawer import Drawer
from annotator.ui.finding.flat_button import FlatButton
from annotator.ui.finding.hit_list import HitList
from annotator.ui.finding.tag_hits import tag_in_one_step
from annotator.ui.theme import M, S
from annotator.ui.workbench import Workbench


@dataclass(frozen=True, slots=True)
class _Origin:
    """What stands again: some words of a document, with their tag if they have one."""

    document_id: DocumentId
    span: Span
    words: str
    tag: Tag | None = None
    annotation: AnnotationId | None = None

    def is_annotation_at(self, hit: Hit) -> bool:
        """Tell whether ``hit`` is the annotation that is to be repeated."""
        at = Span(hit.start, hit.end)
        return (
            self.tag is not None
            and self.document_id == hit.document_id
            and self.span == at
        )


class Repeating(QObject):
    """Lists the further occurrences of the selected words or of an annotation's.

    Those tagged already are not checked, all others are. Words that are selected
    are themselves in the list, as they have no tag yet.
    """

    def __init__(
        self, bench: Workbench, drawer: Drawer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._drawer = drawer
        self._origin: _Origin | None = None
        self._is_cut = False
        self._looks_ahead = False
        self.everywhere = FlatButton(
            "All documents", "Look in all documents", "Alt+A", switch=True
        )
        self.everywhere.clicked.connect(self._search)
        self._how = QLabel()
        self.list = HitList("Where the same words stand again", bench.session)
        self.list.installEventFilter(self)
        self._panel = self._put_together()
        drawer.add(self._panel)
        bench.saver.changed.connect(self.list.hits.take_over)
        bench.shown.connect(self._on_shown)
        self.list.enter_pressed.connect(self._tag_as_before)
        self.list.hit_clicked.connect(self._go)
        drawer.closed.connect(self._go_back)
        self.list.tag_pressed.connect(self._tag)
        self.list.hits.checks_changed.connect(self._tell)
        self.list.selectionModel().currentChanged.connect(self._on_current)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {"annotate.repeat": self.open}

    def open(self) -> None:
        """List where the selected words, or the current annotation's, stand again."""
        if not self._bench.may_write():
            return
        self._origin = self._find_origin()
        if self._origin is None:
            self._bench.hint("Select words, or go to an annotation, first.")
            return
        self._show_how(self._origin)
        self._drawer.open_at(self._panel, f"“{shortened(self._origin.words, 40)}”")
        self._search()
        self.list.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Look in all documents, or no longer, with Alt+A."""
        if not isinstance(event, QKeyEvent):
            return False
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if not alt or event.key() != Qt.Key.Key_A:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            # It would open the Annotate menu.
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self.everywhere.toggle()
            self._search()
        return True

    # Private ---------------------------------------------------------------

    def _put_together(self) -> QWidget:
        self._how.setProperty("role", "secondary")
        self._how.setTextFormat(Qt.TextFormat.PlainText)
        top = QHBoxLayout()
        top.setContentsMargins(M, 0, M, S)
        top.setSpacing(M)
        top.addWidget(self._how, 1)
        top.addWidget(self.everywhere)
        panel = QWidget()
        panel.setFocusProxy(self.list)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        return panel

    def _find_origin(self) -> _Origin | None:
        bench, opened = self._bench, self._bench.opened
        if opened is None:
            return None
        document = opened.document
        selected = bench.text.selected_span()
        span = selected.trimmed(document.text) if selected else None
        if span is not None:
            return _Origin(document.id, span, span.of(document.text))
        mark = opened.mark(opened.current)
        if mark is None:
            return None
        span = Span(*mark.spans[0])
        tag = bench.session.codebook.tag(mark.tag_id)
        return _Origin(document.id, span, span.of(document.text), tag, mark.id)

    def _show_how(self, origin: _Origin) -> None:
        tags = (
            f"Enter tags those checked with {origin.tag.name}, a letter with its tag."
            if origin.tag
            else "A letter tags those checked with its tag."
        )
        self._how.setText(f"{tags} Space checks one, Ctrl+A all or none.")

    def _search(self) -> None:
        origin = self._origin
        if origin is None:
            return
        everywhere = self.everywhere.isChecked()
        only = None if everywhere else origin.document_id
        found = repeats(self._bench.session, origin.words, only=only)
        self._is_cut = len(found) == MOST
        hits = [hit for hit in found if not origin.is_annotation_at(hit)]
        model = self.list.hits
        self.list.selectionModel().blockSignals(True)
        model.show(hits, titled=everywhere)
        model.check([row for row, hit in enumerate(hits) if not model.tags_of(hit)])
        self.list.selectionModel().blockSignals(False)
        self.list.start()

    def _is_shown(self) -> bool:
        return self._drawer.panel is self._panel

    def _tell(self) -> None:
        if not self._is_shown():
            return
        model = self.list.hits
        count = len(model.hits)
        if not count:
            self._drawer.tell("stands nowhere else")
            return
        tagged = sum(bool(model.tags_of(hit)) for hit in model.hits)
        cut = "the first " if self._is_cut else ""
        again = f"{cut}{counted(count, 'place')}"
        also = f", {tagged:,} tagged already" if tagged else ""
        self._drawer.tell(f"{again}{also}  ·  {len(model.checked):,} checked")

    def _on_current(self, index: QModelIndex) -> None:
        opened = self._bench.opened
        if index.isValid() and opened is not None:
            hit = self.list.hits.hits[index.row()]
            if hit.document_id == opened.document.id:
                self._go(hit)
                self._looks_ahead = True

    def _go(self, hit: Hit) -> None:
        self._looks_ahead = False
        self._bench.go_to_span(hit.document_id, Span(hit.start, hit.end))

    def _go_back(self) -> None:
        """Go back to where one was, unless one has gone elsewhere by a click."""
        origin, opened = self._origin, self._bench.opened
        if self._panel.isHidden() or origin is None or opened is None:
            return
        if self._looks_ahead and opened.document.id == origin.document_id:
            mark = opened.mark(origin.annotation)
            if mark is not None:
                self._bench.go_to(mark)
            else:
                self._bench.go_to_span(origin.document_id, origin.span)
        self._origin = None

    def _tag_as_before(self, _hit: Hit) -> None:
        if self._origin is not None and self._origin.tag is not None:
            self._tag(self._origin.tag)
        else:
            self._bench.hint("Press the letter of a tag.")

    def _tag(self, tag: Tag) -> None:
        checked = self.list.hits.checked
        if not checked:
            self._bench.hint("Nothing is checked. Space checks a row, Ctrl+A all.")
        elif tag_in_one_step(self._bench, checked, tag):
            self._drawer.close_drawer()

    def _on_shown(self) -> None:
        gone = self._bench.opened is None
        if gone and self._is_shown():
            self._drawer.close_drawer()
