"""What the mouse and the keys do in the text beside the actions of the table."""

from __future__ import annotations

from typing import NamedTuple

from annotator.model.codebook import TagRole


class Gesture(NamedTuple):
    """One thing to do with the mouse or the keyboard.

    Attributes:
        how: As it stands on the key caps.
        what: What comes of it.
        help: One sentence, or "".
    """

    how: str
    what: str
    help: str = ""


GESTURES: tuple[Gesture, ...] = (
    Gesture(
        "Drag, letter",
        "Tag the selected words",
        "The letter of a tag, or its number in the codebook.",
    ),
    Gesture(
        "Letter",
        "Tag at the caret",
        "With nothing selected: the tag takes what it knows to find around the caret.",
    ),
    Gesture(
        "Letter again",
        "Sentence or clause",
        "Goes from the one to the other, for tags that take a sentence.",
    ),
    Gesture(
        "Letter, in an annotation",
        "Give it another tag",
        "A figure or a quotation inside another annotation becomes one of its own.",
    ),
    Gesture(
        "Shift+letter",
        "Lock the tag",
        "Each selection gets it at once, until Esc.",
    ),
    Gesture("Double click", "Select the word"),
    Gesture("Triple click", "Select the paragraph"),
    Gesture(
        "Ctrl+drag",
        "Add these words to the current annotation",
        "For quotes that are interrupted.",
    ),
    Gesture("Drag a handle", "Move a boundary of the current annotation"),
    Gesture("Arrows", "Move the caret", "With Ctrl by words."),
    Gesture("Shift+arrows", "Select words from the keyboard"),
    Gesture("Ctrl+wheel", "Size of the text"),
)

TAKES = {
    TagRole.FIGURE: "At the caret: the whole figure, with “about”, unit and brackets.",
    TagRole.QUOTE: "At the caret: the words between quotation marks, with the marks.",
}
"""What a tag of a role takes when nothing is selected."""

TAKES_SENTENCE = "At the caret: the sentence; again, the clause."
"""What every other tag takes."""
