"""Ends as the close button would when the system asks the program to end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGTERM", "SIGINT", "SIGHUP")
    if hasattr(signal, name)
]


class Ending(QObject):
    """Listens to what ends programs: the end of a session, Ctrl+C in a terminal.

    Python handles a signal only while Python runs, and Qt waits outside of it; so
    the signal is written to a socket, which wakes Qt.
    """

    def __init__(self, close: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        self._reading, self._writing = socket.socketpair()
        for end in (self._reading, self._writing):
            end.setblocking(False)
        self._notifier = QSocketNotifier(
            self._reading.fileno(), QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._on_signal)
        self._previous = {one: signal.signal(one, _note) for one in _SIGNALS}
        self._wakeup = signal.set_wakeup_fd(
            self._writing.fileno(), warn_on_full_buffer=False
        )

    def finish(self) -> None:
        """Let signals do what they did before."""
        signal.set_wakeup_fd(self._wakeup)
        for one, previous in self._previous.items():
            signal.signal(one, previous)
        self._notifier.setEnabled(False)
        self._reading.close()
        self._writing.close()

    def _on_signal(self) -> None:
        self._reading.recv(64)
        self._close()


def _note(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: that there is a handler makes Python write to the socket."""
