"""The annotations of the open document, in reading order, with a filter."""

from __future__ import annotations

from bisect import bisect_left
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
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.model.annotation import Annotator, Mark
from annotator.model.ids import AnnotatorId
from annotator.model.span import QUOTE_JOINER
from annotator.ui.open_document import OpenDocument
from annotator.ui.rows import ROW_ROLE, Row, RowList
from annotator.ui.theme import M, S

_FILTER_DELAY_MS = 120
_SHOWN = 200
_Index = QModelIndex | QPersistentModelIndex


class AnnotationModel(QAbstractListModel):
    """The shown annotations of the open document; holds marks, no copies of words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: OpenDocument | None = None
        self._marks: list[Mark] = []
        self._words = ""

    def show(self, opened: OpenDocument | None, words: str) -> None:
        """Show the annotations of ``opened`` that have ``words`` in text or tag."""
        self.beginResetModel()
        self._open = opened
        self._words = words.casefold()
        visible = opened.visible() if opened else []
        # A copy: the document's own list changes before the rows are told to.
        self._marks = [m for m in visible if self._wanted(m)] if words else visible[:]
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        """Return how many annotations are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._marks)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a row shows."""
        if self._open is None:
            return None
        if role == ROW_ROLE:
            return self._row(self._marks[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._row(self._marks[index.row()])
            return f"{row.second}: {row.first}"
        return None

    def take_over(self, removed: list[Mark], added: list[Mark]) -> None:
        """Remove and insert single rows."""
        for mark in removed:
            row = self.row_of(mark)
            if row is not None:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._marks[row]
                self.endRemoveRows()
        for mark in added:
            if self._open is None or mark.annotator_id in self._open.hidden:
                continue
            if self.row_of(mark) is None and self._wanted(mark):
                row = bisect_left(self._marks, mark)
                self.beginInsertRows(QModelIndex(), row, row)
                self._marks.insert(row, mark)
                self.endInsertRows()

    def row_of(self, mark: Mark) -> int | None:
        """Return the row of an annotation, or None if it is not shown."""
        row = bisect_left(self._marks, mark)
        if row < len(self._marks) and self._marks[row].id == mark.id:
            return row
        return None

    def at(self, row: int) -> Mark:
        """Return the annotation in a row."""
        return self._marks[row]

    def _wanted(self, mark: Mark) -> bool:
        if not self._words or self._open is None:
            return True
        tag = self._open.session.codebook.tag(mark.tag_id).name.casefold()
        return self._words in tag or self._words in self._quote(mark).casefold()

    def _quote(self, mark: Mark) -> str:
        if self._open is None:
            return ""
        text = self._open.document.text
        return QUOTE_JOINER.join(text[start:end] for start, end in mark.spans)

    def _row(self, mark: Mark) -> Row:
        if self._open is None:
            return Row("", "", "", "")
        session = self._open.session
        tag = session.codebook.tag(mark.tag_id)
        person = session.people().get(mark.annotator_id)
        mine = mark.annotator_id == session.me.id
        who = "" if mine or person is None else f"  ·  {person.name}"
        unsaved = "  ·  not saved" if mark.id in self._open.unsaved else ""
        return Row(
            tag.mark, tag.color, self._quote(mark)[:_SHOWN], f"{tag.name}{who}{unsaved}"
        )


class AnnotationList(QWidget):
    """The list under the inspector.

    Signals:
        annotation_chosen: Carries the Mark the user went to.
    """

    annotation_chosen = Signal(object)

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
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter by words or tag")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter annotations by words or tag")
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_FILTER_DELAY_MS)
        self._delay.timeout.connect(self._refill)
        self.filter.textChanged.connect(self._delay.start)
        self._put_together()

    def show_document(self, opened: OpenDocument | None) -> None:
        """Replace what is shown."""
        self._open = opened
        if opened is not None:
            opened.marks_changed.connect(self._on_marks_changed)
            opened.current_changed.connect(self._on_document_current)
            opened.layers_changed.connect(self._refill)
        self._refill()

    def refresh(self) -> None:
        """Show the rows again, with other names or colours."""
        self._refill()

    def _put_together(self) -> None:
        heading = QLabel("Annotations")
        heading.setProperty("role", "heading")
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._layers = QPushButton("Layers")
        self._layers.setAccessibleName("Choose whose annotations are shown")
        self._menu = QMenu(self._layers)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._layers.setMenu(self._menu)
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._layers)
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
        self._waiting.clear()
        self.list.selectionModel().blockSignals(True)
        self._model.show(self._open, self.filter.text().strip())
        self.list.selectionModel().blockSignals(False)
        self._update_count()
        self._select_current()

    def _update_count(self) -> None:
        shown = self._model.rowCount()
        every = len(self._open.marks) if self._open else 0
        of = f" of {every:,}" if shown != every else ""
        self._count.setText(f"{shown:,}{of}")
        self._empty.setText(
            "None of these. Change the filter or the layers."
            if every
            else "Select words in the text and press a tag's key."
        )
        self._pages.setCurrentWidget(self.list if shown else self._empty)

    def _fill_menu(self) -> None:
        self._menu.clear()
        if self._open is None:
            return
        session = self._open.session
        me = session.me
        people = {me.id: me} | session.people()
        counts = dict.fromkeys(people, 0)
        for mark in self._open.marks:
            counts[mark.annotator_id] = counts.get(mark.annotator_id, 0) + 1
        for person in people.values():
            self._add_layer(person, counts[person.id], mine=person.id == me.id)

    def _add_layer(self, person: Annotator, count: int, *, mine: bool) -> None:
        if self._open is None:
            return
        # An ampersand in a name is no menu key.
        name = person.name.replace("&", "&&")
        action = self._menu.addAction(f"{name}{' (me)' if mine else ''}\t{count:,}")
        action.setCheckable(True)
        action.setChecked(person.id not in self._open.hidden)
        action.toggled.connect(lambda on, who=person.id: self._toggle(who, on=on))

    def _toggle(self, who: AnnotatorId, *, on: bool) -> None:
        if self._open is not None:
            hidden = self._open.hidden
            self._open.hide(hidden - {who} if on else hidden | {who})

    def _select_current(self) -> None:
        mark = self._open.mark(self._open.current) if self._open else None
        row = None if mark is None else self._model.row_of(mark)
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if row is None:
            selection.clear()
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
        if self._waiting:
            self.list.selectionModel().blockSignals(True)
            for removed, added in self._waiting:
                self._model.take_over(removed, added)
            self._waiting.clear()
            self.list.selectionModel().blockSignals(False)
            self._update_count()
        self._select_current()

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.annotation_chosen.emit(self._model.at(index.row()))
