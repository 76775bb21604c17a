"""Editors of settings: one for each kind, in effect at once."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSlider,
    QWidget,
)

from annotator.app.settings import Setting, SettingKind
from annotator.ui.theme import TEXT_FAMILY, S, current_colors

_WIDTH = 220
_WORDS_WIDTH = 56
_SWITCH_WIDTH, _SWITCH_HEIGHT = 44, 26
_LONGEST_NAME = 80


class Editor(QWidget):
    """Edits one setting.

    Signals:
        chosen: Carries the value.
    """

    chosen = Signal(object)

    def __init__(self, setting: Setting, field: QWidget) -> None:
        super().__init__()
        self.setting = setting
        self.field = field
        field.setAccessibleName(setting.title)
        field.setAccessibleDescription(setting.help)
        self.setFocusProxy(field)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(S)
        self.row.addWidget(field)

    def show_value(self, value: object) -> None:
        """Show a value; whoever shows it has it already."""
        raise NotImplementedError


def editor_of(setting: Setting) -> Editor:
    """Return an editor for a setting."""
    return _EDITORS[setting.kind](setting)


class _Switch(Editor):
    def __init__(self, setting: Setting) -> None:
        box = _SwitchBox()
        super().__init__(setting, box)
        self._box = box
        box.clicked.connect(lambda: self.chosen.emit(box.isChecked()))

    def show_value(self, value: object) -> None:
        self._box.setChecked(bool(value))


class _Choice(Editor):
    def __init__(self, setting: Setting) -> None:
        box = _QuietComboBox()
        super().__init__(setting, box)
        self._box = box
        box.setFixedWidth(_WIDTH)
        # However long the longest name of a typeface is.
        box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for value, words in self._choices():
            box.addItem(words, value)
        box.activated.connect(lambda row: self.chosen.emit(box.itemData(row)))

    def show_value(self, value: object) -> None:
        self._box.setCurrentIndex(self._box.findData(value))

    def _choices(self) -> tuple[tuple[str, str], ...]:
        return self.setting.choices


class _Font(_Choice):
    def _choices(self) -> tuple[tuple[str, str], ...]:
        families = [
            family
            for family in QFontDatabase.families()
            if family != TEXT_FAMILY and not QFontDatabase.isPrivateFamily(family)
        ]
        return ("", TEXT_FAMILY), *((family, family) for family in families)

    def show_value(self, value: object) -> None:
        if self._box.findData(value) < 0:
            self._box.addItem(f"{value} (not on this computer)", value)
        super().show_value(value)


class _Number(Editor):
    def __init__(self, setting: Setting) -> None:
        slider = _QuietSlider(Qt.Orientation.Horizontal)
        super().__init__(setting, slider)
        self._slider = slider
        self._words = QLabel()
        self._words.setFixedWidth(_WORDS_WIDTH)
        self._words.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        slider.setFixedWidth(_WIDTH - S - _WORDS_WIDTH)
        slider.setRange(0, round((setting.most - setting.least) / setting.step))
        slider.setPageStep(max(1, slider.maximum() // 5))
        slider.valueChanged.connect(self._on_moved)
        self.row.addWidget(self._words)

    def show_value(self, value: object) -> None:
        number = float(str(value))
        blocked = self._slider.blockSignals(True)
        place = (number - self.setting.least) / self.setting.step
        self._slider.setValue(round(place))
        self._slider.blockSignals(blocked)
        self._say(number)

    def _on_moved(self, place: int) -> None:
        value = self.setting.least + place * self.setting.step
        number = self.setting.within(value)
        self._say(number)
        self.chosen.emit(number)

    def _say(self, number: float) -> None:
        self._words.setText(self._shown(number))
        self._slider.setAccessibleDescription(
            f"{self._shown(number)}. {self.setting.help}"
        )

    def _shown(self, number: float) -> str:
        decimals = 2 if isinstance(self.setting.usual, float) else 0
        return f"{number:.{decimals}f}{self.setting.unit}"


class _Text(Editor):
    def __init__(self, setting: Setting) -> None:
        line = QLineEdit()
        super().__init__(setting, line)
        self._line = line
        self._value = ""
        line.setMaxLength(_LONGEST_NAME)
        line.setFixedWidth(_WIDTH)
        line.editingFinished.connect(self._on_finished)

    def show_value(self, value: object) -> None:
        self._value = str(value)
        self._line.setText(self._value)

    def _on_finished(self) -> None:
        typed = " ".join(self._line.text().split())
        if typed and typed != self._value:
            self.chosen.emit(typed)
        else:
            self._line.setText(self._value)


class _SwitchBox(QCheckBox):
    """A box without words, painted as what it does: on or off."""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(_SWITCH_WIDTH, _SWITCH_HEIGHT)

    def hitButton(self, point: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(point)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        colors = current_colors()
        on = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus():
            painter.setPen(QPen(colors.color("accent"), 2))
            painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        pill = frame.adjusted(3, 3, -3, -3)
        painter.setPen(QPen(colors.color("accent" if on else "secondary"), 1))
        painter.setBrush(colors.color("accent" if on else "surface"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        knob = pill.adjusted(3, 3, -3, -3)
        side = knob.height()
        knob.setLeft(knob.right() - side if on else knob.left())
        knob.setWidth(side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("on_accent" if on else "secondary"))
        painter.drawEllipse(knob)


class _QuietComboBox(QComboBox):
    """Does not change its value when the page is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


class _QuietSlider(QSlider):
    """Does not change its value when the page is scrolled over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.ignore()


_EDITORS: dict[SettingKind, type[_Switch | _Choice | _Number | _Text]] = {
    SettingKind.SWITCH: _Switch,
    SettingKind.CHOICE: _Choice,
    SettingKind.FONT: _Font,
    SettingKind.NUMBER: _Number,
    SettingKind.TEXT: _Text,
}
