"""What a tag's key takes when nothing is selected."""

from __future__ import annotations

from annotator.model.codebook import Tag, TagRole
from annotator.model.span import Span
from annotator.suggest.figures import figure_at
from annotator.suggest.quotes import quotation_at
from annotator.suggest.sentences import clause_at, sentence_at

_MISSING = {
    TagRole.FIGURE: "There is no figure at the caret",
    TagRole.QUOTE: "There are no quotation marks around the caret",
}


def choices_at(tag: Tag, text: str, offset: int) -> list[Span]:
    """Return what ``tag`` may take at the caret, the first choice first.

    A figure is the whole expression, a quotation includes its marks. For every
    other tag it is the sentence and, if that is less, the clause: a second press
    of the key goes from the one to the other.

    Args:
        tag: What is to be tagged.
        text: The document's text.
        offset: Of the caret, in code points.
    """
    if tag.role is TagRole.FIGURE:
        found = [figure_at(text, offset)]
    elif tag.role is TagRole.QUOTE:
        found = [quotation_at(text, offset)]
    else:
        found = [sentence_at(text, offset), clause_at(text, offset)]
    return list(dict.fromkeys(span for span in found if span is not None))


def nothing_found(tag: Tag) -> str:
    """Say that there is nothing to take, and what to do."""
    what = _MISSING.get(tag.role, "There is no sentence at the caret")
    return f"{what}. Select the words, then press the key."


def nests(tag: Tag) -> bool:
    """Tell whether what ``tag`` takes has limits of its own that lie in the text.

    Inside another annotation such a tag is a new one of its own, not another tag
    for the one around it.
    """
    return tag.role in _MISSING
