"""The drawer under the text: a list one works through with the text in view."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.theme import M, S

HEIGHT = 232
LEAST_ABOVE = 150
"""The text keeps so much, however low the window: some four lines to read in."""


class Drawer(QFrame):
    """Holds one panel at a time; Esc closes it.

    Signals:
        opened: It has come up, and what was at the foot of the text is under it.
        closed: The user has closed it; the text is to have the focus.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setMinimumHeight(HEIGHT // 2)
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._about = QLabel()
        self._about.setProperty("role", "secondary")
        for label in (self._title, self._about):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._close = QPushButton("Close")
        self._close.setProperty("flat", True)
        self._close.setToolTip("Close (Esc)")
        self._close.clicked.connect(self.close_drawer)
        top = QHBoxLayout()
        top.setContentsMargins(M, S, S, S)
        top.setSpacing(S)
        top.addWidget(self._title)
        top.addWidget(self._about, 1)
        top.addWidget(self._close)
        self._panels = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._panels, 1)
        self.hide()

    @property
    def panel(self) -> QWidget | None:
        """What it shows, or None if it is closed."""
        return None if self.isHidden() else self._panels.currentWidget()

    def add(self, panel: QWidget) -> None:
        """Take a panel in, to be shown later."""
        self._panels.addWidget(panel)

    def open_at(self, panel: QWidget, title: str, about: str = "") -> None:
        """Show one of its panels."""
        self._panels.setCurrentWidget(panel)
        self._title.setText(title)
        self._about.setText(about)
        if self.isHidden():
            self.show()
            self.opened.emit()

    def tell(self, about: str) -> None:
        """Say something about the panel beside its title, such as how much it holds."""
        self._about.setText(about)

    def close_drawer(self) -> None:
        """Close it."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Close with Esc, wherever in it the focus is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)
