"""Documents: immutable source texts and where they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.model.ids import AnnotatorId, DocumentId


class Status(StrEnum):
    """How far one annotator has got with one document."""

    NEW = "new"
    IN_PROGRESS = "in progress"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source text. The text never changes; its name and metadata may.

    Attributes:
        sha256: Of the text in UTF-8, 64 hexadecimal digits.
        metadata: Title, outlet, date, author, URL, language and whatever else
            came with it; values are what JSON can hold.
        deleted_at: When it was taken out of the project, or None.
    """

    id: DocumentId
    name: str
    text: str
    sha256: str
    metadata: Mapping[str, object] = field(default_factory=dict)
    created_at: str
    deleted_at: str | None = None
    revision: int = 0

    @property
    def title(self) -> str:
        """The title from the metadata, or else the name."""
        return title_of(self.name, self.metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """What a list of documents shows, without the text.

    Attributes:
        length: In code points.
        annotations: Live annotations of all layers.
        mine: Live annotations of the annotator it was asked for.
    """

    id: DocumentId
    name: str
    sha256: str
    length: int
    metadata: Mapping[str, object]
    annotations: int
    mine: int
    status: Status

    @property
    def title(self) -> str:
        """The title from the metadata, or else the name."""
        return title_of(self.name, self.metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSource:
    """Where a document's text came from, and what was done to get it.

    Attributes:
        sha256: Of the original bytes.
        size: Of the original, in bytes.
        content: The original bytes, or None where the original is a dataset
            that held many documents.
        encoding: As decoded, such as ``utf-8``.
        changes: What was changed on the way in, in words, in order.
    """

    file_name: str
    sha256: str
    size: int
    content: bytes | None
    extractor: str
    extractor_version: str
    encoding: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentStatus:
    """What one annotator says of their progress with one document."""

    document_id: DocumentId
    annotator_id: AnnotatorId
    status: Status
    revision: int = 0
    deleted_at: None = None

    @property
    def id(self) -> str:
        """The two ids together: a person has one status a document."""
        return f"{self.document_id}:{self.annotator_id}"


def progress(stored: Status | None, mine: int) -> Status:
    """Return how far an annotator has got.

    Args:
        stored: What they have said themselves, if anything.
        mine: How many annotations they have made.
    """
    if stored is Status.DONE:
        return stored
    return Status.IN_PROGRESS if mine else Status.NEW


def text_sha256(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def title_of(name: str, metadata: Mapping[str, object]) -> str:
    """Return the title in ``metadata``, or else ``name``."""
    title = metadata.get("title")
    return title if isinstance(title, str) and title else name
