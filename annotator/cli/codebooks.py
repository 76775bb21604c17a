"""Commands on a project's codebook: show, import, export."""

from __future__ import annotations

from pathlib import Path

import click
from click_default_group import DefaultGroup  # type: ignore[import-untyped]

from annotator.app.codebook_files import replacing, save_codebook
from annotator.app.projects import load_codebook
from annotator.cli.output import plain, print_json, print_table
from annotator.cli.places import (
    FILE,
    examples,
    project_argument,
    reading_session,
    writing_session,
)
from annotator.model.codebook import Codebook, CodebookEntry, CodebookUsage


def codebook_group() -> click.Group:
    """Return the command ``codebook`` with its own commands."""
    group: click.Group = DefaultGroup(
        "codebook",
        default="show",
        subcommand_metavar="[PROJECT | COMMAND [ARGS]...]",
        help="Show the codebook of a project, or exchange it with a TOML file.\n\n"
        "“annotator codebook PROJECT” shows it.",
        epilog=examples(
            "annotator codebook election.annotator",
            "annotator codebook export election.annotator claims.toml",
            "annotator codebook import election.annotator claims.toml --dry-run",
        ),
    )
    for command in (show_command, import_codebook_command, export_codebook_command):
        group.add_command(command)
    return group


@click.command(
    "show",
    epilog=examples(
        "annotator codebook election.annotator",
        "annotator codebook election.annotator --json",
    ),
)
@project_argument
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show_command(project: Path, *, as_json: bool) -> None:
    """List the tags, attributes and relation types of PROJECT.

    With the version, which moves on with every change, and the SHA-256 of what
    the codebook means, by which two codebooks can be compared. Uses are those of
    everybody. The word “show” may be left out.
    """
    with reading_session(project) as session:
        codebook, usage = session.codebook, session.codebook_usage()
    if as_json:
        print_json(_as_json(codebook, usage))
        return
    click.echo(plain(f"{codebook.name}, version {codebook.version}"))
    click.echo(f"SHA-256 {codebook.sha256}")
    for title, entries in (
        ("tag", codebook.tags),
        ("attribute", codebook.attributes),
        ("relation type", codebook.relation_types),
    ):
        if entries:
            click.echo()
            _print_entries(title, entries, usage)


@click.command(
    "import",
    epilog=examples(
        "annotator codebook import election.annotator claims.toml --dry-run",
        "annotator codebook import election.annotator claims.toml",
    ),
)
@project_argument
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def import_codebook_command(project: Path, file: Path, *, dry_run: bool) -> None:
    """Make the codebook of PROJECT what the TOML file FILE says.

    Entries of the same name are the same. What the file does not have is kept,
    and nothing that was annotated changes. It can be undone in one step.
    """
    imported = load_codebook(file)
    opened = reading_session if dry_run else writing_session
    with opened(project) as session:
        merge = replacing(session.codebook, imported)
        if merge.edit and not dry_run:
            session.apply(merge.edit)
    for line in merge.lines():
        click.echo(plain(line))
    if dry_run:
        click.echo("Nothing was changed.", err=True)


@click.command(
    "export", epilog=examples("annotator codebook export election.annotator c.toml")
)
@project_argument
@click.argument("target", type=FILE)
def export_codebook_command(project: Path, target: Path) -> None:
    """Write the codebook of PROJECT to the TOML file TARGET.

    TARGET is replaced only when all is written and read back.
    """
    with reading_session(project) as session:
        codebook = session.codebook
        save_codebook(codebook, target, project=session.path)
    click.echo(plain(f"Wrote {codebook.label} to {target}."))


def _print_entries(
    title: str, entries: tuple[CodebookEntry, ...], usage: CodebookUsage
) -> None:
    print_table(
        (title, "uses", "", "definition"),
        [
            (
                *(entry.name, usage.of(entry)),
                *("retired" if entry.retired else "", entry.definition),
            )
            for entry in entries
        ],
    )


def _as_json(codebook: Codebook, usage: CodebookUsage) -> dict[str, object]:
    return {
        "name": codebook.name,
        "version": codebook.version,
        "sha256": codebook.sha256,
        "description": codebook.description,
        "rules": codebook.rules,
        "tags": [
            {"name": tag.name, "role": tag.role, "key": tag.key, "color": tag.color}
            | {"mark": tag.mark, "question": tag.question}
            | {"include": tag.include, "exclude": tag.exclude}
            | {"examples": tag.examples}
            | _common(tag, usage)
            for tag in codebook.tags
        ],
        "attributes": [
            {
                "name": attribute.name,
                "kind": attribute.kind,
                "tags": [codebook.tag(tag_id).name for tag_id in attribute.tag_ids],
                "choices": attribute.choices,
            }
            | _common(attribute, usage)
            for attribute in codebook.attributes
        ],
        "relations": [
            {
                "name": kind.name,
                "from": [codebook.tag(tag_id).name for tag_id in kind.source_tag_ids],
                "to": [codebook.tag(tag_id).name for tag_id in kind.target_tag_ids],
                "directed": kind.directed,
                "transitive": kind.transitive,
                "acyclic": kind.acyclic,
            }
            | _common(kind, usage)
            for kind in codebook.relation_types
        ],
    }


def _common(entry: CodebookEntry, usage: CodebookUsage) -> dict[str, object]:
    return {
        "definition": entry.definition,
        "retired": entry.retired,
        "uses": usage.of(entry),
    }
