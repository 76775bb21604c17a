"""The small local integers that stand for UUIDs inside one project file."""

from __future__ import annotations

from sqlite_utils import Database

UNKNOWN = "0" * 32
"""Stands for the UUID of a row that is missing, which only damage brings about."""


class Numbers:
    """Translates the UUIDs of one table to row numbers and back.

    Remembers what it has seen: rows are never removed, so a number stays true
    for the life of the file. A transaction that fails must ``forget``, because
    the rows it added are gone and their numbers will be given out again.
    """

    def __init__(self, db: Database, table: str) -> None:
        self._db = db
        self._by_uuid = f"SELECT id FROM {table} WHERE uuid = ?"  # noqa: S608
        self._by_number = f"SELECT uuid FROM {table} WHERE id = ?"  # noqa: S608
        self._all = f"SELECT id, uuid FROM {table}"  # noqa: S608
        self._next = f"SELECT coalesce(max(id), 0) + 1 FROM {table}"  # noqa: S608
        self._numbers: dict[str, int] = {}
        self._uuids: dict[int, str] = {}

    def find(self, uuid: str) -> int | None:
        """Return the row number of ``uuid``, or None if the table has no such row."""
        number = self._numbers.get(uuid)
        if number is None:
            row = self._db.execute(self._by_uuid, [bytes.fromhex(uuid)]).fetchone()
            if row is None:
                return None
            number = self._remember(uuid, row[0])
        return number

    def of(self, uuid: str) -> int:
        """Return the row number of ``uuid``.

        Raises:
            KeyError: The table has no such row.
        """
        number = self.find(uuid)
        if number is None:
            raise KeyError(uuid)
        return number

    def uuid(self, number: int) -> str:
        """Return the UUID of the row ``number``, or ``UNKNOWN`` if it is missing."""
        uuid = self._uuids.get(number)
        if uuid is None:
            row = self._db.execute(self._by_number, [number]).fetchone()
            if row is None:
                return UNKNOWN
            uuid = row[0].hex()
            self._remember(uuid, number)
        return uuid

    def all(self) -> dict[int, str]:
        """Return the UUID of every row by its number; for small tables."""
        rows = self._db.execute(self._all).fetchall()
        return {number: uuid.hex() for number, uuid in rows}

    def next(self) -> int:
        """Return the number the next added row will get."""
        return int(self._db.execute(self._next).fetchone()[0])

    def forget(self) -> None:
        """Forget everything, after a transaction that did not happen."""
        self._numbers.clear()
        self._uuids.clear()

    def _remember(self, uuid: str, number: int) -> int:
        self._numbers[uuid] = number
        self._uuids[number] = uuid
        return number
