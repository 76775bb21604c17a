"""How colours look to eyes that see fewer of them, and how far two are apart."""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import NamedTuple

from PySide6.QtGui import QColor

APART = 10.0
"""From this CIEDE2000 difference on, two lanes are told apart at a glance.

One is about the least that can be seen of large patches side by side; a thin
lane far from the one it is compared with needs several times as much, the more
so as its mark and its pattern help only those who look closely.
"""

# Machado, Oliveira and Fernandes (2009), "A Physiologically-based Model for
# Simulation of Color Vision Deficiency", IEEE TVCG 15(6), severity 1.0; for
# linear RGB.
DEFICIENCIES = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

# Linear sRGB to CIE XYZ under D65 (IEC 61966-2-1), each row divided by white's.
_WHITE = (0.95047, 1.0, 1.08883)
_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


class Lab(NamedTuple):
    """A colour in CIE L*a*b*: lightness 0 to 100, towards red, towards yellow."""

    l: float  # noqa: E741 - its name everywhere
    a: float
    b: float


def luminance(color: QColor) -> float:
    """Return the relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = _linear_rgb(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen_with(deficiency: str, color: QColor) -> QColor:
    """Return ``color`` as it looks with one of ``DEFICIENCIES``."""
    channels = _linear_rgb(color)
    seen = [
        _encoded(min(1.0, max(0.0, sum(map(_times, row, channels)))))
        for row in DEFICIENCIES[deficiency]
    ]
    return QColor.fromRgbF(*seen)


def difference(one: QColor, other: QColor) -> float:
    """Return how far two colours are apart, in CIEDE2000 (ISO/CIE 11664-6)."""
    return ciede2000(lab(one), lab(other))


def lab(color: QColor) -> Lab:
    """Return a colour in CIE L*a*b* under D65 (ISO/CIE 11664-4)."""
    channels = _linear_rgb(color)
    x, y, z = (
        _cube_root(sum(map(_times, row, channels)) / white)
        for row, white in zip(_XYZ, _WHITE, strict=True)
    )
    return Lab(116 * y - 16, 500 * (x - y), 200 * (y - z))


def ciede2000(one: Lab, other: Lab) -> float:
    """Return the CIEDE2000 difference, written as in Sharma, Wu and Dalal (2005).

    “The CIEDE2000 color-difference formula: Implementation notes,
    supplementary test data, and mathematical observations”, equations 2 to 22.
    """
    mean = (hypot(one.a, one.b) + hypot(other.a, other.b)) / 2
    gray = 1.5 - 0.5 * _saturated(mean)
    chroma_1, hue_1 = _chroma_and_hue(one, gray)
    chroma_2, hue_2 = _chroma_and_hue(other, gray)
    turn = _turn(hue_1, hue_2) if chroma_1 * chroma_2 else 0.0
    light = (one.l + other.l) / 2
    chroma = (chroma_1 + chroma_2) / 2
    # Half way along the shorter arc; without a hue of its own, the other's.
    hue = hue_1 + turn / 2 if chroma_1 * chroma_2 else hue_1 + hue_2
    by_hue = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    off = (light - 50) ** 2
    by_light = (other.l - one.l) / (1 + 0.015 * off / sqrt(20 + off))
    by_chroma = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    arc = 2 * sqrt(chroma_1 * chroma_2) * sin(radians(turn / 2))
    by_arc = arc / (1 + 0.015 * chroma * by_hue)
    blue = 60 * exp(-((((hue % 360) - 275) / 25) ** 2))
    rotation = -sin(radians(blue)) * 2 * _saturated(chroma)
    return sqrt(by_light**2 + by_chroma**2 + by_arc**2 + rotation * by_chroma * by_arc)


def _saturated(chroma: float) -> float:
    return sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _chroma_and_hue(color: Lab, gray: float) -> tuple[float, float]:
    a = color.a * gray
    return hypot(a, color.b), degrees(atan2(color.b, a)) % 360


def _turn(hue: float, other: float) -> float:
    """Return the way from one hue to another, -180 to 180 degrees."""
    turn = other - hue
    if abs(turn) <= 180:  # noqa: PLR2004 - half a turn
        return turn
    return turn - 360 if turn > 0 else turn + 360


def _linear_rgb(color: QColor) -> tuple[float, float, float]:
    return _linear_parts(color.rgb())


@lru_cache(maxsize=256)
def _linear_parts(rgb: int) -> tuple[float, float, float]:
    color = QColor.fromRgb(rgb)
    return _linear(color.redF()), _linear(color.greenF()), _linear(color.blueF())


def _linear(part: float) -> float:
    """Return a channel of sRGB, 0 to 1, as a share of light (IEC 61966-2-1)."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004


def _encoded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055  # noqa: PLR2004


def _times(one: float, other: float) -> float:
    return one * other


def _cube_root(share: float) -> float:
    """Return the cube root, or near black the line CIE L*a*b* has in its place."""
    return share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116
