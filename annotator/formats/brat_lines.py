"""The lines of one ``.ann`` file of brat standoff, and what they say of its text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from annotator.formats import checks
from annotator.formats.base import ImportProblem
from annotator.formats.brat_names import Meanings
from annotator.formats.checks import UnusableError, shown
from annotator.formats.offset_units import CODE_POINTS, Claim, SourceText, Spans, place
from annotator.model.bundle import BundleAnnotation, BundleRelation, Place
from annotator.model.ids import derived_id
from annotator.model.span import QUOTE_JOINER

SPANS_NOTE = "ExactSpans"
"""The kind of comment that has the spans as they were before cutting at lines."""

_LARGEST = 500_000_000  # bytes of a file
# All at which Python's splitlines breaks: brat's server reads lines with it.
_LINE = re.compile("[^\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_TEXT_BOUND = re.compile(
    r"(\S+) ([0-9]{1,10} [0-9]{1,10}(?:;[0-9]{1,10} [0-9]{1,10})*)\Z", re.ASCII
)
_RELATION = re.compile(r"(\S+) \S+?:(\S+) \S+?:(\S+)\s*\Z", re.ASCII)

_UNKEPT = {
    "E": "an event; what it is about is kept as an annotation",
    "N": "a reference to a knowledge base",
    "*": "an equivalence of several annotations",
}


class Target(NamedTuple):
    """What annotations are about.

    Attributes:
        document: SHA-256 of the text.
        person: Name of the annotator, or "".
    """

    source: SourceText
    document: str
    person: str


def fragments(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return ``spans``, in code points, cut at line breaks."""
    return [
        (start + part.start(), start + part.end())
        for start, end in spans
        for part in _LINE.finditer(text[start:end])
    ]


def content_of(path: Path, folder: Path) -> str:
    """Return what is in a file, as it is; raises ``UnusableError``."""
    try:
        # A folder from somebody else may hold links to one's own files.
        if not path.resolve().is_relative_to(folder.resolve()):
            raise UnusableError("it is a link that leads out of the folder")
        if path.stat().st_size > _LARGEST:
            raise UnusableError(f"it has more than {_LARGEST:,} bytes")
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise UnusableError(
            f"it is not UTF-8: byte {error.start + 1} is 0x{byte:02X}"
        ) from error
    except OSError as error:
        name = path.relative_to(folder)
        raise UnusableError(f"{name} cannot be read: {error.strerror}") from error


def place_of(path: Path, folder: Path, line: int = 0) -> Place:
    """Return where something stands, the file named from ``folder`` on."""
    # Names on a disk may have bytes that are no text.
    name = path.relative_to(folder).as_posix()
    return Place(name.encode(errors="replace").decode(), line)


class AnnotationFile:
    """The lines of one ``.ann`` file.

    Attributes:
        problems: What was left out so far.
        notes: How offsets were understood.
    """

    def __init__(self, path: Path, folder: Path, meanings: Meanings) -> None:
        self.problems: list[ImportProblem] = []
        self.notes: list[str] = []
        self._path = path
        self._folder = folder
        self._meanings = meanings
        self._name = path.relative_to(folder).as_posix()
        self._claims: dict[str, Claim] = {}
        self._tags: dict[str, tuple[str, Place]] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._comments: dict[str, str] = {}
        self._exact: dict[str, Spans] = {}
        self._relations: dict[str, tuple[str, str, str, Place]] = {}
        self._ids: dict[str, str] = {}  # UUIDs of annotations by their numbers
        self._read()

    def annotations(self, target: Target) -> list[BundleAnnotation]:
        """Return its annotations, those that can be placed."""
        claims = list(self._claims.values())
        placed = place(target.source, claims, CODE_POINTS)
        self.notes = [f"{self._name}: {note}" for note in placed.notes]
        entries = []
        for claim, spans in zip(claims, placed.spans, strict=True):
            tag, where = self._tags[claim.name]
            if spans is None:
                reason = (
                    f"{claim.name} was left out: its words {shown(claim.quote or '')} "
                    "are not where it says"
                )
                self.problems.append(ImportProblem(where, reason))
            else:
                entries.append(self._entry(claim, tag, spans, target))
        return entries

    def relations(self, document: str) -> list[BundleRelation]:
        """Return its relations between annotations that are there."""
        entries = []
        for name, (kind, source, target, where) in self._relations.items():
            if source not in self._ids or target not in self._ids:
                reason = f"{name} was left out: it leads to what is no annotation here"
                self.problems.append(ImportProblem(where, reason))
                continue
            uuid = derived_id("relation", document, f"{self._name}/{name}")
            ends = self._ids[source], self._ids[target]
            entries.append(BundleRelation(uuid, kind, *ends, where))
        return entries

    def _entry(
        self, claim: Claim, tag: str, spans: Spans, target: Target
    ) -> BundleAnnotation:
        text = target.source.text
        exact = self._exact.get(claim.name, ())
        if fragments(text, exact) == list(spans):
            spans = exact
        name = f"{self._name}/{claim.name}"
        uuid = checks.annotation_id(name, target.document, tag, spans, target.person)
        self._ids[claim.name] = uuid
        return BundleAnnotation(
            uuid,
            tag,
            spans,
            QUOTE_JOINER.join(text[start:end] for start, end in spans),
            target.person,
            self._attributes.get(claim.name, {}),
            self._comments.get(claim.name, ""),
            "",
            "",
            self._tags[claim.name][1],
        )

    # Lines -----------------------------------------------------------------

    def _read(self) -> None:
        try:
            content = content_of(self._path, self._folder)
        except UnusableError as error:
            where = place_of(self._path, self._folder)
            self.problems.append(ImportProblem(where, f"it was left out: {error}"))
            return
        later = []
        lines = content.removeprefix("\ufeff").split("\n")
        for number, line in enumerate(lines, start=1):
            where = place_of(self._path, self._folder, number)
            if line.strip():
                # What is said of annotations may stand in front of them.
                if line[0] in "AM#":
                    later.append((line.removesuffix("\r"), where))
                else:
                    self._line(line.removesuffix("\r"), where)
        for line, where in later:
            self._line(line, where)

    def _line(self, line: str, where: Place) -> None:
        try:
            checks.require_good_characters(line)
            name, _, rest = line.partition("\t")
            self._entry_line(name, rest, where)
        except UnusableError as error:
            problem = ImportProblem(where, f"this line was left out: {error}")
            self.problems.append(problem)

    def _entry_line(self, name: str, rest: str, where: Place) -> None:
        match name[:1]:
            case "T":
                self._text_bound(name, rest, where)
            case "A" | "M":
                self._attribute(rest)
            case "R":
                self._relation(name, rest, where)
            case "#":
                self._comment(rest)
            case kind if kind in _UNKEPT:
                raise UnusableError(f"it is {_UNKEPT[kind]}")
            case _:
                raise UnusableError(f"{shown(name)} is no kind of entry")

    def _text_bound(self, name: str, rest: str, where: Place) -> None:
        head, tab, quote = rest.partition("\t")
        found = _TEXT_BOUND.match(head)
        if not found:
            raise UnusableError(f"{shown(head)} is not a tag with start and end")
        if name in self._claims:
            raise UnusableError(f"{name} has been used before")
        numbers = [int(digits) for digits in re.findall("[0-9]+", found[2])]
        spans = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        self._claims[name] = Claim(name, spans, quote if tab else None, " ")
        self._tags[name] = self._meanings.of("tags", found[1]), where

    def _attribute(self, rest: str) -> None:
        head, _, value = rest.replace(" ", "\t", 1).partition("\t")
        target, _, value = value.strip().partition(" ")
        values = self._attributes.setdefault(self._known(target), {})
        attribute = self._meanings.of("attributes", head)
        if attribute in values:
            raise UnusableError(f"{target} has the attribute {shown(head)} already")
        values[attribute] = self._meanings.of("values", value) if value else "yes"

    def _relation(self, name: str, rest: str, where: Place) -> None:
        found = _RELATION.match(rest)
        if not found:
            raise UnusableError("it is not a type with two ends")
        if name in self._relations:
            raise UnusableError(f"{name} has been used before")
        kind = self._meanings.of("relations", found[1])
        self._relations[name] = (kind, found[2], found[3], where)

    def _comment(self, rest: str) -> None:
        head, _, words = rest.partition("\t")
        kind, _, target = head.partition(" ")
        name = self._known(target.strip())
        if self._meanings.ours and kind == SPANS_NOTE:
            self._exact[name] = checks.as_spans(checks.parsed(words), None)
            return
        note = _unescaped(words) if self._meanings.ours else words
        before = self._comments.get(name)
        self._comments[name] = f"{before}\n{note}" if before else note

    def _known(self, target: str) -> str:
        if target not in self._claims:
            raise UnusableError(f"it is about {shown(target)}, no annotation here")
        return target


def _unescaped(words: str) -> str:
    """Return a note as it was before it was put on one line, if it was."""
    try:
        note = json.loads('"' + words.replace('"', '\\"') + '"')
    except ValueError:
        return words
    return words if checks.bad_character(note) else str(note)
