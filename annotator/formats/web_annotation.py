"""W3C Web Annotation in JSON-LD: every annotation is one that other tools read.

What the vocabulary of the W3C has no words for stands under the prefix ``app``.
Offsets are code points, half-open, as the specification demands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from annotator.formats.atomic import write_atomically
from annotator.formats.base import ImportProblem, Keeps
from annotator.formats.web_annotation_reading import read_annotations
from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation, Losses

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
VOCABULARY = "urn:annotator:"

_AROUND = 32  # code points quoted before and behind a span
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)


class WebAnnotation:
    """One JSON-LD graph: documents, annotations, and links between these."""

    name = "w3c"
    title = "W3C Web Annotation"
    suffix = ".jsonld"
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
        """Write one graph with a node a line; only verdicts are lost.

        Raises:
            ExportError: ``target`` could not be written; it is as it was.
        """
        losses = Losses()
        write_atomically(target, _written(bundles, losses))
        return losses

    def read(self, source: Path) -> Iterator[Bundle | ImportProblem]:
        """Read a graph, a collection, a page, a list or a single annotation.

        Raises:
            FormatError: The file cannot be read, or has no annotations.
        """
        yield from read_annotations(source)


def _written(bundles: Iterable[Bundle], losses: Losses) -> Iterator[bytes]:
    context = _ENCODER.encode([CONTEXT, {"app": VOCABULARY}])
    yield f'{{"@context":{context},"@graph":['.encode()
    between = "\n"
    for bundle in bundles:
        WebAnnotation.keeps.count(bundle, losses)
        for node in _nodes(bundle):
            yield (between + _ENCODER.encode(node)).encode()
            between = ",\n"
    yield b"\n]}\n"


def _nodes(bundle: Bundle) -> Iterator[dict[str, object]]:
    yield _document(bundle)
    for annotation in bundle.annotations:
        yield _annotation(annotation, bundle)
    for relation in bundle.relations:
        yield _relation(relation, bundle)


def _document(bundle: Bundle) -> dict[str, object]:
    node: dict[str, object] = {
        "id": f"urn:sha256:{bundle.sha256}",
        "type": "Text",
        "format": "text/plain",
        "app:name": bundle.name,
    }
    if bundle.id:
        node["app:document"] = _urn(bundle.id)
    if bundle.text is not None:
        node["app:text"] = bundle.text
    if bundle.metadata:
        # As text: its keys are anything, and some mean something in JSON-LD.
        node["app:metadata"] = _ENCODER.encode(dict(bundle.metadata))
    if bundle.codebook:
        fields = bundle.codebook._asdict()
        node["app:codebook"] = {f"app:{key}": value for key, value in fields.items()}
    return node


def _annotation(annotation: BundleAnnotation, bundle: Bundle) -> dict[str, object]:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": annotation.tag}]
    if annotation.note:
        note = {"type": "TextualBody", "purpose": "commenting"}
        bodies.append({**note, "value": annotation.note})
    node: dict[str, object] = {
        "@context": CONTEXT,
        "id": _urn(annotation.id),
        "type": "Annotation",
        "motivation": "classifying",
    }
    if annotation.annotator:
        node["creator"] = {"type": "Person", "name": annotation.annotator}
    if annotation.created_at:
        node["created"] = annotation.created_at
    if annotation.updated_at:
        node["modified"] = annotation.updated_at
    node["body"] = bodies
    targets = [_target(span, annotation, bundle) for span in annotation.spans]
    node["target"] = targets[0] if len(targets) == 1 else targets
    if len(targets) > 1:
        # Several targets mean "each of them"; these are parts of one.
        node["app:discontinuous"] = True
    if annotation.attributes:
        node["app:attributes"] = [
            {"app:name": name, "app:value": value}
            for name, value in annotation.attributes.items()
        ]
    return node


def _target(
    span: tuple[int, int], annotation: BundleAnnotation, bundle: Bundle
) -> dict[str, object]:
    start, end = span
    text = bundle.text
    position = {"type": "TextPositionSelector", "start": start, "end": end}
    selectors: list[dict[str, object]] = [position]
    if text is not None:
        selectors.append(
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            }
        )
    elif annotation.quote is not None and len(annotation.spans) == 1:
        selectors.append({"type": "TextQuoteSelector", "exact": annotation.quote})
    return {"source": f"urn:sha256:{bundle.sha256}", "selector": selectors}


def _relation(relation: BundleRelation, bundle: Bundle) -> dict[str, object]:
    return {
        "@context": CONTEXT,
        "id": _urn(relation.id),
        "type": "Annotation",
        "motivation": "linking",
        "body": _urn(relation.target),
        "target": _urn(relation.source),
        "app:relationType": relation.type,
        "app:within": f"urn:sha256:{bundle.sha256}",
    }


def _urn(uuid: str) -> str:
    return UUID(uuid).urn
