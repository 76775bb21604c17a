"""Says calmly that the program itself has failed, and lets one pass it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.model.counts import counted
from annotator.ui.about import as_text, versions
from annotator.ui.dialogs import plain_label
from annotator.ui.hooks import Failure
from annotator.ui.theme import LABEL, L, M


class CrashDialog(QDialog):
    """One dialog for all that goes wrong; while it is open it only counts.

    Args of ``__init__``:
        log: Where it all has been written before this is shown.
        waiting: Returns how many changes are not on disk.
    """

    def __init__(
        self, log: Path, waiting: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._log = log
        self._waiting = waiting
        self._count = 0
        self.setWindowTitle("Something went wrong")
        self.setModal(False)
        self.resize(640, 420)
        self._what = plain_label("", "heading")
        self._saved = plain_label("")
        self._more = plain_label("", "secondary")
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._details.setAccessibleName("Details")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(LABEL)
        self._details.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(M)
        for widget in (self._what, self._saved, self._details, self._more):
            column.addWidget(widget)
        column.addWidget(self._buttons())

    def tell(self, failure: Failure) -> None:
        """Show a failure; one that was closed does not come back by itself."""
        if self.isVisible():
            self._count += 1
        elif failure.first:
            self._count = 1
            self._show(failure)
        self._say_more()

    def _show(self, failure: Failure) -> None:
        self._what.setText(f"The program made a mistake: {failure.kind}.")
        self._details.setPlainText(f"{as_text(versions())}\n\n{failure.trace}")
        self._saved.setText(_on_disk(self._waiting()))
        self.show()

    def _say_more(self) -> None:
        again = f"Went wrong {self._count:,} times so far. " if self._count > 1 else ""
        self._more.setText(
            f"{again}The details hold nothing of your texts and annotations. "
            f"The log, which may, is at {self._log}."
        )

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        role = QDialogButtonBox.ButtonRole.ActionRole
        copy = buttons.addButton("Copy the details", role)
        copy.clicked.connect(self._on_copy)
        show = buttons.addButton("Show the log", role)
        show.clicked.connect(self._on_show_log)
        buttons.rejected.connect(self.close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        return buttons

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details.toPlainText())

    def _on_show_log(self) -> None:
        show_log(self._log)


def show_log(log: Path) -> None:
    """Open the log with whatever shows texts on this computer."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log)))


def _on_disk(waiting: int) -> str:
    if not waiting:
        return "Everything you have tagged is on disk. You can go on working."
    waits = "waits" if waiting == 1 else "wait"
    return (
        f"{counted(waiting, 'change')} {waits} to be saved: press “Retry” in the "
        "message at the top of the window. Everything else you have tagged is on disk."
    )
