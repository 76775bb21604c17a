"""Full-text search; the index is disposable and catches up by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from sqlite_utils import Database

from annotator.model.ids import DocumentId
from annotator.store.slim import TITLE
from annotator.store.transaction import writing

TOKENIZER = "unicode61 remove_diacritics 2"
"""How texts are split into words; as in the first schema step."""

_INDEXED = "SELECT coalesce(max(id), 0) FROM documents_fts_docsize"


class Searched(NamedTuple):
    """A text to be searched, and what its document is called."""

    id: DocumentId
    title: str
    text: str


class SearchStore:
    """The table ``documents_fts``.

    Texts are indexed when somebody first searches after they came, so that an
    import need not wait for it. A reader, who may not write, indexes them in
    memory if the file's index lags behind.
    """

    def __init__(self, db: Database, *, read_only: bool) -> None:
        self._db = db
        self._read_only = read_only
        self._own: Database | None = None

    def documents_with(self, words: str) -> list[DocumentId]:
        """Return the live documents whose name or text has all of ``words``.

        The last word may be the beginning of one. Nothing in ``words`` is taken
        as an operator of the search language.
        """
        query = _quoted(words)
        if not query:
            return []
        rows = (
            self._index()
            .execute(
                "SELECT rowid FROM documents_fts WHERE documents_fts MATCH ? "
                "ORDER BY rowid",
                [query],
            )
            .fetchall()
        )
        live = dict(
            self._db.execute(
                "SELECT id, uuid FROM documents WHERE deleted_at IS NULL"
            ).fetchall()
        )
        return [DocumentId(live[row].hex()) for (row,) in rows if row in live]

    def texts(self, documents: Sequence[DocumentId]) -> list[Searched]:
        """Return the live ones of ``documents`` with their texts, in that order."""
        uuids = [bytes.fromhex(one) for one in documents]
        marks = ", ".join("?" * len(uuids))
        found = {
            uuid.hex(): (title, text)
            for uuid, title, text in self._db.execute(
                f"SELECT d.uuid, {TITLE}, d.text FROM documents AS d "  # noqa: S608
                f"WHERE d.deleted_at IS NULL AND d.uuid IN ({marks})",
                uuids,
            ).fetchall()
        }
        return [Searched(one, *found[one]) for one in documents if one in found]

    def refresh(self) -> None:
        """Index the documents that came since the last time."""
        done, last = self._progress()
        if done < last:
            with writing(self._db):
                self._db.execute(
                    "INSERT INTO documents_fts (rowid, name, text) "
                    "SELECT id, name, text FROM documents WHERE id > ?",
                    [done],
                )

    def rebuild(self) -> None:
        """Throw the index away and make it anew."""
        with writing(self._db):
            self._db.execute(
                "INSERT INTO documents_fts(documents_fts) VALUES('rebuild')"
            )

    def close(self) -> None:
        """Give up what is in memory; safe to call twice."""
        if self._own:
            self._own.close()
            self._own = None

    def _index(self) -> Database:
        if not self._read_only:
            self.refresh()
            return self._db
        done, last = self._progress()
        if done == last:
            return self._db
        if self._own is None:
            connection = sqlite3.connect(":memory:", isolation_level=None)
            self._own = Database(connection, execute_plugins=False)
            self._own.execute(
                "CREATE VIRTUAL TABLE documents_fts USING fts5(name, text, "
                f"content='', tokenize=\"{TOKENIZER}\")"
            )
        (done,) = self._own.execute(_INDEXED).fetchone()
        self._own.conn.executemany(
            "INSERT INTO documents_fts (rowid, name, text) VALUES (?, ?, ?)",
            self._db.execute(
                "SELECT id, name, text FROM documents WHERE id > ?", [done]
            ).fetchall(),
        )
        return self._own

    def _progress(self) -> tuple[int, int]:
        """Return the numbers of the last document indexed and of the last there is."""
        (done,) = self._db.execute(_INDEXED).fetchone()
        (last,) = self._db.execute(
            "SELECT coalesce(max(id), 0) FROM documents"
        ).fetchone()
        return done, last


def _quoted(words: str) -> str:
    quoted = ['"' + word.replace('"', '""') + '"' for word in _words(words)]
    return " ".join(quoted) + "*" if quoted else ""


def _words(text: str) -> list[str]:
    # Words without a letter or digit match nothing and would empty the result.
    clean = text.replace("\0", " ").encode(errors="ignore").decode()
    return [word for word in clean.split() if any(map(str.isalnum, word))]
