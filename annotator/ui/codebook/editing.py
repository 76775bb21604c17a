"""What the parts of the codebook's page share: the codebook, and saving its edits."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.app.session import Session
from annotator.errors import CodebookError
from annotator.model.change import Edit
from annotator.model.codebook import Codebook
from annotator.ui.action_table import ACTIONS
from annotator.ui.actions import ActionBook
from annotator.ui.keys import is_plain
from annotator.ui.workbench import Workbench

Maker = Callable[[Codebook], Edit]
"""Makes an edit of the codebook as it is, or raises a CodebookError."""

WAITS = "Not saved yet: it waits for the disk."
"""Said of what is kept, and will be saved or discarded with the message above."""

_BLOCKED = "Not saved yet: an earlier change waits for the disk. Retry that one first."


class Editing(QObject):
    """Saves edits of the codebook, and says in words why one cannot be made."""

    def __init__(self, bench: Workbench, book: ActionBook, parent: QObject) -> None:
        super().__init__(parent)
        self.bench = bench
        self._book = book

    @property
    def session(self) -> Session:
        """Whose project it is."""
        return self.bench.session

    @property
    def codebook(self) -> Codebook:
        """The codebook as it is stored."""
        return self.session.codebook

    @property
    def allowed(self) -> bool:
        """Whether anything may be changed."""
        return not self.session.read_only

    def letters(self) -> dict[str, str]:
        """Return the letters that do something in the text, and what they do."""
        return {
            key.casefold(): action.title.rstrip("…")
            for action in ACTIONS
            for key in self._book.keys(action.name)
            if len(key) == 1 and is_plain(key)
        }

    def save(self, make: Maker) -> str:
        """Save what ``make`` returns; return why that cannot be, or ""."""
        return self.save_made(make)[0]

    def save_made(self, make: Maker) -> tuple[str, Edit | None]:
        """Save what ``make`` returns; return why that cannot be, and what was saved."""
        if self.bench.saver.pending:
            return _BLOCKED, None
        try:
            edit = make(self.codebook)
        except CodebookError as error:
            return str(error), None
        if edit.changes and not self.bench.do(edit):
            return WAITS if self.bench.saver.pending else "", None
        return "", edit
