"""The command ``annotator``: all commands in one group, errors caught at its edge."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import click
from click_default_group import DefaultGroup  # type: ignore[import-untyped]

from annotator import __version__
from annotator.cli.codebooks import codebook_group
from annotator.cli.exporting import export_command, formats_command
from annotator.cli.importing import import_command
from annotator.cli.listing import annotations_command, documents_command
from annotator.cli.places import FILE, examples, existing
from annotator.cli.projects import (
    backup_command,
    check_command,
    new_command,
    restore_command,
)
from annotator.errors import AnnotatorError, LossError, ProjectError

MENDABLE = 1
LOST = 3
INTERRUPTED = 130


class Window(Protocol):
    """Opens the window and returns the exit code when it is closed."""

    def __call__(self, project: Path | None, *, sample: bool) -> int:
        """Show ``project``, the sample, or the start page."""


class Tour(Protocol):
    """Walks through the main job without a display and returns the exit code."""

    def __call__(self, output: Path) -> int:
        """Leave pictures and exports in the folder ``output``."""


class Pictures(Protocol):
    """Takes the pictures of the README without a display and returns the exit code."""

    def __call__(self, folder: Path) -> int:
        """Leave the pictures in ``folder``."""


class Faces(NamedTuple):
    """What needs Qt, handed in from outside so that nothing here imports it."""

    window: Window
    tour: Tour
    pictures: Pictures


class CommandLine(DefaultGroup):  # type: ignore[misc]
    """Prints a mendable error as a message and a hint, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command and turn what goes wrong into an exit code."""
        _print_anything()
        with _exit_codes():
            return super().invoke(ctx)


def command_line(window: Window, tour: Tour, pictures: Pictures) -> click.Group:
    """Return the command ``annotator``, ready to be called."""
    group: click.Group = CommandLine(
        "annotator",
        default="open",
        default_if_no_args=True,
        subcommand_metavar="[PROJECT | COMMAND [ARGS]...]",
        context_settings={
            "obj": Faces(window, tour, pictures),
            "help_option_names": ["-h", "--help"],
        },
        help="Highlight what people say in texts, tag it, and export it exactly.\n\n"
        "“annotator PROJECT” opens the window with a project, “annotator” alone "
        "with the start page.",
        epilog=examples(
            "annotator new election.annotator",
            "annotator import election.annotator articles/",
            "annotator election.annotator",
            "annotator export election.annotator election.jsonl --to jsonl",
        ),
    )
    click.version_option(
        __version__, prog_name="annotator", message="%(prog)s %(version)s"
    )(group)
    for command in (
        open_command,
        new_command,
        import_command,
        export_command,
        documents_command,
        annotations_command,
        codebook_group(),
        formats_command,
        check_command,
        backup_command,
        restore_command,
        tour_command,
    ):
        group.add_command(command)
    return group


@click.command(
    "open",
    epilog=examples("annotator election.annotator", "annotator --sample"),
)
@click.argument("project", type=FILE, required=False)
@click.option("--sample", is_flag=True, help="Open the sample project.")
@click.pass_context
def open_command(ctx: click.Context, project: Path | None, *, sample: bool) -> None:
    """Open the window, with PROJECT if one is given.

    The word “open” may be left out.
    """
    if sample and project:
        raise click.UsageError("Give a project or --sample, not both.")
    if project:
        project = existing(project)
        if not project.exists():
            raise ProjectError(
                f"There is no file at {project}.",
                hint="Choose another file, or make a project there.",
                command=f"annotator new {project}",
            )
    ctx.exit(ctx.obj.window(project, sample=sample))


@click.command(
    "tour",
    epilog=examples(
        "annotator tour --output tour", "annotator tour --screenshots docs/images"
    ),
)
@click.option(
    "--output",
    type=FILE,
    default=Path("annotator-tour"),
    show_default=True,
    metavar="DIR",
    help="The folder for the picture and the exports.",
)
@click.option(
    "--screenshots",
    type=FILE,
    metavar="DIR",
    help="Take the pictures of the README instead, and leave them in this folder.",
)
@click.pass_context
def tour_command(ctx: click.Context, output: Path, screenshots: Path | None) -> None:
    """Do the main job from end to end, without a display.

    Opens the sample, tags, closes, reopens and exports; leaves a picture of the
    window and the exports in a folder.
    """
    if screenshots:
        ctx.exit(ctx.obj.pictures(screenshots))
    ctx.exit(ctx.obj.tour(output))


@contextmanager
def _exit_codes() -> Iterator[None]:
    try:
        yield
    except LossError as error:
        _show(error)
        raise click.exceptions.Exit(LOST) from error
    except AnnotatorError as error:
        _show(error)
        raise click.exceptions.Exit(MENDABLE) from error
    except KeyboardInterrupt as error:
        raise click.exceptions.Exit(INTERRUPTED) from error
    except BrokenPipeError as error:
        _print_nothing_more()
        raise click.exceptions.Exit(INTERRUPTED) from error
    except OSError as error:
        name = f"{os.fsdecode(error.filename)}: " if error.filename else ""
        click.echo(f"{name}{error.strerror or error}.", err=True)
        raise click.exceptions.Exit(MENDABLE) from error


def _show(error: AnnotatorError) -> None:
    click.echo(error.message, err=True)
    if error.hint and error.command:
        click.echo(f"{error.hint.removesuffix('.')}: {error.command}", err=True)
    elif error.hint:
        click.echo(error.hint, err=True)


def _print_anything() -> None:
    """Let no character a terminal lacks, nor a half one in a file name, end it all."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _print_nothing_more() -> None:
    # Python flushes what is left when it ends, and would complain once more.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
