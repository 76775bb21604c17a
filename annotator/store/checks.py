"""Finding damage: SQLite's own checks, and ours, which see what those cannot.

Four in ten random bit flips changed stored data without SQLite noticing
(measured); the hash of each row and the SHA-256 of each text notice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from annotator.model.annotation import Annotation
from annotator.model.document import text_sha256
from annotator.model.ids import DocumentId
from annotator.model.span import quote_of, span_problem
from annotator.store.annotations import AnnotationStore
from annotator.store.documents import DocumentStore
from annotator.store.relations import RelationStore

_CHUNK = 2000


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
    ) -> None:
        self._db = db
        self._documents = documents
        self._annotations = annotations
        self._relations = relations

    def structure(self) -> Iterator[Damage]:
        """Yield what SQLite itself finds wrong; reads the whole file."""
        try:
            for (line,) in self._db.execute("PRAGMA integrity_check").fetchall():
                if line != "ok":
                    yield Damage("database", "", "", line)
            for table, row, parent, _ in self._db.execute(
                "PRAGMA foreign_key_check"
            ).fetchall():
                yield Damage(table, "", "", f"row {row} refers to no row of {parent}")
        except sqlite3.DatabaseError as error:
            yield Damage("database", "", "", str(error))

    def content(self, step: Callable[[int, int], None]) -> Iterator[Damage]:
        """Yield the documents, annotations and relations that are damaged.

        Args:
            step: Called with how many rows are done and how many there are.
        """
        try:
            yield from self._content(step)
        except (sqlite3.DatabaseError, ValueError, TypeError, AttributeError) as error:
            # A row that cannot even be turned into a value.
            yield Damage("database", "", "", f"a row cannot be read ({error})")

    def _content(self, step: Callable[[int, int], None]) -> Iterator[Damage]:
        ids = [
            DocumentId(uuid.hex())
            for (uuid,) in self._db.execute("SELECT uuid FROM documents").fetchall()
        ]
        (last,) = self._db.execute(
            "SELECT coalesce(max(id), 0) FROM annotations"
        ).fetchone()
        total = len(ids) + last
        for done, document_id in enumerate(ids):
            yield from self._document(document_id)
            step(done, total)
        texts = _Texts(self._documents)
        for first in range(1, last + 1, _CHUNK):
            for annotation, whole in self._annotations.between(
                first, first + _CHUNK - 1
            ):
                problem = annotation_problem(
                    annotation, texts.of(annotation.document_id), whole=whole
                )
                if problem:
                    name = texts.name
                    yield Damage("annotations", annotation.id, name, problem)
            step(len(ids) + first, total)
        for relation, whole in self._relations.all():
            if not whole:
                yield Damage("relations", relation.id, "", "the row's hash differs")
        step(total, total)

    def _document(self, document_id: DocumentId) -> Iterator[Damage]:
        document = self._documents.get(document_id)
        if document is None or text_sha256(document.text) != document.sha256:
            name = document.name if document else ""
            yield Damage("documents", document_id, name, "the text's SHA-256 differs")


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
