"""Handles at the ends of one's annotation, and a second stretch held with Ctrl."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from ui_desk import CTRL, NONE, REPORT, Desk

from annotator.model.span import Span
from annotator.ui.text.boundaries import Boundary, moved
from annotator.ui.text.geometry import boxes_of

LEFT = Qt.MouseButton.LeftButton
START, END = Boundary(0, end=False), Boundary(0, end=True)
ARABIC = "قالت الوكالة إن ٦٤ ألف لتر من شركة Brackwell تسربت إلى الميناء.\n"
MANY = "".join(f"Paragraph {number} of a long text.\n" for number in range(300))


# Where a boundary may go, without a window -----------------------------------


def moving(text, words, boundary, to, *, to_words=True):
    """Move a boundary to the gap marked by ``to``; return the words then."""
    start = text.index(words)
    at = to if isinstance(to, int) else text.index(to)
    (span,) = moved(
        text, [Span(start, start + len(words))], boundary, at, to_words=to_words
    )
    return span.of(text)


@pytest.mark.parametrize(
    ("boundary", "to", "words"),
    [
        (END, "losed for", "the bridge would be"),
        (END, "ed for", "the bridge would be closed"),
        (END, " closed", "the bridge would be"),
        (START, "ay that", "that the bridge would"),
        (START, "onday", "Monday that the bridge would"),
        (START, "idge", "bridge would"),
        (END, "mayor", "the"),
        (START, "repairs", "would"),
        (END, "\n", "the bridge would be closed for repairs."),
    ],
)
def test_a_boundary_stands_at_the_nearest_limit_of_a_word(boundary, to, words):
    assert moving(REPORT, "the bridge would", boundary, to) == words


def test_a_quotation_mark_may_be_inside_or_outside():
    text = "He said: “No one came,” and left."
    inside = text.index("No one")
    assert moving(text, "No one", START, inside - 1) == "“No one"
    assert moving(text, "“No one", START, inside) == "No one"
    assert moving(text, "No one", END, text.index(",” and") + 2) == "No one came,”"


def test_without_words_it_stands_at_any_character():
    got = moving(REPORT, "the bridge", END, "dge would", to_words=False)
    assert got == "the bri"
    assert moving(REPORT, "the bridge", START, "ge would", to_words=False) == "ge"
    assert moving(REPORT, "the bridge", START, len(REPORT), to_words=False) == "e"
    assert moving(REPORT, "the bridge", END, 0, to_words=False) == "t"


@pytest.mark.parametrize("to_words", [True, False])
@pytest.mark.parametrize("to", range(20))
def test_no_character_people_see_as_one_is_ever_cut(to, to_words):
    text = "ab 👩‍🚒 e\u0301e\u0301 🇩🇪🇫🇷 cd"
    whole = (0, 1, 2, 3, 6, 7, 9, 11, 12, 14, 16, 17, 18, len(text))
    for boundary in (START, END):
        (span,) = moved(text, [Span(7, 9)], boundary, to, to_words=to_words)
        assert span.start in whole
        assert span.end in whole


def test_the_spans_beside_are_never_crossed():
    text = "one two three four five six"
    spans = [Span(0, 3), Span(8, 18), Span(24, 27)]
    assert moved(text, spans, Boundary(1, end=False), 0, to_words=True) == (
        Span(0, 3),
        Span(3, 18),
        Span(24, 27),
    )
    assert moved(text, spans, Boundary(1, end=True), 27, to_words=True) == (
        Span(0, 3),
        Span(8, 24),
        Span(24, 27),
    )
    assert moved(text, spans, Boundary(0, end=True), 27, to_words=False)[0].end == 8


# With the mouse --------------------------------------------------------------


@pytest.fixture
def desk(desk_with):
    desk = desk_with(REPORT)
    desk.tag("the bridge would", "c")
    return desk


def knob(desk, *, end):
    """Return where the handle at one end of the current annotation is taken."""
    mark = desk.opened.mark(desk.opened.current)
    handles = desk.view._handles._handles(mark)
    return next(h for h in handles if h.boundary.end == end).knob.toPoint()


def asked(view):
    """Return what the view reports from now on."""
    seen = []
    view.boundary_dragged.connect(lambda mark, spans: seen.append((mark, spans)))
    return seen


def take(desk, *, end, to):
    """Take a handle and drag it into the middle of ``to``; do not let go."""
    viewport = desk.view.viewport()
    QTest.mousePress(viewport, LEFT, NONE, knob(desk, end=end))
    QTest.mouseMove(viewport, to)
    desk.settle()
    return viewport


@pytest.mark.parametrize(
    ("end", "to", "words"),
    [
        (True, "closed", "the bridge would be closed"),
        (False, "Monday", "Monday that the bridge would"),
        (True, "damage", None),
    ],
)
def test_dragging_a_handle_asks_for_other_spans(desk, end, to, words):
    seen = asked(desk.view)
    span = desk.span(to)
    at = span.end if end else span.start
    viewport = take(desk, end=end, to=desk.point(at))
    assert seen == []
    QTest.mouseRelease(viewport, LEFT, NONE, desk.point(at))
    ((mark, (new,)),) = seen
    assert mark.id == desk.opened.current
    wanted = words or REPORT[REPORT.index("the bridge") : span.end]
    assert new.of(desk.text) == wanted


def test_while_dragging_the_new_words_are_shown_and_the_old_are_not(desk):
    before = desk.view.viewport().grab().toImage()
    take(desk, end=True, to=desk.point(desk.span("the bridge").end))
    assert desk.view._handles.spans == (desk.span("the bridge"),)
    during = desk.view.viewport().grab().toImage()
    (box,) = boxes_of(desk.view, desk.span("would"))
    spot = QPoint(int(box.right()) - 2, int(box.top()) + 2)
    surface = desk.view.palette().base().color()
    assert before.pixelColor(spot) != surface
    assert during.pixelColor(spot) == surface
    (kept,) = boxes_of(desk.view, desk.span("the bridge"))
    spot = kept.topLeft().toPoint() + QPoint(4, 3)
    assert during.pixelColor(spot) != surface


def test_escape_during_the_drag_leaves_everything_as_it_was(desk):
    seen = asked(desk.view)
    viewport = take(desk, end=True, to=desk.point(desk.span("closed").end))
    QTest.keyClick(desk.view, Qt.Key.Key_Escape)
    assert desk.view._handles.spans == ()
    assert desk.current == "the bridge would"
    QTest.mouseRelease(viewport, LEFT, NONE, desk.point(desk.span("closed").end))
    assert seen == []
    assert desk.tagged() == [("claim", "the bridge would")]


def test_a_click_on_a_handle_changes_nothing(desk):
    seen = asked(desk.view)
    QTest.mouseClick(desk.view.viewport(), LEFT, NONE, knob(desk, end=True))
    assert seen == []
    assert desk.current == "the bridge would"


def test_a_drag_that_comes_back_changes_nothing(desk):
    seen = asked(desk.view)
    home = knob(desk, end=True)
    viewport = take(desk, end=True, to=desk.point(desk.span("closed").end))
    QTest.mouseMove(viewport, desk.point(desk.span("the bridge would").end))
    QTest.mouseRelease(viewport, LEFT, NONE, home)
    assert seen == []


def test_dragging_a_handle_selects_nothing(desk):
    viewport = take(desk, end=True, to=desk.point(desk.span("closed").end))
    QTest.mouseRelease(viewport, LEFT, NONE, desk.point(desk.span("closed").end))
    assert desk.view.selected_span() is None


def test_words_that_begin_where_the_annotation_does_can_still_be_selected(desk):
    desk.drag("the bridge")
    assert desk.view.selected_span() == desk.span("the bridge")


def shape_at(desk, point):
    QTest.mouseMove(desk.view.viewport(), point)
    return desk.view.viewport().cursor().shape()


def test_over_a_handle_the_mouse_shows_that_it_moves(desk):
    for end in (False, True):
        for off in (QPoint(-6, 0), QPoint(6, 0), QPoint(0, -6), QPoint(0, 6)):
            assert shape_at(desk, knob(desk, end=end) + off) == (
                Qt.CursorShape.SizeHorCursor
            )
    assert shape_at(desk, desk.point(desk.span("Engineers").end)) == (
        Qt.CursorShape.IBeamCursor
    )


def test_without_a_current_annotation_there_are_no_handles(desk):
    place = knob(desk, end=True)
    desk.leave()
    assert shape_at(desk, place) == Qt.CursorShape.IBeamCursor


def test_a_teammates_annotation_has_no_handles(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", "the bridge")])
    desk.click("bridge")
    assert desk.current == "the bridge"
    assert desk.view._handles._mark() is None
    (box,) = boxes_of(desk.view, desk.span("the bridge"))
    place = box.bottomRight() + QPointF(0, 4)
    assert shape_at(desk, place.toPoint()) == Qt.CursorShape.IBeamCursor


def test_in_a_project_opened_for_reading_there_are_no_handles(desk, make_window, qtbot):
    reader = Desk(qtbot, make_window()).open(desk.path)
    assert reader.window.session.read_only
    reader.click("bridge")
    assert reader.current == "the bridge would"
    assert reader.view._handles._mark() is None


def test_an_annotation_that_is_not_saved_yet_has_no_handles(desk):
    desk.take_file_away()
    desk.tag("Engineers denied", "d")
    assert desk.current == "Engineers denied"
    assert desk.view._handles._mark() is None
    desk.bring_file_back()


def test_an_undo_during_the_drag_ends_it(desk):
    seen = asked(desk.view)
    point = desk.point(desk.span("closed").end)
    viewport = take(desk, end=True, to=point)
    desk.undo()
    QTest.mouseRelease(viewport, LEFT, NONE, point)
    assert seen == []
    assert desk.tagged() == []


@pytest.mark.parametrize(
    ("words", "end", "to", "wanted"),
    [
        ("الوكالة إن", True, "ألف", "الوكالة إن ٦٤ ألف"),
        ("ألف لتر", False, "الوكالة", "الوكالة إن ٦٤ ألف لتر"),
        ("شركة", True, "Brackwell", "شركة Brackwell"),
    ],
)
def test_handles_work_in_right_to_left_text(desk_with, words, end, to, wanted):
    desk = desk_with(ARABIC)
    desk.view.select(desk.span(words))
    desk.press("c")
    seen = asked(desk.view)
    (box,) = boxes_of(desk.view, desk.span(words))
    assert knob(desk, end=end).x() == pytest.approx(
        box.left() if end else box.right(), abs=1.5
    )
    (target,) = boxes_of(desk.view, desk.span(to))
    latin = to.isascii()
    far = (target.right() - 3) if end == latin else (target.left() + 3)
    at = QPoint(int(far), int(target.center().y()))
    viewport = take(desk, end=end, to=at)
    QTest.mouseRelease(viewport, LEFT, NONE, at)
    ((_, (new,)),) = seen
    assert new.of(desk.text) == wanted


def test_near_the_border_the_text_scrolls_along(desk_with, qtbot):
    desk = desk_with(MANY)
    desk.tag("Paragraph 5 of", "c")
    bar = desk.view.verticalScrollBar()
    height = desk.view.viewport().height()
    viewport = take(desk, end=True, to=QPoint(400, height - 3))
    qtbot.waitUntil(lambda: bar.value() > 8)
    QTest.mouseMove(viewport, QPoint(400, height // 2))
    stopped = bar.value()
    span = desk.view._handles.spans[0]
    assert span.start == desk.span("Paragraph 5 of").start
    assert span.end > desk.span("Paragraph 12 of").end
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(400, height // 2))
    assert bar.value() == stopped


def test_another_document_ends_the_drag(desk_with):
    desk = desk_with(REPORT, "Short.\n")
    desk.tag("the bridge would", "c")
    seen = asked(desk.view)
    viewport = take(desk, end=True, to=desk.point(desk.span("closed").end))
    second = desk.place.documents.infos()[1].id
    desk.place.open_document(second)
    QTest.mouseRelease(viewport, LEFT, NONE, QPoint(300, 200))
    assert seen == []


# Ctrl and the mouse ----------------------------------------------------------


def hold(desk, start, end):
    """Drag with Ctrl held from one offset to another; do not let go."""
    viewport = desk.view.viewport()
    QTest.mousePress(viewport, LEFT, CTRL, desk.point(start))
    QTest.mouseMove(viewport, desk.point(end))
    desk.settle()
    return viewport


def test_ctrl_and_a_drag_ask_for_a_second_stretch(desk, qtbot):
    span = desk.span("denied that the damage")
    viewport = hold(desk, span.start + 2, span.end - 2)
    assert desk.view._stretch.span == span
    with qtbot.waitSignal(desk.view.span_wanted) as wanted:
        QTest.mouseRelease(viewport, LEFT, CTRL, desk.point(span.end - 2))
    assert wanted.args == [span]
    assert desk.view._stretch.span is None


def test_it_leaves_the_selection_and_the_current_annotation_alone(desk):
    desk.drag("bridge")
    before = desk.opened.current, desk.view.selected_span(), desk.view.caret()
    span = desk.span("About 4,200")
    hold(desk, span.end, span.start)
    assert desk.view._stretch.span == span
    now = desk.opened.current, desk.view.selected_span(), desk.view.caret()
    assert now == before


def test_it_is_shown_while_dragging(desk):
    span = desk.span("the damage was known")
    before = desk.view.viewport().grab().toImage()
    hold(desk, span.start, span.end)
    during = desk.view.viewport().grab().toImage()
    (box,) = boxes_of(desk.view, span)
    spot = box.topLeft().toPoint() + QPoint(3, 3)
    assert before.pixelColor(spot) != during.pixelColor(spot)
    assert desk.view.selected_span() is None


def test_ctrl_and_a_click_or_escape_ask_for_nothing(desk):
    seen = []
    desk.view.span_wanted.connect(seen.append)
    point = desk.point(desk.span("damage").start + 2)
    QTest.mouseClick(desk.view.viewport(), LEFT, CTRL, point)
    span = desk.span("the damage was known")
    viewport = hold(desk, span.start, span.end)
    QTest.keyClick(desk.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, LEFT, CTRL, desk.point(span.end))
    assert seen == []
    assert desk.current == "the bridge would"


def test_white_space_alone_is_not_asked_for(desk):
    seen = []
    desk.view.span_wanted.connect(seen.append)
    at = desk.text.index(" denied")
    viewport = hold(desk, at, at + 1)
    QTest.mouseRelease(viewport, LEFT, CTRL, desk.point(at + 1))
    assert seen == []
