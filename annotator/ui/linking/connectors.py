"""The relations of the current annotation, drawn in the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter

from annotator.app.relating import RelationView, relations_shown
from annotator.model.annotation import Mark
from annotator.model.change import ChangeSet
from annotator.model.span import Span
from annotator.ui import tag_colors
from annotator.ui.linking import edge_chips
from annotator.ui.linking.curves import (
    Connector,
    curve,
    paint_curve,
    paint_label,
    room_on,
)
from annotator.ui.linking.edge_chips import EdgeChip, Unseen
from annotator.ui.open_document import OpenDocument
from annotator.ui.text.geometry import Where, boxes_of, lines_within, where
from annotator.ui.theme import current_colors
from annotator.ui.workbench import Workbench

_STRENGTH = 0.75
_LANES = 12.0  # pixels under the letters that lanes may take
_BEYOND = 60.0  # pixels outside of the view from where a curve then comes


class Scene(NamedTuple):
    """What is painted."""

    connectors: Sequence[Connector] = ()
    chips: Sequence[EdgeChip] = ()


class Connectors(QObject):
    """Curves to the annotations that are in view, chips for the others.

    Where the current annotation has no relation, it does nothing at all.
    """

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._on = True
        self._views: Sequence[RelationView] = ()
        self._pressed: EdgeChip | None = None
        self.scene = Scene()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._reload)
        bench.text.add_overlay(self)
        bench.text.verticalScrollBar().valueChanged.connect(self._repaint)
        bench.saver.changed.connect(self._on_changed)
        bench.shown.connect(self._on_shown)

    def show(self, on: bool) -> None:  # noqa: FBT001
        """Draw relations, or draw none."""
        self._on = on
        self._reload()

    # Painting --------------------------------------------------------------

    def paint_under(self, painter: QPainter, clip: QRectF) -> None:
        """Paint the curves, under the letters, so that no word is hidden."""
        if not self._views:
            return
        self.scene = self._arranged()
        for connector in self.scene.connectors:
            around = connector.path.boundingRect().adjusted(-8, -8, 8, 8)
            if around.intersects(clip):
                paint_curve(painter, connector)

    def paint_over(self, painter: QPainter, clip: QRectF) -> None:
        """Paint the names of the types, and the chips."""
        if not self._views:
            return
        for connector in self.scene.connectors:
            if connector.label is not None and connector.label.intersects(clip):
                paint_label(painter, connector, connector.label)
        for chip in self.scene.chips:
            if chip.rect.intersects(clip):
                edge_chips.paint(painter, chip)

    # The mouse -------------------------------------------------------------

    def press(self, event: QMouseEvent) -> bool:
        """Take presses on chips."""
        self._pressed = self._chip_at(event.position())
        return self._pressed is not None

    def move(self, event: QMouseEvent) -> None:
        """Wait for the release."""

    def release(self, event: QMouseEvent) -> None:
        """Go to where the chip leads, unless the mouse has left it."""
        chip, self._pressed = self._pressed, None
        if chip is not None and chip.unseen and chip.rect.contains(event.position()):
            view = chip.unseen.view
            self._bench.go_to_annotation(view.document_id, view.other_id)

    def hover_cursor(self, point: QPoint) -> Qt.CursorShape | None:
        """Show that chips can be clicked."""
        chip = self._chip_at(QPointF(point))
        if chip is None:
            return None
        shape = Qt.CursorShape
        return shape.PointingHandCursor if chip.unseen else shape.ArrowCursor

    # Private ---------------------------------------------------------------

    def _chip_at(self, point: QPointF) -> EdgeChip | None:
        return next((c for c in self.scene.chips if c.rect.contains(point)), None)

    def _arranged(self) -> Scene:
        """Return what is to be painted, as the text stands now."""
        opened = self._bench.opened
        current = opened.mark(opened.current) if opened else None
        if opened is None or current is None:
            return Scene()
        here = self._boxes(current)
        found: list[tuple[RelationView, Sequence[QRectF]]] = []
        unseen: list[Unseen] = []
        for view in self._views:
            there = self._seen(opened, view)
            if there:
                found.append((view, there))
            elif here and (one := self._unseen(opened, current, view)):
                unseen.append(one)
        chips = self._stacks(here, unseen)
        return Scene(self._connectors(current, here, found, chips), chips)

    def _connectors(
        self,
        current: Mark,
        here: Sequence[QRectF],
        found: Sequence[tuple[RelationView, Sequence[QRectF]]],
        chips: Sequence[EdgeChip],
    ) -> list[Connector]:
        area = QRectF(self._bench.text.viewport().rect())
        words = self._words(area) if found else []
        taken = [chip.rect for chip in chips]
        connectors = []
        for view, there in found:
            path = curve(here or [self._beyond(current, there[0], area)], there)
            word = view.type.name
            # Better not on lanes either.
            label = room_on(path, word, area, [*_with_lanes(words), *taken]) or room_on(
                path, word, area, [*words, *taken]
            )
            if label is not None:
                taken.append(label)
            source = current.tag_id if view.outgoing else view.tag_id
            tag = self._bench.session.codebook.tag(source)
            surface = current_colors().color("surface")
            color = tag_colors.line(QColor(tag.color), surface)
            color.setAlphaF(_STRENGTH)
            connectors.append(Connector(view, path, label, color))
        return connectors

    def _seen(self, opened: OpenDocument, view: RelationView) -> list[QRectF]:
        """Return where the other end stands in view; nothing if it does not."""
        mark = opened.mark(view.other_id)
        if mark is None or mark.annotator_id in opened.hidden:
            return []
        return self._boxes(mark)

    def _unseen(
        self, opened: OpenDocument, current: Mark, view: RelationView
    ) -> Unseen | None:
        tag = self._bench.session.codebook.tag(view.tag_id)
        if view.document_id != opened.document.id:
            return Unseen(view, tag, "↗", elsewhere=True)
        mark = opened.mark(view.other_id)
        if mark is None:
            return None
        above = mark.start < current.start
        return Unseen(view, tag, "↑" if above else "↓", elsewhere=False)

    def _stacks(
        self, here: Sequence[QRectF], unseen: Sequence[Unseen]
    ) -> list[EdgeChip]:
        """Return the chips at both edges, or at one if they would hide the current."""
        column = self._column()
        above = [one for one in unseen if one.sign == "↑"]
        below = [one for one in unseen if one.sign != "↑"]
        chips = [
            *edge_chips.arranged(above, column, at_top=True),
            *edge_chips.arranged(below, column, at_top=False),
        ]
        choices = [chips] + [
            edge_chips.arranged(unseen, column, at_top=at_top)
            for at_top in (True, False)
        ]
        free = (
            chips
            for chips in choices
            if not any(chip.rect.intersects(box) for chip in chips for box in here)
        )
        return next(free, chips)

    def _boxes(self, mark: Mark) -> list[QRectF]:
        text = self._bench.text
        if (
            where(text, mark.start) is Where.BELOW
            or where(text, mark.end - 1) is Where.ABOVE
        ):
            return []
        parts = (boxes_of(text, Span(start, end)) for start, end in mark.spans)
        return [box for part in parts for box in part]

    def _beyond(self, mark: Mark, there: QRectF, area: QRectF) -> QRectF:
        """Return a box outside of the view for a mark that stands there."""
        above = where(self._bench.text, mark.start) is Where.ABOVE
        top = area.top() - _BEYOND if above else area.bottom() + _BEYOND
        return QRectF(there.left(), top, there.width(), 1)

    def _column(self) -> QRectF:
        """Return the column of the text, as high as the viewport."""
        area = QRectF(self._bench.text.viewport().rect())
        for block, origin, _ in self._bench.text.shown_blocks():
            line = block.layout().lineAt(0)
            return QRectF(origin.x() + line.x(), 0, line.width(), area.height())
        return area

    def _words(self, area: QRectF) -> list[QRectF]:
        """Return where letters stand, line by line."""
        return [
            line.naturalTextRect().translated(origin).adjusted(0, 4, 0, -3)
            for block, origin, _ in self._bench.text.shown_blocks()
            for line in lines_within(block.layout(), area.translated(-origin))
        ]

    def _on_shown(self, opened: OpenDocument | None) -> None:
        self._forget()
        if opened is not None:
            opened.current_changed.connect(self._on_current_changed)
            opened.layers_changed.connect(self._repaint)

    def _on_current_changed(self, _current: object) -> None:
        self._forget()
        self._soon.start()

    def _on_changed(self, changes: ChangeSet) -> None:
        opened = self._bench.opened
        ends = {view.other_id for view in self._views}
        if opened is not None and opened.current is not None:
            ends.add(opened.current)
        if changes.codebook or changes.listing or ends & changes.annotations:
            self._soon.start()

    def _forget(self) -> None:
        self._repaint()
        self._views = ()
        self.scene = Scene()

    def _reload(self) -> None:
        opened = self._bench.opened
        self._forget()
        current = opened.current if opened is not None else None
        if self._on and current is not None:
            self._views = relations_shown(self._bench.session, current)
        self._repaint()

    def _repaint(self) -> None:
        if self._views:
            self._bench.text.viewport().update()


def _with_lanes(words: Iterable[QRectF]) -> list[QRectF]:
    return [line.adjusted(0, 0, 0, _LANES) for line in words]
