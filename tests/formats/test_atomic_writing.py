import os
import stat
from pathlib import Path

import pytest

from annotator.errors import AnnotatorError, ExportError
from annotator.formats.atomic import write_atomically, write_folder_atomically

needs_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


@pytest.fixture
def target(tmp_path):
    return tmp_path / "export.jsonl"


def failing_with(error):
    yield b"new"
    raise error


def test_all_chunks_are_written(target):
    write_atomically(target, [b"one ", b"", b"two"])
    assert target.read_bytes() == b"one two"


def test_an_older_file_is_replaced(target):
    target.write_bytes(b"old, and longer than the new one")
    write_atomically(target, [b"new"])
    assert target.read_bytes() == b"new"


def test_the_old_file_stays_whole_until_all_is_written(target):
    target.write_bytes(b"old")

    def watching():
        yield b"new"
        assert target.read_bytes() == b"old"

    write_atomically(target, watching())


@pytest.mark.parametrize(
    "error", [OSError(28, "full"), AnnotatorError("no"), KeyboardInterrupt()]
)
def test_whatever_goes_wrong_leaves_the_old_file_and_nothing_else(target, error):
    target.write_bytes(b"old")
    with pytest.raises((ExportError, type(error))):
        write_atomically(target, failing_with(error))
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_a_failed_first_export_leaves_nothing(target):
    with pytest.raises(AnnotatorError):
        write_atomically(target, failing_with(AnnotatorError("no")))
    assert list(target.parent.iterdir()) == []


def test_a_full_disk_is_named_with_the_target_and_what_to_do(target):
    with pytest.raises(ExportError) as failure:
        write_atomically(target, failing_with(OSError(28, "No space left")))
    assert failure.value.message == f"{target} could not be written: the disk is full."
    assert failure.value.hint == "Make room, or choose another disk."


@needs_posix
def test_a_write_the_system_refuses_leaves_the_old_file(target):
    target.write_bytes(b"old")
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(ExportError, match="would become too large"):
            write_atomically(target, [b"x" * 1_000_000])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_a_file_that_reads_back_differently_is_not_taken(target):
    target.write_bytes(b"old")

    def disturbing():
        yield b"new"
        (temporary,) = set(target.parent.iterdir()) - {target}
        temporary.unlink()
        temporary.write_bytes(b"not what was written")

    with pytest.raises(ExportError, match="what was read back is not what was written"):
        write_atomically(target, disturbing())
    assert target.read_bytes() == b"old"


def test_the_temporary_file_is_hidden_and_beside_the_target(target):
    def looking():
        yield b"new"
        (temporary,) = target.parent.iterdir()
        assert temporary.name.startswith(".export.")

    write_atomically(target, looking())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none/export.csv", "its folder does not exist"),
        ("file/export.csv", "its folder is a file"),
        ("folder", "it is a folder"),
        ("x" * 300, "its name is too long"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_words(tmp_path, name, reason):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError, match=reason):
        write_atomically(tmp_path / name, [b"new"])


@needs_posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may all")
def test_a_folder_one_may_not_write_to_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="you may not write there"):
        write_atomically(tmp_path / "export.csv", [b"new"])


@needs_posix
def test_a_device_is_not_replaced():
    device = Path("/dev/null")
    with pytest.raises(ExportError, match="not an ordinary file"):
        write_atomically(device, [b"new"])
    assert device.is_char_device()


def test_the_longest_name_a_file_can_have_will_do(tmp_path):
    target = tmp_path / ("é" * 125 + ".csv")
    write_atomically(target, [b"new"])
    assert target.read_bytes() == b"new"


@needs_posix
def test_a_replaced_file_passes_its_permissions_on(target):
    target.touch()
    target.chmod(0o640)
    write_atomically(target, [b"new"])
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@needs_posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_permissions_the_user_wants(target, umask, mode):
    before = os.umask(umask)
    try:
        write_atomically(target, [b"new"])
    finally:
        os.umask(before)
    assert stat.S_IMODE(target.stat().st_mode) == mode


@needs_posix
def test_a_link_stays_a_link_and_its_file_is_replaced(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_atomically(link, [b"new"])
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


# Folders -------------------------------------------------------------------


def never(_folder):
    return False


def test_a_folder_is_written_with_the_folders_in_it(tmp_path):
    files = [("a.txt", b"one"), ("b/c.txt", b"two")]
    write_folder_atomically(tmp_path / "new", files, replaceable=never)
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"one"
    assert (tmp_path / "new" / "b" / "c.txt").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_an_empty_folder_is_filled_and_one_that_may_be_is_replaced(tmp_path):
    for content in (b"one", b"two"):
        write_folder_atomically(tmp_path, [("a", content)], replaceable=lambda _: True)
        assert (tmp_path / "a").read_bytes() == content


def test_a_folder_that_cannot_be_finished_leaves_the_old_one(tmp_path):
    def files():
        yield "a", b"new"
        raise OSError(28, "No space left on device")

    target = tmp_path / "old"
    write_folder_atomically(target, [("a", b"old")], replaceable=never)
    with pytest.raises(ExportError, match="the disk is full"):
        write_folder_atomically(target, files(), replaceable=lambda _: True)
    assert (target / "a").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_folder_that_may_not_be_replaced_is_not(tmp_path):
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(ExportError, match="other files in it"):
        write_folder_atomically(tmp_path, [("a", b"new")], replaceable=never)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
