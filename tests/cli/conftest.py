"""The command line, run within the test or as a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from cli_data import DEBATE, REPORT, entry, line
from click.testing import CliRunner

from annotator.cli.main import command_line


class Faces:
    """A window and a tour that note how they were called."""

    def __init__(self):
        self.calls = []
        self.code = 0

    def window(self, project, *, sample):
        self.calls.append(("window", project, sample))
        return self.code

    def tour(self, output):
        self.calls.append(("tour", output))
        return self.code

    def pictures(self, folder):
        self.calls.append(("pictures", folder))
        return self.code


@pytest.fixture
def faces():
    return Faces()


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """Relative paths lead nowhere near the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def annotator(faces):
    """Runs a command; what is not handled there fails the test."""

    def run(*arguments):
        return CliRunner().invoke(
            command_line(faces.window, faces.tour, faces.pictures),
            [str(argument) for argument in arguments],
            prog_name="annotator",
            catch_exceptions=False,
        )

    return run


@pytest.fixture
def program(root, tmp_path):
    """Starts ``annotator`` as a process of its own."""

    def start(*arguments, code=None, **options):
        how = ["-c", code] if code else ["-m", "annotator"]
        environment = {**os.environ, "PYTHONPATH": str(root)}
        environment |= options.pop("env", {})
        return subprocess.Popen(
            [sys.executable, *how, *map(os.fspath, arguments)],
            **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "cwd": tmp_path}
            | options,
            env=environment,
        )

    return start


@pytest.fixture
def finished(program):
    """Runs ``annotator`` as a process; returns exit code, stdout, stderr in bytes."""

    def run(*arguments, **options):
        with program(*arguments, **options) as process:
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    return run


@pytest.fixture
def texts(tmp_path):
    """A folder with two texts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    (folder / "debate.md").write_text(DEBATE, encoding="utf-8")
    return folder


@pytest.fixture
def study(annotator, path, texts, tmp_path):
    """A closed project: two texts, two annotations of Ada, one of Bo."""
    dataset = tmp_path / "annotations.jsonl"
    dataset.write_text(
        line(
            entry("Sales rose 😀 by 4%", annotator="Ada", note="=sum"),
            entry("4%", "figure", annotator="Bo"),
            metadata={"title": "Sales are up", "outlet": "Courier"},
        )
        + line(
            entry("300 people", "figure", DEBATE, annotator="Ada"),
            text=DEBATE,
            name="debate.md",
        ),
        encoding="utf-8",
    )
    assert annotator("new", path, "--title", "Study").exit_code == 0
    done = annotator("import", path, dataset)
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture
def counts(annotator):
    """Returns how many documents and annotations a project has."""

    def count(path):
        found = json.loads(annotator("check", path, "--json").stdout)
        assert found["damage"] == []
        return found["documents"], found["annotations"]

    return count
