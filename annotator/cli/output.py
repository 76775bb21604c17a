"""What commands print: aligned columns for people, JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

import click

_GAP = "  "
_JOINERS = "\u200c\u200d"  # part of how some words and emoji are written
_PROBLEMS_SHOWN = 50


def print_json(value: object) -> None:
    """Print ``value`` as JSON, indented, letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(
    header: Sequence[str], rows: Sequence[Sequence[str | int]], *, most: int = 60
) -> None:
    """Print rows in aligned columns, numbers to the right.

    Args:
        header: The columns' names.
        rows: One cell a column.
        most: Longer cells are cut, in characters.
    """
    cells = [[plain(str(cell), most) for cell in row] for row in (header, *rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    right = [
        bool(rows) and all(isinstance(row[n], int) for row in rows)
        for n in range(len(header))
    ]
    for row in cells:
        padded = map(_padded, row, widths, right)
        click.echo(_GAP.join(padded).rstrip())


def print_problems(lines: Sequence[str]) -> None:
    """Print one problem a line to stderr, and of very many only how many more."""
    for line in lines[:_PROBLEMS_SHOWN]:
        click.echo(plain(line), err=True)
    if lines[_PROBLEMS_SHOWN:]:
        click.echo(f"and {len(lines) - _PROBLEMS_SHOWN:,} more", err=True)


def plain(text: str, most: int | None = None) -> str:
    """Return ``text`` on one line, without what would steer a terminal."""
    line = " ".join("".join(map(_harmless, text)).split())
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"


def _harmless(character: str) -> str:
    shown = character.isprintable() or character in _JOINERS
    return character if shown or "\ud800" <= character <= "\udfff" else " "


def _padded(cell: str, width: int, right: bool) -> str:  # noqa: FBT001 - mapped
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(text: str) -> int:
    """Return how many columns of a terminal ``text`` takes."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
