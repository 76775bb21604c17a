"""Lays the text out as a centred column with room for lanes under each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakMethod

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextBlock, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextDocumentLayout

Gaps = Callable[[QTextBlock, Sequence[tuple[int, int]]], Sequence[float]]
"""Given a paragraph and its lines' ``(start, end)``, in UTF-16 units from the
paragraph's start, returns how many pixels to leave under each line."""


class ColumnLayout(QPlainTextDocumentLayout):
    """Places lines one by one, only of paragraphs that come into view.

    Attributes:
        left: Where the column starts, in pixels from the viewport's edge.
        width: Of the column, in pixels.
        head: Room above the first paragraph, in pixels.
        paragraph_gap: Room below each paragraph, in pixels.
        broken: The numbers of the blocks whose paragraph goes on in the next one.
    """

    def __init__(self, document: QTextDocument, gaps: Gaps) -> None:
        super().__init__(document)
        self.left = 0.0
        self.width = 100.0
        self.head = 0.0
        self.paragraph_gap = 0.0
        self.broken: frozenset[int] = frozenset()
        # Of the view, which would be kept as long as Qt keeps its dead layout.
        self._gaps = WeakMethod(gaps)
        self._bottoms: dict[int, float] = {}
        self._laid_out: dict[int, list[float]] = {}

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:  # noqa: N802
        """Return the room a paragraph takes; lays it out if need be."""
        if not block.isValid():
            return QRectF()
        if block.layout().lineCount() == 0:
            self._lay_out(block)
        bottom = self._bottoms[block.blockNumber()]
        return QRectF(0, 0, self.left + self.width, bottom)

    def fits(self, block: QTextBlock) -> bool:
        """Tell whether a paragraph still has the room it needs under each line."""
        if block.layout().lineCount() == 0:
            return True
        needed = self._gaps_below(block)
        return needed == self._laid_out.get(block.blockNumber())

    def _gaps_below(self, block: QTextBlock) -> list[float]:
        """Return the room each line of a laid out paragraph needs below it."""
        gaps = self._gaps()
        return list(gaps(block, _ends(block))) if gaps is not None else []

    def _lay_out(self, block: QTextBlock) -> None:
        layout = block.layout()
        option = QTextOption(self.document().defaultTextOption())
        direction = self._paragraph_start(block).textDirection()
        option.setTextDirection(direction)
        if direction == Qt.LayoutDirection.RightToLeft:
            option.setAlignment(Qt.AlignmentFlag.AlignRight)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            lines.append(line)
        layout.endLayout()
        gaps = self._gaps_below(block)
        self._laid_out[block.blockNumber()] = gaps
        y = self.head if block.blockNumber() == 0 else 0.0
        for line, gap in zip(lines, gaps, strict=True):
            line.setPosition(QPointF(self.left, y))
            y += line.height() + gap
        self._bottoms[block.blockNumber()] = y + self._gap_below(block)
        self._count_lines(block, len(lines))

    def _paragraph_start(self, block: QTextBlock) -> QTextBlock:
        """Return the block in which the paragraph of ``block`` begins."""
        while block.blockNumber() - 1 in self.broken:
            block = block.previous()
        return block

    def _gap_below(self, block: QTextBlock) -> float:
        if block.blockNumber() in self.broken:
            return 0
        # The last paragraph ends with as much air as the first begins with.
        return self.paragraph_gap if block.next().isValid() else self.paragraph_gap * 4

    def _count_lines(self, block: QTextBlock, count: int) -> None:
        before = self.document().lineCount()
        block.setLineCount(max(1, count))
        if self.document().lineCount() != before:
            # Without it the scroll bar would end too early.
            self.documentSizeChanged.emit(self.documentSize())


def _ends(block: QTextBlock) -> list[tuple[int, int]]:
    """Return where each line of a laid out paragraph starts and ends."""
    layout = block.layout()
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    return [(line.textStart(), line.textStart() + line.textLength()) for line in lines]
