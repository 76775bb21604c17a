"""The start page: what to open, when nothing is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.app.projects import load_codebook
from annotator.ui.chips import TagChip
from annotator.ui.rows import ROW_HEIGHT, ROW_ROLE, Row, RowDelegate
from annotator.ui.theme import XL, L, M, S

_WIDTH = 520


class StartPage(QWidget):
    """Recent projects, and the three ways to begin.

    Signals:
        new_wanted, open_wanted, sample_wanted: A button was pressed.
        recent_chosen: Carries the Path of a project.
    """

    new_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self._recent = QListWidget()
        self._recent.setItemDelegate(RowDelegate(self._recent))
        self._recent.setAccessibleName("Recent projects")
        self._recent.itemActivated.connect(self._on_activated)
        self._recent.itemClicked.connect(self._on_activated)
        self._heading = QLabel("Recent projects")
        self._heading.setProperty("role", "heading")
        self._hint = QLabel()
        self._put_together()

    def show_recent(self, paths: list[Path]) -> None:
        """Show these project files, newest first."""
        self._recent.clear()
        for path in paths:
            item = QListWidgetItem(path.stem)
            there = path.exists()
            where = str(path.parent) if there else f"not found in {path.parent}"
            item.setData(ROW_ROLE, Row("▸", "", path.stem, where, faded=not there))
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            self._recent.addItem(item)
        self._recent.setVisible(bool(paths))
        self._heading.setVisible(bool(paths))
        self._recent.setFixedHeight(min(len(paths), 6) * ROW_HEIGHT + 4)

    def show_keys(self, commands: str, keys: str) -> None:
        """Show which keys open the list of all commands and that of all keys."""
        self._hint.setText(
            "Drop texts, datasets or a project anywhere. "
            f"{commands} lists all commands, {keys} all keys."
        )

    def _put_together(self) -> None:
        title = QLabel("Annotator")
        title.setProperty("role", "title")
        line = QLabel("Highlight what people say in texts, tag it, export it exactly.")
        for label in (line, self._hint):
            label.setProperty("role", "secondary")
        inside = QWidget()
        inside.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, XL)
        column.setSpacing(M)
        column.addStretch(2)
        column.addWidget(title)
        column.addWidget(line)
        column.addLayout(self._tags())
        column.addSpacing(S)
        column.addLayout(self._buttons())
        column.addSpacing(L)
        column.addWidget(self._heading)
        column.addWidget(self._recent)
        column.addStretch(3)
        column.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(inside)
        row.addStretch(1)

    def _tags(self) -> QHBoxLayout:
        """Return the tags one begins with, to be looked at."""
        row = QHBoxLayout()
        row.setSpacing(S)
        for number, tag in enumerate(load_codebook().active_tags(), start=1):
            chip = TagChip(tag, number, key_cap=True)
            chip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(S)
        for words, signal, primary in (
            ("Open the sample", self.sample_wanted, True),
            ("New project…", self.new_wanted, False),
            ("Open project…", self.open_wanted, False),
        ):
            button = QPushButton(words)
            button.setProperty("primary", primary)
            button.setAutoDefault(True)  # Enter presses it, as Space does.
            button.clicked.connect(signal)
            row.addWidget(button)
            if primary:
                self.setFocusProxy(button)
        row.addStretch(1)
        return row

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
