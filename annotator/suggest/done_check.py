"""What a document may still lack before it is called done; advice, never a block."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from math import inf
from time import monotonic
from typing import Literal

from annotator.model.span import Span
from annotator.suggest.denials import denial_cues
from annotator.suggest.figures import figures_within
from annotator.suggest.passages import passage_around, passages, passages_before
from annotator.suggest.quotes import Quotation, goes_on, quotations_within

_TWO_WORDS = re.compile(r"\w\W*\s\W*\w")


class FindingKind(StrEnum):
    """What may be amiss."""

    NUMERAL = "numeral not tagged"
    QUOTATION = "quotation not tagged"
    UNCLOSED = "quotation mark not closed"
    DENIAL = "denial words without a denial"
    SPEAKER = "quote without a speaker"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at again: where it is, and the words there."""

    kind: FindingKind
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class NotYet:
    """The time was up before anything was found.

    Attributes:
        going_on: Where to go on, in code points.
        looked_at: How many code points have been looked at since the caret.
    """

    going_on: int
    looked_at: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """The spans somebody has tagged in one document, by tag, in any order.

    Attributes:
        figures: Every span of every figure.
        quotes: Every span of every quote.
        denials: Every span of every denial.
        quotes_without_speaker: The first span of each quote that names no speaker.
    """

    figures: Sequence[Span] = ()
    quotes: Sequence[Span] = ()
    denials: Sequence[Span] = ()
    quotes_without_speaker: Sequence[Span] = ()


def done_check(text: str, tagged: Tagged) -> list[Finding]:
    """Return what may still be to do in ``text``, in reading order.

    A numeral, a quotation or a denial's words count as tagged if an annotation with
    that tag covers at least one of their characters. Quotations of one word and those
    within another quotation are left out, as the codebook does.
    """
    covers = _Covered(tagged.figures), _Covered(tagged.quotes)
    denials = _Covered(tagged.denials)
    found = [(FindingKind.SPEAKER, span) for span in tagged.quotes_without_speaker]
    for passage in passages(text):
        quotes = quotations_within(text, passage.start, passage.stop)
        found += _numerals(text, passage, covers[0])
        found += _quotations(text, quotes, covers[1])
        found += _unclosed(text, quotes)
        cues = denial_cues(text, passage.start, passage.stop)
        found += [(FindingKind.DENIAL, cue) for cue in cues if not denials.touch(cue)]
    found.sort(key=lambda one: one[1])
    return [Finding(kind, span, span.of(text)) for kind, span in found]


def next_untagged(
    text: str,
    tagged: Tagged,
    offset: int,
    *,
    step: Literal[1, -1],
    deadline_s: float | None = None,
    going_on: int | None = None,
) -> Finding | NotYet | None:
    """Return the nearest numeral or quotation that is not tagged, or None if all are.

    The search goes on at the other end of the text, and reads no more than it must.

    Args:
        text: The whole text.
        tagged: What is tagged in it.
        offset: The caret, in code points; what begins just there comes last.
        step: 1 for what begins behind the caret, -1 for what begins before it.
        deadline_s: After how many seconds to stop and say where; None for never.
            At least a passage is read, so that going on always comes to an end.
        going_on: Where an earlier search from the same caret stopped.
    """
    covers = _Covered(tagged.figures), _Covered(tagged.quotes)
    here = passage_around(text, offset)
    until = inf if deadline_s is None else monotonic() + deadline_s
    for number, passage in enumerate(_in_turn(text, here, step, going_on)):
        if number and monotonic() > until:
            edge = passage.start if step == 1 else passage.stop
            return NotYet(passage.start, (edge - offset) * step % len(text))
        for kind, span in _untagged(text, passage, covers)[::step]:
            if passage.start != here[0] or (span.start - offset) * step > 0:
                return Finding(kind, span, span.of(text))
    for kind, span in _untagged(text, range(*here), covers)[::step]:
        return Finding(kind, span, span.of(text))
    return None


def _in_turn(
    text: str, here: tuple[int, int], step: int, first: int | None
) -> Iterator[range]:
    """Yield the passages from ``here`` on, and around the end of the text up to it.

    Args:
        text: The whole text.
        here: Start and end of the passage of the caret.
        step: 1 for forwards, -1 for backwards.
        first: Where the passage begins to yield first, or None for ``here``.
    """
    start, end = here
    if first is None:
        yield range(start, end)
    if first is None or (first - start) * step > 0:
        yield from _beyond(text, here, step, first)
        first = None
    if step == 1:
        yield from passages(text, first or 0, start)
    else:
        last = len(text) + 1 if first is None else first + 1
        later = passages_before(text, last)
        yield from takewhile(lambda passage: passage.start > start, later)


def _beyond(
    text: str, here: tuple[int, int], step: int, first: int | None
) -> Iterator[range]:
    """Yield the passages behind ``here``, or with ``step`` -1 those before it."""
    start, end = here
    if step == -1:
        return passages_before(text, start if first is None else first + 1)
    behind = end + 1 if text.startswith("\n", end) else end
    return passages(text, behind if first is None else first)


def _untagged(
    text: str, passage: range, covers: tuple[_Covered, _Covered]
) -> list[tuple[FindingKind, Span]]:
    """Return the numerals and quotations of a passage that nobody tagged, in order."""
    quotes = quotations_within(text, passage.start, passage.stop)
    found = [
        *_numerals(text, passage, covers[0]),
        *_quotations(text, quotes, covers[1]),
    ]
    return sorted(found, key=lambda one: one[1])


def _numerals(
    text: str, passage: range, covered: _Covered
) -> Iterator[tuple[FindingKind, Span]]:
    for span in figures_within(text, passage.start, passage.stop):
        if not covered.touch(span):
            yield FindingKind.NUMERAL, span


def _quotations(
    text: str, quotes: list[Quotation], covered: _Covered
) -> Iterator[tuple[FindingKind, Span]]:
    closed_until = 0
    for quote in quotes:
        if quote.span.start < closed_until:
            continue
        if quote.closed:
            closed_until = quote.span.end
        several = _TWO_WORDS.search(text, quote.span.start, quote.span.end)
        if several and not covered.touch(quote.span):
            yield FindingKind.QUOTATION, quote.span


def _unclosed(text: str, quotes: list[Quotation]) -> Iterator[tuple[FindingKind, Span]]:
    for quote in quotes:
        if not quote.closed and not goes_on(text, quote):
            yield FindingKind.UNCLOSED, quote.span


class _Covered:
    """The characters some spans cover, for quick questions."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def touch(self, span: Span) -> bool:
        """Tell whether at least one character of ``span`` is covered."""
        before = bisect_left(self._starts, span.end) - 1
        return before >= 0 and self._ends[before] > span.start
