"""The codebook: the tags, attributes and relation types of a project."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from annotator.model.ids import AttributeId, RelationTypeId, TagId


class AttributeKind(StrEnum):
    """What the values of an attribute look like. All are stored as text."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes-no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One category of annotation.

    Attributes:
        key: The letter that tags the selection, or "".
        color: ``#RRGGBB``; tints for light and dark are derived from it.
        mark: One character, so that colour is never the only sign.
        retired: Kept for the annotations that use it, but no longer offered.
    """

    id: TagId
    name: str
    key: str
    color: str
    mark: str
    question: str = ""
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    position: int = 0
    retired: bool = False
    revision: int = 0
    deleted_at: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDefinition:
    """An attribute annotations can have.

    Attributes:
        tag_ids: The tags it belongs to; empty means every tag.
        choices: What may be chosen, for the kind ``choice``.
    """

    id: AttributeId
    name: str
    kind: AttributeKind
    tag_ids: tuple[TagId, ...] = ()
    choices: tuple[str, ...] = ()
    definition: str = ""
    position: int = 0
    retired: bool = False
    revision: int = 0
    deleted_at: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationType:
    """A kind of link between two annotations.

    Attributes:
        source_tag_ids: What it may start from; empty means any tag.
        target_tag_ids: What it may lead to; empty means any tag.
        acyclic: Following it never leads back to where one started, and each
            annotation has at most one such link (a chain).
    """

    id: RelationTypeId
    name: str
    source_tag_ids: tuple[TagId, ...] = ()
    target_tag_ids: tuple[TagId, ...] = ()
    directed: bool = True
    transitive: bool = False
    acyclic: bool = False
    definition: str = ""
    position: int = 0
    retired: bool = False
    revision: int = 0
    deleted_at: None = None


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The tags, attributes and relation types of a project, in their order."""

    name: str
    version: str = "1"
    description: str = ""
    rules: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    attributes: tuple[AttributeDefinition, ...] = ()
    relation_types: tuple[RelationType, ...] = ()
    _tags: dict[TagId, Tag] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tags", {tag.id: tag for tag in self.tags})

    def tag(self, tag_id: TagId) -> Tag:
        """Return the tag with this id.

        Raises:
            KeyError: The codebook has no such tag.
        """
        return self._tags[tag_id]

    def active_tags(self) -> list[Tag]:
        """Return the tags that are offered, in their order."""
        return [tag for tag in self.tags if not tag.retired]

    def tag_named(self, name: str) -> Tag | None:
        """Return the tag of this name, upper and lower case alike, or None."""
        folded = name.casefold()
        return next((t for t in self.tags if t.name.casefold() == folded), None)

    def tag_for_key(self, key: str) -> Tag | None:
        """Return the tag this key stands for: its letter, or its number from 1."""
        active = self.active_tags()
        if key.isdecimal():
            number = int(key)
            return active[number - 1] if 1 <= number <= len(active) else None
        return next((t for t in active if t.key and t.key == key.casefold()), None)

    def attributes_of(self, tag_id: TagId) -> list[AttributeDefinition]:
        """Return the attributes an annotation with this tag can have, in order."""
        return [
            attribute
            for attribute in self.attributes
            if not attribute.retired
            and (not attribute.tag_ids or tag_id in attribute.tag_ids)
        ]
