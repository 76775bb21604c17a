"""The form of a tag."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QColor

from annotator.model.codebook import Codebook, Tag, TagRole
from annotator.ui.codebook.chips import Choice
from annotator.ui.codebook.choices import OneOfField
from annotator.ui.codebook.forms import EntryForm
from annotator.ui.codebook.look import ColorField, KeyField, MarkField
from annotator.ui.codebook.words import ItemsField, LineField, SentenceField, TextField

_ROLES = (
    Choice(TagRole.CLAIM, "Claim", "The sentence at the caret; again, the clause."),
    Choice(
        TagRole.DENIAL,
        "Denial",
        "The sentence at the caret; again, the clause. It can be linked to claims.",
    ),
    Choice(
        TagRole.FIGURE,
        "Figure",
        "The whole figure at the caret, with “about”, unit and brackets.",
    ),
    Choice(
        TagRole.QUOTE, "Quotation", "The words between quotation marks, with the marks."
    ),
    Choice(
        TagRole.NONE, "Nothing special", "The sentence at the caret; again, the clause."
    ),
)


class TagForm(EntryForm):
    """All that a codebook says of a tag."""

    def build(self) -> None:
        """Add the fields."""
        self.colors = ColorField("color", "Colour")
        self.keys = KeyField("key", "Letter")
        self.add(LineField("name", "Name"), self.keys)
        self.add(MarkField("mark", "Mark"))
        self.add(self.colors)
        self.add(
            OneOfField("role", "What its letter takes when nothing is selected", _ROLES)
        )
        self.add(
            SentenceField(
                "question", "Question", "Whoever tags asks it; yes or no answers it."
            )
        )
        self.add(TextField("definition", "Definition"))
        self.add(ItemsField("include", "Include"))
        self.add(ItemsField("exclude", "Exclude"))
        self.add(ItemsField("examples", "Examples"))

    def prepare(self, codebook: Codebook, entry: Any) -> None:  # noqa: ANN401
        """Let the colour be judged beside those of the other tags."""
        others = {
            tag.name: QColor(tag.color)
            for tag in codebook.active_tags()
            if tag.id != entry.id
        }
        self.colors.compare(others, entry.mark)

    def in_words(self, problem: str, after: Any) -> str:  # noqa: ANN401
        """Name what a letter does that is taken."""
        deed = self.editing.letters().get(after.key)
        if isinstance(after, Tag) and after.key != self._entry.key and deed:
            return (
                f"The letter “{after.key}” is the key of “{deed}”. Choose another "
                "letter, or give that another key in the settings."
            )
        return problem
