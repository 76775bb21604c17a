"""The panel at the right: beside the text where there is room, over it where not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from annotator.ui.theme import repolish

NARROW = 1100
"""A place narrower than this, in pixels, has no room for it beside the text."""


class SidePanel(QObject):
    """Moves a panel out of its splitter while the place around it is narrow.

    It is folded away then, and lies over the text when it is asked for.

    Signals:
        toggled: Whether it is shown has changed.
    """

    toggled = Signal()

    def __init__(
        self, place: QWidget, splitter: QSplitter, panel: QWidget, width: int
    ) -> None:
        super().__init__(place)
        self._place = place
        self._splitter = splitter
        self._panel = panel
        self._width = width
        self._over = False
        place.installEventFilter(self)

    @property
    def shown(self) -> bool:
        """Whether the user sees it."""
        return not self._panel.isHidden()

    def toggle(self) -> None:
        """Show it, or fold it away."""
        self._panel.setVisible(self._panel.isHidden())
        self._lay()
        self.toggled.emit()

    def eventFilter(self, _place: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the width of the place."""
        if event.type() == QEvent.Type.Resize:
            narrow = self._place.width() < NARROW
            if narrow != self._over:
                self._move(over=narrow)
            self._lay()
        return False

    def _move(self, *, over: bool) -> None:
        self._over = over
        self._panel.setObjectName("overlaid" if over else "")
        if over:
            self._panel.setParent(self._place)
        else:
            self._splitter.addWidget(self._panel)
        repolish(self._panel)
        self._panel.setVisible(not over)
        self.toggled.emit()

    def _lay(self) -> None:
        if self._over:
            left = self._place.width() - self._width
            self._panel.setGeometry(left, 0, self._width, self._place.height())
            self._panel.raise_()
