"""Finds out what the offsets of a foreign file count, by the words they should cover.

Tools count code points, UTF-16 units, UTF-8 bytes or graphemes, a line break as one
or as two, sometimes a byte order mark, sometimes the last character instead of the
one after it. A way of counting is accepted only if it fits everything said of a text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

import regex

from annotator.formats.checks import shown
from annotator.model.bundle import BundleAnnotation
from annotator.model.span import QUOTE_JOINER

CODE_POINTS = "code points"
UTF16 = "UTF-16 units"
UTF8 = "UTF-8 bytes"
GRAPHEMES = "graphemes"

Spans = tuple[tuple[int, int], ...]

_MOST_PLACES = 1000  # occurrences of one quote that are compared with its context


class Counting(NamedTuple):
    """A way of counting the characters of a text.

    Attributes:
        newline: What a line break counts: 1, or 2 where it was CRLF.
        shift: What is to be added to an offset, because of a byte order mark that
            was counted, or taken off after counting.
        inclusive: Whether ends name the last character, not the one after it.
    """

    unit: str
    newline: int = 1
    shift: int = 0
    inclusive: bool = False

    def __str__(self) -> str:
        words = self.unit
        if self.newline > 1:
            words += ", a line break as two"
        if self.shift:
            words += ", one too many" if self.shift < 0 else ", one too few"
        return f"{words}, the last one included" if self.inclusive else words


_UNITS = (CODE_POINTS, UTF16, UTF8, GRAPHEMES)
COUNTINGS = (
    *(Counting(unit) for unit in _UNITS),
    *(Counting(unit, newline=2) for unit in _UNITS[:3]),
    *(Counting(unit, shift=by) for by in (-1, 1) for unit in _UNITS[:2]),
    *(Counting(unit, inclusive=True) for unit in _UNITS[:2]),
)


class SourceText(NamedTuple):
    """A text as annotator keeps it, and what it was in its file.

    Attributes:
        text: With line feeds, without a byte order mark.
        crlf: Whether line breaks were CRLF in the file.
    """

    text: str
    crlf: bool

    @classmethod
    def of(cls, raw: str) -> SourceText:
        """Return ``raw`` with its line breaks as line feeds and without its mark."""
        text = raw.removeprefix("\ufeff")
        if "\r" not in text:
            return cls(text, crlf=False)
        return cls(as_kept(text), crlf="\r\n" in text)


class Claim(NamedTuple):
    """Where a file says that something stands.

    Attributes:
        name: What the file calls it, for messages.
        spans: ``(start, end)`` in whatever unit the file counts.
        quote: The words there, or None if the file has no quotes.
        joiner: What stands between the parts in the quote.
        before: Words in front of the first span, or "".
        after: Words behind the last span, or "".
    """

    name: str
    spans: Spans
    quote: str | None = None
    joiner: str = QUOTE_JOINER
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Placed:
    """Where the claims stand in code points.

    Attributes:
        spans: Of each claim, or None if it could not be placed.
        counting: The way of counting that fits all, or None if none does.
        notes: What people should know: offsets understood otherwise than usual,
            claims found by their words.
    """

    spans: list[Spans | None]
    counting: Counting | None
    notes: list[str] = field(default_factory=list)


def place(source: SourceText, claims: Sequence[Claim], unit: str) -> Placed:
    """Find out what ``claims`` count, and return them in code points.

    Args:
        source: What they are about.
        claims: All that the file says of this text.
        unit: What the format says it counts; tried first.
    """
    first = Counting(unit)
    if not claims:
        return Placed([], first)
    others = [counting for counting in COUNTINGS if counting != first]
    if any(claim.quote is not None for claim in claims):
        for counting in (first, *others):
            spans = _fitting(source, claims, counting)
            if spans is not None:
                return _counted(list(spans), counting, first)
        return _found_by_words(source, claims, first)
    return _unquoted(source, claims, first, others)


def recounted(
    text: str, annotations: Sequence[BundleAnnotation]
) -> tuple[list[BundleAnnotation], list[str]]:
    """Return annotations that came without their text, their spans in code points.

    What cannot be placed is left as it is. The notes say what was understood.
    """
    claims = [Claim(shown(a.quote or ""), tuple(a.spans), a.quote) for a in annotations]
    if all(claim.quote is None for claim in claims):
        return list(annotations), []
    placed = place(SourceText(text, crlf=False), claims, CODE_POINTS)
    found = [
        annotation if spans is None else annotation._replace(spans=spans)
        for annotation, spans in zip(annotations, placed.spans, strict=True)
    ]
    return found, placed.notes


def as_kept(text: str) -> str:
    """Return ``text`` with line feeds for CRLF and CR, as texts are kept."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _counted(spans: list[Spans | None], counting: Counting, first: Counting) -> Placed:
    notes = [] if counting == first else [f"offsets count {counting}"]
    return Placed(spans, counting, notes)


def _unquoted(
    source: SourceText,
    claims: Sequence[Claim],
    first: Counting,
    others: Sequence[Counting],
) -> Placed:
    """Choose by the edges of words, where no quote tells; in doubt as is usual."""
    candidates = [first, *(c for c in others if not c.shift and not c.inclusive)]
    if not source.crlf:
        candidates = [c for c in candidates if c.newline == 1]
    if source.text.isascii():
        candidates = [c for c in candidates if c.unit == first.unit]
    best: tuple[int, Counting, list[Spans]] | None = None
    for counting in candidates:
        spans = _fitting(source, claims, counting)
        if spans is not None:
            score = sum(_edges(source.text, each) for each in spans)
            if best is None or score > best[0]:
                best = score, counting, spans
    if best:
        return _counted(list(best[2]), best[1], first)
    convert = _converter(source, first)
    singly = [_converted(claim, convert, first) for claim in claims]
    return Placed(singly, None)


def _edges(text: str, spans: Spans) -> int:
    """Count the ends of ``spans`` that lie at the edge of a word."""
    return sum(
        _is_edge(text, offset) for start, end in spans for offset in (start, end)
    )


def _is_edge(text: str, offset: int) -> bool:
    before, after = text[offset - 1 : offset], text[offset : offset + 1]
    return not (before.isalnum() and after.isalnum())


def _fitting(
    source: SourceText, claims: Sequence[Claim], counting: Counting
) -> list[Spans] | None:
    """Return the claims in code points if this way of counting fits all of them."""
    convert = _converter(source, counting)
    found = []
    for claim in claims:
        spans = _converted(claim, convert, counting)
        if spans is None or not _fits(source.text, claim, spans):
            return None
        found.append(spans)
    return found


def _converted(
    claim: Claim, convert: Callable[[int], int | None], counting: Counting
) -> Spans | None:
    spans = []
    for start, end in claim.spans:
        first = convert(start + counting.shift)
        last = convert(end + counting.shift + counting.inclusive)
        if first is None or last is None or first >= last:
            return None
        spans.append((first, last))
    return tuple(spans)


def _fits(text: str, claim: Claim, spans: Spans) -> bool:
    if claim.quote is None:
        return True
    words = claim.joiner.join([text[start:end] for start, end in spans])
    return words == claim.quote or words == as_kept(claim.quote)


# Counting ------------------------------------------------------------------


def _converter(source: SourceText, counting: Counting) -> Callable[[int], int | None]:
    """Return what turns an offset into code points, or into None if it is none."""
    text, length = source.text, len(source.text)
    plain = counting.newline == 1
    if plain and (counting.unit == CODE_POINTS or text.isascii()):
        return lambda offset: offset if 0 <= offset <= length else None
    if counting.unit == GRAPHEMES:
        return _of_graphemes(text)
    starts = [0, *accumulate(_widths(text, counting))]

    def convert(offset: int) -> int | None:
        at = bisect_left(starts, offset)
        return at if at <= length and starts[at] == offset else None

    return convert


def _of_graphemes(text: str) -> Callable[[int], int | None]:
    starts = [match.start() for match in regex.finditer(r"\X", text)]
    starts.append(len(text))
    return lambda offset: starts[offset] if 0 <= offset < len(starts) else None


def _widths(text: str, counting: Counting) -> Iterable[int]:
    extra = counting.newline - 1
    if counting.unit == UTF16:
        widths = [2 if character > "\uffff" else 1 for character in text]
    elif counting.unit == UTF8:
        widths = [len(character.encode()) for character in text]
    else:
        widths = [1] * len(text)
    if extra:
        for match in regex.finditer("\n", text):
            widths[match.start()] += extra
    return widths


# Quotes --------------------------------------------------------------------


def _found_by_words(
    source: SourceText, claims: Sequence[Claim], first: Counting
) -> Placed:
    """Keep what fits as the format counts, and look for the words of the rest."""
    convert = _converter(source, first)
    placed = Placed([], None)
    for claim in claims:
        spans = _converted(claim, convert, first)
        if spans is None or not _fits(source.text, claim, spans):
            spans = _only_place(source.text, claim)
            if spans is not None:
                (start, end), *_ = spans
                placed.notes.append(
                    f"{claim.name} was found by its words at {start}–{end}"
                )
        placed.spans.append(spans)
    return placed


def _only_place(text: str, claim: Claim) -> Spans | None:
    """Return the one place that has the words of ``claim`` and their context."""
    if not claim.quote or len(claim.spans) > 1:
        return None
    quote = as_kept(claim.quote)
    places = _places(text, quote)
    if len(places) > 1:
        before, after = as_kept(claim.before), as_kept(claim.after)
        if not before and not after:
            return None
        places = [
            at
            for at in places
            if text.endswith(before, 0, at) and text.startswith(after, at + len(quote))
        ]
    return ((places[0], places[0] + len(quote)),) if len(places) == 1 else None


def _places(text: str, words: str) -> list[int]:
    places: list[int] = []
    at = text.find(words)
    while at >= 0 and len(places) <= _MOST_PLACES:
        places.append(at)
        at = text.find(words, at + 1)
    return places
