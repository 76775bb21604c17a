"""The list of hits: the words in one column, what stands around them beside."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from annotator.app.concordance import Hit
from annotator.app.session import Session
from annotator.ui import tag_colors
from annotator.ui.finding.hit_model import HIT_ROLE, HitModel, HitRow
from annotator.ui.keys import key_of
from annotator.ui.rows import EvenDelegate, RowList, paint_ground
from annotator.ui.text.direction import is_right_to_left
from annotator.ui.theme import (
    BODY,
    LABEL,
    XS,
    L,
    M,
    S,
    current_colors,
    elided,
    ui_font,
)

HIT_HEIGHT = 28
_BOX = 14
_MARKS = 36
_TITLE_SHARE, _TITLE_MOST = 0.28, 190
_COLUMN_SHARE = 0.42
_WORDS_SHARE = 0.4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HitList(RowList):
    """Hits, in rows of one line.

    Signals:
        enter_pressed: On a row; carries its Hit.
        hit_clicked: Beside its box; carries the Hit.
        tag_pressed: A tag's key; carries the Tag.
    """

    enter_pressed = Signal(object)
    hit_clicked = Signal(object)
    tag_pressed = Signal(object)

    def __init__(
        self, name: str, session: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._session = session
        self.hits = HitModel(session, self)
        self.setModel(self.hits)
        self.setItemDelegate(HitDelegate(self))
        self.verticalHeader().setMinimumSectionSize(HIT_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(HIT_HEIGHT)
        self.setAccessibleDescription(
            "Space checks a row, Ctrl+A all of them or none. The key of a tag tags "
            "those checked."
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Check with Space, go with Enter, tag with a tag's key."""
        row = self.currentIndex().row()
        key = key_of(event)
        tag = self._session.codebook.tag_for_key(key) if len(key) == 1 else None
        if tag is not None:
            self.tag_pressed.emit(tag)
        elif event.key() == Qt.Key.Key_Space and row >= 0:
            self.hits.toggle(row)
        elif key == "Ctrl+A":
            self.hits.toggle_all()
        elif event.key() in _ENTER and row >= 0:
            self.enter_pressed.emit(self.hits.hits[row])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Check a row by its box; go to it by a click anywhere else."""
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if event.position().x() < _box(QRectF(self.visualRect(index))).right() + XS:
            self.hits.toggle(index.row())
        else:
            self.hit_clicked.emit(self.hits.hits[index.row()])

    def start(self) -> None:
        """Take the focus, on the first row unless on one."""
        if not self.currentIndex().isValid() and self.hits.rowCount():
            self.setCurrentIndex(self.hits.index(0))
        self.setFocus()


class Laid(NamedTuple):
    """Where the parts of a hit stand in a row, in its pixels, and what they say.

    Attributes:
        to_left: Whether it is read from right to left: then what stands before the
            words is at their right.
    """

    to_left: bool
    before: QRectF
    middle: QRectF
    after: QRectF
    start: str
    words: str
    end: str


def lay_out(hit: Hit, area: QRectF) -> Laid:
    """Place a hit so that the words of all hits begin in one column."""
    strong, font = ui_font(BODY, strong=True), ui_font(BODY)
    around = hit.left + hit.right
    to_left = is_right_to_left(f"{hit.words}{around}")
    words = _cut(hit.words, strong, area.width() * _WORDS_SHARE)
    column = area.left() + area.width() * _COLUMN_SHARE
    width = QFontMetricsF(strong).horizontalAdvance(words)
    space = QFontMetricsF(font).horizontalAdvance(" ")
    gap_before = space if hit.left.endswith(" ") else 0.0
    gap_after = space if hit.right.startswith(" ") else 0.0
    before, after = QRectF(area), QRectF(area)
    if to_left:
        before.setLeft(column + width + gap_before)
        after.setRight(column - gap_after)
    else:
        before.setRight(column - gap_before)
        after.setLeft(column + width + gap_after)
    return Laid(
        to_left,
        before,
        QRectF(column, area.top(), width + 1, area.height()),
        after,
        _cut(hit.left.rstrip(), font, before.width(), at_start=True),
        words,
        _cut(hit.right.lstrip(), font, after.width()),
    )


class HitDelegate(EvenDelegate):
    """Paints hits so that the words stand one below the other."""

    height = HIT_HEIGHT

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one row."""
        row = index.data(HIT_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = rect.adjusted(S, 1, -S, -1)
        window = current_colors().color("window")
        ground = paint_ground(painter, frame, option.state, window)
        box = _box(rect)
        _paint_box(painter, box, checked=row.checked)
        marks = QRectF(box.right() + S, rect.top(), _MARKS, rect.height())
        _paint_marks(painter, marks, row, ground)
        area = QRectF(rect)
        area.setLeft(marks.right())
        area.setRight(rect.right() - M - XS)
        if row.titled:
            width = min(_TITLE_MOST, area.width() * _TITLE_SHARE)
            title = QRectF(area)
            title.setLeft(area.right() - width)
            area.setRight(title.left() - L)
            _paint_title(painter, title, row)
        _paint_words(painter, area, row)
        painter.restore()


def _box(rect: QRectF) -> QRectF:
    """Return where the box to check is in a row."""
    top = rect.top() + (rect.height() - _BOX) / 2
    return QRectF(rect.left() + M + XS, top, _BOX, _BOX)


def _paint_box(painter: QPainter, box: QRectF, *, checked: bool) -> None:
    colors = current_colors()
    frame = colors.color("accent" if checked else "secondary")
    painter.setPen(QPen(frame, 1))
    painter.setBrush(frame if checked else colors.color("surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if checked:
        painter.setPen(QPen(colors.color("on_accent"), 1.8))
        at = box.topLeft()
        painter.drawPolyline(
            [at + QPointF(*point) for point in ((3.5, 7.2), (6, 9.8), (10.6, 4.4))]
        )


def _paint_marks(painter: QPainter, area: QRectF, row: HitRow, ground: QColor) -> None:
    painter.setFont(ui_font(BODY, strong=True))
    for number, tag in enumerate(row.tags[:2]):
        painter.setPen(tag_colors.ink(QColor(tag.color), ground))
        room = QRectF(area.left() + number * 17, area.top(), 17, area.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, tag.mark)


def _paint_title(painter: QPainter, area: QRectF, row: HitRow) -> None:
    font = ui_font(LABEL)
    painter.setFont(font)
    painter.setPen(current_colors().color("secondary"))
    title = elided(row.hit.title, font, area.width())
    painter.drawText(area, _flags(Qt.AlignmentFlag.AlignLeft), title)


def _paint_words(painter: QPainter, area: QRectF, row: HitRow) -> None:
    laid = lay_out(row.hit, area)
    painter.setPen(current_colors().color("text"))
    painter.setFont(ui_font(BODY, strong=True))
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    to_left = laid.to_left
    painter.drawText(laid.middle, _flags(left, to_left=to_left), laid.words)
    painter.setFont(ui_font(BODY))
    near, far = (left, right) if to_left else (right, left)
    painter.drawText(laid.before, _flags(near, to_left=to_left), laid.start)
    painter.drawText(laid.after, _flags(far, to_left=to_left), laid.end)


def _cut(text: str, font: QFont, width: float, *, at_start: bool = False) -> str:
    """Return ``text`` cut to ``width`` pixels, between words if there is a space."""
    mode = Qt.TextElideMode.ElideLeft if at_start else Qt.TextElideMode.ElideRight
    cut = QFontMetricsF(font).elidedText(text, mode, max(0.0, width))
    if cut == text:
        return text
    if at_start:
        space = cut.find(" ")
        return f"…{cut[space:]}" if 0 <= space < len(cut) // 2 else cut
    space = cut.rfind(" ")
    return f"{cut[: space + 1]}…" if space > len(cut) // 2 else cut


def _flags(side: Qt.AlignmentFlag, *, to_left: bool = False) -> int:
    flags = int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)
    flags |= int(Qt.TextFlag.TextSingleLine)
    if to_left:
        return flags | int(Qt.TextFlag.TextForceRightToLeft)
    return flags | int(Qt.TextFlag.TextForceLeftToRight)
