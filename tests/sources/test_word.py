"""Word documents: all that is said in them, in order."""

import io

import docx
import pytest
from zips import bomb, encrypted, members_of, packed

from annotator.errors import SourceError


@pytest.fixture
def written():
    """Makes a document with python-docx and returns its bytes."""

    def written(fill):
        document = docx.Document()
        fill(document)
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()

    return written


@pytest.fixture
def bodied(written):
    """Puts XML by hand into the body of a document."""

    def bodied(body, **parts):
        members = members_of(written(lambda document: None))
        space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        members["word/document.xml"] = (
            f"<w:document {space}><w:body>{body}</w:body></w:document>".encode()
        )
        for name, part in parts.items():
            content = f"<w:{name} {space}>{part}</w:{name}>".encode()
            members[f"word/{name}.xml"] = content
        return packed(members)

    return bodied


def test_paragraphs_and_tables_come_in_order(read, written):
    def fill(document):
        document.add_heading("Sales rise", 1)
        document.add_paragraph("Cafe\u0301s sold 4\u00a0% more 😀.")
        table = document.add_table(2, 2)
        for cell, text in zip(
            [*table.rows[0].cells, *table.rows[1].cells],
            ["Year", "Sum", "2024", "five\nmillion"],
            strict=True,
        ):
            cell.text = text
        document.add_paragraph("“Nothing”,\tshe said.\nA new line.")

    assert read("a.docx", written(fill)).text == (
        "Sales rise\nCafe\u0301s sold 4\u00a0% more 😀.\n"
        "Year\tSum\n2024\tfive million\n“Nothing”,\tshe said.\nA new line.\n"
    )


def test_comments_are_kept_with_the_words_they_speak_of(read, written):
    def fill(document):
        document.add_paragraph("First 😀.")
        paragraph = document.add_paragraph("They ")
        run = paragraph.add_run("did not pay")
        paragraph.add_run(" tax.")
        document.add_comment(run, text="Really?", author="Ada", initials="A")

    found = read("a.docx", written(fill))
    (comment,) = found.metadata["comments"]
    assert (comment["author"], comment["text"]) == ("Ada", "Really?")
    assert found.text[comment["start"] : comment["end"]] == "did not pay"


def test_title_and_author_are_taken_from_its_properties(read, written):
    def fill(document):
        document.core_properties.title = "A report"
        document.core_properties.author = "Ada Lee"
        document.add_paragraph("Words.")

    metadata = read("a.docx", written(fill)).metadata
    assert (metadata["title"], metadata["author"]) == ("A report", "Ada Lee")


def test_notes_stand_at_the_end_and_are_marked_in_the_text(read, bodied):
    body = (
        '<w:p><w:r><w:t>Tax</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t> rose.</w:t></w:r></w:p>"
        '<w:p><w:r><w:t>End</w:t><w:footnoteReference w:id="3"/></w:r></w:p>'
    )
    notes = (
        '<w:footnote w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="3"><w:p><w:r><w:t>Later.</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>In 2024.</w:t></w:r></w:p></w:footnote>'
    )
    found = read("a.docx", bodied(body, footnotes=notes))
    assert found.text == "Tax[1] rose.\nEnd[2]\n\n[1] In 2024.\n[2] Later.\n"
    assert found.source.changes == ("put 2 notes at the end, marked [1] and so on",)


def test_tracked_changes_count_as_accepted_and_hidden_text_is_left_out(read, bodied):
    body = (
        "<w:p><w:r><w:t>We </w:t></w:r>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always </w:t></w:r></w:ins>"
        "<w:hyperlink><w:r><w:t>paid</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>HIDDEN</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText><w:noBreakHyphen/><w:softHyphen/></w:r>"
        "</w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>In a field.</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    found = read("a.docx", bodied(body))
    assert found.text == "We always paid!\u2011\u00ad\nIn a field.\n"
    assert found.source.changes == ("took all tracked changes as accepted",)


def test_a_table_within_a_table_stays_in_its_row(read, bodied):
    def cell(text):
        return f"<w:tc>{text}</w:tc>"

    def words(text):
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    inner = f"<w:tbl><w:tr>{cell(words('b'))}{cell(words('c'))}</w:tr></w:tbl><w:p/>"
    body = f"<w:tbl><w:tr>{cell(words('a'))}{cell(inner)}</w:tr></w:tbl>"
    text = read("a.docx", bodied(body)).text
    assert text.split() == ["a", "b", "c"]
    assert text.count("\n") == 1


def test_the_same_document_gives_the_same_text(read, written):
    content = written(lambda document: document.add_paragraph("Words."))
    assert read("a.docx", content) == read("a.docx", content)


# Bad input -----------------------------------------------------------------


@pytest.fixture
def refusal(read):
    def refusal(content, name="a.docx"):
        with pytest.raises(SourceError) as failure:
            read(name, content)
        return str(failure.value)

    return refusal


@pytest.fixture
def good(written):
    return written(lambda document: document.add_paragraph("Words."))


def test_what_is_no_word_document_is_refused(refusal, good):
    assert "a.docx is not a Word document (.docx), or is cut short" in refusal(b"text")
    assert "or is cut short" in refusal(good[: len(good) // 2])
    assert "has a password" in refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 512)
    assert "is encrypted" in refusal(encrypted(good))
    assert "has no “[Content_Types].xml”" in refusal(packed({"a.txt": "words"}))
    assert refusal(b"") == "a.docx is empty."


def test_a_document_without_words_is_refused(refusal, written):
    assert refusal(written(lambda document: None)) == "a.docx has no text."


def test_a_damaged_part_is_named(refusal, good):
    members = members_of(good)
    members["word/document.xml"] = members["word/document.xml"][:-30]
    assert "“word/document.xml” in a.docx is damaged" in refusal(packed(members))
    stored = packed(members_of(good), compression=0)
    harmed = stored.replace(b"Words.", b"WORDS.")
    assert "“word/document.xml” in it is damaged" in refusal(harmed)


def test_archives_that_grow_are_not_unpacked(refusal, good):
    assert "“zeros.xml” in it unpacks" in refusal(bomb(members_of(good)))


@pytest.mark.parametrize("name", ["../x.xml", "/etc/x.xml", "a/../../x", "C:/x"])
def test_names_that_lead_out_are_refused(refusal, good, name):
    content = packed({**members_of(good), name: "x"})
    assert "leads out of it" in refusal(content)


def test_a_dtd_is_refused(refusal, good, tmp_path):
    (tmp_path / "secret").write_text("a secret")
    members = members_of(good)
    body = members["word/document.xml"]
    for dtd in (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://localhost/x.dtd">',
    ):
        start = body.index(b"<w:document")
        members["word/document.xml"] = dtd.encode() + body[start:]
        assert "has a DTD" in refusal(packed(members))
