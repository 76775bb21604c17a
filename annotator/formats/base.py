"""What a format is, what it keeps, and what it says of entries it cannot use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from annotator.model.bundle import Bundle, BundleAnnotation, Losses, Place


class ImportProblem(NamedTuple):
    """Something in a file that was left out of an import, and why.

    Attributes:
        place: The file and the line, counted from 1, or None if it is unknown.
        reason: What was left out and why, without a full stop at the start of
            a sentence: it follows the place and a colon.
    """

    place: Place | None
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """Which features of a bundle survive being written in a format.

    Attributes:
        texts: The documents' texts themselves, not only references to them.
        metadata: Title, outlet, date and whatever else a document carries.
        several_spans: Annotations of more than one span.
        overlap: Annotations that cross, nest or coincide.
        attributes: Attribute values of annotations.
        relations: Links between annotations.
        notes: Notes on annotations.
        annotators: Who made each annotation.
        times: When each annotation was made and last changed.
        verdicts: Reviewers' verdicts.
        ids: Of annotations and relations.
    """

    texts: bool
    metadata: bool
    several_spans: bool
    overlap: bool
    attributes: bool
    relations: bool
    notes: bool
    annotators: bool
    times: bool
    verdicts: bool
    ids: bool = True

    def count(self, bundle: Bundle, losses: Losses) -> None:
        """Count all in ``bundle`` that a format with these features drops."""
        if not self.texts:
            losses.add("document text", int(bundle.text is not None))
        if not self.metadata:
            losses.add("metadata", int(bool(bundle.metadata)))
        if not self.relations:
            losses.add("relation", len(bundle.relations))
        if not self.verdicts:
            losses.add("verdict", bundle.verdicts)
        if not self.ids:
            kept = bundle.relations if self.relations else ()
            losses.add("id", len(bundle.annotations) + len(kept))
        for annotation in bundle.annotations:
            self._count_one(annotation, losses)

    def _count_one(self, annotation: BundleAnnotation, losses: Losses) -> None:
        if not self.attributes:
            losses.add("attribute value", len(annotation.attributes))
        if not self.notes:
            losses.add("note", int(bool(annotation.note)))
        if not self.annotators:
            losses.add("annotator", int(bool(annotation.annotator)))
        if not self.times:
            losses.add(
                "time", int(bool(annotation.created_at or annotation.updated_at))
            )


class Format(Protocol):
    """A kind of file, or folder of files, that holds documents with annotations.

    Attributes:
        name: What users type, such as ``jsonl``.
        title: What users read, such as ``JSON Lines``.
        suffix: Of its files or folders, in lower case with the dot; may have two.
        keeps: What survives being written.
        reads: Whether ``read`` works.
        writes: Whether ``write`` works.
    """

    name: str
    title: str
    suffix: str
    keeps: Keeps
    reads: bool
    writes: bool

    def write(self, bundles: Iterable[Bundle], target: Path) -> Losses:
        """Write every bundle into ``target``, replacing it only when all is well.

        Returns:
            What the format could not keep.

        Raises:
            ExportError: ``target`` could not be written; it is as it was.
        """

    def read(self, source: Path) -> Iterator[Bundle | ImportProblem]:
        """Read ``source`` bit by bit; what cannot be used comes as a problem.

        Raises:
            FormatError: The file as a whole cannot be read.
        """
