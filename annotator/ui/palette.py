"""The command palette: everything that can be done, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.palette_list import (
    ROW_HEIGHT,
    Entries,
    Entry,
    EntryDelegate,
    found,
)
from annotator.ui.theme import XXL, M, S, current_colors

WIDTH = 600
MOST_ROWS = 10
_VEIL_LIGHT, _VEIL_DARK = 0.12, 0.36


class Palette(QWidget):
    """A card over the window, with a field and a list.

    Signals:
        done: Something was chosen; carries its name.
    """

    done = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._entries: Sequence[Entry] = ()
        self._recent: Sequence[str] = ()
        self._before: QWidget | None = None
        self._model = Entries(self)
        self.field = QLineEdit()
        self.field.setObjectName("palettefield")
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("All commands")
        self.field.textChanged.connect(self._on_typed)
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setAccessibleName("Commands that fit")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.selectionModel().currentChanged.connect(self._tell)
        self._nothing = _remark("Nothing fits.")
        self._card = QFrame(self)
        self._card.setObjectName("palette")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(S, S, S, S)
        column.setSpacing(S)
        column.addWidget(self.field)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        window.installEventFilter(self)
        self.hide()

    # Public ----------------------------------------------------------------

    def open_with(self, entries: Sequence[Entry], recent: Sequence[str]) -> None:
        """Show what can be done.

        Args:
            entries: All of it.
            recent: The names of what was done last, the latest first.
        """
        self._entries, self._recent = entries, recent
        self._before = QApplication.focusWidget()
        self.field.clear()
        self._on_typed("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()

    def leave(self) -> None:
        """Close it; the focus goes back to where it was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None:
            before.setFocus()

    def give_way(self, focus: QWidget) -> None:
        """Close it if the focus has gone elsewhere."""
        if not self.isHidden() and focus is not self.field:
            self._before = None
            self.hide()

    # Qt --------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the size of the window; go through the list with the field's keys."""
        if watched is not self.field:
            if event.type() == QEvent.Type.Resize and not self.isHidden():
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Close with a click beside the card."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.leave()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Let the window step back behind the card."""
        veil = QColor("black")
        veil.setAlphaF(_VEIL_DARK if current_colors().dark else _VEIL_LIGHT)
        QPainter(self).fillRect(self.rect(), veil)

    # Private ---------------------------------------------------------------

    def _press(self, event: QKeyEvent) -> bool:
        """Tell whether a key was one of the list."""
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Tab: 1,
            Qt.Key.Key_Backtab: -1,
            Qt.Key.Key_PageDown: MOST_ROWS,
            Qt.Key.Key_PageUp: -MOST_ROWS,
        }
        if key in steps:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _step(self, step: int) -> None:
        count = self._model.rowCount()
        if count == 0:
            return
        row = self.list.currentIndex().row() + step
        # Over the ends only by single steps.
        row = row % count if abs(step) == 1 else min(max(row, 0), count - 1)
        self.list.setCurrentIndex(self._model.index(row, 0))

    def _choose(self, row: int) -> None:
        if not 0 <= row < self._model.rowCount():
            return
        entry = self._model.entry(row)
        if entry.possible:
            self.leave()
            self.done.emit(entry.name)
            entry.deed()

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(WIDTH, self.width() - 2 * XXL)
        top = max(XXL, self.height() // 8)
        rows = min(max(1, self._model.rowCount()), MOST_ROWS)
        fitting = (self.height() - top - self.field.sizeHint().height()) // ROW_HEIGHT
        self.list.setFixedHeight(max(1, min(rows, fitting - 1)) * ROW_HEIGHT)
        self._card.setGeometry(
            (self.width() - width) // 2, top, width, self._card.sizeHint().height()
        )

    def _on_typed(self, typed: str) -> None:
        self._model.show(found(self._entries, typed, self._recent))
        fits = self._model.rowCount() > 0
        self.list.setVisible(fits)
        self._nothing.setVisible(not fits)
        self.list.setCurrentIndex(self._model.index(0, 0))
        self.list.scrollToTop()
        self._tell(self.list.currentIndex())
        self._place()

    def _tell(self, index: QModelIndex) -> None:
        # The focus stays in the field: it says where in the list one is.
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) if index.isValid() else ""
        self.field.setAccessibleDescription(said or "Nothing fits")


def _remark(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("role", "secondary")
    label.setContentsMargins(M, 0, M, S)
    return label
