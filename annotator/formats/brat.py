"""brat standoff: a folder with a text, its annotations and the configuration.

Offsets are code points. Fragments and quotes are within lines, because a quote in
brat has no line break; ``docs/formats.md`` describes how the exact spans are kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from annotator.formats.atomic import write_folder_atomically
from annotator.formats.base import ImportProblem, Keeps
from annotator.formats.brat_lines import SPANS_NOTE, fragments
from annotator.formats.brat_names import Vocabulary, is_ours
from annotator.formats.brat_reading import read_folder
from annotator.model.bundle import Bundle, BundleAnnotation, Losses
from annotator.model.codebook import CodebookLabel


class Brat:
    """A folder of ``.txt`` and ``.ann`` files; one folder an annotator if several."""

    name = "brat"
    title = "brat standoff"
    suffix = ".brat"
    keeps = Keeps(
        texts=True,
        metadata=False,
        several_spans=True,
        overlap=True,
        attributes=True,
        relations=True,
        notes=True,
        annotators=True,
        times=False,
        verdicts=False,
        ids=False,
    )
    reads = True
    writes = True

    def write(self, bundles: Iterable[Bundle], target: Path) -> Losses:
        """Write a text and an annotation file for each bundle.

        Lost are, besides what ``keeps`` says, annotations of line breaks only and
        relations between two documents or two people.

        Raises:
            ExportError: ``target`` could not be written; it is as it was.
        """
        losses = Losses()
        found = list(bundles)
        write_folder_atomically(target, _files(found, losses), replaceable=is_ours)
        return losses

    def read(self, source: Path) -> Iterator[Bundle | ImportProblem]:
        """Read all documents in the folder ``source`` and the folders below.

        Raises:
            FormatError: It is no folder, or nothing in it is of this format.
        """
        yield from read_folder(source)


def _files(found: Sequence[Bundle], losses: Losses) -> Iterator[tuple[str, bytes]]:
    people = sorted({a.annotator for bundle in found for a in bundle.annotations})
    words = Vocabulary(_label(found, losses))
    several = len(people) > 1
    for bundle in found:
        if bundle.text is None:
            losses.add("document without its text")
            continue
        kept = _kept(bundle, losses)
        stem = words.document(bundle.name)
        names = {a.annotator for a in kept.annotations} or people[:1] or [""]
        for person in sorted(names):
            folder = f"{words.people.code(person)}/" if several else ""
            lines = "".join(_lines(kept, person, words))
            yield f"{folder}{stem}.txt", bundle.text.encode()
            yield f"{folder}{stem}.ann", lines.encode()
    yield from words.files({words.people.code(p) if several else "": p for p in people})


def _label(found: Sequence[Bundle], losses: Losses) -> CodebookLabel | None:
    """Return the codebook all were annotated with; there is room for one only."""
    labels = {bundle.codebook for bundle in found}
    if len(labels) == 1:
        return labels.pop()
    losses.add("codebook", sum(bundle.codebook is not None for bundle in found))
    return None


def _kept(bundle: Bundle, losses: Losses) -> Bundle:
    """Return what can be written of ``bundle``."""
    text = bundle.text or ""
    annotations = [a for a in bundle.annotations if fragments(text, a.spans)]
    by = {a.id: a.annotator for a in annotations}
    relations = [
        relation
        for relation in bundle.relations
        if relation.source in by and by[relation.source] == by.get(relation.target)
    ]
    losses.add(
        "annotation of line breaks only", len(bundle.annotations) - len(annotations)
    )
    losses.add("relation", len(bundle.relations) - len(relations))
    kept = replace(bundle, annotations=annotations, relations=relations)
    Brat.keeps.count(kept, losses)
    return kept


def _lines(bundle: Bundle, person: str, words: Vocabulary) -> Iterator[str]:
    text = bundle.text or ""
    numbers: dict[str, int] = {}
    attributes = notes = 0
    for annotation in bundle.annotations:
        if annotation.annotator != person:
            continue
        number = numbers[annotation.id] = len(numbers) + 1
        yield _text_bound(number, annotation, text, words)
        for name, value in annotation.attributes.items():
            attributes += 1
            code, chosen = words.attribute(name, value)
            yield f"A{attributes}\t{code} T{number} {chosen}\n"
        for kind, content in _comments(annotation, text):
            notes += 1
            yield f"#{notes}\t{kind} T{number}\t{content}\n"
    yield from _relation_lines(bundle, numbers, words)


def _text_bound(
    number: int, annotation: BundleAnnotation, text: str, words: Vocabulary
) -> str:
    parts = fragments(text, annotation.spans)
    places = ";".join(f"{start} {end}" for start, end in parts)
    quote = " ".join(text[start:end] for start, end in parts)
    return f"T{number}\t{words.tags.code(annotation.tag)} {places}\t{quote}\n"


def _comments(annotation: BundleAnnotation, text: str) -> Iterator[tuple[str, str]]:
    if annotation.note:
        yield "AnnotatorNotes", _escaped(annotation.note)
    if fragments(text, annotation.spans) != list(map(tuple, annotation.spans)):
        yield SPANS_NOTE, json.dumps(annotation.spans, separators=(",", ":"))


def _relation_lines(
    bundle: Bundle, numbers: dict[str, int], words: Vocabulary
) -> Iterator[str]:
    count = 0
    for relation in bundle.relations:
        if relation.source in numbers:
            count += 1
            ends = f"Arg1:T{numbers[relation.source]} Arg2:T{numbers[relation.target]}"
            yield f"R{count}\t{words.relations.code(relation.type)} {ends}\n"


def _escaped(note: str) -> str:
    r"""Return ``note`` on one line: line breaks as ``\n``, backslashes doubled."""
    line = json.dumps(note, ensure_ascii=False)[1:-1].replace('\\"', '"')
    return re.sub("[\x7f-\x9f\u2028\u2029]", lambda c: f"\\u{ord(c[0]):04x}", line)
