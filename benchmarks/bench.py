"""Measures the program beside its limits and prints a table.

``python benchmarks/bench.py [--only JOB] [--quick] [--json FILE]``; README.md
says what each row means. Compare ratios of one run, not times of two.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import bare
import data_jobs
import workload
from results import Result, percentile_95, table
from workload import L, M, S, Size

from annotator.app.settings import SettingsFile

CHILD = Path(__file__).with_name("child.py")
FRAME = 0.016
"""Seconds."""


class Bench:
    """Makes what is measured when a job first asks for it, and runs the jobs."""

    def __init__(self, folder: Path, *, quick: bool) -> None:
        self._folder = folder
        self._quick = quick
        self._numbers = count()
        self._rounds = 2 if quick else 5

    def jobs(self) -> dict[str, Callable[[], Iterator[Result]]]:
        """Return every job by its name, in the order in which they run."""
        return {
            "import": self.importing,
            "export": self.exporting,
            "check": self.checking,
            "key": self.keys,
            "open": self.opening,
            "scroll": self.scrolling,
            "start": self.starting,
            "memory": self.memory,
        }

    def importing(self) -> Iterator[Result]:
        """Import M and L into a new project."""
        for size, most in ((M, 6.0), (L, None)):
            dataset = self._dataset(size)
            ours, limit = self._in_turn(
                partial(self._import, dataset), partial(self._import_bare, dataset)
            )
            yield Result(
                job="import jsonl",
                size=size.name,
                ours=median(ours),
                limit="bare parse and insert",
                bare=median(limit),
                most_ratio=most,
            )

    def exporting(self) -> Iterator[Result]:
        """Export M and L; each export must be as long as the bare one."""
        for size, format_name, most in (
            (M, "jsonl", 5.0),
            (L, "jsonl", None),
            (M, "csv", None),
        ):
            project = self._project(size)
            ours_file, bare_file = self._new(format_name), self._new("jsonl")
            ours, limit = self._in_turn(
                partial(data_jobs.export_dataset, project, ours_file, format_name),
                partial(bare.export_rows, project, bare_file),
            )
            sizes = ours_file.stat().st_size, bare_file.stat().st_size
            if format_name == "jsonl" and sizes[0] != sizes[1]:
                raise RuntimeError(f"the exports have {sizes} bytes, which must agree")
            yield Result(
                job=f"export {format_name}",
                size=size.name,
                ours=median(ours),
                limit="bare read and dump as jsonl",
                bare=median(limit),
                most_ratio=most,
            )

    def checking(self) -> Iterator[Result]:
        """Check every hash of M and L."""
        for size in (M, L):
            project = self._project(size)
            taken = [data_jobs.check_project(project) for _ in range(self._rounds)]
            yield Result(job="check", size=size.name, ours=median(taken))

    def keys(self) -> Iterator[Result]:
        """Tag words by a key, each followed by a bare commit."""
        from window_jobs import Keys, press_keys, start_qt

        start_qt()
        for size in (S, M, L):
            keys = Keys()
            for number in range(self._rounds):
                commits = bare.Commits(self._bare_database(size))
                some = press_keys(
                    self._copy(self._project(size)),
                    f"{size.name.lower()}-",
                    commits,
                    10 if self._quick else 40,
                    number,
                )
                commits.close()
                keys.text += some.text
                keys.window += some.window
                keys.bare += some.bare
            yield from _key_results(size.name, keys.text, keys.window, keys.bare)

    def opening(self) -> Iterator[Result]:
        """Click on L in the list of documents."""
        from window_jobs import open_bare, open_by_click, start_qt

        start_qt()
        project = self._project(L)
        whole: list[float] = []

        def ours() -> float:
            text, window = open_by_click(self._copy(project), self._name(L))
            whole.append(window)
            return text

        taken, limit = self._in_turn(ours, lambda: open_bare(project, self._name(L)))
        yield Result(
            job="open, text painted",
            size="L",
            ours=median(taken),
            limit="bare read and view",
            bare=median(limit),
            most_ratio=3.0,
            most=0.5,
        )
        yield Result(job="open, whole window painted", size="L", ours=median(whole))

    def scrolling(self) -> Iterator[Result]:
        """Scroll L by pages, from places all over the text."""
        from window_jobs import scroll_bare, scroll_pages, start_qt

        start_qt()
        name, project = self._name(L), self._project(L)
        places = 4 if self._quick else 20
        ours = scroll_pages(self._copy(project), name, places, 10)
        limit = scroll_bare(project, name, places, 10)
        for what, of, most in (
            ("median", median, None),
            ("95th percentile", percentile_95, FRAME),
        ):
            yield Result(
                job=f"scroll a page, {what}",
                size="L",
                ours=of(ours),
                limit="bare view",
                bare=of(limit),
                most=most,
            )

    def starting(self) -> Iterator[Result]:
        """Start the program with the sample, until it is painted."""
        # Once unmeasured: builds the sample and warms the disk's cache.
        for deed in ("start", "start-bare"):
            self._start(deed)
        ours, limit = self._in_turn(
            partial(self._start, "start"), partial(self._start, "start-bare")
        )
        yield Result(
            job="start to usable window",
            size="sample",
            ours=median(ours),
            limit="bare Qt window",
            bare=median(limit),
            most=1.2,
        )

    def memory(self) -> Iterator[Result]:
        """Open L, scroll, tag and check it in a process of its own."""
        project, name = self._project(L), self._name(L)
        yield Result(
            job="peak memory, open",
            size="L",
            ours=_child("memory", str(self._copy(project)), name),
            limit="bare rows and view",
            bare=_child("memory-bare", str(project), name),
            most=400_000_000,
            in_bytes=True,
        )

    # Private ---------------------------------------------------------------

    def _in_turn(
        self, ours: Callable[[], float], limit: Callable[[], float]
    ) -> tuple[list[float], list[float]]:
        """Run both by turns, so that a busy moment of the machine hits both."""
        pairs = [(ours(), limit()) for _ in range(self._rounds)]
        return [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    def _import(self, dataset: Path) -> float:
        return data_jobs.import_dataset(dataset, self._new("annotator"))

    def _import_bare(self, dataset: Path) -> float:
        return bare.import_rows(dataset, self._new("db"))

    def _start(self, deed: str) -> float:
        started = perf_counter()
        return _child(deed) - started

    def _size(self, size: Size) -> Size:
        return size.tenth() if self._quick and size is not S else size

    def _name(self, size: Size) -> str:
        return f"{size.name.lower()}-0000.txt"

    def _dataset(self, size: Size) -> Path:
        return self._once(
            f"{size.name}.jsonl",
            lambda path: workload.write_dataset(self._size(size), path),
        )

    def _project(self, size: Size) -> Path:
        """Return the project of a size; that of L has S as its first document."""
        sizes = (S, L) if size is L else (size,)
        return self._once(
            f"{size.name}.annotator",
            lambda path: workload.build_project(
                [self._dataset(s) for s in sizes], path
            ),
        )

    def _bare_database(self, size: Size) -> Path:
        return self._once(
            f"{size.name}.db", lambda path: bare.import_rows(self._dataset(size), path)
        )

    def _once(self, name: str, make: Callable[[Path], object]) -> Path:
        path = self._folder / name
        if not path.exists():
            _say(f"making {name} …")
            make(path)
        return path

    def _new(self, suffix: str) -> Path:
        """Return where there is nothing yet, in a folder of its own."""
        folder = self._folder / f"round-{next(self._numbers)}"
        # What earlier rounds left is not kept: L is large.
        for old in self._folder.glob("round-*"):
            if int(old.name.partition("-")[2]) < int(folder.name.partition("-")[2]) - 4:
                shutil.rmtree(old)
        folder.mkdir()
        return folder / f"target.{suffix}"

    def _copy(self, project: Path) -> Path:
        """Return a fresh copy of a project, which may be changed."""
        return Path(shutil.copyfile(project, self._new("annotator")))


def main() -> None:
    """Run the jobs asked for, and print the table."""
    arguments = _arguments()
    # Before anything of the app looks for it: nobody's own settings are touched.
    with tempfile.TemporaryDirectory(
        prefix="annotator-bench-", dir=arguments.folder
    ) as folder:
        os.environ["ANNOTATOR_HOME"] = str(Path(folder, "home"))
        if not arguments.screen:
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        SettingsFile().write(workload.my_settings())
        bench = Bench(Path(folder), quick=arguments.quick)
        results: list[Result] = []
        for name, job in bench.jobs().items():
            if not arguments.only or name in arguments.only:
                _say(f"measuring {name} …")
                for result in job():
                    results.append(result)
                    _say(" ".join(result.cells()[:3]))
    _report(results, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        choices=list(Bench(Path(), quick=True).jobs()),
        help="measure only this; may be given several times",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a tenth of M and L and few rounds: shows that it runs, no more",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows here")
    parser.add_argument(
        "--folder",
        type=Path,
        metavar="DIR",
        help="work in this folder; a real disk, or commits cost nothing",
    )
    parser.add_argument(
        "--screen", action="store_true", help="on the screen instead of into memory"
    )
    return parser.parse_args()


def _key_results(
    size: str, text: Sequence[float], window: Sequence[float], limit: Sequence[float]
) -> Iterator[Result]:
    commit = "bare commit of a row"
    yield Result(
        job="key to painted, median",
        size=size,
        ours=median(text),
        limit=commit,
        bare=median(limit),
        most_ratio=5.0,
    )
    yield Result(
        job="key to painted, 95th percentile",
        size=size,
        ours=percentile_95(text),
        limit=commit,
        bare=percentile_95(limit),
        most=FRAME,
    )
    yield Result(
        job="key to whole window, median",
        size=size,
        ours=median(window),
        limit=commit,
        bare=median(limit),
    )
    yield Result(
        job="key to whole window, 95th percentile",
        size=size,
        ours=percentile_95(window),
        limit=commit,
        bare=percentile_95(limit),
    )


def _child(*arguments: str) -> float:
    """Run ``child.py`` and return the number it prints."""
    done = subprocess.run(
        [sys.executable, str(CHILD), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"{arguments[0]} failed:\n{done.stderr}")
    return float(done.stdout.split()[0])


def _report(results: Sequence[Result], arguments: argparse.Namespace) -> None:
    print(table(results))
    print()
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.machine()}, {os.cpu_count()} processors, {_load()}"
    )
    if arguments.quick:
        print("A quick run: M and L are a tenth of their size; nothing to go by.")
    if arguments.json:
        rows = [result.as_json() for result in results]
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "load unknown"
    return f"load {os.getloadavg()[0]:.2f} at the end"


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


if __name__ == "__main__":
    main()
