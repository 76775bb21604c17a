"""Selecting words and tagging them: what is painted is what the file holds."""

import pytest
from PySide6.QtCore import Qt
from ui_desk import REPORT, SHIFT, Desk, stored

WORDS = "the bridge would be closed"


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


@pytest.mark.parametrize(
    ("key", "tag"),
    [
        *(("c", "claim"), ("d", "denial"), ("f", "figure"), ("q", "quote")),
        *(("1", "claim"), ("2", "denial"), ("3", "figure"), ("4", "quote")),
    ],
)
def test_a_key_tags_what_the_mouse_has_selected(desk, key, tag):
    desk.drag(WORDS)
    desk.press(key)
    assert desk.tagged() == [(tag, WORDS)]


def test_shift_and_arrows_select_what_a_key_tags(desk):
    desk.view.set_caret(desk.span(WORDS).start)
    desk.press(Qt.Key.Key_Right, SHIFT, times=len(WORDS))
    desk.press("c")
    assert desk.tagged() == [("claim", WORDS)]


def test_selecting_backwards_tags_the_same(desk):
    desk.view.set_caret(desk.span(WORDS).end)
    desk.press(Qt.Key.Key_Left, SHIFT, times=len(WORDS))
    desk.press("c")
    assert desk.tagged() == [("claim", WORDS)]


def test_dragging_backwards_tags_the_same(desk):
    span = desk.span(WORDS)
    desk.drag_from(span.end, span.start)
    desk.press("c")
    assert desk.tagged() == [("claim", WORDS)]


def test_a_double_click_selects_a_word(desk):
    desk.double_click("Engineers")
    desk.press("q")
    assert desk.tagged() == [("quote", "Engineers")]


def test_a_selection_over_paragraphs_is_one_annotation(desk):
    words = "repairs.\nEngineers denied"
    desk.drag(words)
    desk.press("d")
    assert desk.tagged() == [("denial", words)]


def test_white_space_around_the_selection_is_left_out(desk):
    desk.drag(f" {WORDS} ")
    desk.press("c")
    assert desk.tagged() == [("claim", WORDS)]


def test_a_line_break_at_the_end_is_left_out(desk):
    desk.drag("for repairs.\n")
    desk.press("c")
    assert desk.tagged() == [("claim", "for repairs.")]


def test_white_space_alone_is_not_tagged_and_the_status_line_says_so(desk):
    desk.drag("\n")
    desk.press("c")
    assert desk.stored() == []
    assert desk.hint == "Only white space is selected."


def test_a_key_that_finds_nothing_at_the_caret_says_what_to_do(desk):
    desk.click("Monday")
    desk.press("f")
    assert desk.stored() == []
    assert desk.hint == (
        "There is no figure at the caret. Select the words, then press the key."
    )


def test_the_letter_it_has_already_says_so(desk):
    desk.tag("Monday", "c")
    desk.press("c")
    assert desk.hint == "This is tagged claim already."


def test_the_hint_goes_with_the_next_edit(desk):
    desk.drag("Monday")
    desk.window.status.hint("Only white space is selected.")
    desk.press("c")
    assert desk.hint == ""


def test_the_hint_goes_after_some_seconds(desk):
    status = desk.window.status
    status._passing.setInterval(1)
    status.hint("Only white space is selected.")
    desk.qtbot.waitUntil(lambda: desk.hint == "")


def test_the_hint_goes_when_the_caret_moves_on(desk):
    desk.click("Monday")
    desk.press("f")
    desk.press(Qt.Key.Key_Right)
    assert desk.hint == ""


def test_a_tag_is_in_the_file_when_it_is_painted(desk):
    seen = []
    desk.opened.marks_changed.connect(lambda *_: seen.append(stored(desk.path)))
    desk.tag(WORDS, "c")
    assert [[(row.tag, row.quote) for row in rows] for rows in seen] == [
        [("claim", WORDS)]
    ]


def test_the_annotation_belongs_to_the_person_at_work(desk):
    desk.tag(WORDS, "c")
    assert [row.annotator for row in desk.stored()] == ["Ada"]


def test_the_new_annotation_is_the_current_one(desk):
    desk.tag(WORDS, "c")
    assert desk.current == WORDS


def test_a_letter_tags_another_tag_over_the_same_words_when_selected_again(desk):
    desk.tag(WORDS, "c")
    desk.tag(WORDS, "q")
    assert sorted(desk.tagged()) == [("claim", WORDS), ("quote", WORDS)]


def test_the_same_tag_on_the_same_words_is_not_added_twice(desk):
    first = desk.tag(WORDS, "c")
    desk.leave()
    again = desk.tag(WORDS, "c")
    assert again == first
    assert len(desk.stored()) == 1
    assert desk.hint == "These words are tagged claim already."


def test_the_same_tag_on_other_words_is_added(desk):
    desk.tag(WORDS, "c")
    desk.tag("the bridge", "c")
    assert len(desk.stored()) == 2


def test_a_teammates_same_annotation_does_not_keep_one_from_tagging(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS)])
    desk.tag(WORDS, "c")
    assert [row.annotator for row in desk.stored()] in (["Ada", "Bo"], ["Bo", "Ada"])


def test_a_letter_with_the_caret_inside_an_annotation_changes_its_tag(desk):
    made = desk.tag(WORDS, "c")
    desk.leave()
    desk.click("bridge")
    desk.press("d")
    assert [(row.id, row.tag) for row in desk.stored()] == [(made, "denial")]


def test_a_number_with_the_caret_inside_an_annotation_changes_its_tag(desk):
    made = desk.tag(WORDS, "c")
    desk.press("3")
    assert [(row.id, row.tag) for row in desk.stored()] == [(made, "figure")]


def test_the_same_letter_again_changes_nothing(desk):
    desk.tag(WORDS, "c")
    desk.press("c")
    assert desk.tagged() == [("claim", WORDS)]
    assert desk.window.session.undoable.title == "Tag “claim”"


def test_the_innermost_annotation_at_the_caret_is_changed(desk):
    desk.tag(WORDS, "c")
    desk.tag("bridge", "f")
    desk.leave()
    desk.click("bridge", after=2)
    desk.press("q")
    assert desk.tagged() == [("claim", WORDS), ("quote", "bridge")]


def test_a_selection_wins_over_the_caret(desk):
    desk.tag(WORDS, "c")
    desk.drag("bridge")
    desk.press("q")
    assert desk.tagged() == [("claim", WORDS), ("quote", "bridge")]


def test_a_click_on_a_chip_of_the_tag_bar_tags_the_selection(desk, qtbot):
    desk.drag(WORDS)
    chips = desk.chips()
    qtbot.mouseClick(chips["denial"], Qt.MouseButton.LeftButton)
    assert desk.tagged() == [("denial", WORDS)]
    assert desk.view.hasFocus()


def test_a_letter_with_a_modifier_is_no_tag(desk):
    desk.drag(WORDS)
    desk.press("d", Qt.KeyboardModifier.AltModifier)
    assert desk.stored() == []


def test_selecting_anew_inside_the_selection_starts_a_new_one(desk):
    desk.drag(WORDS)
    desk.drag("bridge")
    assert desk.view.selected_span() == desk.span("bridge")


def test_copying_gives_the_words_as_they_are_in_the_text(desk_with, qapp):
    desk = desk_with("A no\u00a0break and\u2028more words here.\n")
    desk.drag("no\u00a0break and\u2028more")
    desk.press("c", Qt.KeyboardModifier.ControlModifier)
    assert qapp.clipboard().text() == "no\u00a0break and\u2028more"
    assert desk.stored() == []


def test_a_teammates_annotation_is_not_changed_by_a_letter(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS)])
    before = desk.stored()
    desk.click("bridge")
    desk.press("d")
    assert [row for row in desk.stored() if row.annotator == "Bo"] == before


def test_a_teammates_annotation_is_not_deleted(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS)])
    before = desk.stored()
    desk.click("bridge")
    desk.press(Qt.Key.Key_Delete)
    assert desk.stored() == before
    assert desk.hint.startswith("This is Bo’s annotation.")


def test_nothing_is_tagged_in_a_project_opened_for_reading(
    desk_with, make_window, qtbot
):
    writer = desk_with(REPORT)
    reader = Desk(qtbot, make_window()).open(writer.path)
    assert reader.window.session.read_only
    reader.drag(WORDS)
    reader.press("c")
    assert reader.stored() == []
    assert reader.hint.startswith("Read-only: study.annotator is open in another")


def test_the_counts_in_the_status_line_follow(desk):
    desk.tag(WORDS, "c")
    desk.tag("4,200", "f")
    assert desk.window.status._counts.text() == "2 annotations, 2 mine"


def test_the_status_line_says_when_it_was_saved(desk):
    assert desk.window.status.saved_text == "●  Saved"
    desk.tag(WORDS, "c")
    assert desk.window.status.saved_text.startswith("●  Saved ")
