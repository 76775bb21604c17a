from pathlib import Path

import pytest

from annotator.errors import UnknownNameError
from annotator.formats import BUILT_IN, format_for, format_named
from annotator.formats.base import ImportProblem
from annotator.formats.csv_table import COLUMNS
from annotator.model.bundle import Place

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "formats.md").read_text("utf-8")


def cells_of(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def table_after(heading):
    part = DOCUMENTATION.split(heading, 1)[1]
    rows = part[part.index("|") :].split("\n\n", 1)[0].splitlines()
    return [cells_of(row) for row in rows if not row.startswith("|---")]


def test_a_format_is_found_by_its_name():
    assert [format_named(name).title for name in ("jsonl", "CSV")] == [
        "JSON Lines",
        "CSV table",
    ]


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"“vhs”\. The formats are: jsonl, csv"):
        format_named("vhs")


@pytest.mark.parametrize("path", ["a.jsonl", "b/c.JSONL", ".x.jsonl"])
def test_a_format_is_found_by_the_suffix_of_a_file(path):
    assert format_for(Path(path)).name == "jsonl"


@pytest.mark.parametrize("path", ["a.txt", "a", "jsonl", ""])
def test_a_file_of_no_format_has_none(path):
    assert format_for(Path(path)) is None


def test_names_and_suffixes_differ():
    assert len({known.name for known in BUILT_IN}) == len(BUILT_IN)
    assert len({known.suffix for known in BUILT_IN}) == len(BUILT_IN)


def test_a_problem_says_where_and_why():
    problem = ImportProblem(Place("a.jsonl", 3), "it has no tag")
    assert str(problem) == "a.jsonl, line 3: it has no tag"
    assert str(ImportProblem(None, "it has no tag")) == "it has no tag"


def test_the_columns_of_the_table_are_documented_in_their_order():
    _, *rows = table_after("## CSV table")
    assert [row[0].strip("`") for row in rows] == list(COLUMNS)
