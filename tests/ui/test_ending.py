"""Asked by the system to end, the program closes the project as the button would."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from annotator.ui import application

original = application.make_window


def make_window(reporter):
    window = original(reporter)
    QTimer.singleShot(0, lambda: tell(window))
    return window


def tell(window):
    if window.place is None:
        QTimer.singleShot(20, lambda: tell(window))
    else:
        print("open", flush=True)


application.make_window = make_window
sys.exit(application.run(Path(sys.argv[1]), sample=False))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends programs otherwise")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_project_and_the_program_ends_well(
    make_project, tmp_path, root, number
):
    path = make_project("Nothing of note happened.\n")
    environment = os.environ | {
        "ANNOTATOR_HOME": str(tmp_path / "home"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path)],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "open\n"
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.stdout.close()
    assert not path.with_name(path.name + "-journal").exists()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA quick_check").fetchone() == ("ok",)
    log = tmp_path / "home" / "annotator.log"
    assert "unexpectedly" not in (log.read_text() if log.exists() else "")
