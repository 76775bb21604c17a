"""Label Studio: a list of tasks in JSON, and the labelling configuration beside it.

Offsets are code points, half-open. What Label Studio has no place for stands in the
``data`` of a task and the ``meta`` of a region, under ``annotator``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from annotator.formats.atomic import write_atomically
from annotator.formats.base import ImportProblem, Keeps
from annotator.formats.label_studio_reading import ATTRIBUTE, read_tasks
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation, Losses

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class LabelStudio:
    """Tasks with one annotation a person, and the configuration they need."""

    name = "label-studio"
    title = "Label Studio"
    suffix = ".labelstudio.json"
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

    def write(self, bundles: Iterable[Bundle], target: Path) -> Losses:
        """Write the tasks, and beside them the configuration, ending in ``.xml``.

        Lost are verdicts and relations between two documents or two people.

        Raises:
            ExportError: It could not be written; ``target`` is as it was.
        """
        losses = Losses()
        found = [_kept(bundle, losses) for bundle in bundles]
        tasks = [bundle for bundle in found if bundle.text is not None]
        configuration = "\n".join(_configuration(tasks)) + "\n"
        write_atomically(target.with_suffix(".xml"), [configuration.encode()])
        write_atomically(target, _written(tasks))
        return losses

    def read(self, source: Path) -> Iterator[Bundle | ImportProblem]:
        """Read the tasks of one file.

        Raises:
            FormatError: The file cannot be read, or is no list of tasks.
        """
        yield from read_tasks(source)


def _kept(bundle: Bundle, losses: Losses) -> Bundle:
    """Count what cannot be written, and leave out relations that lead elsewhere."""
    if bundle.text is None:
        losses.add("document without its text")
        return bundle
    LabelStudio.keeps.count(bundle, losses)
    losses.add("relation", len(bundle.relations) - len(_relations(bundle, None)))
    return bundle


def _relations(bundle: Bundle, person: str | None) -> list[BundleRelation]:
    """Return the relations within the annotations of one person, or of each."""
    by = {a.id: a.annotator for a in bundle.annotations}
    return [
        relation
        for relation in bundle.relations
        if relation.source in by
        and by[relation.source] == by.get(relation.target)
        and person in (None, by[relation.source])
    ]


def _written(tasks: Sequence[Bundle]) -> Iterator[bytes]:
    between = "[\n"
    for bundle in tasks:
        yield (between + _ENCODER.encode(_task(bundle))).encode()
        between = ",\n"
    yield b"\n]\n" if tasks else b"[]\n"


def _task(bundle: Bundle) -> dict[str, object]:
    label = bundle.codebook
    people = sorted({annotation.annotator for annotation in bundle.annotations})
    ours = {
        "id": bundle.id,
        "name": bundle.name,
        "sha256": bundle.sha256,
        "metadata": dict(bundle.metadata),
        "codebook": label._asdict() if label else None,
    }
    return {
        "data": {"text": bundle.text, "annotator": ours},
        "annotations": [
            {"result": list(_results(bundle, person))} for person in people
        ],
    }


def _results(bundle: Bundle, person: str) -> Iterator[dict[str, object]]:
    for annotation in bundle.annotations:
        if annotation.annotator == person:
            yield from _regions(annotation, bundle.text or "")
    for relation in _relations(bundle, person):
        yield {
            "type": "relation",
            "from_id": relation.source,
            "to_id": relation.target,
            "direction": "right",
            "labels": [relation.type],
            "meta": {"annotator": {"id": relation.id}},
        }


def _regions(annotation: BundleAnnotation, text: str) -> Iterator[dict[str, object]]:
    """Yield a region for each span, and the attributes with the first."""
    ours = {
        "by": annotation.annotator,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
    }
    for number, (start, end) in enumerate(annotation.spans):
        value = {"start": start, "end": end, "text": text[start:end]}
        meta: dict[str, object] = {"annotator": {**ours, "part_of": annotation.id}}
        if annotation.note and not number:
            meta["text"] = [annotation.note]
        yield {
            "id": f"{annotation.id}-{number + 1}" if number else annotation.id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "origin": "manual",
            "value": {**value, "labels": [annotation.tag]},
            "meta": meta,
        }
    (start, end), *_ = annotation.spans
    for name, chosen in annotation.attributes.items():
        yield {
            "id": annotation.id,
            "from_name": f"{ATTRIBUTE}{name}",
            "to_name": "text",
            "type": "textarea",
            "value": {"start": start, "end": end, "text": [chosen]},
        }


def _configuration(tasks: Sequence[Bundle]) -> Iterator[str]:
    annotations = [a for bundle in tasks for a in bundle.annotations]
    yield "<View>"
    yield "  <Relations>"
    for kind in sorted({r.type for bundle in tasks for r in bundle.relations}):
        yield f"    <Relation value={_quoted(kind)}/>"
    yield "  </Relations>"
    yield '  <Labels name="label" toName="text">'
    for tag in sorted({annotation.tag for annotation in annotations}):
        yield f"    <Label value={_quoted(tag)}/>"
    yield "  </Labels>"
    yield '  <Text name="text" value="$text"/>'
    for name in sorted({name for a in annotations for name in a.attributes}):
        yield f"  <Header value={_quoted(name)}/>"
        code = _quoted(f"{ATTRIBUTE}{name}")
        yield f'  <TextArea name={code} toName="text" perRegion="true"/>'
    yield "</View>"


def _quoted(name: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", name))
