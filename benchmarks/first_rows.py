"""The rows of the first release: data, keys, opening, scrolling, start and memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import bare
import data_jobs
from results import Result, percentile_95
from workload import L, M, P, S, Size, seed_codebook
from workplace import Workplace

if TYPE_CHECKING:
    from window_jobs import Keys

CHILD = Path(__file__).with_name("child.py")
FRAME = 0.016
"""Seconds."""


class FirstRows:
    """Measures imports, exports and the window, each beside its limit."""

    def __init__(self, at: Workplace) -> None:
        self._at = at

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
            dataset = self._at.dataset(size)
            ours, limit = self._at.in_turn(
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
            project = self._at.project(size)
            ours_file, bare_file = self._at.new(format_name), self._at.new("jsonl")
            ours, limit = self._at.in_turn(
                partial(data_jobs.export_dataset, project, ours_file, format_name),
                partial(
                    bare.export_rows, project, bare_file, seed_codebook()._asdict()
                ),
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
            project = self._at.project(size)
            taken = [data_jobs.check_project(project) for _ in range(self._at.rounds)]
            yield Result(job="check", size=size.name, ours=median(taken))

    def keys(self) -> Iterator[Result]:
        """Tag words by a key, each followed by a bare commit."""
        from window_jobs import Keys, press_keys, start_qt

        start_qt()
        for size in (S, M, L, P):
            keys = Keys()
            for number in range(self._at.rounds):
                commits = bare.Commits(self._at.bare_database(size))
                some = press_keys(
                    self._at.copy(self._at.project(size)),
                    f"{size.name.lower()}-",
                    commits,
                    10 if self._at.quick else 40,
                    number,
                )
                commits.close()
                keys.text += some.text
                keys.window += some.window
                keys.bare += some.bare
            yield from _key_results(size, keys)

    def opening(self) -> Iterator[Result]:
        """Click on L in the list of documents, and on a single paragraph."""
        from window_jobs import open_bare, start_qt

        start_qt()
        for size, most_ratio, most in ((L, 3.0, 0.5), (P, None, None)):
            project, name = self._at.project(size), self._at.name(size)
            whole: list[float] = []
            taken, limit = self._at.in_turn(
                partial(self._open, project, name, whole),
                partial(open_bare, project, name),
            )
            yield Result(
                job="open, text painted",
                size=size.name,
                ours=median(taken),
                limit="bare read and view",
                bare=median(limit),
                most_ratio=most_ratio,
                most=most,
            )
            yield Result(
                job="open, whole window painted", size=size.name, ours=median(whole)
            )

    def scrolling(self) -> Iterator[Result]:
        """Scroll L by pages, from places all over the text."""
        from window_jobs import scroll_bare, scroll_pages, start_qt

        start_qt()
        name, project = self._at.name(L), self._at.project(L)
        places = 4 if self._at.quick else 20
        ours = scroll_pages(self._at.copy(project), name, places, 10)
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
        ours, limit = self._at.in_turn(
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
        project, name = self._at.project(L), self._at.name(L)
        yield Result(
            job="peak memory, open",
            size="L",
            ours=_child("memory", str(self._at.copy(project)), name),
            limit="bare rows and view",
            bare=_child("memory-bare", str(project), name),
            most=400_000_000,
            in_bytes=True,
        )

    # Private ---------------------------------------------------------------

    def _import(self, dataset: Path) -> float:
        return data_jobs.import_dataset(dataset, self._at.new("annotator"))

    def _import_bare(self, dataset: Path) -> float:
        return bare.import_rows(dataset, self._at.new("db"))

    def _open(self, project: Path, name: str, whole: list[float]) -> float:
        from window_jobs import open_by_click

        text, window = open_by_click(self._at.copy(project), name)
        whole.append(window)
        return text

    def _start(self, deed: str) -> float:
        started = perf_counter()
        return _child(deed) - started


def _key_results(size: Size, keys: Keys) -> Iterator[Result]:
    commit = "bare commit of a row"
    promised = size is not P
    yield Result(
        job="key to painted, median",
        size=size.name,
        ours=median(keys.text),
        limit=commit,
        bare=median(keys.bare),
        most_ratio=5.0 if promised else None,
    )
    yield Result(
        job="key to painted, 95th percentile",
        size=size.name,
        ours=percentile_95(keys.text),
        limit=commit,
        bare=percentile_95(keys.bare),
        most=FRAME if promised else None,
    )
    for what, of in (("median", median), ("95th percentile", percentile_95)):
        yield Result(
            job=f"key to whole window, {what}",
            size=size.name,
            ours=of(keys.window),
            limit=commit,
            bare=of(keys.bare),
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
