"""Calling a document done: what may be forgotten is listed, and never in the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from ui_desk import CTRL, NONE, REPORT, SHIFT, Desk

from annotator.model.span import Span

F4 = Qt.Key.Key_F4
ESC = Qt.Key.Key_Escape
RETURN = Qt.Key.Key_Return
QUOTE = "“Nobody told us anything,”"
LISTED = [
    ("denied", "denial words without a denial"),
    ("About 4,200", "numeral not tagged"),
    (QUOTE, "quotation not tagged"),
]


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


def checking(desk):
    return desk.place.checking


def wait(desk):
    """Wait until the list is what it is going to be."""
    check = checking(desk)
    desk.qtbot.waitUntil(lambda: not check._soon.isActive() and not check.busy)
    desk.settle()


def listed(desk):
    wait(desk)
    if desk.place.drawer.panel is not checking(desk).list:
        return None
    return [(hit.words, hit.title) for hit in checking(desk).list.hits.hits]


def name_speaker(desk):
    desk.click("told us")
    fields = desk.place.inspector.findChildren(QLineEdit)
    (speaker,) = [
        field
        for field in fields
        if field.accessibleName() == "speaker" and field.isVisible()
    ]
    speaker.setFocus()
    QTest.keyClicks(speaker, "a baker")
    QTest.keyClick(speaker, RETURN)


def call_it_done(desk):
    desk.press(RETURN, CTRL)
    wait(desk)


def test_ctrl_enter_marks_it_as_done_and_lists_what_may_be_forgotten(desk):
    call_it_done(desk)
    assert listed(desk) == LISTED
    (info,) = desk.place.documents.infos()
    assert info.status == "done"
    assert desk.view.hasFocus()


def test_one_goes_on_tagging_with_the_list_open(desk):
    call_it_done(desk)
    desk.tag("Monday", "c")
    assert ("claim", "Monday") in desk.tagged()


def test_f4_goes_from_one_to_the_next_with_the_words_selected(desk):
    call_it_done(desk)
    seen = []
    for _ in range(4):
        desk.press(F4)
        seen.append(desk.view.selected_span().of(desk.text))
    assert seen == [words for words, _ in LISTED] + [LISTED[0][0]]
    desk.press(F4, SHIFT)
    assert desk.view.selected_span().of(desk.text) == QUOTE


def test_what_is_tagged_leaves_the_list_and_the_next_is_the_one_after(desk):
    call_it_done(desk)
    desk.press(F4)
    desk.press("d")
    assert [words for words, _ in listed(desk)] == ["About 4,200", QUOTE]
    desk.press(F4)
    assert desk.view.selected_span().of(desk.text) == "About 4,200"
    desk.press("f")
    assert [words for words, _ in listed(desk)] == [QUOTE]


def test_a_quote_without_a_speaker_is_listed_until_it_has_one(desk):
    desk.tag(QUOTE, "q")
    call_it_done(desk)
    assert (QUOTE, "quote without a speaker") in listed(desk)
    name_speaker(desk)
    assert (QUOTE, "quote without a speaker") not in listed(desk)


def test_f4_makes_a_quote_without_a_speaker_the_current_annotation(desk):
    desk.tag(QUOTE, "q")
    desk.leave()
    call_it_done(desk)
    desk.press(F4, SHIFT)
    assert desk.current == QUOTE


def test_escape_in_the_text_closes_the_list_once_there_is_nothing_else_to_leave(desk):
    call_it_done(desk)
    desk.press(F4)
    desk.press(ESC)
    assert desk.view.selected_span() is None
    assert listed(desk) == LISTED
    desk.press(ESC)
    assert listed(desk) is None
    assert desk.view.hasFocus()


def test_in_a_low_window_the_list_leaves_room_to_read(desk):
    desk.window.resize(900, 420)
    call_it_done(desk)
    assert desk.view.height() >= 150


def test_another_text_is_looked_through_with_an_empty_list(desk_with):
    desk = desk_with(REPORT, ("second.txt", "Some 20 ships left.\n"))
    call_it_done(desk)
    second = desk.place.documents.infos()[1]
    desk.place.bench.go_to_span(second.id, Span(0, 4))  # and no event is handled yet
    labels = desk.place.drawer.findChildren(QLabel)
    assert "Looking …" in [label.text() for label in labels]
    assert listed(desk) == [("Some 20", "numeral not tagged")]


def test_when_nothing_is_left_the_list_closes_and_says_so(desk):
    for words, key in (("denied", "d"), ("About 4,200", "f"), (QUOTE, "q")):
        desk.tag(words, key)
    call_it_done(desk)
    assert [title for _, title in listed(desk)] == ["quote without a speaker"]
    name_speaker(desk)
    assert listed(desk) is None
    assert desk.hint == "Marked as done. Nothing seems to be forgotten."


def test_those_checked_are_tagged_in_one_step(desk_with):
    desk = desk_with("Some 20 ships left, 30 stayed and about 40 sank.\n")
    call_it_done(desk)
    rows = checking(desk).list
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_A, CTRL)
    QTest.keyClick(rows, "f")
    assert desk.tagged() == [
        ("figure", "Some 20"),
        ("figure", "30"),
        ("figure", "about 40"),
    ]
    desk.undo()
    assert desk.tagged() == []


def test_enter_in_the_list_goes_to_the_text(desk):
    call_it_done(desk)
    rows = checking(desk).list
    rows.start()
    QTest.keyClick(rows, RETURN)
    assert desk.view.hasFocus()
    assert desk.view.selected_span().of(desk.text) == LISTED[0][0]


def test_escape_in_the_list_closes_it(desk):
    call_it_done(desk)
    rows = checking(desk).list
    rows.start()
    QTest.keyClick(rows, Qt.Key.Key_Escape)
    assert desk.place.drawer.panel is None
    assert desk.view.hasFocus()


def test_a_second_ctrl_enter_takes_done_back_without_a_list(desk):
    call_it_done(desk)
    checking(desk).list.setFocus()
    desk.place.drawer.close_drawer()
    call_it_done(desk)
    assert listed(desk) is None
    (info,) = desk.place.documents.infos()
    assert info.status != "done"


def test_teammates_tags_do_not_count_as_mine(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "figure", "About 4,200")])
    call_it_done(desk)
    assert ("About 4,200", "numeral not tagged") in listed(desk)


def test_another_document_is_checked_when_it_is_opened(desk_with):
    desk = desk_with(REPORT, "Seven boats sank.\n")
    call_it_done(desk)
    desk.press(Qt.Key.Key_PageDown, CTRL)
    assert listed(desk) == [("Seven", "numeral not tagged")]


def test_reading_only_one_may_look_but_nothing_is_marked(qtbot, desk, make_window):
    reader = Desk(qtbot, make_window()).open(desk.path)
    reader.press(RETURN, CTRL | SHIFT)
    assert [words for words, _ in listed(reader)] == [words for words, _ in LISTED]
    reader.press(RETURN, CTRL)
    (info,) = reader.place.documents.infos()
    assert info.status == "new"


def test_closing_while_it_looks_is_safe(desk_with):
    desk = desk_with("Some 20 ships left. “We go,” they said. " * 4000)
    desk.press(RETURN, CTRL | SHIFT, times=1)
    assert desk.window.close_project()
    desk.settle()


def test_offsets_are_those_of_the_text_after_emoji_and_marks(desk_with):
    desk = desk_with("👩‍👩‍👧 said cafe\u0301 🇺🇦 sold 4,200 tonnes.\n")
    call_it_done(desk)
    desk.press(F4)
    desk.press("f", NONE)
    assert desk.tagged() == [("figure", "4,200 tonnes")]
