"""Measures imports, exports and checks, without a window."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from workload import my_settings

from annotator.app.datasets import prepare_dataset
from annotator.app.exporting import export
from annotator.app.jobs import Unwatched
from annotator.app.projects import check, create_project, reading
from annotator.formats.jsonl import JsonLines


def import_dataset(dataset: Path, target: Path) -> float:
    """Import a dataset into a new project; return the seconds."""
    session = create_project(target, my_settings())
    started = perf_counter()
    prepared = prepare_dataset(
        session.project,
        dataset,
        JsonLines(),
        annotator=session.me,
        add_tags=False,
        skip_invalid=False,
        monitor=Unwatched(),
    )
    if prepared.edit is not None:
        session.apply(prepared.edit)
    taken = perf_counter() - started
    session.project.close()
    if prepared.edit is None:
        raise RuntimeError(f"{dataset} was refused: {prepared.report.problems[:3]}")
    return taken


def export_dataset(project: Path, target: Path, format_name: str) -> float:
    """Export a project; return the seconds."""
    with reading(project) as opened:
        started = perf_counter()
        export(opened, target, format_name, monitor=Unwatched())
        return perf_counter() - started


def check_project(project: Path) -> float:
    """Check every hash of a project; return the seconds."""
    with reading(project) as opened:
        started = perf_counter()
        damage = check(opened, Unwatched())
        taken = perf_counter() - started
    if damage:
        raise RuntimeError(f"{project} is damaged: {damage[0]}")
    return taken
