"""What really differs between bundles and what became of them, in words of Losses."""

from collections import Counter

from annotator.model.bundle import Bundle


def differences(originals, results):
    """Count what ``results``, which a format has read, lack of ``originals``.

    Raises:
        AssertionError: Something was changed or added instead of dropped.
    """
    lost = Counter()
    found = {bundle.sha256: bundle for bundle in results if isinstance(bundle, Bundle)}
    assert len(found) == len(results), [r for r in results if r not in found.values()]
    for original in originals:
        copy = found.pop(original.sha256, None)
        if copy is None:
            lost[_missing_document(original)] += 1
            lost["document text"] += original.text is not None
            lost["metadata"] += bool(original.metadata)
            lost["verdict"] += original.verdicts
            lost["relation"] += len(original.relations)
        else:
            _compare(original, copy, lost)
    assert not found
    return +lost


def _missing_document(original):
    assert original.text is None or not original.annotations
    return (
        "document without its text"
        if original.text is None
        else "document without annotations"
    )


def _compare(original, copy, lost):
    assert copy.name == original.name
    lost["document text"] += original.text is not None and copy.text is None
    assert copy.text in (original.text, None)
    lost["metadata"] += bool(original.metadata and not copy.metadata)
    assert copy.metadata in (dict(original.metadata), {})
    lost["verdict"] += original.verdicts - copy.verdicts
    _compare_codebooks(original.codebook, copy.codebook, lost)
    pairs = _pairs(original, copy, lost)
    for before, after in pairs:
        _compare_annotations(before, after, lost)
    _compare_relations(original, copy, pairs, lost)


def _compare_codebooks(before, after, lost):
    lost["codebook"] += before is not None and after is None
    if after is not None:
        assert before is not None
        assert (after.version, after.sha256) == (before.version, before.sha256)


def _pairs(original, copy, lost):
    """Pair annotations: by id where ids are kept, else by all that was kept."""
    left = list(copy.annotations)
    pairs = []
    for before in original.annotations:
        after = max(
            (a for a in left if _place(a) == _place(before)),
            key=lambda a: _likeness(a, before),
            default=None,
        )
        if after is None:
            lost[_missing_annotation(before, original.text)] += 1
        else:
            left.remove(after)
            pairs.append((before, after))
    assert left == []
    return pairs


def _place(annotation):
    return annotation.tag, tuple(map(tuple, annotation.spans))


def _likeness(one, other):
    return (
        one.id == other.id,
        one.annotator == other.annotator,
        dict(one.attributes) == dict(other.attributes),
        one.note == other.note,
    )


def _missing_annotation(annotation, text):
    if text is not None and not "".join(text[s:e] for s, e in annotation.spans).strip():
        return "annotation of line breaks only"
    assert len(annotation.spans) > 1
    return "annotation of several spans"


def _compare_annotations(before, after, lost):
    assert after.quote in (before.quote, None)
    lost["id"] += before.id != after.id
    lost["note"] += before.note != after.note
    assert after.note in (before.note, "")
    lost["annotator"] += before.annotator != after.annotator
    assert after.annotator in (before.annotator, "")
    times = [(b.created_at, b.updated_at) for b in (before, after)]
    lost["time"] += times[0] != times[1]
    assert times[1] in (times[0], ("", ""))
    kept = dict(after.attributes)
    assert kept.items() <= dict(before.attributes).items()
    lost["attribute value"] += len(before.attributes) - len(kept)


def _compare_relations(original, copy, pairs, lost):
    ids = {before.id: after.id for before, after in pairs}
    left = [(r.type, r.source, r.target, r.id) for r in copy.relations]
    for before in original.relations:
        ends = (
            ids.get(before.source, before.source),
            ids.get(before.target, before.target),
        )
        after = next((r for r in left if r[:3] == (before.type, *ends)), None)
        if after is None:
            lost["relation"] += 1
        else:
            left.remove(after)
            lost["id"] += after[3] != before.id
    assert left == []
