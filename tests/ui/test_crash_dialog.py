"""The dialog for mistakes of the program: calm, one for all, and nothing is lost."""

import platform

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton
from ui_desk import REPORT, Desk

from annotator import __version__
from annotator.ui.application import make_window, tell_of_last_end
from annotator.ui.crash_dialog import CrashDialog
from annotator.ui.hooks import Reporter, install

WORDS = "the bridge would be closed"


@pytest.fixture
def reporter(tmp_path):
    reporter = Reporter(tmp_path / "logs")
    uninstall = install(reporter)
    yield reporter
    uninstall()


@pytest.fixture
def desk(qtbot, reporter, settings_file, make_project):
    window = make_window(reporter)
    qtbot.addWidget(window, before_close_func=settle)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return Desk(qtbot, window).open(make_project(REPORT))


class Bell(QObject):
    rung = Signal()


@pytest.fixture
def bell():
    return Bell()


def settle(window):
    if window.place is not None:
        window.place.saver.pending.clear()


@pytest.fixture
def dialog(desk):
    return desk.window.findChild(CrashDialog)


def fail(*_):
    raise RuntimeError("a word from the text")


def fail_otherwise(*_):
    raise KeyError("another word from the text")


def words(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


def press(dialog, text):
    found = dialog.findChildren(QPushButton)
    next(b for b in found if b.text().replace("&", "") == text).click()


def test_an_error_shows_one_dialog_that_blocks_nothing(desk, dialog):
    assert not dialog.isVisible()
    desk.opened.marks_changed.connect(fail)
    desk.tag(WORDS, "c")
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "The program made a mistake: RuntimeError." in words(dialog)
    desk.tag("Monday", "q")
    assert len(desk.stored()) == 2


def test_it_says_that_everything_is_on_disk(desk, dialog):
    desk.opened.marks_changed.connect(fail)
    desk.tag(WORDS, "c")
    assert any(text.startswith("Everything you have tagged") for text in words(dialog))
    assert desk.tagged() == [("claim", WORDS)]


def test_it_says_what_waits_to_be_saved(desk, dialog, bell):
    desk.take_file_away()
    desk.tag(WORDS, "c")
    desk.tag("Monday", "q")
    bell.rung.connect(fail)
    bell.rung.emit()
    assert any(t.startswith("2 changes wait to be saved") for t in words(dialog))
    desk.bring_file_back()


def test_what_an_error_kept_from_being_saved_waits_and_is_saved_by_a_retry(
    desk, dialog
):
    session = desk.window.session
    session.subscribe(fail)
    desk.tag(WORDS, "c")
    assert dialog.isVisible()
    assert any(t.startswith("1 change waits to be saved") for t in words(dialog))
    assert desk.message == "Not saved: the program made a mistake."
    session._listeners.remove(fail)
    assert desk.place.saver.retry()
    assert desk.tagged() == [("claim", WORDS)]
    assert desk.message == ""


def test_a_flood_of_errors_is_counted_in_the_one_dialog(desk, dialog, bell):
    bell.rung.connect(fail)
    bell.rung.connect(fail_otherwise)
    for _ in range(500):
        bell.rung.emit()
    assert len(desk.window.findChildren(CrashDialog)) == 1
    assert any(text.startswith("Went wrong 1,000 times") for text in words(dialog))
    assert "RuntimeError" in dialog._details.toPlainText()
    assert "KeyError" not in dialog._details.toPlainText()


def test_once_closed_only_another_kind_of_error_brings_it_back(desk, dialog, bell):
    bell.rung.connect(fail)
    bell.rung.emit()
    press(dialog, "Close")
    bell.rung.emit()
    assert not dialog.isVisible()
    desk.opened.marks_changed.connect(fail_otherwise)
    desk.tag(WORDS, "c")
    assert dialog.isVisible()
    assert "The program made a mistake: KeyError." in words(dialog)


def test_the_details_have_versions_and_where_it_was_but_no_words(desk, dialog, bell):
    bell.rung.connect(fail)
    bell.rung.emit()
    press(dialog, "Copy the details")
    copied = QGuiApplication.clipboard().text()
    for expected in (
        f"Annotator: {__version__}",
        f"Python: {platform.python_version()}",
        "PySide6: ",
        "SQLite: 3.",
        "System: ",
        "in fail",
        "RuntimeError",
    ):
        assert expected in copied
    assert not copied.rstrip().endswith("a word from the text")
    assert "RuntimeError: " not in copied
    assert "bridge" not in copied


def test_the_log_is_named_and_has_the_error_already(desk, dialog, bell, reporter):
    bell.rung.connect(fail)
    bell.rung.emit()
    assert any(str(reporter.log) in text for text in words(dialog))
    assert "RuntimeError: a word from the text" in reporter.log.read_text("utf-8")


def test_escape_closes_it_and_the_keyboard_reaches_every_button(
    qtbot, desk, dialog, bell
):
    bell.rung.connect(fail)
    bell.rung.emit()
    assert dialog._details.accessibleName() == "Details"
    for button in dialog.findChildren(QPushButton):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_bad_end_is_told_at_the_next_start(desk, reporter):
    reporter.ended_badly = True
    tell_of_last_end(desk.window, reporter)
    assert desk.message.startswith("Annotator ended unexpectedly the last time.")
    assert str(reporter.log) in desk.message


def test_a_good_end_is_not_told(desk, reporter):
    tell_of_last_end(desk.window, reporter)
    assert desk.message == ""
