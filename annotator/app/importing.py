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

from annotator.app.files import readable_name
from annotator.app.jobs import Monitor
from annotator.errors import EncodingUnknownError, SourceError
from annotator.formats.base import ImportProblem
from annotator.model.bundle import Place
from annotator.model.change import Change, Edit
from annotator.model.counts import counted
from annotator.model.document import Document, DocumentSource, text_sha256
from annotator.model.ids import DocumentId, new_id
from annotator.model.times import utc_now
from annotator.sources.text import read_source, source_files
from annotator.store.project import Project


@dataclass(slots=True)
class ImportReport:
    """What an import brings, leaves out and has known before.

    Attributes:
        known: Documents, annotations and relations the project has already.
        problems: What was left out, with file, line and reason.
        undecided: Texts among the problems whose encoding nobody has said.
        notes: What people should know although nothing is wrong.
        refused: Whether nothing at all was written because of the problems.
    """

    documents: int = 0
    annotations: int = 0
    relations: int = 0
    known: int = 0
    problems: list[ImportProblem] = field(default_factory=list)
    undecided: list[EncodingUnknownError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
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
) -> PreparedImport:
    """Read text files and folders of them.

    Args:
        project: Where the texts are to go; only read.
        paths: Files and folders.
        encoding: Of the files that are not Unicode; None means asking.
        monitor: Follows the job.
        answers: The encodings of single files; None means leaving that one out.
        skip_invalid: Leave out what cannot be read and take the rest.

    Raises:
        SourceError: A path does not exist, a folder holds no texts, or, without
            ``skip_invalid``, the only file cannot be read.
        Cancelled: The user has cancelled.
    """
    files = [f for f in source_files(paths) if answers.get(f, "") is not None]
    report = ImportReport()
    changes: list[Change] = []
    seen: set[str] = set()
    for done, file in enumerate(files):
        monitor.step(done, len(files))
        try:
            change = _text_change(project, file, answers.get(file) or encoding, seen)
        except SourceError as error:
            if len(files) == 1 and not skip_invalid:
                raise
            if isinstance(error, EncodingUnknownError):
                report.undecided.append(error)
            report.problems.append(ImportProblem(Place(str(file), 0), str(error)))
            continue
        if change is None:
            report.known += 1
        else:
            changes.append(change)
            report.documents += 1
    monitor.step(len(files), len(files))
    report.refused = bool(report.problems) and not skip_invalid
    return prepared(report, changes, f"Import {counted(report.documents, 'text')}")


def prepared(report: ImportReport, changes: list[Change], title: str) -> PreparedImport:
    """Return the import as an edit, or without one if there is nothing to write."""
    if report.refused or not changes:
        return PreparedImport(None, report)
    return PreparedImport(Edit(title, tuple(changes)), report)


def _text_change(
    project: Project, file: Path, encoding: str | None, seen: set[str]
) -> Change | None:
    """Return what adds the text of ``file``, or None if the project has it."""
    text, source = _read(file, encoding)
    source = replace(source, file_name=readable_name(file))
    sha256 = text_sha256(text)
    if sha256 in seen:
        return None
    seen.add(sha256)
    known = project.documents.with_sha256(sha256)
    if known is not None:
        # A text that was taken out comes back with everything said about it.
        return (
            Change(known, replace(known, deleted_at=None)) if known.deleted_at else None
        )
    document = Document(
        id=DocumentId(new_id()),
        name=source.file_name,
        text=text,
        sha256=sha256,
        created_at=utc_now(),
    )
    return Change(None, document, source)


def _read(file: Path, encoding: str | None) -> tuple[str, DocumentSource]:
    """Read a text; ``encoding`` is for those that are not Unicode."""
    try:
        return read_source(file, None)
    except EncodingUnknownError:
        if encoding is None:
            raise
        return read_source(file, encoding)


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
