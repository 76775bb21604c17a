"""Edits: what users do to a project, as values built from what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.errors import SpanError
from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.change import Change, Edit, Entity
from annotator.model.codebook import (
    AttributeDefinition,
    Codebook,
    RelationType,
    Tag,
)
from annotator.model.document import Document, DocumentStatus, Status
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    new_id,
)
from annotator.model.span import Span, quote_of, span_problem
from annotator.model.times import utc_now


def tag_spans(
    document: Document, spans: Sequence[Span], tag: Tag, annotator: AnnotatorId
) -> Edit:
    """Return the edit that tags ``spans`` of ``document``.

    Raises:
        SpanError: A span lies outside the text, or spans overlap.
    """
    ends = [(span.start, span.end) for span in spans]
    problem = span_problem(ends, len(document.text))
    if problem:
        raise SpanError(f"This cannot be tagged: {problem}.")
    now = utc_now()
    annotation = Annotation(
        id=AnnotationId(new_id()),
        document_id=document.id,
        tag_id=tag.id,
        annotator_id=annotator,
        spans=tuple(spans),
        quote=quote_of(document.text, spans),
        created_at=now,
        updated_at=now,
    )
    return Edit(f"Tag “{tag.name}”", (Change(None, annotation),))


def retag(annotation: Annotation, tag: Tag, codebook: Codebook) -> Edit:
    """Return the edit that gives ``annotation`` another tag.

    Values of attributes the new tag does not have are dropped; undo brings them
    back.
    """
    fitting = {attribute.id for attribute in codebook.attributes_of(tag.id)}
    after = replace(
        annotation,
        tag_id=tag.id,
        attributes={
            attribute: value
            for attribute, value in annotation.attributes.items()
            if attribute in fitting
        },
        updated_at=utc_now(),
    )
    return Edit(f"Change to “{tag.name}”", (Change(annotation, after),))


def set_spans(
    annotation: Annotation, document: Document, spans: Sequence[Span]
) -> Edit:
    """Return the edit that moves ``annotation`` to other spans of its document.

    Raises:
        SpanError: A span lies outside the text, or spans overlap.
    """
    ends = [(span.start, span.end) for span in spans]
    problem = span_problem(ends, len(document.text))
    if problem:
        raise SpanError(f"The annotation cannot be moved: {problem}.")
    after = replace(
        annotation,
        spans=tuple(spans),
        quote=quote_of(document.text, spans),
        updated_at=utc_now(),
    )
    return Edit("Change span", (Change(annotation, after),))


def take(annotation: Annotation, annotator: AnnotatorId, owner: str) -> Edit:
    """Return the edit that copies an annotation of ``owner`` into one's own layer.

    The note stays behind: it is what its author had to say.
    """
    now = utc_now()
    copy = replace(
        annotation,
        id=AnnotationId(new_id()),
        annotator_id=annotator,
        note="",
        created_at=now,
        updated_at=now,
        revision=0,
    )
    return Edit(f"Take over from {owner}", (Change(None, copy),))


def delete(annotation: Annotation, relations: Sequence[Relation]) -> Edit:
    """Return the edit that deletes an annotation and the relations it is part of."""
    now = utc_now()
    changes = [Change(annotation, replace(annotation, deleted_at=now, updated_at=now))]
    changes += [
        Change(relation, replace(relation, deleted_at=now, updated_at=now))
        for relation in relations
    ]
    return Edit("Delete annotation", tuple(changes))


def set_attribute(
    annotation: Annotation, attribute: AttributeDefinition, value: str
) -> Edit:
    """Return the edit that sets an attribute; an empty value takes it away."""
    attributes = dict(annotation.attributes)
    attributes.pop(attribute.id, None)
    if value:
        attributes[AttributeId(attribute.id)] = value
    after = replace(annotation, attributes=attributes, updated_at=utc_now())
    return Edit(f"Set {attribute.name}", (Change(annotation, after),))


def set_note(annotation: Annotation, note: str) -> Edit:
    """Return the edit that replaces the note."""
    after = replace(annotation, note=note, updated_at=utc_now())
    return Edit("Change note", (Change(annotation, after),))


def set_status(
    before: DocumentStatus | None,
    document: DocumentId,
    annotator: AnnotatorId,
    status: Status,
) -> Edit:
    """Return the edit that says how far an annotator has got with a document."""
    after = DocumentStatus(document_id=document, annotator_id=annotator, status=status)
    title = "Mark as done" if status is Status.DONE else "Mark as not done"
    return Edit(title, (Change(before, after),))


def rename(before: Annotator, name: str) -> Edit:
    """Return the edit that changes what an annotator is called."""
    return Edit("Change name", (Change(before, replace(before, name=name)),))


def reversal(title: str, changes: Sequence[Change]) -> Edit:
    """Return the edit that takes ``changes`` back, the last one first."""
    return Edit(
        title,
        tuple(
            Change(change.after, change.before or _withdrawn(change.after))
            for change in reversed(changes)
            # People stay: others may have come to refer to them.
            if change.before is not None or not isinstance(change.after, Annotator)
        ),
    )


def _withdrawn(entity: Entity) -> Entity:
    """Return what an added entity becomes when its adding is undone."""
    if isinstance(
        entity,
        Document | Annotation | Relation | Tag | AttributeDefinition | RelationType,
    ):
        return replace(entity, deleted_at=utc_now())
    if isinstance(entity, DocumentStatus):
        return replace(entity, status=Status.NEW)
    return entity
