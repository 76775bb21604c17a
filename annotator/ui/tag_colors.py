"""Shades of a tag's colour: tints text stays readable on, lines that stand out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtGui import QColor

from annotator.ui.color_vision import (
    APART,
    DEFICIENCIES,
    difference,
    luminance,
    seen_with,
)
from annotator.ui.theme import DARK, LIGHT

TEXT_CONTRAST = 4.5
"""WCAG AA for text on its background."""

LINE_CONTRAST = 3.0
"""WCAG AA for graphical marks."""

_STEPS = 20
_QUIETEST = 11
"""In steps: a lane steps back no further than to just over half."""


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tint(color: QColor, surface: QColor, text: QColor, share: float) -> QColor:
    """Return ``surface`` tinted by ``color``, on which ``text`` stays readable.

    Args:
        color: The tag's.
        surface: What the text stands on.
        text: The text's colour.
        share: How much of the tag's colour to mix in, 0 to 1; less is taken
            where the text would not keep a contrast of ``TEXT_CONTRAST``.
    """
    mixed = mix(surface, color, share)
    for step in range(_STEPS, -1, -1):
        mixed = mix(surface, color, share * step / _STEPS)
        if contrast(mixed, text) >= TEXT_CONTRAST:
            break
    return mixed


def least_contrast(one: QColor, other: QColor) -> float:
    """Return the contrast for those eyes, of all kinds, that see the least of it."""
    seen = (
        contrast(seen_with(deficiency, one), seen_with(deficiency, other))
        for deficiency in DEFICIENCIES
    )
    return min(contrast(one, other), *seen)


def problem(color: QColor, others: Mapping[str, QColor]) -> str:
    """Say why ``color`` is no good choice for a tag, or return "".

    Args:
        color: The tag's.
        others: The colours of the other tags, by their names.
    """
    for colors in (LIGHT, DARK):
        surface = colors.color("surface")
        shown = line(color, surface)
        theme, moved = ("dark", "lighter") if colors.dark else ("light", "darker")
        if difference(color, shown) >= APART:
            return (
                f"Hard to see in the {theme} theme, where it is shown {moved} "
                f"({shown.name().upper()})."
            )
        for name, other in others.items():
            who = _confused_by(shown, line(other, surface))
            if who:
                return (
                    f"Looks like “{name}” {who} in the {theme} theme; choose one that "
                    "is clearly lighter or darker, or of another hue."
                )
    return ""


def line(color: QColor, surface: QColor) -> QColor:
    """Return ``color``, moved away from ``surface`` until a thin line is seen on it.

    It is then seen also by people who see fewer colours.
    """
    return _moved(color, surface, LINE_CONTRAST)


def quiet_line(color: QColor, surface: QColor) -> QColor:
    """Return the lane of a tag while another annotation is the current one.

    It steps back towards ``surface`` as far as it can still be seen.
    """
    full = line(color, surface)
    for step in range(_QUIETEST, _STEPS):
        quiet = mix(surface, full, step / _STEPS)
        if least_contrast(quiet, surface) >= LINE_CONTRAST:
            return quiet
    return full


def ink(color: QColor, surface: QColor) -> QColor:
    """Return ``color``, moved away from ``surface`` until words in it can be read."""
    return _moved(color, surface, TEXT_CONTRAST)


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """Return ``one`` with ``share`` (0 to 1) of ``other`` mixed in."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def _moved(color: QColor, surface: QColor, ratio: float) -> QColor:
    return QColor.fromRgb(_moved_rgb(color.rgb(), surface.rgb(), ratio))


@lru_cache(maxsize=256)
def _moved_rgb(color_rgb: int, surface_rgb: int, ratio: float) -> int:
    # Kept, because lists ask for the same few colours with every row they paint.
    color, surface = QColor.fromRgb(color_rgb), QColor.fromRgb(surface_rgb)
    pole = QColor("white") if luminance(surface) < 0.5 else QColor("black")  # noqa: PLR2004
    moved = color
    for step in range(_STEPS + 1):
        moved = mix(color, pole, step / _STEPS)
        if least_contrast(moved, surface) >= ratio:
            break
    return moved.rgb()


def _confused_by(one: QColor, other: QColor) -> str:
    """Say to whom two colours look alike, or return "" if to nobody."""
    if difference(one, other) < APART:
        return "to everybody"
    for deficiency in DEFICIENCIES:
        seen = seen_with(deficiency, one), seen_with(deficiency, other)
        if difference(*seen) < APART:
            return f"to people with {deficiency}"
    return ""
