"""The look: two sets of colours, one set of sizes, one style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPalette,
)
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from annotator.resources import RESOURCES

# Spacing, in pixels.
XS, S, M, L, XL, XXL, XXXL = 4, 8, 12, 16, 24, 32, 48

# Type, in pixels.
HINT, LABEL, BODY, HEADING, TITLE = 11, 12, 13, 15, 22

UI_FAMILY = "Inter"
TEXT_FAMILY = "Source Serif Pro"


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of one theme, as ``#RRGGBB``."""

    dark: bool
    window: str
    surface: str
    text: str
    secondary: str
    hairline: str
    accent: str
    on_accent: str
    failure: str
    failure_surface: str
    notice_surface: str
    tint_share: float

    def color(self, name: str) -> QColor:
        """Return one of the colours by its name here."""
        return QColor(getattr(self, name))


LIGHT = Colors(
    dark=False,
    window="#F6F6F3",
    surface="#FFFFFF",
    text="#1D1D1B",
    secondary="#66665F",
    hairline="#E3E3DD",
    accent="#2C66D1",
    on_accent="#FFFFFF",
    failure="#B3261E",
    failure_surface="#FBE9E7",
    notice_surface="#EAF0FB",
    tint_share=0.16,
)

DARK = Colors(
    dark=True,
    window="#191A1C",
    surface="#212225",
    text="#E9E9E6",
    secondary="#A0A09A",
    hairline="#35363A",
    accent="#7CA9FF",
    on_accent="#10131A",
    failure="#FF8A80",
    failure_surface="#3B2322",
    notice_surface="#22304A",
    tint_share=0.26,
)


def colors_of(theme: str) -> Colors:
    """Return the colours of ``light``, ``dark`` or what the system prefers."""
    if theme == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if theme == "dark" else LIGHT


def apply_theme(app: QApplication, colors: Colors) -> None:
    """Dress the whole application in ``colors``."""
    load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(colors))
    app.setFont(ui_font(BODY))
    app.setStyleSheet(_style_sheet(colors))


def current_colors() -> Colors:
    """Return the colours the application is dressed in."""
    window = QGuiApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window == QColor(DARK.window) else LIGHT


def ui_font(size: int, *, strong: bool = False) -> QFont:
    """Return the font of the interface, ``size`` in pixels."""
    font = QFont(UI_FAMILY)
    font.setPixelSize(size)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def text_font(size: int, *, strong: bool = False) -> QFont:
    """Return the font of source texts, ``size`` in pixels."""
    font = QFont(TEXT_FAMILY)
    font.setPixelSize(size)
    font.setStyleHint(QFont.StyleHint.Serif)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def elided(text: str, font: QFont, width: float) -> str:
    """Return ``text``, on one line, shortened to ``width`` pixels."""
    one_line = text.replace("\n", " ")
    return QFontMetricsF(font).elidedText(
        one_line, Qt.TextElideMode.ElideRight, max(0.0, width)
    )


def repolish(widget: QWidget) -> None:
    """Let the style sheet see that a property or the name of ``widget`` changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


@cache
def load_fonts() -> None:
    """Make the fonts that come with the program known to Qt."""
    for path in sorted((RESOURCES / "fonts").glob("*.[ot]tf")):
        QFontDatabase.addApplicationFont(str(path))


def _style_sheet(colors: Colors) -> str:
    sheet = (RESOURCES / "style.qss").read_text(encoding="utf-8")
    for name in Colors.__slots__:
        sheet = sheet.replace(f"@{name}@", str(getattr(colors, name)))
    return sheet.replace("@icons@", (RESOURCES / "icons").as_posix())


def _palette(colors: Colors) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, roles in (
        ("window", (role.Window, role.AlternateBase)),
        ("surface", (role.Base, role.Button, role.ToolTipBase)),
        ("text", (role.Text, role.WindowText, role.ButtonText, role.ToolTipText)),
        ("accent", (role.Highlight, role.Link, role.Accent)),
        ("on_accent", (role.HighlightedText,)),
        ("secondary", (role.PlaceholderText,)),
        ("hairline", (role.Mid, role.Midlight, role.Dark)),
    ):
        for each in roles:
            palette.setColor(each, colors.color(name))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colors.color("secondary"))
    return palette
