"""Writes a file or folder so that then all of it is there, or the old one still is."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from annotator.errors import ExportError

_READ_AT_ONCE = 1 << 20  # bytes

_TROUBLES = {
    errno.ENOSPC: ("the disk is full", "Make room, or choose another disk."),
    errno.EDQUOT: ("your disk quota is used up", "Make room, or choose another disk."),
    errno.EFBIG: ("the file would become too large", "Choose another disk."),
    errno.EACCES: ("you may not write there", "Choose a folder of your own."),
    errno.EPERM: ("you may not write there", "Choose a folder of your own."),
    errno.EROFS: ("the disk can only be read", "Choose another disk."),
    errno.ENOENT: ("its folder does not exist", "Make the folder first."),
    errno.ENOTDIR: ("its folder is a file", "Choose another folder."),
    errno.EISDIR: ("it is a folder", "Give the name of a file."),
    errno.ENAMETOOLONG: ("its name is too long", "Choose a shorter name."),
    errno.ELOOP: ("it is a link that leads to itself", "Choose another name."),
}


def write_atomically(target: Path, chunks: Iterable[bytes]) -> None:
    """Write ``chunks`` into ``target``, which changes only when all is on disk.

    They go into a hidden file in the same folder, which is read back, compared
    and then takes the place of ``target``. A replaced file passes its
    permissions on; where ``target`` is a link, the file it leads to is replaced.

    Raises:
        ExportError: It could not be written; ``target`` is as it was.
    """
    try:
        _write(Path(os.path.realpath(target)), chunks)
    except OSError as error:
        raise _failure(target, error) from error


def write_folder_atomically(
    target: Path,
    files: Iterable[tuple[str, bytes]],
    *,
    replaceable: Callable[[Path], bool],
) -> None:
    """Write ``files`` into the folder ``target``, which changes only when all is done.

    They go into a hidden folder beside it, which then takes the place of ``target``.
    Only if the computer stops between the two steps of that, the old folder is left
    under its hidden name.

    Args:
        target: A new or an empty folder, or one that may be replaced.
        files: Names, at most one folder deep, and contents.
        replaceable: Tells whether a folder with files in it may be replaced.

    Raises:
        ExportError: It could not be written; ``target`` is as it was.
    """
    folder = Path(os.path.realpath(target))
    try:
        if folder.exists() and any(folder.iterdir()) and not replaceable(folder):
            raise ExportError(
                f"{target} is not written: it is a folder with other files in it.",
                hint="Give the name of a new folder.",
            )
        _write_folder(folder, files)
    except OSError as error:
        raise _failure(target, error) from error


def replace_folder(target: Path, new: Path) -> None:
    """Put the folder ``new``, on the same disk, in the place of ``target``.

    Raises:
        OSError: It could not be done; ``target`` is as it was.
    """
    old = _hidden(target, "old")
    if not target.exists():
        new.rename(target)
    else:
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    _sync_folder(target.parent)


def _failure(target: Path, error: OSError) -> ExportError:
    why, hint = _TROUBLES.get(
        error.errno or 0, (error.strerror or str(error), "Choose another place.")
    )
    return ExportError(f"{target} could not be written: {why}.", hint=hint)


def _write_folder(target: Path, files: Iterable[tuple[str, bytes]]) -> None:
    temporary = _hidden(target, "tmp")
    temporary.mkdir()
    try:
        for name, content in files:
            path = temporary / name
            path.parent.mkdir(exist_ok=True)
            _fill(path, (content,))
        for folder in {temporary, *(path.parent for path in temporary.rglob("*"))}:
            _sync_folder(folder)
        replace_folder(target, temporary)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _hidden(target: Path, ending: str) -> Path:
    # 40 characters of the name: a long name must not make a longer one impossible.
    return target.with_name(f".{target.stem[:40]}.{secrets.token_hex(4)}.{ending}")


def _write(target: Path, chunks: Iterable[bytes]) -> None:
    mode = _mode_of(target)
    temporary = _hidden(target, "tmp")
    try:
        _fill(temporary, chunks)
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _mode_of(target: Path) -> int | None:
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(mode):
        # Taking the place of /dev/null would harm more than this export.
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    return stat.S_IMODE(mode)


def _fill(path: Path, chunks: Iterable[bytes]) -> None:
    digest = hashlib.sha256()
    # Opened by hand, because only so does the system apply the user's umask.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if _digest_of(path) != digest.digest():
        raise OSError(errno.EIO, "what was read back is not what was written")


def _digest_of(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_AT_ONCE):
            digest.update(part)
    return digest.digest()


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    # The new file is complete and in its place. Where a folder cannot be synced,
    # as on some network disks, a power cut may bring the old file back, whole.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
