"""Figures: approximator, number, multiplier, unit and bracketed conversion.

The rules are those of the codebook: what says how many, how much, how far or how
long; no dates, years, clock times, ordinals, names or list numbers. A figure ends
with its line.
"""

# ruff: noqa: RUF001 - the signs of all languages are meant as they look

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.model.span import Span
from annotator.suggest import figure_guards as guards
from annotator.suggest.figure_reader import (
    Joint,
    Reading,
    approximators_start,
    numeral_end,
    read,
)
from annotator.suggest.figure_words import CURRENCY_BEFORE, NUMBER_STARTS, SPACE
from annotator.suggest.passages import passage_around, passages

_REACH = 400
"""How many code points around a caret are read for the figure there."""

_STARTS = re.compile(NUMBER_STARTS)
_COMPOUND = re.compile(r"(?:-[^\W\d_]+)+")
_CURRENCY = re.compile(rf"{CURRENCY_BEFORE}\Z")
_MEASURE_SIGN = re.compile(rf"(?:[~≈<>≤≥±+]{SPACE}?|(?<![\w)])[-−])\Z")
_LIMITS_WORD = re.compile(
    rf"(?<!\w)(?:(?P<from>from)|between|zwischen|entre){SPACE}+\Z", re.IGNORECASE
)
_LOOK_BACK = 30
_LONGEST_SIGN = 6


def figures(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the figures of the paragraphs that touch ``[start, end)``, in order.

    Offsets are code points from the start of the text.
    """
    return [
        figure
        for passage in passages(text, start, end)
        for figure in figures_within(text, passage.start, passage.stop)
    ]


def figure_at(text: str, offset: int) -> Span | None:
    """Return the whole figure at the caret, or what comes nearest to one.

    The caret may stand anywhere in it, before it or behind it. Asking is an explicit
    wish, so at a numeral that is no figure by the rules (a year, a clock time, a
    name's number) the numeral with its unit is returned.

    Args:
        text: The whole text; only what is near the caret is read.
        offset: The caret, in code points from the start of the text.
    """
    line_start, line_end = passage_around(text, offset)
    start = _white_space_before(text, line_start, offset - _REACH)
    end = min(line_end, offset + _REACH)
    found = None
    for span in _found(text, start, end, line_start):
        if span.start > offset:
            break
        if offset <= span.end:
            found = span
    return found or _numeral_at(text, offset, start, end)


def figures_within(text: str, start: int, end: int) -> list[Span]:
    """Return the figures of the part ``start``–``end`` of one paragraph, in order.

    Offsets are code points from the start of the text, in the result too.
    """
    return list(_found(text, start, end, start))


def _white_space_before(text: str, first: int, offset: int) -> int:
    if offset <= first:
        return first
    space = text.rfind(" ", max(first, offset - _REACH), offset)
    return offset if space == -1 else space + 1


def _numeral_at(text: str, offset: int, start: int, end: int) -> Span | None:
    at = start
    while match := _STARTS.search(text, at, end):
        first = _sign_start(_CURRENCY, text, match.start(), start)
        if first > offset:
            return None
        last = numeral_end(text, first, end)
        if last is not None and offset <= last:
            return Span(first, last)
        at = max(match.end(), last or 0)
    return None


def _found(text: str, start: int, end: int, line_start: int) -> Iterator[Span]:
    """Yield the figures whose numerals lie in ``[start, end)``, part of one line."""
    at = start
    while match := _STARTS.search(text, at, end):
        number = match.start()
        skipped = guards.end_of_no_figure(text, number, line_start, end)
        if skipped is not None:
            at = max(skipped, match.end())
            continue
        floor = max(line_start, at if at > start else line_start)
        at, found = _read(text, number, floor, end, line_start)
        at = max(at, match.end())
        if found is not None:
            yield found


def _read(
    text: str, number: int, floor: int, end: int, line_start: int
) -> tuple[int, Span | None]:
    """Read the figure whose numeral begins at ``number``; ``floor`` is taken already.

    Returns:
        Where to read on, and the figure unless it is none after all.
    """
    signed = _sign_start(_CURRENCY, text, number, floor)
    signed = _sign_start(_MEASURE_SIGN, text, signed, floor)
    first = approximators_start(text, signed, floor)
    first, reading = _with_limits(text, number, first, floor, end)
    if reading is None:
        return number, None
    last = reading.end
    if last == reading.number_end:
        compound = _COMPOUND.match(text, last, end)
        last = compound.end() if compound else last
    whole = Span(first, last)
    if _is_none(text, number, reading, whole, line_start, signed=signed < number):
        return reading.number_end, None
    return last, whole


def _with_limits(
    text: str, number: int, first: int, floor: int, stop: int
) -> tuple[int, Reading | None]:
    """Read on from ``number``, and look before ``first`` for "between" and "from".

    What rises "from 5% to 7%" are two figures; "from 5 to 7%" is one, for the first
    number says nothing alone.

    Returns:
        Where the figure begins, and what was read.
    """
    word = _LIMITS_WORD.search(text, max(floor, first - _LOOK_BACK), first)
    if word is None:
        return first, read(text, number, stop, Joint.TO)
    if not word["from"]:
        reading = read(text, number, stop, Joint.AND)
        return word.start() if reading and reading.limits else first, reading
    reading = read(text, number, stop, Joint.DASH)
    if reading and first == number and reading.end == reading.number_end:
        joined = read(text, number, stop, Joint.UP_TO)
        if joined and joined.limits:
            return word.start(), joined
        return first, read(text, number, stop, Joint.TO)
    return first, reading


def _sign_start(pattern: re.Pattern[str], text: str, at: int, floor: int) -> int:
    """Return where the sign before ``at`` begins, or ``at`` if there is none."""
    sign = pattern.search(text, max(floor, at - _LONGEST_SIGN), at)
    return sign.start() if sign else at


def _is_none(
    text: str,
    start: int,
    reading: Reading,
    whole: Span,
    line_start: int,
    *,
    signed: bool,
) -> bool:
    """Tell whether the rules of the codebook leave out what was read at ``start``."""
    if reading.shaped:
        return False
    number = text[start : reading.number_end]
    behind = text[whole.end : whole.end + 1]
    if behind.isalpha() or behind == "_":
        return number[0].isdigit() and behind.isascii()
    bare = not (signed or reading.measured)
    ranked = bare and guards.is_rank(text, start, reading.number_end, line_start)
    if ranked or guards.is_name(text, start, line_start):
        return True
    if number[0].isdigit():
        return bare and (
            guards.is_day(text, start, reading.number_end, line_start)
            or guards.is_year(text, start, reading.end, line_start)
        )
    alone = whole.start == start and not reading.limits
    if alone and number.lower() in {"one", "zero"}:
        more_words = reading.measured
        return not guards.counts_one(text, start, reading.end, more_words=more_words)
    return bare and guards.is_pronoun(text, start, whole.end, line_start)
