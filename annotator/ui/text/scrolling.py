"""Keeps the same line at the top, whatever becomes of the lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.ui.text.surface import TextSurface


@dataclass(frozen=True, slots=True)
class ScrollState:
    """What stands at the top of the view.

    A line, because Qt scrolls this kind of view by whole lines.

    Attributes:
        offset: A character of the uppermost line, in code points.
    """

    offset: int


class Scrolling:
    """Tells and restores what stands at the top of a view."""

    def __init__(self, view: TextSurface) -> None:
        self._view = view
        self._restored: tuple[int, ScrollState] | None = None

    def state(self) -> ScrollState:
        """Return what stands at the top.

        Unless somebody has scrolled since, it is what was restored: the first
        character of the line at the top would creep upwards with each change of
        the width.
        """
        value = self._view.verticalScrollBar().value()
        if self._restored is not None and self._restored[0] == value:
            return self._restored[1]
        block = self._view.firstVisibleBlock()
        layout = block.layout()
        number = value - block.firstLineNumber()
        position = block.position()
        if 0 <= number < layout.lineCount():
            position += layout.lineAt(number).textStart()
        return ScrollState(self._view.to_code_point(position))

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Keep what stands at the top while the lines become others."""
        state = self.state()
        yield
        self.restore(state)

    def restore(self, state: ScrollState) -> None:
        """Bring the line with the character of ``state`` to the top."""
        length = self._view.document().characterCount() - 1
        position = min(self._view.to_utf16(state.offset), length)
        block = self._view.document().findBlock(position)
        # Lines can only be counted in a paragraph that is laid out.
        self._view.blockBoundingRect(block)
        line = block.layout().lineForTextPosition(position - block.position())
        bar = self._view.verticalScrollBar()
        bar.setValue(block.firstLineNumber() + max(0, line.lineNumber()))
        self._restored = bar.value(), state

    def forget(self) -> None:
        """Another text is shown."""
        self._restored = None
