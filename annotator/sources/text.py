"""Plain text: decodes strictly, and changes only what the model of a text demands.

A guess at a legacy encoding is a hint and never a decision: read as the wrong
one, "£5m" becomes "Ł5m", and nobody notices.
"""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.errors import EncodingUnknownError, SourceError
from annotator.model.document import DocumentSource

SUFFIXES = (".txt", ".md", ".markdown", ".text")
LARGEST = 20_000_000
"""Bytes a source may have: five times the longest novels; the window shows more
only slowly (measured: 100 MB took 8 s and a gigabyte of memory)."""

_MARKS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a Word, OpenDocument, EPUB or other zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3\0", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
# Codecs of Python that are no encodings of files: escapes and host names.
_NOT_FOR_FILES = frozenset(
    ("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined")
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
_MOST_CONTROLS = 0.1  # of all characters
_FEWEST_ZEROS = 0.2  # of all bytes, in UTF-16 of a Latin script
_SAMPLE = 50_000  # bytes shown to charset_normalizer
_MOST_CANDIDATES = 5

_surrogates = re.compile("[\ud800-\udfff]")


def decode(
    content: bytes, file_name: str, encoding: str | None
) -> tuple[str, DocumentSource]:
    """Return the text in ``content``, and where it came from.

    Args:
        content: The bytes of the file.
        file_name: For messages and for the record.
        encoding: What the user says it is, or None to find out: a byte order
            mark decides, else it must be UTF-8.

    Raises:
        EncodingUnknownError: It is not Unicode, and nobody has said what it is.
        SourceError: It is empty, too large, no text, or not in ``encoding``.
    """
    _require_size(len(content), file_name)
    _require_no_signature(content, file_name)
    changes: list[str] = []
    if encoding is None:
        decoded, used = _found(content, file_name)
    else:
        decoded, used = _as_told(content, file_name, encoding, changes)
    _require_text(decoded, file_name)
    text = _cleaned(decoded, changes)
    if not text.strip():
        raise SourceError(f"{file_name} is empty.")
    return text, DocumentSource(
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        extractor="text",
        extractor_version="1",
        encoding=used,
        changes=tuple(changes),
    )


def read_source(path: Path, encoding: str | None) -> tuple[str, DocumentSource]:
    """Return the text in the file ``path``, and where it came from.

    Args:
        path: The file.
        encoding: What the user says it is, or None to find out.

    Raises:
        EncodingUnknownError: It is not Unicode, and nobody has said what it is.
        SourceError: It cannot be read, or is no text.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{path} is not a file.")
        _require_size(status.st_size, path.name)
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error
    try:
        return decode(content, path.name, encoding)
    except EncodingUnknownError as error:
        error.path = path
        raise


def source_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: those given, and the texts in folders given.

    Folders are walked to the bottom, in alphabetical order, without hidden
    files; of their files only those with one of ``SUFFIXES`` are taken.

    Raises:
        SourceError: A path does not exist, or a folder has no texts.
    """
    files: dict[Path, None] = {}
    for path in paths:
        try:
            files.update(dict.fromkeys(_files_at(path)))
        except OSError as error:
            raise _unreadable(Path(error.filename or path), error) from error
    return list(files)


# Decoding ------------------------------------------------------------------


def _found(content: bytes, file_name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            # Halves of surrogate pairs are replaced later, and counted.
            errors = "strict" if encoding == "utf-8" else "surrogatepass"
            return _decoded(content, file_name, encoding, errors), encoding
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _unknown(content, file_name, error.start) from error
    utf16 = _looks_like_utf16(content)
    if utf16:
        raise _undecided(f"{file_name} looks like UTF-16 without a mark.", utf16)
    return text, "utf-8"


def _as_told(
    content: bytes, file_name: str, encoding: str, changes: list[str]
) -> tuple[str, str]:
    name = _codec(encoding)
    if name is None:
        raise SourceError(
            f"“{encoding}” is not an encoding of texts.",
            hint="Name one such as utf-8, utf-16, cp1252 or iso8859-15.",
        )
    text = _decoded(content, file_name, name, "strict")
    if (
        not name.startswith("utf")
        and not content.isascii()
        and _decodes(content, "utf-8")
    ):
        changes.append(f"read it as {name}, as told, although it is valid UTF-8")
    return text, name


def _codec(encoding: str) -> str | None:
    """Return Python's name of a text encoding, or None if it is none."""
    try:
        codec = codecs.lookup(encoding)
        "".encode(codec.name)  # refuses codecs from bytes to bytes, such as zlib
    except (LookupError, ValueError):
        return None
    return None if codec.name in _NOT_FOR_FILES else codec.name


def _decoded(content: bytes, file_name: str, encoding: str, errors: str) -> str:
    try:
        return content.decode(encoding, errors)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{file_name} is not {encoding}: the byte 0x{content[error.start]:02X} "
            f"at offset {error.start} does not fit.",
            hint="Name another encoding.",
            command="--encoding NAME",
        ) from error
    except ValueError as error:
        raise SourceError(
            f"{file_name} is not {encoding}: {error}.",
            hint="Name another encoding.",
            command="--encoding NAME",
        ) from error


# Not Unicode ---------------------------------------------------------------


def _unknown(content: bytes, file_name: str, offset: int) -> SourceError:
    """Return what to say of bytes that are not UTF-8 from ``offset`` (bytes) on."""
    utf16 = _looks_like_utf16(content)
    if not utf16 and _has_many_controls(content):
        return _no_text(file_name)
    return _undecided(
        f"{file_name} is not UTF-8: the byte 0x{content[offset]:02X} "
        f"at offset {offset} does not fit.",
        [*utf16, *_candidates(content, offset)],
    )


def _undecided(message: str, candidates: list[str]) -> EncodingUnknownError:
    hint = "Say how it is encoded"
    if candidates:
        hint += f", such as {candidates[0]}"
    if candidates[1:]:
        hint += f" (or {', '.join(candidates[1:])})"
    return EncodingUnknownError(message, candidates=candidates, hint=f"{hint}.")


def _looks_like_utf16(content: bytes) -> list[str]:
    """Name UTF-16 in both byte orders, the likelier first, if every other byte is 0."""
    low, high = content[::2].count(0), content[1::2].count(0)
    if not low + high:
        return []
    if low + high < _FEWEST_ZEROS * len(content) or min(low, high) * 10 > max(
        low, high
    ):
        return []
    return ["utf-16-le", "utf-16-be"] if high > low else ["utf-16-be", "utf-16-le"]


def _candidates(content: bytes, offset: int) -> list[str]:
    """Return encodings that decode all of ``content``, the commonest first.

    Args:
        content: Bytes that are not UTF-8.
        offset: Where they stop being UTF-8, in bytes.
    """
    # Imported here: it is slow to import, and most texts are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    # Most of a long text may be ASCII; the bytes that tell are at the offset.
    start = max(content.rfind(b"\n", 0, offset) + 1, offset - _SAMPLE)
    guesses = from_bytes(content[start : start + _SAMPLE])
    names = [
        "cp1252",
        *(name for guess in guesses for name in guess.could_be_from_charset),
    ]
    codecs_known = dict.fromkeys(filter(None, map(_codec, names)))
    fitting = [name for name in codecs_known if _decodes(content, name)]
    return fitting[:_MOST_CANDIDATES]


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except ValueError:
        return False
    return True


# Not a text ----------------------------------------------------------------


def _require_size(size: int, file_name: str) -> None:
    if size > LARGEST:
        raise SourceError(
            f"{file_name} has {size / 1e6:,.0f} MB; one text may have "
            f"{LARGEST / 1e6:,.0f} MB.",
            hint="Split it into several files, such as one an article.",
        )


def _require_no_signature(content: bytes, file_name: str) -> None:
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            raise SourceError(
                f"{file_name} is no text; it seems to be {kind}.",
                hint="Save its text as a .txt file in UTF-8 and add that.",
            )


def _require_text(text: str, file_name: str) -> None:
    # Controls are ASCII; what is not becomes "?" and does not count.
    if _has_many_controls(text.encode("ascii", "replace")):
        raise _no_text(file_name)


def _has_many_controls(content: bytes) -> bool:
    controls = len(content) - len(content.translate(None, _CONTROLS))
    return controls > _MOST_CONTROLS * len(content)


def _no_text(file_name: str) -> SourceError:
    return SourceError(
        f"{file_name} is no text; it seems to be a program's own data.",
        hint="Save its text as a .txt file in UTF-8 and add that.",
    )


# Cleaning ------------------------------------------------------------------


def _cleaned(text: str, changes: list[str]) -> str:
    """Return the text as documents have it; ``changes`` tells what was done."""
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


def _note(changes: list[str], count: int, words: str) -> None:
    if count:
        changes.append(words.format(f"{count:,}", "" if count == 1 else "s"))


# Files ---------------------------------------------------------------------


def _files_at(path: Path) -> list[Path]:
    if not path.is_dir():
        path.stat()  # complains if there is nothing
        return [path]
    found = sorted(_texts_in(path))
    if found:
        return found
    raise SourceError(
        f"There are no texts in the folder {path}.",
        hint=f"Texts are files that end in {', '.join(SUFFIXES)}.",
    )


def _texts_in(folder: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    for place, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        status = Path(place).stat()
        if (status.st_dev, status.st_ino) in seen:
            # A link has led back to where we have been.
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from filter(_is_text, (Path(place, name) for name in names))


def _is_text(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return not hidden and path.suffix.casefold() in SUFFIXES and path.is_file()


def _refuse(error: OSError) -> None:
    raise error


def _unreadable(path: Path, error: OSError) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(f"There is no file {path}.")
    if isinstance(error, PermissionError):
        return SourceError(f"You may not read {path}.")
    return SourceError(f"{path} cannot be read: {error.strerror or error}.")
