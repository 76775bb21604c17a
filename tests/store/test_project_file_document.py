"""``docs/project-file.md`` says of each table and column what is really there."""

import re
import sqlite3
from contextlib import closing

import pytest

from annotator.app.projects import open_sample
from annotator.store.migrations import APPLICATION_ID, SCHEMA_VERSION
from annotator.store.project import Project

PARTS_OF_THE_INDEX = ("data", "idx", "docsize", "config")


@pytest.fixture(scope="module")
def words(root):
    return (root / "docs" / "project-file.md").read_text(encoding="utf-8")


@pytest.fixture
def sample(settings):
    """The path of the sample project."""
    with open_sample(settings) as session:
        session.project.search.refresh()
    return session.path


@pytest.fixture
def db(sample):
    with closing(sqlite3.connect(f"file:{sample}?mode=ro", uri=True)) as db:
        yield db


def documented(words):
    """What the document says: the columns, with their types, of each table."""
    found = {}
    for section in re.split(r"\n#+ ", words):
        title, _, body = section.partition("\n")
        rows = re.findall(r"^\| `(\w+)` \| (\w*) ?\| (.+) \|$", body, re.MULTILINE)
        if rows:
            found[title.removeprefix("The view ")] = {
                name: (kind, meaning) for name, kind, meaning in rows
            }
    return found


def test_every_table_and_view_is_documented_and_no_other(words, db):
    names = {
        name
        for (name,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        )
    }
    parts = {f"documents_fts_{part}" for part in PARTS_OF_THE_INDEX}
    assert parts < names
    assert all(f"`{part}`" in words for part in parts)
    assert set(documented(words)) == names - parts


def test_every_column_is_documented_in_its_order_with_its_type(words, db):
    for table, columns in documented(words).items():
        real = {row[1]: row[2] for row in db.execute(f"PRAGMA table_info({table})")}
        assert list(columns) == list(real), table
        if table not in ("documents_fts", "annotations_flat"):
            assert {name: kind for name, (kind, _) in columns.items()} == real, table


def test_every_column_of_offsets_times_and_sizes_says_its_unit(words):
    for table, columns in documented(words).items():
        for name, (_, meaning) in columns.items():
            if "offset" in name or name in ("start", "end", "length"):
                assert "code points" in meaning, (table, name)
            if name == "size":
                assert "in bytes" in meaning
            if name.endswith("_at") or name == "at":
                assert meaning.startswith("time"), (table, name)


def test_the_numbers_in_the_header_are_those_of_the_document(words):
    assert f"`application_id` {APPLICATION_ID} " in words
    assert f"`user_version` {SCHEMA_VERSION}," in words


def test_every_query_runs_in_plain_sqlite(words, db):
    queries = re.findall(r"```sql\n(.*?)```", words, re.DOTALL)
    assert len(queries) >= 5
    for query in queries:
        rows = db.execute(query).fetchall()
        # The one that looks for damage finds none.
        assert bool(rows) == ("<> a.quote" not in query), query


def test_the_recipe_finds_every_annotation_whole(words, sample, capsys):
    (recipe,) = re.findall(r"```python\n(.*?)```", words, re.DOTALL)
    exec(recipe, {"path": sample})
    assert capsys.readouterr().out == ""


def test_the_recipe_finds_a_damaged_annotation(words, sample, capsys):
    with closing(sqlite3.connect(sample)) as db:
        db.execute("UPDATE annotations SET note = 'x' WHERE id = 5")
        db.commit()
        (uuid,) = db.execute(
            "SELECT hex(uuid) FROM annotations WHERE id = 5"
        ).fetchone()
    (recipe,) = re.findall(r"```python\n(.*?)```", words, re.DOTALL)
    exec(recipe, {"path": sample})
    assert capsys.readouterr().out == f"damaged: {uuid.lower()}\n"


def test_the_recipes_for_other_tables_name_what_is_hashed(words, db):
    hashed = {
        table for table, columns in documented(words).items() if "hash" in columns
    }
    section = words.partition("## Hashes")[2]
    for table in hashed - {"verdicts"}:
        assert f"`{table}`" in section


def test_the_flat_view_says_what_the_program_says(sample, db):
    flat = {row[0]: row[1:] for row in db.execute("SELECT * FROM annotations_flat")}
    with Project.open_read_only(sample) as project:
        codebook = project.codebook.read()
        people = {person.id: person.name for person in project.people.all()}
        annotations = [
            (annotation, project.documents.get(one).name)
            for one in project.documents.live_ids()
            for annotation, _ in project.annotations.of_document(one)
        ]
    assert len(flat) == len(annotations) > 50
    for annotation, document in annotations:
        row = flat[annotation.id]
        assert row[0] == document
        assert row[2:6] == (
            codebook.tag(annotation.tag_id).name,
            annotation.start,
            annotation.end,
            annotation.quote,
        )
        assert row[8] == people[annotation.annotator_id]
