"""The menus of the list of annotations: whose are shown, in what order, and which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QWidget

from annotator.app.filters import ListFilter
from annotator.model.annotation import Annotator
from annotator.model.codebook import AttributeDefinition, Tag
from annotator.model.ids import AttributeId
from annotator.ui import tag_colors
from annotator.ui.annotations.model import Order
from annotator.ui.open_document import OpenDocument
from annotator.ui.theme import BODY, current_colors, elided, ui_font

NOT_CODED = "not coded"
"""What stands for an attribute without a value."""

_MOST_VALUES = 30
_WIDEST = 240  # pixels of an entry's words
_ICON = 16
_PIXELS = 3  # for each pixel of an icon, also on fine screens
_DIRECTIONS = ("Ascending", "Descending")


class SteadyMenu(QMenu):
    """Stays open while one checks several entries, by the mouse or by Space."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Check without closing."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable() and action.isEnabled():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Check without closing with Space; Enter closes as well."""
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def entry(self, words: str, count: int | None = None) -> QAction:
        """Add an entry of any words, with how many there are."""
        shown = _menu_words(words)
        return self.addAction(shown if count is None else f"{shown}\t{count:,}")


class LayersMenu(SteadyMenu):
    """Shows and hides people's annotations, in the text and in the list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._open: OpenDocument | None = None
        self._layers: list[tuple[Annotator, QAction]] = []
        self.aboutToShow.connect(self._fill)

    def show_document(self, opened: OpenDocument | None) -> None:
        """Be about another document."""
        self._open = opened

    def _fill(self) -> None:
        self.clear()
        self._layers = []
        opened = self._open
        if opened is None:
            return
        me = opened.session.me
        people = {me.id: me} | opened.session.people()
        everyone = self.entry("Everyone")
        everyone.triggered.connect(lambda: self._hide(frozenset()))
        only_me = self.entry("Only mine")
        only_me.triggered.connect(lambda: self._hide(frozenset(people) - {me.id}))
        self.addSeparator()
        counts = Counter(mark.annotator_id for mark in opened.marks)
        for person in people.values():
            name = f"{person.name} (me)" if person.id == me.id else person.name
            action = self.entry(name, counts[person.id])
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, who=person: self._toggle(who))
            self._layers.append((person, action))
        self._show_checks()

    def _toggle(self, person: Annotator) -> None:
        if self._open is not None:
            self._hide(self._open.hidden ^ {person.id})

    def _hide(self, layers: frozenset[str]) -> None:
        if self._open is not None:
            self._open.hide(frozenset(p.id for p, _ in self._layers if p.id in layers))
            self._show_checks()

    def _show_checks(self) -> None:
        for person, action in self._layers:
            hidden = self._open is not None and person.id in self._open.hidden
            action.setChecked(not hidden)
            action.setIcon(dot_icon(person.color, on=not hidden))


class SortMenu(SteadyMenu):
    """In which order the list is.

    Signals:
        chosen: ``(Order, whether descending)``.
    """

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._order = Order.READING
        self._descending = False
        orders, ways = QActionGroup(self), QActionGroup(self)
        for order in Order:
            action = orders.addAction(self.entry(order.value))
            action.setCheckable(True)
            action.setChecked(order is Order.READING)
            action.triggered.connect(lambda _=False, o=order: self._choose(o))
        self.addSeparator()
        for words in _DIRECTIONS:
            action = ways.addAction(self.entry(words))
            action.setCheckable(True)
            action.setChecked(words == _DIRECTIONS[0])
            down = words == _DIRECTIONS[1]
            action.triggered.connect(lambda _=False, d=down: self._turn(d))

    def _choose(self, order: Order) -> None:
        self._order = order
        self.chosen.emit(order, self._descending)

    def _turn(self, descending: bool) -> None:  # noqa: FBT001
        self._descending = descending
        self.chosen.emit(self._order, descending)


class FilterMenu(SteadyMenu):
    """Which annotations are listed, beside words.

    Signals:
        chosen: Carries the ListFilter.
    """

    chosen = Signal(object)

    def __init__(
        self,
        values: Callable[[], Mapping[AttributeId, Mapping[str, int]]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._values = values
        self._open: OpenDocument | None = None
        self._wanted = ListFilter()
        self.aboutToShow.connect(self._fill)

    def show_document(self, opened: OpenDocument | None) -> None:
        """Be about another document."""
        self._open = opened

    def show_filter(self, wanted: ListFilter) -> None:
        """Take over what is filtered by."""
        self._wanted = wanted

    def _fill(self) -> None:
        self.clear()
        opened = self._open
        if opened is None:
            return
        counts = Counter(mark.tag_id for mark in opened.visible())
        for tag in opened.session.codebook.tags:
            if not tag.retired or counts[tag.id]:
                self._add_tag(tag, counts[tag.id])
        self.addSeparator()
        self._add_people(opened)
        self._add_values(opened)
        self.addSeparator()
        for field, words in (
            ("unsure", "Unsure"),
            ("noted", "With a note"),
            ("without_claim", "Denials without a claim"),
            ("without_speaker", "Without a speaker or source"),
        ):
            action = self._switch(self, words, on=getattr(self._wanted, field))
            action.toggled.connect(lambda on, field=field: self._change(**{field: on}))
        self.addSeparator()
        clear = self.entry("Clear all\tEsc")
        clear.setEnabled(replace(self._wanted, words="") != ListFilter())
        clear.triggered.connect(lambda: self._choose(ListFilter()))

    def _add_tag(self, tag: Tag, count: int) -> None:
        words = f"{tag.mark}  {tag.name}"
        action = self._switch(self, words, count, on=tag.id in self._wanted.tags)
        action.toggled.connect(
            lambda _, one=tag.id: self._change(tags=self._wanted.tags ^ {one})
        )

    def _add_people(self, opened: OpenDocument) -> None:
        people = opened.session.people()
        counts = Counter(mark.annotator_id for mark in opened.visible())
        if len(counts) < 2 and not self._wanted.layers:  # noqa: PLR2004 - no choice
            return
        menu = SteadyMenu("Made by", self)
        self.addMenu(menu)
        for person in people.values():
            if not counts[person.id] and person.id not in self._wanted.layers:
                continue
            on = person.id in self._wanted.layers
            action = self._switch(menu, person.name, counts[person.id], on=on)
            action.setIcon(dot_icon(person.color, on=on))
            action.toggled.connect(
                lambda on, a=action, p=person: a.setIcon(dot_icon(p.color, on=on))
            )
            action.toggled.connect(
                lambda _, one=person.id: self._change(
                    layers=self._wanted.layers ^ {one}
                )
            )

    def _add_values(self, opened: OpenDocument) -> None:
        menu = SteadyMenu("Value", self)
        # Counted when it is opened: a text may have 50,000 annotations.
        menu.aboutToShow.connect(lambda: self._fill_values(menu, opened))
        self.addMenu(menu)

    def _fill_values(self, menu: SteadyMenu, opened: OpenDocument) -> None:
        menu.clear()
        counted = self._values()
        for attribute in opened.session.codebook.attributes:
            if found := counted.get(attribute.id):
                self._add_attribute(menu, attribute, found)
        if not counted:
            menu.entry("Nothing is coded yet").setEnabled(False)

    def _add_attribute(
        self, menu: QMenu, attribute: AttributeDefinition, found: Mapping[str, int]
    ) -> None:
        values = SteadyMenu(_menu_words(attribute.name.replace("_", " ")), menu)
        menu.addMenu(values)
        chosen = (self._wanted.values or {}).get(attribute.id)
        often = sorted(found.items(), key=lambda one: (-one[1], one[0].casefold()))
        group = QActionGroup(values)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for value, count in (*often[:_MOST_VALUES], ("", None)):
            words = value or NOT_CODED
            action = self._switch(values, words, count, on=value == chosen)
            group.addAction(action)
            action.triggered.connect(
                lambda on, a=attribute.id, v=value: self._set_value(a, v, on=on)
            )

    def _set_value(self, attribute: AttributeId, value: str, *, on: bool) -> None:
        values = dict(self._wanted.values or {})
        values.pop(attribute, None)
        if on:
            values[attribute] = value
        self._change(values=values or None)

    def _change(self, **fields: object) -> None:
        self._choose(replace(self._wanted, **fields))  # type: ignore[arg-type]

    def _choose(self, wanted: ListFilter) -> None:
        self._wanted = wanted
        self.chosen.emit(wanted)

    def _switch(
        self, menu: SteadyMenu, words: str, count: int | None = None, *, on: bool
    ) -> QAction:
        action = menu.entry(words, count)
        action.setCheckable(True)
        action.setChecked(on)
        return action


def dot_icon(color: str, *, on: bool) -> QIcon:
    """Return a dot in a person's colour: full and ticked, or only a ring.

    A menu has no room for a tick beside an icon.
    """
    surface = current_colors().color("surface")
    shade = tag_colors.line(QColor(color), surface)
    pixmap = QPixmap(_ICON * _PIXELS, _ICON * _PIXELS)
    pixmap.setDevicePixelRatio(_PIXELS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(shade, 1.5))
    painter.setBrush(shade if on else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(2, 2, 12, 12))
    if on:
        painter.setPen(QPen(surface, 1.8))
        painter.drawPolyline([QPointF(5, 8.2), QPointF(7.2, 10.4), QPointF(11, 5.8)])
    painter.end()
    return QIcon(pixmap)


def _menu_words(words: str) -> str:
    """Return words as a menu shows them: short, and no ampersand is a menu key."""
    words, tab, key = words.partition("\t")
    return elided(words, ui_font(BODY), _WIDEST).replace("&", "&&") + tab + key
