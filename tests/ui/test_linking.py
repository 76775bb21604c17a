"""Linking annotations: two keys in the text, curves and chips, and going along."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_desk import NONE, REPORT, SHIFT, Desk, journal

from annotator.app.relating import relations_shown
from annotator.model.annotation import Mark
from annotator.model.change import Change, Edit
from annotator.model.span import Span
from annotator.ui.linking.relations_box import RelationsBox
from annotator.ui.linking.wording import how_far
from annotator.ui.text.geometry import boxes_of
from annotator.ui.theme import DARK, LIGHT, apply_theme

ALT = Qt.KeyboardModifier.AltModifier
CLOSED = "the bridge would be closed"
KNOWN = "the damage was known"
DENIED = "denied that the damage was known before the storm"
PEOPLE = "About 4,200 people"
QUOTE = "“Nobody told us anything,”"
SNAPPED = "the cable had snapped in March"
SENSOR = (
    "A sensor reported that the cable had snapped in March.\n"
    "“It was 3 mm thick,” a welder recalled.\n"
)
ARCHIVE = ("archive.txt", SENSOR)
LONG = REPORT + "".join(f"Paragraph {n} says nothing new.\n" for n in range(120))
FAR = LONG + "The harbour was empty, the pilot insisted.\n"


@pytest.fixture
def desk(desk_with):
    """Ada's denial, figure and claims, and what Boris claims here and elsewhere."""
    desk = desk_with(
        REPORT,
        ARCHIVE,
        others=[("Boris", "claim", KNOWN), ("Boris", "claim", SNAPPED)],
    )
    desk.tag(PEOPLE, "f")
    desk.tag(CLOSED, "c")
    desk.tag(DENIED, "d")
    return desk


def linked(desk):
    """Return ``(from, type, to)`` of the relations, read by SQLite alone."""
    with closing(sqlite3.connect(f"file:{desk.path}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT s.quote, k.name, t.quote FROM relations AS r "
            "JOIN relation_types AS k ON k.id = r.type "
            "JOIN annotations AS s ON s.id = r.source "
            "JOIN annotations AS t ON t.id = r.target "
            "WHERE r.deleted_at IS NULL ORDER BY r.id"
        ).fetchall()


def popup(desk):
    return desk.place.linking.popup


def is_open(desk):
    return popup(desk).isVisible()


def press(desk, key, modifiers=NONE):
    """Press a key wherever the focus is; one step."""
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    desk.settle()


def type_in(desk, words):
    """Type into the card and wait for what is found."""
    QTest.keyClicks(popup(desk).field, words)
    timer = popup(desk)._delay
    desk.qtbot.waitUntil(lambda: not timer.isActive())
    desk.settle()


def offered(desk):
    """Return the rows of the card as they are read out."""
    model = popup(desk)._model
    return [model.index(row).data() for row in range(model.rowCount())]


def said(desk):
    """Return what the card says under its rows, or in their place."""
    label = popup(desk)._foot if offered(desk) else popup(desk)._empty
    return label.text()


def go(desk, words, tag=None):
    """Make the annotation of ``words`` current, as the list of annotations does."""
    span = desk.span(words)
    mark = next(
        mark
        for mark in desk.opened.marks
        if (mark.start, mark.end) == (span.start, span.end)
        and tag in (None, desk.window.session.codebook.tag(mark.tag_id).name)
    )
    desk.place.bench.go_to(mark)
    desk.view.setFocus()
    desk.settle()
    return mark


def link(desk, words, digit):
    go(desk, words)
    press(desk, "l")
    press(desk, digit)


def open_named(desk, name):
    infos = {info.name: info.id for info in desk.window.session.documents()}
    desk.place.open_document(infos[name])
    desk.settle()


# Two steps ---------------------------------------------------------------------


@pytest.mark.parametrize("second", ["1", Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_denial_is_linked_to_its_claim_in_two_steps(desk, second):
    caret, current = desk.view.caret(), desk.opened.current
    press(desk, "l")
    press(desk, second)
    assert linked(desk) == [(DENIED, "denies", KNOWN)]
    assert not is_open(desk)
    assert desk.view.hasFocus()
    assert (desk.view.caret(), desk.opened.current) == (caret, current)
    assert desk.hint == f"Linked: denies “{KNOWN}”. Ctrl+Z takes it back."
    assert journal(desk.path)[-1] == ("do", "Link by “denies”")


def test_a_digit_chooses_the_row_that_shows_it(desk):
    press(desk, "l")
    second = offered(desk)[1]
    press(desk, "2")
    assert CLOSED in second
    assert linked(desk) == [(DENIED, "denies", CLOSED)]


def test_a_digit_without_a_row_does_nothing(desk):
    press(desk, "l")
    assert len(offered(desk)) < 9
    press(desk, "9")
    assert is_open(desk)
    assert popup(desk).field.text() == ""
    assert linked(desk) == []


def test_claims_come_before_figures_and_say_where_they_are(desk):
    press(desk, "l")
    assert offered(desk) == [
        f"denies claim “{KNOWN}”, inside this, \u2068Boris\u2069",
        f"denies claim “{CLOSED}”, 1 paragraph up",
        f"denies figure “{PEOPLE}”, 1 paragraph down",
    ]


def test_undo_takes_a_link_back_and_redo_makes_it_again(desk):
    link(desk, DENIED, "1")
    desk.undo()
    assert linked(desk) == []
    desk.redo()
    assert linked(desk) == [(DENIED, "denies", KNOWN)]


def test_a_row_is_chosen_by_a_click(desk):
    press(desk, "l")
    rows = popup(desk)._rows
    place = rows.visualRect(rows.model().index(1, 0)).center()
    desk.qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()
    assert linked(desk) == [(DENIED, "denies", CLOSED)]
    assert desk.view.hasFocus()


def test_the_arrows_go_to_another_row(desk):
    press(desk, "l")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        press(desk, key)
    press(desk, Qt.Key.Key_Return)
    assert linked(desk) == [(DENIED, "denies", CLOSED)]


def test_esc_closes_and_changes_nothing(desk):
    caret, current = desk.view.caret(), desk.opened.current
    press(desk, "l")
    press(desk, Qt.Key.Key_Escape)
    assert not is_open(desk)
    assert desk.view.hasFocus()
    assert (desk.view.caret(), desk.opened.current) == (caret, current)
    assert linked(desk) == []


def test_a_click_into_the_text_closes_the_card(desk):
    press(desk, "l")
    desk.click("Engineers")
    assert not is_open(desk)
    assert linked(desk) == []


def test_no_key_of_the_card_reaches_the_text(desk):
    tagged = desk.tagged()
    press(desk, "l")
    for key in ("c", "d", Qt.Key.Key_Delete, "]", "n", Qt.Key.Key_Tab):
        press(desk, key)
    press(desk, Qt.Key.Key_Delete)
    assert is_open(desk)
    assert desk.tagged() == tagged
    press(desk, Qt.Key.Key_Escape)
    assert desk.current == DENIED


def test_a_link_survives_the_program(desk, reopened):
    link(desk, DENIED, "1")
    desk = reopened(desk)
    mark = go(desk, DENIED)
    (view,) = relations_shown(desk.window.session, mark.id)
    assert (view.type.name, view.quote) == ("denies", KNOWN)


# Typing ------------------------------------------------------------------------


def test_typing_finds_a_claim_of_another_document(desk):
    press(desk, "l")
    type_in(desk, "cable snap")
    assert offered(desk) == [
        f"denies claim “{SNAPPED}”, \u2068archive.txt\u2069, \u2068Boris\u2069"
    ]
    press(desk, Qt.Key.Key_Return)
    assert linked(desk) == [(DENIED, "denies", SNAPPED)]
    assert desk.opened.document.name == "text-1.txt"


def test_enter_waits_for_what_was_typed_last(desk):
    press(desk, "l")
    QTest.keyClicks(popup(desk).field, "cable")
    press(desk, Qt.Key.Key_Return)
    assert linked(desk) == [(DENIED, "denies", SNAPPED)]


def test_a_digit_after_other_words_is_typed(desk):
    press(desk, "l")
    type_in(desk, "about ")
    press(desk, "4")
    assert popup(desk).field.text() == "about 4"
    assert is_open(desk)


def test_alt_and_a_digit_choose_whatever_is_typed(desk):
    press(desk, "l")
    QTest.keyClicks(popup(desk).field, "the")
    press(desk, "2", ALT)
    assert [kind for _, kind, _ in linked(desk)] == ["denies"]
    assert not is_open(desk)


def test_words_that_nobody_has_tagged_say_what_to_do(desk):
    press(desk, "l")
    type_in(desk, "zebra")
    assert offered(desk) == []
    assert "Try others" in said(desk)
    press(desk, Qt.Key.Key_Return)
    assert is_open(desk)
    for _ in "zebra":
        press(desk, Qt.Key.Key_Backspace)
    desk.qtbot.waitUntil(lambda: len(offered(desk)) == 3)


def test_the_search_begins_soon_enough_to_feel_instant(desk):
    assert popup(desk)._delay.interval() <= 80


def test_a_hidden_layer_is_not_offered(desk):
    boris = next(p for p in desk.window.session.people().values() if p.name == "Boris")
    desk.opened.hide(frozenset([boris.id]))
    go(desk, DENIED)
    press(desk, "l")
    assert not any(KNOWN in row for row in offered(desk))
    type_in(desk, "cable")
    assert offered(desk) == []


# Types -------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Right])
def test_a_key_changes_the_relation_to_the_next_that_fits(desk, key):
    press(desk, "l")
    press(desk, key)
    press(desk, Qt.Key.Key_Return)
    assert linked(desk) == [(DENIED, "attributed-to", KNOWN)]


def test_shift_tab_and_left_change_it_back(desk):
    press(desk, "l")
    press(desk, Qt.Key.Key_Tab)
    press(desk, Qt.Key.Key_Left)
    press(desk, Qt.Key.Key_Tab, SHIFT)
    press(desk, Qt.Key.Key_Tab)
    assert offered(desk)[0].startswith("denies ")
    press(desk, "1")
    assert linked(desk) == [(DENIED, "denies", KNOWN)]


def test_only_types_that_fit_the_pair_are_offered(desk):
    go(desk, CLOSED)
    press(desk, "l")
    kinds = set()
    for _ in range(12):
        kinds.add(offered(desk)[0].split()[0])
        press(desk, Qt.Key.Key_Tab)
    assert kinds == {"contradicts", "supports", "attributed-to", "same-claim"}


def test_a_row_that_is_linked_is_marked_and_not_linked_twice(desk):
    link(desk, DENIED, "1")
    press(desk, "l")
    assert offered(desk)[0].startswith(f"denies claim “{KNOWN}”, linked: denies")
    press(desk, "1")
    assert is_open(desk)
    assert "linked by “denies” already" in said(desk)
    assert len(linked(desk)) == 1


def test_a_linked_row_with_another_type_changes_the_type(desk):
    link(desk, DENIED, "1")
    press(desk, "l")
    press(desk, Qt.Key.Key_Tab)
    press(desk, "1")
    assert linked(desk) == [(DENIED, "attributed-to", KNOWN)]
    desk.undo()
    assert linked(desk) == [(DENIED, "denies", KNOWN)]


def test_a_relation_without_direction_is_not_doubled_from_its_other_end(desk):
    claim = desk.tag("the storm", "c")
    press(desk, "l")
    place = next(n for n, row in enumerate(offered(desk)) if CLOSED in row)
    press(desk, str(place + 1))
    assert linked(desk) == [("the storm", "contradicts", CLOSED)]
    go(desk, CLOSED)
    press(desk, "l")
    place = next(n for n, row in enumerate(offered(desk)) if "the storm" in row)
    press(desk, str(place + 1))
    assert "linked by “contradicts” already" in said(desk)
    for _ in range(12):
        if offered(desk)[place].startswith("same-claim"):
            break
        press(desk, Qt.Key.Key_Tab)
    press(desk, Qt.Key.Key_Return)
    assert linked(desk) == [("the storm", "same-claim", CLOSED)]
    assert claim is not None


# What is refused ---------------------------------------------------------------


def test_a_chain_must_not_go_round(desk_with):
    desk = desk_with("“One,” she said. “Two,” he said.\n")
    desk.tag("“One,”", "q")
    desk.tag("“Two,”", "q")
    press(desk, "l")
    press(desk, "1")
    assert linked(desk) == [("“Two,”", "continues", "“One,”")]
    go(desk, "“One,”")
    press(desk, "l")
    press(desk, "1")
    assert is_open(desk)
    assert "round in a circle" in said(desk)
    press(desk, Qt.Key.Key_Down)
    assert len(linked(desk)) == 1


def test_without_a_current_annotation_it_says_what_to_do(desk):
    desk.leave()
    press(desk, "l")
    assert not is_open(desk)
    assert desk.hint == "Go to an annotation first."


def test_from_a_teammates_annotation_nothing_can_be_linked(desk):
    go(desk, KNOWN)
    press(desk, "l")
    assert not is_open(desk)
    assert desk.hint == "This is Boris’s annotation. Press T to take it over."


def test_a_project_that_is_read_only_offers_nothing(desk, make_window):
    reader = Desk(desk.qtbot, make_window()).open(desk.path)
    assert reader.window.session.read_only
    go(reader, DENIED)
    press(reader, "l")
    assert not is_open(reader)
    assert linked(desk) == []


def test_an_empty_text_says_that_typing_searches_the_others(desk):
    open_named(desk, "archive.txt")
    desk.tag("3 mm", "f")
    for mark in list(desk.opened.marks):
        if desk.window.session.people().get(mark.annotator_id).name == "Boris":
            desk.opened.hide(frozenset([mark.annotator_id]))
    go(desk, "3 mm")
    press(desk, "l")
    assert offered(desk) == []
    assert said(desk) == (
        "Nothing in this text can be linked from this figure. "
        "Type to search other texts."
    )


def test_a_tag_without_relations_says_so(desk):
    session = desk.window.session
    retired = tuple(
        Change(kind, kind.__class__(**_fields(kind) | {"retired": True}))
        for kind in session.codebook.relation_types
    )
    desk.place.saver.do(Edit("Retire", retired))
    go(desk, DENIED)
    press(desk, "l")
    assert not is_open(desk)
    assert desk.hint.startswith("The codebook has no relation from denial.")


def _fields(kind):
    return {name: getattr(kind, name) for name in kind.__dataclass_fields__}


def test_a_link_that_cannot_be_saved_waits_and_is_saved_later(desk):
    desk.take_file_away()
    link(desk, DENIED, "1")
    waiting, hint = len(desk.place.saver.pending), desk.hint
    desk.bring_file_back()
    desk.place.saver.retry()
    assert waiting == 1
    assert "Linked" not in hint
    assert linked(desk) == [(DENIED, "denies", KNOWN)]


# Where the card is -------------------------------------------------------------


def card(desk):
    """Return where the card is seen on the viewport."""
    inside = popup(desk).geometry().adjusted(12, 12, -12, -12)
    return inside.translated(-desk.view.viewport().geometry().topLeft())


def anchor(desk, words):
    boxes = boxes_of(desk.view, desk.span(words))
    return boxes[0].top(), boxes[-1].bottom()


@pytest.mark.parametrize("size", [(1280, 800), (900, 500), (1920, 1080)])
def test_the_card_is_wholly_in_view_and_hides_no_word_of_the_annotation(desk, size):
    desk.window.resize(*size)
    desk.settle()
    for words in (CLOSED, DENIED, PEOPLE):
        go(desk, words)
        press(desk, "l")
        top, bottom = anchor(desk, words)
        assert desk.view.viewport().rect().contains(card(desk))
        assert card(desk).top() > bottom or card(desk).bottom() < top
        press(desk, Qt.Key.Key_Escape)


def test_the_card_stands_above_where_there_is_no_room_below(desk_with):
    desk = desk_with(FAR)
    words = "The harbour was empty"
    desk.tag(words, "d")
    for n in range(100, 110):
        desk.tag(f"Paragraph {n} says", "c")
    go(desk, words)
    desk.view.verticalScrollBar().setValue(desk.view.verticalScrollBar().maximum())
    press(desk, "l")
    assert len(offered(desk)) == 10
    assert card(desk).bottom() < anchor(desk, words)[0]
    assert desk.view.viewport().rect().contains(card(desk))
    before = card(desk)
    type_in(desk, "says 101")
    assert len(offered(desk)) == 1
    assert card(desk).top() == before.top()
    assert card(desk).height() < before.height()


def test_the_card_is_in_view_also_where_the_annotation_fills_it(desk_with):
    desk = desk_with(LONG)
    desk.tag(CLOSED, "c")
    desk.view.select(Span(desk.span("Paragraph 3 ").start, len(LONG) - 1))
    desk.press("d")
    desk.view.verticalScrollBar().setValue(40)
    press(desk, "l")
    assert is_open(desk)
    assert desk.view.viewport().rect().contains(card(desk))


def test_the_card_goes_along_when_the_text_is_scrolled(desk_with):
    desk = desk_with(LONG)
    desk.tag(CLOSED, "c")
    desk.tag(KNOWN, "d")
    press(desk, "l")
    before = card(desk).top()
    desk.view.verticalScrollBar().setValue(1)
    desk.settle()
    assert card(desk).top() < before
    assert is_open(desk)


def test_digits_number_the_rows_that_are_seen(desk_with):
    words = [f"Paragraph {n} says" for n in range(12)]
    desk = desk_with(LONG)
    for each in words:
        desk.tag(each, "c")
    desk.tag(KNOWN, "d")
    press(desk, "l")
    rows = offered(desk)
    assert len(rows) == 12
    for _ in range(11):
        press(desk, Qt.Key.Key_Down)
    last = popup(desk)._rows.height() // 38
    press(desk, str(last))
    ((_, _, target),) = linked(desk)
    assert f"“{target}”" in rows[-1]


def test_who_listens_hears_the_row_that_enter_would_choose(desk):
    press(desk, "l")
    field = QAccessible.queryAccessibleInterface(popup(desk).field)
    assert field.text(QAccessible.Text.Name) == f"Link denial “{DENIED}” to"
    assert KNOWN in field.text(QAccessible.Text.Description)
    press(desk, Qt.Key.Key_Down)
    assert CLOSED in field.text(QAccessible.Text.Description)
    press(desk, Qt.Key.Key_Tab)
    assert field.text(QAccessible.Text.Description).startswith("attributed-to claim")


# Following ---------------------------------------------------------------------


def test_g_goes_to_the_other_end_and_back(desk):
    link(desk, DENIED, "1")
    press(desk, "g")
    assert desk.current == KNOWN
    assert desk.hint == "→ denies, 1 of 1. G again goes back."
    press(desk, "g")
    assert desk.current == DENIED
    press(desk, "g")
    assert desk.current == KNOWN


def test_g_goes_on_through_all_relations_and_other_documents(desk):
    link(desk, DENIED, "1")
    press(desk, "l")
    type_in(desk, "cable")
    press(desk, Qt.Key.Key_Return)
    seen = []
    for _ in range(4):
        press(desk, "g")
        seen.append((desk.opened.document.name, desk.current))
    assert seen == [
        ("archive.txt", SNAPPED),
        ("text-1.txt", KNOWN),
        ("text-1.txt", DENIED),
        ("archive.txt", SNAPPED),
    ]


def test_g_starts_anew_where_another_annotation_was_made_current(desk):
    link(desk, DENIED, "1")
    link(desk, DENIED, "2")
    press(desk, "g")
    press(desk, "g")
    assert desk.current == KNOWN
    go(desk, CLOSED)
    press(desk, "g")
    assert desk.current == DENIED
    press(desk, "g")
    assert desk.current == CLOSED
    assert desk.hint == "Back where you started."


def test_g_starts_anew_where_the_caret_was_moved(desk):
    link(desk, DENIED, "1")
    link(desk, DENIED, "2")
    go(desk, DENIED)
    press(desk, "g")
    here = desk.opened.current
    press(desk, Qt.Key.Key_Right)
    desk.opened.set_current(here)
    press(desk, "g")
    assert desk.current == DENIED
    assert desk.hint == "← denies, 1 of 1. G again goes back."


def test_g_shows_the_layer_it_leads_to(desk):
    link(desk, DENIED, "1")
    boris = next(p for p in desk.window.session.people().values() if p.name == "Boris")
    desk.opened.hide(frozenset([boris.id]))
    press(desk, "g")
    assert desk.current == KNOWN
    assert desk.opened.hidden == frozenset()


def test_g_without_relations_says_how_to_make_one(desk):
    press(desk, "g")
    assert desk.hint == "This annotation has no relations. L links it to another."
    desk.leave()
    press(desk, "g")
    assert desk.hint == "Go to an annotation first."


# In the text -------------------------------------------------------------------


def scene(desk):
    desk.settle()
    desk.view.viewport().repaint()
    return desk.place.linking.connectors.scene


def picture(desk):
    """Return what the text looks like without a caret, which blinks."""
    desk.view.clearFocus()
    desk.settle()
    seen = desk.view.viewport().grab().toImage()
    desk.view.setFocus()
    return seen


def test_a_link_is_drawn_and_gone_with_undo(desk):
    go(desk, DENIED)
    before = picture(desk)
    link(desk, DENIED, "2")
    (connector,) = scene(desk).connectors
    assert picture(desk) != before
    ends = [connector.path.pointAtPercent(share) for share in (0.0, 1.0)]
    for end, words in zip(ends, (DENIED, CLOSED), strict=True):
        boxes = boxes_of(desk.view, desk.span(words))
        near = [box.adjusted(-1, -1, 1, 1) for box in boxes]
        assert any(box.contains(end) for box in near)
    desk.undo()
    assert not scene(desk).connectors
    assert picture(desk) == before


@pytest.mark.parametrize("source", [DENIED, "complained"])
def test_the_name_of_the_type_hides_no_letter(desk, source):
    if source != DENIED:
        desk.tag(source, "d")
    go(desk, source)
    press(desk, "l")
    place = next(n for n, row in enumerate(offered(desk)) if CLOSED in row)
    press(desk, str(place + 1))
    (connector,) = scene(desk).connectors
    assert connector.label is not None
    for words in desk.text.splitlines():
        for box in boxes_of(desk.view, desk.span(words)):
            assert not connector.label.intersects(box.adjusted(0, 4, 0, -3))


def test_nothing_is_drawn_for_another_annotation(desk):
    link(desk, DENIED, "2")
    assert scene(desk).connectors
    go(desk, PEOPLE)
    assert not scene(desk).connectors
    go(desk, CLOSED)
    assert scene(desk).connectors
    desk.leave()
    assert not scene(desk).connectors


def test_the_switch_hides_them_and_is_remembered(desk, reopened):
    link(desk, DENIED, "2")
    switch = desk.action("annotate.relations")
    assert switch.isChecked()
    switch.trigger()
    assert not switch.isChecked()
    assert not scene(desk).connectors
    desk = reopened(desk)
    go(desk, DENIED)
    assert not scene(desk).connectors
    desk.action("annotate.relations").trigger()
    assert len(scene(desk).connectors) == 1


@pytest.fixture
def far(desk_with):
    """A denial at the very end of a long text, linked to what stands elsewhere."""
    desk = desk_with(FAR, ARCHIVE, others=[("Boris", "claim", SNAPPED)])
    desk.tag(CLOSED, "c")
    desk.tag("The harbour was empty", "d")
    press(desk, "l")
    press(desk, "1")
    desk.settle()
    return desk


def click_chip(desk, chip):
    place = chip.rect.center().toPoint()
    desk.qtbot.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    desk.settle()


def test_an_end_out_of_sight_is_a_chip_that_leads_there(far):
    found = scene(far)
    (chip,) = found.chips
    assert not found.connectors
    assert chip.rect.top() < 40
    assert chip.words.startswith("denies ↑ ")
    assert CLOSED[:20] in chip.words
    click_chip(far, chip)
    assert far.current == CLOSED
    (back,) = scene(far).chips
    assert back.rect.bottom() > far.view.viewport().height() - 40
    assert back.words.endswith("denies this")
    click_chip(far, back)
    assert far.current == "The harbour was empty"


def test_an_end_in_another_document_is_a_chip_with_its_title(far):
    press(far, "l")
    type_in(far, "cable")
    press(far, Qt.Key.Key_Return)
    chip = next(c for c in scene(far).chips if "archive.txt" in c.words)
    click_chip(far, chip)
    assert far.opened.document.name == "archive.txt"
    assert far.current == SNAPPED


def test_letting_go_beside_a_chip_goes_nowhere(far):
    (chip,) = scene(far).chips
    viewport, left = far.view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, NONE, chip.rect.center().toPoint())
    QTest.mouseRelease(viewport, left, NONE, QPoint(5, 300))
    far.settle()
    assert far.current == "The harbour was empty"


def test_the_mouse_shows_that_a_chip_can_be_clicked(far):
    (chip,) = scene(far).chips
    QTest.mouseMove(far.view.viewport(), chip.rect.center().toPoint())
    far.settle()
    connectors = far.place.linking.connectors
    assert (
        connectors.hover_cursor(chip.rect.center().toPoint())
        == Qt.CursorShape.PointingHandCursor
    )
    assert connectors.hover_cursor(QPoint(5, 300)) is None


def test_many_chips_are_counted(desk_with):
    desk = desk_with(FAR)
    for n in range(5):
        desk.tag(f"Paragraph {n} says", "c")
    words = "The harbour was empty"
    desk.tag(words, "d")
    for n in range(5):
        press(desk, "l")
        press(desk, str(n + 1))
    chips = scene(desk).chips
    assert [chip.words for chip in chips][3:] == ["+2"]
    rects = [chip.rect for chip in chips]
    assert not any(
        one.intersects(other) for one in rects for other in rects if one is not other
    )
    click_chip(desk, chips[-1])
    assert desk.current == words


def test_chips_never_hide_the_current_annotation(far):
    bar = far.view.verticalScrollBar()
    go(far, CLOSED)
    for value in range(bar.maximum()):
        bar.setValue(value)
        boxes = boxes_of(far.view, far.span(CLOSED))
        if not boxes:
            break
        for chip in scene(far).chips:
            assert not any(chip.rect.intersects(box) for box in boxes)
    assert value > 0


def test_chips_of_both_edges_never_hide_it_or_one_another(desk_with):
    desk = desk_with(FAR)
    words = "Paragraph 60 says"
    desk.tag(CLOSED, "c")
    desk.tag("The harbour was empty", "c")
    desk.tag(words, "d")
    for digit in ("1", "2"):
        press(desk, "l")
        press(desk, digit)
    assert sorted(target for _, _, target in linked(desk)) == [
        "The harbour was empty",
        CLOSED,
    ]
    bar, seen = desk.view.verticalScrollBar(), 0
    for value in range(bar.maximum()):
        bar.setValue(value)
        boxes = boxes_of(desk.view, desk.span(words))
        if not boxes:
            continue
        seen += 1
        one, other = (chip.rect for chip in scene(desk).chips)
        assert not one.intersects(other)
        assert not any(rect.intersects(box) for rect in (one, other) for box in boxes)
    assert seen > 10


def test_a_curve_comes_from_where_the_current_one_is_out_of_sight(desk_with):
    desk = desk_with(FAR)
    near = "Paragraph 4 says"
    desk.tag(near, "c")
    desk.tag(CLOSED, "d")
    press(desk, "l")
    press(desk, "1")
    bar = desk.view.verticalScrollBar()
    while boxes_of(desk.view, desk.span(CLOSED)):
        bar.setValue(bar.value() + 1)
    (connector,) = scene(desk).connectors
    assert connector.path.pointAtPercent(0.0).y() < 0
    assert not scene(desk).chips


def test_scrolling_leaves_no_traces(far):
    go(far, CLOSED)
    bar = far.view.verticalScrollBar()
    bar.setValue(2)
    far.settle()
    seen = far.view.viewport().grab().toImage()
    far.view.viewport().repaint()
    assert far.view.viewport().grab().toImage() == seen


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_curves_are_drawn_under_the_letters(desk, qapp, theme):
    apply_theme(qapp, theme)
    try:
        desk.place.restyle()
        link(desk, DENIED, "2")
        (connector,) = scene(desk).connectors
        middle = connector.path.pointAtPercent(0.97).toPoint()
        with_curve = picture(desk)
        desk.action("annotate.relations").trigger()
        without = picture(desk)
        around = QRect(middle - QPoint(3, 3), middle + QPoint(3, 3))
        assert with_curve.copy(around) != without.copy(around)
    finally:
        apply_theme(qapp, LIGHT)


# In the inspector --------------------------------------------------------------


@pytest.fixture
def box(desk):
    """The list of relations, beside the window it works for."""
    link(desk, DENIED, "1")
    press(desk, "l")
    type_in(desk, "cable")
    press(desk, Qt.Key.Key_Return)
    box = RelationsBox(desk.place.bench, desk.place.inspector)
    box.resize(312, 300)
    box.show()
    box.raise_()
    show_current(desk, box)
    return box


def show_current(desk, box):
    box.show_annotation(desk.opened.current_annotation())
    desk.settle()


def undo_anywhere(desk):
    assert desk.window.book.run("edit.undo")


def rows_of(box):
    model = box.rows.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def choose_row(box, row):
    box.rows.setCurrentIndex(box.rows.model().index(row, 0))


def test_the_list_says_where_each_relation_leads(box):
    assert rows_of(box) == [
        f"→ denies, \u2068archive.txt\u2069, \u2068Boris\u2069: {SNAPPED}",
        f"→ denies, \u2068Boris\u2069: {KNOWN}",
    ]


def test_the_other_end_is_listed_the_other_way(desk, box):
    go(desk, KNOWN)
    show_current(desk, box)
    assert rows_of(box) == [f"← denies: {DENIED}"]
    assert not box.link.isVisibleTo(box)


def test_enter_on_a_row_goes_there(desk, box):
    choose_row(box, 1)
    QTest.keyClick(box.rows, Qt.Key.Key_Return)
    assert desk.current == KNOWN


def test_a_click_on_a_row_goes_there_also_in_another_document(desk, box):
    place = box.rows.visualRect(box.rows.model().index(0, 0)).center()
    desk.qtbot.mouseClick(box.rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.current == SNAPPED
    assert desk.opened.document.name == "archive.txt"


def test_del_removes_a_relation_and_undo_brings_it_back(desk, box):
    choose_row(box, 0)
    QTest.keyClick(box.rows, Qt.Key.Key_Delete)
    assert linked(desk) == [(DENIED, "denies", KNOWN)]
    show_current(desk, box)
    assert len(rows_of(box)) == 1
    assert desk.hint == "Link removed. Ctrl+Z brings it back."
    undo_anywhere(desk)
    assert len(linked(desk)) == 2


def entries(box, row):
    return {a.text().partition("\t")[0]: a for a in box.menu(row).actions() if a.text()}


def test_the_menu_changes_the_type(desk, box):
    menu = entries(box, 1)
    assert list(menu) == ["Go there", "denies", "attributed-to", "Reverse", "Remove"]
    assert menu["denies"].isChecked()
    menu["attributed-to"].trigger()
    assert sorted(linked(desk)) == [
        (DENIED, "attributed-to", KNOWN),
        (DENIED, "denies", SNAPPED),
    ]


def test_what_cannot_be_turned_round_is_grey(box):
    assert not entries(box, 0)["Reverse"].isEnabled()


def test_the_menu_turns_a_relation_round(desk, box):
    desk.tag("the storm", "c")
    press(desk, "l")
    place = next(n for n, row in enumerate(offered(desk)) if CLOSED in row)
    for _ in range(place):
        press(desk, Qt.Key.Key_Down)
    press(desk, Qt.Key.Key_Tab)
    press(desk, Qt.Key.Key_Return)
    assert linked(desk)[-1] == ("the storm", "supports", CLOSED)
    show_current(desk, box)
    entries(box, 0)["Reverse"].trigger()
    assert linked(desk)[-1] == (CLOSED, "supports", "the storm")
    desk.undo()
    assert linked(desk)[-1] == ("the storm", "supports", CLOSED)


def test_the_menu_of_the_row_opens_by_its_sign_and_by_key(desk, box):
    wanted = []
    box.rows.menu_wanted.connect(lambda index, _place: wanted.append(index.row()))
    rect = box.rows.visualRect(box.rows.model().index(1, 0))
    sign = QPoint(rect.right() - 10, rect.bottom() - 10)
    box.rows.menu_wanted.disconnect(box._show_menu)
    desk.qtbot.mouseClick(box.rows.viewport(), Qt.MouseButton.LeftButton, pos=sign)
    choose_row(box, 0)
    QTest.keyClick(box.rows, Qt.Key.Key_Space)
    assert wanted == [1, 0]
    assert desk.current == DENIED


def test_a_teammates_relation_can_be_followed_but_not_changed(desk, box):
    session = desk.window.session
    boris = next(p for p in session.people().values() if p.name == "Boris")
    (first, _) = relations_shown(session, desk.opened.current)
    theirs = first.relation.__class__(
        **_fields(first.relation)
        | {"id": first.relation.id[::-1], "annotator_id": boris.id, "revision": 0}
    )
    session.apply(Edit("Theirs", (Change(None, theirs),)))
    show_current(desk, box)
    mine = [box._model.view(row).mine for row in range(3)]
    row = mine.index(False)
    assert not entries(box, row)["Remove"].isEnabled()
    choose_row(box, row)
    QTest.keyClick(box.rows, Qt.Key.Key_Delete)
    assert len(linked(desk)) == 3
    assert desk.hint == "Boris made this link. Only Boris can change or remove it."


def test_showing_emits_nothing_and_the_button_asks_for_the_card(desk, box):
    asked = []
    box.link_wanted.connect(lambda: asked.append("link"))
    show_current(desk, box)
    box.show_annotation(None)
    show_current(desk, box)
    assert asked == []
    assert box.link.text() == "Link… (L)"
    desk.qtbot.mouseClick(box.link, Qt.MouseButton.LeftButton)
    assert asked == ["link"]


def test_without_relations_it_says_so_in_a_word(desk, box):
    go(desk, PEOPLE)
    show_current(desk, box)
    assert rows_of(box) == []
    assert box._none.isVisibleTo(box)
    assert box.link.isVisibleTo(box)


# Words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there", "words"),
    [
        ((0, 3), (0, 3), "inside this"),
        ((0, 9), (2, 4), "inside this"),
        ((2, 4), (0, 9), "around this"),
        ((0, 4), (2, 6), "overlaps this"),
        ((0, 2), (4, 6), "later in this paragraph"),
        ((4, 6), (0, 2), "earlier in this paragraph"),
        ((0, 2), (11, 13), "1 paragraph down"),
        ((11, 13), (0, 2), "1 paragraph up"),
        ((20, 22), (0, 2), "2 paragraphs up"),
    ],
)
def test_distances_are_told_in_words(here, there, words):
    text = "one two x\n\nthree f\nfour five"
    assert how_far(text, *(Mark(*span, "", "", "") for span in (here, there))) == words


def test_right_to_left_texts_are_linked_and_drawn(desk_with):
    text = "قال الوزير إن الجسر مغلق منذ أيام.\nنفى المهندسون أن الجسر مغلق 😀 اليوم.\n"
    desk = desk_with(text)
    desk.tag("الجسر مغلق منذ أيام", "c")
    desk.tag("نفى المهندسون أن الجسر مغلق 😀", "d")
    press(desk, "l")
    press(desk, "1")
    assert linked(desk) == [
        ("نفى المهندسون أن الجسر مغلق 😀", "denies", "الجسر مغلق منذ أيام")
    ]
    (connector,) = scene(desk).connectors
    end = QPointF(connector.path.pointAtPercent(1.0))
    boxes = boxes_of(desk.view, desk.span("الجسر مغلق منذ أيام"))
    assert any(box.adjusted(-1, -1, 1, 1).contains(end) for box in boxes)
