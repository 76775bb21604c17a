"""Spreadsheets of texts: the rows of the first sheet, as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from annotator.errors import SourceError
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.container import Container, attribute, local_name
from annotator.sources.tables import LARGEST_TABLE, Row, Table, texts_in

# ECMA-376 part 1, 18.8.30: the built-in number formats that are dates or times.
_DATE_FORMATS = frozenset((*range(14, 23), *range(45, 48)))
_DATE_LETTERS = re.compile("[ymdhs]", re.IGNORECASE)
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_COLUMN = re.compile("[A-Z]{1,3}")
# Day 60 is 29 February 1900, which never was; from then on days count from here.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no time zones
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001


class Spreadsheet:
    """Excel since 2007."""

    title = "Excel"
    suffixes = (".xlsx", ".xlsm")
    largest = LARGEST_TABLE
    apart = True

    def read(
        self, content: bytes, file_name: str, options: SourceOptions
    ) -> list[Extracted | Unusable]:
        """Return the text of each row of the first sheet."""
        parts = Container(content, file_name, "a spreadsheet (.xlsx)")
        rows = list(_rows(parts))
        if not rows:
            raise SourceError(f"{file_name} has no rows in its first sheet.")
        header = {at: str(value).strip() for at, value in rows[0][1].items()}
        columns = [name for name in header.values() if name]
        twice = next((name for name in columns if columns.count(name) > 1), None)
        if twice is not None:
            raise SourceError(f"{file_name} has more than one column “{twice}”.")
        found = [
            Row(line, {header[at]: v for at, v in cells.items() if header.get(at)})
            for line, cells in rows[1:]
        ]
        return texts_in(Table(file_name, columns, found, "spreadsheet"), options)


def _rows(parts: Container) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the rows that hold anything: number from 1, values by column letters."""
    book = parts.xml("xl/workbook.xml")
    shared = _shared(parts)
    dates = _date_styles(parts)
    epoch = _epoch(book)
    number = 0
    for row in _named(parts.xml(_first_sheet(parts, book)), "row"):
        number = int(row.get("r") or number + 1)
        cells: dict[str, object] = {}
        for cell in _named(row, "c"):
            letters = _COLUMN.match(cell.get("r") or "")
            value = _value(cell, shared, dates, epoch)
            if value not in (None, ""):
                cells[letters[0] if letters else str(len(cells))] = value
        if cells:
            yield number, cells


def _first_sheet(parts: Container, book: Any) -> str:  # noqa: ANN401
    sheet = next(iter(_named(book, "sheet")), None)
    key = None if sheet is None else attribute(sheet, "id")
    for link in parts.xml("xl/_rels/workbook.xml.rels"):
        if link.get("Id") == key:
            target = str(link.get("Target", ""))
            return target[1:] if target.startswith("/") else f"xl/{target}"
    raise SourceError(f"{parts.file_name} has no sheet.")


def _shared(parts: Container) -> list[str]:
    name = "xl/sharedStrings.xml"
    return [_text(node) for node in parts.xml(name)] if name in parts.names else []


def _text(node: Any) -> str:  # noqa: ANN401
    """Return the letters of a cell, without the ruby that tells how they sound."""
    return "".join(
        part.text or ""
        for part in _named(node, "t")
        if local_name(part.getparent()) != "rPh"
    )


def _date_styles(parts: Container) -> set[int]:
    """Return the numbers of the styles that show a number as a date."""
    if "xl/styles.xml" not in parts.names:
        return set()
    styles = parts.xml("xl/styles.xml")
    dates = set(_DATE_FORMATS)
    for node in _named(styles, "numFmt"):
        if _DATE_LETTERS.search(_NOT_LETTERS.sub("", node.get("formatCode", ""))):
            dates.add(int(node.get("numFmtId", "0")))
    formats = next(iter(_named(styles, "cellXfs")), ())
    return {
        number
        for number, node in enumerate(formats)
        if int(node.get("numFmtId", "0")) in dates
    }


def _epoch(book: Any) -> datetime:  # noqa: ANN401
    since_1904 = any(
        node.get("date1904") in {"1", "true"} for node in _named(book, "workbookPr")
    )
    return _EPOCH_1904 if since_1904 else _EPOCH


def _value(
    cell: Any,  # noqa: ANN401
    shared: list[str],
    dates: set[int],
    epoch: datetime,
) -> str | None:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    raw = next((node.text for node in _named(cell, "v")), None)
    if raw is None or kind == "e":
        return None
    if kind == "s":
        return shared[int(raw)] if int(raw) < len(shared) else None
    if kind != "n":
        return str(raw)
    number = float(raw)
    if int(cell.get("s", "0")) in dates:
        return _date(number, epoch)
    return str(int(number)) if number.is_integer() else repr(number)


def _date(days: float, epoch: datetime) -> str:
    try:
        moment = epoch + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return repr(days)
    return moment.date().isoformat() if days == int(days) else moment.isoformat()


def _named(node: Any, name: str) -> list[Any]:  # noqa: ANN401
    return list(node.iter(f"{{*}}{name}"))
