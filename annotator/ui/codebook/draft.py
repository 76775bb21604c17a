"""What an entry is like before it has a name."""

from __future__ import annotations

from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    Codebook,
    CodebookEntry,
    RelationType,
    Tag,
)
from annotator.model.ids import AttributeId, RelationTypeId, TagId, new_id
from annotator.ui.codebook.contents import ATTRIBUTE, RELATION
from annotator.ui.codebook.look import MARKS, PALETTE


def draft_of(codebook: Codebook, kind: str) -> CodebookEntry:
    """Return an entry of this kind that has no name yet."""
    if kind == ATTRIBUTE:
        return AttributeDefinition(
            id=AttributeId(new_id()), name="", kind=AttributeKind.TEXT
        )
    if kind == RELATION:
        return RelationType(id=RelationTypeId(new_id()), name="")
    colors = {tag.color.upper() for tag in codebook.tags}
    marks = {tag.mark for tag in codebook.tags}
    return Tag(
        id=TagId(new_id()),
        name="",
        key="",
        color=next((c for c, _ in PALETTE if c not in colors), PALETTE[0][0]),
        mark=next((mark for mark in MARKS if mark not in marks), MARKS[0]),
    )
