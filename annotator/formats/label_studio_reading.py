"""Reads the tasks of Label Studio, ours and those exported from its projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import FormatError
from annotator.formats import checks
from annotator.formats.base import ImportProblem
from annotator.formats.checks import UnusableError, shown
from annotator.formats.offset_units import CODE_POINTS, Claim, SourceText, place
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation, Place
from annotator.model.document import text_sha256
from annotator.model.ids import derived_id
from annotator.model.span import QUOTE_JOINER, span_problem

ATTRIBUTE = "attribute:"
"""What the names of our controls for attributes begin with."""

_LARGEST = 1_000_000_000  # bytes of a file

Node = dict[str, Any]


def read_tasks(source: Path) -> Iterator[Bundle | ImportProblem]:
    """Read every task in a file.

    Raises:
        FormatError: The file cannot be read, or is no list of tasks.
    """
    tasks = _parsed(source)
    name = source.name.encode(errors="replace").decode()
    seen: set[str] = set()
    for number, task in enumerate(tasks, start=1):
        reader = _Task(Place(name, 0), number, seen)
        try:
            checks.require_good_characters(task)
            bundle = reader.read(_node(task, "it"))
        except UnusableError as error:
            yield ImportProblem(Place(name, 0), f"task {number} was left out: {error}")
            continue
        yield from reader.problems
        yield bundle


def _parsed(source: Path) -> list[object]:
    checks.require_file(source)
    try:
        if source.stat().st_size > _LARGEST:
            raise FormatError(f"{source} has more than {_LARGEST:,} bytes.")
        value = checks.parsed(source.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{source} is not UTF-8.", hint="Save the file as UTF-8."
        ) from error
    except UnusableError as error:
        raise FormatError(f"{source} cannot be read: {error}.") from error
    except OSError as error:
        raise checks.unreadable(source, error) from error
    tasks = value if isinstance(value, list) else [value]
    if not all(
        isinstance(task, dict) and {"data", "text"} & task.keys() for task in tasks
    ):
        raise FormatError(f"{source} is no list of Label Studio tasks.")
    return tasks


@dataclass(slots=True)
class _Draft:
    """An annotation as far as it has been read, its parts in order."""

    tag: str
    name: str
    person: str
    ours: Node
    spans: list[tuple[int, int]] = field(default_factory=list)
    quotes: list[object] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    note: str = ""


class _Task:
    """One task: a text and what people have said about it."""

    def __init__(self, where: Place, number: int, seen: set[str]) -> None:
        self.problems: list[ImportProblem] = []
        self._where = where
        self._number = number
        self._seen = seen
        self._drafts: dict[str, _Draft] = {}  # by scope and region
        self._first: dict[str, _Draft] = {}  # by scope and annotation
        self._links: list[tuple[str, Node]] = []
        self._ids: dict[int, str] = {}

    def read(self, task: Node) -> Bundle:
        """Return its document; ``problems`` has what was left out."""
        data = _node(task.get("data", task), "its data")
        raw = checks.as_text(data.get("text"), "text")
        if "text" not in data:
            raise UnusableError("its data have no “text”")
        source = SourceText.of(raw)
        ours = _node(data.get("annotator") or {}, "its data")
        sha256 = text_sha256(source.text)
        if checks.as_sha256(ours.get("sha256")) not in ("", sha256):
            raise UnusableError("its text is not the one its sha256 was made from")
        for scope, entry in enumerate(self._entries(task)):
            self._results(str(scope), entry)
        bundle = Bundle(
            id=checks.uuid_in(checks.as_text(ours.get("id"), "id")) or "",
            name=checks.as_text(ours.get("name"), "name")
            or f"{Path(self._where.file).stem}-{self._number}",
            sha256=sha256,
            text=source.text,
            metadata=checks.as_metadata(ours.get("metadata")),
            annotations=(),
            codebook=checks.as_codebook(ours.get("codebook")),
            place=self._where,
        )
        bundle.annotations = self._annotations(source, bundle)
        bundle.relations = self._relations(sha256)
        return bundle

    def _entries(self, task: Node) -> list[Node]:
        found = task.get("annotations", task.get("completions")) or []
        if not isinstance(found, list):
            raise UnusableError("its annotations are no list")
        if task.get("predictions"):
            self._leave_out("predictions", "nobody has accepted them")
        entries = [_node(entry, "an annotation") for entry in found]
        skipped = sum(bool(entry.get("was_cancelled")) for entry in entries)
        if skipped:
            self._leave_out("skipped annotations", "somebody has cancelled them")
        return [entry for entry in entries if not entry.get("was_cancelled")]

    def _results(self, scope: str, entry: Node) -> None:
        results = entry.get("result") or []
        if not isinstance(results, list):
            raise UnusableError("its result is no list")
        person = _person(entry.get("completed_by"))
        # Attributes may stand in front of the labels of their region.
        for result in sorted(results, key=_is_no_label):
            try:
                self._result(scope, _node(result, "it"), person)
            except UnusableError as error:
                self._leave_out("a result", str(error))

    def _result(self, scope: str, result: Node, person: str) -> None:
        kind = result.get("type")
        if kind == "relation":
            self._links.append((scope, result))
            return
        value = _node(result.get("value"), "its value")
        region = f"{scope}/{checks.as_name(result.get('id'))}"
        if kind == "labels":
            self._labels(scope, result, value, person)
        elif region in self._drafts:
            self._attribute(self._drafts[region], result, value)
        else:
            raise UnusableError(f"{shown(str(kind))} is not about a span of the text")

    def _labels(self, scope: str, result: Node, value: Node, person: str) -> None:
        start, end = value.get("start"), value.get("end")
        if type(start) is not int or type(end) is not int:
            raise UnusableError("its start or end is not a whole number")
        labels = value.get("labels")
        if not isinstance(labels, list) or len(labels) != 1:
            raise UnusableError(
                "it has no label, or several; an annotation has one tag"
            )
        meta = _node(result.get("meta") or {}, "its meta")
        ours = _node(meta.get("annotator") or {}, "its meta")
        name = checks.as_name(result.get("id"))
        whole = checks.as_name(ours.get("part_of")) or name
        draft = self._first.get(f"{scope}/{whole}") if whole != name else None
        if draft is None:
            by = checks.as_text(ours.get("by"), "annotator") or person
            draft = _Draft(checks.as_tag(labels[0]), whole, by, ours)
            if f"{scope}/{name}" in self._drafts:
                raise UnusableError(f"the id {shown(name)} has been used before")
            self._first[f"{scope}/{whole}"] = draft
        self._drafts[f"{scope}/{name}" if name else f"{scope}/{id(draft)}"] = draft
        draft.spans.append((start, end))
        draft.quotes.append(value.get("text"))
        draft.note = draft.note or _words(meta.get("text"))

    def _attribute(self, draft: _Draft, result: Node, value: Node) -> None:
        name = checks.as_text(result.get("from_name"), "control")
        kind = checks.as_text(result.get("type"), "type")
        key = "text" if kind == "textarea" else kind
        draft.attributes[name.removeprefix(ATTRIBUTE)] = _words(value.get(key))

    # Placing ---------------------------------------------------------------

    def _annotations(
        self, source: SourceText, bundle: Bundle
    ) -> list[BundleAnnotation]:
        drafts = list({id(draft): draft for draft in self._drafts.values()}.values())
        claims = [_claim(draft) for draft in drafts]
        placed = place(source, claims, CODE_POINTS)
        bundle.notes = placed.notes
        found = []
        for draft, spans in zip(drafts, placed.spans, strict=True):
            if spans is None or span_problem(spans, len(source.text)):
                self._leave_out(shown(draft.name), "its words are not where it says")
                continue
            try:
                found.append(self._annotation(draft, spans, source.text, bundle.sha256))
            except UnusableError as error:
                self._leave_out(shown(draft.name), str(error))
        return found

    def _annotation(
        self, draft: _Draft, spans: tuple[tuple[int, int], ...], text: str, sha256: str
    ) -> BundleAnnotation:
        uuid = checks.annotation_id(draft.name, sha256, draft.tag, spans, draft.person)
        annotation = BundleAnnotation(
            uuid,
            draft.tag,
            spans,
            QUOTE_JOINER.join(text[start:end] for start, end in spans),
            draft.person,
            draft.attributes,
            draft.note,
            checks.as_time(draft.ours.get("created_at")),
            checks.as_time(draft.ours.get("updated_at")),
            self._where,
        )
        self._new(uuid)
        self._ids[id(draft)] = uuid
        return annotation

    def _relations(self, sha256: str) -> list[BundleRelation]:
        found = []
        for scope, link in self._links:
            try:
                found.append(self._relation(scope, link, sha256))
            except UnusableError as error:
                self._leave_out("a relation", str(error))
        return found

    def _relation(self, scope: str, link: Node, sha256: str) -> BundleRelation:
        ends = [checks.as_name(link.get(key)) for key in ("from_id", "to_id")]
        drafts = [self._drafts.get(f"{scope}/{end}") for end in ends]
        ids = [self._ids.get(id(draft), "") for draft in drafts]
        if not all(ids):
            raise UnusableError(f"{shown(' – '.join(ends))} is not between annotations")
        kind = _words(link.get("labels")) or "relation"
        if link.get("direction") == "left":
            ids.reverse()
        meta = _node(link.get("meta") or {}, "its meta")
        name = checks.as_name(_node(meta.get("annotator") or {}, "its meta").get("id"))
        uuid = checks.uuid_in(name) or derived_id("relation", sha256, kind, *ids)
        self._new(uuid)
        return BundleRelation(uuid, kind, ids[0], ids[1], self._where)

    def _new(self, uuid: str) -> None:
        if uuid in self._seen:
            raise UnusableError("its id stands in the file twice")
        self._seen.add(uuid)

    def _leave_out(self, what: str, why: str) -> None:
        reason = f"task {self._number}: {what} was left out: {why}"
        self.problems.append(ImportProblem(self._where, reason))


def _node(value: object, what: str) -> Node:
    if not isinstance(value, dict):
        raise UnusableError(f"{what} is not an object")
    return value


def _is_no_label(result: object) -> bool:
    return not (isinstance(result, dict) and result.get("type") == "labels")


def _claim(draft: _Draft) -> Claim:
    texts = [quote for quote in draft.quotes if isinstance(quote, str)]
    quote = QUOTE_JOINER.join(texts) if len(texts) == len(draft.quotes) else None
    return Claim(shown(draft.name), tuple(draft.spans), quote)


def _words(value: object) -> str:
    """Return a value, or the values of a list behind one another."""
    items = value if isinstance(value, list) else [value]
    return "; ".join(str(item) for item in items if isinstance(item, str | int | float))


def _person(value: object) -> str:
    if isinstance(value, Mapping):
        return next((v for v in (value.get("email"),) if isinstance(v, str)), "")
    return f"Label Studio {value}" if type(value) is int else ""
