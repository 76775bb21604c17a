"""Reads W3C Web Annotations, ours and those of other tools."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from annotator.errors import FormatError
from annotator.formats import checks
from annotator.formats.base import ImportProblem
from annotator.formats.checks import UnusableError, shown
from annotator.formats.offset_units import CODE_POINTS, Claim, SourceText, Spans, place
from annotator.formats.web_annotation_parts import (
    NOWHERE,
    SHA256,
    Node,
    attributes_in,
    bodies_of,
    claim_of,
    iri_of,
    listed,
    metadata_in,
    person_in,
    sha256_in,
    without_prefix,
)
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation, Place
from annotator.model.document import text_sha256
from annotator.model.ids import derived_id
from annotator.model.span import span_problem

_LARGEST = 1_000_000_000  # bytes of a file
_DEEPEST = 20  # levels of collections, pages and graphs


def read_annotations(source: Path) -> Iterator[Bundle | ImportProblem]:
    """Read every document and annotation in a file of JSON-LD.

    Raises:
        FormatError: The file cannot be read, or has no annotations.
    """
    reader = _Reader(Place(source.name.encode(errors="replace").decode(), 0))
    reader.take(_parsed(source))
    if not reader.any:
        raise FormatError(f"There is no Web Annotation in {source}.")
    yield from reader.bundles()


def _parsed(source: Path) -> object:
    checks.require_file(source)
    try:
        if source.stat().st_size > _LARGEST:
            raise FormatError(f"{source} has more than {_LARGEST:,} bytes.")
        return checks.parsed(source.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{source} is not UTF-8.", hint="Save the file as UTF-8."
        ) from error
    except UnusableError as error:
        raise FormatError(f"{source} cannot be read: {error}.") from error
    except OSError as error:
        raise checks.unreadable(source, error) from error


@dataclass(slots=True)
class _Entry:
    """An annotation whose place in the text is still to be found.

    Attributes:
        annotation: With spans as the file has them.
        claim: What the file says of its place.
    """

    annotation: BundleAnnotation
    claim: Claim


@dataclass(slots=True)
class _Document:
    """A document, and what the file says of it."""

    bundle: Bundle
    entries: list[_Entry] = field(default_factory=list)


class _Reader:
    """Sorts the nodes of a file into documents, annotations and links.

    Attributes:
        any: Whether there was anything of this format.
    """

    def __init__(self, where: Place) -> None:
        self.any = False
        self._where = where
        self._documents: dict[str, _Document] = {}  # by source
        self._links: list[tuple[str, Node]] = []
        self._homes: dict[str, tuple[str, str]] = {}  # UUID and source by id
        self._seen: set[str] = set()
        self._problems: list[ImportProblem] = []
        self._count = 0

    def take(self, value: object, depth: int = 0) -> None:
        """Take in a node, or the nodes of a list, graph, collection or page."""
        if isinstance(value, list):
            for item in value:
                self.take(item, depth)
        elif isinstance(value, dict) and depth <= _DEEPEST:
            inner = [value[key] for key in ("@graph", "first", "items") if key in value]
            kinds = listed(value.get("type", value.get("@type")))
            if inner and "Annotation" not in kinds:
                self.any = self.any or "AnnotationPage" in kinds or "@graph" in value
                for part in inner:
                    self.take(part, depth + 1)
            elif "Annotation" in kinds:
                self._guarded(self._annotation, value)
            elif "Text" in kinds and "app:name" in value:
                self._guarded(self._document, value)

    def bundles(self) -> Iterator[Bundle | ImportProblem]:
        """Yield what was left out, and the documents."""
        for number, node in self._links:
            self._tried(number, self._relation, node)
        for document in self._documents.values():
            self._place(document)
        yield from self._problems
        for document in self._documents.values():
            yield document.bundle

    def _guarded(self, read: Any, node: Node) -> None:  # noqa: ANN401 - a method
        self.any = True
        self._count += 1
        name = node.get("id")
        number = f"node {self._count}"
        if isinstance(name, str):
            number += f" ({shown(name)})"
        self._tried(number, read, node)

    def _tried(self, number: str, read: Any, node: Node) -> None:  # noqa: ANN401
        try:
            checks.require_good_characters(node)
            read(node)
        except UnusableError as error:
            reason = f"{number} was left out: {error}"
            self._problems.append(ImportProblem(self._where, reason))

    # Nodes -----------------------------------------------------------------

    def _document(self, node: Node) -> None:
        text = node.get("app:text")
        if (
            text is not None
            and SourceText.of(checks.as_text(text, "text")).text != text
        ):
            raise UnusableError("its text has a carriage return or a byte order mark")
        given = sha256_in(checks.as_text(node.get("id"), "id"))
        sha256 = given if text is None else text_sha256(text)
        if not sha256 or given not in ("", sha256):
            raise UnusableError("its text is not the one its id was made from")
        document = self._home(f"{SHA256}{sha256}")
        bundle = document.bundle
        if bundle.name:
            raise UnusableError("it stands in the file twice")
        bundle.name = checks.as_text(node["app:name"], "name")
        bundle.id = checks.uuid_in(checks.as_text(node.get("app:document"), "id")) or ""
        bundle.text = text
        bundle.metadata = metadata_in(node.get("app:metadata"))
        bundle.codebook = checks.as_codebook(without_prefix(node.get("app:codebook")))

    def _annotation(self, node: Node) -> None:
        if "linking" in listed(node.get("motivation")):
            self._links.append((f"link {len(self._links) + 1}", node))
            return
        tag, note = bodies_of(node)
        source, claim = claim_of(node)
        name = checks.as_name(node.get("id"))
        person = person_in(node.get("creator"))
        annotation = BundleAnnotation(
            checks.annotation_id(name, source, tag, claim.spans, person),
            checks.as_tag(tag),
            claim.spans,
            claim.quote,
            person,
            attributes_in(node.get("app:attributes")),
            note,
            checks.as_time(node.get("created")),
            checks.as_time(node.get("modified")),
            self._where,
        )
        self._new(annotation.id)
        self._homes[name] = self._homes[annotation.id] = annotation.id, source
        self._home(source).entries.append(_Entry(annotation, claim))

    def _relation(self, node: Node) -> None:
        ends = [iri_of(node.get(key)) for key in ("target", "body")]
        ids = [self._homes.get(end, (checks.uuid_in(end) or "", ""))[0] for end in ends]
        if not all(ids):
            missing = ends[0] if not ids[0] else ends[1]
            raise UnusableError(f"it leads to {shown(missing)}, no annotation here")
        home = self._homes.get(ends[0], ("", iri_of(node.get("app:within"))))[1]
        if home not in self._documents:
            raise UnusableError(f"it starts from {shown(ends[0])}, no annotation here")
        kind = checks.as_text(node.get("app:relationType"), "type")
        kind = kind or bodies_of(node)[0] or "linking"
        name = checks.as_name(node.get("id"))
        names = [name] if name else [kind, *ids]
        uuid = checks.uuid_in(name) or derived_id("relation", home, *names)
        self._new(uuid)
        relation = BundleRelation(uuid, kind, ids[0], ids[1], self._where)
        bundle = self._documents[home].bundle
        bundle.relations = [*bundle.relations, relation]

    def _new(self, uuid: str) -> None:
        if uuid in self._seen:
            raise UnusableError("its id stands in the file twice")
        self._seen.add(uuid)

    def _home(self, source: str) -> _Document:
        """Return the document at ``source``, which may be known by its hash only."""
        if source not in self._documents:
            sha256 = sha256_in(source)
            name = "" if sha256 else unquote(source.rstrip("/").rpartition("/")[2])
            self._documents[source] = _Document(
                Bundle(
                    id="",
                    name="" if checks.bad_character(name) else name,
                    sha256=sha256,
                    text=None,
                    metadata={},
                    annotations=(),
                    place=self._where,
                )
            )
        return self._documents[source]

    def _place(self, document: _Document) -> None:
        """Find out where the annotations of one document stand."""
        bundle = document.bundle
        claims = [entry.claim for entry in document.entries]
        if bundle.text is None:
            spans = [c.spans if NOWHERE not in c.spans else None for c in claims]
        else:
            source = SourceText(bundle.text, crlf=False)
            sure = [claim for claim in claims if NOWHERE not in claim.spans]
            lost = [claim for claim in claims if NOWHERE in claim.spans]
            known, found = (place(source, each, CODE_POINTS) for each in (sure, lost))
            bundle.notes = [*known.notes, *found.notes]
            placed = iter(known.spans), iter(found.spans)
            spans = [next(placed[NOWHERE in claim.spans]) for claim in claims]
        annotations = []
        for entry, where in zip(document.entries, spans, strict=True):
            problem = _problem(where, bundle.text)
            if where is None or problem:
                reason = f"{entry.claim.name} was left out: {problem}"
                self._problems.append(ImportProblem(self._where, reason))
            else:
                annotations.append(entry.annotation._replace(spans=where))
        bundle.annotations = annotations


def _problem(spans: Spans | None, text: str | None) -> str | None:
    if spans is None:
        return "its words are not where it says"
    return span_problem(spans, checks.MOST_OFFSET if text is None else len(text))
