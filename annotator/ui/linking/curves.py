"""Curves from one annotation to another, and room for a word beside them."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, pi, sin
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from annotator.app.relating import RelationView
from annotator.ui.theme import HINT, current_colors, ui_font

_ARROW = 7.0  # pixels, the length of its head
_ARROW_ANGLE = pi / 7
_INSET = 10.0  # pixels from the corners of a box
_BOW = 18.0  # pixels to the side
_CRAMPED = 20.0  # pixels
_CRAMPED_COSTS = 120.0  # pixels of a detour to avoid it
_LOOP = 14.0  # pixels, half its width
_SAG = 22.0  # pixels a curve between words of one line hangs through
_WIDTH = 1.5  # pixels
_DOT = 2.5  # pixels, its radius
_LABEL_HEIGHT = 16.0
_LABEL_AIR = 5.0
_PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)


class Connector(NamedTuple):
    """A curve in its place.

    Attributes:
        label: Where the name of the type stands, or None if there is no room.
        color: Of the curve.
    """

    view: RelationView
    path: QPainterPath
    label: QRectF | None
    color: QColor


def curve(one: Sequence[QRectF], other: Sequence[QRectF]) -> QPainterPath:
    """Return the curve from one annotation to another.

    Where one stands above the other it leaves and arrives vertically, so that it
    crosses the lines between them and is not taken for one under the words.

    Args:
        one: Where the annotation stands, a box for each line, in pixels.
        other: Where the other one does.
    """
    pairs = ((first, second) for first in one for second in other)
    start, end = min(pairs, key=lambda pair: _detour(*pair))
    x = _nearest(start, end)
    flat = _cramped(start, end) and abs(x[0] - x[1]) > _CRAMPED
    if flat or _same_line(start, end):
        return _hanging(start, end)
    return _standing(start, end)


def room_on(
    path: QPainterPath, word: str, within: QRectF, taken: Sequence[QRectF]
) -> QRectF | None:
    """Return a place on a curve where a word hides nothing, or None.

    Args:
        path: The curve.
        word: To be written there.
        within: Where it must lie.
        taken: What it must not hide.
    """
    width = QFontMetricsF(ui_font(HINT)).horizontalAdvance(word)
    size = QSizeF(width + 2 * _LABEL_AIR, _LABEL_HEIGHT)
    ends = path.pointAtPercent(0), path.pointAtPercent(1)
    for share in _PLACES:
        for place in _places_at(path.pointAtPercent(share), size):
            hides_end = any(_around(place).contains(end) for end in ends)
            free = not any(place.intersects(one) for one in taken)
            if within.contains(place) and free and not hides_end:
                return place
    return None


def paint_curve(painter: QPainter, connector: Connector) -> None:
    """Paint a curve with an arrow where it leads, and dots at the other ends."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(connector.color, _WIDTH))
    painter.drawPath(connector.path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(connector.color)
    directed, outgoing = connector.view.type.directed, connector.view.outgoing
    for share, is_target in ((0.0, not outgoing), (1.0, outgoing)):
        if directed and is_target:
            painter.drawPolygon(_arrow_head(connector.path, at_end=share == 1.0))
        else:
            painter.drawEllipse(connector.path.pointAtPercent(share), _DOT, _DOT)


def paint_label(painter: QPainter, connector: Connector, place: QRectF) -> None:
    """Paint the name of the relation type, on a ground of its own."""
    colors = current_colors()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.color("surface"))
    painter.drawRoundedRect(place, _LABEL_HEIGHT / 2, _LABEL_HEIGHT / 2)
    painter.setFont(ui_font(HINT))
    painter.setPen(colors.color("secondary"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, connector.view.type.name)


def _places_at(point: QPointF, size: QSizeF) -> list[QRectF]:
    """Return a place on a point of a curve, and those at its right and left."""
    middle = QRectF(QPointF(), size)
    middle.moveCenter(point)
    aside = size.width() / 2 + _ARROW + 1
    return [middle, middle.translated(aside, 0), middle.translated(-aside, 0)]


def _arrow_head(path: QPainterPath, *, at_end: bool) -> QPolygonF:
    """Return the head of an arrow at an end of a curve."""
    tip = path.pointAtPercent(1.0 if at_end else 0.0)
    # From a little way back, because the angle at the very end may be any.
    length = max(path.length(), 1.0)
    share = min(0.5, _ARROW / length)
    behind = path.pointAtPercent(1.0 - share if at_end else share)
    angle = atan2(behind.y() - tip.y(), behind.x() - tip.x())
    sides = (angle - _ARROW_ANGLE, angle + _ARROW_ANGLE)
    corners = [tip + QPointF(cos(side), sin(side)) * _ARROW for side in sides]
    return QPolygonF([tip, *corners])


def _around(place: QRectF) -> QRectF:
    return place.adjusted(-_ARROW, -_ARROW, _ARROW, _ARROW)


def _detour(one: QRectF, other: QRectF) -> float:
    """Return how far two boxes are apart, in pixels, and more if it is too near."""
    across = max(0.0, one.left() - other.right(), other.left() - one.right())
    down = max(0.0, one.top() - other.bottom(), other.top() - one.bottom())
    return hypot(across, down) + (_CRAMPED_COSTS if _cramped(one, other) else 0)


def _cramped(one: QRectF, other: QRectF) -> bool:
    """Tell whether two boxes stand in lines with next to no room between them."""
    gap = max(one.top() - other.bottom(), other.top() - one.bottom())
    return gap < _CRAMPED and not _same_line(one, other)


def _same_line(one: QRectF, other: QRectF) -> bool:
    return one.top() < other.center().y() < one.bottom()


def _inner(box: QRectF) -> tuple[float, float]:
    inset = min(_INSET, box.width() / 2)
    return box.left() + inset, box.right() - inset


def _nearest(one: QRectF, other: QRectF) -> tuple[float, float]:
    """Return from where to where the way between two boxes is shortest, in x."""
    first, second = _inner(one), _inner(other)
    left, right = max(first[0], second[0]), min(first[1], second[1])
    if left <= right:
        return (left + right) / 2, (left + right) / 2
    return (first[1], second[0]) if first[1] < second[0] else (first[0], second[1])


def _standing(one: QRectF, other: QRectF) -> QPainterPath:
    """Return a curve between boxes of which one is above the other."""
    down = one.center().y() < other.center().y()
    x = _nearest(one, other)
    start = QPointF(x[0], one.bottom() if down else one.top())
    end = QPointF(x[1], other.top() if down else other.bottom())
    reach = QPointF(0, (end.y() - start.y()) / 2)
    # Never quite straight, or it could be taken for a caret.
    bow = QPointF(-min(_BOW, abs(reach.y()) / 3), 0) if x[0] == x[1] else QPointF()
    path = QPainterPath(start)
    path.cubicTo(start + reach + bow, end - reach + bow, end)
    return path


def _hanging(one: QRectF, other: QRectF) -> QPainterPath:
    """Return a curve that hangs under the lower of the two boxes."""
    x = _nearest(one, other)
    if x[0] == x[1]:
        # One inside the other: a small loop under what they share.
        x = x[0] - _LOOP, x[1] + _LOOP
    lowest = max(one.bottom(), other.bottom()) + _SAG
    start, end = QPointF(x[0], one.bottom()), QPointF(x[1], other.bottom())
    path = QPainterPath(start)
    path.cubicTo(QPointF(x[0], lowest), QPointF(x[1], lowest), end)
    return path
