"""EPUB, made by hand as the standard says."""

import pytest
from zips import bomb, members_of, packed

from annotator.errors import SourceError

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>A Book</dc:title>'
    "<dc:creator>Ada Lee</dc:creator><dc:language>en</dc:language></metadata><manifest>"
    '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="b" href="t%20wo.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="c" href="c.css" media-type="text/css"/></manifest>'
    '<spine><itemref idref="b"/><itemref idref="a"/><itemref idref="c"/></spine>'
    "</package>"
)
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head>'
    "<body><p>{}</p></body></html>"
)
GOOD = packed(
    {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": PACKAGE,
        "OPS/one.xhtml": PAGE.format("Chapter one, cafe\u0301\u00a0😀."),
        "OPS/t wo.xhtml": PAGE.format("A preface,<br/>of two lines."),
        "OPS/c.css": "p {}",
    }
)


def test_chapters_come_in_the_order_of_reading(read):
    found = read("a.epub", GOOD)
    assert found.text == (
        "A preface,\nof two lines.\n\nChapter one, cafe\u0301\u00a0😀.\n"
    )
    assert found.metadata == {"title": "A Book", "author": "Ada Lee", "language": "en"}


def test_what_cannot_be_read_is_refused(read):
    members = members_of(GOOD)
    without = {k: v for k, v in members.items() if k != "OPS/one.xhtml"}
    dtd = {**members, "OPS/book.opf": f'<!DOCTYPE a [<!ENTITY b "c">]>{PACKAGE}'}
    silent = {**members, "OPS/book.opf": PACKAGE.replace("itemref", "other")}
    for content, reason in [
        (b"words", "is not an EPUB book"),
        (GOOD[:-40], "cut short"),
        (packed({**members, "META-INF/rights.xml": "<a/>"}), "protected"),
        (packed(without), "has no “OPS/one.xhtml”"),
        (packed(dtd), "has a DTD"),
        (packed(silent), "has no text"),
        (bomb(members), "unpacks"),
    ]:
        with pytest.raises(SourceError, match=reason):
            read("a.epub", content)
