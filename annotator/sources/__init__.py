"""The bytes of a file to the texts of documents; one module a kind of file."""

from __future__ import annotations

from annotator.sources.base import Extracted, SourceOptions, SourceReader, Unusable
from annotator.sources.book import Book
from annotator.sources.open_document import OpenDocumentText
from annotator.sources.pdf_pages import Pdf
from annotator.sources.rich_text import RichText
from annotator.sources.sheets import Spreadsheet
from annotator.sources.tables import CsvTexts, JsonTexts
from annotator.sources.text import PlainText
from annotator.sources.web_page import WebPage
from annotator.sources.word import WordDocument

__all__ = [
    "BUILT_IN",
    "DOCUMENTS",
    "TABLES",
    "Extracted",
    "SourceOptions",
    "SourceReader",
    "Unusable",
    "reader_for",
]

DOCUMENTS: tuple[SourceReader, ...] = (
    PlainText(),
    WebPage(),
    WordDocument(),
    OpenDocumentText(),
    RichText(),
    Pdf(),
    Book(),
)
"""Readers of files that hold one text each; folders are searched for those."""

TABLES: tuple[SourceReader, ...] = (CsvTexts(), JsonTexts(), Spreadsheet())
"""Readers of files that hold many texts, or something else: they are to be named."""

BUILT_IN: tuple[SourceReader, ...] = (*DOCUMENTS, *TABLES)


def reader_for(file_name: str) -> SourceReader:
    """Return the reader for a file of this name; what is unknown is plain text."""
    name = file_name.casefold()
    for reader in BUILT_IN:
        if name.endswith(reader.suffixes):
            return reader
    return DOCUMENTS[0]
