"""Saving from the window: what is not on disk waits, visibly, until it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from annotator.app.session import Session
from annotator.errors import AnnotatorError, SaveError
from annotator.model.annotation import Annotation
from annotator.model.change import ChangeSet, Edit


class Saver(QObject):
    """Applies edits, and keeps those the disk would not take.

    Signals:
        saved: Everything is on disk.
        failed: An edit waits because the disk did not take it; carries the
            SaveError.
        refused: An edit was not possible and is gone; carries the AnnotatorError.
        changed: An edit is on disk; carries its ChangeSet.
        undone, redone: Carry the title of the edit, and the ChangeSet.
    """

    saved = Signal()
    failed = Signal(object)
    refused = Signal(object)
    changed = Signal(object)
    undone = Signal(str, object)
    redone = Signal(str, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.pending: list[Edit] = []
        session.subscribe(self._on_change)

    def do(self, edit: Edit) -> bool:
        """Save ``edit``, after those that wait; tell whether it is on disk."""
        self.pending.append(edit)
        return self.retry()

    def retry(self) -> bool:
        """Try once more to save what waits; tell whether all of it is on disk."""
        whole = True
        while self.pending:
            # Taken out first: who hears of a saved edit may have another at once.
            edit = self.pending.pop(0)
            try:
                self.session.apply(edit)
            except SaveError as error:
                self.pending.insert(0, edit)
                self.failed.emit(error)
                return False
            except AnnotatorError as error:
                whole = False
                self.refused.emit(error)
            except BaseException:
                # A mistake of ours must not cost the user's work as well.
                self.pending.insert(0, edit)
                self.failed.emit(SaveError("Not saved: the program made a mistake."))
                raise
        self.saved.emit()
        return whole

    def latest(self, annotation: Annotation) -> Annotation:
        """Return an annotation as it will be once what waits for it is saved."""
        for edit in self.pending:
            for change in edit.changes:
                if isinstance(change.after, Annotation) and (
                    change.after.id == annotation.id
                ):
                    annotation = change.after
        return annotation

    def discard(self) -> None:
        """Give up what waits."""
        self.pending.clear()
        self.saved.emit()

    def undo(self) -> None:
        """Take back the last edit; one that still waits is simply dropped."""
        if self.pending:
            self.pending.pop()
            self.retry()
        else:
            self._reverse(redo=False)

    def redo(self) -> None:
        """Do again what was undone last."""
        if not self.pending:
            self._reverse(redo=True)

    def _reverse(self, *, redo: bool) -> None:
        what = self.session.redoable if redo else self.session.undoable
        try:
            changes = self.session.redo() if redo else self.session.undo()
        except AnnotatorError as error:
            self.refused.emit(error)
        else:
            if changes is not None and what is not None:
                self.saved.emit()
                (self.redone if redo else self.undone).emit(what.title, changes)

    def _on_change(self, changes: ChangeSet) -> None:
        self.changed.emit(changes)
