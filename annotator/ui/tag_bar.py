"""The tag bar under the text: what each key does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from annotator.model.codebook import Codebook, Tag
from annotator.ui.chips import HEIGHT as CHIP_HEIGHT
from annotator.ui.chips import TagChip
from annotator.ui.flow_layout import FlowLayout
from annotator.ui.theme import M, S


class TagBar(QFrame):
    """One chip a tag, centred.

    Signals:
        tag_clicked: Carries the Tag.
    """

    tag_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tagbar")
        self._row = FlowLayout(self, centered=True)
        self._row.setContentsMargins(M, S, M, S)
        self._row.setSpacing(S)
        self._locked: Tag | None = None
        self._hint = QLabel()
        self._key = ""

    def show_codebook(self, codebook: Codebook) -> None:
        """Show the tags that are offered."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, tag in enumerate(codebook.active_tags(), start=1):
            chip = TagChip(tag, number, key_cap=True)
            chip.clicked.connect(lambda _=False, tag=tag: self.tag_clicked.emit(tag))
            self._row.addWidget(chip)
        self._hint = QLabel()
        self._hint.setProperty("role", "secondary")
        self._hint.setFixedHeight(CHIP_HEIGHT)
        self._row.addWidget(self._hint)
        self.show_locked(self._locked)

    def show_key(self, key: str) -> None:
        """Show which key unlocks a tag, as people read it."""
        self._key = key
        self.show_locked(self._locked)

    def show_locked(self, tag: Tag | None) -> None:
        """Show which tag each selection gets at once, if any."""
        self._locked = tag
        for chip in self.findChildren(TagChip):
            chip.set_locked(tag is not None and chip.tag.id == tag.id)
        self._hint.setText(f"locked – {self._key} unlocks" if tag else "")
        self._hint.setVisible(tag is not None)
