"""Starts the window; says in words what is missing where it cannot."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from annotator import __version__
from annotator.app.settings import SettingsFile
from annotator.resources import RESOURCES
from annotator.ui.hooks import Reporter, install
from annotator.ui.main_window import MainWindow
from annotator.ui.theme import apply_theme, colors_of

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
    app = make_application(SettingsFile().read().theme)
    reporter = Reporter()
    uninstall = install(reporter)
    window = make_window(reporter)
    window.show()
    # Once the window is on screen, so that it never seems not to start.
    if sample:
        QTimer.singleShot(0, window.files.open_sample)
    elif project is not None:
        QTimer.singleShot(0, lambda: window.files.open_path(project))
    try:
        return app.exec()
    finally:
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


def make_window(reporter: Reporter) -> MainWindow:
    """Return the window, which tells of errors the reporter takes note of."""
    window = MainWindow()
    reporter.happened.connect(
        lambda what: window.messages.warn(
            f"Something went wrong in the program ({what}). What was saved is safe. "
            f"The log is at {reporter.log}."
        )
    )
    return window


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


def use_offscreen() -> None:
    """Draw into memory instead of onto a screen; before the application is made."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
