"""Project files that cannot be used: one message each, exit code 1, no harm done."""

import json
import shutil
import sqlite3
import subprocess

import pytest

from annotator.cli.places import reading_session
from annotator.errors import ProjectError

HOLDER = """
import sys
from pathlib import Path
from annotator.app.projects import open_project
from annotator.app.settings import SettingsFile

with open_project(Path(sys.argv[1]), SettingsFile().read()):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def target(tmp_path):
    return tmp_path / "target.jsonl"


@pytest.fixture
def commands(texts, target):
    """Every command that opens a project, with its arguments."""

    def of(path):
        return {
            "import": ("import", path, texts),
            "export": ("export", path, target, "--to", "jsonl"),
            "documents": ("documents", path),
            "annotations": ("annotations", path),
            "check": ("check", path),
            "backup": ("backup", path, path.with_name("copy.annotator")),
            "restore": ("restore", path, path.with_name("restored.annotator")),
        }

    return of


ALL = ("import", "export", "documents", "annotations", "check", "backup", "restore")


def refused(done):
    """One or two lines, no traceback, nothing on stdout."""
    assert done.exit_code == 1
    assert done.stdout == ""
    assert 1 <= len(done.stderr.splitlines()) <= 2
    assert "Error" not in done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ALL)
def test_a_file_that_is_not_there(annotator, commands, tmp_path, name):
    message = refused(annotator(*commands(tmp_path / "gone.annotator")[name]))
    assert f"There is no file at {tmp_path / 'gone.annotator'}." in message


@pytest.mark.parametrize("name", ALL)
def test_a_folder_given_as_a_project(annotator, commands, texts, name):
    message = refused(annotator(*commands(texts)[name]))
    assert f"{texts} is a folder, not a project file." in message


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("content", [b"", b"x", b"Just a text. " * 1000])
def test_a_file_that_is_no_project(annotator, commands, tmp_path, name, content):
    path = tmp_path / "essay.annotator"
    path.write_bytes(content)
    message = refused(annotator(*commands(path)[name]))
    assert "essay.annotator is not an annotator project." in message
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ALL)
def test_a_database_of_another_program(annotator, commands, tmp_path, name):
    path = tmp_path / "notes.annotator"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
    db.close()
    before = path.read_bytes()
    message = refused(annotator(*commands(path)[name]))
    assert "notes.annotator is not an annotator project." in message
    assert path.read_bytes() == before


@pytest.fixture
def newer(study):
    """Makes the study one of a later version."""

    def make(*, readable):
        db = sqlite3.connect(study)
        db.execute("PRAGMA user_version = 999")
        if not readable:
            db.execute("UPDATE project SET min_reader = 999")
        db.commit()
        db.close()
        return study

    return make


@pytest.mark.parametrize("name", ALL)
def test_a_project_of_a_later_version(annotator, commands, newer, name):
    path = newer(readable=False)
    before = path.read_bytes()
    message = refused(annotator(*commands(path)[name]))
    assert "was saved by a newer annotator" in message
    assert "Update annotator" in message
    assert path.read_bytes() == before


def test_a_project_of_a_later_version_that_can_still_be_read(
    annotator, commands, newer, target
):
    path = newer(readable=True)
    assert annotator(*commands(path)["export"]).exit_code == 0
    assert target.exists()
    assert "newer annotator" in refused(annotator(*commands(path)["import"]))


# Damage --------------------------------------------------------------------


def overwritten(path, start, content):
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def test_bytes_flipped_in_any_page_are_found(annotator, study, tmp_path):
    """Only pages that hold nothing, or an index the search makes anew, may pass."""
    whole = study.read_bytes()
    found = 0
    pages = range(4096, len(whole), 4096)
    copy = tmp_path / "copy.annotator"
    for start in pages:
        page = whole[start : start + 4096]
        flipped = bytes(byte ^ 0xFF for byte in page)
        copy.write_bytes(whole[:start] + flipped + whole[start + 4096 :])
        done = annotator("check", copy)
        assert done.exit_code in (0, 1)
        found += done.exit_code
    assert found == len(pages)


@pytest.mark.parametrize("name", ["export", "documents", "annotations", "import"])
def test_a_damaged_project_never_ends_in_a_traceback(
    annotator, commands, study, tmp_path, name
):
    whole = study.read_bytes()
    copy = tmp_path / "copy.annotator"
    refusals = 0
    for start in range(4096, len(whole), 4096):
        copy.write_bytes(whole[:start] + b"\xa5" * 4096 + whole[start + 4096 :])
        done = annotator(*commands(copy)[name])
        assert done.exit_code in (0, 1)
        refusals += done.exit_code
    assert refusals


@pytest.mark.parametrize("name", ALL)
def test_a_truncated_project(annotator, commands, study, name):
    content = study.read_bytes()[: 4096 * 3 + 100]
    study.write_bytes(content)
    done = annotator(*commands(study)[name])
    assert done.exit_code == 1
    assert "damaged" in done.stderr or "malformed" in done.stdout
    assert study.read_bytes() == content


def test_check_of_a_truncated_project_names_the_newest_backup(annotator, study):
    annotator("backup", study)
    newest = max(study.with_name("study.backups").iterdir())
    study.write_bytes(study.read_bytes()[:5000])
    done = annotator("check", study)
    assert done.exit_code == 1
    assert f"annotator restore {newest} {study}" in done.stderr
    found = json.loads(annotator("check", study, "--json").stdout)
    assert found["damage"]
    assert str(newest) in found["hint"]


def test_check_of_a_project_without_its_first_bytes_names_the_newest_backup(
    annotator, study
):
    overwritten(study, 0, b"\0" * 100)
    done = annotator("check", study)
    assert done.exit_code == 1
    assert "annotator restore" in done.stderr


# Open elsewhere ------------------------------------------------------------


@pytest.fixture
def open_elsewhere(program, study):
    """The study, open for writing in another process."""
    with program(study, code=HOLDER, stdin=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"open\n"
        yield study
        process.stdin.close()


def test_writing_into_a_project_open_elsewhere_is_refused(
    annotator, commands, open_elsewhere, counts
):
    message = refused(annotator(*commands(open_elsewhere)["import"]))
    assert "study.annotator is open in another window (" in message
    assert "Close it there" in message
    assert counts(open_elsewhere) == (2, 3)


@pytest.mark.parametrize(
    "name", ["export", "documents", "annotations", "check", "backup", "restore"]
)
def test_reading_a_project_open_elsewhere_works(
    annotator, commands, open_elsewhere, name
):
    assert annotator(*commands(open_elsewhere)[name]).exit_code == 0


def read_while_locked(path):
    with reading_session(path) as session:
        session.project._db.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(path, isolation_level=None)
        try:
            other.execute("BEGIN EXCLUSIVE")
            session.documents()
        finally:
            other.close()


def test_a_project_another_program_writes_into_is_not_called_damaged(study):
    with pytest.raises(ProjectError, match="is being written to by another program"):
        read_while_locked(study)


def test_a_mistake_of_ours_is_not_called_damage(study):
    with pytest.raises(ZeroDivisionError), reading_session(study):
        1 / 0  # noqa: B018


def test_a_project_open_elsewhere_is_not_replaced_by_a_backup(
    annotator, open_elsewhere, tmp_path, counts
):
    copy = tmp_path / "copy.annotator"
    annotator("backup", open_elsewhere, copy)
    message = refused(annotator("restore", copy, open_elsewhere))
    assert "is open in another window" in message
    assert counts(open_elsewhere) == (2, 3)


# Nothing can be written ----------------------------------------------------


@pytest.fixture
def read_only(study, tmp_path, monkeypatch):
    """The study in a folder in which not even root can write."""
    folder = tmp_path / "disk"
    folder.mkdir()
    shutil.copy(study, folder)
    steps = (["--bind", folder, folder], ["-o", "remount,ro,bind", folder])
    if shutil.which("mount") is None:
        pytest.skip("there is no mount")
    for number, step in enumerate(steps):
        if subprocess.run(
            ["mount", *step], check=False, capture_output=True
        ).returncode:
            if number:
                subprocess.run(["umount", folder], check=True)
            pytest.skip("only root may mount a folder read-only")
    yield folder / "study.annotator"
    monkeypatch.chdir(tmp_path)  # a folder somebody is in cannot be unmounted
    subprocess.run(["umount", folder], check=True)


def test_writing_into_a_read_only_folder_is_refused(annotator, commands, read_only):
    message = refused(annotator(*commands(read_only)["import"]))
    assert "cannot be written to" in message


@pytest.mark.parametrize("name", ["export", "documents", "annotations", "check"])
def test_reading_from_a_read_only_folder_works(annotator, commands, read_only, name):
    assert annotator(*commands(read_only)[name]).exit_code == 0


def test_a_project_in_a_read_only_folder_can_be_copied_elsewhere(
    annotator, read_only, tmp_path, counts
):
    copy = tmp_path / "copy.annotator"
    assert annotator("backup", read_only, copy).exit_code == 0
    assert counts(copy) == (2, 3)


@pytest.mark.parametrize(
    "arguments",
    [
        ("backup", "study.annotator"),
        ("restore", "../study.annotator", "study.annotator"),
        ("restore", "../study.annotator", "new.annotator"),
        ("new", "new.annotator"),
        ("export", "study.annotator", "out.jsonl", "--to", "jsonl"),
        ("export", "study.annotator", "out.jsonl", "--to", "jsonl", "--strict"),
    ],
)
def test_nothing_else_is_written_into_a_read_only_folder(
    annotator, read_only, monkeypatch, arguments
):
    monkeypatch.chdir(read_only.parent)
    message = refused(annotator(*arguments))
    assert "written" in message or "Read-only" in message or "replaced" in message
    assert {path.name for path in read_only.parent.iterdir()} == {"study.annotator"}
