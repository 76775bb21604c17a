"""A text set to be read: positions in code points, whatever its size and shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QPainter,
    QPalette,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from annotator.model.annotation import Mark
from annotator.model.span import Span
from annotator.ui import tag_colors
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.column_layout import ColumnLayout
from annotator.ui.text.display import display_of
from annotator.ui.text.header import Header
from annotator.ui.text.scrolling import Scrolling, ScrollState
from annotator.ui.text.typography import Typography
from annotator.ui.theme import XL, XXL, Colors, current_colors

LEAST_AIR = 40
_NARROWEST = 200
_SELECTION_SHARE = 0.28


class TextSurface(QPlainTextEdit):
    """Shows the text of one document, read-only, under its title.

    It never reads text back from Qt, which replaces some characters; the
    document's own text is the only source of quotes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: OpenDocument | None = None
        self._header: Header | None = None
        self._typography = Typography()
        self._least_gap = 0.0
        self._scrolling = Scrolling(self)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        # Read-only text is not selectable by keyboard unless asked for.
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self._layout = ColumnLayout(self.document(), self.gaps)
        self.document().setDocumentLayout(self._layout)
        self._set(self._typography)

    # Public ----------------------------------------------------------------

    @property
    def opened(self) -> OpenDocument | None:
        """What is shown."""
        return self._open

    def set_typography(
        self, family: str, size: int, line_height: float, width: int
    ) -> None:
        """Set the text differently; the line at the top stays there.

        Args:
            family: Of the letters.
            size: Of the letters, in pixels.
            line_height: From line to line, in sizes of the letters.
            width: Of the column, in pixels.
        """
        self._set(Typography(family, size, line_height, width))

    def caret(self) -> int:
        """Return where the caret is, in code points."""
        return self.to_code_point(self.textCursor().position())

    def set_caret(self, offset: int) -> None:
        """Put the caret at ``offset``, in code points, and scroll it into view."""
        self._select(offset, offset)

    def show_caret(self) -> None:
        """Scroll to the caret, into the middle if it was away."""
        rect = self.cursorRect()
        inside = self.viewport().rect().adjusted(0, XL, 0, -XXL * 2)
        if not inside.contains(rect.center()):
            self.centerCursor()

    def select(self, span: Span) -> None:
        """Select ``span`` and scroll it into view."""
        self._select(span.start, span.end)

    def unselect(self) -> None:
        """Select nothing; the caret stays where it is."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            cursor.clearSelection()
            self.setTextCursor(cursor)

    def offset_at(self, point: QPoint) -> int:
        """Return the offset nearest to ``point``, in code points.

        Args:
            point: In pixels of the viewport.
        """
        return self.to_code_point(self.cursorForPosition(point).position())

    def scroll_state(self) -> ScrollState:
        """Return what stands at the top, to be restored at any size."""
        return self._scrolling.state()

    def restore_scroll(self, state: ScrollState) -> None:
        """Bring what ``scroll_state`` has told back to the top."""
        self._scrolling.restore(state)

    def to_code_point(self, position: int) -> int:
        """Return the offset in code points of a ``position`` of Qt's."""
        return self._open.offsets.from_utf16(position) if self._open else position

    def to_utf16(self, offset: int) -> int:
        """Return Qt's position of ``offset``, which is in code points."""
        return self._open.offsets.to_utf16(offset) if self._open else offset

    def shown_blocks(self) -> Iterator[tuple[QTextBlock, QPointF, float]]:
        """Yield each paragraph in view with where it starts and its height."""
        block = self.firstVisibleBlock()
        origin = QPointF(self.contentOffset())
        bottom = self.viewport().height()
        while block.isValid() and origin.y() <= bottom:
            height = self.blockBoundingRect(block).height()
            yield block, QPointF(origin), height
            origin.setY(origin.y() + height)
            block = block.next()

    def blocks_of(self, marks: Iterable[Mark]) -> dict[int, QTextBlock]:
        """Return the paragraphs in which ``marks`` lie, by their numbers."""
        blocks = {}
        for mark in marks:
            for start, end in mark.spans:
                block = self.document().findBlock(self.to_utf16(start))
                last = self.to_utf16(end)
                while block.isValid() and block.position() < last:
                    blocks[block.blockNumber()] = block
                    block = block.next()
        return blocks

    def gaps(
        self,
        block: QTextBlock,  # noqa: ARG002
        lines: Sequence[tuple[int, int]],
    ) -> Sequence[float]:
        """Return how many pixels to leave under each line of a paragraph."""
        return [self._least_gap] * len(lines)

    # Qt --------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the column centred."""
        with self._scrolling.kept():
            self._place_column()
            super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Dress again: the style sheet has its own colours when it is first shown."""
        super().showEvent(event)
        self._dress(current_colors())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep the text's font: with a style sheet, Qt falls back to an older one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            now, wanted = self.font(), self._typography.font()
            if (now.pixelSize(), now.family()) != (wanted.pixelSize(), wanted.family()):
                self._set(self._typography)

    # For the views that stand on this one ------------------------------------

    def _show(self, opened: OpenDocument | None) -> None:
        """Replace the text; the caller sees to the layout."""
        self._open = None
        self._scrolling.forget()
        display, breaks = display_of(opened.document.text if opened else "")
        if display.startswith(("\ufeff", "\ufffe")):
            # At the very start Qt takes these for a byte order mark, and drops them.
            self.setPlainText(f"-{display}")
            QTextCursor(self.document()).deleteChar()
        else:
            self.setPlainText(display)
        if opened is None:
            return
        count = self.document().characterCount() - 1
        if count != opened.offsets.length:
            raise AssertionError(
                f"Qt counts {count} units in a text of {opened.offsets.length}"
            )
        self._open = opened
        self._layout.broken = frozenset(
            self.document().findBlock(self.to_utf16(at)).blockNumber() for at in breaks
        )

    def _lay_out_anew(self) -> None:
        with self._scrolling.kept():
            self._place_column()
            # A resize to the same size would be dropped; clearing is what it does.
            block = self.document().begin()
            while block.isValid():
                if block.layout().lineCount():
                    block.layout().clearLayout()
                block = block.next()
        self.viewport().update()

    def _paint_header(self, painter: QPainter, origin: QPointF) -> None:
        if self._header is not None:
            at = QPointF(self._layout.left, origin.y())
            self._header.paint(painter, at, current_colors())

    def _raw_selection(self) -> Span | None:
        cursor = self.textCursor()
        if self._open is None or not cursor.hasSelection():
            return None
        return Span(
            self.to_code_point(cursor.selectionStart()),
            self.to_code_point(cursor.selectionEnd()),
        )

    def _select(self, anchor: int, caret: int) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(self.to_utf16(anchor))
        cursor.setPosition(self.to_utf16(caret), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _dress(self, colors: Colors) -> None:
        palette = self.palette()
        surface, text = colors.color("surface"), colors.color("text")
        selection = tag_colors.tint(
            colors.color("accent"), surface, text, _SELECTION_SHARE
        )
        palette.setColor(QPalette.ColorRole.Base, surface)
        palette.setColor(QPalette.ColorRole.Text, text)
        palette.setColor(QPalette.ColorRole.Highlight, selection)
        palette.setColor(QPalette.ColorRole.HighlightedText, text)
        self.setPalette(palette)

    # Private ---------------------------------------------------------------

    def _set(self, typography: Typography) -> None:
        with self._scrolling.kept():
            self._typography = typography
            font = typography.font()
            self.setFont(font)
            self.document().setDefaultFont(font)
            self._least_gap = typography.gap()
            self._layout.paragraph_gap = typography.paragraph_gap()
            self._lay_out_anew()

    def _place_column(self) -> None:
        room = self.viewport().width()
        width = max(_NARROWEST, min(self._typography.width, room - 2 * LEAST_AIR))
        self._layout.width = width
        self._layout.left = max(0.0, round((room - width) / 2))
        self._header = None
        if self._open is not None:
            self._header = Header(self._open.document, self._typography, width)
        self._layout.head = self._header.height if self._header else XXL
