"""The entries of one kind, to choose from and to put in another order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QDrag,
    QDropEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyleOptionViewItem,
)

from annotator.ui import tag_colors
from annotator.ui.key_caps import caps_width, paint_caps
from annotator.ui.rows import EvenDelegate, paint_ground
from annotator.ui.theme import BODY, LABEL, M, S, current_colors, elided, ui_font

ROW_HEIGHT = 32
_MARK_WIDTH = 20
_ROW_ROLE = Qt.ItemDataRole.UserRole + 1


class EntryRow(NamedTuple):
    """What a row shows of an entry.

    Attributes:
        id: Of the entry; "" for one that is not in the codebook yet.
        mark: One character at the left.
        color: Of the mark, ``#RRGGBB`` or "" for the quiet colour.
        name: What it is called.
        key: Its letter, or "".
        uses: How often it is used.
        spoken: All of it in words.
        retired: Whether it steps back.
    """

    id: str
    mark: str
    color: str
    name: str
    key: str
    uses: str
    spoken: str
    retired: bool


class EntryList(QListWidget):
    """Rows, as many as there are: the column around it scrolls, not the list.

    Signals:
        chosen: The user has gone to a row; carries the id.
        moved: ``(id, place)``: an entry was dropped, the place being counted from 0
            among those that are retired as it is, or are not.
        stepped: ``(id, -1 or 1)``: an entry is to go up or down.
        passed: The user goes on past the first (-1) or the last (1) row.
    """

    chosen = Signal(str)
    moved = Signal(str, int)
    stepped = Signal(str, int)
    passed = Signal(int)

    def __init__(self, name: str, *, movable: bool) -> None:
        super().__init__()
        self._filling = False
        self._movable = movable
        self.setAccessibleName(name)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropMode(
            QAbstractItemView.DragDropMode.InternalMove
            if movable
            else QAbstractItemView.DragDropMode.NoDragDrop
        )
        self.currentItemChanged.connect(self._on_current)

    @property
    def rows(self) -> list[EntryRow]:
        """What it shows."""
        return [_row_of(self.item(n)) for n in range(self.count())]

    def show_rows(self, rows: Sequence[EntryRow], current: str | None) -> None:
        """Show other rows, the current one marked; None if it is elsewhere."""
        self._filling = True
        if self.rows != list(rows):
            self.clear()
            for row in rows:
                item = QListWidgetItem(row.spoken)
                item.setData(_ROW_ROLE, row)
                item.setToolTip(row.spoken)
                self.addItem(item)
            self.setFixedHeight(ROW_HEIGHT * len(rows))
            self.setVisible(bool(rows))
        ids = [row.id for row in rows]
        self.setCurrentRow(ids.index(current) if current in ids else -1)
        self._filling = False

    def enter(self, step: int) -> None:
        """Take the focus, on the first row (1) or the last (-1)."""
        self.setFocus()
        self.setCurrentRow(0 if step > 0 else self.count() - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move an entry with Alt and an arrow; go on to the next list at the end."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        row = self.currentRow()
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self._movable and row >= 0:
                self.stepped.emit(self.rows[row].id, step)
        elif step and not 0 <= row + step < self.count():
            self.passed.emit(step)
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802
        """Carry the row as it looks, also where nothing can be seen through."""
        item = self.currentItem()
        if item is not None:
            drag = QDrag(self)
            drag.setMimeData(self.mimeData([item]))
            rect = self.visualItemRect(item)
            drag.setPixmap(self.grab(rect))
            drag.setHotSpot(self.mapFromGlobal(QCursor.pos()) - rect.topLeft())
            drag.exec(actions, Qt.DropAction.MoveAction)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Let the codebook move the entry: what is shown follows it."""
        rows, source = self.rows, self.currentRow()
        if event.source() is self and source >= 0:
            place = self._place_at(event.position().toPoint().y(), source)
            self.moved.emit(rows[source].id, place)
        # Not Qt's way, which would take the row out afterwards.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def _place_at(self, y: int, source: int) -> int:
        """Return the place a row dropped at ``y`` gets among those like it."""
        rows = self.rows
        before = max(0, min(len(rows), round(y / ROW_HEIGHT)))
        alike = [n for n, row in enumerate(rows) if row.retired == rows[source].retired]
        return sum(1 for n in alike if n < before and n != source)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and not self._filling:
            self.chosen.emit(_row_of(item).id)


def _row_of(item: QListWidgetItem) -> EntryRow:
    row: EntryRow = item.data(_ROW_ROLE)
    return EntryRow(*row)


class _Delegate(EvenDelegate):
    """Paints mark, name, uses and letter in one line."""

    height = ROW_HEIGHT

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = EntryRow(*index.data(_ROW_ROLE))
        colors = current_colors()
        rect = QRectF(option.rect).adjusted(S, 1, -S, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = paint_ground(painter, rect, option.state, colors.color("window"))
        if row.mark:
            self._paint_mark(painter, rect, row, ground)
        self._paint_words(painter, rect, row)
        painter.restore()

    def _paint_mark(
        self, painter: QPainter, rect: QRectF, row: EntryRow, ground: QColor
    ) -> None:
        quiet = current_colors().color("secondary")
        color = QColor(row.color) if row.color and not row.retired else quiet
        painter.setFont(ui_font(BODY, strong=True))
        painter.setPen(tag_colors.ink(color, ground))
        room = QRectF(rect.left() + 4, rect.top(), _MARK_WIDTH, rect.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, row.mark)

    def _paint_words(self, painter: QPainter, rect: QRectF, row: EntryRow) -> None:
        colors = current_colors()
        middle = Qt.AlignmentFlag.AlignVCenter
        cap = caps_width(("W",))
        right = rect.right() - S
        if row.key:
            room = QRectF(right - cap, rect.top(), cap, rect.height())
            paint_caps(painter, room, (row.key.upper(),))
        font = ui_font(LABEL)
        # One column for the numbers, whether there are letters beside them or not.
        right -= cap + S if row.mark else 0
        width = QFontMetricsF(font).horizontalAdvance(row.uses)
        painter.setFont(font)
        painter.setPen(colors.color("secondary"))
        room = QRectF(right - width, rect.top(), width + 1, rect.height())
        painter.drawText(room, middle, row.uses)
        left = rect.left() + (_MARK_WIDTH + 8 if row.mark else M)
        font = ui_font(BODY)
        painter.setFont(font)
        painter.setPen(colors.color("secondary" if row.retired else "text"))
        room = QRectF(left, rect.top(), right - width - S - left, rect.height())
        painter.drawText(room, middle, elided(row.name, font, room.width()))
