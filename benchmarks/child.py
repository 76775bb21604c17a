"""What is measured in a process of its own: how the program starts, and its memory.

Prints one number: the clock at the first painted frame, or bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import perf_counter

_PAGES = 20


def main() -> None:
    """Do what the first argument says."""
    deeds: dict[str, Callable[..., None]] = {
        "start": _start,
        "start-bare": _start_bare,
        "memory": _memory,
        "memory-bare": _memory_bare,
    }
    deeds[sys.argv[1]](*sys.argv[2:])


def _start() -> None:
    """Start the program as ``python -m annotator --sample`` does."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from annotator import __main__ as program
    from annotator.app.session import Session
    from annotator.ui.main_window import MainWindow

    show_session = MainWindow.show_session

    def show_and_leave(window: MainWindow, session: Session) -> None:
        show_session(window, session)
        QCoreApplication.processEvents()
        _print(perf_counter())
        QTimer.singleShot(0, window.close)

    MainWindow.show_session = show_and_leave  # type: ignore[method-assign, assignment]
    sys.argv = ["annotator", "--sample"]
    program.main()


def _start_bare() -> None:
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication, QPlainTextEdit

    QApplication(sys.argv[:1])
    view = QPlainTextEdit("A text.")
    view.show()
    QCoreApplication.processEvents()
    _print(perf_counter())


def _memory(project: str, name: str) -> None:
    """Open a document, scroll a bit, tag once; the check after opening included."""
    from PySide6.QtWidgets import QAbstractSlider
    from window_jobs import click, opened, press, settle, start_qt

    start_qt()
    with opened(Path(project)) as place:
        click(place, name)
        for _ in range(_PAGES):
            place.text.verticalScrollBar().triggerAction(
                QAbstractSlider.SliderAction.SliderPageStepAdd
            )
            settle()
        press(place, Random(1))
        _print(_peak())


def _memory_bare(project: str, name: str) -> None:
    from bare import Reading
    from PySide6.QtWidgets import QApplication
    from window_jobs import bare_view

    QApplication(sys.argv[:1])
    reading = Reading(Path(project))
    marks, text = (
        reading.marks_of(reading.number(name)),
        reading.text_of(reading.number(name)),
    )
    view = bare_view(text)
    if not marks or view.isHidden():
        raise RuntimeError("nothing is shown")
    _print(_peak())


def _peak() -> int:
    """Return the most memory this process has had, in bytes."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":
        # ru_maxrss would be that of the parent, if that is larger.
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _print(number: float) -> None:
    sys.stdout.write(f"{number!r}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
