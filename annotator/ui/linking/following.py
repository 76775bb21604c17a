"""Going along the relations of an annotation with one key."""

from __future__ import annotations

from typing import NamedTuple

from annotator.app.relating import RelationView, relations_shown
from annotator.model.ids import AnnotationId, DocumentId
from annotator.ui.linking.wording import arrow
from annotator.ui.workbench import Workbench

_QUOTED = 40  # code points


class _Way(NamedTuple):
    """How far one has come on the way round the relations of an annotation.

    Attributes:
        start: The annotation with the relations.
        document: In which it is.
        seen: To how many other ends one has gone.
        here: Which annotation one is at now.
        caret: Where the caret was put, in code points.
    """

    start: AnnotationId
    document: DocumentId
    seen: int
    here: AnnotationId
    caret: int


class Following:
    """From an annotation to the first it is linked to, to the next, and back.

    Whoever moves the caret, or makes another annotation current, starts anew from
    there.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._way: _Way | None = None

    def follow(self) -> None:
        """Go one step."""
        opened = self._bench.opened
        if opened is None:
            return
        if opened.current is None:
            self._bench.hint("Go to an annotation first.")
            return
        way = self._way
        if (
            way is None
            or (way.here, way.caret) != (opened.current, self._bench.text.caret())
            or self._bench.session.annotation(way.start) is None
        ):
            document = opened.document.id
            way = _Way(opened.current, document, 0, opened.current, 0)
        self._go(way)

    def _go(self, way: _Way) -> None:
        ends = self._ends(way.start)
        if not ends:
            self._way = None
            link = self._bench.key("annotate.link")
            self._bench.hint(
                f"This annotation has no relations. {link} links it to another."
            )
        elif way.seen >= len(ends):
            if self._bench.go_to_annotation(way.document, way.start):
                self._keep(way, 0, way.start)
                self._bench.hint("Back where you started.")
        else:
            view = ends[way.seen]
            if self._bench.go_to_annotation(view.document_id, view.other_id):
                self._keep(way, way.seen + 1, view.other_id)
                self._bench.hint(self._step(view, way.seen + 1, len(ends)))

    def _keep(self, way: _Way, seen: int, here: AnnotationId) -> None:
        caret = self._bench.text.caret()
        self._way = way._replace(seen=seen, here=here, caret=caret)

    def _ends(self, start: AnnotationId) -> list[RelationView]:
        """Return one relation for each annotation at another end, in order."""
        ends: dict[AnnotationId, RelationView] = {}
        for view in relations_shown(self._bench.session, start):
            ends.setdefault(view.other_id, view)
        return list(ends.values())

    def _step(self, view: RelationView, number: int, count: int) -> str:
        key = self._bench.key("annotate.follow")
        then = "back" if number == count else "on"
        place = f"{arrow(view)} {view.type.name}, {number} of {count}"
        return f"{place}. {key} again goes {then}."
