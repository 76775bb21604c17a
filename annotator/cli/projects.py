"""Commands on whole projects: new, check, backup, restore."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from annotator.app.projects import (
    check,
    create_project,
    reading,
    restore,
    with_suffix,
)
from annotator.app.settings import SettingsFile
from annotator.cli.output import plain, print_json
from annotator.cli.places import (
    FILE,
    examples,
    existing,
    project_argument,
    reading_session,
    restore_hint,
    words,
)
from annotator.cli.progress import Progress
from annotator.errors import (
    BackupError,
    DamagedProjectError,
    NotAProjectError,
    ProjectError,
)
from annotator.model.counts import counted


@click.command(
    "new",
    epilog=examples(
        "annotator new election.annotator",
        'annotator new election --title "Election 2026" --codebook claims.toml',
    ),
)
@project_argument
@click.option("--codebook", type=FILE, metavar="FILE", help="A codebook in TOML.")
@click.option(
    "--title", type=words, metavar="T", help="What the window shows; else the name."
)
def new_command(project: Path, codebook: Path | None, title: str | None) -> None:
    """Make a project.

    PROJECT gets the ending .annotator unless it has one. Without --codebook it
    begins with the tags claim, denial, figure and quote.
    """
    project = with_suffix(project)
    settings = SettingsFile().read()
    with create_project(project, settings, title=title, codebook=codebook) as session:
        book = session.codebook
    tags = ", ".join(tag.name for tag in book.tags)
    click.echo(f"Made {project} with the codebook “{book.name}”: {tags}.")


@click.command(
    "check",
    epilog=examples(
        "annotator check election.annotator",
        "annotator check election.annotator --json",
    ),
)
@project_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check_command(ctx: click.Context, project: Path, *, as_json: bool) -> None:
    """Look for damage: is everything as it was written?

    Compares every text with its SHA-256, every row with its hash and every
    quote with its text, and lists the rows that are damaged.
    """
    project = existing(project)
    found = _checked(project)
    if as_json:
        print_json(found.as_json())
    else:
        found.print()
    if found.damage:
        ctx.exit(1)


@click.command(
    "backup",
    epilog=examples(
        "annotator backup election.annotator",
        "annotator backup election.annotator /media/stick/",
    ),
)
@project_argument
@click.argument("target", type=FILE, required=False)
def backup_command(project: Path, target: Path | None) -> None:
    """Make a copy of a project and check that it is good.

    Without TARGET it becomes the newest of the backups beside the project;
    TARGET may be a folder or the name of a file that does not exist yet. Works
    while the project is open in a window.
    """
    with reading_session(project) as session:
        if target is None:
            copy = session.project.backup("manual")
        else:
            copy = target / session.path.name if target.is_dir() else target
            if copy.exists():
                raise BackupError(
                    f"There is a file at {copy} already.", hint="Choose another name."
                )
            session.save_copy(copy)
    click.echo(f"Copied {session.path} to {copy}.")


@click.command(
    "restore",
    epilog=examples(
        "annotator restore election.backups/election-000012-….annotator "
        "election.annotator"
    ),
)
@click.argument("backup", type=FILE)
@project_argument
def restore_command(backup: Path, project: Path) -> None:
    """Put a good copy of BACKUP in the place of PROJECT.

    What was there is moved to the folder of its backups, not deleted.
    """
    target = existing(project)
    target = target if target.is_file() else with_suffix(project)
    if target.is_dir():
        raise ProjectError(
            f"{target} is a folder, not a project file.",
            hint="Give the name of the project file to put in place.",
        )
    aside = restore(existing(backup), target, SettingsFile().read())
    click.echo(f"{target} is now what {backup} was.")
    if aside:
        click.echo(f"The project that was there is now {aside}.")


@dataclass(frozen=True, kw_only=True)
class _Findings:
    """What a check has found.

    Attributes:
        documents: None where damage keeps them from being counted.
        annotations: None where damage keeps them from being counted.
        damage: One mapping a thing, with the keys of ``Damage``.
        hint: How to get the project back, or "".
    """

    documents: int | None = None
    annotations: int | None = None
    damage: Sequence[Mapping[str, str]] = ()
    hint: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "documents": self.documents,
            "annotations": self.annotations,
            "damage": self.damage,
            "hint": self.hint,
        }

    def print(self) -> None:
        if not self.damage:
            counts = (
                counted(self.documents or 0, "document"),
                counted(self.annotations or 0, "annotation"),
            )
            click.echo(f"{', '.join(counts)}: all as written.")
            return
        for row in self.damage:
            which = f" {row['id']}" if row["id"] else ""
            where = f" in {row['document']}" if row["document"] else ""
            click.echo(plain(f"{row['table']}{which}{where}: {row['problem']}"))
        click.echo(f"Not as written: {counted(len(self.damage), 'thing')}.", err=True)
        if self.hint:
            click.echo(self.hint, err=True)


def _checked(path: Path) -> _Findings:
    hint = restore_hint(path)
    try:
        with reading(path) as project, Progress("Checking") as monitor:
            damage = [damage._asdict() for damage in check(project, monitor)]
            if damage:
                return _Findings(damage=damage, hint=hint)
            listing = project.documents.listing(None)
    except DamagedProjectError as error:
        whole = {"table": "database", "id": "", "document": ""}
        return _Findings(damage=[whole | {"problem": error.message}], hint=hint)
    except NotAProjectError as error:
        # Damage to its very first bytes makes a project look like something else.
        if not hint:
            raise
        raise NotAProjectError(error.message, hint=hint) from error
    return _Findings(
        documents=len(listing),
        annotations=sum(info.annotations for info in listing),
    )
