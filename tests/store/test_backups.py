"""Backups: verified copies beside the project, kept in rotation."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from annotator.errors import BackupError
from annotator.model.change import Change, Edit
from annotator.store import backup
from annotator.store.backup import KEEP_DAYS, KEEP_RECENT, backup_folder, backups_of
from annotator.store.project import Project


@pytest.fixture
def spread(project, new_document):
    """An open project of some hundred pages."""
    text = "A sentence of several words, and another one. "
    for number in range(20):
        document = new_document(f"{number}\n" + text * 300)
        project.save(Edit("Import", (Change(None, document),)), by=None)
    return project


def damaged(path):
    """Overwrite pages in the middle of the file, behind SQLite's back."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size // 8192 * 4096)
        file.write(b"\xff" * 4096 * 4)


def faked(folder, number, day):
    """Leave a file that has the name of a backup."""
    folder.mkdir(exist_ok=True)
    path = folder / f"study-{number:06d}-{day}T120000Z-session.annotator"
    path.write_bytes(b"")
    return path


def numbers(project_path):
    return [entry.number for entry in backups_of(project_path)]


def test_a_backup_holds_what_the_project_holds(project, document):
    made = project.backup("session")
    assert made.parent == backup_folder(project.path)
    with Project.open_read_only(made) as copy:
        assert copy.documents.get(document.id) == document
        assert copy.codebook.read() == project.codebook.read()
        assert copy.journal.count() == project.journal.count()
        assert list(copy.checker.content(lambda *step: None)) == []


def test_a_backup_is_named_by_number_time_and_reason(project):
    made = project.backup("migration")
    assert made.name.startswith("study-000001-")
    assert made.name.endswith("Z-migration.annotator")
    assert project.backup("session").name.startswith("study-000002-")


def test_a_backup_leaves_nothing_else_in_its_folder(project, document):
    made = project.backup("session")
    assert list(made.parent.iterdir()) == [made]


def test_a_backup_does_not_change_with_the_project(project, new_document):
    made = project.backup("session")
    content = made.read_bytes()
    project.save(Edit("Import", (Change(None, new_document()),)), by=None)
    assert made.read_bytes() == content


def test_the_newest_backup_comes_first(project):
    for _ in range(3):
        project.backup("session")
    assert numbers(project.path) == [3, 2, 1]


def test_files_that_are_no_backups_are_left_alone(project):
    folder = backup_folder(project.path)
    folder.mkdir()
    others = [folder / "notes.txt", folder / "study-replaced-1.annotator"]
    for other in others:
        other.write_text("mine")
    for _ in range(KEEP_RECENT + 3):
        project.backup("session")
    assert all(other.read_text() == "mine" for other in others)


def test_only_the_newest_few_of_a_day_are_kept(path):
    folder = backup_folder(path)
    for number in range(1, 13):
        faked(folder, number, "20260310")
    backup.prune(path)
    assert numbers(path) == [12, 11, 10, 9, 8]


def test_one_backup_a_day_is_kept_for_a_week(path):
    folder = backup_folder(path)
    for day in range(1, 29):
        for half in range(2):
            faked(folder, day * 2 + half, f"202602{day:02d}")
    backup.prune(path)
    kept = backups_of(path)
    recent = [entry.number for entry in kept[:KEEP_RECENT]]
    assert recent == [57, 56, 55, 54, 53]
    days = [entry.day for entry in kept]
    assert sorted(set(days), reverse=True) == [
        f"202602{day}" for day in range(28, 28 - KEEP_DAYS, -1)
    ]
    # Of each earlier day the last backup.
    assert [entry.number for entry in kept[KEEP_RECENT:]] == [51, 49, 47, 45]


def test_one_backup_a_month_is_kept_for_ever(path):
    folder = backup_folder(path)
    number = 0
    for month in range(1, 13):
        for day in (5, 20):
            number += 1
            faked(folder, number, f"2025{month:02d}{day:02d}")
    backup.prune(path)
    kept = {entry.day for entry in backups_of(path)}
    assert {f"2025{month:02d}20" for month in range(1, 13)} <= kept
    # The newest seven days reach back to September; before, one a month.
    assert len(kept) == 7 + 8


def test_backups_are_ordered_by_number_also_when_the_clock_went_back(path):
    folder = backup_folder(path)
    for number in range(1, 4):
        faked(folder, number, "20400101")
    for number in range(4, 10):
        faked(folder, number, "20260310")
    backup.prune(path)
    assert numbers(path)[:KEEP_RECENT] == [9, 8, 7, 6, 5]
    assert 3 in numbers(path)


def test_a_new_backup_is_not_dropped_for_older_ones_with_later_dates(project):
    folder = backup_folder(project.path)
    for number in range(1, 10):
        faked(folder, number, f"204001{number:02d}")
    made = project.backup("session")
    assert made.exists()
    assert backups_of(project.path)[0].path == made
    assert backups_of(project.path)[0].number == 10


def test_a_damaged_project_is_not_passed_off_as_a_good_backup(spread):
    good = spread.backup("session")
    spread.close()
    damaged(spread.path)
    with Project.open(spread.path, device=1) as project, pytest.raises(BackupError):
        project.backup("session")
    assert [entry.path for entry in backups_of(spread.path)] == [good]
    assert list(good.parent.iterdir()) == [good]


def test_a_backup_that_cannot_be_written_is_said_and_leaves_the_project(
    project, document
):
    backup_folder(project.path).write_text("in the way")
    with pytest.raises(BackupError, match="No backup was made"):
        project.backup("session")
    assert project.documents.get(document.id) == document


def test_a_copy_replaces_what_was_there_only_when_it_is_whole(spread, tmp_path):
    spread.close()
    damaged(spread.path)
    target = tmp_path / "copy.annotator"
    target.write_bytes(b"what was there")
    with Project.open(spread.path, device=1) as project, pytest.raises(BackupError):
        project.copy_to(target)
    assert target.read_bytes() == b"what was there"


def test_a_copy_into_a_folder_that_is_not_there_is_an_error_in_words(project, tmp_path):
    with pytest.raises(BackupError, match="No copy was made") as no:
        project.copy_to(tmp_path / "nowhere" / "copy.annotator")
    assert no.value.hint


def test_a_copy_is_readable_by_whoever_may_read_the_folder(project, tmp_path):
    target = tmp_path / "copy.annotator"
    project.copy_to(target)
    assert target.stat().st_mode == project.path.stat().st_mode


def test_a_backup_made_while_somebody_reads_is_whole(project, document):
    with Project.open_read_only(project.path):
        made = project.backup("session")
    with closing(sqlite3.connect(made)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_backup_opens_as_a_project_where_it_is_copied_to(project, document, tmp_path):
    made = project.backup("session")
    copy = tmp_path / "restored.annotator"
    shutil.copy(made, copy)
    with Project.open(copy, device=1) as restored:
        assert restored.documents.live_ids() == [document.id]
