"""Long work: callables that report progress and can be cancelled, on any face."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The user has cancelled a job; nothing of it was kept."""


class Monitor(Protocol):
    """Follows a job."""

    def step(self, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` are done.

        Raises:
            Cancelled: The user wants the job to stop.
        """


class Unwatched:
    """A monitor nobody looks at."""

    def step(self, done: int, total: int) -> None:
        """Take note of nothing."""
