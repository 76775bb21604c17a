"""Full disks, folders that cannot be written to, and files that vanish."""

import shutil
import subprocess
import sys

import pytest

from annotator.errors import AnnotatorError, SaveError
from annotator.model.change import Change, Edit
from annotator.store.project import Project

# Run as: unshare -m python -c PROLOGUE + script PROJECT. What is mounted there is
# seen by that process alone and goes with it.
PROLOGUE = (
    "import os, subprocess, sys; from pathlib import Path\n"
    "from annotator.errors import *\n"
    "from annotator.model.change import Change, Edit\n"
    "from annotator.model.document import Document, text_sha256\n"
    "from annotator.model.ids import new_id\n"
    "from annotator.store.project import Project\n"
    "path = Path(sys.argv[1])\n"
    "def mount(*arguments):\n"
    "    subprocess.run(['mount', *map(str, arguments)], check=True)\n"
    "def save(project, text):\n"
    "    document = Document(id=new_id(), name='n', text=text,\n"
    "        sha256=text_sha256(text), created_at='2026')\n"
    "    project.save(Edit('Import', (Change(None, document),)), by=None)\n"
    "    return document.id\n"
)


@pytest.fixture
def in_own_mounts(root):
    """Runs a script in a process that may mount file systems for itself."""
    if not sys.platform.startswith("linux") or not shutil.which("unshare"):
        pytest.skip("needs Linux and the program unshare")
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"],
        capture_output=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip("this system does not let us mount file systems")

    def run(script, *arguments):
        done = subprocess.run(
            [
                *("unshare", "-m", sys.executable, "-c", PROLOGUE + script),
                *map(str, arguments),
            ],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def saved(project, document):
    project.save(Edit("Import", (Change(None, document),)), by=None)


def ids(project):
    return project.documents.live_ids()


# A full disk ---------------------------------------------------------------


def test_a_full_file_loses_nothing_and_works_again_when_there_is_space(
    project, document, new_document
):
    pages = project._db.execute("PRAGMA page_count").fetchone()[0]
    project._db.execute(f"PRAGMA max_page_count = {pages}")
    big = new_document("A long text.\n" * 10_000)
    journal = project.journal.count()
    with pytest.raises(SaveError, match="the disk is full") as full:
        saved(project, big)
    assert "Free some space" in full.value.hint
    assert ids(project) == [document.id]
    assert project.journal.count() == journal
    project._db.execute(f"PRAGMA max_page_count = {pages * 100}")
    saved(project, big)
    assert project.documents.get(big.id).text == big.text
    assert list(project.checker.structure()) == []


def test_a_full_disk_loses_nothing_and_works_again_when_there_is_space(
    project, document, in_own_mounts
):
    project.close()
    script = (
        "disk = path.parent / 'disk'; disk.mkdir()\n"
        "mount('-t', 'tmpfs', '-o', 'size=2m', 'none', disk)\n"
        "copy = disk / path.name; copy.write_bytes(path.read_bytes())\n"
        "ballast = disk / 'ballast'\n"
        "with Project.open(copy, device=1) as project:\n"
        "    kept = [*project.documents.live_ids(), save(project, 'Some text.')]\n"
        "    with ballast.open('wb', buffering=0) as file:\n"
        "        try:\n"
        "            while True: file.write(bytes(4096))\n"
        "        except OSError: pass\n"
        "    try: save(project, 'x' * 500_000)\n"
        "    except SaveError as error: print(error)\n"
        "    assert project.documents.live_ids() == kept\n"
        "    ballast.unlink()\n"
        "    kept.append(save(project, 'y' * 500_000))\n"
        "    assert project.documents.live_ids() == kept\n"
        "with Project.open(copy, device=1) as project:\n"
        "    assert project.documents.live_ids() == kept\n"
        "    assert list(project.checker.structure()) == []\n"
        "    assert list(project.checker.content(lambda *step: None)) == []\n"
    )
    assert "the disk is full" in in_own_mounts(script, project.path)


def test_a_project_is_not_half_made_on_a_full_disk(tmp_path, in_own_mounts):
    script = (
        "from annotator.app.projects import load_codebook\n"
        "mount('-t', 'tmpfs', '-o', 'size=32k', 'none', path)\n"
        "new = path / 'new.annotator'\n"
        "try: Project.create(new, title='T', codebook=load_codebook(), device=1)\n"
        "except AnnotatorError as error: print(error)\n"
        "print(os.listdir(path))\n"
    )
    said, left = in_own_mounts(script, tmp_path).splitlines()
    assert "full" in said
    assert left == "[]"


# Where nothing can be written ----------------------------------------------


def test_a_project_in_a_read_only_folder_is_read_but_not_written(
    project, document, in_own_mounts
):
    project.close()
    script = (
        "mount('--bind', path.parent, path.parent)\n"
        "mount('-o', 'remount,ro,bind', path.parent)\n"
        "try: Project.open(path, device=1)\n"
        "except ReadOnlyProjectError as error: print(error)\n"
        "with Project.open_read_only(path) as project:\n"
        "    print(project.documents.live_ids())\n"
        "try: Project.create(path.with_name('n'), title='', codebook=None, device=1)\n"
        "except ReadOnlyProjectError: print('not made')\n"
    )
    said, found, made = in_own_mounts(script, project.path).splitlines()
    assert "cannot be written to" in said
    assert found == str([document.id])
    assert made == "not made"


def test_a_read_only_file_is_read_but_not_written(project, in_own_mounts):
    project.close()
    script = (
        "mount('--bind', path, path)\n"
        "mount('-o', 'remount,ro,bind', path)\n"
        "try: Project.open(path, device=1)\n"
        "except ReadOnlyProjectError as error: print(error)\n"
        "with Project.open_read_only(path) as project:\n"
        "    print(project.title)\n"
    )
    said, title = in_own_mounts(script, project.path).splitlines()
    assert "cannot be written to" in said
    assert title == "Study"


# Files that vanish ---------------------------------------------------------


def moved(path):
    path.rename(path.with_name("elsewhere.annotator"))


def replaced(path):
    other = path.with_name("other.annotator")
    other.write_bytes(b"Somebody else's file.")
    other.replace(path)


def deleted(path):
    path.unlink()


@pytest.mark.parametrize("vanish", [moved, replaced, deleted])
def test_nothing_is_saved_into_a_file_that_is_not_where_it_was(
    project, document, new_document, vanish
):
    vanish(project.path)
    with pytest.raises(SaveError, match="was moved, replaced or deleted") as gone:
        saved(project, new_document("Other.\n"))
    assert "Save a copy" in gone.value.hint
    if vanish is replaced:
        assert project.path.read_bytes() == b"Somebody else's file."
    # What was there can still be read, and kept.
    copy = project.path.with_name("rescued.annotator")
    project.copy_to(copy)
    with Project.open(copy, device=1) as rescued:
        assert ids(rescued) == [document.id]


def test_a_file_that_is_put_back_is_saved_into_again(project, new_document):
    elsewhere = project.path.with_name("elsewhere.annotator")
    project.path.rename(elsewhere)
    document = new_document()
    with pytest.raises(AnnotatorError):
        saved(project, document)
    elsewhere.rename(project.path)
    saved(project, document)
    assert ids(project) == [document.id]
