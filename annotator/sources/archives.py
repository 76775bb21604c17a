"""Zip archives of texts: each file in it as if it lay in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from annotator.errors import SourceError
from annotator.sources.container import Container
from annotator.sources.files import is_text_name

SUFFIX = ".zip"
LARGEST = 500_000_000  # bytes


def texts_in_archive(content: bytes, file_name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the texts in an archive, in alphabetical order.

    As in folders, hidden files and files of other kinds are passed over;
    archives within the archive are too.

    Raises:
        SourceError: It is no archive, is damaged or encrypted, was made to do
            harm, or holds no texts.
    """
    parts = Container(content, file_name, "a zip archive")
    names = sorted(name for name in parts.names if _is_wanted(name))
    if not names:
        raise SourceError(f"There are no texts in {file_name}.")
    for name in names:
        yield name, parts.read(name)


def _is_wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    # macOS puts what only it needs beside the files.
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and not name.endswith("/") and is_text_name(parts[-1])
