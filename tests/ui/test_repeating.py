"""E, the full stop and the comma: the same words again, and what is left to tag."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from ui_desk import CTRL, NONE, REPORT, Desk, journal, stored

ALT = Qt.KeyboardModifier.AltModifier
TEXT = (
    "The dam 🌊 burst. Old dam, new dam; damned Dam.\n"
    "Behind the\u00a0dam: the dam, e\u0301 dam-like, the\ndam.\n"
)
OTHER = "Another dam. Damages at the dam.\n"


class Repeats:
    """The hands of somebody who tags the same words again."""

    def __init__(self, desk):
        self.desk = desk
        self.panel = desk.place.repeating
        self.list = self.panel.list

    def open(self):
        self.desk.press("e")
        return self

    def press(self, key, modifiers=NONE):
        QTest.keyClick(self.list, key, modifiers)
        self.desk.settle()

    @property
    def starts(self):
        return [hit.start for hit in self.list.hits.hits]

    @property
    def checked(self):
        return [hit.start for hit in self.list.hits.checked]

    @property
    def about(self):
        return self.desk.place.drawer._about.text()

    @property
    def is_open(self):
        return self.desk.place.drawer.panel is self.panel._panel


@pytest.fixture
def desk(desk_with):
    return desk_with(TEXT, OTHER)


def dams(text):
    """Return where the whole word "dam" stands."""
    found, at = [], text.find("dam")
    while at >= 0:
        if not text[at + 3 : at + 4].isalpha():
            found.append(at)
        at = text.find("dam", at + 1)
    return found


def test_enter_tags_every_further_occurrence_like_the_annotation(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    assert repeats.list.hasFocus()
    assert repeats.starts == dams(TEXT)[1:]
    assert repeats.checked == repeats.starts
    repeats.press(Qt.Key.Key_Return)
    assert desk.tagged() == [("claim", "dam")] * len(dams(TEXT))
    assert [row.start for row in desk.stored()] == dams(TEXT)
    assert not repeats.is_open
    assert desk.view.hasFocus()


def test_it_is_one_step_to_undo(desk):
    desk.tag("dam", "c")
    Repeats(desk).open().press(Qt.Key.Key_Return)
    assert len(journal(desk.path)) == 2
    desk.undo()
    assert desk.tagged() == [("claim", "dam")]
    desk.redo()
    assert len(desk.tagged()) == len(dams(TEXT))


def test_a_letter_tags_them_with_its_tag(desk):
    desk.tag("dam", "c")
    Repeats(desk).open().press("q")
    tags = [tag for tag, _ in desk.tagged()]
    assert tags == ["claim"] + ["quote"] * (len(dams(TEXT)) - 1)


def test_selected_words_are_themselves_in_the_list(desk):
    desk.drag("dam")
    repeats = Repeats(desk).open()
    assert repeats.starts == dams(TEXT)
    repeats.press(Qt.Key.Key_Return)
    assert desk.tagged() == []
    assert desk.hint == "Press the letter of a tag."
    repeats.press("f")
    assert desk.tagged() == [("figure", "dam")] * len(dams(TEXT))


def test_those_tagged_already_are_not_checked(desk):
    first, second, *others = dams(TEXT)
    desk.drag_from(second, second + 3)
    desk.press("d")
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    assert repeats.starts == [second, *others]
    assert repeats.checked == others
    count = len(others)
    assert repeats.about == (
        f"{count + 1} places, 1 tagged already  ·  {count} checked"
    )
    repeats.press(Qt.Key.Key_Return)
    assert [row.start for row in desk.stored() if row.tag == "claim"] == [
        first,
        *others,
    ]


def test_space_leaves_one_out(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    repeats.press(Qt.Key.Key_Space)
    repeats.press(Qt.Key.Key_Return)
    first, _left_out, *others = dams(TEXT)
    assert [row.start for row in desk.stored()] == [first, *others]


def test_with_nothing_checked_nothing_is_tagged(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    repeats.press(Qt.Key.Key_A, CTRL)
    repeats.press(Qt.Key.Key_Return)
    assert len(desk.tagged()) == 1
    assert repeats.is_open
    assert desk.hint.startswith("Nothing is checked.")


def test_all_documents_are_looked_through_with_alt_a(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    here = len(repeats.starts)
    repeats.press(Qt.Key.Key_A, ALT)
    assert len(repeats.starts) == here + len(dams(OTHER))
    repeats.press(Qt.Key.Key_Return)
    there = [row.start for row in stored(desk.path, "text-2.txt")]
    assert there == dams(OTHER)
    assert len(journal(desk.path)) == 2
    desk.undo()
    assert len(stored(desk.path)) == 1


def test_alt_a_again_comes_back_to_this_document(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    before = repeats.starts
    repeats.press(Qt.Key.Key_A, ALT)
    repeats.press(Qt.Key.Key_A, ALT)
    assert repeats.starts == before


def test_walking_the_list_shows_each_place_in_the_text(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    repeats.press(Qt.Key.Key_Down)
    assert desk.view.selected_span().start == dams(TEXT)[2]
    assert repeats.list.hasFocus()


def test_esc_leaves_everything_as_it_was(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    repeats.press(Qt.Key.Key_Escape)
    assert not repeats.is_open
    assert desk.view.hasFocus()
    assert len(desk.tagged()) == 1


def test_esc_comes_back_to_the_annotation_one_was_at(desk):
    desk.tag("burst", "d")
    annotation = desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    repeats.press(Qt.Key.Key_Down)
    repeats.press(Qt.Key.Key_Escape)
    assert desk.opened.current == annotation
    assert desk.view.caret() == dams(TEXT)[0]


def test_esc_comes_back_to_the_words_that_were_selected(desk):
    desk.drag("new")
    repeats = Repeats(desk).open()
    repeats.press(Qt.Key.Key_Escape)
    assert desk.view.selected_span() == desk.span("new")


def test_a_click_goes_there_and_esc_stays_there(desk):
    desk.tag("dam", "c")
    repeats = Repeats(desk).open()
    rect = repeats.list.visualRect(repeats.list.model().index(2, 0))
    QTest.mouseClick(
        repeats.list.viewport(), Qt.MouseButton.LeftButton, NONE, rect.center()
    )
    repeats.press(Qt.Key.Key_Escape)
    assert desk.view.selected_span().start == dams(TEXT)[3]


def test_words_over_a_line_break_are_found_again(desk):
    desk.drag("the dam")
    repeats = Repeats(desk).open()
    found = [TEXT[hit.start : hit.end] for hit in repeats.list.hits.hits]
    assert found == ["the\u00a0dam", "the dam", "the\ndam"]


def test_words_that_stand_nowhere_else_are_said_to(desk):
    desk.tag("burst", "c")
    repeats = Repeats(desk).open()
    assert (repeats.starts, repeats.about) == ([], "stands nowhere else")


def test_without_words_or_annotation_it_says_what_is_needed(desk):
    desk.view.set_caret(0)
    repeats = Repeats(desk).open()
    assert not repeats.is_open
    assert desk.hint == "Select words, or go to an annotation, first."


def test_five_hundred_are_tagged_in_one_step(desk_with):
    desk = desk_with("A dam and 👩‍👩‍👧 here. " * 500 + "\n")
    desk.tag("dam", "c")
    Repeats(desk).open().press(Qt.Key.Key_Return)
    assert desk.tagged() == [("claim", "dam")] * 500
    assert "Tagged 499." in desk.hint


def test_a_read_only_project_is_not_tagged(qtbot, make_window, make_project):
    path = make_project(TEXT)
    assert Desk(qtbot, make_window()).open(path).tagged() == []
    desk = Desk(qtbot, make_window()).open(path)
    desk.drag("dam")
    assert not Repeats(desk).open().is_open


# The next that is not tagged --------------------------------------------------


def test_the_full_stop_selects_the_next_numeral_or_quotation_to_tag(desk_with):
    desk = desk_with(REPORT)
    desk.view.set_caret(0)
    desk.press(".")
    number = desk.view.selected_span().of(REPORT)
    assert "4,200" in number
    desk.press("f")
    desk.press(".")
    quote = desk.view.selected_span().of(REPORT)
    assert quote == "“Nobody told us anything,”"
    desk.press("q")
    assert desk.tagged() == [("figure", number), ("quote", quote)]
    desk.press(".")
    assert desk.hint == "Every numeral and quotation of this text is tagged."


def test_the_comma_goes_back_and_both_come_round(desk_with):
    desk = desk_with(REPORT)
    desk.view.set_caret(0)
    desk.press(",")
    assert desk.view.selected_span().of(REPORT).startswith("“Nobody")
    assert desk.hint == "Quotation not tagged, from the end of the text."
    desk.press(",")
    assert "4,200" in desk.view.selected_span().of(REPORT)
    desk.press(".")
    desk.press(".")
    assert "4,200" in desk.view.selected_span().of(REPORT)
    assert desk.hint == "Numeral not tagged, from the start of the text."


def test_what_a_teammate_tagged_is_still_mine_to_tag(desk_with):
    desk = desk_with(REPORT, others=[("Ben", "figure", "4,200 people")])
    desk.view.set_caret(0)
    desk.press(".")
    assert "4,200" in desk.view.selected_span().of(REPORT)


def test_a_numeral_inside_a_quotation_is_found_after_it(desk_with):
    desk = desk_with("He said “we lost 300 sheep here” today.\n")
    desk.view.set_caret(0)
    desk.press(".")
    assert desk.view.selected_span().of(desk.text).startswith("“we")
    desk.press(".")
    assert "300" in desk.view.selected_span().of(desk.text)
