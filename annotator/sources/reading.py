"""A file to the texts in it, each with the record of where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.errors import EncodingUnknownError, SourceError
from annotator.model.document import DocumentSource
from annotator.sources import reader_for
from annotator.sources.base import (
    LARGEST,
    Extracted,
    SourceOptions,
    Unusable,
    cleaned,
    require_size,
)
from annotator.sources.files import file_bytes
from annotator.sources.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A text, ready to become a document."""

    name: str
    text: str
    metadata: Mapping[str, object]
    source: DocumentSource


def read_source(
    path: Path, options: SourceOptions, workshop: Workshop
) -> Iterator[SourceText | Unusable]:
    """Yield the texts in the file ``path``, and what of it gave none.

    Args:
        path: The file; its ending says what reads it.
        options: How to read it.
        workshop: Where files are read that are no plain text.

    Raises:
        EncodingUnknownError: It is not Unicode, and nobody has said what it is.
        SourceError: It cannot be read, or holds no text.
    """
    reader = reader_for(path.name)
    content = file_bytes(path, reader.largest)
    # Names of files may hold what no text and no database takes.
    name = path.name.encode(errors="replace").decode()
    try:
        yield from read_bytes(content, name, options, workshop)
    except EncodingUnknownError as error:
        error.path = path
        raise


def read_bytes(
    content: bytes, file_name: str, options: SourceOptions, workshop: Workshop
) -> Iterator[SourceText | Unusable]:
    """Yield the texts in the bytes of a file, and what of it gave none.

    Raises:
        EncodingUnknownError: It is not Unicode, and nobody has said what it is.
        SourceError: It cannot be read, or holds no text.
    """
    reader = reader_for(file_name)
    if not content:
        raise SourceError(f"{file_name} is empty.")
    require_size(len(content), reader.largest, file_name)
    for found in workshop.read(reader, content, file_name, options):
        if isinstance(found, Unusable):
            yield found
        else:
            yield _finished(found, content, file_name)


def _finished(found: Extracted, content: bytes, file_name: str) -> SourceText:
    changes = list(found.changes)
    # Once more, here: what comes from a parser of strangers' files is not trusted.
    text = cleaned(found.text, changes)
    if not text.strip():
        raise SourceError(f"{file_name} has no text.")
    require_size(len(text), LARGEST, f"The text of {file_name}")
    source = DocumentSource(
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=None if found.shared else content,
        extractor=found.extractor,
        extractor_version=found.version,
        encoding=found.encoding,
        changes=tuple(changes),
    )
    return SourceText(
        name=_sound(found.name) or file_name,
        text=text,
        metadata={
            _sound(name): _sound(value) for name, value in found.metadata.items()
        },
        source=source,
    )


def _sound(value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    """Return metadata without what no database and no UTF-8 file can hold."""
    if isinstance(value, str):
        return cleaned(value, [])
    if isinstance(value, dict):
        return {_sound(name): _sound(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_sound(entry) for entry in value]
    return value
