"""Reads a figure part by part: a number, its multiplier, its unit, a second limit.

Each reader takes the text, where to begin and where to stop at the latest, and
returns where its part ends; all offsets are code points from the start of the text.
A reader of a part that may be missing returns where it began. The parts are put
together here and not in one pattern, for that takes half a second to compile.
"""

# ruff: noqa: RUF001 - the signs of all languages are meant as they look

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from annotator.suggest.figure_words import (
    APPROXIMATORS,
    BEHIND,
    CURRENCY_BEFORE,
    FEET_AND_INCHES,
    LAST_OF_APPROXIMATORS,
    MULTIPLIER,
    NUMBER,
    RATE,
    SMALLER_UNIT,
    SPACE,
    UNIT_LETTER,
    UNIT_NAME,
    UNIT_SIGN,
)

_NUMBER = re.compile(NUMBER)
_CURRENCY = re.compile(CURRENCY_BEFORE)
_MULTIPLIER = re.compile(MULTIPLIER)
_UNITS = (re.compile(UNIT_SIGN), re.compile(UNIT_NAME), re.compile(UNIT_LETTER))
_RATE = re.compile(RATE)
_SMALLER_UNIT = re.compile(SMALLER_UNIT)
_FEET_AND_INCHES = re.compile(FEET_AND_INCHES)
_BEHIND = re.compile(BEHIND)
_AND = re.compile(rf"(?:,?{SPACE}+and)?{SPACE}+")
_ONE_IN = re.compile(rf"(?i:one){SPACE}+(?i:in){SPACE}+")
_OPENING = re.compile(rf"{SPACE}?\(")
_DASH = rf"{SPACE}?[-–—]{SPACE}?|{SPACE}+out{SPACE}+of{SPACE}+(?:every{SPACE}+)?"
_BRACKET_DASH = re.compile(rf"{SPACE}?[-–]{SPACE}?")
_WORD_START = re.compile(r"(?<!\w)\w")
_WORD = re.compile(rf"[^\W\d_]+\.?{SPACE}+")
_ANY_NUMERAL = re.compile(r"\d+(?:[.,:/٬٫’']\d+)*(?:st|nd|rd|th|s)?(?!\w)")
_HOUR = re.compile(rf"{SPACE}?(?:[ap]\.m\.|[ap]m\b|GMT\b|UTC\b)")
_LOOK_BACK = 30


class Joint(Enum):
    """What may stand between the two limits of a figure."""

    TO = re.compile(rf"{_DASH}|{SPACE}+(?:to|or|bis|à){SPACE}+")
    AND = re.compile(rf"{_DASH}|{SPACE}+(?:and|und|et|y){SPACE}+")
    UP_TO = re.compile(rf"{SPACE}+(?:to|bis|à){SPACE}+")
    DASH = re.compile(_DASH)


class Reading(NamedTuple):
    """What was read from a numeral on.

    Attributes:
        number_end: Where the first number ends.
        end: Where all ends, with "or more" and the conversion in brackets.
        limits: Whether there are two limits.
        measured: Whether there is a multiplier of the first number, or a unit.
        shaped: Whether it says by its shape alone that it is a figure, like 5'10".
    """

    number_end: int
    end: int
    limits: bool = False
    measured: bool = False
    shaped: bool = False


def read(text: str, at: int, stop: int, joint: Joint) -> Reading | None:
    """Return what stands at the numeral ``at``, or None if it is no number."""
    shaped = _shaped_end(text, at, stop)
    if shaped is not None:
        return Reading(shaped, shaped, shaped=True)
    number = number_end(text, at, stop)
    if number is None:
        return None
    multiplied = multiplier_end(text, number, stop)
    limit = _second_limit_end(text, multiplied, stop, joint)
    unit = unit_end(text, limit, stop)
    body = _smaller_part_end(text, unit, stop) if unit > limit else unit
    behind = _BEHIND.match(text, body, stop)
    end = unit_end(text, behind.end(), stop) if behind else body
    return Reading(
        number,
        _conversion_end(text, end, stop),
        limits=limit > multiplied,
        measured=multiplied > number or body > limit,
    )


def number_end(text: str, at: int, stop: int) -> int | None:
    """Return where the number ends, in digits or in words, or None if none is here."""
    match = _NUMBER.match(text, at, stop)
    return match.end() if match else None


def multiplier_end(text: str, at: int, stop: int) -> int:
    """Return where "million", "bn" or "dozen" ends."""
    return _end(_MULTIPLIER, text, at, stop)


def unit_end(text: str, at: int, stop: int) -> int:
    """Return where the unit ends, with "years old" and "per hour"."""
    for pattern in _UNITS:
        match = pattern.match(text, at, stop)
        if match is not None:
            return _end(_RATE, text, match.end(), stop)
    return at


def numeral_end(text: str, at: int, stop: int) -> int | None:
    """Return where any numeral ends, a year or a time too, with what measures it."""
    start = _end(_CURRENCY, text, at, stop)
    digits = _ANY_NUMERAL.match(text, start, stop)
    number = digits.end() if digits else number_end(text, start, stop)
    if number is None:
        return None
    multiplied = multiplier_end(text, number, stop)
    hour = _HOUR.match(text, multiplied, stop)
    return hour.end() if hour else unit_end(text, multiplied, stop)


def approximators_start(text: str, at: int, floor: int) -> int:
    """Return where the approximators before ``at`` begin; "at least some" are two.

    Nothing before ``floor`` is read.
    """
    while True:
        near = max(floor, at - _LOOK_BACK)
        words = text[near:at].split()
        if not words or words[-1].lower().lstrip("(\"'“‘") not in LAST_OF_APPROXIMATORS:
            return at
        for word in _WORD_START.finditer(text, near, at):
            if _is_approximator(text[word.start() : at]):
                at = word.start()
                break
        else:
            return at


def _approximator_end(text: str, at: int, stop: int) -> int:
    end = at
    word = _WORD.match(text, at, stop)
    while word is not None and word.end() <= at + _LOOK_BACK:
        if _is_approximator(text[at : word.end()]):
            end = word.end()
        word = _WORD.match(text, word.end(), stop)
    return end


def _is_approximator(words: str) -> bool:
    return words[-1].isspace() and " ".join(words.lower().split()) in APPROXIMATORS


def _end(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    match = pattern.match(text, at, stop)
    return match.end() if match else at


def _shaped_end(text: str, at: int, stop: int) -> int | None:
    """Return where 5'10" or "one in five" ends, or None if neither is here."""
    feet = _FEET_AND_INCHES.match(text, at, stop)
    if feet is not None:
        return feet.end()
    one_in = _ONE_IN.match(text, at, stop)
    return number_end(text, one_in.end(), stop) if one_in else None


def _second_limit_end(text: str, at: int, stop: int, joint: Joint) -> int:
    """Return where the second limit ends, its unit left out unless the first has it.

    In "5% to 7%" both have one; in "5 to 7 points" the unit is that of both.
    """
    unit = text[at : unit_end(text, at, stop)]
    between = joint.value.match(text, at + len(unit), stop)
    if unit and between:
        number = number_end(text, between.end(), stop)
        end = number and multiplier_end(text, number, stop)
        if end and text.startswith(unit, end, stop):
            return end + len(unit)
    between = joint.value.match(text, at, stop)
    if between is None:
        return at
    number = number_end(text, _end(_CURRENCY, text, between.end(), stop), stop)
    return multiplier_end(text, number, stop) if number else at


def _smaller_part_end(text: str, at: int, stop: int) -> int:
    """Return where "10 inches" behind "5 feet" ends."""
    joined = _AND.match(text, at, stop)
    number = number_end(text, joined.end(), stop) if joined else None
    match = _SMALLER_UNIT.match(text, number, stop) if number else None
    return match.end() if match else at


def _conversion_end(text: str, at: int, stop: int) -> int:
    """Return where an amount of money, or a measure, in brackets ends."""
    opening = _OPENING.match(text, at, stop)
    if opening is None:
        return at
    start = _approximator_end(text, opening.end(), stop)
    ends = _conversion_ends(text, start, stop)
    return next((end + 1 for end in ends if text.startswith(")", end, stop)), at)


def _conversion_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield where a sum of money, or a number or two with a unit, may end."""
    number_start = _end(_CURRENCY, text, start, stop)
    number = number_end(text, number_start, stop)
    if number is None:
        return
    # The m in "5m" is a million or, if no unit follows, the unit.
    for multiplied in (multiplier_end(text, number, stop), number):
        unit = unit_end(text, multiplied, stop)
        if number_start > start or unit > multiplied:
            yield unit
        dash = _BRACKET_DASH.match(text, multiplied, stop)
        second = number_end(text, dash.end(), stop) if dash else None
        if second and number_start == start:
            unit = unit_end(text, second, stop)
            if unit > second:
                yield unit
