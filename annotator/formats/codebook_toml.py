"""Codebooks as TOML files, which people write by hand and keep beside their texts.

Tags, attributes and relations refer to one another by name; an entry without
an id gets the one that always belongs to its name. ``docs/formats.md``
describes every key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import tomli_w

from annotator.errors import CodebookError
from annotator.formats.checks import shown
from annotator.formats.toml_entry import Entry
from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    Codebook,
    RelationType,
    Tag,
    TagRole,
    role_named,
)
from annotator.model.codebook_values import is_color, is_key, is_mark
from annotator.model.ids import AttributeId, RelationTypeId, TagId

_KEYS = "name version description rules tags attributes relations"
_TAG_KEYS = (
    "id name key color mark role question definition include exclude examples retired"
)
_ATTRIBUTE_KEYS = "id name tags kind choices definition retired"
_RELATION_KEYS = "id name from to directed transitive acyclic definition retired"


def read_codebook(text: str, where: str) -> Codebook:
    """Return the codebook that the TOML ``text`` describes.

    Args:
        text: The content of the file.
        where: The name of the file, for messages.

    Raises:
        CodebookError: It is not TOML, or an entry is wrong or contradicts
            another; the message names the entry and the hint what to do.
    """
    whole = Entry(_parsed(text, where), where)
    whole.require_known(_KEYS)
    tags = [_tag(e, at) for at, e in enumerate(_entries(whole, "tags", "tag"))]
    _require_unique_keys(tags, where)
    tag_ids = {tag.name.casefold(): tag.id for tag in tags}
    return Codebook(
        name=whole.name(),
        version=whole.text("version") or "1",
        description=whole.text("description"),
        rules=whole.texts("rules"),
        tags=tuple(tags),
        attributes=tuple(
            _attribute(entry, position, tag_ids)
            for position, entry in enumerate(_entries(whole, "attributes", "attribute"))
        ),
        relation_types=tuple(
            _relation_type(entry, position, tag_ids)
            for position, entry in enumerate(
                _entries(whole, "relations", "relation type")
            )
        ),
    )


def write_codebook(codebook: Codebook) -> str:
    """Return ``codebook`` as TOML, ids included; what is empty is left out."""
    names = {tag.id: tag.name for tag in codebook.tags}
    return tomli_w.dumps(
        _filled(
            name=codebook.name,
            version=codebook.version,
            description=codebook.description,
            rules=codebook.rules,
            tags=[_tag_table(tag) for tag in codebook.tags],
            attributes=[_attribute_table(a, names) for a in codebook.attributes],
            relations=[_relation_table(r, names) for r in codebook.relation_types],
        )
    )


# Writing -------------------------------------------------------------------


def _tag_table(tag: Tag) -> dict[str, object]:
    table = _filled(
        id=tag.id,
        name=tag.name,
        key=tag.key,
        color=tag.color,
        mark=tag.mark,
        role=tag.role.value,
        question=tag.question,
        definition=tag.definition,
        include=tag.include,
        exclude=tag.exclude,
        examples=tag.examples,
        retired=tag.retired,
    )
    if not tag.role and role_named(tag.name):
        table["role"] = ""  # or its name would give it one
    return table


def _attribute_table(
    attribute: AttributeDefinition, names: Mapping[TagId, str]
) -> dict[str, object]:
    return _filled(
        id=attribute.id,
        name=attribute.name,
        tags=[names[tag_id] for tag_id in attribute.tag_ids],
        kind=attribute.kind.value,
        choices=attribute.choices,
        definition=attribute.definition,
        retired=attribute.retired,
    )


def _relation_table(
    relation_type: RelationType, names: Mapping[TagId, str]
) -> dict[str, object]:
    return _filled(
        id=relation_type.id,
        name=relation_type.name,
        # As a mapping, because "from" is a word of Python's own.
        **{"from": [names[tag_id] for tag_id in relation_type.source_tag_ids]},
        to=[names[tag_id] for tag_id in relation_type.target_tag_ids],
        directed=relation_type.directed,
        transitive=relation_type.transitive,
        acyclic=relation_type.acyclic,
        definition=relation_type.definition,
        retired=relation_type.retired,
    )


def _filled(**values: object) -> dict[str, object]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in values.items()
        if value not in ("", (), [])
    }


# Reading -------------------------------------------------------------------


def _parsed(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise CodebookError(
            f"{where} is not TOML: {error}.",
            hint="Correct it there; text stands in quotation marks, as in name = “x”.",
        ) from error


def _entries(whole: Entry, key: str, what: str) -> list[Entry]:
    """Return the tables under ``key``, whose names and ids must differ."""
    entries = [
        whole.inner(values, number, what)
        for number, values in enumerate(whole.tables(key), start=1)
    ]
    taken: set[str] = set()
    for entry in entries:
        # Ids and names in one set: no name a person would choose is a UUID.
        ours = {entry.name().casefold(), entry.id(what)}
        if taken & ours:
            raise entry.error(
                f"another {what} has the same name or id", "Change one of them."
            )
        taken |= ours
    return entries


def _tag(entry: Entry, position: int) -> Tag:
    entry.require_known(_TAG_KEYS)
    return Tag(
        id=TagId(entry.id("tag")),
        name=entry.name(),
        key=_key(entry),
        color=_color_of(entry),
        mark=_mark(entry),
        role=_role(entry),
        question=entry.text("question"),
        definition=entry.text("definition"),
        include=entry.texts("include"),
        exclude=entry.texts("exclude"),
        examples=entry.texts("examples"),
        position=position,
        retired=entry.flag("retired"),
    )


def _key(entry: Entry) -> str:
    key = entry.text("key").casefold()
    if key and not is_key(key):
        raise entry.error(
            f"the key {shown(key)} is not one letter",
            'Write one letter, as in key = "c", or leave it out.',
        )
    return key


def _color_of(entry: Entry) -> str:
    color = entry.text("color")
    if not is_color(color):
        raise entry.error(
            f"the color {shown(color)} is not of the form #RRGGBB",
            'Write it as in color = "#1F77B4".',
        )
    return color


def _mark(entry: Entry) -> str:
    mark = entry.text("mark")
    if not is_mark(mark):
        raise entry.error(
            f"the mark {shown(mark)} is not one character",
            'Write one, as in mark = "C", so that color is not the only sign.',
        )
    return mark


def _role(entry: Entry) -> TagRole:
    if not entry.has("role"):
        return role_named(entry.name())
    role = entry.text("role")
    try:
        return TagRole(role)
    except ValueError:
        raise entry.error(
            f"the role {shown(role)} is unknown",
            f'Use one of: {", ".join(filter(None, TagRole))}; or role = "" for none.',
        ) from None


def _require_unique_keys(tags: Iterable[Tag], where: str) -> None:
    taken: dict[str, str] = {}
    for tag in tags:
        if not tag.key or tag.retired:
            continue
        if tag.key in taken:
            raise CodebookError(
                f"{where}, tag {shown(tag.name)}: {shown(taken[tag.key])} "
                f"has the key “{tag.key}” already.",
                hint="Choose another letter for one of them.",
            )
        taken[tag.key] = tag.name


def _attribute(
    entry: Entry, position: int, tag_ids: Mapping[str, TagId]
) -> AttributeDefinition:
    entry.require_known(_ATTRIBUTE_KEYS)
    kind = _kind(entry)
    return AttributeDefinition(
        id=AttributeId(entry.id("attribute")),
        name=entry.name(),
        kind=kind,
        tag_ids=entry.tag_ids("tags", tag_ids),
        choices=_choices(entry, kind),
        definition=entry.text("definition"),
        position=position,
        retired=entry.flag("retired"),
    )


def _kind(entry: Entry) -> AttributeKind:
    kind = entry.text("kind") or AttributeKind.TEXT
    try:
        return AttributeKind(kind)
    except ValueError:
        raise entry.error(
            f"the kind {shown(kind)} is unknown",
            f"Use one of: {', '.join(AttributeKind)}.",
        ) from None


def _choices(entry: Entry, kind: AttributeKind) -> tuple[str, ...]:
    choices = entry.texts("choices")
    if len(set(choices)) < len(choices) or "" in choices:
        raise entry.error("a choice is empty or there twice", "Take it out.")
    if kind is AttributeKind.CHOICE and not choices:
        raise entry.error(
            "there is nothing to choose from",
            'List the choices, as in choices = ["low", "high"].',
        )
    if choices and kind is not AttributeKind.CHOICE:
        raise entry.error(
            f"it has choices, but its kind is “{kind}”", 'Write kind = "choice".'
        )
    return choices


def _relation_type(
    entry: Entry, position: int, tag_ids: Mapping[str, TagId]
) -> RelationType:
    entry.require_known(_RELATION_KEYS)
    directed = entry.flag("directed", default=True)
    acyclic = entry.flag("acyclic")
    if acyclic and not directed:
        raise entry.error(
            "it is acyclic, but not directed",
            "Write directed = true, or acyclic = false.",
        )
    return RelationType(
        id=RelationTypeId(entry.id("relation type")),
        name=entry.name(),
        source_tag_ids=entry.tag_ids("from", tag_ids),
        target_tag_ids=entry.tag_ids("to", tag_ids),
        directed=directed,
        transitive=entry.flag("transitive"),
        acyclic=acyclic,
        definition=entry.text("definition"),
        position=position,
        retired=entry.flag("retired"),
    )
