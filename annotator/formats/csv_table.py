"""A table for spreadsheets: one row an annotation, without the documents' texts.

RFC 4180 with a byte order mark, so that Excel reads it as UTF-8. Cells a
spreadsheet would run as a formula get an apostrophe in front, which is taken
off again on reading. ``docs/formats.md`` describes every column.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from annotator.errors import FormatError
from annotator.formats import checks
from annotator.formats.atomic import write_atomically
from annotator.formats.base import ImportProblem, Keeps
from annotator.formats.checks import UnusableError, shown
from annotator.model.bundle import Bundle, BundleAnnotation, Losses, Place
from annotator.model.codebook import CodebookLabel

COLUMNS = (
    "document",
    "document_sha256",
    "annotation_id",
    "tag",
    "start",
    "end",
    "offset_unit",
    "quote",
    "spans",
    "attributes",
    "annotator",
    "note",
    "created_at",
    "updated_at",
    "codebook_version",
    "codebook_sha256",
)
UNIT = "code point"

_LONGEST_CELL = 200_000_000  # characters
# The last four are the full-width forms of the first four.
_TRIGGERS = "[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]"
_FORMULA = re.compile(f"'*{_TRIGGERS}")
_ESCAPED = re.compile(f"'+{_TRIGGERS}")
_NUMBER_FOR_ID = re.compile(r"[0-9]+([.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)


class CsvTable:
    """One row an annotation, for spreadsheets and data frames."""

    name = "csv"
    title = "CSV table"
    suffix = ".csv"
    keeps = Keeps(
        texts=False,
        metadata=False,
        several_spans=True,
        overlap=True,
        attributes=True,
        relations=False,
        notes=True,
        annotators=True,
        times=True,
        verdicts=False,
    )
    reads = True
    writes = True

    def write(self, bundles: Iterable[Bundle], target: Path) -> Losses:
        """Write one row an annotation; texts, metadata and relations are lost.

        Raises:
            ExportError: ``target`` could not be written; it is as it was.
        """
        losses = Losses()
        write_atomically(target, _written(bundles, losses))
        return losses

    def read(self, source: Path) -> Iterator[Bundle | ImportProblem]:
        """Read rows; those of one document that follow one another are one bundle.

        Raises:
            FormatError: The file cannot be read, or is no such table.
        """
        checks.require_file(source)
        try:
            with source.open(encoding=_encoding(source), newline="") as file:
                yield from _Reader(file, source).read()
        except UnicodeError as error:
            raise FormatError(
                f"{source} is not UTF-8.",
                hint="Save it from the spreadsheet as “CSV UTF-8”.",
            ) from error
        except OSError as error:
            raise checks.unreadable(source, error) from error


# Writing -------------------------------------------------------------------


def _written(bundles: Iterable[Bundle], losses: Losses) -> Iterator[bytes]:
    yield codecs.BOM_UTF8 + _csv([COLUMNS])
    for bundle in bundles:
        _count_losses(bundle, losses)
        yield _csv(_row(bundle, annotation) for annotation in bundle.annotations)


def _count_losses(bundle: Bundle, losses: Losses) -> None:
    CsvTable.keeps.count(bundle, losses)
    losses.add("document without annotations", int(not bundle.annotations))


def _csv(rows: Iterable[Iterable[str | int]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines, lineterminator="\r\n").writerows(map(_safe, row) for row in rows)
    return lines.getvalue().encode()


def _row(bundle: Bundle, annotation: BundleAnnotation) -> tuple[str | int, ...]:
    return (
        bundle.name,
        bundle.sha256,
        annotation.id,
        annotation.tag,
        annotation.spans[0][0],
        annotation.spans[-1][1],
        UNIT,
        annotation.quote or "",
        _json(annotation.spans),
        _json(dict(annotation.attributes)),
        annotation.annotator,
        annotation.note,
        annotation.created_at,
        annotation.updated_at,
        bundle.codebook.version if bundle.codebook else "",
        bundle.codebook.sha256 if bundle.codebook else "",
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _safe(cell: str | int) -> str | int:
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return cell


# Reading -------------------------------------------------------------------


def _encoding(source: Path) -> str:
    with source.open("rb") as file:
        start = file.read(3)
    # Excel saves "Unicode Text" as UTF-16.
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig"


class _Reader:
    """Turns the rows of one table into bundles; remembers the ids it has seen."""

    def __init__(self, file: TextIO, source: Path) -> None:
        # The csv module has one limit for the whole process; its 128 kB would
        # refuse the note into which somebody pasted an article.
        csv.field_size_limit(_LONGEST_CELL)
        self._file = source.name
        lines = _lines(file, source)
        first = next(lines, "")
        self._rows = csv.reader(
            chain([first], lines), delimiter=max(",;\t", key=first.count), strict=True
        )
        self._columns = _columns(self._rows, source)
        self._seen: dict[str, int] = {}  # line by id

    def read(self) -> Iterator[Bundle | ImportProblem]:
        """Yield a bundle for each run of rows that name the same document."""
        bundle: Bundle | None = None
        annotations: list[BundleAnnotation] = []
        for place, cells in self._numbered_rows():
            try:
                row = self._named(cells)
                name, sha256 = _document(row)
                annotation = self._annotation(row, sha256 or name, place)
                codebook = _codebook(row)
            except UnusableError as error:
                yield ImportProblem(place, f"this row was left out: {error}")
                continue
            if bundle is None or (bundle.name, bundle.sha256) != (name, sha256):
                if bundle:
                    yield bundle
                annotations = []
                bundle = _stand_off(name, sha256, annotations, place)
                bundle.codebook = codebook
            annotations.append(annotation)
        if bundle:
            yield bundle

    def _numbered_rows(self) -> Iterator[tuple[Place, list[str] | csv.Error]]:
        while True:
            place = Place(self._file, self._rows.line_num + 1)
            try:
                cells = next(self._rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield place, error
            else:
                if any(cells):
                    yield place, cells

    def _named(self, cells: list[str] | csv.Error) -> dict[str, str]:
        if isinstance(cells, csv.Error):
            raise UnusableError(f"it is not CSV ({cells})")
        if len(cells) > len(self._columns):
            raise UnusableError(
                f"it has {len(cells)} cells where the header has {len(self._columns)}"
            )
        checks.require_good_characters("".join(cells))
        return {
            column: cell[1:] if cell[:1] == "'" and _ESCAPED.match(cell) else cell
            for column, cell in zip(self._columns, cells, strict=False)
        }

    def _annotation(
        self, row: dict[str, str], document: str, place: Place
    ) -> BundleAnnotation:
        def cell(column: str) -> str:
            return row.get(column, "")

        tag = checks.as_tag(cell("tag"))
        spans = _spans(cell("spans"), cell("start"), cell("end"))
        if cell("offset_unit") not in ("", UNIT):
            raise UnusableError(
                f"its offsets count {shown(cell('offset_unit'))}, not “{UNIT}”"
            )
        annotator = cell("annotator")
        name = _id(cell("annotation_id"))
        annotation = BundleAnnotation(
            checks.annotation_id(name, document, tag, spans, annotator),
            tag,
            spans,
            cell("quote") or None,
            annotator,
            _attributes(cell("attributes")),
            cell("note"),
            checks.as_time(cell("created_at")),
            checks.as_time(cell("updated_at")),
            place,
        )
        self._require_new(annotation.id, place)
        return annotation

    def _require_new(self, uuid: str, place: Place) -> None:
        if uuid in self._seen:
            raise UnusableError(f"its id has been used in line {self._seen[uuid]}")
        self._seen[uuid] = place.line


def _lines(file: TextIO, source: Path) -> Iterator[str]:
    while line := file.readline(_LONGEST_CELL):
        if len(line) == _LONGEST_CELL:
            raise FormatError(f"{source} has a line of {_LONGEST_CELL:,} characters.")
        yield line


def _columns(rows: Iterator[list[str]], source: Path) -> list[str]:
    try:
        columns = [cell.strip().casefold() for cell in next(rows, [])]
    except csv.Error as error:
        raise FormatError(f"The header of {source} is not CSV ({error}).") from error
    missing = _missing(frozenset(columns))
    if missing:
        raise FormatError(
            f"{source} has no column {', no column '.join(missing)}.",
            hint=f"The columns of this format are: {', '.join(COLUMNS)}.",
        )
    for column in COLUMNS:
        if columns.count(column) > 1:
            raise FormatError(f"{source} has more than one column “{column}”.")
    return columns


def _missing(columns: frozenset[str]) -> list[str]:
    missing = []
    if columns.isdisjoint(("document_sha256", "document")):
        missing.append("“document_sha256” or “document”")
    if "tag" not in columns:
        missing.append("“tag”")
    if "spans" not in columns and not columns >= {"start", "end"}:
        missing.append("“spans” (or “start” and “end”)")
    return missing


def _stand_off(
    name: str, sha256: str, annotations: list[BundleAnnotation], place: Place
) -> Bundle:
    return Bundle(
        id="",
        name=name,
        sha256=sha256,
        text=None,
        metadata={},
        annotations=annotations,
        place=place,
    )


def _document(row: dict[str, str]) -> tuple[str, str]:
    name = row.get("document", "")
    sha256 = checks.as_sha256(row.get("document_sha256"))
    if not name and not sha256:
        raise UnusableError("it names no document")
    return name, sha256


def _codebook(row: dict[str, str]) -> CodebookLabel | None:
    """Return which codebook was used, unless a spreadsheet has changed its hash."""
    try:
        sha256 = checks.as_sha256(row.get("codebook_sha256"))
    except UnusableError:
        return None
    version = row.get("codebook_version", "")
    return CodebookLabel("", version, sha256) if sha256 else None


def _spans(spans: str, start: str, end: str) -> tuple[tuple[int, int], ...]:
    if not spans:
        return checks.as_spans([[_offset(start), _offset(end)]], None)
    pairs = checks.as_spans(checks.parsed(spans), None)
    for cell, offset in ((start, pairs[0][0]), (end, pairs[-1][1])):
        if cell and _offset(cell) != offset:
            raise UnusableError(
                f"its spans {shown(spans)} contradict its start or end, {cell}"
            )
    return pairs


def _offset(cell: str) -> int:
    if cell.isascii() and cell.isdigit() and len(cell) <= len(str(checks.MOST_OFFSET)):
        return int(cell)
    raise UnusableError(f"its start or end {shown(cell)} is not a whole number")


def _attributes(cell: str) -> dict[str, str]:
    if not cell:
        return {}
    value = checks.parsed(cell)
    checks.require_good_characters(value)
    return dict(checks.as_attributes(value))


def _id(cell: str) -> str:
    if _NUMBER_FOR_ID.fullmatch(cell):
        raise UnusableError(f"a spreadsheet has made the number {cell} of its id")
    return cell
