"""Word limits in any script, for moving a boundary by a word and for snapping.

The limits follow Unicode's UAX #29 in spirit: letters with their marks, ``don't``,
``1,300`` and an emoji of several parts are one word each. Three things differ,
because people mark up figures and names here: a compound with hyphens is one word
(``12-year-old``, ``5-4``), so is a number with its sign (``4%``, ``£5m``), and
scripts written without spaces have a word for each character.

Nothing reads further than ``REACH`` from where it starts, so that a paragraph of a
megabyte costs what a line costs; a longer "word" is left as it is.
"""

# ruff: noqa: RUF001 - the marks of all languages are meant as they look

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from annotator.model.span import Span

REACH = 1_000
"""The most code points that are looked at in one direction."""

_MOST_MARKS = 50
"""The most combining marks that are looked past for the letter that carries them."""

_ZWJ = "\u200d"
_APOSTROPHES = frozenset("'’ʼ＇")
_HYPHENS = frozenset("-\u2010\u2011\u058a\u05be")
_IN_NUMBERS = frozenset(".,'’٫٬·\u00a0\u2009\u202f")
_PER_CENT = frozenset("%‰°٪％")
_SOFT_HYPHEN = "\u00ad"
_HEBREW_MARKS = frozenset("'\"׳״’”")
# They open the character behind them (Grapheme_Cluster_Break=Prepend).
_PREPEND = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd"
)
# Written without spaces: Thai, Lao, Myanmar, Khmer, kana but katakana, ideographs.
_UNSPACED = (
    (0x0E01, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3005, 0x3007),
    (0x3041, 0x309F),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def next_end(text: str, offset: int) -> int:
    """Return where the next word ends behind ``offset``, in code points.

    That is ``offset`` itself when no word ends within reach.
    """
    return _step(text, offset, 1, _is_word_end)


def previous_end(text: str, offset: int) -> int:
    """Return where the last word before ``offset`` ends, or ``offset`` if none does."""
    return _step(text, offset, -1, _is_word_end)


def next_start(text: str, offset: int) -> int:
    """Return where the next word begins behind ``offset``, or ``offset``."""
    return _step(text, offset, 1, _is_word_start)


def previous_start(text: str, offset: int) -> int:
    """Return where the last word before ``offset`` begins, or ``offset``."""
    return _step(text, offset, -1, _is_word_start)


def snapped(text: str, span: Span) -> Span:
    """Return ``span`` grown to the words it cuts, without white space at its ends.

    A span of white space alone keeps it. No character as people see it is cut.
    """
    start = _outside(text, span.start, -1, within_word)
    end = _outside(text, span.end, 1, within_word)
    trimmed = Span(start, end).trimmed(text) or Span(start, end)
    # White space that carries a combining mark is part of a character.
    return Span(
        _outside(text, trimmed.start, -1, _within_character),
        _outside(text, trimmed.end, 1, _within_character),
    )


def within_word(text: str, offset: int) -> bool:
    """Tell whether the characters on both sides of ``offset`` are of one word."""
    if not 0 < offset < len(text):
        return False
    if _within_character(text, offset):
        return True
    at = _base_before(text, offset)
    left, right = text[at], text[offset]
    if _is_letter_or_digit(left):
        if _is_letter_or_digit(right):
            return _touch(left, right)
        return _is_sign_of(right, left) or _connects(text, at, right, offset + 1)
    if unicodedata.category(left) == "Sc" and right.isdigit():
        return True
    return at > 0 and _connects(text, _base_before(text, at), left, offset)


def continues_word(text: str, offset: int) -> bool:
    """Tell whether letters or digits run on across ``offset``.

    Narrower than :func:`within_word`: there is no running on at an apostrophe or a
    hyphen, so "Kyiv" stands by itself in "Kyiv's" and in "Kyiv-based"; but a number
    runs on across its separators.
    """
    if not within_word(text, offset):
        return False
    beside = {text[offset - 1], text[offset]}
    return _within_character(text, offset) or not beside & (_APOSTROPHES | _HYPHENS)


def _step(
    text: str, offset: int, direction: int, found: Callable[[str, int], bool]
) -> int:
    for distance in range(1, REACH + 1):
        at = offset + direction * distance
        if not 0 <= at <= len(text):
            break
        if found(text, at):
            return at
    return offset


def _outside(
    text: str, offset: int, direction: int, inside: Callable[[str, int], bool]
) -> int:
    for distance in range(REACH):
        if not inside(text, offset + direction * distance):
            return offset + direction * distance
    return offset


def _is_word_end(text: str, at: int) -> bool:
    return at > 0 and _is_word_part(text, at - 1) and not within_word(text, at)


def _is_word_start(text: str, at: int) -> bool:
    return at < len(text) and _is_word_part(text, at) and not within_word(text, at)


def _is_word_part(text: str, at: int) -> bool:
    character = text[at]
    if _is_letter_or_digit(character) or _is_pictorial(character):
        return True
    if _extends(character):
        base = text[_base_before(text, at)] if at else " "
        return _is_letter_or_digit(base) or _is_pictorial(base)
    return within_word(text, at) or within_word(text, at + 1)


def _is_letter_or_digit(character: str) -> bool:
    return character.isalnum() or character == "_"


def _is_pictorial(character: str) -> bool:
    """Tell whether the character is an emoji or a sign that stands for a word."""
    return not character.isascii() and unicodedata.category(character) == "So"


def _touch(left: str, right: str) -> bool:
    if left.isdigit() and right.isdigit():
        return True
    return not (_is_unspaced(left) or _is_unspaced(right))


def _is_unspaced(character: str) -> bool:
    code = ord(character)
    return code >= _UNSPACED[0][0] and any(a <= code <= b for a, b in _UNSPACED)


def _is_sign_of(sign: str, before: str) -> bool:
    """Tell whether ``sign`` belongs to the number before it, as in 4% and 5€."""
    return before.isdigit() and (
        sign in _PER_CENT or unicodedata.category(sign) == "Sc"
    )


def _connects(text: str, left_at: int, mark: str, right_at: int) -> bool:
    """Tell whether ``mark`` joins what stands before and behind it to one word."""
    left, right = text[left_at], text[right_at : right_at + 1]
    if not (right and _is_letter_or_digit(left) and _is_letter_or_digit(right)):
        return False
    if mark in _HYPHENS or mark == _SOFT_HYPHEN:
        return True
    if left.isdigit() and right.isdigit():
        return mark in _IN_NUMBERS
    if mark in _APOSTROPHES:
        return left.isalpha() and right.isalpha()
    if mark == ".":
        return _is_initial(text, left_at) and _is_initial(text, right_at)
    return mark in _HEBREW_MARKS and _is_hebrew(left) and _is_hebrew(right)


def _is_initial(text: str, at: int) -> bool:
    """Tell whether the letter at ``at`` stands alone, as those of U.S. do."""
    beside = text[max(0, at - 1) : at] + text[at + 1 : at + 2]
    return text[at].isalpha() and not any(map(_is_letter_or_digit, beside))


def _is_hebrew(character: str) -> bool:
    return "\u05d0" <= character <= "\u05ea"


def _base_before(text: str, offset: int) -> int:
    """Return where the character before ``offset`` is, past the marks it carries."""
    at = offset - 1
    first = max(0, offset - _MOST_MARKS)
    while at > first and _extends(text[at]):
        at -= 1
    return at


def _within_character(text: str, offset: int) -> bool:
    """Tell whether ``offset`` cuts what people see as one character."""
    if not 0 < offset < len(text):
        return False
    left, right = text[offset - 1], text[offset]
    if left in "\r\n" or right in "\r\n":
        return left == "\r" and right == "\n"
    if _extends(right) or left in _PREPEND:
        return True
    if left == _ZWJ:
        return _is_pictorial(right) and _is_pictorial(text[_base_before(text, offset)])
    return _is_flag_half(right) and _flag_halves_before(text, offset) % 2 == 1


def _extends(character: str) -> bool:
    return character >= "\u0300" and (
        unicodedata.category(character)[0] == "M"
        or character in "\u200c\u200d\uff9e\uff9f\u0e33\u0eb3"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, offset: int) -> int:
    at = offset
    while at > 0 and _is_flag_half(text[at - 1]):
        at -= 1
    return offset - at
