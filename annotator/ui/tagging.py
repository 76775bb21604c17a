"""Tagging: what the letters do, with a selection and without one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent

from annotator.app import edits
from annotator.app.smart_selection import choices_at, nests, nothing_found
from annotator.model.annotation import Annotation, Mark
from annotator.model.change import Edit
from annotator.model.codebook import Tag
from annotator.model.ids import AnnotationId
from annotator.model.span import Span
from annotator.ui.actions import Deed
from annotator.ui.workbench import Workbench


class _Taken(NamedTuple):
    """What a key took at the caret, so that the same key can take the next choice."""

    annotation: AnnotationId
    caret: int
    choices: list[Span]


class Tagging(QObject):
    """Makes annotations, and gives them other tags.

    Signals:
        locked_changed: The tag that each selection gets at once, or None.
    """

    locked_changed = Signal(object)

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._taken: _Taken | None = None
        self.locked: Tag | None = None
        bench.text.viewport().installEventFilter(self)
        bench.shown.connect(self._forget)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {
            "annotate.delete": self.delete,
            "annotate.take": self.take,
            "annotate.unsure": self.toggle_unsure,
        }

    # Public ----------------------------------------------------------------

    def tag(self, tag: Tag) -> None:
        """Tag the selection, or re-tag the current annotation, or tag at the caret."""
        bench = self._bench
        if not bench.may_write() or bench.opened is None:
            return
        span = bench.text.selected_span()
        if span is not None:
            self._tag_selection(span, tag)
            return
        if self._take_next_choice(tag):
            return
        current = bench.opened.mark(bench.opened.current)
        mine = current is not None and current.annotator_id == bench.session.me.id
        choices = choices_at(tag, bench.opened.document.text, bench.text.caret())
        # A teammate's annotation cannot be re-tagged, so the words under it are meant.
        if mine and current and not self._nests_in(current, tag, choices):
            self._retag(tag)
        elif not choices:
            bench.hint(nothing_found(tag))
        elif made := self.make([choices[0]], tag):
            self._taken = _Taken(made.id, bench.text.caret(), choices)

    def retag(self, tag: Tag) -> None:
        """Give the current annotation another tag, whatever is selected."""
        if self._bench.may_write():
            self._retag(tag)

    def make(self, spans: Sequence[Span], tag: Tag) -> Mark | None:
        """Tag these spans, or go to the annotation that does already.

        Returns:
            What is new and on screen, or None.
        """
        bench = self._bench
        if bench.opened is None:
            return None
        same = bench.mine_at(spans[0], tag.id) if len(spans) == 1 else None
        if same is not None:
            bench.go_to(same)
            bench.hint(f"These words are tagged {tag.name} already.")
            return None
        edit = edits.tag_spans(bench.opened.document, spans, tag, bench.session.me.id)
        return self._do_and_show(edit)

    def lock(self, tag: Tag | None) -> None:
        """Tag each selection at once from now on; None ends that."""
        if self.locked is not None and tag is not None and tag.id == self.locked.id:
            tag = None
        self.locked = tag
        self.locked_changed.emit(tag)
        leave = self._bench.key("annotate.leave")
        self._bench.hint(
            f"Each selection is tagged {tag.name} at once, until {leave}."
            if tag
            else ""
        )

    def delete(self) -> None:
        """Delete the current annotation."""
        bench = self._bench
        if not bench.may_write():
            return
        annotation = bench.editable_current()
        if annotation is not None:
            relations = bench.session.relations_of(annotation.id)
            if bench.do(edits.delete(annotation, relations)):
                bench.hint(f"Deleted. {bench.key('edit.undo')} brings it back.")

    def take(self) -> None:
        """Copy a teammate's annotation into one's own layer."""
        bench = self._bench
        if not bench.may_write() or bench.opened is None:
            return
        annotation = bench.opened.current_annotation()
        if annotation is None or annotation.annotator_id == bench.session.me.id:
            bench.hint("Go to a teammate’s annotation first.")
            return
        tag = bench.session.codebook.tag(annotation.tag_id)
        same = bench.mine_at(annotation.spans[0], tag.id)
        if same is not None and len(annotation.spans) == 1:
            bench.go_to(same)
            bench.hint(f"You have tagged these words {tag.name} already.")
            return
        owner = bench.session.people()[annotation.annotator_id].name
        if self._do_and_show(edits.take(annotation, bench.session.me.id, owner)):
            bench.hint(f"Taken over from {owner}. It is yours now; theirs stays.")

    def toggle_unsure(self) -> None:
        """Mark the current annotation as unsure, or as sure again."""
        bench = self._bench
        if not bench.may_write():
            return
        annotation = bench.editable_current()
        if annotation is None:
            return
        for attribute in bench.session.codebook.attributes_of(annotation.tag_id):
            if attribute.is_made_as("unsure"):
                unsure = annotation.attributes.get(attribute.id) == "yes"
                bench.do(
                    edits.set_attribute(annotation, attribute, "" if unsure else "yes")
                )
                bench.hint("Sure again." if unsure else "Marked as unsure.")
                return
        bench.hint("The codebook has no attribute “unsure” for this tag.")

    # Qt --------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """With a locked tag, tag what the mouse has selected."""
        if (
            self.locked is not None
            and event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and event.button() == Qt.MouseButton.LeftButton
        ):
            # Once the view has made the selection what it is going to be.
            QTimer.singleShot(0, self, self._tag_locked)
        return False

    # Private ---------------------------------------------------------------

    def _tag_locked(self) -> None:
        if self.locked is not None and self._bench.text.selected_span() is not None:
            self.tag(self.locked)

    def _tag_selection(self, span: Span, tag: Tag) -> None:
        bench = self._bench
        text = bench.opened.document.text if bench.opened else ""
        trimmed = span.trimmed(text)
        if trimmed is None:
            bench.hint("Only white space is selected.")
        else:
            self.make([trimmed], tag)

    def _take_next_choice(self, tag: Tag) -> bool:
        """Narrow what this key has just taken here, or widen it again."""
        taken, opened = self._taken, self._bench.opened
        if taken is None or opened is None or len(taken.choices) == 1:
            return False
        current = opened.mark(opened.current)
        same = (
            current is not None
            and current.id == taken.annotation
            and current.tag_id == tag.id
            and self._bench.text.caret() == taken.caret
            and (current.start, current.end)
            in [(span.start, span.end) for span in taken.choices]
        )
        annotation = self._bench.editable_current() if same else None
        if annotation is None:
            return False
        place = taken.choices.index(annotation.spans[0]) + 1
        span = taken.choices[place % len(taken.choices)]
        self._bench.do(edits.set_spans(annotation, opened.document, [span]))
        return True

    def _nests_in(self, current: Mark, tag: Tag, choices: Sequence[Span]) -> bool:
        """Tell whether ``tag`` takes something smaller inside the current one."""
        return (
            nests(tag)
            and bool(choices)
            and current.tag_id != tag.id
            and current.start <= choices[0].start
            and choices[0].end <= current.end
            and (current.start, current.end) != (choices[0].start, choices[0].end)
        )

    def _retag(self, tag: Tag) -> None:
        annotation = self._bench.editable_current()
        if annotation is None:
            return
        if annotation.tag_id == tag.id:
            self._bench.hint(f"This is tagged {tag.name} already.")
        else:
            codebook = self._bench.session.codebook
            self._bench.do(edits.retag(annotation, tag, codebook))

    def _do_and_show(self, edit: Edit) -> Mark | None:
        bench, opened = self._bench, self._bench.opened
        made = edit.changes[0].after
        bench.do(edit)
        if opened is None or not isinstance(made, Annotation):
            return None
        mark = opened.mark(made.id)
        if mark is not None:
            bench.stay_at(made.id)
        return mark

    def _forget(self, _opened: object) -> None:
        self._taken = None
