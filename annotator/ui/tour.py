"""The main job from end to end, without a screen: what the program can do, shown.

The same window as ever opens the sample, tags by real key presses, saves,
closes, opens again, finds everything, and exports; a picture and the datasets
stay behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.app.exporting import export
from annotator.app.jobs import Unwatched
from annotator.app.projects import SUFFIX, open_sample
from annotator.app.settings import Settings, SettingsFile
from annotator.errors import AnnotatorError, ExportError
from annotator.model.annotation import Mark
from annotator.model.span import Span
from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.application import make_application, use_offscreen
from annotator.ui.hooks import Reporter, install
from annotator.ui.main_window import MainWindow

_DOCUMENT = "harbour-spill.txt"
_SIZE = (1280, 800)

_DEEDS = (
    ("About 40,000 litres (10,600 gallons)", "f"),
    ("nobody was in danger", "c"),
)
"""Words of the sample document, and the key pressed on them."""


def run(output: Path) -> int:
    """Take the tour and leave ``window.png`` and the exports in ``output``.

    Returns:
        0 if everything was found again after closing, else 1.

    Raises:
        AnnotatorError: ``output`` cannot be written to.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            f"{output} cannot be made ({error.strerror or error}).",
            hint="Choose another folder with --output DIR.",
        ) from error
    if QGuiApplication.instance() is None:
        use_offscreen()
    make_application(_settings(output).read().theme)
    uninstall = install(Reporter(output))
    try:
        return 0 if _walk(output) else 1
    finally:
        uninstall()


def _walk(output: Path) -> bool:
    project = output / f"tour{SUFFIX}"
    if not project.exists():
        open_sample(_settings(output).read(), project).close()
    made = _tag(output, project)
    found = _find_again(output, project, made)
    for line in _export(project, output):
        _say(line)
    _say(f"Left {output / 'window.png'} and the project {project.name}.")
    return found


def _tag(output: Path, project: Path) -> list[Mark]:
    """Tag words in the window, take its picture, and close it."""
    window, place = _open(output, project)
    opened = place.document
    if opened is None:
        return []
    made = []
    for words, key in _DEEDS:
        start = opened.document.text.find(words)
        place.text.setFocus()
        place.text.select(Span(start, start + len(words)))
        QTest.keyClick(place.text, Qt.Key(ord(key.upper())))
        mark = opened.mark(opened.current)
        if mark is not None:
            made.append(mark)
            name = place.session.codebook.tag(mark.tag_id).name
            _say(f"Tagged “{words}” as {name}, characters {mark.start}–{mark.end}.")
    _settle()
    window.grab().save(str(output / "window.png"))
    window.close()
    return made


def _find_again(output: Path, project: Path, made: list[Mark]) -> bool:
    """Open the project again and tell whether everything is there."""
    window, place = _open(output, project)
    there = place.document is not None and all(
        place.document.mark(mark.id) == mark for mark in made
    )
    window.close()
    _say("Closed, opened again: everything is there." if there else "Lost something!")
    return there and len(made) == len(_DEEDS)


def _export(project: Path, output: Path) -> list[str]:
    """Export both formats and return a line about each."""
    lines = []
    with open_sample(_settings(output).read(), project) as session:
        for name in ("jsonl", "csv"):
            target = output / f"dataset.{name}"
            report = export(session.project, target, name, monitor=Unwatched())
            line = f"Exported {report.annotations:,} annotations to {target}"
            lost = ", ".join(report.losses.lines())
            lines.append(f"{line}, without {lost}." if lost else f"{line}.")
    return lines


def _open(output: Path, project: Path) -> tuple[MainWindow, AnnotatePlace]:
    """Open the window with the project, at the tour's document."""
    window = MainWindow(_settings(output))
    window.resize(*_SIZE)
    window.show()
    window.files.open_path(project)
    if window.place is None:
        raise AnnotatorError(window.messages.text)
    for info in window.place.documents.infos():
        if info.name == _DOCUMENT:
            window.place.open_document(info.id)
    _settle()
    return window, window.place


def _settings(output: Path) -> SettingsFile:
    """Return settings of the tour's own, so that it changes nobody's."""
    file = SettingsFile(output / "settings.toml")
    if not file.path.exists():
        file.write(Settings(name="Tour", theme="light"))
    return file


def _settle() -> None:
    """Let Qt paint what has changed."""
    application = QGuiApplication.instance()
    if application is not None:
        application.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
