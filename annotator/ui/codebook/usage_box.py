"""How often an entry is used, with examples, and what may become of it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from annotator.app import codebook_edits
from annotator.model.codebook import (
    AttributeDefinition,
    CodebookEntry,
    RelationType,
    Tag,
)
from annotator.model.counts import counted
from annotator.ui.codebook.editing import Editing
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XS, S, text_font

_EXAMPLES = 3
_LONGEST = 240


class UsageBox(QFrame):
    """Uses, examples, and what retires, brings back or deletes."""

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self._editing = editing
        self._entry: CodebookEntry | None = None
        self._count = 0
        self.uses = plain_label("", "secondary")
        self.show_button = QPushButton("Show some")
        self.show_button.setProperty("flat", True)
        self.show_button.clicked.connect(self._toggle_examples)
        self.retire = QPushButton()
        self.retire.clicked.connect(self._on_retire)
        self.delete = QPushButton("Delete")
        self.delete.setProperty("flat", True)
        self.delete.clicked.connect(self._on_delete)
        self.problem = plain_label("", "problem")
        self.examples = plain_label("")
        self.examples.setFont(text_font(15))
        self._put_together()

    def show_entry(self, entry: CodebookEntry, count: int) -> None:
        """Show what is known of an entry that is used ``count`` times."""
        if self._entry is None or self._entry.id != entry.id:
            self.examples.hide()
            self.problem.hide()
        self._entry = entry
        self._count = count
        self.uses.setText(words_of_use(entry, count))
        self.show_button.setVisible(count > 0 and not isinstance(entry, RelationType))
        self.retire.setText("Bring back" if entry.retired else "Retire")
        self.retire.setToolTip(
            "Offer it again"
            if entry.retired
            else "Keep what uses it, but offer it no more"
        )
        for button in (self.retire, self.delete):
            button.setVisible(self._editing.allowed)
        if not self.examples.isHidden():
            self._fill_examples()
        self._name_show_button()

    def _put_together(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.uses)
        row.addWidget(self.show_button)
        row.addStretch(1)
        row.addWidget(self.retire)
        row.addWidget(self.delete)
        self.uses.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addLayout(row)
        column.addWidget(self.problem)
        column.addWidget(self.examples)
        self.problem.hide()
        self.examples.hide()

    def _toggle_examples(self) -> None:
        hidden = self.examples.isHidden()
        if hidden:
            self._fill_examples()
        self.examples.setVisible(hidden)
        self._name_show_button()

    def _name_show_button(self) -> None:
        self.show_button.setText("Show some" if self.examples.isHidden() else "Hide")

    def _fill_examples(self) -> None:
        session, entry = self._editing.session, self._entry
        if isinstance(entry, Tag):
            lines = [_short(one) for one in session.examples_of(entry.id, _EXAMPLES)]
        elif isinstance(entry, AttributeDefinition):
            values = session.values_of(entry.id)
            most = sorted(values, key=lambda value: (-values[value], value))
            lines = [
                f"{_short(value)}  –  {values[value]:,}" for value in most[:_EXAMPLES]
            ]
        else:
            lines = []
        self.examples.setText("\n".join(lines))

    def _on_retire(self) -> None:
        entry = self._entry
        if entry is None:
            return
        if entry.retired:
            letters = self._editing.letters()
            self._say(
                self._editing.save(
                    lambda book: codebook_edits.bring_back(
                        book, entry, reserved=letters
                    )
                )
            )
        else:
            self._say(
                self._editing.save(lambda book: codebook_edits.retire(book, entry))
            )

    def _on_delete(self) -> None:
        entry = self._entry
        if entry is not None:
            usage = self._editing.session.codebook_usage()
            self._say(
                self._editing.save(
                    lambda book: codebook_edits.delete(book, entry, usage)
                )
            )

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.delete.setAccessibleDescription(problem)


def words_of_use(entry: CodebookEntry, count: int) -> str:
    """Return how often an entry is used, in words."""
    match entry:
        case RelationType():
            what = f"used by {counted(count, 'relation')}"
        case AttributeDefinition():
            what = f"{counted(count, 'value')} in this project"
        case _:
            what = f"used by {counted(count, 'annotation')}"
    words = what if count else "not used yet"
    return f"Retired, {words}" if entry.retired else words[:1].upper() + words[1:]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
