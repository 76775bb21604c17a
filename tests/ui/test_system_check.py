"""What is missing for Qt is said in words, before Qt ends the process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from annotator.ui import system_check

LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux lacks parts of Qt"
)


def started(*arguments, **environment):
    """Run the program as a user would, without the display of the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, "-m", "annotator", *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@LINUX
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":987"}])
def test_without_a_display_the_window_points_to_the_tour(display):
    run = started(**display)
    assert run.returncode == 1
    assert "annotator tour" in run.stderr
    assert "Traceback" not in run.stderr


@LINUX
def test_missing_libraries_are_named_with_the_command_that_installs_them(monkeypatch):
    monkeypatch.setitem(system_check._ALWAYS, "libnowhere.so.9", "libnowhere9")
    said = system_check.problem(screen=False)
    assert "apt-get install -y libnowhere9\n" in said


@LINUX
def test_a_screen_needs_more_libraries_than_drawing_into_memory(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setitem(system_check._X11, "libnoscreen.so.9", "libnoscreen9")
    assert "libnoscreen9" not in system_check.missing_packages(screen=False)
    assert "libnoscreen9" in system_check.missing_packages(screen=True)


def test_an_explicit_platform_counts_as_a_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert system_check.has_display()
