"""The status line: whether all is saved, how much there is, and who is at work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.model.counts import counted
from annotator.model.times import local_time, utc_now
from annotator.ui.theme import M, S, repolish

HEIGHT = 26
HINT_MS = 10_000
"""How long a passing remark stays: long enough to be read twice."""


class StatusLine(QFrame):
    """Quiet facts at the foot of the window.

    Signals:
        name_clicked: The user wants to change their name.
    """

    name_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusline")
        self.setFixedHeight(HEIGHT)
        self._saved = QLabel()
        self._hint = QLabel()
        self._passing = QTimer(self)
        self._passing.setSingleShot(True)
        self._passing.setInterval(HINT_MS)
        self._passing.timeout.connect(self._hint.clear)
        self._counts = QLabel()
        self._place = QLabel()
        for label in (self._saved, self._hint, self._counts, self._place):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._name = QPushButton()
        self._name.setObjectName("link")
        self._name.setToolTip("Change your name")
        self._name.clicked.connect(self.name_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, 0, M, 0)
        row.setSpacing(M)
        row.addWidget(self._saved)
        row.addWidget(self._hint, 1)
        row.addWidget(self._counts)
        row.addWidget(self._place)
        row.addWidget(self._name)
        row.setSpacing(S * 2)

    @property
    def saved_text(self) -> str:
        """What it says about saving."""
        return self._saved.text()

    @property
    def hint_text(self) -> str:
        """The passing remark it shows."""
        return self._hint.text()

    def show_saved(self, *, just_now: bool) -> None:
        """Say that everything is on disk."""
        time = f" {local_time(utc_now())}" if just_now else ""
        self._show_saving(f"●  Saved{time}", failure=False)

    def show_unsaved(self, count: int) -> None:
        """Say how many edits wait to be saved."""
        self._show_saving(f"✕  {count} not saved", failure=True)

    def show_read_only(self) -> None:
        """Say that nothing can be changed."""
        self._show_saving("Read-only", failure=False)

    def hint(self, text: str) -> None:
        """Show a passing remark for some seconds, or until the next one."""
        self._hint.setText(text)
        self._passing.start()

    def show_counts(self, annotations: int, mine: int) -> None:
        """Say how many annotations the open document has."""
        self._counts.setText(f"{counted(annotations, 'annotation')}, {mine:,} mine")

    def show_caret(self, offset: int | None) -> None:
        """Say where the caret is, in code points from 0."""
        self._place.setText("" if offset is None else f"Character {offset:,}")

    def show_name(self, name: str) -> None:
        """Say who is at work."""
        self._name.setText(name)
        self._name.setAccessibleName(f"You are {name}. Change your name")

    def _show_saving(self, text: str, *, failure: bool) -> None:
        self._saved.setText(text)
        if self._saved.property("failure") != failure:
            self._saved.setProperty("failure", failure)
            repolish(self._saved)
