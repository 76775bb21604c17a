"""Files of earlier programs: brought up to date when written, never by reading.

``legacy/schema-1.annotator.gz`` was made by the program of schema 1: three tags (one of
them retired), two attributes, a relation type, a text with two annotations of Ada, a
relation, a change of the tag “figure”, and a status that was undone.
"""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from annotator.app.session import Session
from annotator.model.codebook import TagRole
from annotator.model.ids import derived_id
from annotator.store.backup import backups_of
from annotator.store.migrations import SCHEMA_VERSION
from annotator.store.project import Project

LEGACY = Path(__file__).parent / "legacy"


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.annotator"
    packed = (LEGACY / "schema-1.annotator.gz").read_bytes()
    path.write_bytes(gzip.decompress(packed))
    return path


def opened(path, *, write):
    return Project.open(path, device=9) if write else Project.open_read_only(path)


def damage_of(project):
    checker = project.checker
    return [*checker.structure(), *checker.content(lambda done, total: None)]


@pytest.mark.parametrize("write", [True, False])
def test_everything_of_an_old_project_is_there(old, write):
    with opened(old, write=write) as project:
        codebook = project.codebook.read()
        assert (codebook.name, codebook.version) == ("Old book", "3")
        assert codebook.description == "From before tags had roles."
        assert codebook.rules == ("Smallest span.", "Tag what it says.")
        assert [(t.name, t.key, t.retired) for t in codebook.tags] == [
            ("Claim", "c", False),
            ("figure", "f", False),
            ("rumour", "", True),
        ]
        assert codebook.tags[1].definition == "How many."
        (document,) = project.documents.live_ids()
        found = project.annotations.of_document(document)
        assert [(a.quote, whole) for a, whole in found] == [
            ("Sales rose 😀 by 4%,", True),
            ("4%", True),
        ]
        assert damage_of(project) == []


@pytest.mark.parametrize("write", [True, False])
def test_a_tag_gets_the_role_of_its_name_whatever_the_case(old, write):
    with opened(old, write=write) as project:
        roles = {tag.name: tag.role for tag in project.codebook.read().tags}
    assert roles == {
        "Claim": TagRole.CLAIM,
        "figure": TagRole.FIGURE,
        "rumour": TagRole.NONE,
    }


def test_reading_an_old_project_leaves_it_as_it_is(old):
    before = old.read_bytes()
    with Project.open_read_only(old) as project:
        project.codebook.read()
    assert old.read_bytes() == before
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_a_read_only_copy_cannot_be_written(old):
    with (
        Project.open_read_only(old) as project,
        pytest.raises(sqlite3.OperationalError),
    ):
        project._db.execute("DELETE FROM tags")


def test_a_backup_is_made_before_the_steps_and_only_once(old):
    for _ in range(2):
        Project.open(old, device=9).close()
    (backup,) = backups_of(old)
    with closing(sqlite3.connect(backup.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert db.execute("SELECT min_reader FROM project").fetchone() == (2,)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("tags", "UPDATE tags SET name = 'claims' WHERE id = 1"),
        ("attributes", "UPDATE attributes SET choices = '[]' WHERE id = 1"),
        ("relation_types", "UPDATE relation_types SET directed = 0"),
    ],
)
@pytest.mark.parametrize("write", [True, False])
def test_a_damaged_row_is_not_sealed_anew(old, table, statement, write):
    with closing(sqlite3.connect(old)) as db:
        db.execute(statement)
        db.commit()
    with opened(old, write=write) as project:
        (damage,) = damage_of(project)
    assert damage.table == table
    assert "hash differs" in damage.problem


def test_what_was_done_before_the_step_can_be_undone_and_redone(old):
    ada = derived_id("annotator", "ada")
    with Session(Project.open(old, device=9), annotator_id=ada, name="Ada") as session:
        assert session.undoable.title == "Change tag “figure”"
        session.undo()
        assert session.codebook.tag_named("figure").definition == ""
        assert session.codebook.tag_named("figure").role is TagRole.FIGURE
        session.redo()
        assert session.codebook.tag_named("figure").definition == "How many."
        while session.undoable:
            session.undo()
        assert session.documents() == []
        assert damage_of(session.project) == []


def test_an_old_project_that_was_brought_up_to_date_is_like_a_new_one(old, project):
    def schema(path):
        with closing(sqlite3.connect(path)) as db:
            return dict(db.execute("SELECT name, sql FROM sqlite_schema"))

    Project.open(old, device=9).close()
    assert schema(old) == schema(project.path)
