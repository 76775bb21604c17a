"""The column at the left: the codebook, its tags, its attributes, its relations."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.app.codebook_checks import kind_of
from annotator.app.folding import fold
from annotator.model.codebook import (
    AttributeDefinition,
    Codebook,
    CodebookEntry,
    CodebookUsage,
    RelationType,
    Tag,
)
from annotator.model.counts import counted
from annotator.ui.codebook.entry_list import EntryList, EntryRow
from annotator.ui.codebook.usage_box import words_of_use
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import M, S

WIDTH = 288
ABOUT = "about"
"""The id under which the codebook itself is chosen."""

TAG, ATTRIBUTE, RELATION = "tag", "attribute", "relation type"
_TITLES = {TAG: "Tags", ATTRIBUTE: "Attributes", RELATION: "Relations"}
_NONE = {
    TAG: "No tags yet: without one, nothing can be annotated.",
    ATTRIBUTE: "No attributes yet. They hold what is known of an annotation.",
    RELATION: "No relations yet. They link annotations to one another.",
}


class Contents(QScrollArea):
    """Everything a codebook lists, by its kinds.

    Signals:
        chosen: Carries the id of an entry, or ``ABOUT``.
        add_wanted: Carries the kind of entry.
        moved: ``(id, place)``, as in ``EntryList``.
        stepped: ``(id, -1 or 1)``, as in ``EntryList``.
    """

    chosen = Signal(str)
    add_wanted = Signal(str)
    moved = Signal(str, int)
    stepped = Signal(str, int)

    def __init__(self, *, writable: bool) -> None:
        super().__init__()
        self._writable = writable
        self.about = EntryList("Codebook", movable=False)
        self.lists = {
            kind: EntryList(title, movable=writable) for kind, title in _TITLES.items()
        }
        self.adds: dict[str, QPushButton] = {}
        self._empty = {
            kind: plain_label(words, "secondary") for kind, words in _NONE.items()
        }
        self._nothing = plain_label("Nothing fits.", "secondary")
        self._heads: dict[str, QWidget] = {}
        self._put_together()
        for one in self.all_lists:
            one.chosen.connect(self.chosen)
            one.moved.connect(self.moved)
            one.stepped.connect(self.stepped)
            one.passed.connect(lambda step, one=one: self._on_passed(one, step))

    @property
    def all_lists(self) -> list[EntryList]:
        """The lists from top to bottom."""
        return [self.about, *self.lists.values()]

    @property
    def current_list(self) -> EntryList:
        """The list with the row that is chosen."""
        return next(
            (one for one in self.all_lists if one.currentRow() >= 0), self.about
        )

    def show_codebook(
        self, codebook: Codebook, usage: CodebookUsage, *, current: str, only: str = ""
    ) -> None:
        """Show the entries whose names have all words of ``only`` in them."""
        words = fold(only).split()
        self.about.show_rows([_about_row(codebook)] if not words else [], current)
        some = False
        kinds: dict[str, Sequence[CodebookEntry]] = {
            TAG: codebook.tags,
            ATTRIBUTE: codebook.attributes,
            RELATION: codebook.relation_types,
        }
        for kind, entries in kinds.items():
            rows = [
                _row(entry, usage.of(entry))
                for entry in sorted(entries, key=lambda entry: entry.retired)
                if all(word in fold(entry.name) for word in words)
            ]
            some = some or bool(rows)
            self.lists[kind].show_rows(rows, current)
            self._heads[kind].setVisible(bool(rows) or not words)
            self._empty[kind].setVisible(not entries and not words)
        self._nothing.setVisible(not some and bool(words))

    def enter(self) -> None:
        """Go to the first entry that is shown."""
        for one in self.lists.values():
            if one.count():
                one.enter(1)
                return

    def next_to(self, entry_id: str, known: Collection[str]) -> str:
        """Return what stands nearest to an entry that is shown but gone.

        Args:
            entry_id: Of the entry.
            known: The ids of those that are not gone.
        """
        for one in self.lists.values():
            ids = [row.id for row in one.rows]
            if entry_id in ids:
                here = ids.index(entry_id)
                nearest = [*ids[here + 1 :], *reversed(ids[:here])]
                return next((each for each in nearest if each in known), ABOUT)
        return ABOUT

    def _put_together(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, S, 0, M)
        column.setSpacing(0)
        column.addWidget(self.about)
        self._nothing.setIndent(M)
        column.addWidget(self._nothing)
        for kind, one in self.lists.items():
            self._heads[kind] = self._head(kind)
            column.addWidget(self._heads[kind])
            self._empty[kind].setContentsMargins(M, 0, M, 0)
            column.addWidget(self._empty[kind])
            column.addWidget(one)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def _head(self, kind: str) -> QWidget:
        add = QPushButton("Add")
        add.setProperty("flat", True)
        add.setAccessibleName(f"Add {kind}")
        add.setToolTip(f"Add {kind}")
        if not self._writable:
            add.hide()
        add.clicked.connect(lambda: self.add_wanted.emit(kind))
        self.adds[kind] = add
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(M + S, M, S, 2)
        row.addWidget(plain_label(_TITLES[kind], "secondary"), 1)
        row.addWidget(add)
        return head

    def _on_passed(self, one: EntryList, step: int) -> None:
        lists = [each for each in self.all_lists if each.count()]
        there = lists.index(one) + step
        if 0 <= there < len(lists):
            lists[there].enter(step)


def _about_row(codebook: Codebook) -> EntryRow:
    return EntryRow(
        id=ABOUT,
        mark="",
        color="",
        name=codebook.name,
        key="",
        uses=counted(len(codebook.rules), "rule"),
        spoken=f"codebook {codebook.name}, {counted(len(codebook.rules), 'rule')}",
        retired=False,
    )


def _row(entry: CodebookEntry, count: int) -> EntryRow:
    tag = entry if isinstance(entry, Tag) else None
    key = tag.key if tag and not tag.retired else ""
    spoken = [f"{kind_of(entry)} {entry.name}", words_of_use(entry, count)]
    if key:
        spoken.insert(1, f"letter {key.upper()}")
    return EntryRow(
        id=entry.id,
        mark=tag.mark if tag else _sign(entry),
        color=tag.color if tag else "",
        name=entry.name,
        key=key,
        uses=f"{count:,}" if count else "",
        spoken=", ".join(spoken),
        retired=entry.retired,
    )


def _sign(entry: CodebookEntry) -> str:
    match entry:
        case RelationType():
            return "→" if entry.directed else "↔"
        case AttributeDefinition():
            return "·"
        case _:
            return ""
