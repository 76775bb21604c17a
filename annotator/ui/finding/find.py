"""Find in the open text: Ctrl+F, F3 and what the bar above the text says."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from annotator.app.finding import Finder, Found, Mode
from annotator.model.span import Span
from annotator.ui.actions import Deed
from annotator.ui.finding.bar import FindBar
from annotator.ui.finding.hit_overlay import HitOverlay
from annotator.ui.workbench import Workbench

DEADLINE_S = 0.5

_LONG_TEXT = 300_000
"""In code points; in a longer one, and with a pattern, which may be slow anywhere,
the search waits until the typing pauses."""
_PAUSE_MS = 150
_AROUND = {1: ", from the start", -1: ", from the end"}


class Find(QObject):
    """Finds words while they are typed, and walks from hit to hit.

    The search begins where the caret was when the bar was opened, and comes back
    there when nothing is found. A hit one is at is selected, so that a tag's key
    tags it once the bar is closed.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._found = Found()
        self._at: int | None = None
        self._began = (0, 0)
        self.bar = FindBar()
        self._overlay = HitOverlay(bench.text)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._search_and_go)
        bench.text.add_overlay(self._overlay)
        bench.shown.connect(self._on_shown)
        self.bar.query_field.changed.connect(self._on_changed)
        self.bar.stepped.connect(self.step)
        self.bar.close_wanted.connect(self.close)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {
            "edit.find": self.open,
            "edit.find_next": lambda: self.step(1),
            "edit.find_previous": lambda: self.step(-1),
        }

    def open(self) -> None:
        """Show the bar; what is selected is what to look for."""
        bench = self._bench
        if bench.opened is None:
            return
        taken = False
        if not (self.bar.query_field.field.hasFocus() or self._stands_on_hit()):
            self._begin_here()
            start, end = self._began
            words = bench.opened.document.text[start:end]
            taken = self.bar.query_field.take_words(words)
            self._search()
        self._show_bar()
        self.bar.query_field.start_typing()
        if taken:
            self._go_to_first()

    def close(self) -> bool:
        """Put the bar away, if it is there; what was found last stays selected."""
        if self.bar.isHidden():
            return False
        self._soon.stop()
        self.bar.hide()
        self._overlay.show((), None)
        self._bench.text.setFocus()
        return True

    def step(self, step: int) -> None:
        """Go to the next hit (1) or the previous one (-1), round the end if need be."""
        if self._bench.opened is None:
            return
        if not self.bar.query_field.query.words:
            self.open()
            return
        if self.bar.isHidden():
            self._show_bar()
            self._begin_here()
            self._search()
        elif self._soon.isActive():
            self._search_and_go()
            return
        count = len(self._found.spans)
        if count:
            number = self._neighbour(step)
            around = "" if 0 <= number < count else self._around(step)
            self._go(number % count, around)

    # Private ---------------------------------------------------------------

    def _show_bar(self) -> None:
        key = self._bench.key
        self.bar.show_keys(key("edit.find_previous"), key("edit.find_next"))
        self.bar.show()

    def _on_changed(self) -> None:
        if self.bar.isHidden():
            return
        opened = self._bench.opened
        long = opened is not None and len(opened.document.text) > _LONG_TEXT
        slow = long or self.bar.query_field.mode is Mode.REGEX
        self._soon.start(_PAUSE_MS if slow else 0)

    def _on_shown(self, _opened: object) -> None:
        self._soon.stop()
        self._found, self._at = Found(), None
        self._overlay.show((), None)
        if self._bench.opened is None:
            self.bar.hide()
        elif not self.bar.isHidden():
            self._begin_here()
            self._search()

    def _begin_here(self) -> None:
        span = self._bench.text.selected_span()
        caret = self._bench.text.caret()
        self._began = (span.start, span.end) if span else (caret, caret)

    def _search_and_go(self) -> None:
        if not self._stands_on_hit() and self._bench.text.caret() not in self._began:
            # One has gone elsewhere in the text meanwhile.
            self._begin_here()
        self._search()
        self._go_to_first()

    def _search(self) -> None:
        self._soon.stop()
        self._found, self._at = Found(), None
        opened = self._bench.opened
        if opened is not None:
            finder = Finder(self.bar.query_field.query)
            self._found = _all_or_those_from(
                finder, opened.document.text, self._began[0]
            )
        self._tell()

    def _go_to_first(self) -> None:
        """Go to the first hit from where the search began, or back to there."""
        count = len(self._found.spans)
        if count:
            number = bisect_left(self._found.spans, self._began[0], key=_start)
            self._go(number % count, "" if number < count else self._around(1))
            return
        bench, (start, end) = self._bench, self._began
        with bench.moves():
            if start < end:
                bench.text.select(Span(start, end))
            else:
                bench.text.set_caret(start)

    def _go(self, number: int, around: str) -> None:
        opened = self._bench.opened
        if opened is not None:
            self._at = number
            self._bench.go_to_span(opened.document.id, self._found.spans[number])
            self._tell(around)

    def _stands_on_hit(self) -> bool:
        return (
            not self.bar.isHidden()
            and self._at is not None
            and self._bench.text.caret() == self._found.spans[self._at].end
        )

    def _neighbour(self, step: int) -> int:
        """Return the number of the hit next to where one is; there may be none."""
        if self._at is not None and self._stands_on_hit():
            return self._at + step
        span, caret = self._bench.text.selected_span(), self._bench.text.caret()
        start, end = (span.start, span.end) if span else (caret, caret)
        if step > 0:
            return bisect_left(self._found.spans, end, key=_start)
        return bisect_left(self._found.spans, start, key=_start) - 1

    def _around(self, step: int) -> str:
        if self._found.complete:
            return _AROUND[step]
        return ", the first again" if step > 0 else ", the last of these"

    def _tell(self, around: str = "") -> None:
        spans, words = self._found.spans, self.bar.query_field.query.words
        count = f"{len(spans):,}{'' if self._found.complete else '+'}"
        if self._at is not None:
            said = f"{self._at + 1:,} of {count}{around}"
        elif spans:
            said = f"{count} found"
        else:
            said = "Not found" if words and not self._found.problem else ""
        self.bar.show_count(said, any_hits=bool(spans))
        self.bar.show_problem(self._found.problem)
        self._overlay.show(spans, self._at)


def _all_or_those_from(finder: Finder, text: str, began: int) -> Found:
    """Find all hits; where there are too many, those from ``began`` on if need be."""
    found = finder.find(text, deadline_s=DEADLINE_S)
    full = not found.complete and not found.problem
    if full and found.spans[-1].start < began:
        later = finder.find(text, deadline_s=DEADLINE_S, start=began)
        return replace(later, complete=False)
    return found


def _start(span: Span) -> int:
    return span.start
