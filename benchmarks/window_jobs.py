"""Measures the window: keys, opening, scrolling, each beside its limit."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bare import Commits, Reading
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QMessageLogContext,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QPlainTextEdit, QWidget
from workload import SEED, some_words

from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.application import make_application
from annotator.ui.main_window import MainWindow

WINDOW = 1280, 800
"""In pixels."""

_PATIENCE_MS = 60_000


@dataclass(slots=True)
class Keys:
    """Seconds of single key presses.

    Attributes:
        text: From the key until it is committed and the text is painted.
        window: The same, until the rest of the window is painted as well.
        bare: Commits in between.
    """

    text: list[float] = field(default_factory=list)
    window: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def start_qt() -> None:
    """Make the application as the program does; print what Qt has to say."""
    make_application("light")
    qInstallMessageHandler(_on_qt_message)


def press_keys(
    project: Path, documents: str, commits: Commits, count: int, seed: int
) -> Keys:
    """Tag words at random places of the documents whose names begin alike.

    Raises:
        RuntimeError: A key press did not add the annotation it should.
    """
    keys = Keys()
    chance = random.Random(SEED + seed)
    with opened(project) as place:
        ids = [d.id for d in place.documents.infos() if d.name.startswith(documents)]
        for _ in range(count):
            wanted = chance.choice(ids)
            if place.document is None or place.document.document.id != wanted:
                place.open_document(wanted)
            text, window = press(place, chance)
            keys.text.append(text)
            keys.window.append(window)
            keys.bare.append(commits.many(1))
    return keys


def press(place: AnnotatePlace, chance: random.Random) -> tuple[float, float]:
    """Tag a few words somewhere by a key; return seconds until painted.

    Returns:
        Until the text is painted, and until the rest of the window is as well.

    Raises:
        RuntimeError: The key did not add the annotation it should.
    """
    document = place.document
    if document is None:
        raise RuntimeError("no document is open")
    before = len(document.marks)
    taken = {mark[:2] for mark in document.marks}
    words = some_words(chance, document.document.text)
    while (words.start, words.end) in taken:
        words = some_words(chance, document.document.text)
    place.text.setFocus()
    place.text.select(words)
    settle()
    started = perf_counter()
    QTest.keyClick(place.text, Qt.Key.Key_C)
    paint_what_changed()
    text = perf_counter() - started
    settle()
    window = perf_counter() - started
    if len(document.marks) != before + 1 or place.saver.pending:
        raise RuntimeError("a key press did not add an annotation")
    return text, window


def open_by_click(project: Path, name: str) -> tuple[float, float]:
    """Click on a document in the list; return seconds until painted.

    Returns:
        Until the text is painted with its highlights, and until all is.
    """
    with opened(project) as place:
        return click(place, name)


def click(place: AnnotatePlace, name: str) -> tuple[float, float]:
    """Click on a document in the list, as ``open_by_click`` does."""
    if place.document is not None and place.document.document.name == name:
        raise RuntimeError(f"{name} is open already")
    rows = [info.name for info in place.documents.infos()]
    view = place.documents.list
    at = view.visualRect(view.model().index(rows.index(name), 0)).center()
    started = perf_counter()
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        at,
    )
    place.text.viewport().repaint()
    text = perf_counter() - started
    settle()
    whole = perf_counter() - started
    if place.document is None or place.document.document.name != name:
        raise RuntimeError(f"a click did not open {name}")
    return text, whole


def open_bare(project: Path, name: str) -> float:
    """Read the same rows and show the same text; return the seconds."""
    reading = Reading(project)
    number = reading.number(name)
    text = reading.text_of(number)
    view = bare_view("A text before it.")
    started = perf_counter()
    marks = reading.marks_of(number)
    view.setPlainText(text)
    view.viewport().repaint()
    taken = perf_counter() - started
    if not marks:
        raise RuntimeError(f"{name} has no annotations")
    drop(view)
    reading.close()
    return taken


def scroll_pages(project: Path, name: str, places: int, pages: int) -> list[float]:
    """Scroll on by ``pages`` from each of some places; return seconds for each."""
    with opened(project) as place:
        click(place, name)
        return _scroll(place.text, places, pages)


def scroll_bare(project: Path, name: str, places: int, pages: int) -> list[float]:
    """Scroll through the same text in a bare view; return seconds for each page."""
    reading = Reading(project)
    view = bare_view(reading.text_of(reading.number(name)))
    taken = _scroll(view, places, pages)
    drop(view)
    reading.close()
    return taken


def _scroll(view: QPlainTextEdit, places: int, pages: int) -> list[float]:
    bar = view.verticalScrollBar()
    taken = []
    for number in range(places):
        bar.setValue(bar.maximum() * number // places)
        view.viewport().repaint()
        settle()
        for _ in range(pages):
            started = perf_counter()
            bar.triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)
            view.viewport().repaint()
            taken.append(perf_counter() - started)
            settle()
    return taken


@contextmanager
def opened(project: Path) -> Iterator[AnnotatePlace]:
    """Open a project in the window, painted and checked; close both afterwards."""
    window = MainWindow()
    window.show()
    # Qt's screen in memory is a narrow one, on which the list would be folded away.
    window.resize(*WINDOW)
    window.activateWindow()
    window.files.open_path(project)
    settle()
    if window.place is None:
        raise RuntimeError(window.messages.text)
    _until_checked(window)
    try:
        yield window.place
    finally:
        drop(window)
        # Or what is left of it would slow down the next one.
        gc.collect()


def bare_view(text: str) -> QPlainTextEdit:
    """Show a text in Qt's own view, as large as ours is, painted."""
    view = QPlainTextEdit()
    # Or the window would have the keys no longer.
    view.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    view.resize(720, 700)
    view.setPlainText(text)
    view.show()
    settle()
    return view


def drop(widget: QWidget) -> None:
    """Close and delete a window."""
    widget.close()
    widget.deleteLater()
    # Outside of a running event loop it would wait for ever.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle() -> None:
    """Let Qt paint and do what it has put off, and paint that too."""
    for _ in range(3):
        QCoreApplication.processEvents()


def paint_what_changed() -> None:
    """Paint as the event loop does first of all: what has changed, and only that."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)


def _until_checked(window: MainWindow) -> None:
    """Wait until the check that follows every opening has ended.

    It begins in another thread a while after the first paint, and would make
    what is measured meanwhile a matter of chance.
    """
    loop = QEventLoop()
    window.worker.idle.connect(loop.quit)
    QTimer.singleShot(_PATIENCE_MS, loop.quit)
    loop.exec()


def _on_qt_message(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    # What the platform without a screen says of every window.
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"Qt: {text}\n")
