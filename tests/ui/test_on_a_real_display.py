"""The window on a real X server, driven from outside as by a person."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
from ui_desk import REPORT, relations, stored

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


class Program:
    """The program in a window on the display, with a project open."""

    def __init__(self, environment, root, path):
        self.path = path
        self.hands = Hands(environment)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "annotator", str(path)],
            cwd=root,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        title = "^study – Annotator"
        (self.window, *_) = until(
            lambda: self.hands.do("search", "--onlyvisible", "--name", title),
            "the window",
        )
        self.hands.do("windowactivate", "--sync", self.window)
        until(
            lambda: self.window in self.hands.do("getactivewindow"), "its being active"
        )

    def press(self, *keys):
        for key in keys:
            self.hands.do("key", "--window", "0", key)

    def quit(self):
        self.press("ctrl+q")
        assert self.process.wait(DEADLINE) == 0

    def errors(self):
        self.process.kill()
        return self.process.communicate()[1]


@pytest.fixture
def program(screen, root, home, settings_file, make_project):
    program = Program(
        screen | {"ANNOTATOR_HOME": str(home)}, root, make_project(REPORT)
    )
    yield program
    assert "Traceback" not in program.errors()


def test_words_are_tagged_with_the_mouse_and_a_key(program):
    hands, window = program.hands, program.window

    def tag():
        # Across the middle of the column: words of the text, whichever.
        y = until(lambda: text_line(hands, window), "the text")
        hands.do("mousemove", "--window", window, 420, y, "mousedown", 1)
        hands.do("mousemove", "--window", window, 500, y)
        hands.do("mousemove", "--window", window, 600, y, "mouseup", 1)
        program.press("c")
        return stored(program.path)

    rows = until(tag, "the annotation in the file")
    assert rows[0].tag == "claim"
    assert REPORT[rows[0].start : rows[0].end] == rows[0].quote
    assert len(rows[0].quote) > 5
    program.quit()
    assert [row.id for row in stored(program.path)] == [row.id for row in rows]


def test_the_main_job_is_done_with_the_keyboard_alone(program):
    def tagged():
        return {(row.tag, row.quote) for row in stored(program.path)}

    def press_until(keys, wanted):
        program.press(*keys)
        until(lambda: tagged() == wanted, f"{wanted} in the file")

    figure = ("figure", "About 4,200")
    quote = ("quote", "“Nobody told us anything,”")
    sentence = "Engineers denied that the damage was known before the storm"
    press_until(["period", "f"], {figure})
    press_until(["period", "q"], {figure, quote})
    program.press("ctrl+f", "d", "a", "m", "a", "g", "e")
    program.press("Return", "Escape", "Left")
    press_until(["d"], {figure, quote, ("denial", sentence)})
    program.press("l", "Return")
    until(lambda: relations(program.path), "the relation in the file")
    assert relations(program.path)[0][:2] == ("denies", sentence)
    press_until(["bracketleft"], {figure, quote, ("denial", sentence[:-6])})
    press_until(["ctrl+z"], {figure, quote, ("denial", sentence)})
    program.press("ctrl+Return")
    program.quit()
    assert tagged() == {figure, quote, ("denial", sentence)}


def text_line(hands, window):
    """Return a height, in pixels of the window, at which the text has a line."""
    geometry = hands.do("getwindowgeometry", "--shell", window)
    height = next(int(v[7:]) for v in geometry if v.startswith("HEIGHT="))
    return height // 4
