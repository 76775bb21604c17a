"""Schema steps: a backup first, one transaction, all or nothing."""

import sqlite3
from contextlib import closing

import pytest
from sqlite_utils.migrations import Migrations

from annotator.errors import DamagedProjectError, ProjectTooNewError
from annotator.store.backup import backups_of
from annotator.store.migrations import SCHEMA_VERSION, codebook, initial, migrations
from annotator.store.project import Project


def steps_with(*further):
    """The steps of the program, and further ones that it does not have yet."""
    steps = Migrations(migrations.name)
    steps(name="0001_initial")(initial)
    steps(name="0002_codebook")(codebook)
    for number, step in enumerate(further, start=SCHEMA_VERSION + 1):
        steps(name=f"{number:04d}_further")(step)
    return steps


def add_a_table(db):
    db.execute("CREATE TABLE novelties (id INTEGER PRIMARY KEY, what TEXT)")
    db.execute("INSERT INTO novelties (what) SELECT name FROM documents")


def fail_half_way(db):
    db.execute("DROP VIEW annotations_flat")
    db.execute("UPDATE project SET title = 'half'")
    db.execute("SELECT nothing FROM nowhere")


def orphan_the_annotations(db):
    db.execute("DELETE FROM annotators")


@pytest.fixture
def closed(project, document, person, new_annotation, add):
    add(new_annotation(document, person, "Sales"))
    project.close()
    return project.path


def version(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def test_a_project_that_is_up_to_date_is_not_touched(closed):
    content = closed.read_bytes()
    Project.open(closed, device=1).close()
    assert closed.read_bytes() == content
    assert backups_of(closed) == []


def test_a_further_step_is_taken_once(closed):
    steps = steps_with(add_a_table)
    for _ in range(2):
        with Project.open(closed, device=1, steps=steps) as project:
            found = project._db.execute("SELECT what FROM novelties").fetchall()
            assert found == [("report.txt",)]
            assert project._db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert version(closed) == SCHEMA_VERSION + 1
    assert len(backups_of(closed)) == 1


def test_a_backup_is_made_before_a_step(closed):
    before = closed.read_bytes()
    Project.open(closed, device=1, steps=steps_with(add_a_table)).close()
    (backup,) = backups_of(closed)
    assert "migration" in backup.path.name
    assert version(backup.path) == SCHEMA_VERSION
    with Project.open_read_only(backup.path) as project:
        assert len(project.documents.live_ids()) == 1
    assert closed.read_bytes() != before


def test_several_steps_are_taken_in_their_order(closed):
    def fill_it(db):
        db.execute("INSERT INTO novelties (what) VALUES ('second')")

    steps = steps_with(add_a_table, fill_it)
    with Project.open(closed, device=1, steps=steps) as project:
        found = project._db.execute("SELECT what FROM novelties ORDER BY id")
        assert found.fetchall() == [("report.txt",), ("second",)]
    assert version(closed) == SCHEMA_VERSION + 2


@pytest.mark.parametrize(
    "further", [(fail_half_way,), (add_a_table, fail_half_way)], ids=["one", "two"]
)
def test_a_step_that_fails_leaves_the_project_as_it_was(closed, further):
    before = dump(closed)
    with pytest.raises(DamagedProjectError):
        Project.open(closed, device=1, steps=steps_with(*further))
    assert dump(closed) == before
    assert version(closed) == SCHEMA_VERSION
    with Project.open(closed, device=1) as project:
        assert project.title == "Study"


def test_a_step_that_breaks_references_is_taken_back(closed):
    before = dump(closed)
    with pytest.raises(DamagedProjectError, match="refer to rows that are missing"):
        Project.open(closed, device=1, steps=steps_with(orphan_the_annotations))
    assert dump(closed) == before


def dump(path):
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_a_project_after_a_further_step_is_too_new_for_this_program(closed):
    Project.open(closed, device=1, steps=steps_with(add_a_table)).close()
    with pytest.raises(ProjectTooNewError):
        Project.open(closed, device=1)
    with Project.open_read_only(closed) as project:
        assert project.title == "Study"
