"""Paints where the words one looks for stand: in the text and beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QTextBlock
from PySide6.QtWidgets import QWidget

from annotator.model.span import Span
from annotator.ui.text.document_view import DocumentView
from annotator.ui.text.geometry import boxes_of, is_mixed, line_boxes, lines_within
from annotator.ui.theme import current_colors

# Light and dark: yellow, which no tag of the seed has, and framed, which no tag is.
FILL = {False: QColor(255, 205, 40, 70), True: QColor(255, 214, 80, 44)}
FRAME = {False: QColor(138, 106, 0, 204), True: QColor(224, 190, 85, 140)}
_LINE = {False: QColor("#8A6A00"), True: QColor("#E0BE55")}

_WAIT_MS = 80
_MARK_HEIGHT = 3


class HitOverlay:
    """Frames the hits in view; the one that one is at, strongly."""

    def __init__(self, view: DocumentView) -> None:
        self._view = view
        self._hits: Sequence[Span] = ()
        self._starts: Sequence[int] = ()
        self._current: int | None = None
        self._beside = _Marks(view)

    def show(self, hits: Sequence[Span], current: int | None) -> None:
        """Paint these, which are in the order of the text, from now on."""
        if hits is not self._hits:
            self._hits = hits
            self._starts = [hit.start for hit in hits]
            self._beside.show_places(self._starts)
        self._current = current
        self._beside.show_current(None if current is None else hits[current].start)
        self._view.viewport().update()

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:
        """Paint a quiet tint with a frame for each hit in view."""
        dark = current_colors().dark
        painter.setBrush(FILL[dark])
        painter.setPen(QPen(FRAME[dark], 1))
        for number, box in self._boxes(clip):
            if number != self._current:
                painter.drawRoundedRect(box, 2, 2)

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """Paint a strong frame around the current hit."""
        if self._current is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_LINE[current_colors().dark], 2))
        for box in boxes_of(self._view, self._hits[self._current]):
            if box.intersects(clip):
                painter.drawRoundedRect(box.adjusted(-1.5, -0.5, 1.5, 0.5), 3, 3)

    def _boxes(self, clip: QRectF) -> Iterator[tuple[int, QRectF]]:
        """Yield the numbers of the hits in ``clip`` and where they stand."""
        if not self._hits:
            return
        for block, origin, height in self._view.shown_blocks():
            if origin.y() > clip.bottom() or origin.y() + height < clip.top():
                continue
            area = clip.translated(-origin)
            for number, box in self._of_block(block, area):
                yield number, box.translated(origin).adjusted(-0.5, 0.5, 0.5, -0.5)

    def _of_block(
        self, block: QTextBlock, area: QRectF
    ) -> Iterator[tuple[int, QRectF]]:
        view, first = self._view, block.position()
        mixed = is_mixed(block)
        for line in lines_within(block.layout(), area):
            start = view.to_code_point(first + line.textStart())
            stop = view.to_code_point(first + line.textStart() + line.textLength())
            number = max(0, bisect_left(self._starts, start) - 1)
            while number < len(self._hits) and self._starts[number] < stop:
                hit = self._hits[number]
                ends = view.to_utf16(hit.start) - first, view.to_utf16(hit.end) - first
                for box in line_boxes(line, *ends, mixed=mixed):
                    yield number, box
                number += 1


class _Marks(QWidget):
    """Thin lines on the scroll bar, where the hits are."""

    def __init__(self, view: DocumentView) -> None:
        super().__init__(view.verticalScrollBar())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view = view
        self._bar = view.verticalScrollBar()
        self._places: Sequence[int] = ()
        self._current: int | None = None
        self._shares: list[float] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_WAIT_MS)
        self._soon.timeout.connect(self._measure)
        self._bar.installEventFilter(self)
        self._bar.rangeChanged.connect(self._on_range)
        self.hide()

    def show_places(self, places: Sequence[int]) -> None:
        """Show these places of the text, which are in code points, in order."""
        self._places = places
        self._shares = []
        self.setVisible(bool(places))
        self.setGeometry(self._bar.rect())
        self._soon.start()

    def show_current(self, place: int | None) -> None:
        """Make one of the places stronger."""
        self._current = place
        self.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the scroll bar."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._bar.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint a line for each place."""
        painter = QPainter(self)
        color = QColor(_LINE[current_colors().dark])
        room = self.height() - _MARK_HEIGHT
        color.setAlphaF(0.7)
        for y in {round(share * room) for share in self._shares}:
            painter.fillRect(2, y, self.width() - 4, _MARK_HEIGHT - 1, color)
        if self._current is not None and self._shares:
            y = round(self._share(self._current) * room)
            color.setAlphaF(1)
            painter.fillRect(0, y, self.width(), _MARK_HEIGHT, color)

    def _on_range(self) -> None:
        if self._places:
            self._soon.start()

    def _measure(self) -> None:
        """Find out where on the bar the places are, one for each paragraph or line."""
        shares: list[float] = []
        document, end = self._view.document(), -1
        for place in self._places:
            position = self._view.to_utf16(place)
            if position < end:
                continue
            block = document.findBlock(position)
            shares.append(self._share(place))
            # Where a paragraph is one line on the bar, its first hit says it all.
            if block.lineCount() == 1:
                end = block.position() + block.length()
        self._shares = shares
        self.update()

    def _share(self, place: int) -> float:
        """Return how far down the bar a place is, from 0 to 1."""
        document, position = self._view.document(), self._view.to_utf16(place)
        block = document.findBlock(position)
        within = (position - block.position()) / max(1, block.length())
        line = block.firstLineNumber() + within * block.lineCount()
        return float(line / max(1, document.lineCount()))
