"""A line for a date, with a calendar that opens under it."""

from __future__ import annotations

from PySide6.QtCore import QDate, QEvent, QLineF, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPen, QPixmap, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout, QWidget

from annotator.ui.annotations.editors import Line
from annotator.ui.theme import XS, S, current_colors

_ICON = 16
_PIXELS = 3  # for each pixel of an icon, also on fine screens


class DateLine(Line):
    """A day, a month or a year; the small button opens a calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("YYYY-MM-DD")
        self._button = self.addAction(
            _calendar_icon(), QLineEdit.ActionPosition.TrailingPosition
        )
        self._button.setText("Choose a day (Alt+Down)")
        self._button.setToolTip("Choose a day (Alt+Down)")
        self._button.triggered.connect(self.choose_day)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._button.setIcon(_calendar_icon())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Open the calendar with Alt+Down, as a list of choices."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Down:
            self.choose_day()
        else:
            super().keyPressEvent(event)

    def choose_day(self) -> None:
        """Open the calendar at the day, the month or the year in the line."""
        known = QDate.fromString(
            f"{self.text().strip()}-01-01"[:10], Qt.DateFormat.ISODate
        )
        days = _Days(self, known if known.isValid() else QDate.currentDate())
        days.chosen.connect(self._take)
        days.open_under(self)

    def _take(self, day: QDate) -> None:
        self.setText(day.toString(Qt.DateFormat.ISODate))
        self.setFocus()
        self.finished.emit()


class _Days(QFrame):
    """A calendar that opens under a line.

    Signals:
        chosen: Carries the QDate.
    """

    chosen = Signal(QDate)

    def __init__(self, line: QWidget, day: QDate) -> None:
        super().__init__(line, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("Day")
        self.calendar.setSelectedDate(day)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(
            QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader
        )
        plain = QTextCharFormat()
        plain.setForeground(current_colors().color("text"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Red is for what fails.
            self.calendar.setWeekdayTextFormat(weekend, plain)
        self.calendar.activated.connect(self._choose)
        self.calendar.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(S, S, S, S)
        column.addWidget(self.calendar)

    def open_under(self, line: QWidget) -> None:
        """Show it, right edges in line."""
        left = line.width() - self.sizeHint().width()
        self.move(line.mapToGlobal(QPoint(left, line.height() + XS)))
        self.show()
        self.calendar.setFocus()

    def _choose(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(day)


def _calendar_icon() -> QIcon:
    pixmap = QPixmap(_ICON * _PIXELS, _ICON * _PIXELS)
    pixmap.setDevicePixelRatio(_PIXELS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = current_colors().color("secondary")
    painter.setPen(QPen(color, 1.2))
    painter.drawRoundedRect(QRectF(2.5, 3.5, 11, 10), 2, 2)
    painter.drawLine(QLineF(2.5, 6.8, 13.5, 6.8))
    for x in (5.5, 10.5):
        painter.drawLine(QLineF(x, 1.5, x, 4.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRect(QRectF(9, 9.5, 2.2, 2.2))
    painter.end()
    return QIcon(pixmap)
