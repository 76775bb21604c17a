"""The rows of the list of what an annotation may be linked to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QStyle,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.app.links import LinkCandidate
from annotator.model.codebook import RelationType, Tag
from annotator.ui import tag_colors
from annotator.ui.rows import EvenDelegate, paint_ground
from annotator.ui.theme import (
    BODY,
    HINT,
    LABEL,
    S,
    current_colors,
    elided,
    ui_font,
)

ROW_HEIGHT = 38
DIGITS = 9
"""So many rows can be chosen by a digit."""

_CAP = 16
_MARK_WIDTH = 20
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class Offer(NamedTuple):
    """A candidate with what the window says about it.

    Attributes:
        tag: The candidate's.
        about: Where it stands, and whose it is.
    """

    candidate: LinkCandidate
    tag: Tag
    about: str


class _Row(NamedTuple):
    offer: Offer
    kind: RelationType

    @property
    def linked(self) -> bool:
        return self.kind in self.offer.candidate.linked

    @property
    def about(self) -> str:
        linked = ", ".join(kind.name for kind in self.offer.candidate.linked)
        parts = (f"linked: {linked}" if linked else "", self.offer.about)
        return "  ·  ".join(part for part in parts if part)


class OfferModel(QAbstractListModel):
    """The offers, the best first, each with the relation type chosen for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: Sequence[Offer] = ()
        self._kinds: list[int] = []

    def show(self, offers: Sequence[Offer]) -> None:
        """Replace the offers."""
        self.beginResetModel()
        self._offers = offers
        self._kinds = [_first_kind(offer.candidate) for offer in offers]
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        """Return how many offers there are."""
        return 0 if parent is not None and parent.isValid() else len(self._offers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a row shows, and what is read out of it."""
        row = _Row(self._offers[index.row()], self.kind(index.row()))
        if role == _ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = row.offer.candidate.quote
            about = row.about.replace("  ·  ", ", ")
            return f"{row.kind.name} {row.offer.tag.name} “{words}”, {about}"
        return None

    def candidate(self, row: int) -> LinkCandidate:
        """Return what is offered in a row."""
        return self._offers[row].candidate

    def kind(self, row: int) -> RelationType:
        """Return the relation type chosen in a row."""
        return self._offers[row].candidate.types[self._kinds[row]]

    def step_kind(self, row: int, step: int) -> None:
        """Choose the next (1) or previous (-1) relation type in a row."""
        count = len(self._offers[row].candidate.types)
        self._kinds[row] = (self._kinds[row] + step) % count
        changed = self.index(row)
        self.dataChanged.emit(changed, changed)


class OfferDelegate(EvenDelegate):
    """Paints offers: digit, mark, words, where, and the relation type."""

    height = ROW_HEIGHT

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        """Paint one row."""
        row: _Row = index.data(_ROW_ROLE)
        colors = current_colors()
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = paint_ground(painter, rect, option.state, colors.color("surface"))
        # The list scrolls by whole rows: what is seen first has the digit 1.
        number = option.rect.top() // ROW_HEIGHT + 1
        if 1 <= number <= DIGITS:
            self._paint_digit(painter, rect, number)
        mark = QRectF(rect.left() + S + _CAP + 4, rect.top() + 2, _MARK_WIDTH, 18)
        painter.setFont(ui_font(BODY, strong=True))
        painter.setPen(tag_colors.ink(QColor(row.offer.tag.color), ground))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, row.offer.tag.mark)
        right = self._paint_kind(painter, rect, row, selected=selected)
        self._paint_lines(painter, rect, mark.right() + 4, right, row)
        painter.restore()

    def _paint_digit(self, painter: QPainter, rect: QRectF, number: int) -> None:
        colors = current_colors()
        cap = QRectF(rect.left() + S, rect.top() + 3, _CAP, _CAP)
        painter.setPen(QPen(colors.color("hairline"), 1))
        painter.setBrush(colors.color("window"))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(ui_font(HINT))
        painter.setPen(colors.color("secondary"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_kind(
        self, painter: QPainter, rect: QRectF, row: _Row, *, selected: bool
    ) -> float:
        """Paint the relation type at the right; return where it begins."""
        font = ui_font(LABEL, strong=selected)
        words = f"✓ {row.kind.name}" if row.linked else row.kind.name
        if selected and len(row.offer.candidate.types) > 1:
            words = f"‹ {words} ›"  # noqa: RUF001
        width = QFontMetricsF(font).horizontalAdvance(words)
        place = QRectF(rect.right() - S - width, rect.top() + 2, width, 18)
        painter.setFont(font)
        painter.setPen(current_colors().color("text" if selected else "secondary"))
        painter.drawText(place, _RIGHT, words)
        return place.left()

    def _paint_lines(
        self, painter: QPainter, rect: QRectF, left: float, right: float, row: _Row
    ) -> None:
        colors = current_colors()
        first = QRectF(left, rect.top() + 2, right - S - left, 18)
        _write(painter, first, ui_font(BODY), colors.color("text"), _quoted(row))
        second = QRectF(left, rect.top() + 19, rect.right() - S - left, 15)
        _write(painter, second, ui_font(HINT), colors.color("secondary"), row.about)


def _write(
    painter: QPainter, place: QRectF, font: QFont, color: QColor, words: str
) -> None:
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(place, _LEFT, elided(words, font, place.width()))


def _quoted(row: _Row) -> str:
    return row.offer.candidate.quote


def _first_kind(candidate: LinkCandidate) -> int:
    """Return the place of the type that is offered first: one it has, if any."""
    if candidate.linked and candidate.linked[0] in candidate.types:
        return candidate.types.index(candidate.linked[0])
    return 0
