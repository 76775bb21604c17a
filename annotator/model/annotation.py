"""Annotations, relations between them, and the people who make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    RelationId,
    RelationTypeId,
    TagId,
)
from annotator.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """A person. The annotations they make are their layer.

    Attributes:
        color: ``#RRGGBB``, the colour of their lanes where others look on.
    """

    id: AnnotatorId
    name: str
    color: str
    created_at: str
    deleted_at: None = None
    revision: int = 0

    @property
    def initials(self) -> str:
        """One to three letters that stand for the name where there is no room."""
        words = [word for word in self.name.replace("-", " ").split() if word]
        return "".join(word[0] for word in words[:3]).upper() or "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotator's tag on one or more spans of one document.

    Annotations may overlap and nest freely, also with the same tag. They are
    values: an edit makes a new one with the same ``id``, and the store gives it
    the next ``revision``.

    Attributes:
        spans: In code points, in the order of the text, not overlapping.
        quote: The words under the spans, kept to notice damage.
        attributes: Values by attribute; numbers as decimal text.
        deleted_at: When it was deleted, or None while it is live.
    """

    id: AnnotationId
    document_id: DocumentId
    tag_id: TagId
    annotator_id: AnnotatorId
    spans: tuple[Span, ...]
    quote: str
    attributes: Mapping[AttributeId, str] = field(default_factory=dict)
    note: str = ""
    created_at: str
    updated_at: str
    deleted_at: str | None = None
    revision: int = 0

    @property
    def start(self) -> int:
        """Where the first span starts, in code points."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """Where the last span ends, in code points."""
        return self.spans[-1].end


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A typed link from one annotation to another, in one document or across two."""

    id: RelationId
    type_id: RelationTypeId
    source_id: AnnotationId
    target_id: AnnotationId
    annotator_id: AnnotatorId
    created_at: str
    updated_at: str
    deleted_at: str | None = None
    revision: int = 0


class Mark(NamedTuple):
    """What it takes to paint and list one annotation; made by the ten thousands.

    Marks sort in reading order: by start, the shorter first.

    Attributes:
        start: Where the first span starts, in code points.
        end: Where the last span ends, in code points.
        several: ``(start, end)`` of each span, in code points; empty if there is
            only one.
    """

    start: int
    end: int
    id: AnnotationId
    tag_id: TagId
    annotator_id: AnnotatorId
    several: tuple[tuple[int, int], ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """``(start, end)`` of each span, in code points."""
        return self.several or ((self.start, self.end),)

    @classmethod
    def of(cls, annotation: Annotation) -> Mark:
        """Return the mark of an annotation."""
        spans = tuple((span.start, span.end) for span in annotation.spans)
        return cls(
            annotation.start,
            annotation.end,
            annotation.id,
            annotation.tag_id,
            annotation.annotator_id,
            spans if len(spans) > 1 else (),
        )
