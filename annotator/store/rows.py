"""How entities are written: JSON for the journal, hashes for the rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from hashlib import blake2b
from typing import Any, NamedTuple

from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.change import Entity
from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    CodebookInfo,
    RelationType,
    Tag,
    TagRole,
    role_named,
)
from annotator.model.document import (
    Document,
    DocumentSource,
    DocumentStatus,
    Status,
)
from annotator.model.ids import DocumentId
from annotator.model.span import Span

_ENTITIES: dict[str, type[Entity]] = {
    "document": Document,
    "annotation": Annotation,
    "relation": Relation,
    "annotator": Annotator,
    "tag": Tag,
    "attribute": AttributeDefinition,
    "relation_type": RelationType,
    "codebook": CodebookInfo,
    "status": DocumentStatus,
}
_NAME_OF = {kind: name for name, kind in _ENTITIES.items()}


class Stamp(NamedTuple):
    """What orders edits: a hybrid logical clock, and the computer it ran on.

    Attributes:
        hlc: Unix milliseconds shifted left by 16, or one more than the last.
        device: The computer's random number.
    """

    hlc: int
    device: int


def row_hash(*columns: object) -> bytes:
    """Return a 16-byte BLAKE2b hash of what a row says, to notice damage."""
    return blake2b("\x1f".join(map(str, columns)).encode(), digest_size=16).digest()


def annotation_hash(annotation: Annotation, stamp: Stamp) -> bytes:
    """Return the hash of an annotation with its spans and attributes."""
    attributes = annotation.attributes
    return row_hash(
        annotation.id,
        annotation.document_id,
        annotation.annotator_id,
        annotation.tag_id,
        ";".join([f"{span.start}-{span.end}" for span in annotation.spans]),
        annotation.quote,
        annotation.note,
        annotation.created_at,
        annotation.updated_at,
        annotation.deleted_at or "",
        annotation.revision,
        stamp.hlc,
        stamp.device,
        *[f"{name}={attributes[name]}" for name in sorted(attributes)],
    )


def relation_hash(relation: Relation, stamp: Stamp) -> bytes:
    """Return the hash of a relation."""
    return row_hash(
        relation.id,
        relation.type_id,
        relation.source_id,
        relation.target_id,
        relation.annotator_id,
        relation.created_at,
        relation.updated_at,
        relation.deleted_at or "",
        relation.revision,
        stamp.hlc,
        stamp.device,
    )


def document_hash(document: Document, stamp: Stamp) -> bytes:
    """Return the hash of a document; its text stands in it by its SHA-256."""
    return row_hash(
        document.id,
        document.name,
        document.sha256,
        to_json(dict(document.metadata)),
        document.created_at,
        document.deleted_at or "",
        document.revision,
        stamp.hlc,
        stamp.device,
    )


def source_hash(document: DocumentId, source: DocumentSource) -> bytes:
    """Return the hash of an original; its bytes stand in it by their SHA-256."""
    return row_hash(
        document,
        source.file_name,
        source.sha256,
        source.size,
        source.extractor,
        source.extractor_version,
        source.encoding,
        to_json(source.changes),
        "none" if source.content is None else "kept",
    )


def to_json(value: object) -> str:
    """Return ``value`` as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def entity_to_json(entity: Entity) -> dict[str, Any]:
    """Return an entity as the journal keeps it; a document without its text."""
    if isinstance(entity, Annotation):
        return _annotation_to_json(entity)
    row: dict[str, Any] = {"entity": _NAME_OF[type(entity)]}
    for field in fields(entity):
        value = getattr(entity, field.name)
        row[field.name] = list(value) if isinstance(value, tuple) else value
    row.pop("text", None)
    return row


def entity_from_json(row: dict[str, Any]) -> Entity:
    """Return the entity the journal kept; a document's text is empty."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in row.items()
    }
    kind = _ENTITIES[values.pop("entity")]
    make: Callable[..., Entity] = kind
    if kind is Annotation:
        values["spans"] = tuple(Span(start, end) for start, end in row["spans"])
    elif kind is Document:
        values["text"] = ""
    elif kind is AttributeDefinition:
        values["kind"] = AttributeKind(row["kind"])
    elif kind is Tag:
        # Journal entries from before tags had roles: as the schema step gave them.
        role = row.get("role")
        values["role"] = role_named(row["name"]) if role is None else TagRole(role)
    elif kind is DocumentStatus:
        values["status"] = Status(row["status"])
    return make(**values)


def _annotation_to_json(annotation: Annotation) -> dict[str, Any]:
    # Written out: an import journals tens of thousands of these.
    return {
        "entity": "annotation",
        "id": annotation.id,
        "document_id": annotation.document_id,
        "tag_id": annotation.tag_id,
        "annotator_id": annotation.annotator_id,
        "spans": [(span.start, span.end) for span in annotation.spans],
        "quote": annotation.quote,
        "attributes": dict(annotation.attributes),
        "note": annotation.note,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
        "deleted_at": annotation.deleted_at,
        "revision": annotation.revision,
    }
