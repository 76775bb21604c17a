"""The relations between annotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlite_utils import Database

from annotator.model.annotation import Relation
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    DocumentId,
    RelationId,
    RelationTypeId,
)
from annotator.store.annotations import AnnotationStore
from annotator.store.definitions import CodebookStore
from annotator.store.documents import DocumentStore
from annotator.store.numbers import Numbers
from annotator.store.rows import Stamp, relation_hash
from annotator.store.slim import SlimReader

_SELECT = """
SELECT r.uuid, r.type, s.uuid, t.uuid, r.annotator, r.created_at, r.updated_at,
       r.deleted_at, r.revision, r.hlc, r.device, r.hash
FROM relations AS r
JOIN annotations AS s ON s.id = r.source
JOIN annotations AS t ON t.id = r.target
"""

_LIVE = (
    "r.deleted_at IS NULL AND s.deleted_at IS NULL AND t.deleted_at IS NULL "
    "AND (SELECT deleted_at FROM documents WHERE id = t.document) IS NULL"
)

_LINKS = f"""
SELECT r.uuid, r.type, s.uuid, t.uuid, r.annotator
FROM relations AS r
JOIN annotations AS s ON s.id = r.source
JOIN annotations AS t ON t.id = r.target
WHERE {_LIVE} AND (SELECT deleted_at FROM documents WHERE id = s.document) IS NULL
AND """  # noqa: S608
_FROM_RELATIONS = ":document IN (s.document, t.document)"
_FROM_ANNOTATIONS = """r.id IN (
    SELECT x.id FROM annotations AS a CROSS JOIN relations AS x ON x.source = a.id
    WHERE a.document = :document AND a.deleted_at IS NULL
    UNION
    SELECT x.id FROM annotations AS a CROSS JOIN relations AS x ON x.target = a.id
    WHERE a.document = :document AND a.deleted_at IS NULL
)"""
_MORE_RELATIONS = """
SELECT (SELECT count(*) FROM relations) > (
    SELECT count(*) FROM annotations WHERE document = ? AND deleted_at IS NULL
)
"""

_LEADS = """
WITH RECURSIVE reached(id) AS (
    SELECT :start
    UNION
    SELECT r.target FROM reached
    JOIN relations AS r ON r.source = reached.id
    JOIN annotations AS s ON s.id = r.source
    JOIN annotations AS t ON t.id = r.target
    WHERE r.type = :type AND r.uuid <> :but AND {live}
)
SELECT EXISTS (SELECT 1 FROM reached WHERE id = :goal)
"""


class Link(NamedTuple):
    """What it takes to paint one relation."""

    id: RelationId
    type_id: RelationTypeId
    source_id: AnnotationId
    target_id: AnnotationId
    annotator_id: AnnotatorId


CheckedRelation = tuple[Relation, bool]
"""A relation, and whether its row still says what was written."""


class RelationStore:
    """The table ``relations``.

    Attributes:
        slim: Reads the annotations at the ends of relations, or fit to be one.
    """

    def __init__(
        self,
        db: Database,
        documents: DocumentStore,
        annotations: AnnotationStore,
        codebook: CodebookStore,
        people: Numbers,
    ) -> None:
        self._db = db
        self._annotations = annotations.numbers
        self._documents = documents.numbers
        self._types = codebook.relation_types.numbers
        self._people = people
        self.slim = SlimReader(db, documents, annotations, codebook, people)

    def get(self, relation_id: RelationId) -> Relation | None:
        """Return a relation, also a deleted one, or None."""
        found = self._read("r.uuid = ?", [bytes.fromhex(relation_id)])
        return found[0][0] if found else None

    def from_document(self, document_id: DocumentId) -> list[CheckedRelation]:
        """Return the live relations that start in a document."""
        number = self._documents.of(document_id)
        return self._read(f"s.document = ? AND {_LIVE}", [number])

    def endless(self) -> int:
        """Return how many live relations lead from or to no annotation: damage."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM relations AS r "
                "LEFT JOIN annotations AS s ON s.id = r.source "
                "LEFT JOIN annotations AS t ON t.id = r.target "
                "WHERE r.deleted_at IS NULL AND (s.id IS NULL OR t.id IS NULL)"
            ).fetchone()[0]
        )

    def of_annotation(self, annotation_id: AnnotationId) -> list[Relation]:
        """Return the live relations from and to an annotation, which may be unknown."""
        number = self._annotations.find(annotation_id)
        found = self._read(
            f"(r.source = ? OR r.target = ?) AND {_LIVE}", [number, number]
        )
        return [relation for relation, _ in found]

    def links(self, document_id: DocumentId) -> list[Link]:
        """Return the live relations with an end in a document, in a steady order."""
        number = self._documents.of(document_id)
        # Whichever there are fewer of leads the search; SQLite cannot know.
        (more,) = self._db.execute(_MORE_RELATIONS, [number]).fetchone()
        rows = self._db.execute(
            _LINKS + (_FROM_ANNOTATIONS if more else _FROM_RELATIONS),
            {"document": number},
        ).fetchall()
        return [
            Link(
                RelationId(row[0].hex()),
                RelationTypeId(self._types.uuid(row[1])),
                AnnotationId(row[2].hex()),
                AnnotationId(row[3].hex()),
                AnnotatorId(self._people.uuid(row[4])),
            )
            for row in sorted(rows)
        ]

    def leads(
        self,
        type_id: RelationTypeId,
        start: AnnotationId,
        goal: AnnotationId,
        *,
        but: RelationId | None = None,
    ) -> bool:
        """Tell whether live relations of a type lead from ``start`` to ``goal``.

        Args:
            type_id: Which relations to follow, from source to target.
            start: Leads to itself.
            goal: Where one may get to.
            but: A relation not to follow.
        """
        parameters = {
            "type": self._types.of(type_id),
            "start": self._annotations.of(start),
            "goal": self._annotations.of(goal),
            "but": bytes.fromhex(but or ""),
        }
        return bool(
            self._db.execute(_LEADS.format(live=_LIVE), parameters).fetchone()[0]
        )

    def all(self) -> list[CheckedRelation]:
        """Return every relation, deleted ones too."""
        return self._read("1", [])

    def insert(self, relations: Sequence[Relation], stamp: Stamp) -> None:
        """Add relations."""
        self._db.conn.executemany(
            "INSERT INTO relations (type, source, target, annotator, created_at, "
            "updated_at, deleted_at, revision, hlc, device, hash, uuid) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [self._to_row(relation, stamp) for relation in relations],
        )

    def update(self, relations: Iterable[Relation], stamp: Stamp) -> None:
        """Overwrite the rows that have the ids of ``relations``."""
        self._db.conn.executemany(
            "UPDATE relations SET type = ?, source = ?, target = ?, annotator = ?, "
            "created_at = ?, updated_at = ?, deleted_at = ?, revision = ?, hlc = ?, "
            "device = ?, hash = ? WHERE uuid = ?",
            [self._to_row(relation, stamp) for relation in relations],
        )

    def _read(self, where: str, parameters: Sequence[object]) -> list[CheckedRelation]:
        rows = self._db.execute(
            f"{_SELECT} WHERE {where} ORDER BY r.uuid", parameters
        ).fetchall()
        return [self._from_row(row) for row in rows]

    def _from_row(self, row: tuple[Any, ...]) -> CheckedRelation:
        relation = Relation(
            id=RelationId(row[0].hex()),
            type_id=RelationTypeId(self._types.uuid(row[1])),
            source_id=AnnotationId(row[2].hex()),
            target_id=AnnotationId(row[3].hex()),
            annotator_id=AnnotatorId(self._people.uuid(row[4])),
            created_at=row[5],
            updated_at=row[6],
            deleted_at=row[7],
            revision=row[8],
        )
        return relation, relation_hash(relation, Stamp(row[9], row[10])) == row[11]

    def _to_row(self, relation: Relation, stamp: Stamp) -> tuple[object, ...]:
        return (
            self._types.of(relation.type_id),
            self._annotations.of(relation.source_id),
            self._annotations.of(relation.target_id),
            self._people.of(relation.annotator_id),
            relation.created_at,
            relation.updated_at,
            relation.deleted_at,
            relation.revision,
            *stamp,
            relation_hash(relation, stamp),
            bytes.fromhex(relation.id),
        )
