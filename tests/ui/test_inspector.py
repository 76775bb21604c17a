"""The inspector: everything typed is saved by itself, and to the right annotation."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from ui_desk import REPORT, annotation, note, write_note

from annotator.model.change import Change, Edit
from annotator.model.codebook import AttributeKind
from annotator.ui.annotations.fields import value_problem

WORDS = "the bridge would be closed"


@pytest.fixture
def desk(desk_with):
    return desk_with(REPORT)


@pytest.fixture
def claim(desk):
    """The desk with a claim as its current annotation."""
    desk.tag(WORDS, "c")
    return desk


@pytest.fixture
def figure(desk):
    desk.tag("About 4,200", "f")
    return desk


def field(desk, name):
    fields = desk.place.inspector.fields
    return next(f for f in fields if f.attribute.name == name)


def segments(desk, name):
    """Return what can be pressed in a row of choices."""
    return [button.text() for button in field(desk, name).editor.buttons]


def attributes(desk, words):
    return next(row.attributes for row in desk.stored() if row.quote == words)


def notes(desk):
    return {row.quote: row.note for row in desk.stored()}


def choose(desk, name, choice):
    """Choose with the keyboard, by the first letters."""
    box = field(desk, name).editor
    box.setFocus()
    if choice == "–":
        QTest.keyClick(box, Qt.Key.Key_Delete)
    else:
        QTest.keyClicks(box, choice)
    desk.settle()


def write(desk, name, text):
    """Put other words into a field, as with the keyboard."""
    editor = field(desk, name).editor
    editor.setFocus()
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Delete)
    QTest.keyClicks(editor, text)
    return editor


def step(desk):
    """Go on to the next annotation without leaving the field first."""
    desk.window.book.run("annotate.next")
    desk.settle()


# Attributes --------------------------------------------------------------------


def test_enter_saves_what_was_typed(claim):
    editor = write(claim, "source", "the mayor")
    assert attributes(claim, WORDS) == {}
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert attributes(claim, WORDS) == {"source": "the mayor"}


def test_leaving_the_field_saves_what_was_typed(claim):
    write(claim, "source", "the mayor")
    claim.view.setFocus()
    assert attributes(claim, WORDS) == {"source": "the mayor"}


def test_tab_saves_and_goes_to_the_next_field(claim):
    editor = write(claim, "source", "the mayor")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert field(claim, "cue").editor.hasFocus()
    assert attributes(claim, WORDS) == {"source": "the mayor"}


def test_a_pause_saves_what_was_typed(qtbot, claim):
    with qtbot.waitSignal(claim.place.saver.saved, timeout=3000):
        write(claim, "source", "the mayor")
    assert attributes(claim, WORDS) == {"source": "the mayor"}


def test_going_to_another_annotation_saves_what_was_typed(claim):
    claim.tag("4,200", "f")
    claim.press("p")
    write(claim, "source", "the mayor")
    step(claim)
    assert attributes(claim, WORDS) == {"source": "the mayor"}
    assert attributes(claim, "4,200") == {}


def test_closing_the_window_saves_what_was_typed(claim, reopened):
    write(claim, "source", "the mayor")
    again = reopened(claim)
    assert attributes(again, WORDS) == {"source": "the mayor"}


@pytest.mark.parametrize(
    ("name", "choice"), [("source_type", "institution"), ("unsure", "yes")]
)
def test_a_choice_is_saved_at_once(claim, name, choice):
    choose(claim, name, choice)
    assert attributes(claim, WORDS) == {name: choice}


def test_choosing_nothing_takes_the_attribute_away(claim):
    choose(claim, "polarity", "negated")
    choose(claim, "polarity", "–")
    assert attributes(claim, WORDS) == {}


def test_emptying_a_field_takes_the_attribute_away(claim):
    QTest.keyClick(write(claim, "source", "the mayor"), Qt.Key.Key_Return)
    QTest.keyClick(write(claim, "source", ""), Qt.Key.Key_Return)
    assert attributes(claim, WORDS) == {}


@pytest.mark.parametrize("number", ["4200", "-3", "+7", "0.1", "2500000.75"])
def test_a_number_is_saved(figure, number):
    QTest.keyClick(write(figure, "value", number), Qt.Key.Key_Return)
    assert attributes(figure, "About 4,200") == {"value": number}


@pytest.mark.parametrize("number", ["4,200", "many", "1e5", "12%", ".5"])
def test_a_wrong_number_is_marked_and_not_saved(figure, number):
    editor = write(figure, "value", number)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert attributes(figure, "About 4,200") == {}
    assert editor.property("problem") is True
    assert editor.toolTip().startswith("A number in digits")


def test_the_mark_goes_when_the_number_is_right(figure):
    QTest.keyClick(write(figure, "value", "many"), Qt.Key.Key_Return)
    editor = write(figure, "value", "4200")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.property("problem") is False
    assert attributes(figure, "About 4,200") == {"value": "4200"}


@pytest.mark.parametrize("day", ["2026", "2026-03", "2026-03-04"])
def test_a_date_is_saved_as_exactly_as_it_is_known(claim, day):
    QTest.keyClick(write(claim, "event_date", day), Qt.Key.Key_Return)
    assert attributes(claim, WORDS) == {"event_date": day}


@pytest.mark.parametrize(
    "day", ["yesterday", "2026-13", "2026-02-30", "20260304", "04.03.2026", "2026-W10"]
)
def test_a_wrong_date_is_marked_and_not_saved(claim, day):
    editor = write(claim, "event_date", day)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert attributes(claim, WORDS) == {}
    assert editor.property("problem") is True


def test_a_wrong_value_is_not_carried_to_the_next_annotation(figure):
    figure.tag("Monday", "f")
    write(figure, "value", "many")
    step(figure)
    assert figure.current == "About 4,200"
    assert field(figure, "value").editor.text() == ""
    assert not field(figure, "value").editor.property("problem")


@pytest.mark.parametrize("day", ["2026-W10-1", "٢٠٢٦", "2026-03-04 "])
def test_only_days_months_and_years_in_plain_digits_are_dates(day):
    assert value_problem(AttributeKind.DATE, day)


@pytest.mark.parametrize("number", ["٤٢", "𝟒𝟐", "4²", "nan", "inf", "0x10", "1_000"])
def test_only_plain_digits_are_numbers(number):
    assert value_problem(AttributeKind.NUMBER, number)


def test_a_field_shows_the_value_of_the_current_annotation(claim):
    QTest.keyClick(write(claim, "source", "the mayor"), Qt.Key.Key_Return)
    claim.tag("Monday", "c")
    assert field(claim, "source").editor.text() == ""
    step(claim)
    assert claim.current == WORDS
    assert field(claim, "source").editor.text() == "the mayor"


def test_an_attribute_is_undone_like_everything_else(claim):
    QTest.keyClick(write(claim, "source", "the mayor"), Qt.Key.Key_Return)
    claim.view.setFocus()
    claim.undo()
    assert attributes(claim, WORDS) == {}
    assert field(claim, "source").editor.text() == ""


@pytest.mark.parametrize("name", ["polarity", "certainty"])
def test_a_value_the_codebook_does_not_offer_is_shown_and_kept(desk_with, name):
    desk = own_annotation(desk_with, attributes={name: "doubtful"})
    assert field(desk, name).editor.value() == "doubtful"
    desk.leave()
    assert attributes(desk, WORDS) == {name: "doubtful"}


def test_a_value_the_codebook_does_not_offer_is_not_offered_elsewhere(desk_with):
    given = {"polarity": "doubtful", "certainty": "doubtful"}
    desk = own_annotation(desk_with, attributes=given)
    desk.tag("Monday", "c")
    assert field(desk, "certainty").editor.findText("doubtful") < 0
    assert segments(desk, "polarity") == ["affirmed", "negated"]


@pytest.mark.parametrize(
    "value", ["10\u00a0Downing Street", " two  spaces ", "narrow\u202fspace"]
)
def test_a_value_from_a_dataset_survives_being_looked_at(desk_with, value):
    desk = own_annotation(desk_with, attributes={"source": value})
    field(desk, "source").setFocus()
    desk.view.setFocus()
    desk.leave()
    assert attributes(desk, WORDS) == {"source": value}
    assert desk.window.session.undoable is None


def test_spaces_around_what_was_typed_are_left_out(claim):
    QTest.keyClick(write(claim, "source", "  the  mayor "), Qt.Key.Key_Return)
    assert attributes(claim, WORDS) == {"source": "the mayor"}


def test_scrolling_over_a_list_of_choices_changes_nothing(claim):
    box = field(claim, "certainty").editor
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(box.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert box.currentText() == "–"
    assert attributes(claim, WORDS) == {}


def test_a_new_tag_shows_its_own_fields(claim):
    claim.press("f")
    assert {f.attribute.name for f in claim.place.inspector.fields} >= {
        "value",
        "unit",
    }
    assert field(claim, "value").isVisible()


def test_values_the_new_tag_has_no_room_for_come_back_with_undo(claim):
    choose(claim, "polarity", "negated")
    claim.view.setFocus()
    claim.press("d")
    assert attributes(claim, WORDS) == {}
    claim.undo()
    assert attributes(claim, WORDS) == {"polarity": "negated"}


# The note ----------------------------------------------------------------------


def test_leaving_the_note_saves_it(claim):
    write_note(claim, "check the date")
    assert notes(claim) == {WORDS: ""}
    claim.view.setFocus()
    assert notes(claim) == {WORDS: "check the date"}


def test_a_pause_saves_the_note(qtbot, claim):
    with qtbot.waitSignal(claim.place.saver.saved, timeout=3000):
        write_note(claim, "check")
    assert notes(claim) == {WORDS: "check"}


def test_a_note_belongs_to_the_annotation_it_was_typed_for(claim):
    claim.tag("4,200", "f")
    claim.press("p")
    write_note(claim, "about the bridge")
    step(claim)
    assert notes(claim) == {WORDS: "about the bridge", "4,200": ""}
    assert note(claim).toPlainText() == ""


def test_a_click_on_another_annotation_keeps_the_note_where_it_was_typed(claim):
    claim.tag("4,200", "f")
    claim.press("p")
    write_note(claim, "about the bridge")
    claim.click("4,200", after=3)
    assert notes(claim) == {WORDS: "about the bridge", "4,200": ""}


def test_a_note_is_saved_when_another_document_is_opened(desk_with):
    desk = desk_with(REPORT, "Another text.\n")
    desk.tag(WORDS, "c")
    write_note(desk, "about the bridge")
    first = desk.opened.document.id
    desk.place.open_document(desk.place.documents.infos()[1].id)
    desk.place.open_document(first)
    assert notes(desk) == {WORDS: "about the bridge"}


def test_a_note_of_several_lines_is_kept(claim):
    widget = write_note(claim, "one")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    QTest.keyClicks(widget, "two")
    claim.view.setFocus()
    assert notes(claim) == {WORDS: "one\ntwo"}


def test_taking_back_what_was_saved_in_a_pause_is_saved_too(qtbot, claim):
    with qtbot.waitSignal(claim.place.saver.saved, timeout=3000):
        write_note(claim, "x")
    QTest.keyClick(note(claim), Qt.Key.Key_Backspace)
    claim.view.setFocus()
    assert notes(claim) == {WORDS: ""}


def test_typing_and_taking_it_back_is_no_edit(claim):
    widget = write_note(claim, "x")
    QTest.keyClick(widget, Qt.Key.Key_Backspace)
    claim.view.setFocus()
    assert claim.window.session.undoable.title == "Tag “claim”"


def test_a_new_tag_from_the_tag_bar_does_not_lose_the_note(qtbot, claim):
    write_note(claim, "check")
    chips = claim.chips()
    qtbot.mouseClick(chips["denial"], Qt.MouseButton.LeftButton)
    assert [(row.tag, row.note) for row in claim.stored()] == [("denial", "check")]


def test_a_new_tag_from_the_tag_bar_takes_no_value_it_has_no_room_for(qtbot, claim):
    write(claim, "via", "the wire")
    chips = claim.chips()
    qtbot.mouseClick(chips["denial"], Qt.MouseButton.LeftButton)
    claim.leave()
    assert [(row.tag, row.attributes) for row in claim.stored()] == [("denial", {})]


@pytest.mark.parametrize(
    "text",
    [
        "no\u00a0break",
        "line\u2028end",
        "\ufeffmark",
        "tab\there",
        " around ",
        "a\n\nb\n",
    ],
    ids=ascii,
)
def test_a_note_from_a_dataset_survives_being_looked_at(desk_with, text):
    desk = own_annotation(desk_with, note=text)
    note(desk).setFocus()
    desk.view.setFocus()
    desk.leave()
    assert notes(desk) == {WORDS: text}
    assert desk.window.session.undoable is None


def test_a_no_break_space_in_a_note_survives_typing_after_it(desk_with):
    desk = own_annotation(desk_with, note="no\u00a0break")
    widget = note(desk)
    widget.setFocus()
    widget.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(widget, "!")
    desk.view.setFocus()
    assert notes(desk) == {WORDS: "no\u00a0break!"}


def test_an_undone_note_is_gone_from_the_field_too(claim):
    write_note(claim, "check")
    claim.view.setFocus()
    claim.undo()
    assert note(claim).toPlainText() == ""


def test_letters_typed_into_the_note_are_no_tags(claim):
    write_note(claim, "dfq")
    claim.view.setFocus()
    assert [(row.tag, row.note) for row in claim.stored()] == [("claim", "dfq")]


# Chips, the button, and whose it is ------------------------------------------------


def test_the_chip_of_the_annotations_tag_is_checked(claim):
    checked = [c.tag.name for c in claim.place.inspector._chips if c.isChecked()]
    assert checked == ["claim"]


def test_a_click_on_a_chip_changes_the_tag(qtbot, claim):
    before = claim.stored()[0].id
    chip = next(c for c in claim.place.inspector._chips if c.tag.name == "quote")
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    claim.settle()
    assert [(row.id, row.tag) for row in claim.stored()] == [(before, "quote")]
    assert chip.isChecked()


def test_the_delete_button_deletes(qtbot, claim):
    qtbot.mouseClick(claim.place.inspector._delete, Qt.MouseButton.LeftButton)
    assert claim.stored() == []


def test_without_an_annotation_it_says_what_to_do(desk):
    inspector = desk.place.inspector
    assert inspector._empty.isVisible()
    assert "press a tag's key" in inspector._empty.text()


def test_the_quoted_words_are_shown(claim):
    assert claim.place.inspector._quote.text() == WORDS


def test_a_teammates_annotation_is_shown_but_cannot_be_changed(desk_with):
    desk = desk_with(
        REPORT,
        others=[
            ("Bo", "claim", WORDS, {"note": "mine", "attributes": {"cue": "said"}})
        ],
    )
    desk.press("n")
    inspector = desk.place.inspector
    assert field(desk, "cue").editor.text() == "said"
    assert not any(f.isEnabled() for f in inspector.fields)
    assert not any(chip.isEnabled() for chip in inspector._chips)
    assert note(desk).isReadOnly()
    assert not inspector._delete.isVisible()
    assert "Only Bo can change this annotation." in inspector._about.text()


def test_typing_into_a_teammates_note_changes_nothing(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS, {"note": "mine"})])
    before = desk.stored()
    desk.press("n")
    note(desk).setFocus()
    QTest.keyClicks(note(desk), "more")
    desk.view.setFocus()
    assert desk.stored() == before


def test_from_a_teammates_annotation_to_ones_own_the_fields_open(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", "Monday")])
    desk.tag(WORDS, "c")
    desk.press("p")
    assert not field(desk, "cue").isEnabled()
    desk.press("n")
    assert field(desk, "cue").isEnabled()
    assert not note(desk).isReadOnly()


def own_annotation(desk_with, **values):
    """Return a desk at an annotation of one's own that came from a dataset."""
    desk = desk_with(REPORT)
    session = desk.window.session
    me = session.me
    entity = annotation(
        session.codebook, [desk.opened.document], me, "claim", WORDS, **values
    )
    session.project.save(
        Edit("Import", (Change(None, me), Change(None, entity))), by=None
    )
    session._people = None
    desk.place.open_document(desk.opened.document.id)
    desk.leave()
    desk.press("n")
    assert desk.current == WORDS
    return desk


# Editors -----------------------------------------------------------------------


def key(desk, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key wherever the focus is."""
    QTest.keyClick(desk.window.focusWidget(), key, modifiers)
    desk.settle()


def focused(desk):
    """Return the name of the attribute whose field has the focus, or None."""
    focus = desk.window.focusWidget()
    return next(
        (
            one.attribute.name
            for one in desk.place.inspector.fields
            if one.isAncestorOf(focus)
        ),
        None,
    )


def test_tab_goes_through_all_fields_in_their_order(claim):
    claim.press(Qt.Key.Key_Return)
    seen = []
    while (name := focused(claim)) is not None and name not in seen:
        seen.append(name)
        key(claim, Qt.Key.Key_Tab)
    assert seen == [f.attribute.name for f in claim.place.inspector.fields]
    assert claim.window.focusWidget() is claim.place.inspector.relations.link
    key(claim, Qt.Key.Key_Tab)
    assert claim.window.focusWidget() is note(claim)


def test_tab_goes_on_in_order_after_another_tag_and_back(claim):
    claim.press("f")
    claim.press("c")
    claim.press(Qt.Key.Key_Return)
    key(claim, Qt.Key.Key_Tab)
    assert focused(claim) == "source"


def test_tab_goes_from_the_inspector_to_the_list(claim):
    claim.place.inspector.history.button.setFocus()
    key(claim, Qt.Key.Key_Tab)
    assert claim.place.annotations.isAncestorOf(claim.window.focusWidget())


@pytest.mark.parametrize("name", ["unsure", "source", "certainty", "event_date"])
def test_esc_in_a_field_goes_back_to_the_text(claim, name):
    field(claim, name).setFocus()
    key(claim, Qt.Key.Key_Escape)
    assert claim.view.hasFocus()
    assert claim.current == WORDS


def test_esc_saves_what_was_typed(claim):
    write(claim, "source", "the mayor")
    key(claim, Qt.Key.Key_Escape)
    assert attributes(claim, WORDS) == {"source": "the mayor"}


def test_esc_in_the_note_goes_back_to_the_text_and_saves(claim):
    write_note(claim, "check")
    key(claim, Qt.Key.Key_Escape)
    assert claim.view.hasFocus()
    assert notes(claim) == {WORDS: "check"}


def test_not_coded_yes_and_no_are_three_things(claim):
    assert field(claim, "unsure").editor.value() == ""
    choose(claim, "unsure", "yes")
    assert attributes(claim, WORDS) == {"unsure": "yes"}
    key(claim, Qt.Key.Key_Right)
    assert attributes(claim, WORDS) == {"unsure": "no"}
    key(claim, Qt.Key.Key_Backspace)
    assert attributes(claim, WORDS) == {}


def test_a_click_chooses_and_a_second_one_takes_it_away(qtbot, claim):
    (affirmed, _) = field(claim, "polarity").editor.buttons
    qtbot.mouseClick(affirmed, Qt.MouseButton.LeftButton)
    assert attributes(claim, WORDS) == {"polarity": "affirmed"}
    qtbot.mouseClick(affirmed, Qt.MouseButton.LeftButton)
    assert attributes(claim, WORDS) == {}


def test_a_whole_word_typed_at_a_row_of_choices_chooses_that_word(claim):
    choose(claim, "polarity", "negated")
    assert attributes(claim, WORDS) == {"polarity": "negated"}


def test_choices_that_do_not_fit_side_by_side_are_a_list(claim):
    assert field(claim, "cue_force").editor.findText("distancing") >= 0
    assert segments(claim, "polarity") == ["affirmed", "negated"]


def test_a_number_stays_as_it_was_written(figure):
    QTest.keyClick(write(figure, "value", "2121.650"), Qt.Key.Key_Return)
    assert attributes(figure, "About 4,200") == {"value": "2121.650"}
    assert field(figure, "value").editor.value() == "2121.650"


def test_what_is_wrong_with_a_value_stands_under_the_field(figure):
    words = field(figure, "value")._words
    assert not words.isVisible()
    QTest.keyClick(write(figure, "value", "many"), Qt.Key.Key_Return)
    assert words.isVisible()
    assert words.text().startswith("A number in digits")
    QTest.keyClick(write(figure, "value", "4200"), Qt.Key.Key_Return)
    assert not words.isVisible()


@pytest.fixture
def speakers(desk_with):
    """A desk at a quote of one's own, with speakers that others have named."""
    desk = desk_with(
        REPORT,
        others=[
            ("Bo", "quote", "Monday", {"attributes": {"speaker": "José Peña"}}),
            ("Bo", "quote", "storm", {"attributes": {"speaker": "Petra Vance"}}),
            ("Bo", "quote", "city", {"attributes": {"speaker": "Petra Vance"}}),
        ],
    )
    desk.tag("Nobody told us", "q")
    return desk


# Off the screen, pop-ups are on their own: Qt says so.
pop_up = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)


def offered(desk, name):
    model = field(desk, name).editor.completer().completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pop_up
def test_speakers_of_the_project_are_offered_by_any_of_their_letters(speakers):
    editor = field(speakers, "speaker").editor
    editor.setFocus()
    QTest.keyClicks(editor, "VAN")
    assert offered(speakers, "speaker") == ["Petra Vance"]
    editor.completer().popup().hide()


@pop_up
def test_down_in_an_empty_field_offers_all_the_most_frequent_first(speakers):
    editor = field(speakers, "speaker").editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    popup = editor.completer().popup()
    assert popup.isVisible()
    assert offered(speakers, "speaker") == ["Petra Vance", "José Peña"]
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    speakers.settle()
    assert attributes(speakers, "Nobody told us") == {"speaker": "Petra Vance"}


@pop_up
def test_what_was_typed_a_moment_ago_is_offered_too(speakers):
    QTest.keyClick(write(speakers, "speaker", "a baker"), Qt.Key.Key_Return)
    speakers.tag("4,200", "q")
    editor = field(speakers, "speaker").editor
    editor.setFocus()
    QTest.keyClicks(editor, "bak")
    assert offered(speakers, "speaker") == ["a baker"]
    editor.completer().popup().hide()


def calendar(desk):
    """Open the calendar of the date with the keyboard."""
    editor = field(desk, "event_date").editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    return popup.calendar.findChild(QTableView)


@pop_up
@pytest.mark.parametrize(
    ("typed", "day"), [("2026-03-04", "2026-03-05"), ("2026-03", "2026-03-02")]
)
def test_the_calendar_opens_at_the_date_and_fills_the_day(claim, typed, day):
    write(claim, "event_date", typed)
    days = calendar(claim)
    QTest.keyClick(days, Qt.Key.Key_Right)
    QTest.keyClick(days, Qt.Key.Key_Return)
    claim.settle()
    assert attributes(claim, WORDS) == {"event_date": day}
    assert QApplication.activePopupWidget() is None
    assert claim.window.focusWidget() is field(claim, "event_date").editor


@pop_up
def test_esc_closes_the_calendar_and_chooses_nothing(claim):
    days = calendar(claim)
    QTest.keyClick(days, Qt.Key.Key_Escape)
    claim.settle()
    assert QApplication.activePopupWidget() is None
    assert attributes(claim, WORDS) == {}


def test_the_definition_of_an_attribute_is_told_on_demand(claim):
    editor = field(claim, "source").editor
    assert editor.toolTip().startswith("Who asserts or rejects it")
    assert editor.accessibleDescription() == editor.toolTip()


# The quoted words ----------------------------------------------------------------


def test_all_parts_of_an_interrupted_quote_are_shown(desk):
    desk.tag("“Nobody told us anything,”", "q")
    desk.drag("complained")
    desk.press("+")
    assert (
        desk.place.inspector._quote.text() == "“Nobody told us anything,” … complained"
    )


def test_words_without_a_space_are_broken_and_not_cut(desk_with):
    desk = desk_with("W" * 200 + " end.\n")
    desk.tag("W" * 200, "c")
    quote = desk.place.inspector._quote
    assert quote.width() <= desk.place.inspector.width()
    assert quote.height() >= 3 * 20


@pytest.mark.parametrize("text", ["قال العمدة إن الجسر مغلق", "ראש העיר אמר"])
def test_words_from_right_to_left_begin_at_the_right(desk_with, text):
    desk = desk_with(f"{text}.\n")
    desk.tag(text, "c")
    quote = desk.place.inspector._quote
    image = quote.grab().toImage()
    empty = image.pixelColor(image.width() // 2 - 20, 0)
    middle = image.height() // 2
    columns = [
        x
        for x in range(8, image.width())
        if any(image.pixelColor(x, y) != empty for y in range(middle - 8, middle + 8))
    ]
    assert columns[0] > image.width() // 3
    assert columns[-1] > image.width() - 16


def test_nothing_is_wider_than_the_panel(desk_with):
    long = "an extremely long name " * 20
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    for name in ("source", "cue", "via"):
        QTest.keyClick(write(desk, name, long), Qt.Key.Key_Return)
    write_note(desk, long)
    inspector = desk.place.inspector
    inside = inspector._area.widget()
    desk.place.inspector.history.button.click()
    desk.settle()
    assert inside.width() <= inspector.width()
    assert inside.minimumSizeHint().width() <= 312


# A teammate's annotation -----------------------------------------------------------


@pytest.fixture
def theirs(desk_with):
    others = [("Bo", "claim", WORDS, {"attributes": {"cue": "said"}})]
    desk = desk_with(REPORT, others=others)
    desk.press("n")
    return desk


def test_only_what_is_coded_is_shown_of_a_teammates_annotation(theirs):
    shown = [f.attribute.name for f in theirs.place.inspector.fields if f.isVisible()]
    assert shown == ["cue"]
    chips = theirs.place.inspector._chips
    assert [chip.tag.name for chip in chips if chip.isVisible()] == ["claim"]


def test_a_teammates_annotation_is_taken_over_with_the_button(qtbot, theirs):
    take = theirs.place.inspector._take
    assert take.text() == "Take over (T)"
    qtbot.mouseClick(take, Qt.MouseButton.LeftButton)
    theirs.settle()
    assert [row.tag for row in theirs.stored()] == ["claim", "claim"]
    assert field(theirs, "cue").isEnabled()
    assert not take.isVisible()


def test_the_button_shows_the_key_that_takes_over_now(theirs):
    theirs.window.book.use_keys({"annotate.take": ("X",)})
    assert theirs.place.inspector._take.text() == "Take over (X)"


def test_it_is_told_who_made_it_and_when(claim):
    assert claim.place.inspector._about.text().startswith("Made by Ada, ")
