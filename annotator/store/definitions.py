"""The small tables: annotators, the codebook and its entries.

They are alike, a value a row, so one class serves them all; what differs is
which columns hold lists or truth values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any, Generic, TypeVar

from sqlite_utils import Database

from annotator.errors import DamagedProjectError
from annotator.model.annotation import Annotator
from annotator.model.codebook import (
    CODEBOOK_ID,
    AttributeDefinition,
    AttributeKind,
    Codebook,
    CodebookEntry,
    CodebookInfo,
    CodebookUsage,
    RelationType,
    Tag,
    TagRole,
)
from annotator.model.ids import AttributeId, RelationTypeId, TagId
from annotator.store.numbers import Numbers
from annotator.store.rows import Stamp, row_hash, to_json

Definition = TypeVar(
    "Definition",
    bound=Annotator | CodebookInfo | Tag | AttributeDefinition | RelationType,
)
Listed = TypeVar("Listed", bound=CodebookEntry)


class DefinitionTable(Generic[Definition]):
    """One table of small values, read whole and changed seldom."""

    def __init__(
        self, db: Database, table: str, kind: type[Definition], order: str
    ) -> None:
        self.numbers = Numbers(db, table)
        self.table = table
        self._db = db
        self._make: Callable[..., Definition] = kind
        never = ("id", "deleted_at") if kind in _NEVER_DELETED else ("id",)
        self._columns = [f.name for f in fields(kind) if f.name not in never]
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
            if _seal(cells, uuid.hex()) != seal
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
        seal = _seal([*cells, *stamp], value.id)
        return [*cells, *stamp, seal, bytes.fromhex(value.id)]

    def _from_row(self, row: tuple[Any, ...]) -> Definition:
        values: dict[str, Any] = dict(zip(self._columns, row[1:], strict=True))
        for name, value in values.items():
            if name in _LISTS:
                values[name] = tuple(json.loads(value))
            elif name in _TRUTHS:
                values[name] = bool(value)
            elif name in _KINDS:
                values[name] = _KINDS[name](value)
        return self._make(id=row[0].hex(), **values)


_NEVER_DELETED = (Annotator, CodebookInfo)
_KINDS: dict[str, Callable[[str], object]] = {"kind": AttributeKind, "role": TagRole}
_LISTS = frozenset(
    (
        *("include", "exclude", "examples", "tag_ids", "choices", "rules"),
        *("source_tag_ids", "target_tag_ids"),
    )
)
_TRUTHS = frozenset(("retired", "directed", "transitive", "acyclic"))


def _to_cell(value: object) -> object:
    if isinstance(value, tuple):
        return to_json(value)
    return int(value) if isinstance(value, bool) else value


def _seal(cells: Iterable[object], uuid: str) -> bytes:
    return row_hash(*("" if cell is None else cell for cell in cells), uuid)


class CodebookStore:
    """The codebook of a project: its tags, attributes and relation types."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.info = DefinitionTable(db, "codebook", CodebookInfo, "id")
        self.tags = DefinitionTable(db, "tags", Tag, "position, id")
        self.attributes = DefinitionTable(
            db, "attributes", AttributeDefinition, "position, id"
        )
        self.relation_types = DefinitionTable(
            db, "relation_types", RelationType, "position, id"
        )

    @property
    def tables(self) -> tuple[DefinitionTable[Any], ...]:
        """Everything that makes up the codebook."""
        return (self.info, self.tags, self.attributes, self.relation_types)

    def read(self) -> Codebook:
        """Return the whole codebook.

        Raises:
            DamagedProjectError: Its name, version and rules are missing.
        """
        info = self.info.get(CODEBOOK_ID)
        if info is None:
            raise DamagedProjectError("The project has lost its codebook's record.")
        tags = self.tags.all()
        attributes = self.attributes.all()
        relation_types = self.relation_types.all()
        entries: list[CodebookEntry] = [*tags, *attributes, *relation_types]
        return Codebook(
            name=info.name,
            version=info.version,
            description=info.description,
            rules=info.rules,
            tags=_live(tags),
            attributes=_live(attributes),
            relation_types=_live(relation_types),
            deleted=tuple(entry for entry in entries if entry.deleted_at),
        )

    def usage(self) -> CodebookUsage:
        """Return how often each entry is used, by everybody."""
        tags = self._counts(
            "SELECT t.uuid, n FROM (SELECT tag, count(*) AS n FROM annotations "
            "WHERE deleted_at IS NULL GROUP BY tag) JOIN tags AS t ON t.id = tag"
        )
        attributes = self._counts(
            "SELECT t.uuid, n FROM (SELECT attribute, count(*) AS n "
            "FROM annotation_attributes JOIN annotations ON id = annotation "
            "WHERE deleted_at IS NULL GROUP BY attribute) "
            "JOIN attributes AS t ON t.id = attribute"
        )
        types = self._counts(
            "SELECT t.uuid, n FROM (SELECT type, count(*) AS n FROM relations "
            "WHERE deleted_at IS NULL GROUP BY type) "
            "JOIN relation_types AS t ON t.id = type"
        )
        return CodebookUsage(
            {TagId(uuid): n for uuid, n in tags},
            {AttributeId(uuid): n for uuid, n in attributes},
            {RelationTypeId(uuid): n for uuid, n in types},
        )

    def values_of(self, attribute_id: AttributeId) -> dict[str, int]:
        """Return the values an attribute has in the project, and how often each."""
        rows = self._db.execute(
            "SELECT value, count(*) FROM annotation_attributes "
            "JOIN annotations AS a ON a.id = annotation "
            "WHERE attribute = ? AND a.deleted_at IS NULL "
            "GROUP BY value ORDER BY 2 DESC",
            [self.attributes.numbers.find(attribute_id)],
        )
        return dict(rows.fetchall())

    def quotes(self, tag_id: TagId, first: int | None, limit: int) -> list[str]:
        """Return words that have this tag, each once, the newest before the older.

        Args:
            tag_id: The tag.
            first: The row number of the annotator whose come before the others'.
            limit: At most so many.
        """
        rows = self._db.execute(
            "SELECT quote FROM annotations AS a "
            "JOIN documents AS d ON d.id = a.document "
            "WHERE tag = ? AND a.deleted_at IS NULL AND d.deleted_at IS NULL "
            "GROUP BY quote ORDER BY max(annotator IS ?) DESC, max(a.id) DESC LIMIT ?",
            [self.tags.numbers.find(tag_id), first, limit],
        )
        return [quote for (quote,) in rows.fetchall()]

    def _counts(self, query: str) -> list[tuple[str, int]]:
        return [(uuid.hex(), n) for uuid, n in self._db.execute(query).fetchall()]


def _live(entries: Iterable[Listed]) -> tuple[Listed, ...]:
    return tuple(entry for entry in entries if not entry.deleted_at)
