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
from annotator.suggest.figure_words import (
    APPROXIMATOR,
    BEHIND,
    FEET_AND_INCHES,
    LAST_OF_APPROXIMATORS,
    MULTIPLIER,
    NUMBER,
    NUMBER_STARTS,
    SIGN_BEFORE,
    SMALLER_PART,
    SPACE,
    UNIT,
)
from annotator.suggest.passages import passage_around, passages

_REACH = 400
"""How many code points around a caret are read for the figure there."""

_STARTS = re.compile(NUMBER_STARTS)
_AMOUNT = rf"(?:{SIGN_BEFORE})?{NUMBER}(?:{MULTIPLIER})?"
_BRACKET = (
    rf"{SPACE}?\((?:(?i:{APPROXIMATOR}){SPACE}+)?(?:(?:{SIGN_BEFORE}){NUMBER}"
    rf"(?:{MULTIPLIER})?(?:{UNIT})?|{NUMBER}(?:{MULTIPLIER})?"
    rf"(?:{SPACE}?[-–]{SPACE}?{NUMBER})?{UNIT})\)"
)


def _figure(between: str) -> re.Pattern[str]:
    """Return the pattern of a figure whose two limits are joined by ``between``."""
    return re.compile(
        rf"(?P<feet>{FEET_AND_INCHES})|(?P<ratio>(?i:one{SPACE}+in){SPACE}+{NUMBER})"
        rf"|(?P<number>{NUMBER})(?P<more>(?:{MULTIPLIER})?(?P<range>(?P<unit>{UNIT})"
        rf"(?:{between}){NUMBER}(?:{MULTIPLIER})?(?P=unit)|(?:{between}){_AMOUNT})?"
        rf"(?:{UNIT}(?:{SMALLER_PART})?)?)"
        rf"(?P<behind>{BEHIND}(?:{UNIT})?)?(?P<bracket>{_BRACKET})?"
    )


_DASH = rf"{SPACE}?[-–—]{SPACE}?|{SPACE}+out{SPACE}+of{SPACE}+(?:every{SPACE}+)?"
_RANGE = _figure(rf"{_DASH}|{SPACE}+(?:to|or|bis|à){SPACE}+")
_BETWEEN = _figure(rf"{_DASH}|{SPACE}+(?:and|und|et|y){SPACE}+")
_FROM = _figure(_DASH)
_COMPOUND = re.compile(r"(?:-[^\W\d_]+)+")
_SIGN = re.compile(rf"(?:{SIGN_BEFORE})\Z")
_MEASURE_SIGN = re.compile(rf"(?:[~≈<>≤≥±+]{SPACE}?|(?<![\w)])[-−])\Z")
_APPROXIMATOR = re.compile(rf"(?<!\w)(?i:{APPROXIMATOR}){SPACE}+\Z")
_BETWEEN_WORD = re.compile(
    rf"(?<!\w)(?:between|from|zwischen|entre){SPACE}+\Z", re.IGNORECASE
)
_LOOK_BACK = 30

_NUMERAL = re.compile(
    rf"(?:{SIGN_BEFORE})?(?:\d+(?:[.,:/٬٫’']\d+)*(?:st|nd|rd|th|s)?(?!\w)|{NUMBER}|\d+)"
    rf"(?:{MULTIPLIER})?(?:{SPACE}?(?:[ap]\.m\.|[ap]m\b|GMT\b|UTC\b)|{UNIT})?"
)


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
        sign = _SIGN.search(text, max(start, match.start() - 5), match.start())
        first = sign.start() if sign else match.start()
        numeral = _NUMERAL.match(text, first, end)
        if first > offset:
            return None
        at = max(match.end(), numeral.end() if numeral else 0)
        if numeral and first <= offset <= numeral.end():
            return Span(first, numeral.end())
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
    signed = _before_sign(text, number, floor)
    first = _before_approximators(text, signed, floor)
    word = _BETWEEN_WORD.search(text, max(floor, first - _LOOK_BACK), first)
    pattern = _RANGE
    if word is not None:
        pattern = _FROM if word.group().lower().startswith("from") else _BETWEEN
    match = pattern.match(text, number, end)
    if match is None:
        return number, None
    if word is not None and pattern is _BETWEEN and match["range"]:
        first -= len(word.group())
    last = match.end()
    if not match["more"] and not match["behind"] and not match["bracket"]:
        compound = _COMPOUND.match(text, last, end)
        last = compound.end() if compound else last
    if _is_none(text, match, first, last, line_start, signed=signed < number):
        return match.end("number") if match["number"] else match.end(), None
    return last, Span(first, last)


def _before_sign(text: str, at: int, floor: int) -> int:
    """Return where a currency sign, or a sign of measure, before ``at`` begins."""
    for pattern in (_SIGN, _MEASURE_SIGN):
        sign = pattern.search(text, max(floor, at - 6), at)
        if sign:
            at = sign.start()
    return at


def _before_approximators(text: str, at: int, floor: int) -> int:
    """Return where the approximators before ``at`` begin; "at least some" are two."""
    while True:
        near = max(floor, at - _LOOK_BACK)
        words = text[near:at].split()
        if not words or words[-1].lower().lstrip("(\"'“‘") not in LAST_OF_APPROXIMATORS:
            return at
        match = _APPROXIMATOR.search(text, near, at)
        if match is None:
            return at
        at -= len(match.group())


def _is_none(
    text: str,
    match: re.Match[str],
    first: int,
    last: int,
    line_start: int,
    *,
    signed: bool,
) -> bool:
    """Tell whether the rules of the codebook leave out what was matched."""
    number = match["number"]
    start, end = match.start(), match.end()
    if number is None:
        return False
    if last < len(text) and (text[last].isalpha() or text[last] == "_"):
        return number[0].isdigit() and text[last].isascii()
    if guards.is_name(text, start, line_start):
        return True
    bare = not signed and (match["more"] or "") == (match["range"] or "")
    if number[0].isdigit():
        return bare and (
            guards.is_day(text, start, match.end("number"), line_start)
            or guards.is_year(text, start, end, line_start)
        )
    if number.lower() in {"one", "zero"} and first == start and not match["range"]:
        return not guards.counts_one(text, start, end, more_words=bool(match["more"]))
    return bare and guards.is_pronoun(text, start, last, line_start)
