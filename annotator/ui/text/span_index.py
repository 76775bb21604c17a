"""Which marks lie where: an index that answers for one paragraph at once.

Marks are kept by stretches of the text, so that adding or removing one of
50,000 touches only the stretches it covers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from annotator.model.annotation import Mark
from annotator.model.ids import AnnotationId, AnnotatorId

_STRETCH_BITS = 11
_GRID_BITS = 6


class Segment(NamedTuple):
    """The part of a mark that lies in one paragraph.

    Attributes:
        start: In code points of the text, not before the paragraph.
        end: In code points of the text, not after the paragraph.
        lane: Counted from 0 at the text downwards; what is inside lies above.
    """

    start: int
    end: int
    lane: int
    mark: Mark


class SpanIndex:
    """The marks of one document."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._stretches: defaultdict[int, list[Mark]] = defaultdict(list)
        self._marks: dict[AnnotationId, Mark] = {mark.id: mark for mark in marks}
        stretches = self._stretches
        # ``add``, written out for the 50,000 marks of a long document.
        for mark in self._marks.values():
            first, last = mark[0] >> _STRETCH_BITS, (mark[1] - 1) >> _STRETCH_BITS
            stretches[first].append(mark)
            for stretch in range(first + 1, last + 1):
                stretches[stretch].append(mark)

    def __len__(self) -> int:
        return len(self._marks)

    def add(self, mark: Mark) -> None:
        """Add a mark, in place of the one with the same id if there is one."""
        if mark.id in self._marks:
            self.remove(mark.id)
        self._marks[mark.id] = mark
        first, last = mark.start >> _STRETCH_BITS, (mark.end - 1) >> _STRETCH_BITS
        for stretch in range(first, last + 1):
            self._stretches[stretch].append(mark)

    def remove(self, annotation_id: AnnotationId) -> Mark | None:
        """Remove a mark and return it, or None if there is none with this id."""
        mark = self._marks.pop(annotation_id, None)
        if mark is not None:
            first, last = mark.start >> _STRETCH_BITS, (mark.end - 1) >> _STRETCH_BITS
            for stretch in range(first, last + 1):
                self._stretches[stretch].remove(mark)
        return mark

    def get(self, annotation_id: AnnotationId) -> Mark | None:
        """Return the mark with this id, or None."""
        return self._marks.get(annotation_id)

    def marks(self) -> Iterable[Mark]:
        """Return all marks."""
        return self._marks.values()

    def between(self, start: int, end: int) -> list[Mark]:
        """Return the marks with a character in ``[start, end)``, in code points."""
        if start >= end:
            return []
        first, last = start >> _STRETCH_BITS, (end - 1) >> _STRETCH_BITS
        if first == last:
            return [
                m
                for m in self._stretches.get(first, ())
                if m.start < end and m.end > start
            ]
        found = {
            mark.id: mark
            for stretch in range(first, last + 1)
            for mark in self._stretches.get(stretch, ())
            if mark.start < end and mark.end > start
        }
        return list(found.values())

    def at(self, offset: int) -> list[Mark]:
        """Return the marks that touch the caret at ``offset``, the innermost first.

        A mark that has the caret inside comes before one that only ends there.
        """
        near = self.between(max(0, offset - 1), offset + 1)
        touching = [
            mark
            for mark in near
            if any(start <= offset <= end for start, end in mark.spans)
        ]
        return sorted(
            touching,
            key=lambda mark: (
                not any(start <= offset < end for start, end in mark.spans),
                mark.end - mark.start,
                mark.start,
                mark.id,
            ),
        )


def segments(
    marks: Iterable[Mark], start: int, end: int, *, first: AnnotatorId
) -> list[Segment]:
    """Return the parts of ``marks`` within ``[start, end)``, each in its lane.

    The shortest mark takes the lane next to the text; a longer one goes below
    everything it overlaps, so that nesting reads like brackets. The marks of the
    person ``first`` lie above those of all others.
    """
    parts = [
        (mark.annotator_id != first, mark.end - mark.start, a, b, mark)
        for mark in marks
        for a, b in mark.spans
        if a < end and b > start
    ]
    parts.sort(key=lambda part: (*part[:3], part[4].id))
    # For each small stretch the lowest lane taken so far, with what takes it.
    grid: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    placed = []
    for _, _, part_start, part_end, mark in parts:
        a, b = max(part_start, start), min(part_end, end)
        cells = range(a >> _GRID_BITS, ((b - 1) >> _GRID_BITS) + 1)
        lane = 0
        for cell in cells:
            for other_start, other_end, other_lane in grid[cell]:
                if other_lane >= lane and other_start < b and a < other_end:
                    lane = other_lane + 1
        for cell in cells:
            grid[cell].append((a, b, lane))
        placed.append(Segment(a, b, lane, mark))
    return placed
