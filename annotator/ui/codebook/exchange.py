"""The codebook as a file, and in words."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.app.codebook_files import save_codebook
from annotator.errors import AnnotatorError
from annotator.ui.codebook.editing import Editing

_FILES = "Codebooks (*.toml)"


def copy_label(editing: Editing) -> None:
    """Copy what says which codebook this is, with the whole hash."""
    label = editing.codebook.label
    QGuiApplication.clipboard().setText(
        f"{label.name}, version {label.version}, SHA-256 {label.sha256}"
    )
    editing.bench.hint("Copied name, version and SHA-256.")


def ask_for_codebook(editing: Editing, parent: QWidget) -> Path | None:
    """Ask for a file to import; None if the user would rather not."""
    folder = str(editing.session.path.parent)
    name, _ = QFileDialog.getOpenFileName(parent, "Import codebook", folder, _FILES)
    return Path(name) if name else None


def ask_and_export(editing: Editing, parent: QWidget) -> None:
    """Ask for a place, and write the codebook there."""
    project = editing.session.path
    suggested = str(project.with_name(f"{project.stem} codebook.toml"))
    name, _ = QFileDialog.getSaveFileName(parent, "Export codebook", suggested, _FILES)
    if name:
        export_to(editing, Path(name))


def export_to(editing: Editing, target: Path) -> None:
    """Write the codebook as TOML."""
    session, messages = editing.session, editing.bench.messages
    if not target.suffix:
        target = target.with_suffix(".toml")
    try:
        save_codebook(session.codebook, target, project=session.path)
    except AnnotatorError as error:
        messages.warn(str(error))
    else:
        messages.tell(f"Wrote {session.codebook.label} to {target}.")
