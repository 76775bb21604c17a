"""The annotations of the open document, filtered and in any order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.filters import ListFilter
from annotator.model.annotation import Mark
from annotator.ui.annotations.filter_line import FilterLine
from annotator.ui.annotations.menus import LayersMenu
from annotator.ui.annotations.model import AnnotationModel, Order
from annotator.ui.open_document import OpenDocument
from annotator.ui.rows import RowList
from annotator.ui.theme import M, S


class AnnotationList(QWidget):
    """The list under the inspector.

    Signals:
        annotation_chosen: Carries the Mark the user went to.
        left: The text is to have the focus.
    """

    annotation_chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: OpenDocument | None = None
        self._waiting: list[tuple[list[Mark], list[Mark]]] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._catch_up)
        self._model = AnnotationModel(self)
        self.list = RowList("Annotations")
        self.list.setModel(self._model)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        # Also on the row one is on: the text may have been scrolled away.
        self.list.clicked.connect(self._on_current)
        self.list.activated.connect(self._on_activated)
        self.filters = FilterLine(self._model.values)
        self.filter = self.filters.field
        self.filters.words_changed.connect(self._on_words)
        self.filters.changed.connect(self._refill)
        self.filters.sorted_by.connect(self._on_sorted)
        self.filters.left.connect(self.left)
        self.filters.down.connect(self.list.setFocus)
        self._put_together()

    def show_document(self, opened: OpenDocument | None) -> None:
        """Replace what is shown."""
        self._open = opened
        self._waiting.clear()
        self._layers_menu.show_document(opened)
        self.filters.show_document(opened)
        if opened is not None:
            opened.marks_changed.connect(self._on_marks_changed)
            opened.current_changed.connect(self._on_document_current)
            opened.layers_changed.connect(self._refill)
        self._refill()

    def focus_filter(self) -> None:
        """Let the words that are filtered by be typed anew."""
        self.filter.setFocus()
        self.filter.selectAll()

    def refresh(self) -> None:
        """Show the rows again, with other names or colours."""
        self.filters.show_document(self._open)
        self._refill()

    def _put_together(self) -> None:
        heading = QLabel("Annotations")
        heading.setProperty("role", "heading")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._layers = QPushButton("Layers")
        self._layers.setAccessibleName("Choose whose annotations are shown")
        self._layers_menu = LayersMenu(self._layers)
        self._layers.setMenu(self._layers_menu)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._layers)
        head = QVBoxLayout()
        head.setContentsMargins(M, M, M, S)
        head.setSpacing(S)
        head.addLayout(top)
        head.addWidget(self.filters)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._nothing_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _nothing_page(self) -> QWidget:
        self._empty = QLabel()
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._clear = QPushButton("Clear the filter")
        self._clear.clicked.connect(self.filters.clear)
        self._nothing = QWidget()
        column = QVBoxLayout(self._nothing)
        column.setContentsMargins(M, S, M, S)
        column.setSpacing(S)
        column.addWidget(self._empty)
        column.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return self._nothing

    def _refill(self) -> None:
        self._show(lambda: self._model.show(self._open, self.filters.wanted))

    def _on_words(self, words: str) -> None:
        self._catch_up()
        self._show(lambda: self._model.search(words))

    def _on_sorted(self, order: Order, descending: bool) -> None:  # noqa: FBT001
        self._show(lambda: self._model.sort_by(order, descending=descending))

    def _show(self, change: Callable[[], None]) -> None:
        """Change all rows at once; going nowhere."""
        for _removed, added in self._waiting:
            for mark in added:
                self._model.read_again(mark.id)
        self._waiting.clear()
        self.list.selectionModel().blockSignals(True)
        change()
        self.list.selectionModel().blockSignals(False)
        self._update_count()
        self._select_current()

    def _update_count(self) -> None:
        shown = self._model.rowCount()
        every = len(self._open.marks) if self._open else 0
        of = f" of {every:,}" if shown != every else ""
        self._count.setText(f"{shown:,}{of}")
        if shown:
            self._pages.setCurrentWidget(self.list)
            return
        filtered = self.filters.wanted != ListFilter()
        self._clear.setVisible(bool(every) and filtered)
        self._empty.setText(
            "Select words in the text and press a tag's key."
            if not every
            else "No annotation is like this."
            if filtered
            else "The layers of those who have annotated this text are hidden."
        )
        self._pages.setCurrentWidget(self._nothing)

    def _select_current(self, gone_from: int = -1) -> None:
        """Select the current annotation's row.

        Args:
            gone_from: The row it had, if it has just left the list: then Down goes
                on to what stands there now, and not to the first row.
        """
        row = self._current_row()
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if row is None:
            selection.clear()
            before = self._model.index(gone_from - 1)
            selection.setCurrentIndex(before, selection.SelectionFlag.NoUpdate)
        else:
            self.list.setCurrentIndex(self._model.index(row))
            self.list.scrollTo(self._model.index(row))
        selection.blockSignals(False)
        self.list.viewport().update()

    def _on_marks_changed(self, removed: list[Mark], added: list[Mark]) -> None:
        if self.sender() is self._open:
            self._waiting.append((removed, added))
            self._soon.start()

    def _on_document_current(self, _current: object) -> None:
        if self.sender() is self._open:
            self._soon.start()

    def _catch_up(self) -> None:
        """Take over what has changed, once the text is painted: that goes first."""
        gone_from = -1
        if self._waiting:
            selected = self.list.selectionModel().hasSelection()
            gone_from = self.list.currentIndex().row() if selected else -1
            self.list.selectionModel().blockSignals(True)
            for removed, added in self._waiting:
                self._model.take_over(removed, added)
            self._waiting.clear()
            self.list.selectionModel().blockSignals(False)
            self._update_count()
        self._select_current(gone_from)

    def _current_row(self) -> int | None:
        mark = self._open.mark(self._open.current) if self._open else None
        return None if mark is None else self._model.row_of(mark)

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.annotation_chosen.emit(self._model.at(index.row()))

    def _on_activated(self, index: QModelIndex) -> None:
        """Go to the text at the row one is on."""
        self._on_current(index)
        self.left.emit()
