"""Which annotations a list shows: what is known of each, and what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.app.folding import fold
from annotator.app.session import Session
from annotator.model.annotation import Mark, Relation
from annotator.model.codebook import Codebook, TagRole
from annotator.model.ids import (
    AnnotationId,
    AnnotatorId,
    AttributeId,
    DocumentId,
    RelationTypeId,
    TagId,
)
from annotator.store.relations import Link

YES = "yes"
"""The value of a yes-no attribute that is set."""

_UNSURE = "unsure"
_SPEAKERS = ("speaker", "source")


class Facts(NamedTuple):
    """What filters want to know of an annotation beside its mark and its quote.

    Attributes:
        values: Attribute values as stored.
        noted: Whether it has a note.
        outgoing: The types of the relations that lead away from it.
        incoming: The types of the relations that lead to it.
    """

    values: Mapping[AttributeId, str] = {}
    noted: bool = False
    outgoing: frozenset[RelationTypeId] = frozenset()
    incoming: frozenset[RelationTypeId] = frozenset()


NOTHING = Facts()
"""The facts of an annotation of which there is nothing to say."""

Test = Callable[[Mark, str, Facts], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What annotations must be like to be listed; the empty filter takes all.

    Attributes:
        words: All of them must be in the quote, in any case, accents or none.
        tags: It has one of these; empty means any.
        layers: It was made by one of these; empty means anybody.
        values: Each of these attributes has this value; "" means that it has none.
        unsure: The attribute named unsure says yes.
        noted: It has a note.
        without_claim: It is a denial, and no relation of a type made for claims
            leads away from it.
        without_speaker: Its tag has an attribute named speaker or source, and
            none of them has a value.
    """

    words: str = ""
    tags: frozenset[TagId] = frozenset()
    layers: frozenset[AnnotatorId] = frozenset()
    values: Mapping[AttributeId, str] | None = None
    unsure: bool = False
    noted: bool = False
    without_claim: bool = False
    without_speaker: bool = False

    def test(self, codebook: Codebook) -> Test:
        """Return the function that tells whether an annotation is to be listed."""
        tests = self._tests(codebook)
        if len(tests) == 1:
            return tests[0]

        def passes(mark: Mark, quote: str, facts: Facts) -> bool:
            return all(test(mark, quote, facts) for test in tests)

        return passes

    def _tests(self, codebook: Codebook) -> list[Test]:
        tests: list[Test] = []
        if self.tags:
            tests.append(lambda mark, _q, _f: mark.tag_id in self.tags)
        if self.layers:
            tests.append(lambda mark, _q, _f: mark.annotator_id in self.layers)
        if self.noted:
            tests.append(lambda _m, _q, facts: facts.noted)
        if self.values:
            wanted = list(self.values.items())
            tests.append(
                lambda _m, _q, facts: all(
                    facts.values.get(a, "") == v for a, v in wanted
                )
            )
        if self.unsure:
            tests.append(_unsure(codebook))
        if self.without_claim:
            tests.append(_without_claim(codebook))
        if self.without_speaker:
            tests.append(_without_speaker(codebook))
        if words := fold(self.words).split():
            # Last, because it takes longest.
            tests.append(lambda _m, quote, _f: _has_all(fold(quote), words))
        return tests


def facts_in(session: Session, document_id: DocumentId) -> dict[AnnotationId, Facts]:
    """Return what is known of a document's live annotations.

    An annotation of which there is nothing to say is left out: ``NOTHING`` holds.
    """
    slim = session.project.relations.slim
    return _together(
        slim.values(document_id),
        slim.noted(document_id),
        session.project.relations.links(document_id),
    )


def facts_of(session: Session, annotation_id: AnnotationId) -> Facts:
    """Return what is known of one annotation; for after an edit."""
    slim = session.project.relations.slim
    found = _together(
        slim.values(annotation=annotation_id),
        slim.noted(annotation=annotation_id),
        session.relations_of(annotation_id),
    )
    return found.get(annotation_id, NOTHING)


def changed_in(session: Session, document_id: DocumentId) -> dict[AnnotationId, str]:
    """Return when each live annotation of a document was changed last, in UTC."""
    return session.project.relations.slim.changed(document_id)


def _together(
    values: dict[AnnotationId, dict[AttributeId, str]],
    noted: set[AnnotationId],
    links: Sequence[Link | Relation],
) -> dict[AnnotationId, Facts]:
    none: frozenset[RelationTypeId] = frozenset()
    facts = {one: Facts(known, one in noted) for one, known in values.items()}
    for one in noted - values.keys():
        facts[one] = Facts(noted=True)
    for link in links:
        kind = frozenset((link.type_id,))
        for end, outgoing, incoming in (
            (link.source_id, kind, none),
            (link.target_id, none, kind),
        ):
            known = facts.get(end, NOTHING)
            facts[end] = known._replace(
                outgoing=known.outgoing | outgoing, incoming=known.incoming | incoming
            )
    return facts


def _unsure(codebook: Codebook) -> Test:
    named = [a.id for a in codebook.attributes if a.is_made_as(_UNSURE)]
    return lambda _m, _q, facts: any(facts.values.get(a) == YES for a in named)


def _without_claim(codebook: Codebook) -> Test:
    claims = {tag.id for tag in codebook.tags if tag.role is TagRole.CLAIM}
    denials = {tag.id for tag in codebook.tags if tag.role is TagRole.DENIAL}
    # Types that may lead to any tag, such as attributed-to, answer no claim.
    answers = frozenset(
        kind.id for kind in codebook.relation_types if claims & {*kind.target_tag_ids}
    )
    return lambda mark, _q, facts: (
        mark.tag_id in denials and not facts.outgoing & answers
    )


def _without_speaker(codebook: Codebook) -> Test:
    by_tag = {
        tag.id: [
            attribute.id
            for attribute in codebook.attributes_of(tag.id)
            if any(attribute.is_made_as(name) for name in _SPEAKERS)
        ]
        for tag in codebook.tags
    }

    def test(mark: Mark, _quote: str, facts: Facts) -> bool:
        asked = by_tag.get(mark.tag_id)
        return bool(asked) and not any(facts.values.get(a) for a in asked or ())

    return test


def _has_all(folded: str, words: list[str]) -> bool:
    return all(word in folded for word in words)
