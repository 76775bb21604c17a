"""The tag bar under the text: what each key does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from annotator.model.codebook import Codebook
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

    def show_codebook(self, codebook: Codebook) -> None:
        """Show the tags that are offered."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, tag in enumerate(codebook.active_tags(), start=1):
            chip = TagChip(tag, number, key_cap=True)
            chip.clicked.connect(lambda _=False, tag=tag: self.tag_clicked.emit(tag))
            self._row.addWidget(chip)
