"""Paints annotations under the text: a tint for the innermost, a lane for each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextBlock,
    QTextLine,
)

from annotator.model.annotation import Annotator
from annotator.model.codebook import Codebook
from annotator.model.ids import AnnotationId, AnnotatorId, TagId
from annotator.model.offsets import Utf16Offsets
from annotator.ui import tag_colors
from annotator.ui.text.geometry import (
    is_mixed,
    line_boxes,
    lines_within,
    starts_right,
)
from annotator.ui.text.span_index import Segment, SpanIndex, segments
from annotator.ui.theme import Colors, ui_font

LANE_HEIGHT = 3.0
LANE_STEP = 5.0
LANE_OFFSET = 2.0
MOST_LANES = 4

_OTHERS_SHARE = 0.4
_RADIUS = 3.0
_MARKER = 6.0


@dataclass(frozen=True, slots=True)
class TagShades:
    """The shades of one tag's colour in the current theme."""

    tint: QColor
    others_tint: QColor
    line: QColor
    quiet_line: QColor
    pattern: Qt.PenStyle


class _Piece(NamedTuple):
    """What of an annotation stands in one line, or in one direction of it.

    Attributes:
        box: In pixels, as high as the letters.
        from_right: Whether what stands there begins at its right.
    """

    part: Segment
    box: QRectF
    from_right: bool


class Highlights:
    """What is painted under the text of one document.

    Attributes:
        current: The annotation that is outlined, or None.
        unsaved: Annotations that are not on disk yet; they are hatched.
        left_out: An annotation that is not painted just now, or None.
    """

    def __init__(
        self,
        index: SpanIndex,
        offsets: Utf16Offsets,
        *,
        codebook: Codebook,
        people: dict[AnnotatorId, Annotator],
        me: AnnotatorId,
        colors: Colors,
    ) -> None:
        self.current: AnnotationId | None = None
        self.unsaved: frozenset[AnnotationId] = frozenset()
        self.left_out: AnnotationId | None = None
        self._index = index
        self._offsets = offsets
        self._people = people
        self._me = me
        self._colors = colors
        self._hidden: frozenset[AnnotatorId] = frozenset()
        self._shades = _shades(codebook, colors)
        self._cache: dict[int, list[Segment]] = {}
        self._boxes: defaultdict[int, dict[int, list[_Piece]]]
        self._boxes = defaultdict(dict)

    def hide(self, layers: frozenset[AnnotatorId]) -> None:
        """Leave out the annotations of these people."""
        self._hidden = layers
        self._cache.clear()
        self._boxes.clear()

    def shown(self, annotator_id: AnnotatorId) -> bool:
        """Tell whether a person's annotations are painted."""
        return annotator_id not in self._hidden

    def line_color(self, tag_id: TagId) -> QColor:
        """Return the colour of a tag's lines."""
        return self._shades[tag_id].line

    def forget(self, block: QTextBlock) -> None:
        """Forget what was known of a paragraph whose annotations have changed."""
        self._cache.pop(block.blockNumber(), None)
        self._boxes.pop(block.blockNumber(), None)

    def of_block(self, block: QTextBlock) -> list[Segment]:
        """Return the parts of annotations that lie in a paragraph.

        Returns:
            Segments in UTF-16 units from the paragraph's start.
        """
        number = block.blockNumber()
        found = self._cache.get(number)
        if found is None:
            start = self._offsets.from_utf16(block.position())
            end = self._offsets.from_utf16(block.position() + block.length() - 1)
            marks = self._index.between(start, end)
            if self._hidden:
                marks = [m for m in marks if m.annotator_id not in self._hidden]
            parts = segments(marks, start, end, first=self._me)
            found = self._in_units(parts, block.position())
            self._cache[number] = found
        return found

    def gaps(
        self, block: QTextBlock, lines: Sequence[tuple[int, int]], base: float
    ) -> list[float]:
        """Return the room each line needs below it, in pixels, at least ``base``."""
        # Asked whenever a paragraph is laid out, so where its words stand is new.
        self._boxes.pop(block.blockNumber(), None)
        lanes = [0] * len(lines)
        starts = [start for start, _ in lines]
        for part in self.of_block(block):
            first = max(0, bisect_right(starts, part.start) - 1)
            for number in range(first, bisect_left(starts, part.end)):
                lanes[number] = max(lanes[number], part.lane + 1)
        return [max(base, min(count, MOST_LANES) * LANE_STEP) for count in lanes]

    def paint(
        self, painter: QPainter, block: QTextBlock, origin: QPointF, clip: QRectF
    ) -> None:
        """Paint a paragraph's highlights.

        Args:
            painter: On the viewport.
            block: The paragraph, laid out.
            origin: Where the paragraph's layout starts on the viewport.
            clip: What of the viewport is to be painted.
        """
        if not self.of_block(block):
            return
        lines = lines_within(
            block.layout(),
            clip.translated(-origin),
            reach=LANE_OFFSET + MOST_LANES * LANE_STEP,
        )
        if not lines:
            return
        mixed = is_mixed(block)
        for line in lines:
            pieces = [
                piece._replace(box=piece.box.translated(origin))
                for piece in self._of_line(block, line, mixed=mixed)
                if piece.part.mark.id != self.left_out
            ]
            for piece in sorted(pieces, key=self._depth):
                self._paint_tint(painter, piece)
            for piece in pieces:
                self._paint_lane(painter, piece)
            for piece in pieces:
                if piece.part.mark.id == self.current:
                    self._paint_outline(painter, piece)
            self._paint_overflow(painter, pieces)

    def _of_line(
        self, block: QTextBlock, line: QTextLine, *, mixed: bool
    ) -> list[_Piece]:
        """Return what lies in a line and where, from the layout's origin."""
        boxes = self._boxes[block.blockNumber()]
        found = boxes.get(line.lineNumber())
        if found is None:
            start, end = line.textStart(), line.textStart() + line.textLength()
            found = boxes[line.lineNumber()] = [
                _Piece(part, box, from_right)
                for part in self.of_block(block)
                if part.start < end and part.end > start
                for from_right in (
                    mixed and starts_right(line, max(part.start, start)),
                )
                for box in line_boxes(line, part.start, part.end, mixed=mixed)
            ]
        return found

    def _depth(self, piece: _Piece) -> tuple[bool, int]:
        # The outermost first, so that the innermost tint is what one sees; but
        # nobody else's ever lies over one's own.
        return piece.part.mark.annotator_id == self._me, -piece.part.lane

    def _paint_tint(self, painter: QPainter, piece: _Piece) -> None:
        part, box, _ = piece
        shades = self._shades[part.mark.tag_id]
        own = part.mark.annotator_id == self._me
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shades.tint if own else shades.others_tint)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        if part.mark.id in self.unsaved:
            painter.setBrush(QBrush(shades.line, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, _RADIUS, _RADIUS)

    def _paint_lane(self, painter: QPainter, piece: _Piece) -> None:
        part, box, from_right = piece
        if part.lane >= MOST_LANES:
            return
        mark = part.mark
        shades = self._shades[mark.tag_id]
        quiet = self.current is not None and mark.id != self.current
        color = shades.quiet_line if quiet else shades.line
        # On whole pixels, or it would be blurred.
        top = round(box.bottom() + LANE_OFFSET) + part.lane * LANE_STEP
        lane = QRectF(box.left() + 0.5, top, box.width() - 1, LANE_HEIGHT)
        if mark.annotator_id == self._me:
            _draw_pattern(painter, lane, color, shades.pattern)
            return
        person = self._people.get(mark.annotator_id)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1))
        painter.drawRect(lane.adjusted(0.5, 0.5, -0.5, -0.5))
        if person is not None:
            start = lane.right() - _MARKER if from_right else lane.left()
            painter.fillRect(
                QRectF(start, lane.top(), _MARKER, LANE_HEIGHT),
                tag_colors.line(QColor(person.color), self._colors.color("surface")),
            )

    def _paint_outline(self, painter: QPainter, piece: _Piece) -> None:
        part, box, _ = piece
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._shades[part.mark.tag_id].line, 1.5))
        painter.drawRoundedRect(box.adjusted(-1, -0.5, 1, 0.5), _RADIUS, _RADIUS)

    def _paint_overflow(self, painter: QPainter, pieces: Sequence[_Piece]) -> None:
        hidden = {p.part.mark.id for p in pieces if p.part.lane >= MOST_LANES}
        if not hidden:
            return
        right = max(piece.box.right() for piece in pieces)
        bottom = pieces[0].box.bottom()
        font = QFont(ui_font(9, strong=True))
        painter.setFont(font)
        painter.setPen(self._colors.color("secondary"))
        room = QRectF(right + 4, bottom, 40, LANE_STEP * MOST_LANES)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, f"+{len(hidden)}")

    def _in_units(self, parts: Sequence[Segment], first: int) -> list[Segment]:
        to_utf16 = self._offsets.to_utf16
        return [
            Segment(to_utf16(start) - first, to_utf16(end) - first, lane, mark)
            for start, end, lane, mark in parts
        ]


def _draw_pattern(
    painter: QPainter, lane: QRectF, color: QColor, pattern: Qt.PenStyle
) -> None:
    if pattern is Qt.PenStyle.SolidLine:
        painter.fillRect(lane, color)
        return
    pen = QPen(color, lane.height(), pattern, Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    middle = lane.center().y()
    painter.drawLine(QPointF(lane.left(), middle), QPointF(lane.right(), middle))


_PATTERNS = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)


def _shades(codebook: Codebook, colors: Colors) -> dict[TagId, TagShades]:
    surface, text = colors.color("surface"), colors.color("text")
    shades = {}
    for number, tag in enumerate(codebook.tags):
        color = QColor(tag.color)
        line = tag_colors.line(color, surface)
        shades[tag.id] = TagShades(
            tint=tag_colors.tint(color, surface, text, colors.tint_share),
            others_tint=tag_colors.tint(
                color, surface, text, colors.tint_share * _OTHERS_SHARE
            ),
            line=line,
            quiet_line=tag_colors.quiet_line(color, surface),
            pattern=_PATTERNS[number % len(_PATTERNS)],
        )
    return shades
