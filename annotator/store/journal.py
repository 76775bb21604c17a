"""The append-only journal: undo history, audit log and unit of merging in one.

An edit is one *step* of one or more rows (a row per document it touched). An
undo is a step of its own that names the step it takes back, and so is a redo;
what can be undone and redone follows from reading the steps in order.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from annotator.model.annotation import Annotation
from annotator.model.change import Action, Change, Entity
from annotator.model.document import Document, DocumentStatus
from annotator.model.ids import AnnotationId, AnnotatorId, DocumentId
from annotator.model.times import utc_now
from annotator.store.documents import DocumentStore
from annotator.store.numbers import Numbers
from annotator.store.rows import Stamp, entity_from_json, entity_to_json, to_json

_DECODER = json.JSONDecoder()
_OBJECT = '{"entity":"'
"""How the JSON of every entity begins; inside a string the quotes are escaped."""


class Undoable(NamedTuple):
    """A step that can be undone, or redone.

    Attributes:
        step: The edit's own step.
        latest: The step that last did, undid or redid it: what is to be reversed.
        title: As the Edit menu shows it.
    """

    step: int
    latest: int
    title: str


class Entry(NamedTuple):
    """What one step did to one annotation and the relations at its ends.

    Attributes:
        step: The journal's number of the step.
        of_step: The step this one undid or redid, if it did.
        at: UTC, ISO 8601 with milliseconds.
    """

    step: int
    action: Action
    of_step: int | None
    title: str
    annotator_id: AnnotatorId | None
    at: str
    changes: tuple[Change, ...]


class UndoState(NamedTuple):
    """What can be undone and what can be redone, each with the next one last."""

    undo: list[Undoable]
    redo: list[Undoable]


class JournalStore:
    """The table ``journal``."""

    def __init__(self, db: Database, documents: DocumentStore, people: Numbers) -> None:
        self._db = db
        self._documents = documents.numbers
        self._people = people

    def append(
        self,
        changes: Sequence[Change],
        stamp: Stamp,
        *,
        title: str,
        by: AnnotatorId | None,
        action: Action,
        of_step: int | None,
    ) -> int:
        """Write one step, a row for each document it touches, and return its number."""
        step = int(
            self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM journal").fetchone()[
                0
            ]
        )
        by_document: dict[DocumentId | None, list[Change]] = defaultdict(list)
        for change in changes:
            by_document[_document_of(change.after)].append(change)
        at = utc_now()
        who = None if by is None else self._people.of(by)
        self._db.conn.executemany(
            "INSERT INTO journal (step, action, of_step, title, annotator, document, "
            "at, hlc, device, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(step, action, of_step, title, who),
                    None if document is None else self._documents.of(document),
                    *(at, *stamp, *_states(group)),
                )
                for document, group in by_document.items()
            ],
        )
        return step

    def changes_of(self, step: int) -> list[Change]:
        """Return what a step changed; documents come without their texts."""
        changes: list[Change] = []
        for before, after in self._db.execute(
            "SELECT before, after FROM journal WHERE step = ? ORDER BY id", [step]
        ).fetchall():
            afters = json.loads(after)
            befores = json.loads(before) if before else [None] * len(afters)
            changes.extend(
                Change(_entity(old), entity_from_json(new))
                for old, new in zip(befores, afters, strict=True)
            )
        return changes

    def undo_state(self, by: AnnotatorId) -> UndoState:
        """Return what this annotator can undo and redo now."""
        state = UndoState([], [])
        for step, action, of_step, title in self._db.execute(
            "SELECT step, action, of_step, title FROM journal WHERE id = step "
            "AND annotator = ? ORDER BY id",
            [self._people.find(by)],
        ):
            advance(state, action, step, of_step, title)
        return state

    def entries_about(
        self, annotation_id: AnnotationId, document_id: DocumentId
    ) -> list[Entry]:
        """Return what was done to an annotation and its relations, newest first.

        Only the entities asked for are parsed: an import is one row of tens of
        thousands.
        """
        rows = self._db.execute(
            # Relations belong to no document: their two ends may lie in two.
            "SELECT step, action, of_step, title, annotator, at, before, after "
            "FROM journal WHERE (document = ? OR document IS NULL) "
            "AND instr(after, ?) ORDER BY id DESC",
            [self._documents.find(document_id), annotation_id],
        ).fetchall()
        found: dict[int, Entry] = {}
        for step, action, of_step, title, by, at, before, after in rows:
            changes = _changes_about(annotation_id, before, after)
            if not changes:
                continue
            who = None if by is None else AnnotatorId(self._people.uuid(by))
            entry = Entry(step, Action(action), of_step, title, who, at, changes)
            if step in found:
                entry = found[step]._replace(changes=(*found[step].changes, *changes))
            found[step] = entry
        return list(found.values())

    def count(self) -> int:
        """Return how many entries the journal has."""
        return int(self._db.execute("SELECT count(*) FROM journal").fetchone()[0])


def advance(
    state: UndoState, action: str, step: int, of_step: int | None, title: str
) -> None:
    """Move ``state`` on by one step of the journal."""
    if action == Action.DO:
        state.undo.append(Undoable(step, step, title))
        state.redo.clear()
        return
    source, target = (
        (state.undo, state.redo) if action == Action.UNDO else (state.redo, state.undo)
    )
    # Normally the last one; a step whose undo was refused may have been passed over.
    for index in range(len(source) - 1, -1, -1):
        if source[index].step == of_step:
            target.append(source.pop(index)._replace(latest=step))
            return


def _states(changes: Sequence[Change]) -> tuple[str | None, str]:
    after = to_json([entity_to_json(change.after) for change in changes])
    if all(change.before is None for change in changes):
        return None, after
    before = [change.before and entity_to_json(change.before) for change in changes]
    return to_json(before), after


def _changes_about(
    annotation_id: AnnotationId, before: str | None, after: str
) -> tuple[Change, ...]:
    changes: list[Change] = []
    for match in re.finditer(re.escape(annotation_id), after):
        row = _object_around(after, match.start())
        if row is None or not (
            row["id"] == annotation_id
            or annotation_id in (row.get("source_id"), row.get("target_id"))
        ):
            continue
        new = entity_from_json(row)
        if any(change.after.id == new.id for change in changes):
            continue
        place = before.find(f'"id":"{new.id}"') if before else -1
        old = _object_around(before, place) if before and place >= 0 else None
        changes.append(Change(_entity(old), new))
    return tuple(changes)


def _object_around(rows: str, place: int) -> dict[str, Any] | None:
    """Return the annotation or relation whose JSON has ``place`` in it, or None."""
    start = rows.rfind(_OBJECT, 0, place)
    if start < 0:
        return None
    row, end = _DECODER.raw_decode(rows, start)
    known = isinstance(row, dict) and row["entity"] in ("annotation", "relation")
    return row if known and place < end else None


def _entity(row: dict[str, Any] | None) -> Entity | None:
    return None if row is None else entity_from_json(row)


def _document_of(entity: Entity) -> DocumentId | None:
    if isinstance(entity, Document):
        return entity.id
    if isinstance(entity, Annotation | DocumentStatus):
        return entity.document_id
    return None
