"""The history of the current annotation: who did what when, and taking it back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.app.history import HistoryEntry, history_of, restore
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation
from annotator.ui.annotations.wording import breakable, moment
from annotator.ui.theme import XS, S
from annotator.ui.workbench import Workbench

AT_ONCE = 20
"""So many entries are shown at first, and with each press on "Earlier"."""

_TITLE = "History"


class HistoryPanel(QWidget):
    """Folded until it is wanted, and read from the journal only then.

    Attributes:
        buttons: What takes the focus, in its order.

    Signals:
        filled: There are other entries to see than before.
        unfolded: It has been opened.
    """

    filled = Signal()
    unfolded = Signal()

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._annotation: Annotation | None = None
        self._entries: list[HistoryEntry] = []
        self._most = AT_ONCE
        self.button = _FoldButton()
        self.button.toggled.connect(self._on_toggled)
        self.buttons: list[QPushButton] = [self.button]
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, XS, 0, 0)
        self._column.setSpacing(S)
        self._rows.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.button)
        column.addWidget(self._rows)
        self._tell()

    def show_annotation(self, annotation: Annotation | None) -> None:
        """Be about an annotation, as it is stored now."""
        if annotation is None or annotation != self._annotation:
            self._most = AT_ONCE
        self._annotation = annotation
        self._read()

    # Private ---------------------------------------------------------------

    def _on_toggled(self, unfolded: bool) -> None:  # noqa: FBT001
        self._most = AT_ONCE
        self._read()
        if unfolded:
            self.unfolded.emit()

    def _read(self) -> None:
        """Read what there is to see, and nothing while it is folded."""
        there = self._annotation is not None and self.button.isChecked()
        self._entries = (
            history_of(self._bench.session, self._annotation.id)
            if there and self._annotation is not None
            else []
        )
        self._rows.setVisible(there)
        self._fill()
        self._tell()

    def _tell(self) -> None:
        """Show the fold, and how many entries there are, if that is known."""
        unfolded = self.button.isChecked()
        count = f"  ·  {len(self._entries):,}" if unfolded else ""
        self.button.setText(f"{'▾' if unfolded else '▸'}  {_TITLE}{count}")
        state = "open" if unfolded else "folded"
        self.button.setAccessibleName(f"{_TITLE} of this annotation, {state}")

    def _fill(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = [self.button]
        for entry in self._entries[: self._most]:
            row = _EntryRow(entry, restorable=self._restorable(entry))
            row.restore_wanted.connect(self._restore)
            self._column.addWidget(row)
            row.show()
            if row.back is not None:
                self.buttons.append(row.back)
        left = len(self._entries) - self._most
        if left > 0:
            more = QPushButton(f"{min(left, AT_ONCE)} earlier of {left:,}")
            more.setProperty("flat", True)
            more.clicked.connect(self._show_more)
            self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(more)
        self.filled.emit()

    def _show_more(self) -> None:
        place = len(self.buttons) - 1
        self._most += AT_ONCE
        self._fill()
        self.buttons[min(place, len(self.buttons) - 1)].setFocus()

    def _restorable(self, entry: HistoryEntry) -> bool:
        """Tell whether restoring is mine to do, and would change anything."""
        now, session = self._annotation, self._bench.session
        then = entry.state
        return (
            now is not None
            and now.annotator_id == session.me.id
            and not session.read_only
            and (then.tag_id, then.spans, then.attributes, then.note)
            != (now.tag_id, now.spans, now.attributes, now.note)
        )

    def _restore(self, entry: HistoryEntry) -> None:
        bench = self._bench
        if not bench.may_write():
            return
        try:
            edit = restore(bench.session, entry)
        except AnnotatorError as error:
            bench.hint(str(error))
            return
        self.button.setFocus()
        if bench.do(edit):
            undo = bench.key("edit.undo")
            bench.hint(f"As it was {moment(entry.at)}. {undo} takes it back.")


class _FoldButton(QPushButton):
    """Folds and unfolds, also with Enter."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fold")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class _EntryRow(QWidget):
    """One entry: when and who, what, and the way back.

    Signals:
        restore_wanted: Carries the HistoryEntry.
    """

    restore_wanted = Signal(object)

    def __init__(self, entry: HistoryEntry, *, restorable: bool) -> None:
        super().__init__()
        who = entry.who or "Import"
        about = QLabel(f"{who}, {moment(entry.at)}")
        about.setProperty("role", "secondary")
        # However long a name is, the button keeps its room.
        about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        about.setToolTip(about.text())
        self.back: QPushButton | None = None
        what = QLabel(breakable(entry.what))
        what.setWordWrap(True)
        for label in (about, what):
            label.setTextFormat(Qt.TextFormat.PlainText)
        top = QHBoxLayout()
        top.setSpacing(S)
        top.addWidget(about, 1)
        if restorable:
            self.back = QPushButton("As it was then")
            self.back.setObjectName("link")
            self.back.setAccessibleName(f"As it was {moment(entry.at)}: {entry.what}")
            self.back.clicked.connect(lambda: self.restore_wanted.emit(entry))
            top.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(what)
