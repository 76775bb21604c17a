"""Selecting with the mouse: whole words, unless one wants it otherwise."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui_desk import NONE, REPORT, SHIFT

from annotator.ui.text.geometry import boxes_of
from annotator.ui.text.selection import paragraph_at

LEFT = Qt.MouseButton.LeftButton
HEBREW = "המפעל הודיע כי 4,200 ליטר של Brackwell דלפו.\n"


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


def selected(desk):
    span = desk.view.selected_span()
    return span and span.of(desk.text)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("ridge wou", "bridge would"),
        (" bridge would ", "bridge would"),
        ("out 4,2", "About 4,200"),
        ("200 peo", "4,200 people"),
        ("repairs.\nEng", "repairs.\nEngineers"),
        ("“Nob", "“Nobody"),
        ("obody", "Nobody"),
        ("epairs.", "repairs."),
    ],
)
def test_what_the_mouse_selects_grows_to_words(desk, part, words):
    desk.drag(part)
    assert selected(desk) == words


def test_the_moving_end_stays_the_moving_end(desk):
    span = desk.span("ridge wou")
    desk.drag_from(span.end, span.start)
    assert selected(desk) == "bridge would"
    assert desk.view.caret() == desk.span("bridge would").start
    desk.press(Qt.Key.Key_Left, SHIFT)
    assert selected(desk) == " bridge would"


def test_without_snapping_it_is_what_the_mouse_has_passed(desk):
    desk.view.set_snapping(False)
    desk.drag("ridge wou")
    assert selected(desk) == "ridge wou"


def test_white_space_alone_stays_selected(desk):
    desk.drag(" bridge"[:1])
    assert selected(desk) in (" ", None)
    assert desk.tagged() == []


def test_shift_and_the_arrows_select_characters(desk):
    desk.drag("ridge wou")
    desk.press(Qt.Key.Key_Right, SHIFT, times=2)
    assert selected(desk) == "bridge would b"


def test_shift_and_a_click_extend_to_a_word(desk):
    desk.view.set_caret(desk.span("bridge").start)
    point = desk.point(desk.span("closed").start + 3)
    QTest.mouseClick(desk.view.viewport(), LEFT, SHIFT, point)
    assert selected(desk) == "bridge would be closed"


@pytest.mark.parametrize("word", ["Engineers", "storm", "4,200", "Nobody"])
def test_a_double_click_takes_the_word_and_no_space(desk, word):
    desk.double_click(word)
    assert selected(desk) == word


def test_a_double_click_takes_a_whole_emoji(desk_with):
    desk = desk_with("Fire 👩‍🚒👨‍👩‍👧 out.\n")
    for emoji in ("👩‍🚒", "👨‍👩‍👧"):
        (box,) = boxes_of(desk.view, desk.span(emoji))
        QTest.mouseDClick(desk.view.viewport(), LEFT, NONE, box.center().toPoint())
        assert selected(desk) == emoji


def triple_click(desk, words, *, after=2):
    point = desk.point(desk.span(words).start + after)
    viewport = desk.view.viewport()
    QTest.mouseDClick(viewport, LEFT, NONE, point)
    QTest.mouseClick(viewport, LEFT, NONE, point)
    desk.settle()


def test_a_triple_click_takes_the_paragraph_without_its_line_break(desk):
    triple_click(desk, "damage")
    assert selected(desk) == REPORT.split("\n")[1]


def test_a_triple_click_takes_a_paragraph_that_is_broken_for_show(desk_with):
    long = " ".join(f"word{number}" for number in range(5_000))
    desk = desk_with(f"First.\n{long}  \nLast.\n")
    assert desk.view.document().blockCount() > 4
    triple_click(desk, "word40 ")
    assert selected(desk) == long


def test_a_third_click_elsewhere_is_a_first(desk):
    point = desk.point(desk.span("damage").start + 2)
    viewport = desk.view.viewport()
    QTest.mouseDClick(viewport, LEFT, NONE, point)
    QTest.mouseClick(viewport, LEFT, NONE, desk.point(desk.span("people").start + 2))
    assert selected(desk) is None


@pytest.mark.parametrize(
    ("offset", "words"),
    [(0, "One."), (4, "One."), (5, "Two "), (9, "Two "), (10, None)],
)
def test_the_paragraph_around_an_offset(offset, words):
    text = "One.\nTwo \n\n"
    span = paragraph_at(text, offset)
    assert (span and span.of(text)) == (words and words.strip())


@pytest.mark.parametrize(
    "words", ["הודיע כי", "4,200", "Brackwell", "של Brackwell דלפו"]
)
def test_right_to_left_words_are_dragged_over(desk_with, words):
    desk = desk_with(HEBREW)
    desk.view.select(desk.span(words))
    desk.press("f")
    assert desk.tagged() == [("figure", words)]


def test_a_drag_over_right_to_left_words_takes_them_whole(desk_with):
    desk = desk_with(HEBREW)
    start = desk.span("הודיע")
    end = desk.span("כי")
    desk.drag_from(start.start + 1, end.start + 1)
    assert selected(desk) == "הודיע כי"
    desk.press("c")
    assert desk.tagged() == [("claim", "הודיע כי")]
