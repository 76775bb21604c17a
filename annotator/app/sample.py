"""The sample project, built from its text form: documents and annotated quotes.

In text form an annotation is the words it covers, not offsets, so that the
sample stays readable and a change to a text cannot shift it unnoticed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from annotator.app.session import PERSON_COLORS
from annotator.errors import FormatError
from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.change import Change, Edit, Entity
from annotator.model.codebook import Codebook
from annotator.model.document import Document, text_sha256
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    DocumentId,
    RelationId,
    derived_id,
)
from annotator.model.span import Span, quote_of
from annotator.resources import SEEDS
from annotator.sources.text import decode
from annotator.store.project import Project

_WRITTEN = "2026-03-10T09:00:00.000Z"


def fill_with_sample(project: Project, seeds: Path = SEEDS) -> None:
    """Put the sample's documents, people, annotations and relations into a project.

    Raises:
        FormatError: The text form names something that is not there.
    """
    work = _Sample(project.codebook.read(), seeds)
    for path in sorted((seeds / "sample").glob("*.toml")):
        work.add(path)
    entities: list[Entity] = [
        *work.people.values(),
        *work.documents,
        *work.annotations.values(),
        *work.relations(),
    ]
    changes = tuple(Change(None, entity) for entity in entities)
    project.save(Edit("Sample project", changes), by=None)


class _Sample:
    """Collects the entities of the sample, file by file."""

    def __init__(self, codebook: Codebook, seeds: Path) -> None:
        self.people: dict[str, Annotator] = {}
        self.documents: list[Document] = []
        self.annotations: dict[str, Annotation] = {}
        self._links: list[Mapping[str, Any]] = []
        self._seeds = seeds
        self._codebook = codebook
        self._attributes = {a.name: a.id for a in codebook.attributes}
        self._types = {kind.name: kind.id for kind in codebook.relation_types}

    def add(self, path: Path) -> None:
        """Take in one document with its annotations."""
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        file = self._seeds / "documents" / table["document"]
        text, _ = decode(file.read_bytes(), file.name, None, [])
        fields = ("title", "outlet", "date", "author", "language")
        document = Document(
            id=DocumentId(derived_id("sample document", file.name)),
            name=file.name,
            text=text,
            sha256=text_sha256(text),
            metadata={name: table[name] for name in fields if name in table},
            created_at=_WRITTEN,
        )
        self.documents.append(document)
        for entry in table["annotations"]:
            self.annotations[entry["label"]] = self._annotation(document, entry)
        self._links.extend(table.get("relations", ()))

    def relations(self) -> list[Relation]:
        """Return the relations, once every file is in."""
        return [self._relation(link) for link in self._links]

    def _annotation(self, document: Document, entry: Mapping[str, Any]) -> Annotation:
        spans = _find(document, entry)
        tag = self._codebook.tag_named(entry["tag"])
        if tag is None:
            raise FormatError(f"The sample uses the unknown tag “{entry['tag']}”.")
        return Annotation(
            id=AnnotationId(derived_id("sample annotation", entry["label"])),
            document_id=document.id,
            tag_id=tag.id,
            annotator_id=self._person(entry["by"]),
            spans=spans,
            quote=quote_of(document.text, spans),
            attributes={
                self._attributes[name]: value
                for name, value in entry.get("attributes", {}).items()
            },
            note=entry.get("note", ""),
            created_at=_WRITTEN,
            updated_at=_WRITTEN,
        )

    def _relation(self, link: Mapping[str, Any]) -> Relation:
        ends = link["type"], link["from"], link["to"]
        return Relation(
            id=RelationId(derived_id("sample relation", *ends, link["by"])),
            type_id=self._types[link["type"]],
            source_id=self.annotations[link["from"]].id,
            target_id=self.annotations[link["to"]].id,
            annotator_id=self._person(link["by"]),
            created_at=_WRITTEN,
            updated_at=_WRITTEN,
        )

    def _person(self, name: str) -> AnnotatorId:
        if name not in self.people:
            self.people[name] = Annotator(
                id=AnnotatorId(derived_id("annotator", name.casefold())),
                name=name,
                color=PERSON_COLORS[len(self.people)],
                created_at=_WRITTEN,
            )
        return self.people[name].id


def _find(document: Document, entry: Mapping[str, Any]) -> tuple[Span, ...]:
    """Return where the quoted words of an entry stand in its document."""
    quotes = entry["quote"]
    spans: list[Span] = []
    after = 0
    for part in [quotes] if isinstance(quotes, str) else quotes:
        times = 1 if spans else int(entry.get("occurrence", 1))
        for _ in range(times):
            start = document.text.find(part, after)
            if start < 0:
                raise FormatError(
                    f"The sample quotes “{part}” ({entry['label']}), which is not in "
                    f"{document.name}."
                )
            after = start + 1
        spans.append(Span(start, start + len(part)))
        after = start + len(part)
    return tuple(spans)
