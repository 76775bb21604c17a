"""Where words stand in all texts, each place with the words around it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.app import edits
from annotator.app.finding import Finder, Mode, Query
from annotator.app.session import Session
from annotator.model.change import Change, Edit
from annotator.model.codebook import Tag
from annotator.model.ids import DocumentId
from annotator.model.span import Span
from annotator.store.search import Searched

CONTEXT = 60
"""How many code points of context are shown on either side, about."""

DEADLINE_S = 2.0

_FIRST_BATCH = 4  # texts read at once; the first hits are wanted soon
_LARGEST_BATCH = 128
_SPACE = re.compile(r"\s+")
# Scripts that write words without spaces, which the word index cannot tell apart.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


class Place(NamedTuple):
    """Where to go on: at an offset, in code points, of a document."""

    document_id: DocumentId
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where the words were found.

    Attributes:
        start: Of the words in the document, in code points; ``end`` likewise.
        left: What stands before them, white space folded, cut between words;
            ``left + words + right`` reads as the text does.
        words: What was found, white space folded.
        right: What stands after them.
    """

    document_id: DocumentId
    title: str
    start: int
    end: int
    left: str
    words: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Some of the places where words were found.

    Attributes:
        hits: In the order of the documents and of their texts.
        documents: In how many documents these hits stand.
        more: From where to search for more, or None if there is nothing more.
        problem: Why the search was not finished, or "".
    """

    hits: tuple[Hit, ...] = ()
    documents: int = 0
    more: Place | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Tagging:
    """What tagging many hits comes to.

    Attributes:
        edit: Tags them in one step; None if all are tagged so already.
        added: How many are tagged by it.
        skipped: How many have the same tag on the same words already, by me.
    """

    edit: Edit | None
    added: int
    skipped: int


def concordance(
    session: Session,
    query: Query,
    *,
    limit: int = 100,
    after: Place | None = None,
    deadline_s: float = DEADLINE_S,
) -> Concordance:
    """Return where ``query`` stands in the texts of the project.

    What is found begins where a word does (in ``Mode.REGEX`` anywhere), because
    the word index finds the documents; each text is then searched exactly.

    Args:
        session: Where the texts are.
        query: What to look for.
        limit: How many hits at most.
        after: From where to go on, as the last answer's ``more`` said.
        deadline_s: After how many seconds to answer with what there is.
    """
    unspaced = _UNSPACED.search(query.words) is not None
    finder = Finder(query, at_word_start=not unspaced)
    if finder.problem or not query.words.strip():
        return Concordance(problem=finder.problem)
    # Before the clock runs: it indexes texts that have just come.
    documents = _documents(session, query, unspaced)
    until = time.monotonic() + deadline_s
    hits: list[Hit] = []
    for count, searched in enumerate(_texts(session, documents, after)):
        first = after.start if after and after.document_id == searched.id else 0
        left_s = until - time.monotonic()
        if left_s <= 0:
            return _answer(hits, more=Place(searched.id, first))
        # One more than is wanted tells whether there is more.
        wanted = limit - len(hits) + 1
        found = finder.find(searched.text, deadline_s=left_s, limit=wanted, start=first)
        for span in found.spans:
            if len(hits) == limit:
                return _answer(hits, more=Place(searched.id, span.start))
            hits.append(hit_in(searched, span))
        if found.problem and (count or found.spans):
            # It may only have come too late: it gets all the time next time.
            reached = found.spans[-1].end if found.spans else first
            return _answer(hits, more=Place(searched.id, reached))
        if found.problem:
            problem = f"{found.problem} It was given up in “{searched.title}”."
            return _answer(hits, problem=problem)
    return _answer(hits)


def tag_hits(session: Session, hits: Sequence[Hit], tag: Tag) -> Tagging:
    """Return the edit that tags hits, of any number of documents, in one step.

    Hits that the person at work has tagged so already are skipped.

    Raises:
        UnknownNameError: A document is not in the project any more.
        SpanError: A hit does not lie within its document.
    """
    me = session.me.id
    slim = session.project.relations.slim
    by_document: dict[DocumentId, set[tuple[int, int]]] = defaultdict(set)
    for hit in hits:
        by_document[hit.document_id].add((hit.start, hit.end))
    changes: list[Change] = []
    for document_id, places in by_document.items():
        document = session.document(document_id)
        tagged = slim.tagged_spans(document_id, tag.id, me)
        for start, end in sorted(places - tagged):
            edit = edits.tag_spans(document, [Span(start, end)], tag, me)
            changes += edit.changes
    skipped = len(hits) - len(changes)
    if not changes:
        return Tagging(None, 0, skipped)
    title = f"Tag {len(changes):,} hits “{tag.name}”"
    return Tagging(Edit(title, tuple(changes)), len(changes), skipped)


def hit_in(searched: Searched, span: Span) -> Hit:
    """Return the words at ``span`` of a text with what stands around them."""
    text, start, end = searched.text, span.start, span.end
    left = _SPACE.sub(" ", text[max(0, start - 2 * CONTEXT) : start])
    right = _SPACE.sub(" ", text[end : end + 2 * CONTEXT])
    return Hit(
        document_id=searched.id,
        title=searched.title,
        start=start,
        end=end,
        left=_last_words(left).lstrip(),
        words=_SPACE.sub(" ", span.of(text)),
        right=_first_words(right).rstrip(),
    )


def _documents(session: Session, query: Query, unspaced: bool) -> list[DocumentId]:  # noqa: FBT001
    """Return the documents that may have the words, in the order they came."""
    live = session.project.documents.live_ids()
    if unspaced or query.mode is Mode.REGEX:
        return live
    if not any(map(str.isalnum, query.words)):
        return live
    found: set[DocumentId] = set()
    # The index takes é written as two characters for e, but not Hangul so written.
    for form in ("NFC", "NFD"):
        words = unicodedata.normalize(form, query.words)
        found.update(session.project.search.documents_with(words))
    return [one for one in live if one in found]


def _texts(
    session: Session, documents: list[DocumentId], after: Place | None
) -> Iterator[Searched]:
    """Yield texts from the one in ``after`` on, reading more and more at once."""
    if after:
        # By number, because the document may have been taken out in the meantime.
        numbers = session.project.documents.numbers
        reached = numbers.of(after.document_id)
        documents = [one for one in documents if numbers.of(one) >= reached]
    first, batch = 0, _FIRST_BATCH
    while first < len(documents):
        yield from session.project.search.texts(documents[first : first + batch])
        first, batch = first + batch, min(2 * batch, _LARGEST_BATCH)


def _answer(
    hits: list[Hit], *, more: Place | None = None, problem: str = ""
) -> Concordance:
    documents = len({hit.document_id for hit in hits})
    return Concordance(
        hits=tuple(hits), documents=documents, more=more, problem=problem
    )


def _last_words(left: str) -> str:
    if len(left) <= CONTEXT:
        return left
    # The first space from there on, unless the words run on without one.
    cut = left.find(" ", len(left) - CONTEXT - 1)
    if 0 <= cut < len(left) - 1:
        return left[cut + 1 :]
    tail = left[-CONTEXT:]
    while tail and unicodedata.combining(tail[0]):
        tail = tail[1:]
    return tail


def _first_words(right: str) -> str:
    if len(right) <= CONTEXT:
        return right
    cut = right.rfind(" ", 0, CONTEXT + 1)
    if cut > 0:
        return right[:cut]
    end = CONTEXT
    while end < len(right) and unicodedata.combining(right[end]):
        end += 1
    return right[:end]
