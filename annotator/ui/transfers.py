"""Import, export and checking from the window: prepared beside it, told at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog

from annotator.app.datasets import dataset_format, prepare_dataset
from annotator.app.exporting import (
    ExportReport,
    export,
    format_table,
    layer_names,
)
from annotator.app.importing import TEXT_SUFFIXES, PreparedImport, prepare_texts
from annotator.app.jobs import Monitor
from annotator.app.projects import Damage, check, reading
from annotator.errors import AnnotatorError, EncodingUnknownError
from annotator.model.annotation import Annotator
from annotator.model.counts import counted
from annotator.ui.dialogs import EncodingDialog, ExportDialog, ProblemsDialog

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_ENDINGS = " ".join(
    f"*{suffix}"
    for suffix in (
        *TEXT_SUFFIXES,
        *(row.suffix for row in format_table() if row.reads and row.suffix),
    )
)
_FILTER = f"Texts and datasets ({_ENDINGS});;All files (*)"


class Transfers(QObject):
    """What goes in and out of the open project."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._quiet = False
        self._waiting: list[Callable[[], None]] = []
        # Queued: who is told of the end of a job may start the next one first.
        window.worker.idle.connect(self._on_idle, Qt.ConnectionType.QueuedConnection)

    def drop(self) -> None:
        """Forget the jobs that wait; they belong to a project that is closed."""
        self._waiting.clear()

    # Import ----------------------------------------------------------------

    def import_files(self) -> None:
        """Ask which files, and bring them in."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window, "Import texts and datasets", self._folder(), _FILTER
        )
        if names:
            self.import_paths([Path(name) for name in names])

    def import_folder(self) -> None:
        """Ask for a folder, and bring in the texts below it."""
        name = QFileDialog.getExistingDirectory(
            self._window, "Import a folder of texts", self._folder()
        )
        if name:
            self.import_paths([Path(name)])

    def import_paths(
        self,
        paths: list[Path],
        *,
        answers: Mapping[Path, str | None] = MappingProxyType({}),
        skip_invalid: bool = False,
    ) -> None:
        """Bring texts, folders and datasets in; all of them or none.

        Args:
            paths: What to bring in.
            answers: The encodings of texts that are not Unicode; None means
                leaving that one out.
            skip_invalid: Leave out what cannot be used and take the rest.
        """
        window = self._window
        session = window.session
        if session is None or window.place is None:
            return
        if session.read_only:
            window.messages.warn(f"Nothing can be imported: {session.read_only_reason}")
            return
        window.place.commit()
        job = partial(
            _prepare,
            session.path,
            paths,
            me=session.me,
            answers=answers,
            skip_invalid=skip_invalid,
        )
        again = partial(self.import_paths, paths, answers=answers)
        self._start(
            "Reading",
            job,
            then=partial(self._on_prepared, again),
            failed=partial(self._on_import_failed, again),
        )

    def _on_prepared(
        self, again: Callable[..., None], imports: list[PreparedImport]
    ) -> None:
        window = self._window
        undecided = [e for each in imports for e in each.report.undecided]
        if undecided:
            self._ask_encodings(again, undecided)
            return
        problems = [str(p) for each in imports for p in each.report.problems]
        if problems and any(each.report.refused for each in imports):
            noun = "entry is" if len(problems) == 1 else "entries are"
            dialog = ProblemsDialog(
                f"{len(problems):,} {noun} not usable; nothing was imported",
                problems,
                accept="Import the rest",
                parent=window,
            )
            if dialog.exec():
                again(skip_invalid=True)
            return
        if window.place is None:
            return
        for each in imports:
            if each.edit is not None and not window.place.saver.do(each.edit):
                return
        window.messages.tell(" ".join(each.report.summary() for each in imports))

    def _on_import_failed(self, again: Callable[..., None], error: Exception) -> None:
        if isinstance(error, EncodingUnknownError):
            self._ask_encodings(again, [error])
        else:
            self._on_failed(error)

    def _ask_encodings(
        self, again: Callable[..., None], errors: Sequence[EncodingUnknownError]
    ) -> None:
        """Ask of one file after the other; nothing is imported if one is cancelled."""
        answers: dict[Path, str | None] = {}
        same: EncodingDialog | None = None
        for left, error in zip(reversed(range(len(errors))), errors, strict=True):
            path = error.path
            if path is None:
                raise error
            try:
                content = path.read_bytes()
            except OSError as problem:
                self._window.messages.warn(
                    f"{path} cannot be read ({problem.strerror})."
                )
                return
            if same is None or not _fits(content, same.encoding):
                dialog = EncodingDialog(
                    path.name,
                    content,
                    error.candidates,
                    self._window,
                    left=left,
                    several=len(errors) > 1,
                )
                if not dialog.exec():
                    return
                answers[path] = dialog.encoding
                same = dialog if dialog.for_others else None
            else:
                answers[path] = same.encoding
        again(answers=answers)

    # Export ----------------------------------------------------------------

    def export(self) -> None:
        """Ask for format, layers and place, and write a dataset."""
        window = self._window
        session = window.session
        if session is None or window.place is None:
            return
        window.place.commit()
        dialog = ExportDialog(list(layer_names(session.project).values()), window)
        if not dialog.exec():
            return
        how = dialog.format
        suggested = session.path.with_suffix(how.suffix)
        name, _ = QFileDialog.getSaveFileName(
            window, "Export dataset", str(suggested), f"{how.title} (*{how.suffix})"
        )
        if name:
            target = Path(name)
            if not target.suffix:
                target = target.with_suffix(how.suffix)
            self.export_to(target, how.name, dialog.layers)

    def export_to(self, target: Path, format_name: str, layers: list[str]) -> None:
        """Write a dataset in the background."""
        session = self._window.session
        if session is not None:
            self._start(
                "Exporting",
                partial(_export, session.path, target, format_name, layers),
                then=partial(self._on_exported, target),
                failed=self._on_failed,
            )

    def _on_exported(self, target: Path, report: ExportReport) -> None:
        text = (
            f"Exported {counted(report.documents, 'document')} and "
            f"{counted(report.annotations, 'annotation')} to {target}."
        )
        if report.losses:
            text += f" Not in this file: {', '.join(report.losses.lines())}."
        self._window.messages.tell(text)

    # Check -----------------------------------------------------------------

    def check(self) -> None:
        """Look for damage, and say so also if there is none."""
        self._check(quietly=False)

    def check_quietly(self) -> None:
        """Look for damage after opening, and speak up only if there is some."""
        if not self._window.worker.busy:
            self._check(quietly=True)

    def _check(self, *, quietly: bool) -> None:
        session = self._window.session
        if session is not None:
            self._start(
                "" if quietly else "Checking",
                partial(_check, session.path),
                then=partial(self._on_checked, quietly),
                failed=self._on_failed,
            )

    def _on_checked(self, quietly: bool, damage: list[Damage]) -> None:  # noqa: FBT001
        window = self._window
        if damage:
            window.messages.warn(
                f"{counted(len(damage), 'place')} in this project "
                f"{'is' if len(damage) == 1 else 'are'} damaged. What is damaged is "
                "left out of view and exports; the rest is safe to use.",
                [
                    ("Show", lambda: self._show_damage(damage)),
                    ("Restore a backup…", window.files.restore),
                ],
            )
        elif not quietly:
            window.messages.tell("Everything in this project is as it was written.")

    def _show_damage(self, damage: list[Damage]) -> None:
        ProblemsDialog(
            "Damaged places",
            [str(entry) for entry in damage],
            accept=None,
            parent=self._window,
        ).exec()

    # Private ---------------------------------------------------------------

    def _start(
        self,
        what: str,
        job: Callable[[Monitor], object],
        *,
        then: Callable[..., None],
        failed: Callable[[Exception], None],
    ) -> None:
        worker = self._window.worker
        if worker.busy:
            # A check in the background gives way to what the user wants now.
            if self._quiet:
                worker.cancel()
            self._waiting.append(
                partial(self._start, what, job, then=then, failed=failed)
            )
            return
        self._quiet = not what
        if what:
            self._window.progress.start(what)
        worker.start(job, then=then, failed=failed)

    def _on_idle(self) -> None:
        if self._waiting and not self._window.worker.busy:
            self._waiting.pop(0)()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, AnnotatorError):
            raise error
        self._window.messages.warn(str(error))

    def _folder(self) -> str:
        session = self._window.session
        return str(session.path.parent if session else Path.home())


def _fits(content: bytes, encoding: str | None) -> bool:
    """Tell whether an answer can be taken for another text; leaving out always can."""
    try:
        content.decode(encoding or "latin-1")
    except (LookupError, ValueError):
        return False
    return True


# In the worker's thread: each with a connection of its own, for reading.


def _prepare(
    project_path: Path,
    paths: list[Path],
    monitor: Monitor,
    *,
    me: Annotator,
    answers: Mapping[Path, str | None],
    skip_invalid: bool,
) -> list[PreparedImport]:
    with reading(project_path) as project:
        texts = [path for path in paths if dataset_format(path, None) is None]
        prepared = []
        if texts:
            prepared.append(
                prepare_texts(
                    project,
                    texts,
                    encoding=None,
                    answers=answers,
                    monitor=monitor,
                    skip_invalid=skip_invalid,
                )
            )
        for path in paths:
            how = dataset_format(path, None)
            if how is not None:
                prepared.append(
                    prepare_dataset(
                        project,
                        path,
                        how,
                        annotator=me,
                        add_tags=False,
                        skip_invalid=skip_invalid,
                        monitor=monitor,
                    )
                )
        return prepared


def _export(
    project_path: Path,
    target: Path,
    format_name: str,
    layers: list[str],
    monitor: Monitor,
) -> ExportReport:
    with reading(project_path) as project:
        return export(project, target, format_name, layers=layers, monitor=monitor)


def _check(project_path: Path, monitor: Monitor) -> list[Damage]:
    with reading(project_path) as project:
        return check(project, monitor)
