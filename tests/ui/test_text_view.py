"""The view of a text: where its characters stand, whatever its size and shape."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from ui_desk import CTRL, REPORT

from annotator.ui.text.surface import LEAST_AIR
from annotator.ui.text.typography import Typography

SOME = REPORT * 12
LONG = "".join(f"Paragraph {number} of a long text.\n" for number in range(30_000))


def position_at(desk, point):
    return desk.view.cursorForPosition(point).position()


def laid_out(desk):
    """Return how many paragraphs have been laid out."""
    count = 0
    block = desk.view.document().begin()
    while block.isValid():
        count += block.layout().lineCount() > 0
        block = block.next()
    return count


def beyond(desk, block):
    top = desk.view.blockBoundingGeometry(block).top()
    return top > desk.view.viewport().height()


def lines(desk):
    """Return where the lines in view are, in order."""
    block = desk.view.document().begin()
    while block.isValid() and not beyond(desk, block):
        origin = desk.view.blockBoundingGeometry(block).topLeft()
        for number in range(block.layout().lineCount()):
            yield block.layout().lineAt(number).rect().translated(origin)
        block = block.next()


@pytest.fixture
def desk(desk_with):
    return desk_with(SOME)


def test_a_click_where_the_caret_stands_puts_it_there(desk):
    checked = 0
    visible = desk.view.viewport().rect()
    for offset in range(0, len(SOME), 3):
        point = desk.rect(offset).center()
        if visible.contains(point):
            assert position_at(desk, point) == offset
            checked += 1
    assert checked > 150


def test_the_same_after_scrolling(desk):
    desk.view.verticalScrollBar().setValue(desk.view.verticalScrollBar().maximum())
    desk.settle()
    visible = desk.view.viewport().rect()
    offsets = [
        offset
        for offset in range(0, len(SOME), 3)
        if visible.contains(desk.rect(offset).center())
    ]
    assert len(offsets) > 100
    assert [position_at(desk, desk.rect(o).center()) for o in offsets] == offsets


def test_lines_do_not_overlap(desk):
    places = list(lines(desk))
    assert len(places) > 12
    for above, below in pairwise(places):
        assert below.top() >= above.bottom()


def test_the_caret_goes_to_the_very_end_and_back(desk):
    desk.press(Qt.Key.Key_End, CTRL)
    assert desk.view.caret() == len(SOME)
    assert desk.view.viewport().rect().contains(desk.view.cursorRect().center())
    desk.press(Qt.Key.Key_Home, CTRL)
    assert desk.view.caret() == 0


def test_arrows_up_and_down_go_from_line_to_line(desk):
    first = desk.rect(0).top()
    desk.press(Qt.Key.Key_Down)
    assert desk.rect(desk.view.caret()).top() > first
    desk.press(Qt.Key.Key_Up)
    assert desk.view.caret() == 0


def test_a_page_down_shows_other_lines(desk):
    before = desk.view.firstVisibleBlock().blockNumber()
    desk.press(Qt.Key.Key_PageDown)
    assert desk.view.firstVisibleBlock().blockNumber() > before


def test_the_column_is_no_wider_than_is_good_to_read(desk):
    desk.window.resize(1900, 900)
    desk.settle()
    rects = list(lines(desk))
    room = desk.view.viewport().width()
    assert room > Typography().width + 200
    assert max(rect.width() for rect in rects) <= Typography().width
    assert abs(rects[0].left() - (room - Typography().width) / 2) <= 1


def test_a_narrow_column_keeps_some_air(desk):
    desk.window.resize(1000, 700)
    desk.settle()
    room = desk.view.viewport().width()
    for rect in lines(desk):
        assert rect.left() >= LEAST_AIR - 1
        assert rect.right() <= room - LEAST_AIR + 1


@pytest.mark.parametrize("size", [(900, 600), (1900, 1000), (1281, 801)])
def test_resizing_keeps_text_caret_and_annotations(desk, size):
    desk.tag("Engineers denied", "d")
    before = list(desk.opened.marks)
    caret = desk.view.caret()
    desk.window.resize(*size)
    desk.settle()
    assert desk.opened.marks == before
    assert desk.view.caret() == caret
    visible = desk.view.viewport().rect()
    for offset in range(0, 400, 7):
        point = desk.rect(offset).center()
        if visible.contains(point):
            assert position_at(desk, point) == offset


def test_at_the_end_of_the_scroll_bar_the_last_line_is_in_view(desk):
    bar = desk.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    desk.settle()
    assert desk.view.viewport().rect().contains(desk.rect(len(SOME) - 2).center())


def test_the_same_with_long_paragraphs(desk_with):
    desk = desk_with(("word " * 700 + "\n") * 5 + "The last line.\n")
    bar = desk.view.verticalScrollBar()
    for _ in range(3):
        bar.setValue(bar.maximum())
        desk.settle()
    assert (
        desk.view.viewport()
        .rect()
        .contains(desk.rect(desk.text.index("The last")).center())
    )


# Size of the text ----------------------------------------------------------------


def test_ctrl_plus_and_minus_change_the_size_of_the_text(desk):
    def height():
        return desk.rect(0).height()

    usual = height()
    desk.press(Qt.Key.Key_Plus, CTRL, times=3)
    larger = height()
    assert larger > usual
    assert desk.window.settings.text_size == 20
    desk.press(Qt.Key.Key_Minus, CTRL, times=5)
    assert height() < usual
    desk.press(Qt.Key.Key_0, CTRL)
    assert height() == usual


def test_the_size_has_limits(desk):
    desk.press(Qt.Key.Key_Plus, CTRL, times=25)
    assert desk.window.settings.text_size == 34
    desk.press(Qt.Key.Key_Minus, CTRL, times=25)
    assert desk.window.settings.text_size == 13


@pytest.mark.parametrize(("turn", "size"), [(120, 18), (-120, 16)])
def test_ctrl_and_the_wheel_change_the_size(desk, turn, size):
    at = QPointF(100, 100)
    wheel = QWheelEvent(
        at,
        QPointF(desk.view.viewport().mapToGlobal(QPoint(100, 100))),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(desk.view.viewport(), wheel)
    assert desk.window.settings.text_size == size


def test_the_size_is_kept_for_the_next_time(desk, reopened):
    desk.press(Qt.Key.Key_Plus, CTRL, times=3)
    height = desk.rect(0).height()
    again = reopened(desk)
    assert again.rect(0).height() == height


def test_another_theme_leaves_the_size_alone(desk):
    desk.press(Qt.Key.Key_Plus, CTRL, times=3)
    height = desk.rect(0).height()
    desk.window.set_theme("dark")
    dark = desk.rect(0).height()
    desk.window.set_theme("light")
    assert (dark, desk.rect(0).height()) == (height, height)


def test_with_larger_text_clicks_go_where_they_should(desk):
    desk.press(Qt.Key.Key_Plus, CTRL, times=8)
    visible = desk.view.viewport().rect()
    for offset in range(0, 300, 5):
        point = desk.rect(offset).center()
        if visible.contains(point):
            assert position_at(desk, point) == offset


# Odd texts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["x", "😀", "x\n", "\nx", "\n\n\nx", "\u2028x", "\u00a0x"]
)
def test_the_smallest_texts_are_shown_and_tagged(desk_with, text):
    desk = desk_with(text)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press("c")
    assert desk.tagged() == [("claim", text.strip())]


def test_many_empty_lines_do_no_harm(desk_with):
    desk = desk_with("\n" * 500 + "The end.\n")
    desk.view.select(desk.span("The end"))
    desk.press("q")
    assert desk.tagged() == [("quote", "The end")]
    assert (
        desk.view.viewport()
        .rect()
        .contains(desk.rect(desk.text.index("The end")).center())
    )


def test_a_paragraph_of_300_000_characters_works(desk_with):
    words = " ".join(f"word{number}" for number in range(33_000))
    desk = desk_with(f"{words}\nThe end.\n")
    assert len(words) > 300_000
    desk.view.select(desk.span("word20000 word20001"))
    desk.press("c")
    desk.press(Qt.Key.Key_End, CTRL)
    assert desk.view.viewport().rect().contains(desk.view.cursorRect().center())
    desk.press("n")
    assert desk.current == "word20000 word20001"
    visible = desk.view.viewport().rect()
    assert visible.contains(desk.rect(desk.span("word20000").start).center())
    assert desk.tagged() == [("claim", "word20000 word20001")]


def test_a_paragraph_with_3_000_annotations_is_laid_out(desk_with):
    words = [f"word{number}" for number in range(20_000)]
    text = " ".join(words)
    desk = desk_with(
        text + "\n", others=[("Bo", "claim", f"{word} ") for word in words[::9]]
    )
    assert len(desk.opened.marks) > 2_000
    desk.press(Qt.Key.Key_End, CTRL)
    assert desk.view.viewport().rect().contains(desk.view.cursorRect().center())


@pytest.fixture
def long(desk_with):
    return desk_with(LONG)


def test_30_000_paragraphs_are_shown_without_laying_all_out(long):
    assert long.view.document().blockCount() == 30_001
    assert laid_out(long) < 200


def test_at_the_end_of_30_000_paragraphs_the_last_is_in_view(long):
    bar = long.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    long.settle()
    point = long.rect(long.text.index("Paragraph 29999")).center()
    assert long.view.viewport().rect().contains(point)
    assert laid_out(long) < 400


def test_in_the_midst_of_30_000_paragraphs_words_are_tagged(long):
    words = "15000 of a long"
    long.view.set_caret(long.span(words).start)
    long.settle()
    long.drag(words)
    long.press("c")
    assert long.tagged() == [("claim", words)]


def test_tagging_lays_out_only_the_paragraphs_it_touches(long):
    before = laid_out(long)
    long.drag("Paragraph 3 of")
    long.press("c")
    assert laid_out(long) <= before + 2


def test_an_annotation_over_thousands_of_paragraphs_is_possible(long):
    long.press(Qt.Key.Key_A, CTRL)
    long.press("c")
    assert long.tagged() == [("claim", LONG.strip())]
    assert laid_out(long) < 400


def test_the_whole_of_a_document_is_replaced_by_another(desk_with):
    desk = desk_with(REPORT, "Short.\n")
    first, second = (info.id for info in desk.place.documents.infos())
    desk.view.set_caret(len(REPORT))
    desk.place.open_document(second)
    assert desk.view.caret() == 0
    assert desk.view.document().blockCount() == 2
    desk.place.open_document(first)
    desk.settle()
    assert desk.rect(REPORT.index("Engineers")).top() > desk.rect(0).top()


@pytest.mark.qt_log_ignore(r"does not support raise\(\)$", extend=True)
def test_words_under_the_mouse_are_explained_in_a_card(desk_with, qtbot):
    desk = desk_with(REPORT, others=[("<b>Bo</b>", "claim", "Monday")])
    point = desk.point(desk.span("Monday").start + 3)
    viewport = desk.view.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
    QApplication.sendEvent(viewport, event)
    assert QToolTip.text() == (
        '<span style="color: #0072b2">●</span> <b>claim</b> · &lt;b&gt;Bo&lt;/b&gt;'
    )
    QToolTip.hideText()


def test_an_arabic_paragraph_runs_from_right_to_left(desk_with):
    desk = desk_with("قالت وكالة المصب البيئية يوم الجمعة.\nThen English.\n")
    first = desk.view.document().begin()
    assert first.textDirection() == Qt.LayoutDirection.RightToLeft
    assert desk.rect(0).left() > desk.rect(10).left()
    english = desk.text.index("Then")
    assert desk.rect(english).left() < desk.rect(english + 5).left()
