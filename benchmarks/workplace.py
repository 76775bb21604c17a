"""Where the jobs work: makes what is measured when it is first asked for."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

import bare
import workload
from workload import L, P, S, Size


class Workplace:
    """A folder with datasets, projects and bare databases of each size.

    Attributes:
        quick: Whether only to show that everything runs.
        rounds: How often what takes long is done.
    """

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self.quick = quick
        self.rounds = 2 if quick else 5
        self._folder = folder
        self._numbers = count()

    def in_turn(
        self, ours: Callable[[], float], limit: Callable[[], float]
    ) -> tuple[list[float], list[float]]:
        """Run both by turns, so that a busy moment of the machine hits both."""
        pairs = [(ours(), limit()) for _ in range(self.rounds)]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def name(self, size: Size) -> str:
        """Return the name of the first document of a size."""
        return f"{size.name.lower()}-0000.txt"

    def dataset(self, size: Size) -> Path:
        """Return the dataset of a size."""
        wanted = size.tenth() if self.quick and size is not S else size
        return self._once(
            f"{size.name}.jsonl", lambda path: workload.write_dataset(wanted, path)
        )

    def project(self, size: Size) -> Path:
        """Return the project of a size; where there is one text only, S comes first."""
        sizes = (S, size) if size in (L, P) else (size,)
        return self._once(
            f"{size.name}.annotator",
            lambda path: workload.build_project([self.dataset(s) for s in sizes], path),
        )

    def bare_database(self, size: Size) -> Path:
        """Return a bare database with the rows of a size."""
        return self._once(
            f"{size.name}.db", lambda path: bare.import_rows(self.dataset(size), path)
        )

    def new(self, suffix: str) -> Path:
        """Return where there is nothing yet, in a folder of its own."""
        folder = self._folder / f"round-{next(self._numbers)}"
        # What earlier rounds left is not kept: L is large.
        for old in self._folder.glob("round-*"):
            if int(old.name.partition("-")[2]) < int(folder.name.partition("-")[2]) - 4:
                shutil.rmtree(old)
        folder.mkdir()
        return folder / f"target.{suffix}"

    def copy(self, project: Path) -> Path:
        """Return a fresh copy of a project, which may be changed."""
        return Path(shutil.copyfile(project, self.new("annotator")))

    def _once(self, name: str, make: Callable[[Path], object]) -> Path:
        path = self._folder / name
        if not path.exists():
            say(f"making {name} …")
            make(path)
        return path


def say(words: str) -> None:
    """Tell whoever waits how far it has got."""
    sys.stderr.write(f"{words}\n")
