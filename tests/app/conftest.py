"""Bringing datasets into projects and taking them out, as the faces do."""

import pytest
from dataset_lines import write

from annotator.app.datasets import dataset_format, prepare_dataset
from annotator.app.exporting import export
from annotator.app.jobs import Unwatched
from annotator.app.projects import create_project


@pytest.fixture
def bring(tmp_path):
    """Imports a file, or lines of one, into a session and returns the report."""

    def bring(session, source, *, add_tags=False, skip_invalid=False):
        lines = isinstance(source, list)
        path = write(tmp_path / "set.jsonl", source) if lines else source
        prepared = prepare_dataset(
            session.project,
            path,
            dataset_format(path, None),
            annotator=session.me,
            add_tags=add_tags,
            skip_invalid=skip_invalid,
            monitor=Unwatched(),
        )
        if prepared.edit:
            session.apply(prepared.edit)
        return prepared.report

    return bring


@pytest.fixture
def taken():
    """Exports a session and returns the file's bytes and the report."""

    def taken(session, target, layers=()):
        report = export(
            session.project,
            target,
            target.suffix[1:],
            layers=layers,
            monitor=Unwatched(),
        )
        return target.read_bytes(), report

    return taken


@pytest.fixture
def new_session(tmp_path, settings):
    """Makes projects without documents, and opens them."""
    sessions = []

    def new_session(name="other", settings=settings):
        session = create_project(tmp_path / f"{name}.annotator", settings)
        sessions.append(session)
        return session

    yield new_session
    for session in sessions:
        session.close()
