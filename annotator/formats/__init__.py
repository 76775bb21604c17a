"""Files to bundles and back; one module a format."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import UnknownNameError
from annotator.formats.base import Format, ImportProblem, Keeps
from annotator.formats.brat import Brat
from annotator.formats.brat_reading import is_brat
from annotator.formats.csv_table import CsvTable
from annotator.formats.jsonl import JsonLines
from annotator.formats.label_studio import LabelStudio
from annotator.formats.web_annotation import WebAnnotation

__all__ = ["BUILT_IN", "Format", "ImportProblem", "Keeps", "format_for", "format_named"]

BRAT = Brat()
BUILT_IN: tuple[Format, ...] = (
    JsonLines(),
    CsvTable(),
    BRAT,
    WebAnnotation(),
    LabelStudio(),
)


def format_named(name: str) -> Format:
    """Return the format of this name, upper and lower case alike.

    Raises:
        UnknownNameError: There is no such format.
    """
    for known in BUILT_IN:
        if known.name == name.casefold():
            return known
    names = ", ".join(known.name for known in BUILT_IN)
    raise UnknownNameError(
        f"There is no format named “{name}”.", hint=f"The formats are: {names}."
    )


def format_for(path: Path) -> Format | None:
    """Return the format of the file or folder at ``path``, or None if there is none.

    A file's name decides, the longest suffix first; a folder's contents.
    """
    if path.is_dir():
        return BRAT if is_brat(path) else None
    name = path.name.casefold()
    named = [known for known in BUILT_IN if name.endswith(known.suffix)]
    return max(named, key=lambda known: len(known.suffix), default=None)
