"""Which files to read, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.errors import SourceError
from annotator.sources import DOCUMENTS
from annotator.sources.base import require_size

SUFFIXES = tuple(suffix for reader in DOCUMENTS for suffix in reader.suffixes)
"""How the files end that are looked for in folders and archives."""


def file_bytes(path: Path, largest: int) -> bytes:
    """Return what is in the file ``path``.

    Args:
        path: The file.
        largest: The most it may have, in bytes.

    Raises:
        SourceError: It is no file, is larger, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{path} is not a file.")
        require_size(status.st_size, largest, path.name)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def source_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files to read: those given, and the texts in folders given.

    Folders are walked to the bottom, in alphabetical order, without hidden
    files; of their files only those with one of ``SUFFIXES`` are taken. Tables
    and archives have to be named: they may be datasets, or anything.

    Raises:
        SourceError: A path does not exist, or a folder has no texts.
    """
    files: dict[Path, None] = {}
    for path in paths:
        try:
            files.update(dict.fromkeys(_files_at(path)))
        except OSError as error:
            raise _unreadable(Path(error.filename or path), error) from error
    return list(files)


def is_text_name(name: str) -> bool:
    """Tell whether a file of this name is looked for in folders."""
    return not name.startswith(".") and name.casefold().endswith(SUFFIXES)


def _files_at(path: Path) -> list[Path]:
    if not path.is_dir():
        path.stat()  # complains if there is nothing
        return [path]
    found = sorted(_texts_in(path))
    if found:
        return found
    raise SourceError(
        f"There are no texts in the folder {path}.",
        hint=f"Texts are files that end in {', '.join(SUFFIXES)}.",
    )


def _texts_in(folder: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    for place, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        status = Path(place).stat()
        if (status.st_dev, status.st_ino) in seen:
            # A link has led back to where we have been.
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from filter(_is_text, (Path(place, name) for name in names))


def _is_text(path: Path) -> bool:
    return is_text_name(path.name) and path.is_file()


def _refuse(error: OSError) -> None:
    raise error


def _unreadable(path: Path, error: OSError) -> SourceError:
    if isinstance(error, FileNotFoundError):
        return SourceError(f"There is no file {path}.")
    if isinstance(error, PermissionError):
        return SourceError(f"You may not read {path}.")
    return SourceError(f"{path} cannot be read: {error.strerror or error}.")
