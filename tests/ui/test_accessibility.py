"""Everything has a name that can be read out, and can be reached by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from ui_desk import CTRL, REPORT, SHIFT

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)
CLAIM = "About 4,200 people cross it every day"


def start_page(desk):
    desk.window.close_project()


def reading(desk):
    desk.click("cross it")


def linking(desk):
    desk.tag("Engineers denied", "d")
    desk.press("l")


def finding(desk):
    desk.press(Qt.Key.Key_F, CTRL)


def finding_everywhere(desk):
    desk.press(Qt.Key.Key_F, CTRL | SHIFT)
    QTest.keyClicks(QApplication.focusWidget(), "bridge")
    desk.settle()


def checking(desk):
    desk.press(Qt.Key.Key_Return, CTRL | SHIFT)
    desk.qtbot.waitUntil(lambda: desk.place.drawer.panel is not None)


def page(name):
    def open_page(desk):
        desk.window.book.run(name)
        desk.settle()

    open_page.__name__ = name
    return open_page


STATES = [
    *(start_page, reading, linking, finding, finding_everywhere, checking),
    *map(page, ("file.settings", "help.keys", "edit.codebook", "view.palette")),
]


@pytest.fixture
def desk(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "quote", "“Nobody told us anything,”")])
    desk.tag(CLAIM, "c")
    desk.tag("About 4,200", "f")
    return desk


def controls(window):
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not isinstance(widget, QScrollBar)
        and widget.isVisible()
        # Parts of another control speak through it.
        and not isinstance(widget.parent(), QComboBox)
        and not widget.objectName().startswith("qt_")
    ]


def name_of(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_every_control_has_a_name(desk, state):
    state(desk)
    found = controls(desk.window)
    assert found
    nameless = [
        (type(widget).__name__, widget.objectName(), type(widget.parent()).__name__)
        for widget in found
        if not name_of(widget)
    ]
    assert nameless == []


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_the_focus_is_somewhere_one_can_see(desk, state):
    state(desk)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.isVisible()


@pytest.mark.parametrize(
    "state", [s for s in STATES if s is not linking], ids=lambda state: state.__name__
)
def test_the_keyboard_reaches_every_control(desk, state):
    state(desk)
    usable = [widget for widget in controls(desk.window) if widget.isEnabled()]
    # In a row of choices Tab reaches one, and the arrows the others.
    rows = {
        (type(widget), widget.parent())
        for widget in usable
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    mouse_only = [
        (type(widget).__name__, name_of(widget))
        for widget in usable
        # What has no focus at all has a key or a menu entry that does the same.
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and (type(widget), widget.parent()) not in rows
    ]
    assert mouse_only == []
