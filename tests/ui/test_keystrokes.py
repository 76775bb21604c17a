"""The keystroke budget, row by row: each job in its number of steps, in real texts.

A step is one drag, one click or one key chord. Where the caret is to be at first is
given; to read up to there is no step.
"""

from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from ui_desk import CTRL, NONE, SHIFT, Desk

from annotator.app.importing import prepare_texts
from annotator.app.jobs import Unwatched
from annotator.app.projects import create_project, open_project

# Emoji of several parts, letters with combining marks, right-to-left, CRLF.
NASTY = (
    "👩‍👩‍👧 The café (cafe\u0301) sold 😀 more than 4,200 tonnes "
    "(9.3 million pounds) of ice, the o\u0308wner said on Monday.\r\n"
    "“We ne\u0301ver promised 🇺🇦 anything,” she added, though her rivals disagree.\r\n"
    "قال الوزير إن «الجسر مغلق منذ أيام» بسبب العاصفة.\r\n"
    "Engineers denied that 👍🏽 the bridge was closed. "
    "Later they left the town 🏔️ quickly.\r\n"
)


class Case(NamedTuple):
    """A text, and what the keys are to find in it."""

    content: bytes
    selected: str
    figure: str
    in_figure: str
    quotation: str
    in_quotation: str
    sentence: str
    clause: str
    in_sentence: str
    word_run: tuple[str, str, str]


CASES = {
    "nasty": Case(
        NASTY.encode(),
        selected="😀 more",
        figure="more than 4,200 tonnes (9.3 million pounds)",
        in_figure="200 tonnes",
        quotation="“We ne\u0301ver promised 🇺🇦 anything,”",
        in_quotation="promised",
        sentence="Engineers denied that 👍🏽 the bridge was closed",
        clause="👍🏽 the bridge was closed",
        in_sentence="bridge was",
        word_run=("the o\u0308wner", " said", " on"),
    ),
    "right to left": Case(
        NASTY.encode(),
        selected="الوزير إن",
        figure="more than 4,200 tonnes (9.3 million pounds)",
        in_figure="9.3 million",
        quotation="«الجسر مغلق منذ أيام»",
        in_quotation="مغلق",
        sentence="Later they left the town 🏔️ quickly",
        clause="Later they left the town 🏔️ quickly",
        in_sentence="town",
        word_run=("الوزير", " إن", " «الجسر"),
    ),
}


@pytest.fixture(params=["the news report", *CASES])
def case(request, root):
    if request.param in CASES:
        return CASES[request.param]
    folder = root.parent / "shared" / "source-texts"
    if not folder.is_dir():
        pytest.skip("the news report in ../shared/source-texts is not here")
    (path,) = folder.glob("000_*.txt")
    content = path.read_bytes()
    text = content.decode()

    def words(start, end):
        return text[start:end]

    return Case(
        content,
        selected=words(975, 1037),
        figure=words(6859, 6876),
        in_figure="270,300",
        quotation=words(3897, 4121),
        in_quotation="especially not",
        sentence=words(2595 - len("Moscow "), 2728),
        clause=words(2595 - len("Moscow "), 2728),
        in_sentence="targeting civilians what",
        word_run=(words(694, 703), words(703, 706), words(706, 713)),
    )


class Counted:
    """The hands of an annotator, and how many steps they took."""

    def __init__(self, desk):
        self.desk = desk
        self.steps = 0

    def drag(self, words):
        self.steps += 1
        self.desk.drag(words)

    def press(self, key, modifiers=NONE):
        self.steps += 1
        self.desk.press(key, modifiers)

    def choose(self, key):
        """Press a key in the list that has just opened."""
        self.steps += 1
        QTest.keyClick(QApplication.focusWidget(), key)
        self.desk.settle()

    def read_up_to(self, words, after=1):
        """Put the caret among ``words``: where one has read up to."""
        self.desk.view.setFocus()
        self.desk.view.set_caret(self.desk.span(words).start + after)
        self.desk.settle()


@pytest.fixture
def desk(qtbot, make_window, tmp_path, settings_file, case):
    """The text, imported from a file as it came, in a window."""
    source = tmp_path / "source.txt"
    source.write_bytes(case.content)
    project = tmp_path / "budget.annotator"
    create_project(project, settings_file.read()).close()
    with open_project(project, settings_file.read()) as session:
        prepared = prepare_texts(
            session.project,
            [source],
            encoding=None,
            monitor=Unwatched(),
            skip_invalid=False,
        )
        session.apply(prepared.edit)
    return Desk(qtbot, make_window()).open(project)


@pytest.fixture
def hands(desk):
    return Counted(desk)


def test_a_selected_span_is_tagged_in_two_steps(hands, desk, case):
    for key, tag in zip("cdfq", ("claim", "denial", "figure", "quote"), strict=True):
        hands.steps = 0
        hands.drag(case.selected)
        hands.press(key)
        assert hands.steps == 2
        assert (tag, case.selected) in desk.tagged()


def test_a_figure_is_tagged_in_one_step_without_selecting(hands, desk, case):
    hands.read_up_to(case.in_figure)
    hands.press("f")
    assert hands.steps == 1
    assert desk.tagged() == [("figure", case.figure)]


def test_a_quotation_is_tagged_in_one_step_without_selecting(hands, desk, case):
    hands.read_up_to(case.in_quotation)
    hands.press("q")
    assert hands.steps == 1
    assert desk.tagged() == [("quote", case.quotation)]


@pytest.mark.parametrize(("key", "tag"), [("c", "claim"), ("d", "denial")])
def test_a_sentence_is_tagged_in_one_step_without_selecting(
    hands, desk, case, key, tag
):
    hands.read_up_to(case.in_sentence)
    hands.press(key)
    assert hands.steps == 1
    assert desk.tagged() == [(tag, case.sentence)]


def test_a_second_press_narrows_to_the_clause_and_a_third_returns(hands, desk, case):
    hands.read_up_to(case.in_sentence)
    hands.press("d")
    hands.press("d")
    assert desk.tagged() == [("denial", case.clause)]
    hands.press("d")
    assert desk.tagged() == [("denial", case.sentence)]


def test_with_a_locked_tag_each_further_span_is_one_drag(hands, desk, case):
    hands.press("C", SHIFT)
    hands.steps = 0
    hands.drag(case.selected)
    assert hands.steps == 1
    hands.drag(case.in_quotation)
    assert hands.steps == 2
    assert sorted(desk.tagged()) == sorted(
        [("claim", case.selected), ("claim", case.in_quotation)]
    )
    desk.leave()
    hands.drag(case.in_figure)
    assert len(desk.tagged()) == 2


def test_the_tag_of_the_current_annotation_changes_with_one_letter(hands, desk, case):
    desk.tag(case.selected, "c")
    hands.press("d")
    assert hands.steps == 1
    assert desk.tagged() == [("denial", case.selected)]


def test_deleting_is_one_key_and_undo_restores(hands, desk, case):
    desk.tag(case.selected, "c")
    (before,) = desk.stored()
    hands.press(Qt.Key.Key_Delete)
    assert hands.steps == 1
    assert desk.stored() == []
    hands.press(Qt.Key.Key_Z, CTRL)
    assert desk.stored() == [before]


def test_a_boundary_moves_by_a_word_with_one_key(hands, desk, case):
    first, second, third = case.word_run
    desk.tag(first + second, "c")
    hands.press("]")
    assert desk.tagged() == [("claim", first + second + third)]
    hands.press("[")
    assert desk.tagged() == [("claim", first + second)]
    hands.press("}")
    assert desk.tagged()[0][1] == (first + second).partition(" ")[2]
    hands.press("{")
    assert hands.steps == 4
    assert desk.tagged() == [("claim", first + second)]


def test_with_ctrl_a_boundary_moves_by_a_character(hands, desk, case):
    words = case.in_quotation
    desk.tag(words, "c")
    start, end = desk.stored()[0].start, desk.stored()[0].end
    for key, expected in (
        (Qt.Key.Key_BracketRight, (start, end + 1)),
        (Qt.Key.Key_BracketLeft, (start, end)),
        (Qt.Key.Key_BraceRight, (start + 1, end)),
        (Qt.Key.Key_BraceLeft, (start, end)),
    ):
        hands.press(key, CTRL)
        (row,) = desk.stored()
        assert (row.start, row.end) == expected
        assert row.quote == desk.text[row.start : row.end]
    assert hands.steps == 4


def test_the_next_and_the_previous_annotation_are_one_key_away(hands, desk, case):
    found = sorted((case.selected, case.figure, case.quotation), key=desk.text.index)
    for words in found:
        desk.tag(words, "c")
    for forth, back in (
        ((Qt.Key.Key_Tab, NONE), (Qt.Key.Key_Backtab, SHIFT)),
        (("n", NONE), ("p", NONE)),
    ):
        desk.leave()
        desk.view.set_caret(0)
        hands.steps = 0
        for number, words in enumerate(found, start=1):
            hands.press(*forth)
            assert (desk.current, hands.steps) == (words, number)
        for words in (*reversed(found[:-1]), found[-1]):
            hands.press(*back)
            assert desk.current == words


@pytest.mark.parametrize("choose", ["1", Qt.Key.Key_Return])
def test_a_denial_is_linked_to_its_claim_in_two_steps(hands, desk, case, choose):
    desk.tag(case.quotation, "q")
    desk.tag(case.figure, "c")
    desk.tag(case.selected, "d")
    hands.press("l")
    hands.choose(choose)
    assert hands.steps == 2
    (relation,) = desk.relations()
    assert relation == ("denies", case.selected, case.figure)
    desk.undo()
    assert desk.relations() == []


def test_everything_is_undone_and_done_again_also_after_a_restart(
    hands, desk, case, reopened
):
    desk.tag(case.selected, "c")
    hands.read_up_to(case.in_figure)
    hands.press("f")
    hands.press("]")
    desk.leave()
    hands.read_up_to(case.in_quotation)
    hands.press("q")
    hands.press(Qt.Key.Key_Delete)
    whole = desk.stored()
    again = reopened(desk)
    for _ in range(5):
        again.undo()
    assert again.stored() == []
    for _ in range(5):
        again.redo()
    assert again.stored() == whole
