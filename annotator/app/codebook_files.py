"""Codebooks between projects and TOML files: exports, and what an import would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annotator.app.codebook_checks import kind_of
from annotator.app.codebook_edits import differences
from annotator.app.exporting import require_no_project
from annotator.formats.atomic import write_atomically
from annotator.formats.codebook_toml import write_codebook
from annotator.model.change import Change, Edit
from annotator.model.codebook import Codebook, CodebookEntry, CodebookInfo, Tag
from annotator.model.codebook_values import next_version
from annotator.model.ids import TagId, new_id

_WORDS = {
    "key": "letter",
    "tag_ids": "tags",
    "source_tag_ids": "from",
    "target_tag_ids": "to",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodebookMerge:
    """What importing a codebook into a project would do.

    Attributes:
        added: What the project does not have, such as ``tag “rumour”``.
        changed: What becomes as the file has it, and in which respects.
        missing: What the file does not have; it stays as it is.
        unchanged: How many entries are the same.
        version: The codebook's version afterwards.
        edit: Does it in one step, or None if there is nothing to do.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unchanged: int = 0
    version: str
    edit: Edit | None = None

    def lines(self) -> list[str]:
        """Return it for people to read, a line each."""
        return [
            *(f"Add {what}" for what in self.added),
            *(f"Change {what}" for what in self.changed),
            *(f"Keep {what}, which is not in the file" for what in self.missing),
            f"Unchanged: {self.unchanged}",
            f"Version: {self.version}",
        ]


def save_codebook(codebook: Codebook, target: Path, *, project: Path) -> None:
    """Write ``codebook`` as TOML into ``target``, all of it or nothing.

    Raises:
        ExportError: ``target`` has the name of a project, most of all of the open
            one, ``project``; or it could not be written. What was there is
            untouched.
    """
    require_no_project(target, project)
    write_atomically(target, [write_codebook(codebook).encode()])


def replacing(codebook: Codebook, imported: Codebook) -> CodebookMerge:
    """Return what importing ``imported`` would do to the project's codebook.

    Entries of the same name, upper and lower case alike, are the same; then
    those of the same id, which were renamed. What the file lacks is kept, after
    the rest. If anything changes, the version becomes the file's, unless the
    project has more than the file or that version already: then it moves on.
    """
    work = _Merge(codebook, imported)
    changes = work.changes()
    before = codebook.info
    after = replace(imported.info, version=before.version)
    if differing := _info_differences(before, after):
        work.changed.append(f"codebook: {_listed(differing)}")
    if changes or differing:
        alike = not work.missing and imported.version != before.version
        version = imported.version if alike else next_version(before.version)
        after = replace(after, version=version)
        changes.append(Change(before, after))
    title = f"Import codebook “{imported.name}”"
    return CodebookMerge(
        added=tuple(work.added),
        changed=tuple(work.changed),
        missing=tuple(work.missing),
        unchanged=work.unchanged,
        version=after.version,
        edit=Edit(title, tuple(changes)) if changes else None,
    )


class _Merge:
    """Matches the entries of two codebooks and collects what comes of it."""

    def __init__(self, codebook: Codebook, imported: Codebook) -> None:
        self.added: list[str] = []
        self.changed: list[str] = []
        self.missing: list[str] = []
        self.unchanged = 0
        self._codebook = codebook
        self._imported = imported
        self._known = _matches(codebook, imported)
        gone = codebook.deleted
        taken = {entry.id for entry in (*codebook.entries(), *gone)}
        self._ids: dict[str, Any] = {}
        for entry in imported.entries():
            known = self._known.get(entry.id)
            free = new_id() if entry.id in taken else entry.id
            self._ids[entry.id] = known.id if known else free
        self._result: list[CodebookEntry] = []

    def changes(self) -> list[Change]:
        """Return what makes the project's entries those of the file."""
        found: list[Change] = []
        kinds: list[tuple[Sequence[CodebookEntry], Sequence[CodebookEntry]]] = [
            (self._imported.tags, self._codebook.tags),
            (self._imported.attributes, self._codebook.attributes),
            (self._imported.relation_types, self._codebook.relation_types),
        ]
        for entries, ours in kinds:
            for position, entry in enumerate(entries):
                known = self._known.get(entry.id)
                found += self._taken_in(known, self._as_ours(entry, position))
            order = [self._ids[entry.id] for entry in entries]
            kept = [entry for entry in ours if entry.id not in order]
            for position, entry in enumerate(kept, start=len(entries)):
                found += self._kept(entry, position)
            order += [entry.id for entry in kept]
            was = [entry.id for entry in ours]
            if was != [one for one in order if one in was]:
                self.changed.append(f"order of the {kind_of(ours[0])}s")
        return found

    def _as_ours(self, entry: CodebookEntry, position: int) -> CodebookEntry:
        values: dict[str, Any] = {
            name: tuple(TagId(self._ids[one]) for one in getattr(entry, name))
            for name in ("tag_ids", "source_tag_ids", "target_tag_ids")
            if hasattr(entry, name)
        }
        return replace(entry, id=self._ids[entry.id], position=position, **values)

    def _taken_in(
        self, before: CodebookEntry | None, after: CodebookEntry
    ) -> list[Change]:
        if before is None or before.deleted_at:
            self.added.append(f"{kind_of(after)} “{after.name}”")
            return [Change(before, after)]
        differing = differences(before, after)
        said = [_WORDS.get(name, name) for name in differing if name != "position"]
        if said:
            what = f"{kind_of(before)} “{before.name}”"
            self.changed.append(f"{what}: {_listed(said)}")
        else:
            self.unchanged += 1
        return [Change(before, after)] if differing else []

    def _kept(self, entry: CodebookEntry, position: int) -> list[Change]:
        after = replace(entry, position=position)
        what = f"{kind_of(entry)} “{entry.name}”"
        given_away = isinstance(after, Tag) and self._imported.tag_for_key(after.key)
        if isinstance(after, Tag) and not after.retired and given_away:
            what += f" without its letter “{after.key}”"
            after = replace(after, key="")
        self.missing.append(what)
        return [Change(entry, after)] if after != entry else []


def _matches(codebook: Codebook, imported: Codebook) -> Mapping[str, CodebookEntry]:
    """Return the project's entry, also a deleted one, for each id of the file."""
    found: dict[str, CodebookEntry] = {}
    for ours, key in (
        (codebook.entries(), _by_name),
        (codebook.entries(), _by_id),
        (codebook.deleted, _by_name),
    ):
        taken = {entry.id for entry in found.values()}
        free = {key(entry): entry for entry in ours if entry.id not in taken}
        for entry in imported.entries():
            if entry.id not in found and key(entry) in free:
                found[entry.id] = free[key(entry)]
    return found


def _by_name(entry: CodebookEntry) -> tuple[type, str]:
    return type(entry), entry.name.casefold()


def _by_id(entry: CodebookEntry) -> tuple[type, str]:
    return type(entry), entry.id


def _info_differences(before: CodebookInfo, after: CodebookInfo) -> list[str]:
    names = ("name", "description", "rules")
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
