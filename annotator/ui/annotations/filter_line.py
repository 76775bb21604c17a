"""What the list is filtered by: words in a field, and chips for all else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from annotator.app.filters import ListFilter
from annotator.model.ids import AttributeId
from annotator.ui.annotations.menus import NOT_CODED, FilterMenu, SortMenu
from annotator.ui.annotations.model import Order
from annotator.ui.annotations.tab_order import put_in_order
from annotator.ui.finding.flat_button import FlatButton
from annotator.ui.flow_layout import FlowLayout
from annotator.ui.open_document import OpenDocument
from annotator.ui.theme import LABEL, XS, S, current_colors, elided, ui_font

FILTER_AFTER_MS = 120
"""How long after the last key words are looked for."""

_SWITCHES = (
    ("unsure", "unsure"),
    ("noted", "with a note"),
    ("without_claim", "without a claim"),
    ("without_speaker", "without a speaker"),
)
_CHIP_HEIGHT = 24
_WIDEST = 264  # pixels: the narrowest panel
_CROSS = 16


class FilterLine(QWidget):
    """The field, the menus beside it, and a chip for each thing filtered by.

    Signals:
        words_changed: Carries the words; everything else is as before.
        changed: Carries the ListFilter.
        sorted_by: ``(Order, whether descending)``.
        left: Esc was pressed, and there was nothing left to clear.
        down: The list is to have the focus.
    """

    words_changed = Signal(str)
    changed = Signal(object)
    sorted_by = Signal(object, bool)
    left = Signal()
    down = Signal()

    def __init__(
        self,
        values: Callable[[], Mapping[AttributeId, Mapping[str, int]]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._open: OpenDocument | None = None
        self._rest = ListFilter()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(FILTER_AFTER_MS)
        self._delay.timeout.connect(lambda: self.words_changed.emit(self._words()))
        self.field = QLineEdit()
        self.field.setPlaceholderText("Words or tag")
        self.field.setClearButtonEnabled(True)
        self.field.setAccessibleName("Filter annotations by words or tag")
        self.field.setAccessibleDescription("Esc clears all filters.")
        self.field.textChanged.connect(self._delay.start)
        self.field.returnPressed.connect(self.down)
        self.menu = FilterMenu(values, self)
        self.menu.chosen.connect(self._choose)
        self.sort_menu = SortMenu(self)
        self.sort_menu.chosen.connect(self._on_sorted)
        self._put_together()

    @property
    def wanted(self) -> ListFilter:
        """What is filtered by now."""
        return replace(self._rest, words=self._words())

    def show_document(self, opened: OpenDocument | None) -> None:
        """Be about another document."""
        self._open = opened
        self.menu.show_document(opened)
        self._show_chips()

    def clear(self) -> None:
        """Filter by nothing."""
        self.field.clear()
        self._delay.stop()
        self._choose(ListFilter())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Clear with Esc, then leave; go to the list with Down."""
        if event.key() == Qt.Key.Key_Escape:
            if self.wanted == ListFilter():
                self.left.emit()
            else:
                self.clear()
                self.field.setFocus()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    # Private ---------------------------------------------------------------

    def _put_together(self) -> None:
        self.button = _MenuButton("Filter", "Filter by tag, person, value and more")
        self.button.clicked.connect(lambda: _drop(self.menu, self.button))
        self.sort = _MenuButton("Sort", "Sort the annotations")
        self.sort.clicked.connect(lambda: _drop(self.sort_menu, self.sort))
        line = QHBoxLayout()
        line.setSpacing(XS)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        line.addWidget(self.sort)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        self._flow.setContentsMargins(0, 0, 0, 0)
        self._flow.setSpacing(XS)
        self._chips.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(line)
        column.addWidget(self._chips)

    def _words(self) -> str:
        return self.field.text().strip()

    def _choose(self, wanted: ListFilter) -> None:
        self._delay.stop()
        self._rest = replace(wanted, words="")
        self.menu.show_filter(self._rest)
        self._show_chips()
        self.changed.emit(self.wanted)

    def _on_sorted(self, order: Order, descending: bool) -> None:  # noqa: FBT001
        usual = order is Order.READING and not descending
        self.sort.setChecked(not usual)
        way = "descending" if descending else "ascending"
        about = f"Sorted by {order.value.lower()}, {way}"
        self.sort.setToolTip("Sort the annotations" if usual else about)
        self.sort.setAccessibleDescription(about)
        self.sorted_by.emit(order, descending)

    def _show_chips(self) -> None:
        had_focus = self._chips.isAncestorOf(self.focusWidget() or self.field)
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        chips: list[QWidget] = []
        for words, without in self._parts():
            chip = FilterChip(words)
            chip.clicked.connect(lambda _=False, w=without: self._choose(w))
            self._flow.addWidget(chip)
            chips.append(chip)
        self._chips.setVisible(bool(chips))
        self.button.setChecked(bool(chips))
        put_in_order(self.sort, chips)
        if had_focus:
            self.field.setFocus()

    def _parts(self) -> Iterator[tuple[str, ListFilter]]:
        """Yield what is filtered by, each with the filter that is left without it."""
        rest = self._rest
        if self._open is None:
            return
        book, people = self._open.session.codebook, self._open.session.people()
        for tag in book.tags:
            if tag.id in rest.tags:
                yield tag.name, replace(rest, tags=rest.tags - {tag.id})
        for one in rest.layers:
            if one in people:
                yield people[one].name, replace(rest, layers=rest.layers - {one})
        names = {attribute.id: attribute.name for attribute in book.attributes}
        for attribute, value in (rest.values or {}).items():
            others = {a: v for a, v in (rest.values or {}).items() if a != attribute}
            name = names.get(attribute, "attribute").replace("_", " ")
            yield f"{name}: {value or NOT_CODED}", replace(rest, values=others or None)
        for field, words in _SWITCHES:
            if getattr(rest, field):
                yield words, replace(rest, **{field: False})  # type: ignore[arg-type]


class _MenuButton(FlatButton):
    """Opens a menu; lit while what is chosen there has an effect."""

    def __init__(self, words: str, about: str) -> None:
        super().__init__(words, about, switch=True)

    def nextCheckState(self) -> None:  # noqa: N802
        pass

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Open with Enter and Down too."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
        if event.key() in keys:
            self.click()
        else:
            super().keyPressEvent(event)


class FilterChip(QAbstractButton):
    """One thing that is filtered by; pressed, it goes."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        font = ui_font(LABEL)
        room = _WIDEST - 2 * S - _CROSS
        self._shown = elided(words, font, room)
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"Filter: {words}")
        self.setAccessibleDescription("Removes the filter")
        self.setToolTip(f"{words}: do not filter by this")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room the words and the cross need."""
        width = QFontMetricsF(ui_font(LABEL)).horizontalAdvance(self._shown)
        return QSize(round(width) + 2 * S + _CROSS, _CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same: it is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go with Del, Backspace and Enter too."""
        if event.key() in (
            Qt.Key.Key_Delete,
            Qt.Key.Key_Backspace,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        ):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the words and a cross."""
        colors = current_colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self.hasFocus() else 1
        frame = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        painter.setPen(QPen(colors.color("accent"), wide))
        painter.setBrush(colors.color("notice_surface"))
        painter.drawRoundedRect(frame, 4, 4)
        painter.setFont(ui_font(LABEL))
        painter.setPen(colors.color("text"))
        words = QRectF(S, 0, self.width() - S, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._shown)
        over = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(colors.color("text" if over else "secondary"), 1.4))
        middle = QRectF(self.width() - S - 9, (self.height() - 7) / 2, 7, 7)
        painter.drawLine(middle.topLeft(), middle.bottomRight())
        painter.drawLine(middle.topRight(), middle.bottomLeft())


def _drop(menu: QMenu, button: QWidget) -> None:
    """Open a menu under its button, right edges in line."""
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + XS)))
    # Only now is it filled, and as wide as it is going to be.
    right = button.mapToGlobal(QPoint(button.width(), 0)).x()
    menu.move(right - menu.width(), menu.y())
