"""Edits of the codebook: checked before they are made, undone in one step.

``add`` and ``change`` take the entry as it is to be; what differs from the
codebook is checked, and gives the edit its title. An edit that would change
nothing has no changes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any

from annotator.app.codebook_checks import checked, holder_of, kind_of, one_line
from annotator.errors import CodebookError
from annotator.model.change import Change, Edit
from annotator.model.codebook import (
    AttributeDefinition,
    Codebook,
    CodebookEntry,
    CodebookInfo,
    CodebookUsage,
    RelationType,
    Tag,
)
from annotator.model.codebook_values import is_name
from annotator.model.counts import counted
from annotator.model.ids import TagId, derived_id, new_id
from annotator.model.times import utc_now

_SHOWN = 3  # values in a message


def add(
    codebook: Codebook, entry: CodebookEntry, *, reserved: Collection[str] = ()
) -> Edit:
    """Return the edit that adds a tag, an attribute or a relation type.

    One of this name that was deleted comes back, as ``entry`` has it.

    Args:
        codebook: The project's.
        entry: As it is to be; its id and its position are chosen here.
        reserved: Letters that do something else in the window.

    Raises:
        CodebookError: Its name, letter or another value cannot be had.
    """
    after = checked(codebook, None, entry, reserved)
    before, after_id = _identity(codebook, after)
    siblings = codebook.alike(after)
    position = 1 + max((one.position for one in siblings), default=-1)
    after = replace(after, id=after_id, position=position, revision=0, deleted_at=None)
    return Edit(f"Add {kind_of(after)} “{after.name}”", (Change(before, after),))


def change(
    codebook: Codebook, after: CodebookEntry, *, reserved: Collection[str] = ()
) -> Edit:
    """Return the edit that makes the entry of this id what ``after`` says.

    Values that annotations have are kept, also where they no longer fit the
    attribute; ``misfits`` names them.

    Args:
        codebook: The project's.
        after: As it is to be.
        reserved: Letters that do something else in the window.

    Raises:
        CodebookError: What differs cannot be had.
    """
    before = _known(codebook, after)
    after = checked(codebook, before, after, reserved)
    differing = differences(before, after)
    if not differing:
        return Edit(f"Change {kind_of(after)} “{after.name}”", ())
    return Edit(_title(before, after, differing), (Change(before, after),))


def describe(codebook: Codebook, after: CodebookInfo) -> Edit:
    """Return the edit that changes the codebook's name, description or rules.

    Raises:
        CodebookError: The name is empty.
    """
    before = codebook.info
    after = replace(
        after,
        name=one_line(after.name),
        version=one_line(after.version) or before.version,
        revision=before.revision,
    )
    if not is_name(after.name):
        raise CodebookError(
            "The codebook has no name.", hint="Give it one, such as “Claims”."
        )
    after = replace(after, rules=tuple(filter(None, map(str.strip, after.rules))))
    if after == before:
        return Edit("Change codebook", ())
    title = "Change codebook"
    if replace(after, name=before.name) == before:
        title = f"Rename codebook “{before.name}” to “{after.name}”"
    elif replace(after, rules=before.rules) == before:
        title = "Change rules"
    return Edit(title, (Change(before, after),))


def move(codebook: Codebook, entry: CodebookEntry, to: int) -> Edit:
    """Return the edit that puts an entry at another place.

    Args:
        codebook: The project's.
        entry: What is moved.
        to: From 0, among the entries of its kind that are offered; if it is
            retired, among those that are retired.
    """
    entries = list(codebook.alike(entry))
    places = [n for n, one in enumerate(entries) if one.retired == entry.retired]
    group = [entries[n] for n in places]
    group = [one for one in group if one.id != entry.id]
    group.insert(max(0, min(to, len(group))), _known(codebook, entry))
    for place, one in zip(places, group, strict=True):
        entries[place] = one
    return Edit(
        f"Move {kind_of(entry)} “{entry.name}”",
        tuple(
            Change(one, replace(one, position=position))
            for position, one in enumerate(entries)
            if one.position != position
        ),
    )


def move_by(codebook: Codebook, entry: CodebookEntry, steps: int) -> Edit:
    """Return the edit that moves an entry up (-1) or down (1) among its kind."""
    group = [e.id for e in codebook.alike(entry) if e.retired == entry.retired]
    return move(codebook, entry, max(0, group.index(entry.id) + steps))


def retire(codebook: Codebook, entry: CodebookEntry) -> Edit:
    """Return the edit after which an entry is kept, but no longer offered."""
    before = _known(codebook, entry)
    changes = () if before.retired else (Change(before, replace(before, retired=True)),)
    return Edit(f"Retire {kind_of(entry)} “{entry.name}”", changes)


def bring_back(
    codebook: Codebook, entry: CodebookEntry, *, reserved: Collection[str] = ()
) -> Edit:
    """Return the edit that offers a retired entry again.

    A tag whose letter has been given away comes back without one.
    """
    before = _known(codebook, entry)
    after = replace(before, retired=False)
    if isinstance(after, Tag) and (
        after.key in reserved or holder_of(codebook, after.key, but=after)
    ):
        after = replace(after, key="")
    changes = (Change(before, after),) if before.retired else ()
    return Edit(f"Bring back {kind_of(entry)} “{entry.name}”", changes)


def delete(codebook: Codebook, entry: CodebookEntry, usage: CodebookUsage) -> Edit:
    """Return the edit that deletes an entry nobody uses.

    A tag is taken out of the attributes and relation types that name it; those
    that were for nothing else are deleted with it, or retired if they are used.

    Raises:
        CodebookError: It is used.
    """
    before = _known(codebook, entry)
    kind, count = kind_of(before), usage.of(before)
    if count:
        raise CodebookError(
            f"The {kind} “{before.name}” is used by {_uses(before, count)}.",
            hint="Retire it instead: what was annotated stays, and it is no longer "
            "offered.",
        )
    now = utc_now()
    changes = [Change(before, replace(before, deleted_at=now))]
    if isinstance(before, Tag):
        others: list[AttributeDefinition | RelationType] = [
            *codebook.attributes,
            *codebook.relation_types,
        ]
        for other in others:
            after = _without(other, before.id, used=bool(usage.of(other)), now=now)
            if after != other:
                changes.append(Change(other, after))
    return Edit(f"Delete {kind} “{before.name}”", tuple(changes))


def misfits(attribute: AttributeDefinition, values: Mapping[str, int]) -> str:
    """Say which stored values do not fit ``attribute``, or "" if all do.

    Args:
        attribute: As it is, or as it is to be.
        values: How often each value occurs in the project.
    """
    wrong = [value for value in values if not attribute.fits(value)]
    if not wrong:
        return ""
    count = sum(values[value] for value in wrong)
    shown = ", ".join(f"“{value}”" for value in wrong[:_SHOWN])
    more = f" and {len(wrong) - _SHOWN} more" if wrong[_SHOWN:] else ""
    if count == 1:
        return f"1 value does not fit and stays as it is: {shown}."
    return f"{count:,} values do not fit and stay as they are: {shown}{more}."


def differences(before: CodebookEntry, after: CodebookEntry) -> list[str]:
    """Return the names of the fields in which two states of an entry differ."""
    return [
        field.name
        for field in fields(after)
        if field.name not in ("id", "revision")
        and getattr(before, field.name) != getattr(after, field.name)
    ]


def _title(before: CodebookEntry, after: CodebookEntry, differing: list[str]) -> str:
    kind = kind_of(before)
    match differing:
        case ["name"]:
            return f"Rename {kind} “{before.name}” to “{after.name}”"
        case ["color"]:
            return f"Recolour {kind} “{after.name}”"
        case ["key"]:
            return f"Change letter of {kind} “{after.name}”"
        case _:
            return f"Change {kind} “{after.name}”"


def _known(codebook: Codebook, entry: CodebookEntry) -> Any:  # noqa: ANN401 - the kind of entry
    """Return the codebook's entry of the id of ``entry``."""
    found = next((one for one in codebook.alike(entry) if one.id == entry.id), None)
    if found is None:
        raise CodebookError(
            f"The {kind_of(entry)} “{entry.name}” is not in the codebook any more."
        )
    return found


def _identity(
    codebook: Codebook, entry: CodebookEntry
) -> tuple[CodebookEntry | None, Any]:
    """Return the deleted entry that comes back, or None, and the id to be had."""
    folded = entry.name.casefold()
    for gone in codebook.deleted:
        if type(gone) is type(entry) and gone.name.casefold() == folded:
            return gone, gone.id
    wanted = derived_id(kind_of(entry), entry.name)
    taken = {one.id for one in (*codebook.entries(), *codebook.deleted)}
    return None, new_id() if wanted in taken else wanted


def _without(
    entry: AttributeDefinition | RelationType, tag: TagId, *, used: bool, now: str
) -> AttributeDefinition | RelationType:
    """Return an entry that no longer names ``tag``."""
    lists = [name for name in _TAG_LISTS if tag in getattr(entry, name, ())]
    # An empty list would mean every tag.
    if any(getattr(entry, name) == (tag,) for name in lists):
        gone: dict[str, Any] = {"retired": True} if used else {"deleted_at": now}
        return replace(entry, **gone)
    kept: dict[str, Any] = {
        name: tuple(one for one in getattr(entry, name) if one != tag) for name in lists
    }
    return replace(entry, **kept)


_TAG_LISTS = ("tag_ids", "source_tag_ids", "target_tag_ids")


def _uses(entry: CodebookEntry, count: int) -> str:
    return counted(
        count, "relation" if isinstance(entry, RelationType) else "annotation"
    )
