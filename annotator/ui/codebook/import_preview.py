"""What importing a codebook would change, to be looked at before it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.app.codebook_files import CodebookMerge
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import XL, XS, L, M, S


class ImportPreview(QWidget):
    """Lists what would be added, changed and kept.

    Signals:
        accepted: The user wants it done.
        left: The user does not.
    """

    accepted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = plain_label("", "title")
        self._about = plain_label("", "secondary")
        self._parts = QVBoxLayout()
        self._parts.setSpacing(L)
        self.accept = QPushButton("Import")
        self.accept.setProperty("primary", True)
        self.accept.clicked.connect(self.accepted)
        self.leave = QPushButton("Leave it as it is")
        self.leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(S)
        buttons.addWidget(self.accept)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, XL, XL, XL)
        column.setSpacing(M)
        column.addWidget(self._title)
        column.addWidget(self._about)
        column.addLayout(buttons)
        column.addSpacing(M)
        column.addLayout(self._parts)
        column.addStretch(1)

    @property
    def words(self) -> list[str]:
        """What it says, line by line."""
        labels = self.findChildren(type(self._title))
        return [label.text() for label in labels if not label.isHidden()]

    def show_merge(self, merge: CodebookMerge, file_name: str) -> None:
        """Show what importing a file would do."""
        while (item := self._parts.takeAt(0)) is not None:
            if (part := item.widget()) is not None:
                part.hide()
                part.setParent(None)
                part.deleteLater()
        self._title.setText(f"Import {file_name}")
        self._about.setText(_about(merge))
        for title, lines in (
            ("Added", merge.added),
            ("Changed", merge.changed),
            ("Kept, though the file does not have it", merge.missing),
        ):
            if lines:
                self._parts.addWidget(_part(title, lines))
        self.accept.setVisible(merge.edit is not None)
        (self.leave if merge.edit is None else self.accept).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _about(merge: CodebookMerge) -> str:
    are = "entry is" if merge.unchanged == 1 else "entries are"
    same = f"{merge.unchanged:,} {are} as in the file"
    if merge.edit is None:
        return f"Nothing would change: {same}."
    already = f" {same} already." if merge.unchanged else ""
    return (
        f"The codebook becomes version {merge.version}.{already} No annotation is "
        "changed, and it can be undone in one step."
    )


def _part(title: str, lines: tuple[str, ...]) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(XS)
    column.addWidget(plain_label(title, "heading"))
    for line in lines:
        column.addWidget(plain_label(line[:1].upper() + line[1:]))
    return part
