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
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from PySide6.QtCore import (
    QLockFile,
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from annotator.app.settings import data_folder

_LOG_SIZE = 1_000_000
_log = logging.getLogger("annotator")


class Failure(NamedTuple):
    """An error of the program, in words that hold nothing of the user's texts.

    Attributes:
        kind: Such as ``KeyError``.
        trace: Where it came from, without what the errors say.
        first: Whether none of this kind has come from this place before.
    """

    kind: str
    trace: str
    first: bool


class Reporter(QObject):
    """Takes note of errors of the program, in any thread.

    Attributes:
        log: Where they are written.
        ended_badly: Whether the program did not come to its end the last time.

    Signals:
        happened: Carries a Failure, which is in the log already.
    """

    happened = Signal(object)

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.log = (folder or data_folder()) / "annotator.log"
        self.ended_badly = False
        self._known: set[str] = set()
        self._telling = False

    def report(
        self, error: BaseException, trace: TracebackType | None, where: str
    ) -> None:
        """Log an error with where it came from, and tell of it."""
        lines = "".join(traceback.format_exception(type(error), error, trace))
        _log.error("%s\n%s", where, lines)
        if self._telling:
            return  # Telling of one has failed itself; the log has both.
        place = traceback.extract_tb(trace)[-1:] if trace else []
        kind = f"{type(error).__name__} {[(p.filename, p.lineno) for p in place]}"
        first = kind not in self._known
        self._known.add(kind)
        self._telling = True
        try:
            self.happened.emit(Failure(_named(error), _without_words(error), first))
        finally:
            self._telling = False

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
    _open_log(reporter.log)
    crash = _CrashFile(reporter.log)
    reporter.ended_badly = crash.left_behind
    had_faults = faulthandler.is_enabled()
    previous = sys.excepthook, threading.excepthook, sys.unraisablehook

    sys.excepthook = reporter.on_exception
    threading.excepthook = reporter.on_thread
    sys.unraisablehook = reporter.on_unraisable
    previous_qt = qInstallMessageHandler(_on_qt_message)
    if crash.file is not None:
        faulthandler.enable(crash.file)

    def uninstall() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = previous
        qInstallMessageHandler(previous_qt)
        faulthandler.disable()
        if had_faults and sys.__stderr__ is not None:
            # Python does not tell which file it was; this is the usual one.
            faulthandler.enable(sys.__stderr__)
        for handler in list(_log.handlers):
            _log.removeHandler(handler)
            handler.close()
        crash.close()

    return uninstall


class _CrashFile:
    """Where Python writes why it crashed; gone after an end as it should be.

    Several windows share it. Only the first of them, which holds the lock,
    looks for what the last one left, and takes the file away at its end.

    Attributes:
        file: To write to, or None if that is not possible.
        left_behind: Whether the program did not come to its end the last time.
    """

    def __init__(self, log: Path) -> None:
        self._path = log.with_suffix(".crash")
        self._lock = QLockFile(str(log.with_suffix(".running")))
        self._lock.setStaleLockTime(0)  # however long ago: while it runs, it counts
        self.left_behind = self._lock.tryLock(0) and self._take_over()
        self.file: IO[str] | None = None
        with suppress(OSError):
            self.file = self._path.open("a", encoding="utf-8")

    def close(self) -> None:
        """Say that the program has come to its end."""
        if self.file is not None:
            self.file.close()
        if self._lock.isLocked():
            with suppress(OSError):
                # Not if another window has crashed meanwhile.
                if not self._path.stat().st_size:
                    self._path.unlink()
            self._lock.unlock()

    def _take_over(self) -> bool:
        try:
            trace = self._path.read_text(encoding="utf-8", errors="replace")
            self._path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            trace = str(error)
        _log.error("ended unexpectedly the last time\n%s", trace)
        return True


def _open_log(path: Path) -> None:
    _log.setLevel(logging.INFO)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=_LOG_SIZE, backupCount=1, encoding="utf-8"
        )
    except OSError:
        # A place that cannot be written to costs the log, not the program.
        _log.addHandler(logging.StreamHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)


def _named(error: BaseException) -> str:
    """Return the kind of an error, with SQLite's or the system's name for it."""
    code = getattr(error, "sqlite_errorname", "") or getattr(error, "errno", "")
    return f"{type(error).__name__} {code}".rstrip() if code else type(error).__name__


def _without_words(error: BaseException) -> str:
    """Return where an error and its causes came from, without their messages.

    Messages may quote what is being read; the lines of the program do not.
    """
    parts: list[str] = []
    cause: BaseException | None = error
    seen: set[int] = set()
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        frames = "".join(traceback.format_tb(cause.__traceback__))
        parts.append(f"{frames}{_named(cause)}\n")
        hidden = cause.__suppress_context__
        cause = cause.__cause__ or (None if hidden else cause.__context__)
    return "\nled to:\n".join(reversed(parts))


def _on_qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    level = logging.INFO if kind is QtMsgType.QtDebugMsg else logging.WARNING
    _log.log(level, "Qt: %s", text)
