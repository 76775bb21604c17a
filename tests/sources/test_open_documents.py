"""OpenDocument texts, made by hand as the standard says."""

import pytest
from zips import bomb, packed

from annotator.errors import SourceError

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "meta", "manifest")
)


@pytest.fixture
def odt():
    """Makes an OpenDocument text with this body."""

    def odt(body, **parts):
        content = (
            f"<office:document-content {SPACES}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>"
        )
        mimetype = "application/vnd.oasis.opendocument.text"
        return packed({"mimetype": mimetype, "content.xml": content, **parts})

    return odt


def test_all_is_read_in_order(read, odt):
    body = (
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Sales  rise</text:h>'
        "<text:p>4\u00a0% <text:span>Cafe\u0301 </text:span> 😀<text:s text:c='3'/>x"
        "<text:tab/>y<text:line-break/>z</text:p>"
        "<text:list><text:list-item><text:p>Point</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p>"
        "<text:p>b</text:p></table:table-cell><table:table-cell><text:p>c</text:p>"
        "</table:table-cell></table:table-row></table:table><text:p/>"
        "<text:p>End.</text:p>"
    )
    assert read("a.odt", odt(body)).text == (
        "Sales rise\n4\u00a0% Cafe\u0301 😀   x\ty\nz\nPoint\na b\tc\n\nEnd.\n"
    )


def test_notes_stand_at_the_end_and_comments_are_left_out(read, odt):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>In 2024.</text:p></text:note-body></text:note>"
    )
    comment = "<office:annotation><text:p>Really?</text:p></office:annotation>"
    found = read("a.odt", odt(f"<text:p>Tax{note} rose{comment}.</text:p>"))
    assert found.text == "Tax[1] rose.\n\n[1] In 2024.\n"
    assert found.source.changes == ("put 1 note at the end, marked [1] and so on",)


def test_title_and_author_are_taken(read, odt):
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    meta = (
        f"<office:document-meta {SPACES} {dc}><office:meta><dc:title>T</dc:title>"
        "<dc:creator>Ada</dc:creator></office:meta></office:document-meta>"
    )
    content = odt("<text:p>Words.</text:p>", **{"meta.xml": meta})
    assert read("a.odt", content).metadata == {"title": "T", "author": "Ada"}


def test_what_cannot_be_read_is_refused(read, odt):
    good = odt("<text:p>Words.</text:p>")
    manifest = (
        f"<manifest:manifest {SPACES}><manifest:file-entry>"
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    dtd = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    for content, reason in [
        (b"text", "is not an OpenDocument text"),
        (good[:-40], "cut short"),
        (odt("<text:p> </text:p>"), "has no text"),
        (odt("", **{"META-INF/manifest.xml": manifest}), "is encrypted"),
        (packed({"content.xml": dtd}), "has a DTD"),
        (packed({"content.xml": "<a><b>"}), "is damaged"),
        (packed({"x.xml": "<a/>"}), "has no “content.xml”"),
        (bomb({"content.xml": "<a/>"}), "unpacks"),
    ]:
        with pytest.raises(SourceError, match=reason):
            read("a.odt", content)
