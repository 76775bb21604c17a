"""Rows of two lines, the same in every list of the window."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from annotator.ui import tag_colors
from annotator.ui.theme import BODY, LABEL, M, S, current_colors, elided, ui_font

ROW_HEIGHT = 44
_MARK_WIDTH = 20
_SELECTED_SHARE = 0.12

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The data role under which a model returns its ``Row``."""


class Row(NamedTuple):
    """What a row shows.

    Attributes:
        mark: One character at the left.
        color: Of the mark, ``#RRGGBB`` or "" for the quiet colour.
        first: The first line.
        second: The second line, quieter.
        faded: Whether it steps back.
    """

    mark: str
    color: str
    first: str
    second: str
    faded: bool = False


class RowList(QTableView):
    """A list of rows, one below the other, however many there are.

    A table of one column and not Qt's list view, which asks for every row anew
    when one comes or goes: 50 ms with 50,000 of them (measured).
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(ROW_HEIGHT)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Take the focus and stay: Qt would go to the first row, if on none."""
        QWidget.focusInEvent(self, event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Show the focus around the whole list as long as it is on no row."""
        super().paintEvent(event)
        if self.hasFocus() and not self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_ring(painter, QRectF(self.viewport().rect()).adjusted(S, 1, -S, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go to the first and last row with Home and End, as in a list."""
        last = self.model().rowCount() - 1
        if event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and last >= 0:
            row = 0 if event.key() == Qt.Key.Key_Home else last
            self.setCurrentIndex(self.model().index(row, 0))
            return
        super().keyPressEvent(event)


class EvenDelegate(QStyledItemDelegate):
    """Gives all rows the same height, so that long lists scroll smoothly.

    Attributes:
        height: Of a row, in pixels.
    """

    height = ROW_HEIGHT

    def sizeHint(  # noqa: N802
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Return the one height; the width is the list's."""
        return QSize(1, self.height)


def selected_ground(ground: QColor) -> QColor:
    """Return what the words of a selected row stand on, in a list of ``ground``."""
    return tag_colors.mix(ground, current_colors().color("accent"), _SELECTED_SHARE)


def paint_ground(
    painter: QPainter, rect: QRectF, state: QStyle.StateFlag, ground: QColor
) -> QColor:
    """Paint whether a row is selected and has the focus.

    Args:
        painter: Antialiased.
        rect: Of the row, in pixels.
        state: Of the row.
        ground: What the list stands on.

    Returns:
        What the words of the row stand on.
    """
    if state & QStyle.StateFlag.State_Selected:
        ground = selected_ground(ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, 4, 4)
    if state & QStyle.StateFlag.State_HasFocus:
        _paint_ring(painter, rect)
    return ground


def _paint_ring(painter: QPainter, rect: QRectF) -> None:
    """Paint that what is in ``rect`` has the focus."""
    painter.setPen(QPen(current_colors().color("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)


class RowDelegate(EvenDelegate):
    """Paints rows of two lines."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        row = index.data(ROW_ROLE)
        colors = current_colors()
        rect = QRectF(option.rect).adjusted(S, 1, -S, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = paint_ground(painter, rect, option.state, colors.color("window"))
        color = QColor(row.color) if row.color else colors.color("secondary")
        painter.setFont(ui_font(BODY, strong=True))
        painter.setPen(tag_colors.ink(color, ground))
        mark = QRectF(rect.left() + 4, rect.top() + 4, _MARK_WIDTH, 18)
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, row.mark)
        self._paint_lines(painter, rect, row)
        painter.restore()

    def _paint_lines(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        colors = current_colors()
        left = rect.left() + 4 + _MARK_WIDTH + 4
        width = rect.right() - M + 4 - left
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = ui_font(BODY)
        painter.setFont(font)
        painter.setPen(colors.color("secondary" if row.faded else "text"))
        first = QRectF(left, rect.top() + 4, width, 18)
        painter.drawText(first, flags, elided(row.first, font, width))
        font = ui_font(LABEL)
        painter.setFont(font)
        painter.setPen(colors.color("secondary"))
        second = QRectF(left, rect.top() + 22, width, 16)
        painter.drawText(second, flags, elided(row.second, font, width))
