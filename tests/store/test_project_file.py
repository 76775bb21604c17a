"""Project files: made, opened, closed, and told from everything else."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from annotator.errors import (
    AnnotatorError,
    DamagedProjectError,
    NotAProjectError,
    ProjectError,
    ProjectTooNewError,
    ReadOnlyProjectError,
)
from annotator.model.change import Change, Edit
from annotator.store.migrations import APPLICATION_ID, SCHEMA_VERSION
from annotator.store.project import Project


def altered(path, *statements):
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


@pytest.fixture
def closed(project):
    """The path of a project that is not open."""
    project.close()
    return project.path


def pragma(project, name):
    return project._db.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_project_has_the_title_and_codebook_it_was_given(project, codebook):
    assert project.title == "Study"
    stored = project.codebook.read()
    assert [tag.name for tag in stored.tags] == [tag.name for tag in codebook.tags]
    assert stored.rules == codebook.rules
    assert stored.version == codebook.version


def test_the_codebook_survives_closing_unchanged_but_for_revisions(closed, codebook):
    with Project.open(closed, device=1) as project:
        stored = project.codebook.read()
    for kind in ("tags", "attributes", "relation_types"):
        for was, now in zip(
            getattr(codebook, kind), getattr(stored, kind), strict=True
        ):
            assert now.revision == 1
            for name in set(type(was).__slots__) - {"revision"}:
                assert getattr(now, name) == getattr(was, name)


def test_a_document_survives_closing(project, document):
    project.close()
    with Project.open(project.path, device=1) as again:
        assert again.documents.get(document.id) == document


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "truncate"),
        ("synchronous", 3),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("application_id", APPLICATION_ID),
        ("user_version", SCHEMA_VERSION),
    ],
)
def test_a_project_is_open_the_safe_way(project, name, value):
    assert pragma(project, name) == value
    project.close()
    with Project.open(project.path, device=1) as again:
        assert pragma(again, name) == value


def test_a_project_open_for_reading_refuses_to_be_written(closed):
    with Project.open_read_only(closed) as project:
        assert pragma(project, "query_only") == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            project._db.execute("UPDATE project SET title = 'x'")


def test_nothing_else_lies_beside_a_closed_project(project, document):
    project.close()
    assert [p.name for p in project.path.parent.iterdir()] == [project.path.name]


def test_closing_twice_does_no_harm(project):
    project.close()
    project.close()


def test_a_project_that_exists_is_not_made_again(closed, codebook):
    content = closed.read_bytes()
    with pytest.raises(ProjectError, match="There is a file"):
        Project.create(closed, title="Other", codebook=codebook, device=1)
    assert closed.read_bytes() == content


def test_a_dangling_link_is_not_taken_for_a_free_place(tmp_path, codebook):
    link = tmp_path / "link.annotator"
    link.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ProjectError, match="could not be made"):
        Project.create(link, title="Other", codebook=codebook, device=1)
    assert link.is_symlink()


def test_a_project_that_could_not_be_made_leaves_nothing(path, codebook):
    # The second tag of the same id is refused when the file is half made.
    twice = replace(codebook, tags=codebook.tags * 2)
    with pytest.raises(AnnotatorError):
        Project.create(path, title="Study", codebook=twice, device=1)
    assert list(path.parent.iterdir()) == []


def other_application(path):
    altered(path, "PRAGMA application_id = 252006673")


def other_database(path):
    path.unlink()
    altered(path, "CREATE TABLE project (id, title, min_reader)")


def text_file(path):
    path.write_text("Sales rose by 4%, the minister said.\n" * 50)


def short_text_file(path):
    path.write_text("x")


def empty_file(path):
    path.write_bytes(b"")


NO_PROJECTS = [
    other_application,
    other_database,
    text_file,
    short_text_file,
    empty_file,
]


@pytest.mark.parametrize("spoil", NO_PROJECTS)
@pytest.mark.parametrize("write", [True, False])
def test_a_file_that_is_no_project_is_refused_and_untouched(closed, spoil, write):
    spoil(closed)
    content = closed.read_bytes()
    with pytest.raises(NotAProjectError, match="is not an annotator project") as no:
        opened(closed, write=write)
    assert no.value.hint
    assert closed.read_bytes() == content
    assert list(closed.parent.iterdir()) == [closed]


def opened(path, *, write):
    project = Project.open(path, device=1) if write else Project.open_read_only(path)
    project.close()


@pytest.mark.parametrize("write", [True, False])
def test_a_folder_is_no_project(tmp_path, write):
    with pytest.raises(NotAProjectError, match="is a folder"):
        opened(tmp_path, write=write)


@pytest.mark.parametrize("write", [True, False])
def test_a_missing_file_is_not_made(tmp_path, write):
    missing = tmp_path / "missing.annotator"
    with pytest.raises(NotAProjectError, match="There is no file") as no:
        opened(missing, write=write)
    assert "make a project there" in no.value.hint
    assert no.value.command == f"annotator new {missing}"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", [SCHEMA_VERSION + 1, 2**31 - 1])
def test_a_newer_project_is_not_written(closed, version):
    altered(closed, f"PRAGMA user_version = {version}")
    content = closed.read_bytes()
    with pytest.raises(ProjectTooNewError, match="newer annotator") as newer:
        Project.open(closed, device=1)
    assert "Update" in newer.value.hint
    assert closed.read_bytes() == content


def test_a_newer_project_is_read_if_it_says_that_we_can(closed):
    altered(closed, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with Project.open_read_only(closed) as project:
        assert project.title == "Study"


def test_a_newer_project_is_not_read_if_it_says_that_we_cannot(closed):
    altered(
        closed,
        f"PRAGMA user_version = {SCHEMA_VERSION + 1}",
        f"UPDATE project SET min_reader = {SCHEMA_VERSION + 1}",
    )
    content = closed.read_bytes()
    with pytest.raises(ProjectTooNewError):
        Project.open_read_only(closed)
    assert closed.read_bytes() == content


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_never_was_is_damage(closed, version):
    altered(closed, f"PRAGMA user_version = {version}")
    with pytest.raises(DamagedProjectError, match="project record"):
        Project.open(closed, device=1)


def test_a_project_without_its_record_is_damaged(closed):
    altered(closed, "DELETE FROM project")
    with pytest.raises(DamagedProjectError) as damaged:
        Project.open(closed, device=1)
    assert "restore the newest" in damaged.value.hint


@pytest.mark.parametrize("size", [100, 4096, 20_000])
def test_a_file_cut_short_is_damaged_and_untouched(closed, size):
    with closed.open("r+b") as file:
        file.truncate(size)
    content = closed.read_bytes()
    with pytest.raises(DamagedProjectError, match="damaged"):
        Project.open(closed, device=1)
    assert closed.read_bytes() == content


def test_saving_into_a_project_open_for_reading_is_refused(closed, new_document):
    content = closed.read_bytes()
    with Project.open_read_only(closed) as project:
        edit = Edit("Import", (Change(None, new_document()),))
        with pytest.raises(ReadOnlyProjectError, match="reading only"):
            project.save(edit, by=None)
        with pytest.raises(ReadOnlyProjectError), project.saving():
            pass
    assert closed.read_bytes() == content
    assert list(closed.parent.iterdir()) == [closed]


def test_what_another_process_saves_is_seen_by_a_reader(project, new_document, child):
    reader = child(
        "import sys; from pathlib import Path\n"
        "from annotator.store.project import Project\n"
        "with Project.open_read_only(Path(sys.argv[1])) as project:\n"
        "    for line in sys.stdin:\n"
        "        print(len(project.documents.live_ids()), flush=True)\n",
        project.path,
    )
    for number in range(3):
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == f"{number}\n"
        new = new_document(f"Text {number}.\n")
        project.save(Edit("Import", (Change(None, new),)), by=None)


def test_a_project_killed_while_saving_opens_for_reading(project, document, child):
    project.close()
    # A page cache of one page makes SQLite write into the file before the commit.
    killed = child(
        "import os, signal, sys; from pathlib import Path\n"
        "from annotator.store.project import Project\n"
        "project = Project.open(Path(sys.argv[1]), device=1)\n"
        "project._db.execute('PRAGMA cache_size = 1')\n"
        "project._db.execute('BEGIN IMMEDIATE')\n"
        "project._db.execute('UPDATE documents SET name = ?', ['x' * 50_000])\n"
        "project._db.execute('UPDATE project SET title = ?', ['y' * 50_000])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n",
        project.path,
    )
    killed.wait()
    journal = project.path.with_name(project.path.name + "-journal")
    assert journal.stat().st_size > 0
    with Project.open_read_only(project.path) as again:
        assert again.title == "Study"
        assert again.documents.get(document.id) == document


def test_a_project_may_lie_in_a_folder_with_an_odd_name(tmp_path, codebook):
    folder = tmp_path / "100% sure? #1 & ünïcode"
    folder.mkdir()
    path = folder / "a b'c.annotator"
    Project.create(path, title="Odd", codebook=codebook, device=1).close()
    with Project.open(path, device=1) as project:
        assert project.title == "Odd"


def test_a_copied_file_is_a_project_of_its_own(closed, tmp_path):
    copy = tmp_path / "copy.annotator"
    shutil.copy(closed, copy)
    with Project.open(closed, device=1), Project.open(copy, device=1) as project:
        assert project.title == "Study"
