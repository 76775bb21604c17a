"""Saved web pages: the article and who wrote it, letter by letter."""

import re

import pytest

from annotator.errors import EncodingUnknownError, SourceError

BODY = """
<nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav>
<article><h1>Sales rise</h1>
<p>Sales rose by 4&nbsp;% to &pound;5m, the minister said on Tuesday, in a statement
that surprised many in the har&shy;bour. Cafe&#x301;s were full \N{GRINNING FACE}.</p>
<p>“We did <em>not</em> pay any   tax
at all”, <a href="x">the company</a> said, <br> and added a second line to its long
statement of denial about the case.</p>
<script>var x = "never shown";</script><p hidden>Not to be seen at all, ever.</p>
<ul><li>First point of the list, which is long enough.</li></ul>
<table><tr><th>Year</th><th>Sum</th></tr><tr><td>2024</td><td>5</td></tr></table>
<pre>kept  as
  it is</pre>
<p>The last paragraph of the article says something else about the sea.</p></article>
<aside><p>Most read: another story entirely</p></aside>
<footer><p>© 2026 The Harbour Post. All rights reserved.</p></footer>"""
HEAD = """<title>Sales rise | The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post">
<meta property="og:title" content="Sales rise"><meta name="author" content="Ada Lee">
<meta property="article:published_time" content="2026-03-10T09:00:00Z">
<link rel="canonical" href="https://post.example/sales">"""
PAGE = (
    f'<!doctype html><html lang="en-GB"><head>{HEAD}</head><body>{BODY}</body></html>'
)

PARAGRAPHS = [
    (
        "Sales rose by 4\u00a0% to £5m, the minister said on Tuesday, in a statement "
        "that surprised many in the har\u00adbour. Cafe\u0301s were full 😀."
    ),
    (
        "“We did not pay any tax at all”, the company said,\nand added a second line "
        "to its long statement of denial about the case."
    ),
]


@pytest.fixture
def archive():
    """Wraps a page as browsers save it with all its parts."""

    def archive(page, charset):
        head = (
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/b\r\n"
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; "
            'type="text/html"; boundary="--x"\r\n\r\n----x\r\nContent-Type: text/html'
            f"{charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        return head.encode() + page + b"\r\n----x--\r\n"

    return archive


def test_the_article_is_taken_without_what_surrounds_it(read):
    text = read("a.html", PAGE.encode()).text
    assert text.startswith(f"Sales rise\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}\n\n")
    assert text.endswith("says something else about the sea.\n")
    for outside in ("Home", "Most read", "reserved", "never shown", "Not to be seen"):
        assert outside not in text


def test_the_letters_are_those_of_the_page(read):
    text = read("a.html", PAGE.encode()).text
    assert "4\u00a0%" in text
    assert "har\u00adbour" in text
    assert "Cafe\u0301s" in text


def test_what_a_page_says_of_itself_is_kept(read):
    assert read("a.html", PAGE.encode()).metadata == {
        "title": "Sales rise",
        "author": "Ada Lee",
        "outlet": "The Harbour Post",
        "date": "2026-03-10",
        "url": "https://post.example/sales",
        "language": "en-GB",
    }


def test_all_that_a_page_shows_can_be_had(read):
    found = read("a.html", PAGE.encode(), whole_page=True)
    assert found.text.startswith("Home\n\nNews\n\nSales rise\n\n")
    assert "Year\tSum\n\n2024\t5\n\nkept  as\n  it is\n\n" in found.text
    assert found.text.endswith("reserved.\n")
    assert found.source.changes == ("took all the page shows, as told",)
    assert "never shown" not in found.text


def test_how_much_of_the_page_was_taken_is_told(read):
    source = read("a.html", PAGE.encode()).source
    (change,) = source.changes
    assert re.fullmatch(r"took the article, \d\d% of what the page shows", change)
    assert source.extractor == "web page"
    assert "trafilatura" in source.extractor_version
    assert source.content == PAGE.encode()


def test_a_page_without_an_article_gives_all_it_shows(read):
    found = read("a.html", b"<p>Short.</p>")
    assert found.text == "Short.\n"


def test_a_page_may_leave_out_its_outer_tags(read):
    story = "<p>Prices rose by 4 per cent, the minister said on Monday.</p>"
    found = read("a.html", f"<title>T</title><article>{story}</article>".encode())
    assert found.text == "Prices rose by 4 per cent, the minister said on Monday.\n"


def test_the_same_page_gives_the_same_text(read):
    assert read("a.html", PAGE.encode()) == read("a.html", PAGE.encode())


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("Shift_JIS", "shift_jis")],
)
def test_an_encoding_a_page_names_for_itself_is_used(read, label, encoding):
    word = {"cp1252": "€5m “quoted”", "cp1251": "Цены", "shift_jis": "価格"}[encoding]
    page = f'<meta charset="{label}"><p>{word} rose.</p>'.encode(encoding)
    found = read("a.html", page)
    assert found.text == f"{word} rose.\n"
    assert found.source.encoding == encoding


def test_a_page_that_names_none_is_asked_for(read):
    page = "<p>£5m rose.</p>".encode("cp1252")
    with pytest.raises(EncodingUnknownError):
        read("a.html", page)
    assert read("a.html", page, encoding="cp1252").text == "£5m rose.\n"


def test_an_encoding_that_does_not_fit_is_not_believed(read):
    page = '<meta charset="utf-8"><p>£5m rose.</p>'.encode("cp1252")
    with pytest.raises(EncodingUnknownError):
        read("a.html", page)


@pytest.mark.parametrize("charset", ['; charset="utf-8"', ""])
def test_an_archive_of_a_page_gives_its_page(read, archive, charset):
    found = read("a.mhtml", archive(PAGE.encode(), charset))
    assert PARAGRAPHS[0] in found.text
    assert found.metadata["url"] == "https://post.example/sales"
    bare = read("a.mht", archive(b"<p>Words.</p>", charset))
    assert bare.metadata == {"url": "https://a.example/b"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.html", b"", "is empty"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "shows no text"),
        ("a.html", b"%PDF-1.7 words", "seems to be a PDF file"),
        ("a.mhtml", b"no archive", "without a web page"),
        ("a.html", b"<!-- only a comment -->", "no"),
    ],
)
def test_what_is_no_page_is_refused_in_words(read, name, content, reason):
    with pytest.raises(SourceError, match=reason) as failure:
        read(name, content)
    assert failure.value.message.startswith(name)


def test_an_entity_of_a_page_reads_no_file(read, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    page = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<html><body><p>Words &x; here.</p></body></html>"
    )
    assert "secret" not in read("a.html", page.encode()).text.replace("&x;", "")


def test_deep_nesting_is_no_harm(read):
    page = "<p>Top.</p>" + "<div>" * 50_000 + "<p>Deep.</p>"
    assert read("a.html", page.encode()).text.startswith("Top.\n")
