"""Writing small files so that the old one survives until the new one is whole."""

from __future__ import annotations

from pathlib import Path

from annotator.formats.atomic import write_atomically


def write_bytes(target: Path, content: bytes) -> None:
    """Replace ``target`` by ``content``, all of it or nothing.

    Raises:
        ExportError: It could not be written; what was there is untouched.
    """
    write_atomically(target, (content,))
