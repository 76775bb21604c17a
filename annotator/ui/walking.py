"""Going from annotation to annotation with one key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from annotator.model.annotation import Mark
from annotator.model.change import ChangeSet
from annotator.ui.actions import Deed
from annotator.ui.workbench import Workbench


class Walking(QObject):
    """Tab, N and P.

    Where the user has put the caret among several annotations, Tab first goes
    through those, the innermost before the others; from the last one, and
    everywhere else, it goes on in reading order, so that each annotation is one
    step from the one before it.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._gone_to: int | None = None
        bench.saver.undone.connect(partial(self._show_change, "Undone"))
        bench.saver.redone.connect(partial(self._show_change, "Done again"))

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {
            "annotate.cycle": lambda: self.cycle(1),
            "annotate.cycle_back": lambda: self.cycle(-1),
            "annotate.next": lambda: self.step(1),
            "annotate.previous": lambda: self.step(-1),
        }

    def cycle(self, step: int) -> None:
        """Go to the next (1) or previous (-1) one, those under the caret first."""
        opened, caret = self._bench.opened, self._bench.text.caret()
        if opened is None:
            return
        touching = opened.visible_at(caret)
        if caret == self._gone_to or not touching:
            self.step(step)
            return
        ids = [mark.id for mark in touching]
        place = (
            ids.index(opened.current) + step
            if opened.current in ids
            else (0 if step > 0 else len(ids) - 1)
        )
        if 0 <= place < len(ids):
            opened.set_current(ids[place])
        else:
            self._go(opened.beyond(caret, step=step) or touching[0])

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) annotation in reading order."""
        opened = self._bench.opened
        if opened is None:
            return
        mark = opened.next_from(self._bench.text.caret(), step=step)
        if mark is None:
            self._bench.hint("There are no annotations to go to.")
        else:
            self._go(mark)

    def _show_change(self, verb: str, title: str, changes: ChangeSet) -> None:
        """Go to what an undo has changed, unless one is there, and say what it was."""
        if len(changes.annotations) == 1:
            (annotation_id,) = changes.annotations
            annotation = self._bench.session.annotation(annotation_id)
            opened = self._bench.opened
            here = opened is not None and opened.current == annotation_id
            if annotation is not None and not here:
                self._bench.go_to_annotation(annotation.document_id, annotation_id)
        self._bench.hint(f"{verb}: {title}.")

    def _go(self, mark: Mark) -> None:
        self._bench.go_to(mark)
        self._gone_to = self._bench.text.caret()
