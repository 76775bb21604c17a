"""What a Linux system must have for Qt to start; looks without importing Qt.

Qt itself ends the process with a message few understand when a library of the
system is missing, or when no display answers.
"""

from __future__ import annotations

import ctypes
import os
import sys

# The library, and the package of Debian and Ubuntu that has it.
_ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def missing_packages(*, screen: bool) -> list[str]:
    """Return the Debian packages Qt needs and this system lacks.

    Args:
        screen: Whether a window is to be shown, or only drawn into memory.
    """
    if not sys.platform.startswith("linux"):
        return []
    wanted = _ALWAYS | (
        _X11 if screen and not os.environ.get("WAYLAND_DISPLAY") else {}
    )
    return [package for library, package in wanted.items() if not _loads(library)]


def install_hint(packages: list[str]) -> str:
    """Return what to say when ``packages`` are missing."""
    command = "apt-get install -y" if _is_root() else "sudo apt-get install -y"
    return (
        "The window needs libraries this system lacks. Install them with:\n\n"
        f"    {command} {' '.join(packages)}\n"
    )


def has_display() -> bool:
    """Tell whether there is a screen to show a window on."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and _answers()


def problem(*, screen: bool) -> str:
    """Say what keeps Qt from starting, or return ""."""
    packages = missing_packages(screen=screen)
    if packages:
        return install_hint(packages)
    if screen and not has_display():
        return (
            "There is no display to show the window on. To see what the program "
            "does without one, run: annotator tour"
        )
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers() -> bool:
    """Tell whether the X server at ``DISPLAY`` can be reached."""
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    x11.XCloseDisplay(ctypes.c_void_p(display))
    return True


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
