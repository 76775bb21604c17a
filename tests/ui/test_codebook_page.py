"""The codebook's page: entries renamed, re-keyed, moved, retired, deleted, imported."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from ui_desk import CTRL, NONE, REPORT, SHIFT, Desk, journal

from annotator.app import codebook_edits
from annotator.model.codebook import AttributeKind
from annotator.ui.chips import TagChip
from annotator.ui.codebook.chips import Chip
from annotator.ui.codebook.contents import ATTRIBUTE, RELATION, TAG
from annotator.ui.codebook.exchange import export_to

ALT = Qt.KeyboardModifier.AltModifier
BRIDGE = "the bridge would be closed"
CLOSED = ("Ben", "claim", BRIDGE)
BAKER = "“Nobody told us anything,”"
QUOTE = ("Ben", "quote", BAKER, {"attributes": {"speaker": "baker", "form": "direct"}})


@pytest.fixture
def desk(desk_with):
    return desk_with(("bridge.txt", REPORT), others=(CLOSED, QUOTE))


@pytest.fixture
def page(desk):
    return open_page(desk)


def open_page(desk):
    QTest.keyClick(desk.window, Qt.Key.Key_B, CTRL | SHIFT)
    desk.settle()
    return desk.window.pages.page


def go(page, name):
    page.show_entry(entry(page, name).id)


def entry(page, name):
    """Return an entry as the project file has it."""
    codebook = page.editing.session.project.codebook.read()
    return next(one for one in codebook.entries() if one.name == name)


def names(page, kind=TAG):
    return [row.name for row in page.contents.lists[kind].rows]


def editor(page, name):
    return page.form.fields[name].editor


def write(page, name, text, *, enter=True):
    """Put other words into a field and go on."""
    widget = editor(page, name)
    widget.setFocus()
    widget.selectAll()
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    for number, line in enumerate(text.split("\n")):
        if number:
            QTest.keyClick(widget, Qt.Key.Key_Return)
        QTest.keyClicks(widget, line)
    if enter:
        QTest.keyClick(widget, Qt.Key.Key_Tab)


def press_letter(page, letter):
    widget = page.form.keys.editor
    widget.setFocus()
    QTest.keyClicks(widget, letter)


def problem(page, name):
    return page.form.fields[name].problem


def chip(row, words):
    return next(c for c in row.chips if c.choice.words.endswith(words))


def offered(desk):
    """Return the tags of the tag bar, from left to right."""
    row = desk.place.tag_bar.layout()
    widgets = [row.itemAt(number).widget() for number in range(row.count())]
    return [chip.tag.name for chip in widgets if isinstance(chip, TagChip)]


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def titles(desk):
    return [title for _, title in journal(desk.path)]


# Opening and leaving -----------------------------------------------------------


def test_the_key_opens_the_page_at_the_first_tag(page):
    assert page.form.entry.name == "claim"
    assert page.contents.lists[TAG].hasFocus()


def test_esc_leads_back_to_the_text(desk, page):
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Escape)
    assert desk.window.pages.page is None
    assert desk.view.hasFocus()


def test_what_was_typed_is_saved_when_one_goes_back(desk, page):
    write(page, "name", "assertion", enter=False)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.window.pages.leave_page()
    assert desk.window.session.codebook.tag_named("assertion")


def test_what_was_typed_is_saved_when_the_project_is_closed(desk, page, reopened):
    write(page, "definition", "What is put forward.", enter=False)
    again = reopened(desk)
    assert again.window.session.codebook.tag_named("claim").definition == (
        "What is put forward."
    )


def test_the_page_goes_with_its_project(desk, page):
    desk.window.close_project()
    assert desk.window.pages.page is None
    assert not desk.window.book.can("edit.codebook")


def test_nothing_of_the_text_can_be_done_from_the_page(desk, page):
    before = desk.stored()
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Delete)
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_C)
    assert desk.stored() == before


# Names -------------------------------------------------------------------------


def test_renaming_keeps_the_annotations(desk, page):
    write(page, "name", "assertion")
    assert names(page) == ["assertion", "denial", "figure", "quote"]
    assert desk.tagged()[0] == ("assertion", BRIDGE)
    assert titles(desk) == ["Rename tag “claim” to “assertion”"]


def test_a_name_that_is_taken_is_refused_under_the_field(desk, page):
    write(page, "name", "Denial")
    assert problem(page, "name").startswith("There is a tag “denial” already.")
    assert names(page)[0] == "claim"
    assert titles(desk) == []


def test_esc_in_a_field_puts_back_what_was_there(desk, page):
    write(page, "name", "denial")
    widget = editor(page, "name")
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert widget.text() == "claim"
    assert problem(page, "name") == ""
    assert desk.window.pages.page is page


def test_a_name_may_be_of_any_script(desk, page):
    name = "ادعاء 😀 e\u0301tude"
    editor(page, "name").setFocus()
    editor(page, "name").setText(name)
    QTest.keyClick(editor(page, "name"), Qt.Key.Key_Return)
    assert names(page)[0] == name
    assert desk.tagged()[0] == (name, BRIDGE)


def test_what_cannot_be_saved_is_told_when_one_goes_on(desk, page):
    write(page, "name", "", enter=False)
    go(page, "denial")
    assert desk.hint.startswith("Not saved: The tag has no name.")
    assert names(page)[0] == "claim"


# Letters -----------------------------------------------------------------------


def test_the_new_letter_tags_at_once(desk, page):
    press_letter(page, "x")
    assert entry(page, "claim").key == "x"
    desk.window.pages.leave_page()
    desk.tag("the damage was known", "x")
    assert ("claim", "the damage was known") in desk.tagged()


def test_another_tags_letter_is_refused_by_name(desk, page):
    press_letter(page, "d")
    assert problem(page, "key") == (
        "The letter “d” belongs to the tag “denial”. Choose another letter, or give "
        "“denial” another one first."
    )
    assert entry(page, "claim").key == "c"


def test_the_letter_of_an_action_is_refused_by_name(page):
    press_letter(page, "n")
    assert "is the key of “Next in reading order”" in problem(page, "key")
    assert entry(page, "claim").key == "c"


def test_a_digit_is_no_letter(page):
    press_letter(page, "7")
    assert problem(page, "key").startswith("“7” is not one letter.")


def test_backspace_takes_the_letter_away(page):
    widget = page.form.keys.editor
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Backspace)
    assert entry(page, "claim").key == ""


def test_tab_goes_on_from_the_letter(page):
    widget = page.form.keys.editor
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), Chip)


# Looks -------------------------------------------------------------------------


def test_a_color_of_the_palette_is_taken_by_a_click(desk, page):
    click(chip(page.form.colors.row, "lavender"))
    assert entry(page, "claim").color == "#9595E6"
    assert desk.chips()["claim"].tag.color == "#9595E6"
    assert titles(desk) == ["Recolour tag “claim”"]


def test_any_other_color_can_be_written(page):
    field = page.form.colors
    field.other.setFocus()
    field.other.selectAll()
    QTest.keyClicks(field.other, "#6699cc")
    assert field.preview.color == "#6699CC"
    QTest.keyClick(field.other, Qt.Key.Key_Return)
    assert entry(page, "claim").color == "#6699CC"


def test_half_a_color_is_not_saved(page):
    field = page.form.colors
    field.other.setFocus()
    field.other.selectAll()
    QTest.keyClicks(field.other, "#66")
    QTest.keyClick(field.other, Qt.Key.Key_Return)
    assert field.problem.startswith("“#66” is not a colour.")
    assert entry(page, "claim").color == "#0072B2"


def test_a_color_like_another_tags_is_told(page):
    click(chip(page.form.colors.row, "vermilion"))
    assert "Looks like “denial” to everybody" in page.form.colors.warning.text()


def test_the_swatch_looked_at_is_shown_before_it_is_chosen(page):
    row = page.form.colors.row
    row.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert page.form.colors.preview.color == "#D55E00"
    assert entry(page, "claim").color == "#0072B2"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert entry(page, "claim").color == "#D55E00"


def test_a_mark_is_taken_by_a_click(page):
    click(chip(page.form.fields["mark"].row, "★"))
    assert entry(page, "claim").mark == "★"


def test_a_mark_of_ones_own_may_be_an_emoji_of_several_characters(page):
    own = page.form.fields["mark"].own
    own.setFocus()
    own.setText("👩🏽‍🚒")
    QTest.keyClick(own, Qt.Key.Key_Return)
    assert entry(page, "claim").mark == "👩🏽‍🚒"


def test_two_marks_are_refused(page):
    own = page.form.fields["mark"].own
    own.setFocus()
    QTest.keyClicks(own, "ab")
    QTest.keyClick(own, Qt.Key.Key_Return)
    assert problem(page, "mark").startswith("The mark “ab” is not one character.")
    assert entry(page, "claim").mark == "●"


def test_the_role_decides_what_the_letter_takes(desk, page):
    click(chip(page.form.fields["role"].row, "Figure"))
    desk.window.pages.leave_page()
    desk.click("4,200")
    desk.press("c")
    assert desk.current == "About 4,200"


# Words -------------------------------------------------------------------------


def test_lists_are_written_a_line_each(page):
    write(page, "include", "Statements\n\n  Estimates of 5 % \nPredictions")
    assert entry(page, "claim").include == (
        "Statements",
        "Estimates of 5 %",
        "Predictions",
    )


def test_alt_and_an_arrow_move_a_line(page):
    write(page, "include", "one\ntwo\nthree")
    widget = editor(page, "include")
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Up, ALT)
    QTest.keyClick(widget, Qt.Key.Key_Up, ALT)
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert entry(page, "claim").include == ("three", "one", "two")


def test_a_line_break_inside_an_item_survives_other_changes(page):
    tag = replace(entry(page, "claim"), examples=("first\nsecond", "third"))
    page.editing.save(lambda codebook: codebook_edits.change(codebook, tag))
    widget = editor(page, "examples")
    widget.setFocus()
    widget.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(widget, "!")
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert entry(page, "claim").examples == ("first\nsecond", "third!")


def test_a_question_is_one_line_that_enter_saves(page):
    widget = editor(page, "question")
    widget.setFocus()
    widget.setPlainText("Is it\nso?")
    QTest.keyClick(widget, Qt.Key.Key_Return)
    assert entry(page, "claim").question == "Is it so?"


def test_a_no_break_space_stays_one(page):
    widget = editor(page, "definition")
    widget.setFocus()
    widget.setPlainText("about 5\u00a0km")
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert entry(page, "claim").definition == "about 5\u00a0km"


# Undo --------------------------------------------------------------------------


def test_undo_and_redo_work_on_the_page(desk, page):
    write(page, "name", "assertion")
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Z, CTRL)
    assert editor(page, "name").text() == "claim"
    assert names(page)[0] == "claim"
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Z, CTRL | SHIFT)
    assert names(page)[0] == "assertion"


def test_undo_in_a_field_is_the_windows_once_nothing_is_half_typed(desk, page):
    write(page, "question", "Is it so?")
    widget = editor(page, "question")
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Z, CTRL)
    assert entry(page, "claim").question != "Is it so?"


def test_undo_in_a_field_takes_back_what_is_half_typed(desk, page):
    widget = editor(page, "question")
    before = widget.toPlainText()
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_End)
    QTest.keyClicks(widget, "x")
    QTest.keyClick(widget, Qt.Key.Key_Z, CTRL)
    assert widget.toPlainText() == before
    assert titles(desk) == []


# Adding, moving, retiring, deleting ----------------------------------------------


def test_a_new_tag_is_there_once_it_has_a_name(desk, page):
    click(page.contents.adds[TAG])
    assert QApplication.focusWidget() is editor(page, "name")
    write(page, "name", "rumour")
    assert names(page)[-1] == "rumour"
    assert page.form.entry == entry(page, "rumour")
    press_letter(page, "r")
    desk.window.pages.leave_page()
    desk.tag("the storm", "r")
    assert ("rumour", "the storm") in desk.tagged()


def test_a_new_tag_without_a_name_is_forgotten(desk, page):
    click(page.contents.adds[TAG])
    go(page, "denial")
    assert names(page) == ["claim", "denial", "figure", "quote"]
    assert titles(desk) == []


def test_esc_gives_up_a_new_tag(desk, page):
    click(page.contents.adds[TAG])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.form.entry.name == "claim"
    assert desk.window.pages.page is page


def test_alt_and_an_arrow_move_an_entry(desk, page):
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Down, ALT)
    assert names(page)[:2] == ["denial", "claim"]
    assert page.form.entry.name == "claim"
    assert offered(desk) == ["denial", "claim", "figure", "quote"]


def test_an_entry_is_dropped_between_others(page):
    listed = page.contents.lists[TAG]
    drop(listed, source=0, above=3)
    assert names(page) == ["denial", "figure", "claim", "quote"]
    drop(listed, source=2, above=0)
    assert names(page) == ["claim", "denial", "figure", "quote"]


def drop(listed, *, source, above):
    """Drop a row as Qt's own dragging does at its end."""
    listed.setCurrentRow(source)
    data = listed.mimeData([listed.item(source)])
    event = _Drop(listed, data, QPointF(40, above * 32 + 2))
    listed.dropEvent(event)


class _Drop(QDropEvent):
    def __init__(self, source, data: QMimeData, position: QPointF):
        super().__init__(
            position,
            Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            NONE,
        )
        self._source = source

    def source(self):
        return self._source


def test_a_retired_tag_is_offered_no_more_but_its_annotations_stay(desk, page):
    click(page.form.usage.retire)
    assert names(page)[-1] == "claim"
    assert page.contents.lists[TAG].rows[-1].retired
    assert offered(desk) == ["denial", "figure", "quote"]
    assert desk.tagged()[0] == ("claim", BRIDGE)
    desk.window.pages.leave_page()
    desk.tag("the damage was known", "c")
    assert len(desk.stored()) == 2


def test_a_tag_that_is_retired_is_locked_no_longer(desk):
    desk.press("C", SHIFT)
    page = open_page(desk)
    click(page.form.usage.retire)
    desk.window.pages.leave_page()
    desk.drag("the damage was known")
    assert len(desk.stored()) == 2


def test_a_retired_tag_comes_back(desk, page):
    click(page.form.usage.retire)
    assert page.form.usage.retire.text() == "Bring back"
    click(page.form.usage.retire)
    assert offered(desk) == ["claim", "denial", "figure", "quote"]


def test_deleting_a_used_tag_is_refused_with_the_count(desk, page):
    click(page.form.usage.delete)
    assert page.form.usage.problem.text().startswith(
        "The tag “claim” is used by 1 annotation. Retire it instead"
    )
    assert names(page)[0] == "claim"
    assert titles(desk) == []


def test_an_unused_tag_can_be_deleted_and_brought_back_by_undo(page):
    go(page, "figure")
    click(page.form.usage.delete)
    assert names(page) == ["claim", "denial", "quote"]
    assert page.form is not None
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Z, CTRL)
    assert names(page) == ["claim", "denial", "figure", "quote"]


def test_after_deleting_the_next_entry_is_shown_and_no_button_has_the_focus(page):
    go(page, "figure")
    page.form.usage.delete.setFocus()
    QTest.keyClick(page.form.usage.delete, Qt.Key.Key_Space)
    assert page.form.entry.name == "quote"
    assert page.contents.lists[TAG].hasFocus()


def test_without_any_tag_the_list_says_so(desk_with):
    page = open_page(desk_with(("bridge.txt", REPORT)))
    for _ in range(4):
        page.show_entry(page.contents.lists[TAG].rows[0].id)
        click(page.form.usage.delete)
    assert names(page) == []
    assert page.form is page.about
    said = [label.text() for label in page.contents.findChildren(QLabel)]
    assert "No tags yet: without one, nothing can be annotated." in said


def test_examples_come_from_the_project(page):
    click(page.form.usage.show_button)
    assert page.form.usage.examples.text() == BRIDGE


# Attributes and relations ----------------------------------------------------------


def test_a_kind_that_does_not_fit_stored_values_is_asked_about_first(page):
    go(page, "speaker")
    click(chip(page.form.kinds.row, "Number"))
    assert problem(page, "kind") == "1 value does not fit and stays as it is: “baker”."
    assert entry(page, "speaker").kind is AttributeKind.TEXT
    answers = page.form.kinds.below.findChildren(QPushButton)
    click(next(b for b in answers if b.text() == "Change it all the same"))
    assert entry(page, "speaker").kind is AttributeKind.NUMBER
    assert problem(page, "kind") == ""


def test_a_kind_can_be_left_as_it_was(page):
    go(page, "speaker")
    click(chip(page.form.kinds.row, "Number"))
    answers = page.form.kinds.below.findChildren(QPushButton)
    click(next(b for b in answers if b.text() == "Leave it as it was"))
    assert page.form.kinds.typed() == "text"
    assert entry(page, "speaker").kind is AttributeKind.TEXT


def test_a_choice_that_is_used_is_not_taken_out_unasked(page):
    go(page, "form")
    write(page, "choices", "mixed\nscare")
    assert problem(page, "choices").endswith("stays as it is: “direct”.")
    assert "direct" in entry(page, "form").choices


def test_a_text_becomes_a_choice_once_there_is_something_to_choose_from(page):
    click(page.contents.adds[ATTRIBUTE])
    write(page, "name", "tone")
    click(chip(page.form.kinds.row, "Choice"))
    assert problem(page, "choices") == "List what may be chosen, one on each line."
    write(page, "choices", "calm\nangry")
    made = entry(page, "tone")
    assert (made.kind, made.choices) == (AttributeKind.CHOICE, ("calm", "angry"))


def test_an_attribute_is_for_the_tags_that_are_chosen(page):
    click(page.contents.adds[ATTRIBUTE])
    write(page, "name", "tone")
    click(chip(page.form.tags.row, "denial"))
    click(chip(page.form.tags.row, "claim"))
    ids = (entry(page, "claim").id, entry(page, "denial").id)
    assert entry(page, "tone").tag_ids == ids


def test_the_inspector_has_a_new_attribute_at_once(desk, page):
    click(page.contents.adds[ATTRIBUTE])
    write(page, "name", "tone")
    desk.window.pages.leave_page()
    desk.tag("the damage was known", "d")
    desk.settle()
    fields = desk.place.inspector.fields
    assert "tone" in [field.attribute.name for field in fields]


def test_a_relation_without_direction_cannot_make_chains(page):
    go(page, "continues")
    QTest.mouseClick(
        page.form.fields["directed"].box,
        Qt.MouseButton.LeftButton,
        pos=QPoint(8, 8),
    )
    assert "cannot make chains" in problem(page, "directed")
    assert entry(page, "continues").directed


def test_a_relation_type_is_added(page):
    click(page.contents.adds[RELATION])
    write(page, "name", "echoes")
    click(chip(page.form.targets.row, "quote"))
    assert entry(page, "echoes").target_tag_ids == (entry(page, "quote").id,)


# The codebook as a whole -----------------------------------------------------------


def test_every_change_is_a_version(page):
    version, sha = page.label.text().split("  ·  ")
    write(page, "definition", "What is put forward.")
    after = page.label.text().split("  ·  ")
    assert (version, after[0]) == ("Version 1", "Version 2")
    assert sha != after[1]
    assert page.label.toolTip().endswith(page.editing.codebook.sha256)


def test_the_whole_hash_can_be_copied(page):
    click(page.copy)
    assert page.editing.codebook.sha256 in QGuiApplication.clipboard().text()


def test_the_codebooks_rules_are_edited_in_place(desk, page):
    page.show_entry("about")
    write(page, "rules", "Smallest span.\nOnly what the text says.")
    rules = desk.window.session.project.codebook.read().rules
    assert rules == ("Smallest span.", "Only what the text says.")


def test_a_codebook_without_a_name_is_refused(page):
    page.show_entry("about")
    write(page, "name", " ")
    assert problem(page, "name").startswith("The codebook has no name.")


OTHER = """
name = "Rumours"
version = "7"
[[tags]]
name = "claim"
key = "c"
color = "#0072B2"
mark = "●"
role = "claim"
definition = "Whatever is said."
[[tags]]
name = "rumour"
key = "r"
color = "#9595E6"
mark = "★"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rumours.toml"
    path.write_text(OTHER, encoding="utf-8")
    return path


def test_an_import_is_looked_at_before_it_is_done(desk, page, file):
    page.preview_import(file)
    words = "\n".join(page.preview.words)
    assert "Tag “rumour”" in words
    assert "Tag “claim”: " in words
    assert "Tag “denial”" in words
    assert names(page) == ["claim", "denial", "figure", "quote"]
    assert titles(desk) == []


def test_an_import_is_one_step_that_can_be_undone(desk, page, file):
    page.preview_import(file)
    click(page.preview.accept)
    assert names(page) == ["claim", "rumour", "denial", "figure", "quote"]
    assert titles(desk) == ["Import codebook “Rumours”"]
    assert desk.tagged()[0] == ("claim", BRIDGE)
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Z, CTRL)
    assert names(page) == ["claim", "denial", "figure", "quote"]


def test_esc_leaves_an_import(desk, page, file):
    page.preview_import(file)
    QTest.keyClick(page.preview.accept, Qt.Key.Key_Escape)
    assert desk.window.pages.page is page
    assert page.form.entry.name == "claim"
    assert titles(desk) == []


def test_choosing_an_entry_leaves_an_import(desk, page, file):
    page.preview_import(file)
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Down)
    assert page.form.entry.name == "denial"
    assert titles(desk) == []


def test_a_file_that_is_no_codebook_is_told(desk, page, file):
    file.write_text("name = ", encoding="utf-8")
    page.preview_import(file)
    assert "rumours.toml" in desk.message
    assert page.form is not None


def test_what_is_exported_can_be_imported_without_a_change(desk, page, tmp_path):
    export_to(page.editing, tmp_path / "mine")
    assert "Wrote “Claims”, version 1" in desk.message
    page.preview_import(tmp_path / "mine.toml")
    assert page.preview.words[1].startswith("Nothing would change")
    assert page.preview.accept.isHidden()


def test_the_project_itself_is_no_place_for_an_export(desk, page):
    before = desk.path.read_bytes()
    export_to(page.editing, desk.path)
    assert desk.message != ""
    assert not desk.message.startswith("Wrote")
    assert desk.path.read_bytes() == before


# Finding, focus and reading only -------------------------------------------------


def test_the_filter_leaves_the_entries_that_fit(page):
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "FIG")
    assert names(page) == ["figure"]
    assert "same-figure" in names(page, RELATION)
    page.filter.clear()
    assert names(page) == ["claim", "denial", "figure", "quote"]


def test_enter_in_the_filter_goes_to_the_first_that_fits(page):
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "same")
    QTest.keyClick(page.filter, Qt.Key.Key_Return)
    assert page.form.entry.name == "same-figure"
    assert page.contents.lists[RELATION].hasFocus()


def test_arrows_go_from_list_to_list(page):
    listed = page.contents.lists[TAG]
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.contents.lists[ATTRIBUTE].hasFocus()
    assert page.form.entry.name == names(page, ATTRIBUTE)[0]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    assert listed.hasFocus()
    assert page.form.entry.name == "quote"


def test_f6_goes_between_the_columns(desk, page):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert QApplication.focusWidget() is editor(page, "name")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    assert page.contents.lists[TAG].hasFocus()


def test_tab_goes_through_the_form_from_top_to_bottom(page):
    editor(page, "name").setFocus()
    tops = []
    for _ in range(9):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert page.form.isAncestorOf(focus)
        tops.append(focus.mapTo(page.form, QPoint(0, 0)).y())
    assert tops == sorted(tops)


def test_rows_and_fields_are_read_out(page):
    listed = QAccessible.queryAccessibleInterface(page.contents.lists[TAG])
    assert listed.child(0).text(QAccessible.Text.Name) == (
        "tag claim, letter C, Used by 1 annotation"
    )
    name = QAccessible.queryAccessibleInterface(editor(page, "name"))
    assert name.text(QAccessible.Text.Name) == "Name"


def test_in_a_project_for_reading_one_can_only_look(
    qtbot, desk_with, make_window, monkeypatch
):
    first = desk_with(("bridge.txt", REPORT), others=(CLOSED,))
    second = Desk(qtbot, make_window())
    second.open(first.path)
    assert second.window.session.read_only
    page = open_page(second)
    assert page.form.entry.name == "claim"
    assert editor(page, "name").isReadOnly()
    press_letter(page, "x")
    click(chip(page.form.colors.row, "lavender"))
    QTest.keyClick(page.contents.lists[TAG], Qt.Key.Key_Down, ALT)
    assert page.contents.adds[TAG].isHidden()
    assert page.import_button.isHidden()
    assert not page.export_button.isHidden()
    assert page.form.usage.delete.isHidden()
    assert titles(first) == []


def test_a_full_disk_keeps_what_was_typed_and_saves_it_later(desk, page):
    desk.take_file_away()
    write(page, "definition", "What is put forward.")
    assert editor(page, "definition").toPlainText() == "What is put forward."
    assert "Retry" in [b.text() for b in desk.window.messages.findChildren(QPushButton)]
    desk.bring_file_back()
    assert desk.place.saver.retry()
    assert entry(page, "claim").definition == "What is put forward."
    assert problem(page, "definition") == ""


def test_what_the_disk_would_not_take_can_be_discarded(desk, page):
    desk.take_file_away()
    before = editor(page, "definition").toPlainText()
    write(page, "definition", "What is put forward.")
    assert problem(page, "definition") == "Not saved yet: it waits for the disk."
    desk.bring_file_back()
    desk.place.saver.discard()
    assert editor(page, "definition").toPlainText() == before
