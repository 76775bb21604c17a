"""The lock: one writer at a time, in one process, in two, and on two computers."""

import json
import socket

import pytest

from annotator.errors import ProjectLockedError
from annotator.store.lock import lock_path
from annotator.store.project import Project

HOLDER = (
    "import sys; from pathlib import Path\n"
    "from annotator.store.project import Project\n"
    "with Project.open(Path(sys.argv[1]), device=1):\n"
    "    print('open', flush=True)\n"
    "    sys.stdin.readline()\n"
)


@pytest.fixture
def closed(project):
    project.close()
    return project.path


@pytest.fixture
def holder(child, closed):
    """Another process that has the project open for writing."""
    process = child(HOLDER, closed)
    assert process.stdout.readline() == "open\n"
    return process


def sign(path, **owner):
    """Leave the name of an owner on the lock, as another computer would."""
    values = {"host": "elsewhere", "user": "bo", "pid": 1, "since": "2026-03-10T09:00Z"}
    lock_path(path).write_bytes(b"\0" + json.dumps(values | owner).encode())


def test_a_project_open_in_this_process_is_not_opened_twice(project):
    with pytest.raises(ProjectLockedError, match="open in another window") as locked:
        Project.open(project.path, device=1)
    assert not locked.value.foreign
    assert socket.gethostname() in locked.value.owner


def test_a_project_open_in_another_process_is_not_opened(closed, holder):
    with pytest.raises(ProjectLockedError, match="open in another window") as locked:
        Project.open(closed, device=1)
    assert not locked.value.foreign
    assert "reading works" in locked.value.hint


def test_a_project_open_elsewhere_is_not_opened_through_a_link(closed, holder):
    link = closed.with_name("link.annotator")
    link.symlink_to(closed)
    with pytest.raises(ProjectLockedError, match="open in another window"):
        Project.open(link, device=1)


def test_a_link_to_a_project_gets_no_lock_of_its_own(closed):
    link = closed.with_name("link.annotator")
    link.symlink_to(closed)
    with Project.open(link, device=1):
        assert lock_path(closed).exists()
        assert not closed.with_name("link.annotator.lock").exists()


def test_a_locked_project_can_be_read(closed, holder):
    with Project.open_read_only(closed) as project:
        assert project.title == "Study"


def test_a_refused_opening_leaves_the_lock_to_its_holder(closed, holder):
    for _ in range(3):
        with pytest.raises(ProjectLockedError):
            Project.open(closed, device=1)
    holder.communicate("\n")
    assert holder.returncode == 0
    assert not lock_path(closed).exists()
    Project.open(closed, device=1).close()


def test_a_project_whose_holder_was_killed_opens_at_once(closed, holder):
    holder.kill()
    holder.wait()
    assert lock_path(closed).exists()
    with Project.open(closed, device=1) as project:
        assert project.title == "Study"


def test_the_lock_of_another_computer_asks_each_time(closed):
    sign(closed)
    content = lock_path(closed).read_bytes()
    for _ in range(2):
        with pytest.raises(ProjectLockedError, match="another computer") as locked:
            Project.open(closed, device=1)
        assert locked.value.foreign
        assert "bo on elsewhere" in locked.value.owner
        assert lock_path(closed).name in locked.value.hint
    assert lock_path(closed).read_bytes() == content


def test_the_lock_of_another_computer_can_be_taken_over(closed):
    sign(closed)
    with Project.open(closed, device=1, take_over=True):
        assert socket.gethostname().encode() in lock_path(closed).read_bytes()
    assert not lock_path(closed).exists()
    Project.open(closed, device=1).close()


def test_a_lock_held_on_this_computer_is_not_taken_over(closed, holder):
    with pytest.raises(ProjectLockedError):
        Project.open(closed, device=1, take_over=True)


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\0{", b"\0[]", b"\0{}", b"\xff" * 99]
)
def test_a_lock_that_names_nobody_is_taken(closed, content):
    lock_path(closed).write_bytes(content)
    Project.open(closed, device=1).close()


def test_a_lock_left_with_an_impossible_time_still_asks(closed):
    sign(closed, since="long ago")
    with pytest.raises(ProjectLockedError, match="another computer") as locked:
        Project.open(closed, device=1)
    assert locked.value.foreign


def test_reading_takes_no_lock(closed):
    with Project.open_read_only(closed), Project.open(closed, device=1):
        pass
