"""Numerals that are no figures: dates, years, clock times, ordinals, names, lists."""


# ruff: noqa: SIM905 - lists of words read best as words

from __future__ import annotations

import re

from annotator.suggest.figure_words import SPACE, any_of

_MONTHS = frozenset(
    "Jan January Januar Feb February Februar Mar March März Apr April May Mai Jun June "
    "Juni Jul July Juli Aug August Sep Sept September Oct October Okt Oktober Nov "
    "November Dec December Dez Dezember janvier février mars avril mai juin juillet "
    "août septembre octobre novembre décembre enero febrero marzo abril mayo junio "
    "julio agosto septiembre octubre noviembre diciembre января февраля марта апреля "
    "мая июня июля августа сентября октября ноября декабря".split()
)
_MONTHS_IN_ANY_CASE = frozenset(map(str.lower, _MONTHS))
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_TO = rf"{SPACE}?(?:[-–—/]|to|and|or|bis|au){SPACE}?"
_CLOCK = r"\d{1,2}(?:[.:]\d\d)?"
_ZONE = any_of(
    r"[ap]\.?m\b\.?|o['’]clock\b|noon\b|midnight\b|Uhr\b",
    r"(?:GMT|UTC|BST|EST|EDT|CST|CDT|PST|PDT|CET|CEST|EET|MSK|IST|ET)\b",
    r"local time|in the (?:morning|afternoon|evening)|at night\b|tonight\b",
)
_FROM_A_NUMERAL_ON = (
    rf"(?:{_CLOCK}(?:{_TO}{_CLOCK})?|\d{{1,2}}:\d\d:\d\d|\d{{4}}){SPACE}?{_ZONE}",
    r"\d{1,2}:\d\d(?::\d\d)?(?!\d)",
    rf"\d{{4}}{SPACE}?Z\b|0\d{{3}}{SPACE}hours\b",
    r"\d{1,2}h\d\d(?!\w)",
    r"\d+(?:[-./]\d+){2,}",  # 2022-02-24, 24.02.2022, 555-123-4567, 3.11.1
    r"\d+/\d+",  # 9/11, 24/7, 2021/22
    r"(?:\d{1,3},){0,4}\d{1,9}(?:st|nd|rd|th)\b",
    r"(?:\d{4}|\d0)['’]?s\b",
    r"(?:1[89]|20)\d\d[-–—](?:(?:1[89]|20)\d\d|\d\d)(?!\d)",
    r"\d{11,}",
    rf"\w{{1,12}}{SPACE}(?:o['’]clock|[ap]\.m\.)",
    rf"zero(?:{SPACE}|-)(?:tolerance|sum|hour|in\b)",
)
_FROM_HERE = re.compile(
    "|".join(f"(?:{one})" for one in _FROM_A_NUMERAL_ON), re.IGNORECASE
)
_DATE = re.compile(
    rf"(?:{_DAY}{_TO})?{_DAY}(?:{SPACE}(?:de|of))?{SPACE}([^\W\d_]+)(?!\w)"
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?![\d.-])")
_FRACTION = re.compile(r"(?:\d+ )?([1-9])/(?!\1)(?:[2-9]|10)(?![\d/])")
_NAMES = (
    r"(?:World War|WW|Article|Section|Chapter|Resolution|Flight|Channel|Room|Route"
    r"|Highway|Interstate|Level|Phase|Page|Figure|Fig\.|Table|Part|Act|Volume|Vol\."
    r"|Episode|Season|Series|Line|Gate|Platform|Unit|Reactor|Block|Building|Apollo"
    r"|Fortune|S&P|FTSE|Nikkei|CAC|DAX|ASX|Stoxx|STOXX|Windows|iPhone|Boeing|Airbus"
    r"|Formula|BBC|ITV|Group of|Big|Nos?\.?|Nr\.|Number|Grade|Class|Tier|Stage|Type"
    r"|Category|Model|Version|Agenda|Covid|COVID|Title|Proposition|Prop\.|Amendment"
    r"|Clause|Annex|Directive|Exhibit|Psalm|Apartment|Apt\.|Suite|Box|Zone|Precinct"
    r"|PlayStation|Xbox|Opus|Op\.|MiG|Catch|Studio|Pier|Terminal|Bus|Paragraph"
    r"|number|nos?\.|page|pages|pp?\.|chapter|section|article|version|phase|paragraph"
    r"|line|[Dd]ay|footnote|ground|square)"
)
_NAMED = re.compile(rf"(?<!\w){_NAMES}(?:{SPACE}+|-)\Z")
_RANKED = re.compile(rf"(?<!\w)[Tt]op{SPACE}+\Z")
_WORD_BEFORE = re.compile(rf"(?<!\w)([^\W\d_]+)\.?{SPACE}+\Z")
_TELEPHONE = re.compile(r"(?:\+|\b00)[\d ()-]*\Z|\(\d{2,4}\)[ -]?\Z")
_LIST_NUMBER = re.compile(rf"\(?\d{{1,3}}[.)](?={SPACE})|\(\d{{1,3}}\)|\[\d+\]")
_LOOK_BACK = 24
_INDENT = 8
_DAY_DIGITS = 2
_RANK_DIGITS = 3

_YEAR = re.compile(r"(?:1\d|20)\d\d(?![\d,.]\d|\d)")
_BEFORE_YEARS = frozenset(
    "in since until till from by year circa c. between before after during early late "
    "mid of and to the spring summer autumn fall winter".split()
)
_NEVER_BEFORE_YEARS = frozenset(
    "than least most some nearly almost over estimated many much up total".split()
)
_COUNTED = re.compile(
    rf"{SPACE}+(?:people|persons|men|women|children|civilians|troops|soldiers|refugees"
    r"|migrants|homes|houses|families|cases|deaths|dead|jobs|votes|workers|patients"
    r"|tanks|missiles|prisoners|employees|students|residents|members|dollars)\b"
)
_PRONOUN_BEFORE = re.compile(r"(?<!\w)(?:the|these|those)\s+\Z", re.IGNORECASE)
_VERB_BEHIND = re.compile(
    rf"{SPACE}+(?:said|say|says|have|had|has|were|are|was|will|would|could|can|may|also"
    r"|met|agreed|discussed|spoke|did|do|then|both|should|must)\b|[,.;:]?\s*\Z|[.;,]\s",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    rf"{SPACE}+(?:(?:other|more|adult|male|female|young){SPACE}+)?(?:person|civilian"
    r"|soldier|child|woman|death|case|people|dead|killed|wounded|injured|missing)\b",
    re.IGNORECASE,
)
_IDIOMS_OF_ONE = re.compile(r"one[ -](?:day|night|point|second)\b", re.IGNORECASE)


def end_of_no_figure(text: str, start: int, line_start: int, end: int) -> int | None:
    """Return where the date, time, name … ends that the numeral at ``start`` begins.

    Args:
        text: The whole text.
        start: Where the digits or the number word begin, in code points.
        line_start: Where their line begins.
        end: Where the passage ends, in code points.

    Returns:
        The end in code points, or None if the numeral may be a figure.
    """
    if text[start].isdigit():
        first = max(line_start, start - _INDENT)
        if first == line_start and not text[first:start].strip(" \t\u00a0(["):
            match = _LIST_NUMBER.match(text, _bracket(text, start), end)
            if match is not None:
                return match.end()
        if _stands_in_a_name(text, start, line_start):
            return _end_of_token(text, start, end)
        if _GROUPED.match(text, start, end) or _FRACTION.match(text, start, end):
            return None
    date = _DATE.match(text, start, end)
    if date is not None and date[1].lower() in _MONTHS_IN_ANY_CASE:
        return date.end()
    match = _FROM_HERE.match(text, start, end)
    return match.end() if match else None


def is_name(text: str, start: int, line_start: int) -> bool:
    """Tell whether the words before the numeral make it a part of a name or a date."""
    near = max(line_start, start - _LOOK_BACK)
    return _NAMED.search(text, near, start) is not None


def is_day(text: str, start: int, end: int, line_start: int) -> bool:
    """Tell whether the numeral ``start``–``end`` is the day in "February 24"."""
    if end - start > _DAY_DIGITS and not _YEAR.match(text, start):
        return False
    near = max(line_start, start - _LOOK_BACK)
    word = _WORD_BEFORE.search(text, near, start)
    return word is not None and word[1] in _MONTHS


def is_rank(text: str, start: int, end: int, line_start: int) -> bool:
    """Tell whether the bare number ``start``–``end`` is that in "the top five"."""
    if text[start].isdigit() and end - start > _RANK_DIGITS:
        return False
    near = max(line_start, start - _LOOK_BACK)
    return _RANKED.search(text, near, start) is not None


def is_year(text: str, start: int, end: int, line_start: int) -> bool:
    """Tell whether the bare numeral ``start``–``end`` is a year, not a count.

    Two of them, as in "2014 to 2016", are years if the second looks like one too.
    """
    if not _YEAR.match(text, start) or not _YEAR.match(text, end - 4):
        return False
    before = text[max(line_start, start - _LOOK_BACK) : start].split()
    last = before[-1].lower() if before else ""
    if last in _NEVER_BEFORE_YEARS or (last == "to" and before[-2:-1] == ["up"]):
        return False
    if text[start : start + 2] in {"19", "20"}:
        return last == "in" or not _COUNTED.match(text, end)
    return last in _BEFORE_YEARS - {"of", "and", "to", "the"}


def is_pronoun(text: str, start: int, end: int, line_start: int) -> bool:
    """Tell whether a number word stands for people, as in "the two said"."""
    near = max(line_start, start - _LOOK_BACK)
    return (
        _PRONOUN_BEFORE.search(text, near, start) is not None
        and _VERB_BEHIND.match(text, end) is not None
    )


def counts_one(text: str, start: int, end: int, *, more_words: bool) -> bool:
    """Tell whether "one" counts, as in "one person" and "one year".

    Args:
        text: The whole text.
        start: Where "one" begins, in code points.
        end: Where the figure it would begin ends.
        more_words: Whether a multiplier or a unit follows it.
    """
    if more_words:
        return _IDIOMS_OF_ONE.match(text, start) is None
    return _PEOPLE.match(text, end) is not None


def _bracket(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] in "([" else start


def _stands_in_a_name(text: str, start: int, line_start: int) -> bool:
    """Tell whether the digits are glued to a word (G7, F-16), an address or a tag."""
    before = text[max(line_start, start - _LOOK_BACK) : start]
    if not before:
        return False
    if before[-1].isalpha() or before[-1] in "_@#№":
        return True
    if before[-1] in "-–/.:'’&" and (len(before) > 1 or before[-1] in "'’"):
        return before[-1] in "'’" or before[-2].isalnum()
    token = re.split(r"\s", text[max(line_start, start - 200) : start])[-1]
    return (
        "://" in token
        or "www." in token
        or "@" in token
        or (_TELEPHONE.search(before) is not None)
    )


def _end_of_token(text: str, start: int, end: int) -> int:
    match = re.compile(r"[\w./-]*\w").match(text, start, end)
    return match.end() if match else start + 1
