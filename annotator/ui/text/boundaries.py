"""Where a boundary of an annotation comes to stand when it is dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.model import words
from annotator.model.span import Span
from annotator.ui.text.graphemes import (
    grapheme_after,
    grapheme_before,
    grapheme_end,
    grapheme_start,
)


@dataclass(frozen=True, slots=True)
class Boundary:
    """One end of one of an annotation's spans.

    Attributes:
        number: Which span, from 0.
        end: Whether it is the span's end and not its start.
    """

    number: int
    end: bool

    def of(self, spans: Sequence[Span]) -> int:
        """Return where it is, in code points."""
        span = spans[self.number]
        return span.end if self.end else span.start


def moved(
    text: str, spans: Sequence[Span], boundary: Boundary, to: int, *, to_words: bool
) -> tuple[Span, ...]:
    """Return ``spans`` with one boundary as near to ``to`` as it may be.

    It never crosses the other end of its span, of which at least a word (or a
    character) is left, nor the span beside it; and no character that people see
    as one is cut.

    Args:
        text: Of the document.
        spans: Of the annotation, in order, in code points.
        boundary: The one to be moved.
        to: Where the mouse is, in code points.
        to_words: Whether it stands at the limits of words only.
    """
    least, most = _room(text, spans, boundary, to_words=to_words)
    at = _fitting(text, to, end=boundary.end, to_words=to_words)
    at = min(max(at, least), most)
    span = spans[boundary.number]
    new = Span(span.start, at) if boundary.end else Span(at, span.end)
    return (*spans[: boundary.number], new, *spans[boundary.number + 1 :])


def _room(
    text: str, spans: Sequence[Span], boundary: Boundary, *, to_words: bool
) -> tuple[int, int]:
    """Return from where to where the boundary may move, in code points."""
    number, span = boundary.number, spans[boundary.number]
    if boundary.end:
        inner = grapheme_after(text, span.start)
        if to_words:
            inner = max(inner, words.next_end(text, span.start))
        beside = number + 1 < len(spans)
        outer = spans[number + 1].start if beside else len(text)
        return min(inner, span.end), outer
    inner = grapheme_before(text, span.end)
    if to_words:
        inner = min(inner, words.previous_start(text, span.end))
    return spans[number - 1].end if number else 0, max(inner, span.start)


def _fitting(text: str, to: int, *, end: bool, to_words: bool) -> int:
    """Return the limit of a word, or of a character, that is nearest to ``to``."""
    if to_words and words.within_word(text, to):
        to = _nearest(to, words.previous_start(text, to), words.next_end(text, to))
    else:
        to = _nearest(to, grapheme_start(text, to), grapheme_end(text, to))
    return _past_white_space(text, to, end=end) if to_words else to


def _nearest(to: int, before: int, after: int) -> int:
    return before if to - before <= after - to else after


def _past_white_space(text: str, at: int, *, end: bool) -> int:
    if end:
        return len(text[:at].rstrip()) if text[at - 1 : at].isspace() else at
    return len(text) - len(text[at:].lstrip()) if text[at : at + 1].isspace() else at
