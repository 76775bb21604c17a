"""What the small values of a codebook may be, and how its version moves on."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_LONGEST_MARK = 12  # code points: the longest emoji of a family has eleven
_JOINER = "\u200d"
_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"

_color = re.compile("#[0-9A-Fa-f]{6}").fullmatch
_number = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII).fullmatch
_date = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII).fullmatch
_last_number = re.compile(r"(|.*\.)([0-9]{1,9})").fullmatch


def is_name(text: str) -> bool:
    """Tell whether ``text`` can be a name: one line, no white space at its ends."""
    return bool(text) and text == text.strip() and text.isprintable()


def is_key(text: str) -> bool:
    """Tell whether ``text`` is one letter."""
    return len(text) == 1 and text.isalpha()


def is_color(text: str) -> bool:
    """Tell whether ``text`` is of the form ``#RRGGBB``."""
    return bool(_color(text))


def is_mark(text: str) -> bool:
    """Tell whether ``text`` is what readers take for one character.

    That may be several code points: a letter with accents, an emoji with a skin
    tone or of several people, a flag. A simple form of the grapheme clusters of
    UAX #29, for characters that can be seen.
    """
    if not text or len(text) > _LONGEST_MARK or _extends(text[0]):
        return False
    visible = text.replace(_JOINER, "")
    if not visible.isprintable() or any(map(str.isspace, visible)):
        return False
    return _clusters(text) == 1


def is_number(text: str) -> bool:
    """Tell whether ``text`` is a decimal number."""
    return bool(_number(text))


def is_date(text: str) -> bool:
    """Tell whether ``text`` is of the form YYYY, YYYY-MM or YYYY-MM-DD."""
    if not _date(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def next_version(version: str) -> str:
    """Return the version after ``version``.

    A whole number, also one after the last full stop, becomes one more, and
    keeps its leading zeros: ``1``, ``2``; ``1.9``, ``1.10``; ``2026.01``,
    ``2026.02``. Anything else gets one: ``draft``, ``draft.1``, ``draft.2``.
    """
    found = _last_number(version)
    if found is None:
        return f"{version}.1"
    start, number = found.groups()
    return start + str(int(number) + 1).zfill(len(number))


def _clusters(text: str) -> int:
    count = 0
    flags = 0  # regional indicators in a row
    joined = False
    for character in text:
        flags = flags + 1 if "\U0001f1e6" <= character <= "\U0001f1ff" else 0
        second_of_flag = flags > 0 and flags % 2 == 0
        if not (joined or second_of_flag or _extends(character)):
            count += 1
        joined = character == _JOINER
    return count


def _extends(character: str) -> bool:
    """Tell whether a character only changes the one before it."""
    return (
        character == _JOINER
        or character in _TONES
        or unicodedata.category(character) in ("Mn", "Mc", "Me")
    )
