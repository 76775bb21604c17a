"""EPUB: the chapters of a book, in the order of reading."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from annotator.errors import SourceError
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.container import Container, local_name

_FIELDS = {
    "title": "title",
    "creator": "author",
    "publisher": "outlet",
    "date": "date",
    "language": "language",
}
_PAGES = frozenset(("application/xhtml+xml", "text/html"))


class Book:
    """Electronic books without copy protection."""

    title = "EPUB"
    suffixes = (".epub",)
    largest = 200_000_000
    apart = True

    def read(
        self,
        content: bytes,
        file_name: str,
        options: SourceOptions,  # noqa: ARG002
    ) -> list[Extracted | Unusable]:
        """Return the one text of a book."""
        parts = Container(content, file_name, "an EPUB book")
        if "META-INF/rights.xml" in parts.names:
            raise SourceError(f"{file_name} is protected against copying.")
        blocks: list[str] = []
        chapters, metadata = _contents(parts)
        for name in chapters:
            blocks += _blocks(parts, name)
        if not blocks:
            raise SourceError(f"{file_name} has no text.")
        return [
            Extracted(
                text="\n\n".join(blocks) + "\n", extractor="epub", metadata=metadata
            )
        ]


def _contents(parts: Container) -> tuple[list[str], dict[str, object]]:
    """Return the names of the chapters as they are read, and what the book says."""
    container = parts.xml("META-INF/container.xml")
    root = next(iter(container.iter("{*}rootfile")), None)
    name = "" if root is None else str(root.get("full-path", ""))
    package = parts.xml(name)
    folder = posixpath.dirname(name)
    pages = {
        item.get("id"): posixpath.normpath(
            posixpath.join(folder, unquote(item.get("href", "")))
        )
        for item in package.iter("{*}item")
        if item.get("media-type") in _PAGES
    }
    order = [item.get("idref") for item in package.iter("{*}itemref")]
    metadata: dict[str, object] = {}
    for node in package.iter("{*}*"):
        field = _FIELDS.get(local_name(node))
        value = (node.text or "").strip()
        if field and value and "purl.org/dc/" in node.tag:
            metadata.setdefault(field, value)
    return [pages[key] for key in order if key in pages], metadata


def _blocks(parts: Container, name: str) -> list[str]:
    from lxml import etree, html  # noqa: PLC0415 - slow to import

    from annotator.sources.blocks import visible_blocks  # noqa: PLC0415

    # Read as HTML: chapters have a doctype, of which that takes no notice.
    content = parts.read(name)
    parser = html.HTMLParser(encoding=None if _is_utf16(content) else "utf-8")
    try:
        return visible_blocks(html.document_fromstring(content, parser=parser))
    except (etree.LxmlError, ValueError):
        return []  # an empty chapter


def _is_utf16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))
