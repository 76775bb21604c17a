"""What may have been forgotten in a document, before one calls it done."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.app.concordance import Hit, hit_in
from annotator.app.filters import NOTHING, ListFilter, facts_in
from annotator.app.jobs import Monitor
from annotator.app.session import Session
from annotator.model.annotation import Mark
from annotator.model.codebook import TagRole
from annotator.model.document import Document
from annotator.model.ids import DocumentId
from annotator.model.span import Span
from annotator.store.search import Searched
from annotator.suggest.done_check import FindingKind, Tagged, done_check

__all__ = ["Tagged", "findings", "lacks_speaker", "tagged"]


def tagged(session: Session, document_id: DocumentId, marks: Iterable[Mark]) -> Tagged:
    """Return what the person at work has tagged, as far as the check asks for it.

    Args:
        session: Of the person.
        document_id: Of the document.
        marks: Of the document, everyone's.
    """
    me, codebook = session.me.id, session.codebook
    roles = {tag.id: tag.role for tag in codebook.tags}
    mine: dict[TagRole, list[Mark]] = {role: [] for role in TagRole}
    for mark in marks:
        if mark.annotator_id == me:
            mine[roles[mark.tag_id]].append(mark)
    facts = facts_in(session, document_id)
    silent = ListFilter(without_speaker=True).test(codebook)
    return Tagged(
        figures=_spans(mine[TagRole.FIGURE]),
        quotes=_spans(mine[TagRole.QUOTE]),
        denials=_spans(mine[TagRole.DENIAL]),
        quotes_without_speaker=[
            Span(*mark.spans[0])
            for mark in mine[TagRole.QUOTE]
            if silent(mark, "", facts.get(mark.id, NOTHING))
        ],
    )


def findings(document: Document, tagged: Tagged, monitor: Monitor) -> list[Hit]:
    """Return what to look at, in reading order; two or three seconds for 5 MB.

    The title of each is what may be amiss.

    Raises:
        Cancelled: The monitor says that nobody waits for it any more.
    """
    monitor.step(0, 1)
    return [
        hit_in(Searched(document.id, str(found.kind), document.text), found.span)
        for found in done_check(document.text, tagged)
    ]


def lacks_speaker(hit: Hit) -> bool:
    """Tell whether a finding is about a quote that is tagged, but lacks a speaker."""
    return hit.title == FindingKind.SPEAKER


def _spans(marks: Iterable[Mark]) -> list[Span]:
    return [Span(*span) for mark in marks for span in mark.spans]
