"""Other keys: chosen in the settings, in effect everywhere, and never two at once."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from ui_desk import CTRL, REPORT, SHIFT

from annotator.ui.action_table import ACTIONS
from annotator.ui.rebinding import (
    clash_of,
    keys_in_use,
    usual_keys,
    with_key,
    with_usual_keys,
    without_key,
)


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def open_line(desk, name):
    """Open the settings at the keys of an action, by the keyboard; return its line."""
    press(Qt.Key.Key_Comma, CTRL)
    line = desk.window.pages.page.keys.lines[name]
    line.head.setFocus()
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is line.capture
    return line


def button(line, words):
    return next(
        b
        for b in line.findChildren(QPushButton)
        if b.text().startswith(words) and b.isVisible()
    )


def click(desk, line, words):
    desk.settle()
    desk.qtbot.mouseClick(button(line, words), Qt.MouseButton.LeftButton)


def words_of(line):
    return line._words.text() if line._answer.isVisible() else ""


def back(desk):
    while desk.window.pages.page is not None:
        press(Qt.Key.Key_Escape)


# Which key belongs to which action ---------------------------------------------------


def test_without_a_choice_the_keys_are_those_of_the_table():
    assert keys_in_use({}) == {action.name: action.keys for action in ACTIONS}


def test_a_key_that_was_chosen_is_no_longer_anothers():
    chosen = with_key({}, "annotate.delete", "N")
    assert keys_in_use(chosen)["annotate.delete"] == ("Del", "N")
    assert keys_in_use(chosen)["annotate.next"] == ()
    assert set(chosen) == {"annotate.delete"}


def test_taken_from_one_who_had_chosen_it_it_is_gone_there_as_well():
    chosen = with_key({}, "annotate.delete", "F8")
    chosen = with_key(chosen, "annotate.unsure", "F8")
    assert keys_in_use(chosen)["annotate.delete"] == ("Del",)
    assert chosen == {"annotate.unsure": ("U", "F8")}


def test_a_key_that_is_given_back_returns_to_who_had_it():
    chosen = with_key({}, "annotate.delete", "N")
    assert with_usual_keys(chosen, "annotate.delete") == {}
    assert without_key(chosen, "annotate.delete", "N") == {}


def test_the_usual_keys_come_back_from_who_has_taken_them():
    chosen = with_key({}, "annotate.delete", "N")
    chosen = with_usual_keys(chosen, "annotate.next")
    assert keys_in_use(chosen)["annotate.next"] == ("N",)
    assert keys_in_use(chosen)["annotate.delete"] == ("Del",)


def test_taking_the_only_key_away_leaves_none():
    chosen = without_key({}, "annotate.delete", "Del")
    assert chosen == {"annotate.delete": ()}
    assert keys_in_use(chosen)["annotate.delete"] == ()


@pytest.mark.parametrize(
    "chosen",
    [
        {"annotate.delete": ("", "nonsense", "F3, F4", "F8")},
        {"annotate.delete": ("F8",), "annotate.unsure": ("F8",)},
        {"no.such.action": ("F3",), "annotate.delete": ("F8",)},
    ],
    ids=["no keys", "twice", "no action"],
)
def test_a_file_that_says_anything_leaves_every_key_with_one_action(chosen):
    keys = keys_in_use(chosen)
    assert keys["annotate.delete"] == ("F8",)
    assert set(keys) == {action.name for action in ACTIONS}
    every = [key for its in keys.values() for key in its]
    assert len(every) == len(set(every))


# What stands in the way --------------------------------------------------------------


def test_a_free_key_can_simply_be_had(codebook):
    assert clash_of("F8", "annotate.delete", {}, codebook) is None
    assert clash_of("Ctrl+Alt+J", "annotate.delete", {}, codebook) is None


def test_another_actions_key_can_be_taken_from_it(codebook):
    clash = clash_of("N", "annotate.delete", {}, codebook)
    assert clash.words == "N is the key of “Next in reading order”."
    assert clash.owner == "annotate.next"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("C", "C tags as claim. A tag’s letter is changed in the codebook."),
        ("Shift+C", "Shift+C locks the tag claim."),
        ("2", "2 tags as denial."),
        ("Left", "Left moves the caret, and stays."),
        ("Ctrl+Shift+Right", "Ctrl+Shift+Right moves the caret, and stays."),
        ("PgDown", "Page down moves the caret, and stays."),
        ("Ctrl+V", "Ctrl+V is what one types with in every field, and stays."),
        ("Alt+F", "Alt+F opens the menu File, and stays."),
        ("Del", "Delete is one of its keys already."),
    ],
)
def test_some_keys_stay_and_it_is_said_why(codebook, key, words):
    clash = clash_of(key, "annotate.delete", {}, codebook)
    assert clash.words.startswith(words)
    assert clash.owner == ""


def test_without_a_project_no_letter_belongs_to_a_tag():
    assert clash_of("C", "annotate.delete", {}, None) is None
    assert clash_of("9", "annotate.delete", {}, None) is None


def test_a_digit_beyond_the_tags_is_free(codebook):
    assert clash_of("9", "annotate.delete", {}, codebook) is None


# In the window -----------------------------------------------------------------------


def test_another_key_works_in_the_text_at_once_and_after_a_restart(desk, reopened):
    desk.tag("Monday", "c")
    open_line(desk, "annotate.delete")
    press("x")
    assert desk.window.settings.keys == {"annotate.delete": ("Del", "X")}
    back(desk)
    desk.press("x")
    assert desk.tagged() == []
    desk.undo()
    again = reopened(desk)
    again.press(Qt.Key.Key_Tab)
    again.press("x")
    assert again.tagged() == []


def test_another_shortcut_works_in_the_window_and_stands_in_the_menu(desk):
    open_line(desk, "view.larger")
    press(Qt.Key.Key_L, CTRL | SHIFT)
    back(desk)
    shortcuts = desk.window.book.qt["view.larger"].shortcuts()
    assert "Ctrl+Shift+L" in [shortcut.toString() for shortcut in shortcuts]
    press(Qt.Key.Key_L, CTRL | SHIFT)
    assert desk.window.settings.text_size == 18


@pytest.mark.parametrize(
    ("key", "modifiers", "name"),
    [
        (Qt.Key.Key_Q, CTRL, "Quit"),
        (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier, "Next annotation"),
        (Qt.Key.Key_Tab, SHIFT, "Previous annotation"),
        (Qt.Key.Key_K, CTRL, "All commands"),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "Keys"),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "Fields of the annotation"),
    ],
)
def test_a_key_that_means_something_is_caught_and_not_done(desk, key, modifiers, name):
    line = open_line(desk, "annotate.unsure")
    press(key, modifiers)
    assert words_of(line).endswith(f"is the key of “{name}”.")
    assert desk.window.isVisible()
    assert desk.window.pages.page is not None
    assert desk.window.settings.keys == {}


def test_a_key_is_taken_from_another_action_by_name(desk):
    line = open_line(desk, "annotate.unsure")
    press("n")
    assert words_of(line) == "N is the key of “Next in reading order”."
    taker = button(line, "Take it from “Next in reading order”")
    assert QApplication.focusWidget() is taker
    press(Qt.Key.Key_Return)
    assert desk.window.book.keys("annotate.unsure") == ("U", "N")
    assert desk.window.book.keys("annotate.next") == ()
    assert words_of(line) == "“Next in reading order” has no key now."


def test_leaving_it_changes_nothing(desk):
    line = open_line(desk, "annotate.unsure")
    press("n")
    click(desk, line, "Leave")
    assert desk.window.settings.keys == {}
    assert words_of(line) == ""
    assert QApplication.focusWidget() is line.capture


def test_a_key_that_stays_cannot_be_taken(desk):
    line = open_line(desk, "annotate.unsure")
    press("c")
    assert words_of(line).startswith("C tags as claim.")
    assert not line.take.isVisible()
    assert desk.window.settings.keys == {}


def test_a_modifier_alone_is_waited_on(desk):
    line = open_line(desk, "annotate.unsure")
    press(Qt.Key.Key_Control, CTRL)
    press(Qt.Key.Key_Shift, SHIFT)
    assert line.capture.text() == "Press the new key…"
    press(Qt.Key.Key_F8)
    assert desk.window.book.keys("annotate.unsure") == ("U", "F8")


def test_a_key_is_removed_and_the_usual_ones_come_back(desk):
    line = open_line(desk, "edit.redo")
    click(desk, line, "Remove Ctrl+Y")
    assert desk.window.book.keys("edit.redo") == ("Ctrl+Shift+Z",)
    click(desk, line, "Back to Ctrl+Shift+Z or Ctrl+Y")
    assert desk.window.book.keys("edit.redo") == usual_keys("edit.redo")
    assert desk.window.settings.keys == {}


def test_all_keys_come_back_at_once(desk):
    keys = {"edit.redo": (), "annotate.unsure": ("N",)}
    desk.window.change_settings(replace(desk.window.settings, keys=keys))
    press(Qt.Key.Key_Comma, CTRL)
    page = desk.window.pages.page
    desk.qtbot.mouseClick(page.keys.all_back, Qt.MouseButton.LeftButton)
    assert desk.window.settings.keys == {}
    assert desk.window.book.keys("annotate.next") == ("N",)
    assert not page.keys.all_back.isEnabled()


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("F8",), "Deleted. F8 brings it back."),
        ((), "Deleted. “Undo” brings it back."),
    ],
)
def test_a_hint_names_the_key_that_was_chosen_or_the_action(desk, keys, said):
    chosen = {"edit.undo": keys}
    desk.window.change_settings(replace(desk.window.settings, keys=chosen))
    desk.tag("closed", "c")
    desk.press(Qt.Key.Key_Delete)
    assert desk.hint == said


def test_the_lock_names_the_key_that_undoes_it(desk):
    chosen = {"annotate.leave": ("Q",)}
    desk.window.change_settings(replace(desk.window.settings, keys=chosen))
    desk.press("c", SHIFT)
    shown = desk.place.tag_bar.findChildren(QLabel)
    assert "locked – Q unlocks" in [label.text() for label in shown]


def test_escape_stops_listening_then_closes_the_line_then_the_page(desk):
    line = open_line(desk, "annotate.unsure")
    press(Qt.Key.Key_Escape)
    assert line.capture.text() == "Add a key"
    assert line.capture.isVisible()
    press(Qt.Key.Key_Escape)
    assert not line.capture.isVisible()
    assert QApplication.focusWidget() is line.head
    press(Qt.Key.Key_Escape)
    assert desk.window.pages.page is None


def test_not_listening_tab_goes_on_to_the_buttons(desk):
    line = open_line(desk, "annotate.unsure")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button(line, "Remove U")


def test_one_line_is_open_at_a_time(desk):
    first = open_line(desk, "annotate.unsure")
    second = desk.window.pages.page.keys.lines["edit.redo"]
    desk.qtbot.mouseClick(second.head, Qt.MouseButton.LeftButton)
    assert second.capture.isVisible()
    assert not first.capture.isVisible()


def test_the_lines_say_their_keys_to_who_listens(desk):
    line = open_line(desk, "edit.redo")
    assert line.head.accessibleName() == "Redo"
    said = line.head.accessibleDescription()
    assert said == "Ctrl+Shift+Z or Ctrl+Y. Press to change it."
