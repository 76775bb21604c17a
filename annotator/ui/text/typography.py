"""How source texts are set: family, size, height of the lines, width of the column."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.ui.text.highlights import LANE_STEP
from annotator.ui.theme import LABEL, TEXT_FAMILY, TITLE, text_font, ui_font

SIZES = (13, 34)
LINE_HEIGHTS = (1.3, 2.2)
WIDTHS = (480, 1000)
ROOMY = 1.85

_USUAL_SIZE = 17


@dataclass(frozen=True, slots=True)
class Typography:
    """The setting of a text. What is out of bounds is brought to the nearest bound.

    Attributes:
        family: Of the letters; any that is installed.
        size: Of the letters, in pixels, within ``SIZES``.
        line_height: From line to line, in sizes, within ``LINE_HEIGHTS``; lines are
            never closer than their letters need. From ``ROOMY`` upwards two lanes
            always fit without moving the lines below.
        width: Of the column, in pixels, within ``WIDTHS``.
    """

    family: str = TEXT_FAMILY
    size: int = _USUAL_SIZE
    line_height: float = 1.85
    width: int = 720

    def __post_init__(self) -> None:
        for name, (least, most) in (
            ("size", SIZES),
            ("line_height", LINE_HEIGHTS),
            ("width", WIDTHS),
        ):
            value = min(max(getattr(self, name), least), most)
            object.__setattr__(self, name, value)

    def font(self) -> QFont:
        """Return the font of the text."""
        return self._of_family(text_font(self.size))

    def title_font(self) -> QFont:
        """Return the font of the title, which never is smaller than usual."""
        size = max(TITLE, round(self.size * TITLE / _USUAL_SIZE))
        return self._of_family(text_font(size, strong=True))

    def byline_font(self) -> QFont:
        """Return the font of the line below the title."""
        return ui_font(max(LABEL, round(self.size * LABEL / _USUAL_SIZE)))

    def gap(self) -> float:
        """Return the room under each line, in pixels, if no lanes need more."""
        letters = QFontMetricsF(self.font()).height()
        least = 2 * LANE_STEP if self.line_height >= ROOMY else 0
        return max(least, round(self.line_height * self.size - letters))

    def paragraph_gap(self) -> float:
        """Return the room under each paragraph, in pixels."""
        return round(self.size * 0.7)

    def _of_family(self, font: QFont) -> QFont:
        font.setFamily(self.family)
        return font
