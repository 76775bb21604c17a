"""Small chips at the edges of the view: linked annotations that are out of sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.app.relating import RelationView
from annotator.model.codebook import Tag
from annotator.ui import tag_colors
from annotator.ui.text.direction import isolated
from annotator.ui.theme import LABEL, S, current_colors, elided, ui_font

MOST = 3
"""So many chips stand at one edge; a last one counts the others."""

HEIGHT = 24.0
_GAP = 6.0
_STEP = HEIGHT + 4
_MARK_WIDTH = 18.0
_WIDEST = 360.0
_NARROWEST = 240.0
_TITLE_SHARE = 0.4  # of the room that is left for words
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Unseen(NamedTuple):
    """A linked annotation that is out of sight.

    Attributes:
        tag: Its tag.
        sign: An arrow that points to where it is.
        elsewhere: Whether it stands in another document.
    """

    view: RelationView
    tag: Tag
    sign: str
    elsewhere: bool


class EdgeChip(NamedTuple):
    """A chip in its place.

    Attributes:
        unseen: Where a click on it leads, or None for the one that counts.
        words: What it says, shortened to its width.
        rect: On the viewport.
    """

    unseen: Unseen | None
    words: str
    rect: QRectF


def arranged(
    unseen: Sequence[Unseen], column: QRectF, *, at_top: bool
) -> list[EdgeChip]:
    """Return the chips for one edge, side by side as far as there is room.

    Args:
        unseen: What they stand for, the most important first.
        column: Of the text, as high as the viewport, in pixels.
        at_top: At which edge.
    """
    most = max(_NARROWEST, min(_WIDEST, (column.width() - _GAP) / 2))
    most -= 2 * S + _MARK_WIDTH
    named = [(one, _words(one, most)) for one in unseen[:MOST]]
    rest = len(unseen) - len(named)
    left, row = column.left(), 0
    chips: list[EdgeChip] = []
    for one, words in [*named, *([(None, f"+{rest}")] if rest else [])]:
        width = QFontMetricsF(ui_font(LABEL)).horizontalAdvance(words) + 2 * S
        width += _MARK_WIDTH if one else 0
        if left > column.left() and left + width > column.right():
            left, row = column.left(), row + 1
        top = S + row * _STEP if at_top else column.bottom() - S - HEIGHT - row * _STEP
        chips.append(EdgeChip(one, words, QRectF(left, top, width, HEIGHT)))
        left += width + _GAP
    return chips


def paint(painter: QPainter, chip: EdgeChip) -> None:
    """Paint a chip over the text."""
    colors = current_colors()
    surface = colors.color("window")
    painter.setPen(QPen(colors.color("hairline"), 1))
    painter.setBrush(surface)
    painter.drawRoundedRect(chip.rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    left = chip.rect.left() + S
    if chip.unseen is not None:
        painter.setFont(ui_font(LABEL, strong=True))
        painter.setPen(tag_colors.ink(QColor(chip.unseen.tag.color), surface))
        mark = QRectF(left - 2, chip.rect.top(), _MARK_WIDTH - 4, HEIGHT)
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, chip.unseen.tag.mark)
        left += _MARK_WIDTH
    painter.setFont(ui_font(LABEL))
    painter.setPen(colors.color("text" if chip.unseen else "secondary"))
    words = QRectF(left, chip.rect.top(), chip.rect.right() - left, HEIGHT)
    painter.drawText(words, _LEFT, chip.words)


def _words(unseen: Unseen, width: float) -> str:
    """Return what a chip says; the quoted words give way where there is no room."""
    view, font = unseen.view, ui_font(LABEL)
    leads = view.outgoing or not view.type.directed
    before = f"{view.type.name} {unseen.sign} " if leads else f"{unseen.sign} "
    after = "" if leads else f" {view.type.name} this"
    metrics = QFontMetricsF(font)
    room = width - metrics.horizontalAdvance(f"{before}“”{after}")
    if unseen.elsewhere:
        room -= metrics.horizontalAdvance("  ·  ")
        title = elided(view.title, font, room * _TITLE_SHARE)
        room -= metrics.horizontalAdvance(title)
        after += f"  ·  {isolated(title)}"
    return f"{before}{isolated(f'“{elided(view.quote, font, room)}”')}{after}"
