"""Forms: what all have, and the one of the codebook itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.app import codebook_edits
from annotator.app.codebook_checks import kind_of
from annotator.model.change import Edit
from annotator.model.codebook import Codebook, CodebookEntry, CodebookUsage
from annotator.ui.codebook.editing import WAITS, Editing
from annotator.ui.codebook.field import Field
from annotator.ui.codebook.usage_box import UsageBox
from annotator.ui.codebook.words import ItemsField, LineField, TextField
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XL, XS, L, M


class Form(QWidget):
    """Fields below one another, each saved as soon as what is in it is whole."""

    def __init__(self, editing: Editing) -> None:
        super().__init__()
        self.editing = editing
        self.fields: dict[str, Field] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(XL, XL, XL, XL)
        self.column.setSpacing(L)

    def add(self, *fields: Field) -> None:
        """Add fields: several stand beside each other, the first as wide as can be."""
        rows = QVBoxLayout()
        rows.setSpacing(XS)
        row = QHBoxLayout()
        row.setSpacing(M)
        rows.addLayout(row)
        for number, field in enumerate(fields):
            self.fields[field.name] = field
            field.allow(self.editing.allowed)
            field.edited.connect(lambda field=field: self._on_edited(field))
            row.addWidget(field, 0 if number else 1)
            rows.addWidget(field.below)
        self.column.addLayout(rows)

    def show_values(self, values: object, *, anew: bool) -> None:
        """Show the attributes of ``values``, also over what is typed if ``anew``."""
        for name, field in self.fields.items():
            value = getattr(values, name)
            if anew or (field.problem == WAITS and not self._waits(field)):
                field.show_anew(value)
            else:
                field.show_value(value)

    def commit(self) -> None:
        """Save what was typed and has not been saved yet."""
        for field in self.fields.values():
            field.commit()

    def problem(self) -> str:
        """Return why something that was typed is not saved, or ""."""
        return next((f.problem for f in self.fields.values() if f.dirty), "")

    def save(self, field: Field) -> None:
        """Save what is in a field."""
        raise NotImplementedError

    def _on_edited(self, field: Field) -> None:
        if not self._waits(field):
            self.save(field)

    def _waits(self, field: Field) -> bool:
        """Tell whether what is in a field is kept until the disk takes it."""
        return field.problem == WAITS and bool(self.editing.bench.saver.pending)


class AboutForm(Form):
    """The codebook's name, what it is for, and the rules for every tag."""

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self.column.addWidget(plain_label("The codebook", "title"))
        self.add(LineField("name", "Name"))
        self.add(TextField("description", "Description"))
        self.add(ItemsField("rules", "Rules for every tag"))
        self.column.addStretch(1)

    def refresh(self, *, anew: bool) -> None:
        """Show the codebook as it is stored."""
        self.show_values(self.editing.codebook, anew=anew)

    def save(self, field: Field) -> None:
        """Save what is in a field."""
        values: dict[str, Any] = {field.name: field.typed()}
        problem = self.editing.save(
            lambda book: codebook_edits.describe(book, replace(book.info, **values))
        )
        if problem:
            field.say(problem)
        else:
            field.show_anew(getattr(self.editing.codebook, field.name))


class EntryForm(Form):
    """The form of a tag, an attribute or a relation type.

    An entry that has no name yet is a draft: it is in the codebook as soon as it
    has one, and so are its other fields on screen.

    Signals:
        added: A draft is in the codebook; carries the entry.
    """

    added = Signal(object)

    def __init__(self, editing: Editing) -> None:
        super().__init__(editing)
        self._entry: Any = None
        self._draft = False
        self.title = plain_label("", "title")
        self.first = plain_label(
            "With a name it is in the codebook, and everything else can be said of it. "
            "Enter adds it, Esc gives it up.",
            "secondary",
        )
        self.usage = UsageBox(editing)
        head = QVBoxLayout()
        head.setSpacing(XS)
        head.addWidget(self.title)
        head.addWidget(self.usage)
        self.column.addLayout(head)
        self.build()
        self.column.addWidget(self.first)
        self.column.addStretch(1)

    # To be brought by subclasses -------------------------------------------

    def build(self) -> None:
        """Add the fields."""
        raise NotImplementedError

    def prepare(self, codebook: Codebook, entry: Any) -> None:  # noqa: ANN401
        """Tell the fields what they need to know of the rest of the codebook."""

    def with_typed(self, field: Field) -> Any:  # noqa: ANN401 - the kind of entry
        """Return the entry with what is in a field."""
        values: dict[str, Any] = {field.name: field.typed()}
        return replace(self._entry, **values)

    def objection(self, after: Any) -> str:  # noqa: ANN401, ARG002
        """Say what is to be thought over before ``after`` is saved, or ""."""
        return ""

    def in_words(self, problem: str, after: Any) -> str:  # noqa: ANN401, ARG002
        """Return a problem in better words, where the form knows more of it."""
        return problem

    # Public ----------------------------------------------------------------

    @property
    def entry(self) -> CodebookEntry | None:
        """What is shown."""
        entry: CodebookEntry | None = self._entry
        return entry

    def show_entry(
        self, entry: CodebookEntry, usage: CodebookUsage | None, *, anew: bool
    ) -> None:
        """Show an entry.

        Args:
            entry: As it is stored, or a draft.
            usage: Of the project's entries; None for a draft.
            anew: Show it over what is being typed.
        """
        self._entry = entry
        self._draft = usage is None
        self.title.setText(entry.name or f"New {kind_of(entry)}")
        self.prepare(self.editing.codebook, entry)
        self.show_values(entry, anew=anew)
        for name, field in self.fields.items():
            field.setVisible(not self._draft or name == "name")
        self.first.setVisible(self._draft)
        self.usage.setVisible(not self._draft)
        if usage is not None:
            self.usage.show_entry(entry, usage.of(entry))

    def save(self, field: Field) -> None:
        """Save what is in a field, unless there is something to be asked first."""
        after = self.with_typed(field)
        if self._draft:
            self._save_draft(field, after)
            return
        objection = self.objection(after)
        if objection:
            field.ask(objection, "Change it all the same", lambda: self._save(field))
        else:
            self._save(field)

    # Private ---------------------------------------------------------------

    def _save(self, field: Field) -> None:
        after = self.with_typed(field)
        letters = self.editing.letters()
        problem = self.editing.save(
            lambda book: codebook_edits.change(book, after, reserved=letters)
        )
        if problem:
            field.say(self.in_words(problem, after))
            return
        self._show_again(field.name)

    def _show_again(self, name: str) -> None:
        entries = self.editing.codebook.alike(self._entry)
        stored = next((one for one in entries if one.id == self._entry.id), None)
        if stored is not None:
            self._entry = stored
            self.fields[name].show_anew(getattr(stored, name))

    def _save_draft(self, field: Field, after: Any) -> None:  # noqa: ANN401
        problem, edit = self.editing.save_made(
            lambda book: codebook_edits.add(book, after)
        )
        if problem:
            field.say(problem)
        elif edit is not None:
            self._draft = False
            field.show_anew(field.typed())
            self.added.emit(_added(edit))


def _added(edit: Edit) -> CodebookEntry:
    entry: Any = edit.changes[0].after
    return entry  # type: ignore[no-any-return]
