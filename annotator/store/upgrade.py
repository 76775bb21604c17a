"""Bringing files of earlier programs up to date, in place or in a copy for reading."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from annotator.errors import DamagedProjectError
from annotator.store.backup import make_backup
from annotator.store.transaction import writing


def newest_of(steps: Migrations) -> int:
    """Return the ``user_version`` of a file in which every step was taken."""
    return len(steps._migrations)  # noqa: SLF001 - sqlite-utils has no public list


def upgrade(db: Database, path: Path, steps: Migrations) -> None:
    """Take the steps a file lacks, in one transaction after a verified backup.

    Raises:
        DamagedProjectError: Rows would refer to rows that are missing.
        BackupError: There is no place for the backup; nothing was changed.
    """
    if _is_up_to_date(db, steps):
        return
    make_backup(db, path, "migration")
    # Off, because rebuilding a table would otherwise delete what refers to it.
    db.execute("PRAGMA foreign_keys = OFF")
    with writing(db):
        _take(db, steps)
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise DamagedProjectError(
                f"{path} could not be brought up to date: {len(broken)} rows refer "
                "to rows that are missing."
            )
    db.execute("PRAGMA foreign_keys = ON")


def upgraded_for_reading(db: Database, steps: Migrations) -> Database:
    """Return ``db``, or, if it lacks steps, a copy in memory in which they are taken.

    Reading never changes a file: it may lie where nothing can be written, or be
    open in an earlier program. Where a copy is returned, ``db`` is closed.
    """
    if _is_up_to_date(db, steps):
        return db
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.conn.backup(connection)
        copy = Database(connection, execute_plugins=False)
        copy.execute("PRAGMA trusted_schema = OFF")
        with writing(copy):
            _take(copy, steps)
        copy.execute("PRAGMA query_only = ON")
    except BaseException:
        connection.close()
        raise
    db.close()
    return copy


def _is_up_to_date(db: Database, steps: Migrations) -> bool:
    version = db.execute("PRAGMA user_version").fetchone()[0]
    return bool(version >= newest_of(steps))


def _take(db: Database, steps: Migrations) -> None:
    steps.apply(db)
    db.execute(f"PRAGMA user_version = {newest_of(steps)}")
