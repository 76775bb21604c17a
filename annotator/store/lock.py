"""The lock beside a project: one writer at a time, also across processes.

The operating system's own lock on ``NAME.lock`` decides on one computer and
falls away with the process that held it. A second computer sharing the folder
does not see that lock, so the file also says who holds it.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from annotator.errors import ProjectLockedError, ReadOnlyProjectError
from annotator.model.times import local_day_and_time, utc_now

# The first byte is what the operating system locks on Windows; it cannot be read.
_OWNER_AT = 1


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock."""

    host: str
    user: str
    pid: int
    since: str

    def __str__(self) -> str:
        try:
            since = f" since {local_day_and_time(self.since)}"
        except (ValueError, TypeError):
            since = ""  # another version's file, or a damaged one
        return f"{self.user} on {self.host}{since}"


class ProjectLock:
    """Holds a project for writing until released."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._path = lock_path(project)
        # is_singleton and thread_local off: one object, one holder.
        self._lock = FileLock(self._path, thread_local=False)

    def acquire(self, *, take_over: bool = False) -> None:
        """Take the lock.

        Args:
            take_over: Take it also if another computer left its name on it.

        Raises:
            ProjectLockedError: Somebody else holds it.
            ReadOnlyProjectError: The folder or the lock file cannot be written.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:
            raise self._locked(_owner(self._path), foreign=False) from error
        except OSError as error:
            raise ReadOnlyProjectError(
                f"{self._project.name} lies in a folder that cannot be written to "
                f"({error.strerror or error})."
            ) from error
        owner = _owner(self._path)
        if owner and owner.host != socket.gethostname() and not take_over:
            self._lock.release()
            raise self._locked(owner, foreign=True)
        self._sign()

    def release(self) -> None:
        """Give the lock up and remove its file."""
        if self._lock.is_locked:
            # Still ours: whoever waits for it will find the file gone and make one.
            self._path.unlink(missing_ok=True)
            self._lock.release()

    def _sign(self) -> None:
        owner = {
            "host": socket.gethostname(),
            "user": _user(),
            "pid": os.getpid(),
            "since": utc_now(),
        }
        with self._path.open("r+b") as file:
            file.truncate(_OWNER_AT)
            file.seek(_OWNER_AT)
            file.write(json.dumps(owner).encode())

    def _locked(self, owner: Owner | None, *, foreign: bool) -> ProjectLockedError:
        who = str(owner) if owner else "another program"
        if foreign:
            return ProjectLockedError(
                f"{self._project.name} was opened on another computer ({who}) "
                "and not closed there.",
                owner=who,
                foreign=True,
                hint=f"If it is closed there, delete {self._path.name} and open again.",
            )
        return ProjectLockedError(
            f"{self._project.name} is open in another window ({who}).",
            owner=who,
            foreign=False,
            hint="Close it there and try again; reading works meanwhile.",
        )


def lock_path(project: Path) -> Path:
    """Return where the lock of ``project`` lies: beside the file, not beside a link."""
    return Path(f"{os.path.realpath(project)}.lock")


def _owner(path: Path) -> Owner | None:
    try:
        with path.open("rb") as file:
            file.seek(_OWNER_AT)
            return Owner(**json.loads(file.read(4096)))
    except (OSError, ValueError, TypeError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
