"""The program as the shell knows it: pipes, signals, terminals, odd names."""

import json
import os
import pty
import signal
from contextlib import suppress

import pytest
from cli_data import REPORT, entry, line

WAITING_WINDOW = """
import signal
from annotator.cli.main import command_line

def window(project, *, sample):
    print("waiting", flush=True)
    signal.pause()

command_line(window, print, print)(prog_name="annotator")
"""

WITHOUT_QT = """
import sys
from annotator.cli.main import command_line

try:
    command_line(print, print, print)(prog_name="annotator")
finally:
    print(sorted(name for name in sys.modules if name.startswith(("PySide", "shib"))))
"""

SMALL_FILES_ONLY = """
import resource
from annotator.cli.main import command_line

resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))
command_line(print, print, print)(prog_name="annotator")
"""


class Terminal:
    """What a program writes to, and what a person would see there.

    Attributes:
        end: The program's end, to be given to it as stderr.
    """

    def __init__(self):
        self._shown, self.end = pty.openpty()

    def first(self):
        """Wait until something is shown and return it."""
        return os.read(self._shown, 1 << 16).decode()

    def rest(self):
        """Return all that was shown, once the program has ended."""
        os.close(self.end)
        self.end = None
        parts = []
        # Linux raises an error where nobody can write any more.
        with suppress(OSError):
            while part := os.read(self._shown, 1 << 16):
                parts.append(part)
        return b"".join(parts).decode()

    def close(self):
        for end in filter(None, (self._shown, self.end)):
            os.close(end)


@pytest.fixture
def terminal():
    terminal = Terminal()
    yield terminal
    terminal.close()


@pytest.fixture
def big(tmp_path):
    """A dataset that takes a while."""
    path = tmp_path / "big.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(1500):
            text = f"{number}\n{REPORT}"
            some = [entry("4%", "figure", text, note=f"{n}") for n in range(10)]
            for n, one in enumerate(some):
                one["id"] = f"{number}-{n}"
            file.write(line(*some, text=text, name=f"{number}.txt"))
    return path


def test_the_module_is_the_program(finished, study):
    code, out, err = finished("documents", study, "--json")
    assert (code, err) == (0, b"")
    assert [found["name"] for found in json.loads(out)] == ["report.txt", "debate.md"]


def test_an_error_is_a_message_on_stderr_and_no_traceback(finished, tmp_path):
    code, out, err = finished("check", tmp_path / "gone.annotator")
    assert (code, out) == (1, b"")
    assert err.decode().splitlines() == [
        f"There is no file at {tmp_path / 'gone.annotator'}.",
        (
            "Choose another file, or make a project there: "
            f"annotator new {tmp_path / 'gone.annotator'}"
        ),
    ]


def test_wrong_usage_has_its_own_exit_code(finished, study):
    code, out, err = finished("export", study)
    assert (code, out) == (2, b"")
    assert b"Usage: annotator export" in err


@pytest.mark.parametrize(
    "command",
    [
        ("export", "study.annotator", "out.jsonl", "--to", "jsonl"),
        ("import", "study.annotator", "texts"),
        ("annotations", "study.annotator"),
        ("check", "study.annotator"),
    ],
)
def test_no_qt_is_loaded(finished, study, command):
    code, out, err = finished(*command, code=WITHOUT_QT)
    assert (code, err) == (0, b"")
    assert out.decode().splitlines()[-1] == "[]"


def test_a_reader_that_stops_reading_ends_it_quietly(program, study):
    buffered = {"PYTHONUNBUFFERED": ""}  # what is left over is flushed at the end
    with program("annotations", study, "--json", env=buffered) as process:
        process.stdout.close()
        err = process.stderr.read()
        assert (process.wait(timeout=60), err) == (130, b"")


def test_ctrl_c_ends_it_quietly(program):
    with program(code=WAITING_WINDOW) as process:
        assert process.stdout.readline() == b"waiting\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"")


def test_ctrl_c_in_an_import_leaves_the_project_as_it_was(
    program, study, big, terminal, counts
):
    with program("import", study, big, stderr=terminal.end) as process:
        assert "Reading big.jsonl" in terminal.first()  # so it has begun
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert "Traceback" not in terminal.rest()
    assert counts(study) == (2, 3)


def test_progress_is_shown_on_a_terminal(finished, study, tmp_path, terminal):
    target = tmp_path / "out.jsonl"
    options = ("--to", "jsonl")
    assert finished("export", study, target, *options, stderr=terminal.end)[0] == 0
    shown = terminal.rest()
    assert "Exporting" in shown
    assert "100%" in shown


def test_a_counter_is_shown_while_the_total_is_unknown(finished, study, big, terminal):
    code, out, _ = finished("import", study, big, stderr=terminal.end)
    assert (code, out) == (0, b"Added 1,500 documents and 15,000 annotations.\n")
    shown = terminal.rest()
    assert "\rReading big.jsonl  0\rReading big.jsonl  " in shown
    assert shown.endswith("\n")


def test_no_progress_is_shown_where_nobody_looks_on(finished, study, tmp_path):
    target = tmp_path / "out.jsonl"
    assert finished("export", study, target, "--to", "jsonl")[2] == b""


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_an_export_that_does_not_fit_leaves_the_old_one(
    finished, study, tmp_path, strict
):
    target = tmp_path / "out.jsonl"
    target.write_text("old", encoding="utf-8")
    before = set(tmp_path.iterdir())
    command = ("export", study, target, "--to", "jsonl", *strict)
    code, out, err = finished(*command, code=SMALL_FILES_ONLY)
    assert (code, out) == (1, b"")
    assert f"{target} could not be written: the file would" in err.decode()
    assert target.read_text(encoding="utf-8") == "old"
    assert set(tmp_path.iterdir()) == before


def test_a_name_of_odd_bytes_can_be_imported_and_listed(finished, path, tmp_path):
    odd = os.fsencode(tmp_path) + b"/odd\xff.txt"
    with open(odd, "w", encoding="utf-8") as file:  # noqa: PTH123 - bytes
        file.write("A text.")
    assert finished("new", path)[0] == 0
    code, out, err = finished("import", path, os.fsdecode(odd))
    assert (code, out, err) == (0, b"Added 1 document.\n", b"")
    code, out, err = finished("documents", path)
    assert (code, err) == (0, b"")
    assert b"odd?.txt" in out


def test_a_name_of_odd_bytes_can_be_complained_about(finished, path):
    code, _, err = finished("import", path, os.fsdecode(b"gone\xff.txt"))
    assert code == 1
    assert b"There is no file" in err
    code, _, err = finished("check", os.fsdecode(b"gone\xff.annotator"))
    assert code == 1
    assert b"There is no file at gone?.annotator." in err


def test_a_project_may_have_a_name_of_odd_bytes(finished, texts):
    odd = os.fsdecode(b"odd\xff.annotator")
    assert finished("new", odd)[::2] == (0, b"")
    assert finished("import", odd, texts) == (0, b"Added 2 documents.\n", b"")
    assert finished("check", odd)[0] == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_a_terminal_that_lacks_a_character_still_gets_the_rest(
    finished, study, encoding
):
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    code, out, err = finished("annotations", study, env=environment)
    assert (code, err) == (0, b"")
    assert b"Sales rose" in out
    assert b"300 people" in out
    code, out, err = finished("annotations", study, "--tag", "“x”", env=environment)
    assert code == 1
    assert b"The codebook has no tag" in err
