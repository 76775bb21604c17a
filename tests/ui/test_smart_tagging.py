"""Keys that need no selection: what they take, nest in, lock, add and walk through."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui_desk import CTRL, NONE, REPORT, SHIFT, Desk, stored

CLAIM = "About 4,200 people cross it every day"
QUOTE = "“Nobody told us anything,”"


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


@pytest.fixture
def read_only(qtbot, desk, make_window):
    """A second window on the project: it may look only."""
    desk.tag(CLAIM, "c")
    return Desk(qtbot, make_window()).open(desk.path)


# What lies inside ------------------------------------------------------------------


def test_a_figure_inside_my_claim_nests_in_it(desk):
    desk.tag(CLAIM, "c")
    desk.click("4,200")
    desk.press("f")
    assert desk.tagged() == [("claim", CLAIM), ("figure", "About 4,200")] or (
        desk.tagged() == [("figure", "About 4,200"), ("claim", CLAIM)]
    )


def test_a_quotation_inside_my_claim_nests_in_it(desk):
    desk.tag(f"{QUOTE} a baker near the bridge complained", "c")
    desk.click("told us")
    desk.press("q")
    assert ("quote", QUOTE) in desk.tagged()
    assert len(desk.tagged()) == 2


def test_a_letter_over_just_the_figure_changes_its_tag(desk):
    desk.tag("About 4,200", "c")
    desk.click("4,200")
    desk.press("f")
    assert desk.tagged() == [("figure", "About 4,200")]


def test_a_sentence_letter_inside_my_quote_changes_its_tag(desk):
    desk.tag(QUOTE, "q")
    desk.click("told us")
    desk.press("c")
    assert desk.tagged() == [("claim", QUOTE)]


def test_after_escape_a_letter_takes_the_sentence_although_it_is_tagged(desk):
    desk.tag("4,200 people", "f")
    desk.click("200 people")
    desk.leave()
    desk.press("c")
    assert len(desk.tagged()) == 2


def test_where_a_teammate_has_tagged_a_letter_tags_for_oneself(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", CLAIM)])
    desk.click("cross it")
    desk.press("c")
    rows = {row.annotator: row.quote for row in desk.stored()}
    assert rows["Bo"] == CLAIM
    assert rows["Ada"].startswith(CLAIM)


def test_words_that_are_tagged_already_are_gone_to(desk):
    desk.click("4,200")
    desk.press("f")
    desk.leave()
    desk.press("f")
    assert desk.hint == "These words are tagged figure already."
    assert len(desk.tagged()) == 1


def test_narrowing_is_undone_step_by_step(desk):
    desk.click("damage was")
    desk.press("d")
    desk.press("d")
    (narrow,) = desk.tagged()
    desk.undo()
    (wide,) = desk.tagged()
    assert len(wide[1]) > len(narrow[1])
    desk.undo()
    assert desk.tagged() == []


def test_once_the_caret_has_moved_the_letter_does_not_narrow_any_more(desk):
    desk.click("damage was")
    desk.press("d")
    before = desk.tagged()
    desk.press(Qt.Key.Key_Right)
    desk.press("d")
    assert desk.tagged() == before


# Locked ----------------------------------------------------------------------------


def test_the_tag_bar_shows_what_is_locked(desk):
    desk.press("D", SHIFT)
    assert desk.place.tag_bar._hint.isVisible()
    assert "locked" in desk.chips()["denial"].accessibleDescription()
    desk.press("D", SHIFT)
    assert not desk.place.tag_bar._hint.isVisible()
    assert "locked" not in desk.chips()["denial"].accessibleDescription()


def test_escape_unlocks_first_and_leaves_the_annotation_next(desk):
    desk.press("C", SHIFT)
    desk.drag("Monday")
    desk.leave()
    assert desk.place.tagging.locked is None
    assert desk.current == "Monday"
    desk.leave()
    assert desk.current is None


def test_with_a_locked_tag_a_click_tags_nothing(desk):
    desk.press("C", SHIFT)
    desk.click("Monday")
    assert desk.stored() == []


def test_with_a_locked_tag_a_double_click_tags_the_word(desk):
    desk.press("C", SHIFT)
    desk.double_click("Engineers")
    assert desk.tagged() == [("claim", "Engineers")]


# Parts -----------------------------------------------------------------------------


def add(desk, first, second, key="q"):
    """Tag ``first`` and add ``second`` to it with Ctrl and a drag."""
    desk.tag(first, key)
    span = desk.span(second)
    left, viewport = Qt.MouseButton.LeftButton, desk.view.viewport()
    desk.scroll_to(span.start, span.end)
    QTest.mousePress(viewport, left, CTRL, desk.point(span.start))
    QTest.mouseMove(viewport, (desk.point(span.start) + desk.point(span.end)) / 2)
    QTest.mouseMove(viewport, desk.point(span.end))
    QTest.mouseRelease(viewport, left, CTRL, desk.point(span.end))
    desk.settle()


def test_a_drag_with_ctrl_adds_a_part(desk):
    add(desk, "Nobody", "anything")
    (row,) = desk.stored()
    assert row.quote == "Nobody … anything"
    desk.undo()
    assert desk.tagged() == [("quote", "Nobody")]


def test_plus_adds_the_selection_to_the_annotation_one_came_from(desk):
    desk.tag("Nobody", "q")
    desk.view.set_caret(desk.span("anything").start)
    desk.press(Qt.Key.Key_Right, SHIFT, times=len("anything"))
    desk.press("+")
    assert [row.quote for row in desk.stored()] == ["Nobody … anything"]
    assert desk.hint == ""


def test_a_part_that_touches_makes_the_annotation_longer(desk):
    desk.tag("Nobody", "q")
    desk.view.set_caret(desk.span("Nobody").end)
    desk.press(Qt.Key.Key_Right, SHIFT, times=len(" told"))
    desk.press("+")
    assert [row.quote for row in desk.stored()] in (["Nobody told"], ["Nobody … told"])


def test_minus_takes_the_part_at_the_caret_out(desk):
    add(desk, "Nobody", "anything")
    desk.click("anything")
    desk.press("-")
    assert desk.tagged() == [("quote", "Nobody")]
    desk.press("-")
    assert desk.tagged() == [("quote", "Nobody")]


# Ends ------------------------------------------------------------------------------


def test_an_annotation_of_one_word_does_not_become_shorter(desk):
    desk.tag("Engineers", "c")
    desk.press("[")
    assert desk.tagged() == [("claim", "Engineers")]
    assert desk.hint == "It cannot become shorter. Delete takes it away."


def test_an_end_does_not_leave_the_text(desk):
    last = desk.text.rstrip().rpartition(" ")[2].rstrip(".")
    desk.tag(last, "c")
    desk.press("]", times=3)
    (row,) = desk.stored()
    assert row.end <= len(desk.text)
    assert row.quote == desk.text[row.start : row.end]


def test_without_a_current_annotation_a_boundary_key_says_what_to_do(desk):
    desk.press("]")
    assert desk.hint == "Go to an annotation first."


def test_a_moved_boundary_is_one_undo_step(desk):
    desk.tag("Engineers", "c")
    desk.press("]", times=2)
    desk.undo()
    assert desk.tagged() == [("claim", "Engineers denied")]


def test_a_teammates_boundary_is_not_moved(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", CLAIM)])
    desk.click("cross it")
    desk.press("]")
    assert [row.quote for row in desk.stored()] == [CLAIM]
    assert "Bo" in desk.hint


# Walking ---------------------------------------------------------------------------


def test_tab_goes_through_those_under_the_caret_from_the_inside_out(desk):
    desk.tag(f"{CLAIM}, the city wrote", "q")
    desk.tag(CLAIM, "c")
    desk.tag("About 4,200", "f")
    desk.tag("a baker near the bridge", "c")
    desk.click("4,200")
    assert desk.current == "About 4,200"
    seen = []
    for _ in range(3):
        desk.press(Qt.Key.Key_Tab)
        seen.append(desk.current)
    assert seen == [CLAIM, f"{CLAIM}, the city wrote", "a baker near the bridge"]


def test_shift_tab_goes_back_from_the_outside_in(desk):
    desk.tag(CLAIM, "c")
    desk.tag("4,200", "f")
    desk.click("4,200")
    desk.press(Qt.Key.Key_Tab)
    assert desk.current == CLAIM
    desk.press(Qt.Key.Key_Backtab, SHIFT)
    assert desk.current == "4,200"


def test_tab_reaches_each_annotation_once_on_the_way_through_nested_ones(desk):
    wanted = [CLAIM, "About 4,200", "people", "a baker"]
    for words in wanted:
        desk.tag(words, "c")
    desk.leave()
    desk.view.set_caret(0)
    seen = []
    for _ in wanted:
        desk.press(Qt.Key.Key_Tab)
        seen.append(desk.current)
    assert sorted(seen) == sorted(wanted)


def test_a_click_where_the_caret_stands_already_makes_what_is_there_current(desk):
    desk.tag("Engineers", "c")
    desk.click("Engineers")
    desk.leave()
    assert desk.current is None
    desk.click("Engineers")
    assert desk.current == "Engineers"


def test_undo_goes_to_what_it_has_brought_back(desk):
    desk.tag("Engineers", "c")
    desk.press(Qt.Key.Key_Delete)
    desk.view.set_caret(0)
    desk.undo()
    assert desk.current == "Engineers"
    assert desk.hint == "Undone: Delete annotation."


def test_undo_opens_the_document_it_has_changed(desk_with):
    desk = desk_with(REPORT, "Nothing of note happened here.\n")
    desk.tag("Engineers", "c")
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_PageDown, CTRL)
    assert desk.text.startswith("Nothing")
    desk.undo()
    assert desk.text == REPORT
    assert desk.current == "Engineers"


# Others' and unsure ----------------------------------------------------------------


def test_a_teammates_annotation_is_taken_over_as_a_copy(desk_with):
    attributes = {"attributes": {"source": "the city"}, "note": "to check"}
    desk = desk_with(REPORT, others=[("Bo", "claim", CLAIM, attributes)])
    desk.click("cross it")
    desk.press("t")
    rows = {row.annotator: row for row in desk.stored()}
    assert rows["Ada"].quote == rows["Bo"].quote == CLAIM
    assert rows["Ada"].attributes == {"source": "the city"}
    assert (rows["Ada"].note, rows["Bo"].note) == ("", "to check")
    desk.undo()
    assert [row.annotator for row in desk.stored()] == ["Bo"]


def test_what_one_has_tagged_oneself_is_not_taken_over_again(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", CLAIM)])
    desk.click("cross it")
    desk.press("t")
    desk.press("t")
    assert len(desk.stored()) == 2
    assert desk.hint == "Go to a teammate’s annotation first."


def test_one_key_says_unsure_and_takes_it_back(desk):
    desk.tag(CLAIM, "c")
    desk.press("u")
    assert [row.attributes for row in desk.stored()] == [{"unsure": "yes"}]
    desk.press("u")
    assert [row.attributes for row in desk.stored()] == [{}]


@pytest.mark.parametrize("key", [*"cdfqtu+-[]{}", Qt.Key.Key_Delete])
def test_no_key_changes_a_project_opened_for_reading(read_only, key):
    before = stored(read_only.path)
    read_only.click("cross it")
    read_only.press(key, NONE)
    assert stored(read_only.path) == before
