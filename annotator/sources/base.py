"""What every reader of sources has in common: the bytes of a file in, texts out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from annotator.errors import SourceError

LARGEST = 20_000_000
"""Characters or bytes a text may have: five times the longest novels; the window
shows more only slowly (measured: 100 MB took 8 s and a gigabyte of memory)."""

_surrogates = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """How to read sources.

    Attributes:
        encoding: Of files that are not Unicode; None means asking.
        whole_page: Take all that a web page shows, not its article alone.
        columns: Of tables: which column holds the text, the title and so on,
            by the names in ``tables.ROLES``. What is not said is found out.
    """

    encoding: str | None = None
    whole_page: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A text as a reader got it out of a file.

    Attributes:
        name: What the document is to be called; "" means like the file.
        metadata: Title, outlet, author, date, language and what else was
            there; values are what JSON can hold.
        version: Of the extractor, with the library that does the work.
        encoding: As decoded, such as ``utf-8``.
        changes: What was done on the way, in words, in order; options too.
        shared: Whether the file holds other texts as well.
    """

    text: str
    extractor: str
    version: str = "1"
    name: str = ""
    encoding: str = "utf-8"
    metadata: Mapping[str, object] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A part of a file that gave no text.

    Attributes:
        part: Which: a row, or the name of a file in an archive.
        line: Of the file, counted from 1; 0 is the file as a whole.
        reason: Why, in words.
    """

    reason: str
    part: str = ""
    line: int = 0


class SourceReader(Protocol):
    """Reads files of one kind. It has no state."""

    @property
    def title(self) -> str:
        """What people call such files, such as “Word”."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of such files end, in small letters, with the dot."""

    @property
    def largest(self) -> int:
        """The most bytes such a file may have."""

    @property
    def apart(self) -> bool:
        """Whether to read in a child process: what is parsed is no plain text."""

    def read(
        self, content: bytes, file_name: str, options: SourceOptions
    ) -> list[Extracted | Unusable]:
        """Return the texts in a file.

        Raises:
            EncodingUnknownError: It is not Unicode, and nobody has said what it is.
            SourceError: It is not what its name says, or holds no text.
        """


def cleaned(text: str, changes: list[str]) -> str:
    """Return the text as documents have it; ``changes`` is told what was done.

    One line end, no byte order mark in front, and nothing that no database and
    no UTF-8 file can hold. Everything else stays, no-break spaces and soft
    hyphens too, and no Unicode normalisation is applied. Twice is like once.
    """
    plain = text.lstrip("\ufeff")
    _note(changes, len(text) - len(plain), "left out {} byte order mark{}")
    crlf = plain.count("\r\n")
    _note(changes, crlf, "turned {} CRLF line end{} into LF")
    _note(changes, plain.count("\r") - crlf, "turned {} CR line end{} into LF")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n")
    _note(changes, plain.count("\0"), "replaced {} NUL character{} by U+FFFD")
    plain, halves = _surrogates.subn("\ufffd", plain.replace("\0", "\ufffd"))
    _note(changes, halves, "replaced {} half surrogate pair{} by U+FFFD")
    return plain


def paired(text: str) -> str:
    """Return the text with halves of surrogate pairs put together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def require_size(size: int, largest: int, file_name: str) -> None:
    """Refuse what is too large.

    Args:
        size: Of the file, in bytes.
        largest: The most it may have, in bytes.
        file_name: For the message.

    Raises:
        SourceError: It is larger.
    """
    if size > largest:
        raise SourceError(
            f"{file_name} has {size / 1e6:,.0f} MB; one text may have "
            f"{largest / 1e6:,.0f} MB.",
            hint="Split it into several files, such as one an article.",
        )


def _note(changes: list[str], count: int, words: str) -> None:
    if count:
        changes.append(words.format(f"{count:,}", "" if count == 1 else "s"))
