"""What an annotation may be linked to: the fitting annotations, the best ones first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from heapq import nsmallest

from annotator.app.folding import fold, shortened, words_of
from annotator.app.session import Session
from annotator.model.annotation import Annotation
from annotator.model.codebook import Codebook, RelationType
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    DocumentId,
    RelationTypeId,
    TagId,
)
from annotator.store.slim import Glimpse

NEAREST = 1_000
"""So many annotations of one document are compared; the others by typing only."""

HALF_NEAR = 500
"""At this distance, in code points, nearness has fallen to a half."""

_CONTEXT = 300  # code points on either side in which the sentence must end
_BATCH = 100  # documents looked through before asking whether there is enough
_SENTENCE_END = re.compile(r"[.!?…]\s|\n")

_STOP_WORDS = frozenset(
    words_of(
        """
        a about after all also an and any are as at be been before but by can could did
        do does for from had has have he her him his how i if in into is it its may me
        more most my no nor not of on one or our over said say says she should so some
        such t than that the their them then there these they this those to up us was we
        were what when which who will with would you your
        """
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCandidate:
    """An annotation that another one may be linked to.

    Attributes:
        quote: Its words on one line, shortened.
        types: The relation types that fit, in the order of the codebook.
        linked: Those types by which it is linked from there already.
        same_document: Whether the two stand in one document.
        distance: Code points between the two; None across documents.
    """

    id: AnnotationId
    document_id: DocumentId
    title: str
    tag_id: TagId
    annotator_id: AnnotatorId
    quote: str
    types: tuple[RelationType, ...]
    linked: tuple[RelationType, ...]
    same_document: bool
    distance: int | None


def possible_types(
    codebook: Codebook, source_tag: TagId, target_tag: TagId
) -> list[RelationType]:
    """Return the relation types that may lead from one tag to another, in order."""
    return [
        kind
        for kind in codebook.relation_types
        if not kind.retired and fits(kind, source_tag, target_tag)
    ]


def fits(kind: RelationType, source_tag: TagId, target_tag: TagId) -> bool:
    """Tell whether a relation type may lead from one tag to another."""
    return (not kind.source_tag_ids or source_tag in kind.source_tag_ids) and (
        not kind.target_tag_ids or target_tag in kind.target_tag_ids
    )


def link_candidates(
    session: Session,
    annotation: Annotation,
    *,
    typed: str = "",
    layers: Collection[AnnotatorId] = (),
    limit: int = 20,
) -> list[LinkCandidate]:
    """Return what ``annotation`` may be linked to, the best first.

    Without ``typed`` these are annotations of its own document: first those of its
    own tag, if a relation type names it (for a quote, the quotes), then those whose
    tag the first fitting relation type names first (for a denial, the claims);
    among them the most similar and nearest. With ``typed`` they are the annotations
    of all documents whose quote has all the words typed, the last of which may be
    the beginning of one; those of its own document come first.

    Args:
        session: Where the annotations are.
        annotation: From where the link is to lead.
        typed: Words to look for, upper and lower case and accents alike.
        layers: Whose annotations to offer besides those of the person at work.
        limit: How many at most.
    """
    ranks = _tag_ranks(session.codebook, annotation.tag_id)
    people = {session.me.id, *layers}
    if not ranks or limit < 1:
        return []
    order = _Order(session, annotation, ranks)
    if typed.strip():
        best = _typed(session, order, typed, people, limit)
    else:
        nearest = session.project.relations.slim.nearest(
            annotation.document_id,
            ranks,
            people,
            start=annotation.start,
            end=annotation.end,
            limit=NEAREST,
        )
        best = order.sorted(nearest)[:limit]
    return _shown(session, annotation, best)


class _Order:
    """Puts what may be linked to an annotation in order."""

    def __init__(
        self,
        session: Session,
        annotation: Annotation,
        ranks: dict[TagId, tuple[int, int]],
    ) -> None:
        self.source = annotation
        self.ranks = ranks
        self._words = _content(f"{annotation.quote} {_sentence(session, annotation)}")

    def sorted(self, found: Iterable[Glimpse]) -> list[Glimpse]:
        """Return ``found`` without the source itself, the best first."""
        others = [one for one in found if one.id != self.source.id]
        if len(others) > NEAREST:
            others = nsmallest(NEAREST, others, key=self._away)
        return sorted(others, key=self._key)

    def _away(self, one: Glimpse) -> int:
        return _distance(self.source, one) or 0

    def _key(self, one: Glimpse) -> tuple[bool, tuple[int, int], float, int, str]:
        away = one.document_id != self.source.document_id
        return (away, self.ranks[one.tag_id], -self._score(one), one.start, one.id)

    def _score(self, one: Glimpse) -> float:
        """Return similarity plus nearness, each from 0 to 1.

        Similarity is Dice's coefficient (L. R. Dice, Ecology 26, 1945) of the
        content words: twice those in common by all of both. Nearness is hyperbolic
        in the distance.
        """
        words = _content(one.quote)
        total = len(words) + len(self._words)
        similarity = 2 * len(words & self._words) / total if total else 0.0
        distance = _distance(self.source, one)
        nearness = 0.0 if distance is None else HALF_NEAR / (HALF_NEAR + distance)
        return similarity + nearness


def _typed(
    session: Session,
    order: _Order,
    typed: str,
    people: Collection[AnnotatorId],
    limit: int,
) -> list[Glimpse]:
    """Return the annotations with the words typed, from as few documents as do."""
    words = words_of(typed)
    if not words:
        return []
    documents = session.project.search.documents_with(typed)
    own = order.source.document_id
    others = [one for one in documents if one != own]
    batches = [[own] if own in documents else []]
    batches += [others[i : i + _BATCH] for i in range(0, len(others), _BATCH)]
    letters = [word for word in words if word.isascii()]
    test = _quote_test(words)
    best: list[Glimpse] = []
    for batch in batches:
        found = session.project.relations.slim.quoting(
            batch, order.ranks, people, letters, test
        )
        best += order.sorted(found)
        if len(best) >= limit:
            break
    return best[:limit]


def _quote_test(words: list[str]) -> Callable[[str], bool]:
    """Return what tells whether a quote has all the words, the last from its start."""
    *whole, last = words
    searches = [re.compile(rf"\b{re.escape(word)}\b").search for word in whole]
    searches.append(re.compile(rf"\b{re.escape(last)}").search)

    def test(quote: str) -> bool:
        folded = fold(quote)
        # Ten times as fast as the patterns, and settles most.
        if not all(word in folded for word in words):
            return False
        return all(search(folded) for search in searches)

    return test


def _shown(
    session: Session, annotation: Annotation, best: list[Glimpse]
) -> list[LinkCandidate]:
    slim = session.project.relations.slim
    titles = slim.titles({one.document_id for one in best})
    linked = _linked(session, annotation.id)
    fitting = {
        tag: tuple(possible_types(session.codebook, annotation.tag_id, tag))
        for tag in {one.tag_id for one in best}
    }
    return [
        LinkCandidate(
            id=one.id,
            document_id=one.document_id,
            title=titles[one.document_id],
            tag_id=one.tag_id,
            annotator_id=one.annotator_id,
            quote=shortened(one.quote),
            types=fitting[one.tag_id],
            linked=tuple(
                kind
                for kind in session.codebook.relation_types
                if (one.id, kind.id) in linked
            ),
            same_document=one.document_id == annotation.document_id,
            distance=_distance(annotation, one),
        )
        for one in best
    ]


def _linked(
    session: Session, annotation_id: AnnotationId
) -> set[tuple[AnnotationId, RelationTypeId]]:
    """Return to what an annotation is linked, and how; undirected links both ways."""
    undirected = {k.id for k in session.codebook.relation_types if not k.directed}
    linked: set[tuple[AnnotationId, RelationTypeId]] = set()
    for relation in session.relations_of(annotation_id):
        if relation.source_id == annotation_id:
            linked.add((relation.target_id, relation.type_id))
        elif relation.type_id in undirected:
            linked.add((relation.source_id, relation.type_id))
    return linked


def _tag_ranks(codebook: Codebook, source: TagId) -> dict[TagId, tuple[int, int]]:
    """Return the tags that may be linked to, with the place each comes in.

    The place is that of the first relation type that fits, then that of the tag
    among those the type lists. Its own tag comes before all, if a type lists it.
    """
    ranks: dict[TagId, tuple[int, int]] = {}
    for place, kind in enumerate(codebook.relation_types):
        if kind.retired or (kind.source_tag_ids and source not in kind.source_tag_ids):
            continue
        if not kind.target_tag_ids:
            for tag in codebook.tags:
                ranks.setdefault(tag.id, (place, 0))
        for index, tag_id in enumerate(kind.target_tag_ids):
            ranks.setdefault(tag_id, (place, index))
        if source in kind.target_tag_ids:
            ranks[source] = (-1, 0)
    return ranks


def _distance(source: Annotation, one: Glimpse) -> int | None:
    if one.document_id != source.document_id:
        return None
    return max(0, one.start - source.end, source.start - one.end)


def _sentence(session: Session, annotation: Annotation) -> str:
    """Return what stands around an annotation in its sentence."""
    before, after = session.project.relations.slim.words_around(
        annotation.document_id, annotation.start, annotation.end, _CONTEXT
    )
    return f"{_SENTENCE_END.split(before)[-1]} {_SENTENCE_END.split(after)[0]}"


def _content(text: str) -> set[str]:
    return {word for word in words_of(text) if word not in _STOP_WORDS}
