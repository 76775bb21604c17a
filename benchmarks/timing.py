"""How deeds at the window are timed: until what they bring is painted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bare import Reading
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QObject,
    Qt,
    QTimer,
    SignalInstance,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit
from window_jobs import paint_what_changed, settle
from workload import WORDS

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

TYPED = tuple(word for word in WORDS if word.isascii())
"""The words that Qt's test keyboard can type."""


@dataclass(slots=True)
class Times:
    """Seconds of single deeds, and of the bare thing after each."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    def add(self, ours: float, bare: float) -> None:
        """Add one deed and its limit."""
        self.ours.append(ours)
        self.bare.append(bare)


class Painting(QObject):
    """Tells whether a view has been painted since it was last asked to."""

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(view)
        self.done = False
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Notice that it is being painted."""
        self.done = self.done or event.type() == QEvent.Type.Paint
        return False

    def forget(self, *_any: object) -> None:
        """Wait for the next time."""
        self.done = False

    def wait(self) -> None:
        """Let Qt do what it has to until the view is painted.

        A list that has other rows first asks how many there are, in a timer, and
        only then to be painted.
        """
        paint_what_changed()
        until(lambda: self.done)


def without_pauses(owner: QObject) -> None:
    """Let what waits for a pause in typing begin at once."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for timer in owner.findChildren(QTimer, options=direct):
        timer.setInterval(0)


def type_into(
    line: QLineEdit, letters: str, looked_up: SignalInstance, painting: Painting
) -> float:
    """Type letters; return seconds from the last one until what it brings is painted.

    Args:
        line: Where to type.
        letters: One or more.
        looked_up: Emitted once they have been looked up.
        painting: Of the list that shows it.
    """
    QTest.keyClicks(line, letters[:-1])
    settle()
    done: list[object] = []
    # What is painted before belongs to something else.
    connections = [looked_up.connect(done.append), looked_up.connect(painting.forget)]
    started = perf_counter()
    QTest.keyClicks(line, letters[-1])
    until(lambda: bool(done))
    painting.wait()
    taken = perf_counter() - started
    for connection in connections:
        QObject.disconnect(connection)
    settle()
    return taken


def until(happened: Callable[[], bool]) -> None:
    """Let Qt do what it has to until something has happened.

    Raises:
        RuntimeError: It did not happen in a minute.
    """
    started = perf_counter()
    while not happened():
        QCoreApplication.processEvents()
        paint_what_changed()
        require(perf_counter() < started + 60, "the window has stopped answering")


def timed(deed: Callable[..., object], *arguments: object) -> float:
    """Do it; return the seconds."""
    started = perf_counter()
    deed(*arguments)
    return perf_counter() - started


@contextmanager
def reading_of(project: Path) -> Iterator[Reading]:
    """Read a project file beside the window; close it afterwards."""
    reading = Reading(project)
    try:
        yield reading
    finally:
        reading.close()


def require(condition: object, problem: str) -> None:
    """Raise RuntimeError with ``problem`` unless ``condition`` holds."""
    if not condition:
        raise RuntimeError(problem)
