"""Commands that take datasets out: export, formats."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from annotator.app.exporting import FormatRow, export, format_table
from annotator.cli.output import print_json
from annotator.cli.places import FILE, examples, project_argument, reading_session
from annotator.cli.progress import Progress
from annotator.model.counts import counted


@click.command(
    "export",
    epilog=examples(
        "annotator export election.annotator election.jsonl --to jsonl",
        'annotator export election.annotator ada.csv --to csv --layer "Ada"',
    ),
)
@project_argument
@click.argument("target", type=FILE)
@click.option(
    "--to",
    "format_name",
    required=True,
    metavar="FORMAT",
    help="One of those that “annotator formats” lists, such as jsonl.",
)
@click.option(
    "--layer",
    "layers",
    multiple=True,
    metavar="NAME",
    help="Only the annotations of this annotator; may be given several times.",
)
@click.option(
    "--strict",
    is_flag=True,
    help="Write nothing and exit with 3 if the format would lose anything.",
)
def export_command(
    project: Path,
    target: Path,
    format_name: str,
    layers: tuple[str, ...],
    *,
    strict: bool,
) -> None:
    """Write PROJECT's documents and annotations to TARGET, a file or for brat a folder.

    TARGET is replaced only when all is written and read back. What the format
    cannot keep is listed on stderr.
    """
    with reading_session(project) as session, Progress("Exporting") as monitor:
        report = export(
            session.project,
            target,
            format_name,
            layers=layers,
            strict=strict,
            monitor=monitor,
        )
    for line in report.losses.lines():
        click.echo(f"Not kept: {line}.", err=True)
    click.echo(
        f"Wrote {counted(report.documents, 'document')}, "
        f"{counted(report.annotations, 'annotation')} and "
        f"{counted(report.relations, 'relation')} to {target}."
    )


@click.command(
    "formats", epilog=examples("annotator formats", "annotator formats --json")
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--markdown", is_flag=True, help="Print a table as in docs/formats.md.")
def formats_command(*, as_json: bool, markdown: bool) -> None:
    """List the formats: what each reads, writes and keeps."""
    table = format_table()
    if as_json:
        print_json([row._asdict() for row in table])
    elif markdown:
        for line in _markdown(table):
            click.echo(line)
    else:
        for row in table:
            _print_format(row)


def _markdown(table: list[FormatRow]) -> Iterator[str]:
    yield f"| | {' | '.join(row.name for row in table)} |"
    yield "|---" * (len(table) + 1) + "|"
    for feature in table[0].keeps:
        cells = ("yes" if row.keeps[feature] else "no" for row in table)
        yield f"| {_words(feature)} | {' | '.join(cells)} |"


def _print_format(row: FormatRow) -> None:
    can = [
        verb for verb, able in (("read", row.reads), ("written", row.writes)) if able
    ]
    kept = [_words(feature) for feature, keeps in row.keeps.items() if keeps]
    lost = [_words(feature) for feature, keeps in row.keeps.items() if not keeps]
    click.echo(f"{row.name}  {row.title} ({row.suffix}), {' and '.join(can)}")
    click.echo(f"    keeps  {', '.join(kept) or 'nothing'}")
    click.echo(f"    loses  {', '.join(lost) or 'nothing'}")


def _words(feature: str) -> str:
    return feature.replace("_", " ")
