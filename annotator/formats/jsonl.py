"""JSON Lines: one document a line with all that is said about it; loses nothing.

Offsets are code points, half-open. ``docs/formats.md`` describes every key.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from annotator.errors import FormatError
from annotator.formats import checks
from annotator.formats.atomic import write_atomically
from annotator.formats.base import ImportProblem, Keeps
from annotator.formats.checks import UnusableError, shown
from annotator.model.bundle import (
    Bundle,
    BundleAnnotation,
    BundleRelation,
    Losses,
    Place,
)
from annotator.model.codebook import CodebookLabel
from annotator.model.document import text_sha256
from annotator.model.ids import derived_id

_KEYS = frozenset(
    (
        *("id", "name", "sha256", "text", "metadata", "codebook"),
        *("annotations", "relations"),
    )
)
_SKIPPED_AT_ONCE = 1 << 20  # bytes

Entry = TypeVar("Entry", BundleAnnotation, BundleRelation)


class JsonLines:
    """One JSON object a line, one line a document, UTF-8, line feeds."""

    name = "jsonl"
    title = "JSON Lines"
    suffix = ".jsonl"
    keeps = Keeps(
        texts=True,
        metadata=True,
        several_spans=True,
        overlap=True,
        attributes=True,
        relations=True,
        notes=True,
        annotators=True,
        times=True,
        verdicts=False,
    )
    reads = True
    writes = True

    def __init__(self, *, longest_line: int = 500_000_000) -> None:
        """Set the bytes a line may have before it is skipped unread."""
        self._longest_line = longest_line

    def write(self, bundles: Iterable[Bundle], target: Path) -> Losses:
        """Write one line a bundle; only verdicts are lost.

        Raises:
            ExportError: ``target`` could not be written; it is as it was.
        """
        losses = Losses()
        write_atomically(target, _written(bundles, losses))
        return losses

    def read(self, source: Path) -> Iterator[Bundle | ImportProblem]:
        """Read line by line; never holds more than one line.

        Raises:
            FormatError: The file cannot be read or is not UTF-8.
        """
        checks.require_file(source)
        try:
            with source.open("rb") as file:
                yield from self._bundles(file, source)
        except OSError as error:
            raise checks.unreadable(source, error) from error

    def _bundles(
        self, file: BinaryIO, source: Path
    ) -> Iterator[Bundle | ImportProblem]:
        reader = _Reader(source)
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            file.seek(0)
        number = 0
        while line := file.readline(self._longest_line + 1):
            number += 1
            place = Place(source.name, number)
            if len(line) > self._longest_line:
                _skip_rest(file, line)
                reason = f"it has more than {self._longest_line:,} bytes"
                yield _line_problem(place, reason)
            elif not line.isspace():
                yield from reader.read(line, place)


# Writing -------------------------------------------------------------------

# Compact, and letters as they are: half the size, and readable in any language.
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)


def _written(bundles: Iterable[Bundle], losses: Losses) -> Iterator[bytes]:
    for bundle in bundles:
        JsonLines.keeps.count(bundle, losses)
        yield _ENCODER.encode(_line(bundle)).encode() + b"\n"


def _line(bundle: Bundle) -> dict[str, object]:
    label = bundle.codebook
    return {
        "id": bundle.id,
        "name": bundle.name,
        "sha256": bundle.sha256,
        "text": bundle.text,
        "metadata": dict(bundle.metadata),
        **({"codebook": label._asdict()} if label else {}),
        "annotations": [
            {
                "id": annotation.id,
                "tag": annotation.tag,
                "spans": annotation.spans,
                "quote": annotation.quote,
                "annotator": annotation.annotator,
                "attributes": dict(annotation.attributes),
                "note": annotation.note,
                "created_at": annotation.created_at,
                "updated_at": annotation.updated_at,
            }
            for annotation in bundle.annotations
        ],
        "relations": [
            {
                "id": relation.id,
                "type": relation.type,
                "source": relation.source,
                "target": relation.target,
            }
            for relation in bundle.relations
        ],
    }


# Reading -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    """What the entries of one line are checked against.

    Attributes:
        key: What tells the document from others: its SHA-256.
        length: Of its text in code points, or None if the line has no text.
        suspicious: Whether the line has escapes, which may stand for
            characters that no text may have.
        ids: UUIDs of its annotations by the ids the file has for them.
    """

    key: str
    length: int | None
    place: Place
    suspicious: bool
    ids: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Turns the lines of one file into bundles; remembers the ids it has seen."""

    def __init__(self, source: Path) -> None:
        self._stem = source.stem
        self._seen: dict[str, int] = {}  # line by id
        self._ignored: set[str] = set()  # keys

    def read(self, content: bytes, place: Place) -> Iterator[Bundle | ImportProblem]:
        """Yield what was left out of one line, and then its bundle."""
        reasons: list[str] = []
        try:
            raw = _parsed(content, place)
            bundle = self._bundle(raw, place, reasons, escapes=b"\\u" in content)
        except UnusableError as error:
            yield _line_problem(place, str(error))
            return
        for reason in reasons:
            yield ImportProblem(place, reason)
        yield bundle

    def _bundle(
        self, raw: dict[str, Any], place: Place, reasons: list[str], *, escapes: bool
    ) -> Bundle:
        bundle = self._head(raw, place, escapes=escapes)
        bundle.codebook = _codebook(raw.get("codebook"), reasons)
        length = None if bundle.text is None else len(bundle.text)
        document = _Document(bundle.sha256, length, place, escapes)
        bundle.annotations = _each(
            raw, "annotation", self._annotation, document, reasons
        )
        bundle.relations = _each(raw, "relation", self._relation, document, reasons)
        ignored = raw.keys() - _KEYS - self._ignored
        self._ignored |= ignored
        reasons += [f"the key {shown(key)} is unknown" for key in sorted(ignored)]
        return bundle

    def _head(self, raw: dict[str, Any], place: Place, *, escapes: bool) -> Bundle:
        text = _document_text(raw.get("text"))
        sha256 = _document_sha256(raw.get("sha256"), text)
        metadata = checks.as_metadata(raw.get("metadata"))
        name = checks.as_text(raw.get("name"), "name")
        given_id = checks.as_name(raw.get("id"))
        if escapes:
            checks.require_good_characters([name, given_id, metadata])
        return Bundle(
            id=self._document_id(given_id, sha256, place),
            name=name or ("" if text is None else f"{self._stem}-{place.line}"),
            sha256=sha256,
            text=text,
            metadata=metadata,
            annotations=(),
            place=place,
        )

    def _document_id(self, name: str, sha256: str, place: Place) -> str:
        if not name:
            return ""
        return self._new(
            checks.uuid_in(name) or derived_id("document", sha256, name), place
        )

    def _annotation(self, raw: dict[str, Any], document: _Document) -> BundleAnnotation:
        get = raw.get
        tag = checks.as_tag(get("tag"))
        spans = checks.as_spans(get("spans"), document.length)
        quote = get("quote")
        annotator = checks.as_text(get("annotator"), "annotator")
        name = checks.as_name(get("id"))
        uuid = checks.annotation_id(name, document.key, tag, spans, annotator)
        annotation = BundleAnnotation(
            uuid,
            tag,
            spans,
            None if quote is None else checks.as_text(quote, "quote"),
            annotator,
            checks.as_attributes(get("attributes")),
            checks.as_text(get("note"), "note"),
            checks.as_time(get("created_at")),
            checks.as_time(get("updated_at")),
            document.place,
        )
        self._new(uuid, document.place)
        if name and name != uuid:
            document.ids[name] = uuid
        return annotation

    def _relation(self, raw: dict[str, Any], document: _Document) -> BundleRelation:
        kind = checks.as_text(raw.get("type"), "type")
        if not kind:
            raise UnusableError("it has no type")
        source = _end(raw, "source", document)
        target = _end(raw, "target", document)
        name = checks.as_name(raw.get("id"))
        uuid = checks.uuid_in(name) or derived_id(
            "relation", document.key, *([name] if name else [kind, source, target])
        )
        self._new(uuid, document.place)
        return BundleRelation(uuid, kind, source, target, document.place)

    def _new(self, uuid: str, place: Place) -> str:
        if uuid in self._seen:
            raise UnusableError(f"its id has been used in line {self._seen[uuid]}")
        self._seen[uuid] = place.line
        return uuid


def _each(
    raw: dict[str, Any],
    what: str,
    read: Callable[[dict[str, Any], _Document], Entry],
    document: _Document,
    reasons: list[str],
) -> list[Entry]:
    """Read a list of annotations or relations without those that are no good."""
    items = raw.get(f"{what}s") or []
    if type(items) is not list:
        raise UnusableError(f"its {what}s are not a list")
    entries: list[Entry] = []
    for number, item in enumerate(items, start=1):
        try:
            entries.append(read(_object(item, document), document))
        except UnusableError as error:
            reasons.append(f"{what} {number} was left out: {error}")
    return entries


def _object(item: object, document: _Document) -> dict[str, Any]:
    if type(item) is not dict:
        raise UnusableError("it is not an object")
    if document.suspicious:
        checks.require_good_characters(item)
    return item


def _end(raw: dict[str, Any], key: str, document: _Document) -> str:
    name = checks.as_name(raw.get(key))
    uuid = document.ids.get(name) or checks.uuid_in(name)
    if uuid is None:
        raise UnusableError(f"its {key} {shown(name)} is no annotation of this line")
    return uuid


def _document_text(value: object) -> str | None:
    if value is None:
        return None
    text = checks.as_text(value, "text")
    if text.startswith("\ufeff"):
        raise UnusableError("its text begins with a byte order mark")
    if "\r" in text:
        raise UnusableError(
            "its text has a carriage return (CR); offsets count line feeds only"
        )
    if found := checks.bad_character(text):
        raise UnusableError(f"there is {found} in its text")
    return text


def _document_sha256(value: object, text: str | None) -> str:
    given = checks.as_sha256(value)
    if text is None:
        if not given:
            raise UnusableError("it has neither a text nor a sha256")
        return given
    actual = text_sha256(text)
    if given not in ("", actual):
        raise UnusableError("its text is not the one its sha256 was made from")
    return actual


def _codebook(value: object, reasons: list[str]) -> CodebookLabel | None:
    """Return which codebook was used; the document is good also without it."""
    try:
        checks.require_good_characters(value)
        return checks.as_codebook(value)
    except UnusableError as error:
        reasons.append(f"what it says of its codebook was left out: {error}")
        return None


def _parsed(content: bytes, place: Place) -> dict[str, Any]:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{place} is not UTF-8: byte {error.start + 1} of the line is "
            f"0x{content[error.start]:02X}.",
            hint="Save the file as UTF-8.",
        ) from error
    raw = checks.parsed(text)
    if type(raw) is not dict:
        raise UnusableError("it is not a JSON object")
    return raw


def _line_problem(place: Place, reason: str) -> ImportProblem:
    return ImportProblem(place, f"this line was left out: {reason}")


def _skip_rest(file: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = file.readline(_SKIPPED_AT_ONCE)
