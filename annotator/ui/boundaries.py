"""Moving the ends of an annotation, and adding or taking out a part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from annotator.app import edits
from annotator.model.annotation import Annotation, Mark
from annotator.model.ids import AnnotationId
from annotator.model.span import Span
from annotator.model.words import next_end, next_start, previous_end, previous_start
from annotator.ui.actions import Deed
from annotator.ui.text.graphemes import grapheme_after, grapheme_before
from annotator.ui.workbench import Workbench

Move = Callable[[str, int], int]
"""From a text and an offset to another offset, both in code points."""


class Boundaries(QObject):
    """The keys of the ends, the handles, and parts of split annotations."""

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._last: AnnotationId | None = None
        bench.text.boundary_dragged.connect(self._on_dragged)
        bench.text.span_wanted.connect(self.add_span)
        bench.shown.connect(self._watch)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        by_keys: dict[str, tuple[bool, Move]] = {
            "annotate.end_right": (False, next_end),
            "annotate.end_left": (False, previous_end),
            "annotate.start_right": (True, next_start),
            "annotate.start_left": (True, previous_start),
            "annotate.end_right_character": (False, grapheme_after),
            "annotate.end_left_character": (False, grapheme_before),
            "annotate.start_right_character": (True, grapheme_after),
            "annotate.start_left_character": (True, grapheme_before),
        }
        deeds: dict[str, Deed] = {
            name: partial(self.move, move, start=start)
            for name, (start, move) in by_keys.items()
        }
        deeds["annotate.add_span"] = self.add_selection
        deeds["annotate.drop_span"] = self.drop_span
        return deeds

    def move(self, move: Move, *, start: bool) -> None:
        """Move the start of the current annotation, or its end."""
        bench = self._bench
        if not bench.may_write() or bench.opened is None:
            return
        annotation = bench.editable_current()
        if annotation is None:
            if bench.opened.current is None:
                bench.hint("Go to an annotation first.")
            return
        text = bench.opened.document.text
        spans = list(annotation.spans)
        moved = spans[0] if start else spans[-1]
        ends = (
            (move(text, moved.start), moved.end)
            if start
            else (moved.start, move(text, moved.end))
        )
        if ends[0] >= ends[1]:
            bench.hint(f"It cannot become shorter. {self._deletes()}")
            return
        spans[0 if start else -1] = Span(*ends)
        self._save(annotation, spans)

    def add_selection(self) -> None:
        """Add the selected words to the annotation that was current last."""
        selected = self._bench.text.selected_span()
        if selected is None:
            self._bench.hint("Select the words to add first.")
        else:
            self.add_span(selected)

    def add_span(self, span: Span) -> None:
        """Add words to the current annotation: it then has one part more."""
        bench = self._bench
        if not bench.may_write() or bench.opened is None:
            return
        annotation = self._to_add_to(span)
        trimmed = span.trimmed(bench.opened.document.text)
        if annotation is None or trimmed is None:
            bench.hint("Put the caret into your annotation, then add words to it.")
            return
        self._save(annotation, _joined([*annotation.spans, trimmed]))
        bench.stay_at(annotation.id)

    def drop_span(self) -> None:
        """Take the part at the caret out of an annotation of several parts."""
        bench = self._bench
        if not bench.may_write():
            return
        annotation = bench.editable_current()
        if annotation is None:
            return
        caret = bench.text.caret()
        left = [s for s in annotation.spans if not s.start <= caret <= s.end]
        if len(annotation.spans) == 1:
            bench.hint(f"The annotation has only this part. {self._deletes()}")
        elif len(left) == len(annotation.spans):
            bench.hint("Put the caret into the part that is to go.")
        else:
            self._save(annotation, left)

    def _deletes(self) -> str:
        return f"{self._bench.key('annotate.delete')} takes it away."

    def _save(self, annotation: Annotation, spans: Sequence[Span]) -> None:
        if self._bench.opened is not None and tuple(spans) != annotation.spans:
            document = self._bench.opened.document
            self._bench.do(edits.set_spans(annotation, document, spans))

    def _to_add_to(self, span: Span) -> Annotation | None:
        """Return my current annotation, or the last one if the caret has left it."""
        session, opened = self._bench.session, self._bench.opened
        for candidate in (opened.current if opened else None, self._last):
            annotation = session.annotation(candidate) if candidate else None
            if (
                annotation is not None
                and annotation.annotator_id == session.me.id
                and not any(part.contains(span) for part in annotation.spans)
            ):
                return self._bench.saver.latest(annotation)
        return None

    def _watch(self, opened: object) -> None:
        self._last = None
        if opened is not None and self._bench.opened is not None:
            self._bench.opened.current_changed.connect(self._on_current)

    def _on_current(self, annotation_id: AnnotationId | None) -> None:
        if annotation_id is not None:
            self._last = annotation_id

    def _on_dragged(self, mark: Mark, spans: tuple[Span, ...]) -> None:
        if self._bench.may_write():
            annotation = self._bench.session.annotation(mark.id)
            if annotation is not None:
                self._save(self._bench.saver.latest(annotation), spans)


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined
