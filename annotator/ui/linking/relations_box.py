"""The relations of the current annotation as a list, for the inspector."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.app import relating
from annotator.app.links import possible_types
from annotator.app.relating import RelationView, relations_shown
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation
from annotator.model.change import Edit
from annotator.model.codebook import RelationType
from annotator.ui.linking.wording import arrow
from annotator.ui.rows import (
    ROW_HEIGHT,
    ROW_ROLE,
    Row,
    RowDelegate,
    RowList,
    selected_ground,
)
from annotator.ui.text.direction import isolated
from annotator.ui.theme import HEADING, M, S, current_colors, ui_font
from annotator.ui.workbench import Workbench

MOST_ROWS = 6
"""So many are seen at once; the others are scrolled to."""

_MENU_WIDTH = 28
_Index = QModelIndex | QPersistentModelIndex


class RelationsBox(QWidget):
    """Shows, changes and removes relations; each row leads to its other end.

    Signals:
        link_wanted: The user wants to link the annotation to another one.
    """

    link_wanted = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._annotation: Annotation | None = None
        self._model = _RelationModel(bench, self)
        self.rows = _RelationRows(self._model)
        self.rows.chosen.connect(self._go)
        self.rows.removed.connect(self._remove)
        self.rows.menu_wanted.connect(self._show_menu)
        self._title = QLabel("Relations")
        self._none = QLabel("None yet.")
        for label in (self._title, self._none):
            label.setProperty("role", "secondary")
        self.link = QPushButton()
        self.link.setProperty("flat", True)
        self.link.clicked.connect(self.link_wanted)
        self.show_key("L")
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(self._title)
        top.addWidget(self._none, 1)
        top.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.rows)
        self.show_annotation(None)

    def show_key(self, key: str) -> None:
        """Show which key links, as people read it; "" if none does."""
        self.link.setText(f"Link… ({key})" if key else "Link…")
        self.link.setAccessibleName("Link this annotation to another one")

    def show_annotation(self, annotation: Annotation | None) -> None:
        """Show the relations of an annotation as they are stored now, or none."""
        session = self._bench.session
        self._annotation = annotation
        views = relations_shown(session, annotation.id) if annotation else []
        row = self.rows.currentIndex().row()
        self._model.show(views)
        self.rows.setFixedHeight(min(len(views), MOST_ROWS) * ROW_HEIGHT)
        self.rows.setVisible(bool(views))
        self._none.setVisible(not views)
        if views and row >= 0:
            self.rows.setCurrentIndex(self._model.index(min(row, len(views) - 1)))
        mine = annotation is not None and annotation.annotator_id == session.me.id
        self.link.setVisible(mine and not session.read_only)

    # Private ---------------------------------------------------------------

    def _go(self, index: QModelIndex) -> None:
        view = self._model.view(index.row())
        self._bench.go_to_annotation(view.document_id, view.other_id)

    def _remove(self, index: QModelIndex) -> None:
        relation = self._model.view(index.row()).relation
        make = partial(relating.unlink, self._bench.session, relation)
        self._do(make, "Link removed.", "brings it back")

    def _change(self, view: RelationView, kind: RelationType) -> None:
        session = self._bench.session
        make = partial(relating.retype_relation, session, view.relation, kind)
        self._do(make, f"Now “{kind.name}”.", "takes it back")

    def _reverse(self, view: RelationView) -> None:
        make = partial(relating.reverse_relation, self._bench.session, view.relation)
        self._do(make, "Link reversed.", "takes it back")

    def _do(self, make: Callable[[], Edit], done: str, undone: str) -> None:
        """Save what ``make`` returns; say what was done, and that undo undoes it."""
        bench = self._bench
        try:
            edit = make()
        except AnnotatorError as error:
            bench.hint(str(error))
            return
        if bench.may_write() and bench.do(edit):
            bench.hint(f"{done} {bench.key('edit.undo')} {undone}.")

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        menu = self.menu(index.row())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self, row: int) -> QMenu:
        """Return what can be done with a relation."""
        view = self._model.view(row)
        menu = QMenu(self)
        menu.addAction("Go there\tEnter", lambda: self._go(self._model.index(row)))
        menu.addSeparator()
        for kind in self._types(view):
            action = menu.addAction(kind.name)
            action.setCheckable(True)
            action.setChecked(kind.id == view.type.id)
            action.setEnabled(self._may_change(view))
            action.triggered.connect(
                lambda _=False, kind=kind: self._change(view, kind)
            )
        menu.addSeparator()
        reverse = menu.addAction("Reverse", lambda: self._reverse(view))
        reverse.setEnabled(self._may_change(view) and self._may_reverse(view))
        remove = menu.addAction(
            "Remove\tDel", lambda: self._remove(self._model.index(row))
        )
        remove.setEnabled(self._may_change(view))
        return menu

    def _types(self, view: RelationView) -> list[RelationType]:
        """Return the types a relation may have, its own among them."""
        if self._annotation is None:
            return []
        ends = (self._annotation.tag_id, view.tag_id)
        source, target = ends if view.outgoing else ends[::-1]
        types = possible_types(self._bench.session.codebook, source, target)
        return types if view.type in types else [view.type, *types]

    def _may_change(self, view: RelationView) -> bool:
        return view.mine and not self._bench.session.read_only

    def _may_reverse(self, view: RelationView) -> bool:
        relation = view.relation
        return view.type.directed and not relating.relation_problem(
            self._bench.session,
            relation.target_id,
            relation.source_id,
            view.type,
            but=relation.id,
        )


class _RelationModel(QAbstractListModel):
    """The relations as rows."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._views: list[RelationView] = []

    def show(self, views: list[RelationView]) -> None:
        """Replace the relations."""
        self.beginResetModel()
        self._views = views
        self.endResetModel()

    def view(self, row: int) -> RelationView:
        """Return the relation in a row."""
        return self._views[row]

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._views)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        view = self._views[index.row()]
        if role == ROW_ROLE:
            return self._row(view)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._row(view)
            return f"{row.second.replace('  ·  ', ', ')}: {row.first}"
        return None

    def _row(self, view: RelationView) -> Row:
        session, opened = self._bench.session, self._bench.opened
        tag = session.codebook.tag(view.tag_id)
        parts = [f"{arrow(view)} {view.type.name}"]
        if opened is None or view.document_id != opened.document.id:
            parts.append(isolated(view.title))
        person = session.people().get(view.annotator_id)
        if person is not None and person.id != session.me.id:
            parts.append(isolated(person.name))
        return Row(tag.mark, tag.color, view.quote, "  ·  ".join(parts))


class _RelationRows(RowList):
    """The list: Enter and a click go, Del removes, the rest is in a menu.

    Signals:
        chosen: Carries the index to go along.
        removed: Carries the index to remove.
        menu_wanted: ``(index, where on the screen)``.
    """

    chosen = Signal(QModelIndex)
    removed = Signal(QModelIndex)
    menu_wanted = Signal(QModelIndex, QPoint)

    def __init__(self, model: QAbstractListModel) -> None:
        super().__init__("Relations of this annotation")
        self.setModel(model)
        self.setItemDelegate(_RelationDelegate(self))
        self._pressed_at = QPoint()
        self.clicked.connect(self._on_clicked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(index)
        elif index.isValid() and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(index)
        elif index.isValid() and event.key() == Qt.Key.Key_Space:
            self._open_menu(index)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if index.isValid():
            self._open_menu(index)

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._pressed_at.x() > self.visualRect(index).right() - _MENU_WIDTH:
            self._open_menu(index)
        else:
            self.chosen.emit(index)

    def _open_menu(self, index: QModelIndex) -> None:
        corner = self.visualRect(index).bottomLeft()
        self.menu_wanted.emit(index, self.viewport().mapToGlobal(corner))


class _RelationDelegate(RowDelegate):
    """Rows with a sign for their menu at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        super().paint(painter, option, index)
        if not option.state & QStyle.StateFlag.State_Selected:
            return
        colors = current_colors()
        rect = QRectF(option.rect)
        place = QRectF(rect.right() - _MENU_WIDTH, rect.top() + 20, _MENU_WIDTH - M, 18)
        painter.fillRect(place, selected_ground(colors.color("window")))
        painter.setFont(ui_font(HEADING))
        painter.setPen(colors.color("secondary"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "⋯")
