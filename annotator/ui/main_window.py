"""The window: puts the start page, the Annotate place and the menus together."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QTimer, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
)
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from annotator.app.session import Session
from annotator.app.settings import THEMES, Settings, SettingsFile, setting
from annotator.model.counts import counted
from annotator.ui.about import AboutDialog
from annotator.ui.actions import ActionBook, Deed
from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.codebook.page import CodebookPage
from annotator.ui.message_bar import MessageBar, NameBar, ProgressBar
from annotator.ui.pages import Pages
from annotator.ui.project_files import ProjectFiles
from annotator.ui.start_page import StartPage
from annotator.ui.status_line import StatusLine
from annotator.ui.text.scrolling import ScrollState
from annotator.ui.theme import TEXT_FAMILY, apply_theme, colors_of
from annotator.ui.transfers import Transfers
from annotator.ui.window_pages import WindowPages
from annotator.ui.window_state import Place, WindowState
from annotator.ui.workers import Worker

_CHECK_AFTER_MS = 1500


class MainWindow(QMainWindow):
    """The one window of the program; holds at most one project.

    Signals:
        settings_changed: Carries the Settings that are in effect now.
    """

    settings_changed = Signal(object)

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
        self.book = ActionBook(self)
        self._provided: dict[str, Deed] = {}
        self.state = WindowState(self.settings_file.path.with_name("window.ini"))
        self._check_timer = QTimer(self)
        self._check_timer.setSingleShot(True)
        self._check_timer.setInterval(_CHECK_AFTER_MS)
        self._check_timer.timeout.connect(self.transfers.check_quietly)
        self.setWindowTitle("Annotator")
        self.setAcceptDrops(True)
        self._put_together()
        self._over = WindowPages(self)
        self._fill_menus()
        self._connect()
        self.state.restore(self)
        self.show_start()

    # Public ----------------------------------------------------------------

    def show_start(self) -> None:
        """Show the start page."""
        self.start.show_recent([Path(path) for path in self.settings.recent])
        self.pages.show_place(self.start)
        self.status.hide()

    def show_session(self, session: Session) -> None:
        """Show a project that was just opened."""
        self.session = session
        self.change_settings(self.settings.with_recent(session.path))
        place = AnnotatePlace(
            session, self.book, messages=self.messages, status=self.status
        )
        self.place = place
        place.import_wanted.connect(self.transfers.import_files)
        self._set_up(place)
        place.text.zoom_requested.connect(self.zoom)
        place.saver.changed.connect(self._update_undo)
        place.opened.connect(self._on_opened)
        place.side.toggled.connect(self._show_switches)
        self.pages.show_place(place)
        self.state.restore_splitter("main", place.splitter)
        self.state.restore_splitter("right", place.right)
        self.status.show()
        self.setWindowTitle(f"{session.title} – Annotator")
        self._open_last_document(place)
        self._provided = self._deeds_of(place)
        self.book.set_writable(not session.read_only)
        self.book.provide(self._provided)
        self._show_switches()
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
        self.pages.leave_page()
        self._check_timer.stop()
        self.transfers.drop()
        self.worker.finish()
        self.place.checking.finish()
        self._remember_place(self.place)
        self.book.withdraw(self._provided)
        self._provided = {}
        place, session = self.place, self.session
        self.place = self.session = None
        # Before its project closes: a panel must have nothing to read from then on.
        self.pages.removeWidget(place)
        place.deleteLater()
        problem = session.close()
        self.names.hide()
        self.messages.clear()
        self._update_undo()
        self.setWindowTitle("Annotator")
        self.show_start()
        if problem:
            self.messages.warn(problem)
        return True

    def change_settings(self, settings: Settings) -> None:
        """Use and store other settings."""
        if settings != self.settings:
            before, self.settings = self.settings, settings
            self.settings_file.write(settings)
            self._apply(settings, before)
            self.settings_changed.emit(settings)

    def set_theme(self, theme: str) -> None:
        """Use the light theme, the dark one, or the system's."""
        self.change_settings(replace(self.settings, theme=theme))

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
        within = round(setting("text_size").within(size))
        self.change_settings(replace(self.settings, text_size=within))

    # Qt --------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Close the project first; stay open if something is not saved."""
        if not self.close_project():
            event.ignore()
            return
        self.state.save(self)
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
        self.pages = Pages()
        self.pages.turned.connect(self._on_turned)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.messages, self.names, self.progress):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
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
        self.book.fill(self.menuBar())
        self._use_keys()
        self.book.provide(
            {
                "file.new": self.files.new,
                "file.open": self.files.open,
                "file.sample": self.files.open_sample,
                "file.restore": self.files.restore,
                "file.quit": self.close,
                "view.larger": lambda: self.zoom(1),
                "view.smaller": lambda: self.zoom(-1),
                "view.usual": lambda: self.zoom(0),
                "view.full_screen": self._toggle_full_screen,
                "help.about": self._on_about,
                **self._over.deeds,
                **{f"view.{theme}": partial(self.set_theme, theme) for theme in THEMES},
            }
        )
        themes = QActionGroup(self)
        for theme in THEMES:
            themes.addAction(self.book.qt[f"view.{theme}"])
        self._show_switches()

    def _deeds_of(self, place: AnnotatePlace) -> dict[str, Deed]:
        """Return what can be done with an open project, by the names of actions."""
        return place.deeds | {
            "file.import": self.transfers.import_files,
            "file.import_folder": self.transfers.import_folder,
            "file.export": self.transfers.export,
            "file.copy": self.files.save_copy,
            "file.check": self.transfers.check,
            "file.close": self.close_project,
            "edit.undo": self._on_undo,
            "edit.redo": self._on_redo,
            "edit.codebook": self._open_codebook,
            "edit.name": self._ask_name,
            "view.documents": lambda: self._toggle(place.documents),
            "view.inspector": place.side.toggle,
            "annotate.snap": self._toggle_snapping,
            "annotate.relations": self._toggle_relations,
        }

    def _apply(self, settings: Settings, before: Settings) -> None:
        """Make everything as the settings say, where they said otherwise before."""
        if settings.theme != before.theme:
            self.restyle()
        if settings.keys != before.keys:
            self._use_keys()
        if settings.interface_scale != before.interface_scale:
            self.messages.tell(
                f"From the next start on, everything is shown at "
                f"{settings.interface_scale} %.",
                [("Start again", self._start_again)],
            )
        place = self.place
        if settings.name != before.name:
            self.names.hide()
            if place is not None and not place.session.read_only:
                place.rename_me(settings.name)
        if place is not None and _of_the_text(settings) != _of_the_text(before):
            self._set_up(place)
        self._show_switches()

    def _use_keys(self) -> None:
        book = self.book
        book.use_keys(self.settings.keys)
        self.start.show_keys(book.shown("view.palette"), book.shown("help.keys"))

    def _set_up(self, place: AnnotatePlace) -> None:
        """Make a place as the settings say."""
        settings = self.settings
        place.text.set_typography(*_typography(settings))
        place.text.set_snapping(settings.snap)
        place.linking.connectors.show(settings.relations)

    def _start_again(self) -> None:
        project = [str(self.session.path)] if self.session else []
        if self.close():
            QProcess.startDetached(sys.executable, ["-m", "annotator", *project])

    def _on_turned(self) -> None:
        """Let nothing be done to what lies under a page."""
        page = self.pages.page
        if self.place is None:
            return
        if page is None:
            self.book.provide(self._provided)
            return
        away = {
            name: deed
            for name, deed in self._provided.items()
            if not name.startswith("file.") and name not in page.allows
        }
        self.book.withdraw(away)

    def _show_switches(self) -> None:
        """Check what is on in the menus."""
        place, settings = self.place, self.settings
        for name, on in {
            "view.full_screen": self.isFullScreen(),
            "view.documents": place is not None and not place.documents.isHidden(),
            "view.inspector": place is not None and place.side.shown,
            "annotate.snap": settings.snap,
            "annotate.relations": settings.relations,
            **{f"view.{theme}": theme == settings.theme for theme in THEMES},
        }.items():
            self.book.qt[name].setChecked(on)

    def _update_undo(self) -> None:
        session = self.session
        for name, verb, what in (
            ("edit.undo", "&Undo", session.undoable if session else None),
            ("edit.redo", "&Redo", session.redoable if session else None),
        ):
            title = f" {what.title}".replace("&", "&&") if what else ""
            self.book.qt[name].setText(f"{verb}{title}")
            waits = self.place is not None and bool(self.place.saver.pending)
            self.book.allow(name, what is not None or (waits and name == "edit.undo"))

    def _open_last_document(self, place: AnnotatePlace) -> None:
        last = self.state.place_in(place.session.path)
        place.choose_layers(last.hidden)
        if last.document_id and place.session.document_info(last.document_id):
            place.open_document(last.document_id)
            length = len(place.document.document.text) if place.document else 0
            place.text.set_caret(min(last.caret, length))
            if last.top is not None:
                place.text.restore_scroll(ScrollState(min(last.top, length)))
        else:
            place.open_first()

    def _remember_place(self, place: AnnotatePlace) -> None:
        opened = place.document
        self.state.save_splitter("main", place.splitter)
        self.state.save_splitter("right", place.right)
        self.state.save_place(
            place.session.path,
            Place(
                opened.document.id if opened else None,
                place.text.caret(),
                opened.hidden if opened else None,
                place.text.scroll_state().offset if opened else None,
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
            f"{counted(count, 'change')} could not be saved and will be lost if you "
            "close now."
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

    def _toggle(self, panel: QWidget) -> None:
        panel.setVisible(panel.isHidden())
        self._show_switches()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._show_switches()

    def _toggle_relations(self) -> None:
        shown = not self.settings.relations
        self.change_settings(replace(self.settings, relations=shown))

    def _toggle_snapping(self) -> None:
        self.change_settings(replace(self.settings, snap=not self.settings.snap))
        if self.place is not None:
            self.place.bench.hint(
                "Selections snap to words."
                if self.settings.snap
                else "Selections stay as you make them."
            )

    def _open_codebook(self) -> None:
        if self.place is not None:
            page = CodebookPage(self.place.bench, self.book)
            self.pages.open_page(page)
            self.book.provide(page.deeds)
            page.focus_contents()

    def _ask_name(self) -> None:
        if self.session is not None and not self.session.read_only:
            self.names.ask(self.session.me.name, focus=True)

    def _on_named(self, name: str) -> None:
        self.change_settings(replace(self.settings, name=name))
        if self.place is not None:
            self.place.text.setFocus()

    def _on_opened(self) -> None:
        if self.place is not None:
            self._remember_place(self.place)

    def _on_scheme_changed(self) -> None:
        if self.settings.theme == "system":
            self.restyle()

    def _on_about(self) -> None:
        AboutDialog(self, self.session.path if self.session else None).show()


def _typography(settings: Settings) -> tuple[str, int, float, int]:
    family = settings.text_family or TEXT_FAMILY
    return (
        family,
        settings.text_size,
        settings.line_height,
        settings.column_width,
    )


def _of_the_text(settings: Settings) -> tuple[object, ...]:
    """Return the settings that the text view takes over."""
    return (*_typography(settings), settings.snap, settings.relations)
