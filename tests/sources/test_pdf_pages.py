"""PDF files, written by hand."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from annotator.errors import SourceError


@pytest.fixture
def pdf():
    """Makes a PDF with a page for each text; its letters are those of Windows."""

    def pdf(*pages):
        objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
        font = (
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
        )
        objects.append(font)
        kids = []
        for page in pages:
            lines = "".join(f"({line}) Tj T* " for line in page.split("\n"))
            stream = f"BT /F1 12 Tf 14 TL 72 720 Td {lines}ET"
            kids.append(f"{len(objects) + 1} 0 R")
            contents = f"/Contents {len(objects) + 2} 0 R"
            fonts = "/Resources<</Font<</F1 3 0 R>>>>"
            box = "/MediaBox[0 0 612 792]"
            objects.append(f"<</Type/Page/Parent 2 0 R{box}{fonts}{contents}>>")
            objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
        return assembled(objects)

    return pdf


def assembled(objects):
    content = b"%PDF-1.4\n"
    places = []
    for number, thing in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj{thing}endobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        content
        + (
            f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer"
            f"<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(content)}\n%%EOF"
        ).encode()
    )


def test_pages_follow_one_another_and_their_starts_are_kept(read, pdf):
    found = read("a.pdf", pdf("Sales rose to £5m.\nA second line.", "Page two here."))
    assert found.text == "Sales rose to £5m.\nA second line.\n\nPage two here.\n"
    starts = found.metadata["pages"]
    assert [found.text[start : start + 4] for start in starts] == ["Sale", "Page"]
    assert found == read(
        "a.pdf", pdf("Sales rose to £5m.\nA second line.", "Page two here.")
    )


def test_an_empty_page_keeps_its_place(read, pdf):
    found = read(
        "a.pdf", pdf("The first page with its words.", "", "The third page too.")
    )
    starts = found.metadata["pages"]
    assert found.text[starts[2] :] == "The third page too.\n"


def test_a_scan_is_called_one(read, pdf):
    with pytest.raises(SourceError) as failure:
        read("a.pdf", pdf("", "1"))
    assert failure.value.message == "a.pdf is a scan: its 2 pages hold 1 letters."
    assert "OCR" in failure.value.hint


def test_a_password_is_asked_for(read, pdf):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Secret words in here."))))
    writer.encrypt("key", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    with pytest.raises(SourceError, match=r"a\.pdf is encrypted, or has a password"):
        read("a.pdf", file.getvalue())


@pytest.mark.parametrize("content", [b"words", b"%PDF-1.4\n", b"%PDF-1.4\ntrailer<<>>"])
def test_what_is_no_pdf_is_refused_in_words(read, content):
    with pytest.raises(SourceError, match=r"a\.pdf (is|cannot be read)"):
        read("a.pdf", content)


def test_every_way_of_cutting_it_short_ends_in_a_text_or_a_message(read, pdf):
    content = pdf("Sales rose to five million.", "Page two here, with words.")
    for length in range(1, len(content), 97):
        try:
            said = read("a.pdf", content[:length]).text
        except SourceError as error:
            said = error.message
        assert said.startswith(("a.pdf ", "Sales rose", "Page two"))
