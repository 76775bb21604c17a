"""The workload of the benchmarks: the same every time, and a valid dataset."""

import importlib
import sqlite3
from contextlib import closing

import pytest

from annotator.app.exporting import export
from annotator.app.jobs import Unwatched
from annotator.app.projects import check, open_project, reading
from annotator.model.span import Span, quote_of


@pytest.fixture
def workload(monkeypatch, root):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return importlib.import_module("workload")


@pytest.fixture
def tiny(workload):
    return workload.Size("T", texts=3, characters=2_000, annotations=40)


def test_the_workload_is_the_same_every_time(workload, tiny, tmp_path):
    one = workload.write_dataset(tiny, tmp_path / "one.jsonl")
    two = workload.write_dataset(tiny, tmp_path / "two.jsonl")
    assert one.read_bytes() == two.read_bytes()


def test_it_has_as_much_of_everything_as_was_asked_for(workload, tiny):
    made = list(workload.bundles(tiny))
    assert [len(bundle.text) for bundle in made] == [2_000] * 3
    assert [len(bundle.annotations) for bundle in made] == [40] * 3
    assert len({bundle.sha256 for bundle in made}) == 3


def test_its_annotations_overlap_nest_and_say_more_than_a_tag(workload, tiny):
    entries = [e for bundle in workload.bundles(tiny) for e in bundle.annotations]
    spans = [Span(*e.spans[0]) for e in entries[:40]]
    pairs = [(a, b) for a in spans for b in spans if a < b and a.overlaps(b)]
    assert any(a.contains(b) for a, b in pairs)
    assert any(not a.contains(b) and not b.contains(a) for a, b in pairs)
    assert {e.tag for e in entries} == {"claim", "denial", "figure", "quote"}
    assert any(len(e.spans) > 1 for e in entries)
    assert any(e.attributes for e in entries)
    assert any(e.note for e in entries)


def test_a_size_can_be_a_single_paragraph(workload):
    size = workload.Size("T", 1, 2_000, 40, one_paragraph=True)
    (bundle,) = workload.bundles(size)
    assert (len(bundle.text), bundle.text.count("\n")) == (2_000, 0)
    assert bundle.metadata["title"].endswith("🌊")
    assert len(bundle.metadata["title"]) < 80


def test_every_quote_stands_where_it_says(workload, tiny):
    for bundle in workload.bundles(tiny):
        for entry in bundle.annotations:
            spans = [Span(*span) for span in entry.spans]
            assert quote_of(bundle.text, spans) == entry.quote
            assert entry.quote == entry.quote.strip()


def test_a_project_of_it_is_whole_and_exports_what_came_in(workload, tiny, tmp_path):
    dataset = workload.write_dataset(tiny, tmp_path / "t.jsonl")
    path = workload.build_project([dataset], tmp_path / "t.annotator")
    with reading(path) as project:
        assert check(project, Unwatched()) == []
        report = export(project, tmp_path / "back.jsonl", "jsonl", monitor=Unwatched())
    assert (report.documents, report.annotations) == (3, 120)
    assert (tmp_path / "back.jsonl").stat().st_size == dataset.stat().st_size


def test_the_bare_limits_do_the_same_rows(workload, tiny, tmp_path):
    bare = importlib.import_module("bare")
    dataset = workload.write_dataset(tiny, tmp_path / "t.jsonl")
    path = workload.build_project([dataset], tmp_path / "t.annotator")
    assert bare.import_rows(dataset, tmp_path / "t.db") > 0
    label = workload.seed_codebook()._asdict()
    assert bare.export_rows(path, tmp_path / "back.jsonl", label) > 0
    assert (tmp_path / "back.jsonl").stat().st_size == dataset.stat().st_size


def test_the_bare_reading_reads_what_the_window_shows(workload, tiny, tmp_path):
    bare = importlib.import_module("bare")
    dataset = workload.write_dataset(tiny, tmp_path / "t.jsonl")
    path = workload.build_project([dataset], tmp_path / "t.annotator")
    session = open_project(path, workload.my_settings())
    assert len(session.documents_with("harbour")) == 3
    session.close()
    bundles = list(workload.bundles(tiny))
    words = bundles[2].text[1_000:1_400].split()[3]
    bare_reading = bare.Reading(path)
    number = bare_reading.number("t-0001.txt")
    assert bare_reading.text_of(number) == bundles[1].text
    quotes = {row[-1] for row in bare_reading.marks_of(number)}
    assert quotes == {entry.quote for entry in bundles[1].annotations}
    assert all(words in hit for hit in bare_reading.hits(words, 2))
    assert all(words.lower() in row[-1].lower() for row in bare_reading.quoting(words))
    bare_reading.close()


def test_the_bare_commits_add_as_many_rows_as_asked_for(workload, tiny, tmp_path):
    bare = importlib.import_module("bare")
    dataset = workload.write_dataset(tiny, tmp_path / "t.jsonl")
    bare.import_rows(dataset, tmp_path / "t.db")
    commits = bare.Commits(tmp_path / "t.db")
    assert commits.many(500) > 0
    commits.close()
    with closing(sqlite3.connect(tmp_path / "t.db")) as db:
        assert db.execute("SELECT count(*) FROM annotations").fetchone() == (620,)
