"""Taking datasets out: bundles from the project, written by a format."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from annotator.app.jobs import Monitor
from annotator.errors import ExportError, FormatError, LossError, UnknownNameError
from annotator.formats import BUILT_IN, Format, format_named
from annotator.formats.atomic import replace_folder, write_atomically
from annotator.model.annotation import Annotation
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation, Losses
from annotator.model.document import Document, text_sha256
from annotator.model.ids import AnnotationId, AnnotatorId, DocumentId
from annotator.store.checks import annotation_problem
from annotator.store.project import SUFFIX, Project

DAMAGED = "damaged annotation"
DAMAGED_TEXT = "damaged document"
DAMAGED_RELATION = "damaged relation"
DANGLING = "relation without its target"

_READ_AT_ONCE = 1 << 20  # bytes


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


class FormatRow(NamedTuple):
    """What a format does, for a table of them.

    Attributes:
        keeps: Whether each feature of ``Keeps`` survives being written.
    """

    name: str
    title: str
    suffix: str
    reads: bool
    writes: bool
    keeps: dict[str, bool]


def export(
    project: Project,
    target: Path,
    format_name: str,
    *,
    layers: Sequence[str] = (),
    strict: bool = False,
    monitor: Monitor,
) -> ExportReport:
    """Write the project's documents and annotations to ``target``.

    Args:
        project: Only read.
        target: Replaced only when everything is written and read back.
        format_name: Such as ``jsonl``.
        layers: Names of the annotators to export; none means everyone.
        strict: Write nothing if anything would be lost.
        monitor: Follows the job.

    Raises:
        UnknownNameError: There is no such format or layer.
        LossError: Something would be lost, and ``strict`` forbids it.
        ExportError: It could not be written; what was there is untouched.
        Cancelled: The user has cancelled; what was there is untouched.
    """
    how = format_named(format_name)
    if not how.writes:
        raise FormatError(f"{how.title} can be read, but not written.")
    require_no_project(target, project.path)
    report = ExportReport()
    found = bundles(project, layers=layers, report=report, monitor=monitor)
    if strict:
        _write_whole(how, found, target, report)
    else:
        _write(how, found, target, report)
    return report


def bundles(
    project: Project,
    *,
    layers: Sequence[str] = (),
    documents: Sequence[DocumentId] | None = None,
    report: ExportReport,
    monitor: Monitor,
) -> Iterator[Bundle]:
    """Return the project's documents with their annotations, as formats take them.

    Args:
        project: Only read.
        layers: Names of the annotators to take; none means everyone.
        documents: Only these; None means all.
        report: Counts what comes, and the damaged annotations that do not.
        monitor: Follows the job.

    Raises:
        UnknownNameError: There is no such layer.
    """
    work = _Bundles(project, layers, report)
    ids = project.documents.live_ids() if documents is None else documents
    return work.of(ids, monitor)


def format_table() -> list[FormatRow]:
    """Return every format, what it reads and writes, and what it keeps."""
    return [
        FormatRow(
            *(how.name, how.title, how.suffix, how.reads, how.writes, asdict(how.keeps))
        )
        for how in BUILT_IN
    ]


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


def require_no_project(target: Path, project: Path) -> None:
    """Refuse to put a file in the place of a project.

    Raises:
        ExportError: ``target`` is the open project, or has the name of one.
    """
    same = False
    with suppress(OSError):  # most of all because there is no such file yet
        same = target.samefile(project)
    if same or target.suffix == SUFFIX:
        raise ExportError(
            f"{target} is not written: it has the name of a project.",
            hint="Choose another name.",
        )


def _write(
    how: Format, found: Iterable[Bundle], target: Path, report: ExportReport
) -> None:
    for what, count in how.write(found, target).counts.items():
        report.losses.add(what, count)


def _write_whole(
    how: Format, found: Iterable[Bundle], target: Path, report: ExportReport
) -> None:
    """Write beside ``target`` first: what is lost is only known afterwards."""
    try:
        with tempfile.TemporaryDirectory(
            dir=target.parent, prefix=".export-"
        ) as folder:
            whole = Path(folder, target.name or "export")
            try:
                _write(how, found, whole, report)
            except ExportError as error:
                message = error.message.replace(str(whole), str(target))
                raise ExportError(message, hint=error.hint) from error
            if report.losses:
                raise LossError(how.title, report.losses.lines())
            if whole.is_dir():
                # An empty export: what a folder format keeps is not all there is.
                replace_folder(target, whole)
                return
            for path in sorted(Path(folder).iterdir(), key=lambda path: path == whole):
                write_atomically(target.with_name(path.name), _parts(path))
    except OSError as error:
        raise ExportError(
            f"{target} could not be written ({error.strerror or error}).",
            hint="Choose another place.",
        ) from error


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            yield part


class _Bundles:
    """Makes a bundle of each document, one at a time."""

    def __init__(
        self, project: Project, layers: Sequence[str], report: ExportReport
    ) -> None:
        codebook = project.codebook.read()
        self._project = project
        self._report = report
        self._layers = layer_ids(project, layers)
        self._documents: AbstractSet[DocumentId] = frozenset()
        self._verdicts = project.annotations.verdict_counts()
        self._sounds: dict[DocumentId, bool] = {}
        self._people = layer_names(project)
        self._codebook = codebook.label
        self._tags = {tag.id: tag.name for tag in codebook.tags}
        self._attributes = {a.id: a.name for a in codebook.attributes}
        self._types = {kind.id: kind.name for kind in codebook.relation_types}

    def of(self, ids: Sequence[DocumentId], monitor: Monitor) -> Iterator[Bundle]:
        """Yield the documents, in this order."""
        self._documents = frozenset(ids)
        for done, document_id in enumerate(ids):
            monitor.step(done, len(ids))
            document = self._project.documents.get(document_id)
            if document is None:
                raise UnknownNameError("A document was taken out during the export.")
            if text_sha256(document.text) == document.sha256:
                yield self._bundle(document)
            else:
                self._report.losses.add(DAMAGED_TEXT)
        self._report.losses.add(DAMAGED_RELATION, self._project.relations.endless())
        monitor.step(len(ids), len(ids))

    def _bundle(self, document: Document) -> Bundle:
        annotations = [
            annotation
            for annotation, whole in self._project.annotations.of_document(document.id)
            if self._exported(annotation, document, whole=whole)
        ]
        relations = self._relations(document, {entry.id for entry in annotations})
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
            verdicts=self._verdicts.get(document.id, 0),
            codebook=self._codebook,
        )

    def _relations(
        self, document: Document, exported: AbstractSet[AnnotationId]
    ) -> list[BundleRelation]:
        relations = []
        for relation, whole in self._project.relations.from_document(document.id):
            if relation.source_id not in exported:
                continue
            if not whole:
                self._report.losses.add(DAMAGED_RELATION)
            elif relation.target_id in exported or self._elsewhere(
                relation.target_id, document
            ):
                relations.append(
                    BundleRelation(
                        relation.id,
                        self._types[relation.type_id],
                        relation.source_id,
                        relation.target_id,
                    )
                )
            else:
                self._report.losses.add(DANGLING)
        return relations

    def _elsewhere(self, target: AnnotationId, here: Document) -> bool:
        """Tell whether ``target`` is exported with another document than ``here``."""
        found = self._project.annotations.checked(target)
        if found is None:
            return False
        annotation, whole = found
        if annotation.document_id == here.id or not self._wanted(annotation):
            return False
        return whole and self._sound(annotation.document_id)

    def _sound(self, document_id: DocumentId) -> bool:
        """Tell whether a document is exported, its text being what it was."""
        if document_id not in self._sounds:
            there = self._project.documents.get(document_id)
            self._sounds[document_id] = (
                there is not None
                and there.id in self._documents
                and text_sha256(there.text) == there.sha256
            )
        return self._sounds[document_id]

    def _exported(
        self, annotation: Annotation, document: Document, *, whole: bool
    ) -> bool:
        if not self._wanted(annotation):
            return False
        if annotation_problem(annotation, document.text, whole=whole):
            self._report.losses.add(DAMAGED)
            return False
        return True

    def _wanted(self, annotation: Annotation) -> bool:
        return not self._layers or annotation.annotator_id in self._layers

    def _person(self, annotator_id: AnnotatorId) -> str:
        if annotator_id not in self._people:
            # Somebody's first annotation, made while the export goes on.
            self._people = layer_names(self._project)
        return self._people[annotator_id]

    def _entry(self, annotation: Annotation) -> BundleAnnotation:
        names = self._attributes
        attributes = {names[a]: value for a, value in annotation.attributes.items()}
        return BundleAnnotation(
            annotation.id,
            self._tags[annotation.tag_id],
            [(span.start, span.end) for span in annotation.spans],
            annotation.quote,
            self._person(annotation.annotator_id),
            dict(sorted(attributes.items())),
            annotation.note,
            annotation.created_at,
            annotation.updated_at,
        )
