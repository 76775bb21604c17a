"""RTF, made by hand."""

import pytest

from annotator.errors import SourceError

GOOD = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}\f0 Caf\'e9 \'a35m"
    rb"\~% \u-10179?\u-8704?\par \b Second\b0  line.\par}"
)


def test_the_text_is_read_with_its_letters(read):
    found = read("a.rtf", GOOD)
    assert found.text == "Café £5m\u00a0% 😀\nSecond line.\n"
    assert found.source.extractor == "rtf"
    assert found == read("a.rtf", GOOD)


def test_the_encoding_it_names_is_used(read):
    content = rb"{\rtf1\ansi\ansicpg1251 \'d6\'e5\'ed\'fb}"
    assert read("a.rtf", content).text.strip() == "Цены"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"words", "is no RTF file"),
        (GOOD[:-20], "is cut short"),
        (b"{\\rtf1 }", "has no text"),
        (b"", "is empty"),
    ],
)
def test_what_cannot_be_read_is_refused(read, content, reason):
    with pytest.raises(SourceError, match=f"a.rtf {reason}"):
        read("a.rtf", content)
