"""How far a job has got, on a terminal; silent where nobody looks on."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_EVERY = 0.1  # seconds between two looks


class Progress:
    """A monitor that draws a bar on stderr, or a counter while the total is unknown.

    A context manager: leaving it frees the line.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = sys.stderr.isatty()
        self._bar: ProgressBar[int] | None = None
        self._total = 0
        self._counted = False
        self._next = 0.0

    def step(self, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` are done; a total of 0 is unknown."""
        now = time.monotonic()
        if not self._shown or (now < self._next and done != total):
            return
        self._next = now + _EVERY
        if total:
            self._move(done, total)
        else:
            self._count(done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finish()

    def _move(self, done: int, total: int) -> None:
        if self._bar is None or total != self._total:
            self._finish()
            self._total = total
            self._bar = click.progressbar(
                length=total, label=self._label, file=sys.stderr
            )
            self._bar.render_progress()
        self._bar.update(done - self._bar.pos)

    def _count(self, done: int) -> None:
        self._counted = True
        click.echo(f"\r{self._label}  {done:,}", err=True, nl=False)

    def _finish(self) -> None:
        if self._bar is not None or self._counted:
            click.echo(err=True)
        self._bar = None
        self._counted = False
