"""What the window says about a relation: which way it leads, and how far."""

from __future__ import annotations

import re

from annotator.app.relating import RelationView
from annotator.model.annotation import Annotation, Mark
from annotator.model.counts import counted

_PARAGRAPH_END = re.compile(r"\n+")


def arrow(view: RelationView) -> str:
    """Return an arrow as seen from the end at the left."""
    if not view.type.directed:
        return "↔"
    return "→" if view.outgoing else "←"


def how_far(text: str, here: Annotation | Mark, there: Annotation | Mark) -> str:
    """Say where ``there`` stands, as seen from ``here``, both in ``text``."""
    if here.start < there.end and there.start < here.end:
        if here.start <= there.start and there.end <= here.end:
            return "inside this"
        inside = there.start <= here.start and here.end <= there.end
        return "around this" if inside else "overlaps this"
    up = there.start < here.start
    first, last = sorted((here.start, there.start))
    count = len(_PARAGRAPH_END.findall(text, first, last))
    if count == 0:
        return f"{'earlier' if up else 'later'} in this paragraph"
    return f"{counted(count, 'paragraph')} {'up' if up else 'down'}"
