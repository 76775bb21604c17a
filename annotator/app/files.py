"""Small files that survive being written, and names of files as text."""

from __future__ import annotations

from pathlib import Path

from annotator.formats.atomic import write_atomically


def write_bytes(target: Path, content: bytes) -> None:
    """Replace ``target`` by ``content``, all of it or nothing.

    Raises:
        ExportError: It could not be written; what was there is untouched.
    """
    write_atomically(target, (content,))


def readable_name(path: Path) -> str:
    """Return the name of a file as text; bytes that are none become ``?``.

    Linux allows any bytes in names, and Python carries those that are not
    UTF-8 as half surrogates, which no text and no database takes.
    """
    return path.name.encode(errors="replace").decode()
