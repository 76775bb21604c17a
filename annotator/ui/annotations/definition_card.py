"""The card that says what a tag means, with examples, while one goes on tagging."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.folding import shortened
from annotator.model.codebook import Tag
from annotator.ui import tag_colors
from annotator.ui.actions import Deed
from annotator.ui.annotations.wording import breakable
from annotator.ui.chips import TagChip
from annotator.ui.open_document import OpenDocument
from annotator.ui.tag_bar import TagBar
from annotator.ui.theme import HEADING, XS, M, S, current_colors, text_font
from annotator.ui.workbench import Workbench

REST_MS = 700
"""How long the mouse rests on a tag of the tag bar before its card comes."""

EXAMPLES = 3
"""So many annotations of the project are shown."""

_WIDTH = 320
_LOWEST = 240
_SHARE = 0.6  # of the height of the text
_AIR = 16  # pixels to the edges of the text
_QUOTED = 120  # code points
_MARKED = re.compile(r"\[[^:\[\]]+: ([^\]]*)\]")


class Definitions(QObject):
    """Shows the card for the current annotation's tag, or a tag one points at."""

    def __init__(
        self, bench: Workbench, tag_bar: TagBar, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bench = bench
        self._pointed: Tag | None = None
        self._kept = False
        self.card = DefinitionCard(bench.text)
        self.card.closed.connect(self._on_closed)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._show_pointed)
        self._tag_bar = tag_bar
        tag_bar.installEventFilter(self)
        bench.text.installEventFilter(self)
        bench.shown.connect(self._watch)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {"annotate.define": self.toggle}

    def toggle(self) -> None:
        """Show what the current annotation's tag means, or close the card."""
        if self._kept:
            self.close()
            return
        tag = self._pointed or self._current_tag()
        if tag is None:
            self._bench.hint(
                "Put the caret into an annotation, or the mouse on a tag below."
            )
            return
        self._kept = True
        self._show(tag)

    def close(self) -> bool:
        """Close the card; tell whether there was one."""
        there = self.card.isVisible()
        self._kept = False
        self._rest.stop()
        self.card.hide()
        return there

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Notice where the mouse rests, and how large the text is."""
        kind = event.type()
        if kind == QEvent.Type.ChildPolished and watched is self._tag_bar:
            for chip in self._tag_bar.findChildren(TagChip):
                # A filter that is there already is not added once more.
                chip.installEventFilter(self)
        elif isinstance(watched, TagChip):
            self._point(watched, kind)
        elif kind == QEvent.Type.Resize and watched is self._bench.text:
            self.card.keep_in_place()
        return False

    # Private ---------------------------------------------------------------

    def _point(self, chip: TagChip, kind: QEvent.Type) -> None:
        if kind == QEvent.Type.Enter:
            self._pointed = chip.tag
            self._rest.start()
        elif kind in (QEvent.Type.Leave, QEvent.Type.MouseButtonPress):
            self._rest.stop()
            if kind == QEvent.Type.Leave:
                self._pointed = None
            if not self._kept:
                self.card.hide()

    def _show_pointed(self) -> None:
        if self._pointed is not None and self._bench.opened is not None:
            self._show(self._pointed)

    def _show(self, tag: Tag) -> None:
        self.card.show_tag(tag, self._bench.session.examples_of(tag.id, EXAMPLES))

    def _current_tag(self) -> Tag | None:
        opened = self._bench.opened
        mark = opened.mark(opened.current) if opened else None
        return self._bench.session.codebook.tag(mark.tag_id) if mark else None

    def _watch(self, opened: OpenDocument | None) -> None:
        if opened is None:
            self.close()
        else:
            opened.current_changed.connect(self._follow)

    def _follow(self, _current: object) -> None:
        """Go along with the current annotation while the card is open."""
        tag = self._current_tag()
        if self._kept and tag is not None and tag != self.card.tag:
            self._show(tag)

    def _on_closed(self) -> None:
        self.close()
        self._bench.text.setFocus()


class DefinitionCard(QFrame):
    """What one tag means, over the lower right corner of the text.

    Signals:
        closed: The user has closed it.
    """

    closed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.setObjectName("palette")
        self.tag: Tag | None = None
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._title.setProperty("role", "heading")
        self._close = QPushButton("Close")
        self._close.setProperty("flat", True)
        self._close.setToolTip("Close (Esc or H)")
        self._close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setContentsMargins(M, S, S, 0)
        top.addWidget(self._title, 1)
        top.addWidget(self._close)
        self._area = QScrollArea()
        self._area.setAccessibleName("What the tag means")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, S)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._area, 1)
        self.hide()

    def show_tag(self, tag: Tag, found: Sequence[str]) -> None:
        """Show a tag's definition.

        Args:
            tag: The tag.
            found: Words of the project that have it.
        """
        self.tag = tag
        mark, name = html.escape(tag.mark), html.escape(tag.name)
        self._title.setText(
            f'<span style="color:{_ink(tag).name()}">{mark}</span>&nbsp; {name}'
        )
        self.setAccessibleName(f"What {tag.name} means")
        self._area.setWidget(_content(tag, found))
        self._area.setAccessibleDescription(
            " ".join(filter(None, (tag.question, tag.definition)))
        )
        self.show()
        self.raise_()
        self.keep_in_place()

    def keep_in_place(self) -> None:
        """Stay in the corner, as high as there is room."""
        view = self.parentWidget()
        if self.isHidden() or view is None:
            return
        width = min(_WIDTH, view.width() - 2 * _AIR)
        inside = self._area.widget()
        wanted = inside.heightForWidth(width - 2) if inside is not None else 0
        wanted += self._close.sizeHint().height() + 2 * S + 2
        height = min(wanted, max(_LOWEST, round(view.height() * _SHARE)))
        height = min(height, view.height() - 2 * _AIR)
        # As far from the right as the scroll bar is wide, and some air.
        left = view.width() - width - _AIR
        self.setGeometry(left, view.height() - height - _AIR, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Close with Esc, or with the key that opened it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_H):
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _content(tag: Tag, found: Sequence[str]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(M, XS, M, M)
    column.setSpacing(XS)
    if tag.question:
        question = _words(tag.question)
        question.setFont(text_font(HEADING, strong=True))
        column.addWidget(question)
    if tag.definition:
        column.addWidget(_words(tag.definition))
    for title, lines in (
        ("Include", [f"+  {line}" for line in tag.include]),
        ("Leave out", [f"–  {line}" for line in tag.exclude]),
    ):
        _add_lines(column, title, [_words(line) for line in lines])
    _add_lines(column, "Examples", [_example(tag, line) for line in tag.examples])
    quotes = [_words(f"“{shortened(words, _QUOTED)}”") for words in found]
    for quote in quotes:
        quote.setFont(text_font(HEADING - 1))
    _add_lines(column, "In this project", quotes)
    if column.count() == 0:
        column.addWidget(_words("The codebook does not say what this tag means."))
    column.addStretch(1)
    return page


def _add_lines(column: QVBoxLayout, title: str, lines: Sequence[QLabel]) -> None:
    if not lines:
        return
    heading = _words(title)
    heading.setProperty("role", "secondary")
    column.addSpacing(XS)
    column.addWidget(heading)
    for line in lines:
        column.addWidget(line)


def _words(words: str) -> QLabel:
    label = QLabel(breakable(words))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _example(tag: Tag, words: str) -> QLabel:
    """Return an example of the codebook; what would be tagged is tinted."""
    colors = current_colors()
    text, surface = colors.color("text"), colors.color("surface")
    tint = tag_colors.tint(QColor(tag.color), surface, text, colors.tint_share).name()
    parts: list[str] = []
    end = 0
    for found in _MARKED.finditer(words):
        parts.append(html.escape(words[end : found.start()]))
        marked = html.escape(found[1])
        parts.append(f'<span style="background-color:{tint}">{marked}</span>')
        end = found.end()
    parts.append(html.escape(words[end:]))
    label = QLabel("".join(parts))
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setFont(text_font(HEADING - 1))
    return label


def _ink(tag: Tag) -> QColor:
    return tag_colors.ink(QColor(tag.color), current_colors().color("surface"))
