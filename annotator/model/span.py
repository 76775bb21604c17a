"""Spans: half-open ranges of code points, the one coordinate used everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

QUOTE_JOINER = " … "
"""Stands between the parts when an annotation of several spans is quoted."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies within this span; equal spans do."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the part of ``text`` the span covers."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span | None:
        """Return the span without white space at its ends, or None if that is all."""
        part = self.of(text)
        start = self.start + len(part) - len(part.lstrip())
        end = self.end - len(part) + len(part.rstrip())
        return Span(start, end) if start < end else None


def quote_of(text: str, spans: Sequence[Span]) -> str:
    """Return the words under ``spans``, the parts joined by ``QUOTE_JOINER``."""
    if len(spans) == 1:
        return text[spans[0].start : spans[0].end]
    return QUOTE_JOINER.join(span.of(text) for span in spans)


def span_problem(spans: Sequence[tuple[int, int]], length: int) -> str | None:
    """Say what is wrong with the spans of one annotation, or None if all is well.

    Args:
        spans: ``(start, end)`` in code points, in the order given by their source.
        length: The document's length in code points.
    """
    if not spans:
        return "it has no span"
    previous = 0
    for start, end in spans:
        if start >= end:
            return f"its span {start}–{end} is empty or reversed"
        if start < 0 or end > length:
            return (
                f"its span {start}–{end} is not within the text, "
                f"which has {length} characters"
            )
        if start < previous:
            return f"its span {start}–{end} begins before the one ahead of it ends"
        previous = end
    return None
