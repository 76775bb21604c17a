"""How the text is set, and what stands above it."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo
from ui_desk import REPORT

from annotator.model.document import Document, text_sha256
from annotator.model.ids import new_id
from annotator.ui.text.header import MOST_LINES, Header
from annotator.ui.text.typography import Typography
from annotator.ui.theme import TEXT_FAMILY

LONG = " ".join(f"word{number}" for number in range(400)) + "\nThe end.\n"
SIZES = (13, 17, 22, 28, 34)


@pytest.fixture
def desk(desk_with):
    return desk_with(LONG)


def step(desk):
    """Return how far the second line is below the first, in pixels."""
    layout = desk.view.document().begin().layout()
    return layout.lineAt(1).y() - layout.lineAt(0).y()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("height", [1.3, 1.65, 1.85, 2.2])
def test_lines_are_as_far_apart_as_wanted(desk, size, height):
    desk.view.set_typography(TEXT_FAMILY, size, height, 720)
    desk.settle()
    letters = desk.view.document().begin().layout().lineAt(0).height()
    room = 10 if height > 1.8 else 0  # two lanes
    assert step(desk) == pytest.approx(max(size * height, letters + room), abs=1)


@pytest.mark.parametrize("width", [480, 600, 720])
def test_the_column_is_as_wide_as_wanted(desk, width):
    desk.window.resize(1500, 800)
    desk.view.set_typography(TEXT_FAMILY, 17, 1.85, width)
    desk.settle()
    line = desk.view.document().begin().layout().lineAt(0)
    assert line.width() == width
    assert line.x() == round((desk.view.viewport().width() - width) / 2)


def test_a_wide_column_needs_a_wide_window(desk):
    desk.window.resize(1900, 900)
    desk.view.set_typography(TEXT_FAMILY, 17, 1.85, 1000)
    desk.settle()
    assert desk.view.document().begin().layout().lineAt(0).width() == 1000


def test_another_family_is_taken_and_kept(desk):
    assert "Inter" in QFontDatabase.families()
    desk.view.set_typography("Inter", 17, 1.85, 720)
    desk.view.restyle()
    desk.settle()
    assert QFontInfo(desk.view.document().defaultFont()).family() == "Inter"
    desk.window.set_theme("dark")
    assert desk.view.font().family() == "Inter"
    desk.window.set_theme("light")
    assert desk.view.font().family() == "Inter"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (Typography(size=3), Typography(size=13)),
        (Typography(size=99), Typography(size=34)),
        (Typography(line_height=0.5), Typography(line_height=1.3)),
        (Typography(line_height=9), Typography(line_height=2.2)),
        (Typography(width=1), Typography(width=480)),
        (Typography(width=5_000), Typography(width=1000)),
    ],
)
def test_what_is_out_of_bounds_is_brought_to_the_bound(asked, kept):
    assert asked == kept


@pytest.mark.parametrize("size", SIZES)
def test_two_lanes_do_not_move_the_lines_below_at_the_usual_height(desk, size):
    desk.view.set_typography(TEXT_FAMILY, size, 1.85, 720)
    desk.settle()
    before = step(desk)
    desk.tag("word2 word3", "c")
    desk.tag("word3", "f")
    assert step(desk) == before


def test_where_lines_are_close_lanes_make_their_own_room(desk):
    desk.view.set_typography(TEXT_FAMILY, 17, 1.3, 720)
    before = step(desk)
    desk.tag("word2 word3", "c")
    desk.tag("word3", "f")
    assert step(desk) > before
    for offset in range(0, 200, 3):
        assert desk.view.offset_at(desk.rect(offset).center()) == offset


@pytest.mark.parametrize("size", SIZES)
def test_clicks_go_where_they_should_at_any_size(desk, size):
    desk.view.set_typography("Inter", size, 1.3, 480)
    desk.settle()
    visible = desk.view.viewport().rect()
    for offset in range(0, 250, 3):
        point = desk.rect(offset).center()
        if visible.contains(point):
            assert desk.view.offset_at(point) == offset


# Above the text ----------------------------------------------------------------


def document(title, **metadata):
    return Document(
        id=new_id(),
        name="name.txt",
        text=REPORT,
        sha256=text_sha256(REPORT),
        created_at="2026-03-10T09:00:00.000Z",
        metadata={"title": title, **metadata},
    )


def header(title, *, width=720, typography=None, **metadata):
    return Header(document(title, **metadata), typography or Typography(), width)


def lines(layout):
    return [layout.lineAt(number) for number in range(layout.lineCount())]


def test_a_long_title_is_broken_into_lines_within_the_column():
    head = header("A bridge is closed for repairs " * 6, width=480)
    assert 3 <= len(lines(head._title)) <= MOST_LINES
    assert all(line.naturalTextWidth() <= 480 for line in lines(head._title))
    assert head.height > header("Short").height + 50


def test_an_endless_title_ends_with_dots():
    head = header("A bridge is closed for repairs " * 200)
    assert len(lines(head._title)) == MOST_LINES
    assert head._title.text().endswith("…")
    assert lines(head._title)[-1].naturalTextWidth() <= 720


def test_a_title_without_spaces_stays_within_the_column():
    head = header("https://example.org/" + "a-very-long-address" * 10, width=480)
    assert all(line.naturalTextWidth() <= 480 for line in lines(head._title))


def test_a_title_of_many_emoji_is_cut_between_characters():
    head = header("😀" * 2_000)
    text = head._title.text()
    assert set(text) == {"😀", "…"}


def test_a_right_to_left_title_stands_at_the_right():
    head = header("إغلاق الجسر للإصلاح", outlet="Brackwell Post", date="2026-03-10")
    (title,), (byline,) = lines(head._title), lines(head._byline)
    assert title.naturalTextRect().right() == pytest.approx(720, abs=2)
    assert byline.naturalTextRect().right() == pytest.approx(720, abs=2)


def test_missing_metadata_leave_no_gap():
    plain = header("Title")
    assert plain._byline.text() == f"{len(REPORT):,} characters"
    full = header("Title", outlet="Brackwell Post", author="", date=None, language="en")
    assert full.height == pytest.approx(plain.height, abs=2)
    assert full._byline.text().count("·") == 2


def test_a_long_byline_is_broken_and_not_cut_off():
    head = header("Title", outlet="Post", url="https://example.org/" + "path/" * 40)
    assert len(lines(head._byline)) > 1
    assert head._byline.text().endswith("characters")
    assert head.height > header("Title").height


@pytest.mark.parametrize("size", SIZES)
def test_the_title_is_larger_than_the_text_at_any_size(size):
    typography = replace(Typography(), size=size)
    assert typography.title_font().pixelSize() > size
    assert typography.byline_font().pixelSize() < size
    assert typography.title_font().family() == TEXT_FAMILY


def test_the_text_begins_below_the_title(desk_with):
    desk = desk_with(("A bridge is closed " * 15, LONG))
    for size in SIZES:
        desk.view.set_typography(TEXT_FAMILY, size, 1.85, 480)
        desk.settle()
        assert desk.rect(0).top() >= desk.view._header.height - 1
