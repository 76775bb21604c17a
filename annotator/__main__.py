"""The program ``annotator``: the command line, with the window handed in."""

from __future__ import annotations

import sys
from pathlib import Path

from annotator.cli.main import command_line


def main() -> None:
    """Run the command line."""
    command_line(_window, _tour, _pictures)(prog_name="annotator")


# Imported when called: only these three need Qt, and a server may have none.


def _window(project: Path | None, *, sample: bool) -> int:
    if _cannot_start(screen=True):
        return 1
    from annotator.ui.application import run  # noqa: PLC0415

    return run(project, sample=sample)


def _tour(output: Path) -> int:
    if _cannot_start(screen=False):
        return 1
    from annotator.ui.tour import run  # noqa: PLC0415

    return run(output)


def _pictures(folder: Path) -> int:
    if _cannot_start(screen=False):
        return 1
    from annotator.ui.screenshots import take  # noqa: PLC0415

    for path in take(folder):
        sys.stdout.write(f"Left {path}.\n")
    return 0


def _cannot_start(*, screen: bool) -> bool:
    from annotator.ui.system_check import problem  # noqa: PLC0415

    text = problem(screen=screen)
    if text:
        sys.stderr.write(f"{text}\n")
    return bool(text)


if __name__ == "__main__":
    main()
