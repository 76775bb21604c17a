"""Bringing datasets in: every annotation is checked against its text first.

Files speak of tags, attributes, annotators and relation types by name; here the
names become entities of the project, and what does not fit becomes a problem
with file, line and reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

from annotator.app.exporting import layer_names
from annotator.app.files import readable_name
from annotator.app.importing import ImportReport, PreparedImport, prepared
from annotator.app.jobs import Monitor
from annotator.app.session import PERSON_COLORS
from annotator.errors import FormatError
from annotator.formats import format_for, format_named
from annotator.formats.base import Format, ImportProblem
from annotator.formats.offset_units import recounted
from annotator.model.annotation import Annotation, Annotator, Relation
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation
from annotator.model.change import Change
from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    CodebookLabel,
    RelationType,
    Tag,
    role_named,
)
from annotator.model.document import Document, DocumentSource, text_sha256
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    RelationId,
    RelationTypeId,
    TagId,
    derived_id,
    new_id,
)
from annotator.model.span import Span, quote_of, span_problem
from annotator.model.times import utc_now
from annotator.sources.tables import is_table_of_texts
from annotator.store.project import Project

Added = TypeVar("Added", Annotator, Tag, AttributeDefinition, RelationType)

_NEW_TAG_COLOR = "#6B7280"
_NEW_TAG_MARK = "◆"
_QUOTED = 40


def dataset_format(path: Path, name: str | None) -> Format | None:
    """Return the format to read ``path`` with, or None if it is no dataset.

    A table whose columns are not those of a dataset is a table of texts.

    Raises:
        UnknownNameError: There is no format called ``name``.
    """
    if name:
        return format_named(name)
    how = format_for(path)
    return None if how is None or is_table_of_texts(path) else how


def prepare_dataset(
    project: Project,
    path: Path,
    how: Format,
    *,
    annotator: Annotator,
    add_tags: bool,
    skip_invalid: bool,
    monitor: Monitor,
) -> PreparedImport:
    """Read a dataset and check it against the project.

    Args:
        project: Where it is to go; only read.
        path: The file.
        how: Its format.
        annotator: Whose annotations those are that name nobody.
        add_tags: Add tags, attributes and relation types the codebook lacks.
        skip_invalid: Leave out what is not usable and take the rest.
        monitor: Follows the job; the total is the file's size in bytes.

    Raises:
        FormatError: The file as a whole cannot be read.
        Cancelled: The user has cancelled.
    """
    if not how.reads:
        raise FormatError(f"{how.title} can be written, but not read.")
    work = _DatasetImport(project, path, annotator=annotator, add_tags=add_tags)
    for count, entry in enumerate(how.read(path)):
        monitor.step(count, 0)
        if isinstance(entry, ImportProblem):
            work.report.problems.append(entry)
        else:
            work.add(entry)
    work.finish()
    work.report.refused = bool(work.report.problems) and not skip_invalid
    return prepared(work.report, work.changes(), f"Import {path.name}")


class _Refused(Exception):  # noqa: N818 - an entry is refused, the import goes on
    """An entry of a file cannot be used; the message says why."""


class _DatasetImport:
    """Turns bundles into changes, one after the other."""

    def __init__(
        self, project: Project, path: Path, *, annotator: Annotator, add_tags: bool
    ) -> None:
        self.report = ImportReport()
        self._project = project
        self._path = path
        self._source = _file_source(path)
        self._now = utc_now()
        self._names = _Names(project, annotator, add_tags=add_tags)
        self._codebook = project.codebook.read().label
        self._others: set[CodebookLabel] = set()
        self._documents: list[Change] = []
        self._annotations: list[Change] = []
        self._relations: list[Change] = []
        self._document_ids: set[DocumentId] = set()
        self._by_sha256: dict[str, Document] = {}
        self._by_id: dict[AnnotationId, Annotation] = {}
        self._pending: list[BundleRelation] = []

    def add(self, bundle: Bundle) -> None:
        """Take in a document and its annotations; relations wait for the end."""
        self._compare(bundle.codebook)
        try:
            document = self._document(bundle)
        except _Refused as refusal:
            self.report.problems.append(ImportProblem(bundle.place, str(refusal)))
            return
        notes = list(bundle.notes)
        if bundle.text is None:
            bundle.annotations, more = recounted(document.text, bundle.annotations)
            notes += more
        where = bundle.place or self._path.name
        self.report.recounted += [f"{where}: {note}." for note in notes]
        known = self._project.annotations.existing(
            [AnnotationId(entry.id) for entry in bundle.annotations if entry.id]
        )
        for entry in bundle.annotations:
            try:
                self._annotation(entry, document, known)
            except _Refused as refusal:
                self.report.problems.append(ImportProblem(entry.place, str(refusal)))
        self._pending.extend(bundle.relations)

    def finish(self) -> None:
        """Take in the relations, now that every annotation is known."""
        for entry in self._pending:
            try:
                self._relation(entry)
            except _Refused as refusal:
                self.report.problems.append(ImportProblem(entry.place, str(refusal)))

    def changes(self) -> list[Change]:
        """Return everything to be written."""
        return [
            *self._names.added,
            *self._documents,
            *self._annotations,
            *self._relations,
        ]

    def _compare(self, theirs: CodebookLabel | None) -> None:
        """Note, once for each, that the file was made with another codebook."""
        if theirs is None or theirs in self._others:
            return
        self._others.add(theirs)
        if theirs.sha256 != self._codebook.sha256:
            self.report.notes.append(
                f"{self._path.name} was annotated with another codebook: {theirs}; "
                f"this project has {self._codebook}. Tags are matched by name. "
                "Compare the definitions before you count them together."
            )

    def _document(self, bundle: Bundle) -> Document:
        sha256 = text_sha256(bundle.text) if bundle.text is not None else bundle.sha256
        sha256 = sha256 or self._sha256_named(bundle.name)
        known = self._by_sha256.get(sha256) or self._project.documents.with_sha256(
            sha256
        )
        if known is not None:
            if known.deleted_at:
                self._documents.append(Change(known, replace(known, deleted_at=None)))
                known = replace(known, deleted_at=None)
                self.report.documents += 1
            elif sha256 not in self._by_sha256 and bundle.text is not None:
                self.report.known += 1
            self._by_sha256[sha256] = known
            return known
        if bundle.text is None:
            raise _Refused(
                f"the text of “{bundle.name or sha256[:12]}” is neither in the file "
                "nor in the project; import the text first"
            )
        document = Document(
            id=self._free_document_id(bundle.id),
            name=bundle.name or f"{self._path.stem}-{sha256[:8]}",
            text=bundle.text,
            sha256=sha256,
            metadata=bundle.metadata,
            created_at=self._now,
        )
        self._documents.append(Change(None, document, self._source))
        self._document_ids.add(document.id)
        self._by_sha256[sha256] = document
        self.report.documents += 1
        return document

    def _sha256_named(self, name: str) -> str:
        """Return the hash of the one document of this name, or "" if there is none."""
        found = [d for d in self._project.documents.listing(None) if d.name == name]
        return found[0].sha256 if len(found) == 1 else ""

    def _free_document_id(self, wanted: str) -> DocumentId:
        """Return the file's id for a new document, unless another text has it."""
        document_id = DocumentId(wanted)
        taken = (
            not wanted
            or document_id in self._document_ids
            or self._project.documents.get(document_id) is not None
        )
        return DocumentId(new_id()) if taken else document_id

    def _annotation(
        self,
        entry: BundleAnnotation,
        document: Document,
        known: Mapping[AnnotationId, Annotation],
    ) -> None:
        new = self._checked(entry, document)
        before = known.get(new.id)
        if new.id in self._by_id:
            raise _Refused(f"annotation {new.id} stands in the file twice")
        if before is None or before.deleted_at:
            if before is not None and before.document_id != document.id:
                raise _Refused(f"annotation {new.id} belongs to another document here")
            if before is not None and before.annotator_id != new.annotator_id:
                raise _Refused(f"annotation {new.id} belongs to another annotator here")
            self._annotations.append(Change(before, new))
            self.report.annotations += 1
        elif _content(before) == _content(new):
            self.report.known += 1
        else:
            raise _Refused(
                f"annotation {new.id} of {_shown(new.quote)} is in the project "
                "already and says something else; it is left as it is"
            )
        self._by_id[new.id] = new

    def _checked(self, entry: BundleAnnotation, document: Document) -> Annotation:
        text = document.text
        problem = span_problem(entry.spans, len(text))
        if problem:
            raise _Refused(f"an annotation in “{document.name}” is refused: {problem}")
        spans = tuple([Span(start, end) for start, end in entry.spans])
        quote = quote_of(text, spans)
        if entry.quote is not None and entry.quote != quote:
            raise _Refused(
                f"the text of “{document.name}” has {_shown(quote)} at "
                f"{spans[0].start}–{spans[-1].end}, but the file quotes "
                f"{_shown(entry.quote)}"
            )
        return Annotation(
            id=AnnotationId(entry.id),
            document_id=document.id,
            tag_id=self._names.tag(entry.tag),
            annotator_id=self._names.annotator(entry.annotator),
            spans=spans,
            quote=quote,
            attributes=self._names.attributes(entry.attributes),
            note=entry.note,
            created_at=entry.created_at or self._now,
            updated_at=entry.updated_at or entry.created_at or self._now,
            revision=1,
        )

    def _relation(self, entry: BundleRelation) -> None:
        source = self._end(entry.source)
        self._end(entry.target)
        if entry.source == entry.target:
            raise _Refused(f"relation {entry.id} leads from an annotation to itself")
        new = Relation(
            id=RelationId(entry.id),
            type_id=self._names.relation_type(entry.type),
            source_id=AnnotationId(entry.source),
            target_id=AnnotationId(entry.target),
            annotator_id=source.annotator_id,
            created_at=self._now,
            updated_at=self._now,
        )
        before = self._project.relations.get(new.id)
        if before is None or before.deleted_at:
            self._relations.append(Change(before, new))
            self.report.relations += 1
        elif _ends(before) == _ends(new):
            self.report.known += 1
        else:
            raise _Refused(
                f"relation {new.id} is in the project already and says something "
                "else; it is left as it is"
            )

    def _end(self, annotation_id: str) -> Annotation:
        wanted = AnnotationId(annotation_id)
        found = self._by_id.get(wanted) or self._project.annotations.get(wanted)
        if found is None or found.deleted_at:
            raise _Refused(
                f"a relation leads to annotation {annotation_id}, which is neither in "
                "the file nor in the project"
            )
        return found


class _Names:
    """Finds entities of the project by name, and adds those that may be added."""

    def __init__(
        self, project: Project, annotator: Annotator, *, add_tags: bool
    ) -> None:
        codebook = project.codebook.read()
        people = project.people.all()
        self.added: list[Change] = []
        self._me = annotator
        self._add_tags = add_tags
        self._tags = {tag.name.casefold(): tag for tag in codebook.tags}
        self._attributes = {a.name.casefold(): a for a in codebook.attributes}
        self._types = {t.name.casefold(): t for t in codebook.relation_types}
        self._deleted = codebook.deleted
        self._ids = {
            e.id
            for group in (
                people,
                codebook.entries(),
                codebook.deleted,
            )
            for e in group
        }
        # As exports call them: two of the same name are told apart by their ids.
        shown = layer_names(project)
        self._people = {person.name.casefold(): person for person in people}
        self._people |= {shown[person.id].casefold(): person for person in people}
        self._people_ids = {person.id for person in people}

    def tag(self, name: str) -> TagId:
        """Return the id of the tag of this name."""
        tag = self._tags.get(name) or self._tags.get(name.casefold())
        if tag is None:
            self._require_addable("tag", name)
            tag = Tag(
                id=TagId(self._new_id("tag", name)),
                name=name,
                key="",
                color=_NEW_TAG_COLOR,
                mark=_NEW_TAG_MARK,
                role=role_named(name),
                position=len(self._tags),
            )
            tag = self._tags[name.casefold()] = self._add(tag)
        return tag.id

    def attributes(self, values: Mapping[str, str]) -> dict[AttributeId, str]:
        """Return attribute values by id instead of by name."""
        return {self._attribute(name): value for name, value in values.items()}

    def relation_type(self, name: str) -> RelationTypeId:
        """Return the id of the relation type of this name."""
        kind = self._types.get(name.casefold())
        if kind is None:
            self._require_addable("relation type", name)
            kind = RelationType(
                id=RelationTypeId(self._new_id("relation", name)),
                name=name,
                position=len(self._types),
            )
            kind = self._types[name.casefold()] = self._add(kind)
        return kind.id

    def annotator(self, name: str) -> AnnotatorId:
        """Return the id of the annotator of this name; "" is the one importing."""
        person = self._people.get(name.casefold()) if name else self._me
        if person is None:
            person = Annotator(
                id=AnnotatorId(self._new_id("annotator", name)),
                name=name,
                color=PERSON_COLORS[len(self._people) % len(PERSON_COLORS)],
                created_at=utc_now(),
            )
        if person.id not in self._people_ids:
            self._people_ids.add(person.id)
            self._people.setdefault(person.name.casefold(), self._add(person))
        return person.id

    def _attribute(self, name: str) -> AttributeId:
        attribute = self._attributes.get(name) or self._attributes.get(name.casefold())
        if attribute is None:
            self._require_addable("attribute", name)
            attribute = AttributeDefinition(
                id=AttributeId(self._new_id("attribute", name)),
                name=name,
                kind=AttributeKind.TEXT,
                position=len(self._attributes),
            )
            attribute = self._attributes[name.casefold()] = self._add(attribute)
        return attribute.id

    def _require_addable(self, what: str, name: str) -> None:
        if not name:
            raise _Refused(f"it has a {what} without a name")
        if not self._add_tags:
            raise _Refused(
                f"the {what} “{name}” is not in the codebook; add it there first"
            )

    def _new_id(self, kind: str, name: str) -> str:
        """Return the id that belongs to a name, unless a renamed entity has it."""
        wanted = derived_id(kind, name.casefold())
        return new_id() if wanted in self._ids else wanted

    def _add(self, entity: Added) -> Added:
        """Add an entity; one of its name that was deleted comes back instead."""
        folded = entity.name.casefold()
        for gone in self._deleted:
            if type(gone) is type(entity) and gone.name.casefold() == folded:
                back: Any = replace(gone, retired=False, deleted_at=None)
                self.added.append(Change(gone, back))
                return cast("Added", back)
        self._ids.add(entity.id)
        self.added.append(Change(None, entity))
        return entity


def _file_source(path: Path) -> DocumentSource:
    """Return the file as the origin of its documents; its bytes are not kept."""
    digest = hashlib.sha256()
    size = 0
    try:
        for each in _files(path):
            with each.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
                    size += len(chunk)
    except OSError as error:
        raise FormatError(
            f"{path} cannot be read ({error.strerror or error})."
        ) from error
    return DocumentSource(
        file_name=readable_name(path),
        sha256=digest.hexdigest(),
        size=size,
        content=None,
        extractor="dataset",
        extractor_version="1",
        encoding="utf-8",
    )


def _files(path: Path) -> list[Path]:
    """Return the file, or all in the folder in the order of their names."""
    if not path.is_dir():
        return [path]
    return sorted(each for each in path.rglob("*") if each.is_file())


def _content(annotation: Annotation) -> tuple[object, ...]:
    return (
        *(annotation.document_id, annotation.tag_id, annotation.annotator_id),
        *(annotation.spans, dict(annotation.attributes), annotation.note),
    )


def _ends(relation: Relation) -> tuple[str, str, str]:
    return relation.type_id, relation.source_id, relation.target_id


def _shown(quote: str) -> str:
    return f"“{quote if len(quote) <= _QUOTED else quote[:_QUOTED] + '…'}”"
