"""The keys . and , go to what is still to be tagged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import QObject, QTimer

from annotator.app.checking import Tagged, tagged
from annotator.app.untagged import Finding, NotYet, next_untagged
from annotator.ui.actions import Deed
from annotator.ui.open_document import OpenDocument
from annotator.ui.workbench import Workbench

_SLICE_S = 0.04
"""How long, in seconds, the window may stand still at a time."""


@dataclass(frozen=True, slots=True)
class _Search:
    """What is looked for: from ``offset``, in code points, on or back."""

    opened: OpenDocument
    mine: Tagged
    offset: int
    step: Literal[1, -1]


class Untagged(QObject):
    """Selects the next numeral or quotation without a tag, for a letter to tag it.

    Millions of characters may lie before the next one, so it looks for a moment at
    a time; whatever the user does meanwhile ends the search.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._search: _Search | None = None
        bench.text.caret_moved.connect(self._stop)
        bench.saver.changed.connect(self._stop)
        bench.shown.connect(self._stop)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {
            "annotate.next_untagged": lambda: self.go(1),
            "annotate.previous_untagged": lambda: self.go(-1),
        }

    def go(self, step: Literal[1, -1]) -> None:
        """Go to the next one (1) or the previous one (-1)."""
        bench, opened = self._bench, self._bench.opened
        if opened is None:
            return
        selected = bench.text.selected_span()
        # From where the selection begins, not from the caret at its end: there may
        # be a numeral in the quotation one is at.
        offset = selected.start if selected else bench.text.caret()
        mine = tagged(bench.session, opened.document.id, opened.marks)
        self._search = _Search(opened, mine, offset, step)
        self._look(self._search, None)

    def _look(self, search: _Search, going_on: int | None) -> None:
        if search is not self._search:
            return
        found = next_untagged(
            search.opened.document.text,
            search.mine,
            search.offset,
            step=search.step,
            deadline_s=_SLICE_S,
            going_on=going_on,
        )
        if isinstance(found, NotYet):
            self._bench.hint(f"Looking… {found.looked_at:,} characters so far.")
            QTimer.singleShot(0, self, partial(self._look, search, found.going_on))
        elif found is None:
            self._search = None
            self._bench.hint("Every numeral and quotation of this text is tagged.")
        else:
            self._search = None
            self._show(search, found)

    def _show(self, search: _Search, finding: Finding) -> None:
        self._bench.go_to_span(search.opened.document.id, finding.span)
        kind = str(finding.kind).capitalize()
        around = (finding.span.start - search.offset) * search.step <= 0
        edge = "start" if search.step > 0 else "end"
        self._bench.hint(f"{kind}{f', from the {edge} of the text' if around else ''}.")

    def _stop(self, _: object = None) -> None:
        self._search = None
