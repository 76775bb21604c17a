"""Datasets: out of one project, into an empty one, and out again, byte for byte."""

import csv
import json
import sqlite3
from contextlib import closing

import pytest
from dataset_lines import entry, line, link
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from annotator.app import edits
from annotator.app.exporting import export
from annotator.app.jobs import Cancelled, Unwatched
from annotator.app.projects import open_project, open_sample
from annotator.errors import ExportError, FormatError, UnknownNameError
from annotator.model.ids import new_id

HARD = (
    "👩‍👩‍👧 said: “Prices rose\u00a0by 4 %.”\n"
    "Cafe\u0301 owners de\u00adnied\u2028it.\tقال الوزير إن ٤٪\n"
    '=SUM(A1) is no figure; "quoted, with commas"\n'
    "@handle +49 −5 \u202eright\u202c to left 😀😀\n"
)
PLAIN = "Nobody was hurt, the ministry said.\n"
ODD_NOTES = [
    "line one\nline two\r\nline three",
    "=cmd|'/c calc'!A1",
    "'=already",
    "''@twice",
    "-1",
    "\ttab first",
    '"quoted", and; more',
    " spaces around ",
    "\u2028",
    "NULL",
    "1e5",
]


def hard_lines():
    """Documents and annotations that formats stumble over."""
    spans = [HARD.index("de\u00adnied"), HARD.index("=SUM"), HARD.index("😀😀")]
    several = entry(
        HARD,
        "👩‍👩‍👧",
        "denial",
        spans=[
            [0, len("👩‍👩‍👧")],
            [spans[0], spans[0] + 7],
            [spans[2], spans[2] + 1],
        ],
        quote="👩‍👩‍👧 … de\u00adnied … 😀",
        note="several",
    )
    notes = [
        entry(
            HARD, "Prices rose\u00a0by 4 %", note=note, annotator=f"Ännötätör {n % 3}"
        )
        for n, note in enumerate(ODD_NOTES)
    ]
    figures = [
        entry(HARD, words, "figure", attributes={"value": value, "unit": "=%"})
        for words, value in [
            ("4 %", "4"),
            ("٤٪", "٤"),
            ("=SUM(A1)", "=1+1"),
            ("−5", "-5"),
        ]
    ]
    other = entry(PLAIN, "Nobody was hurt", annotator="=Eve", tag="quote")
    return [
        line(
            HARD,
            several,
            *notes,
            *figures,
            name="=hard, “name”.txt",
            metadata={"title": "😀", "pages": [1, 2.5, None, {"x": True}], "": "empty"},
            relations=[link(several, notes[0]), link(several, other)],
        ),
        line(PLAIN, other, name="plain.txt"),
        line("Without annotations.\n", name="bare.txt"),
    ]


@pytest.fixture
def hard(session, bring):
    """A project in which everything is hard for formats."""
    report = bring(session, hard_lines())
    assert report.problems == []
    assert report.annotations == len(ODD_NOTES) + 6
    return session


@pytest.fixture
def sample(settings):
    with open_sample(settings) as session:
        yield session


@pytest.fixture
def open_one(request):
    return request.getfixturevalue(request.param)


BOTH = pytest.mark.parametrize("open_one", ["hard", "sample"], indirect=True)


@BOTH
def test_jsonl_comes_out_of_an_empty_project_as_it_went_in(
    open_one, new_session, bring, taken, tmp_path
):
    content, report = taken(open_one, tmp_path / "one.jsonl")
    assert not report.losses
    other = new_session()
    brought = bring(other, tmp_path / "one.jsonl")
    assert brought.problems == []
    assert (brought.documents, brought.annotations, brought.relations) == (
        report.documents,
        report.annotations,
        report.relations,
    )
    again, _ = taken(other, tmp_path / "two.jsonl")
    assert again == content
    # And into the project it came from: nothing new.
    assert bring(open_one, tmp_path / "two.jsonl").summary().startswith("Added nothing")


@BOTH
def test_csv_comes_out_of_a_project_with_the_texts_as_it_went_in(
    open_one, new_session, bring, taken, tmp_path
):
    content, _ = taken(open_one, tmp_path / "one.csv")
    taken(open_one, tmp_path / "texts.jsonl")
    other = new_session()
    assert bring(other, texts_of(tmp_path / "texts.jsonl")).problems == []
    assert bring(other, tmp_path / "one.csv").problems == []
    again, _ = taken(other, tmp_path / "two.csv")
    assert again == content


def texts_of(path):
    """The lines of a dataset without what is said about the texts."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(one) | {"annotations": [], "relations": []} for one in file]


@BOTH
def test_no_cell_of_a_csv_would_be_run_as_a_formula(open_one, taken, tmp_path):
    taken(open_one, tmp_path / "one.csv")
    with (tmp_path / "one.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 100
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n\0")] == []


@BOTH
def test_offsets_in_jsonl_slice_the_quotes_out_of_the_texts(open_one, taken, tmp_path):
    taken(open_one, tmp_path / "one.jsonl")
    with (tmp_path / "one.jsonl").open(encoding="utf-8") as file:
        documents = [json.loads(one) for one in file]
    for document in documents:
        for annotation in document["annotations"]:
            parts = [document["text"][start:end] for start, end in annotation["spans"]]
            assert " … ".join(parts) == annotation["quote"]


@examples(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff"),
        min_size=2,
        max_size=40,
    ),
    note=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    data=st.data(),
)
def test_any_text_and_note_come_back_in_both_formats(
    new_session, bring, taken, tmp_path, *, text, note, data
):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    one = entry(text, text, spans=[[start, end]], quote=text[start:end], note=note)
    session = new_session(new_id())
    assert bring(session, [line(text, one)]).problems == []
    jsonl, _ = taken(session, tmp_path / "one.jsonl")
    table, _ = taken(session, tmp_path / "one.csv")
    other = new_session(new_id())
    assert bring(other, texts_of(tmp_path / "one.jsonl")).problems == []
    assert bring(other, tmp_path / "one.csv").problems == []
    assert taken(other, tmp_path / "two.csv")[0] == table
    assert taken(other, tmp_path / "two.jsonl")[0] == jsonl


# Layers --------------------------------------------------------------------


def test_only_the_layers_that_were_named_are_exported(sample, taken, tmp_path):
    content, report = taken(sample, tmp_path / "a.jsonl", ["annotator a"])
    documents = [json.loads(one) for one in content.decode().split("\n") if one]
    names = {a["annotator"] for d in documents for a in d["annotations"]}
    assert names == {"Annotator A"}
    assert report.annotations == sum(len(d["annotations"]) for d in documents)
    both, _ = taken(sample, tmp_path / "ab.jsonl", ["Annotator A", "Annotator B"])
    assert len(both) > len(content)


def test_a_layer_alone_can_be_imported(sample, new_session, bring, taken, tmp_path):
    for name in ("Annotator A", "Annotator B", "Annotator C"):
        content, _ = taken(sample, tmp_path / "one.jsonl", [name])
        other = new_session(name)
        assert bring(other, tmp_path / "one.jsonl").problems == []
        assert taken(other, tmp_path / "two.jsonl")[0] == content


def test_a_relation_to_a_layer_that_is_left_out_is_left_out_and_counted(
    session, bring, taken, tmp_path
):
    mine = entry(HARD, "de\u00adnied", "denial", annotator="Bo")
    theirs = entry(PLAIN, "Nobody was hurt", annotator="Cy")
    near = entry(HARD, "owners", annotator="Cy")
    relations = [link(mine, theirs), link(mine, near)]
    bring(session, [line(HARD, mine, near, relations=relations), line(PLAIN, theirs)])
    _, report = taken(session, tmp_path / "bo.jsonl", ["Bo"])
    assert report.relations == 0
    assert report.losses.lines() == ["2 relations without its target"]
    _, report = taken(session, tmp_path / "all.jsonl")
    assert (report.relations, bool(report.losses)) == (2, False)


def test_an_unknown_layer_is_an_error_that_names_those_there_are(
    sample, taken, tmp_path
):
    with pytest.raises(UnknownNameError, match="no layer called “Ada”") as unknown:
        taken(sample, tmp_path / "a.jsonl", ["Ada"])
    assert "Annotator A, Annotator B, Annotator C" in unknown.value.hint
    assert not (tmp_path / "a.jsonl").exists()


def test_two_people_of_one_name_are_told_apart(session, bring, taken, tmp_path):
    bring(
        session,
        [
            line(
                PLAIN,
                entry(PLAIN, "Nobody", annotator="Ada"),
                entry(PLAIN, "ministry", annotator=""),
            )
        ],
    )
    people = session.people().values()
    assert len(people) == 2
    content, _ = taken(session, tmp_path / "one.jsonl")
    names = {a["annotator"] for a in json.loads(content)["annotations"]}
    assert names == {f"Ada ({person.id[:8]})" for person in people}


# What is not exported ------------------------------------------------------


def test_what_was_deleted_is_not_exported(session, bring, taken, tmp_path):
    gone, kept = entry(PLAIN, "Nobody"), entry(PLAIN, "ministry")
    bring(session, [line(PLAIN, gone, kept, relations=[link(kept, gone)])])
    session.apply(
        edits.delete(session.annotation(gone["id"]), session.relations_of(gone["id"]))
    )
    content, report = taken(session, tmp_path / "one.jsonl")
    assert [a["id"] for a in json.loads(content)["annotations"]] == [kept["id"]]
    assert (report.annotations, report.relations) == (1, 0)
    assert not report.losses


@pytest.mark.parametrize(
    ("statement", "lost", "annotations"),
    [
        (
            "UPDATE annotations SET note = 'x' WHERE id = 1",
            ["1 damaged annotation", "1 relation without its target"],
            2,
        ),
        ("UPDATE relations SET created_at = 'x'", ["1 damaged relation"], 3),
        (
            "UPDATE documents SET text = text || 'x' WHERE id = 2",
            ["1 damaged document"],
            2,
        ),
    ],
)
def test_what_is_damaged_is_left_out_and_counted(
    session, bring, taken, tmp_path, settings, *, statement, lost, annotations
):
    first, second = entry(PLAIN, "Nobody"), entry(PLAIN, "ministry")
    other = entry(HARD, "owners")
    relations = [link(second, first)]
    bring(session, [line(PLAIN, first, second, relations=relations), line(HARD, other)])
    session.close()
    with closing(sqlite3.connect(session.path)) as db:
        db.execute(statement)
        db.commit()
    with open_project(session.path, settings) as again:
        _, report = taken(again, tmp_path / "one.jsonl")
    assert report.losses.lines() == lost
    assert report.annotations == annotations


def test_csv_counts_what_it_cannot_keep(hard, taken, tmp_path):
    _, report = taken(hard, tmp_path / "one.csv")
    assert report.losses.lines() == [
        "3 document texts",
        "1 document without annotations",
        "1 metadata",
        "2 relations",
    ]


def test_a_format_that_does_not_exist_is_an_error_in_words(session, tmp_path):
    with pytest.raises(UnknownNameError, match="no format named"):
        export(session.project, tmp_path / "a.x", "vhs", monitor=Unwatched())


def test_an_export_never_takes_the_place_of_a_project(session, tmp_path):
    content = session.path.stat().st_size
    with pytest.raises((ExportError, FormatError)):
        export(session.project, session.path, "jsonl", monitor=Unwatched())
    assert session.path.stat().st_size == content


class CancelsAt:
    """A monitor whose user cancels after some steps."""

    def __init__(self, step):
        self.left = step

    def step(self, done, total):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("step", range(0, 10, 3))
def test_a_cancelled_export_leaves_what_was_there(sample, tmp_path, step):
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"what was there")
    with pytest.raises(Cancelled):
        export(sample.project, target, "jsonl", monitor=CancelsAt(step))
    assert target.read_bytes() == b"what was there"
    assert {p.name for p in tmp_path.glob("*.tmp")} == set()
    assert {p.name for p in tmp_path.glob(".*")} == set()
