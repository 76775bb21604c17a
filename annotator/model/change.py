"""Changes: what an edit does to entities, as values that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.codebook import (
    AttributeDefinition,
    CodebookInfo,
    RelationType,
    Tag,
)
from annotator.model.document import Document, DocumentSource, DocumentStatus
from annotator.model.ids import AnnotationId, DocumentId

Entity = (
    Document
    | Annotation
    | Relation
    | Annotator
    | Tag
    | AttributeDefinition
    | RelationType
    | CodebookInfo
    | DocumentStatus
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entity before and after.

    Attributes:
        before: As the caller knows it, or None if it is to be added. The store
            refuses a change whose ``before`` is no longer what is stored.
        after: As it is to be. Deleting sets ``deleted_at``; nothing is removed.
        source: The original of an added document.
    """

    before: Entity | None
    after: Entity
    source: DocumentSource | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What a user does in one go; saved in one transaction, undone in one step.

    Attributes:
        title: As the Edit menu shows it after "Undo", such as ``Tag “claim”``.
    """

    title: str
    changes: tuple[Change, ...]


class Action(StrEnum):
    """How an entry came into the journal."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What a saved edit touched, so that each view re-reads only its own.

    Attributes:
        documents: Documents whose annotations or status changed.
        annotations: Annotations that changed.
        listing: Whether documents came, went or were renamed.
        codebook: Whether the codebook or anything in it changed.
        people: Whether annotators changed.
        status: Whether somebody's progress with documents changed.
    """

    documents: frozenset[DocumentId] = frozenset()
    annotations: frozenset[AnnotationId] = frozenset()
    listing: bool = False
    codebook: bool = False
    people: bool = False
    status: bool = False
