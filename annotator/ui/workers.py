"""Long work in another thread: one job at a time, watched and cancellable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QThreadPool, Signal

from annotator.app.jobs import Cancelled, Monitor

Job = Callable[[Monitor], Any]

_REPORT_EVERY_MS = 50


class Worker(QObject):
    """Runs jobs one after the other in a thread of its own.

    A job is a callable without any Qt that takes a monitor; its result, or what
    it raised, comes back in the window's thread.

    Signals:
        progressed: ``(done, total)``.
        idle: The last job has ended.
    """

    progressed = Signal(int, int)
    idle = Signal()
    # Carries nothing, which would stay for ever if the worker went before it came.
    _ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: _Run | None = None
        self._ended.connect(self._on_ended)

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._running is not None

    def start(
        self,
        job: Job,
        *,
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run ``job``; then call ``then`` with its result or ``failed`` with its error.

        A cancelled job calls neither.

        Raises:
            RuntimeError: Another job is still running.
        """
        if self.busy:
            raise RuntimeError("a job is running already")
        self._running = _Run(job, then, failed, self)
        # Not as a QRunnable, of which PySide would keep every one, with its result.
        self._pool.start(self._running.run)

    def cancel(self) -> None:
        """Ask the running job to stop."""
        if self._running is not None:
            self._running.cancelled = True

    def finish(self) -> None:
        """Stop the running job and wait until it has; for closing the window."""
        if self._running is not None:
            self.cancel()
            self._running.dropped = True
            self._pool.waitForDone()

    def _on_ended(self) -> None:
        run, self._running = self._running, None
        self.idle.emit()
        if run is None or run.dropped or isinstance(run.error, Cancelled):
            return
        if run.error is not None:
            run.failed(run.error)
        else:
            run.then(run.result)


class _Run:
    """One job on its way; also the monitor it is given."""

    def __init__(
        self,
        job: Job,
        then: Callable[[Any], None],
        failed: Callable[[Exception], None],
        worker: Worker,
    ) -> None:
        self.then = then
        self.failed = failed
        self.cancelled = False
        self.dropped = False
        self.result: Any = None
        self.error: Exception | None = None
        self._job = job
        self._worker = worker
        self._clock = QElapsedTimer()
        self._clock.start()

    def run(self) -> None:
        """Run the job, in the other thread."""
        try:
            self.result = self._job(self)
        except Exception as error:  # noqa: BLE001 - handed to the window's thread
            self.error = error
        self._worker._ended.emit()  # noqa: SLF001 - the two are one

    def step(self, done: int, total: int) -> None:
        """Report progress, not more often than eyes can follow.

        Raises:
            Cancelled: The user wants the job to stop.
        """
        if self.cancelled:
            raise Cancelled
        if done == total or self._clock.elapsed() >= _REPORT_EVERY_MS:
            self._clock.restart()
            self._worker.progressed.emit(done, total)
