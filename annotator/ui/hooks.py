"""What happens when the program itself is wrong: logged, said once, nothing lost.

PySide6 prints exceptions in slots and goes on; without these hooks nobody
would ever see them.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from annotator.app.settings import data_folder

_LOG_SIZE = 1_000_000
_log = logging.getLogger("annotator")


class Reporter(QObject):
    """Takes note of errors of the program, in any thread.

    Signals:
        happened: The first of a kind; carries one line that says what.
    """

    happened = Signal(str)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.log = (folder or data_folder()) / "annotator.log"
        self._told: set[str] = set()

    def report(
        self, error: BaseException, trace: TracebackType | None, where: str
    ) -> None:
        """Log an error with where it came from, and tell of it once."""
        lines = "".join(traceback.format_exception(type(error), error, trace))
        _log.error("%s\n%s", where, lines)
        place = traceback.extract_tb(trace)[-1:] if trace else []
        kind = f"{type(error).__name__} {[(p.filename, p.lineno) for p in place]}"
        if kind not in self._told:
            self._told.add(kind)
            self.happened.emit(f"{type(error).__name__}: {error}")

    def on_exception(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Take note of an uncaught error; Ctrl+C is none."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self.report(error, trace, "uncaught")

    def on_thread(self, args: threading.ExceptHookArgs) -> None:
        """Take note of an error that ended a thread."""
        if args.exc_value is not None:
            self.report(args.exc_value, args.exc_traceback, "in a thread")

    def on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        """Take note of an error that nobody could be told of."""
        if args.exc_value is not None:
            self.report(args.exc_value, args.exc_traceback, "unraisable")


def install(reporter: Reporter) -> Callable[[], None]:
    """Send every uncaught error to ``reporter``; return what takes it back."""
    crash_file = _open_log(reporter.log)
    previous = sys.excepthook, threading.excepthook, sys.unraisablehook

    sys.excepthook = reporter.on_exception
    threading.excepthook = reporter.on_thread
    sys.unraisablehook = reporter.on_unraisable
    qInstallMessageHandler(_on_qt_message)
    if crash_file is not None:
        faulthandler.enable(crash_file)

    def uninstall() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = previous
        qInstallMessageHandler(None)
        faulthandler.disable()
        for handler in list(_log.handlers):
            _log.removeHandler(handler)
            handler.close()
        if crash_file is not None:
            crash_file.close()

    return uninstall


def _open_log(path: Path) -> IO[str] | None:
    _log.setLevel(logging.INFO)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LOG_SIZE, backupCount=1, encoding="utf-8"
        )
        crash_file = path.with_suffix(".crash").open("a", encoding="utf-8")
    except OSError:
        # A place that cannot be written to costs the log, not the program.
        _log.addHandler(logging.StreamHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    return crash_file


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    level = logging.INFO if kind is QtMsgType.QtDebugMsg else logging.WARNING
    _log.log(level, "Qt: %s", text)
