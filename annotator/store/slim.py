"""Slim rows of annotations, for lists that look at tens of thousands of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    TagId,
)
from annotator.store.annotations import AnnotationStore
from annotator.store.definitions import CodebookStore
from annotator.store.documents import DocumentStore
from annotator.store.numbers import UNKNOWN, Numbers

TITLE = (
    "CASE WHEN json_valid(d.metadata) "
    "AND json_type(d.metadata, '$.title') = 'text' "
    "AND json_extract(d.metadata, '$.title') <> '' "
    "THEN json_extract(d.metadata, '$.title') ELSE d.name END"
)
"""What the document ``d`` is called, as ``title_of`` says it."""

_SELECT = (
    "SELECT a.uuid, a.document, a.start_offset, a.end_offset, a.tag, a.annotator, "
    "a.quote FROM annotations AS a"
)

_AT_ONCE = 500  # documents a statement; SQLite takes at least 32,766


class Glimpse(NamedTuple):
    """What a list shows of an annotation, wherever it stands.

    Attributes:
        start: Where the first span starts, in code points.
        end: Where the last span ends, in code points.
    """

    id: AnnotationId
    document_id: DocumentId
    start: int
    end: int
    tag_id: TagId
    annotator_id: AnnotatorId
    quote: str


class SlimReader:
    """Reads parts of many live annotations fast."""

    def __init__(
        self,
        db: Database,
        documents: DocumentStore,
        annotations: AnnotationStore,
        codebook: CodebookStore,
        people: Numbers,
    ) -> None:
        self._db = db
        self._documents = documents.numbers
        self._annotations = annotations.numbers
        self._tags = codebook.tags.numbers
        self._attributes = codebook.attributes.numbers
        self._people = people

    def glimpses(self, annotations: Collection[AnnotationId]) -> list[Glimpse]:
        """Return the live ones of ``annotations``, in no particular order."""
        numbers = [self._annotations.find(one) for one in annotations]
        return self._read(
            f"WHERE a.id IN ({_marks(numbers)}) AND a.deleted_at IS NULL", numbers
        )

    def nearest(
        self,
        document: DocumentId,
        tags: Collection[TagId],
        layers: Collection[AnnotatorId],
        *,
        start: int,
        end: int,
        limit: int,
    ) -> list[Glimpse]:
        """Return the annotations of a document nearest to ``start`` and ``end``.

        Args:
            document: In which document.
            tags: Only annotations with these.
            layers: Only annotations of these people.
            start: In code points.
            end: In code points.
            limit: How many at most.
        """
        who, what = self._numbers_of(tags, layers)
        return self._read(
            "WHERE a.document = ? AND a.deleted_at IS NULL "
            f"AND a.tag IN ({_marks(what)}) AND a.annotator IN ({_marks(who)}) "
            "ORDER BY max(0, a.start_offset - ?, ? - a.end_offset) LIMIT ?",
            [self._documents.of(document), *what, *who, end, start, limit],
        )

    def quoting(
        self,
        documents: Sequence[DocumentId],
        tags: Collection[TagId],
        layers: Collection[AnnotatorId],
        letters: Sequence[str],
        test: Callable[[str], bool],
    ) -> list[Glimpse]:
        """Return the annotations of some documents whose quote passes a test.

        Args:
            documents: In which documents.
            tags: Only annotations with these.
            layers: Only annotations of these people.
            letters: ASCII letters and digits a quote must have, in any case, to
                be tested at all if it is ASCII; others are tested anyway.
            test: Takes a quote.
        """
        who, what = self._numbers_of(tags, layers)
        like = " AND ".join("a.quote LIKE ?" for _ in letters) or "1"
        found: list[Glimpse] = []
        for first in range(0, len(documents), _AT_ONCE):
            where = [self._documents.find(d) for d in documents[first:][:_AT_ONCE]]
            rows = self._db.execute(
                f"{_SELECT} WHERE a.document IN ({_marks(where)}) "
                f"AND a.deleted_at IS NULL AND a.tag IN ({_marks(what)}) "
                f"AND a.annotator IN ({_marks(who)}) "
                f"AND (({like}) OR length(a.quote) <> length(CAST(a.quote AS BLOB)))",
                [*where, *what, *who, *(f"%{one}%" for one in letters)],
            ).fetchall()
            found += [self._glimpse(row) for row in rows if test(row[6])]
        return found

    def titles(self, documents: Collection[DocumentId]) -> dict[DocumentId, str]:
        """Return what documents are called."""
        numbers = [self._documents.find(one) for one in documents]
        rows = self._db.execute(
            f"SELECT d.uuid, {TITLE} FROM documents AS d "  # noqa: S608
            f"WHERE d.id IN ({_marks(numbers)})",
            numbers,
        ).fetchall()
        return {DocumentId(uuid.hex()): title for uuid, title in rows}

    def words_around(
        self, document: DocumentId, start: int, end: int, width: int
    ) -> tuple[str, str]:
        """Return up to ``width`` code points before ``start`` and after ``end``."""
        first = max(0, start - width)
        row = self._db.execute(
            "SELECT substr(text, ?, ?), substr(text, ?, ?) FROM documents WHERE id = ?",
            [first + 1, start - first, end + 1, width, self._documents.of(document)],
        ).fetchone()
        return row[0], row[1]

    def tagged_spans(
        self, document: DocumentId, tag: TagId, annotator: AnnotatorId
    ) -> set[tuple[int, int]]:
        """Return where somebody has set a tag on one span, in code points."""
        rows = self._db.execute(
            "SELECT start_offset, end_offset FROM annotations WHERE document = ? "
            "AND annotator = ? AND tag = ? AND span_count = 1 AND deleted_at IS NULL",
            [
                self._documents.of(document),
                self._people.find(annotator),
                self._tags.of(tag),
            ],
        ).fetchall()
        return set(rows)

    def values(
        self,
        document: DocumentId | None = None,
        *,
        annotation: AnnotationId | None = None,
    ) -> dict[AnnotationId, dict[AttributeId, str]]:
        """Return the attribute values of the annotations that have any.

        Args:
            document: Of all live annotations of this document, or
            annotation: of this annotation only.
        """
        where, number = self._one_or_all(document, annotation)
        names = self._attributes.all()
        found: dict[bytes, dict[AttributeId, str]] = defaultdict(dict)
        for uuid, attribute, value in self._db.execute(
            "SELECT a.uuid, v.attribute, v.value FROM annotations AS a "  # noqa: S608
            "CROSS JOIN annotation_attributes AS v ON v.annotation = a.id "
            f"WHERE {where}",
            [number],
        ).fetchall():
            found[uuid][AttributeId(names.get(attribute, UNKNOWN))] = value
        return {AnnotationId(uuid.hex()): one for uuid, one in found.items()}

    def noted(
        self,
        document: DocumentId | None = None,
        *,
        annotation: AnnotationId | None = None,
    ) -> set[AnnotationId]:
        """Return the annotations that have a note; arguments as for ``values``."""
        where, number = self._one_or_all(document, annotation)
        rows = self._db.execute(
            f"SELECT a.uuid FROM annotations AS a WHERE {where} AND a.note <> ''",  # noqa: S608
            [number],
        ).fetchall()
        return {AnnotationId(uuid.hex()) for (uuid,) in rows}

    def changed(self, document: DocumentId) -> dict[AnnotationId, str]:
        """Return when each live annotation of a document was changed last, in UTC."""
        rows = self._db.execute(
            "SELECT uuid, updated_at FROM annotations "
            "WHERE document = ? AND deleted_at IS NULL",
            [self._documents.of(document)],
        ).fetchall()
        return {AnnotationId(uuid.hex()): at for uuid, at in rows}

    def _one_or_all(
        self, document: DocumentId | None, annotation: AnnotationId | None
    ) -> tuple[str, int | None]:
        if annotation is not None:
            number = self._annotations.find(annotation)
            return "a.id = ? AND a.deleted_at IS NULL", number
        number = None if document is None else self._documents.find(document)
        return "a.document = ? AND a.deleted_at IS NULL", number

    def _numbers_of(
        self, tags: Collection[TagId], layers: Collection[AnnotatorId]
    ) -> tuple[list[int | None], list[int | None]]:
        return (
            [self._people.find(person) for person in layers],
            [self._tags.find(tag) for tag in tags],
        )

    def _read(self, rest: str, parameters: Sequence[object]) -> list[Glimpse]:
        rows = self._db.execute(f"{_SELECT} {rest}", parameters).fetchall()
        return [self._glimpse(row) for row in rows]

    def _glimpse(self, row: tuple[Any, ...]) -> Glimpse:
        uuid, document, start, end, tag, annotator, quote = row
        return Glimpse(
            AnnotationId(uuid.hex()),
            DocumentId(self._documents.uuid(document)),
            start,
            end,
            TagId(self._tags.uuid(tag)),
            AnnotatorId(self._people.uuid(annotator)),
            quote,
        )


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
