"""The bar above the text in which one types what to find in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from annotator.ui.finding.flat_button import FlatButton
from annotator.ui.finding.query_field import QueryField
from annotator.ui.theme import XS, S, current_colors

# Of the text as it is set at first, in pixels, so that the field begins where it does.
_WIDTH, _AIR, _SCROLL_BAR = 720, 40, 10
_COUNT = "000 of 0,000"
_ROOMY = 560


class FindBar(QFrame):
    """One line as wide as the column of text, and a second one if something is wrong.

    Signals:
        stepped: To the next hit (1) or the previous one (-1).
        close_wanted: The user is done with finding.
    """

    stepped = Signal(int)
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.query_field = QueryField("Find in this text", "Find in this text")
        self.query_field.entered.connect(self.stepped)
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        self._problem = QLabel()
        self._problem.setProperty("role", "problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._steps = (
            _button("↑", "Previous", "", lambda: self.stepped.emit(-1)),
            _button("↓", "Next", "", lambda: self.stepped.emit(1)),
        )
        self._put_together()
        self.show_count("", any_hits=False)
        self.hide()

    @property
    def count(self) -> str:
        """What it says about how many hits there are."""
        return self._count.text()

    @property
    def problem(self) -> str:
        """What it says is wrong, or ""."""
        return self._problem.text()

    def show_keys(self, previous: str, following: str) -> None:
        """Show with the buttons which keys do the same."""
        for button, key in zip(self._steps, (previous, following), strict=True):
            button.show_keys(key)

    def show_count(self, words: str, *, any_hits: bool) -> None:
        """Say which of how many hits one is at, and whether there are any."""
        self._count.setText(words)
        self.query_field.field.setAccessibleDescription(words)
        for button in self._steps:
            button.setEnabled(any_hits)

    def show_problem(self, words: str) -> None:
        """Say what is wrong, or with "" that nothing is."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Close with Esc, wherever in it the focus is."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Begin where the text does, unless there is no room for that."""
        super().resizeEvent(event)
        roomy = self.width() >= _ROOMY
        air = _AIR if roomy else S
        # A steady width, lest the buttons jump while one types; but where there is
        # no room, the field needs it more.
        steady = self._count.fontMetrics().horizontalAdvance(_COUNT) if roomy else 1
        self._count.setMinimumWidth(steady)
        self._centred.setContentsMargins(air, S, air + _SCROLL_BAR, S + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the surface and the hairline that ends it."""
        colors = current_colors()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.color("surface"))
        painter.fillRect(
            0, self.height() - 1, self.width(), 1, colors.color("hairline")
        )

    def _put_together(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(XS)
        line.addWidget(self.query_field, 1)
        line.addSpacing(XS)
        line.addWidget(self._count)
        line.addSpacing(XS)
        for button in self._steps:
            line.addWidget(button)
        line.addWidget(_button("✕", "Close", "Esc", self.close_wanted.emit))
        inside = QWidget()
        inside.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(line)
        column.addWidget(self._problem)
        self._centred = centred = QHBoxLayout(self)
        centred.setSpacing(0)
        centred.addStretch(1)
        centred.addWidget(inside, 1000)
        centred.addStretch(1)


def _button(
    words: str, about: str, keys: str, press: Callable[[], object]
) -> FlatButton:
    button = FlatButton(words, about, keys)
    button.clicked.connect(lambda _=False: press())
    return button
