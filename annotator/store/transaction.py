"""Transactions, and what a failed one means in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database

from annotator.errors import (
    AnnotatorError,
    DamagedProjectError,
    ReadOnlyProjectError,
    SaveError,
    StaleError,
)

_CAUSES = {
    "SQLITE_FULL": ("the disk is full", "Free some space, then retry."),
    "SQLITE_BUSY": (
        "another program is using the project file",
        "Close it there, then retry.",
    ),
    "SQLITE_LOCKED": (
        "another part of the program is using the project file",
        "Retry in a moment.",
    ),
    "SQLITE_IOERR": (
        "the disk reports an error",
        "Check the disk or the network folder, then retry.",
    ),
    "SQLITE_CANTOPEN": (
        "the project's folder cannot be written to",
        "Check the folder's permissions, then retry.",
    ),
}


@contextmanager
def writing(db: Database) -> Iterator[None]:
    """Group writes, and the reads they depend on, into one transaction.

    The write lock is taken at once: a transaction that reads first and writes
    later fails without waiting if somebody has written in between. A block
    inside another joins it; only the outermost commits.

    Raises:
        StaleError: Something of the same id or text is there already.
        SaveError: The disk did not take it; nothing of the block is stored,
            unless the failure came from the commit's very last step, so that
            the caller reads again before it retries.
    """
    if db.conn.in_transaction:
        yield
        return
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            _roll_back(db)
            raise
        try:
            db.execute("COMMIT")
        except BaseException:
            _roll_back(db)
            raise
    except sqlite3.Error as error:
        raise explained(error) from error


def explained(error: sqlite3.Error) -> AnnotatorError:
    """Return ``error`` as one that says in words what happened and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_CONSTRAINT_UNIQUE":
        return StaleError("What was to be added is in the project already.")
    if name.startswith("SQLITE_READONLY"):
        return ReadOnlyProjectError("Not saved: the project file is read-only.")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedProjectError(f"The project file is damaged ({error}).")
    for known, (cause, hint) in _CAUSES.items():
        if name.startswith(known):
            return SaveError(f"Not saved: {cause}.", hint=hint)
    raise error


def _roll_back(db: Database) -> None:
    # Some failures, such as a full disk, have rolled back already.
    if db.conn.in_transaction:
        db.execute("ROLLBACK")
