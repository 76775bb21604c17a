"""Very long paragraphs: broken for show, and not by one character elsewhere."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from ui_desk import CTRL, NONE, SHIFT

from annotator.model.span import Span
from annotator.ui.text.display import LONGEST, display_of
from annotator.ui.text.geometry import boxes_of, where

WORDS = " ".join(f"word{number}" for number in range(100_000))
MEGABYTE = f"Before it.\n{WORDS}\nThe end.\n"


# The display string ------------------------------------------------------------


def same_but_breaks(text):
    """Check that only spaces have become line breaks; return where."""
    display, breaks = display_of(text)
    assert len(display) == len(text)
    changed = [
        at for at, (a, b) in enumerate(zip(text, display, strict=True)) if a != b
    ]
    assert changed == breaks
    assert all(text[at] == " " and display[at] == "\n" for at in breaks)
    return breaks


@pytest.mark.parametrize(
    "text", ["", "x", "One.\n\nTwo.\n", "word " * 3_000, "x" * 50_000, "\n" * 50_000]
)
def test_ordinary_texts_are_shown_as_they_are(text):
    assert display_of(text) == (text, [])


def test_a_long_paragraph_is_broken_about_every_8_000_characters():
    breaks = same_but_breaks(MEGABYTE)
    pieces = [
        b - a for a, b in zip([0, *breaks], [*breaks, len(MEGABYTE)], strict=True)
    ]
    assert 100 < len(pieces) < 150
    assert max(pieces) <= LONGEST


def test_short_paragraphs_beside_it_are_not_broken():
    before = "A short one.\n" * 5_000
    breaks = same_but_breaks(before + WORDS + "\n" + before)
    assert breaks[0] > len(before)
    assert breaks[-1] < len(before) + len(WORDS)


def test_a_stretch_without_a_space_stays_whole():
    solid = "x" * 30_000
    text = f"{solid} {solid} {solid}\n{solid} end"
    breaks = same_but_breaks(text)
    assert breaks == [30_000, 60_001, 120_003]


def test_a_space_that_carries_a_mark_or_another_space_is_left():
    text = ("x" * 7_000 + " \u0301y  z" + "w" * 2_000) * 5
    for at in same_but_breaks(text):
        assert text[at + 1] not in " \u0301"


def test_emoji_count_as_one():
    text = "😀 fire " * 10_000
    breaks = same_but_breaks(text)
    assert len(breaks) > 5


# In the window ------------------------------------------------------------------


@pytest.fixture
def desk(desk_with):
    return desk_with(MEGABYTE)


def at_a_break(desk):
    """Go to a break in the midst; return its offset."""
    breaks = display_of(desk.text)[1]
    at = breaks[len(breaks) // 2]
    desk.view.set_caret(at)
    desk.view.centerCursor()
    desk.settle()
    return at


def around(desk, at):
    """Return the span of the two words beside a break."""
    return Span(desk.text.rindex(" ", 0, at) + 1, desk.text.index(" ", at + 1))


def test_the_text_itself_stays_as_it_is(desk):
    assert desk.text == MEGABYTE
    assert desk.view.document().blockCount() > 100


def test_words_on_both_sides_are_tagged_as_one(desk):
    at = at_a_break(desk)
    span = around(desk, at)
    desk.drag_from(span.start, span.end)
    assert desk.view.selected_span() == span
    desk.press("c")
    assert desk.tagged() == [("claim", span.of(MEGABYTE))]
    assert "\n" not in desk.tagged()[0][1]
    assert len(boxes_of(desk.view, span)) == 2


def test_what_is_copied_has_the_space(desk):
    span = around(desk, at_a_break(desk))
    desk.view.select(span)
    desk.view.copy()
    assert QGuiApplication.clipboard().text() == span.of(MEGABYTE)


def test_the_caret_walks_over_the_break_one_by_one(desk):
    at = at_a_break(desk)
    desk.view.set_caret(at - 1)
    seen = []
    for _ in range(4):
        seen.append(desk.view.caret())
        desk.press(Qt.Key.Key_Right)
    assert seen == [at - 1, at, at + 1, at + 2]
    desk.press(Qt.Key.Key_Left, SHIFT, times=3)
    assert desk.view.selected_span() == Span(at, at + 3)


def test_clicks_beside_the_break_go_where_they_should(desk):
    at = at_a_break(desk)
    for offset in range(at - 12, at + 12):
        assert desk.view.offset_at(desk.rect(offset).center()) == offset


def test_no_room_is_left_at_the_break(desk):
    at = at_a_break(desk)
    step = desk.rect(at + 1).top() - desk.rect(at).top()
    usual = desk.rect(at + 200).top() - desk.rect(at + 1).top()
    assert usual % step == 0


def test_finding_marks_and_places_across_the_break(desk):
    at = at_a_break(desk)
    span = around(desk, at)
    assert where(desk.view, span.start) == where(desk.view, span.end - 1) == "visible"
    desk.view.select(span)
    desk.press("f")
    desk.press(Qt.Key.Key_Home, CTRL)
    desk.press("n")
    assert desk.current == span.of(MEGABYTE)
    assert where(desk.view, span.start) == "visible"


def test_a_handle_is_dragged_across_the_break(desk):
    at = at_a_break(desk)
    span = around(desk, at)
    first, second = Span(span.start, at), Span(at + 1, span.end)
    desk.view.select(first)
    desk.press("f")
    seen = []
    desk.view.boundary_dragged.connect(lambda mark, spans: seen.append(spans))
    (box,) = boxes_of(desk.view, first)
    viewport = desk.view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, NONE, box.bottomRight().toPoint() + QPoint(0, 4))
    QTest.mouseMove(viewport, desk.point(second.end))
    QTest.mouseRelease(viewport, left, NONE, desk.point(second.end))
    assert seen == [(span,)]


def test_only_what_is_in_view_is_laid_out(desk):
    blocks = 0
    block = desk.view.document().begin()
    while block.isValid():
        blocks += block.layout().lineCount() > 0
        block = block.next()
    assert blocks < 8


def test_an_arabic_paragraph_runs_from_right_to_left_to_its_end(desk_with):
    arabic = "قالت الوكالة إن " + "Brackwell Ltd of London " * 3_000
    desk = desk_with(f"{arabic}\nThen English.\n")
    block = desk.view.document().findBlockByNumber(3)
    desk.view.blockBoundingRect(block)
    assert 3 in desk.view._layout.broken
    direction = block.layout().textOption().textDirection()
    assert direction == Qt.LayoutDirection.RightToLeft
    last = desk.view.document().lastBlock().previous()
    desk.view.blockBoundingRect(last)
    direction = last.layout().textOption().textDirection()
    assert direction == Qt.LayoutDirection.LeftToRight
