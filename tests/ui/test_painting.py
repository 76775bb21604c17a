"""What one sees: pixels of the view, compared with the colours they should have."""

from collections import Counter

import pytest
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QTextLayout
from ui_desk import REPORT

from annotator.ui import tag_colors
from annotator.ui.text.geometry import boxes_of
from annotator.ui.text.highlights import LANE_OFFSET, LANE_STEP, MOST_LANES
from annotator.ui.theme import DARK, LIGHT, apply_theme, current_colors

WORDS = "the bridge would be closed"
ARABIC = "قالت الوكالة إن ٦٤ ألف لتر من شركة Brackwell تسربت إلى الميناء.\n"


class Picture:
    """The viewport of a desk, as painted now."""

    def __init__(self, desk):
        self.desk = desk
        image = desk.view.viewport().grab().toImage()
        self.image = image.convertToFormat(QImage.Format.Format_RGB32)

    def box(self, words):
        """Return where ``words``, on one line, stand."""
        span = self.desk.span(words)
        start, end = self.desk.rect(span.start), self.desk.rect(span.end)
        left, right = sorted((start.left(), end.left()))
        return QRect(left + 2, start.top() + 1, right - left - 4, start.height() - 2)

    def background(self, words):
        """Return the commonest colour among ``words``: what they stand on."""
        return self.commonest(self.box(words))

    def commonest(self, rect):
        return self.colors(rect).most_common(1)[0][0]

    def colors(self, rect):
        """Return how many pixels of ``rect`` have which colour."""
        part = self.image.copy(rect)
        return Counter(memoryview(part.constBits()).cast("I"))

    def below(self, words):
        """Return the strip under ``words`` where lanes are."""
        box = self.box(words)
        height = int(LANE_OFFSET + MOST_LANES * LANE_STEP)
        return QRect(box.left(), box.bottom() + 3, box.width(), height)

    def lanes(self, words):
        """Return, from the text downwards, the colour of each lane under ``words``."""
        strip = self.below(words)
        found = []
        before = False
        for y in range(strip.top(), strip.bottom() + 1):
            row = self.colors(QRect(strip.left(), y, strip.width(), 1))
            del row[self.desk.surface.rgb()]
            painted = sum(row.values()) > strip.width() // 4
            if painted and not before:
                found.append(QColor(row.most_common(1)[0][0]).name())
            before = painted
        return found


@pytest.fixture
def picture():
    return Picture


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colors(request):
    return request.param


@pytest.fixture
def desk(desk_with):
    return dressed(desk_with(REPORT), LIGHT)


@pytest.fixture(autouse=True)
def _light_again(qapp):
    yield
    if current_colors() != LIGHT:
        apply_theme(qapp, LIGHT)


def dressed(desk, colors):
    if colors != current_colors():
        desk.window.set_theme("dark" if colors.dark else "light")
    desk.surface = colors.color("surface")
    desk.colors = colors
    return desk


def tag_color(desk, tag):
    return QColor(desk.window.session.codebook.tag_named(tag).color)


def tint(desk, tag, share=1.0):
    colors = desk.colors
    return tag_colors.tint(
        tag_color(desk, tag),
        colors.color("surface"),
        colors.color("text"),
        colors.tint_share * share,
    ).rgb()


@pytest.mark.parametrize("tag", ["claim", "denial", "figure", "quote"])
def test_tagged_words_stand_on_the_tags_tint(desk_with, colors, tag):
    desk = dressed(desk_with(REPORT), colors)
    desk.tag(WORDS, tag[0])
    desk.leave()
    assert Picture(desk).background(WORDS) == tint(desk, tag)


def test_untagged_words_stand_on_the_surface(desk_with, colors):
    desk = dressed(desk_with(REPORT), colors)
    desk.tag(WORDS, "c")
    desk.leave()
    assert Picture(desk).background("for repairs") == desk.surface.rgb()
    assert Picture(desk).background("Engineers") == desk.surface.rgb()


def test_selected_words_stand_on_a_tint_of_the_accent(desk_with, colors):
    desk = dressed(desk_with(REPORT), colors)
    desk.view.select(desk.span(WORDS))
    desk.settle()
    surface, text = colors.color("surface"), colors.color("text")
    tinted = tag_colors.tint(colors.color("accent"), surface, text, 0.28)
    assert Picture(desk).background(WORDS) == tinted.rgb()


def test_an_undone_tag_is_not_seen_any_more(desk):
    before = desk.view.viewport().grab().toImage()
    desk.tag(WORDS, "c")
    desk.undo()
    desk.view.set_caret(0)
    desk.view.clearFocus()
    after = desk.view.viewport().grab().toImage()
    desk.view.setFocus()
    box = Picture(desk).box(WORDS)
    assert after.copy(box) == before.copy(box)


def test_the_innermost_tint_is_what_one_sees(desk):
    desk.tag(WORDS, "c")
    desk.tag("bridge", "f")
    desk.leave()
    assert Picture(desk).background("bridge") == tint(desk, "figure")
    assert Picture(desk).background("closed") == tint(desk, "claim")


def test_three_nested_annotations_have_three_lanes_the_inner_above_the_outer(desk):
    desk.tag("that the bridge would be closed", "q")
    desk.tag("the bridge would", "c")
    desk.tag("bridge", "f")
    desk.leave()
    lanes = Picture(desk).lanes("bridge")
    wanted = [
        tag_colors.line(tag_color(desk, tag), desk.surface)
        for tag in ("figure", "claim", "quote")
    ]
    assert lanes == [line.name() for line in wanted]


def test_beside_the_inner_one_the_lane_of_the_outer_goes_on(desk):
    desk.tag(WORDS, "c")
    desk.tag("bridge", "f")
    desk.leave()
    line = tag_colors.line(tag_color(desk, "claim"), desk.surface)
    assert Picture(desk).lanes("would") == [line.name()]


def test_crossing_annotations_are_both_seen_where_they_cross(desk):
    desk.tag("the bridge would", "c")
    desk.tag("would be closed", "d")
    desk.leave()
    assert len(Picture(desk).lanes("would")) == 2
    assert len(Picture(desk).lanes("bridge")) == 1
    assert len(Picture(desk).lanes("closed")) == 1


def test_annotations_of_the_same_words_are_both_seen(desk):
    desk.tag(WORDS, "c")
    desk.tag(WORDS, "q")
    desk.leave()
    assert len(Picture(desk).lanes(WORDS)) == 2


def test_the_lines_below_make_room_for_lanes(desk):
    before = desk.rect(desk.text.index("Engineers")).top()
    for words in ("the bridge would", "bridge would", "bridge", "bridge would be"):
        desk.tag(words, "c")
    assert desk.rect(desk.text.index("Engineers")).top() > before


def test_more_than_four_lanes_are_counted(desk):
    parts = ("be", "would be", "bridge would be", "the bridge would be")
    for words, key in zip(parts, "cdfq", strict=True):
        desk.tag(words, key)
    desk.leave()
    beyond = QRect(Picture(desk).below("closed"))
    assert Picture(desk).commonest(beyond) == desk.surface.rgb()
    four = Picture(desk).image.copy(beyond)
    desk.tag(WORDS.removesuffix("closed").strip(), "q")
    desk.tag("that the bridge would be", "c")
    desk.leave()
    picture = Picture(desk)
    assert len(picture.lanes("be")) == MOST_LANES
    assert picture.image.copy(beyond) != four


def test_the_current_annotation_is_outlined(desk):
    desk.tag("the bridge", "c")
    box = Picture(desk).box("the bridge")
    edge = QRect(box.left() + 4, box.top() - 2, box.width() - 8, 3)
    outlined = Picture(desk)
    desk.leave()
    plain = Picture(desk)
    line = tag_colors.line(tag_color(desk, "claim"), desk.surface)

    def darkest(picture):
        return min(QColor(color).lightness() for color in picture.colors(edge))

    assert darkest(outlined) < darkest(plain) - 30
    assert darkest(outlined) <= line.lightness() + 60


def test_while_one_is_current_the_lanes_of_others_step_back(desk):
    desk.tag("Engineers denied", "d")
    desk.tag(WORDS, "c")
    strong = tag_colors.line(tag_color(desk, "denial"), desk.surface).name()
    assert Picture(desk).lanes("Engineers denied") != [strong]
    desk.leave()
    assert Picture(desk).lanes("Engineers denied") == [strong]


def test_a_hidden_layer_is_not_seen(desk_with):
    desk = dressed(desk_with(REPORT, others=[("Bo", "claim", WORDS)]), LIGHT)
    assert Picture(desk).background(WORDS) == tint(desk, "claim", 0.4)
    desk.opened.hide(frozenset({desk.opened.marks[0].annotator_id}))
    picture = Picture(desk)
    assert picture.background(WORDS) == desk.surface.rgb()
    assert picture.lanes(WORDS) == []


def test_a_layer_shown_again_is_seen_again(desk_with):
    desk = dressed(desk_with(REPORT, others=[("Bo", "claim", WORDS)]), LIGHT)
    before = Picture(desk).image
    desk.opened.hide(frozenset({desk.opened.marks[0].annotator_id}))
    desk.opened.hide(frozenset())
    assert Picture(desk).image == before


def test_a_teammates_annotation_is_fainter_than_ones_own(desk_with):
    desk = dressed(desk_with(REPORT, others=[("Bo", "claim", WORDS)]), LIGHT)
    desk.tag("Engineers denied", "c")
    desk.leave()
    picture = Picture(desk)
    assert picture.background(WORDS) == tint(desk, "claim", 0.4)
    assert picture.background("Engineers denied") == tint(desk, "claim")


def test_ones_own_tint_lies_over_a_teammates_shorter_one(desk_with):
    desk = dressed(desk_with(REPORT, others=[("Bo", "figure", "bridge")]), LIGHT)
    desk.tag(WORDS, "c")
    desk.leave()
    assert Picture(desk).background("bridge") == tint(desk, "claim")


def test_an_unsaved_annotation_is_hatched(desk):
    desk.tag("Engineers denied", "c")
    desk.leave()
    desk.take_file_away()
    desk.tag(WORDS, "c")
    desk.leave()
    picture = Picture(desk)
    desk.bring_file_back()
    line = tag_colors.line(tag_color(desk, "claim"), desk.surface)

    def hatched(words):
        return picture.colors(picture.box(words))[line.rgb()]

    assert hatched(WORDS) > 50
    assert hatched("Engineers denied") == 0


def test_a_saved_annotation_loses_its_hatching(desk):
    desk.take_file_away()
    desk.tag(WORDS, "c")
    desk.leave()
    unsaved = Picture(desk).image.copy(Picture(desk).box(WORDS))
    desk.bring_file_back()
    assert desk.place.saver.retry()
    desk.leave()
    picture = Picture(desk)
    assert picture.image.copy(picture.box(WORDS)) != unsaved
    assert picture.background(WORDS) == tint(desk, "claim")


def test_an_annotation_over_two_lines_is_tinted_on_both(desk_with):
    text = "word " * 60 + "end.\n"
    desk = dressed(desk_with(text, others=[]), LIGHT)
    desk.view.select(desk.span(text.strip()))
    desk.press("c")
    desk.leave()
    first, last = desk.rect(0), desk.rect(len(text) - 3)
    assert first.top() < last.top()
    picture = Picture(desk)
    for rect in (first, desk.rect(len(text) - len("end.\n"))):
        area = QRect(rect.left() + 3, rect.top() + 2, 20, rect.height() - 4)
        assert picture.commonest(area) == tint(desk, "claim")


# Right to left ---------------------------------------------------------------


def glyph_boxes(desk, words):
    """Return where Qt draws the glyphs of ``words``, on the viewport."""
    view = desk.view
    cursor = desk.cursor(desk.span(words).start)
    block = cursor.block()
    first = cursor.positionInBlock()
    last = first + len(words.encode("utf-16-le")) // 2
    origin = view.blockBoundingGeometry(block).translated(view.contentOffset())
    line = block.layout().lineForTextPosition(first)
    boxes = []
    for run in line.glyphRuns(
        first, last - first, QTextLayout.GlyphRunRetrievalFlag.RetrieveAll
    ):
        advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
        for position, advance in zip(run.positions(), advances, strict=True):
            if advance.x() > 3:
                top = origin.top() + line.y()
                box = QRectF(position.x(), top, advance.x(), line.height())
                boxes.append(box.adjusted(1, 1, -1, -1).toRect())
    return boxes


@pytest.mark.parametrize(
    "words",
    [
        "الوكالة",
        "٦٤",
        "ألف لتر",
        "Brackwell",
        "شركة Brackwell",
        "إن ٦٤ ألف",
        "تسربت إلى",
    ],
)
def test_in_right_to_left_text_the_tint_lies_under_the_tagged_glyphs(desk_with, words):
    desk = dressed(desk_with(ARABIC), LIGHT)
    desk.view.select(desk.span(words))
    desk.press("c")
    desk.leave()
    picture = Picture(desk)
    tagged = glyph_boxes(desk, words)
    assert tagged
    tinted, surface = tint(desk, "claim"), desk.surface.rgb()
    for box in tagged:
        assert picture.colors(box)[tinted] > 0
        assert picture.colors(box)[surface] == 0
    others = [
        box
        for word in ARABIC.split()
        if not any(part in words for part in word.strip(".").split())
        for box in glyph_boxes(desk, word)
    ]
    assert others
    for box in others:
        assert picture.colors(box)[surface] > 0
        assert picture.colors(box)[tinted] == 0


@pytest.mark.parametrize(
    ("text", "words", "from_right"),
    [(REPORT, WORDS, False), (ARABIC, "ألف لتر", True), (ARABIC, "Brackwell", False)],
)
def test_a_teammates_lane_begins_with_the_teammates_colour(
    desk_with, text, words, from_right
):
    desk = dressed(desk_with(text, others=[("Bo", "claim", words)]), LIGHT)
    (box,) = boxes_of(desk.view, desk.span(words))
    (person,) = (p for p in desk.window.session.people().values() if p.name == "Bo")
    color = tag_colors.line(QColor(person.color), desk.surface).rgb()
    top = round(box.bottom() + LANE_OFFSET)
    left = QRect(round(box.left()), top, 8, 3)
    right = QRect(round(box.right()) - 8, top, 8, 3)
    picture = Picture(desk)
    at_left, at_right = picture.colors(left)[color], picture.colors(right)[color]
    assert (at_right > 9) is from_right
    assert (at_left > 9) is not from_right


def test_a_right_to_left_text_stands_at_the_right(desk_with):
    desk = dressed(desk_with(ARABIC), LIGHT)
    middle = desk.view.viewport().width() / 2
    assert desk.rect(0).left() > middle + 200


def test_painting_reads_no_annotation_of_paragraphs_out_of_view(desk_with):
    text = "".join(f"Paragraph {number} of a long text.\n" for number in range(2000))
    desk = desk_with(text)
    Picture(desk)
    assert len(desk.view._highlights._cache) < 100


def test_the_title_stands_above_the_text(desk_with):
    desk = dressed(desk_with(("A long enough title.txt", "Only words.\n")), LIGHT)
    first = desk.rect(0)
    picture = Picture(desk)
    above = QRect(first.left(), 20, 300, first.top() - 30)
    ink = QColor(LIGHT.text).rgb()
    assert picture.colors(above)[ink] > 100
