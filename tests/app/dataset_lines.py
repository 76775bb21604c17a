"""Lines of JSON Lines for tests: documents, annotations of their words, relations."""

import json

from annotator.model.document import text_sha256
from annotator.model.ids import new_id

TIME = "2026-03-10T09:00:00.000Z"


def line(words, *annotations, **values):
    """Make a line: the document whose text is ``words``, with its annotations."""
    return {
        "id": new_id(),
        "name": "a.txt",
        "sha256": text_sha256(words),
        "text": words,
        "metadata": {},
        "annotations": list(annotations),
        "relations": [],
    } | values


def entry(text, words, tag="claim", **values):
    """Make an annotation of ``words`` where they first stand in ``text``."""
    start = text.index(words)
    return {
        "id": new_id(),
        "tag": tag,
        "spans": [[start, start + len(words)]],
        "quote": words,
        "annotator": "Bo",
        "attributes": {},
        "note": "",
        "created_at": TIME,
        "updated_at": TIME,
    } | values


def link(source, target, kind="denies", **values):
    """Make a relation between two annotations."""
    return {
        "id": new_id(),
        "type": kind,
        "source": source["id"],
        "target": target["id"],
    } | values


def write(path, lines):
    """Write the lines of a file."""
    path.write_text(
        "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines),
        encoding="utf-8",
    )
    return path
