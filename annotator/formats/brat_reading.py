"""Reads folders of brat standoff, ours and those that brat and people have made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.errors import FormatError
from annotator.formats import checks
from annotator.formats.base import ImportProblem
from annotator.formats.brat_lines import AnnotationFile, Target, content_of, place_of
from annotator.formats.brat_names import Meanings
from annotator.formats.checks import UnusableError
from annotator.formats.offset_units import SourceText
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation
from annotator.model.document import text_sha256


def is_brat(folder: Path) -> bool:
    """Tell whether there are annotations of this format in ``folder``, or just below.

    Without them, a configuration of ours tells: an export may have no document.
    """
    try:
        return (
            any(next(folder.glob(pattern), None) for pattern in ("*.ann", "*/*.ann"))
            or Meanings(folder).ours
        )
    except OSError:
        return False


def read_folder(source: Path) -> Iterator[Bundle | ImportProblem]:
    """Read all documents in ``source``; one text in several folders is one document.

    Raises:
        FormatError: It is no folder, or has no annotations of this format.
    """
    if not source.is_dir():
        checks.require_file(source)
        raise FormatError(
            f"{source} is a file; brat standoff is a folder of .txt and .ann files.",
            hint="Give the name of the folder.",
        )
    if not is_brat(source):
        raise FormatError(f"{source} has no .ann files in it.")
    meanings = Meanings(source)
    groups: dict[str, list[Path]] = {}
    for path in sorted(source.rglob("*.txt")):
        try:
            groups.setdefault(text_sha256(_source(path, source).text), []).append(path)
        except UnusableError as error:
            yield ImportProblem(place_of(path, source), f"it was left out: {error}")
    for path in sorted(source.rglob("*.ann")):
        if not path.with_suffix(".txt").exists():
            reason = "it was left out: its text is not beside it"
            yield ImportProblem(place_of(path, source), reason)
    for paths in groups.values():
        yield from _Document(source, paths, meanings).read()


def _source(path: Path, folder: Path) -> SourceText:
    """Return the text of a document, if it has annotations and can be used."""
    if not path.with_suffix(".ann").exists():
        raise UnusableError("there are no annotations beside it")
    source = SourceText.of(content_of(path, folder))
    if found := checks.bad_character(source.text):
        raise UnusableError(f"there is {found} in its text")
    return source


class _Document:
    """One text, and the files that annotate it."""

    def __init__(self, folder: Path, paths: Sequence[Path], meanings: Meanings) -> None:
        self._folder = folder
        self._paths = paths
        self._meanings = meanings
        self._several = len({path.parent for path in paths}) > 1

    def read(self) -> Iterator[Bundle | ImportProblem]:
        """Yield what was left out, and then the document."""
        first = self._paths[0]
        try:
            source = _source(first, self._folder)
        except UnusableError as error:  # changed since it was looked at
            yield ImportProblem(place_of(first, self._folder), str(error))
            return
        bundle = Bundle(
            id="",
            name=self._meanings.find("documents", first.stem) or first.name,
            sha256=text_sha256(source.text),
            text=source.text,
            metadata={},
            annotations=(),
            codebook=self._meanings.codebook,
            place=place_of(first, self._folder),
        )
        bundle.name = bundle.name.encode(errors="replace").decode()
        annotations: list[BundleAnnotation] = []
        relations: list[BundleRelation] = []
        notes: list[str] = []
        for path in self._paths:
            target = Target(source, bundle.sha256, self._person(path))
            file = AnnotationFile(
                path.with_suffix(".ann"), self._folder, self._meanings
            )
            annotations += file.annotations(target)
            relations += file.relations(bundle.sha256)
            notes += file.notes
            yield from file.problems
        bundle.annotations, bundle.relations = annotations, relations
        bundle.notes = notes
        yield bundle

    def _person(self, path: Path) -> str:
        """Return whose annotations lie in a folder, or "" if nobody says."""
        parent = path.parent.relative_to(self._folder).as_posix()
        code = "" if parent == "." else parent
        if (name := self._meanings.find("people", code)) is not None:
            return name
        if not self._several:
            return ""
        return code.encode(errors="replace").decode()
