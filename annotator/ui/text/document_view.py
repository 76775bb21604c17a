"""The text view: code points out, UTF-16 kept in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import ceil, floor

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from annotator.model.annotation import Mark
from annotator.model.ids import AnnotationId, TagId
from annotator.model.span import Span
from annotator.model.words import snapped
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.card import card_at
from annotator.ui.text.geometry import character_at
from annotator.ui.text.graphemes import whole_characters
from annotator.ui.text.handles import OUTSIDE, Handles
from annotator.ui.text.highlights import Highlights
from annotator.ui.text.overlays import Overlay, Overlays
from annotator.ui.text.selection import Clicks, SecondStretch, paragraph_at
from annotator.ui.text.speech import Speech
from annotator.ui.text.surface import TextSurface
from annotator.ui.theme import current_colors


class DocumentView(TextSurface):
    """Shows one document, read-only, with its annotations.

    The view never reads text back from Qt, which replaces some characters; the
    document's own text is the only source of quotes.

    Signals:
        caret_moved: Where the caret is now, in code points.
        selection_snapped: The selection was widened so that no character that
            people see as one is cut; carries that character.
        zoom_requested: 1 for larger, -1 for smaller (Ctrl and the wheel).
        boundary_dragged: A boundary of one's current annotation was moved; its
            Mark and the tuple of Spans it should have now, in code points.
        span_wanted: The Span, in code points, of words selected with Ctrl held,
            beside the selection and the current annotation.
    """

    caret_moved = Signal(int)
    selection_snapped = Signal(str)
    zoom_requested = Signal(int)
    boundary_dragged = Signal(object, object)
    span_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._highlights: Highlights | None = None
        super().__init__(parent)
        self._snapping = True
        self._clicks = Clicks()
        self._speech = Speech(self)
        self._stretch = SecondStretch(self)
        self._handles = Handles(self)
        self._overlays = Overlays()
        for overlay in (self._stretch, self._handles):
            self._overlays.add(overlay)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Source text")
        self.cursorPositionChanged.connect(self._on_caret)

    # Public ----------------------------------------------------------------

    @property
    def snapping(self) -> bool:
        """Whether what the mouse selects grows to whole words."""
        return self._snapping

    def set_snapping(self, snapping: bool) -> None:  # noqa: FBT001
        """Let what the mouse selects grow to whole words, or not."""
        self._snapping = snapping

    def show_document(self, opened: OpenDocument | None) -> None:
        """Replace what is shown."""
        if self._open is not None:
            self._open.disconnect(self)
        self._stretch.cancel()
        self._handles.cancel()
        self._highlights = None
        self._show(opened)
        self._speech.tell_soon()
        if opened is None:
            return
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

    def leave_out(self, annotation_id: AnnotationId | None) -> None:
        """Paint one annotation not at all, or all of them again."""
        if self._highlights is not None:
            self._highlights.left_out = annotation_id
        self.viewport().update()

    def line_color(self, tag_id: TagId) -> QColor:
        """Return the colour of a tag's lines on this surface."""
        if self._highlights is None:
            raise LookupError("no document is shown")
        return self._highlights.line_color(tag_id)

    def selected_span(self) -> Span | None:
        """Return the selection in code points, or None when it is empty.

        A boundary that would cut what people see as one character (an emoji of
        several parts, a letter with combining marks) moves outwards.
        """
        span = self._raw_selection()
        if self._open is None or span is None:
            return None
        text = self._open.document.text
        whole = whole_characters(text, span)
        if whole != span:
            cut = span.start if whole.start != span.start else span.end - 1
            character = whole_characters(text, Span(cut, cut + 1))
            self.selection_snapped.emit(character.of(text))
        return whole

    def reveal(self, mark: Mark) -> None:
        """Put the caret at the start of a mark and show it, centred if it was away."""
        self.set_caret(mark.start)
        self.show_caret()

    def add_overlay(self, overlay: Overlay) -> None:
        """Let ``overlay`` paint on the text, over those added before."""
        self._overlays.add(overlay)

    def gaps(
        self, block: QTextBlock, lines: Sequence[tuple[int, int]]
    ) -> Sequence[float]:
        """Return how many pixels each line needs below it, for the lanes."""
        if self._highlights is None:
            return super().gaps(block, lines)
        return self._highlights.gaps(block, lines, self._least_gap)

    # Qt --------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the highlights, then let Qt paint the text over them."""
        if self._highlights is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            clip = QRectF(event.rect())
            self._paint_under_text(painter, self._highlights, clip)
            self._overlays.paint_under(painter, clip)
            painter.end()
        super().paintEvent(event)
        if self._highlights is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._overlays.paint_over(painter, QRectF(event.rect()))
            painter.end()

    def event(self, event: QEvent) -> bool:
        """Show a card about the annotations under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = card_at(self, event.pos())
            # Without words it goes away.
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().event(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, ARG002, FBT001, N802
        """Keep the focus: Tab goes from annotation to annotation."""
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin a new selection, also inside the old one.

        Qt would drag the selected words away, which helps nobody here.
        """
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._clicks.is_third(event):
            self._select_paragraph(event)
            return
        if left and self._overlays.press(event):
            return
        if left and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.unselect()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Select the word under the mouse, as people see it."""
        super().mouseDoubleClickEvent(event)
        self._clicks.second(event)
        character = character_at(self, event.position())
        if character is not None and self._open is not None:
            self.select(snapped(self._open.document.text, character))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Drag what is held; show what could be."""
        if self._overlays.move(event):
            return
        if event.buttons() == Qt.MouseButton.NoButton:
            shape = self._overlays.cursor(event.position().toPoint())
            if self.viewport().cursor().shape() != shape:
                self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go of what is held, or let the selection grow to whole words."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self._overlays.release(event):
            return
        super().mouseReleaseEvent(event)
        if left and self._snapping:
            self._snap()
        if left and not self.textCursor().hasSelection():
            # Also where the caret stands already: what is there is meant.
            self.caret_moved.emit(self.caret())

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

    def _select_paragraph(self, event: QMouseEvent) -> None:
        if self._open is not None:
            at = self.offset_at(event.position().toPoint())
            span = paragraph_at(self._open.document.text, at)
            if span is not None:
                self.select(span)

    def _snap(self) -> None:
        """Let the selection grow to whole words; its moving end stays the same."""
        span, cursor = self._raw_selection(), self.textCursor()
        if self._open is None or span is None:
            return
        whole = snapped(self._open.document.text, span)
        if whole != span:
            backwards = cursor.position() < cursor.anchor()
            ends = (whole.end, whole.start) if backwards else (whole.start, whole.end)
            self._select(*ends)

    def _paint_under_text(
        self, painter: QPainter, highlights: Highlights, clip: QRectF
    ) -> None:
        for block, origin, height in self.shown_blocks():
            if origin.y() > clip.bottom():
                return
            if origin.y() + height >= clip.top():
                if block.blockNumber() == 0:
                    self._paint_header(painter, origin)
                highlights.paint(painter, block, origin, clip)

    def _repaint(self, blocks: Collection[int], *, below: bool = False) -> None:
        """Paint these paragraphs anew; ``below``, also all that follows the first."""
        width, bottom = self.viewport().width(), self.viewport().height()
        for block, origin, height in self.shown_blocks():
            if block.blockNumber() in blocks:
                top = floor(origin.y()) - OUTSIDE
                reach = bottom - top if below else ceil(height) + 2 * OUTSIDE
                self.viewport().update(0, top, width, reach)
                if below:
                    return

    def _on_marks_changed(self, removed: list[Mark], added: list[Mark]) -> None:
        if self._highlights is None or self._open is None:
            return
        self._highlights.unsaved = frozenset(self._open.unsaved)
        moved = False
        blocks = self.blocks_of((*removed, *added))
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
        self._speech.tell_soon()
        if before is None or self._open.current is None:
            # All the others step back, or come forward again.
            self.viewport().update()
            return
        marks = (self._open.mark(before), self._open.mark(self._open.current))
        self._repaint(self.blocks_of(mark for mark in marks if mark is not None))

    def _on_layers_changed(self) -> None:
        if self._highlights is not None and self._open is not None:
            self._highlights.hide(self._open.hidden)
            self._lay_out_anew()

    def _on_caret(self) -> None:
        if self._open is not None:
            self.caret_moved.emit(self.caret())
            self._speech.tell_soon()
