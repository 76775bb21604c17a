"""Filtering and sorting the annotations of a text, by the keyboard and the mouse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from ui_desk import REPORT, annotation, write_note

from annotator.app import relating
from annotator.app.filters import ListFilter
from annotator.model.change import Change, Edit
from annotator.model.ids import TagId, new_id
from annotator.ui.annotations.filter_line import FilterChip
from annotator.ui.annotations.model import Order

WORDS = "the bridge would be closed"
BAKER = "“Nobody told us anything,”"
TOLD = {"attributes": {"speaker": "a baker"}}
OTHERS = [
    ("Bo", "claim", WORDS, {"attributes": {"source": "The Mayor"}}),
    ("Bo", "denial", "Engineers denied", {"note": "which ones?"}),
    ("Bo", "figure", "About 4,200", {"attributes": {"value": "4200"}}),
    ("Bo", "quote", BAKER, TOLD),
    ("Bo", "claim", "the city", {"attributes": {"unsure": "yes"}}),
]


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT, others=OTHERS)


@pytest.fixture
def lines(desk):
    """The field with its menus and chips."""
    return desk.place.annotations.filters


def quotes(desk):
    return [row.split(": ", 1)[1] for row in desk.listed()]


def entries(menu):
    """Return the entries of a menu by their words, as when it is opened."""
    menu.aboutToShow.emit()
    return {
        action.text().split("\t")[0].strip(): action
        for action in menu.actions()
        if not action.isSeparator()
    }


def pick(lines, words, *path):
    """Choose in the menu of filters, or in a menu in it."""
    found = entries(lines.menu)
    for step in (words, *path):
        action = next(a for name, a in found.items() if name.endswith(step))
        if action.menu() is not None:
            found = entries(action.menu())
    action.trigger()


def sort(lines, order, *, descending=False):
    found = entries(lines.sort_menu)
    found[order].trigger()
    found["Descending" if descending else "Ascending"].trigger()


def chips(lines):
    QCoreApplication.processEvents()
    return [c for c in lines._chips.findChildren(FilterChip) if c.isVisible()]


def chip_words(lines):
    return [chip.text() for chip in chips(lines)]


def type_words(qtbot, desk, words):
    field = desk.place.annotations.filter
    field.setFocus()
    with qtbot.waitSignal(desk.place.annotations.list.model().modelReset):
        field.selectAll()
        # The hands of the test know no letters beyond ASCII.
        field.insert(words) if not words.isascii() else QTest.keyClicks(field, words)


# What is filtered by -------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("BRIDGE", [WORDS]),
        ("nobody", [BAKER]),
        ("claim city", ["the city"]),
        ("closed bridge", [WORDS]),
        ("volcano", []),
    ],
)
def test_all_the_words_are_looked_for_in_quote_and_tag(qtbot, desk, words, found):
    type_words(qtbot, desk, words)
    assert quotes(desk) == found


def test_accents_and_case_make_no_difference(qtbot, desk_with):
    text = "Le cafe\u0301 FERMÉ était plein.\n"
    desk = desk_with(text, others=[("Bo", "claim", "cafe\u0301 FERMÉ")])
    type_words(qtbot, desk, "café ferme")
    assert len(desk.listed()) == 1


def test_several_tags_are_chosen_in_the_menu(desk, lines):
    pick(lines, "denial")
    assert quotes(desk) == ["Engineers denied"]
    pick(lines, "quote")
    assert quotes(desk) == ["Engineers denied", BAKER]
    assert chip_words(lines) == ["denial", "quote"]


@pytest.mark.parametrize(
    ("entry", "found", "chip"),
    [
        ("Unsure", ["the city"], "unsure"),
        ("With a note", ["Engineers denied"], "with a note"),
        ("Denials without a claim", ["Engineers denied"], "without a claim"),
        (
            "Without a speaker or source",
            ["Engineers denied", "the city"],
            "without a speaker",
        ),
    ],
)
def test_what_is_missing_or_in_doubt_is_found(desk, lines, entry, found, chip):
    pick(lines, entry)
    assert quotes(desk) == found
    assert chip_words(lines) == [chip]
    assert desk.place.annotations._count.text() == f"{len(found)} of 5"


def test_a_value_is_chosen_from_those_in_the_text(desk, lines):
    found = entries(lines.menu)
    values = entries(entries(found["Value"].menu())["source"].menu())
    assert list(values) == ["The Mayor", "not coded"]
    pick(lines, "Value", "source", "The Mayor")
    assert quotes(desk) == [WORDS]
    assert chip_words(lines) == ["source: The Mayor"]


def test_not_coded_is_a_value_to_look_for(desk, lines):
    pick(lines, "claim")
    pick(lines, "Value", "source", "not coded")
    assert quotes(desk) == ["the city"]
    assert chip_words(lines) == ["claim", "source: not coded"]


def test_another_value_takes_the_place_of_the_first(desk, lines):
    pick(lines, "Value", "source", "The Mayor")
    pick(lines, "Value", "source", "not coded")
    assert chip_words(lines) == ["source: not coded"]


def test_annotations_are_listed_by_who_made_them(desk, lines):
    desk.tag("storm", "c")
    pick(lines, "Made by", "Ada")
    assert quotes(desk) == ["storm"]
    assert chip_words(lines) == ["Ada"]


def test_words_and_filters_hold_together(qtbot, desk, lines):
    pick(lines, "claim")
    type_words(qtbot, desk, "city")
    assert quotes(desk) == ["the city"]


# Taking filters away --------------------------------------------------------------


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Space]
)
def test_a_chip_goes_with_a_key_and_its_filter_with_it(desk, lines, key):
    pick(lines, "denial")
    (chip,) = chips(lines)
    chip.setFocus()
    QTest.keyClick(chip, key)
    assert len(quotes(desk)) == 5
    assert chips(lines) == []
    assert desk.window.focusWidget() is lines.field


def test_a_chip_goes_with_a_click(qtbot, desk, lines):
    pick(lines, "denial")
    pick(lines, "Unsure")
    qtbot.mouseClick(chips(lines)[0], Qt.MouseButton.LeftButton)
    assert chip_words(lines) == ["unsure"]
    assert quotes(desk) == ["the city"]


def test_esc_in_the_field_clears_everything_then_leaves(qtbot, desk, lines):
    pick(lines, "denial")
    type_words(qtbot, desk, "engineers")
    QTest.keyClick(lines.field, Qt.Key.Key_Escape)
    assert lines.wanted == ListFilter()
    assert len(quotes(desk)) == 5
    assert lines.field.hasFocus()
    QTest.keyClick(lines.field, Qt.Key.Key_Escape)
    assert desk.view.hasFocus()


def test_the_menu_shows_what_is_filtered_by_and_clears_it(desk, lines):
    pick(lines, "denial")
    found = entries(lines.menu)
    assert [name for name, a in found.items() if a.isChecked()] == ["✕  denial"]
    pick(lines, "Clear all")
    assert len(quotes(desk)) == 5


def test_where_nothing_is_found_a_button_clears_the_filter(qtbot, desk):
    type_words(qtbot, desk, "volcano")
    panel = desk.place.annotations
    assert panel._empty.isVisible()
    qtbot.mouseClick(panel._clear, Qt.MouseButton.LeftButton)
    assert panel.list.isVisible()
    assert len(quotes(desk)) == 5


def test_where_all_layers_are_hidden_that_is_said(desk):
    desk.opened.hide(frozenset(desk.window.session.people()))
    panel = desk.place.annotations
    assert "are hidden" in panel._empty.text()
    assert not panel._clear.isVisible()


# After an edit ------------------------------------------------------------------


@pytest.fixture
def mine(desk):
    desk.tag("storm", "c")
    return desk


def test_what_fits_the_filter_no_longer_goes(mine, lines):
    pick(lines, "claim")
    assert quotes(mine) == [WORDS, "storm", "the city"]
    mine.press("d")
    assert quotes(mine) == [WORDS, "the city"]


def test_what_comes_to_fit_the_filter_comes(mine, lines):
    pick(lines, "Unsure")
    assert quotes(mine) == ["the city"]
    mine.press("u")
    assert quotes(mine) == ["storm", "the city"]
    mine.undo()
    assert quotes(mine) == ["the city"]


def test_a_note_written_now_is_found(mine, lines):
    pick(lines, "With a note")
    write_note(mine, "when?")
    mine.view.setFocus()
    assert quotes(mine) == ["Engineers denied", "storm"]


def test_a_link_takes_a_denial_out_of_those_without_a_claim(desk, lines):
    session = desk.window.session
    desk.tag("Engineers denied that the damage was known", "d")
    pick(lines, "Denials without a claim")
    assert len(quotes(desk)) == 2
    source, target = (
        session.annotation(mark.id)
        for mark in (
            desk.opened.mark(desk.opened.current),
            next(m for m in desk.opened.marks if m.start == desk.span(WORDS).start),
        )
    )
    kind = next(k for k in session.codebook.relation_types if k.name == "denies")
    session.apply(relating.link(session, source, target, kind))
    assert quotes(desk) == ["Engineers denied"]
    session.undo()
    assert len(quotes(desk)) == 2


def test_an_edit_while_words_are_typed_is_not_lost(qtbot, mine):
    mine.place.annotations.filter.setText("storm")
    mine.press("u")
    qtbot.waitUntil(lambda: len(mine.listed()) == 1)
    assert mine.listed() == ["claim, unsure: storm"]


def test_a_row_says_who_speaks_how_much_and_what_is_in_doubt(desk):
    assert desk.listed() == [
        f"claim, The Mayor, Bo: {WORDS}",
        "denial, Bo: Engineers denied",
        "figure, 4200, Bo: About 4,200",
        "claim, unsure, Bo: the city",
        f"quote, a baker, Bo: {BAKER}",
    ]


@pytest.mark.parametrize(
    ("values", "gist"),
    [
        ({"value": "2121.65", "unit": "km"}, "2121.65 km"),
        ({"low": "5", "high": "7"}, "5 to 7"),
        ({"low": "2500000"}, "from 2500000"),
        ({"high": "300000", "unit": "t"}, "up to 300000 t"),
        ({"unit": "t"}, ""),
    ],
)
def test_the_gist_of_a_figure_is_what_was_coded(desk_with, values, gist):
    others = [("Bo", "figure", "4,200", {"attributes": values})]
    desk = desk_with(REPORT, others=others)
    told = f"figure, {gist}, Bo" if gist else "figure, Bo"
    assert desk.listed() == [f"{told}: 4,200"]


# Order ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (
            "Tag",
            [WORDS, "the city", "Engineers denied", "About 4,200", BAKER],
        ),
        (
            "Length",
            ["the city", "About 4,200", "Engineers denied", WORDS, BAKER],
        ),
    ],
)
def test_the_list_is_sorted_either_way(desk, lines, order, found):
    found = sorted(found, key=len) if order == "Length" else found
    sort(lines, order)
    assert quotes(desk) == found
    sort(lines, order, descending=True)
    assert quotes(desk) == found[::-1]
    sort(lines, Order.READING.value)
    assert quotes(desk)[0] == WORDS


def test_the_list_is_sorted_by_who_made_them(mine, lines):
    sort(lines, "Annotator")
    assert quotes(mine)[0] == "storm"
    sort(lines, "Annotator", descending=True)
    assert quotes(mine)[-1] == "storm"


def test_what_was_changed_last_comes_first_if_wanted(mine, lines):
    sort(lines, "Last changed", descending=True)
    mine.tag("Monday", "q")
    assert quotes(mine)[:2] == ["Monday", "storm"]
    mine.click("storm")
    mine.press("u")
    assert quotes(mine)[:2] == ["storm", "Monday"]
    mine.undo()
    assert set(quotes(mine)[:2]) == {"storm", "Monday"}


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_edits_keep_the_order(desk, lines, order, descending):
    sort(lines, order.value, descending=descending)
    desk.tag("storm", "c")
    desk.press("u")
    desk.press("d")
    desk.tag("Monday", "q")
    desk.press("]")
    desk.click("storm")
    desk.press(Qt.Key.Key_Delete)
    before = desk.listed()
    desk.place.annotations.refresh()
    assert before == desk.listed()
    assert len(before) == 6


def test_sorting_keeps_the_current_row(desk, lines):
    desk.click("Engineers denied")
    sort(lines, "Length", descending=True)
    view = desk.place.annotations.list
    assert view.currentIndex().data().endswith("Engineers denied")
    assert desk.current == "Engineers denied"


def test_parts_of_an_interrupted_quote_count_without_the_gap(desk, lines):
    desk.tag("The mayor", "q")
    desk.drag("complained")
    desk.press("+")
    sort(lines, "Length")
    assert quotes(desk)[-2:] == [WORDS, BAKER] or quotes(desk)[-1] in (WORDS, BAKER)
    assert "The mayor … complained" in quotes(desk)


# Keys ------------------------------------------------------------------------


def test_down_goes_from_the_field_into_the_list_and_the_text_follows(desk, lines):
    lines.field.setFocus()
    QTest.keyClick(lines.field, Qt.Key.Key_Down)
    view = desk.place.annotations.list
    assert desk.window.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert desk.current == WORDS
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert desk.current == "Engineers denied"
    assert desk.window.focusWidget() is view


def test_enter_in_the_list_goes_to_the_text(desk):
    view = desk.place.annotations.list
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert desk.view.hasFocus()
    assert desk.current == WORDS
    assert desk.view.caret() == desk.span(WORDS).start


def test_keys_work_in_a_sorted_and_filtered_list(mine, lines):
    sort(lines, "Tag", descending=True)
    pick(lines, "claim")
    view = mine.place.annotations.list
    view.setFocus()
    QTest.keyClick(view, "f")
    mine.settle()
    assert ("figure", "storm") in mine.tagged()
    assert "storm" not in quotes(mine)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, "f"])
@pytest.mark.parametrize("row", [0, 1])
def test_after_a_row_has_gone_down_goes_on_from_there(desk, lines, key, row):
    for words in ("The mayor", "closed", "storm"):
        desk.tag(words, "c")
    pick(lines, "Made by", "Ada")
    pick(lines, "claim")
    desk.leave()
    view = desk.place.annotations.list
    view.setFocus()
    for _ in range(row + 1):
        QTest.keyClick(view, Qt.Key.Key_Down)
    left = quotes(desk)
    assert desk.current == left.pop(row)
    QTest.keyClick(view, key)
    assert quotes(desk) == left
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert desk.current == left[row]


def test_tab_goes_from_the_field_over_the_menus_and_chips_to_the_list(desk, lines):
    pick(lines, "claim")
    pick(lines, "Unsure")
    expected = [lines.button, lines.sort, *chips(lines), desk.place.annotations.list]
    lines.field.setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(desk.window.focusWidget())
    assert seen == expected


# Layers -----------------------------------------------------------------------


def test_only_mine_and_everyone(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS), ("Cy", "quote", "Monday")])
    desk.tag("storm", "c")
    menu = desk.place.annotations._layers_menu
    entries(menu)["Only mine"].trigger()
    assert quotes(desk) == ["storm"]
    entries(menu)["Everyone"].trigger()
    assert len(quotes(desk)) == 3
    checked = [name for name, a in entries(menu).items() if a.isChecked()]
    assert checked == ["Ada (me)", "Bo", "Cy"]


def test_an_ampersand_in_a_value_is_no_menu_key(desk_with):
    value = {"attributes": {"source": "Smith & Sons"}}
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS, value)])
    lines = desk.place.annotations.filters
    pick(lines, "Value", "source", "Smith && Sons")
    assert quotes(desk) == [WORDS]
    assert chips(lines)[0].accessibleName() == "Filter: source: Smith & Sons"


def test_an_import_with_a_new_tag_is_listed_in_a_sorted_list(desk, lines):
    sort(lines, "Tag")
    session = desk.window.session
    old = session.codebook.tag_named("claim")
    tag = replace(old, id=TagId(new_id()), name="doubt", key="", position=9, revision=0)
    made = annotation(
        session.codebook, [desk.opened.document], session.me, "claim", "storm"
    )
    made = replace(made, tag_id=tag.id)
    session.apply(Edit("Import", (Change(None, tag), Change(None, made))))
    assert desk.listed()[-1] == "doubt: storm"
