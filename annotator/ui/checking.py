"""Before one calls a document done: what may have been forgotten, in a quiet list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QObject, QTimer

from annotator.app.checking import findings, lacks_speaker, tagged
from annotator.app.concordance import Hit
from annotator.model.annotation import Mark
from annotator.model.change import ChangeSet
from annotator.model.codebook import Tag, TagRole
from annotator.model.counts import counted
from annotator.model.document import Status
from annotator.model.span import Span
from annotator.ui.actions import Deed
from annotator.ui.drawer import Drawer
from annotator.ui.finding.hit_list import HitList
from annotator.ui.finding.tag_hits import tag_in_one_step
from annotator.ui.open_document import OpenDocument
from annotator.ui.workbench import Workbench
from annotator.ui.workers import Worker

_AGAIN_MS = 150


class Checking(QObject):
    """Ctrl+Enter: marks the document as done, and lists what may be forgotten.

    The list stays true while one works through it, and never stands in the way.
    """

    def __init__(
        self, bench: Workbench, drawer: Drawer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._drawer = drawer
        self._worker = Worker(self)
        self._again = False
        self.list = HitList("What may be forgotten", bench.session)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.hit_clicked.connect(self._go)
        self.list.enter_pressed.connect(lambda _: bench.text.setFocus())
        self.list.tag_pressed.connect(self._tag)
        drawer.add(self.list)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AGAIN_MS)
        self._soon.timeout.connect(self.check)
        bench.saver.changed.connect(self._on_changed)
        bench.shown.connect(self._on_shown)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {
            "document.done": self.toggle_done,
            "document.check": self.check,
            "document.next_finding": lambda: self.step(1),
            "document.previous_finding": lambda: self.step(-1),
        }

    @property
    def busy(self) -> bool:
        """Whether it is still looking."""
        return self._worker.busy

    def toggle_done(self) -> None:
        """Mark the open document as done, or as not done."""
        bench = self._bench
        if not bench.may_write() or bench.opened is None:
            return
        document_id = bench.opened.document.id
        info = bench.session.document_info(document_id)
        done = info is not None and info.status is not Status.DONE
        if bench.do(bench.session.status_edit(document_id, done=done)):
            bench.hint("Marked as done." if done else "Marked as not done.")
            if done:
                self.check()

    def check(self) -> None:
        """Look for what may be forgotten, and show it."""
        opened = self._bench.opened
        if opened is None:
            return
        if self._worker.busy:
            self._again = True
            return
        now = tagged(self._bench.session, opened.document.id, opened.marks)
        self._worker.start(
            partial(findings, opened.document, now),
            then=partial(self._show, opened),
            failed=self._on_failed,
        )

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) finding."""
        hits = self.list.hits
        count = hits.rowCount()
        if self._drawer.panel is not self.list or not count:
            self.check()
            return
        here = self.list.currentIndex().row()
        row = (here + step) % count if here >= 0 else (0 if step > 0 else count - 1)
        self.list.setCurrentIndex(hits.index(row))

    def finish(self) -> None:
        """Stop looking; before the project closes."""
        self._soon.stop()
        self._worker.finish()

    # Private ---------------------------------------------------------------

    def _show(self, opened: OpenDocument, found: list[Hit]) -> None:
        if self._again or opened is not self._bench.opened:
            self._again = False
            self.check()
            return
        self._replace(found)
        if not found:
            if self._drawer.panel is self.list:
                self._drawer.close_drawer()
            self._bench.hint(f"{self._state()}Nothing seems to be forgotten.")
            return
        if self._drawer.panel is not self.list:
            self._drawer.open_at(self.list, "Before it is done")
        key = self._bench.key("document.next_finding")
        self._drawer.tell(
            f"{counted(len(found), 'place')} to look at  ·  {key} goes to the next, a "
            "letter tags it; leave what is right as it is"
        )

    def _replace(self, found: list[Hit]) -> None:
        """Show other findings; the next step goes on from where one was."""
        hits = self.list.hits
        here = self.list.currentIndex().row()
        was = hits.hits[here] if here >= 0 else None
        checked = {(hit.start, hit.title) for hit in hits.checked}
        self.list.selectionModel().blockSignals(True)
        hits.show(
            found,
            [row for row, h in enumerate(found) if (h.start, h.title) in checked],
        )
        rows = range(len(found))
        if was is not None:
            row = sum(hit.start < was.start for hit in found)
            row -= row in rows and found[row] != was
            self.list.setCurrentIndex(hits.index(row))
        self.list.selectionModel().blockSignals(False)

    def _state(self) -> str:
        opened = self._bench.opened
        info = opened and self._bench.session.document_info(opened.document.id)
        return "Marked as done. " if info and info.status is Status.DONE else ""

    def _go(self, hit: Hit) -> None:
        quote = self._quote_at(hit) if lacks_speaker(hit) else None
        if quote is None:
            self._bench.go_to_span(hit.document_id, Span(hit.start, hit.end))
        else:
            self._bench.go_to(quote)

    def _quote_at(self, hit: Hit) -> Mark | None:
        """Return the user's quote that a finding is about; None if it is gone."""
        bench = self._bench
        marks = bench.opened.index.between(hit.start, hit.end) if bench.opened else ()
        return next(
            (
                mark
                for mark in marks
                if mark.annotator_id == bench.session.me.id
                and (hit.start, hit.end) in mark.spans
                and bench.session.codebook.tag(mark.tag_id).role is TagRole.QUOTE
            ),
            None,
        )

    def _tag(self, tag: Tag) -> None:
        here = self.list.currentIndex()
        current = [self.list.hits.hits[here.row()]] if here.isValid() else []
        tag_in_one_step(self._bench, self.list.hits.checked or current, tag)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self._go(self.list.hits.hits[index.row()])

    def _on_changed(self, changes: ChangeSet) -> None:
        if self._drawer.panel is self.list:
            self.list.hits.take_over(changes)
            self._soon.start()

    def _on_shown(self, opened: OpenDocument | None) -> None:
        if self._drawer.panel is self.list:
            self.list.hits.show([])
            self._drawer.tell("Looking …" if opened is not None else "")
            if opened is not None:
                self.check()

    def _on_failed(self, error: Exception) -> None:
        # A fault of the program: the hooks log and tell it.
        raise error
