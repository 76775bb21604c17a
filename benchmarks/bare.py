"""The limits: what bare ``sqlite3``, ``json`` and Qt take for the same rows and text.

Nothing of the app is used here, nothing is checked, hashed or journalled, and
only what both sides must do is timed.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Any

_TABLES = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, uuid BLOB, name TEXT, sha256 TEXT, metadata TEXT, text TEXT
);
CREATE TABLE annotations (
    id INTEGER PRIMARY KEY, uuid BLOB, document INTEGER, tag TEXT, annotator TEXT,
    start_offset INTEGER, end_offset INTEGER, quote TEXT, note TEXT,
    created_at TEXT, updated_at TEXT
);
CREATE TABLE spans (
    annotation INTEGER, position INTEGER, start_offset INTEGER, end_offset INTEGER
);
CREATE TABLE annotation_attributes (annotation INTEGER, attribute TEXT, value TEXT);
"""
_INSERT_DOCUMENT = "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)"
_INSERT_ANNOTATION = "INSERT INTO annotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_SPAN = "INSERT INTO spans VALUES (?, ?, ?, ?)"
_INSERT_ATTRIBUTE = "INSERT INTO annotation_attributes VALUES (?, ?, ?)"

Rows = list[tuple[Any, ...]]


def connect(database: Path) -> sqlite3.Connection:
    """Open a database with the journal and the synchronisation of a project."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def import_rows(dataset: Path, database: Path) -> float:
    """Parse a dataset and insert its rows in one transaction; return the seconds."""
    connection = connect(database)
    connection.executescript(_TABLES)
    started = perf_counter()
    documents, annotations, spans, attributes = _rows(dataset)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT_DOCUMENT, documents)
    connection.executemany(_INSERT_ANNOTATION, annotations)
    connection.executemany(_INSERT_SPAN, spans)
    connection.executemany(_INSERT_ATTRIBUTE, attributes)
    connection.execute("COMMIT")
    taken = perf_counter() - started
    connection.close()
    return taken


def _rows(dataset: Path) -> tuple[Rows, Rows, Rows, Rows]:
    documents: Rows = []
    annotations: Rows = []
    spans: Rows = []
    attributes: Rows = []
    with dataset.open("rb") as file:
        for document, line in enumerate(map(json.loads, file), start=1):
            metadata = json.dumps(line["metadata"], ensure_ascii=False)
            uuid = bytes.fromhex(line["id"])
            documents.append(
                (document, uuid, line["name"], line["sha256"], metadata, line["text"])
            )
            for entry in line["annotations"]:
                number = len(annotations) + 1
                places = entry["spans"]
                annotations.append(
                    (
                        *(number, bytes.fromhex(entry["id"]), document, entry["tag"]),
                        *(entry["annotator"], places[0][0], places[-1][1]),
                        *(entry["quote"], entry["note"]),
                        *(entry["created_at"], entry["updated_at"]),
                    )
                )
                for position, (start, end) in enumerate(places):
                    spans.append((number, position, start, end))
                for name, value in entry["attributes"].items():
                    attributes.append((number, name, value))
    return documents, annotations, spans, attributes


def export_rows(project: Path, target: Path, codebook: dict[str, str]) -> float:
    """Read a project's rows and dump them as JSON Lines; return the seconds.

    Args:
        project: Whose rows to read.
        target: The file to write.
        codebook: What each line says of the codebook.
    """
    connection = sqlite3.connect(project)
    started = perf_counter()
    tags = dict(connection.execute("SELECT id, name FROM tags"))
    people = dict(connection.execute("SELECT id, name FROM annotators"))
    attributes = dict(connection.execute("SELECT id, name FROM attributes"))
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, start, end in connection.execute(
        "SELECT annotation, start_offset, end_offset FROM spans "
        "ORDER BY annotation, position"
    ):
        spans[number].append((start, end))
    values: dict[int, dict[str, str]] = defaultdict(dict)
    for number, attribute, value in connection.execute(
        "SELECT annotation, attribute, value FROM annotation_attributes"
    ):
        values[number][attributes[attribute]] = value
    entries: dict[int, list[dict[str, object]]] = defaultdict(list)
    for row in connection.execute(
        "SELECT id, uuid, document, tag, annotator, quote, note, created_at, "
        "updated_at FROM annotations WHERE deleted_at IS NULL"
    ):
        entries[row[2]].append(
            {
                "id": row[1].hex(),
                "tag": tags[row[3]],
                "spans": spans[row[0]],
                "quote": row[5],
                "annotator": people[row[4]],
                "attributes": values.get(row[0], {}),
                "note": row[6],
                "created_at": row[7],
                "updated_at": row[8],
            }
        )
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for number, uuid, name, sha256, text, metadata in connection.execute(
            "SELECT id, uuid, name, sha256, text, metadata FROM documents"
        ):
            line = {
                "id": uuid.hex(),
                "name": name,
                "sha256": sha256,
                "text": text,
                "metadata": json.loads(metadata),
                "codebook": codebook,
                "annotations": entries[number],
                "relations": [],
            }
            file.write(dump(line) + "\n")
    taken = perf_counter() - started
    connection.close()
    return taken


class Commits:
    """Commits of annotation rows, in a database made by ``import_rows``."""

    def __init__(self, database: Path) -> None:
        self._connection = connect(database)
        (self._next,) = self._connection.execute(
            "SELECT max(id) + 1 FROM annotations"
        ).fetchone()

    def many(self, count: int) -> float:
        """Insert rows in one transaction; return the seconds."""
        rows = [self._row() for _ in range(count)]
        started = perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(_INSERT_ANNOTATION, rows)
        self._connection.execute("COMMIT")
        return perf_counter() - started

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _row(self) -> tuple[Any, ...]:
        row = (
            *(self._next, self._next.to_bytes(16), 1, "claim", "Annotator A"),
            *(0, 40, "forty characters of words that are tagged", ""),
            *("2026-03-10T09:00:00.000Z", "2026-03-10T09:00:00.000Z"),
        )
        self._next += 1
        return row


class Reading:
    """Reads from a project file what it takes to show something of it."""

    def __init__(self, project: Path) -> None:
        self._connection = sqlite3.connect(project)
        self._numbers: dict[str, int] = dict(
            self._connection.execute("SELECT name, id FROM documents")
        )

    def number(self, name: str) -> int:
        """Return the number of the document called ``name``."""
        return self._numbers[name]

    def text_of(self, number: int) -> str:
        """Return the text of a document."""
        (text,) = self._connection.execute(
            "SELECT text FROM documents WHERE id = ?", [number]
        ).fetchone()
        return str(text)

    def marks_of(self, number: int) -> Rows:
        """Return id, offsets, tag, annotator and words of a document's annotations."""
        return self._connection.execute(
            "SELECT id, start_offset, end_offset, tag, annotator, quote "
            "FROM annotations WHERE document = ? AND deleted_at IS NULL",
            [number],
        ).fetchall()

    def quoting(self, word: str) -> Rows:
        """Return 20 annotations of any document that have a word."""
        return self._connection.execute(
            "SELECT id, document, start_offset, end_offset, tag, quote "
            "FROM annotations WHERE quote LIKE ? AND deleted_at IS NULL LIMIT 20",
            [f"%{word}%"],
        ).fetchall()

    def hits(self, words: str, most: int) -> list[str]:
        """Return where words stand in all texts, with the words around them.

        They are looked up in the project's own word index, and then found in the
        texts by ``str.find``.
        """
        found: list[str] = []
        for (text,) in self._connection.execute(
            "SELECT d.text FROM documents_fts AS f JOIN documents AS d "
            "ON d.id = f.rowid WHERE documents_fts MATCH ? ORDER BY f.rowid",
            [f'"{words}"'],
        ):
            at = text.find(words)
            while at >= 0 and len(found) < most:
                found.append(text[max(0, at - 60) : at + len(words) + 60])
                at = text.find(words, at + len(words))
            if len(found) == most:
                break
        return found

    def close(self) -> None:
        """Close the project file."""
        self._connection.close()
