"""What a person does at the window, and what the project file says afterwards."""

import json
import sqlite3
from contextlib import closing
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from annotator.app.session import PERSON_COLORS
from annotator.model.annotation import Annotation, Annotator
from annotator.model.change import Change, Edit
from annotator.model.document import Document, text_sha256
from annotator.model.ids import derived_id, new_id
from annotator.model.span import Span
from annotator.ui.chips import TagChip

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier

REPORT = (
    "The mayor said on Monday that the bridge would be closed for repairs.\n"
    "Engineers denied that the damage was known before the storm.\n"
    "About 4,200 people cross it every day, the city wrote.\n"
    "“Nobody told us anything,” a baker near the bridge complained.\n"
)
_TIME = "2026-03-10T09:00:00.000Z"


class Row(NamedTuple):
    """An annotation as the project file has it."""

    id: str
    tag: str
    start: int
    end: int
    quote: str
    annotator: str
    note: str
    attributes: dict


def stored(path, document=None):
    """Return the annotations in the file at ``path``, read by SQLite alone."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        rows = db.execute(
            'SELECT id, tag, start, "end", quote, annotator, note, attributes '
            "FROM annotations_flat WHERE ?1 IS NULL OR document = ?1 "
            'ORDER BY start, "end", id',
            [document],
        ).fetchall()
    return [Row(*row[:7], json.loads(row[7] or "{}")) for row in rows]


def relations(path):
    """Return ``(type, words, words)`` of the relations in the file at ``path``."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT t.name, a.quote, b.quote FROM relations r "
            "JOIN relation_types t ON t.id = r.type "
            "JOIN annotations a ON a.id = r.source "
            "JOIN annotations b ON b.id = r.target "
            "WHERE r.deleted_at IS NULL ORDER BY r.id"
        ).fetchall()


def journal(path):
    """Return ``(action, title)`` of the edits in the file at ``path``, in order."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT action, title FROM journal WHERE annotator IS NOT NULL "
            "AND id = step ORDER BY id"
        ).fetchall()


def fill(project, texts, others):
    """Put documents, and what other people tagged in them, into a project."""
    documents = []
    for number, text in enumerate(texts, start=1):
        name, words = (f"text-{number}.txt", text) if isinstance(text, str) else text
        documents.append(
            Document(
                id=new_id(),
                name=name,
                text=words,
                sha256=text_sha256(words),
                created_at=_TIME,
            )
        )
    people = {}
    for name, *_ in others:
        people.setdefault(
            name,
            Annotator(
                id=derived_id("annotator", name),
                name=name,
                color=PERSON_COLORS[len(people) + 1],
                created_at=_TIME,
            ),
        )
    codebook = project.codebook.read()
    annotations = [
        annotation(codebook, documents, people[name], tag, words, **values)
        for name, tag, words, values in (
            (*entry, {})[:4] if len(entry) == 3 else entry for entry in others
        )
    ]
    entities = (*people.values(), *documents, *annotations)
    if entities:
        changes = tuple(Change(None, entity) for entity in entities)
        project.save(Edit("Fill", changes), by=None)


def annotation(codebook, documents, person, tag, words, **values):
    """Return an annotation of ``words``, wherever they stand first."""
    document = next(d for d in documents if words in d.text)
    start = document.text.index(words)
    attributes = {a.name: a.id for a in codebook.attributes}
    given = values.pop("attributes", {})
    return Annotation(
        id=new_id(),
        document_id=document.id,
        tag_id=codebook.tag_named(tag).id,
        annotator_id=person.id,
        spans=(Span(start, start + len(words)),),
        quote=words,
        attributes={attributes[name]: value for name, value in given.items()},
        created_at=_TIME,
        updated_at=_TIME,
        **values,
    )


def units(text):
    """Return the length of ``text`` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def note(desk):
    """Return the field of the note."""
    return desk.place.inspector._note


def write_note(desk, text):
    """Put other words into the note, as with the keyboard."""
    widget = note(desk)
    widget.setFocus()
    widget.selectAll()
    QTest.keyClick(widget, Qt.Key.Key_Delete)
    QTest.keyClicks(widget, text)
    return widget


class Desk:
    """A window with an open project, and the hands of the person before it."""

    def __init__(self, qtbot, window):
        self.qtbot = qtbot
        self.window = window

    def open(self, path):
        """Open a project and show its window."""
        self.window.files.open_path(path)
        assert self.window.session is not None, self.window.messages.text
        return self

    @property
    def path(self):
        return self.window.session.path

    @property
    def place(self):
        return self.window.place

    @property
    def view(self):
        return self.place.text

    @property
    def opened(self):
        return self.place.document

    @property
    def text(self):
        return self.opened.document.text

    @property
    def hint(self):
        return self.window.status.hint_text

    @property
    def message(self):
        return self.window.messages.text

    @property
    def current(self):
        """The words of the current annotation, or None."""
        mark = self.opened.mark(self.opened.current)
        return mark and self.text[mark.start : mark.end]

    def stored(self):
        """Return the annotations of the open document in the project file."""
        return stored(self.path, self.opened.document.name)

    def relations(self):
        """Return ``(type, words, words)`` of the relations in the project file."""
        return relations(self.path)

    def tagged(self):
        """Return ``(tag, words)`` of them, the words cut out of the text by offset."""
        return [(row.tag, self.text[row.start : row.end]) for row in self.stored()]

    def chips(self):
        """Return the chips of the tag bar by the names of their tags."""
        return {c.tag.name: c for c in self.place.tag_bar.findChildren(TagChip)}

    def action(self, name):
        """Return an action of the menus by its name in the table."""
        return self.window.book.qt[name]

    def listed(self):
        """Return the rows of the list of annotations, as they are read out."""
        self.settle()
        model = self.place.annotations.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    # Where things are ------------------------------------------------------

    def span(self, words):
        start = self.text.index(words)
        return Span(start, start + len(words))

    def cursor(self, offset):
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(units(self.text[:offset]))
        return cursor

    def rect(self, offset):
        """Return where on the viewport the caret stands at ``offset``."""
        return self.view.cursorRect(self.cursor(offset))

    def point(self, offset):
        rect = self.rect(offset)
        return QPoint(rect.left() + 1, rect.center().y())

    def scroll_to(self, start, end):
        """Turn the wheel until the words from ``start`` to ``end`` are in view."""
        bar = self.view.verticalScrollBar()
        height = self.view.viewport().height()
        while self.rect(start).top() < 0 and bar.value() > 0:
            bar.setValue(bar.value() - 1)
        while self.rect(end).bottom() > height and bar.value() < bar.maximum():
            bar.setValue(bar.value() + 1)
        self.settle()

    # The mouse -------------------------------------------------------------

    def drag(self, words):
        """Select ``words`` with the mouse."""
        span = self.span(words)
        self.drag_from(span.start, span.end)

    def drag_from(self, start, end):
        left = Qt.MouseButton.LeftButton
        viewport = self.view.viewport()
        self.scroll_to(start, end)
        QTest.mousePress(viewport, left, NONE, self.point(start))
        QTest.mouseMove(viewport, (self.point(start) + self.point(end)) / 2)
        QTest.mouseMove(viewport, self.point(end))
        QTest.mouseRelease(viewport, left, NONE, self.point(end))
        self.settle()

    def click(self, words, *, after=1):
        """Click into ``words``, between two of their characters."""
        span = self.span(words)
        self.scroll_to(span.start, span.end)
        self.qtbot.mouseClick(
            self.view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=self.point(self.span(words).start + after),
        )
        self.settle()

    def double_click(self, word):
        span = self.span(word)
        point = self.point(span.start + len(word) // 2)
        viewport = self.view.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, NONE, point)
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, NONE, point)
        self.settle()

    def settle(self):
        """Let the window paint, as it does before anybody can do the next thing."""
        QCoreApplication.processEvents()

    # The keyboard ----------------------------------------------------------

    def press(self, key, modifiers=NONE, *, times=1):
        """Press a key in the text: a letter, or one of ``Qt.Key``."""
        for _ in range(times):
            QTest.keyClick(self.view, key, modifiers)
        self.settle()

    def press_until(self, key, modifiers, reached):
        """Press a key again and again, quickly, until ``reached`` says so."""
        for _ in range(len(self.text) + 1):
            if reached():
                self.settle()
                return
            QTest.keyClick(self.view, key, modifiers)
        raise AssertionError("never got there")

    def tag(self, words, key):
        """Select ``words`` with the mouse and press a tag's key."""
        self.drag(words)
        self.press(key)
        mark = self.opened.mark(self.opened.current)
        return mark and mark.id

    def leave(self):
        self.press(Qt.Key.Key_Escape)

    def undo(self):
        self.press(Qt.Key.Key_Z, CTRL)

    def redo(self):
        self.press(Qt.Key.Key_Z, CTRL | SHIFT)

    # The disk --------------------------------------------------------------

    def fill_disk(self):
        """Leave no room for the project to grow; what needs a page is refused."""
        db = self.window.session.project._db
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages}")

    def free_disk(self):
        self.window.session.project._db.execute("PRAGMA max_page_count = 1000000")

    def take_file_away(self):
        """Move the project file elsewhere, so that nothing can be saved."""
        self.path.rename(self.path.with_suffix(".elsewhere"))

    def bring_file_back(self):
        self.path.with_suffix(".elsewhere").rename(self.path)
