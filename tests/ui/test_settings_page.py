"""The settings: one page made from the table, in effect at once."""

import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QProcess, Qt
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QSlider
from ui_desk import CTRL, REPORT

from annotator.app.settings import SETTINGS, SettingKind, Settings, setting
from annotator.ui.pages import Line
from annotator.ui.theme import DARK, LIGHT, apply_theme, current_colors

NOT_CHOSEN_HERE = {"annotator_id", "device", "keys", "recent"}


@pytest.fixture
def desk(desk_with):
    return desk_with("\n".join([REPORT] * 30))


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    if current_colors() != LIGHT:
        apply_theme(qapp, LIGHT)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier, *, times=1):
    for _ in range(times):
        QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def open_page(desk):
    press(Qt.Key.Key_Comma, CTRL)
    desk.settle()
    return desk.window.pages.page


def field(page, name):
    return page.editors[name].field


def choose(page, name, value):
    box = field(page, name)
    assert isinstance(box, QComboBox)
    box.setFocus()
    wanted = box.findData(value)
    while box.currentIndex() != wanted:
        press(Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)


def reset(desk, page, name):
    desk.qtbot.mouseClick(page.resets[name], Qt.MouseButton.LeftButton)


# The page and the table --------------------------------------------------------------


def test_every_setting_has_a_line_that_says_what_it_is(desk):
    page = open_page(desk)
    titles = {line.title.text() for line in page.findChildren(Line)}
    for line in SETTINGS:
        assert line.title in titles
        assert field(page, line.name).accessibleName() == line.title
        assert line.help in field(page, line.name).accessibleDescription()


def test_every_field_of_the_settings_is_on_the_page_or_kept_by_the_program():
    chosen = {line.name for line in SETTINGS}
    assert {f.name for f in fields(Settings)} == chosen | NOT_CHOSEN_HERE


def test_it_shows_what_is_set(desk):
    values = {"theme": "light", "text_size": 21, "line_height": 1.6, "snap": False}
    desk.window.change_settings(replace(desk.window.settings, **values))
    page = open_page(desk)
    assert field(page, "theme").currentText() == "Light"
    assert page.editors["text_size"]._words.text() == "21 px"
    assert page.editors["line_height"]._words.text() == "1.60"
    assert not field(page, "snap").isChecked()
    assert field(page, "name").text() == "Ada"


def test_it_follows_what_is_set_elsewhere(desk):
    page = open_page(desk)
    press(Qt.Key.Key_Plus, CTRL, times=2)
    assert page.editors["text_size"]._words.text() == "19 px"


def test_escape_goes_back_to_the_text(desk):
    desk.view.setFocus()
    open_page(desk)
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is desk.view


def test_it_opens_without_a_project(window):
    QTest.keyClick(window, Qt.Key.Key_Comma, CTRL)
    assert window.pages.page.editors["theme"].isVisible()


def test_the_field_finds_settings_and_keys(desk):
    page = open_page(desk)
    QTest.keyClicks(page.filter, "theme")
    shown = {line.title.text() for line in page.findChildren(Line) if line.isVisible()}
    assert shown == {"Theme"}
    page.filter.clear()
    QTest.keyClicks(page.filter, "untagged")
    heads = [name for name, line in page.keys.lines.items() if line.isVisible()]
    assert heads == ["annotate.next_untagged", "annotate.previous_untagged"]


# What is changed is in effect --------------------------------------------------------


def test_the_size_of_the_text_changes_with_the_slider(desk):
    page = open_page(desk)
    slider = field(page, "text_size")
    assert isinstance(slider, QSlider)
    slider.setFocus()
    press(Qt.Key.Key_Right, times=3)
    assert desk.window.settings.text_size == 20
    assert desk.view.font().pixelSize() == 20
    assert desk.window.settings_file.read().text_size == 20
    press(Qt.Key.Key_End)
    assert desk.window.settings.text_size == 34
    press(Qt.Key.Key_Home)
    assert desk.window.settings.text_size == 13


def test_the_height_of_the_lines_changes(desk):
    before = desk.rect(desk.text.index("Engineers")).top() - desk.rect(0).top()
    page = open_page(desk)
    field(page, "line_height").setFocus()
    press(Qt.Key.Key_End)
    assert desk.window.settings.line_height == pytest.approx(2.2)
    press(Qt.Key.Key_Escape)
    desk.settle()
    after = desk.rect(desk.text.index("Engineers")).top() - desk.rect(0).top()
    assert after > before


def test_the_width_of_the_column_changes(desk):
    page = open_page(desk)
    field(page, "column_width").setFocus()
    press(Qt.Key.Key_Home)
    assert desk.window.settings.column_width == 480
    press(Qt.Key.Key_Escape)
    assert desk.view._layout.width == 480


def test_another_typeface_is_the_texts_and_the_samples(desk):
    page = open_page(desk)
    box = field(page, "text_family")
    assert box.itemText(0) == "Source Serif Pro"
    choose(page, "text_family", "Inter")
    assert desk.window.settings.text_family == "Inter"
    assert desk.view.font().family() == "Inter"
    assert "font-family:'Inter'" in page._sample.text()


def test_a_typeface_that_is_not_there_is_said_to_be_missing(desk):
    away = replace(desk.window.settings, text_family="Nowhere Sans")
    desk.window.change_settings(away)
    page = open_page(desk)
    assert "Nowhere Sans" not in QFontDatabase.families()
    words = field(page, "text_family").currentText()
    assert words == "Nowhere Sans (not on this computer)"


def test_another_theme_dresses_the_window_at_once(desk):
    page = open_page(desk)
    choose(page, "theme", "dark")
    assert current_colors() == DARK
    assert desk.window.book.qt["view.dark"].isChecked()


@pytest.mark.parametrize("name", ["snap", "relations"])
def test_a_switch_is_on_or_off_in_the_menu_as_well(desk, name):
    page = open_page(desk)
    box = field(page, name)
    assert isinstance(box, QCheckBox)
    desk.qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert not getattr(desk.window.settings, name)
    assert not desk.window.book.qt[f"annotate.{name}"].isChecked()
    box.setFocus()
    press(Qt.Key.Key_Space)
    assert getattr(desk.window.settings, name)


def test_snapping_is_off_in_the_text_at_once(desk):
    page = open_page(desk)
    desk.qtbot.mouseClick(field(page, "snap"), Qt.MouseButton.LeftButton)
    assert not desk.view.snapping


def test_another_name_is_ones_name_in_the_project(desk):
    page = open_page(desk)
    field(page, "name").setFocus()
    field(page, "name").selectAll()
    QTest.keyClicks(field(page, "name"), "  Grace   H. ")
    press(Qt.Key.Key_Return)
    assert desk.window.settings.name == "Grace H."
    assert desk.window.session.me.name == "Grace H."


def test_no_name_is_no_name(desk):
    page = open_page(desk)
    field(page, "name").setFocus()
    field(page, "name").clear()
    press(Qt.Key.Key_Return)
    assert desk.window.settings.name == "Ada"
    assert field(page, "name").text() == "Ada"


def test_scrolling_over_the_page_changes_nothing(desk):
    page = open_page(desk)
    before = desk.window.settings
    for name in ("text_size", "theme"):
        widget = field(page, name)
        at = QPointF(5, 5)
        wheel = QWheelEvent(
            at,
            QPointF(widget.mapToGlobal(QPoint(5, 5))),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, wheel)
    assert desk.window.settings == before


# As it was at first ------------------------------------------------------------------


def test_what_differs_can_be_taken_back_and_nothing_else(desk):
    page = open_page(desk)
    assert not page.resets["text_size"].isVisible()
    field(page, "text_size").setFocus()
    press(Qt.Key.Key_Right)
    assert page.resets["text_size"].isVisible()
    reset(desk, page, "text_size")
    assert desk.window.settings.text_size == setting("text_size").usual
    assert not page.resets["text_size"].isVisible()
    assert QApplication.focusWidget() is field(page, "text_size")


@pytest.mark.parametrize(
    "line",
    [line for line in SETTINGS if line.kind is not SettingKind.TEXT],
    ids=lambda line: line.name,
)
def test_every_setting_can_be_taken_back(desk, line):
    page = open_page(desk)
    other = {
        SettingKind.SWITCH: not line.usual,
        SettingKind.CHOICE: "light",
        SettingKind.FONT: "Inter",
        SettingKind.NUMBER: line.most,
    }[line.kind]
    page._on_chosen(line, type(line.usual)(other))
    assert getattr(desk.window.settings, line.name) == other
    reset(desk, page, line.name)
    assert getattr(desk.window.settings, line.name) == line.usual


# The size of everything --------------------------------------------------------------


def test_another_size_of_everything_is_offered_a_new_start(desk, monkeypatch):
    started = []
    monkeypatch.setattr(QProcess, "startDetached", lambda *args: started.append(args))
    path = str(desk.path)
    page = open_page(desk)
    field(page, "interface_scale").setFocus()
    press(Qt.Key.Key_End)
    assert desk.window.settings.interface_scale == 200
    assert desk.message == "From the next start on, everything is shown at 200 %."
    again = next(
        button
        for button in desk.window.messages.findChildren(QPushButton)
        if button.text() == "Start again"
    )
    desk.settle()
    desk.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert not desk.window.isVisible()
    assert desk.window.session is None
    assert started == [(sys.executable, ["-m", "annotator", path])]


CLIPPED = Path(__file__).with_name("clipped_text.py")


@pytest.mark.parametrize("percent", [125, 200])
def test_at_any_size_of_everything_no_text_is_clipped(tmp_path, percent):
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "ANNOTATOR_HOME": str(tmp_path),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, str(CLIPPED), str(percent)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["looked at 6 states"], done.stderr
    assert [line for line in done.stdout.splitlines() if "clipped" in line] == []
    assert f"one pixel is {percent / 100:g}" in done.stdout
    assert "inherited: None" in done.stdout
