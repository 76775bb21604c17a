"""The window at work in a project of its own, on a screen that is only memory."""

import os
import shutil

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from ui_desk import Desk, fill

from annotator.app.projects import create_project, open_project
from annotator.app.settings import Settings, SettingsFile
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import LIGHT, apply_theme


def pytest_configure(config):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    config.addinivalue_line(
        "qt_log_ignore", r"^This plugin does not support propagateSizeHints\(\)$"
    )


@pytest.fixture(scope="session", autouse=True)
def _light(qapp):
    apply_theme(qapp, LIGHT)


@pytest.fixture(scope="session", autouse=True)
def _empty_clipboard(qapp):
    """Take back what was copied: Qt must not be the last to let go of it.

    Off the screen the clipboard is a static of QtGui, gone only after Python is,
    and deleting what Python made then crashes. Screens' own clipboards go with
    the application.
    """
    yield
    qapp.clipboard().clear()


@pytest.fixture
def settings_file(home):
    """Settings of Ada, who likes it light and has chosen her name."""
    file = SettingsFile(home / "settings.toml")
    file.write(Settings(name="Ada", device=7, theme="light"))
    return file


@pytest.fixture
def make_window(qtbot, settings_file):
    """Opens windows, all with the same settings; none outlives the test."""
    windows = []

    def make():
        window = MainWindow(settings_file)
        windows.append(window)
        window.resize(1280, 800)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield make
    for window in windows:
        if window.place is not None:
            window.place.inspector.commit()
            window.place.saver.pending.clear()
        window.close()
        window.worker.finish()
        window.deleteLater()
    # No event loop is running that would do it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window):
    """The window with the start page."""
    return make_window()


@pytest.fixture(scope="session")
def blank(tmp_path_factory):
    """A project without documents, made once."""
    path = tmp_path_factory.mktemp("blank") / "study.annotator"
    create_project(path, Settings(name="Ada", device=7)).project.close()
    return path


@pytest.fixture
def make_project(tmp_path, settings_file, blank):
    """Makes a project of texts, and of what others have tagged in them.

    Args of the made function:
        texts: Each a text, or ``(name, text)``.
        others: ``(person, tag, words)`` for words of any of the texts.
        name: Of the file.
    """

    def make(*texts, others=(), name="study"):
        path = tmp_path / f"{name}.annotator"
        shutil.copy(blank, path)
        project = open_project(path, settings_file.read()).project
        fill(project, texts, others)
        project.close()
        return path

    return make


@pytest.fixture
def desk_with(qtbot, make_window, make_project):
    """Opens a project of texts, and what others tagged in them, in a window."""

    def make(*texts, others=()):
        return Desk(qtbot, make_window()).open(make_project(*texts, others=others))

    return make


@pytest.fixture
def reopened(qtbot, make_window):
    """Closes a desk's window and opens its project in another."""

    def reopen(desk):
        path = desk.path
        assert desk.window.close()
        return Desk(qtbot, make_window()).open(path)

    return reopen
