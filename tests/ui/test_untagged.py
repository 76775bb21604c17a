"""The keys . and ,: to the next numeral or quotation that is still without a tag."""

import pytest
from PySide6.QtCore import Qt
from ui_desk import REPORT

QUOTE = "“Nobody told us anything,”"


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


def selected(desk):
    span = desk.view.selected_span()
    return span and span.of(desk.text)


def test_a_point_selects_the_next_one_for_a_letter_to_tag(desk):
    desk.press(".")
    assert selected(desk) == "About 4,200"
    assert desk.hint == "Numeral not tagged."
    desk.press("f")
    assert desk.tagged() == [("figure", "About 4,200")]
    desk.press(".")
    assert selected(desk) == QUOTE
    desk.press("q")
    desk.press(".")
    assert desk.hint == "Every numeral and quotation of this text is tagged."


def test_past_the_last_one_comes_the_first_and_it_says_so(desk):
    desk.press(".")
    desk.press(".")
    desk.press(".")
    assert selected(desk) == "About 4,200"
    assert desk.hint == "Numeral not tagged, from the start of the text."


def test_a_comma_goes_back(desk):
    desk.view.set_caret(len(desk.text))
    desk.press(",")
    assert selected(desk) == QUOTE
    desk.press(",")
    assert selected(desk) == "About 4,200"
    desk.press(",")
    assert desk.hint == "Quotation not tagged, from the end of the text."


def test_what_a_teammate_has_tagged_is_still_mine_to_tag(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "figure", "About 4,200")])
    desk.press(".")
    assert selected(desk) == "About 4,200"


def test_in_a_long_text_it_looks_a_moment_at_a_time(desk_with):
    filler = "The bridge was closed for repairs and nobody was told why. " * 60
    desk = desk_with(f"{filler}\n" * 400 + "About 4,200 people cross it.\n")
    desk.press(".")
    desk.qtbot.waitUntil(lambda: selected(desk) == "About 4,200", timeout=20_000)
    assert desk.hint == "Numeral not tagged."


def test_a_search_ends_when_the_caret_is_moved(desk_with):
    filler = "The bridge was closed for repairs and nobody was told why. " * 60
    desk = desk_with(f"{filler}\n" * 400 + "About 4,200 people cross it.\n")
    desk.window.book.run("annotate.next_untagged")
    desk.press(Qt.Key.Key_Right)
    for _ in range(50):
        desk.settle()
    assert selected(desk) is None
