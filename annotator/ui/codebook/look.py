"""The fields of a tag's look: its letter, its mark and its colour."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.model.codebook_values import is_color
from annotator.ui import tag_colors
from annotator.ui.codebook.chips import HEIGHT, Chip, ChipRow, Choice
from annotator.ui.codebook.field import Field, UndoGate
from annotator.ui.codebook.preview import Preview
from annotator.ui.dialogs import plain_label
from annotator.ui.theme import S, current_colors

PALETTE = (
    ("#0072B2", "blue"),
    ("#D55E00", "vermilion"),
    ("#009E73", "green"),
    ("#CC79A7", "pink"),
    ("#9595E6", "lavender"),
    ("#6E5E2D", "olive"),
    ("#735B8C", "violet"),
    ("#91AA46", "lime"),
    ("#476E6E", "slate"),
    ("#C800C8", "magenta"),
    ("#AA4646", "brick"),
    ("#238C00", "grass"),
)
"""Colours seen well in both themes. Those of Okabe and Ito that are come first; the
others are chosen, one by one, to be as far from all before as colours can be, also
for eyes that see fewer of them."""

MARKS = ("●", "■", "▲", "◆", "★", "○", "□", "✕", "+", "#", "?", "!", "§", "¶", "❝", "…")

_FIELD_WIDTH = 104
_SMALL_WIDTH = 64


class KeyField(Field):
    """A letter: whatever is pressed is taken at once; Backspace takes it away."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(
            name, label, "Press a letter. Backspace leaves the tag without one."
        )
        self.editor = _KeyEdit(self)
        self.editor.setPlaceholderText("none")
        self.editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.editor.setFixedWidth(_SMALL_WIDTH)
        self.put(self.editor)

    def typed(self) -> str:
        """Return the letter, or ""."""
        return self.editor.text().casefold()

    def display(self, value: str) -> None:
        """Show a letter as it stands on a keyboard."""
        upper = value.upper()
        self.editor.setText(upper if len(upper) == 1 else value)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be seen."""
        self.editor.setReadOnly(not allowed)

    def press(self, character: str) -> None:
        """Take a character that was pressed, or "" for none."""
        self.say("")
        self.display(character)
        self.commit()


class _KeyEdit(QLineEdit):
    def __init__(self, field: KeyField) -> None:
        super().__init__()
        self._field = field
        self.installEventFilter(UndoGate(field))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        text = event.text()
        if self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._field.press("")
        elif text and text.isprintable() and not text.isspace():
            self._field.press(text)
        else:
            # Also white space: there is nothing else to be written here.
            event.ignore()


class MarkField(Field):
    """A sign: one of those that are easily told apart, or one's own."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(
            name,
            label,
            "One sign, so that colour is never what alone tells tags apart.",
        )
        self.row = ChipRow()
        self.row.fill([_Sign(Choice(mark, mark)) for mark in MARKS])
        self.row.clicked.connect(self._on_clicked)
        self.own = QLineEdit()
        self.own.setFixedWidth(_SMALL_WIDTH)
        self.own.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.own.setAccessibleName("A sign of your own")
        self.own.setToolTip("A sign of your own")
        self.own.setPlaceholderText("other")
        self.own.textEdited.connect(lambda text: self.row.check([text.strip()]))
        self.own.editingFinished.connect(self.commit)
        self.own.installEventFilter(UndoGate(self))
        self.put(_beside(self.row, self.own))
        self.setFocusProxy(self.row)

    def typed(self) -> str:
        """Return the sign."""
        chosen = (c.choice.value for c in self.row.chips if c.isChecked())
        return self.own.text().strip() or next(chosen, "")

    def display(self, value: str) -> None:
        """Show a sign."""
        self.own.setText("" if value in MARKS else value)
        self.row.check([value])

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be seen."""
        self.row.setEnabled(allowed)
        self.own.setReadOnly(not allowed)

    def _on_clicked(self, mark: str) -> None:
        self.say("")
        self.display(mark)
        self.commit()


class _Sign(Chip):
    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(HEIGHT, HEIGHT)


class ColorField(Field):
    """A colour: one of the palette or any other, with what is wrong with it."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label)
        self._others: Mapping[str, QColor] = {}
        self._mark = ""
        self.row = ChipRow()
        self.row.clicked.connect(self._on_clicked)
        self.row.looked_at.connect(self._on_looked_at)
        self.other = QLineEdit()
        self.other.setFixedWidth(_FIELD_WIDTH)
        self.other.setPlaceholderText("#RRGGBB")
        self.other.setAccessibleName("Other colour, as # and six digits")
        self.other.setToolTip("Any other colour, such as #0072B2")
        self.other.textEdited.connect(self._on_typed)
        self.other.editingFinished.connect(self.commit)
        self.other.installEventFilter(UndoGate(self))
        self.preview = Preview()
        self.warning = plain_label("", "secondary")
        self.row.fill([Swatch(color, name) for color, name in PALETTE])
        editor = QWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(_beside(self.row, self.other))
        column.addWidget(self.preview)
        column.addWidget(self.warning)
        self.put(editor)
        self.setFocusProxy(self.row)

    def compare(self, others: Mapping[str, QColor], mark: str) -> None:
        """Judge colours beside those of the other tags, by their names."""
        self._others = others
        self._mark = mark
        owners = {color.name().upper(): name for name, color in others.items()}
        for chip in self.row.chips:
            if isinstance(chip, Swatch):
                chip.show_owner(owners.get(chip.choice.value, ""))
        self._look(self.typed())

    def typed(self) -> str:
        """Return the colour, in capitals."""
        text = self.other.text().strip()
        return text.upper() if is_color(text) else text

    def display(self, value: str) -> None:
        """Show a colour."""
        self.other.setText(value)
        self.row.check([value.upper()])
        self._look(value)

    def allow(self, allowed: bool) -> None:  # noqa: FBT001
        """Let it be changed, or only be seen."""
        self.row.setEnabled(allowed)
        self.other.setReadOnly(not allowed)

    def _look(self, color: str) -> None:
        if not is_color(color):
            return
        self.preview.show_look(color, self._mark)
        problem = tag_colors.problem(QColor(color), self._others)
        self.warning.setText(problem)
        self.warning.setVisible(bool(problem))

    def _on_clicked(self, color: str) -> None:
        self.say("")
        self.display(color)
        self.commit()

    def _on_typed(self) -> None:
        self.row.check([self.typed()])
        self._look(self.typed())

    def _on_looked_at(self, color: str) -> None:
        self._look(color or self.typed())


class Swatch(Chip):
    """A colour to choose, crossed out where another tag has it."""

    def __init__(self, color: str, name: str) -> None:
        super().__init__(Choice(color, name))
        self._owner = ""
        self.show_owner("")

    def show_owner(self, owner: str) -> None:
        """Say which other tag has the colour, or "" if none."""
        self._owner = owner
        about = f"{self.choice.value}, the colour of “{owner}”"
        about = about if owner else self.choice.value
        self.setAccessibleDescription(about)
        self.setToolTip(f"{self.choice.words}, {about}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for the colour."""
        return QSize(HEIGHT, HEIGHT)

    def paint_inside(self, painter: QPainter, fill: QColor) -> None:
        """Paint the colour."""
        color = QColor(self.choice.value)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        box = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        painter.drawRoundedRect(box, 3, 3)
        if self._owner:
            painter.setPen(QPen(fill, 2))
            painter.drawLine(box.bottomLeft(), box.topRight())
        if self.isChecked():
            painter.setPen(QPen(current_colors().color("surface"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 2, 2)


def _beside(row: ChipRow, field: QLineEdit) -> QWidget:
    both = QWidget()
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(S)
    line.addWidget(row, 1)
    line.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
    return both
