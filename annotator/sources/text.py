"""Plain text: decodes strictly, and changes only what the model of a text demands.

A guess at a legacy encoding is a hint and never a decision: read as the wrong
one, "£5m" becomes "Ł5m", and nobody notices.
"""

from __future__ import annotations

import codecs

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources.base import (
    LARGEST,
    Extracted,
    SourceOptions,
    Unusable,
    cleaned,
    require_size,
)

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


class PlainText:
    """Plain text and Markdown, which stays as it is written."""

    title = "plain text"
    suffixes = (".txt", ".md", ".markdown", ".text")
    largest = LARGEST
    apart = False

    def read(
        self, content: bytes, file_name: str, options: SourceOptions
    ) -> list[Extracted | Unusable]:
        """Return the one text in a file."""
        changes: list[str] = []
        text, used = decode(content, file_name, options.encoding, changes)
        return [
            Extracted(
                text=text, extractor="text", encoding=used, changes=tuple(changes)
            )
        ]


def decode(
    content: bytes,
    file_name: str,
    encoding: str | None,
    changes: list[str],
    largest: int = LARGEST,
) -> tuple[str, str]:
    """Return the text in ``content``, cleaned, and its encoding.

    Args:
        content: The bytes of the file.
        file_name: For messages.
        encoding: What the user says it is, or None to find out: a byte order
            mark decides, else it must be UTF-8.
        changes: Is told what was done.
        largest: The most there may be, in bytes.

    Raises:
        EncodingUnknownError: It is not Unicode, and nobody has said what it is.
        SourceError: It is empty, too large, no text, or not in ``encoding``.
    """
    require_size(len(content), largest, file_name)
    _require_no_signature(content, file_name)
    if encoding is None:
        decoded, used = _found(content, file_name)
    else:
        decoded, used = _as_told(content, file_name, encoding, changes)
    _require_text(decoded, file_name)
    text = cleaned(decoded, changes)
    if not text.strip():
        raise SourceError(f"{file_name} is empty.")
    return text, used


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
