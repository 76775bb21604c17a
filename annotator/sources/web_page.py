"""Saved web pages: the article, or all the page shows, letter by letter.

trafilatura finds out which paragraphs are the article; the letters are then
taken from the page itself, because trafilatura's own text has other spaces and
composed letters.
"""

from __future__ import annotations

import codecs
import email
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from email.policy import default
from typing import Any

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.text import decode

_DECLARED = re.compile(
    rb"""<meta[^>]{1,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_XML_DECLARED = re.compile(rb"""<\?xml[^>]{1,200}encoding=["']([\w.:-]{2,40})""")
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
# https://encoding.spec.whatwg.org/#names-and-labels: browsers read these so.
_AS_BROWSERS_DO = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_HEAD = 4096  # bytes: where a page has to declare its encoding
_LONG = 25  # characters of a paragraph that is found within another line
_FOUND = 0.9  # of the article's characters


class WebPage:
    """HTML and MHTML, as browsers save them."""

    title = "web page"
    suffixes = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
    largest = 50_000_000
    apart = True

    def read(
        self, content: bytes, file_name: str, options: SourceOptions
    ) -> list[Extracted | Unusable]:
        """Return the one text of a page."""
        if file_name.casefold().endswith((".mhtml", ".mht")):
            page = _archived(content, file_name, options.encoding)
        else:
            page = _decoded(content, file_name, options.encoding)
        return [_extracted(page, file_name, whole_page=options.whole_page)]


@dataclass(slots=True)
class _Page:
    """A page as text, and what is known of it before it is parsed."""

    html: str
    encoding: str
    changes: list[str]
    url: str = ""


def _extracted(page: _Page, file_name: str, *, whole_page: bool) -> Extracted:
    from lxml import __version__ as lxml_version  # noqa: PLC0415 - slow to import
    from lxml import etree, html  # noqa: PLC0415
    from trafilatura import __version__ as version  # noqa: PLC0415
    from trafilatura import bare_extraction  # noqa: PLC0415

    from annotator.sources.blocks import visible_blocks  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(page.html.encode(), parser=parser)
    except etree.LxmlError as error:
        raise SourceError(f"{file_name} is no web page ({error}).") from error
    blocks = visible_blocks(root)
    # What is saved today may be read in ten years: no limit that moves.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    found: Any = bare_extraction(
        page.html,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=dates,
    )
    if whole_page:
        page.changes.append("took all the page shows, as told")
    elif found is None or not (found.text or "").strip():
        page.changes.append("found no article and took all the page shows")
    else:
        blocks = _chosen(blocks, found.text, page.changes)
    if not blocks:
        raise SourceError(f"{file_name} shows no text.")
    return Extracted(
        text="\n\n".join(blocks) + "\n",
        extractor="web page",
        version=f"1, trafilatura {version}, lxml {lxml_version}",
        encoding=page.encoding,
        metadata=_metadata(found, root, page),
        changes=tuple(page.changes),
    )


# Letters -------------------------------------------------------------------


def _decoded(content: bytes, file_name: str, encoding: str | None) -> _Page:
    """Return the page; what it says of its own encoding is believed if it fits."""
    changes: list[str] = []
    try:
        page, used = decode(content, file_name, encoding, changes)
    except EncodingUnknownError:
        declared = _declared(content)
        if declared is None:
            raise
        page, used = decode(content, file_name, declared, changes)
    return _Page(page, used, changes)


def _declared(content: bytes) -> str | None:
    """Return the encoding a page names for itself, if all of it fits."""
    match = _DECLARED.search(content, 0, _HEAD) or _XML_DECLARED.match(content)
    if match is None:
        return None
    name = _codec(match[1].decode("ascii", "replace"))
    try:
        return name if name and content.decode(name) else None
    except (LookupError, ValueError):
        return None


def _archived(content: bytes, file_name: str, encoding: str | None) -> _Page:
    """Return the page in an MHTML archive: its first HTML part."""
    message = email.message_from_bytes(content, policy=default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            break
    else:
        raise SourceError(f"{file_name} is an archive without a web page.")
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload:
        raise SourceError(f"{file_name} is an archive whose web page is empty.")
    page = _decoded(payload, file_name, _codec(part.get_content_charset()) or encoding)
    url = message.get("Snapshot-Content-Location") or part.get("Content-Location")
    page.url = str(url or "").strip()
    return page


def _codec(label: str | None) -> str | None:
    """Return the encoding browsers use for a label, or None if there is none."""
    try:
        name = codecs.lookup(label or "").name
    except (LookupError, ValueError):
        return None
    return _AS_BROWSERS_DO.get(name, name)


# Article -------------------------------------------------------------------


def _chosen(shown: list[str], article: str, changes: list[str]) -> list[str]:
    """Return the blocks of the page that make up the article."""
    lines = [key for key in map(_key, article.split("\n")) if key]
    keys = [_key(block) for block in shown]
    whole = "".join(lines)
    matched = _aligned(keys, lines)
    chosen = [
        block
        for number, (block, key) in enumerate(zip(shown, keys, strict=True))
        if number in matched or (len(key) >= _LONG and key in whole)
    ]
    kept = sum(len(_key(block)) for block in chosen)
    if kept < _FOUND * len(whole):
        changes.append("took the article as trafilatura writes it, spaces and letters")
        return [line for line in article.split("\n") if line.strip()]
    share = kept / max(1, sum(map(len, keys)))
    changes.append(f"took the article, {share:.0%} of what the page shows")
    return chosen


def _aligned(keys: list[str], lines: list[str]) -> set[int]:
    """Return which blocks are lines of the article, in the same order."""
    wanted = set(lines)
    # Most blocks of a page are no lines of the article; comparing is quadratic.
    places = [place for place, key in enumerate(keys) if key in wanted]
    matcher = SequenceMatcher(None, [keys[p] for p in places], lines, autojunk=False)
    return {
        places[start + step]
        for start, _, size in matcher.get_matching_blocks()
        for step in range(size)
    }


def _key(line: str) -> str:
    """Return the letters of a line, for comparing; its own text is what is kept."""
    plain = unicodedata.normalize("NFC", line).replace("\u00ad", "")
    return "".join(c for c in plain if c.isalnum())


# Metadata ------------------------------------------------------------------


def _metadata(found: Any, root: Any, page: _Page) -> Mapping[str, object]:  # noqa: ANN401
    """Return title, author, outlet, date, URL and language, as far as they are told."""
    saved_from = _SAVED_FROM.search(page.html, 0, _HEAD)
    values = {
        "title": found and found.title,
        "author": found and found.author,
        "outlet": found and found.sitename,
        "date": found and found.date,
        "url": (found and found.url) or page.url or (saved_from and saved_from[1]),
        "language": root.get("lang"),
    }
    return {name: str(value) for name, value in values.items() if value}
