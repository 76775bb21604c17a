"""A file to the texts in it, each with the record of where it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from annotator.errors import EncodingUnknownError, SourceError
from annotator.model.document import DocumentSource
from annotator.sources import reader_for
from annotator.sources.archives import LARGEST as LARGEST_ARCHIVE
from annotator.sources.archives import SUFFIX, texts_in_archive
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


def is_archive(path: Path) -> bool:
    """Tell whether a file is an archive; each file in it is then read by itself."""
    return path.name.casefold().endswith(SUFFIX)


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
    # Names of files may hold what no text and no database takes.
    name = path.name.encode(errors="replace").decode()
    if is_archive(path):
        content = file_bytes(path, LARGEST_ARCHIVE)
        yield from _unpacked(content, name, options, workshop)
        return
    content = file_bytes(path, reader_for(name).largest)
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
    sha256 = hashlib.sha256(content).hexdigest()
    for found in workshop.read(reader, content, file_name, options):
        if isinstance(found, Unusable):
            yield found
        else:
            yield _finished(found, content, sha256, file_name)


def _unpacked(
    content: bytes, archive: str, options: SourceOptions, workshop: Workshop
) -> Iterator[SourceText | Unusable]:
    """Yield the texts in an archive; what cannot be read stops no other."""
    for member, inside in texts_in_archive(content, archive):
        name = _sound(PurePosixPath(member).name)
        try:
            for found in _as_unicode_or_told(inside, name, options, workshop):
                yield _from_archive(found, member, archive)
        except SourceError as error:
            yield Unusable(part=_sound(member), reason=_in_words(error))


def _as_unicode_or_told(
    content: bytes, name: str, options: SourceOptions, workshop: Workshop
) -> list[SourceText | Unusable]:
    """Read a file; the encoding in the options is for those that are not Unicode."""
    try:
        return list(
            read_bytes(content, name, replace(options, encoding=None), workshop)
        )
    except EncodingUnknownError:
        if options.encoding is None:
            raise
        return list(read_bytes(content, name, options, workshop))


def _in_words(error: SourceError) -> str:
    return f"{error} ({error.command})" if error.command else str(error)


def _from_archive(
    found: SourceText | Unusable, member: str, archive: str
) -> SourceText | Unusable:
    if isinstance(found, Unusable):
        return replace(found, part=_sound(member))
    taken = f"took it from “{_sound(member)}” in {archive}"
    source = replace(found.source, changes=(taken, *found.source.changes))
    return replace(found, source=source)


def _finished(
    found: Extracted, content: bytes, sha256: str, file_name: str
) -> SourceText:
    changes = list(found.changes)
    # Once more, here: what comes from a parser of strangers' files is not trusted.
    text = cleaned(found.text, changes)
    if not text.strip():
        raise SourceError(f"{file_name} has no text.")
    require_size(len(text), LARGEST, f"The text of {file_name}")
    source = DocumentSource(
        file_name=file_name,
        sha256=sha256,
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
