"""Saving an edit: rows, hashes, clock and journal in one transaction."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from sqlite_utils import Database

from annotator.errors import StaleError
from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.change import Action, Change, Edit, Entity
from annotator.model.codebook import (
    AttributeDefinition,
    CodebookInfo,
    RelationType,
    Tag,
)
from annotator.model.document import Document, DocumentStatus
from annotator.model.ids import AnnotatorId
from annotator.store.annotations import AnnotationStore
from annotator.store.definitions import CodebookStore, DefinitionTable
from annotator.store.documents import DocumentStore
from annotator.store.journal import JournalStore
from annotator.store.relations import RelationStore
from annotator.store.rows import Stamp
from annotator.store.transaction import writing

_CLOCK_SHIFT = 16

# Who refers to whom: what is referred to is written first.
_ORDER: tuple[type[Entity], ...] = (
    Annotator,
    CodebookInfo,
    Tag,
    AttributeDefinition,
    RelationType,
    Document,
    DocumentStatus,
    Annotation,
    Relation,
)


class Writer:
    """Writes edits into the tables."""

    def __init__(
        self,
        db: Database,
        *,
        device: int,
        people: DefinitionTable[Annotator],
        codebook: CodebookStore,
        documents: DocumentStore,
        annotations: AnnotationStore,
        relations: RelationStore,
        journal: JournalStore,
    ) -> None:
        self._db = db
        self._device = device
        self._documents = documents
        self._annotations = annotations
        self._relations = relations
        self._journal = journal
        self._definitions: dict[type[Entity], DefinitionTable[Any]] = {
            Annotator: people,
            CodebookInfo: codebook.info,
            Tag: codebook.tags,
            AttributeDefinition: codebook.attributes,
            RelationType: codebook.relation_types,
        }

    def save(
        self,
        edit: Edit,
        *,
        by: AnnotatorId | None,
        action: Action = Action.DO,
        of_step: int | None = None,
    ) -> int:
        """Save ``edit`` with its journal entries and return the step's number.

        Raises:
            StaleError: What an edit starts from is not what is stored, or what it
                adds is there already.
            SaveError: The disk did not take it.
        """
        with writing(self._db):
            stamp = self._tick()
            changes = [self._checked(change) for change in edit.changes]
            for kind in _ORDER:
                group = [c for c in changes if type(c.after) is kind]
                if group:
                    self._write(kind, group, stamp)
            return self._journal.append(
                changes, stamp, title=edit.title, by=by, action=action, of_step=of_step
            )

    def stored(self, entity: Entity) -> Entity | None:
        """Return what is stored under the id of ``entity``, or None."""
        if isinstance(entity, Annotation):
            return self._annotations.get(entity.id)
        if isinstance(entity, Relation):
            return self._relations.get(entity.id)
        if isinstance(entity, Document):
            return self._documents.get(entity.id)
        if isinstance(entity, DocumentStatus):
            return self._documents.status(entity.document_id, entity.annotator_id)
        return cast("Entity | None", self._definitions[type(entity)].get(entity.id))

    def _checked(self, change: Change) -> Change:
        """Return ``change`` with the next revision, or refuse it."""
        if change.before is None:
            if change.after.revision == 1:
                # An import of 60,000 makes them so, and saves as many copies.
                return change
            return Change(None, replace(change.after, revision=1), change.source)
        stored = self.stored(change.before)
        if stored is None or not same(stored, change.before):
            raise StaleError(
                f"{_name(change.before)} has been changed in the meantime."
            )
        revision = stored.revision + 1
        return Change(stored, replace(change.after, revision=revision), change.source)

    def _write(self, kind: type[Entity], changes: list[Change], stamp: Stamp) -> None:
        added = [c for c in changes if c.before is None]
        altered: Iterable[Any] = [c.after for c in changes if c.before is not None]
        new: Any = [c.after for c in added]
        if kind is Document:
            self._documents.insert(
                [(cast("Document", c.after), c.source) for c in added], stamp
            )
            for document in altered:
                self._documents.update(document, stamp)
        elif kind is DocumentStatus:
            self._documents.write_statuses([*new, *altered], stamp)
        elif kind is Annotation:
            self._annotations.insert(new, stamp)
            self._annotations.update(altered, stamp)
        elif kind is Relation:
            self._relations.insert(new, stamp)
            self._relations.update(altered, stamp)
        else:
            self._definitions[kind].insert(new, stamp)
            for value in altered:
                self._definitions[kind].update(value, stamp)

    def _tick(self) -> Stamp:
        """Move the project's clock on and return the new time."""
        last = self._db.execute("SELECT hlc FROM project").fetchone()[0]
        now = max(last + 1, int(time.time() * 1000) << _CLOCK_SHIFT)
        self._db.execute("UPDATE project SET hlc = ?", [now])
        return Stamp(now, self._device)


def same(one: Entity, other: Entity) -> bool:
    """Tell whether two states say the same, whatever their revisions.

    A document's text never changes and is not compared: the journal has none.
    """
    if isinstance(one, Document) and isinstance(other, Document):
        one = replace(one, text=other.text)
    return replace(one, revision=other.revision) == other


def _name(entity: Entity) -> str:
    if isinstance(entity, Annotation):
        return f"The annotation of “{entity.quote[:40]}”"
    if isinstance(entity, Relation):
        return "The relation"
    if isinstance(entity, DocumentStatus):
        return "The document's status"
    if isinstance(entity, CodebookInfo):
        return "The codebook"
    return f"“{entity.name}”"
