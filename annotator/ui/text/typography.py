"""How source texts are set: family, size, height of the lines, width of the column."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetricsF

from annotator.app.settings import setting
from annotator.ui.text.highlights import LANE_STEP
from annotator.ui.theme import LABEL, TEXT_FAMILY, TITLE, text_font, ui_font

ROOMY = 1.85

_USUAL_SIZE = 17


@dataclass(frozen=True, slots=True)
class Typography:
    """The setting of a text; numbers are brought within the bounds of the settings.

    Attributes:
        family: Of the letters; any that is installed.
        size: Of the letters, in pixels.
        line_height: From line to line, in sizes; lines are never closer than their
            letters need. From ``ROOMY`` upwards two lanes always fit without moving
            the lines below.
        width: Of the column, in pixels.
    """

    family: str = TEXT_FAMILY
    size: int = _USUAL_SIZE
    line_height: float = 1.85
    width: int = 720

    def __post_init__(self) -> None:
        for name, bounds in (
            ("size", setting("text_size")),
            ("line_height", setting("line_height")),
            ("width", setting("column_width")),
        ):
            object.__setattr__(self, name, bounds.within(getattr(self, name)))

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
