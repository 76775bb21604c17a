"""Places where words stand, as the rows of a list in which one checks some."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from annotator.app.concordance import Hit
from annotator.app.repeating import TagsBySpan, my_tags
from annotator.app.session import Session
from annotator.model.change import ChangeSet
from annotator.model.codebook import Tag
from annotator.model.ids import DocumentId

HIT_ROLE = Qt.ItemDataRole.UserRole + 2
"""The data role under which the model returns its ``HitRow``."""

_Index = QModelIndex | QPersistentModelIndex


class HitRow(NamedTuple):
    """What a row shows.

    Attributes:
        tags: What the person at work has tagged just these words as.
        titled: Whether to say in which document they stand.
    """

    hit: Hit
    checked: bool
    tags: Sequence[Tag]
    titled: bool


class HitModel(QAbstractListModel):
    """Hits, which of them are checked, and as what they are tagged.

    Signals:
        checks_changed: Others are checked than before.
    """

    checks_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._hits: list[Hit] = []
        self._checked: set[int] = set()
        self._tags: dict[DocumentId, TagsBySpan] = {}
        self._titled = True

    def show(
        self, hits: Sequence[Hit], checked: Collection[int] = (), *, titled: bool = True
    ) -> None:
        """Replace all rows, and say which of them are checked, by their numbers."""
        self.beginResetModel()
        self._hits = list(hits)
        self._checked = set(checked)
        self._tags.clear()
        self._titled = titled
        self.endResetModel()
        self.checks_changed.emit()

    def append(self, hits: Sequence[Hit]) -> None:
        """Add rows below, not checked."""
        if hits:
            count = len(self._hits)
            self.beginInsertRows(QModelIndex(), count, count + len(hits) - 1)
            self._hits += hits
            self.endInsertRows()

    @property
    def hits(self) -> Sequence[Hit]:
        """What is shown, in order."""
        return self._hits

    @property
    def checked(self) -> list[Hit]:
        """What is checked, in order."""
        return [self._hits[row] for row in sorted(self._checked)]

    def toggle(self, row: int) -> None:
        """Check one row, or no longer."""
        self._checked ^= {row}
        self._refresh(row, row)
        self.checks_changed.emit()

    def toggle_all(self) -> None:
        """Check all rows; or none, if all are."""
        every = set(range(len(self._hits)))
        self.check(() if self._checked == every else every)

    def check(self, rows: Collection[int]) -> None:
        """Check just these rows."""
        self._checked = set(rows)
        self._refresh(0, len(self._hits) - 1)
        self.checks_changed.emit()

    def tags_of(self, hit: Hit) -> Sequence[Tag]:
        """Return as what the person at work has tagged just these words."""
        known = self._tags.get(hit.document_id)
        if known is None:
            known = self._tags[hit.document_id] = my_tags(
                self._session, hit.document_id
            )
        return known.get((hit.start, hit.end), ())

    def take_over(self, changes: ChangeSet) -> None:
        """Read again as what the words are tagged."""
        for document_id in changes.documents:
            self._tags.pop(document_id, None)
        if changes.codebook:
            self._tags.clear()
        self._refresh(0, len(self._hits) - 1)

    # Qt --------------------------------------------------------------------

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802
        """Return how many hits are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a row shows, or how it is read out."""
        if role == HIT_ROLE:
            return self._row(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _read_out(self._row(index.row()))
        return None

    def _row(self, row: int) -> HitRow:
        hit = self._hits[row]
        return HitRow(hit, row in self._checked, self.tags_of(hit), self._titled)

    def _refresh(self, first: int, last: int) -> None:
        if self._hits:
            self.dataChanged.emit(self.index(first), self.index(last))


def _read_out(row: HitRow) -> str:
    hit = row.hit
    parts = [f"{hit.left}{hit.words}{hit.right}"]
    if row.titled:
        parts.append(hit.title)
    if row.tags:
        parts.append(f"tagged {', '.join(tag.name for tag in row.tags)}")
    if row.checked:
        parts.append("checked")
    return "; ".join(parts)
