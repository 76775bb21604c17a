"""The documents of the project: which there are and how far one has got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.model.change import ChangeSet
from annotator.model.counts import counted
from annotator.model.document import DocumentInfo, Status, progress
from annotator.model.ids import DocumentId
from annotator.ui.open_document import OpenDocument
from annotator.ui.rows import ROW_ROLE, Row, RowList
from annotator.ui.theme import M, S

_STATUS_MARKS = {Status.NEW: "○", Status.IN_PROGRESS: "◐", Status.DONE: "✓"}
_FILTER_DELAY_MS = 120
_Index = QModelIndex | QPersistentModelIndex


class DocumentModel(QAbstractListModel):
    """The documents, those the filter lets through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._documents: list[DocumentInfo] = []

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        """Return how many documents are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._documents)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a row shows."""
        info = self._documents[index.row()]
        if role == ROW_ROLE:
            return _row(info)
        if role == Qt.ItemDataRole.DisplayRole:
            return info.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = _row(info)
            return f"{row.first}, {info.status}, {row.second}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{info.title}\n{info.name}"
        return None

    def show(self, documents: Sequence[DocumentInfo]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._documents = list(documents)
        self.endResetModel()

    def replace(self, info: DocumentInfo) -> None:
        """Replace the row of one document, if it is shown."""
        row = self.row_of(info.id)
        if row is not None:
            self._documents[row] = info
            # Once the text is painted: that goes first.
            QTimer.singleShot(0, self, partial(self._tell, info.id))

    def _tell(self, document_id: DocumentId) -> None:
        row = self.row_of(document_id)
        if row is not None:
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, document_id: DocumentId | None) -> int | None:
        """Return the row of a document, or None."""
        return next(
            (row for row, d in enumerate(self._documents) if d.id == document_id), None
        )

    def at(self, row: int) -> DocumentInfo:
        """Return the document in a row."""
        return self._documents[row]


class DocumentsPanel(QWidget):
    """The list at the left, with its filter.

    Signals:
        document_chosen: Carries the DocumentId.
        import_wanted: The user wants to bring texts in.
    """

    document_chosen = Signal(object)
    import_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._current: DocumentId | None = None
        self._all: list[DocumentInfo] = []
        self._model = DocumentModel(self)
        self.list = RowList("Documents")
        self.list.setModel(self._model)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by title or words")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter documents by title or words in the text")
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_FILTER_DELAY_MS)
        self._delay.timeout.connect(self._refill)
        self.filter.textChanged.connect(self._delay.start)
        self._put_together()
        self.reload()

    def reload(self) -> None:
        """Read the documents again."""
        self._all = self._session.documents()
        self._refill()

    def take_over(self, changes: ChangeSet, opened: OpenDocument | None) -> None:
        """Read again what an edit has touched.

        The counts of the open document are taken from it: counting 50,000 rows
        anew would be felt with every key.
        """
        if changes.listing:
            self.reload()
            return
        for document_id in changes.documents:
            info = (
                self._session.document_info(document_id)
                if (
                    changes.status
                    or opened is None
                    or document_id != opened.document.id
                )
                else self._counted(opened)
            )
            if info is not None:
                self._all = [info if d.id == info.id else d for d in self._all]
                self._model.replace(info)

    def set_current(self, document_id: DocumentId | None) -> None:
        """Mark a document as the one that is open, without opening it."""
        self._current = document_id
        self._select_current()

    def infos(self) -> list[DocumentInfo]:
        """Return all documents of the project, whatever the filter says."""
        return self._all

    def _counted(self, opened: OpenDocument) -> DocumentInfo | None:
        found = (info for info in self._all if info.id == opened.document.id)
        info = next(found, None)
        return info and replace(
            info,
            annotations=opened.count,
            mine=opened.mine,
            status=progress(info.status, opened.mine),
        )

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) document of those shown."""
        row = self._model.row_of(self._current)
        wanted = step - 1 if row is None else row + step
        if 0 <= wanted < self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(wanted))

    def _put_together(self) -> None:
        heading = QLabel("Documents")
        heading.setProperty("role", "heading")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        add = QPushButton("Import")
        add.setAccessibleName("Import texts")
        add.clicked.connect(self.import_wanted)
        add.setEnabled(not self._session.read_only)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(add)
        head = QVBoxLayout()
        head.setContentsMargins(M, M, M, S)
        head.setSpacing(S)
        head.addLayout(top)
        head.addWidget(self.filter)
        self._empty = QLabel()
        self._empty.setProperty("role", "secondary")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(M, S, M, S)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _refill(self) -> None:
        shown = self._matching(self.filter.text().strip())
        self.list.selectionModel().blockSignals(True)
        self._model.show(shown)
        self.list.selectionModel().blockSignals(False)
        self._select_current()
        of = f" of {len(self._all)}" if len(shown) != len(self._all) else ""
        self._count.setText(f"{len(shown)}{of}")
        self._empty.setText(
            "No document has these words."
            if self._all
            else "No texts yet. Import text files to begin."
        )
        self._pages.setCurrentWidget(self.list if shown else self._empty)

    def _matching(self, words: str) -> list[DocumentInfo]:
        if not words:
            return self._all
        found = self._session.documents_with(words)
        folded = words.casefold()
        return [
            info
            for info in self._all
            if info.id in found
            or folded in info.title.casefold()
            or folded in info.name.casefold()
        ]

    def _select_current(self) -> None:
        row = self._model.row_of(self._current)
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if row is None:
            self.list.clearSelection()
        else:
            self.list.setCurrentIndex(self._model.index(row))
            self.list.scrollTo(self._model.index(row))
        selection.blockSignals(False)
        self.list.viewport().update()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            info = self._model.at(index.row())
            if info.id != self._current:
                self._current = info.id
                self.document_chosen.emit(info.id)


def _row(info: DocumentInfo) -> Row:
    count = counted(info.annotations, "annotation")
    if info.mine and info.mine != info.annotations:
        count += f", {info.mine:,} mine"
    if not info.annotations:
        count = "not annotated"
    outlet = info.metadata.get("outlet")
    second = f"{count}  ·  {outlet}" if outlet else count
    return Row(
        _STATUS_MARKS[info.status],
        "",
        info.title,
        second,
        faded=info.status is Status.DONE,
    )
