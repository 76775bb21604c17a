"""The main job on a real news report: import, tag, export, and slice it out again."""

import csv
import json

import pytest

from annotator.app import edits
from annotator.app.importing import prepare_texts
from annotator.app.jobs import Unwatched
from annotator.app.projects import check, open_project
from annotator.model.span import Span


@pytest.fixture(scope="session")
def folder(root):
    folder = root.parent / "shared" / "source-texts"
    if not folder.is_dir():
        pytest.skip("the news report in ../shared/source-texts is not here")
    return folder


@pytest.fixture(scope="session")
def report(folder):
    """The file of the news report."""
    (path,) = folder.glob("000_*.txt")
    return path


@pytest.fixture(scope="session")
def reading(folder):
    """What one person found in it: tags, offsets and words."""
    return json.loads((folder / "reading.json").read_text(encoding="utf-8"))


@pytest.fixture
def document(session, report):
    """The news report, imported."""
    prepared = prepare_texts(
        session.project,
        [report],
        encoding=None,
        monitor=Unwatched(),
        skip_invalid=False,
    )
    session.apply(prepared.edit)
    return session.document(prepared.edit.changes[-1].after.id)


@pytest.fixture
def tagged(session, document, reading):
    """The entries of the reading that fit the text, each tagged."""
    fitting = [
        found
        for found in reading
        if document.text[found["start"] : found["end"]] == found["text"]
    ]
    for found in fitting:
        tag = session.codebook.tag_named(found["tag"])
        span = Span(found["start"], found["end"])
        session.apply(edits.tag_spans(document, [span], tag, session.me.id))
    return fitting


def test_the_report_comes_in_unchanged(session, document, report):
    content = report.read_bytes()
    assert document.text == content.decode()
    assert len(document.text) == 7131
    assert session.source(document.id).content == content
    assert session.source(document.id).changes == ()


def test_every_entry_of_the_reading_can_be_tagged(session, document, reading, tagged):
    assert len(reading) == 38
    assert len(tagged) == 38
    marks, damage = session.marks(document)
    assert (len(marks), damage) == (38, [])
    assert {found["tag"] for found in tagged} == {"figure", "quote", "denial"}


def test_what_was_tagged_is_there_after_a_restart(session, document, tagged, settings):
    session.close()
    with open_project(session.path, settings) as again:
        marks, _ = again.marks(again.document(document.id))
        assert [(m.start, m.end) for m in marks] == sorted(
            (found["start"], found["end"]) for found in tagged
        )
        assert check(again.project, Unwatched()) == []


def test_offsets_in_jsonl_slice_the_words_out_of_the_file(
    session, report, tagged, taken, tmp_path
):
    content, _ = taken(session, tmp_path / "out.jsonl")
    text = report.read_bytes().decode()
    found = json.loads(content)["annotations"]
    words = [text[slice(*one["spans"][0])] for one in found]
    assert sorted(words) == sorted(entry["text"] for entry in tagged)
    assert words == [one["quote"] for one in found]


def test_offsets_in_csv_slice_the_words_out_of_the_file(
    session, report, tagged, taken, tmp_path
):
    taken(session, tmp_path / "out.csv")
    text = report.read_bytes().decode()
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert {one["offset_unit"] for one in found} == {"code point"}
    words = [text[int(one["start"]) : int(one["end"])] for one in found]
    assert sorted(words) == sorted(entry["text"] for entry in tagged)


def test_all_of_it_is_undone_and_done_again(session, document, tagged):
    for _ in tagged:
        session.undo()
    assert session.marks(document)[0] == []
    for _ in tagged:
        session.redo()
    assert len(session.marks(document)[0]) == len(tagged)
