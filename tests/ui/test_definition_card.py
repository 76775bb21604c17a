"""The card that says what a tag means, while one goes on tagging."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from ui_desk import REPORT, SHIFT

from annotator.ui.annotations.definition_card import REST_MS

WORDS = "the bridge would be closed"


@pytest.fixture
def desk(desk_with):
    desk = desk_with(REPORT)
    desk.tag(WORDS, "c")
    return desk


def card(desk):
    return desk.place.definitions.card


def words(desk):
    """Return what stands on the card."""
    labels = card(desk)._area.widget().findChildren(QLabel)
    return [label.text().replace("\u200b", "") for label in labels]


def rest_on(chip):
    """Move the mouse onto a tag of the tag bar."""
    middle = QPointF(chip.rect().center())
    where = QPointF(chip.mapToGlobal(chip.rect().center()))
    QApplication.sendEvent(chip, QEnterEvent(middle, middle, where))


def test_h_shows_what_the_current_tag_means(desk):
    desk.press("h")
    tag = desk.window.session.codebook.tag_named("claim")
    assert card(desk).isVisible()
    assert words(desk)[:2] == [tag.question, tag.definition]
    assert f"+  {tag.include[0]}" in words(desk)
    assert f"–  {tag.exclude[0]}" in words(desk)


def test_it_shows_examples_of_the_project(desk):
    desk.press("h")
    assert words(desk)[-2:] == ["In this project", f"“{WORDS}”"]


def test_what_would_be_tagged_is_tinted_in_examples(desk):
    desk.press("h")
    marked = [text for text in words(desk) if "background-color" in text]
    assert len(marked) == 3
    assert not any("[claim:" in text for text in marked)


@pytest.mark.parametrize("key", ["h", Qt.Key.Key_Escape])
def test_h_and_esc_close_it_and_the_annotation_stays_current(desk, key):
    desk.press("h")
    desk.press(key)
    assert not card(desk).isVisible()
    assert desk.current == WORDS


def test_one_goes_on_tagging_and_the_card_follows(desk):
    desk.press("h")
    assert desk.view.hasFocus()
    desk.tag("4,200", "f")
    desk.settle()
    assert card(desk).isVisible()
    assert card(desk).tag.name == "figure"


def test_it_can_be_reached_and_left_with_the_keyboard(desk):
    desk.press("h")
    QTest.keyClick(desk.view, Qt.Key.Key_F6)
    assert card(desk).isAncestorOf(desk.window.focusWidget())
    bar = card(desk)._area.verticalScrollBar()
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_Escape)
    assert not card(desk).isVisible()
    assert desk.view.hasFocus()


def test_f6_passes_by_while_it_is_closed(desk):
    QTest.keyClick(desk.view, Qt.Key.Key_F6)
    assert desk.place.inspector.isAncestorOf(desk.window.focusWidget())
    QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert desk.view.hasFocus()


def test_without_an_annotation_it_says_what_to_do(desk):
    desk.leave()
    desk.press("h")
    assert not card(desk).isVisible()
    assert desk.hint.startswith("Put the caret into an annotation")


def test_the_mouse_resting_on_a_tag_shows_its_card(qtbot, desk):
    chip = desk.chips()["denial"]
    rest_on(chip)
    assert not card(desk).isVisible()
    qtbot.waitUntil(card(desk).isVisible, timeout=REST_MS + 2000)
    assert card(desk).tag.name == "denial"
    QApplication.sendEvent(chip, QEvent(QEvent.Type.Leave))
    assert not card(desk).isVisible()


def test_h_over_a_tag_keeps_its_card(qtbot, desk):
    chip = desk.chips()["denial"]
    rest_on(chip)
    desk.press("h")
    QApplication.sendEvent(chip, QEvent(QEvent.Type.Leave))
    assert card(desk).isVisible()
    assert card(desk).tag.name == "denial"


def test_it_stays_within_the_text_however_small_the_window(desk):
    desk.press("h")
    desk.window.resize(900, 420)
    desk.settle()
    assert desk.view.rect().contains(card(desk).geometry())


def test_names_and_words_of_a_codebook_are_never_markup(desk_with):
    desk = desk_with("A <b>bold</b> claim.\n")
    desk.tag("<b>bold</b>", "c")
    desk.press("h")
    assert words(desk)[-1] == "“<b>bold</b>”"
    last = card(desk)._area.widget().findChildren(QLabel)[-1]
    assert last.textFormat() == Qt.TextFormat.PlainText
