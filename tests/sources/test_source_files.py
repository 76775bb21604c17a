import pytest

from annotator.errors import SourceError
from annotator.sources.files import SUFFIXES, source_files


@pytest.fixture
def folder(tmp_path):
    for name in [
        "b.txt",
        "a.md",
        "C.TXT",
        "d.jpg",
        "e",
        ".hidden.txt",
        "inner/f.markdown",
        "inner/deep/g.text",
        ".git/h.txt",
    ]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")
    return tmp_path


def names(folder, paths):
    return [path.relative_to(folder).as_posix() for path in source_files(paths)]


def test_a_folder_gives_its_texts_to_the_bottom_in_order(folder):
    assert names(folder, [folder]) == [
        "C.TXT",
        "a.md",
        "b.txt",
        "inner/deep/g.text",
        "inner/f.markdown",
    ]


def test_files_that_were_named_are_taken_as_they_are(folder):
    assert names(folder, [folder / "d.jpg", folder / ".hidden.txt"]) == [
        "d.jpg",
        ".hidden.txt",
    ]


def test_what_was_named_twice_is_read_once(folder):
    assert names(folder, [folder / "b.txt", folder / "inner", folder]) == [
        "b.txt",
        "inner/deep/g.text",
        "inner/f.markdown",
        "C.TXT",
        "a.md",
    ]


def test_a_hidden_folder_that_was_named_is_read(folder):
    assert names(folder, [folder / ".git"]) == [".git/h.txt"]


def test_a_link_that_leads_back_up_is_not_followed_for_ever(folder):
    (folder / "inner" / "up").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    assert len(source_files([folder])) == 5


def test_a_linked_folder_is_read(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "z.txt").write_text("text")
    (folder / "inner" / "link").symlink_to(elsewhere)
    assert "inner/link/z.txt" in names(folder, [folder])


def test_a_folder_without_texts_is_named_with_the_suffixes_that_are_read(folder):
    empty = folder / "empty"
    empty.mkdir()
    with pytest.raises(SourceError) as failure:
        source_files([folder, empty])
    assert str(empty) in failure.value.message
    assert all(suffix in failure.value.hint for suffix in SUFFIXES)


@pytest.mark.parametrize("name", ["none.txt", "none/none.txt", "b.txt/c.txt"])
def test_a_path_that_does_not_exist_is_named(folder, name):
    with pytest.raises(SourceError) as failure:
        source_files([folder / name])
    assert str(folder / name) in failure.value.message


def test_a_link_to_itself_is_named(folder):
    (folder / "self.txt").symlink_to("self.txt")
    with pytest.raises(SourceError, match=r"self\.txt"):
        source_files([folder / "self.txt"])


def test_nothing_gives_nothing():
    assert source_files([]) == []
