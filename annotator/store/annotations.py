"""The annotations with their spans and attributes, and the relations between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlite_utils import Database

from annotator.model.annotation import Annotation, Mark
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    TagId,
)
from annotator.model.span import Span
from annotator.store.definitions import CodebookStore
from annotator.store.documents import DocumentStore
from annotator.store.numbers import UNKNOWN, Numbers
from annotator.store.rows import Stamp, annotation_hash

_COLUMNS = (
    "id, uuid, document, tag, annotator, start_offset, end_offset, span_count, "
    "quote, note, created_at, updated_at, deleted_at, revision, hlc, device, hash"
)
_INSERT = (
    f"INSERT INTO annotations ({_COLUMNS}) "  # noqa: S608
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE annotations SET tag = ?, start_offset = ?, end_offset = ?, "
    "span_count = ?, quote = ?, note = ?, created_at = ?, updated_at = ?, "
    "deleted_at = ?, revision = ?, hlc = ?, device = ?, hash = ? WHERE id = ?"
)
_INSERT_SPAN = "INSERT INTO spans VALUES (?, ?, ?, ?)"
_INSERT_VALUE = "INSERT INTO annotation_attributes VALUES (?, ?, ?)"

_AT_ONCE = 10_000  # SQLite takes at least 32,766 parameters a statement

Checked = tuple[Annotation, bool]
"""An annotation, and whether its row still says what was written."""


class AnnotationStore:
    """The tables ``annotations``, ``spans`` and ``annotation_attributes``."""

    def __init__(
        self,
        db: Database,
        documents: DocumentStore,
        codebook: CodebookStore,
        people: Numbers,
    ) -> None:
        self.numbers = Numbers(db, "annotations")
        self._db = db
        self._documents = documents.numbers
        self._tags = codebook.tags.numbers
        self._attributes = codebook.attributes.numbers
        self._people = people

    def get(self, annotation_id: AnnotationId) -> Annotation | None:
        """Return an annotation, also a deleted one, or None."""
        found = self.checked(annotation_id)
        return found and found[0]

    def checked(self, annotation_id: AnnotationId) -> Checked | None:
        """Return an annotation as ``get`` does, and whether its row is whole."""
        found = self._read("uuid = ?", [bytes.fromhex(annotation_id)])
        return found[0] if found else None

    def existing(self, ids: Sequence[AnnotationId]) -> dict[AnnotationId, Annotation]:
        """Return those of ``ids`` that the project knows, deleted ones too."""
        known: dict[AnnotationId, Annotation] = {}
        for first in range(0, len(ids), _AT_ONCE):
            uuids = [bytes.fromhex(i) for i in ids[first : first + _AT_ONCE]]
            marks = ", ".join("?" * len(uuids))
            for annotation, _ in self._read(f"uuid IN ({marks})", uuids):
                known[annotation.id] = annotation
        return known

    def of_document(self, document_id: DocumentId) -> list[Checked]:
        """Return the live annotations of a document, in the order of its text."""
        found = self._read(
            "document = ? AND deleted_at IS NULL", [self._documents.of(document_id)]
        )
        # The id makes the order one and the same in every project.
        found.sort(key=lambda c: (c[0].start, -c[0].end, c[0].id))
        return found

    def between(self, first: int, last: int) -> list[Checked]:
        """Return all annotations with row numbers ``first`` up to ``last``."""
        return self._read("id BETWEEN ? AND ?", [first, last])

    def marks(self, document_id: DocumentId) -> tuple[list[Mark], list[str]]:
        """Return what it takes to paint each live annotation, and their quotes.

        Returns:
            Two lists of the same length, in no particular order.
        """
        number = self._documents.of(document_id)
        tags = self._tags.all()
        people = self._people.all()
        rows = self._db.execute(
            "SELECT id, uuid, start_offset, end_offset, tag, annotator, span_count, "
            "quote FROM annotations WHERE document = ? AND deleted_at IS NULL",
            [number],
        ).fetchall()
        several = self._spans_of([row[0] for row in rows if row[6] > 1])
        # Written for speed: a document may have 50,000 annotations.
        make = Mark._make
        tag_of, who_is = tags.get, people.get
        marks = [
            make(
                (
                    *(start, end, uuid.hex()),
                    *(tag_of(tag, UNKNOWN), who_is(by, UNKNOWN)),
                    several.get(row, ()),
                )
            )
            for row, uuid, start, end, tag, by, _, _ in rows
        ]
        return marks, [row[7] for row in rows]

    def insert(self, annotations: Sequence[Annotation], stamp: Stamp) -> None:
        """Add annotations with their spans and attributes."""
        first = self.numbers.next()
        rows: list[tuple[object, ...]] = []
        spans: list[tuple[int, int, int, int]] = []
        values: list[tuple[int, int, str]] = []
        for number, annotation in enumerate(annotations, start=first):
            rows.append(self._to_row(number, annotation, stamp))
            spans.extend(_span_rows(number, annotation))
            values.extend(self._value_rows(number, annotation))
        self._db.conn.executemany(_INSERT, rows)
        self._db.conn.executemany(_INSERT_SPAN, spans)
        self._db.conn.executemany(_INSERT_VALUE, values)

    def update(self, annotations: Iterable[Annotation], stamp: Stamp) -> None:
        """Overwrite the rows that have the ids of ``annotations``."""
        for annotation in annotations:
            number = self.numbers.of(annotation.id)
            row = self._to_row(number, annotation, stamp)
            self._db.execute(_UPDATE, [row[3], *row[5:], number])
            for table in ("spans", "annotation_attributes"):
                self._db.execute(
                    f"DELETE FROM {table} WHERE annotation = ?",  # noqa: S608
                    [number],
                )
            self._db.conn.executemany(_INSERT_SPAN, _span_rows(number, annotation))
            self._db.conn.executemany(
                _INSERT_VALUE, self._value_rows(number, annotation)
            )

    def verdict_counts(self) -> dict[DocumentId, int]:
        """Return how many verdicts there are on each document's annotations."""
        rows = self._db.execute(
            # CROSS, so that the few verdicts lead and not the many annotations.
            "SELECT document, count(*) FROM verdicts CROSS JOIN annotations "
            "ON annotations.id = verdicts.annotation GROUP BY document"
        ).fetchall()
        return {DocumentId(self._documents.uuid(n)): count for n, count in rows}

    def _read(self, where: str, parameters: Sequence[object]) -> list[Checked]:
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM annotations WHERE {where}",  # noqa: S608
            parameters,
        ).fetchall()
        inside = f"annotation IN (SELECT id FROM annotations WHERE {where})"  # noqa: S608
        spans: dict[int, list[Span]] = defaultdict(list)
        for number, start, end in self._db.execute(
            "SELECT annotation, start_offset, end_offset FROM spans "  # noqa: S608
            f"WHERE {inside} ORDER BY annotation, position",
            parameters,
        ).fetchall():
            if span := _span(start, end):
                spans[number].append(span)
        values: dict[int, dict[AttributeId, str]] = defaultdict(dict)
        for number, attribute, value in self._db.execute(
            "SELECT annotation, attribute, value FROM annotation_attributes "  # noqa: S608
            f"WHERE {inside} ORDER BY annotation, attribute",
            parameters,
        ).fetchall():
            values[number][AttributeId(self._attributes.uuid(attribute))] = value
        return [
            self._from_row(row, tuple(spans[row[0]]), values.get(row[0], {}))
            for row in rows
        ]

    def _from_row(
        self,
        row: tuple[Any, ...],
        spans: tuple[Span, ...],
        attributes: dict[AttributeId, str],
    ) -> Checked:
        annotation = Annotation(
            id=row[1].hex(),
            document_id=DocumentId(self._documents.uuid(row[2])),
            tag_id=TagId(self._tags.uuid(row[3])),
            annotator_id=AnnotatorId(self._people.uuid(row[4])),
            # A row that lost its spans is damaged; its own offsets still tell where.
            spans=spans or (_span(row[5], row[6]) or Span(0, 1),),
            quote=row[8],
            attributes=attributes,
            note=row[9],
            created_at=row[10],
            updated_at=row[11],
            deleted_at=row[12],
            revision=row[13],
        )
        whole = (
            (row[5], row[6], row[7]) == (annotation.start, annotation.end, len(spans))
            and annotation_hash(annotation, Stamp(row[14], row[15])) == row[16]
        )  # fmt: skip
        return annotation, whole

    def _to_row(
        self, number: int, annotation: Annotation, stamp: Stamp
    ) -> tuple[object, ...]:
        return (
            number,
            bytes.fromhex(annotation.id),
            self._documents.of(annotation.document_id),
            self._tags.of(annotation.tag_id),
            self._people.of(annotation.annotator_id),
            annotation.spans[0].start,
            annotation.spans[-1].end,
            len(annotation.spans),
            annotation.quote,
            annotation.note,
            annotation.created_at,
            annotation.updated_at,
            annotation.deleted_at,
            annotation.revision,
            *stamp,
            annotation_hash(annotation, stamp),
        )

    def _value_rows(
        self, number: int, annotation: Annotation
    ) -> list[tuple[int, int, str]]:
        return [
            (number, self._attributes.of(attribute), value)
            for attribute, value in annotation.attributes.items()
        ]

    def _spans_of(
        self, annotations: Sequence[int]
    ) -> dict[int, tuple[tuple[int, int], ...]]:
        found: dict[int, tuple[tuple[int, int], ...]] = {}
        for number in annotations:
            rows = self._db.execute(
                "SELECT start_offset, end_offset FROM spans WHERE annotation = ? "
                "ORDER BY position",
                [number],
            )
            found[number] = tuple(rows.fetchall())
        return found


def _span(start: object, end: object) -> Span | None:
    """Return the span, or None if damage has made it impossible."""
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        return Span(start, end)
    return None


def _span_rows(number: int, annotation: Annotation) -> list[tuple[int, int, int, int]]:
    return [
        (number, position, span.start, span.end)
        for position, span in enumerate(annotation.spans)
    ]
