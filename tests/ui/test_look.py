"""Colours people can tell apart and read, in both themes; names for who listens."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
)
from ui_desk import REPORT

from annotator.resources import RESOURCES
from annotator.ui import tag_colors
from annotator.ui.chips import TagChip
from annotator.ui.tag_colors import contrast, ink, line, tint
from annotator.ui.theme import (
    DARK,
    LIGHT,
    Colors,
    _style_sheet,
    apply_theme,
    current_colors,
    text_font,
    ui_font,
)

WORDS = "the bridge would be closed"
ROUNDING = 0.05
"""By how much a colour of whole numbers may miss a ratio."""

themes = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
tags = pytest.mark.parametrize("name", ["claim", "denial", "figure", "quote"])


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    if current_colors() != LIGHT:
        apply_theme(qapp, LIGHT)


def color_of(codebook, name):
    return QColor(codebook.tag_named(name).color)


# Contrast ------------------------------------------------------------------------


def test_contrast_is_that_of_the_wcag():
    white, black = QColor("white"), QColor("black")
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    assert contrast(QColor("#767676"), white) == pytest.approx(4.54, abs=0.01)


@themes
@tags
@pytest.mark.parametrize("share", [1.0, 0.4])
def test_text_is_readable_on_every_tint(codebook, colors, name, share):
    surface, text = colors.color("surface"), colors.color("text")
    shade = tint(color_of(codebook, name), surface, text, colors.tint_share * share)
    assert contrast(shade, text) >= 4.5
    assert shade != surface


@themes
@tags
def test_lines_stand_out_from_the_surface(codebook, colors, name):
    surface = colors.color("surface")
    shade = line(color_of(codebook, name), surface)
    assert contrast(shade, surface) >= 3.0 - ROUNDING


@themes
@tags
@pytest.mark.parametrize("ground", ["surface", "window"])
def test_marks_of_tags_are_readable(codebook, colors, name, ground):
    surface = colors.color(ground)
    assert contrast(ink(color_of(codebook, name), surface), surface) >= 4.5 - ROUNDING


@themes
@pytest.mark.parametrize("color", ["#FFFFFF", "#000000", "#FFFF00", "#777777"])
def test_the_worst_colours_are_readable_as_well(colors, color):
    surface, text = colors.color("surface"), colors.color("text")
    color = QColor(color)
    assert contrast(tint(color, surface, text, 0.9), text) >= 4.5
    assert contrast(line(color, surface), surface) >= 3.0 - ROUNDING
    assert contrast(ink(color, surface), surface) >= 4.5 - ROUNDING


@themes
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("text", "surface"),
        ("text", "window"),
        ("secondary", "surface"),
        ("secondary", "window"),
        ("failure", "failure_surface"),
        ("text", "notice_surface"),
        ("on_accent", "accent"),
        ("failure", "window"),
    ],
)
def test_words_of_the_interface_are_readable(colors, words, ground):
    assert contrast(colors.color(words), colors.color(ground)) >= 4.5


@themes
def test_the_lines_of_the_four_tags_differ(codebook, colors):
    surface = colors.color("surface")
    shades = [line(QColor(tag.color), surface) for tag in codebook.tags]
    assert len({shade.name() for shade in shades}) == 4
    assert len({tag.mark for tag in codebook.tags}) == 4


def test_mixing_nothing_changes_nothing():
    assert tag_colors.mix(QColor("red"), QColor("blue"), 0).name() == "#ff0000"
    assert tag_colors.mix(QColor("red"), QColor("blue"), 1).name() == "#0000ff"


# The style sheet -------------------------------------------------------------------


def names_in_the_sheet():
    sheet = (RESOURCES / "style.qss").read_text(encoding="utf-8")
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    return set(re.findall(r"@(\w+)@", sheet))


def test_every_name_in_the_style_sheet_is_known():
    colors = {name for name in Colors.__slots__ if name not in ("dark", "tint_share")}
    unknown = names_in_the_sheet() - colors
    assert unknown <= {"icons"}


@themes
def test_no_name_is_left_in_the_style_sheet(colors):
    sheet = re.sub(r"/\*.*?\*/", "", _style_sheet(colors), flags=re.DOTALL)
    assert "@" not in sheet


@themes
def test_every_file_the_style_sheet_names_is_there(colors):
    for found in re.findall(r"url\(\"?([^)\"]+)\"?\)", _style_sheet(colors)):
        assert Path(found).exists()


def test_the_fonts_come_with_the_program(qapp):
    assert QFontInfo(ui_font(13)).family() == "Inter"
    assert QFontInfo(text_font(17)).family() == "Source Serif Pro"


# Themes ------------------------------------------------------------------------------


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


def corner(widget):
    """Return the colour in a corner of a widget, where nothing is written."""
    image = widget.grab().toImage()
    return QColor(image.pixel(image.width() - 3, image.height() - 3))


def test_another_theme_dresses_everything(desk):
    places = {
        "surface": [desk.view.viewport(), desk.place.tag_bar],
        "window": [desk.place.documents, desk.place.inspector, desk.window.status],
    }
    for theme, colors in (("dark", DARK), ("light", LIGHT), ("dark", DARK)):
        desk.window.set_theme(theme)
        desk.settle()
        assert current_colors() == colors
        for name, widgets in places.items():
            for widget in widgets:
                assert corner(widget) == colors.color(name), (theme, widget)


def test_another_theme_changes_the_tints(desk):
    desk.tag(WORDS, "c")
    before = desk.view._highlights._shades
    desk.window.set_theme("dark")
    after = desk.view._highlights._shades
    assert all(before[tag].tint != after[tag].tint for tag in before)
    assert desk.current == WORDS


def test_the_selection_is_readable_in_each_theme(desk):
    for theme in ("dark", "light"):
        desk.window.set_theme(theme)
        palette = desk.view.palette()
        role = QPalette.ColorRole
        ground = palette.color(role.Highlight)
        assert contrast(palette.color(role.HighlightedText), ground) >= 4.5


def test_the_theme_is_kept(desk, settings_file):
    desk.window.set_theme("dark")
    assert settings_file.read().theme == "dark"


def test_the_menu_marks_the_theme(desk):
    desk.action("view.dark").trigger()
    assert desk.action("view.dark").isChecked()
    assert not desk.action("view.light").isChecked()
    assert current_colors() == DARK


def test_the_systems_theme_is_followed_when_asked_for(desk):
    desk.window.set_theme("system")
    desk.window._on_scheme_changed()
    assert current_colors() in (LIGHT, DARK)


def test_a_chosen_theme_does_not_follow_the_system(desk):
    desk.window.set_theme("dark")
    desk.window._on_scheme_changed()
    assert current_colors() == DARK


# Chips and names ---------------------------------------------------------------


def chips(widget):
    return [chip for chip in widget.findChildren(TagChip) if chip.isVisible()]


def test_the_tag_bar_shows_the_tags_in_their_order(desk):
    assert [chip.tag.name for chip in chips(desk.place.tag_bar)] == [
        "claim",
        "denial",
        "figure",
        "quote",
    ]


def test_a_chip_says_its_name_and_keys(desk):
    chip = chips(desk.place.tag_bar)[1]
    assert chip.accessibleName() == "denial"
    assert chip.accessibleDescription() == "Tag as denial, key D or 2"
    assert chip.toolTip().startswith("denial")
    assert "D or 2" in chip.toolTip()


def test_a_chip_is_never_cut(desk):
    for chip in chips(desk.place.tag_bar):
        assert chip.width() >= chip.sizeHint().width()
        assert chip.height() >= chip.sizeHint().height()


def test_with_a_key_cap_a_chip_is_wider(qtbot, codebook):
    plain = TagChip(codebook.tags[0], 1, key_cap=False)
    capped = TagChip(codebook.tags[0], 1, key_cap=True)
    qtbot.addWidget(plain)
    qtbot.addWidget(capped)
    assert capped.sizeHint().width() > plain.sizeHint().width()


@themes
@pytest.mark.parametrize("key_cap", [True, False])
def test_a_chip_is_painted_in_its_tags_colour(qapp, qtbot, codebook, colors, key_cap):
    apply_theme(qapp, colors)
    chip = TagChip(codebook.tag_named("denial"), 2, key_cap=key_cap)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    image = chip.grab().toImage()
    hues = {
        QColor(image.pixel(x, y)).hue()
        for x in range(4, 22)
        for y in range(4, image.height() - 4)
        if QColor(image.pixel(x, y)).saturation() > 100
    }
    assert any(abs(hue - QColor("#D55E00").hue()) < 12 for hue in hues)


def test_without_room_the_chips_go_on_in_a_second_row(desk):
    bar = desk.place.tag_bar
    wide = bar.heightForWidth(900)
    assert bar.heightForWidth(180) > wide


def test_everything_one_can_use_has_a_name(desk):
    desk.tag(WORDS, "c")
    controls = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    nameless = [
        widget
        for kind in controls
        for widget in desk.window.findChildren(kind)
        if widget.isVisible()
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
    ]
    assert nameless == []


def test_the_main_parts_are_named_for_who_listens(desk):
    place = desk.place
    assert place.text.accessibleName() == "Source text"
    assert place.documents.list.accessibleName() == "Documents"
    assert place.annotations.list.accessibleName() == "Annotations"
    assert desk.window.status._name.accessibleName() == "You are Ada. Change your name"


def test_a_row_is_read_out_with_its_status(desk):
    desk.tag(WORDS, "c")
    model = desk.place.documents.list.model()
    told = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "text-1.txt, in progress, 1 annotation"


def test_names_in_labels_are_never_markup(desk_with):
    desk = desk_with(REPORT, others=[("<img src=x>", "claim", WORDS)])
    desk.press("n")
    labels = [
        label
        for label in desk.window.findChildren(QLabel)
        if "<img" in label.text() and label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert labels == []
