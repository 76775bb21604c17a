"""Taking datasets out: bundles from the project, written by a format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.app.jobs import Monitor
from annotator.errors import FormatError, UnknownNameError
from annotator.formats import BUILT_IN, format_named
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation, Losses
from annotator.model.document import Document
from annotator.model.ids import AnnotatorId, DocumentId
from annotator.store.checks import annotation_problem
from annotator.store.project import Project

DAMAGED = "damaged annotation"


@dataclass(slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        losses: What the format could not keep.
    """

    documents: int = 0
    annotations: int = 0
    relations: int = 0
    losses: Losses = field(default_factory=Losses)


def export(
    project: Project,
    target: Path,
    format_name: str,
    *,
    layers: Sequence[str] = (),
    monitor: Monitor,
) -> ExportReport:
    """Write the project's documents and annotations to ``target``.

    Args:
        project: Only read.
        target: Replaced only when everything is written and read back.
        format_name: Such as ``jsonl``.
        layers: Names of the annotators to export; none means everyone.
        monitor: Follows the job.

    Raises:
        UnknownNameError: There is no such format or layer.
        ExportError: It could not be written; what was there is untouched.
        Cancelled: The user has cancelled; what was there is untouched.
    """
    how = format_named(format_name)
    if not how.writes:
        raise FormatError(f"{how.title} can be read, but not written.")
    report = ExportReport()
    work = _Bundles(project, layers, report)
    losses = how.write(work.all(monitor), target)
    for what, count in losses.counts.items():
        report.losses.add(what, count)
    return report


def format_names() -> list[str]:
    """Return the names of the formats that can be written."""
    return [how.name for how in BUILT_IN if how.writes]


def layer_names(project: Project) -> dict[AnnotatorId, str]:
    """Return each annotator's name, told apart by id where two have the same."""
    people = project.people.all()
    times = Counter(person.name.casefold() for person in people)
    return {
        person.id: person.name
        if times[person.name.casefold()] == 1
        else f"{person.name} ({person.id[:8]})"
        for person in people
    }


def layer_ids(project: Project, layers: Sequence[str]) -> set[AnnotatorId]:
    """Return the annotators of these names.

    Raises:
        UnknownNameError: The project has no such layer.
    """
    names = layer_names(project)
    by_name = {name.casefold(): who for who, name in names.items()}
    missing = [layer for layer in layers if layer.casefold() not in by_name]
    if missing:
        known = ", ".join(names.values()) or "none yet"
        raise UnknownNameError(
            f"The project has no layer called “{missing[0]}”.",
            hint=f"Its layers are: {known}.",
        )
    return {by_name[layer.casefold()] for layer in layers}


class _Bundles:
    """Makes a bundle of each document, one at a time."""

    def __init__(
        self, project: Project, layers: Sequence[str], report: ExportReport
    ) -> None:
        codebook = project.codebook.read()
        self._project = project
        self._report = report
        self._layers = layer_ids(project, layers)
        self._people = layer_names(project)
        self._tags = {tag.id: tag.name for tag in codebook.tags}
        self._attributes = {a.id: a.name for a in codebook.attributes}
        self._types = {kind.id: kind.name for kind in codebook.relation_types}

    def all(self, monitor: Monitor) -> Iterator[Bundle]:
        """Yield the documents in the order they came."""
        ids = self._project.documents.live_ids()
        for done, document_id in enumerate(ids):
            monitor.step(done, len(ids))
            yield self._bundle(document_id)
        monitor.step(len(ids), len(ids))

    def _bundle(self, document_id: DocumentId) -> Bundle:
        document = self._project.documents.get(document_id)
        if document is None:
            raise UnknownNameError("A document was taken out during the export.")
        annotations = [
            annotation
            for annotation, whole in self._project.annotations.of_document(document_id)
            if self._exported(annotation, document, whole=whole)
        ]
        exported = {annotation.id for annotation in annotations}
        relations = [
            BundleRelation(
                relation.id,
                self._types[relation.type_id],
                relation.source_id,
                relation.target_id,
            )
            for relation, whole in self._project.relations.from_document(document_id)
            if relation.source_id in exported and whole
        ]
        self._report.documents += 1
        self._report.annotations += len(annotations)
        self._report.relations += len(relations)
        return Bundle(
            id=document.id,
            name=document.name,
            sha256=document.sha256,
            text=document.text,
            metadata=document.metadata,
            annotations=[self._entry(annotation) for annotation in annotations],
            relations=relations,
            verdicts=self._project.annotations.verdict_count(document_id),
        )

    def _exported(
        self, annotation: Annotation, document: Document, *, whole: bool
    ) -> bool:
        if self._layers and annotation.annotator_id not in self._layers:
            return False
        if annotation_problem(annotation, document.text, whole=whole):
            self._report.losses.add(DAMAGED)
            return False
        return True

    def _entry(self, annotation: Annotation) -> BundleAnnotation:
        names = self._attributes
        attributes = {names[a]: value for a, value in annotation.attributes.items()}
        return BundleAnnotation(
            annotation.id,
            self._tags[annotation.tag_id],
            [(span.start, span.end) for span in annotation.spans],
            annotation.quote,
            self._people[annotation.annotator_id],
            dict(sorted(attributes.items())),
            annotation.note,
            annotation.created_at,
            annotation.updated_at,
        )
