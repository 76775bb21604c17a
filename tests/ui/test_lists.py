"""The lists of documents and of annotations: order, filters, marks and clicks."""

import pytest
from PySide6.QtCore import QAbstractItemModel, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from ui_desk import CTRL, REPORT, SHIFT

from annotator.app.filters import ListFilter
from annotator.model.annotation import Mark
from annotator.ui.annotations.model import AnnotationModel
from annotator.ui.documents import panel
from annotator.ui.documents.panel import DocumentModel
from annotator.ui.rows import ROW_ROLE
from annotator.ui.theme import current_colors

WORDS = "the bridge would be closed"
STORM = "The storm came at night.\nNobody slept.\n"
VOTE = "The council voted on the bridge.\n"


@pytest.fixture
def desk(desk_with):
    return desk_with(("bridge.txt", REPORT), ("storm.txt", STORM), ("vote.txt", VOTE))


def shown(desk):
    """Return the titles in the list of documents."""
    model = desk.place.documents.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def rows(view):
    model = view.model()
    return [model.index(row, 0).data(ROW_ROLE) for row in range(model.rowCount())]


def search(qtbot, panel, words):
    """Type into a filter and wait until the list has followed."""
    with qtbot.waitSignal(panel.list.model().modelReset):
        panel.filter.setFocus()
        panel.filter.selectAll()
        QTest.keyClick(panel.filter, Qt.Key.Key_Delete)
        QTest.keyClicks(panel.filter, words)


def click_row(qtbot, view, row):
    index = view.model().index(row, 0)
    qtbot.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=view.visualRect(index).center(),
    )


# Documents ---------------------------------------------------------------------


def test_documents_stand_in_the_order_they_came(desk):
    assert shown(desk) == ["bridge.txt", "storm.txt", "vote.txt"]


def test_a_click_opens_a_document(qtbot, desk):
    click_row(qtbot, desk.place.documents.list, 1)
    assert desk.text == STORM


def test_the_arrows_open_documents(desk):
    desk.place.documents.list.setFocus()
    QTest.keyClick(desk.place.documents.list, Qt.Key.Key_Down)
    assert desk.text == STORM
    QTest.keyClick(desk.place.documents.list, Qt.Key.Key_End)
    assert desk.text == VOTE


def test_a_new_document_says_that_nothing_is_annotated(desk):
    row = rows(desk.place.documents.list)[0]
    assert (row.mark, row.second) == ("○", "not annotated")


def test_tagging_changes_count_and_status(desk):
    desk.tag(WORDS, "c")
    row = rows(desk.place.documents.list)[0]
    assert (row.mark, row.second) == ("◐", "1 annotation")
    desk.tag("Monday", "q")
    assert rows(desk.place.documents.list)[0].second == "2 annotations"


def test_undo_changes_count_and_status_back(desk):
    desk.tag(WORDS, "c")
    desk.undo()
    row = rows(desk.place.documents.list)[0]
    assert (row.mark, row.second) == ("○", "not annotated")


def test_undo_of_a_tag_in_another_document_changes_its_count(qtbot, desk):
    desk.tag(WORDS, "c")
    click_row(qtbot, desk.place.documents.list, 1)
    desk.undo()
    assert rows(desk.place.documents.list)[0].second == "not annotated"
    assert desk.text == STORM


def test_the_counts_are_those_of_the_file_after_opening_again(desk, reopened):
    desk.tag(WORDS, "c")
    desk.tag("Monday", "q")
    before = rows(desk.place.documents.list)
    assert rows(reopened(desk).place.documents.list) == before


def test_ones_own_share_is_told_beside_teammates(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS), ("Bo", "quote", "Monday")])
    desk.tag("4,200", "f")
    assert rows(desk.place.documents.list)[0].second == "3 annotations, 1 mine"


def test_a_document_that_is_done_is_marked_and_steps_back(desk):
    desk.press(Qt.Key.Key_Return, CTRL)
    row = rows(desk.place.documents.list)[0]
    assert (row.mark, row.faded) == ("✓", True)


def test_the_done_mark_stays_when_tagging_goes_on(desk):
    desk.press(Qt.Key.Key_Return, CTRL)
    desk.tag(WORDS, "c")
    assert rows(desk.place.documents.list)[0].mark == "✓"


def test_the_done_mark_is_there_after_opening_again(desk, reopened):
    desk.press(Qt.Key.Key_Return, CTRL)
    again = reopened(desk)
    assert rows(again.place.documents.list)[0].mark == "✓"


def test_a_document_is_found_by_its_title(qtbot, desk):
    search(qtbot, desk.place.documents, "STORM.t")
    assert shown(desk) == ["storm.txt"]
    assert desk.place.documents._count.text() == "1 of 3"


def test_a_document_is_found_by_words_in_its_text(qtbot, desk):
    search(qtbot, desk.place.documents, "bridge")
    assert shown(desk) == ["bridge.txt", "vote.txt"]


def test_a_search_without_result_says_so(qtbot, desk):
    search(qtbot, desk.place.documents, "volcano")
    assert desk.place.documents._empty.isVisible()
    assert desk.place.documents._empty.text() == "No document has these words."


@pytest.mark.parametrize("words", ['"', "*", "AND", "a OR", "NEAR(", "-", "'", "x:y"])
def test_no_search_is_a_mistake(qtbot, desk, words):
    search(qtbot, desk.place.documents, words)
    assert desk.message == ""


def test_clearing_the_search_shows_all_again(qtbot, desk):
    search(qtbot, desk.place.documents, "volcano")
    with qtbot.waitSignal(desk.place.documents.list.model().modelReset):
        desk.place.documents.filter.clear()
    assert len(shown(desk)) == 3


def test_searching_leaves_the_open_document_open(qtbot, desk):
    search(qtbot, desk.place.documents, "storm.txt")
    assert desk.text == REPORT


def test_giving_the_list_the_focus_opens_no_other_document(qtbot, desk):
    search(qtbot, desk.place.documents, "storm.txt")
    desk.place.documents.list.setFocus()
    assert desk.text == REPORT


def test_a_project_without_documents_says_what_to_do(desk_with):
    desk = desk_with()
    assert desk.opened is None
    assert desk.place._nothing.isVisible()
    words = " ".join(label.text() for label in desk.place._nothing.findChildren(QLabel))
    assert "This project has no texts yet." in words
    assert desk.place.documents._empty.text().startswith("No texts yet.")


# Annotations -------------------------------------------------------------------


@pytest.fixture
def tagged(desk):
    desk.tag("4,200", "f")
    desk.tag(WORDS, "c")
    desk.tag("Engineers denied", "d")
    desk.leave()
    return desk


def test_annotations_stand_in_reading_order(tagged):
    assert tagged.listed() == [
        f"claim: {WORDS}",
        "denial: Engineers denied",
        "figure: 4,200",
    ]


def test_a_new_annotation_comes_into_its_place(tagged):
    tagged.tag("storm", "c")
    assert [row.split(": ")[1] for row in tagged.listed()] == [
        WORDS,
        "Engineers denied",
        "storm",
        "4,200",
    ]


def test_a_changed_tag_is_listed_once(tagged):
    tagged.click("Engineers denied")
    tagged.press("q")
    assert tagged.listed() == [
        f"claim: {WORDS}",
        "quote: Engineers denied",
        "figure: 4,200",
    ]


def test_a_deleted_annotation_leaves_the_list(tagged):
    tagged.click("Engineers denied")
    tagged.press(Qt.Key.Key_Delete)
    assert tagged.listed() == [f"claim: {WORDS}", "figure: 4,200"]


def test_a_click_goes_to_the_annotation(qtbot, tagged):
    click_row(qtbot, tagged.place.annotations.list, 1)
    assert tagged.current == "Engineers denied"
    assert tagged.view.caret() == tagged.span("Engineers denied").start


def test_a_click_on_the_current_row_goes_there_again(qtbot, desk_with):
    text = "".join(f"Paragraph {number} of a text.\n" for number in range(300))
    desk = desk_with(text, others=[("Bo", "claim", "Paragraph 7 of")])
    desk.press("n")
    desk.view.verticalScrollBar().setValue(200)
    click_row(qtbot, desk.place.annotations.list, 0)
    visible = desk.view.viewport().rect()
    assert visible.contains(desk.rect(text.index("Paragraph 7 ")).center())


def test_the_list_marks_the_current_annotation(tagged):
    tagged.view.set_caret(0)
    tagged.press("n")
    tagged.press("n")
    assert tagged.place.annotations.list.currentIndex().row() == 1


def test_the_keys_work_in_the_list_too(qtbot, tagged):
    view = tagged.place.annotations.list
    click_row(qtbot, view, 1)
    view.setFocus()
    QTest.keyClick(view, "q")
    assert ("quote", "Engineers denied") in tagged.tagged()
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert [words for _, words in tagged.tagged()] == [WORDS, "4,200"]


def test_giving_the_list_the_focus_goes_nowhere(tagged):
    tagged.click("Monday", after=3)
    tagged.leave()
    before = tagged.view.caret()
    tagged.place.annotations.list.setFocus()
    assert tagged.current is None
    assert tagged.view.caret() == before


@pytest.mark.parametrize(
    ("words", "found"),
    [("denied", ["denial: Engineers denied"]), ("FIG", ["figure: 4,200"]), ("x", [])],
)
def test_annotations_are_found_by_words_and_by_tag(qtbot, tagged, words, found):
    search(qtbot, tagged.place.annotations, words)
    assert tagged.listed() == found
    assert tagged.place.annotations._count.text() == f"{len(found)} of 3"


def test_what_does_not_fit_the_filter_is_not_added(qtbot, tagged):
    search(qtbot, tagged.place.annotations, "denied")
    tagged.tag("storm", "c")
    assert tagged.listed() == ["denial: Engineers denied"]


def test_without_annotations_the_list_says_what_to_do(desk):
    assert desk.place.annotations._empty.isVisible()
    assert "press a tag's key" in desk.place.annotations._empty.text()


def test_a_teammates_annotation_is_listed_with_their_name(desk_with):
    desk = desk_with(REPORT, others=[("Bo", "claim", WORDS)])
    assert desk.listed() == [f"claim, Bo: {WORDS}"]


# Layers ------------------------------------------------------------------------


@pytest.fixture
def team(desk_with):
    desk = desk_with(
        REPORT,
        others=[
            ("Bo", "claim", WORDS),
            ("Bo", "quote", "Monday"),
            ("Cy & Co", "figure", "4,200"),
        ],
    )
    desk.tag("storm", "c")
    return desk


def layers(desk):
    """Return the entries of the menu of layers, as when it is opened."""
    menu = desk.place.annotations._layers_menu
    menu.aboutToShow.emit()
    return {
        action.text().replace("&&", "&").split("\t")[0]: action
        for action in menu.actions()
        if not action.isSeparator()
    }


def test_the_menu_names_everyone_and_counts(team):
    texts = [action.text() for action in layers(team).values()]
    assert texts == [
        "Everyone",
        "Only mine",
        "Ada (me)\t1",
        "Bo\t2",
        "Cy && Co\t1",
    ]


def test_at_first_only_the_teammate_with_the_most_is_shown(team):
    checked = {
        name: action.isChecked()
        for name, action in layers(team).items()
        if action.isCheckable()
    }
    assert checked == {"Ada (me)": True, "Bo": True, "Cy & Co": False}
    assert len(team.listed()) == 3


def test_the_menu_shows_and_hides_layers(team):
    layers(team)["Cy & Co"].trigger()
    assert len(team.listed()) == 4
    layers(team)["Bo"].trigger()
    assert [row.split(": ")[1] for row in team.listed()] == ["storm", "4,200"]


def test_hiding_the_layer_of_the_current_annotation_leaves_it(team):
    team.click("Monday")
    assert team.current == "Monday"
    layers(team)["Bo"].trigger()
    assert team.current is None


def test_the_choice_of_layers_stays_when_another_document_is_opened(desk_with):
    desk = desk_with(REPORT, STORM, others=[("Bo", "claim", WORDS)])
    layers(desk)["Bo"].trigger()
    first, second = (info.id for info in desk.place.documents.infos())
    desk.place.open_document(second)
    desk.place.open_document(first)
    assert desk.listed() == []


# Many --------------------------------------------------------------------------


class Counted:
    """Calls a function and counts how often."""

    def __init__(self, function):
        self.function = function
        self.calls = 0

    def __call__(self, *arguments):
        self.calls += 1
        return self.function(*arguments)


def test_no_row_of_50_000_documents_is_made_before_it_is_asked_for(desk, monkeypatch):
    (info, *_) = desk.place.documents.infos()
    made = Counted(panel._row)
    monkeypatch.setattr(panel, "_row", made)
    model = DocumentModel()
    model.show([info] * 50_000)
    assert (model.rowCount(), made.calls) == (50_000, 0)
    assert model.index(40_000, 0).data(ROW_ROLE).first == "bridge.txt"
    assert made.calls == 1


def test_no_row_of_50_000_annotations_is_made_before_it_is_asked_for(desk):
    tag = desk.window.session.codebook.tags[0].id
    me = desk.window.session.me.id
    marks = [Mark(n % 60, n % 60 + 3, f"{n:032x}", tag, me) for n in range(50_000)]
    desk.opened.marks = sorted(marks)
    model = AnnotationModel()
    made = Counted(model._row)
    model._row = made
    model.show(desk.opened, ListFilter())
    assert (model.rowCount(), made.calls) == (50_000, 0)
    assert model.index(40_000, 0).data(ROW_ROLE) is not None
    assert made.calls == 1


def test_the_view_asks_only_for_the_rows_in_sight(desk, qtbot):
    tag = desk.window.session.codebook.tags[0].id
    me = desk.window.session.me.id
    desk.opened.marks = sorted(
        Mark(n % 60, n % 60 + 3, f"{n:032x}", tag, me) for n in range(50_000)
    )
    model: QAbstractItemModel = desk.place.annotations.list.model()
    made = Counted(model._row)
    model._row = made
    desk.place.annotations.refresh()
    desk.settle()
    assert model.rowCount() == 50_000
    assert made.calls < 200


def test_f6_goes_from_panel_to_panel(desk):
    place = desk.place
    desk.tag(WORDS, "c")
    seen = []
    for _ in range(4):
        QTest.keyClick(desk.window.focusWidget(), Qt.Key.Key_F6)
        seen.append(desk.window.focusWidget())
    assert place.inspector.isAncestorOf(seen[0])
    assert seen[1:] == [place.annotations.list, place.documents.list, desk.view]
    QTest.keyClick(desk.view, Qt.Key.Key_F6, SHIFT)
    assert desk.window.focusWidget() is place.documents.list


def test_f6_passes_by_panels_with_nothing_in_them(desk):
    QTest.keyClick(desk.view, Qt.Key.Key_F6)
    assert desk.window.focusWidget() is desk.place.documents.list
    desk.tag(WORDS, "c")
    desk.leave()
    QTest.keyClick(desk.view, Qt.Key.Key_F6)
    assert desk.window.focusWidget() is desk.place.annotations.list


def test_a_list_on_no_row_shows_the_focus_around_itself(desk):
    desk.tag(WORDS, "c")
    desk.leave()
    listed = desk.place.annotations.list
    accent = current_colors().color("accent")

    def ring():
        picture = listed.viewport().grab().toImage()
        at = QPointF(picture.width() / 2, 2 * picture.devicePixelRatio()).toPoint()
        return picture.pixelColor(at)

    assert ring() != accent
    listed.setFocus()
    assert not listed.currentIndex().isValid()
    assert ring() == accent
