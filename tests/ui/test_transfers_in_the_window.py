"""Import, export and check from the window."""

import csv
import io
import json
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPushButton,
)
from ui_desk import REPORT, Desk, write_note

from annotator.app.exporting import export
from annotator.app.projects import reading
from annotator.ui.dialogs import EncodingDialog, ExportDialog, ProblemsDialog

WORDS = "the bridge would be closed"
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def desk(desk_with):
    return desk_with(("report.txt", REPORT))


def names(desk):
    return [info.name for info in desk.place.documents.infos()]


def import_paths(desk, *paths):
    with desk.qtbot.waitSignal(desk.window.worker.idle):
        desk.window.transfers.import_paths(list(paths))


def export_to(desk, target, format_name, layers=()):
    with desk.qtbot.waitSignal(desk.window.worker.idle):
        desk.window.transfers.export_to(target, format_name, list(layers))


@pytest.fixture
def in_dialog(qapp):
    """Does something in the next dialog, as soon as it is there; refuses others."""
    timers = []

    def do(deed):
        timer = QTimer(qapp)
        timer.setInterval(5)
        timers.append(timer)

        seen = []

        def look():
            dialog = QApplication.activeModalWidget()
            if dialog is None or seen[-1:] == [dialog]:
                return
            seen.append(dialog)
            if len(seen) == 1:
                deed(dialog)
            else:
                dialog.reject()

        timer.timeout.connect(look)
        timer.start()

    yield do
    for timer in timers:
        timer.stop()


def press(dialog, words):
    box = dialog.findChild(QDialogButtonBox)
    next(b for b in box.buttons() if b.text() == words).click()


def dropped(paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(widget, paths):
    """Drop files on ``widget``; return whether it wanted them."""
    mime = dropped(paths)
    enter = QDragEnterEvent(QPoint(50, 50), COPY, mime, LEFT, NONE)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(50, 50), COPY, mime, LEFT, NONE)
        QApplication.sendEvent(widget.window(), event)
    return enter.isAccepted()


# Texts -----------------------------------------------------------------------------


def test_dropped_texts_are_imported(qtbot, desk, tmp_path):
    for name in ("one.txt", "two.md"):
        (tmp_path / name).write_text(f"This is {name}.\n")
    with qtbot.waitSignal(desk.window.worker.idle):
        assert drop(desk.window, [tmp_path / "one.txt", tmp_path / "two.md"])
    assert names(desk) == ["report.txt", "one.txt", "two.md"]
    assert desk.message == "Added 2 documents."


def test_texts_can_be_dropped_on_the_text_itself(qtbot, desk, tmp_path):
    (tmp_path / "one.txt").write_text("One.\n")
    with qtbot.waitSignal(desk.window.worker.idle):
        assert drop(desk.view.viewport(), [tmp_path / "one.txt"])
    assert names(desk) == ["report.txt", "one.txt"]


def test_what_is_no_file_is_not_taken(desk):
    mime = QMimeData()
    mime.setText("words")
    enter = QDragEnterEvent(QPoint(50, 50), COPY, mime, LEFT, NONE)
    enter.ignore()
    QApplication.sendEvent(desk.window, enter)
    assert not enter.isAccepted()


def test_a_dropped_project_is_opened(desk, make_project):
    other = make_project("Other.\n", name="other")
    drop(desk.window, [other])
    assert desk.path == other


def test_texts_dropped_without_a_project_are_told_what_to_do(window, tmp_path):
    (tmp_path / "one.txt").write_text("One.\n")
    drop(window, [tmp_path / "one.txt"])
    assert window.messages.text == (
        "Open or make a project first, then drop texts into it."
    )


def test_the_first_text_of_a_project_is_shown_at_once(desk_with, tmp_path):
    desk = desk_with()
    (tmp_path / "one.txt").write_text("One text.\n")
    import_paths(desk, tmp_path / "one.txt")
    assert desk.text == "One text.\n"


def test_a_folder_is_imported_with_what_lies_below_it(desk, tmp_path):
    below = tmp_path / "texts" / "more"
    below.mkdir(parents=True)
    (tmp_path / "texts" / "a.txt").write_text("A.\n")
    (below / "b.txt").write_text("B.\n")
    import_paths(desk, tmp_path / "texts")
    assert names(desk) == ["report.txt", "a.txt", "b.txt"]


def test_an_import_is_undone_in_one_step(desk, tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"{name}.\n")
    import_paths(desk, tmp_path / "one.txt", tmp_path / "two.txt")
    desk.undo()
    assert names(desk) == ["report.txt"]
    desk.redo()
    assert names(desk) == ["report.txt", "one.txt", "two.txt"]


def test_undoing_the_import_of_the_open_text_shows_another(desk_with, tmp_path):
    desk = desk_with()
    (tmp_path / "one.txt").write_text("One text.\n")
    import_paths(desk, tmp_path / "one.txt")
    desk.undo()
    assert desk.opened is None
    assert desk.place._nothing.isVisible()


def test_the_same_text_is_not_added_twice(desk, tmp_path):
    (tmp_path / "again.txt").write_text(REPORT)
    import_paths(desk, tmp_path / "again.txt")
    assert names(desk) == ["report.txt"]
    assert desk.message == "Added nothing. 1 in the project already."


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty.txt is empty"),
        ("blank.txt", b" \n\n ", "blank.txt is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "a picture"),
        ("word.txt", b"PK\x03\x04" + bytes(99), "zip file"),
    ],
)
def test_what_is_no_text_is_refused(desk, tmp_path, name, content, words):
    (tmp_path / name).write_bytes(content)
    import_paths(desk, tmp_path / name)
    assert words in desk.message
    assert names(desk) == ["report.txt"]


def test_a_text_of_100_megabytes_is_refused(desk, tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    import_paths(desk, huge)
    assert "huge.txt" in desk.message
    assert "MB" in desk.message
    assert names(desk) == ["report.txt"]


def test_a_folder_without_texts_is_said_to_have_none(desk, tmp_path):
    (tmp_path / "nothing").mkdir()
    import_paths(desk, tmp_path / "nothing")
    assert "nothing" in desk.message
    assert names(desk) == ["report.txt"]


def test_a_file_that_is_not_there_is_said_not_to_be(desk, tmp_path):
    import_paths(desk, tmp_path / "nowhere.txt")
    assert "nowhere.txt" in desk.message
    assert names(desk) == ["report.txt"]


def test_nothing_is_imported_into_a_project_opened_for_reading(
    qtbot, desk, make_window, tmp_path
):
    reader = Desk(qtbot, make_window()).open(desk.path)
    (tmp_path / "one.txt").write_text("One.\n")
    reader.window.transfers.import_paths([tmp_path / "one.txt"])
    assert reader.message.startswith("Nothing can be imported: ")


# Encodings ---------------------------------------------------------------------------

POUNDS = "The café paid £5m – “too much”, he said.\n"


def test_a_text_that_is_not_unicode_asks_and_shows_what_it_would_be(
    qtbot, desk, tmp_path, in_dialog
):
    (tmp_path / "old.txt").write_bytes(POUNDS.encode("cp1252"))
    shown = []

    def choose(dialog):
        assert isinstance(dialog, EncodingDialog)
        dialog.findChild(QComboBox).setCurrentText("cp1252")
        shown.append(dialog._preview.text())
        press(dialog, "Import with this encoding")

    in_dialog(choose)
    desk.window.transfers.import_paths([tmp_path / "old.txt"])
    qtbot.waitUntil(lambda: len(names(desk)) == 2)
    desk.place.open_document(desk.place.documents.infos()[1].id)
    assert shown == [POUNDS.strip()]
    assert desk.text == POUNDS


@pytest.fixture
def three(tmp_path):
    """Two texts that are not Unicode, and between them one that is."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes(POUNDS.encode("cp1252"))
    (folder / "b.txt").write_text("Plain – Unicode.\n", encoding="utf-8")
    (folder / "c.txt").write_bytes("Zürich paid €3m.\n".encode("cp1252"))
    return folder


USE, SKIP, CANCEL = "Import with this encoding", "Skip this file", "Cancel"


@pytest.fixture
def in_turn(qapp):
    """Answers one encoding dialog after the other; returns whose they were."""
    timer = QTimer(qapp)
    timer.setInterval(5)

    def answer(*answers):
        asked = []
        seen = []

        def look():
            dialog = QApplication.activeModalWidget()
            if dialog is None or dialog in seen:
                return
            seen.append(dialog)
            asked.append(dialog.findChild(QLabel).text().split()[0])
            encoding, button, same = answers[len(asked) - 1]
            dialog.findChild(QComboBox).setEditText(encoding)
            dialog._same.setChecked(same)
            press(dialog, button)

        timer.timeout.connect(look)
        timer.start()
        return asked

    yield answer
    timer.stop()


def texts_of(desk):
    return {
        info.name: desk.window.session.document(info.id).text
        for info in desk.window.session.documents()
    }


def test_each_text_that_is_not_unicode_is_asked_about_in_turn(
    qtbot, desk, three, in_turn
):
    asked = in_turn(("cp1252", USE, False), ("latin-1", USE, False))
    desk.window.transfers.import_paths([three])
    qtbot.waitUntil(lambda: len(names(desk)) == 4)
    assert asked == ["a.txt", "c.txt"]
    assert texts_of(desk)["a.txt"] == POUNDS
    assert texts_of(desk)["c.txt"] == "Zürich paid \x803m.\n"
    assert desk.message == "Added 3 documents."


def test_one_answer_may_do_for_the_rest(qtbot, desk, three, in_turn):
    asked = in_turn(("cp1252", USE, True))
    desk.window.transfers.import_paths([three])
    qtbot.waitUntil(lambda: len(names(desk)) == 4)
    assert asked == ["a.txt"]
    assert texts_of(desk)["c.txt"] == "Zürich paid €3m.\n"


def test_an_answer_that_does_not_fit_the_next_text_is_not_taken_for_it(
    qtbot, desk, three, in_turn
):
    (three / "c.txt").write_bytes(b"caf\x81 \xfc\n")
    asked = in_turn(("cp1252", USE, True), ("latin-1", USE, False))
    desk.window.transfers.import_paths([three])
    qtbot.waitUntil(lambda: len(names(desk)) == 4)
    assert asked == ["a.txt", "c.txt"]


def test_a_text_that_is_asked_about_may_be_left_out(qtbot, desk, three, in_turn):
    in_turn(("cp1252", SKIP, False), ("cp1252", USE, False))
    desk.window.transfers.import_paths([three])
    qtbot.waitUntil(lambda: len(names(desk)) == 3)
    assert set(names(desk)) == {"report.txt", "b.txt", "c.txt"}


def test_cancelling_at_the_second_text_imports_nothing(qtbot, desk, three, in_turn):
    asked = in_turn(("cp1252", USE, False), ("cp1252", CANCEL, False))
    desk.window.transfers.import_paths([three])
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert names(desk) == ["report.txt"]
    assert not desk.window.worker.busy


def test_a_single_text_that_is_not_unicode_is_not_offered_for_leaving_out(
    qtbot, desk, tmp_path, in_dialog
):
    (tmp_path / "old.txt").write_bytes(POUNDS.encode("cp1252"))
    seen = []

    def look(dialog):
        seen.extend(b.text().replace("&", "") for b in dialog.findChildren(QPushButton))
        seen.append(dialog._same.isVisible())
        press(dialog, CANCEL)

    in_dialog(look)
    desk.window.transfers.import_paths([tmp_path / "old.txt"])
    qtbot.waitUntil(lambda: bool(seen))
    assert SKIP not in seen
    assert seen[-1] is False


def test_an_encoding_that_cannot_be_is_not_accepted(qtbot, desk, tmp_path, in_dialog):
    (tmp_path / "old.txt").write_bytes(POUNDS.encode("cp1252"))
    seen = []

    def choose(dialog):
        for encoding in ("utf-8", "no-such-thing", "", "ascii"):
            dialog.findChild(QComboBox).setEditText(encoding)
            seen.append(dialog._ok.isEnabled())
        press(dialog, "Cancel")

    in_dialog(choose)
    desk.window.transfers.import_paths([tmp_path / "old.txt"])
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [False] * 4
    assert names(desk) == ["report.txt"]


def test_one_unreadable_text_among_others_lists_it_and_imports_nothing(
    qtbot, desk, tmp_path, in_dialog
):
    (tmp_path / "good.txt").write_text("Good.\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    listed = []

    def look(dialog):
        assert isinstance(dialog, ProblemsDialog)
        entries = dialog.findChild(QListWidget)
        listed.extend(entries.item(row).text() for row in range(entries.count()))
        press(dialog, "Cancel")

    in_dialog(look)
    desk.window.transfers.import_paths([tmp_path / "good.txt", tmp_path / "empty.txt"])
    qtbot.waitUntil(lambda: bool(listed))
    assert "empty.txt is empty" in listed[0]
    assert names(desk) == ["report.txt"]


def test_the_rest_can_be_imported(qtbot, desk, tmp_path, in_dialog):
    (tmp_path / "good.txt").write_text("Good.\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    in_dialog(lambda dialog: press(dialog, "Import the rest"))
    desk.window.transfers.import_paths([tmp_path / "good.txt", tmp_path / "empty.txt"])
    qtbot.waitUntil(lambda: "good.txt" in names(desk))
    assert desk.message == "Added 1 document. 1 not usable."


# Datasets ----------------------------------------------------------------------------


@pytest.fixture
def dataset(desk, tmp_path):
    """A dataset of the desk's project with two annotations, as the window wrote it."""
    desk.tag(WORDS, "c")
    desk.tag("4,200", "f")
    target = tmp_path / "dataset.jsonl"
    export_to(desk, target, "jsonl")
    return target


@pytest.fixture
def elsewhere(qtbot, dataset, make_window, make_project):
    """A second window with an empty project of its own."""
    return Desk(qtbot, make_window()).open(make_project(name="elsewhere"))


def test_a_jsonl_export_cuts_out_the_tagged_words(desk, dataset):
    (line,) = dataset.read_text(encoding="utf-8").splitlines()
    document = json.loads(line)
    assert document["text"] == REPORT
    assert [
        (entry["tag"], document["text"][slice(*entry["spans"][0])])
        for entry in document["annotations"]
    ] == [("claim", WORDS), ("figure", "4,200")]
    assert desk.message == (
        f"Exported 1 document and 2 annotations to {dataset}."
    ) or desk.message.startswith("Exported 1 document and 2 annotations")


def test_a_csv_export_cuts_out_the_tagged_words(desk, dataset, tmp_path):
    target = tmp_path / "dataset.csv"
    export_to(desk, target, "csv")
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8-sig"))))
    assert [
        (row["tag"], REPORT[int(row["start"]) : int(row["end"])], row["annotator"])
        for row in rows
    ] == [("claim", WORDS, "Ada"), ("figure", "4,200", "Ada")]


def test_an_export_into_another_project_brings_everything(elsewhere, dataset):
    import_paths(elsewhere, dataset)
    assert elsewhere.tagged() == [("claim", WORDS), ("figure", "4,200")]
    assert elsewhere.message == "Added 1 document and 2 annotations."


@pytest.mark.usefixtures("dataset")
def test_a_csv_export_is_read_back_where_its_text_is(
    desk, make_window, make_project, tmp_path
):
    target = tmp_path / "dataset.csv"
    export_to(desk, target, "csv")
    other = make_project(("report.txt", REPORT), name="csv")
    reader = Desk(desk.qtbot, make_window()).open(other)
    import_paths(reader, target)
    assert reader.tagged() == [("claim", WORDS), ("figure", "4,200")]
    assert [reader.text[m.start : m.end] for m in reader.opened.marks] == [
        WORDS,
        "4,200",
    ]


def test_importing_a_dataset_twice_adds_nothing(elsewhere, dataset):
    import_paths(elsewhere, dataset)
    import_paths(elsewhere, dataset)
    assert elsewhere.message.startswith("Added nothing.")
    assert len(elsewhere.stored()) == 2


def break_offsets(dataset):
    document = json.loads(dataset.read_text(encoding="utf-8"))
    document["annotations"][1]["spans"] = [[999_990, 999_995]]
    dataset.write_text(json.dumps(document) + "\n", encoding="utf-8")


def test_offsets_outside_the_text_are_listed_and_nothing_is_imported(
    qtbot, elsewhere, dataset, in_dialog
):
    break_offsets(dataset)
    listed = []

    def look(dialog):
        entries = dialog.findChild(QListWidget)
        listed.extend(entries.item(row).text() for row in range(entries.count()))
        listed.append(dialog.windowTitle())
        press(dialog, "Cancel")

    in_dialog(look)
    elsewhere.window.transfers.import_paths([dataset])
    qtbot.waitUntil(lambda: len(listed) == 2)
    assert "dataset.jsonl, line 1" in listed[0]
    assert "999990–999995 is not within the text" in listed[0]
    assert listed[1] == "1 entry is not usable; nothing was imported"
    assert names(elsewhere) == []


def test_the_usable_rest_of_a_dataset_can_be_imported(
    qtbot, elsewhere, dataset, in_dialog
):
    break_offsets(dataset)
    in_dialog(lambda dialog: press(dialog, "Import the rest"))
    elsewhere.window.transfers.import_paths([dataset])
    qtbot.waitUntil(lambda: names(elsewhere) == ["report.txt"])
    assert elsewhere.tagged() == [("claim", WORDS)]


def test_a_dataset_that_is_none_is_said_to_be_none(
    qtbot, elsewhere, dataset, in_dialog
):
    dataset.write_text("no json at all\n")
    listed = []

    def look(dialog):
        listed.append(dialog.findChild(QListWidget).item(0).text())
        press(dialog, "Cancel")

    in_dialog(look)
    elsewhere.window.transfers.import_paths([dataset])
    qtbot.waitUntil(lambda: bool(listed) or bool(elsewhere.message))
    assert "dataset.jsonl" in (listed or [elsewhere.message])[0]
    assert names(elsewhere) == []


def test_only_the_chosen_layers_are_exported(desk_with, tmp_path):
    desk = desk_with(REPORT, others=[("Bo", "claim", "Monday")])
    desk.tag(WORDS, "c")
    target = tmp_path / "bo.jsonl"
    export_to(desk, target, "jsonl", ["Bo"])
    document = json.loads(target.read_text(encoding="utf-8"))
    assert [entry["annotator"] for entry in document["annotations"]] == ["Bo"]


def test_an_export_that_cannot_be_written_says_so(desk, tmp_path):
    export_to(desk, tmp_path / "nowhere" / "dataset.jsonl", "jsonl")
    assert "dataset.jsonl" in desk.message
    assert not (tmp_path / "nowhere").exists()


def test_an_export_never_replaces_the_project(desk):
    desk.tag(WORDS, "c")
    export_to(desk, desk.path, "jsonl")
    assert desk.message != ""
    assert desk.tagged() == [("claim", WORDS)]


def test_the_export_dialog_says_what_a_format_does_not_keep(qtbot, desk):
    dialog = ExportDialog(["Ada", "Bo"], desk.window)
    qtbot.addWidget(dialog)
    told = {}
    combo = dialog.findChild(QComboBox)
    for index in range(combo.count()):
        combo.setCurrentIndex(index)
        told[dialog.format.name] = dialog._keeps.text()
    assert "relations" not in told["jsonl"]
    assert "relations" in told["csv"]


def test_the_export_dialog_wants_at_least_one_layer(qtbot, desk):
    dialog = ExportDialog(["Ada", "Bo"], desk.window)
    qtbot.addWidget(dialog)
    assert dialog.layers == []
    dialog._layers[0].click()
    assert dialog.layers == ["Bo"]
    dialog._layers[1].click()
    assert not dialog._ok.isEnabled()


def test_what_was_just_typed_is_in_the_export(desk, dataset):
    write_note(desk, "just typed")
    desk.place.commit()
    export_to(desk, dataset, "jsonl")
    document = json.loads(dataset.read_text(encoding="utf-8"))
    assert "just typed" in {entry["note"] for entry in document["annotations"]}


def test_a_tag_set_during_an_export_is_saved(qtbot, desk, tmp_path):
    desk.tag("Monday", "q")
    with qtbot.waitSignal(desk.window.worker.idle):
        desk.window.transfers.export_to(tmp_path / "out.jsonl", "jsonl", [])
        desk.tag(WORDS, "c")
    assert desk.tagged() == [("quote", "Monday"), ("claim", WORDS)]
    assert desk.message.startswith("Exported ")


def test_somebodys_first_tag_does_not_break_an_export_on_its_way(desk, tmp_path):
    class Tagging:
        done = False

        def step(self, _done, _total):
            if not self.done:
                self.done = True
                desk.tag(WORDS, "c")

    with reading(desk.path) as project:
        export(project, tmp_path / "out.jsonl", "jsonl", monitor=Tagging())
    assert desk.tagged() == [("claim", WORDS)]


# Check -------------------------------------------------------------------------------


def flip(path, statement):
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(statement)


def check(desk):
    with desk.qtbot.waitSignal(desk.window.worker.idle):
        desk.window.transfers.check()


def test_a_project_as_it_was_written_is_said_to_be_so(desk):
    desk.tag(WORDS, "c")
    check(desk)
    assert desk.message == "Everything in this project is as it was written."


@pytest.fixture
def flipped(desk):
    """The desk at a project in which one annotation was changed behind its back."""
    desk.tag(WORDS, "c")
    desk.tag("4,200", "f")
    path = desk.path
    desk.window.close_project()
    flip(path, "UPDATE annotations SET note = 'x' WHERE quote = '4,200'")
    return desk.open(path)


def test_the_check_reports_a_changed_row(flipped):
    check(flipped)
    assert flipped.message.startswith("1 place in this project is damaged.")


def test_damage_is_told_without_being_asked(qtbot, flipped):
    qtbot.waitUntil(lambda: "is damaged" in flipped.message, timeout=5000)


def test_the_damaged_places_are_listed(qtbot, flipped, in_dialog):
    check(flipped)
    listed = []

    def look(dialog):
        listed.append(dialog.findChild(QListWidget).item(0).text())
        press(dialog, "Close")

    in_dialog(look)
    buttons = flipped.window.messages.findChildren(QPushButton)
    show = next(b for b in buttons if b.text() == "Show" and b.isVisible())
    qtbot.mouseClick(show, LEFT)
    assert "the row's hash differs" in listed[0]
    assert "report.txt" in listed[0]


def test_an_annotation_whose_words_are_not_those_of_the_text_is_not_painted(desk):
    desk.tag(WORDS, "c")
    desk.tag("4,200", "f")
    path = desk.path
    desk.window.close_project()
    flip(path, "UPDATE annotations SET quote = '4,300' WHERE quote = '4,200'")
    desk.open(path)
    assert [desk.text[m.start : m.end] for m in desk.opened.marks] == [WORDS]
    assert desk.message.startswith("1 annotation is damaged and left out")
    desk.tag("Monday", "q")
    assert ("quote", "Monday") in desk.tagged()


# Several jobs ------------------------------------------------------------------------


def test_a_second_import_waits_for_the_first(qtbot, desk, tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(f"{name}.\n")
    desk.window.transfers.import_paths([tmp_path / "one.txt"])
    desk.window.transfers.import_paths([tmp_path / "two.txt"])
    qtbot.waitUntil(lambda: "two.txt" in names(desk))
    assert names(desk) == ["report.txt", "one.txt", "two.txt"]


def test_what_waits_for_one_project_never_goes_into_another(
    qtbot, desk, make_project, tmp_path
):
    (tmp_path / "one.txt").write_text("One.\n")
    other = make_project("Other.\n", name="other")
    desk.window.transfers.check_quietly()
    desk.window.transfers.import_paths([tmp_path / "one.txt"])
    desk.window.files.open_path(other)
    with qtbot.waitSignal(desk.window.worker.idle):
        pass
    qtbot.waitUntil(lambda: not desk.window.worker.busy)
    desk.settle()
    assert names(desk) == ["text-1.txt"]


def test_an_import_can_be_stopped(qtbot, desk, tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}.\n" * 50)
    paths = [tmp_path / f"{number}.txt" for number in range(300)]
    with qtbot.waitSignal(desk.window.worker.idle):
        desk.window.transfers.import_paths(paths)
        assert desk.window.progress.isVisible()
        desk.window.progress._cancel.click()
    desk.settle()
    assert names(desk) == ["report.txt"]
    assert not desk.window.progress.isVisible()


def test_closing_the_window_during_an_import_stops_it(qtbot, desk, tmp_path):
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}.\n" * 50)
    paths = [tmp_path / f"{number}.txt" for number in range(300)]
    desk.window.transfers.import_paths(paths)
    assert desk.window.close()
    desk.settle()
    assert not desk.window.worker.busy
