"""The errors a user can mend: what happened, and what to do about it."""

from __future__ import annotations

from pathlib import Path


class AnnotatorError(Exception):
    """What went wrong, and what the user can do about it.

    Attributes:
        hint: One imperative sentence, or "" when nothing can be done. It fits
            whatever face the program shows.
        command: What does it on the command line, or "".
    """

    hint = ""
    command = ""

    def __init__(self, message: str, *, hint: str = "", command: str = "") -> None:
        super().__init__(message)
        self.hint = hint or self.hint
        # The command of the class is for its own hint only.
        self.command = command or ("" if hint else self.command)

    def __str__(self) -> str:
        return f"{self.args[0]} {self.hint}".rstrip()

    @property
    def message(self) -> str:
        """What happened, without the hint."""
        return str(self.args[0])


# Opening a project ---------------------------------------------------------


class ProjectError(AnnotatorError):
    """A project file cannot be opened or made."""


class NotAProjectError(ProjectError):
    """The file is something else than an annotator project."""


class ProjectTooNewError(ProjectError):
    """The project was written by a later version than this one can read."""

    hint = "Update annotator, or ask a teammate to export the project as JSON Lines."


class DamagedProjectError(ProjectError):
    """The project's database is damaged beyond reading."""

    hint = (
        "The backups lie beside the project, in the folder ending in “.backups”; "
        "restore the newest one."
    )
    command = "annotator restore BACKUP PROJECT"


class ProjectLockedError(ProjectError):
    """The project is open for writing elsewhere.

    Attributes:
        owner: Who holds it, in words.
        foreign: Whether the holder is (or was) on another computer, so that
            nobody here can tell if it is still running.
    """

    def __init__(
        self, message: str, *, owner: str, foreign: bool, hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.owner = owner
        self.foreign = foreign


class ReadOnlyProjectError(ProjectError):
    """Something was to be written into a project opened for reading only."""

    hint = "Close the other window, or copy the project to a place you can write to."


# Saving --------------------------------------------------------------------


class SaveError(AnnotatorError):
    """A change could not be written; the project holds what it held before."""


class StaleError(AnnotatorError):
    """What was to be changed has changed in the meantime."""

    hint = "Nothing was overwritten; look at it as it is now and decide again."


class BackupError(AnnotatorError):
    """A backup could not be made, or is not good."""


# Content -------------------------------------------------------------------


class SpanError(AnnotatorError):
    """A span does not lie within its document, or spans of one annotation overlap."""


class UnknownNameError(AnnotatorError):
    """No document, tag, layer or format goes by that name."""


class SourceError(AnnotatorError):
    """A source text cannot be read."""


class EncodingUnknownError(SourceError):
    """A text is not Unicode and nobody has said what it is.

    Attributes:
        candidates: Names of encodings that would decode it, most likely first.
        path: The file, where it is one.
    """

    path: Path | None = None

    def __init__(self, message: str, *, candidates: list[str], hint: str) -> None:
        name = candidates[0] if candidates else "NAME"
        super().__init__(message, hint=hint, command=f"--encoding {name}")
        self.candidates = candidates


class FormatError(AnnotatorError):
    """A dataset cannot be read or written."""


class CodebookError(AnnotatorError):
    """A codebook contradicts itself or cannot be read."""


class ExportError(AnnotatorError):
    """An export could not be finished; what was there before is untouched."""


class LossError(AnnotatorError):
    """An export that was to lose nothing would lose something; nothing was written."""

    hint = "Allow the loss by leaving out --strict, or choose a format that keeps it."
    command = "annotator formats"

    def __init__(self, target: str, losses: list[str]) -> None:
        super().__init__(f"{target} would not keep {', '.join(losses)}.")
        self.losses = losses
