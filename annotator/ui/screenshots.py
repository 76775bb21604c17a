"""The pictures of the README: the real window in four states, without a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.app.projects import SUFFIX, open_sample
from annotator.app.relating import relations_shown
from annotator.app.settings import Settings, SettingsFile
from annotator.errors import AnnotatorError, ExportError
from annotator.model.annotation import Mark
from annotator.model.codebook import TagRole
from annotator.model.ids import AnnotatorId, derived_id
from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.application import make_application, use_offscreen
from annotator.ui.main_window import MainWindow

_SIZE = (1280, 800)
_PERSON = "Annotator A"
_CONTROL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

Scene = Callable[[MainWindow, AnnotatePlace], None]


def take(folder: Path) -> list[Path]:
    """Take the pictures and return where they are.

    Raises:
        AnnotatorError: ``folder`` cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            f"{folder} cannot be made ({error.strerror or error}).",
            hint="Choose another folder.",
        ) from error
    if QGuiApplication.instance() is None:
        use_offscreen()
    make_application("light")
    with TemporaryDirectory() as work:
        settings = SettingsFile(Path(work) / "settings.toml")
        person = AnnotatorId(derived_id("annotator", _PERSON.casefold()))
        settings.write(Settings(annotator_id=person, name=_PERSON, theme="light"))
        project = Path(work) / f"sample{SUFFIX}"
        open_sample(settings.read(), project).close()
        return [
            _take(folder / f"{name}.png", settings, project, scene, theme)
            for name, (theme, scene) in _SCENES.items()
        ]


def _take(
    target: Path, settings: SettingsFile, project: Path, scene: Scene, theme: str
) -> Path:
    settings.write(replace(settings.read(), theme=theme))
    window = MainWindow(settings)
    window.restyle()
    window.resize(*_SIZE)
    window.show()
    window.files.open_path(project)
    if window.place is None:
        raise AnnotatorError(window.messages.text)
    _settle()
    scene(window, window.place)
    _settle()
    saved = window.grab().save(str(target))
    window.close()
    if not saved:
        raise ExportError(f"{target} cannot be written.", hint="Choose another folder.")
    return target


# Scenes ------------------------------------------------------------------------


def _reading(_window: MainWindow, place: AnnotatePlace) -> None:
    """Show a denial and the claim it denies, in a text full of annotations."""
    place.bench.go_to(_linked_denial(place))


def _linking(_window: MainWindow, place: AnnotatePlace) -> None:
    """Show the ranked list of what a denial may deny."""
    place.bench.go_to(_linked_denial(place))
    place.text.setFocus()
    QTest.keyClick(place.text, Qt.Key.Key_L)


def _finding(window: MainWindow, place: AnnotatePlace) -> None:
    """Show where a word stands in all texts, with some of the places checked."""
    place.text.setFocus()
    QTest.keyClick(place.text, Qt.Key.Key_F, _CONTROL | _SHIFT)
    QTest.keyClicks(place.concordance.query_field.field, "litres")
    QTest.qWait(400)
    QTest.keyClick(place.concordance.query_field.field, Qt.Key.Key_Down)
    for _ in range(3):
        QTest.keyClick(place.concordance.list, Qt.Key.Key_Space)
        QTest.keyClick(place.concordance.list, Qt.Key.Key_Down)
    window.messages.clear()


def _codebook(window: MainWindow, _place: AnnotatePlace) -> None:
    """Show the codebook at the tag for denials."""
    window.book.run("edit.codebook")


_SCENES: dict[str, tuple[str, Scene]] = {
    "reading": ("light", _reading),
    "linking": ("dark", _linking),
    "finding": ("light", _finding),
    "codebook": ("dark", _codebook),
}


def _linked_denial(place: AnnotatePlace) -> Mark:
    """Return the first of my denials that is linked within its text, and open it."""
    session = place.session
    denials = {t.id for t in session.codebook.tags if t.role is TagRole.DENIAL}
    for info in place.documents.infos():
        place.open_document(info.id)
        for mark in place.document.marks if place.document else ():
            if mark.tag_id in denials and mark.annotator_id == session.me.id:
                ends = relations_shown(session, mark.id)
                if any(v.outgoing and v.document_id == info.id for v in ends):
                    return mark
    raise AnnotatorError("The sample has no linked denial.")


def _settle() -> None:
    """Let Qt paint what has changed, and what waits for that."""
    application = QGuiApplication.instance()
    if application is not None:
        for _ in range(3):
            application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
