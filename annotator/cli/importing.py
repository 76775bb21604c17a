"""The command that brings texts and datasets in, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import click

from annotator.app.datasets import dataset_format, prepare_dataset
from annotator.app.exporting import layer_names
from annotator.app.importing import (
    ImportReport,
    PreparedImport,
    SourceOptions,
    prepare_texts,
)
from annotator.app.session import PERSON_COLORS, Session
from annotator.cli.output import print_problems
from annotator.cli.places import (
    FILE,
    examples,
    project_argument,
    words,
    writing_session,
)
from annotator.cli.progress import Progress
from annotator.errors import FormatError, SourceError, UnknownNameError
from annotator.model.annotation import Annotator
from annotator.model.bundle import Place
from annotator.model.ids import AnnotatorId, derived_id, new_id
from annotator.model.times import utc_now

Job = Callable[..., PreparedImport]
"""Reads something, given a monitor."""


class _Options(NamedTuple):
    """How to import.

    Attributes:
        format_name: Of every path; None means that the suffix decides.
        encoding: Of the texts; None means Unicode.
        sources: How to read web pages and tables of texts.
        annotator: Whose annotations those are that name nobody; None is oneself.
    """

    format_name: str | None
    encoding: str | None
    annotator: str | None
    add_tags: bool
    skip_invalid: bool
    sources: SourceOptions


@click.command(
    "import",
    epilog=examples(
        "annotator import election.annotator articles/ speech.txt",
        "annotator import election.annotator old.txt --encoding cp1252",
        "annotator import election.annotator news.csv --text-column story",
        'annotator import election.annotator coded.csv --annotator "Ada" --add-tags',
    ),
)
@project_argument
@click.argument("paths", nargs=-1, required=True, type=FILE)
@click.option(
    "--as",
    "format_name",
    metavar="FORMAT",
    help="Read every PATH as a dataset of this format, whatever its ending.",
)
@click.option(
    "--encoding", metavar="E", help="Of texts that are not Unicode, such as cp1252."
)
@click.option(
    "--whole-page", is_flag=True, help="Of web pages, all they show, not the article."
)
@click.option(
    "--text-column", metavar="NAME", help="Of tables of texts: where the texts are."
)
@click.option("--title-column", metavar="NAME", help="Where their titles are.")
@click.option("--date-column", metavar="NAME", help="Where their dates are.")
@click.option("--author-column", metavar="NAME", help="Where their authors are.")
@click.option("--outlet-column", metavar="NAME", help="Where their outlets are.")
@click.option(
    "--annotator",
    type=words,
    metavar="NAME",
    help="Whose annotations those are that name nobody; else your own.",
)
@click.option(
    "--add-tags",
    is_flag=True,
    help="Add tags, attributes and relation types the codebook lacks.",
)
@click.option(
    "--skip-invalid",
    is_flag=True,
    help="Leave out what cannot be used, and import the rest.",
)
@click.pass_context
def import_command(  # noqa: PLR0917 - click's way
    ctx: click.Context,
    /,
    project: Path,
    paths: tuple[Path, ...],
    format_name: str | None,
    encoding: str | None,
    annotator: str | None,
    *,
    add_tags: bool,
    skip_invalid: bool,
    whole_page: bool,
    **columns: str | None,
) -> None:
    """Bring texts and datasets into PROJECT.

    A PATH that ends like a dataset (see “annotator formats”) is one; all
    others are texts, or folders or zip archives of texts: plain text, saved
    web pages, Word, OpenDocument, RTF, EPUB, PDF. A table (.csv, .tsv, .xlsx,
    .jsonl) that holds no annotations is one of texts, a row each; which column
    is what is found out, or told by --text-column and so on. Texts go in first,
    then the datasets in the order given, so that a table may speak of texts
    imported with it.
    All of it is written in one transaction: if anything cannot be used, it is
    listed with file, line and reason, and nothing is written, unless
    --skip-invalid is given. Each dataset, and the texts together, can be
    undone by themselves. Importing the same again adds nothing.
    """
    told = {
        name.removesuffix("_column"): column
        for name, column in columns.items()
        if column is not None
    }
    sources = SourceOptions(whole_page=whole_page, columns=told)
    options = _Options(
        format_name, encoding, annotator, add_tags, skip_invalid, sources
    )
    with writing_session(project) as session:
        work = _Import(session, options)
        with suppress(_RefusedError), session.project.saving():
            work.run(paths)
    print_problems(work.problems)
    if work.refused:
        click.echo(
            "Nothing was imported. Mend what is listed, or import the rest with "
            "--skip-invalid. --add-tags adds what the codebook lacks; --encoding NAME "
            "reads texts that are not Unicode.",
            err=True,
        )
        ctx.exit(1)
    print_problems([*work.report.notes, *work.report.recounted])
    work.report.recounted.clear()
    click.echo(work.report.summary())


class _RefusedError(Exception):
    """Something cannot be used; leaving this way rolls the transaction back."""


class _Import:
    """Imports paths one after the other, and adds up what comes of it.

    Attributes:
        report: The sums.
        problems: What was left out, a line each.
        refused: Whether nothing is to be written because of the problems.
    """

    def __init__(self, session: Session, options: _Options) -> None:
        self.report = ImportReport()
        self.problems: list[str] = []
        self.refused = False
        self._session = session
        self._options = options
        self._lone = False

    def run(self, paths: Sequence[Path]) -> None:
        """Import ``paths`` within the transaction that is open.

        Raises:
            _RefusedError: Something cannot be used; it is listed.
            SourceError: A path does not exist, or the only one is unusable.
            FormatError: The only path is a dataset that cannot be read.
        """
        _require_all(paths)
        self._lone = len(paths) == 1 and not self._options.skip_invalid
        for label, job in self._jobs(paths):
            self._do(label, job)
        self.refused = bool(self.problems) and not self._options.skip_invalid
        if self.refused:
            raise _RefusedError

    def _jobs(self, paths: Sequence[Path]) -> Iterator[tuple[str, Job]]:
        """Yield the texts as one job, then the datasets, one each."""
        project = self._session.project
        options = self._options
        texts: list[Path] = []
        datasets: list[tuple[str, Job]] = []
        who = _annotator(self._session, options.annotator)
        for path in paths:
            how = None if _is_told(options) else _format(path, options.format_name)
            if how is None:
                texts.append(path)
                continue
            job = partial(
                prepare_dataset,
                *(project, path, how),
                annotator=who,
                add_tags=options.add_tags,
                # Also where that is not wanted: all problems are to be listed.
                skip_invalid=True,
            )
            datasets.append((f"Reading {path.name}", job))
        if texts:
            encoding, skip = options.encoding, not self._lone
            yield (
                "Reading texts",
                partial(
                    prepare_texts,
                    *(project, texts),
                    encoding=encoding,
                    skip_invalid=skip,
                    options=options.sources,
                ),
            )
        yield from datasets

    def _do(self, label: str, job: Job) -> None:
        try:
            with Progress(label) as monitor:
                found = job(monitor=monitor)
        except FormatError as error:
            if self._lone:
                raise
            self.problems.append(str(error))
            return
        self.problems += map(_line, found.report.problems)
        self.report.notes += found.report.notes
        self.report.recounted += found.report.recounted
        self.report.problems += found.report.problems
        self.report.documents += found.report.documents
        self.report.annotations += found.report.annotations
        self.report.relations += found.report.relations
        self.report.known += found.report.known
        if found.edit:
            self._session.apply(found.edit)


class _Problem(Protocol):
    """Something that was left out of an import."""

    @property
    def place(self) -> Place | None:
        """Where it stands, the line counted from 1; 0 is the file as a whole."""

    @property
    def reason(self) -> str:
        """Why it was left out."""


def _line(problem: _Problem) -> str:
    """Return a problem as editors and compilers write it, ``file:line: reason``."""
    if problem.place is None:
        return problem.reason
    file, line = problem.place
    return f"{file}:{line}: {problem.reason}" if line else f"{file}: {problem.reason}"


def _format(path: Path, name: str | None) -> Any:  # noqa: ANN401 - formats are below
    """Return the format to read ``path`` with, or None if it is a text or folder."""
    return dataset_format(path, name)


def _is_told(options: _Options) -> bool:
    """Tell whether tables are texts because their columns were named."""
    return bool(options.sources.columns) and options.format_name is None


def _require_all(paths: Sequence[Path]) -> None:
    missing = [path for path in paths if not path.exists()]
    if missing:
        others = f" and {len(missing) - 1} more" if missing[1:] else ""
        raise SourceError(
            f"There is no file {missing[0]}{others}.", hint="Nothing was imported."
        )


def _annotator(session: Session, name: str | None) -> Annotator:
    """Return the annotator of this name: of the project, oneself, or a new one.

    Raises:
        UnknownNameError: Several annotators go by that name.
    """
    me = session.me
    if name is None:
        return me
    folded = name.casefold()
    shown = layer_names(session.project)
    found = [
        person
        for person in session.people().values()
        if folded in (person.name.casefold(), shown[person.id].casefold())
    ]
    if len(found) > 1:
        raise UnknownNameError(
            f"Several annotators are called “{name}”.",
            hint=f"Name one as: {', '.join(shown[person.id] for person in found)}.",
        )
    if found:
        return found[0]
    return me if folded == me.name.casefold() else _new_annotator(session, name)


def _new_annotator(session: Session, name: str) -> Annotator:
    people = session.people()
    wanted = AnnotatorId(derived_id("annotator", name.casefold()))
    return Annotator(
        # Somebody who has been renamed keeps the id that belonged to the old name.
        id=AnnotatorId(new_id()) if wanted in people else wanted,
        name=name,
        color=PERSON_COLORS[len(people) % len(PERSON_COLORS)],
        created_at=utc_now(),
    )
