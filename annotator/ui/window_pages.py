"""What opens over the work: the palette, the key reference, the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from annotator.model.codebook import Codebook
from annotator.model.ids import DocumentId
from annotator.ui.actions import Deed
from annotator.ui.key_page import KeyPage
from annotator.ui.keys import key_of
from annotator.ui.palette import Palette
from annotator.ui.palette_entries import PALETTE, all_entries
from annotator.ui.settings.page import SettingsPage

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class WindowPages(QObject):
    """Opens them, and brings what is chosen there to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.palette = Palette(window)
        self.palette.done.connect(window.state.add_command)
        application = QGuiApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    @property
    def deeds(self) -> dict[str, Deed]:
        """What can be done, by the names of the actions."""
        return {
            PALETTE: self.toggle_palette,
            "help.keys": self.open_keys,
            "file.settings": self.open_settings,
        }

    def toggle_palette(self) -> None:
        """Open the palette, or close it."""
        window = self._window
        if self.palette.isVisible():
            self.palette.leave()
        else:
            entries = all_entries(window.book, window.place, self._go_to)
            self.palette.open_with(entries, window.state.recent_commands())

    def open_keys(self) -> None:
        """Show the key reference."""
        self._window.pages.open_page(KeyPage(self._window.book, self._codebook()))

    def open_settings(self) -> None:
        """Show the settings."""
        window = self._window
        page = SettingsPage(window.settings, self._codebook())
        page.changed.connect(window.change_settings)
        window.settings_changed.connect(page.show_settings)
        window.pages.open_page(page)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Leave the palette's key to the palette: fields have it for themselves."""
        return (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and key_of(event) in self._window.book.keys(PALETTE)
        )

    def _codebook(self) -> Codebook | None:
        session = self._window.session
        return session.codebook if session is not None else None

    def _go_to(self, document_id: DocumentId) -> None:
        window = self._window
        window.pages.leave_page()
        if window.place is not None:
            window.place.open_document(document_id)
            window.place.text.setFocus()

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None:  # also while the window is being taken apart
            return
        self.palette.give_way(new)
        # Ctrl+K deletes to the end of a field, on some systems.
        if isinstance(new, QLineEdit | QPlainTextEdit) and not new.isReadOnly():
            new.installEventFilter(self)
