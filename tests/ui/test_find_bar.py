"""Ctrl+F: what is found is what stands there, and a letter tags it."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from ui_desk import CTRL, NONE, REPORT, SHIFT, Desk

from annotator.model.span import Span
from annotator.ui import tag_colors
from annotator.ui.finding.hit_overlay import FILL, FRAME
from annotator.ui.text.geometry import boxes_of
from annotator.ui.theme import DARK, LIGHT

ALT = Qt.KeyboardModifier.AltModifier
MIXED = (
    "Zoë 👩‍👩‍👧 said cafe\u0301 prices rose; the café denied it.\n"
    "המחיר עלה ל-300 שקל, said the 👩‍👩‍👧 mayor.\n"
    "Again the cafe\u0301: “no”, and the CAFÉ too."
)
EXPLODES = "(x+x+)+y"


class Finding:
    """The hands of somebody who looks for words."""

    def __init__(self, desk):
        self.desk = desk
        self.bar = desk.place.finding.bar
        self.field = self.bar.query_field.field

    def open(self):
        self.desk.press(Qt.Key.Key_F, CTRL)
        assert self.field.hasFocus()

    def type(self, words):
        """Type words, each letter with time to be searched."""
        for letter in words:
            if letter.isascii():
                QTest.keyClicks(self.field, letter)
            else:
                # Letters beyond ASCII come by other ways than one key.
                self.field.insert(letter)
            self.wait()

    def press(self, key, modifiers=NONE):
        QTest.keyClick(self.field, key, modifiers)
        self.wait()

    def wait(self):
        soon = self.desk.place.finding._soon
        self.desk.qtbot.waitUntil(lambda: not soon.isActive())
        self.desk.settle()

    @property
    def count(self):
        return self.bar.count

    @property
    def selected(self):
        """The words and where they start, by the text's own offsets."""
        span = self.desk.view.selected_span()
        return span and (span.start, span.of(self.desk.text))


@pytest.fixture
def find_in(desk_with):
    def make(text):
        finding = Finding(desk_with(text))
        finding.open()
        return finding

    return make


def places(text, words):
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def test_each_letter_typed_goes_to_the_first_hit_from_where_one_was(find_in):
    finding = find_in(REPORT)
    finding.type("b")
    assert finding.selected == (REPORT.index("b"), "b")
    finding.type("ri")
    assert finding.selected == (REPORT.index("bri"), "bri")
    finding.press(Qt.Key.Key_Backspace)
    finding.press(Qt.Key.Key_Backspace)
    assert finding.selected == (REPORT.index("b"), "b")


def test_the_search_begins_at_the_caret_and_comes_round(desk_with):
    desk = desk_with(REPORT)
    finding = Finding(desk)
    desk.click("baker")
    finding.open()
    finding.type("mayor")
    assert finding.selected == (REPORT.index("mayor"), "mayor")
    assert finding.count == "1 of 1, from the start"


def test_what_is_not_found_leads_back_to_where_one_was(desk_with):
    desk = desk_with(REPORT)
    desk.click("baker", after=2)
    before = desk.view.caret()
    finding = Finding(desk)
    finding.open()
    finding.type("bridge")
    finding.type("xx")
    assert (desk.view.caret(), finding.selected) == (before, None)
    assert finding.count == "Not found"


def test_the_buttons_stay_where_they_are_while_one_types(find_in):
    finding = find_in(REPORT)
    wide = []
    for letter in "bridgex":
        finding.type(letter)
        wide.append(finding.field.width())
    assert len(set(wide)) == 1


def test_enter_walks_and_says_when_it_comes_round(find_in):
    finding = find_in(REPORT)
    finding.type("bridge")
    starts = places(REPORT, "bridge")
    assert [finding.selected[0], finding.count] == [starts[0], "1 of 2"]
    finding.press(Qt.Key.Key_Return)
    assert [finding.selected[0], finding.count] == [starts[1], "2 of 2"]
    finding.press(Qt.Key.Key_Return)
    assert [finding.selected[0], finding.count] == [starts[0], "1 of 2, from the start"]
    finding.press(Qt.Key.Key_Return, SHIFT)
    assert [finding.selected[0], finding.count] == [starts[1], "2 of 2, from the end"]


def test_f3_walks_in_the_text_too_also_once_the_bar_is_closed(find_in):
    finding = find_in(REPORT)
    finding.type("bridge")
    finding.press(Qt.Key.Key_Escape)
    assert finding.bar.isHidden()
    desk, starts = finding.desk, places(REPORT, "bridge")
    desk.press(Qt.Key.Key_F3)
    assert finding.selected == (starts[1], "bridge")
    assert desk.view.hasFocus()
    desk.press(Qt.Key.Key_F3, SHIFT)
    assert finding.selected == (starts[0], "bridge")
    desk.press(Qt.Key.Key_Escape)
    assert finding.bar.isHidden()


def test_shift_f3_goes_back_from_the_words_left_selected(find_in):
    finding = find_in(REPORT)
    finding.type("bridge")
    finding.press(Qt.Key.Key_Return)
    finding.press(Qt.Key.Key_Escape)
    finding.desk.press(Qt.Key.Key_F3, SHIFT)
    assert finding.selected == (REPORT.index("bridge"), "bridge")


def test_f3_goes_on_from_where_one_has_clicked_meanwhile(find_in):
    finding = find_in(REPORT)
    finding.type("the")
    desk = finding.desk
    desk.click("Nobody")
    desk.press(Qt.Key.Key_F3)
    assert finding.selected == (REPORT.index("the", desk.span("Nobody").start), "the")
    desk.click("Nobody")
    desk.press(Qt.Key.Key_F3, SHIFT)
    before = REPORT.casefold().rindex("the", 0, desk.span("Nobody").start)
    assert finding.selected[0] == before


def test_typing_goes_on_from_where_one_has_clicked_meanwhile(find_in):
    finding = find_in(REPORT)
    finding.type("bri")
    finding.desk.click("Nobody")
    finding.field.setFocus()
    finding.type("dge")
    assert finding.selected == (REPORT.rindex("bridge"), "bridge")


def test_f3_asks_for_words_when_there_are_none(desk_with):
    desk = desk_with(REPORT)
    desk.press(Qt.Key.Key_F3)
    assert Finding(desk).field.hasFocus()


def test_esc_leaves_the_found_words_selected_for_a_letter_to_tag(find_in):
    finding = find_in(MIXED)
    finding.type("mayor")
    finding.press(Qt.Key.Key_Escape)
    assert finding.desk.view.hasFocus()
    finding.desk.press("c")
    assert finding.desk.tagged() == [("claim", "mayor")]


def test_ctrl_f_looks_for_what_is_selected(desk_with):
    desk = desk_with(REPORT)
    desk.drag("the damage")
    finding = Finding(desk)
    finding.open()
    assert finding.field.text() == "the damage"
    assert finding.selected == (REPORT.index("the damage"), "the damage")
    assert finding.count == "1 of 1"


def test_selected_words_are_no_pattern(desk_with):
    desk = desk_with("It cost 4.5 (about), not 405 (about).\n")
    finding = Finding(desk)
    finding.open()
    finding.press(Qt.Key.Key_R, ALT)
    finding.press(Qt.Key.Key_Escape)
    desk.drag_from(8, 19)
    finding.open()
    assert finding.count == "1 of 1"
    assert finding.selected == (8, "4.5 (about)")


def test_words_selected_with_their_quotation_marks_keep_them(desk_with):
    desk = desk_with('She said "no" and "no way", not "no".\n')
    desk.view.select(Span(9, 13))
    finding = Finding(desk)
    finding.open()
    assert finding.selected == (9, '"no"')
    assert finding.count == "1 of 2"


def test_ctrl_f_in_the_bar_keeps_what_one_has_typed(desk_with):
    desk = desk_with(REPORT)
    desk.drag("the damage")
    finding = Finding(desk)
    finding.open()
    finding.field.setText("bridge")
    finding.wait()
    finding.press(Qt.Key.Key_F, CTRL)
    assert finding.field.text() == "bridge"
    assert finding.field.selectedText() == "bridge"


def test_a_long_selection_is_no_query_and_stays(desk_with):
    desk = desk_with(REPORT)
    desk.drag_from(0, len(REPORT) - 5)
    selected = desk.view.selected_span()
    finding = Finding(desk)
    finding.open()
    assert finding.field.text() == ""
    assert desk.view.selected_span() == selected


def test_hits_are_exact_behind_emoji_and_marks_in_any_spelling(find_in):
    finding = find_in(MIXED)
    finding.type("café")
    found = []
    for _ in range(4):
        found.append(finding.selected)
        finding.press(Qt.Key.Key_Return)
    spellings = ("cafe\u0301", "café", "CAFÉ")
    assert found == sorted(
        (start, words) for words in spellings for start in places(MIXED, words)
    )
    assert finding.count == "1 of 4, from the start"


@pytest.mark.parametrize("words", ["👩‍👩‍👧", "המחיר", "300 שקל", "“no”"])
def test_hits_are_exact_in_any_script(find_in, words):
    finding = find_in(MIXED)
    finding.field.setText(words)
    finding.wait()
    assert finding.selected == (MIXED.index(words), words)
    finding.press(Qt.Key.Key_Escape)
    finding.desk.press("q")
    assert finding.desk.tagged() == [("quote", words)]


def test_alt_w_takes_whole_words_and_gives_them_up_again(find_in):
    finding = find_in("The cat concatenates; a cat sat.\n")
    finding.type("cat")
    assert finding.count == "1 of 3"
    finding.press(Qt.Key.Key_W, ALT)
    assert finding.count == "1 of 2"
    finding.press(Qt.Key.Key_W, ALT)
    assert finding.count == "1 of 3"


def test_alt_e_and_quotation_marks_mean_exactly(find_in):
    finding = find_in("The mayor and the Mayor\n")
    finding.type("mayor")
    assert finding.count == "1 of 2"
    finding.press(Qt.Key.Key_E, ALT)
    assert finding.count == "1 of 1"
    finding.press(Qt.Key.Key_E, ALT)
    finding.field.setText('"Mayor"')
    finding.wait()
    assert [finding.count, finding.selected] == ["1 of 1", (18, "Mayor")]


def test_alt_r_takes_a_pattern_and_one_switch_turns_the_others_off(find_in):
    finding = find_in(REPORT)
    finding.press(Qt.Key.Key_W, ALT)
    finding.press(Qt.Key.Key_R, ALT)
    finding.type(r"\d,\d+")
    assert finding.selected == (REPORT.index("4,200"), "4,200")
    on = [
        switch.text()
        for switch in finding.bar.query_field._switches.values()
        if switch.isChecked()
    ]
    assert on == ["Regex"]


def test_a_pattern_that_is_none_is_told_in_words(find_in):
    finding = find_in(REPORT)
    finding.press(Qt.Key.Key_R, ALT)
    finding.type("(b")
    assert finding.bar.problem.startswith("This is no regular expression: ")
    finding.type(")")
    assert finding.bar.problem == ""
    assert finding.selected == (REPORT.index("b"), "b")


def test_a_pattern_that_explodes_is_given_up_and_told(find_in):
    finding = find_in("x" * 40_000)
    finding.press(Qt.Key.Key_R, ALT)
    finding.field.setText(EXPLODES)
    finding.wait()
    assert "took too long" in finding.bar.problem
    assert finding.count == ""
    finding.field.setText("x{40}")
    finding.wait()
    assert [finding.bar.problem, finding.count] == ["", "1 of 1,000"]


def test_where_there_are_too_many_hits_those_from_the_caret_count(desk_with):
    text = "a b " * 12_000
    desk = desk_with(text)
    desk.view.set_caret(45_001)
    finding = Finding(desk)
    finding.open()
    finding.type("a")
    assert finding.selected == (45_004, "a")
    assert finding.count == "1 of 749+"


def test_where_there_are_too_many_hits_coming_round_is_not_called_the_end(desk_with):
    finding = Finding(desk_with("a b " * 12_000))
    finding.open()
    finding.type("a")
    finding.press(Qt.Key.Key_Return, SHIFT)
    assert finding.selected == (39_996, "a")
    assert finding.count == "10,000 of 10,000+, the last of these"


def test_a_text_of_five_megabytes_is_searched_when_the_typing_pauses(desk_with):
    line = "The mayor said that the bridge 🌉 would be closed. " * 40 + "\n"
    text = line * (5_000_000 // len(line)) + "Here is the needle 🪡 at last.\n"
    desk = desk_with(text)
    finding = Finding(desk)
    finding.open()
    QTest.keyClicks(finding.field, "needle")
    assert finding.selected is None
    finding.wait()
    assert finding.selected == (text.index("needle"), "needle")


def test_finding_changes_neither_the_current_annotation_nor_the_file(find_in):
    finding = find_in(REPORT)
    desk = finding.desk
    finding.press(Qt.Key.Key_Escape)
    desk.tag("the bridge would", "c")
    finding.open()
    finding.type("bridge")
    finding.press(Qt.Key.Key_Return)
    finding.press(Qt.Key.Key_Escape)
    assert desk.tagged() == [("claim", "the bridge would")]


def test_another_document_is_searched_for_the_same_words(desk_with):
    desk = desk_with(REPORT, "A bridge, a bridge, a bridge.\n")
    finding = Finding(desk)
    finding.open()
    finding.type("bridge")
    desk.press(Qt.Key.Key_PageDown, CTRL)
    assert finding.count == "3 found"
    desk.press(Qt.Key.Key_F3)
    assert [finding.count, finding.selected] == ["1 of 3", (2, "bridge")]


def test_every_control_of_the_bar_has_a_name_and_is_reached_by_tab(find_in):
    finding = find_in(REPORT)
    finding.type("bridge")
    names = []
    for _ in range(7):
        widget = finding.desk.window.focusWidget()
        names.append(widget.accessibleName())
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert names == [
        "Find in this text",
        "Exactly as typed",
        "Whole words only",
        "A regular expression",
        "Previous",
        "Next",
        "Close",
    ]


def test_hits_are_framed_where_they_stand_and_gone_with_the_bar(find_in):
    finding = find_in(MIXED)
    finding.field.setText("the")
    finding.wait()
    overlay, view = finding.desk.place.finding._overlay, finding.desk.view
    shown = view.viewport().rect()
    boxes = dict(overlay._boxes(QRectF(shown)))
    for number, start in enumerate(places(MIXED, "the")):
        (box,) = boxes_of(view, Span(start, start + 3))
        assert abs(boxes[number].left() - box.left()) < 1
        assert abs(boxes[number].right() - box.right()) < 1
        assert boxes[number].center().y() == box.center().y()
    finding.press(Qt.Key.Key_Escape)
    assert list(overlay._boxes(QRectF(shown))) == []


def test_a_hit_over_two_lines_of_the_file_is_one_hit(find_in):
    finding = find_in("It was the\nbridge.\n")
    finding.type("the bridge")
    assert finding.selected == (7, "the\nbridge")


def test_finding_works_in_a_project_that_is_read_only(qtbot, make_window, make_project):
    path = make_project(REPORT)
    first = Desk(qtbot, make_window()).open(path)
    second = Desk(qtbot, make_window()).open(path)
    assert second.window.session.read_only
    finding = Finding(second)
    finding.open()
    finding.type("bridge")
    assert finding.count == "1 of 2"
    finding.press(Qt.Key.Key_Escape)
    second.press("c")
    assert "Read-only" in second.hint
    assert first.tagged() == []


def test_the_marks_beside_the_text_stand_where_the_hits_do(find_in):
    finding = find_in("nothing\n" * 50 + "needle\n" + "nothing\n" * 49)
    finding.type("needle")
    marks = finding.desk.place.finding._overlay._beside
    finding.desk.qtbot.waitUntil(lambda: len(marks._shares) == 1)
    assert abs(marks._shares[0] - 0.5) < 0.02
    assert marks.isVisible()
    finding.press(Qt.Key.Key_Escape)
    assert not marks.isVisible()


def test_esc_in_the_text_closes_the_bar_before_anything_else(find_in):
    finding = find_in(REPORT)
    desk = finding.desk
    finding.press(Qt.Key.Key_Escape)
    desk.tag("the bridge", "c")
    finding.open()
    desk.click("the bridge would")
    desk.press(Qt.Key.Key_Escape)
    assert finding.bar.isHidden()
    assert desk.current == "the bridge"


def test_windows_line_ends_and_a_byte_order_mark_move_no_hit(
    qtbot, desk_with, tmp_path
):
    desk = desk_with(REPORT)
    file = tmp_path / "windows.txt"
    file.write_bytes("\ufeffOne 🌉 line\r\n\r\nend “€5m”\r\nend\r\n".encode())
    desk.window.transfers.import_paths([file])
    qtbot.waitUntil(lambda: len(desk.place.documents.infos()) == 2)
    desk.place.open_document(desk.place.documents.infos()[1].id)
    finding = Finding(desk)
    finding.open()
    finding.field.setText("€5m” end")
    finding.wait()
    assert finding.selected == (desk.text.index("€5m"), "€5m”\nend")
    finding.press(Qt.Key.Key_Escape)
    desk.press("f")
    assert desk.tagged() == [("figure", "€5m”\nend")]


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_found_words_can_be_read_also_where_they_are_tagged(desk_with, colors):
    surface, text = colors.color("surface"), colors.color("text")
    tags = desk_with(REPORT).window.session.codebook.tags
    tints = [
        tag_colors.tint(QColor(tag.color), surface, text, colors.tint_share)
        for tag in tags
    ]
    frame = _over(surface, FRAME[colors.dark])
    assert tag_colors.contrast(frame, surface) >= tag_colors.LINE_CONTRAST
    for below in (surface, *tints):
        shown = _over(below, FILL[colors.dark])
        assert tag_colors.contrast(shown, text) >= tag_colors.TEXT_CONTRAST


def _over(below, color):
    """Return what is seen of a colour that one can partly look through."""
    return tag_colors.mix(below, QColor(color.rgb()), color.alphaF())
