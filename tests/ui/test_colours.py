"""Every colour is seen by everybody: contrast, and eyes that see fewer colours."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor

from annotator.app.session import PERSON_COLORS
from annotator.ui.color_vision import (
    APART,
    DEFICIENCIES,
    Lab,
    ciede2000,
    difference,
    lab,
    seen_with,
)
from annotator.ui.tag_colors import (
    contrast,
    ink,
    least_contrast,
    line,
    mix,
    problem,
    quiet_line,
    tint,
)
from annotator.ui.theme import DARK, LIGHT

TEXT = 4.5
MARK = 3.0
ROUNDING = 0.05
"""By how much a colour of whole numbers may miss a ratio."""

VISIONS = ("full", *DEFICIENCIES)
TAGS = ("claim", "denial", "figure", "quote")

themes = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
tags = pytest.mark.parametrize("name", TAGS)
visions = pytest.mark.parametrize("vision", VISIONS)
places = pytest.mark.parametrize("place", ["window", "surface"])


@pytest.fixture
def color_of(codebook):
    return lambda name: QColor(codebook.tag_named(name).color)


def seen(vision, color):
    return color if vision == "full" else seen_with(vision, color)


# The sums themselves ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((50, 2.5, 0), (56, -27, -3), 31.9030),
        ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_ciede2000_gives_what_its_authors_published(one, other, expected):
    """Pairs of table 1 of Sharma, Wu and Dalal (2005)."""
    assert ciede2000(Lab(*one), Lab(*other)) == pytest.approx(expected, abs=1e-4)
    assert ciede2000(Lab(*other), Lab(*one)) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("#FFFFFF", (100, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#FF0000", (53.24, 80.09, 67.20)),
        ("#00FF00", (87.73, -86.18, 83.18)),
        ("#0000FF", (32.30, 79.19, -107.86)),
    ],
)
def test_lab_is_that_of_the_primaries(name, expected):
    assert lab(QColor(name)) == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_greys_look_as_they_are_with_every_deficiency(deficiency):
    for level in (0, 60, 128, 200, 255):
        grey = QColor(level, level, level)
        assert difference(seen_with(deficiency, grey), grey) < 0.5


@pytest.mark.parametrize(
    ("deficiency", "one", "other"),
    [
        ("protanopia", "#B00000", "#463C00"),
        ("deuteranopia", "#C80000", "#7A6600"),
        ("tritanopia", "#00B4B4", "#30B0C8"),
    ],
)
def test_a_deficiency_brings_colours_together(deficiency, one, other):
    one, other = QColor(one), QColor(other)
    together = difference(seen_with(deficiency, one), seen_with(deficiency, other))
    assert together < difference(one, other) / 2


# Tags ------------------------------------------------------------------------------


@themes
@tags
@pytest.mark.parametrize("share", [1.0, 0.4], ids=["mine", "others'"])
def test_text_is_readable_on_a_tint(color_of, colors, name, share):
    text, surface = colors.color("text"), colors.color("surface")
    shade = tint(color_of(name), surface, text, colors.tint_share * share)
    assert contrast(text, shade) >= TEXT


@themes
@tags
@visions
def test_lanes_and_outlines_are_seen_on_the_surface(color_of, colors, name, vision):
    surface = colors.color("surface")
    lane = line(color_of(name), surface)
    assert contrast(seen(vision, lane), seen(vision, surface)) >= MARK - ROUNDING


@themes
@tags
@visions
def test_lanes_that_step_back_are_still_seen(color_of, colors, name, vision):
    surface = colors.color("surface")
    lane = quiet_line(color_of(name), surface)
    assert contrast(seen(vision, lane), seen(vision, surface)) >= MARK - ROUNDING


@themes
@visions
@pytest.mark.parametrize("pair", list(combinations(TAGS, 2)), ids="-".join)
def test_lanes_of_two_tags_are_told_apart(color_of, colors, vision, pair):
    surface = colors.color("surface")
    one, other = (seen(vision, line(color_of(name), surface)) for name in pair)
    assert difference(one, other) >= APART


@themes
@tags
@visions
@pytest.mark.parametrize("lit", [False, True], ids=["plain", "lit"])
def test_a_chips_mark_is_readable(color_of, colors, name, vision, lit):
    surface, text = colors.color("surface"), colors.color("text")
    color = color_of(name)
    fill = tint(color, surface, text, colors.tint_share) if lit else surface
    mark = ink(color, fill)
    assert contrast(seen(vision, mark), seen(vision, fill)) >= TEXT - ROUNDING
    assert contrast(text, fill) >= TEXT


@themes
@places
@tags
def test_a_mark_in_a_list_is_readable(color_of, colors, place, name):
    background = colors.color(place)
    chosen = mix(background, colors.color("accent"), 0.12)
    for below in (background, chosen):
        assert contrast(ink(color_of(name), below), below) >= TEXT - ROUNDING


# The window ------------------------------------------------------------------------


@themes
@places
@pytest.mark.parametrize("words", ["text", "secondary", "failure"])
def test_words_are_readable(colors, place, words):
    assert contrast(colors.color(words), colors.color(place)) >= TEXT


@themes
@pytest.mark.parametrize("words", ["text", "secondary"])
def test_words_of_a_chosen_row_are_readable(colors, words):
    chosen = mix(colors.color("window"), colors.color("accent"), 0.12)
    assert contrast(colors.color(words), chosen) >= TEXT


@themes
@pytest.mark.parametrize(
    ("words", "surface"),
    [
        ("text", "notice_surface"),
        ("failure", "failure_surface"),
        ("on_accent", "accent"),
    ],
)
def test_messages_and_main_buttons_are_readable(colors, words, surface):
    assert contrast(colors.color(words), colors.color(surface)) >= TEXT


@themes
@visions
@pytest.mark.parametrize(
    "place", ["window", "surface", "notice_surface", "failure_surface"]
)
def test_the_focus_ring_is_seen(colors, vision, place):
    ring, below = colors.color("accent"), colors.color(place)
    assert contrast(seen(vision, ring), seen(vision, below)) >= MARK


@themes
@places
@pytest.mark.parametrize("color", PERSON_COLORS)
def test_a_persons_colour_is_seen(colors, place, color):
    below = colors.color(place)
    assert contrast(QColor(color), below) >= MARK
    assert least_contrast(line(QColor(color), below), below) >= MARK - ROUNDING


# Choosing a colour -----------------------------------------------------------------


@tags
def test_the_seed_colours_are_good_choices(color_of, name):
    others = {other: color_of(other) for other in TAGS if other != name}
    assert problem(color_of(name), others) == ""


def test_a_colour_too_light_for_a_white_page_is_named():
    warning = problem(QColor("#FFF3A0"), {})
    assert warning.startswith(
        "Hard to see in the light theme, where it is shown darker"
    )


def test_a_colour_too_dark_for_the_dark_theme_is_named():
    warning = problem(QColor("#101820"), {})
    assert warning.startswith("Hard to see in the dark theme, where it is shown light")


def test_a_colour_like_another_tags_is_named(color_of):
    warning = problem(QColor("#0878B8"), {"claim": color_of("claim")})
    assert warning.startswith("Looks like “claim” to everybody")


def test_a_colour_only_some_confuse_is_named_with_whom(color_of):
    warning = problem(QColor("#9A5FB5"), {"claim": color_of("claim")})
    assert warning.startswith("Looks like “claim” to people with protanopia")


def test_the_other_tags_own_colours_do_not_matter_when_there_are_none():
    assert problem(QColor("#0072B2"), {}) == ""
