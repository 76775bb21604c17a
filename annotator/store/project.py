"""A project file: made, opened, saved into and closed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from annotator.errors import (
    DamagedProjectError,
    NotAProjectError,
    ProjectError,
    ProjectTooNewError,
    ReadOnlyProjectError,
    SaveError,
)
from annotator.model.annotation import Annotator
from annotator.model.change import Action, Change, Edit, Entity
from annotator.model.codebook import Codebook
from annotator.model.ids import AnnotatorId, new_id
from annotator.model.times import utc_now
from annotator.store.annotations import AnnotationStore
from annotator.store.backup import copy_to, make_backup
from annotator.store.checks import Checker
from annotator.store.connection import connect, use_truncate_journal
from annotator.store.definitions import CodebookStore, DefinitionTable
from annotator.store.documents import DocumentStore
from annotator.store.journal import JournalStore
from annotator.store.lock import ProjectLock
from annotator.store.migrations import (
    APPLICATION_ID,
    READER_VERSION,
    SCHEMA_VERSION,
    migrations,
)
from annotator.store.relations import RelationStore
from annotator.store.search import SearchStore
from annotator.store.transaction import explained, writing
from annotator.store.upgrade import newest_of, upgrade, upgraded_for_reading
from annotator.store.writer import Writer, same

SUFFIX = ".annotator"

# sqlite3 fails to decode its own message when that quotes damaged bytes.
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


class Project:
    """An open project file with its tables.

    Make one with ``create``, ``open`` or ``open_read_only``; use it as a context
    manager or call ``close``. Belongs to the thread that opened it.

    Attributes:
        path: Where the file lies.
        read_only: Whether it was opened for reading only.
    """

    def __init__(
        self, path: Path, db: Database, *, device: int, lock: ProjectLock | None
    ) -> None:
        self.path = path
        self.read_only = lock is None
        self._db = db
        self._lock = lock
        self._identity = _file_identity(path)
        self.people = DefinitionTable(db, "annotators", Annotator, "id")
        self.codebook = CodebookStore(db)
        self.documents = DocumentStore(db, self.people.numbers)
        self.annotations = AnnotationStore(
            db, self.documents, self.codebook, self.people.numbers
        )
        self.relations = RelationStore(
            db, self.documents, self.annotations, self.codebook, self.people.numbers
        )
        self.journal = JournalStore(db, self.documents, self.people.numbers)
        self.search = SearchStore(db, read_only=self.read_only)
        self.checker = Checker(
            db,
            self.documents,
            self.annotations,
            self.relations,
            (
                self.people,
                *self.codebook.tables,
            ),
        )
        self._writer = Writer(
            db,
            device=device,
            people=self.people,
            codebook=self.codebook,
            documents=self.documents,
            annotations=self.annotations,
            relations=self.relations,
            journal=self.journal,
        )
        self._saved = self.journal.count() if lock else 0

    @classmethod
    def create(
        cls, path: Path, *, title: str, codebook: Codebook, device: int
    ) -> Project:
        """Make a new project file with this codebook and open it.

        Raises:
            ProjectError: There is a file already, or it cannot be made.
        """
        if path.exists():
            raise ProjectError(
                f"There is a file at {path} already.",
                hint="Open it, or choose another name.",
            )
        if not path.parent.is_dir():
            raise ProjectError(
                f"There is no folder {path.parent}.",
                hint="Make it first, or choose another place.",
            )
        lock = ProjectLock(path)
        lock.acquire()
        made = False
        try:
            _make_file(path)
            made = True
            return cls._first_opened(
                path, lock, title=title, codebook=codebook, device=device
            )
        except BaseException as error:
            if made:
                path.unlink(missing_ok=True)
                _journal_path(path).unlink(missing_ok=True)
            lock.release()
            if isinstance(error, OSError | sqlite3.Error):
                cause = getattr(error, "strerror", None) or error
                raise ProjectError(f"{path} could not be made ({cause}).") from error
            raise

    @classmethod
    def _first_opened(
        cls,
        path: Path,
        lock: ProjectLock,
        *,
        title: str,
        codebook: Codebook,
        device: int,
    ) -> Project:
        db = connect(path, write=True)
        try:
            use_truncate_journal(db)
            _lay_out(db, title)
            project = cls(path, db, device=device, lock=lock)
            entities: tuple[Entity, ...] = (codebook.info, *codebook.entries())
            changes = tuple(Change(None, entity) for entity in entities)
            project.save(Edit(f"Codebook “{codebook.name}”", changes), by=None)
            project._saved = project.journal.count()
        except BaseException:
            db.close()
            raise
        return project

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        device: int,
        take_over: bool = False,
        steps: Migrations = migrations,
    ) -> Project:
        """Open a project for writing.

        Args:
            path: The project file.
            device: This computer's random number.
            take_over: Open it although another computer left its lock behind.
            steps: The schema's steps.

        Raises:
            NotAProjectError: There is no file, or it is something else.
            ProjectTooNewError: A newer version wrote it.
            DamagedProjectError: Its first pages are damaged.
            ProjectLockedError: It is open elsewhere.
            ReadOnlyProjectError: The file or its folder cannot be written to.
        """
        _require_file(path)
        lock = ProjectLock(path)
        lock.acquire(take_over=take_over)
        db = None
        try:
            db = connect(path, write=True)
            # Nothing is written into a file before it is known to be a project.
            db.execute("PRAGMA query_only = ON")
            _identify(db, path, steps, write=True)
            db.execute("PRAGMA query_only = OFF")
            _require_writable(db, path)
            use_truncate_journal(db)
            upgrade(db, path, steps)
            return cls(path, db, device=device, lock=lock)
        except BaseException as error:
            if db is not None:
                db.close()
            lock.release()
            if isinstance(error, _UNREADABLE):
                raise _not_opened(path, error) from error
            raise

    @classmethod
    def open_read_only(cls, path: Path) -> Project:
        """Open a project for reading; it may be open for writing elsewhere.

        Raises:
            NotAProjectError, ProjectTooNewError, DamagedProjectError: As ``open``.
        """
        _require_file(path)
        try:
            try:
                return cls._read_only(path)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
                    raise
                _take_back_unfinished_change(path)
                return cls._read_only(path)
        except _UNREADABLE as error:
            raise _not_opened(path, error) from error

    @classmethod
    def _read_only(cls, path: Path) -> Project:
        db = connect(path, write=False)
        try:
            _identify(db, path, migrations, write=False)
            db = upgraded_for_reading(db, migrations)
            return cls(path, db, device=0, lock=None)
        except BaseException:
            db.close()
            raise

    @property
    def title(self) -> str:
        """The project's title."""
        return str(self._db.execute("SELECT title FROM project").fetchone()[0])

    @property
    def changed(self) -> bool:
        """Whether anything has been saved since it was opened."""
        return not self.read_only and self.journal.count() != self._saved

    def save(
        self,
        edit: Edit,
        *,
        by: AnnotatorId | None,
        action: Action = Action.DO,
        of_step: int | None = None,
    ) -> int:
        """Save an edit in one transaction and return its step in the journal.

        Args:
            edit: What to change.
            by: Who does it, and may undo it; None stands for the program.
            action: Whether it is done, undone or redone.
            of_step: The step that is undone or redone.

        Raises:
            StaleError: What the edit starts from is not what is stored.
            ReadOnlyProjectError: The project is open for reading only.
            SaveError: The disk did not take it, or the file was moved away.
        """
        self._require_ours()
        try:
            return self._writer.save(edit, by=by, action=action, of_step=of_step)
        except BaseException:
            self._forget_numbers()
            raise

    def holds(self, entity: Entity) -> bool:
        """Tell whether ``entity`` is stored as it is here, whatever its revision.

        Raises:
            AnnotatorError: The file cannot be read.
        """
        try:
            stored = self._writer.stored(entity)
        except sqlite3.Error as error:
            raise explained(error) from error
        return stored is not None and same(stored, entity)

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Group several ``save`` calls into one transaction."""
        self._require_ours()
        try:
            with writing(self._db):
                yield
        except BaseException:
            self._forget_numbers()
            raise

    def backup(self, reason: str) -> Path:
        """Make a verified backup beside the project and return where it is."""
        return make_backup(self._db, self.path, reason)

    def copy_to(self, target: Path) -> None:
        """Write a verified copy of the project to ``target``."""
        copy_to(self._db, target)

    def close(self) -> None:
        """Close the file and give up its lock; safe to call twice."""
        self.search.close()
        self._db.close()
        if self._lock:
            self._remove_empty_journal()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _remove_empty_journal(self) -> None:
        # At rest a project is one file. A journal that is not empty is what
        # SQLite needs to mend the file with, and stays.
        journal = _journal_path(self.path)
        with suppress(OSError):
            if journal.stat().st_size == 0:
                journal.unlink()

    def _require_ours(self) -> None:
        if self.read_only:
            raise ReadOnlyProjectError(f"{self.path.name} is open for reading only.")
        if _file_identity(self.path) != self._identity:
            raise SaveError(
                f"Not saved: {self.path} was moved, replaced or deleted while it "
                "was open.",
                hint="Put it back where it was, then retry; "
                "or keep what you see with “Save a copy”.",
            )

    def _forget_numbers(self) -> None:
        for numbers in (
            self.people.numbers,
            self.documents.numbers,
            self.annotations.numbers,
            *(table.numbers for table in self.codebook.tables),
        ):
            numbers.forget()


def _journal_path(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _take_back_unfinished_change(path: Path) -> None:
    # A program was killed while saving. SQLite mends the file when it is next
    # read, but not through a connection that may not write.
    db = connect(path, write=True)
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        db.close()


def _make_file(path: Path) -> None:
    # SQLite is never allowed to make files: a misspelt path would make one too.
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
    os.close(handle)


def _lay_out(db: Database, title: str) -> None:
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(db)
    with writing(db):
        db.execute(
            "INSERT INTO project (id, uuid, title, created_at, min_reader) "
            "VALUES (1, ?, ?, ?, ?)",
            [bytes.fromhex(new_id()), title, utc_now(), READER_VERSION],
        )
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _require_file(path: Path) -> None:
    if path.is_dir():
        raise NotAProjectError(
            f"{path} is a folder, not a project file.",
            hint=f"Choose a file ending in {SUFFIX}.",
        )
    if not path.exists():
        raise NotAProjectError(
            f"There is no file at {path}.",
            hint="Choose another file, or make a project there.",
            command=f"annotator new {path}",
        )


def _identify(db: Database, path: Path, steps: Migrations, *, write: bool) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise NotAProjectError(
            f"{path} is not an annotator project.",
            hint="To annotate a text, make a project and import the text into it.",
        )
    version = db.execute("PRAGMA user_version").fetchone()[0]
    row = db.execute("SELECT min_reader FROM project").fetchone()
    newest = newest_of(steps)
    if row is None or version < 1:
        raise DamagedProjectError(f"{path} has lost its project record.")
    if version > newest and (write or row[0] > newest):
        raise ProjectTooNewError(
            f"{path} was saved by a newer annotator (file version {version}, "
            f"this program knows {newest})."
        )


def _require_writable(db: Database, path: Path) -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE project SET hlc = hlc")
        db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(
            ("SQLITE_READONLY", "SQLITE_CANTOPEN")
        ):
            raise
        raise ReadOnlyProjectError(f"{path.name} cannot be written to.") from error


def _not_opened(path: Path, error: sqlite3.Error | UnicodeDecodeError) -> Exception:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_READONLY"):
        return ReadOnlyProjectError(
            f"{path} was left in the middle of a change, which cannot be taken back "
            "where nothing can be written.",
            hint="Copy it, together with the file ending in “-journal”, to a folder "
            "you can write to and open it there.",
        )
    if name == "SQLITE_NOTADB":
        return NotAProjectError(
            f"{path} is not an annotator project.",
            hint="To annotate a text, make a project and import the text into it.",
        )
    if name.startswith("SQLITE_BUSY"):
        return ProjectError(
            f"{path.name} is being used by another program, which lets nobody in.",
            hint="Close it there and try again.",
        )
    if isinstance(error, sqlite3.Error) and name.startswith(
        ("SQLITE_IOERR", "SQLITE_CANTOPEN")
    ):
        return explained(error)
    if isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError):
        return DamagedProjectError(f"{path} is damaged ({error}).")
    return error


def _file_identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
