"""The same words again, here or in all texts, and which of them one has tagged."""

from __future__ import annotations

from collections import defaultdict

from annotator.app.concordance import Hit, hit_in
from annotator.app.session import Session
from annotator.model.codebook import Tag
from annotator.model.ids import DocumentId
from annotator.suggest.repeats import occurrences

MOST = 5_000
"""How many places are found at most; nobody looks through more."""

_AT_ONCE = 100

TagsBySpan = dict[tuple[int, int], list[Tag]]
"""The tags on each ``(start, end)``, in code points."""


def repeats(session: Session, words: str, *, only: DocumentId | None) -> list[Hit]:
    """Return where the same words stand, whole and with the same capitals.

    Args:
        session: Where the texts are.
        words: As they stand in some text.
        only: The document to look in, or None for all of them.
    """
    search = session.project.search
    documents = [only] if only else session.project.documents.live_ids()
    hits: list[Hit] = []
    for first in range(0, len(documents), _AT_ONCE):
        for searched in search.texts(documents[first : first + _AT_ONCE]):
            found = occurrences(searched.text, words)
            hits += [hit_in(searched, span) for span in found[: MOST - len(hits)]]
        if len(hits) == MOST:
            break
    return hits


def my_tags(session: Session, document_id: DocumentId) -> TagsBySpan:
    """Return which spans of a document the person at work has tagged, and how."""
    slim = session.project.relations.slim
    found: defaultdict[tuple[int, int], list[Tag]] = defaultdict(list)
    for tag in session.codebook.tags:
        for span in slim.tagged_spans(document_id, tag.id, session.me.id):
            found[span].append(tag)
    return dict(found)
