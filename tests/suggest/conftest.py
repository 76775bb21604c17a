"""The news report and one person's reading of it, in place."""

import json

import pytest

from annotator.model.span import Span


@pytest.fixture(scope="session")
def report_folder(root):
    folder = root.parent / "shared" / "source-texts"
    if not folder.is_dir():
        pytest.skip("the news report in ../shared/source-texts is not here")
    return folder


@pytest.fixture(scope="session")
def report(report_folder):
    """The text of the news report."""
    (path,) = report_folder.glob("000_*.txt")
    return path.read_bytes().decode()


@pytest.fixture(scope="session")
def read_spans(report_folder):
    """The spans one person found in it, by tag."""
    reading = json.loads((report_folder / "reading.json").read_text(encoding="utf-8"))
    spans = {}
    for found in reading:
        span = Span(found["start"], found["end"])
        spans.setdefault(found["tag"], []).append(span)
    return spans
