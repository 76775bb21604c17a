"""What the program says of itself."""

import platform
import sqlite3
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton

from annotator import __version__
from annotator.resources import RESOURCES
from annotator.ui.about import LICENCES, AboutDialog


@pytest.fixture
def about(qtbot, home):
    dialog = AboutDialog(None, Path("election.annotator"))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def words(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


def copied(dialog):
    buttons = dialog.findChildren(QPushButton)
    next(b for b in buttons if b.text().replace("&", "") == "Copy").click()
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("Annotator", __version__),
        ("Python", platform.python_version()),
        ("PySide6", PySide6.__version__),
        ("Qt", qVersion()),
        ("SQLite", sqlite3.sqlite_version),
    ],
)
def test_versions_are_shown_and_copied(about, name, version):
    assert version in words(about)
    assert f"{name}: {version}" in copied(about)


def test_it_says_where_settings_log_and_project_lie(about, home):
    assert f"Settings: {home / 'settings.toml'}" in copied(about)
    assert f"Log: {home / 'annotator.log'}" in copied(about)
    assert "Project: election.annotator" in copied(about)


def test_without_a_project_none_is_named(qtbot, home):
    dialog = AboutDialog(None, None)
    qtbot.addWidget(dialog)
    assert "Project" not in words(dialog)


def test_every_font_that_comes_along_has_its_licence_named():
    named = " ".join(name for name, _ in LICENCES).replace(" ", "")
    for path in (RESOURCES / "fonts").glob("*-OFL.txt"):
        assert path.name.removesuffix("-OFL.txt") in named


def test_it_does_not_block_the_window(about):
    assert about.isVisible()
    assert not about.isModal()
