"""Linking annotations: the edits, what stands in their way, and what is linked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.app.folding import shortened
from annotator.app.links import fits
from annotator.app.session import Session
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change, Edit
from annotator.model.codebook import Codebook, RelationType
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    DocumentId,
    RelationId,
    TagId,
    new_id,
)
from annotator.model.times import utc_now
from annotator.store.slim import Glimpse


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView:
    """A relation as seen from one of its ends.

    Attributes:
        outgoing: Whether it leads from there to the other end.
        other_id: The annotation at the other end; the rest describes it.
        quote: Its words on one line, shortened.
        mine: Whether the person at work made the relation, and so may change it.
    """

    relation: Relation
    type: RelationType
    outgoing: bool
    other_id: AnnotationId
    quote: str
    tag_id: TagId
    document_id: DocumentId
    title: str
    annotator_id: AnnotatorId
    mine: bool


def link(
    session: Session, source: Annotation, target: Annotation, kind: RelationType
) -> Edit:
    """Return the edit that links two annotations.

    Raises:
        AnnotatorError: They cannot be linked so; it says why.
    """
    problem = relation_problem(session, source.id, target.id, kind)
    if problem:
        raise AnnotatorError(problem)
    now = utc_now()
    relation = Relation(
        id=RelationId(new_id()),
        type_id=kind.id,
        source_id=source.id,
        target_id=target.id,
        annotator_id=session.me.id,
        created_at=now,
        updated_at=now,
    )
    return Edit(f"Link by “{kind.name}”", (Change(None, relation),))


def unlink(session: Session, relation: Relation) -> Edit:
    """Return the edit that takes a relation away.

    Raises:
        AnnotatorError: Somebody else made it.
    """
    _require_mine(session, relation)
    now = utc_now()
    after = replace(relation, deleted_at=now, updated_at=now)
    return Edit("Remove link", (Change(relation, after),))


def retype_relation(session: Session, relation: Relation, kind: RelationType) -> Edit:
    """Return the edit that gives a relation another type.

    Raises:
        AnnotatorError: Somebody else made it, or it cannot be; it says why.
    """
    after = replace(relation, type_id=kind.id)
    return _changed(session, relation, after, kind, f"Change link to “{kind.name}”")


def reverse_relation(session: Session, relation: Relation) -> Edit:
    """Return the edit that turns a relation round.

    Raises:
        AnnotatorError: Somebody else made it, or it cannot be; it says why.
    """
    kind = _types(session.codebook)[relation.type_id]
    after = replace(
        relation, source_id=relation.target_id, target_id=relation.source_id
    )
    return _changed(session, relation, after, kind, "Reverse link")


def relation_problem(
    session: Session,
    source_id: AnnotationId,
    target_id: AnnotationId,
    kind: RelationType,
    *,
    but: RelationId | None = None,
) -> str:
    """Say why one annotation cannot be linked to another, or "" if it can.

    Args:
        session: Where they are.
        source_id: From where the relation is to lead.
        target_id: Where it is to lead.
        kind: Its type.
        but: A relation to overlook, which is the one to be changed.
    """
    if source_id == target_id:
        return "An annotation cannot be linked to itself."
    slim = session.project.relations.slim
    ends = {one.id: one for one in slim.glimpses([source_id, target_id])}
    if len(ends) < 2:  # noqa: PLR2004 - it has two ends
        return "One of the two annotations has been deleted."
    source, target = ends[source_id], ends[target_id]
    return (
        _ends_problem(session, source, target, kind)
        or _double_problem(session, source, target, kind, but)
        or _chain_problem(session, source, target, kind, but)
    )


def relations_shown(
    session: Session, annotation_id: AnnotationId
) -> list[RelationView]:
    """Return the relations of an annotation with what is at their other ends.

    Those that lead away come first, in the order of the codebook's types.
    """
    relations = session.relations_of(annotation_id)
    slim = session.project.relations.slim
    others = {_other(r, annotation_id) for r in relations}
    ends = {one.id: one for one in slim.glimpses(others)}
    titles = slim.titles({one.document_id for one in ends.values()})
    types = _types(session.codebook)
    views = [
        RelationView(
            relation=relation,
            type=types[relation.type_id],
            outgoing=relation.source_id == annotation_id,
            other_id=end.id,
            quote=shortened(end.quote),
            tag_id=end.tag_id,
            document_id=end.document_id,
            title=titles[end.document_id],
            annotator_id=end.annotator_id,
            mine=relation.annotator_id == session.me.id,
        )
        for relation in relations
        # What has no end or no type is damage, which opening a project reports.
        if relation.type_id in types
        and (end := ends.get(_other(relation, annotation_id))) is not None
    ]
    order = {kind: place for place, kind in enumerate(types)}
    views.sort(key=lambda v: (not v.outgoing, order[v.type.id], v.title, v.quote))
    return views


def _changed(
    session: Session,
    relation: Relation,
    after: Relation,
    kind: RelationType,
    title: str,
) -> Edit:
    _require_mine(session, relation)
    problem = relation_problem(
        session, after.source_id, after.target_id, kind, but=relation.id
    )
    if problem:
        raise AnnotatorError(problem)
    after = replace(after, updated_at=utc_now())
    return Edit(title, (Change(relation, after),))


def _require_mine(session: Session, relation: Relation) -> None:
    if relation.annotator_id != session.me.id:
        owner = _name(session, relation.annotator_id)
        raise AnnotatorError(
            f"{owner} made this link.", hint=f"Only {owner} can change or remove it."
        )


def _ends_problem(
    session: Session, source: Glimpse, target: Glimpse, kind: RelationType
) -> str:
    if source.annotator_id != session.me.id:
        owner = _name(session, source.annotator_id)
        return (
            f"“{shortened(source.quote, 40)}” is {owner}’s annotation, and a link "
            "can lead to it, but not from it."
        )
    if kind.retired:
        return f"“{kind.name}” is retired and is not used for new links."
    if fits(kind, source.tag_id, target.tag_id):
        return ""
    book = session.codebook
    return (
        f"“{kind.name}” leads from {_tags(book, kind.source_tag_ids)} to "
        f"{_tags(book, kind.target_tag_ids)}; this would lead from "
        f"{_tags(book, [source.tag_id])} to {_tags(book, [target.tag_id])}."
    )


def _double_problem(
    session: Session,
    source: Glimpse,
    target: Glimpse,
    kind: RelationType,
    but: RelationId | None,
) -> str:
    ways = {(source.id, target.id)}
    if not kind.directed:
        ways.add((target.id, source.id))
    for relation in session.relations_of(source.id):
        ends = (relation.source_id, relation.target_id)
        same_maker = relation.annotator_id == session.me.id
        if (
            relation.id != but
            and relation.type_id == kind.id
            and ends in ways
            and same_maker
        ):
            return (
                f"“{shortened(source.quote, 40)}” and “{shortened(target.quote, 40)}” "
                f"are linked by “{kind.name}” already."
            )
    return ""


def _chain_problem(
    session: Session,
    source: Glimpse,
    target: Glimpse,
    kind: RelationType,
    but: RelationId | None,
) -> str:
    if not kind.acyclic:
        return ""
    for relation in session.relations_of(source.id):
        outgoing = relation.source_id == source.id and relation.id != but
        if outgoing and relation.type_id == kind.id:
            return (
                f"“{shortened(source.quote, 40)}” has a “{kind.name}” link already, "
                "and can have only one."
            )
    if session.project.relations.leads(kind.id, target.id, source.id, but=but):
        return (
            f"“{shortened(target.quote, 40)}” leads to “{shortened(source.quote, 40)}” "
            f"by “{kind.name}” already; with this link it would go round in a circle."
        )
    return ""


def _types(codebook: Codebook) -> dict[str, RelationType]:
    return {kind.id: kind for kind in codebook.relation_types}


def _other(relation: Relation, annotation_id: AnnotationId) -> AnnotationId:
    outgoing = relation.source_id == annotation_id
    return relation.target_id if outgoing else relation.source_id


def _tags(codebook: Codebook, tags: Sequence[TagId]) -> str:
    """Return the names of tags as a sentence has them; none means any."""
    *first, last = [codebook.tag(tag).name for tag in tags] or ["any tag"]
    return f"{', '.join(first)} or {last}" if first else last


def _name(session: Session, annotator_id: AnnotatorId) -> str:
    person = session.people().get(annotator_id)
    return person.name if person else "somebody"
