"""Checks on values that come out of a file, where anything may stand.

Each returns the value as the model wants it, or raises ``UnusableError`` with a
reason that reads on after "annotation 3 was left out: ".
"""

from __future__ import annotations

import errno
import json
import math
import re
import reprlib
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NoReturn

from annotator.errors import FormatError
from annotator.model.codebook import CodebookLabel
from annotator.model.ids import derived_id, parse_id
from annotator.model.span import span_problem
from annotator.model.times import parse_time

MOST_OFFSET = 2**31 - 1
"""Code points. No text is longer, and every database can hold it."""

_DEEPEST = 50  # levels of lists and objects within metadata
_plain_id = re.compile("[0-9a-f]{32}").fullmatch
_plain_sha256 = re.compile("[0-9a-f]{64}").fullmatch
# Days beyond the 28th are left to parse_time, which knows the calendar.
_our_time = re.compile(
    "[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z"
).fullmatch
_written_time = re.compile("[0-9]{4}-.{18}Z").fullmatch
_forbidden = re.compile("[\0\ud800-\udfff]").search


class UnusableError(ValueError):
    """A value from a file cannot be used; says why."""


def require_file(source: Path) -> None:
    """Make sure that ``source`` is a file which can be opened.

    Raises:
        FormatError: It is missing, a folder, or something else than a file.
    """
    try:
        mode = source.stat().st_mode
    except (OSError, ValueError) as error:
        raise unreadable(source, error) from error
    if stat.S_ISDIR(mode):
        raise FormatError(
            f"{source} is a folder.", hint="Give the name of a file in it."
        )
    if not stat.S_ISREG(mode):
        raise FormatError(f"{source} is not an ordinary file.")


def unreadable(source: Path, error: Exception) -> FormatError:
    """Return the error that says in words why ``source`` cannot be read."""
    if isinstance(error, OSError) and error.errno == errno.ENOENT:
        return FormatError(f"There is no file {source}.")
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return FormatError(f"You may not read {source}.")
    why = error.strerror if isinstance(error, OSError) else str(error)
    return FormatError(f"{source} cannot be read: {why}.")


def parsed(text: str) -> object:
    """Return what the JSON ``text`` holds; NaN and infinite numbers are refused."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise UnusableError(
            f"it is not JSON: {error.msg} at character {error.pos + 1}"
        ) from error
    except RecursionError as error:
        raise UnusableError("its lists or objects are nested too deep") from error
    except ValueError as error:
        raise UnusableError(f"one of its numbers is unusable: {error}") from error


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isfinite(number):
        return number
    raise ValueError("too large")


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


# No parse_int: whole numbers of more than 4,300 digits raise ValueError already.
_DECODER = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse)


def shown(text: str) -> str:
    """Return ``text`` in quotation marks, fit to be printed: short, one line."""
    start = text[:60] + ("…" if len(text) > 60 else "")  # noqa: PLR2004
    return f"“{''.join(c if c.isprintable() else '�' for c in start)}”"


def bad_character(value: object) -> str | None:
    """Name a character in ``value`` that no text may have, or return None.

    Args:
        value: A text, or lists and mappings of texts to any depth.
    """
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            if found := _forbidden(item):
                return "a NUL" if found[0] == "\0" else "half a surrogate pair"
        elif isinstance(item, Mapping):
            waiting += item.keys()
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return None


def require_good_characters(value: object) -> None:
    """Refuse what holds a character that no text may have."""
    if found := bad_character(value):
        raise UnusableError(f"there is {found} in it")


def as_text(value: object, key: str) -> str:
    """Return a text; what is absent is the empty text."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    raise UnusableError(f"its {key} is not text but {reprlib.repr(value)}")


def as_tag(value: object) -> str:
    """Return the name of a tag."""
    tag = as_text(value, "tag")
    if not tag:
        raise UnusableError("it has no tag")
    return tag


def as_sha256(value: object) -> str:
    """Return 64 hexadecimal digits in lower case, or "" if there are none."""
    digits = as_text(value, "sha256").lower()
    if digits and not _plain_sha256(digits):
        raise UnusableError(f"its sha256 is {shown(digits)}, not 64 hexadecimal digits")
    return digits


def as_codebook(value: object) -> CodebookLabel | None:
    """Return which codebook was used, or None if nothing is said of it."""
    if value is None:
        return None
    if type(value) is not dict:
        raise UnusableError("its codebook is not an object")
    name = as_text(value.get("name"), "codebook's name")
    version = as_text(value.get("version"), "codebook's version")
    sha256 = as_sha256(value.get("sha256"))
    return CodebookLabel(name, version, sha256) if sha256 else None


def as_time(value: object) -> str:
    """Return a time as we write it, or "" if there is none."""
    text = as_text(value, "time")
    if not text or _our_time(text):
        return text
    try:
        time = parse_time(text)
    except (ValueError, OverflowError):
        time = ""
    if not _written_time(time):
        raise UnusableError(f"its time {shown(text)} is not as in 2026-11-22T14:32Z")
    return time


def as_spans(value: object, length: int | None) -> tuple[tuple[int, int], ...]:
    """Return ``(start, end)`` pairs in code points, in order, not overlapping.

    Args:
        value: A list of lists of two whole numbers.
        length: Of the text in code points, or None if the text is unknown.
    """
    if type(value) is not list:
        raise UnusableError("it has no list of spans")
    spans = tuple([_pair(item) for item in value])
    if length is None:
        length = MOST_OFFSET
        if any(end > length for _, end in spans):
            raise UnusableError("its span ends beyond the end of any text")
    problem = span_problem(spans, length)
    if problem:
        raise UnusableError(problem)
    return spans


def _pair(value: object) -> tuple[int, int]:
    # "is int", because True and False are ints as well.
    if (
        type(value) is list
        and len(value) == 2  # noqa: PLR2004 - start and end
        and type(value[0]) is int
        and type(value[1]) is int
    ):
        return value[0], value[1]
    raise UnusableError(
        f"its span {reprlib.repr(value)} is not a list of two whole numbers"
    )


def as_attributes(value: object) -> Mapping[str, str]:
    """Return values by attribute; absent is empty."""
    if value is None:
        return {}
    if type(value) is not dict:
        raise UnusableError("its attributes are not an object")
    for name, text in value.items():
        if type(text) is not str:
            raise UnusableError(
                f"its attribute {shown(name)} is not text but {reprlib.repr(text)}"
            )
    return value


def as_metadata(value: object) -> Mapping[str, object]:
    """Return metadata, which may be nested as deep as can be written again."""
    if value is None:
        return {}
    if type(value) is not dict:
        raise UnusableError("its metadata are not an object")
    level: list[object] = list(value.values())
    for _ in range(_DEEPEST):
        level = [child for item in level for child in _children(item)]
        if not level:
            return value
    raise UnusableError(f"its metadata are nested more than {_DEEPEST} levels deep")


def _children(value: object) -> Iterable[object]:
    if type(value) is dict:
        return value.values()
    return value if type(value) is list else ()


def as_name(value: object) -> str:
    """Return an id as some file has it, a text or a whole number, or "" if absent."""
    if type(value) is int:
        return str(value)
    return as_text(value, "id")


def uuid_in(name: str) -> str | None:
    """Return ``name`` as 32 hexadecimal digits, or None if it is no UUID."""
    # The first half is only for speed: nearly all ids are ours.
    return name if _plain_id(name) else parse_id(name)


def annotation_id(
    name: str, document: str, tag: str, spans: tuple[tuple[int, int], ...], by: str
) -> str:
    """Return the UUID that belongs to an annotation, the same at every import.

    Args:
        name: The id the file has for it, or "".
        document: What tells its document from others: the SHA-256 or the name.
        tag: The tag's name.
        spans: ``(start, end)`` in code points.
        by: The annotator's name.
    """
    if not name:
        places = ",".join(f"{start}-{end}" for start, end in spans)
        return derived_id("annotation", document, tag, places, by)
    return uuid_in(name) or derived_id("annotation", document, name)
