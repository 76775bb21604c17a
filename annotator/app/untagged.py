"""The next numeral or quotation that the person at work has not tagged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from annotator.app.checking import Finding, tagged
from annotator.app.session import Session
from annotator.model.annotation import Mark
from annotator.model.document import Document
from annotator.suggest.done_check import next_untagged


def untagged_from(
    session: Session,
    document: Document,
    marks: Iterable[Mark],
    offset: int,
    *,
    step: Literal[1, -1],
) -> Finding | None:
    """Return the nearest one, or None if all are tagged.

    Args:
        session: Of the person at work.
        document: What to look in.
        marks: Of the document, everyone's.
        offset: From where to look, in code points.
        step: 1 for what begins behind ``offset``, -1 for what begins before it.
    """
    mine = tagged(session, document.id, marks)
    return next_untagged(document.text, mine, offset, step=step)
