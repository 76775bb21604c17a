"""Backups: made with SQLite's backup API, verified by opening, kept in rotation."""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from annotator.errors import BackupError
from annotator.store.connection import connect

KEEP_RECENT = 5
KEEP_DAYS = 7

_NAME = re.compile(r"-(\d{6})-(\d{8})T(\d{6})Z-(\w+)$")

_COUNTED = ("documents", "annotations", "spans", "relations", "verdicts", "journal")


class Backup(NamedTuple):
    """One backup beside a project.

    Attributes:
        number: Grows with each backup of the project; orders them, whatever the clock.
        day: ``YYYYMMDD``, in UTC, by the clock at the time.
    """

    path: Path
    number: int
    day: str


def backup_folder(project: Path) -> Path:
    """Return the folder beside ``project`` that holds its backups."""
    return project.with_name(project.stem + ".backups")


def backups_of(project: Path) -> list[Backup]:
    """Return the backups beside ``project``, newest first."""
    found = []
    folder = backup_folder(project)
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.search(path.stem)
        if match and path.suffix == project.suffix:
            found.append(Backup(path, int(match[1]), match[2]))
    return sorted(found, key=lambda backup: backup.number, reverse=True)


def make_backup(db: Database, project: Path, reason: str) -> Path:
    """Make a verified backup beside ``project``, drop those too many, return its path.

    Args:
        db: The open project.
        project: Where it lies.
        reason: One word for the file's name, such as ``session``.

    Raises:
        BackupError: It could not be written, or is not what was to be copied.
    """
    others = backups_of(project)
    number = others[0].number + 1 if others else 1
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    folder = backup_folder(project)
    target = folder / f"{project.stem}-{number:06d}-{stamp}-{reason}{project.suffix}"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BackupError(
            f"No backup was made: {folder} cannot be written to "
            f"({error.strerror or error})."
        ) from error
    copy_to(db, target)
    prune(project)
    return target


def copy_to(db: Database, target: Path) -> None:
    """Copy the open project ``db`` to ``target``, verified, all of it or nothing.

    Raises:
        BackupError: It could not be written, or is not what was to be copied.
    """
    try:
        with _temporary_beside(target) as temporary:
            with closing(sqlite3.connect(temporary)) as copy:
                db.conn.backup(copy)
            _verify(temporary, _counts(db))
            _sync(temporary)
            temporary.replace(target)
            _sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        cause = getattr(error, "strerror", None) or error
        raise BackupError(
            f"No copy was made at {target}: {cause}.",
            hint="Free some space or choose another place.",
        ) from error


def prune(project: Path) -> None:
    """Delete backups beyond the newest few, one a day for a week, one a month."""
    backups = backups_of(project)
    keep = {backup.path for backup in backups[:KEEP_RECENT]}
    days: set[str] = set()
    months: set[str] = set()
    for backup in backups:
        if backup.day not in days and len(days) < KEEP_DAYS:
            days.add(backup.day)
            keep.add(backup.path)
        if backup.day[:6] not in months:
            months.add(backup.day[:6])
            keep.add(backup.path)
    for backup in backups:
        if backup.path not in keep:
            backup.path.unlink(missing_ok=True)


@contextmanager
def _temporary_beside(target: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(
        dir=target.parent, prefix=f".{target.stem}-", suffix=".part"
    )
    os.close(handle)
    temporary = Path(name)
    try:
        # mkstemp makes private files; a project is as open as its folder's others.
        temporary.chmod(0o666 & ~_umask())
        yield temporary
    finally:
        for leftover in (temporary, Path(f"{temporary}-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _verify(path: Path, expected: list[int]) -> None:
    db = connect(path, write=False)
    try:
        verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise BackupError(
                f"The copy of the project is not good ({verdict}).",
                hint="Check the project, which may be damaged itself.",
                command="annotator check PROJECT",
            )
        if _counts(db) != expected:
            raise BackupError("The copy of the project is not complete.")
    finally:
        db.close()


def _counts(db: Database) -> list[int]:
    return [
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
        for table in _COUNTED
    ]


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows has no way to sync a folder.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
