"""The window: puts the start page, the Annotate place and the menus together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMenu,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from annotator.app.session import Session
from annotator.app.settings import THEMES, Settings, SettingsFile
from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.message_bar import MessageBar, NameBar, ProgressBar
from annotator.ui.project_files import ProjectFiles
from annotator.ui.start_page import StartPage
from annotator.ui.status_line import StatusLine
from annotator.ui.theme import apply_theme, colors_of
from annotator.ui.transfers import Transfers
from annotator.ui.window_state import Place, WindowState
from annotator.ui.workers import Worker

SIZES = (13, 28)
_CHECK_AFTER_MS = 1500


class MainWindow(QMainWindow):
    """The one window of the program; holds at most one project."""

    def __init__(self, settings_file: SettingsFile | None = None) -> None:
        super().__init__()
        self.settings_file = settings_file or SettingsFile()
        self.settings = self.settings_file.read()
        self.session: Session | None = None
        self.place: AnnotatePlace | None = None
        self.messages = MessageBar()
        self.names = NameBar()
        self.progress = ProgressBar()
        self.status = StatusLine()
        self.start = StartPage()
        self.worker = Worker(self)
        self.files = ProjectFiles(self)
        self.transfers = Transfers(self)
        self._state = WindowState(self.settings_file.path.with_name("window.ini"))
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(_CHECK_AFTER_MS)
        self._check_timer.timeout.connect(self.transfers.check_quietly)
        self.setWindowTitle("Annotator")
        self.setAcceptDrops(True)
        self._put_together()
        self._fill_menus()
        self._connect()
        self._state.restore(self)
        self.show_start()

    # Public ----------------------------------------------------------------

    def show_start(self) -> None:
        """Show the start page."""
        self.start.show_recent([Path(path) for path in self.settings.recent])
        self._pages.setCurrentWidget(self.start)
        self.status.hide()
        self._enable_actions()

    def show_session(self, session: Session) -> None:
        """Show a project that was just opened."""
        self.session = session
        self.change_settings(self.settings.with_recent(session.path))
        place = AnnotatePlace(session, messages=self.messages, status=self.status)
        self.place = place
        place.import_wanted.connect(self.transfers.import_files)
        place.text.set_text_size(self.settings.text_size)
        place.text.zoom_requested.connect(self.zoom)
        place.saver.changed.connect(self._update_undo)
        place.opened.connect(self._on_opened)
        self._pages.addWidget(place)
        self._pages.setCurrentWidget(place)
        self._state.restore_splitter("main", place.splitter)
        self._state.restore_splitter("right", place.right)
        self.status.show()
        self.setWindowTitle(f"{session.title} – Annotator")
        self._open_last_document(place)
        self._enable_actions()
        self._update_undo()
        if session.read_only:
            self.messages.tell(f"Opened for reading only: {session.read_only_reason}")
        elif not self.settings.name:
            self.names.ask(self.settings.shown_name, focus=False)
        if place.document is not None:
            place.text.setFocus()
        self._check_timer.start()

    def close_project(self) -> bool:
        """Close the project, if there is one; tell whether the user let it happen."""
        if self.session is None or self.place is None:
            return True
        self.place.commit()
        if self.place.saver.pending and not self._confirm_unsaved():
            return False
        self._check_timer.stop()
        self.transfers.drop()
        self.worker.finish()
        self._remember_place(self.place)
        problem = self.session.close()
        place, self.place, self.session = self.place, None, None
        self._pages.removeWidget(place)
        place.deleteLater()
        self.names.hide()
        self.messages.clear()
        self.setWindowTitle("Annotator")
        self.show_start()
        if problem:
            self.messages.warn(problem)
        return True

    def change_settings(self, settings: Settings) -> None:
        """Use and store other settings."""
        if settings != self.settings:
            self.settings = settings
            self.settings_file.write(settings)

    def set_theme(self, theme: str) -> None:
        """Use the light theme, the dark one, or the system's."""
        self.change_settings(replace(self.settings, theme=theme))
        self.restyle()

    def restyle(self) -> None:
        """Dress everything in the theme of the settings."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            apply_theme(app, colors_of(self.settings.theme))
        if self.place is not None:
            self.place.restyle()

    def zoom(self, step: int) -> None:
        """Make the text larger (1), smaller (-1), or as it was at first (0)."""
        size = self.settings.text_size + step if step else Settings().text_size
        size = max(SIZES[0], min(SIZES[1], size))
        self.change_settings(replace(self.settings, text_size=size))
        if self.place is not None:
            self.place.text.set_text_size(size)

    # Qt --------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Close the project first; stay open if something is not saved."""
        if not self.close_project():
            event.ignore()
            return
        self._state.save(self)
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Open a project, or bring texts and datasets in."""
        paths = [
            Path(url.toLocalFile())
            for url in event.mimeData().urls()
            if url.isLocalFile()
        ]
        if paths:
            self.files.take_dropped(paths)

    # Private ---------------------------------------------------------------

    def _put_together(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.messages, self.names, self.progress):
            column.addWidget(widget)
        column.addWidget(self._pages, 1)
        column.addWidget(self.status)
        self.setCentralWidget(inside)

    def _connect(self) -> None:
        self.start.new_wanted.connect(self.files.new)
        self.start.open_wanted.connect(self.files.open)
        self.start.sample_wanted.connect(self.files.open_sample)
        self.start.recent_chosen.connect(self.files.open_path)
        self.status.name_clicked.connect(self._ask_name)
        self.names.named.connect(self._on_named)
        self.worker.progressed.connect(self.progress.step)
        self.worker.idle.connect(self.progress.hide)
        self.progress.cancelled.connect(self.worker.cancel)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme_changed)

    def _fill_menus(self) -> None:
        key = QKeySequence.StandardKey
        self._project_actions: list[QAction] = []
        self._writing_actions: list[QAction] = []
        file = self.menuBar().addMenu("&File")
        self._add(file, "&New project…", self.files.new, key.New)
        self._add(file, "&Open project…", self.files.open, key.Open)
        self._add(file, "Open the &sample", self.files.open_sample)
        file.addSeparator()
        needs, writes = self._project_actions, self._writing_actions
        self._add(file, "&Import…", self.transfers.import_files, "Ctrl+Shift+I", writes)
        self._add(file, "Import &folder…", self.transfers.import_folder, None, writes)
        self._add(file, "&Export dataset…", self.transfers.export, "Ctrl+E", needs)
        file.addSeparator()
        self._add(file, "Save a &copy…", self.files.save_copy, key.SaveAs, needs)
        self._add(file, "&Restore a backup…", self.files.restore, None)
        self._add(file, "Chec&k the project", self.transfers.check, None, needs)
        file.addSeparator()
        self._add(file, "Close &project", self.close_project, key.Close, needs)
        self._add(file, "&Quit", self.close, key.Quit)
        edit = self.menuBar().addMenu("&Edit")
        self._undo = self._add(edit, "&Undo", self._on_undo, "Ctrl+Z", writes)
        self._redo = self._add(edit, "&Redo", self._on_redo, "Ctrl+Shift+Z", writes)
        edit.addSeparator()
        self._add(edit, "&Copy the selected words", self._on_copy, key.Copy, needs)
        edit.addSeparator()
        self._add(edit, "Your &name…", self._ask_name, None, needs)
        self._fill_annotate_menu(self.menuBar().addMenu("&Annotate"))
        self._fill_view_menu(self.menuBar().addMenu("&View"))
        about = self.menuBar().addMenu("&Help")
        self._add(about, "&About Annotator", self._on_about)

    def _fill_annotate_menu(self, menu: QMenu) -> None:
        # Letters are keys of the text, not of the window: shown, not bound, here.
        needs, writes = self._project_actions, self._writing_actions
        self._add(
            menu, "&Next annotation\tTab or N", lambda: self._step(1), None, needs
        )
        self._add(
            menu,
            "&Previous annotation\tShift+Tab or P",
            lambda: self._step(-1),
            None,
            needs,
        )
        menu.addSeparator()
        self._add(menu, "&Delete annotation\tDel", self._on_delete, None, writes)
        menu.addSeparator()
        self._add(menu, "Document is d&one", self._on_done, "Ctrl+Return", writes)

    def _fill_view_menu(self, menu: QMenu) -> None:
        key = QKeySequence.StandardKey
        needs = self._project_actions
        self._add(menu, "&Larger text", lambda: self.zoom(1), key.ZoomIn)
        self._add(menu, "&Smaller text", lambda: self.zoom(-1), key.ZoomOut)
        self._add(menu, "&Usual size", lambda: self.zoom(0), "Ctrl+0")
        menu.addSeparator()
        self._add(menu, "&Documents", self._toggle_documents, "Ctrl+B", needs)
        self._add(menu, "&Inspector", self._toggle_inspector, "Ctrl+I", needs)
        self._add(menu, "Next &panel", lambda: self._cycle(1), "F6", needs)
        self._add(menu, "Previous p&anel", lambda: self._cycle(-1), "Shift+F6", needs)
        menu.addSeparator()
        group = QActionGroup(self)
        for theme in THEMES:
            action = self._add(
                menu,
                {"system": "As the s&ystem", "light": "L&ight", "dark": "Da&rk"}[theme],
                lambda theme=theme: self.set_theme(theme),
            )
            action.setCheckable(True)
            action.setChecked(theme == self.settings.theme)
            group.addAction(action)

    def _add(
        self,
        menu: QMenu,
        words: str,
        deed: object,
        key: QKeySequence.StandardKey | str | None = None,
        group: list[QAction] | None = None,
    ) -> QAction:
        action = QAction(words, self)
        action.triggered.connect(lambda _=False: deed())  # type: ignore[operator]
        if key is not None:
            action.setShortcut(QKeySequence(key))
        if group is not None:
            group.append(action)
        menu.addAction(action)
        return action

    def _enable_actions(self) -> None:
        writable = self.session is not None and not self.session.read_only
        for action in self._project_actions:
            action.setEnabled(self.session is not None)
        for action in self._writing_actions:
            action.setEnabled(writable)

    def _update_undo(self) -> None:
        session = self.session
        for action, verb, what in (
            (self._undo, "&Undo", session.undoable if session else None),
            (self._redo, "&Redo", session.redoable if session else None),
        ):
            title = f" {what.title}".replace("&", "&&") if what else ""
            action.setText(f"{verb}{title}")
            pending = self.place is not None and bool(self.place.saver.pending)
            action.setEnabled(what is not None or (pending and verb == "&Undo"))

    def _open_last_document(self, place: AnnotatePlace) -> None:
        last = self._state.place_in(place.session.path)
        place.choose_layers(last.hidden)
        if last.document_id and place.session.document_info(last.document_id):
            place.open_document(last.document_id)
            length = len(place.document.document.text) if place.document else 0
            place.text.set_caret(min(last.caret, length))
            place.text.centerCursor() if last.caret else None
        else:
            place.open_first()

    def _remember_place(self, place: AnnotatePlace) -> None:
        opened = place.document
        self._state.save_splitter("main", place.splitter)
        self._state.save_splitter("right", place.right)
        self._state.save_place(
            place.session.path,
            Place(
                opened.document.id if opened else None,
                place.text.caret(),
                opened.hidden if opened else None,
            ),
        )

    def _confirm_unsaved(self) -> bool:
        if self.place is None or self.place.saver.retry():
            return True
        count = len(self.place.saver.pending)
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Not everything is saved")
        box.setText(
            f"{count} change{'' if count == 1 else 's'} could not be saved and will "
            "be lost if you close now."
        )
        box.setInformativeText("Free some space or bring the disk back, then retry.")
        stay = box.addButton("Stay", QMessageBox.ButtonRole.RejectRole)
        box.addButton("Close and lose them", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.exec()
        if box.clickedButton() is stay:
            return False
        self.place.saver.discard()
        return True

    def _on_undo(self) -> None:
        if self.place is not None:
            self.place.commit()
            self.place.saver.undo()
            self._update_undo()

    def _on_redo(self) -> None:
        if self.place is not None:
            self.place.saver.redo()
            self._update_undo()

    def _on_copy(self) -> None:
        if self.place is not None:
            self.place.text.copy()

    def _on_delete(self) -> None:
        if self.place is not None:
            self.place.delete()

    def _on_done(self) -> None:
        if self.place is not None:
            self.place.toggle_done()

    def _step(self, step: int) -> None:
        if self.place is not None:
            self.place.step(step)

    def _toggle_documents(self) -> None:
        if self.place is not None:
            self.place.documents.setVisible(self.place.documents.isHidden())

    def _toggle_inspector(self) -> None:
        if self.place is not None:
            self.place.right.setVisible(self.place.right.isHidden())

    def _cycle(self, step: int) -> None:
        if self.place is not None:
            self.place.cycle_focus(step)

    def _ask_name(self) -> None:
        if self.session is not None and not self.session.read_only:
            self.names.ask(self.session.me.name, focus=True)

    def _on_named(self, name: str) -> None:
        self.change_settings(replace(self.settings, name=name))
        if self.session is not None and self.place is not None:
            self.place.rename_me(name)
            self.place.text.setFocus()

    def _on_opened(self) -> None:
        if self.place is not None:
            self._remember_place(self.place)

    def _on_scheme_changed(self) -> None:
        if self.settings.theme == "system":
            self.restyle()

    def _on_about(self) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle("About Annotator")
        box.setText(f"Annotator {__version__}")
        box.setInformativeText(
            "Highlight what people say in texts, tag it, and export it exactly.\n"
            "MIT licence. Everything stays on this computer."
        )
        box.exec()
