"""Ctrl+Shift+F: every place in all texts, to go to and to tag in one step."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from ui_desk import CTRL, NONE, REPORT, SHIFT, Desk, journal, stored

from annotator.ui.finding.hit_list import lay_out

ALT = Qt.KeyboardModifier.AltModifier
RIVER = "The river rose. The bridge 🌉 held; one bridge did not.\n"
ZOE = "Zoë 👩‍👩‍👧 crossed the bridge to the cafe\u0301.\nNo bridge, no café.\n"
ARABIC = "قال المحافظ إن الجسر مغلق. لا جسر آخر.\n"


class Everywhere:
    """The hands of somebody who searches all documents."""

    def __init__(self, desk):
        self.desk = desk
        self.panel = desk.place.concordance
        self.field = self.panel.query_field.field
        self.list = self.panel.list

    def open(self):
        self.desk.press(Qt.Key.Key_F, CTRL | SHIFT)
        assert self.field.hasFocus()
        return self

    def look_for(self, words):
        self.field.selectAll()
        if words.isascii():
            QTest.keyClicks(self.field, words)
        else:
            self.field.insert(words)
        self.wait()
        return self

    def wait(self):
        self.desk.qtbot.waitUntil(lambda: not self.panel.busy)
        self.desk.settle()

    def press(self, key, modifiers=NONE):
        QTest.keyClick(self.list, key, modifiers)
        self.desk.settle()

    def go_down(self):
        QTest.keyClick(self.field, Qt.Key.Key_Down)
        assert self.list.hasFocus()
        return self

    @property
    def rows(self):
        """Return ``(left, words, right)`` of each row."""
        return [(hit.left, hit.words, hit.right) for hit in self.list.hits.hits]

    @property
    def about(self):
        about = self.desk.place.drawer._about.text()
        return about.removesuffix("  ·  Space checks, a tag’s letter tags")

    def read_out(self):
        model = self.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT, RIVER, ZOE)


@pytest.fixture
def everywhere(desk):
    return Everywhere(desk).open()


def test_every_hit_stands_in_the_list_with_the_words_around_it(everywhere):
    everywhere.look_for("bridge")
    assert everywhere.about == "6 hits in 3 documents"
    assert {words for _, words, _ in everywhere.rows} == {"bridge"}
    assert everywhere.rows[3] == (
        "The river rose. The bridge 🌉 held; one ",
        "bridge",
        " did not.",
    )


def test_every_hit_lies_where_the_file_says_these_words_are(everywhere):
    everywhere.look_for("caf")
    session = everywhere.desk.window.session
    for hit in everywhere.list.hits.hits:
        text = session.document(hit.document_id).text
        assert text[hit.start : hit.end] == "caf"
    assert everywhere.about == "2 hits in 1 document"
    everywhere.look_for("café")
    found = [
        session.document(hit.document_id).text[hit.start : hit.end]
        for hit in everywhere.list.hits.hits
    ]
    assert found == ["cafe\u0301", "café"]


def test_enter_goes_to_the_place_and_the_list_stays(everywhere):
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_End)
    everywhere.press(Qt.Key.Key_Return)
    desk = everywhere.desk
    assert desk.opened.document.name == "text-3.txt"
    span = desk.view.selected_span()
    assert span.start == desk.text.rindex("bridge")
    assert span.of(desk.text) == "bridge"
    assert everywhere.list.isVisible()
    assert everywhere.list.hasFocus()


def test_a_click_goes_to_the_place_and_one_on_the_box_checks(everywhere):
    everywhere.look_for("bridge")
    rect = everywhere.list.visualRect(everywhere.list.model().index(1, 0))
    viewport, left = everywhere.list.viewport(), Qt.MouseButton.LeftButton
    box = QPoint(rect.left() + 22, rect.center().y())
    QTest.mouseClick(viewport, left, NONE, box)
    assert [hit.start for hit in everywhere.list.hits.checked] == [
        REPORT.rindex("bridge")
    ]
    assert everywhere.desk.view.selected_span() is None
    QTest.mouseClick(viewport, left, NONE, rect.center())
    assert everywhere.desk.view.selected_span().start == REPORT.rindex("bridge")
    assert len(everywhere.list.hits.checked) == 1


def test_a_letter_tags_the_checked_hits_of_all_documents_in_one_step(everywhere):
    desk = everywhere.desk
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_Space)
    everywhere.press(Qt.Key.Key_Down)
    everywhere.press(Qt.Key.Key_Down)
    everywhere.press(Qt.Key.Key_Space)
    assert everywhere.about == "6 hits in 3 documents  ·  2 checked"
    everywhere.press("c")
    rows = stored(desk.path)
    assert sorted((row.tag, row.start, row.quote) for row in rows) == sorted(
        [
            ("claim", REPORT.index("bridge"), "bridge"),
            ("claim", RIVER.index("bridge"), "bridge"),
        ]
    )
    assert desk.hint == "Tagged 2. Ctrl+Z takes it back."
    assert len(journal(desk.path)) == 1
    desk.undo()
    assert stored(desk.path) == []
    desk.redo()
    assert len(stored(desk.path)) == 2


def test_a_letter_tags_the_row_one_is_on_when_none_is_checked(everywhere):
    everywhere.look_for("river").go_down()
    everywhere.press("2")
    rows = stored(everywhere.desk.path)
    assert [(row.tag, row.start, row.quote) for row in rows] == [("denial", 4, "river")]


def test_what_is_tagged_already_shows_it_and_is_passed_over(everywhere):
    desk = everywhere.desk
    everywhere.look_for("bridge").go_down()
    everywhere.press("c")
    assert "tagged claim" in everywhere.read_out()[0]
    everywhere.press(Qt.Key.Key_A, CTRL)
    assert everywhere.about.endswith("6 checked")
    everywhere.press("c")
    assert desk.hint == "Tagged 5, 1 was tagged already. Ctrl+Z takes it back."
    assert all("tagged claim" in words for words in everywhere.read_out())
    everywhere.press(Qt.Key.Key_A, CTRL)
    everywhere.press("c")
    assert desk.hint == "All 6 are tagged claim already."
    assert len(stored(desk.path)) == 6


def test_the_marks_in_the_list_go_when_the_tags_are_undone(everywhere):
    everywhere.look_for("river").go_down()
    everywhere.press("c")
    everywhere.desk.undo()
    assert "tagged" not in everywhere.read_out()[0]


def test_ctrl_a_checks_all_and_then_none(everywhere):
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_Space)
    everywhere.press(Qt.Key.Key_A, CTRL)
    assert len(everywhere.list.hits.checked) == 6
    everywhere.press(Qt.Key.Key_A, CTRL)
    assert everywhere.list.hits.checked == []


def test_the_words_selected_in_the_text_are_looked_for(desk):
    desk.drag("bridge would")
    everywhere = Everywhere(desk).open()
    everywhere.wait()
    assert everywhere.field.text() == "bridge would"
    assert everywhere.about == "1 hit in 1 document"


def test_opening_it_again_keeps_what_was_found(everywhere):
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_Space)
    everywhere.press(Qt.Key.Key_Return)
    everywhere.press(Qt.Key.Key_F, CTRL | SHIFT)
    assert everywhere.field.hasFocus()
    assert everywhere.about == "6 hits in 3 documents  ·  1 checked"


def test_opening_it_again_in_the_text_looks_for_other_words_only(everywhere):
    desk = everywhere.desk
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_Space)
    everywhere.press(Qt.Key.Key_Return)
    desk.press(Qt.Key.Key_F, CTRL | SHIFT)
    assert everywhere.about == "6 hits in 3 documents  ·  1 checked"
    desk.drag("Monday")
    everywhere.open()
    everywhere.wait()
    assert everywhere.about == "1 hit in 1 document"


def test_what_the_disk_refuses_waits_and_is_tagged_once_there_is_room(everywhere):
    desk = everywhere.desk
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_A, CTRL)
    desk.take_file_away()
    everywhere.press("c")
    assert "Tagged" not in desk.hint
    assert desk.message
    desk.bring_file_back()
    desk.place.saver.retry()
    assert len(stored(desk.path)) == 6


def test_esc_closes_it_and_gives_the_text_the_focus(everywhere):
    everywhere.look_for("bridge").go_down()
    everywhere.press(Qt.Key.Key_Escape)
    assert everywhere.desk.place.drawer.panel is None
    assert everywhere.desk.view.hasFocus()


def test_the_switches_mean_the_same_as_in_one_text(everywhere):
    everywhere.look_for("bri")
    assert everywhere.about == "6 hits in 3 documents"
    QTest.keyClick(everywhere.field, Qt.Key.Key_W, ALT)
    everywhere.wait()
    assert everywhere.about == "Not found"
    QTest.keyClick(everywhere.field, Qt.Key.Key_R, ALT)
    everywhere.look_for(r"\bbr\w+e\b")
    assert everywhere.about == "6 hits in 3 documents"


def test_what_is_wrong_with_a_pattern_is_told(everywhere):
    QTest.keyClick(everywhere.field, Qt.Key.Key_R, ALT)
    everywhere.look_for("(bridge")
    assert everywhere.panel.problem.startswith("This is no regular expression: ")
    everywhere.look_for("bridge")
    assert everywhere.panel.problem == ""


def test_a_pattern_that_explodes_is_given_up_and_told(desk_with):
    everywhere = Everywhere(desk_with("x" * 40_000)).open()
    QTest.keyClick(everywhere.field, Qt.Key.Key_R, ALT)
    everywhere.look_for("(x+x+)+y")
    assert "took too long" in everywhere.panel.problem


def test_thousands_of_hits_come_page_by_page_and_are_tagged_at_once(desk_with):
    text = "A bridge, a bridge.\n" * 20
    desk = desk_with(*(f"{text}That was {number}.\n" for number in range(40)))
    everywhere = Everywhere(desk).open().look_for("bridge")
    assert everywhere.about == "1,600 hits in 40 documents"
    everywhere.go_down()
    everywhere.press(Qt.Key.Key_A, CTRL)
    everywhere.press("c")
    rows = stored(desk.path)
    assert (len(rows), {row.quote for row in rows}) == (1600, {"bridge"})
    assert len({row.start for row in rows}) == 40
    assert desk.tagged() == [("claim", "bridge")] * 40
    desk.undo()
    assert stored(desk.path) == []


def test_hits_written_from_right_to_left_are_exact(desk_with):
    desk = desk_with(REPORT, ARABIC)
    everywhere = Everywhere(desk).open().look_for("الجسر")
    everywhere.go_down()
    everywhere.press("q")
    rows = stored(desk.path)
    assert [(row.start, row.quote) for row in rows] == [
        (ARABIC.index("الجسر"), "الجسر")
    ]


def test_what_stands_before_a_hit_is_where_one_reads_it_first(desk_with):
    desk = desk_with("A bridge here.\n", ARABIC)
    everywhere = Everywhere(desk).open().look_for("bridge")
    area = QRectF(0, 0, 600, 28)
    laid = lay_out(everywhere.list.hits.hits[0], area)
    assert (laid.start, laid.words, laid.end) == ("A", "bridge", "here.")
    assert laid.before.right() <= laid.middle.left() < laid.after.left()
    column = laid.middle.left()
    everywhere.look_for("الجسر")
    laid = lay_out(everywhere.list.hits.hits[0], area)
    assert laid.start.startswith("قال")
    assert laid.before.left() >= laid.middle.right() - 1
    assert laid.after.right() <= laid.middle.left() == column


def test_words_around_a_hit_are_cut_between_words_where_room_is_scarce(desk_with):
    everywhere = Everywhere(desk_with(REPORT)).open().look_for("repairs")
    laid = lay_out(everywhere.list.hits.hits[0], QRectF(0, 0, 400, 28))
    assert laid.start.startswith("… ")
    assert REPORT.index(laid.start[1:].strip() + " repairs") > 0
    assert laid.end.endswith(" …")


def test_a_read_only_project_is_searched_but_not_tagged(
    qtbot, make_window, make_project
):
    path = make_project(REPORT, RIVER)
    assert Desk(qtbot, make_window()).open(path).tagged() == []
    desk = Desk(qtbot, make_window()).open(path)
    everywhere = Everywhere(desk).open().look_for("bridge").go_down()
    assert everywhere.about == "4 hits in 2 documents"
    everywhere.press("c")
    assert "Read-only" in desk.hint
    assert stored(path) == []


def test_the_list_tells_what_its_keys_do(everywhere):
    assert everywhere.list.accessibleName() == "Hits in all documents"
    assert "Space checks a row" in everywhere.list.accessibleDescription()
    everywhere.look_for("bridge")
    first = everywhere.read_out()[0]
    assert "the bridge would be closed" in first
    assert "text-1.txt" in first
