"""Which way words are written, and words of either way side by side."""

from __future__ import annotations

from unicodedata import bidirectional


def is_right_to_left(text: str) -> bool:
    """Tell whether the first character that has a direction goes to the left."""
    return next(
        (b in ("R", "AL") for b in map(bidirectional, text) if b in ("L", "R", "AL")),
        False,
    )


def isolated(words: str) -> str:
    """Return words that keep their direction, and leave that of others alone."""
    return f"\u2068{words}\u2069"
