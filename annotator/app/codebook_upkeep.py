"""What every saved edit does for the codebook besides what it is made for.

The version moves on with each change of the codebook; what annotations use is
never deleted, and comes back with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from annotator.model.annotation import Annotation, Relation
from annotator.model.change import Change, Edit, Entity
from annotator.model.codebook import (
    AttributeDefinition,
    Codebook,
    CodebookEntry,
    CodebookInfo,
    CodebookUsage,
    RelationType,
    Tag,
)
from annotator.model.codebook_values import next_version

ENTRIES = (Tag, AttributeDefinition, RelationType)
_PARTS = frozenset((*ENTRIES, CodebookInfo))


def completed(
    edit: Edit, codebook: Codebook, usage: Callable[[], CodebookUsage]
) -> Edit:
    """Return ``edit`` with what it entails for the codebook.

    Args:
        edit: To be saved; an undo may delete what others have come to use.
        codebook: As it is stored.
        usage: Asked only where something is to be deleted.
    """
    changes = list(edit.changes)
    if codebook.deleted:
        changes = [*_brought_back(changes, codebook), *changes]
    if _PARTS.isdisjoint([type(change.after) for change in changes]):
        return edit
    if any(_deletes_entry(change) for change in changes):
        changes = _with_used_ones_retired(changes, usage())
    return replace(edit, changes=tuple(_with_next_version(changes, codebook)))


def _brought_back(changes: Iterable[Change], codebook: Codebook) -> list[Change]:
    """Return what makes deleted entries retired ones: annotations come to use them."""
    changed = {change.after.id for change in changes}
    needed = {used for change in changes for used in _used_by(change.after)}
    return [
        Change(gone, _retired(gone, codebook))
        for gone in codebook.deleted
        if gone.id in needed and gone.id not in changed
    ]


def _retired(gone: CodebookEntry, codebook: Codebook) -> CodebookEntry:
    taken = {entry.name.casefold() for entry in codebook.alike(gone)}
    name, number = gone.name, 1
    while name.casefold() in taken:
        number += 1
        name = f"{gone.name} ({number})"
    return replace(gone, name=name, retired=True, deleted_at=None)


def _deletes_entry(change: Change) -> bool:
    return isinstance(change.after, ENTRIES) and change.after.deleted_at is not None


def _with_used_ones_retired(
    changes: Sequence[Change], usage: CodebookUsage
) -> list[Change]:
    """Return ``changes`` where what is still used afterwards is retired only."""
    more: Counter[str] = Counter()
    for change in changes:
        more.update(_used_by(change.after))
        if change.before is not None:
            more.subtract(_used_by(change.before))
    return [
        replace(change, after=replace(change.after, deleted_at=None, retired=True))
        if isinstance(change.after, ENTRIES)
        and change.after.deleted_at
        and usage.of(change.after) + more[change.after.id] > 0
        else change
        for change in changes
    ]


def _used_by(entity: Entity) -> list[str]:
    """Return the ids of the entries that a live annotation or relation uses."""
    if isinstance(entity, Annotation) and not entity.deleted_at:
        return [entity.tag_id, *entity.attributes]
    if isinstance(entity, Relation) and not entity.deleted_at:
        return [entity.type_id]
    return []


def _with_next_version(changes: Sequence[Change], codebook: Codebook) -> list[Change]:
    """Return ``changes`` with one of the version, unless they set it themselves."""
    if not any(isinstance(change.after, CodebookInfo) for change in changes):
        info = codebook.info
        changes = [*changes, Change(info, info)]
    return [_moved_on(change) for change in changes]


def _moved_on(change: Change) -> Change:
    before, after = change.before, change.after
    if (
        isinstance(before, CodebookInfo)
        and isinstance(after, CodebookInfo)
        and before.version == after.version
    ):
        after = replace(after, version=next_version(after.version))
    return replace(change, after=after)
