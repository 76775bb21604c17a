"""When the disk refuses: said, shown, kept, and saved once when it can be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton
from ui_desk import CTRL, REPORT, journal, stored, write_note

from annotator.app import edits

WORDS = "the bridge would be closed"
LONG = "word " * 3000


@pytest.fixture
def desk(desk_with):
    desk = desk_with(REPORT)
    desk.tag("Monday", "q")
    desk.leave()
    return desk


@pytest.fixture
def broken(desk):
    """The desk with a tag that could not be saved, because the file is away."""
    desk.take_file_away()
    desk.tag(WORDS, "c")
    return desk


def button(desk, words):
    found = desk.window.messages.findChildren(QPushButton)
    return next(b for b in found if b.text() == words and b.isVisible())


def offered(desk):
    row = desk.window.messages._buttons
    return [row.itemAt(number).widget().text() for number in range(row.count())]


def answer(monkeypatch, words):
    """Let the next question be answered with the button that says ``words``."""
    asked = []

    def choose(box):
        asked.append(box.text())
        next(b for b in box.buttons() if b.text() == words).click()

    monkeypatch.setattr(QMessageBox, "exec", choose)
    return asked


def test_the_message_names_the_cause_and_what_to_do(broken):
    assert broken.message.startswith("Not saved: ")
    assert "was moved, replaced or deleted while it was open" in broken.message
    assert "Put it back where it was, then retry" in broken.message


def test_a_full_disk_is_named(desk_with):
    desk = desk_with(LONG)
    desk.fill_disk()
    desk.view.selectAll()
    desk.press("c")
    assert desk.message == "Not saved: the disk is full. Free some space, then retry."
    assert desk.stored() == []


def test_on_a_full_disk_the_tag_is_saved_by_a_retry_when_there_is_room(
    qtbot, desk_with
):
    desk = desk_with(LONG)
    desk.fill_disk()
    desk.view.selectAll()
    desk.press("c")
    desk.free_disk()
    qtbot.mouseClick(button(desk, "Retry"), Qt.MouseButton.LeftButton)
    assert desk.tagged() == [("claim", LONG.strip())]
    assert desk.message == ""


def test_the_tag_is_shown_as_not_saved(broken):
    (mark,) = broken.opened.unsaved.values()
    assert broken.text[mark.start : mark.end] == WORDS
    assert mark in broken.opened.marks
    assert broken.view._highlights.unsaved == {mark.id}


def test_the_list_says_that_it_is_not_saved(broken):
    assert broken.listed() == ["quote: Monday", f"claim, not saved: {WORDS}"]


def test_the_status_line_counts_what_is_not_saved(broken):
    assert broken.window.status.saved_text == "✕  1 not saved"
    broken.tag("4,200", "f")
    assert broken.window.status.saved_text == "✕  2 not saved"


def test_the_message_stays_until_it_is_mended(broken):
    broken.window.messages.tell("Something else went well.")
    assert broken.message.startswith("Not saved: ")
    assert not broken.window.messages._close.isVisible()


def test_another_warning_does_not_take_the_retry_away(broken, tmp_path):
    broken.window.files.open_path(tmp_path / "nowhere.annotator")
    assert "nowhere.annotator" in broken.message
    broken.window.messages._close.click()
    assert broken.message.startswith("Not saved: ")
    assert offered(broken) == ["Retry", "Discard"]
    assert not broken.window.messages._close.isVisible()


def test_a_warning_stays_when_what_was_not_saved_is_saved(broken, tmp_path):
    broken.window.files.open_path(tmp_path / "nowhere.annotator")
    broken.bring_file_back()
    assert broken.place.saver.retry()
    assert "nowhere.annotator" in broken.message
    broken.window.messages._close.click()
    assert broken.message == ""


def test_a_deed_of_another_warning_brings_the_retry_back(qtbot, broken):
    done = []
    broken.window.messages.warn("Choose.", [("Do it", lambda: done.append(True))])
    assert offered(broken) == ["Do it"]
    qtbot.waitUntil(broken.window.messages.findChildren(QPushButton)[-1].isVisible)
    qtbot.mouseClick(button(broken, "Do it"), Qt.MouseButton.LeftButton)
    assert done == [True]
    assert offered(broken) == ["Retry", "Discard"]


def test_a_retry_that_fails_says_so_again(qtbot, broken):
    qtbot.mouseClick(button(broken, "Retry"), Qt.MouseButton.LeftButton)
    assert broken.message.startswith("Not saved: ")
    assert broken.window.status.saved_text == "✕  1 not saved"


def test_a_retry_saves_once(qtbot, broken):
    broken.bring_file_back()
    qtbot.mouseClick(button(broken, "Retry"), Qt.MouseButton.LeftButton)
    assert broken.tagged() == [("quote", "Monday"), ("claim", WORDS)]
    assert broken.message == ""
    assert broken.opened.unsaved == {}
    assert broken.window.status.saved_text.startswith("●  Saved")
    assert [title for _, title in journal(broken.path)].count("Tag “claim”") == 1


def test_a_second_retry_saves_nothing_more(qtbot, broken):
    broken.bring_file_back()
    assert broken.place.saver.retry()
    assert broken.place.saver.retry()
    assert len(broken.stored()) == 2


def test_what_was_saved_by_a_retry_stays_in_the_list(broken):
    broken.bring_file_back()
    broken.place.saver.retry()
    assert broken.listed() == ["quote: Monday", f"claim: {WORDS}"]


def test_the_list_of_documents_counts_what_was_saved_by_a_retry(broken):
    broken.bring_file_back()
    broken.place.saver.retry()
    (info,) = broken.place.documents.infos()
    assert (info.annotations, info.mine) == (2, 2)


def test_a_retry_keeps_the_order_of_several(broken):
    broken.tag("4,200", "f")
    broken.tag("Engineers", "d")
    broken.bring_file_back()
    assert broken.place.saver.retry()
    assert [title for _, title in journal(broken.path)] == [
        "Tag “quote”",
        "Tag “claim”",
        "Tag “figure”",
        "Tag “denial”",
    ]


def test_the_next_tag_saves_what_waits_as_well(broken):
    broken.bring_file_back()
    broken.tag("4,200", "f")
    assert [words for _, words in broken.tagged()] == ["Monday", WORDS, "4,200"]
    assert broken.message == ""


def test_discarding_takes_the_tag_away(qtbot, broken):
    qtbot.mouseClick(button(broken, "Discard"), Qt.MouseButton.LeftButton)
    broken.bring_file_back()
    assert [broken.text[m.start : m.end] for m in broken.opened.marks] == ["Monday"]
    assert broken.tagged() == [("quote", "Monday")]
    assert broken.message == ""


def test_undo_drops_what_waits_and_nothing_else(broken):
    broken.undo()
    broken.bring_file_back()
    assert [broken.text[m.start : m.end] for m in broken.opened.marks] == ["Monday"]
    assert broken.tagged() == [("quote", "Monday")]
    assert broken.message == ""
    assert broken.window.status.saved_text.startswith("●  Saved")


def test_undo_drops_the_latest_of_several(broken):
    broken.tag("4,200", "f")
    broken.undo()
    broken.bring_file_back()
    broken.place.saver.retry()
    assert [words for _, words in broken.tagged()] == ["Monday", WORDS]


def test_the_first_thing_ever_saved_can_be_what_failed(desk_with):
    desk = desk_with(REPORT)
    desk.take_file_away()
    desk.tag(WORDS, "c")
    desk.tag("4,200", "f")
    desk.bring_file_back()
    assert desk.place.saver.retry()
    assert [words for _, words in desk.tagged()] == [WORDS, "4,200"]


def test_a_failed_deletion_leaves_the_annotation_in_view(desk):
    desk.click("Monday")
    desk.take_file_away()
    desk.press(Qt.Key.Key_Delete)
    assert [desk.text[m.start : m.end] for m in desk.opened.marks] == ["Monday"]
    assert desk.message.startswith("Not saved: ")
    desk.bring_file_back()
    assert desk.place.saver.retry()
    assert desk.tagged() == []


def test_a_failed_deletion_is_not_called_done(desk):
    desk.click("Monday")
    desk.take_file_away()
    desk.press(Qt.Key.Key_Delete)
    hint = desk.hint
    desk.bring_file_back()
    assert "Deleted" not in hint


def test_two_failed_changes_of_one_annotation_are_both_saved_later(desk):
    desk.click("Monday")
    desk.take_file_away()
    desk.press("d")
    field = next(f for f in desk.place.inspector.fields if f.attribute.name == "unsure")
    field.editor.choose("yes")
    desk.bring_file_back()
    assert desk.place.saver.retry()
    (row,) = desk.stored()
    assert (row.tag, row.attributes) == ("denial", {"unsure": "yes"})


def test_a_refused_change_is_said_and_the_others_are_saved(desk):
    place = desk.place
    monday = place.session.annotation(desk.opened.marks[0].id)
    tags = {tag.name: tag for tag in place.session.codebook.tags}
    book = place.session.codebook
    desk.take_file_away()
    place.saver.do(edits.retag(monday, tags["claim"], book))
    place.saver.do(edits.retag(monday, tags["denial"], book))
    desk.tag("4,200", "f")
    desk.bring_file_back()
    assert not place.saver.retry()
    assert desk.tagged() == [("claim", "Monday"), ("figure", "4,200")]
    assert place.saver.pending == []
    assert "changed in the meantime" in desk.message
    assert desk.window.status.saved_text.startswith("●  Saved")


def test_a_failed_note_is_saved_by_a_retry(desk):
    desk.click("Monday")
    desk.take_file_away()
    write_note(desk, "check")
    desk.view.setFocus()
    assert desk.message.startswith("Not saved: ")
    desk.bring_file_back()
    assert desk.place.saver.retry()
    assert [row.note for row in desk.stored()] == ["check"]


def test_a_letter_or_del_on_an_unsaved_tag_says_why_it_does_nothing(broken):
    broken.press("d")
    hints = [broken.hint]
    broken.press(Qt.Key.Key_Delete)
    hints.append(broken.hint)
    broken.bring_file_back()
    assert all("saved" in hint for hint in hints)


def test_switching_documents_keeps_what_waits(desk_with):
    desk = desk_with(REPORT, "Another text.\n")
    first, second = (info.id for info in desk.place.documents.infos())
    desk.tag("Monday", "q")
    desk.take_file_away()
    desk.tag(WORDS, "c")
    # Reading works without the file's name; it is still open.
    desk.place.open_document(second)
    desk.place.open_document(first)
    assert [desk.text[m.start : m.end] for m in desk.opened.unsaved.values()] == [WORDS]
    desk.bring_file_back()
    assert desk.place.saver.retry()
    assert [words for _, words in desk.tagged()] == ["Monday", WORDS]


# Closing -----------------------------------------------------------------------


def test_closing_asks_and_stays_when_told_to(broken, monkeypatch):
    asked = answer(monkeypatch, "Stay")
    assert not broken.window.close()
    broken.bring_file_back()
    assert asked == ["1 change could not be saved and will be lost if you close now."]
    assert broken.window.isVisible()
    assert broken.place.saver.retry()
    assert len(broken.stored()) == 2


def test_closing_and_losing_loses_only_what_waited(broken, monkeypatch):
    path = broken.path
    answer(monkeypatch, "Close and lose them")
    assert broken.window.close()
    broken.bring_file_back = lambda: path.with_suffix(".elsewhere").rename(path)
    broken.bring_file_back()
    assert [row.quote for row in stored(path)] == ["Monday"]


def test_closing_tries_once_more_before_it_asks(broken, monkeypatch):
    asked = answer(monkeypatch, "Stay")
    path = broken.path
    broken.bring_file_back()
    assert broken.window.close()
    assert asked == []
    assert [row.quote for row in stored(path)] == ["Monday", WORDS]


def test_opening_another_project_asks_as_well(broken, make_project, monkeypatch):
    asked = answer(monkeypatch, "Stay")
    other = make_project("Another.\n", name="other")
    broken.window.files.open_path(other)
    broken.bring_file_back()
    assert len(asked) == 1
    assert broken.window.session.path.stem == "study"


def test_a_document_that_could_not_be_marked_as_done_is_not_called_so(desk):
    desk.take_file_away()
    desk.press(Qt.Key.Key_Return, CTRL)
    hint = desk.hint
    desk.bring_file_back()
    assert "Marked as done" not in hint
