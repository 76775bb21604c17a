"""The schema of a project file, as numbered steps; a shipped step is never edited.

Inside the file, tables refer to one another by small local integers, and each
entity's UUID stands once, in its own row: with UUIDs as keys everywhere a
million rows took twice the time and three times the space (measured).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from annotator.model.codebook import CODEBOOK_ID, role_named
from annotator.store.rows import row_hash

APPLICATION_ID = 0x416E6E6F
"""``Anno``: stands in the header of every project file."""

SCHEMA_VERSION = 2
"""``user_version`` of the files this program writes: the number of the last step."""

READER_VERSION = 2
"""The oldest program, by schema version, that reads what this one writes.

A program of schema 1 would call every tag damaged, because it leaves the role out
of the hash, and would not find the codebook's name.
"""

migrations = Migrations("annotator")

_INITIAL = """
CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uuid BLOB NOT NULL,
    title TEXT NOT NULL,
    created_at TEXT NOT NULL,
    min_reader INTEGER NOT NULL,
    hlc INTEGER NOT NULL DEFAULT 0,
    codebook_name TEXT NOT NULL DEFAULT '',
    codebook_version TEXT NOT NULL DEFAULT '1',
    codebook_description TEXT NOT NULL DEFAULT '',
    codebook_rules TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE annotators (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    created_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    color TEXT NOT NULL,
    mark TEXT NOT NULL,
    question TEXT NOT NULL,
    definition TEXT NOT NULL,
    include TEXT NOT NULL,
    exclude TEXT NOT NULL,
    examples TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE attributes (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    tag_ids TEXT NOT NULL,
    choices TEXT NOT NULL,
    definition TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE relation_types (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    source_tag_ids TEXT NOT NULL,
    target_tag_ids TEXT NOT NULL,
    directed INTEGER NOT NULL,
    transitive INTEGER NOT NULL,
    acyclic INTEGER NOT NULL,
    definition TEXT NOT NULL,
    position INTEGER NOT NULL,
    retired INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE document_sources (
    document INTEGER PRIMARY KEY REFERENCES documents(id),
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    extractor TEXT NOT NULL,
    extractor_version TEXT NOT NULL,
    encoding TEXT NOT NULL,
    changes TEXT NOT NULL,
    hash BLOB NOT NULL,
    content BLOB
) STRICT;

CREATE TABLE document_status (
    document INTEGER NOT NULL REFERENCES documents(id),
    annotator INTEGER NOT NULL REFERENCES annotators(id),
    status TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    PRIMARY KEY (document, annotator)
) STRICT, WITHOUT ROWID;

CREATE TABLE annotations (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents(id),
    annotator INTEGER NOT NULL REFERENCES annotators(id),
    tag INTEGER NOT NULL REFERENCES tags(id),
    start_offset INTEGER NOT NULL CHECK (start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (end_offset > start_offset),
    span_count INTEGER NOT NULL CHECK (span_count > 0),
    quote TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX annotations_live ON annotations(document, annotator)
    WHERE deleted_at IS NULL;

CREATE TABLE spans (
    annotation INTEGER NOT NULL REFERENCES annotations(id),
    position INTEGER NOT NULL,
    start_offset INTEGER NOT NULL CHECK (start_offset >= 0),
    end_offset INTEGER NOT NULL CHECK (end_offset > start_offset),
    PRIMARY KEY (annotation, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE annotation_attributes (
    annotation INTEGER NOT NULL REFERENCES annotations(id),
    attribute INTEGER NOT NULL REFERENCES attributes(id),
    value TEXT NOT NULL,
    PRIMARY KEY (annotation, attribute)
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    type INTEGER NOT NULL REFERENCES relation_types(id),
    source INTEGER NOT NULL REFERENCES annotations(id),
    target INTEGER NOT NULL REFERENCES annotations(id),
    annotator INTEGER NOT NULL REFERENCES annotators(id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX relations_source ON relations(source);
CREATE INDEX relations_target ON relations(target);

CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY,
    uuid BLOB NOT NULL UNIQUE,
    annotation INTEGER NOT NULL REFERENCES annotations(id),
    annotation_revision INTEGER NOT NULL,
    reviewer INTEGER NOT NULL REFERENCES annotators(id),
    decision TEXT NOT NULL CHECK (decision IN ('accept', 'reject', 'amend')),
    reason TEXT NOT NULL,
    comment TEXT NOT NULL,
    amended TEXT,
    created_at TEXT NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX verdicts_annotation ON verdicts(annotation);

CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    step INTEGER NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('do', 'undo', 'redo')),
    of_step INTEGER,
    title TEXT NOT NULL,
    annotator INTEGER REFERENCES annotators(id),
    document INTEGER REFERENCES documents(id),
    at TEXT NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    before TEXT,
    after TEXT NOT NULL
) STRICT;
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE VIRTUAL TABLE documents_fts USING fts5(
    name, text, content='documents', content_rowid='id',
    tokenize="unicode61 remove_diacritics 2"
);

CREATE VIEW annotations_flat AS
SELECT
    lower(hex(a.uuid)) AS id,
    d.name AS document,
    d.sha256 AS document_sha256,
    t.name AS tag,
    a.start_offset AS start,
    a.end_offset AS end,
    a.quote AS quote,
    (SELECT json_group_array(json_array(start_offset, end_offset))
       FROM (SELECT start_offset, end_offset FROM spans
             WHERE annotation = a.id ORDER BY position)) AS spans,
    (SELECT json_group_object(ad.name, aa.value)
       FROM annotation_attributes AS aa
       JOIN attributes AS ad ON ad.id = aa.attribute
      WHERE aa.annotation = a.id) AS attributes,
    p.name AS annotator,
    a.note AS note,
    a.created_at AS created_at,
    a.updated_at AS updated_at
FROM annotations AS a
JOIN documents AS d ON d.id = a.document
JOIN tags AS t ON t.id = a.tag
JOIN annotators AS p ON p.id = a.annotator
WHERE a.deleted_at IS NULL AND d.deleted_at IS NULL;
"""


@migrations(name="0001_initial")
def initial(db: Database) -> None:
    """Make every table, the search index and the view for reading by hand."""
    db.executescript(_INITIAL)


_CODEBOOK = """
CREATE TABLE codebook (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uuid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    description TEXT NOT NULL,
    rules TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hlc INTEGER NOT NULL,
    device INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT
"""
_ENTRIES_1 = {
    "tags": "name, key, color, mark, question, definition, include, exclude, examples, "
    "position, retired, revision",
    "attributes": "name, kind, tag_ids, choices, definition, position, retired, "
    "revision",
    "relation_types": "name, source_tag_ids, target_tag_ids, directed, transitive, "
    "acyclic, definition, position, retired, revision",
}
"""What the hash of an entry was made from in schema 1, before clock and UUID."""


@migrations(name="0002_codebook")
def codebook(db: Database) -> None:
    """Give tags a role, let entries be deleted, and make the codebook an entity."""
    db.execute("ALTER TABLE tags ADD COLUMN role TEXT NOT NULL DEFAULT ''")
    for table, columns in _ENTRIES_1.items():
        db.execute(f"ALTER TABLE {table} ADD COLUMN deleted_at TEXT")
        _seal_entries_anew(db, table, columns)
    db.execute(_CODEBOOK)
    _take_codebook_out_of_project(db)
    for column in ("name", "version", "description", "rules"):
        db.execute(f"ALTER TABLE project DROP COLUMN codebook_{column}")
    db.execute("UPDATE project SET min_reader = 2")


def _seal_entries_anew(db: Database, table: str, columns: str) -> None:
    """Hash what schema 2 has of each entry, if what schema 1 had is undamaged.

    A damaged row keeps its old hash, which is wrong for the new columns as well,
    so that it goes on being reported.
    """
    rows = db.execute(
        f"SELECT id, hash, hlc, device, uuid, {columns} FROM {table}"  # noqa: S608
    ).fetchall()
    for number, seal, hlc, device, uuid, *cells in rows:
        whole = row_hash(*cells, hlc, device, uuid.hex()) == seal
        if table == "tags":
            role = role_named(cells[0]).value
            db.execute("UPDATE tags SET role = ? WHERE id = ?", [role, number])
            cells.insert(4, role)  # after the mark
        if whole:
            deleted_at = ""
            new = row_hash(*cells, deleted_at, hlc, device, uuid.hex())
            db.execute(
                f"UPDATE {table} SET hash = ? WHERE id = ?",  # noqa: S608
                [new, number],
            )


def _take_codebook_out_of_project(db: Database) -> None:
    row = db.execute(
        "SELECT codebook_name, codebook_version, codebook_description, "
        "codebook_rules, hlc FROM project"
    ).fetchone()
    if row is None:  # a new file, whose first edit brings the codebook
        return
    cells = [*row[:4], 1, row[4], 0]  # revision, clock, no computer
    db.execute(
        "INSERT INTO codebook (name, version, description, rules, revision, hlc, "
        "device, uuid, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*cells, bytes.fromhex(CODEBOOK_ID), row_hash(*cells, CODEBOOK_ID)],
    )


def schema_of(db: Database) -> dict[str, str | None]:
    """Return the SQL that defines each table, index, trigger and view, by its name."""
    rows = db.execute("SELECT type || ' ' || name, sql FROM sqlite_schema").fetchall()
    return dict(rows)


def intended_schema() -> dict[str, str | None]:
    """Return what ``schema_of`` returns for a file in which every step was taken."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        db = Database(connection, execute_plugins=False)
        migrations.apply(db)
        return schema_of(db)
