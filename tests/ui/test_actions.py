"""The table of actions: nothing in it is dead, doubled or in the codebook's way."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from ui_desk import REPORT

from annotator.ui.action_table import ACTIONS
from annotator.ui.keys import is_plain, key_of, shown_key, shown_keys

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
PRESS = QEvent.Type.KeyPress


def test_every_name_is_given_once():
    assert [
        n for n, times in Counter(a.name for a in ACTIONS).items() if times > 1
    ] == []


def test_no_key_stands_for_two_actions():
    keys = Counter(key for action in ACTIONS for key in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_key_is_written_as_qt_writes_it():
    for action in ACTIONS:
        for key in action.keys:
            portable = QKeySequence.SequenceFormat.PortableText
            assert QKeySequence(key).toString(portable) == key


def test_no_plain_key_is_one_of_the_codebook_that_comes_along(codebook):
    taken = {tag.key.upper() for tag in codebook.tags} | set("123456789")
    plain = {key for action in ACTIONS for key in action.keys if is_plain(key)}
    assert plain & taken == set()
    assert plain & {f"Shift+{letter}" for letter in taken} == set()


def test_with_an_open_project_somebody_does_every_action(desk_with):
    desk = desk_with(REPORT)
    assert [a.name for a in ACTIONS if a.name not in desk.window.book._deeds] == []


def test_without_a_project_what_needs_one_cannot_be_done(window):
    assert not window.book.can("annotate.delete")
    assert not window.book.can("file.export")
    assert window.book.can("file.open")


def test_what_was_provided_by_a_project_is_gone_with_it(desk_with):
    desk = desk_with(REPORT)
    before = set(desk.window.book._deeds)
    desk.window.close_project()
    gone = before - set(desk.window.book._deeds)
    assert {"annotate.delete", "document.done", "edit.undo", "file.close"} <= gone


def test_undo_can_be_done_once_there_is_something_to_undo(desk_with):
    desk = desk_with(REPORT)
    assert not desk.window.book.can("edit.undo")
    desk.tag("Monday", "c")
    assert desk.window.book.can("edit.undo")
    assert not desk.window.book.can("edit.redo")
    desk.undo()
    assert not desk.window.book.can("edit.undo")
    assert desk.window.book.can("edit.redo")


def test_a_letter_of_an_action_is_only_taken_in_the_text(desk_with):
    desk = desk_with(REPORT)
    desk.tag("Monday", "c")
    desk.place.annotations.filter.setFocus()
    desk.qtbot.keyClicks(desk.place.annotations.filter, "np.")
    assert desk.place.annotations.filter.text() == "np."


@pytest.mark.parametrize(
    ("key", "modifiers", "text", "expected"),
    [
        (Qt.Key.Key_C, NONE, "c", "C"),
        (Qt.Key.Key_C, NONE, "C", "C"),
        (Qt.Key.Key_C, SHIFT, "C", "Shift+C"),
        (Qt.Key.Key_C, CTRL, "\x03", "Ctrl+C"),
        (Qt.Key.Key_BraceRight, SHIFT, "}", "}"),
        (Qt.Key.Key_BraceRight, CTRL | SHIFT, "", "Ctrl+}"),
        (Qt.Key.Key_BracketLeft, CTRL | ALT, "[", "["),
        (Qt.Key.Key_Backtab, SHIFT, "\t", "Shift+Tab"),
        (Qt.Key.Key_Tab, NONE, "\t", "Tab"),
        (Qt.Key.Key_Enter, KEYPAD, "\r", "Return"),
        (Qt.Key.Key_1, KEYPAD, "1", "1"),
        (Qt.Key.Key_Delete, NONE, "\x7f", "Del"),
        (Qt.Key.Key_Escape, NONE, "\x1b", "Esc"),
        (Qt.Key.Key_F1, NONE, "", "F1"),
        (Qt.Key.Key_Shift, SHIFT, "", ""),
        (Qt.Key.Key_Question, SHIFT, "?", "?"),
        (Qt.Key.Key_Plus, NONE, "+", "+"),
        (Qt.Key.Key_Return, CTRL, "", "Ctrl+Return"),
        (Qt.Key.Key_Space, NONE, " ", "Space"),
    ],
)
def test_a_pressed_key_has_one_name(key, modifiers, text, expected):
    assert key_of(QKeyEvent(PRESS, key, modifiers, text)) == expected


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        *(("C", True), ("Shift+C", True), ("Tab", True), ("?", True), ("Del", True)),
        *(("F1", False), ("Ctrl+]", False), ("Alt+N", False), ("Shift+F3", False)),
    ],
)
def test_plain_keys_are_those_one_types_with(key, plain):
    assert is_plain(key) is plain


def test_keys_are_shown_as_people_read_them():
    assert shown_keys(("Tab", "N")) == "Tab or N"
    assert shown_key("Ctrl+Return") == "Ctrl+Enter"
    assert shown_key("Ctrl+PgDown") == "Ctrl+Page down"
    assert shown_key("+") == "+"
    assert shown_key("Ctrl++") == "Ctrl and plus"
