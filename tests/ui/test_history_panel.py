"""The history in the inspector: folded at first, in words, and a way back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from ui_desk import REPORT, note, write_note

from annotator.model.change import Change, Edit
from annotator.ui.annotations import history_panel

WORDS = "the bridge would be closed"


@pytest.fixture
def desk(desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    return desk


def panel(desk):
    return desk.place.inspector.history


def unfold(desk):
    panel(desk).button.setFocus()
    QTest.keyClick(panel(desk).button, Qt.Key.Key_Return)
    desk.settle()


def entries(desk):
    """Return what stands in the history, as ``(who and when, what)``."""
    rows = panel(desk).findChildren(history_panel._EntryRow)
    labels = [
        [label.text() for label in row.findChildren(QLabel)]
        for row in rows
        if row.isVisible()
    ]
    return [(about, what) for about, what in labels]


def what(desk):
    return [words for _, words in entries(desk)]


def backs(desk):
    """Return the buttons that restore, the newest entry's first."""
    return panel(desk).buttons[1:]


class Counted:
    """Calls a function and counts how often."""

    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *arguments):
        self.calls += 1
        return self.function(*arguments)


def test_it_is_folded_and_nothing_is_read_before_it_is_opened(desk, monkeypatch):
    read = Counted(history_panel.history_of)
    monkeypatch.setattr(history_panel, "history_of", read)
    desk.press("u")
    desk.press("d")
    assert (entries(desk), read.calls) == ([], 0)
    unfold(desk)
    assert len(entries(desk)) == 3
    assert read.calls == 1


def test_enter_opens_and_closes_it(desk):
    unfold(desk)
    assert panel(desk).button.text() == "▾  History  ·  1"
    QTest.keyClick(panel(desk).button, Qt.Key.Key_Return)
    assert panel(desk).button.text() == "▸  History"
    assert entries(desk) == []


def test_a_click_opens_it(qtbot, desk):
    qtbot.mouseClick(panel(desk).button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert what(desk) == [f"tagged claim: “{WORDS}”"]


def test_the_newest_stands_first_with_who_and_what(desk):
    desk.press("u")
    desk.press("d")
    unfold(desk)
    assert what(desk)[0].startswith("tag claim → denial")
    assert what(desk)[1:] == ["unsure: – → yes", f"tagged claim: “{WORDS}”"]
    assert all(about.startswith("Ada, ") for about, _ in entries(desk))


def test_a_further_edit_appears_while_it_is_open(desk):
    unfold(desk)
    desk.press("d")
    desk.settle()
    assert what(desk)[0].startswith("tag claim → denial")
    assert panel(desk).button.text().endswith("2")


def test_an_undo_is_told_too(desk):
    desk.press("d")
    desk.undo()
    unfold(desk)
    assert what(desk)[0].startswith("undone: tag denial → claim")


def test_what_is_as_now_has_no_way_back(desk):
    desk.press("d")
    unfold(desk)
    assert len(backs(desk)) == 1
    assert "tagged claim" in backs(desk)[0].accessibleName()


def test_an_entry_is_restored_and_undo_takes_that_back(qtbot, desk):
    write_note(desk, "about the bridge")
    desk.view.setFocus()
    desk.press("d")
    unfold(desk)
    qtbot.mouseClick(backs(desk)[-1], Qt.MouseButton.LeftButton)
    desk.settle()
    assert [(row.tag, row.note) for row in desk.stored()] == [("claim", "")]
    assert note(desk).toPlainText() == ""
    assert desk.hint.startswith("As it was ")
    desk.undo()
    assert [(row.tag, row.note) for row in desk.stored()] == [
        ("denial", "about the bridge")
    ]


def test_a_moved_boundary_is_restored_in_text_and_list(qtbot, desk):
    desk.press("]")
    assert desk.current == f"{WORDS} for"
    unfold(desk)
    qtbot.mouseClick(backs(desk)[0], Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.tagged() == [("claim", WORDS)]
    assert desk.listed() == [f"claim: {WORDS}"]


def test_what_is_half_typed_is_saved_before_something_is_restored(qtbot, desk):
    desk.press("d")
    unfold(desk)
    write_note(desk, "typed")
    qtbot.mouseClick(backs(desk)[0], Qt.MouseButton.LeftButton)
    desk.settle()
    desk.undo()
    assert [(row.tag, row.note) for row in desk.stored()] == [("denial", "typed")]


def test_a_retired_tag_is_not_brought_back_and_it_is_said(qtbot, desk):
    session = desk.window.session
    desk.press("d")
    unfold(desk)
    claim = session.codebook.tag_named("claim")
    session.apply(Edit("Retire", (Change(claim, replace(claim, retired=True)),)))
    desk.settle()
    qtbot.mouseClick(backs(desk)[0], Qt.MouseButton.LeftButton)
    assert "is no longer used" in desk.hint
    assert desk.tagged() == [("denial", WORDS)]


def test_a_teammates_history_is_shown_without_a_way_back(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS)])
    desk.press("n")
    unfold(desk)
    assert what(desk) == [f"tagged claim: “{WORDS}”"]
    assert backs(desk) == []


def test_another_annotation_shows_its_own_history(desk):
    desk.press("d")
    unfold(desk)
    desk.tag("4,200", "f")
    desk.settle()
    assert what(desk) == ["tagged figure: “4,200”"]


def test_without_an_annotation_nothing_is_left_of_it(desk):
    unfold(desk)
    desk.press(Qt.Key.Key_Delete)
    desk.settle()
    assert panel(desk)._entries == []


def test_tab_goes_from_entry_to_entry(desk):
    desk.press("d")
    desk.press("f")
    unfold(desk)
    QTest.keyClick(panel(desk).button, Qt.Key.Key_Tab)
    assert desk.window.focusWidget() is backs(desk)[0]
    QTest.keyClick(backs(desk)[0], Qt.Key.Key_Tab)
    assert desk.window.focusWidget() is backs(desk)[1]


def test_a_long_history_is_shown_in_parts(qtbot, desk, monkeypatch):
    monkeypatch.setattr(history_panel, "AT_ONCE", 3)
    for key in "dfqcd":
        desk.press(key)
    unfold(desk)
    assert len(entries(desk)) == 3
    more = panel(desk).buttons[-1]
    assert more.text() == "3 earlier of 3"
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    desk.settle()
    assert len(entries(desk)) == 6
    assert panel(desk).button.text() == "▾  History  ·  6"


def test_it_is_told_to_who_listens_whether_it_is_open(desk):
    assert panel(desk).button.accessibleName() == "History of this annotation, folded"
    unfold(desk)
    assert panel(desk).button.accessibleName() == "History of this annotation, open"


def test_opening_it_brings_it_into_view(desk, qtbot):
    desk.place.right.setSizes([220, 500])
    for key in "dfqc":
        desk.press(key)
    unfold(desk)
    area = desk.place.inspector._area
    top = panel(desk).mapTo(area.viewport(), panel(desk).rect().topLeft()).y()
    assert 0 <= top < area.viewport().height() // 2


def test_a_name_and_a_word_of_any_length_stay_within_the_panel(desk_with):
    text = "W" * 300 + " end.\n"
    desk = desk_with(text, others=[("N" * 80, "claim", "W" * 300)])
    desk.press("n")
    unfold(desk)
    inspector = desk.place.inspector
    assert inspector._inside.width() <= inspector.width()
    assert inspector._inside.minimumSizeHint().width() <= 312
