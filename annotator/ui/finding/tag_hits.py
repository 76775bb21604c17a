"""Tags many hits in one step, and says what came of it."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.app.concordance import Hit, tag_hits
from annotator.errors import AnnotatorError
from annotator.model.codebook import Tag
from annotator.ui.workbench import Workbench


def tag_in_one_step(bench: Workbench, hits: Sequence[Hit], tag: Tag) -> bool:
    """Tag ``hits``; tell whether they are all tagged now."""
    if not hits or not bench.may_write():
        return False
    try:
        tagging = tag_hits(bench.session, hits, tag)
    except AnnotatorError as error:
        bench.messages.warn(str(error))
        return False
    if tagging.edit is None:
        bench.hint(_already(tagging.skipped, tag))
        return True
    if not bench.do(tagging.edit):
        return False
    skipped = tagging.skipped
    also = f", {skipped:,} {_was(skipped)} tagged already" if skipped else ""
    undo = bench.key("edit.undo")
    bench.hint(f"Tagged {tagging.added:,}{also}. {undo} takes it back.")
    return True


def _already(count: int, tag: Tag) -> str:
    if count == 1:
        return f"This is tagged {tag.name} already."
    return f"All {count:,} are tagged {tag.name} already."


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
