"""Bringing texts in: files and folders become documents, each text once.

An import is prepared first, as one edit and a report, and then applied in one
transaction; the preparing may run in another thread, with its own reading
connection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from annotator.app.jobs import Monitor
from annotator.errors import EncodingUnknownError, SourceError
from annotator.formats.base import ImportProblem
from annotator.model.bundle import Place
from annotator.model.change import Change, Edit
from annotator.model.counts import counted
from annotator.model.document import Document, text_sha256
from annotator.model.ids import DocumentId, new_id
from annotator.model.times import utc_now
from annotator.sources import BUILT_IN, SourceOptions, Unusable
from annotator.sources.archives import SUFFIX as ARCHIVE
from annotator.sources.files import source_files
from annotator.sources.reading import SourceText, is_archive, read_source
from annotator.sources.workshop import Workshop
from annotator.store.project import Project

__all__ = [
    "TEXT_SUFFIXES",
    "ImportReport",
    "PreparedImport",
    "SourceOptions",
    "prepare_texts",
    "prepared",
]

TEXT_SUFFIXES = (*(end for known in BUILT_IN for end in known.suffixes), ARCHIVE)
"""How the files end that texts are read from."""

_SHOWN = 3  # sentences about offsets in a summary


@dataclass(slots=True)
class ImportReport:
    """What an import brings, leaves out and has known before.

    Attributes:
        known: Documents, annotations and relations the project has already.
        problems: What was left out, with file, line and reason.
        undecided: Texts among the problems whose encoding nobody has said.
        notes: What people should know although nothing is wrong.
        recounted: How offsets that did not fit as they were have been understood.
        refused: Whether nothing at all was written because of the problems.
    """

    documents: int = 0
    annotations: int = 0
    relations: int = 0
    known: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    undecided: list[EncodingUnknownError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    recounted: list[str] = field(default_factory=list)
    refused: bool = False

    def summary(self) -> str:
        """Return one line for people, such as “Added 2 documents.”."""
        added = [
            counted(count, noun)
            for count, noun in (
                (self.documents, "document"),
                (self.annotations, "annotation"),
                (self.relations, "relation"),
            )
            if count
        ]
        nothing = self.refused or not added
        line = "Added nothing." if nothing else f"Added {_listed(added)}."
        if self.known:
            line += f" {self.known:,} in the project already."
        if self.problems:
            line += f" {len(self.problems):,} not usable."
        if self.notes:
            line += " Annotated with another codebook."
        if self.recounted:
            line += f" {' '.join(self.recounted[:_SHOWN])}"
        return line


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """An import that waits to be applied: the edit, or None, and the report."""

    edit: Edit | None
    report: ImportReport


def prepare_texts(
    project: Project,
    paths: Sequence[Path],
    *,
    encoding: str | None,
    monitor: Monitor,
    answers: Mapping[Path, str | None] = MappingProxyType({}),
    skip_invalid: bool = False,
    options: SourceOptions | None = None,
) -> PreparedImport:
    """Read files of texts and folders of them.

    Args:
        project: Where the texts are to go; only read.
        paths: Files and folders.
        encoding: Of the files that are not Unicode; None means asking.
        monitor: Follows the job.
        answers: The encodings of single files; None means leaving that one out.
        skip_invalid: Leave out what cannot be read and take the rest.
        options: How to read web pages and tables.

    Raises:
        SourceError: A path does not exist, a folder holds no texts, or, without
            ``skip_invalid``, the only file cannot be read.
        Cancelled: The user has cancelled.
    """
    files = [f for f in source_files(paths) if answers.get(f, "") is not None]
    with Workshop() as workshop:
        work = _TextImport(project, workshop, options or SourceOptions())
        for done, file in enumerate(files):
            monitor.step(done, len(files))
            try:
                work.add(file, answers.get(file) or encoding)
            except SourceError as error:
                if len(files) == 1 and not skip_invalid:
                    raise
                work.leave_out(file, error)
    monitor.step(len(files), len(files))
    report = work.report
    report.refused = bool(report.problems) and not skip_invalid
    return prepared(report, work.changes, f"Import {counted(report.documents, 'text')}")


def prepared(report: ImportReport, changes: list[Change], title: str) -> PreparedImport:
    """Return the import as an edit, or without one if there is nothing to write."""
    if report.refused or not changes:
        return PreparedImport(None, report)
    return PreparedImport(Edit(title, tuple(changes)), report)


class _TextImport:
    """Turns files into changes, one after the other."""

    def __init__(
        self, project: Project, workshop: Workshop, options: SourceOptions
    ) -> None:
        self.report = ImportReport()
        self.changes: list[Change] = []
        self._project = project
        self._workshop = workshop
        self._options = options
        self._seen: set[str] = set()

    def add(self, file: Path, encoding: str | None) -> None:
        """Take in all texts of a file; ``encoding`` is for what is not Unicode.

        Raises:
            SourceError: The file as a whole cannot be read.
        """
        try:
            # In an archive some files may need the encoding, and others not.
            found = self._read(file, encoding if is_archive(file) else None)
        except EncodingUnknownError:
            if encoding is None:
                raise
            found = self._read(file, encoding)
        for entry in found:
            if isinstance(entry, Unusable):
                name = f"{file}: {entry.part}" if entry.part else str(file)
                place = Place(name, entry.line)
                self.report.problems.append(ImportProblem(place, entry.reason))
            else:
                self._add(entry)

    def leave_out(self, file: Path, error: SourceError) -> None:
        """Take note that a file cannot be read."""
        if isinstance(error, EncodingUnknownError):
            self.report.undecided.append(error)
        self.report.problems.append(ImportProblem(Place(str(file), 0), str(error)))

    def _read(self, file: Path, encoding: str | None) -> list[SourceText | Unusable]:
        options = replace(self._options, encoding=encoding)
        return list(read_source(file, options, self._workshop))

    def _add(self, found: SourceText) -> None:
        sha256 = text_sha256(found.text)
        known = self._project.documents.with_sha256(sha256)
        if sha256 in self._seen or (known and not known.deleted_at):
            self.report.known += 1
            return
        self._seen.add(sha256)
        self.report.documents += 1
        if known is not None:
            # A text that was taken out comes back with everything said about it.
            self.changes.append(Change(known, replace(known, deleted_at=None)))
            return
        document = Document(
            id=DocumentId(new_id()),
            name=found.name,
            text=found.text,
            sha256=sha256,
            metadata=found.metadata,
            created_at=utc_now(),
        )
        self.changes.append(Change(None, document, found.source))


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
