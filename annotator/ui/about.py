"""What this program is made of, and where it keeps what."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__
from annotator.app.projects import SQLITE_VERSION
from annotator.app.settings import config_folder, data_folder
from annotator.resources import RESOURCES
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XS, L, M, S

LICENCES = (
    ("Annotator", "MIT"),
    ("Inter, Source Serif Pro", "SIL Open Font License 1.1"),
    ("Qt, PySide6", "LGPL 3.0"),
    ("SQLite", "public domain"),
    ("sqlite-utils", "Apache 2.0"),
    ("click", "BSD 3-Clause"),
    ("click-default-group", "public domain"),
    ("charset-normalizer, filelock, platformdirs, tomli-w", "MIT"),
)
"""What the program is made of, and under which licence."""

_ICON = 64
_NAMES = 180
_ROW = 20

Lines = Sequence[tuple[str, str]]


def versions() -> Lines:
    """Return what runs here, as ``(name, version)``."""
    return (
        ("Annotator", __version__),
        ("Python", platform.python_version()),
        ("PySide6", pyside_version),
        ("Qt", qVersion()),
        ("SQLite", SQLITE_VERSION),
        ("System", platform.platform()),
    )


def as_text(lines: Lines) -> str:
    """Return lines to be pasted into a letter."""
    return "\n".join(f"{name}: {value}" for name, value in lines)


class AboutDialog(QDialog):
    """Says what the program is, and lets one copy it."""

    def __init__(self, parent: QWidget | None, project: Path | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("About Annotator")
        self.setMinimumWidth(560)
        self._lines = (*versions(), *_places(project))
        column = QVBoxLayout(self)
        column.setContentsMargins(L, L, L, L)
        column.setSpacing(M)
        column.addLayout(_head())
        column.addLayout(_table(self._lines))
        column.addWidget(plain_label("Licences", "heading"))
        column.addLayout(_table(LICENCES))
        column.addWidget(self._buttons())

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        buttons.rejected.connect(self.close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        close.setFocus()
        return buttons

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._lines))


def _places(project: Path | None) -> Lines:
    places = [
        ("Settings", str(config_folder() / "settings.toml")),
        ("Log", str(data_folder() / "annotator.log")),
    ]
    return [*places, ("Project", str(project))] if project else places


def _head() -> QHBoxLayout:
    icon = QLabel()
    picture = QIcon(str(RESOURCES / "icons" / "annotator.svg"))
    icon.setPixmap(picture.pixmap(QSize(_ICON, _ICON)))
    words = QVBoxLayout()
    words.setSpacing(S)
    words.addWidget(plain_label(f"Annotator {__version__}", "title"))
    words.addWidget(
        plain_label(
            "Highlight what people say in texts, tag it, and export it exactly. "
            "Everything stays on this computer.",
            "secondary",
        )
    )
    row = QHBoxLayout()
    row.setSpacing(L)
    row.addWidget(icon)
    row.addLayout(words, 1)
    return row


def _table(lines: Lines) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(L)
    table.setVerticalSpacing(XS)
    table.setColumnMinimumWidth(0, _NAMES)
    table.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(lines):
        shown = plain_label(value)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setAccessibleName(f"{name}: {value}")
        table.setRowMinimumHeight(row, _ROW)
        table.addWidget(plain_label(name, "secondary"), row, 0)
        table.addWidget(shown, row, 1)
    return table
