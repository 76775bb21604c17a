"""Finding damage: SQLite's own checks, and ours, which see what those cannot.

Four in ten random bit flips changed stored data without SQLite noticing
(measured); the hash of each row and the SHA-256 of each text notice.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from annotator.model.annotation import Annotation
from annotator.model.document import text_sha256
from annotator.model.ids import DocumentId
from annotator.model.span import quote_of, span_problem
from annotator.store.annotations import AnnotationStore
from annotator.store.definitions import DefinitionTable
from annotator.store.documents import DocumentStore
from annotator.store.migrations import SCHEMA_VERSION, intended_schema, schema_of
from annotator.store.relations import RelationStore

_CHUNK = 2000
_UNREADABLE = (
    *(sqlite3.DatabaseError, zlib.error),
    *(ValueError, TypeError, AttributeError),
)


class Damage(NamedTuple):
    """One thing that is not as it was written.

    Attributes:
        table: Where it is.
        id: The damaged entity's UUID, or "" if it is no single row.
        document: The document it concerns, by name, or "".
        problem: What is wrong, in words.
    """

    table: str
    id: str
    document: str
    problem: str

    def __str__(self) -> str:
        where = f" in {self.document}" if self.document else ""
        which = f" {self.id}" if self.id else ""
        return f"{self.table}{which}{where}: {self.problem}"


class Checker:
    """Checks a project file; reads in small portions, so that saving never waits."""

    def __init__(
        self,
        db: Database,
        documents: DocumentStore,
        annotations: AnnotationStore,
        relations: RelationStore,
        definitions: Sequence[DefinitionTable[Any]],
    ) -> None:
        self._db = db
        self._documents = documents
        self._annotations = annotations
        self._relations = relations
        self._definitions = definitions

    def structure(self) -> Iterator[Damage]:
        """Yield what is wrong with the file as a database; reads all of it."""
        try:
            yield from self._schema()
            for (line,) in self._db.execute("PRAGMA integrity_check").fetchall():
                if line != "ok":
                    yield Damage("database", "", "", line)
            for table, row, parent, _ in self._db.execute(
                "PRAGMA foreign_key_check"
            ).fetchall():
                yield Damage(table, "", "", f"row {row} refers to no row of {parent}")
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            yield Damage("database", "", "", str(error))

    def _schema(self) -> Iterator[Damage]:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA_VERSION:
            return  # a newer program's file, which we may only read
        found = schema_of(self._db)
        for name, sql in intended_schema().items():
            if found.get(name) != sql:
                yield Damage("database", "", "", f"the {name} is not as it was made")

    def content(self, step: Callable[[int, int], None]) -> Iterator[Damage]:
        """Yield the documents, annotations and so on that are damaged.

        Args:
            step: Called with how many rows are done and how many there are.
        """
        yield from _unless_unreadable("database", "", self._content(step))

    def _content(self, step: Callable[[int, int], None]) -> Iterator[Damage]:
        yield from _unless_unreadable("project", "", self._project())
        for table in self._definitions:
            yield from _unless_unreadable(table.table, "", self._values(table))
        ids = [
            DocumentId(uuid.hex())
            for (uuid,) in self._db.execute("SELECT uuid FROM documents").fetchall()
        ]
        (last,) = self._db.execute(
            "SELECT coalesce(max(id), 0) FROM annotations"
        ).fetchone()
        total = len(ids) + last
        for done, document_id in enumerate(ids):
            yield from _unless_unreadable(
                "documents", document_id, self._document(document_id)
            )
            step(done, total)
        texts = _Texts(self._documents)
        for first in range(1, last + 1, _CHUNK):
            yield from _unless_unreadable(
                "annotations", "", self._some_annotations(first, texts)
            )
            step(len(ids) + first, total)
        for relation, whole in self._relations.all():
            if not whole:
                yield Damage("relations", relation.id, "", "the row's hash differs")
        step(total, total)

    def _project(self) -> Iterator[Damage]:
        """Yield whether a record is missing; raises if one cannot be read."""
        for table in ("project", "codebook"):
            if self._db.execute(f"SELECT * FROM {table}").fetchone() is None:  # noqa: S608
                yield Damage(table, "", "", "its row is not to be found")

    def _values(self, table: DefinitionTable[Any]) -> Iterator[Damage]:
        for uuid in table.damaged():
            yield Damage(table.table, uuid, "", "the row's hash differs")

    def _document(self, document_id: DocumentId) -> Iterator[Damage]:
        found = self._documents.checked(document_id)
        if found is None:
            yield Damage("documents", document_id, "", "its row is not to be found")
            return
        document, whole = found
        if text_sha256(document.text) != document.sha256:
            problem = "the text's SHA-256 differs"
            yield Damage("documents", document_id, document.name, problem)
        elif not whole:
            problem = "the row's hash differs"
            yield Damage("documents", document_id, document.name, problem)
        source = self._documents.checked_source(document_id)
        if source and not source[1]:
            problem = "the original is not what was imported"
            yield Damage("document_sources", document_id, document.name, problem)

    def _some_annotations(self, first: int, texts: _Texts) -> Iterator[Damage]:
        last = first + _CHUNK - 1
        for annotation, whole in self._annotations.between(first, last):
            text = texts.of(annotation.document_id)
            problem = annotation_problem(annotation, text, whole=whole)
            if problem:
                yield Damage("annotations", annotation.id, texts.name, problem)


def _unless_unreadable(
    table: str, uuid: str, found: Iterator[Damage]
) -> Iterator[Damage]:
    """Yield what is found; a row that cannot even be read is damage, too."""
    try:
        yield from found
    except _UNREADABLE as error:
        yield Damage(table, uuid, "", f"a row cannot be read ({error})")


class _Texts:
    """The text last asked for: annotations of a document come one after the other."""

    def __init__(self, documents: DocumentStore) -> None:
        self._documents = documents
        self._id: DocumentId | None = None
        self._text = ""
        self.name = ""

    def of(self, document_id: DocumentId) -> str:
        if document_id != self._id:
            document = self._documents.get(document_id)
            self._id = document_id
            self._text, self.name = (
                (document.text, document.name) if document else ("", "")
            )
        return self._text


def annotation_problem(annotation: Annotation, text: str, *, whole: bool) -> str | None:
    """Say what is wrong with a stored annotation, or None if all is well.

    Args:
        annotation: As read from its row.
        text: Of its document.
        whole: Whether the row's hash is what it should be.
    """
    spans = [(span.start, span.end) for span in annotation.spans]
    problem = span_problem(spans, len(text))
    if problem:
        return problem
    if quote_of(text, annotation.spans) != annotation.quote:
        return "the quoted words are not those of the text"
    return None if whole else "the row's hash differs"
