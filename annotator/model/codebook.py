"""The codebook: the tags, attributes and relation types of a project."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from annotator.model.codebook_values import is_date, is_number
from annotator.model.ids import (
    AttributeId,
    CodebookId,
    RelationTypeId,
    TagId,
    derived_id,
)

CODEBOOK_ID = CodebookId(derived_id("codebook"))
"""The same in every project: each has one codebook."""


class TagRole(StrEnum):
    """What the program knows how to do for a tag, whatever the tag is called.

    It decides how a selection is fitted to the words, what is looked for before
    a document is done, and what stands in the ledger.
    """

    NONE = ""
    CLAIM = "claim"
    DENIAL = "denial"
    FIGURE = "figure"
    QUOTE = "quote"


def role_named(name: str) -> TagRole:
    """Return the role a tag of this name had before roles were written down."""
    folded = name.casefold()
    return next((role for role in TagRole if role == folded), TagRole.NONE)


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
        role: What the program does for it; several tags may have the same.
        retired: Kept for the annotations that use it, but no longer offered.
        deleted_at: Set while no annotation uses it; its row stays, so that
            annotations that were deleted can be brought back with it.
    """

    id: TagId
    name: str
    key: str
    color: str
    mark: str
    role: TagRole = TagRole.NONE
    question: str = ""
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    position: int = 0
    retired: bool = False
    revision: int = 0
    deleted_at: str | None = None


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
    deleted_at: str | None = None

    def is_made_as(self, name: str) -> bool:
        """Tell whether it has this name, or had it when it was made.

        An attribute that came without an id has the one of its first name, so it is
        known again whatever it is called by now.
        """
        first = self.id == derived_id("attribute", name)
        return first or self.name.casefold() == name

    def fits(self, value: str) -> bool:
        """Tell whether ``value`` is one that this attribute offers or allows."""
        match self.kind:
            case AttributeKind.CHOICE:
                return value in self.choices
            case AttributeKind.YES_NO:
                return value in ("yes", "no")
            case AttributeKind.NUMBER:
                return is_number(value)
            case AttributeKind.DATE:
                return is_date(value)
            case _:
                return True


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
    deleted_at: str | None = None


CodebookEntry = Tag | AttributeDefinition | RelationType
"""What a codebook lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookInfo:
    """What a codebook says of itself; there is one in every project.

    Attributes:
        version: Moves on with every change of the codebook.
        rules: For every tag.
    """

    id: CodebookId = CODEBOOK_ID
    name: str
    version: str = "1"
    description: str = ""
    rules: tuple[str, ...] = ()
    revision: int = 0
    deleted_at: None = None


class CodebookLabel(NamedTuple):
    """Which codebook something was made with, as exports say it.

    Attributes:
        name: Or "" where the file does not say it.
        sha256: ``Codebook.sha256``.
    """

    name: str
    version: str
    sha256: str

    def __str__(self) -> str:
        name = f"“{self.name}”, " if self.name else ""
        return f"{name}version {self.version} ({self.sha256[:8]})"


class CodebookUsage(NamedTuple):
    """How often the entries of a codebook are used, by everybody; 0 is left out.

    What lies in documents that were taken out counts: they may come back.

    Attributes:
        tags: Annotations that are not deleted.
        attributes: Values in such annotations.
        relation_types: Relations that are not deleted.
    """

    tags: Mapping[TagId, int]
    attributes: Mapping[AttributeId, int]
    relation_types: Mapping[RelationTypeId, int]

    def of(self, entry: CodebookEntry) -> int:
        """Return how often ``entry`` is used."""
        match entry:
            case Tag():
                return self.tags.get(entry.id, 0)
            case AttributeDefinition():
                return self.attributes.get(entry.id, 0)
            case RelationType():
                return self.relation_types.get(entry.id, 0)


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """The tags, attributes and relation types of a project, in their order.

    Attributes:
        deleted: Entries that were deleted; they are in no other list, but
            ``tag`` knows them.
    """

    name: str
    version: str = "1"
    description: str = ""
    rules: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    attributes: tuple[AttributeDefinition, ...] = ()
    relation_types: tuple[RelationType, ...] = ()
    deleted: tuple[CodebookEntry, ...] = ()
    _tags: dict[TagId, Tag] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        gone = (entry for entry in self.deleted if isinstance(entry, Tag))
        tags = {tag.id: tag for tag in (*gone, *self.tags)}
        object.__setattr__(self, "_tags", tags)

    @property
    def info(self) -> CodebookInfo:
        """What it says of itself."""
        return CodebookInfo(
            name=self.name,
            version=self.version,
            description=self.description,
            rules=self.rules,
        )

    @property
    def label(self) -> CodebookLabel:
        """Which codebook this is, as exports say it."""
        return CodebookLabel(self.name, self.version, self.sha256)

    @cached_property
    def sha256(self) -> str:
        """What tells whether two codebooks mean the same, in hexadecimal digits.

        SHA-256 over JSON of all that decides what is tagged, and how: rules,
        definitions, kinds, choices, ends and what is retired. Entries refer to one
        another by name, so that two projects made from one file have the same;
        what only makes work pleasant (letters, colors, marks, order), the
        codebook's name and its version leave it as it is.
        ``docs/formats.md`` describes it.
        """
        names = {tag.id: tag.name for tag in self.tags}
        content = {
            "description": self.description,
            "rules": self.rules,
            "tags": _by_name(map(_tag_meaning, self.tags)),
            "attributes": _by_name(
                {
                    "name": attribute.name,
                    "kind": attribute.kind,
                    "tags": _names(attribute.tag_ids, names),
                    "choices": attribute.choices,
                    "definition": attribute.definition,
                    "retired": attribute.retired,
                }
                for attribute in self.attributes
            ),
            "relations": _by_name(
                {
                    "name": kind.name,
                    "from": _names(kind.source_tag_ids, names),
                    "to": _names(kind.target_tag_ids, names),
                    "directed": kind.directed,
                    "transitive": kind.transitive,
                    "acyclic": kind.acyclic,
                    "definition": kind.definition,
                    "retired": kind.retired,
                }
                for kind in self.relation_types
            ),
        }
        text = json.dumps(
            content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def entries(self) -> tuple[CodebookEntry, ...]:
        """Return the tags, the attributes and the relation types."""
        return (*self.tags, *self.attributes, *self.relation_types)

    def alike(self, entry: CodebookEntry) -> tuple[CodebookEntry, ...]:
        """Return the entries of the kind of ``entry``, in their order."""
        return tuple(one for one in self.entries() if type(one) is type(entry))

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


def _by_name(entries: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(entries, key=lambda entry: str(entry["name"]))


def _names(tag_ids: Iterable[TagId], names: Mapping[TagId, str]) -> list[str]:
    return sorted(names[tag_id] for tag_id in tag_ids if tag_id in names)


def _tag_meaning(tag: Tag) -> dict[str, object]:
    return {
        "name": tag.name,
        "role": tag.role,
        "question": tag.question,
        "definition": tag.definition,
        "include": tag.include,
        "exclude": tag.exclude,
        "examples": tag.examples,
        "retired": tag.retired,
    }
