"""Making, opening and restoring projects."""

import json
import shutil
import sqlite3
from contextlib import closing, contextmanager

import pytest

from annotator.app import projects
from annotator.app.jobs import Cancelled, Unwatched
from annotator.app.projects import (
    check,
    create_project,
    load_codebook,
    open_project,
    open_somehow,
    restore,
)
from annotator.errors import (
    BackupError,
    CodebookError,
    NotAProjectError,
    ProjectError,
    ProjectLockedError,
)
from annotator.model.change import Change, Edit
from annotator.store.lock import lock_path
from annotator.store.project import Project


@pytest.fixture
def backup(session, document):
    """A backup of the closed project, which has one document."""
    made = session.project.backup("session")
    session.close()
    return made


def add(path, document, settings):
    with open_project(path, settings) as session:
        session.apply(Edit("Import", (Change(None, document),)))


def names(path):
    with Project.open_read_only(path) as project:
        return [info.name for info in project.documents.listing(None)]


def test_a_project_gets_its_suffix_and_title_from_its_path(tmp_path, settings):
    with create_project(tmp_path / "Study 1", settings) as session:
        assert session.path.name == "Study 1.annotator"
        assert session.title == "Study 1"


def test_a_project_may_have_its_own_codebook(tmp_path, settings):
    toml = tmp_path / "own.toml"
    toml.write_text(
        'name = "Own"\n[[tags]]\nname = "rumour"\nkey = "r"\ncolor = "#112233"\n'
        'mark = "◆"\n',
        encoding="utf-8",
    )
    path = tmp_path / "own.annotator"
    with create_project(path, settings, codebook=toml) as session:
        assert [tag.name for tag in session.codebook.tags] == ["rumour"]


def test_a_codebook_that_cannot_be_read_makes_no_project(tmp_path, settings):
    with pytest.raises(CodebookError, match=r"nowhere\.toml"):
        create_project(
            tmp_path / "a.annotator", settings, codebook=tmp_path / "nowhere.toml"
        )
    (tmp_path / "bytes.toml").write_bytes(b"\xff")
    with pytest.raises(CodebookError):
        load_codebook(tmp_path / "bytes.toml")
    assert not (tmp_path / "a.annotator").exists()


def test_a_project_open_elsewhere_is_opened_for_reading_and_says_why(project, settings):
    with open_somehow(project.path, settings) as reader:
        assert reader.read_only
        assert "open in another window" in reader.read_only_reason
        assert reader.undoable is None


def test_a_project_that_is_free_is_opened_for_writing(session, settings):
    session.close()
    with open_somehow(session.path, settings) as again:
        assert not again.read_only
        assert again.read_only_reason == ""


def test_a_newer_project_is_opened_for_reading(session, settings):
    session.close()
    with closing(sqlite3.connect(session.path)) as db:
        db.execute("PRAGMA user_version = 9")
    with open_somehow(session.path, settings) as reader:
        assert "newer annotator" in reader.read_only_reason


def test_the_lock_of_another_computer_is_left_to_the_user(session, settings):
    session.close()
    owner = {"host": "elsewhere", "user": "bo", "pid": 1, "since": "2026-03-10T09:00Z"}
    lock_path(session.path).write_bytes(b"\0" + json.dumps(owner).encode())
    with pytest.raises(ProjectLockedError):
        open_somehow(session.path, settings)
    open_project(session.path, settings, take_over=True).close()


def test_what_is_no_project_is_opened_by_nobody(tmp_path, settings):
    text = tmp_path / "a.txt"
    text.write_text("A text.\n" * 100)
    with pytest.raises(NotAProjectError):
        open_somehow(text, settings)


# Restoring -----------------------------------------------------------------


def test_a_backup_takes_the_place_of_a_project_which_is_put_aside(
    backup, path, settings, new_document
):
    add(path, new_document("Later.\n", name="later.txt"), settings)
    aside = restore(backup, path, settings)
    assert names(path) == ["report.txt"]
    assert names(aside) == ["report.txt", "later.txt"]
    assert aside.parent == backup.parent
    again = restore(backup, path, settings)
    assert again != aside
    assert names(aside) == ["report.txt", "later.txt"]


def test_a_backup_can_be_put_where_nothing_is(backup, tmp_path, settings):
    assert restore(backup, tmp_path / "new.annotator", settings) is None
    assert names(tmp_path / "new.annotator") == ["report.txt"]


def test_a_restored_project_can_be_worked_on(backup, path, settings, new_document):
    restore(backup, path, settings)
    add(path, new_document("Later.\n", name="later.txt"), settings)
    assert names(path) == ["report.txt", "later.txt"]


def test_a_damaged_project_is_replaced(backup, path, settings):
    path.write_bytes(path.read_bytes()[:5000])
    aside = restore(backup, path, settings)
    assert aside.stat().st_size == 5000
    assert names(path) == ["report.txt"]


def test_a_project_that_is_open_is_not_replaced(backup, path, settings):
    with open_project(path, settings), pytest.raises(ProjectLockedError):
        restore(backup, path, settings)
    assert names(path) == ["report.txt"]


def test_a_damaged_backup_is_not_restored(backup, path, settings):
    content = path.read_bytes()
    with closing(sqlite3.connect(backup)) as db:
        db.execute("UPDATE documents SET name = 'x'")
        db.commit()
    with pytest.raises(BackupError, match="damaged itself") as damaged:
        restore(backup, path, settings)
    assert "older backup" in damaged.value.hint
    assert path.read_bytes() == content


def test_what_is_no_project_is_not_restored(path, tmp_path, settings, backup):
    text = tmp_path / "notes.txt"
    text.write_text("My notes.\n" * 100)
    content = path.read_bytes()
    with pytest.raises(ProjectError):
        restore(text, path, settings)
    assert path.read_bytes() == content


def test_an_unfinished_change_of_a_deleted_project_does_not_spoil_the_restored_one(
    backup, path, settings, child
):
    killed = child(
        "import os, signal, sys; from pathlib import Path\n"
        "from annotator.store.project import Project\n"
        "project = Project.open(Path(sys.argv[1]), device=1)\n"
        "project._db.execute('PRAGMA cache_size = 1')\n"
        "project._db.execute('BEGIN IMMEDIATE')\n"
        "project._db.execute('UPDATE documents SET name = ?', ['x' * 50_000])\n"
        "project._db.execute('UPDATE project SET title = ?', ['y' * 50_000])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n",
        path,
    )
    killed.wait()
    journal = path.with_name(path.name + "-journal")
    assert journal.stat().st_size > 0
    # Somebody deleted the file and overlooked what lay beside it.
    path.unlink()
    unfinished = journal.read_bytes()
    assert restore(backup, path, settings) is None
    assert not journal.exists()
    (kept,) = backup.parent.glob("*-journal")
    assert kept.read_bytes() == unfinished
    assert names(path) == ["report.txt"]
    with open_project(path, settings) as session:
        assert check(session.project, Unwatched()) == []


def test_a_failed_restoring_leaves_the_project(backup, path, settings):
    content = path.read_bytes()
    shutil.copy(backup, path.with_name("kept.annotator"))
    # A folder of backups that is a file cannot take what is put aside.
    shutil.rmtree(backup.parent)
    backup.parent.write_text("in the way")
    with pytest.raises(BackupError, match="cannot be replaced"):
        restore(path.with_name("kept.annotator"), path, settings)
    assert path.read_bytes() == content


@contextmanager
def small_disk():
    """Let no file grow beyond a few bytes for a while.

    Not longer: what pytest says of the test may go into a file as well.
    """
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_restoring_that_fails_half_way_puts_back_what_lay_beside_the_project(
    backup, path, settings
):
    path.unlink()
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"what SQLite had not finished")
    with small_disk(), pytest.raises(BackupError, match="No copy was made"):
        restore(backup, path, settings)
    assert not path.exists()
    assert journal.read_bytes() == b"what SQLite had not finished"
    assert list(backup.parent.glob("*replaced*")) == []


def test_a_restoring_that_fails_half_way_puts_the_project_back(backup, path, settings):
    before = path.read_bytes()
    with small_disk(), pytest.raises(BackupError, match="No copy was made"):
        restore(backup, path, settings)
    assert path.read_bytes() == before
    assert list(backup.parent.glob("*replaced*")) == []


# Checking ------------------------------------------------------------------


def test_checking_finds_nothing_in_a_project_as_it_was_written(session, document):
    assert check(session.project, Unwatched()) == []


def test_checking_can_be_cancelled(session, document):
    class CancelsAtOnce:
        def step(self, done, total):
            raise Cancelled

    with pytest.raises(Cancelled):
        check(session.project, CancelsAtOnce())


def test_backups_are_listed_newest_first(session, document):
    for _ in range(3):
        session.project.backup("session")
    found = projects.backups(session.path)
    assert [entry.number for entry in found] == [3, 2, 1]
