"""Prints every text of the window that is clipped; run by ``test_settings_page``.

Qt reads the size of everything once, when the application is made, so that it takes
a process of its own.
"""

import os
import sys

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from annotator.app.settings import Settings, SettingsFile
from annotator.ui.application import make_application, scaled
from annotator.ui.main_window import MainWindow

SCREEN = QSize(1920, 1080)
CTRL = Qt.KeyboardModifier.ControlModifier


def texts(window):
    """Return the widgets in view that show a text of their own."""
    kinds = (QLabel, QAbstractButton, QComboBox, QLineEdit)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and isinstance(widget, kinds)
        # Qt's own cross in a field is a picture.
        and not isinstance(widget.parent(), QLineEdit)
    ]


def clipped(widget):
    """Tell whether a widget has less room than its text needs."""
    need = widget.sizeHint()
    if isinstance(widget, QLineEdit):  # scrolls
        need.setWidth(0)
    if isinstance(widget, QLabel) and widget.wordWrap():
        need = QSize(0, widget.heightForWidth(widget.width()))
    return widget.width() < need.width() or widget.height() < need.height()


def say(line):
    sys.stdout.write(f"{line}\n")


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def main(percent):
    SettingsFile().write(Settings(name="Ada", theme="light", interface_scale=percent))
    with scaled(SettingsFile().read().interface_scale):
        application = make_application("light")
    window = MainWindow()
    window.resize(SCREEN / (percent / 100))
    window.show()
    window.files.open_sample()
    say(f"one pixel is {window.devicePixelRatio():g}")
    say(f"inherited: {os.environ.get('QT_SCALE_FACTOR')}")
    states = {
        "the text": lambda: None,
        "an annotation": lambda: press(Qt.Key.Key_Tab),
        "the inspector": lambda: window.place.side.shown or press(Qt.Key.Key_I, CTRL),
        "the palette": lambda: press(Qt.Key.Key_K, CTRL),
        "the keys": lambda: (press(Qt.Key.Key_Escape), press(Qt.Key.Key_F1)),
        "the settings": lambda: (
            press(Qt.Key.Key_Escape),
            press(Qt.Key.Key_Comma, CTRL),
        ),
    }
    for name, reach in states.items():
        reach()
        for _ in range(3):
            application.processEvents()
        if window.size() * percent / 100 != SCREEN:
            say(f"{name}: clipped by the screen: {window.size()}")
        shown = texts(window)
        if len(shown) < 5:
            say(f"{name}: clipped to {len(shown)} texts")
        for widget in shown:
            if clipped(widget):
                words = widget.accessibleName() or type(widget).__name__
                say(f"{name}: clipped: {words} {widget.size()} {widget.sizeHint()}")
    say(f"looked at {len(states)} states")
    window.close()


main(int(sys.argv[1]))
