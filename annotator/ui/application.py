"""Starts the window; says in words what is missing where it cannot."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.app.settings import SettingsFile
from annotator.resources import RESOURCES
from annotator.ui.crash_dialog import CrashDialog, show_log
from annotator.ui.ending import Ending
from annotator.ui.hooks import Reporter, install
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import apply_theme, colors_of

_SCALE = "QT_SCALE_FACTOR"
_USUAL_SCALE = 100
_LEAK_CALLS = 200
_LEAK_LIMIT = 100


def run(project: Path | None, *, sample: bool) -> int:
    """Open the window, with a project if one is given, and stay until it closes.

    Returns:
        What the process is to exit with.
    """
    problem = leak_problem()
    if problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    settings = SettingsFile().read()
    with scaled(settings.interface_scale):
        app = make_application(settings.theme)
    reporter = Reporter()
    uninstall = install(reporter)
    window = make_window(reporter)
    window.show()
    # Once the window is on screen, so that it never seems not to start.
    if sample:
        QTimer.singleShot(0, window.files.open_sample)
    elif project is not None:
        QTimer.singleShot(0, lambda: window.files.open_path(project))
    # After that, because opening a project takes older messages away.
    QTimer.singleShot(0, lambda: tell_of_last_end(window, reporter))
    ending = Ending(window.close, window)
    try:
        return app.exec()
    finally:
        ending.finish()
        uninstall()


def make_application(theme: str) -> QApplication:
    """Return the application, dressed in a theme of the settings."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("annotator")
    QCoreApplication.setApplicationVersion(__version__)
    app.setApplicationDisplayName("Annotator")
    app.setDesktopFileName("annotator")
    app.setWindowIcon(QIcon(str(RESOURCES / "icons" / "annotator.svg")))
    apply_theme(app, colors_of(theme))
    return app


@contextmanager
def scaled(percent: int) -> Iterator[None]:
    """Let the application that is made meanwhile show everything in another size.

    Qt reads it once, when the application is made; what this program starts later
    is not to inherit it.
    """
    before = os.environ.get(_SCALE)
    if percent != _USUAL_SCALE:
        os.environ[_SCALE] = str(percent / 100)
    yield
    if before is not None:
        os.environ[_SCALE] = before
    elif percent != _USUAL_SCALE:
        del os.environ[_SCALE]


def make_window(reporter: Reporter) -> MainWindow:
    """Return the window, with a dialog for errors the reporter takes note of."""
    window = MainWindow()
    dialog = CrashDialog(reporter.log, lambda: _waiting(window), window)
    reporter.happened.connect(dialog.tell)
    return window


def tell_of_last_end(window: MainWindow, reporter: Reporter) -> None:
    """Say so if the program did not come to its end the last time."""
    if reporter.ended_badly:
        window.messages.warn(
            "Annotator ended unexpectedly the last time. What it had saved by then is "
            f"safe. The log is at {reporter.log}.",
            [("Show the log", lambda: show_log(reporter.log))],
        )


def leak_problem() -> str:
    """Say that this PySide6 aborts after a while on this Python, or return "".

    PySide6 6.12.0 loses a reference to None with every call that returns
    nothing, on Python 3.11 and older, until the process ends (measured).
    """
    if sys.version_info >= (3, 12):
        return ""
    locale = QLocale()
    before = sys.getrefcount(None)
    for _ in range(_LEAK_CALLS):
        locale.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
    if before - sys.getrefcount(None) < _LEAK_LIMIT:
        return ""
    version = QLibraryInfo.version().toString()
    return (
        f"PySide6 {version} crashes on Python {sys.version_info[0]}."
        f"{sys.version_info[1]}. Install another: pip install 'PySide6-Essentials<6.12'"
    )


def _waiting(window: MainWindow) -> int:
    """Return how many changes are not on disk."""
    return len(window.place.saver.pending) if window.place is not None else 0


def use_offscreen() -> None:
    """Draw into memory instead of onto a screen; before the application is made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
