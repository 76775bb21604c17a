"""The text view: code points out, UTF-16 kept in."""

from __future__ import annotations

import html
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import ceil, floor
from unicodedata import bidirectional

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QToolTip, QWidget

from annotator.model.annotation import Mark
from annotator.model.document import Document
from annotator.model.span import Span
from annotator.ui import tag_colors
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.column_layout import ColumnLayout
from annotator.ui.text.graphemes import grapheme_end, grapheme_start
from annotator.ui.text.highlights import LANE_STEP, Highlights
from annotator.ui.theme import (
    LABEL,
    TITLE,
    XL,
    XXL,
    Colors,
    current_colors,
    text_font,
    ui_font,
)

COLUMN_WIDTH = 720
LEAST_AIR = 40
LINE_HEIGHT = 1.85
"""In sizes of the text; two lanes fit without moving the lines below."""
_SELECTION_SHARE = 0.28
_HEAD_FIELDS = ("outlet", "author", "date", "language", "url")


class DocumentView(QPlainTextEdit):
    """Shows one document, read-only, with its annotations.

    The view never reads text back from Qt, which replaces some characters; the
    document's own text is the only source of quotes.

    Signals:
        caret_moved: Where the caret is now, in code points.
        selection_snapped: The selection was widened so that no character that
            people see as one is cut; carries that character.
        zoom_requested: 1 for larger, -1 for smaller (Ctrl and the wheel).
    """

    caret_moved = Signal(int)
    selection_snapped = Signal(str)
    zoom_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: OpenDocument | None = None
        self._highlights: Highlights | None = None
        self._text_size = 17
        self._base_gap = 8.0
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
        self.setAccessibleName("Source text")
        self._layout = ColumnLayout(self.document(), self._gaps)
        self.document().setDocumentLayout(self._layout)
        self.cursorPositionChanged.connect(self._on_caret)
        self.set_text_size(self._text_size)

    # Public ----------------------------------------------------------------

    @property
    def opened(self) -> OpenDocument | None:
        """What is shown."""
        return self._open

    def show_document(self, opened: OpenDocument | None) -> None:
        """Replace what is shown."""
        if self._open is not None:
            self._open.disconnect(self)
        self._open = None
        self._highlights = None
        self._set_text(opened.document.text if opened else "")
        if opened is None:
            return
        count = self.document().characterCount() - 1
        if count != opened.offsets.length:
            raise AssertionError(
                f"Qt counts {count} units in a text of {opened.offsets.length}"
            )
        self._open = opened
        opened.marks_changed.connect(self._on_marks_changed)
        opened.current_changed.connect(self._on_current_changed)
        opened.layers_changed.connect(self._on_layers_changed)
        self.restyle()
        self.set_caret(0)

    def restyle(self) -> None:
        """Take over the colours, the codebook and the people as they are now."""
        colors = current_colors()
        self._dress(colors)
        if self._open is not None:
            session = self._open.session
            self._highlights = Highlights(
                self._open.index,
                self._open.offsets,
                codebook=session.codebook,
                people=session.people(),
                me=session.me.id,
                colors=colors,
            )
            self._highlights.hide(self._open.hidden)
            self._highlights.current = self._open.current
            self._highlights.unsaved = frozenset(self._open.unsaved)
        self._lay_out_anew()

    def set_text_size(self, size: int) -> None:
        """Set the size of the text, in pixels."""
        self._text_size = size
        font = text_font(size)
        self.setFont(font)
        self.document().setDefaultFont(font)
        metrics = QFontMetricsF(font)
        self._base_gap = max(
            2 * LANE_STEP, round(LINE_HEIGHT * size - metrics.height())
        )
        self._layout.paragraph_gap = round(size * 0.7)
        self._lay_out_anew()

    def caret(self) -> int:
        """Return where the caret is, in code points."""
        return self._to_code_point(self.textCursor().position())

    def set_caret(self, offset: int) -> None:
        """Put the caret at ``offset``, in code points, and scroll it into view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._to_utf16(offset))
        self.setTextCursor(cursor)

    def selected_span(self) -> Span | None:
        """Return the selection in code points, or None when it is empty.

        A boundary that would cut what people see as one character (an emoji of
        several parts, a letter with combining marks) moves outwards.
        """
        cursor = self.textCursor()
        if self._open is None or not cursor.hasSelection():
            return None
        span = Span(
            self._to_code_point(cursor.selectionStart()),
            self._to_code_point(cursor.selectionEnd()),
        )
        text = self._open.document.text
        start = grapheme_start(text, span.start)
        end = grapheme_end(text, span.end)
        if (start, end) != (span.start, span.end):
            cut = start if start != span.start else grapheme_start(text, span.end)
            self.selection_snapped.emit(text[cut : grapheme_end(text, cut + 1)])
        return Span(start, end)

    def select(self, span: Span) -> None:
        """Select ``span`` and scroll it into view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._to_utf16(span.start))
        cursor.setPosition(self._to_utf16(span.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def unselect(self) -> None:
        """Select nothing; the caret stays where it is."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)

    def reveal(self, mark: Mark) -> None:
        """Put the caret at the start of a mark and show it, centred if it was away."""
        self.set_caret(mark.start)
        rect = self.cursorRect()
        inside = self.viewport().rect().adjusted(0, XL, 0, -XXL * 2)
        if not inside.contains(rect.center()):
            self.centerCursor()

    # Qt --------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the highlights, then let Qt paint the text over them."""
        if self._highlights is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_under_text(painter, self._highlights, QRectF(event.rect()))
            painter.end()
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the column centred."""
        self._place_column()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Keep the text's size: with a style sheet, Qt falls back to an older font."""
        super().changeEvent(event)
        fell_back = self.font().pixelSize() != self._text_size
        if event.type() == QEvent.Type.FontChange and fell_back:
            self.set_text_size(self._text_size)

    def event(self, event: QEvent) -> bool:
        """Show a card about the annotations under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_card(event)
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002, FBT001, N802
        """Keep the focus: Tab goes from annotation to annotation."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin a new selection, also inside the old one.

        Qt would drag the selected words away, which helps nobody here.
        """
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.button() == Qt.MouseButton.LeftButton:
            cursor = self.textCursor()
            if cursor.hasSelection():
                cursor.clearSelection()
                self.setTextCursor(cursor)
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Return the selected words as they are in the text."""
        data = QMimeData()
        span = self.selected_span()
        if span is not None and self._open is not None:
            data.setText(span.of(self._open.document.text))
        return data

    # Private ---------------------------------------------------------------

    def _set_text(self, text: str) -> None:
        if not text.startswith(("\ufeff", "\ufffe")):
            self.setPlainText(text)
            return
        # At the very start Qt takes these for a byte order mark, and drops them.
        self.setPlainText(f"-{text}")
        QTextCursor(self.document()).deleteChar()

    def _paint_under_text(
        self, painter: QPainter, highlights: Highlights, clip: QRectF
    ) -> None:
        for block, origin, height in self._shown_blocks():
            if origin.y() > clip.bottom():
                return
            if origin.y() + height >= clip.top():
                if block.blockNumber() == 0:
                    self._paint_head(painter, origin)
                highlights.paint(painter, block, origin, clip)

    def _shown_blocks(self) -> Iterator[tuple[QTextBlock, QPointF, float]]:
        """Yield each paragraph in view with where it starts and its height."""
        block = self.firstVisibleBlock()
        origin = QPointF(self.contentOffset())
        bottom = self.viewport().height()
        while block.isValid() and origin.y() <= bottom:
            height = self.blockBoundingRect(block).height()
            yield block, QPointF(origin), height
            origin.setY(origin.y() + height)
            block = block.next()

    def _repaint(self, blocks: Collection[int], *, below: bool = False) -> None:
        """Paint these paragraphs anew; ``below``, also all that follows the first."""
        width, bottom = self.viewport().width(), self.viewport().height()
        for block, origin, height in self._shown_blocks():
            if block.blockNumber() in blocks:
                top = floor(origin.y())
                reach = bottom - top if below else ceil(height) + 1
                self.viewport().update(0, top, width, reach)
                if below:
                    return

    def _paint_head(self, painter: QPainter, origin: QPointF) -> None:
        if self._open is None:
            return
        colors = current_colors()
        document = self._open.document
        title = self._title_rect(document).translated(origin)
        flags = _head_flags(document.title)
        painter.setFont(text_font(TITLE, strong=True))
        painter.setPen(colors.color("text"))
        painter.drawText(title, flags, document.title)
        painter.setFont(ui_font(LABEL))
        painter.setPen(colors.color("secondary"))
        below = title.translated(0, title.height() + 6)
        below.setHeight(20)
        painter.drawText(below, flags, _byline(document))

    def _title_rect(self, document: Document) -> QRectF:
        metrics = QFontMetricsF(text_font(TITLE, strong=True))
        room = QRectF(0, 0, self._layout.width, 10_000)
        rect = metrics.boundingRect(room, _head_flags(document.title), document.title)
        return QRectF(self._layout.left, XXL, self._layout.width, rect.height())

    def _place_column(self) -> None:
        room = self.viewport().width()
        width = max(200, min(COLUMN_WIDTH, room - 2 * LEAST_AIR))
        self._layout.width = width
        self._layout.left = max(0.0, round((room - width) / 2))
        if self._open is None:
            self._layout.head = XXL
        else:
            head = self._title_rect(self._open.document)
            self._layout.head = head.bottom() + 6 + 20 + XL

    def _lay_out_anew(self) -> None:
        self._place_column()
        # A resize to the same size would be dropped; clearing is what it does.
        block = self.document().begin()
        while block.isValid():
            if block.layout().lineCount():
                block.layout().clearLayout()
            block = block.next()
        self.viewport().update()

    def _gaps(
        self, block: QTextBlock, lines: Sequence[tuple[int, int]]
    ) -> Sequence[float]:
        if self._highlights is None:
            return [self._base_gap] * len(lines)
        return self._highlights.gaps(block, lines, self._base_gap)

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

    def _show_card(self, event: QHelpEvent) -> None:
        marks = self._marks_under(event.pos())
        if not marks or self._open is None:
            QToolTip.hideText()
            return
        session = self._open.session
        lines = []
        for mark in marks:
            tag = session.codebook.tag(mark.tag_id)
            person = session.people().get(mark.annotator_id)
            who = "" if person is None else f" · {html.escape(person.name)}"
            lines.append(f"{html.escape(tag.mark)} <b>{html.escape(tag.name)}</b>{who}")
        QToolTip.showText(event.globalPos(), "<br>".join(lines), self.viewport())

    def _marks_under(self, point: QPoint) -> list[Mark]:
        if self._open is None:
            return []
        offset = self._to_code_point(self.cursorForPosition(point).position())
        return [
            mark
            for mark in self._open.visible_at(offset)
            if any(start <= offset < end for start, end in mark.spans)
        ]

    def _to_code_point(self, position: int) -> int:
        return self._open.offsets.from_utf16(position) if self._open else position

    def _to_utf16(self, offset: int) -> int:
        return self._open.offsets.to_utf16(offset) if self._open else offset

    def _blocks_of(self, marks: Iterable[Mark]) -> dict[int, QTextBlock]:
        blocks = {}
        for mark in marks:
            for start, end in mark.spans:
                block = self.document().findBlock(self._to_utf16(start))
                last = self._to_utf16(end)
                while block.isValid() and block.position() < last:
                    blocks[block.blockNumber()] = block
                    block = block.next()
        return blocks

    def _on_marks_changed(self, removed: list[Mark], added: list[Mark]) -> None:
        if self._highlights is None or self._open is None:
            return
        self._highlights.unsaved = frozenset(self._open.unsaved)
        moved = False
        blocks = self._blocks_of((*removed, *added))
        for block in blocks.values():
            self._highlights.forget(block)
            if not self._layout.fits(block):
                moved = True
                block.layout().clearLayout()
        self._repaint(blocks, below=moved)

    def _on_current_changed(self, _current: object) -> None:
        if self._highlights is None or self._open is None:
            return
        before, self._highlights.current = self._highlights.current, self._open.current
        if before is None or self._open.current is None:
            # All the others step back, or come forward again.
            self.viewport().update()
            return
        marks = (self._open.mark(before), self._open.mark(self._open.current))
        self._repaint(self._blocks_of(mark for mark in marks if mark is not None))

    def _on_layers_changed(self) -> None:
        if self._highlights is not None and self._open is not None:
            self._highlights.hide(self._open.hidden)
            self._lay_out_anew()

    def _on_caret(self) -> None:
        if self._open is not None:
            self.caret_moved.emit(self.caret())


def _head_flags(title: str) -> int:
    side = (
        Qt.AlignmentFlag.AlignRight
        if title.isascii() is False and _is_right_to_left(title)
        else Qt.AlignmentFlag.AlignLeft
    )
    return int(side | Qt.TextFlag.TextWordWrap)


def _is_right_to_left(text: str) -> bool:
    return next(
        (b in ("R", "AL") for b in map(bidirectional, text) if b in ("L", "R", "AL")),
        False,
    )


def _byline(document: Document) -> str:
    parts = [
        str(document.metadata[name])
        for name in _HEAD_FIELDS
        if document.metadata.get(name)
    ]
    # Isolated, so that a date keeps its order in a right-to-left line.
    parts = [f"\u2068{part}\u2069" for part in parts]
    return "  ·  ".join((*parts, f"{len(document.text):,} characters"))
