"""The form of an attribute."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.app import codebook_edits
from annotator.model.codebook import AttributeKind, Codebook
from annotator.ui.codebook.chips import Choice
from annotator.ui.codebook.choices import OneOfField, TagsField
from annotator.ui.codebook.field import Field
from annotator.ui.codebook.forms import EntryForm
from annotator.ui.codebook.words import ItemsField, LineField, TextField

_KINDS = (
    Choice(AttributeKind.TEXT, "Text", "Any words."),
    Choice(AttributeKind.CHOICE, "Choice", "One of the choices below."),
    Choice(AttributeKind.NUMBER, "Number", "In digits, such as 2500000 or 0.1."),
    Choice(AttributeKind.DATE, "Date", "Such as 2026-03-04, or 2026-03, or 2026."),
    Choice(AttributeKind.YES_NO, "Yes or no"),
)


class AttributeForm(EntryForm):
    """All that a codebook says of an attribute."""

    def build(self) -> None:
        """Add the fields."""
        self.tags = TagsField("tag_ids", "For which tags")
        self.kinds = OneOfField("kind", "What its values are", _KINDS)
        self.choices = ItemsField("choices", "Choices")
        self.add(LineField("name", "Name"))
        self.add(self.kinds)
        self.add(self.choices)
        self.add(self.tags)
        self.add(TextField("definition", "Definition"))

    def prepare(self, codebook: Codebook, entry: Any) -> None:  # noqa: ANN401, ARG002
        """Offer the tags there are."""
        self.tags.offer(codebook.tags)

    def show_entry(self, entry: Any, usage: Any, *, anew: bool) -> None:  # noqa: ANN401
        """Show an attribute, its choices only where there are some."""
        super().show_entry(entry, usage, anew=anew)
        self._show_choices()

    def with_typed(self, field: Field) -> Any:  # noqa: ANN401
        """Return the attribute with what is in a field; kind and choices are one."""
        if field not in (self.kinds, self.choices):
            return super().with_typed(field)
        kind = AttributeKind(self.kinds.typed())
        return replace(self._entry, kind=kind, choices=self.choices.typed())

    def objection(self, after: Any) -> str:  # noqa: ANN401
        """Say which stored values would no longer fit."""
        if (after.kind, after.choices) == (self._entry.kind, self._entry.choices):
            return ""
        if after.kind is AttributeKind.CHOICE and not after.choices:
            return ""
        values = self.editing.session.values_of(after.id)
        misfits = codebook_edits.misfits(after, values)
        same = misfits == codebook_edits.misfits(self._entry, values)
        return "" if same else misfits

    def save(self, field: Field) -> None:
        """Save what is in a field; ask for choices where there are none."""
        self._show_choices()
        if field is self.kinds and self._lacks_choices():
            self.choices.say("List what may be chosen, one on each line.")
            self.choices.setFocus()
            return
        super().save(field)

    def _save(self, field: Field) -> None:
        super()._save(field)
        if field in (self.kinds, self.choices) and not field.problem:
            for other in (self.kinds, self.choices):
                self._show_again(other.name)
            self._show_choices()

    def _lacks_choices(self) -> bool:
        kind = self.kinds.typed()
        return kind == AttributeKind.CHOICE and not self.choices.typed()

    def _show_choices(self) -> None:
        is_choice = self.kinds.typed() == AttributeKind.CHOICE
        self.choices.setVisible(is_choice and not self._draft)
        if not is_choice:
            self.choices.say("")
