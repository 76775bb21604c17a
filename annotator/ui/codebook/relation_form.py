"""The form of a relation type."""

from __future__ import annotations

from typing import Any

from annotator.model.codebook import Codebook
from annotator.ui.codebook.choices import SwitchField, TagsField
from annotator.ui.codebook.forms import EntryForm
from annotator.ui.codebook.words import LineField, TextField


class RelationForm(EntryForm):
    """All that a codebook says of a relation type."""

    def build(self) -> None:
        """Add the fields."""
        self.sources = TagsField("source_tag_ids", "From")
        self.targets = TagsField("target_tag_ids", "To")
        self.add(LineField("name", "Name"))
        self.add(self.sources)
        self.add(self.targets)
        self.add(
            SwitchField(
                "directed",
                "It has a direction",
                "“A denies B” is not “B denies A”. Without one, both mean the same.",
            )
        )
        self.add(
            SwitchField(
                "transitive",
                "It carries over",
                "If A is the same as B, and B the same as C, then A is the same as C.",
            )
        )
        self.add(
            SwitchField(
                "acyclic",
                "It makes chains",
                "Each annotation has at most one such link, and following them never "
                "leads back.",
            )
        )
        self.add(TextField("definition", "Definition"))

    def prepare(self, codebook: Codebook, entry: Any) -> None:  # noqa: ANN401, ARG002
        """Offer the tags there are."""
        for field in (self.sources, self.targets):
            field.offer(codebook.tags)
