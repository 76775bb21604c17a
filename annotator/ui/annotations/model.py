"""The rows of the list of annotations: filtered, in order, and changed one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QWidget

from annotator.app.filters import (
    NOTHING,
    Facts,
    ListFilter,
    Test,
    changed_in,
    facts_in,
    facts_of,
)
from annotator.app.folding import fold
from annotator.model.annotation import Mark
from annotator.model.codebook import Codebook
from annotator.model.ids import AnnotationId, AttributeId, TagId
from annotator.model.span import QUOTE_JOINER
from annotator.ui.open_document import OpenDocument
from annotator.ui.rows import ROW_ROLE, Row
from annotator.ui.text.direction import isolated

_SHOWN = 200  # code points of a quote
_DOT = "  ·  "
_GIST = ("speaker", "source", "value", "low", "high")
_UNIT = "unit"
_Index = QModelIndex | QPersistentModelIndex


class Order(Enum):
    """By what the list is sorted; the words are those of the menu."""

    READING = "Reading order"
    TAG = "Tag"
    PERSON = "Annotator"
    LENGTH = "Length"
    CHANGED = "Last changed"


class AnnotationModel(QAbstractListModel):
    """The listed annotations of the open document; holds marks, no copies of words.

    What the filter asks for beside words is looked at when the filter changes, and
    words are looked for in what is left, folded once: then 50,000 annotations are
    filtered while one types.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.order = Order.READING
        self.descending = False
        self._open: OpenDocument | None = None
        self._filter = ListFilter()
        self._passes: Test | None = None
        self._words: list[str] = []
        self._base: list[Mark] = []
        self._folded: list[str] | None = None
        self._marks: list[Mark] = []
        self._facts: dict[AnnotationId, Facts] = {}
        self._knows_all = False
        self._changed: dict[AnnotationId, str] = {}
        self._tags = _Tags(Codebook(name=""))

    # Public ----------------------------------------------------------------

    def show(self, opened: OpenDocument | None, wanted: ListFilter) -> None:
        """Show the annotations of ``opened`` that pass a filter."""
        self.beginResetModel()
        if opened is not self._open:
            self._open = opened
            self._facts, self._knows_all = {}, False
        self._filter = wanted
        self._words = fold(wanted.words).split()
        self._folded = None
        self._passes = None
        if opened is not None:
            self._tags = _Tags(opened.session.codebook)
            bare = replace(wanted, words="")
            if bare != ListFilter():
                self._passes = bare.test(opened.session.codebook)
        self._base = self._in_order(self._passing())
        self._marks = self._with_words()
        self.endResetModel()

    def search(self, words: str) -> None:
        """Look for other words in what passes the filter otherwise."""
        self.beginResetModel()
        self._filter = replace(self._filter, words=words)
        self._words = fold(words).split()
        self._marks = self._with_words()
        self.endResetModel()

    def sort_by(self, order: Order, *, descending: bool) -> None:
        """Show the same annotations in another order."""
        self.order, self.descending = order, descending
        self.show(self._open, self._filter)

    def values(self) -> dict[AttributeId, dict[str, int]]:
        """Return the attribute values in the document's visible layers, counted."""
        counts: dict[AttributeId, dict[str, int]] = {}
        if self._open is None:
            return counts
        self._know_all()
        visible = {mark.id for mark in self._open.visible()}
        for one in visible & self._facts.keys():
            for attribute, value in self._facts[one].values.items():
                of_it = counts.setdefault(attribute, {})
                of_it[value] = of_it.get(value, 0) + 1
        return counts

    def take_over(self, removed: list[Mark], added: list[Mark]) -> None:
        """Remove and insert single rows."""
        for mark in removed:
            self._remove(mark)
        for mark in added:
            self.read_again(mark.id)
            if self._open is not None and mark.annotator_id not in self._open.hidden:
                self._insert(mark)

    def read_again(self, annotation_id: AnnotationId) -> None:
        """Look again at what is known of an annotation, which has changed."""
        if self._open is None:
            return
        session = self._open.session
        self._facts[annotation_id] = facts_of(session, annotation_id)
        if self.order is Order.CHANGED:
            stored = session.annotation(annotation_id)
            self._changed[annotation_id] = stored.updated_at if stored else ""

    def row_of(self, mark: Mark) -> int | None:
        """Return the row of an annotation, or None if it is not shown."""
        place = self._place(self._marks, mark)
        if place < len(self._marks) and self._marks[place].id == mark.id:
            return self._turned(place)
        return None

    def at(self, row: int) -> Mark:
        """Return the annotation in a row."""
        return self._marks[self._turned(row)]

    # Qt --------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        """Return how many annotations are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._marks)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a row shows."""
        if self._open is None:
            return None
        if role == ROW_ROLE:
            return self._row(self._open, self.at(index.row()))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            mark = self.at(index.row())
            told = ", ".join(self._parts(self._open, mark, unsure=", unsure"))
            return f"{told}: {self._quote(self._open, mark)[:_SHOWN]}"
        return None

    # What is shown ---------------------------------------------------------

    def _passing(self) -> list[Mark]:
        if self._open is None:
            return []
        visible = self._open.visible()
        passes = self._passes
        if passes is None:
            # A copy: the document's own list changes before the rows are told to.
            return visible[:]
        if not _wants_facts(self._filter):
            return [mark for mark in visible if passes(mark, "", NOTHING)]
        self._know_all()
        known = self._facts.get
        return [mark for mark in visible if passes(mark, "", known(mark.id, NOTHING))]

    def _with_words(self) -> list[Mark]:
        if not self._words or self._open is None:
            return self._base[:]
        if self._folded is None:
            opened = self._open
            self._folded = [self._hay(opened, mark) for mark in self._base]
        # The longest word first: it leaves the least for the others.
        word, *more = sorted(self._words, key=len, reverse=True)
        pairs = zip(self._base, self._folded, strict=True)
        if not more:
            return [mark for mark, hay in pairs if word in hay]
        found = [(mark, hay) for mark, hay in pairs if word in hay]
        return [mark for mark, hay in found if all(other in hay for other in more)]

    def _hay(self, opened: OpenDocument, mark: Mark) -> str:
        """Return what words are looked for in: the tag and the quote, folded."""
        return f"{self._tags.folded[mark.tag_id]} {fold(self._quote(opened, mark))}"

    def _quote(self, opened: OpenDocument, mark: Mark) -> str:
        text = opened.document.text
        if not mark.several:
            return text[mark.start : mark.end]
        return QUOTE_JOINER.join(text[start:end] for start, end in mark.several)

    def _row(self, opened: OpenDocument, mark: Mark) -> Row:
        tag = self._tags.codebook.tag(mark.tag_id)
        first, *more = self._parts(opened, mark, unsure=" ?")
        second = _DOT.join((first, *map(isolated, more)))
        # Isolated, so that the dots of a shortened line stand at its own end.
        quote = isolated(self._quote(opened, mark)[:_SHOWN])
        return Row(tag.mark, tag.color, quote, second)

    def _parts(self, opened: OpenDocument, mark: Mark, *, unsure: str) -> Iterator[str]:
        """Yield what the second line says: tag, gist, whose it is, what is wrong."""
        facts = self._known(mark)
        is_unsure = self._tags.unsure(mark, "", facts)
        tag = self._tags.codebook.tag(mark.tag_id)
        yield f"{tag.name}{unsure if is_unsure else ''}"
        if gist := self._tags.gist(mark.tag_id, facts.values):
            yield gist
        session = opened.session
        person = session.people().get(mark.annotator_id)
        if person is not None and person.id != session.me.id:
            yield person.name
        if mark.id in opened.unsaved:
            yield "not saved"

    # Facts -----------------------------------------------------------------

    def _known(self, mark: Mark) -> Facts:
        """Return the facts of one annotation, read when it is first asked for."""
        known = self._facts.get(mark.id)
        if known is not None or self._knows_all or self._open is None:
            return known or NOTHING
        return self._facts.setdefault(mark.id, facts_of(self._open.session, mark.id))

    def _know_all(self) -> None:
        if not self._knows_all and self._open is not None:
            self._facts = facts_in(self._open.session, self._open.document.id)
            self._knows_all = True

    # Order -----------------------------------------------------------------

    def _in_order(self, marks: list[Mark]) -> list[Mark]:
        if self.order is Order.CHANGED and self._open is not None:
            opened = self._open
            self._changed = changed_in(opened.session, opened.document.id)
        key = self._key()
        return marks if key is None else sorted(marks, key=key)

    def _key(self) -> Callable[[Mark], tuple[Any, Mark]] | None:
        """Return what the list is sorted by, ascending; None is reading order."""
        match self.order:
            case Order.TAG:
                places = self._tags.places
                return lambda mark: (places[mark.tag_id], mark)
            case Order.PERSON:
                people = self._open.session.people() if self._open else {}
                names = {one: fold(person.name) for one, person in people.items()}
                return lambda mark: (names.get(mark.annotator_id, ""), mark)
            case Order.LENGTH:
                return lambda mark: (sum(e - s for s, e in mark.spans), mark)
            case Order.CHANGED:
                changed = self._changed
                return lambda mark: (changed.get(mark.id, ""), mark)
            case _:
                return None

    def _place(self, marks: list[Mark], mark: Mark) -> int:
        key = self._key()
        if key is None:
            return bisect_left(marks, mark)
        return bisect_left(marks, key(mark), key=key)

    def _turned(self, place: int) -> int:
        """Return the row of a place, or the place of a row."""
        return len(self._marks) - 1 - place if self.descending else place

    def _remove(self, mark: Mark) -> None:
        place = self._place(self._base, mark)
        if place < len(self._base) and self._base[place].id == mark.id:
            del self._base[place]
            if self._folded is not None:
                del self._folded[place]
        row = self.row_of(mark)
        if row is not None:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._marks[self._turned(row)]
            self.endRemoveRows()

    def _insert(self, mark: Mark) -> None:
        opened, known = self._open, self._known(mark)
        place = self._place(self._base, mark)
        there = place < len(self._base) and self._base[place].id == mark.id
        if opened is None or there or not self._fits(mark, known):
            return
        hay = self._hay(opened, mark) if self._folded is not None else ""
        self._base.insert(place, mark)
        if self._folded is not None:
            self._folded.insert(place, hay)
        if all(word in hay for word in self._words):
            place = self._place(self._marks, mark)
            row = len(self._marks) - place if self.descending else place
            self.beginInsertRows(QModelIndex(), row, row)
            self._marks.insert(place, mark)
            self.endInsertRows()

    def _fits(self, mark: Mark, known: Facts) -> bool:
        return self._passes is None or self._passes(mark, "", known)


class _Tags:
    """What rows need to know of the codebook, looked up once."""

    def __init__(self, codebook: Codebook) -> None:
        gone = [entry.id for entry in codebook.deleted]
        self.codebook = codebook
        self.unsure = ListFilter(unsure=True).test(codebook)
        self.places = {tag.id: place for place, tag in enumerate(codebook.tags)}
        self.places |= {TagId(one): len(self.places) for one in gone}
        self.folded = {tag.id: fold(tag.name) for tag in codebook.tags}
        self.folded |= {TagId(one): "" for one in gone}
        self._gist = {
            tag.id: {
                attribute.name.casefold(): attribute.id
                for attribute in codebook.attributes_of(tag.id)
                if attribute.name.casefold() in (*_GIST, _UNIT)
            }
            for tag in codebook.tags
        }

    def gist(self, tag_id: TagId, values: Mapping[AttributeId, str]) -> str:
        """Return who says it, or how much it is, as coded; or ""."""
        named = self._gist.get(tag_id, {})
        said = {name: values[a] for name, a in named.items() if values.get(a)}
        name = next((name for name in _GIST if name in said), "")
        if name in ("speaker", "source", ""):
            return said.get(name, "")
        low, high = said.get("low", ""), said.get("high", "")
        number = said.get("value") or (
            f"{low} to {high}"
            if low and high
            else f"from {low}"
            if low
            else f"up to {high}"
        )
        return f"{number} {said.get(_UNIT, '')}".strip()


def _wants_facts(wanted: ListFilter) -> bool:
    return bool(
        wanted.values
        or wanted.unsure
        or wanted.noted
        or wanted.without_claim
        or wanted.without_speaker
    )
