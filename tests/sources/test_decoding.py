import codecs
import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError, EncodingUnknownError, SourceError
from annotator.sources import SourceOptions, reading
from annotator.sources.base import LARGEST
from annotator.sources.workshop import Workshop

PARAGRAPH = "“Les prix ont augmenté de 4 % à Paris”, a déclaré la ministre. 😀\n"


def decode(content, file_name, encoding):
    options = SourceOptions(encoding=encoding)
    (found,) = reading.read_bytes(content, file_name, options, Workshop())
    return found.text, found.source


def read_source(path, encoding):
    options = SourceOptions(encoding=encoding)
    (found,) = reading.read_source(path, options, Workshop())
    return found.text, found.source


def text_of(content, encoding=None):
    return decode(content, "a.txt", encoding)[0]


def changes_to(content, encoding=None):
    return decode(content, "a.txt", encoding)[1].changes


# Unicode -------------------------------------------------------------------


def test_utf_8_is_read_without_being_asked():
    text, source = decode(PARAGRAPH.encode(), "a.txt", None)
    assert text == PARAGRAPH
    assert (source.encoding, source.changes) == ("utf-8", ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark, encoding):
    text, source = decode(mark + PARAGRAPH.encode(encoding), "a.txt", None)
    assert text == PARAGRAPH
    assert source.encoding == encoding
    assert source.changes == ("left out 1 byte order mark",)


def test_where_a_text_came_from_is_recorded():
    content = PARAGRAPH.encode()
    source = decode(content, "news.md", None)[1]
    assert source.file_name == "news.md"
    assert source.sha256 == hashlib.sha256(content).hexdigest()
    assert source.size == len(content)
    assert source.content == content
    assert (source.extractor, source.extractor_version) == ("text", "1")


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbfa\xff", b"\xff\xfea\0b", b"\xff\xfe\0\0a\0\0"]
)
def test_a_mark_that_the_rest_belies_is_refused_with_the_offset(content):
    with pytest.raises(SourceError, match=r"is not utf-.*at offset \d+ does not fit"):
        text_of(content)


# Cleaning ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "text", "changes"),
    [
        ("a\r\nb\r\n", "a\nb\n", ["turned 2 CRLF line ends into LF"]),
        ("a\r\nb", "a\nb", ["turned 1 CRLF line end into LF"]),
        ("a\rb\r", "a\nb\n", ["turned 2 CR line ends into LF"]),
        (
            "a\r\r\nb",
            "a\n\nb",
            ["turned 1 CRLF line end into LF", "turned 1 CR line end into LF"],
        ),
        (
            "twelve\0 chars",
            "twelve\ufffd chars",
            ["replaced 1 NUL character by U+FFFD"],
        ),
        ("\ufeffa\ufeffb", "a\ufeffb", ["left out 1 byte order mark"]),
        ("\ufeff\ufeffa", "a", ["left out 2 byte order marks"]),
    ],
)
def test_what_is_changed_is_told(content, text, changes):
    assert text_of(content.encode()) == text
    assert changes_to(content.encode()) == tuple(changes)


def test_half_a_surrogate_pair_is_replaced():
    content = codecs.BOM_UTF16_LE + b"a\0\x3d\xd8b\0"
    assert text_of(content) == "a\ufffdb"
    assert changes_to(content)[1:] == ("replaced 1 half surrogate pair by U+FFFD",)


def test_everything_else_stays_as_it_is():
    spaces = "\u00a0 \u00ad \u2028 \u2029 \x85 \f \v \t \n\n"
    text = f"{spaces} e\u0301 ﬁ 👩\u200d👧 قال \u202eb \ufdd0 \ufffe {spaces}"
    assert text_of(text.encode()) == text
    assert changes_to(text.encode()) == ()


# Not Unicode ---------------------------------------------------------------


def test_a_legacy_encoding_is_asked_for_and_never_guessed():
    content = "Sales rose to £5m".encode("cp1252")
    with pytest.raises(EncodingUnknownError) as failure:
        text_of(content)
    error = failure.value
    assert error.message == (
        "a.txt is not UTF-8: the byte 0xA3 at offset 14 does not fit."
    )
    assert error.candidates[0] == "cp1252"
    assert error.hint.startswith("Say how it is encoded, such as cp1252 (or ")
    assert error.command == "--encoding cp1252"


def test_all_candidates_decode_the_whole_text():
    content = "Цены выросли на 4 %, сообщил министр. ".encode("cp1251") * 20 + b"\x98"
    with pytest.raises(EncodingUnknownError) as failure:
        text_of(content)
    assert failure.value.candidates
    for name in failure.value.candidates:
        content.decode(name)


def test_a_byte_far_behind_the_others_rules_an_encoding_out():
    content = b"\xa35m\n" + b"plain ASCII\n" * 10_000 + b"\x81"
    with pytest.raises(EncodingUnknownError) as failure:
        text_of(content)
    assert "cp1252" not in failure.value.candidates


def test_the_likely_encoding_is_among_the_candidates_of_a_long_text():
    text = "Цены на хлеб выросли на четыре процента, сообщил вчера министр. "
    content = b"plain ASCII first. " * 10_000 + b"\n" + (text * 20).encode("cp1251")
    with pytest.raises(EncodingUnknownError) as failure:
        text_of(content)
    assert "cp1251" in failure.value.candidates


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["Sales rose by 4 per cent.\n", "Ein Müller, née Ł.\n"]
)
def test_utf_16_without_a_mark_is_asked_for(encoding, text):
    with pytest.raises(EncodingUnknownError) as failure:
        text_of(text.encode(encoding))
    assert failure.value.candidates[0] == encoding
    assert "utf-16-le" in failure.value.candidates
    assert "utf-16-be" in failure.value.candidates


# As told -------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp1252", "Windows-1252", "CP1252"])
def test_an_encoding_that_was_named_is_used(encoding):
    text, source = decode("£5m".encode("cp1252"), "a.txt", encoding)
    assert text == "£5m"
    assert source.encoding == "cp1252"
    assert source.changes == ()


def test_reading_utf_8_as_something_else_is_told():
    (change,) = changes_to("£5m".encode(), "cp1252")
    assert change == "read it as cp1252, as told, although it is valid UTF-8"
    assert changes_to(b"5m", "cp1252") == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_is_left_out_also_when_the_encoding_is_named(encoding):
    content = "\ufeff£5m".encode(encoding.removesuffix("-sig"))
    assert text_of(content, encoding).lstrip("\ufeff") == "£5m"


def test_a_byte_that_does_not_fit_is_named_with_its_offset():
    with pytest.raises(SourceError) as failure:
        text_of(b"ab\x81cd", "cp1252")
    assert "is not cp1252: the byte 0x81 at offset 2 does not fit" in str(failure.value)


@pytest.mark.parametrize(
    "encoding",
    [
        *["klingon", "", "a\0b", "utf-7", "UTF7", "rot13", "base64", "zlib", "hex"],
        *["idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"],
    ],
)
def test_what_is_no_encoding_of_texts_is_refused(encoding):
    with pytest.raises(SourceError, match="is not an encoding of texts"):
        text_of(b"a", encoding)


# Not texts -----------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
@pytest.mark.parametrize("encoding", [None, "utf-8", "utf-16"])
def test_an_empty_text_is_refused(content, encoding):
    if encoding and content:
        content = " \n".encode(encoding)
    with pytest.raises(SourceError, match=r"a\.txt is empty\."):
        text_of(content, encoding)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04\x14\0", "zip file"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"SQLite format 3\0\x10", "a database"),
        (b"{\\rtf1\\ansi", "an RTF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Word"),
    ],
)
@pytest.mark.parametrize("encoding", [None, "latin-1"])
def test_files_of_other_kinds_are_named_as_what_they_seem(start, kind, encoding):
    with pytest.raises(SourceError) as failure:
        text_of(start + b"some words", encoding)
    assert kind in failure.value.message
    assert failure.value.hint


@pytest.mark.parametrize("encoding", [None, "latin-1"])
@pytest.mark.parametrize("content", [b"\1\2\3 words", b"\1\2\3\xff words", b"\0" * 99])
def test_many_control_characters_are_no_text(content, encoding):
    with pytest.raises(SourceError, match="a program's own data"):
        text_of(content, encoding)


def test_a_few_control_characters_are_kept():
    assert text_of(b"one\x01 in twelve") == "one\x01 in twelve"


def test_a_text_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST * 1000)  # takes no room, but would not fit in memory
    with pytest.raises(SourceError) as failure:
        read_source(path, None)
    assert failure.value.message == ("huge.txt has 20,000 MB; one text may have 20 MB.")
    assert "Split it" in failure.value.hint


# Files ---------------------------------------------------------------------


def test_a_file_is_read_under_its_name(tmp_path):
    path = tmp_path / "news.md"
    path.write_bytes("£5m\r\n".encode("cp1252"))
    text, source = read_source(path, "cp1252")
    assert text == "£5m\n"
    assert source.file_name == "news.md"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none.txt", "There is no file"), (".", "is not a file")],
)
def test_a_path_that_is_no_file_is_named(tmp_path, name, reason):
    with pytest.raises(SourceError, match=reason):
        read_source(tmp_path / name, None)


@settings(max_examples=500, deadline=None)
@given(
    st.binary() | st.text().map(lambda t: t.encode("utf-16-le", "surrogatepass")),
    st.none() | st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis", "hz", "x"]),
)
def test_no_bytes_make_it_fail_and_every_text_is_clean(content, encoding):
    try:
        text, _ = decode(content, "wild.txt", encoding)
    except AnnotatorError:
        return
    text.encode()  # no half surrogate pairs
    assert text.strip()
    assert "\r" not in text
    assert "\0" not in text
    assert not text.startswith("\ufeff")


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(
        lambda text: text.strip() and text[0] != "\ufeff"
    )
)
def test_a_clean_text_in_utf_8_is_never_changed(text):
    assert text_of(text.encode()) == text
