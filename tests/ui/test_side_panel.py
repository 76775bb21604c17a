"""The panel at the right: beside the text, or over it where there is no room."""

import pytest
from PySide6.QtCore import Qt
from ui_desk import CTRL, REPORT


@pytest.fixture
def desk(desk_with):
    desk = desk_with(REPORT)
    desk.tag("Monday", "c")
    return desk


def narrow(desk, width=1000):
    desk.window.resize(width, 700)
    desk.settle()


def test_in_a_wide_window_it_stands_beside_the_text(desk):
    place = desk.place
    assert place.right.isVisible()
    assert place.splitter.indexOf(place.right) == 2


def test_in_a_narrow_window_it_folds_away(desk):
    narrow(desk)
    assert not desk.place.right.isVisible()
    assert not desk.action("view.inspector").isChecked()


def test_in_a_narrow_window_it_lies_over_the_text_when_asked_for(desk):
    narrow(desk)
    width = desk.view.width()
    desk.press("i", CTRL)
    place = desk.place
    assert place.right.isVisible()
    assert place.right.geometry().right() == place.width() - 1
    assert desk.view.width() == width
    desk.press("i", CTRL)
    assert not place.right.isVisible()


def test_in_a_wide_window_again_it_is_back_beside_the_text(desk):
    narrow(desk)
    narrow(desk, 1280)
    place = desk.place
    assert place.right.isVisible()
    assert place.splitter.indexOf(place.right) == 2


def test_enter_brings_it_out_to_get_to_the_fields(desk):
    narrow(desk)
    desk.press(Qt.Key.Key_Return)
    place = desk.place
    assert place.right.isVisible()
    assert place.inspector.isAncestorOf(desk.window.focusWidget())


def test_the_key_of_the_filter_brings_it_out_too(desk):
    narrow(desk)
    desk.press("l", CTRL)
    assert desk.place.right.isVisible()
    assert desk.place.annotations.filter.hasFocus()
