"""Quotations: what stands between quotation marks, of any style and nested.

A paragraph is read mark by mark with a stack of the marks that are open. What a mark
does follows from its shape, from what is open and from its neighbours: a mark with
white space before it and a word behind it opens, one behind a word closes.
"""

# ruff: noqa: RUF001 - the marks of all languages are meant as they look

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.model.span import Span
from annotator.suggest.passages import passage_around, passages

_DEEPEST = 50
"""The most open marks that are looked through for the partner of a closing one."""

_MOST_MARKS = 200
"""The most marks of a passage that are read as one; people do not write so many."""

_MARKS = re.compile("[\"'“”„‟‘’‚‛«»‹›「」『』＂]")
# What closes what: for each mark, the opening marks it may answer, best first.
_CLOSES = {
    '"': '"“”„‟',
    "＂": "＂",
    "”": '“„”‟"',
    "“": "„",
    "’": "‘‚‛'",
    "‘": "‚",
    "'": "'‘‚",
    "»": "«»",
    "«": "»",
    "›": "‹›",
    "‹": "›",
    "」": "「",
    "』": "『",
}
_ALWAYS_OPEN = frozenset("„‟‚「『")
_NEVER_OPEN = frozenset("’」』")
# Marks that are apostrophes more often than not, if nothing closes them.
_DOUBTFUL = frozenset("'‛")
_APOSTROPHES = frozenset("'’‘‛")
_SAME_BOTH_SIDES = frozenset("\"＂'”»›")
# ’90s, and the words that English shortens at their front.
_SHORTENED = re.compile(
    r"\d\ds?\b|(?:tis|twas|em|til|cause|n|bout|round)\b", re.IGNORECASE
)
_FEET = re.compile(r"\d['′’]\s?\d{1,2}$")
_WORD_NEXT = re.compile(r"\s+[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks.

    Attributes:
        span: The words with both marks.
        closed: Whether the closing mark is there; if not, the quotation runs to the
            end of its paragraph, or of the quotation around it.
        depth: How many quotations stand around it.
    """

    span: Span
    closed: bool
    depth: int


def quotations(text: str, start: int = 0, end: int | None = None) -> list[Quotation]:
    """Return the quotations of the paragraphs that touch ``[start, end)``.

    They are in reading order, the outer before the inner.
    """
    return [
        quotation
        for passage in passages(text, start, end)
        for quotation in quotations_within(text, passage.start, passage.stop)
    ]


def quotation_at(text: str, offset: int) -> Span | None:
    """Return the innermost quotation around the caret, both marks included.

    A caret that only touches a mark from outside counts if no quotation is around it.

    Args:
        text: The whole text; only the caret's paragraph is read.
        offset: The caret, in code points from the start of the text.
    """
    start, end = passage_around(text, offset)
    spans = [quotation.span for quotation in quotations_near(text, start, end, offset)]
    around = [span for span in spans if span.start < offset < span.end]
    if around:
        return min(around, key=len)
    touching = [span for span in spans if offset in (span.start, span.end)]
    return max(touching, key=lambda span: span.start, default=None)


def quotations_within(text: str, start: int, end: int) -> list[Quotation]:
    """Return the quotations of the part ``start``–``end`` of one paragraph.

    Offsets are code points from the start of the text, in the result too.
    """
    pieces = _pieces(text, start, end)
    return [quotation for piece in pieces for quotation in piece.quotations()]


def quotations_near(text: str, start: int, end: int, offset: int) -> list[Quotation]:
    """Return those of :func:`quotations_within` that may be around ``offset``.

    They are all of them, unless there are more than people write.
    """
    pieces = _pieces(text, start, end)
    return next(
        (
            piece.quotations()
            for piece in pieces
            if offset <= piece.end or piece.end == end
        ),
        [],
    )


def goes_on(text: str, quotation: Quotation) -> bool:
    """Tell whether the next paragraph takes an unclosed quotation up again.

    By custom only the last paragraph of a long quotation closes it, and each opens
    with the mark of the first.
    """
    if quotation.closed or quotation.depth:
        return False
    behind = re.compile(r"\s*\n\s*").match(text, quotation.span.end)
    return behind is not None and text.startswith(
        text[quotation.span.start], behind.end()
    )


def inside(text: str, span: Span) -> Span | None:
    """Return what stands between the marks of a quotation, if anything does."""
    end = span.end - 1 if _MARKS.match(text, span.end - 1) else span.end
    if span.start + 1 >= end:
        return None
    return Span(span.start + 1, end).trimmed(text)


def _pieces(text: str, start: int, end: int) -> list[_Piece]:
    """Part a passage into pieces of so many marks that they are read in a moment."""
    marks = [match.start() for match in _MARKS.finditer(text, start, end)]
    cuts = [0]
    while len(marks) - cuts[-1] > _MOST_MARKS:
        cuts.append(_cut(text, marks, cuts[-1] + _MOST_MARKS))
    firsts = [start, *(marks[cut] for cut in cuts[1:]), end]
    return [
        _Piece(text, first, last, marks[cut:behind])
        for first, last, cut, behind in zip(
            firsts, firsts[1:], cuts, [*cuts[1:], len(marks)], strict=False
        )
    ]


def _cut(text: str, marks: list[int], number: int) -> int:
    """Return which mark to cut at: one near ``number`` that follows white space."""
    near = range(number, min(number + _DEEPEST, len(marks)))
    return next((one for one in near if text[marks[one] - 1].isspace()), number)


class _Piece:
    """One paragraph, read mark by mark; offsets count from the start of the text."""

    def __init__(self, text: str, start: int, end: int, marks: list[int]) -> None:
        self.end = end
        self._text = text
        self._start = start
        self._marks = marks
        self._open: list[int] = []

    def quotations(self) -> list[Quotation]:
        """Return the quotations in reading order, the outer before the inner."""
        found = sorted(self._pairs(), key=lambda pair: (pair[0].start, -pair[0].end))
        ends: list[int] = []
        quotations = []
        for span, closed in found:
            while ends and ends[-1] <= span.start:
                ends.pop()
            quotations.append(Quotation(span, closed, len(ends)))
            ends.append(span.end)
        return quotations

    def _pairs(self) -> list[tuple[Span, bool]]:
        """Return what stands between marks, and whether it is closed."""
        pairs: list[tuple[Span, bool]] = []
        for number, at in enumerate(self._marks):
            partner = self._partner(number)
            if partner is not None:
                pairs += self._unclosed(partner + 1, at)
                pairs.append((Span(self._open[partner], at + 1), True))
                del self._open[partner:]
            elif self._opens(at):
                self._open.append(at)
        return pairs + list(self._unclosed(0, self.end))

    def _unclosed(self, first: int, end: int) -> Iterator[tuple[Span, bool]]:
        if first < len(self._open):
            last = self._start + len(self._text[self._start : end].rstrip())
            for at in self._open[first:]:
                if self._text[at] not in _DOUBTFUL and at < last:
                    yield Span(at, last), False

    def _partner(self, number: int) -> int | None:
        """Return which open mark is closed by the mark ``number``, or None."""
        at = self._marks[number]
        partner = self._innermost(self._text[at])
        if partner is None or self._is_apostrophe(at):
            return None
        same = self._text[self._open[partner]] == self._text[at]
        if same and self._looks_opening(at):
            return None
        return None if self._is_owner(number) else partner

    def _innermost(self, mark: str) -> int | None:
        """Return which open mark ``mark`` may close.

        A single mark cannot close what lies outside an open double one.
        """
        answers = _CLOSES.get(mark, "")
        last = len(self._open) - 1
        for number in range(last, max(-1, last - _DEEPEST), -1):
            opened = self._text[self._open[number]]
            if opened in answers:
                return number
            if mark in _APOSTROPHES and opened not in _APOSTROPHES:
                return None
        return None

    def _opens(self, at: int) -> bool:
        mark = self._text[at]
        if mark in _NEVER_OPEN or self._is_apostrophe(at):
            return False
        if mark in _APOSTROPHES:
            shortened = _SHORTENED.match(self._text, at + 1, self.end)
            return self._looks_opening(at) and shortened is None
        if mark not in _SAME_BOTH_SIDES:
            return True
        before, behind = self._neighbours(at)
        if mark in '"＂' and not self._open and before.isdigit():
            return False  # inches
        return not behind.isspace() and (behind.isalnum() or not _ends_words(before))

    def _is_apostrophe(self, at: int) -> bool:
        """Tell whether the mark is part of a word or a measure, and quotes nothing."""
        before, behind = self._neighbours(at)
        mark = self._text[at]
        if mark in _APOSTROPHES:
            return before.isalnum() and behind.isalnum()
        if mark in '"”' and _is_hebrew(before) and _is_hebrew(behind):
            return True
        first = max(self._start, at - 6)
        return mark == '"' and _FEET.search(self._text, first, at) is not None

    def _is_owner(self, number: int) -> bool:
        """Tell whether the mark is that of "the soldiers' homes" in single marks.

        It is, if it follows an s, a word comes next and a later mark can close instead.
        """
        at = self._marks[number]
        if self._text[at] not in _APOSTROPHES or self._neighbours(at)[0] not in "sS":
            return False
        if not _WORD_NEXT.match(self._text, at + 1, self.end):
            return False
        for later in self._marks[number + 1 : number + 1 + _DEEPEST]:
            mark = self._text[later]
            before, behind = self._neighbours(later)
            if mark in '"“”‘' or before.isspace():
                return False
            if mark in _APOSTROPHES and not (before.isalnum() and behind.isalnum()):
                return True
        return False

    def _looks_opening(self, at: int) -> bool:
        before, behind = self._neighbours(at)
        return not behind.isspace() and not _ends_words(before)

    def _neighbours(self, at: int) -> tuple[str, str]:
        """Return the characters around a mark; paragraphs are framed by spaces.

        A combining mark counts as the letter it stands on.
        """
        before = self._text[at - 1] if at > self._start else " "
        behind = self._text[at + 1] if at + 1 < self.end else " "
        return ("a" if unicodedata.category(before)[0] == "M" else before), behind


def _ends_words(character: str) -> bool:
    """Tell whether a word, or a sentence, may end with ``character``."""
    return not character.isspace() and character not in "([{<—–-/\"'“‘„‚«‹「『¿¡"


def _is_hebrew(character: str) -> bool:
    return "\u05d0" <= character <= "\u05ea"
