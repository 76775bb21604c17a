"""Full-text search; the index is disposable and catches up by itself."""

from __future__ import annotations

from sqlite_utils import Database

from annotator.model.ids import DocumentId
from annotator.store.transaction import writing


class SearchStore:
    """The table ``documents_fts``.

    Texts are indexed when somebody first searches after they came, so that an
    import need not wait for it.
    """

    def __init__(self, db: Database, *, read_only: bool) -> None:
        self._db = db
        self._read_only = read_only

    def documents_with(self, words: str) -> list[DocumentId]:
        """Return the live documents whose name or text has all of ``words``.

        The last word may be the beginning of one. Nothing in ``words`` is taken
        as an operator of the search language.
        """
        query = _quoted(words)
        if not query:
            return []
        if not self._read_only:
            self.refresh()
        rows = self._db.execute(
            "SELECT d.uuid FROM documents_fts AS f JOIN documents AS d "
            "ON d.id = f.rowid WHERE documents_fts MATCH ? AND d.deleted_at IS NULL "
            "ORDER BY d.id",
            [query],
        ).fetchall()
        return [DocumentId(row[0].hex()) for row in rows]

    def refresh(self) -> None:
        """Index the documents that came since the last time."""
        done, last = self._db.execute(
            "SELECT (SELECT coalesce(max(id), 0) FROM documents_fts_docsize), "
            "(SELECT coalesce(max(id), 0) FROM documents)"
        ).fetchone()
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


def _quoted(words: str) -> str:
    quoted = ['"' + word.replace('"', '""') + '"' for word in _words(words)]
    return " ".join(quoted) + "*" if quoted else ""


def _words(text: str) -> list[str]:
    # Words without a letter or digit match nothing and would empty the result.
    clean = text.replace("\0", " ").encode(errors="ignore").decode()
    return [word for word in clean.split() if any(map(str.isalnum, word))]
