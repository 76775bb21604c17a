"""Making, opening, copying and restoring projects."""

from __future__ import annotations

from pathlib import Path

from annotator.app.files import readable_name
from annotator.app.jobs import Monitor
from annotator.app.sample import fill_with_sample
from annotator.app.session import Session
from annotator.app.settings import Settings, data_folder
from annotator.errors import (
    BackupError,
    CodebookError,
    ProjectError,
    ProjectLockedError,
    ProjectTooNewError,
    ReadOnlyProjectError,
)
from annotator.formats.codebook_toml import read_codebook
from annotator.model.codebook import Codebook
from annotator.resources import SEEDS
from annotator.store.backup import Backup, backups_of
from annotator.store.backup import backup_folder as backup_folder  # noqa: PLC0414
from annotator.store.checks import Damage as Damage  # noqa: PLC0414 - part of ``check``
from annotator.store.connection import SQLITE_VERSION as SQLITE_VERSION  # noqa: PLC0414
from annotator.store.project import SUFFIX as SUFFIX  # noqa: PLC0414 - faces name project files
from annotator.store.project import Project

SAMPLE_CODEBOOK = SEEDS / "codebooks" / "claims.toml"


def load_codebook(path: Path | None = None) -> Codebook:
    """Return the codebook in a TOML file; the one that comes with the program if None.

    Raises:
        CodebookError: The file cannot be read or contradicts itself.
    """
    path = path or SAMPLE_CODEBOOK
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(
            f"The codebook {path} cannot be read "
            f"({getattr(error, 'strerror', None) or error})."
        ) from error
    return read_codebook(text, path.name)


def create_project(
    path: Path,
    settings: Settings,
    *,
    title: str | None = None,
    codebook: Path | None = None,
) -> Session:
    """Make a project and open it.

    Raises:
        ProjectError: There is a file already, or it cannot be made.
        CodebookError: The codebook cannot be read.
    """
    path = with_suffix(path)
    project = Project.create(
        path,
        title=title or readable_name(path.with_suffix("")),
        codebook=load_codebook(codebook),
        device=settings.device,
    )
    return _session(project, settings)


def open_project(path: Path, settings: Settings, *, take_over: bool = False) -> Session:
    """Open a project for writing.

    Raises:
        ProjectError: As ``Project.open``.
    """
    project = Project.open(path, device=settings.device, take_over=take_over)
    return _session(project, settings)


def open_read_only(path: Path, settings: Settings, reason: str) -> Session:
    """Open a project for reading and remember why not for writing.

    Raises:
        ProjectError: As ``Project.open_read_only``.
    """
    return _session(Project.open_read_only(path), settings, reason)


def open_somehow(path: Path, settings: Settings) -> Session:
    """Open a project for writing, or for reading if writing is not possible.

    Raises:
        ProjectLockedError: Another computer left its lock; the user decides.
        ProjectError: It cannot be read either.
    """
    try:
        return open_project(path, settings)
    except (ProjectLockedError, ReadOnlyProjectError, ProjectTooNewError) as error:
        if isinstance(error, ProjectLockedError) and error.foreign:
            raise
        return open_read_only(path, settings, error.message)


def reading(path: Path) -> Project:
    """Open a project for reading only, for a job in another thread.

    Raises:
        ProjectError: As ``Project.open_read_only``.
    """
    return Project.open_read_only(path)


def sample_path() -> Path:
    """Return where the sample project lies on this computer."""
    return data_folder() / f"sample{SUFFIX}"


def open_sample(settings: Settings, path: Path | None = None) -> Session:
    """Open the sample project; build it from its text form the first time.

    Raises:
        ProjectError: It cannot be made or opened.
    """
    path = path or sample_path()
    if path.exists():
        return open_somehow(path, settings)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"The sample cannot be made in {path.parent} ({error.strerror})."
        ) from error
    # Under another name, so that a half-made one is never taken for the sample.
    draft = path.with_name(f"{path.stem}-draft{path.suffix}")
    draft.unlink(missing_ok=True)
    session = create_project(draft, settings, title="Sample project")
    try:
        fill_with_sample(session.project)
        session.project.close()
        draft.replace(path)
    finally:
        session.project.close()
        draft.unlink(missing_ok=True)
    return open_somehow(path, settings)


def check(project: Project, monitor: Monitor) -> list[Damage]:
    """Return everything in a project that is not as it was written.

    Raises:
        Cancelled: The user has cancelled.
    """
    return [*project.checker.structure(), *project.checker.content(monitor.step)]


def backups(path: Path) -> list[Backup]:
    """Return the backups beside a project, newest first."""
    return backups_of(path)


def restore(backup: Path, target: Path, settings: Settings) -> Path | None:
    """Put a verified copy of ``backup`` at ``target``.

    What was at ``target`` is moved beside its backups, not deleted.

    Returns:
        Where the replaced project was moved, or None if there was none.

    Raises:
        ProjectError: ``backup`` is no project, or ``target`` is open elsewhere.
        BackupError: ``backup`` is damaged, or the copy could not be written.
    """
    if target.is_dir():
        raise ProjectError(
            f"{target} is a folder, not a project file.",
            hint="Name the file, such as election.annotator.",
        )
    with Project.open_read_only(backup) as source:
        damage = [*source.checker.structure(), *source.checker.content(_ignore)]
        if damage:
            raise BackupError(
                f"{backup.name} is damaged itself ({damage[0]}).",
                hint="Choose an older backup.",
            )
        if target.exists():
            _require_closed(target, settings)
        aside = _move_aside(target)
        try:
            source.copy_to(target)
        except BaseException:
            if aside:
                _put_back(aside, target)
            raise
        return aside if aside and aside.exists() else None


def with_suffix(path: Path) -> Path:
    """Return ``path`` with the ending of project files, unless it has an ending.

    Raises:
        ProjectError: It ends in no name that could get one, such as ``..``.
    """
    if not path.name.strip("."):
        raise ProjectError(
            f"{path} is a folder, not a project file.",
            hint="Name the file, such as election.annotator.",
        )
    return path if path.suffix else path.with_suffix(SUFFIX)


def _session(project: Project, settings: Settings, reason: str = "") -> Session:
    return Session(
        project,
        annotator_id=settings.annotator_id,
        name=settings.shown_name,
        read_only_reason=reason,
    )


def _require_closed(path: Path, settings: Settings) -> None:
    """Refuse a project that is open elsewhere; a damaged one may be replaced."""
    try:
        Project.open(path, device=settings.device).close()
    except ProjectLockedError:
        raise
    except ProjectError:
        return


def _move_aside(path: Path) -> Path | None:
    """Move what is at ``path`` beside its backups, and return where it is now."""
    if not path.exists() and not _journal(path).exists():
        return None
    try:
        aside = _free_place(path)
        # The journal first, which is put back if the project cannot be moved:
        # SQLite would take an unfinished change of the old file back in the new.
        _move(_journal(path), _journal(aside))
        try:
            _move(path, aside)
        except OSError:
            _move(_journal(aside), _journal(path))
            raise
    except OSError as error:
        raise BackupError(
            f"{path} cannot be replaced ({error.strerror or error}).",
            hint="Restore the backup to another place.",
        ) from error
    return aside


def _put_back(aside: Path, path: Path) -> None:
    _move(aside, path)
    _move(_journal(aside), _journal(path))


def _move(source: Path, target: Path) -> None:
    """Move a file, if there is one."""
    if source.exists():
        source.replace(target)


def _journal(path: Path) -> Path:
    """Return where SQLite keeps what it needs to take back an unfinished change."""
    return path.with_name(path.name + "-journal")


def _free_place(path: Path) -> Path:
    folder = backup_folder(path)
    folder.mkdir(exist_ok=True)
    number = 1
    while (aside := folder / f"{path.stem}-replaced-{number}{path.suffix}").exists():
        number += 1
    return aside


def _ignore(done: int, total: int) -> None:
    """Take no note of progress."""
