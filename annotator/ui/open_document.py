"""The document on screen: its text, its marks in order, and which is current."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.app.session import Session
from annotator.model.annotation import Annotation, Mark
from annotator.model.change import ChangeSet, Edit
from annotator.model.document import Document
from annotator.model.ids import AnnotationId, AnnotatorId
from annotator.model.offsets import Utf16Offsets
from annotator.ui.text.span_index import SpanIndex


class OpenDocument(QObject):
    """What every panel of the Annotate place looks at.

    Signals:
        marks_changed: ``(removed, added)``, two lists of Marks.
        current_changed: The current annotation's id, or None.
        layers_changed: Other layers are shown than before.

    Attributes:
        mine: How many of the marks are those of the person at work.
        damaged: Messages about annotations that were left out because they are
            damaged.
    """

    marks_changed = Signal(list, list)
    current_changed = Signal(object)
    layers_changed = Signal()

    def __init__(
        self, session: Session, document: Document, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session = session
        self.document = document
        self.offsets = Utf16Offsets(document.text)
        marks, damage = session.marks(document)
        self.damaged = [str(entry) for entry in damage]
        self.marks: list[Mark] = marks
        self.index = SpanIndex(marks)
        self.current: AnnotationId | None = None
        self.hidden: frozenset[AnnotatorId] = frozenset()
        self.unsaved: dict[AnnotationId, Mark] = {}
        self._me = session.me.id
        self.mine = sum(mark.annotator_id == self._me for mark in marks)

    @property
    def count(self) -> int:
        """How many live annotations are on disk."""
        return len(self.marks) - len(self.unsaved)

    def mark(self, annotation_id: AnnotationId | None) -> Mark | None:
        """Return the mark of an annotation, or None."""
        return self.index.get(annotation_id) if annotation_id else None

    def current_annotation(self) -> Annotation | None:
        """Return the current annotation as it is stored, or None."""
        return self.session.annotation(self.current) if self.current else None

    def visible_at(self, offset: int) -> list[Mark]:
        """Return the shown marks that touch the caret at ``offset``, innermost first.

        Args:
            offset: In code points.
        """
        return [
            mark
            for mark in self.index.at(offset)
            if mark.annotator_id not in self.hidden
        ]

    def visible(self) -> list[Mark]:
        """Return the shown marks in reading order."""
        if not self.hidden:
            return self.marks
        return [mark for mark in self.marks if mark.annotator_id not in self.hidden]

    def set_current(self, annotation_id: AnnotationId | None) -> None:
        """Make an annotation the current one, or none."""
        if annotation_id != self.current:
            self.current = annotation_id
            self.current_changed.emit(annotation_id)

    def hide(self, layers: frozenset[AnnotatorId]) -> None:
        """Leave out these people's annotations."""
        if layers != self.hidden:
            self.hidden = layers
            self.layers_changed.emit()
            mark = self.mark(self.current)
            if mark is not None and mark.annotator_id in layers:
                self.set_current(None)

    def next_from(self, offset: int, *, step: int) -> Mark | None:
        """Return the mark after (``step`` 1) or before (-1) the current one.

        Without a current one it is the nearest after or before ``offset`` (in
        code points). Past the last one comes the first again.
        """
        marks = self.visible()
        if not marks:
            return None
        current = self.mark(self.current)
        if current is not None:
            place = bisect_left(marks, current)
            return marks[(place + step) % len(marks)]
        place = bisect_left(marks, (offset,))
        return marks[(place if step > 0 else place - 1) % len(marks)]

    def beyond(self, offset: int, *, step: int) -> Mark | None:
        """Return the nearest mark after (1) or before (-1) those that touch a caret.

        Args:
            offset: Of the caret, in code points.
            step: In which direction. Past the last one comes the first again.
        """
        marks = self.visible()
        touching = {mark.id for mark in self.visible_at(offset)}
        place = bisect_left(marks, (offset + 1,) if step > 0 else (offset,))
        first = place if step > 0 else place - 1
        for number in range(len(marks)):
            mark = marks[(first + step * number) % len(marks)]
            if mark.id not in touching:
                return mark
        return None

    def take_over(self, changes: ChangeSet) -> None:
        """Read again what an edit has touched."""
        removed: list[Mark] = []
        added: list[Mark] = []
        for annotation_id in changes.annotations:
            old = self._drop(annotation_id)
            if old is not None:
                removed.append(old)
            stored = self.session.annotation(annotation_id)
            if stored is not None:
                self.unsaved.pop(annotation_id, None)
            if stored is not None and stored.document_id == self.document.id:
                added.append(self._insert(Mark.of(stored)))
            elif annotation_id == self.current:
                self.set_current(None)
        if removed or added:
            self.marks_changed.emit(removed, added)

    def show_unsaved(self, edits: Sequence[Edit]) -> None:
        """Show the added annotations of edits that are not on disk yet, hatched."""
        new = [
            Mark.of(change.after)
            for edit in edits
            for change in edit.changes
            if change.before is None
            and isinstance(change.after, Annotation)
            and change.after.document_id == self.document.id
        ]
        wanted = {mark.id: mark for mark in new}
        gone = [mark for key, mark in self.unsaved.items() if key not in wanted]
        removed = [mark for mark in gone if not self._is_stored(mark.id)]
        added = [mark for key, mark in wanted.items() if key not in self.unsaved]
        self.unsaved = wanted
        for mark in removed:
            self._drop(mark.id)
        for mark in added:
            self._insert(mark)
        self.marks_changed.emit(gone, added)

    def _is_stored(self, annotation_id: AnnotationId) -> bool:
        return self.session.annotation(annotation_id) is not None

    def _insert(self, mark: Mark) -> Mark:
        self.index.add(mark)
        self.mine += mark.annotator_id == self._me
        insort(self.marks, mark)
        return mark

    def _drop(self, annotation_id: AnnotationId) -> Mark | None:
        mark = self.index.remove(annotation_id)
        if mark is not None:
            self.mine -= mark.annotator_id == self._me
            place = bisect_left(self.marks, mark)
            del self.marks[place]
        return mark
