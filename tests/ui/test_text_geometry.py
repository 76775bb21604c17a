"""Where words stand on the screen, what others paint there, what stays at the top."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_desk import CTRL, NONE, REPORT, units

from annotator.model.span import Span
from annotator.ui.text.geometry import boxes_of, edge_of, where
from annotator.ui.theme import TEXT_FAMILY

MANY = "".join(f"Paragraph {number} of a long text.\n" for number in range(3_000))
LONG = " ".join(f"word{number}" for number in range(900)) + "\nThe end.\n"
ARABIC = "قالت الوكالة إن ٦٤ ألف لتر من شركة Brackwell تسربت إلى الميناء.\n"
HEBREW = "המפעל הודיע כי 4,200 ליטר של Brackwell דלפו.\n"


def boxes(desk, words):
    return boxes_of(desk.view, desk.span(words))


def scrolled(desk):
    """Scroll into the midst of a long paragraph; return the first word in view."""
    desk.view.verticalScrollBar().setValue(20)
    return top_word(desk)


def top_word(desk):
    """Return the first word of the uppermost line in view."""
    left = int(boxes_of(desk.view, Span(0, len(desk.text)))[0].left())
    return desk.text[desk.view.offset_at(QPoint(left, 4)) :].split()[0]


def is_in_top_line(desk, word):
    """Tell whether a word stands in the uppermost line."""
    (box,) = boxes(desk, word)
    return box.top() < box.height()


# Boxes -----------------------------------------------------------------------


def test_words_on_one_line_have_one_box_from_caret_to_caret(desk_with):
    desk = desk_with(REPORT)
    span = desk.span("the bridge would")
    (box,) = boxes_of(desk.view, span)
    left, right = desk.rect(span.start), desk.rect(span.end)
    assert box.left() == pytest.approx(left.left(), abs=1.5)
    assert box.right() == pytest.approx(right.left(), abs=1.5)
    assert box.center().y() == pytest.approx(left.center().y(), abs=1.5)


def test_words_after_an_emoji_and_combining_marks_are_found(desk_with):
    desk = desk_with("Café 👩‍🚒 burnt e\u0301 down 😀 today.\n")
    span = desk.span("down")
    (box,) = boxes_of(desk.view, span)
    assert box.left() == pytest.approx(desk.rect(span.start).left(), abs=1.5)
    assert box.right() == pytest.approx(desk.rect(span.end).left(), abs=1.5)


def test_words_over_three_lines_have_three_boxes_from_the_top(desk_with):
    desk = desk_with(LONG)
    first, third = (desk.span(f"word{number}") for number in (2, 25))
    found = boxes_of(desk.view, Span(first.start, third.end))
    assert len(found) == 3
    tops = [box.top() for box in found]
    assert tops == sorted(tops)
    assert found[0].left() > found[1].left() == found[2].left()


def test_words_over_two_paragraphs_have_a_box_in_each(desk_with):
    desk = desk_with(REPORT)
    assert len(boxes(desk, "for repairs.\nEngineers denied")) == 2


def test_words_out_of_view_have_no_box(desk_with):
    desk = desk_with(MANY)
    assert boxes(desk, "Paragraph 2500") == []
    desk.view.verticalScrollBar().setValue(2_000)
    assert boxes(desk, "Paragraph 3 of") == []
    assert len(boxes(desk, "Paragraph 2001 of")) == 1


def test_asking_for_boxes_lays_nothing_out(desk_with):
    desk = desk_with(MANY)
    block = desk.view.document().findBlock(desk.span("Paragraph 2500").start)
    assert block.layout().lineCount() == 0
    boxes_of(desk.view, Span(0, len(MANY)))
    assert block.layout().lineCount() == 0


def test_only_what_is_in_view_of_a_long_span_has_boxes(desk_with):
    desk = desk_with(MANY)
    found = boxes_of(desk.view, Span(0, len(MANY)))
    shown = desk.view.viewport().rect().toRectF()
    assert 5 < len(found) < 60
    assert all(box.intersects(shown) for box in found)


@pytest.mark.parametrize("text", [ARABIC, HEBREW])
def test_right_to_left_words_stand_in_boxes_that_do_not_meet(desk_with, text):
    desk = desk_with(text)
    found = {word: boxes(desk, word) for word in text.split()}
    assert all(len(each) == 1 for each in found.values())
    ordered = sorted((each[0].left(), each[0].right()) for each in found.values())
    assert all(a[1] <= b[0] + 1 for a, b in pairwise(ordered))
    first, last = text.split()[0], text.split()[-1]
    assert found[first][0].left() > found[last][0].right()


def test_from_a_number_into_right_to_left_words_the_box_is_whole(desk_with):
    desk = desk_with(ARABIC)
    (box,) = boxes(desk, "إن ٦٤ ألف")
    parts = [boxes(desk, word)[0] for word in ("إن", "٦٤", "ألف")]
    assert box.left() == pytest.approx(min(part.left() for part in parts), abs=1.5)
    assert box.right() == pytest.approx(max(part.right() for part in parts), abs=1.5)


# Edges -----------------------------------------------------------------------


def test_a_span_starts_at_the_left_and_ends_at_the_right(desk_with):
    desk = desk_with(REPORT)
    span = desk.span("the bridge")
    (box,) = boxes_of(desk.view, span)
    assert edge_of(desk.view, span.start, end=False).x1() == pytest.approx(box.left())
    assert edge_of(desk.view, span.end, end=True).x1() == pytest.approx(box.right())


@pytest.mark.parametrize(
    ("words", "from_right"),
    [("الوكالة", True), ("٦٤", False), ("Brackwell", False), ("تسربت إلى", True)],
)
def test_right_to_left_words_start_at_the_right_but_numbers_at_the_left(
    desk_with, words, from_right
):
    desk = desk_with(ARABIC)
    span = desk.span(words)
    (box,) = boxes_of(desk.view, span)
    start = edge_of(desk.view, span.start, end=False).x1()
    end = edge_of(desk.view, span.end, end=True).x1()
    wanted = (box.right(), box.left()) if from_right else (box.left(), box.right())
    assert (start, end) == pytest.approx(wanted)


def test_the_end_of_a_line_is_not_the_start_of_the_next(desk_with):
    desk = desk_with(LONG)
    first = boxes_of(desk.view, Span(0, 400))[0]
    words = desk.view.offset_at(
        QPoint(int(first.right()) + 60, int(first.center().y()))
    )
    edge = edge_of(desk.view, words, end=True)
    assert edge.y1() == pytest.approx(first.top())
    assert edge.x1() >= first.right() - 8


def test_what_is_out_of_view_has_no_edge(desk_with):
    desk = desk_with(MANY)
    assert edge_of(desk.view, desk.span("Paragraph 2500").start, end=False) is None


# In view or not --------------------------------------------------------------


def test_a_place_is_above_in_or_below_what_is_in_view(desk_with):
    desk = desk_with(MANY)
    there = desk.span("Paragraph 1500").start
    assert where(desk.view, 0) == "visible"
    assert where(desk.view, there) == "below"
    desk.view.verticalScrollBar().setValue(1_495)
    assert where(desk.view, there) == "visible"
    assert where(desk.view, 0) == "above"
    assert where(desk.view, len(MANY)) == "below"


def test_within_one_long_paragraph_too(desk_with):
    desk = desk_with(LONG)
    end = desk.span("word890").start
    assert where(desk.view, end) == "below"
    desk.view.verticalScrollBar().setValue(desk.view.verticalScrollBar().maximum())
    assert where(desk.view, end) == "visible"
    assert where(desk.view, 0) == "above"
    assert where(desk.view, len(LONG)) == "visible"


def test_the_end_of_an_empty_text_is_in_view(desk_with):
    desk = desk_with("\n")
    assert where(desk.view, 0) == "visible"
    assert where(desk.view, 1) == "visible"


def test_offset_at_gives_code_points(desk_with):
    desk = desk_with("😀😀 Fire 😀 out.\n")
    offset = desk.text.index("out")
    assert units(desk.text[:offset]) != offset
    assert desk.view.offset_at(desk.point(offset)) == offset


# Overlays --------------------------------------------------------------------


class Wash:
    """Paints one word red under the letters and a blue bar over all."""

    def __init__(self, view, span):
        self.view = view
        self.span = span

    def paint_under(self, painter, clip):
        for box in boxes_of(self.view, self.span):
            painter.fillRect(box, QColor("#ff0000"))
        painter.setOpacity(0)

    def paint_over(self, painter, clip):
        painter.fillRect(0, 0, 5, 5, QColor("#0000ff"))


class Knob(Wash):
    """Can be held at the upper left corner."""

    def __init__(self, view, span):
        super().__init__(view, span)
        self.seen = []

    def press(self, event):
        self.seen.append("press")
        return event.position().x() < 20

    def move(self, event):
        self.seen.append("move")

    def release(self, event):
        self.seen.append("release")

    def hover_cursor(self, point):
        return Qt.CursorShape.SizeHorCursor if point.x() < 20 else None


def color_at(desk, point):
    return desk.view.viewport().grab().toImage().pixelColor(point).name()


def test_an_overlay_paints_under_the_letters_and_over_them(desk_with):
    desk = desk_with(REPORT)
    desk.view.add_overlay(Wash(desk.view, desk.span("bridge")))
    box = boxes(desk, "bridge")[0].toRect()
    image = desk.view.viewport().grab().toImage().copy(box)
    colors = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
    }
    assert "#ff0000" in colors
    assert len(colors) > 3  # the letters
    assert color_at(desk, QPoint(2, 2)) == "#0000ff"


def test_an_overlay_does_not_spoil_the_painter_for_the_next(desk_with):
    desk = desk_with(REPORT)
    desk.view.add_overlay(Wash(desk.view, desk.span("mayor")))
    desk.view.add_overlay(Wash(desk.view, desk.span("bridge")))
    box = boxes(desk, "bridge")[0]
    assert color_at(desk, box.topLeft().toPoint() + QPoint(1, 1)) == "#ff0000"


def test_an_overlay_is_dragged_and_the_text_is_not_selected(desk_with):
    desk = desk_with(REPORT)
    knob = Knob(desk.view, desk.span("bridge"))
    desk.view.add_overlay(knob)
    viewport = desk.view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, NONE, QPoint(5, 200))
    QTest.mouseMove(viewport, QPoint(300, 200))
    QTest.mouseRelease(viewport, left, NONE, QPoint(300, 200))
    assert knob.seen == ["press", "move", "release"]
    assert desk.view.selected_span() is None


def test_elsewhere_the_text_is_selected_as_ever(desk_with):
    desk = desk_with(REPORT)
    knob = Knob(desk.view, desk.span("bridge"))
    desk.view.add_overlay(knob)
    desk.drag("Engineers denied")
    assert knob.seen == ["press"]
    assert desk.view.selected_span() == desk.span("Engineers denied")


def hover(desk, point):
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(point),
        QPointF(desk.view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NONE,
    )
    QApplication.sendEvent(desk.view.viewport(), event)
    return desk.view.viewport().cursor().shape()


def test_over_an_overlay_the_mouse_has_its_shape(desk_with):
    desk = desk_with(REPORT)
    desk.view.add_overlay(Knob(desk.view, desk.span("bridge")))
    assert hover(desk, QPoint(5, 200)) == Qt.CursorShape.SizeHorCursor
    assert hover(desk, QPoint(200, 200)) == Qt.CursorShape.IBeamCursor


# What stays at the top -------------------------------------------------------


def test_zooming_keeps_the_same_line_at_the_top(desk_with):
    desk = desk_with(LONG)
    word = scrolled(desk)
    assert word != "word0"
    desk.press(Qt.Key.Key_Plus, CTRL, times=3)
    assert is_in_top_line(desk, word)
    desk.press(Qt.Key.Key_0, CTRL)
    assert top_word(desk) == word


def test_zooming_to_and_fro_does_not_creep(desk_with):
    desk = desk_with(LONG)
    word = scrolled(desk)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        for _ in range(6):
            desk.press(key, CTRL)
            assert is_in_top_line(desk, word)
    assert top_word(desk) == word


def test_another_width_keeps_the_same_line_at_the_top(desk_with):
    desk = desk_with(LONG)
    word = scrolled(desk)
    for width in (1000, 1100, 1700, 1280):
        desk.window.resize(width, 800)
        desk.settle()
        assert is_in_top_line(desk, word)


def test_a_scroll_state_is_restored_at_another_size(desk_with):
    desk = desk_with(LONG)
    word = scrolled(desk)
    state = desk.view.scroll_state()
    desk.view.verticalScrollBar().setValue(0)
    desk.view.set_typography(TEXT_FAMILY, 22, 1.85, 720)
    desk.view.restore_scroll(state)
    assert is_in_top_line(desk, word)
    desk.view.set_typography(TEXT_FAMILY, 17, 1.85, 720)
    assert top_word(desk) == word
    assert desk.view.scroll_state() == state


def test_after_scrolling_by_hand_the_new_line_is_kept(desk_with):
    desk = desk_with(LONG)
    scrolled(desk)
    desk.view.set_typography(TEXT_FAMILY, 20, 1.85, 720)
    desk.view.verticalScrollBar().setValue(0)
    desk.view.set_typography(TEXT_FAMILY, 17, 1.85, 720)
    assert desk.view.verticalScrollBar().value() == 0


def test_a_scroll_state_past_the_end_shows_the_end(desk_with):
    desk = desk_with(MANY)
    desk.view.verticalScrollBar().setValue(2_900)
    state = desk.view.scroll_state()
    desk.view.restore_scroll(state)
    assert where(desk.view, state.offset) == "visible"
    desk.view.verticalScrollBar().setValue(0)
    desk.view.restore_scroll(state)
    assert where(desk.view, state.offset) == "visible"
