"""The window on a real X server, driven from outside as by a person."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
from ui_desk import REPORT, stored

NEEDED = ("Xvfb", "openbox", "xdotool")
MISSING = [program for program in NEEDED if shutil.which(program) is None]
DEADLINE = 20  # seconds

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"
)


def until(condition, what):
    """Return what ``condition`` returns once that is true, within the deadline."""
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited in vain for {what}")


@pytest.fixture
def screen():
    """A display of its own with a window manager; the environment to use it."""
    with ExitStack() as stack:

        def start(*command, **options):
            process = subprocess.Popen(
                command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **options
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        read, write = os.pipe()
        start(
            *("Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24"),
            *("-nolisten", "tcp"),
            pass_fds=(write,),
        )
        os.close(write)
        with os.fdopen(read) as numbers:
            display = f":{numbers.readline().strip()}"
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
        } | {"DISPLAY": display}
        start("openbox", env=environment)
        yield environment


class Hands:
    """xdotool on one display."""

    def __init__(self, environment):
        self.environment = environment

    def do(self, *arguments):
        done = subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            check=False,
        )
        return done.stdout.split()


def test_words_are_tagged_with_mouse_and_keyboard(
    screen, root, home, settings_file, make_project
):
    path = make_project(REPORT)
    hands = Hands(screen | {"ANNOTATOR_HOME": str(home)})
    process = subprocess.Popen(
        [sys.executable, "-m", "annotator", str(path)],
        cwd=root,
        env=hands.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        title = "^study – Annotator"
        (window, *_) = until(
            lambda: hands.do("search", "--onlyvisible", "--name", title), "the window"
        )
        hands.do("windowactivate", "--sync", window)
        until(lambda: window in hands.do("getactivewindow"), "its being active")

        def tag():
            # Across the middle of the column: words of the text, whichever.
            y = until(lambda: text_line(hands, window), "the text")
            hands.do("mousemove", "--window", window, 420, y, "mousedown", 1)
            hands.do("mousemove", "--window", window, 500, y)
            hands.do("mousemove", "--window", window, 600, y, "mouseup", 1)
            hands.do("key", "--window", "0", "c")
            return stored(path)

        rows = until(tag, "the annotation in the file")
        assert rows[0].tag == "claim"
        assert REPORT[rows[0].start : rows[0].end] == rows[0].quote
        assert len(rows[0].quote) > 5
        hands.do("key", "ctrl+q")
        assert process.wait(DEADLINE) == 0
    finally:
        process.kill()
        _, errors = process.communicate()
    assert "Traceback" not in errors
    assert [row.id for row in stored(path)] == [row.id for row in rows]


def text_line(hands, window):
    """Return a height, in pixels of the window, at which the text has a line."""
    geometry = hands.do("getwindowgeometry", "--shell", window)
    height = next(int(v[7:]) for v in geometry if v.startswith("HEIGHT="))
    return height // 4
