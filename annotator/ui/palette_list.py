"""The list of the palette: what can be done, what fits, and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.app.folding import fold
from annotator.ui.fuzzy import fit
from annotator.ui.key_caps import caps_width, paint_caps
from annotator.ui.rows import EvenDelegate, paint_ground
from annotator.ui.theme import BODY, LABEL, M, S, current_colors, elided, ui_font

ROW_HEIGHT = 36
_MOST_FOUND = 200
_ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be done.

    Attributes:
        name: Never changes; by it what was done last is remembered.
        about: What kind of thing it is, quieter.
        caps: Its keys, as people read them.
        possible: Whether it can be done now.
        typed_only: Whether it is listed only once something is typed.
    """

    name: str
    title: str
    about: str
    deed: Callable[[], object]
    caps: tuple[str, ...] = ()
    possible: bool = True
    typed_only: bool = False


def found(
    entries: Sequence[Entry], typed: str, recent: Sequence[str]
) -> Sequence[Entry]:
    """Return the entries that fit what was typed, the best first.

    With nothing typed, what was done last comes first. What cannot be done now is
    at the end in any case.
    """
    if not typed.strip():
        order = {name: place for place, name in enumerate(recent)}
        listed = [entry for entry in entries if not entry.typed_only]
        listed.sort(key=lambda e: (not e.possible, order.get(e.name, len(order))))
        return listed
    ranked = []
    for place, entry in enumerate(entries):
        points = _points(entry, typed)
        if points is not None:
            ranked.append((not entry.possible, -points, place, entry))
    ranked.sort(key=lambda found: found[:3])
    return [entry for *_, entry in ranked[:_MOST_FOUND]]


class Entries(QAbstractListModel):
    """The entries that are listed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._listed: Sequence[Entry] = ()

    def show(self, listed: Sequence[Entry]) -> None:
        """List other entries."""
        self.beginResetModel()
        self._listed = listed
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """Return one of them."""
        return self._listed[row]

    def rowCount(  # noqa: N802
        self,
        parent: QModelIndex | QPersistentModelIndex = QModelIndex(),  # noqa: B008
    ) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._listed)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        """Return an entry, or how it is called."""
        entry = self._listed[index.row()]
        if role == _ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            possible = "" if entry.possible else "not possible now"
            parts = (entry.title, entry.about, " or ".join(entry.caps), possible)
            return ", ".join(part for part in parts if part)
        return None


class EntryDelegate(EvenDelegate):
    """Paints an entry on one line: title, what it is, keys."""

    height = ROW_HEIGHT

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one entry."""
        entry: Entry = index.data(_ENTRY_ROLE)
        colors = current_colors()
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect, option.state, colors.color("surface"))
        inner = rect.adjusted(M, 0, -S, 0)
        caps = entry.caps if entry.possible else ()
        paint_caps(painter, inner, caps)
        if caps:
            inner.setRight(inner.right() - caps_width(caps) - M)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        font = ui_font(BODY)
        title = elided(entry.title, font, inner.width())
        painter.setFont(font)
        painter.setPen(colors.color("text" if entry.possible else "secondary"))
        used = painter.boundingRect(inner, int(flags), title)
        painter.drawText(inner, flags, title)
        inner.setLeft(used.right() + M)
        about = entry.about if entry.possible else f"{entry.about} · not now"
        font = ui_font(LABEL)
        painter.setFont(font)
        painter.setPen(colors.color("secondary"))
        painter.drawText(inner, flags, elided(about, font, inner.width()))
        painter.restore()


def _points(entry: Entry, typed: str) -> float | None:
    points = fit(typed, entry.title)
    if points is not None:
        return points
    # The name of a menu lists all that is in it, after what is called like that.
    both = fold(f"{entry.title} {entry.about}")
    return 0 if all(word in both for word in fold(typed).split()) else None
