"""Measures the program beside its limits and prints a table.

``python benchmarks/bench.py [--only JOB] [--quick] [--json FILE]``; README.md
says what each row means. Compare ratios of one run, not times of two.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import workload
from annotating_rows import AnnotatingRows
from first_rows import FirstRows
from results import Result, table
from workplace import Workplace, say

from annotator.app.settings import SettingsFile


def all_jobs(at: Workplace) -> dict[str, Callable[[], Iterator[Result]]]:
    """Return every job by its name, in the order in which they run."""
    return FirstRows(at).jobs() | AnnotatingRows(at).jobs()


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
        jobs = all_jobs(Workplace(Path(folder), quick=arguments.quick))
        results: list[Result] = []
        for name, job in jobs.items():
            if not arguments.only or name in arguments.only:
                say(f"measuring {name} …")
                for result in job():
                    results.append(result)
                    say(" ".join(result.cells()[:3]))
    _report(results, arguments)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        choices=list(all_jobs(Workplace(Path(), quick=True))),
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


if __name__ == "__main__":
    main()
