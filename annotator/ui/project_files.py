"""Opening, making, copying and restoring projects from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.app import projects
from annotator.app.session import Session
from annotator.errors import (
    AnnotatorError,
    DamagedProjectError,
    ProjectLockedError,
)

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

FILTER = f"Annotator projects (*{projects.SUFFIX});;All files (*)"


Opening = Callable[[], Session]


class ProjectFiles(QObject):
    """What the File menu does with project files."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def new(self) -> None:
        """Ask where, and make a project there."""
        name, _ = QFileDialog.getSaveFileName(
            self._window, "New project", str(self._folder()), FILTER
        )
        if name:
            self.new_at(projects.with_suffix(Path(name)))

    def new_at(self, path: Path) -> None:
        """Make a project and open it."""
        self._show(lambda: projects.create_project(path, self._window.settings), path)

    def open(self) -> None:
        """Ask which, and open a project."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open project", str(self._folder()), FILTER
        )
        if name:
            self.open_path(Path(name))

    def open_sample(self) -> None:
        """Open the sample project."""
        path = projects.sample_path()
        self._show(lambda: projects.open_sample(self._window.settings), path)

    def open_path(self, path: Path) -> None:
        """Open a project; for reading only if it cannot be written to."""
        self._show(lambda: projects.open_somehow(path, self._window.settings), path)

    def take_dropped(self, paths: list[Path]) -> None:
        """Open a dropped project, or bring dropped texts and datasets in."""
        if len(paths) == 1 and paths[0].suffix == projects.SUFFIX:
            self.open_path(paths[0])
        elif self._window.session is None:
            self._window.messages.warn(
                "Open or make a project first, then drop texts into it."
            )
        else:
            self._window.transfers.import_paths(paths)

    def save_copy(self) -> None:
        """Ask where, and write a verified copy of the project there."""
        session = self._window.session
        if session is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self._window, "Save a copy", str(session.path.parent), FILTER
        )
        if not name:
            return
        target = projects.with_suffix(Path(name))
        try:
            session.save_copy(target)
        except AnnotatorError as error:
            self._window.messages.warn(str(error))
        else:
            self._window.messages.tell(f"Saved a copy at {target}.")

    def restore(self) -> None:
        """Ask for a backup, and put it where the open project (or another) is."""
        session = self._window.session
        folder = projects.backup_folder(session.path) if session else self._folder()
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Which backup?", str(folder), FILTER
        )
        if not name:
            return
        if session is not None:
            target = session.path
        else:
            chosen, _ = QFileDialog.getSaveFileName(
                self._window, "Restore to", str(self._folder()), FILTER
            )
            if not chosen:
                return
            target = projects.with_suffix(Path(chosen))
        self.restore_to(Path(name), target)

    def restore_to(self, backup: Path, target: Path) -> None:
        """Put a backup at ``target`` and open it; what was there is kept aside."""
        reopen = self._window.session is not None
        if not self._window.close_project():
            return
        try:
            aside = projects.restore(backup, target, self._window.settings)
        except AnnotatorError as error:
            if reopen:
                self.open_path(target)
            self._window.messages.warn(str(error))
            return
        self.open_path(target)
        kept = f" What was there before is at {aside}." if aside else ""
        self._window.messages.tell(f"Restored from {backup.name}.{kept}")

    def _open_read_only(self, path: Path, reason: str) -> None:
        settings = self._window.settings
        self._show(lambda: projects.open_read_only(path, settings, reason), path)

    def _take_over(self, path: Path) -> None:
        settings = self._window.settings
        self._show(lambda: projects.open_project(path, settings, take_over=True), path)

    def _show(self, opening: Opening, path: Path) -> None:
        """Open a project and show it; the one that is open stays if that fails."""
        window = self._window
        if window.session is None:
            window.messages.clear()
        elif _same(window.session.path, path) and not window.close_project():
            return
        try:
            session = opening()
        except ProjectLockedError as error:
            self._ask_about_lock(path, error.message)
        except AnnotatorError as error:
            self._complain(path, error)
        else:
            if not window.close_project():
                session.close()
                return
            window.show_session(session)

    def _ask_about_lock(self, path: Path, reason: str) -> None:
        self._window.messages.warn(
            reason,
            [
                ("Open for reading", lambda: self._open_read_only(path, reason)),
                ("It is closed there: open", lambda: self._take_over(path)),
            ],
        )

    def _complain(self, path: Path, error: AnnotatorError) -> None:
        window = self._window
        deeds = []
        newest = next(iter(projects.backups(path)), None)
        if isinstance(error, DamagedProjectError) and newest is not None:
            backup = newest.path
            deeds.append(
                ("Restore the newest backup", lambda: self.restore_to(backup, path))
            )
        if not path.exists():
            window.change_settings(window.settings.without_recent(path))
            if window.session is None:
                window.show_start()
        window.messages.warn(str(error), deeds)

    def _folder(self) -> Path:
        recent = self._window.settings.recent
        return Path(recent[0]).parent if recent else Path.home()


def _same(one: Path, other: Path) -> bool:
    """Tell whether two names are of one file, which may be gone."""
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()
