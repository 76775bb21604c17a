"""The page of settings, made from the table: whatever is changed is in effect."""

from __future__ import annotations

import html
from dataclasses import replace
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.app.settings import SETTINGS, Setting, SettingKind, Settings
from annotator.model.codebook import Codebook
from annotator.ui.pages import Line, ListPage, Section
from annotator.ui.settings.editors import Editor, editor_of
from annotator.ui.settings.key_lines import KeyLines
from annotator.ui.theme import TEXT_FAMILY, M

_SAMPLE = (
    "The harbour master said on Tuesday that about 4,200 people had used the new "
    "ferry. “Nobody expected that many,” she told reporters."
)


class SettingsPage(ListPage):
    """All settings, and the keys.

    Signals:
        changed: Carries the Settings as they are to be from now on.
    """

    changed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        codebook: Codebook | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Settings", "Find a setting", parent)
        self._settings = settings
        self.editors: dict[str, Editor] = {}
        self.resets: dict[str, QPushButton] = {}
        self._sample = QLabel()
        self._sample.setWordWrap(True)
        self._sample.setObjectName("sample")
        for group, lines in groupby(SETTINGS, key=lambda line: line.group):
            section = self.add_section(group)
            for line in lines:
                self._add(section, line)
            if group == SETTINGS[0].group:
                section.add(self._sample)
        self.keys = KeyLines(self, codebook)
        self.keys.changed.connect(self._on_keys)
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show the settings as they are now."""
        self._settings = settings
        for line in SETTINGS:
            value = getattr(settings, line.name)
            if line.kind is SettingKind.TEXT:
                value = value or settings.shown_name
            self.editors[line.name].show_value(value)
            if line.name in self.resets:
                self.resets[line.name].setVisible(value != line.usual)
        self._sample.setText(_set(_SAMPLE, settings))
        self.keys.show_keys(settings.keys)

    def _add(self, section: Section, setting: Setting) -> None:
        editor = editor_of(setting)
        editor.chosen.connect(lambda value: self._on_chosen(setting, value))
        self.editors[setting.name] = editor
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self._reset_of(setting))
        row.addWidget(editor)
        words = f"{setting.title} {setting.help}"
        section.add(Line(setting.title, setting.help, right), words)

    def _reset_of(self, setting: Setting) -> QWidget:
        # A name has none that was there at first.
        if setting.kind is SettingKind.TEXT:
            return QWidget()
        reset = QPushButton("As it was at first")
        reset.setObjectName("link")
        reset.setAccessibleName(f"{setting.title}: as it was at first")
        reset.clicked.connect(lambda: self._on_reset(setting))
        self.resets[setting.name] = reset
        return reset

    def _on_reset(self, setting: Setting) -> None:
        # The button goes: whoever pressed it is to stay on this line.
        self.editors[setting.name].setFocus()
        self._on_chosen(setting, setting.usual)

    def _on_chosen(self, setting: Setting, value: object) -> None:
        values = {setting.name: value}
        self.changed.emit(replace(self._settings, **values))  # type: ignore[arg-type]

    def _on_keys(self, chosen: object) -> None:
        self.changed.emit(replace(self._settings, keys=chosen))  # type: ignore[arg-type]


def _set(text: str, settings: Settings) -> str:
    """Return ``text`` as it would be set in the text view."""
    height = round(settings.text_size * settings.line_height)
    return (
        f"<p style=\"font-family:'{settings.text_family or TEXT_FAMILY}'; "
        f'font-size:{settings.text_size}px; line-height:{height}px">'
        f"{html.escape(text)}</p>"
    )
