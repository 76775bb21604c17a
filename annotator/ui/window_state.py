"""Where the window stood and what it showed, kept from one session to the next."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QSplitter

from annotator.model.ids import AnnotatorId, DocumentId

_SIZE = QSize(1280, 800)
_FRAME = QSize(8, 40)
"""Room for what the system draws around a window, which is known too late."""
_COMMANDS = 8


class Place(NamedTuple):
    """Where the user was in a project.

    Attributes:
        caret: In code points.
        top: A character of the uppermost line, in code points; None if that is
            not known.
    """

    document_id: DocumentId | None
    caret: int
    hidden: frozenset[AnnotatorId] | None
    top: int | None = None


class WindowState:
    """Window geometry, widths of panels, and the place in each project."""

    def __init__(self, path: Path) -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    def restore(self, window: QMainWindow) -> None:
        """Put the window where it was; at first, give it a comfortable size."""
        geometry = self._settings.value("geometry")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            room = window.screen().availableSize() - _FRAME
            window.resize(_SIZE.boundedTo(room))

    def restore_splitter(self, name: str, splitter: QSplitter) -> None:
        """Give panels the widths they had."""
        state = self._settings.value(f"splitter/{name}")
        if isinstance(state, QByteArray):
            splitter.restoreState(state)

    def save(self, window: QMainWindow) -> None:
        """Remember where the window is."""
        self._settings.setValue("geometry", window.saveGeometry())

    def save_splitter(self, name: str, splitter: QSplitter) -> None:
        """Remember the widths of panels."""
        self._settings.setValue(f"splitter/{name}", splitter.saveState())

    def place_in(self, project: Path) -> Place:
        """Return where the user was in a project; nowhere if it is new to them."""
        values = self._settings.value(_key(project))
        if not isinstance(values, list) or len(values) < 2:  # noqa: PLR2004
            return Place(None, 0, None)
        document_id, caret, *hidden = (str(value) for value in values)
        return Place(
            DocumentId(document_id) if document_id else None,
            int(caret) if caret.isdecimal() else 0,
            frozenset(AnnotatorId(who) for who in hidden if who),
            self._top_in(project),
        )

    def save_place(self, project: Path, place: Place) -> None:
        """Remember where the user is in a project."""
        hidden = sorted(place.hidden or ())
        self._settings.setValue(
            _key(project), [place.document_id or "", str(place.caret), *hidden]
        )
        self._settings.setValue(_key(project, "top"), place.top)

    def recent_commands(self) -> list[str]:
        """Return the names of what was done by the palette last, the latest first."""
        names = self._settings.value("commands")
        if isinstance(names, str):  # which Qt makes of a list of one
            return [names]
        return [str(name) for name in names] if isinstance(names, list) else []

    def add_command(self, name: str) -> None:
        """Remember what was done by the palette."""
        others = [other for other in self.recent_commands() if other != name]
        self._settings.setValue("commands", [name, *others][:_COMMANDS])

    def _top_in(self, project: Path) -> int | None:
        top = str(self._settings.value(_key(project, "top"), ""))
        return int(top) if top.isdecimal() else None


def _key(project: Path, what: str = "place") -> str:
    # Slashes make groups in an ini file.
    return f"{what}/" + str(project.absolute()).replace("/", "|").replace("\\", "|")
