"""The words of an annotation as they are quoted: a bar in its colour, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QTextDocument,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.app.folding import shortened
from annotator.ui import tag_colors
from annotator.ui.theme import HEADING, XS, M, current_colors, text_font

_BAR = 3
_LINE = 20
_MOST_LINES = 6
_SHORTEST_PART = 60
_SHOWN = 240  # code points of all parts together


class QuotedWords(QWidget):
    """Shows the parts of an annotation, one below the other, each in its direction.

    Long words are broken where the line ends, so that nothing is cut off.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[str] = []
        self._color = QColor()
        self.setAccessibleName("Quoted words")
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_parts(self, parts: Sequence[str], color: str) -> None:
        """Show words.

        Args:
            parts: The words of each span.
            color: Of the tag, ``#RRGGBB``.
        """
        most = max(_SHORTEST_PART, _SHOWN // max(1, len(parts)))
        self._parts = [shortened(part, most) for part in parts]
        self._color = QColor(color)
        self.setAccessibleDescription(self.text())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """Return what is shown, in one line."""
        return " … ".join(self._parts)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Tell that a narrower one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height all parts need at ``width``, in pixels."""
        heights = [_height(layout) for layout in self._laid_out(width)]
        return ceil(sum(heights) + XS * max(0, len(heights) - 1))

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room at the width it has."""
        return QSize(self.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return that it can be narrow, but not low."""
        return QSize(0, self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint each part beside a bar."""
        colors = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = tag_colors.line(self._color, colors.color("window"))
        top = 0.0
        for layout in self._laid_out(self.width()):
            height = _height(layout)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(bar)
            painter.drawRoundedRect(QRectF(0, top, _BAR, height), 1.5, 1.5)
            painter.setPen(colors.color("text"))
            layout.draw(painter, QPointF(M, top))
            top += height + XS

    def _laid_out(self, width: int) -> list[QTextLayout]:
        return [_laid_out(part, max(1, width - M)) for part in self._parts]


def _laid_out(words: str, width: int) -> QTextLayout:
    """Return ``words`` in lines of ``width`` pixels, at most ``_MOST_LINES``."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if _direction(words) == Qt.LayoutDirection.RightToLeft:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    layout = QTextLayout(words, text_font(HEADING))
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    for number in range(_MOST_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * _LINE + (_LINE - line.height()) / 2))
    layout.endLayout()
    return layout


def _direction(words: str) -> Qt.LayoutDirection:
    document = QTextDocument(words)  # which the block does not keep alive
    return document.firstBlock().textDirection()


def _height(layout: QTextLayout) -> float:
    return layout.lineCount() * _LINE
