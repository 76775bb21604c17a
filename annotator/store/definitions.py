"""The small tables: annotators, tags, attributes and relation types.

They are alike, a value a row, so one class serves them all; what differs is
which columns hold lists or truth values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

from annotator.model.annotation import Annotator
from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    Codebook,
    RelationType,
    Tag,
)
from annotator.store.numbers import Numbers
from annotator.store.rows import Stamp, row_hash, to_json

Definition = TypeVar(
    "Definition", bound=Annotator | Tag | AttributeDefinition | RelationType
)


class DefinitionTable(Generic[Definition]):
    """One table of small values, read whole and changed seldom."""

    def __init__(
        self, db: Database, table: str, kind: type[Definition], order: str
    ) -> None:
        self.numbers = Numbers(db, table)
        self.table = table
        self._db = db
        self._make: Callable[..., Definition] = kind
        self._columns = [
            field.name
            for field in fields(kind)
            if field.name not in ("id", "deleted_at")
        ]
        names = ", ".join(self._columns)
        marks = ", ".join("?" * (len(self._columns) + 4))
        sets = ", ".join(f"{name} = ?" for name in self._columns)
        self._select = f"SELECT uuid, {names} FROM {table}"  # noqa: S608
        self._select_hashed = f"SELECT {names}, hlc, device, uuid, hash FROM {table}"  # noqa: S608
        self._order = f" ORDER BY {order}"
        self._insert = (
            f"INSERT INTO {table} ({names}, hlc, device, hash, uuid) "  # noqa: S608
            f"VALUES ({marks})"
        )
        self._update = (
            f"UPDATE {table} SET {sets}, hlc = ?, device = ?, hash = ? "  # noqa: S608
            "WHERE uuid = ?"
        )

    def all(self) -> list[Definition]:
        """Return every row, in order."""
        rows = self._db.execute(self._select + self._order).fetchall()
        return [self._from_row(row) for row in rows]

    def get(self, uuid: str) -> Definition | None:
        """Return the row of this id, or None."""
        row = self._db.execute(
            self._select + " WHERE uuid = ?", [bytes.fromhex(uuid)]
        ).fetchone()
        return self._from_row(row) if row else None

    def damaged(self) -> list[str]:
        """Return the UUIDs of the rows that do not say what was written."""
        rows = self._db.execute(self._select_hashed).fetchall()
        return [
            uuid.hex()
            for *cells, uuid, seal in rows
            if row_hash(*cells, uuid.hex()) != seal
        ]

    def insert(self, values: Iterable[Definition], stamp: Stamp) -> None:
        """Add rows."""
        for value in values:
            self._db.execute(self._insert, self._to_row(value, stamp))

    def update(self, value: Definition, stamp: Stamp) -> None:
        """Overwrite the row that has the id of ``value``."""
        self._db.execute(self._update, self._to_row(value, stamp))

    def _to_row(self, value: Definition, stamp: Stamp) -> list[object]:
        cells = [_to_cell(getattr(value, name)) for name in self._columns]
        seal = row_hash(*cells, *stamp, value.id)
        return [*cells, *stamp, seal, bytes.fromhex(value.id)]

    def _from_row(self, row: tuple[Any, ...]) -> Definition:
        values: dict[str, Any] = dict(zip(self._columns, row[1:], strict=True))
        for name, value in values.items():
            if name in _LISTS:
                values[name] = tuple(json.loads(value))
            elif name in _TRUTHS:
                values[name] = bool(value)
            elif name == "kind":
                values[name] = AttributeKind(value)
        return self._make(id=row[0].hex(), **values)


_LISTS = frozenset(
    (
        *("include", "exclude", "examples", "tag_ids", "choices"),
        *("source_tag_ids", "target_tag_ids"),
    )
)
_TRUTHS = frozenset(("retired", "directed", "transitive", "acyclic"))


def _to_cell(value: object) -> object:
    if isinstance(value, tuple):
        return to_json(value)
    return int(value) if isinstance(value, bool) else value


class CodebookStore:
    """The codebook of a project: its tags, attributes and relation types."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.tags = DefinitionTable(db, "tags", Tag, "position, id")
        self.attributes = DefinitionTable(
            db, "attributes", AttributeDefinition, "position, id"
        )
        self.relation_types = DefinitionTable(
            db, "relation_types", RelationType, "position, id"
        )

    def read(self) -> Codebook:
        """Return the whole codebook."""
        name, version, description, rules = self._db.execute(
            "SELECT codebook_name, codebook_version, codebook_description, "
            "codebook_rules FROM project"
        ).fetchone()
        return Codebook(
            name=name,
            version=version,
            description=description,
            rules=tuple(json.loads(rules)),
            tags=tuple(self.tags.all()),
            attributes=tuple(self.attributes.all()),
            relation_types=tuple(self.relation_types.all()),
        )

    def describe(self, codebook: Codebook) -> None:
        """Write the codebook's name, version, description and rules."""
        self._db.execute(
            "UPDATE project SET codebook_name = ?, codebook_version = ?, "
            "codebook_description = ?, codebook_rules = ?",
            [
                codebook.name,
                codebook.version,
                codebook.description,
                to_json(codebook.rules),
            ],
        )
