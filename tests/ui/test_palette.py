"""The palette: everything that can be done, from the keyboard alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from ui_desk import CTRL, REPORT

from annotator.ui.about import AboutDialog
from annotator.ui.action_table import ACTIONS
from annotator.ui.fuzzy import fit

OTHER = ("minutes.txt", "The council met. Nobody spoke for long.")


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT, OTHER)


def palette(window):
    return window._over.palette


def press(key, modifiers=Qt.KeyboardModifier.NoModifier, *, times=1):
    """Press a key wherever the focus is."""
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def open_palette(window, typed=""):
    press(Qt.Key.Key_K, CTRL)
    assert palette(window).isVisible()
    if typed:
        QTest.keyClicks(QApplication.focusWidget(), typed)
    return palette(window)


def listed(window):
    model = palette(window).list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def entry(window, title):
    model = palette(window).list.model()
    return next(e for e in model._listed if e.title == title)


# What fits ---------------------------------------------------------------------------


def test_the_start_of_a_title_fits_best():
    typed = "find"
    titles = ["Find next", "Go and find", "From inside Norway, daily", "Unfindable"]
    points = [fit(typed, title) for title in titles]
    assert all(point is not None for point in points)
    assert points == sorted(points, reverse=True)
    assert len(set(points)) == 4


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("fa", "Find in all documents…"),
        ("next doc", "Next document"),
        ("doc next", "Next document"),
        ("NEXT", "Next document"),
        ("munchen", "Go to München"),
        ("eowf", "End one word further"),
        ("", "Anything"),
    ],
)
def test_words_fit_in_any_order_case_and_with_letters_left_out(typed, title):
    assert fit(typed, title) is not None


@pytest.mark.parametrize(
    ("typed", "title"),
    [("x", "Find next"[:4]), ("nexxt", "Next document"), ("ocu", "Next"), ("tx", "Ax")],
)
def test_what_is_not_there_does_not_fit(typed, title):
    assert fit(typed, title) is None


def test_letters_scattered_over_a_title_do_not_fit():
    assert fit("undo", "Next untagged numeral or quotation") is None


def test_the_title_itself_fits_best():
    assert fit("redo", "Redo") > fit("redo", "Redo everything")


# Opening and leaving -----------------------------------------------------------------


def test_ctrl_k_opens_it_and_escape_gives_the_focus_back(desk):
    desk.view.setFocus()
    open_palette(desk.window)
    assert QApplication.focusWidget() is palette(desk.window).field
    press(Qt.Key.Key_Escape)
    assert not palette(desk.window).isVisible()
    assert QApplication.focusWidget() is desk.view


def test_ctrl_k_opens_it_from_a_field_and_deletes_nothing_there(desk):
    field = desk.place.annotations.filter
    field.setFocus()
    QTest.keyClicks(field, "claim")
    field.setCursorPosition(0)
    open_palette(desk.window)
    assert field.text() == "claim"
    press(Qt.Key.Key_K, CTRL)
    assert not palette(desk.window).isVisible()
    assert QApplication.focusWidget() is field


def test_a_click_beside_the_card_closes_it(desk):
    desk.view.setFocus()
    shown = open_palette(desk.window)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not shown.isVisible()
    assert QApplication.focusWidget() is desk.view


def test_it_closes_when_the_focus_goes_elsewhere(desk):
    open_palette(desk.window)
    desk.place.annotations.filter.setFocus()
    assert not palette(desk.window).isVisible()
    assert QApplication.focusWidget() is desk.place.annotations.filter


def test_it_keeps_to_the_window_when_that_becomes_smaller(desk):
    shown = open_palette(desk.window)
    desk.window.resize(900, 420)
    desk.settle()
    assert shown.size() == desk.window.size()
    assert shown.rect().contains(shown._card.geometry())


def test_what_was_typed_is_gone_the_next_time(desk):
    open_palette(desk.window, "larger")
    press(Qt.Key.Key_Escape)
    assert open_palette(desk.window).field.text() == ""


def test_it_opens_on_the_start_page(window):
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert palette(window).isVisible()
    assert "Open project…" in listed(window)


# What is listed ----------------------------------------------------------------------


def test_it_lists_every_action_but_itself(desk):
    open_palette(desk.window)
    wanted = {action.title for action in ACTIONS if action.name != "view.palette"}
    assert set(listed(desk.window)) == wanted


def test_each_action_has_its_menu_and_its_keys(desk):
    open_palette(desk.window)
    redo = entry(desk.window, "Redo")
    assert (redo.about, redo.caps) == ("Edit", ("Ctrl+Shift+Z", "Ctrl+Y"))
    assert entry(desk.window, "Delete annotation").caps == ("Delete",)


def test_what_is_on_says_so(desk):
    open_palette(desk.window)
    assert entry(desk.window, "Light").about == "View · on"
    assert entry(desk.window, "Dark").about == "View"


def test_what_cannot_be_done_is_at_the_end_and_does_nothing(desk):
    open_palette(desk.window, "undo")
    assert listed(desk.window)[0] == "Undo"
    assert not entry(desk.window, "Undo").possible
    press(Qt.Key.Key_Return)
    assert palette(desk.window).isVisible()
    open_again = [e.possible for e in palette(desk.window).list.model()._listed]
    assert open_again == sorted(open_again, reverse=True)


def test_documents_and_tags_are_listed_once_something_is_typed(desk):
    open_palette(desk.window)
    assert not any(
        title.startswith(("Go to m", "Tag as")) for title in listed(desk.window)
    )
    QTest.keyClicks(QApplication.focusWidget(), "minutes")
    assert listed(desk.window) == ["Go to minutes.txt"]


def test_a_tags_keys_stand_beside_it(desk):
    open_palette(desk.window, "tag as")
    assert entry(desk.window, "Tag as denial").caps == ("D", "2")


def test_nothing_that_fits_is_said_to_who_listens(desk):
    open_palette(desk.window, "zzzz")
    assert listed(desk.window) == []
    assert palette(desk.window).field.accessibleDescription() == "Nothing fits"
    press(Qt.Key.Key_Return)
    assert palette(desk.window).isVisible()


def test_nothing_that_fits_is_said_in_place_of_the_list(desk):
    open_palette(desk.window, "zzzz")
    assert not palette(desk.window).list.isVisible()
    assert [
        label.text()
        for label in palette(desk.window).findChildren(QLabel)
        if label.isVisible()
    ] == ["Nothing fits."]
    palette(desk.window).field.setText("undo")
    assert palette(desk.window).list.isVisible()
    assert not palette(desk.window).findChild(QLabel).isVisible()


def test_the_current_entry_is_said_to_who_listens(desk):
    open_palette(desk.window, "redo")
    said = palette(desk.window).field.accessibleDescription()
    assert said == "Redo, Edit, Ctrl+Shift+Z or Ctrl+Y, not possible now"


# Doing -------------------------------------------------------------------------------


def test_enter_does_it_with_the_focus_where_it_was(desk):
    desk.view.setFocus()
    open_palette(desk.window, "larger text")
    press(Qt.Key.Key_Return)
    assert desk.window.settings.text_size == 18
    assert QApplication.focusWidget() is desk.view


def test_a_click_does_it(desk):
    shown = open_palette(desk.window, "dark")
    at = shown.list.visualRect(shown.list.model().index(0, 0)).center()
    QTest.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert desk.window.settings.theme == "dark"
    desk.window.set_theme("light")


def test_about_tells_of_the_open_project(desk):
    open_palette(desk.window, "about")
    press(Qt.Key.Key_Return)
    (shown,) = desk.window.findChildren(AboutDialog)
    assert shown.isVisible()
    assert str(desk.path) in {label.text() for label in shown.findChildren(QLabel)}
    shown.close()


def test_a_document_is_gone_to(desk):
    open_palette(desk.window, "minutes")
    press(Qt.Key.Key_Return)
    assert desk.opened.document.name == "minutes.txt"
    assert QApplication.focusWidget() is desk.view


def test_a_selection_is_tagged(desk):
    desk.drag("the bridge would be closed")
    open_palette(desk.window, "tag as cl")
    press(Qt.Key.Key_Return)
    assert desk.tagged() == [("claim", "the bridge would be closed")]


def test_the_arrows_go_through_the_list_and_over_its_ends(desk):
    shown = open_palette(desk.window)
    last = shown.list.model().rowCount() - 1

    def row():
        return shown.list.currentIndex().row()

    assert row() == 0
    press(Qt.Key.Key_Down, times=2)
    assert row() == 2
    press(Qt.Key.Key_Up, times=3)
    assert row() == last
    press(Qt.Key.Key_PageUp)
    assert row() == last - 10
    press(Qt.Key.Key_PageDown, times=2)
    assert row() == last
    press(Qt.Key.Key_Tab)
    assert row() == 0
    assert QApplication.focusWidget() is shown.field


def test_what_was_done_last_comes_first_also_the_next_time(desk, reopened):
    open_palette(desk.window, "larger text")
    press(Qt.Key.Key_Return)
    open_palette(desk.window, "smaller text")
    press(Qt.Key.Key_Return)
    again = reopened(desk)
    open_palette(again.window)
    assert listed(again.window)[:2] == ["Smaller text", "Larger text"]


def test_a_project_that_is_read_only_offers_no_tags(desk, make_window):
    second = make_window()
    second.files.open_path(desk.path)
    assert second.session.read_only
    second.place.text.setFocus()
    open_palette(second, "tag as")
    assert not entry(second, "Tag as claim").possible


def test_other_keys_stand_there_at_once(desk):
    keys = {"view.larger": ("Ctrl+Alt+L",)}
    desk.window.change_settings(replace(desk.window.settings, keys=keys))
    open_palette(desk.window)
    assert entry(desk.window, "Larger text").caps == ("Ctrl+Alt+L",)
