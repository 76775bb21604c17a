"""Where one was in a project is found again: document, line at the top, caret."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow
from ui_desk import CTRL, REPORT

from annotator.model.ids import new_id
from annotator.ui.window_state import Place, WindowState

LONG = "\n".join(f"Line {number} of a long text. {REPORT}" for number in range(80))
OTHER = ("other.txt", LONG.replace("Line", "Row"))


@pytest.fixture
def desk(desk_with):
    return desk_with(LONG, OTHER)


def top(desk):
    return desk.view.scroll_state().offset


def test_document_caret_and_line_at_the_top_are_found_again(desk, reopened):
    desk.place.open_document(desk.place.documents.infos()[1].id)
    name = desk.opened.document.name
    desk.view.set_caret(desk.text.index("Row 30") + 3)
    desk.view.verticalScrollBar().setValue(120)
    desk.settle()
    before = top(desk)
    assert before > 0
    again = reopened(desk)
    again.settle()
    assert again.opened.document.name == name
    assert again.view.caret() == again.text.index("Row 30") + 3
    assert top(again) == before


def test_the_line_at_the_top_is_the_same_with_larger_text(desk, reopened):
    desk.view.verticalScrollBar().setValue(120)
    desk.settle()
    before = top(desk)
    desk.press(Qt.Key.Key_Plus, CTRL, times=5)
    again = reopened(desk)
    again.settle()
    assert again.window.settings.text_size == 22
    assert top(again) == before


def test_at_first_the_window_leaves_room_for_its_frame(qtbot, tmp_path):
    window = QMainWindow()
    qtbot.addWidget(window)
    WindowState(tmp_path / "window.ini").restore(window)
    room = window.screen().availableSize() - window.size()
    assert room.width() >= 8
    assert room.height() >= 40


def test_each_project_has_a_place_of_its_own(tmp_path):
    state = WindowState(tmp_path / "window.ini")
    first, second = Place(new_id(), 4, frozenset(), 9), Place(new_id(), 0, None, None)
    state.save_place(tmp_path / "a", first)
    state.save_place(tmp_path / "b", second)
    later = WindowState(tmp_path / "window.ini")
    assert later.place_in(tmp_path / "a") == first
    assert later.place_in(tmp_path / "b").top is None
    assert later.place_in(tmp_path / "c") == Place(None, 0, None)


def test_commands_are_remembered_once_each_the_latest_first(tmp_path):
    state = WindowState(tmp_path / "window.ini")
    assert state.recent_commands() == []
    state.add_command("a")
    assert WindowState(tmp_path / "window.ini").recent_commands() == ["a"]
    for name in ("b", "a", *"cdefghij"):
        state.add_command(name)
    assert state.recent_commands() == list("jihgfedc")
