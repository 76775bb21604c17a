"""Spreadsheets of texts, as openpyxl writes them."""

import datetime as dt
import io

import openpyxl
import pytest
from zips import bomb, members_of, packed

from annotator.errors import SourceError


@pytest.fixture
def sheet():
    """Makes a spreadsheet of rows and returns its bytes."""

    def sheet(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("Other").append(["text", "not read"])
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return sheet


def test_each_row_of_the_first_sheet_is_a_text(read_all, sheet):
    content = sheet(
        ["title", "text", "date", "seen", "words", "share"],
        [
            "T",
            "Cafe\u0301 😀\nline two\u00a0%.",
            dt.date(2026, 3, 10),
            dt.datetime(2026, 3, 10, 9, 30),  # noqa: DTZ001
            12,
            5.1,
        ],
        [None, "Second."],
    )
    first, second = read_all("news.xlsx", content)
    assert first.text == "Cafe\u0301 😀\nline two\u00a0%."
    assert first.metadata == {
        "title": "T",
        "date": "2026-03-10",
        "seen": "2026-03-10T09:30:00",
        "words": "12",
        "share": "5.1",
    }
    assert (second.name, second.text, second.metadata) == ("news-3", "Second.", {})


def test_a_row_without_text_is_named(read_all, sheet):
    (row,) = read_all("a.xlsx", sheet(["title", "text"], ["T", None]))
    assert (row.line, row.reason) == (2, "its “text” is empty")


def test_columns_can_be_told(read, sheet):
    content = sheet(["head", "story"], ["H", "Words."])
    assert read("a.xlsx", content, columns={"text": "story"}).text == "Words."
    with pytest.raises(SourceError, match="it has “head”, “story”"):
        read("a.xlsx", content)


def test_what_is_no_spreadsheet_is_refused(read_all, sheet):
    good = sheet(["text"], ["Words."])
    members = members_of(good)
    dtd = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    harmed = {**members, "xl/workbook.xml": dtd + members["xl/workbook.xml"]}
    for content, reason in [
        (b"text", "is not a spreadsheet"),
        (good[:-40], "cut short"),
        (b"\xd0\xcf\x11\xe0", "has a password"),
        (bomb(members), "unpacks"),
        (packed(harmed), "has a DTD"),
        (sheet(), "has no rows"),
        (sheet(["text", "text"]), "more than one column"),
    ]:
        with pytest.raises(SourceError, match=reason):
            read_all("a.xlsx", content)
