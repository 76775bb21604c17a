"""Projects on the command line: which file is meant, and opening it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from annotator.app.jobs import Unwatched
from annotator.app.projects import (
    backups,
    check,
    open_project,
    open_read_only,
    reading,
    with_suffix,
)
from annotator.app.session import Session
from annotator.app.settings import SettingsFile
from annotator.cli.output import plain
from annotator.errors import AnnotatorError, DamagedProjectError, ProjectError

Command = TypeVar("Command", bound=Callable[..., object])

FILE = click.Path(path_type=Path)


def project_argument(command: Command) -> Command:
    """Give ``command`` the argument PROJECT, a path."""
    return click.argument("project", type=FILE)(command)


def examples(*lines: str) -> str:
    """Return the end of a command's help; click leaves its lines as they are."""
    title = "Examples:" if lines[1:] else "Example:"
    return "\b\n" + "\n  ".join((title, *lines))


def words(value: str) -> str:
    """Return what was typed on one line; only text that can be stored is let in."""
    line = plain(value)
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise click.BadParameter("it has bytes that are no text.") from error
    if not line:
        raise click.BadParameter("it is empty.")
    return line


def existing(path: Path) -> Path:
    """Return the file meant by ``path``, which may lack the ending of projects.

    Raises:
        ProjectError: Nobody may look there, or it is no name of a file.
    """
    try:
        if not path.is_file() and with_suffix(path).is_file():
            return with_suffix(path)
        path.exists()
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be read ({error.strerror or error})."
        ) from error
    return path


@contextmanager
def reading_session(path: Path) -> Iterator[Session]:
    """Open a project for reading; it may be open in a window meanwhile.

    Raises:
        ProjectError: It cannot be opened, or is damaged.
    """
    path = existing(path)
    with _damage_explained(path):
        session = open_read_only(path, SettingsFile().read(), "")
        with session:
            yield session


@contextmanager
def writing_session(path: Path) -> Iterator[Session]:
    """Open a project for writing; a backup is made if anything was written.

    Raises:
        ProjectError: It cannot be opened, is open elsewhere, or is damaged.
    """
    path = existing(path)
    with _damage_explained(path):
        session = open_project(path, SettingsFile().read())
        try:
            yield session
        finally:
            problem = session.close()
            if problem:
                click.echo(problem, err=True)


def restore_hint(path: Path) -> str:
    """Say how to get a damaged project back, or "" if it has no backup."""
    found = backups(path)
    if not found:
        return ""
    return (
        "The newest backup can be put in its place with: "
        f"annotator restore {found[0].path} {path}"
    )


@contextmanager
def _damage_explained(path: Path) -> Iterator[None]:
    """Where something unforeseen happens and the project is damaged, say that."""
    try:
        yield
    except (AnnotatorError, OSError, RuntimeError):
        raise  # RuntimeError: also click's own way to end a command.
    except Exception as error:
        # What damage does to reading cannot be foreseen; the check tells it
        # from a mistake of ours, which goes on as it is.
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise ProjectError(
                f"{path.name} is being written to by another program.",
                hint="Try again in a moment.",
            ) from error
        with reading(path) as project:
            damage = check(project, Unwatched())
        if not damage:
            raise
        raise DamagedProjectError(
            f"{path} is damaged ({damage[0]}).", hint=restore_hint(path)
        ) from error
