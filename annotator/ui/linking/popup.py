"""The card under an annotation from which it is linked to another one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.linking.candidates import (
    DIGITS,
    ROW_HEIGHT,
    Offer,
    OfferDelegate,
    OfferModel,
)
from annotator.ui.linking.field import LinkField
from annotator.ui.theme import BODY, S, current_colors, repolish, ui_font

SEARCH_AFTER_MS = 60
"""How long after the last key the search begins."""

WIDTH = 600
_SHADOW = 12  # pixels on each side
_GAP = 12  # pixels between the annotation, with its handles, and the card
_FIELD_HEIGHT = 32
_FEWEST_ROWS = 3
_KEYS = (
    "Enter or a digit links  ·  Tab changes the relation  ·  Type to search all texts"
)


class LinkPopup(QFrame):
    """A field to type in, and ranked rows to choose from, by keys or the mouse.

    It lies in the text view and not in a window of its own, so that the words
    around stay readable.

    Signals:
        search_wanted: Carries what is typed, at most ``SEARCH_AFTER_MS`` old.
        chosen: ``(LinkCandidate, RelationType)``.
        closed: The user has closed it; the text is to have the focus.
    """

    search_wanted = Signal(str)
    chosen = Signal(object, object)
    closed = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._anchor = QRectF()
        self._area = QRect()
        self._above: bool | None = None
        self._tallest = 0.0
        self._model = OfferModel(self)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(SEARCH_AFTER_MS)
        self._delay.timeout.connect(self._search)
        self._put_together()
        self.hide()

    # Public ----------------------------------------------------------------

    def open_at(self, title: str) -> None:
        """Show it with an empty field, which gets the focus.

        Args:
            title: From what a link is made, for those who listen.
        """
        self._anchor, self._above, self._tallest = QRectF(), None, 0.0
        self.field.clear()
        self._delay.stop()
        self.field.setAccessibleName(title)
        self.show()
        self.raise_()
        self.field.setFocus()

    def offer(self, offers: Sequence[Offer], otherwise: str) -> None:
        """Show what may be chosen, or in words that there is nothing."""
        self._model.show(offers)
        self._rows.setVisible(bool(offers))
        self._empty.setVisible(not offers)
        self._empty.setText(otherwise)
        if offers:
            self._rows.setCurrentIndex(self._model.index(0))
            self._rows.scrollToTop()
        self.tell("")
        self._tell_current()

    def tell(self, problem: str) -> None:
        """Say why a choice was not possible; "" takes it back."""
        self._foot.setText(problem or _KEYS)
        self._foot.setVisible(bool(problem) or self._model.rowCount() > 0)
        if problem:
            self.field.setAccessibleDescription(problem)
        role = "problem" if problem else "secondary"
        if self._foot.property("role") != role:
            self._foot.setProperty("role", role)
            repolish(self._foot)
        self._place()

    def keep_at(self, anchor: QRectF, area: QRect) -> None:
        """Stand just under ``anchor``, or above it, wholly inside ``area``.

        Args:
            anchor: Where the annotation stands, in pixels of the view.
            area: Of the view, in which the text is shown.
        """
        self._anchor, self._area = anchor, area
        self._place()

    def dismiss(self) -> None:
        """Close it without a word."""
        self._delay.stop()
        self.hide()

    # Qt --------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep from the text behind it what the mouse does on it."""
        if event.type() in (QEvent.Type.ToolTip, QEvent.Type.Wheel):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keep from the text what the field has no use for."""
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Keep from the text a press beside the rows."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the card and its shadow."""
        colors = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(_SHADOW, _SHADOW, -_SHADOW, -_SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 16 if colors.dark else 5))
        for reach in range(1, _SHADOW, 2):
            spread = card.adjusted(-reach, 2 - reach, reach, reach)
            painter.drawRoundedRect(spread, 8 + reach, 8 + reach)
        painter.setPen(QPen(colors.color("hairline"), 1))
        painter.setBrush(colors.color("surface"))
        painter.drawRoundedRect(card.adjusted(-0.5, -0.5, 0.5, 0.5), 8, 8)

    # Private ---------------------------------------------------------------

    def _put_together(self) -> None:
        # Its own font: the text's would be taken over.
        self.setFont(ui_font(BODY))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.field = LinkField()
        self.field.setFixedHeight(_FIELD_HEIGHT)
        self.field.textEdited.connect(self._delay.start)
        self.field.chosen.connect(self._choose_current)
        self.field.digit_chosen.connect(self._choose_digit)
        self.field.moved.connect(self._move)
        self.field.type_stepped.connect(self._step_type)
        self.field.cancelled.connect(self._cancel)
        self.field.left.connect(self.dismiss)
        self._rows = QListView()
        self._rows.setModel(self._model)
        self._rows.setItemDelegate(OfferDelegate(self._rows))
        self._rows.setAccessibleName("What it may be linked to")
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.setUniformItemSizes(True)
        self._rows.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._rows.setHorizontalScrollBarPolicy(never)
        self._rows.clicked.connect(self._on_clicked)
        self._rows.selectionModel().currentChanged.connect(self._tell_current)
        self._model.dataChanged.connect(self._tell_current)
        self._empty = QLabel()
        self._foot = QLabel()
        for label in (self._empty, self._foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setProperty("role", "secondary")
            label.setContentsMargins(S, 2, S, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[_SHADOW + S] * 4)
        column.setSpacing(S // 2)
        for widget in (self.field, self._rows, self._empty, self._foot):
            column.addWidget(widget)
        column.addStretch(1)

    def _choose_digit(self, digit: int) -> None:
        """Choose the row that shows ``digit``: the first one seen shows 1."""
        self._catch_up()
        row = self._rows.verticalScrollBar().value() + digit - 1
        seen = self._rows.height() // ROW_HEIGHT
        if digit <= seen and row < self._model.rowCount():
            self._rows.setCurrentIndex(self._model.index(row))
            self._choose_current()

    def _choose_current(self) -> None:
        self._catch_up()
        row = self._rows.currentIndex().row()
        if 0 <= row < self._model.rowCount():
            self.chosen.emit(self._model.candidate(row), self._model.kind(row))

    def _cancel(self) -> None:
        self.dismiss()
        self.closed.emit()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._rows.setCurrentIndex(index)
        self._choose_current()

    def _move(self, step: int) -> None:
        self._catch_up()
        count = self._model.rowCount()
        if count:
            row = self._rows.currentIndex().row() + step
            self._rows.setCurrentIndex(self._model.index(max(0, min(count - 1, row))))
            self.tell("")

    def _step_type(self, step: int) -> None:
        self._catch_up()
        row = self._rows.currentIndex().row()
        if 0 <= row < self._model.rowCount():
            self._model.step_kind(row, step)
            self.tell("")

    def _catch_up(self) -> None:
        """Find what was typed last, before a key acts on what is found."""
        if self._delay.isActive():
            self._delay.stop()
            self._search()

    def _search(self) -> None:
        self.search_wanted.emit(self.field.text())

    def _tell_current(self) -> None:
        """Let those who listen hear the row that Enter would choose."""
        index = self._rows.currentIndex()
        words = index.data() if index.isValid() else self._empty.text()
        self.field.setAccessibleDescription(words)

    def _place(self) -> None:
        if self._anchor.isNull():
            return
        area = QRectF(self._area)
        below = area.bottom() - self._anchor.bottom() - _GAP
        above = self._anchor.top() - area.top() - _GAP
        if self._above is None:
            self._above = below < self._height(DIGITS) and above > below
        room = above if self._above else below
        rows = min(DIGITS, self._model.rowCount())
        while rows > _FEWEST_ROWS and self._height(rows) > room:
            rows -= 1
        self._rows.setFixedHeight(rows * ROW_HEIGHT)
        height = self._height(rows)
        width = min(WIDTH, area.width() - 2 * S)
        left = max(area.left() + S, min(self._anchor.left(), area.right() - S - width))
        top = self._anchor.bottom() + _GAP
        if self._above:
            # The field is not to jump with every letter that leaves fewer rows.
            self._tallest = max(height, self._tallest)
            top = self._anchor.top() - _GAP - self._tallest
        top = max(area.top() + S / 2, min(top, area.bottom() - S / 2 - height))
        card = QRectF(left, top, width, height)
        self.setGeometry(
            card.adjusted(-_SHADOW, -_SHADOW, _SHADOW, _SHADOW).toAlignedRect()
        )

    def _height(self, rows: int) -> float:
        """Return how high the card is with so many rows, in pixels."""
        width = round(min(WIDTH, self._area.width() - 2 * S)) - 2 * S
        parts = [_FIELD_HEIGHT, rows * ROW_HEIGHT if rows else 0]
        parts += [
            label.heightForWidth(width)
            for label in (self._empty, self._foot)
            if not label.isHidden()
        ]
        shown = [part for part in parts if part]
        return sum(shown) + (len(shown) - 1) * (S // 2) + 2 * S
