"""What stands above a text: its title and where it is from."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption

from annotator.model.document import Document
from annotator.ui.text.direction import is_right_to_left, isolated
from annotator.ui.text.typography import Typography
from annotator.ui.theme import XL, XXL, Colors

MOST_LINES = 6
"""Of a title; so that it never fills the window."""

_BETWEEN = 6
_FIELDS = ("outlet", "author", "date", "language", "url")


class Header:
    """The title and the byline of a document, laid out for one width.

    Attributes:
        height: With the air above and below, in pixels.
    """

    def __init__(
        self, document: Document, typography: Typography, width: float
    ) -> None:
        title = " ".join(document.title.split())
        rtl = is_right_to_left(title)
        self._title = _laid_out(title, typography.title_font(), width, rtl=rtl)
        byline = _byline(document)
        self._byline = _laid_out(byline, typography.byline_font(), width, rtl=rtl)
        self._byline_top = XXL + self._title.boundingRect().height() + _BETWEEN
        self.height = self._byline_top + self._byline.boundingRect().height() + XL

    def paint(self, painter: QPainter, at: QPointF, colors: Colors) -> None:
        """Paint it with its upper left corner ``at``, on the viewport."""
        painter.setPen(colors.color("text"))
        self._title.draw(painter, at + QPointF(0, XXL))
        painter.setPen(colors.color("secondary"))
        self._byline.draw(painter, at + QPointF(0, self._byline_top))


def _laid_out(text: str, font: QFont, width: float, *, rtl: bool) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    # A word may be longer than the line: an address, a file name.
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    end = _set_lines(layout, width)
    if end < len(text.encode("utf-16-le")) // 2:
        cut = text.encode("utf-16-le")[: 2 * (end - 2)].decode("utf-16-le", "ignore")
        layout.setText(f"{cut.rstrip()}…")
        _set_lines(layout, width)
    return layout


def _set_lines(layout: QTextLayout, width: float) -> int:
    """Break the text into lines and return where the last of them ends."""
    y = 0.0
    end = 0
    layout.beginLayout()
    while layout.lineCount() < MOST_LINES and (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end


def _byline(document: Document) -> str:
    parts = [
        str(document.metadata[name]) for name in _FIELDS if document.metadata.get(name)
    ]
    # Isolated, so that a date keeps its order in a right-to-left line.
    parts = [isolated(part) for part in parts]
    return "  ·  ".join((*parts, f"{len(document.text):,} characters"))
