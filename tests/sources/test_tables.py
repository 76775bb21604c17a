"""Tables of texts: each row a text, the other columns its metadata."""

import json

import pytest

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources import Unusable
from annotator.sources.tables import is_table_of_texts

CSV = (
    "id,Title,Date,text,Section\n"
    'a1,"One, two",2026-03-10,"Café 😀 said ""no"".\r\nAnd more.",News\n'
    "\n"
    "a2,,,Second e\u0301 text.,\n"
)


def test_each_row_is_a_text_with_its_metadata(read_all):
    first, second = read_all("news.csv", CSV.encode())
    assert (first.name, first.text) == ("a1", 'Café 😀 said "no".\nAnd more.')
    assert first.metadata == {
        "title": "One, two",
        "date": "2026-03-10",
        "Section": "News",
    }
    assert (second.name, second.text, second.metadata) == (
        "a2",
        "Second e\u0301 text.",
        {},
    )


def test_where_a_text_came_from_is_recorded(read_all):
    sources = [found.source for found in read_all("news.csv", CSV.encode())]
    assert [source.changes for source in sources] == [
        ("took it from line 2",),
        ("took it from line 5",),
    ]
    assert {(s.extractor, s.content, s.size) for s in sources} == {
        ("table", None, len(CSV.encode()))
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(read, delimiter):
    table = delimiter.join(["title", "text"]) + "\n" + delimiter.join(["T", "Words."])
    found = read("a.csv", b"\xef\xbb\xbf" + table.encode())
    assert (found.text, found.metadata, found.name) == ("Words.", {"title": "T"}, "a-2")


def test_tabs_divide_a_tsv_whatever_else_is_in_its_header(read):
    assert read("a.tsv", b"te,x,t\ttext\nx\tWords, too.\n").text == "Words, too."


def test_columns_can_be_told(read):
    table = b"text,story,head\nshort,The story.,Big\n"
    found = read("a.csv", table, columns={"text": "Story", "title": "head"})
    assert (found.text, found.metadata) == (
        "The story.",
        {"text": "short", "title": "Big"},
    )


@pytest.mark.parametrize("columns", [{}, {"text": "stori"}])
def test_a_column_that_is_not_there_is_named_with_those_that_are(read, columns):
    with pytest.raises(SourceError) as failure:
        read("a.csv", b"story,head\nWords.,Big\n", columns=columns)
    assert "“story”, “head”" in failure.value.message
    assert failure.value.command == "--text-column NAME"


def test_rows_that_cannot_be_used_are_named_by_their_lines(read_all):
    found = read_all("a.csv", b'title,text\nA,\nB,"b\nb"\nC,c,d\n')
    assert [entry for entry in found if isinstance(entry, Unusable)] == [
        Unusable(reason="its “text” is empty", line=2),
        Unusable(reason="it has 3 cells, and the header 2", line=5),
    ]
    assert [e.text for e in found if not isinstance(e, Unusable)] == ["b\nb"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"text\n", "has no rows"),
        (b'text\n"never closed\n', "is no table: .* in line"),
        (b"text,text\na,b\n", "more than one column “text”"),
        (b"\n \n", "is empty"),
        (b"PK\x03\x04 zip", "zip file"),
    ],
)
def test_what_is_no_table_is_refused(read_all, content, reason):
    with pytest.raises(SourceError, match=reason):
        read_all("a.csv", content)


def test_a_table_that_is_not_unicode_is_asked_for(read):
    table = "text\n£5m\n".encode("cp1252")
    with pytest.raises(EncodingUnknownError):
        read("a.csv", table)
    assert read("a.csv", table, encoding="cp1252").text == "£5m"


def test_each_line_of_json_is_a_text(read_all):
    lines = [
        {"text": "One 😀\r\n\u2028two.", "title": "T", "tags": ["a"], "words": 3},
        {"text": None, "title": "U"},
    ]
    content = "\n".join(map(json.dumps, lines)) + "\n[1]\n{\n"
    first, *others = read_all("a.jsonl", content.encode())
    assert first.text == "One 😀\n\u2028two."
    assert first.metadata == {"title": "T", "tags": '["a"]', "words": 3}
    assert others == [
        Unusable(reason="its “text” is empty", line=2),
        Unusable(reason="it is no JSON object", line=3),
        Unusable(reason="it is no JSON", line=4),
    ]


def test_halves_of_surrogate_pairs_are_replaced_everywhere(read):
    found = read("a.jsonl", rb'{"text":"a\ud83d","x\udc00":"b\udc00","name":"\ud800"}')
    assert (found.text, found.name) == ("a\ufffd", "\ufffd")
    assert found.metadata == {"x\ufffd": "b\ufffd"}


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.csv", "id,text,tag\n", True),
        ("a.csv", "document,tag,start,end,quote\n", False),
        ("a.csv", "document_sha256;start\n", False),
        ("a.csv", "", False),
        ("a.jsonl", '\n{"text":"a","title":"b"}\n', True),
        ("a.jsonl", '{"text":"a","sha256":"b","annotations":[]}\n', False),
        ("a.jsonl", '{"text":"a","annotations":[]}\n', False),
        ("a.jsonl", "no json\n", False),
    ],
)
def test_tables_of_texts_and_of_annotations_are_told_apart(
    tmp_path, name, content, texts
):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert is_table_of_texts(path) is texts
