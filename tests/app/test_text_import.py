"""Importing texts: each once, as it was, with its original."""

import hashlib

import pytest

from annotator.app import edits
from annotator.app.importing import prepare_texts
from annotator.app.jobs import Cancelled, Unwatched
from annotator.errors import EncodingUnknownError, SourceError
from annotator.model.change import Change
from annotator.model.span import Span


@pytest.fixture
def bring_texts(session):
    """Imports texts into the session and returns the report."""

    def bring_texts(
        *paths, encoding=None, answers=None, skip_invalid=False, monitor=None
    ):
        prepared = prepare_texts(
            session.project,
            paths,
            encoding=encoding,
            monitor=monitor or Unwatched(),
            answers=answers or {},
            skip_invalid=skip_invalid,
        )
        if prepared.edit:
            session.apply(prepared.edit)
        return prepared.report

    return bring_texts


@pytest.fixture
def text(tmp_path):
    """Makes a file."""

    def text(content, name="a.txt"):
        path = tmp_path / "texts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return text


def names(session):
    return [info.name for info in session.documents()]


def only(session):
    (info,) = session.documents()
    return session.document(info.id)


def test_a_text_comes_in_under_the_name_of_its_file(session, bring_texts, text):
    report = bring_texts(text("Prices rose 😀.\n", "Zürich 5.md"))
    assert report.summary() == "Added 1 document."
    document = only(session)
    assert (document.name, document.text) == ("Zürich 5.md", "Prices rose 😀.\n")


@pytest.mark.parametrize(
    "content",
    [
        b"Plain.\n",
        b"\xef\xbb\xbfWith a mark.\r\nAnd CRLF.\rAnd CR.\n",
        "Wide, with a mark.\n".encode("utf-16"),
        b"A NUL \0 in the midst of a longer text.\n",
        "no-break\u00a0space, soft\u00adhyphen, e\u0301, \u2028, 😀".encode(),
    ],
)
def test_the_original_is_kept_byte_for_byte(session, bring_texts, text, content):
    bring_texts(text(content))
    source = session.source(only(session).id)
    assert source.content == content
    assert source.size == len(content)
    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_what_was_changed_on_the_way_in_is_kept_with_the_text(
    session, bring_texts, text
):
    bring_texts(text(b"\xef\xbb\xbfOne\r\ntwo\rthree\0.\n"))
    document = only(session)
    assert document.text == "One\ntwo\nthree\ufffd.\n"
    source = session.source(document.id)
    assert source.encoding == "utf-8"
    assert source.changes == (
        "left out 1 byte order mark",
        "turned 1 CRLF line end into LF",
        "turned 1 CR line end into LF",
        "replaced 1 NUL character by U+FFFD",
    )


def test_the_same_text_is_added_once(session, bring_texts, text):
    first = text("The same.\n", "a.txt")
    again = text(b"\xef\xbb\xbfThe same.\r\n", "b.txt")
    assert bring_texts(first).documents == 1
    assert bring_texts(first).summary() == "Added nothing. 1 in the project already."
    assert bring_texts(again).known == 1
    assert names(session) == ["a.txt"]


def test_the_same_text_twice_in_one_import_is_added_once(session, bring_texts, text):
    text("The same.\n", "a.txt")
    folder = text("The same.\n", "b.txt").parent
    report = bring_texts(folder)
    assert (report.documents, report.known) == (1, 1)
    assert names(session) == ["a.txt"]


def test_a_folder_brings_its_texts_in_alphabetical_order(session, bring_texts, text):
    for name in ("b.txt", "a.md", "sub/c.txt", "picture.png", ".hidden.txt"):
        folder = text(f"Text {name}.\n", name)
    bring_texts(folder.parent)
    assert names(session) == ["a.md", "b.txt", "c.txt"]
    assert session.undoable.title == "Import 3 texts"


def test_a_folder_without_texts_is_an_error_in_words(bring_texts, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="no texts in the folder"):
        bring_texts(tmp_path / "empty")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_an_empty_text_is_refused(session, bring_texts, text, content):
    with pytest.raises(SourceError, match="is empty"):
        bring_texts(text(content))
    assert session.documents() == []


def test_a_text_that_is_not_unicode_asks_what_it_is(session, bring_texts, text):
    path = text("Café: £5m\n".encode("cp1252"))
    with pytest.raises(EncodingUnknownError) as unknown:
        bring_texts(path)
    assert "cp1252" in unknown.value.candidates
    assert session.documents() == []
    bring_texts(path, encoding="cp1252")
    assert only(session).text == "Café: £5m\n"
    assert session.source(only(session).id).encoding == "cp1252"


def test_one_text_that_cannot_be_read_stops_a_folder(session, bring_texts, text):
    text("Good.\n", "a.txt")
    bad = text(b"caf\xe9 \xa35m", "b.txt")
    report = bring_texts(bad.parent)
    (problem,) = report.problems
    assert str(problem).startswith(f"{bad}: ")
    assert "line" not in str(problem.place)
    assert report.summary() == "Added nothing. 1 not usable."
    assert session.documents() == []


def test_texts_that_cannot_be_read_can_be_left_out(session, bring_texts, text):
    text("Good.\n", "a.txt")
    bad = text(b"caf\xe9 \xa35m", "b.txt")
    report = bring_texts(bad.parent, skip_invalid=True)
    assert report.summary() == "Added 1 document. 1 not usable."
    assert names(session) == ["a.txt"]


def test_a_text_that_was_taken_out_comes_back_with_all_that_was_said(
    session, bring_texts, text
):
    path = text("Prices rose by 4%.\n")
    bring_texts(path)
    document = only(session)
    edit = edits.tag_spans(
        document, [Span(0, 6)], session.codebook.tags[0], session.me.id
    )
    session.apply(edit)
    annotation = edit.changes[-1].after.id
    gone = edits.reversal("Take out", [change_of(document)])
    session.apply(gone)
    assert session.documents() == []
    assert bring_texts(path).documents == 1
    assert only(session).id == document.id
    assert session.documents()[0].annotations == 1
    assert session.annotation(annotation).quote == "Prices"


def change_of(document):
    return Change(None, document)


def test_a_cancelled_import_adds_nothing(session, bring_texts, text):
    class CancelsAtTheThird:
        def step(self, done, total):
            assert total == 5
            if done == 2:
                raise Cancelled

    for number in range(5):
        path = text(f"Text {number}.\n", f"{number}.txt")
    with pytest.raises(Cancelled):
        bring_texts(path.parent, monitor=CancelsAtTheThird())
    assert session.documents() == []


def test_a_text_of_many_megabytes_comes_in_whole(session, bring_texts, text):
    words = "A sentence of some words, and one more. 😀\n" * 100_000
    bring_texts(text(words, "long.txt"))
    assert only(session).text == words
    assert session.documents()[0].length == len(words)


def test_texts_whose_encoding_nobody_said_are_named_and_nothing_comes_in(
    session, bring_texts, text
):
    old, plain = text(b"caf\xe9\n", "old.txt"), text("Plain.\n", "plain.txt")
    report = bring_texts(old, plain)
    assert [error.path for error in report.undecided] == [old]
    assert report.refused
    assert names(session) == []


def test_each_text_may_have_an_encoding_of_its_own_or_be_left_out(
    session, bring_texts, text
):
    west, east = text(b"caf\xe9\n", "west.txt"), text(b"\xc4\xe0\n", "east.txt")
    out = text(b"\xe9\n", "out.txt")
    report = bring_texts(
        west, east, out, answers={west: "cp1252", east: "cp1251", out: None}
    )
    assert report.problems == []
    texts = [session.document(info.id).text for info in session.documents()]
    assert texts == ["café\n", "Да\n"]
