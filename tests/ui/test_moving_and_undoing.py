"""Going from annotation to annotation, deleting, undoing and redoing."""

import pytest
from PySide6.QtCore import Qt
from ui_desk import CTRL, REPORT, SHIFT, journal

WORDS = "the bridge would be closed"
TAB = (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
BACKTAB = (Qt.Key.Key_Backtab, SHIFT)
NEXT = ("n", Qt.KeyboardModifier.NoModifier)
PREVIOUS = ("p", Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


@pytest.fixture
def tagged(desk):
    """The desk with three annotations, made in another order than that of reading."""
    desk.tag("4,200", "f")
    desk.tag("Engineers denied", "d")
    desk.tag("Monday", "c")
    desk.leave()
    desk.view.set_caret(0)
    return desk


@pytest.mark.parametrize("key", [TAB, NEXT])
def test_going_on_follows_the_reading_order_and_begins_again(tagged, key):
    seen = []
    for _ in range(4):
        tagged.press(*key)
        seen.append(tagged.current)
    assert seen == ["Monday", "Engineers denied", "4,200", "Monday"]


@pytest.mark.parametrize("key", [BACKTAB, PREVIOUS])
def test_going_back_follows_the_reading_order_and_begins_again(tagged, key):
    seen = []
    for _ in range(4):
        tagged.press(*key)
        seen.append(tagged.current)
    assert seen == ["4,200", "Engineers denied", "Monday", "4,200"]


def test_going_on_starts_at_the_caret(tagged):
    tagged.click("storm")
    tagged.press("n")
    assert tagged.current == "4,200"


def test_going_back_starts_at_the_caret(tagged):
    tagged.click("storm")
    tagged.press("p")
    assert tagged.current == "Engineers denied"


def test_nested_annotations_come_one_after_the_other(desk):
    desk.tag(WORDS, "c")
    desk.tag("the bridge", "q")
    desk.tag("bridge", "f")
    desk.leave()
    desk.view.set_caret(0)
    seen = []
    for _ in range(3):
        desk.press("n")
        seen.append(desk.current)
    assert seen == ["the bridge", WORDS, "bridge"]


def test_going_there_puts_the_caret_at_its_start(tagged):
    tagged.press("n")
    assert tagged.view.caret() == tagged.text.index("Monday")


def test_without_annotations_the_status_line_says_so(desk):
    desk.press("n")
    assert desk.hint == "There are no annotations to go to."


def test_going_there_scrolls_the_text(desk_with):
    text = "".join(f"Paragraph {number} of a long text.\n" for number in range(400))
    desk = desk_with(text, others=[("Bo", "claim", "Paragraph 380 of")])
    desk.press("n")
    visible = desk.view.viewport().rect()
    assert visible.contains(desk.rect(text.index("Paragraph 380")).center())
    assert desk.view.verticalScrollBar().value() > 0


def test_escape_leaves_the_annotation(tagged):
    tagged.press("n")
    tagged.leave()
    assert tagged.current is None


def test_escape_drops_the_selection(desk):
    desk.drag(WORDS)
    desk.leave()
    assert desk.view.selected_span() is None


def test_a_hidden_layer_is_passed_over(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", "Monday")])
    desk.tag("4,200", "f")
    desk.opened.hide(frozenset({m.annotator_id for m in desk.opened.marks[:1]}))
    desk.view.set_caret(0)
    desk.leave()
    desk.press("n")
    assert desk.current == "4,200"


# Deleting --------------------------------------------------------------------


def test_del_deletes_the_current_annotation(tagged):
    tagged.press("n")
    tagged.press(Qt.Key.Key_Delete)
    assert tagged.tagged() == [("denial", "Engineers denied"), ("figure", "4,200")]
    assert tagged.current is None


def test_del_without_a_current_annotation_deletes_nothing(tagged):
    before = tagged.stored()
    tagged.press(Qt.Key.Key_Delete)
    assert tagged.stored() == before


def test_undo_brings_a_deleted_annotation_back_under_its_id(tagged):
    before = tagged.stored()
    tagged.press("n")
    tagged.press(Qt.Key.Key_Delete)
    tagged.undo()
    assert tagged.stored() == before


def test_what_undo_brings_back_is_painted_again(tagged):
    before = list(tagged.opened.marks)
    tagged.press("n")
    tagged.press(Qt.Key.Key_Delete)
    tagged.undo()
    assert tagged.opened.marks == before


# Undoing ---------------------------------------------------------------------


def test_undo_takes_a_tag_back(desk):
    desk.tag(WORDS, "c")
    desk.undo()
    assert desk.stored() == []
    assert desk.opened.marks == []


def test_redo_brings_the_same_annotation(desk):
    desk.tag(WORDS, "c")
    before = desk.stored()
    desk.undo()
    desk.redo()
    assert desk.stored() == before


def test_undo_takes_a_change_of_tag_back(desk):
    made = desk.tag(WORDS, "c")
    desk.press("d")
    desk.undo()
    assert [(row.id, row.tag) for row in desk.stored()] == [(made, "claim")]


def test_undo_goes_back_step_by_step_and_redo_forth(desk):
    states = [desk.stored()]
    for deed in (
        lambda: desk.tag(WORDS, "c"),
        lambda: desk.press("q"),
        lambda: desk.tag("4,200", "f"),
        lambda: desk.press(Qt.Key.Key_Delete),
    ):
        deed()
        states.append(desk.stored())
    for state in reversed(states[:-1]):
        desk.undo()
        assert desk.stored() == state
    for state in states[1:]:
        desk.redo()
        assert desk.stored() == state


def test_a_new_deed_leaves_nothing_to_redo(desk):
    desk.tag(WORDS, "c")
    desk.undo()
    desk.tag("4,200", "f")
    desk.redo()
    assert desk.tagged() == [("figure", "4,200")]


def test_undo_with_nothing_to_undo_does_nothing(desk):
    desk.undo()
    assert desk.stored() == []


def test_the_edit_menu_names_what_would_be_undone(desk):
    desk.tag(WORDS, "c")
    assert desk.action("edit.undo").text() == "&Undo Tag “claim”"
    assert desk.action("edit.redo").text() == "&Redo"
    desk.undo()
    assert desk.action("edit.redo").text() == "&Redo Tag “claim”"
    assert not desk.action("edit.undo").isEnabled()


def test_undo_works_after_closing_and_opening(desk, reopened):
    desk.tag(WORDS, "c")
    desk.tag("4,200", "f")
    again = reopened(desk)
    again.undo()
    assert again.tagged() == [("claim", WORDS)]
    again.undo()
    assert again.tagged() == []


def test_redo_works_after_closing_and_opening(desk, reopened):
    desk.tag(WORDS, "c")
    before = desk.stored()
    desk.undo()
    again = reopened(desk)
    again.redo()
    assert again.stored() == before


def test_undo_and_redo_are_in_the_journal(desk):
    desk.tag(WORDS, "c")
    desk.undo()
    desk.redo()
    assert journal(desk.path) == [
        ("do", "Tag “claim”"),
        ("undo", "Tag “claim”"),
        ("redo", "Tag “claim”"),
    ]


def test_a_document_is_done_and_not_done_again_by_a_key(desk):
    desk.press(Qt.Key.Key_Return, CTRL)
    (info,) = desk.window.session.documents()
    assert info.status == "done"
    desk.press(Qt.Key.Key_Return, CTRL)
    (info,) = desk.window.session.documents()
    assert info.status != "done"


def test_undo_takes_back_that_a_document_is_done(desk):
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.undo()
    (info,) = desk.window.session.documents()
    assert info.status == "new"
