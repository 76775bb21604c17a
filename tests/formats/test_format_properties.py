"""What must hold for all bundles, and for whatever a file may contain."""

import csv
import io
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bundles import bundles, cells

from annotator.errors import AnnotatorError
from annotator.formats import BUILT_IN
from annotator.formats.base import ImportProblem
from annotator.formats.csv_table import COLUMNS, CsvTable
from annotator.formats.jsonl import JsonLines
from annotator.model.bundle import Bundle

many = settings(
    max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("formats")


def documents(**kwargs):
    return st.lists(bundles(), max_size=3, **kwargs)


@settings(deadline=None)
@given(originals=documents())
def test_json_lines_read_and_written_again_are_the_same_bytes(folder, originals):
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    JsonLines().write(originals, first)
    JsonLines().write(JsonLines().read(first), second)
    assert second.read_bytes() == first.read_bytes()


@settings(deadline=None)
@given(originals=documents())
def test_a_table_read_and_written_again_is_the_same_bytes(folder, originals):
    first, second = folder / "first.csv", folder / "second.csv"
    CsvTable().write(originals, first)
    CsvTable().write(CsvTable().read(first), second)
    assert second.read_bytes() == first.read_bytes()


@settings(deadline=None)
@given(originals=documents())
def test_no_cell_of_a_table_begins_as_a_formula(folder, originals):
    path = folder / "table.csv"
    CsvTable().write(originals, path)
    text = path.read_bytes().decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(re.match("[=+@\t\r\n\0＝＋－＠-]", cell) for cell in row)


# Hostile files -------------------------------------------------------------

wild = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | cells
    | st.sampled_from(["\ud83d", "\0", "a\r", "\ufeff", "2026-11-22", "0" * 32]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(cells, inner, max_size=3)
    ),
    max_leaves=6,
)
spans = st.lists(st.lists(st.integers(-2, 9) | wild, max_size=3), max_size=3) | wild


def objects(**values):
    return st.fixed_dictionaries({}, optional={k: v | wild for k, v in values.items()})


entries = objects(
    id=st.text(),
    tag=st.just("claim"),
    spans=spans,
    quote=st.text(),
    annotator=st.text(),
    attributes=st.dictionaries(cells, wild),
    note=st.text(),
    created_at=st.text("0123456789-T:Z"),
    updated_at=st.datetimes().map(str),
)
links = objects(id=wild, type=cells, source=cells, target=cells)
lines = objects(
    id=cells,
    name=cells,
    sha256=st.just("0" * 64),
    text=st.just("Sales rose 😀."),
    metadata=wild,
    annotations=st.lists(entries | wild, max_size=3),
    relations=st.lists(links | wild, max_size=2),
)
json_lines = st.lists(
    (lines | wild).map(lambda value: json.dumps(value).encode()) | st.binary(),
    max_size=3,
).map(b"\n".join)
tables = st.lists(
    st.lists(
        cells | st.sampled_from(["0", "5", "[[0,5]]", "{}", "a.txt", "0" * 64, '"']),
        min_size=len(COLUMNS) - 1,
        max_size=len(COLUMNS) + 1,
    ).map(",".join),
    max_size=4,
).map(lambda rows: "\r\n".join([",".join(COLUMNS), *rows]).encode())


def assert_read_or_refused(reader, path, content):
    path.write_bytes(content)
    try:
        results = list(reader.read(path))
    except AnnotatorError:
        return
    for result in results:
        assert isinstance(result, Bundle | ImportProblem)
        str(result).encode()  # can be printed


@many
@given(content=json_lines)
def test_no_json_lines_make_the_reader_fail(folder, content):
    assert_read_or_refused(JsonLines(), folder / "wild.jsonl", content)


@many
@given(content=tables | st.binary())
def test_no_table_makes_the_reader_fail(folder, content):
    assert_read_or_refused(CsvTable(), folder / "wild.csv", content)


@many
@given(content=json_lines)
def test_what_was_read_from_any_json_lines_can_be_written(folder, content):
    path = folder / "wild.jsonl"
    path.write_bytes(content)
    try:
        found = [b for b in JsonLines().read(path) if isinstance(b, Bundle)]
    except AnnotatorError:
        return
    for known in BUILT_IN:
        known.write(found, folder / f"copy{known.suffix}")
