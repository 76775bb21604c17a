"""Zip archives of texts."""

import pytest
from zips import bomb, encrypted, members_of, packed

from annotator.errors import SourceError
from annotator.sources import SourceOptions, Unusable
from annotator.sources.reading import read_source


@pytest.fixture
def unpack(workshop, tmp_path):
    """Reads an archive from disk, as people have it."""

    def unpack(content, encoding=None):
        path = tmp_path / "news.zip"
        path.write_bytes(content)
        options = SourceOptions(encoding=encoding)
        return list(read_source(path, options, workshop))

    return unpack


def test_each_text_in_an_archive_is_read_as_if_it_lay_in_a_folder(unpack):
    content = packed(
        {
            "b.txt": "Second 😀.\r\n",
            "a/deep/one.html": "<p>A short page.</p>",
            "photo.jpg": "x",
            ".hidden.txt": "x",
            "__MACOSX/b.txt": "x",
            "inner.zip": packed({"c.txt": "x"}),
            "data.csv": "text\nx\n",
        }
    )
    found = unpack(content)
    assert [(one.name, one.text) for one in found] == [
        ("one.html", "A short page.\n"),
        ("b.txt", "Second 😀.\n"),
    ]
    assert found[1].source.content == b"Second \xf0\x9f\x98\x80.\r\n"
    assert found[1].source.changes[0] == "took it from “b.txt” in news.zip"


def test_what_cannot_be_read_stops_no_other(unpack):
    content = packed({"a.docx": "no Word", "b.txt": "", "c.txt": "Good."})
    word, empty, good = unpack(content)
    assert isinstance(word, Unusable)
    assert (word.part, empty.part, good.text) == ("a.docx", "b.txt", "Good.")
    assert "is not a Word document" in word.reason


def test_the_encoding_is_for_those_that_are_not_unicode(unpack):
    content = packed({"a.txt": "£5m".encode("cp1252"), "b.txt": "£6m"})
    asked, good = unpack(content)
    assert "(--encoding cp1252)" in asked.reason
    assert [one.text for one in unpack(content, "cp1252")] == ["£5m", "£6m"]
    assert good.text == "£6m"


def test_what_is_no_good_archive_is_refused(unpack):
    good = packed({"a.txt": "Good."}, compression=0)
    for content, reason in [
        (b"", "is not a zip archive"),
        (good[:-30], "is cut short"),
        (encrypted(good), "is encrypted"),
        (bomb(members_of(good)), "unpacks"),
        (packed({"../../a.txt": "x"}), "leads out of it"),
        (packed({"a.jpg": "x"}), "There are no texts in news.zip"),
        (good.replace(b"Good", b"Evil"), "is damaged"),
    ]:
        with pytest.raises(SourceError, match=reason):
            unpack(content)
