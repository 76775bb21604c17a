"""Find in all documents: every place in a list, with the words around it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from annotator.app.concordance import Concordance as Answer
from annotator.app.concordance import Hit, Place, concordance
from annotator.app.finding import Mode
from annotator.model.change import ChangeSet
from annotator.model.codebook import Tag
from annotator.model.counts import counted
from annotator.model.ids import DocumentId
from annotator.model.span import Span
from annotator.ui.actions import Deed
from annotator.ui.drawer import Drawer
from annotator.ui.finding.hit_list import HitList
from annotator.ui.finding.query_field import QueryField
from annotator.ui.finding.tag_hits import tag_in_one_step
from annotator.ui.theme import M, S
from annotator.ui.workbench import Workbench

MOST = 10_000
"""How many hits are listed; nobody looks through more."""

_FIRST = 100
_PAGE = 500
_DEADLINE_S = 0.3
_PAUSE_MS = 80
_TITLE = "Find in all documents"
_HOW = "Space checks, a tag’s letter tags"


class Concordance(QObject):
    """Ctrl+Shift+F: a list to search, go through and tag from.

    The first hits are there at once; the others come page by page while nothing
    else happens, so that the count is that of all.
    """

    def __init__(
        self, bench: Workbench, drawer: Drawer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._drawer = drawer
        self._more: Place | None = None
        self._documents: set[DocumentId] = set()
        self._soon = _timer(self, _PAUSE_MS, self.search)
        self._next = _timer(self, 0, self._add_page)
        self.query_field = QueryField("Words in any document", _TITLE)
        self.list = HitList("Hits in all documents", bench.session)
        self._problem = QLabel()
        self._panel = self._put_together()
        drawer.add(self._panel)
        drawer.closed.connect(self._stop)
        bench.saver.changed.connect(self._on_saved)
        self.query_field.changed.connect(self._on_changed)
        self.query_field.entered.connect(lambda _: self._enter_list())
        self.query_field.left_downwards.connect(self._enter_list)
        self.list.enter_pressed.connect(self._go)
        self.list.hit_clicked.connect(self._go)
        self.list.tag_pressed.connect(self._tag)
        self.list.hits.checks_changed.connect(self._tell)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {"edit.find_everywhere": self.open}

    @property
    def busy(self) -> bool:
        """Whether there is more to come."""
        return self._soon.isActive() or self._next.isActive()

    @property
    def problem(self) -> str:
        """What it says is wrong, or ""."""
        return self._problem.text()

    def open(self) -> None:
        """Show the list; what is selected in the text is what to look for."""
        taken = self._takes_selection() and self.query_field.take_words(
            self._selected_words()
        )
        if taken or not self._is_shown():
            self._drawer.open_at(self._panel, _TITLE)
            self.search()
        self.query_field.start_typing()

    def search(self) -> None:
        """Look for what the field says, in all texts."""
        self._stop()
        answer = self._ask(_FIRST, None)
        self._documents = {hit.document_id for hit in answer.hits}
        self.list.hits.show(answer.hits)
        self._take(answer)

    # Private ---------------------------------------------------------------

    def _put_together(self) -> QWidget:
        self._problem.setProperty("role", "problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.setContentsMargins(M, 0, M, S)
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(M, 0, M, S)
        head.addWidget(self.query_field)
        panel = QWidget()
        panel.setFocusProxy(self.query_field)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._problem)
        column.addWidget(self.list, 1)
        return panel

    def _is_shown(self) -> bool:
        return self._drawer.panel is self._panel

    def _takes_selection(self) -> bool:
        """Tell whether the words selected are others than those looked for."""
        return not self._is_shown() or (
            self._bench.text.hasFocus() and not self._stands_on_hit()
        )

    def _selected_words(self) -> str:
        opened, span = self._bench.opened, self._bench.text.selected_span()
        return span.of(opened.document.text) if opened and span else ""

    def _stands_on_hit(self) -> bool:
        opened, row = self._bench.opened, self.list.currentIndex().row()
        if opened is None or row < 0:
            return False
        hit = self.list.hits.hits[row]
        here = self._bench.text.selected_span()
        same = hit.document_id == opened.document.id
        return same and here == Span(hit.start, hit.end)

    def _on_changed(self) -> None:
        if self._is_shown():
            self._next.stop()
            self._soon.start()

    def _ask(self, limit: int, after: Place | None) -> Answer:
        return concordance(
            self._bench.session,
            self.query_field.query,
            limit=limit,
            after=after,
            deadline_s=_DEADLINE_S,
        )

    def _add_page(self) -> None:
        room = MOST - self.list.hits.rowCount()
        answer = self._ask(min(_PAGE, room), self._more)
        self._documents |= {hit.document_id for hit in answer.hits}
        self.list.hits.append(answer.hits)
        self._take(answer)

    def _take(self, answer: Answer) -> None:
        self._more = answer.more
        self._problem.setText(answer.problem)
        self._problem.setVisible(bool(answer.problem))
        if self._more is not None and self.list.hits.rowCount() < MOST:
            self._next.start()
        self._tell()

    def _stop(self) -> None:
        self._soon.stop()
        self._next.stop()

    def _tell(self) -> None:
        if self._is_shown():
            self._drawer.tell(self._about())

    def _about(self) -> str:
        hits, documents = self.list.hits.rowCount(), len(self._documents)
        if not hits:
            asked = self.query_field.query.words.strip() and not self.problem
            return self._not_found() if asked and not self.busy else ""
        count = f"{counted(hits, 'hit')} in {counted(documents, 'document')}"
        if self._more is not None:
            count += ", counting…" if self._next.isActive() else ", more are left out"
        checked = len(self.list.hits.checked)
        then = f"{checked:,} checked" if checked else _HOW
        return f"{count}  ·  {then}"

    def _not_found(self) -> str:
        if self.query_field.query.mode in (Mode.PLAIN, Mode.EXACT):
            return "Not found at the beginning of a word. Regex looks inside words too."
        return "Not found"

    def _enter_list(self) -> None:
        if self._soon.isActive():
            self.search()
        if self.list.hits.rowCount():
            self.list.start()

    def _go(self, hit: Hit) -> None:
        self._bench.go_to_span(hit.document_id, Span(hit.start, hit.end))

    def _tag(self, tag: Tag) -> None:
        row = self.list.currentIndex().row()
        here = [self.list.hits.hits[row]] if row >= 0 else []
        if tag_in_one_step(self._bench, self.list.hits.checked or here, tag):
            self.list.hits.check(())

    def _on_saved(self, changes: ChangeSet) -> None:
        self.list.hits.take_over(changes)
        if changes.listing and self._is_shown():
            self._soon.start()


def _timer(owner: Concordance, wait_ms: int, deed: Deed) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(deed)
    return timer
