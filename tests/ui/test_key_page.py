"""The key reference, in the window and in the guide: what they say is so."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from ui_desk import CTRL, REPORT

from annotator.ui.action_table import ACTIONS, MENUS
from annotator.ui.gestures import GESTURES
from annotator.ui.key_caps import KeyCaps
from annotator.ui.key_page import KeyPage
from annotator.ui.keys import shown_key
from annotator.ui.pages import Line

GUIDE = Path(__file__).parents[2] / "docs" / "user-guide.md"


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def open_page(desk):
    press(Qt.Key.Key_F1)
    page = desk.window.pages.page
    assert isinstance(page, KeyPage)
    desk.settle()
    return page


def lines(page):
    """Return ``{title: caps}`` of the lines that are shown."""
    return {
        line.title.text(): line.findChild(KeyCaps).caps
        for line in page.findChildren(Line)
        if line.isVisible()
    }


# Opening and leaving -----------------------------------------------------------------


@pytest.mark.parametrize("key", ["?", Qt.Key.Key_F1])
def test_it_opens_and_escape_goes_back_to_the_text(desk, key):
    desk.view.setFocus()
    desk.press(key)
    assert isinstance(desk.window.pages.page, KeyPage)
    assert QApplication.focusWidget() is desk.window.pages.page.filter
    press(Qt.Key.Key_Escape)
    assert desk.window.pages.page is None
    assert desk.window.pages.currentWidget() is desk.place
    assert QApplication.focusWidget() is desk.view


def test_the_focus_goes_back_to_the_field_where_it_was(desk):
    desk.place.annotations.filter.setFocus()
    open_page(desk)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.place.annotations.filter


def test_from_one_page_to_another_escape_goes_back_to_the_text(desk):
    desk.view.setFocus()
    press(Qt.Key.Key_Comma, CTRL)
    open_page(desk)
    assert desk.window.pages.count() == 3  # start page, place, and this one
    press(Qt.Key.Key_Escape)
    assert desk.window.pages.currentWidget() is desk.place
    assert QApplication.focusWidget() is desk.view


def test_a_button_goes_back(desk):
    page = open_page(desk)
    back = next(b for b in page.findChildren(QPushButton) if "Back" in b.text())
    desk.qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert desk.window.pages.currentWidget() is desk.place


def test_it_opens_on_the_start_page_without_tags(window):
    QTest.keyClick(window, Qt.Key.Key_F1)
    page = window.pages.page
    assert "Open project" in lines(page)
    assert "Tags of this project" not in {s._title for s in page.sections}
    press(Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.start


def test_closing_the_project_closes_the_page(desk):
    open_page(desk)
    press(Qt.Key.Key_W, CTRL)
    assert desk.window.pages.page is None
    assert desk.window.pages.currentWidget() is desk.window.start
    assert not desk.window.book.can("annotate.delete")


def test_nothing_is_done_to_the_text_under_the_page(desk):
    desk.tag("Monday", "c")
    before = desk.tagged()
    open_page(desk)
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_BracketRight, CTRL)
    press(Qt.Key.Key_Return, CTRL)
    assert desk.tagged() == before
    press(Qt.Key.Key_Escape)
    desk.undo()
    assert desk.tagged() == []


def test_the_keys_scroll_the_page(desk):
    page = open_page(desk)
    bar = page._scroll.verticalScrollBar()
    press(Qt.Key.Key_Down)
    line = bar.value()
    press(Qt.Key.Key_PageDown)
    assert 0 < line < bar.value()
    press(Qt.Key.Key_PageUp)
    press(Qt.Key.Key_Up)
    assert bar.value() == 0


# What it says ------------------------------------------------------------------------


def test_every_action_is_listed_with_the_keys_it_has(desk):
    shown = lines(open_page(desk))
    for action in ACTIONS:
        caps = tuple(shown_key(key) for key in desk.window.book.keys(action.name))
        assert shown[action.title.rstrip("…")] == caps


def test_keys_that_were_chosen_are_the_ones_listed(desk):
    keys = {"view.larger": ("F8",), "edit.redo": ()}
    desk.window.change_settings(replace(desk.window.settings, keys=keys))
    shown = lines(open_page(desk))
    assert shown["Larger text"] == ("F8",)
    assert shown["Redo"] == ()


def test_the_tags_of_the_project_are_listed_with_their_keys(desk):
    shown = lines(open_page(desk))
    tags = desk.window.session.codebook.active_tags()
    for number, tag in enumerate(tags, start=1):
        assert shown[f"{tag.mark}  {tag.name}"] == (tag.key.upper(), str(number))


def test_the_gestures_are_listed(desk):
    shown = lines(open_page(desk))
    for gesture in GESTURES:
        assert shown[gesture.what] == (gesture.how,)


def test_every_sentence_of_help_is_there(desk):
    words = {label.text() for label in open_page(desk).findChildren(QLabel)}
    assert {action.help for action in ACTIONS if action.help} <= words


# Filtering ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("undo", {"Undo"}),
        ("ctrl+shift+f", {"Find in all documents"}),
        ("DENIAL", {"✕  denial"}),
        ("interrupted add selection", {"Add the selection to the annotation"}),
    ],
)
def test_it_finds_by_words_keys_and_help(desk, typed, found):
    page = open_page(desk)
    QTest.keyClicks(page.filter, typed)
    assert set(lines(page)) == found


def test_a_heading_finds_what_is_below_it(desk):
    page = open_page(desk)
    QTest.keyClicks(page.filter, "help")
    titles = {a.title.rstrip("…") for part in MENUS[-1].parts for a in part}
    assert titles <= set(lines(page))


def test_it_says_so_if_nothing_is_found_and_escape_shows_all_again(desk):
    page = open_page(desk)
    QTest.keyClicks(page.filter, "zzz")
    assert lines(page) == {}
    assert page._nothing.isVisible()
    press(Qt.Key.Key_Escape)
    assert desk.window.pages.page is page
    assert len(lines(page)) > len(ACTIONS)
    assert not page._nothing.isVisible()


# The guide ---------------------------------------------------------------------------


def row(keys, what, note):
    caps = ", ".join(f"`{key}`" for key in keys) or "–"
    return f"| {caps} | {what} | {note} |".replace("|  |", "| |")


def table_in_guide(heading):
    """Return the rows of the table below a heading of the guide's list of keys."""
    part = GUIDE.read_text("utf-8").partition("\n## Keys\n")[2]
    part = part.partition(f"\n### {heading}\n")[2].partition("\n#")[0]
    return [line for line in part.splitlines() if line.startswith("|")][2:]


@pytest.mark.parametrize("menu", MENUS, ids=lambda menu: menu.title)
def test_the_guide_lists_the_actions_and_their_usual_keys(menu):
    assert table_in_guide(menu.title.replace("&", "")) == [
        row([shown_key(k) for k in a.keys], a.title.rstrip("…"), a.help)
        for part in menu.parts
        for a in part
    ]


def test_the_guide_lists_the_gestures():
    assert table_in_guide("In the text") == [
        row((gesture.how,), gesture.what, gesture.help) for gesture in GESTURES
    ]
