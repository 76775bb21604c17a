"""Fields to choose in: one of several things, any of the tags, yes or no."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from annotator.model.codebook import Tag
from annotator.model.ids import TagId
from annotator.ui.codebook.chips import Chip, ChipRow, Choice
from annotator.ui.codebook.field import Field
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XS, M


class OneOfField(Field):
    """One of several things; saved when it is chosen."""

    def __init__(
        self, name: str, label: str, choices: Sequence[Choice], about: str = ""
    ) -> None:
        super().__init__(name, label, about)
        self._value = ""
        self._meaning = plain_label("", "secondary")
        self.row = ChipRow()
        self.row.fill([Chip(choice) for choice in choices])
        self.row.clicked.connect(self._on_clicked)
        editor = QWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.row)
        column.addWidget(self._meaning)
        self.put(editor)
        self.setFocusProxy(self.row)

    def typed(self) -> str:
        """Return what is chosen."""
        return self._value

    def display(self, value: str) -> None:
        """Show what is chosen."""
        self._value = str(value)
        self.row.check([self._value])
        meaning = next((c.choice.about for c in self.row.chips if c.isChecked()), "")
        self._meaning.setText(meaning)
        self._meaning.setVisible(bool(meaning))

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be seen."""
        self.row.setEnabled(allowed)

    def _on_clicked(self, value: str) -> None:
        self.display(value)
        self.say("")
        self.commit()


class TagsField(Field):
    """Any of the tags; none stands for every tag."""

    def __init__(self, name: str, label: str, about: str = "") -> None:
        super().__init__(name, label, about)
        self._value: tuple[TagId, ...] = ()
        self._tags: Sequence[Tag] = ()
        self._none = plain_label("", "secondary")
        self.row = ChipRow()
        self.row.clicked.connect(self._on_clicked)
        editor = QWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(XS)
        column.addWidget(self.row)
        column.addWidget(self._none)
        self.put(editor)
        self.setFocusProxy(self.row)

    def offer(self, tags: Sequence[Tag]) -> None:
        """Offer these tags; the retired ones only where they are chosen."""
        self._tags = tags
        self.display(self._value)

    def typed(self) -> tuple[TagId, ...]:
        """Return the chosen tags in the codebook's order."""
        return self._value

    def display(self, value: tuple[TagId, ...]) -> None:
        """Show which tags are chosen."""
        self._value = value
        shown = [tag for tag in self._tags if not tag.retired or tag.id in value]
        choices = [_tag_choice(tag) for tag in shown]
        if [chip.choice for chip in self.row.chips] != choices:
            self.row.fill([Chip(choice) for choice in choices])
        self.row.check(value)
        self._none.setText("" if value else "None is chosen: it is for every tag.")
        self._none.setVisible(not value)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be seen."""
        self.row.setEnabled(allowed)

    def _on_clicked(self, tag_id: str) -> None:
        chosen = set(self._value) ^ {TagId(tag_id)}
        order = [tag.id for tag in self._tags if tag.id in chosen]
        self.display(tuple(order))
        self.say("")
        self.commit()


def _tag_choice(tag: Tag) -> Choice:
    retired = " (retired)" if tag.retired else ""
    return Choice(tag.id, f"{tag.mark}  {tag.name}{retired}")


class SwitchField(Field):
    """Yes or no, with a sentence that says what yes means."""

    def __init__(self, name: str, label: str, about: str) -> None:
        super().__init__(name, label, about)
        self.box = QCheckBox(label)
        self.box.clicked.connect(self._on_clicked)
        editor = QWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        words = plain_label(about, "secondary")
        words.setIndent(M * 2)
        column.addWidget(words)
        self.put(editor)
        self.box.setAccessibleDescription(about)
        self.setFocusProxy(self.box)
        self.label.hide()

    def typed(self) -> bool:
        """Tell whether it is yes."""
        return self.box.isChecked()

    def display(self, value: bool) -> None:  # noqa: FBT001
        """Show yes or no."""
        self.box.setChecked(value)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be seen."""
        self.box.setEnabled(allowed)

    def _on_clicked(self) -> None:
        self.say("")
        self.commit()
