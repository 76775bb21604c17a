"""Bundles: a document with its annotations, as files hold it, by name and not by id.

Formats write bundles and read them; the application turns them into entities
of a project, checking every span on the way. A bundle made by a reader has not
been checked against anything yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.model.codebook import CodebookLabel


class Place(NamedTuple):
    """Where in a file something stands, so that a message can say it.

    Attributes:
        line: Counted from 1; 0 stands for the file as a whole.
    """

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.line else self.file


class BundleAnnotation(NamedTuple):
    """An annotation as files hold it.

    Attributes:
        id: A UUID, whatever id a foreign file uses, or "" if it has none.
        spans: ``(start, end)`` in code points, half-open, in order.
        quote: The words under the spans, or None if the file has no quotes.
        annotator: Display name, or "" if the file names nobody.
    """

    id: str
    tag: str
    spans: Sequence[tuple[int, int]]
    quote: str | None
    annotator: str
    attributes: Mapping[str, str]
    note: str
    created_at: str
    updated_at: str
    place: Place | None = None


class BundleRelation(NamedTuple):
    """A relation as files hold it; ``source`` and ``target`` are annotation ids."""

    id: str
    type: str
    source: str
    target: str
    place: Place | None = None


@dataclass(slots=True, kw_only=True)
class Bundle:
    """One document and what is said about it.

    Attributes:
        text: None where the file has annotations only, for a document that the
            project must hold already.
        verdicts: Reviewers' verdicts on these annotations, counted only.
        codebook: Which codebook it was annotated with, or None if nobody says.
        notes: What people should know of how it was read, each a clause.
    """

    id: str
    name: str
    sha256: str
    text: str | None
    metadata: Mapping[str, object]
    annotations: Sequence[BundleAnnotation]
    relations: Sequence[BundleRelation] = ()
    verdicts: int = 0
    codebook: CodebookLabel | None = None
    place: Place | None = None
    notes: Sequence[str] = ()


@dataclass(slots=True)
class Losses:
    """What a format could not keep, counted by kind."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, what: str, count: int = 1) -> None:
        """Count ``count`` more of ``what`` as lost; ``what`` is singular."""
        if count:
            self.counts[what] += count

    def __bool__(self) -> bool:
        return bool(self.counts)

    def lines(self) -> list[str]:
        """Return one line a kind, in alphabetical order, such as ``12 relations``."""
        return [
            f"{count} {what if count == 1 else _plural(what)}"
            for what, count in sorted(self.counts.items())
        ]


def _plural(what: str) -> str:
    # "metadata" is one already; "document without annotations" ends in its own.
    noun, space, rest = what.partition(" without ")
    return what if noun == "metadata" else f"{noun}s{space}{rest}"
