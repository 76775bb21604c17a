"""Messages: one line under the menu, with what to do about it in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.theme import M, S, repolish

GOOD_NEWS_MS = 12_000
"""How long news that asks for nothing stay."""

Answer = tuple[str, Callable[[], object]]
"""A button's words, and what it does."""


class MessageBar(QFrame):
    """One message at a time; a new one takes the place of the old.

    A lasting one comes back when what was said after it is closed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._lasting: tuple[str, Sequence[Answer]] | None = None
        self._covered = False
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(GOOD_NEWS_MS)
        self._fade.timeout.connect(self.clear)
        self._close = QPushButton("✕")
        self._close.setProperty("flat", True)
        self._close.setAccessibleName("Close this message")
        self._close.clicked.connect(self.clear)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(S)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(M)
        row.addWidget(self._label, 1)
        row.addLayout(self._buttons)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or ""."""
        return "" if self.isHidden() else self._label.text()

    def tell(self, text: str, answers: Sequence[Answer] = ()) -> None:
        """Say something that went as it should."""
        if self._lasting is not None:
            return
        self._show(text, answers, failure=False)
        if not answers:
            self._fade.start()

    def warn(
        self, text: str, answers: Sequence[Answer] = (), *, lasting: bool = False
    ) -> None:
        """Say something that did not.

        Args:
            text: What happened, and what to do.
            answers: Buttons.
            lasting: Until it is mended, it cannot be closed or replaced by news.
        """
        if lasting:
            self._lasting = text, answers
        self._show(text, answers, failure=True)
        self._covered = not lasting and self._lasting is not None
        self._close.setVisible(not lasting)

    def clear(self) -> None:
        """Say no more, but for what lasts."""
        self._fade.stop()
        self._covered = False
        if self._lasting is None:
            self.hide()
        else:
            text, answers = self._lasting
            self.warn(text, answers, lasting=True)

    def clear_failure(self) -> None:
        """Take back a lasting failure, now that it is mended."""
        if self._lasting is not None:
            self._lasting = None
            if not self._covered:
                self.clear()

    def _show(self, text: str, answers: Sequence[Answer], *, failure: bool) -> None:
        self._fade.stop()
        self._label.setText(text)
        self.setProperty("failure", failure)
        self.setAccessibleName(text)
        while (item := self._buttons.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.deleteLater()
        for words, deed in answers:
            answer = QPushButton(words)
            answer.clicked.connect(lambda _=False, deed=deed: self._do(deed))
            self._buttons.addWidget(answer)
        for widget in (self, self._label):
            repolish(widget)
        self._close.show()
        self.show()

    def _do(self, deed: Callable[[], None]) -> None:
        self.clear()
        deed()


class NameBar(QFrame):
    """Asks, once and in passing, what teammates are to call the person at work.

    Signals:
        named: Carries the name.
    """

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._field = QLineEdit()
        self._field.setMaxLength(80)
        self._field.setFixedWidth(220)
        self._field.setAccessibleName("Your name")
        self._field.returnPressed.connect(self._on_done)
        label = QLabel("What should teammates call you?")
        label.setBuddy(self._field)
        done = QPushButton("Use this name")
        done.setProperty("primary", True)
        done.clicked.connect(self._on_done)
        row = QHBoxLayout(self)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(M)
        for widget in (label, self._field, done):
            row.addWidget(widget)
        row.addStretch(1)
        self.hide()

    def ask(self, name: str, *, focus: bool) -> None:
        """Show the question with ``name`` as the answer so far."""
        self._field.setText(name)
        self._field.selectAll()
        self.show()
        if focus:
            self._field.setFocus()

    def _on_done(self) -> None:
        name = " ".join(self._field.text().split())
        if name:
            self.hide()
            self.named.emit(name)


class ProgressBar(QFrame):
    """A job that is running: what, how far, and a way to stop it.

    Signals:
        cancelled: The user wants it to stop.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._what = ""
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(3)
        self._cancel = QPushButton("Cancel")
        self._cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout()
        row.setContentsMargins(M, S, M, S)
        row.addWidget(self._label, 1)
        row.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._bar)
        self.hide()

    def start(self, what: str) -> None:
        """Show that ``what`` has begun."""
        self._what = what
        self._label.setText(f"{what}…")
        self._bar.setRange(0, 0)
        self._cancel.setEnabled(True)
        self.show()

    def step(self, done: int, total: int) -> None:
        """Show how far it is; a total of 0 is unknown."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        of = f" of {total:,}" if total else ""
        self._label.setText(f"{self._what}… {done:,}{of}")

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._label.setText(f"{self._what}: stopping…")
        self.cancelled.emit()
