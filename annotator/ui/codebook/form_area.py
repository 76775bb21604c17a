"""Where a form lies: in the middle, scrolled so that one sees what one types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from annotator.ui.codebook.forms import Form
from annotator.ui.codebook.words import TextField

_WIDTH = 720


class FormArea(QScrollArea):
    """Shows ``page``, no wider than is good to read."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        page.setMaximumWidth(_WIDTH)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(page, 1000)
        row.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(middle)
        if isinstance(page, Form):
            for field in page.fields.values():
                if isinstance(field, TextField):
                    self._follow(field)

    def _follow(self, field: TextField) -> None:
        """Keep the caret of a field in view: the field grows, the area scrolls."""
        editor = field.editor

        def show_caret() -> None:
            if editor.hasFocus():
                view = editor.viewport()
                place = view.mapTo(self.widget() or view, editor.cursorRect().center())
                self.ensureVisible(
                    place.x(), place.y(), 0, editor.fontMetrics().height()
                )

        editor.cursorPositionChanged.connect(show_caret)
