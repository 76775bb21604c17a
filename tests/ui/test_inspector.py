"""The inspector: everything typed is saved by itself, and to the right annotation."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
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
    fields = desk.place.inspector._fields.values()
    return next(f for f in fields if f.attribute.name == name)


def attributes(desk, words):
    return next(row.attributes for row in desk.stored() if row.quote == words)


def notes(desk):
    return {row.quote: row.note for row in desk.stored()}


def choose(desk, name, choice):
    """Choose from a list with the keyboard, by the first letters."""
    box = field(desk, name).editor
    box.setFocus()
    if choice == "–":
        QTest.keyClick(box, Qt.Key.Key_Home)
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
    desk.place.step(1)
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


def test_a_value_the_codebook_does_not_offer_is_shown_and_kept(desk_with):
    desk = own_annotation(desk_with, attributes={"polarity": "doubtful"})
    box = field(desk, "polarity").editor
    assert isinstance(box, QComboBox)
    assert box.currentText() == "doubtful"
    desk.leave()
    assert attributes(desk, WORDS) == {"polarity": "doubtful"}


def test_a_value_the_codebook_does_not_offer_is_not_offered_elsewhere(desk_with):
    desk = own_annotation(desk_with, attributes={"polarity": "doubtful"})
    desk.tag("Monday", "c")
    assert field(desk, "polarity").editor.findText("doubtful") < 0


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
    box = field(claim, "polarity").editor
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
    assert {f.attribute.name for f in claim.place.inspector._fields.values()} >= {
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
    chips = {chip.tag.name: chip for chip in claim.place.tag_bar.children()[1:]}
    qtbot.mouseClick(chips["denial"], Qt.MouseButton.LeftButton)
    assert [(row.tag, row.note) for row in claim.stored()] == [("denial", "check")]


def test_a_new_tag_from_the_tag_bar_takes_no_value_it_has_no_room_for(qtbot, claim):
    write(claim, "via", "the wire")
    chips = {chip.tag.name: chip for chip in claim.place.tag_bar.children()[1:]}
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
    assert not any(f.isEnabled() for f in inspector._fields.values())
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
