"""What a screen reader is told about the place of the caret."""

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible
from ui_desk import REPORT

from annotator.model.span import Span
from annotator.ui.text.speech import description

BO = [("Bo", "claim", "About 4,200 people cross it every day")]


@pytest.fixture
def listening(qapp):
    """Somebody listens to a screen reader."""
    before = QAccessible.isActive()
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(before)


def heard(desk):
    """Return what a screen reader finds at the view."""
    desk.settle()
    interface = QAccessible.queryAccessibleInterface(desk.view)
    return interface.text(QAccessible.Text.Description)


def test_the_annotations_at_the_caret_are_told_the_innermost_first(
    desk_with, listening
):
    desk = desk_with(REPORT, others=BO)
    desk.tag("About 4,200", "f")
    desk.click("4,200")
    caret = desk.view.caret()
    assert heard(desk) == (
        "In figure “About 4,200” by Ada, in claim “About 4,200 people cross it "
        f"every day” by Bo; character {caret}"
    )


def test_the_current_one_is_told_before_the_innermost(desk_with, listening):
    desk = desk_with(REPORT, others=BO)
    desk.tag("About 4,200", "f")
    desk.click("4,200")
    bo = next(m for m in desk.opened.marks if m.end - m.start > 20)
    desk.opened.set_current(bo.id)
    assert heard(desk).startswith("In claim “About 4,200 people")
    assert ", in figure “About 4,200” by Ada" in heard(desk)


def test_outside_of_annotations_the_place_is_told(desk_with, listening):
    desk = desk_with(REPORT)
    desk.view.set_caret(7)
    assert heard(desk) == "No annotation; character 7"


def test_long_annotations_are_told_in_short(desk_with, listening):
    desk = desk_with("word " * 100 + "\n")
    desk.view.select(Span(0, 499))
    desk.press("c")
    desk.view.set_caret(10)
    assert len(heard(desk)) < 110
    assert "word…” by Ada" in heard(desk)


def test_while_nobody_listens_nothing_is_told(desk_with):
    QAccessible.setActive(False)
    desk = desk_with(REPORT)
    desk.view.set_caret(7)
    QCoreApplication.processEvents()
    assert desk.view.accessibleDescription() == ""
    assert description(desk.opened, 7) == "No annotation; character 7"


def test_without_a_document_nothing_is_told(desk_with, listening):
    desk = desk_with(REPORT)
    desk.view.set_caret(7)
    assert heard(desk)
    desk.view.show_document(None)
    assert heard(desk) == ""
