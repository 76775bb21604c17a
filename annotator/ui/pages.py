"""Pages that take the whole window for a while, and lead back to where one was."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.app.folding import fold
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XL, XXL, XXXL, M, S

COLUMN_WIDTH = 760
_FILTER_WIDTH = 260
_SCROLLING = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
}


class Pages(QStackedWidget):
    """What fills the window: a place to work, or a page over it.

    Signals:
        turned: A page was opened, or left.
    """

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: Page | None = None
        self._under: QWidget | None = None

    @property
    def page(self) -> Page | None:
        """The page that is open, or None."""
        return self._page

    def show_place(self, place: QWidget) -> None:
        """Show a place to work; a page that is open is left for good."""
        if self.indexOf(place) < 0:
            self.addWidget(place)
        self._under = place
        self.leave_page()
        self.setCurrentWidget(place)

    def open_page(self, page: Page) -> None:
        """Show a page over the place."""
        before, self._page = self._page, page
        page.left.connect(self.leave_page)
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None:
            self._drop(before)
        page.filter.setFocus()
        self.turned.emit()

    def leave_page(self) -> None:
        """Go back to the place, where the focus is where it was."""
        page, self._page = self._page, None
        if page is None or self._under is None:
            return
        self.setCurrentWidget(self._under)
        (self._under.focusWidget() or self._under).setFocus()
        self._drop(page)
        self.turned.emit()

    def _drop(self, page: QWidget) -> None:
        self.removeWidget(page)
        page.deleteLater()


class Page(QWidget):
    """A title, a way back, a field to filter by, and what is on the page.

    Signals:
        left: The user goes back.
    """

    left = Signal()

    allows: frozenset[str] = frozenset()
    """The names of actions of the place under it that can be done from it."""

    def __init__(self, title: str, find: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(find)
        self.filter.setAccessibleName(find)
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(_FILTER_WIDTH)
        self.filter.textChanged.connect(self._on_filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(title))
        column.addWidget(self._body(), 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go back with Esc, press a button with Enter."""
        key = Qt.Key(event.key())
        focus = self.focusWidget()
        if key is Qt.Key.Key_Escape:
            self._escape()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # Qt does so in dialogs only.
            if isinstance(focus, QPushButton):
                focus.click()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Show everything again; if that is so already, go back."""
        if self.filter.text():
            self.filter.clear()
            self.filter.setFocus()
        else:
            self.left.emit()

    def _head(self, title: str) -> QWidget:
        back = QPushButton("←  Back")
        back.setProperty("flat", True)
        back.setToolTip("Back (Esc)")
        back.clicked.connect(self.left)
        words = QLabel(title)
        words.setProperty("role", "heading")
        head = QFrame()
        head.setObjectName("pagehead")
        row = QHBoxLayout(head)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(M)
        row.addWidget(back)
        row.addWidget(words, 1)
        row.addWidget(self.filter)
        QWidget.setTabOrder(back, self.filter)
        return head

    def _body(self) -> QWidget:
        """Return what is on the page."""
        raise NotImplementedError

    def _on_filter(self, typed: str) -> None:
        """Show what fits ``typed``."""
        raise NotImplementedError


class ListPage(Page):
    """A page of sections, one below the other in a column."""

    def __init__(self, title: str, find: str, parent: QWidget | None = None) -> None:
        super().__init__(title, find, parent)
        self.sections: list[Section] = []

    def add_section(self, title: str, about: str = "") -> Section:
        """Add a section at the end and return it."""
        section = Section(title, about)
        self.sections.append(section)
        self._column.insertWidget(self._column.count() - 1, section)
        return section

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Scroll, wherever the focus is."""
        action = _SCROLLING.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            self._scroll.verticalScrollBar().triggerAction(action)

    def _body(self) -> QWidget:
        self._nothing = plain_label("Nothing fits.", "secondary")
        self._nothing.hide()
        inside = QWidget()
        inside.setMaximumWidth(COLUMN_WIDTH)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, XL, 0, XXXL)
        self._column.setSpacing(XXL)
        self._column.addWidget(self._nothing)
        self._column.addStretch(1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(XL, 0, XL, 0)
        row.addStretch(1)
        row.addWidget(inside, 1000)
        row.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(middle)
        self._scroll.verticalScrollBar().setSingleStep(XXL)
        return self._scroll

    def _on_filter(self, typed: str) -> None:
        shown = [section.show_matching(typed) for section in self.sections]
        self._nothing.setVisible(not any(shown))
        self._scroll.verticalScrollBar().setValue(0)


class Section(QWidget):
    """A heading and lines below it."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        self._title = title
        self._lines: list[tuple[QWidget, str]] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(plain_label(title, "heading"))
        if about:
            column.addWidget(plain_label(about, "secondary"))
        column.addLayout(self._rows)

    def add(self, line: QWidget, words: str = "") -> None:
        """Add a line, to be found by ``words`` and the heading."""
        self._lines.append((line, fold(f"{words} {self._title}")))
        self._rows.addWidget(line)

    def show_matching(self, typed: str) -> bool:
        """Show the lines in which every typed word occurs; tell whether any does."""
        wanted = fold(typed).split()
        some = False
        for line, words in self._lines:
            fits = all(word in words for word in wanted)
            line.setVisible(fits)
            some = some or fits
        self.setVisible(some)
        return some


class Line(QFrame):
    """A title with a sentence below it, and something at the right."""

    def __init__(self, title: str, about: str, right: QWidget) -> None:
        super().__init__()
        self.setObjectName("line")
        self.title = plain_label(title)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        if about:
            words.addWidget(plain_label(about, "secondary"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, S, 0, S)
        row.setSpacing(M)
        row.addLayout(words, 1)
        row.addWidget(right, 0, Qt.AlignmentFlag.AlignVCenter)
