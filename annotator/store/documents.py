"""The documents, their originals, and how far each annotator has got with them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from sqlite_utils import Database

from annotator.model.document import (
    Document,
    DocumentInfo,
    DocumentSource,
    DocumentStatus,
    Status,
    progress,
)
from annotator.model.ids import AnnotatorId, DocumentId
from annotator.store.numbers import Numbers
from annotator.store.rows import Stamp, document_hash, source_hash, to_json

_DOCUMENT = (
    "SELECT uuid, name, sha256, metadata, created_at, deleted_at, revision, text, "
    "length, hlc, device, hash FROM documents"
)

_LISTING = """
SELECT d.uuid, d.name, d.sha256, d.length, d.metadata,
       coalesce(c.annotations, 0), coalesce(c.mine, 0), s.status
FROM documents AS d
LEFT JOIN (
    SELECT document, count(*) AS annotations, sum(annotator = :me) AS mine
    FROM annotations WHERE deleted_at IS NULL {only} GROUP BY document
) AS c ON c.document = d.id
LEFT JOIN document_status AS s ON s.document = d.id AND s.annotator = :me
WHERE d.deleted_at IS NULL {this}
ORDER BY d.id
"""


CheckedDocument = tuple[Document, bool]
"""A document, and whether its row still says what was written."""


class DocumentStore:
    """The tables ``documents``, ``document_sources`` and ``document_status``."""

    def __init__(self, db: Database, people: Numbers) -> None:
        self.numbers = Numbers(db, "documents")
        self._db = db
        self._people = people

    def get(self, document_id: DocumentId) -> Document | None:
        """Return a document with its text, or None; also one that was taken out."""
        found = self.checked(document_id)
        return found and found[0]

    def checked(self, document_id: DocumentId) -> CheckedDocument | None:
        """Return a document as ``get`` does, and whether its row is whole."""
        return self._one("uuid", bytes.fromhex(document_id))

    def with_sha256(self, sha256: str) -> Document | None:
        """Return the document whose text has this SHA-256, or None."""
        found = self._one("sha256", sha256)
        return found and found[0]

    def ids_by_sha256(self) -> dict[str, DocumentId]:
        """Return the ids of all live documents by the SHA-256 of their texts."""
        rows = self._db.execute(
            "SELECT sha256, uuid FROM documents WHERE deleted_at IS NULL"
        ).fetchall()
        return {sha256: DocumentId(uuid.hex()) for sha256, uuid in rows}

    def live_ids(self) -> list[DocumentId]:
        """Return the ids of all live documents, in the order they came."""
        rows = self._db.execute(
            "SELECT uuid FROM documents WHERE deleted_at IS NULL ORDER BY id"
        ).fetchall()
        return [DocumentId(row[0].hex()) for row in rows]

    def listing(
        self, me: AnnotatorId | None, document_id: DocumentId | None = None
    ) -> list[DocumentInfo]:
        """Return the live documents without their texts, in the order they came.

        Args:
            me: Whose annotations and status to count as mine.
            document_id: Only this one.
        """
        number = self.numbers.find(document_id) if document_id else None
        if document_id and number is None:
            return []
        sql = _LISTING.format(
            only="AND document = :document" if number else "",
            this="AND d.id = :document" if number else "",
        )
        rows = self._db.execute(
            sql, {"me": me and self._people.find(me), "document": number}
        ).fetchall()
        return [_info(row) for row in rows]

    def source(self, document_id: DocumentId) -> DocumentSource | None:
        """Return where a document's text came from, with the original bytes."""
        found = self.checked_source(document_id)
        return found and found[0]

    def checked_source(
        self, document_id: DocumentId
    ) -> tuple[DocumentSource, bool] | None:
        """Return what ``source`` does, and whether it is what was written."""
        row = self._db.execute(
            "SELECT file_name, sha256, size, content, extractor, extractor_version, "
            "encoding, changes, hash FROM document_sources WHERE document = ?",
            [self.numbers.of(document_id)],
        ).fetchone()
        if row is None:
            return None
        source = DocumentSource(
            file_name=row[0],
            sha256=row[1],
            size=row[2],
            content=None if row[3] is None else zlib.decompress(row[3]),
            extractor=row[4],
            extractor_version=row[5],
            encoding=row[6],
            changes=tuple(json.loads(row[7])),
        )
        whole = source_hash(document_id, source) == row[8] and (
            source.content is None
            or sha256(source.content).hexdigest() == source.sha256
        )
        return source, whole

    def status(
        self, document_id: DocumentId, annotator_id: AnnotatorId
    ) -> DocumentStatus | None:
        """Return what an annotator has said of their progress, or None."""
        row = self._db.execute(
            "SELECT status, revision FROM document_status "
            "WHERE document = ? AND annotator = ?",
            [self.numbers.find(document_id), self._people.find(annotator_id)],
        ).fetchone()
        return row and DocumentStatus(
            document_id=document_id,
            annotator_id=annotator_id,
            status=Status(row[0]),
            revision=row[1],
        )

    def insert(
        self,
        documents: Sequence[tuple[Document, DocumentSource | None]],
        stamp: Stamp,
    ) -> None:
        """Add documents with their originals."""
        first = self.numbers.next()
        self._db.conn.executemany(
            "INSERT INTO documents (id, uuid, name, sha256, length, metadata, "
            "created_at, deleted_at, revision, hlc, device, hash, text) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(number, bytes.fromhex(document.id), document.name),
                    *(document.sha256, len(document.text)),
                    *(to_json(dict(document.metadata)), document.created_at),
                    *(document.deleted_at, document.revision, *stamp),
                    *(document_hash(document, stamp), document.text),
                )
                for number, (document, _) in enumerate(documents, start=first)
            ],
        )
        self._db.conn.executemany(
            "INSERT INTO document_sources (document, file_name, sha256, size, "
            "extractor, extractor_version, encoding, changes, hash, content) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                _source_row(number, document.id, source)
                for number, (document, source) in enumerate(documents, start=first)
                if source
            ],
        )

    def update(self, document: Document, stamp: Stamp) -> None:
        """Overwrite name, metadata and deletion; a text never changes."""
        self._db.execute(
            "UPDATE documents SET name = ?, metadata = ?, deleted_at = ?, "
            "revision = ?, hlc = ?, device = ?, hash = ? WHERE uuid = ?",
            [
                document.name,
                to_json(dict(document.metadata)),
                document.deleted_at,
                document.revision,
                *stamp,
                document_hash(document, stamp),
                bytes.fromhex(document.id),
            ],
        )

    def write_statuses(self, statuses: Iterable[DocumentStatus], stamp: Stamp) -> None:
        """Add or overwrite what annotators say of their progress."""
        for status in statuses:
            self._db.execute(
                "INSERT INTO document_status VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET status = excluded.status, "
                "revision = excluded.revision, hlc = excluded.hlc, "
                "device = excluded.device",
                [
                    self.numbers.of(status.document_id),
                    self._people.of(status.annotator_id),
                    status.status,
                    status.revision,
                    *stamp,
                ],
            )

    def _one(self, column: str, value: object) -> CheckedDocument | None:
        row = self._db.execute(f"{_DOCUMENT} WHERE {column} = ?", [value]).fetchone()
        if row is None:
            return None
        document = Document(
            id=DocumentId(row[0].hex()),
            name=row[1],
            sha256=row[2],
            metadata=_metadata(row[3]),
            created_at=row[4],
            deleted_at=row[5],
            revision=row[6],
            text=row[7],
        )
        whole = (
            row[3] == to_json(document.metadata)
            and row[8] == len(document.text)
            and document_hash(document, Stamp(row[9], row[10])) == row[11]
        )
        return document, whole


def _info(row: tuple[Any, ...]) -> DocumentInfo:
    uuid, name, sha256, length, metadata, annotations, mine, status = row
    return DocumentInfo(
        id=DocumentId(uuid.hex()),
        name=name,
        sha256=sha256,
        length=length,
        metadata=_metadata(metadata),
        annotations=annotations,
        mine=mine or 0,
        status=progress(Status(status) if status else None, mine or 0),
    )


def _metadata(cell: str) -> dict[str, Any]:
    # What is no JSON is damage, which the hash tells; the text stays readable.
    try:
        metadata = json.loads(cell)
    except ValueError:
        return {}
    return metadata if isinstance(metadata, dict) else {}


def _source_row(
    number: int, document: DocumentId, source: DocumentSource
) -> tuple[object, ...]:
    content = None if source.content is None else zlib.compress(source.content)
    return (
        *(number, source.file_name, source.sha256, source.size),
        *(source.extractor, source.extractor_version, source.encoding),
        *(to_json(source.changes), source_hash(document, source), content),
    )
