"""The start page, opening and making projects, and what is found again next time."""

import gc
import json
import sqlite3
import weakref
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton
from ui_desk import REPORT, Desk, stored

from annotator.app import projects
from annotator.app.settings import Settings
from annotator.ui.action_table import ACTIONS
from annotator.ui.main_window import MainWindow

WORDS = "the bridge would be closed"


def recent(window):
    listed = window.start.findChild(QListWidget)
    return [listed.item(row).text() for row in range(listed.count())]


def press(qtbot, widget, words):
    """Click the button below ``widget`` that says ``words``."""
    buttons = widget.findChildren(QPushButton)
    button = next(b for b in buttons if b.text() == words and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def alter(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


# The start page ------------------------------------------------------------------


def test_the_window_begins_with_the_start_page(window):
    assert window.start.isVisible()
    assert window.session is None
    assert window.windowTitle() == "Annotator"
    assert not window.status.isVisible()


def test_without_recent_projects_none_are_shown(window):
    assert not window.start.findChild(QListWidget).isVisible()


def test_recent_projects_are_shown_the_latest_first(window, make_project):
    for name in ("first", "second"):
        window.files.open_path(make_project(REPORT, name=name))
        window.close_project()
    assert recent(window) == ["second", "first"]


def test_a_click_on_a_recent_project_opens_it(qtbot, window, make_project):
    path = make_project(REPORT)
    window.files.open_path(path)
    window.close_project()
    listed = window.start.findChild(QListWidget)
    at = listed.visualItemRect(listed.item(0)).center()
    qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert window.session.path == path


def test_a_recent_project_that_is_gone_is_said_to_be_and_forgotten(
    qtbot, window, make_project
):
    path = make_project(REPORT)
    window.files.open_path(path)
    window.close_project()
    path.unlink()
    window.files.open_path(path)
    assert window.messages.text.startswith(f"There is no file at {path}.")
    assert recent(window) == []


def test_the_sample_opens_with_one_button(qtbot, window):
    press(qtbot, window.start, "Open the sample")
    assert window.session.title == "Sample project"
    assert len(window.place.documents.infos()) >= 6
    assert window.place.document is not None


def test_the_sample_opens_again(qtbot, window):
    window.files.open_sample()
    made = Desk(qtbot, window)
    words = " ".join(made.text.split()[:3])
    made.tag(words, "q")
    window.close_project()
    window.files.open_sample()
    assert ("quote", words) in made.tagged()


def test_a_new_project_is_made_and_opened(window, tmp_path):
    path = tmp_path / "mine.annotator"
    window.files.new_at(path)
    assert window.session.path == path
    assert window.windowTitle() == "mine – Annotator"
    assert [tag.name for tag in window.session.codebook.tags] == [
        "claim",
        "denial",
        "figure",
        "quote",
    ]


def test_a_new_project_does_not_replace_a_file(window, tmp_path):
    path = tmp_path / "mine.annotator"
    path.write_text("something else")
    window.files.new_at(path)
    assert window.messages.text.startswith(f"There is a file at {path} already.")
    assert path.read_text() == "something else"


def test_closing_the_project_goes_back_to_the_start_page(desk_with):
    desk = desk_with(REPORT)
    window = desk.window
    desk.action("file.close").trigger()
    assert window.session is None
    assert window.start.isVisible()
    assert recent(window) == ["study"]


def test_a_closed_project_leaves_nothing_behind(desk_with):
    desk = desk_with(REPORT)
    kept = [weakref.ref(desk.window.session), weakref.ref(desk.opened)]
    desk.window.close_project()
    # No event loop is running that would do it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [one() for one in kept] == [None, None]


# What cannot be opened -------------------------------------------------------------


def text_file(path):
    path.write_text("This is a text and no project at all. " * 200)


def empty_file(path):
    path.write_bytes(b"")


def folder(path):
    path.mkdir()


def other_database(path):
    alter(path, "CREATE TABLE other (id INTEGER)")


def damage(path):
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\x5a" * 3996
    path.write_bytes(content)
    return content


@pytest.mark.parametrize("kind", [text_file, empty_file, folder, other_database])
def test_what_is_no_project_is_not_opened_and_not_touched(window, tmp_path, kind):
    path = tmp_path / "other.annotator"
    kind(path)
    before = path.read_bytes() if path.is_file() else None
    window.files.open_path(path)
    assert window.session is None
    assert "project" in window.messages.text
    assert str(path) in window.messages.text
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["home", "other.annotator"]


def test_a_project_of_a_newer_program_is_not_opened(window, make_project):
    path = make_project(REPORT)
    alter(path, "PRAGMA user_version = 99", "UPDATE project SET min_reader = 99")
    window.files.open_path(path)
    assert window.session is None
    assert "was saved by a newer annotator" in window.messages.text
    assert "Update annotator" in window.messages.text


def test_a_newer_project_this_one_can_read_is_opened_for_reading(window, make_project):
    path = make_project(REPORT)
    alter(path, "PRAGMA user_version = 99")
    window.files.open_path(path)
    assert window.session.read_only
    assert "was saved by a newer annotator" in window.messages.text


def test_a_damaged_project_is_said_to_be_damaged(window, make_project):
    path = make_project(REPORT)
    content = damage(path)
    window.files.open_path(path)
    assert window.session is None
    assert f"{path} is damaged" in window.messages.text
    assert path.read_bytes() == content


def test_a_damaged_project_offers_its_newest_backup(qtbot, desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    path, window = desk.path, desk.window
    window.close_project()
    damage(path)
    window.files.open_path(path)
    press(qtbot, window.messages, "Restore the newest backup")
    assert desk.tagged() == [("claim", WORDS)]
    assert "Restored from" in window.messages.text


def test_a_project_open_in_another_window_is_opened_for_reading(
    qtbot, desk_with, make_window
):
    writer = desk_with(REPORT)
    reader = Desk(qtbot, make_window()).open(writer.path)
    assert reader.window.session.read_only
    assert "is open in another window" in reader.message
    assert reader.window.status.saved_text == "Read-only"
    assert not any(reader.window.book.can(a.name) for a in ACTIONS if a.writes)
    writer.tag(WORDS, "c")
    assert writer.tagged() == [("claim", WORDS)]


@pytest.fixture
def left_elsewhere(make_project):
    """A project with the lock another computer left behind."""
    path = make_project(REPORT)
    owner = {"host": "elsewhere", "user": "bo", "pid": 1, "since": "2026-03-10T09:00Z"}
    lock = path.with_name(f"{path.name}.lock")
    lock.write_bytes(b"\0" + json.dumps(owner).encode())
    return path


def test_a_lock_of_another_computer_asks(window, left_elsewhere):
    window.files.open_path(left_elsewhere)
    assert window.session is None
    assert "was opened on another computer (bo on elsewhere" in window.messages.text


def test_a_project_locked_elsewhere_can_be_read(qtbot, window, left_elsewhere):
    window.files.open_path(left_elsewhere)
    press(qtbot, window.messages, "Open for reading")
    assert window.session.read_only
    assert window.place.document.document.text == REPORT


def test_a_project_locked_elsewhere_can_be_taken_over(qtbot, window, left_elsewhere):
    window.files.open_path(left_elsewhere)
    press(qtbot, window.messages, "It is closed there: open")
    assert not window.session.read_only
    desk = Desk(qtbot, window)
    desk.tag(WORDS, "c")
    assert desk.tagged() == [("claim", WORDS)]


def test_a_project_that_cannot_be_locked_is_opened_for_reading(window, make_project):
    path = make_project(REPORT)
    path.with_name(f"{path.name}.lock").mkdir()
    window.files.open_path(path)
    assert window.session.read_only
    assert "cannot be written to" in window.messages.text


def test_a_failed_opening_leaves_the_open_project_open(desk_with, tmp_path):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    other = tmp_path / "other.annotator"
    text_file(other)
    desk.window.files.open_path(other)
    assert "is not an annotator project" in desk.message
    assert desk.window.session is not None
    assert desk.tagged() == [("claim", WORDS)]


def test_a_message_about_one_file_is_gone_when_another_is_opened(
    window, make_project, tmp_path
):
    window.files.open_path(tmp_path / "nowhere.annotator")
    window.files.open_path(make_project(REPORT))
    assert window.messages.text == ""


def test_after_a_project_for_reading_another_says_it_is_saved(
    qtbot, window, make_project
):
    locked = make_project(REPORT, name="locked")
    locked.with_name(f"{locked.name}.lock").mkdir()
    window.files.open_path(locked)
    assert window.status.saved_text == "Read-only"
    window.files.open_path(make_project(REPORT, name="free"))
    assert window.status.saved_text == "●  Saved"


def test_opening_the_open_project_again_keeps_everything(desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    desk.window.files.open_path(desk.path)
    assert desk.tagged() == [("claim", WORDS)]
    assert not desk.window.session.read_only


@pytest.mark.parametrize("name", ["link", "relative"])
def test_opening_the_open_project_by_another_name_keeps_it_writable(
    desk_with, tmp_path, monkeypatch, name
):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    monkeypatch.chdir(tmp_path)
    other = Path(desk.path.name)
    if name == "link":
        other = tmp_path / "link.annotator"
        other.symlink_to(desk.path)
    desk.window.files.open_path(other)
    assert not desk.window.session.read_only
    desk.tag("Monday", "q")
    assert desk.tagged() == [("quote", "Monday"), ("claim", WORDS)]


@pytest.mark.parametrize("which", ["another", "the same"])
def test_opening_a_project_keeps_the_warning_that_the_last_has_no_backup(
    desk_with, make_project, which
):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    projects.backup_folder(desk.path).write_text("no folder")
    other = make_project(REPORT, name="other") if which == "another" else desk.path
    desk.window.files.open_path(other)
    assert desk.window.session.path == other
    assert desk.message.startswith("No backup was made")


# Found again -----------------------------------------------------------------------


def test_document_and_caret_are_found_again(desk_with, reopened):
    desk = desk_with(REPORT, "Another text with some words.\n")
    desk.place.open_document(desk.place.documents.infos()[1].id)
    desk.view.set_caret(13)
    again = reopened(desk)
    assert again.text == "Another text with some words.\n"
    assert again.view.caret() == 13
    assert again.view.hasFocus()


def test_hidden_and_shown_layers_are_found_again(desk_with, reopened):
    others = [("Bo", "claim", "Monday"), ("Cy", "claim", "storm")]
    desk = desk_with(REPORT, others=others)
    assert len(desk.opened.visible()) == 1
    desk.opened.hide(frozenset())
    again = reopened(desk)
    assert len(again.opened.visible()) == 2
    people = {p.name: p.id for p in again.window.session.people().values()}
    again.opened.hide(frozenset({people["Bo"]}))
    third = reopened(again)
    assert [third.text[m.start : m.end] for m in third.opened.visible()] == ["storm"]


def test_each_project_has_its_own_place(window, make_project):
    first, second = (make_project(REPORT, name=name) for name in ("one", "two"))
    window.files.open_path(first)
    window.place.text.set_caret(20)
    window.files.open_path(second)
    window.place.text.set_caret(40)
    window.files.open_path(first)
    assert window.place.text.caret() == 20
    window.files.open_path(second)
    assert window.place.text.caret() == 40


def test_a_document_that_is_gone_is_not_missed(desk_with, reopened):
    desk = desk_with(REPORT, "Another text.\n")
    path = desk.path
    desk.place.open_document(desk.place.documents.infos()[1].id)
    desk.window.close_project()
    alter(path, "UPDATE documents SET deleted_at = 'now' WHERE name = 'text-2.txt'")
    desk.open(path)
    assert desk.text == REPORT


def test_size_and_panels_are_found_again(qtbot, desk_with):
    desk = desk_with(REPORT)
    # No larger than the screen in memory, or it would be cut to fit.
    desk.window.resize(790, 690)
    desk.place.splitter.setSizes([222, 500, 389])
    desk.settle()
    widths = desk.place.splitter.sizes()
    path = desk.path
    desk.window.close()
    again = MainWindow(desk.window.settings_file)
    qtbot.addWidget(again)
    assert again.height() == 690
    again.show()
    again.files.open_path(path)
    desk.settle()
    assert again.place.splitter.sizes() == widths
    again.close()


def test_panels_are_hidden_and_shown_by_keys(desk_with):
    desk = desk_with(REPORT)
    control = Qt.KeyboardModifier.ControlModifier
    for key, panel in (
        (Qt.Key.Key_B, desk.place.documents),
        (Qt.Key.Key_I, desk.place.right),
    ):
        desk.press(key, control)
        assert not panel.isVisible()
        desk.press(key, control)
        assert panel.isVisible()


# The name --------------------------------------------------------------------------


@pytest.fixture
def nameless(settings_file, desk_with):
    settings_file.write(Settings(device=7, theme="light"))
    return desk_with(REPORT)


def name_field(desk):
    return desk.window.names.findChild(QLineEdit)


def test_the_name_is_asked_in_passing(nameless):
    assert nameless.window.names.isVisible()
    assert nameless.view.hasFocus()
    assert name_field(nameless).text() == nameless.window.settings.shown_name


def test_one_can_tag_before_answering(nameless):
    nameless.tag(WORDS, "c")
    assert nameless.tagged() == [("claim", WORDS)]


def test_the_name_is_stored_and_used_for_what_is_there_already(nameless, settings_file):
    nameless.tag(WORDS, "c")
    field = name_field(nameless)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Ada  Lovelace ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert settings_file.read().name == "Ada Lovelace"
    assert [row.annotator for row in nameless.stored()] == ["Ada Lovelace"]
    assert nameless.window.status._name.text() == "Ada Lovelace"
    assert not nameless.window.names.isVisible()
    assert nameless.view.hasFocus()


def test_the_name_is_not_asked_again(nameless, reopened):
    QTest.keyClick(name_field(nameless), Qt.Key.Key_Return)
    assert not reopened(nameless).window.names.isVisible()


def test_no_name_is_no_answer(nameless):
    name_field(nameless).clear()
    QTest.keyClick(name_field(nameless), Qt.Key.Key_Return)
    assert nameless.window.names.isVisible()


def test_the_name_is_changed_from_the_status_line(qtbot, desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    qtbot.mouseClick(desk.window.status._name, Qt.MouseButton.LeftButton)
    field = name_field(desk)
    assert (field.text(), field.hasFocus()) == ("Ada", True)
    QTest.keyClicks(field, "Grace")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert [row.annotator for row in desk.stored()] == ["Grace"]
    desk.tag("Monday", "q")
    assert {row.annotator for row in desk.stored()} == {"Grace"}


# Copies and backups ------------------------------------------------------------------


def test_a_session_with_changes_leaves_a_backup(desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    path = desk.path
    desk.window.close()
    (backup,) = projects.backups(path)
    assert [row.quote for row in stored(backup.path)] == [WORDS]


def test_a_session_without_changes_leaves_none(desk_with):
    desk = desk_with(REPORT)
    path = desk.path
    desk.window.close()
    assert projects.backups(path) == []


def test_a_backup_is_restored_and_what_was_there_is_kept(desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    path = desk.path
    desk.window.close_project()
    (backup,) = projects.backups(path)
    desk.open(path)
    desk.tag("Monday", "q")
    desk.window.files.restore_to(backup.path, path)
    assert desk.tagged() == [("claim", WORDS)]
    assert f"Restored from {backup.path.name}." in desk.message
    aside = next(path.parent.glob("**/study-replaced-1.annotator"))
    assert [row.quote for row in stored(aside)] == ["Monday", WORDS]


def test_a_backup_that_is_damaged_changes_nothing(desk_with, tmp_path):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    path = desk.path
    bad = tmp_path / "bad.annotator"
    text_file(bad)
    desk.window.files.restore_to(bad, path)
    assert "is not an annotator project" in desk.message
    assert [row.quote for row in stored(path)] == [WORDS]
    assert desk.window.session is not None


def test_a_window_that_is_closed_leaves_one_file_and_its_backups(desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    path = desk.path
    desk.window.close()
    left = sorted(p.name for p in path.parent.iterdir() if p.name != "home")
    assert left == ["study.annotator", "study.backups"]
