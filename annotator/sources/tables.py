"""Tables of texts: CSV, TSV and JSON Lines, one row a text.

Which column is what is told by the user or found out from its name; columns
that are nothing of that become metadata under their own name.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from annotator.errors import SourceError
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.text import decode

LARGEST_TABLE = 200_000_000  # bytes
ROLES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "texte"),
    "title": ("title", "headline", "titel", "titre"),
    "date": ("date", "published", "publication_date", "published_at", "datum"),
    "author": ("author", "authors", "byline", "autor", "auteur"),
    "outlet": ("outlet", "source", "publication", "newspaper", "publisher", "medium"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "name": ("name", "id", "doc_id", "document", "filename", "file"),
}
"""What a column may be, and the names it is known by, the likelier first."""

# Two of them make a table one of annotations: that is a dataset, not texts.
_OURS = frozenset(
    (
        *("annotation_id", "document_sha256", "end", "offset_unit", "quote", "spans"),
        *("start", "tag", "annotator"),
    )
)
_OUR_KEYS = frozenset(("annotations", "relations", "sha256"))
_DELIMITERS = ",;\t|"
_HEAD = 100_000  # bytes that show what a table is


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its line, counted from 1, and its cells by column."""

    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a reader found it.

    Attributes:
        columns: Their names, in order.
        rows: Also those that cannot be used.
    """

    file_name: str
    columns: list[str]
    rows: Iterable[Row | Unusable]
    extractor: str
    encoding: str = "utf-8"


class CsvTexts:
    """Tables from spreadsheets, one row a text."""

    title = "table"
    suffixes = (".csv", ".tsv")
    largest = LARGEST_TABLE
    apart = False

    def read(
        self, content: bytes, file_name: str, options: SourceOptions
    ) -> list[Extracted | Unusable]:
        """Return the text of each row."""
        changes: list[str] = []
        table, used = decode(
            content, file_name, options.encoding, changes, self.largest
        )
        return texts_in(_csv_table(table, file_name, used), options)


class JsonTexts:
    """JSON Lines, one object a text."""

    title = "JSON Lines of texts"
    suffixes = (".jsonl", ".ndjson")
    largest = LARGEST_TABLE
    apart = False

    def read(
        self, content: bytes, file_name: str, options: SourceOptions
    ) -> list[Extracted | Unusable]:
        """Return the text of each line."""
        changes: list[str] = []
        lines, used = decode(
            content, file_name, options.encoding, changes, self.largest
        )
        rows = [
            _json_row(line, number)
            for number, line in enumerate(lines.split("\n"), start=1)
            if line.strip()
        ]
        columns = {
            name: None for row in rows if isinstance(row, Row) for name in row.cells
        }
        table = Table(file_name, list(columns), rows, "json lines", used)
        return texts_in(table, options)


def texts_in(table: Table, options: SourceOptions) -> list[Extracted | Unusable]:
    """Return the text of each row, with what else stands there as metadata.

    Raises:
        SourceError: There is no column with the texts, or none that was named.
    """
    roles = _roles(table, options.columns)
    found = [
        row if isinstance(row, Unusable) else _text(row, table, roles)
        for row in table.rows
    ]
    if not found:
        raise SourceError(f"{table.file_name} has no rows.")
    return found


def is_table_of_texts(path: Path) -> bool:
    """Tell whether a CSV or JSON Lines file holds texts and no annotations."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError:
        return False
    first = next((line for line in head.splitlines() if line.strip()), "")
    if path.suffix.casefold() == ".csv":
        names = next(csv.reader([first], delimiter=_delimiter(first)), [])
        columns = {name.strip().casefold() for name in names}
        return bool(columns) and len(columns & _OURS) < 2  # noqa: PLR2004
    row = _json_row(first, 1)
    return (
        isinstance(row, Row)
        and not row.cells.keys() & _OUR_KEYS
        and row.cells.keys() > {"text"}
    )


# Columns -------------------------------------------------------------------


def _roles(table: Table, told: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each role that has one."""
    known = {column.strip().casefold(): column for column in reversed(table.columns)}
    roles: dict[str, str] = {}
    for role, names in ROLES.items():
        if role in told:
            roles[role] = _named(told[role], known, table)
            continue
        column = next((known[name] for name in names if name in known), None)
        if column is not None and column not in told.values():
            roles[role] = column
    if "text" not in roles:
        raise _no_column(f"{table.file_name} has no column “text”", table)
    return roles


def _named(name: str, known: Mapping[str, str], table: Table) -> str:
    column = known.get(name.strip().casefold())
    if column is None:
        raise _no_column(f"{table.file_name} has no column “{name}”", table)
    return column


def _no_column(message: str, table: Table) -> SourceError:
    columns = ", ".join(f"“{column}”" for column in table.columns[:20])
    return SourceError(
        f"{message}; it has {columns or 'none at all'}.",
        hint="Call the column of the texts “text”, or name it.",
        command="--text-column NAME",
    )


def _text(row: Row, table: Table, roles: Mapping[str, str]) -> Extracted | Unusable:
    text = row.cells.get(roles["text"])
    if not isinstance(text, str) or not text.strip():
        reason = f"its “{roles['text']}” is {'empty' if not text else 'no text'}"
        return Unusable(reason=reason, line=row.line)
    roles_of = {column: role for role, column in roles.items()}
    metadata = {
        roles_of.get(column, column): value
        for column, value in row.cells.items()
        if value not in ("", None) and roles_of.get(column) not in {"text", "name"}
    }
    name = row.cells.get(roles.get("name", ""))
    return Extracted(
        text=text,
        name=str(name or f"{PurePath(table.file_name).stem}-{row.line}"),
        extractor=table.extractor,
        encoding=table.encoding,
        metadata=metadata,
        changes=(f"took it from line {row.line:,}",),
        shared=True,
    )


# CSV -----------------------------------------------------------------------


def _csv_table(content: str, file_name: str, encoding: str) -> Table:
    csv.field_size_limit(LARGEST_TABLE)
    # Not splitlines: cells may hold line ends of other kinds.
    lines = [f"{line}\n" for line in content.split("\n")]
    start = next(number for number, line in enumerate(lines) if line.strip())
    header = lines[start]
    delimiter = "\t" if file_name.casefold().endswith(".tsv") else _delimiter(header)
    reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
    rows: list[Row | Unusable] = []
    columns: list[str] = []
    line = 0
    try:
        for cells in reader:
            first, line = line + 1, reader.line_num
            if not columns:
                columns = _columns(cells, file_name)
            elif any(cells):
                rows.append(_csv_row(cells, columns, start + first))
    except csv.Error as error:
        raise SourceError(
            f"{file_name} is no table: {error} in line {start + reader.line_num}."
        ) from error
    return Table(file_name, columns, rows, "table", encoding)


def _columns(cells: list[str], file_name: str) -> list[str]:
    columns = [cell.strip() for cell in cells]
    twice = next((c for c in columns if c and columns.count(c) > 1), None)
    if twice is not None:
        raise SourceError(f"{file_name} has more than one column “{twice}”.")
    return columns


def _csv_row(cells: list[str], columns: list[str], line: int) -> Row | Unusable:
    if len(cells) > len(columns):
        reason = f"it has {len(cells)} cells, and the header {len(columns)}"
        return Unusable(reason=reason, line=line)
    return Row(line, dict(zip(columns, cells, strict=False)))


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


# JSON Lines ----------------------------------------------------------------


def _json_row(line: str, number: int) -> Row | Unusable:
    try:
        cells = json.loads(line)
    except (ValueError, RecursionError):
        return Unusable(reason="it is no JSON", line=number)
    if not isinstance(cells, dict):
        return Unusable(reason="it is no JSON object", line=number)
    return Row(number, {name: _plain(value) for name, value in cells.items()})


def _plain(value: object) -> object:
    """Return what metadata can hold: what is nested becomes JSON."""
    nested = isinstance(value, dict | list)
    return json.dumps(value, ensure_ascii=False) if nested else value
