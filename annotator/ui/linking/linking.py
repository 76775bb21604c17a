"""Linking the current annotation to another one: two keys, no dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF

from annotator.app import relating
from annotator.app.folding import shortened
from annotator.app.links import LinkCandidate, link_candidates, possible_types
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Edit
from annotator.model.codebook import RelationType
from annotator.model.ids import AnnotationId
from annotator.model.span import Span
from annotator.ui.actions import Deed
from annotator.ui.linking.candidates import Offer
from annotator.ui.linking.connectors import Connectors
from annotator.ui.linking.following import Following
from annotator.ui.linking.popup import LinkPopup
from annotator.ui.linking.wording import how_far
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.direction import isolated
from annotator.ui.text.geometry import boxes_of
from annotator.ui.workbench import Workbench

_QUOTED = 40  # code points


class Linking(QObject):
    """Makes relations, shows those of the current annotation, and follows them."""

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._source: AnnotationId | None = None
        self._following = Following(bench)
        self.connectors = Connectors(bench, self)
        self.popup = LinkPopup(bench.text)
        self.popup.search_wanted.connect(self._search)
        self.popup.chosen.connect(self._choose)
        self.popup.closed.connect(bench.text.setFocus)
        bench.shown.connect(self._watch)
        bench.text.verticalScrollBar().valueChanged.connect(self._keep_in_place)
        bench.text.viewport().installEventFilter(self)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {"annotate.link": self.link, "annotate.follow": self._following.follow}

    def link(self) -> None:
        """Offer what the current annotation may be linked to."""
        bench = self._bench
        if not bench.may_write() or bench.opened is None:
            return
        annotation = bench.editable_current()
        if annotation is None:
            if bench.opened.current is None:
                bench.hint("Go to an annotation first.")
            return
        codebook = bench.session.codebook
        tag = codebook.tag(annotation.tag_id)
        if not any(possible_types(codebook, tag.id, to.id) for to in codebook.tags):
            bench.hint(
                f"The codebook has no relation from {tag.name}. Add one there first."
            )
            return
        self._source = annotation.id
        if not self._anchor(bench.opened):
            bench.text.ensureCursorVisible()
        self.popup.open_at(f"Link {tag.name} “{shortened(annotation.quote)}” to")
        self._search("")
        self._keep_in_place()

    # Qt --------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the card in view when the view gets another size."""
        if event.type() == QEvent.Type.Resize:
            self._keep_in_place()
        return False

    # Private ---------------------------------------------------------------

    def _search(self, typed: str) -> None:
        bench = self._bench
        annotation = bench.session.annotation(self._source) if self._source else None
        if annotation is None or bench.opened is None:
            self.popup.dismiss()
            return
        found = link_candidates(
            bench.session,
            annotation,
            typed=typed,
            layers=bench.session.people().keys() - bench.opened.hidden,
        )
        tag = bench.session.codebook.tag(annotation.tag_id)
        self.popup.offer(
            [self._offer(bench.opened, annotation, one) for one in found],
            "No annotation that fits has these words. Try others, or tag them first."
            if typed.strip()
            else f"Nothing in this text can be linked from this {tag.name}. "
            "Type to search other texts.",
        )

    def _offer(
        self, opened: OpenDocument, source: Annotation, candidate: LinkCandidate
    ) -> Offer:
        session = self._bench.session
        there = opened.mark(candidate.id) if candidate.same_document else None
        where = (
            how_far(opened.document.text, source, there)
            if there
            else isolated(candidate.title)
        )
        person = session.people().get(candidate.annotator_id)
        mine = candidate.annotator_id == session.me.id
        who = "" if mine or person is None else f"  ·  {isolated(person.name)}"
        tag = session.codebook.tag(candidate.tag_id)
        return Offer(candidate, tag, f"{where}{who}")

    def _choose(self, candidate: LinkCandidate, kind: RelationType) -> None:
        session = self._bench.session
        source = session.annotation(self._source) if self._source else None
        target = session.annotation(candidate.id)
        if source is None or target is None:
            self.popup.tell("One of the two annotations has been deleted.")
            return
        try:
            edit = self._edit(source, target, kind)
        except AnnotatorError as error:
            self.popup.tell(str(error))
            return
        self.popup.dismiss()
        self._bench.text.setFocus()
        if self._bench.do(edit):
            quote = shortened(target.quote, _QUOTED)
            undo = self._bench.key("edit.undo")
            self._bench.hint(f"Linked: {kind.name} “{quote}”. {undo} takes it back.")

    def _edit(self, source: Annotation, target: Annotation, kind: RelationType) -> Edit:
        """Return the edit that links the two; one link they have gets the type."""
        session = self._bench.session
        has = [
            relation
            for relation in session.relations_of(source.id)
            if relation.annotator_id == session.me.id
            and target.id in (relation.source_id, relation.target_id)
            and (_leads_from(source, relation) or not kind.directed)
        ]
        if len(has) == 1 and has[0].type_id != kind.id:
            return relating.retype_relation(session, has[0], kind)
        return relating.link(session, source, target, kind)

    def _keep_in_place(self) -> None:
        opened = self._bench.opened
        if self.popup.isVisible() and opened is not None:
            text = self._bench.text
            anchor = self._anchor(opened) or QRectF(text.cursorRect())
            corner = text.viewport().geometry().topLeft()
            self.popup.keep_at(anchor.translated(corner), text.viewport().geometry())

    def _anchor(self, opened: OpenDocument) -> QRectF | None:
        """Return where the annotation to be linked stands, if it is in view."""
        mark = opened.mark(self._source)
        if mark is None:
            return None
        text = self._bench.text
        boxes = [
            box for start, end in mark.spans for box in boxes_of(text, Span(start, end))
        ]
        if not boxes:
            return None
        top = min(box.top() for box in boxes)
        bottom = max(box.bottom() for box in boxes)
        return QRectF(boxes[-1].left(), top, boxes[-1].width(), bottom - top)

    def _watch(self, opened: OpenDocument | None) -> None:
        self.popup.dismiss()
        if opened is not None:
            opened.current_changed.connect(self._on_current_changed)

    def _on_current_changed(self, current: AnnotationId | None) -> None:
        if current != self._source and self.popup.isVisible():
            self.popup.dismiss()


def _leads_from(source: Annotation, relation: Relation) -> bool:
    return relation.source_id == source.id
