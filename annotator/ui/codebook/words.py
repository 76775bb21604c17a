"""Fields of words: a line, a paragraph, and a list of one item a line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from annotator.ui.codebook.field import Field, UndoGate
from annotator.ui.theme import L, current_colors

_SAVE_AFTER_MS = 5000
"""How long after the last key a long text is saved, at the latest.

Longer than for an annotation, because each save is a version of the codebook.
"""

_BREAK = "\u2028"  # a new line inside an item
_PADDING = 10


class LineField(Field):
    """One line; saved with Enter, or when one goes on."""

    def __init__(self, name: str, label: str, about: str = "") -> None:
        super().__init__(name, label, about)
        self.editor = QLineEdit()
        self.editor.editingFinished.connect(self.commit)
        self.editor.installEventFilter(UndoGate(self))
        self.put(self.editor)

    def typed(self) -> str:
        """Return the line."""
        return self.editor.text()

    def display(self, value: str) -> None:
        """Show a line; the caret stays where the words do."""
        if value != self.editor.text():
            self.editor.setText(value)
            self.editor.setCursorPosition(0)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be copied."""
        self.editor.setReadOnly(not allowed)


class TextField(Field):
    """A text as high as its words; saved when one goes on, or has rested."""

    def __init__(self, name: str, label: str, about: str = "") -> None:
        super().__init__(name, label, about)
        self.editor = self._make_editor()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self.commit)
        self.editor.left.connect(self.commit)
        self.editor.textChanged.connect(self._timer.start)
        self.editor.installEventFilter(UndoGate(self))
        self.put(self.editor)

    def typed(self) -> object:
        """Return the text, its lines as they are."""
        return self.editor.raw().replace("\u2029", "\n")

    def display(self, value: object) -> None:
        """Show a text; the caret stays where the words do."""
        self._show(str(value))

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be copied."""
        self.editor.setReadOnly(not allowed)

    def show_anew(self, value: object) -> None:
        """Show a text, whatever was typed."""
        super().show_anew(value)
        self._timer.stop()

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        self._timer.stop()
        super().commit()

    def _make_editor(self) -> Paragraphs:
        return Paragraphs()

    def _show(self, text: str) -> None:
        if text != self.editor.raw().replace("\u2029", "\n"):
            self.editor.setPlainText(text)


class SentenceField(TextField):
    """A sentence that may be longer than a line; Enter saves it."""

    def typed(self) -> object:
        """Return the sentence, on one line."""
        return self.editor.raw().replace("\u2029", " ")

    def _make_editor(self) -> Paragraphs:
        return _Sentence()


class ItemsField(TextField):
    """A list: each line is an item; Alt and an arrow moves it."""

    def __init__(self, name: str, label: str, about: str = "") -> None:
        how = "One on each line; Alt+Up and Alt+Down move a line."
        super().__init__(name, label, f"{about} {how}".strip())

    def typed(self) -> tuple[str, ...]:
        """Return the items; lines without words are none."""
        lines = self.editor.raw().split("\u2029")
        items = (line.replace(_BREAK, "\n").strip() for line in lines)
        return tuple(item for item in items if item)

    def display(self, value: object) -> None:
        """Show a list."""
        items = value if isinstance(value, tuple) else ()
        self._show("\n".join(item.replace("\n", _BREAK) for item in items))

    def _make_editor(self) -> Paragraphs:
        return _Items()


class Paragraphs(QPlainTextEdit):
    """Words in lines, as high as they need.

    Signals:
        left: What is typed is to be saved: the focus goes elsewhere.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("note")
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = self.document().documentLayout()
        layout.documentSizeChanged.connect(self._fit)
        self._fit()

    def raw(self) -> str:
        """Return the text as it is; the plain text has no-break spaces replaced."""
        return self.document().toRawText()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the focus goes, but not to the own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the height in step with the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # The size of a plain text's layout is in lines, not in pixels.
        lines = max(1, round(self.document().documentLayout().documentSize().height()))
        margin = 2 * round(self.document().documentMargin())
        height = lines * self.fontMetrics().lineSpacing() + margin + _PADDING
        if height != self.height():
            self.setFixedHeight(height)


class _Sentence(Paragraphs):
    """Words without line breaks."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Save with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Items(Paragraphs):
    """Lines with a sign before each."""

    def __init__(self) -> None:
        super().__init__()
        self._signs = QWidget(self)
        self._signs.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._signs.installEventFilter(self)
        self.setViewportMargins(L, 0, 0, 0)
        self.textChanged.connect(self._signs.update)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move a line with Alt and an arrow."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if not self.isReadOnly():
                self._move(step)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the signs beside the lines."""
        super().resizeEvent(event)
        self._signs.setGeometry(0, 0, L + 6, self.height())

    def eventFilter(self, _signs: QObject, event: QEvent) -> bool:  # noqa: N802
        """Paint the signs."""
        if isinstance(event, QPaintEvent):
            self._paint_signs()
            return True
        return False

    def _paint_signs(self) -> None:
        painter = QPainter(self._signs)
        painter.setPen(current_colors().color("secondary"))
        top = self.viewport().y() + self.contentOffset().y()
        block = self.document().firstBlock()
        while block.isValid():
            box = self.blockBoundingGeometry(block)
            if block.text().strip():
                line = QRectF(0, top + box.top(), L + 6, self.fontMetrics().height())
                painter.drawText(line, Qt.AlignmentFlag.AlignCenter, "•")
            block = block.next()
        painter.end()

    def _move(self, step: int) -> None:
        lines = self.raw().split("\u2029")
        cursor = self.textCursor()
        here, column = cursor.blockNumber(), cursor.positionInBlock()
        there = here + step
        if not 0 <= there < len(lines):
            return
        lines[here], lines[there] = lines[there], lines[here]
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText("\n".join(lines))
        cursor.setPosition(self.document().findBlockByNumber(there).position() + column)
        self.setTextCursor(cursor)
