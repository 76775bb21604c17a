"""How the inspector says things: when they were done, and in words that fit."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from annotator.model.times import local_day_and_time, local_time
from annotator.ui.text.graphemes import grapheme_start

_LONGEST_WORD = 20  # code points; so many fit into the narrowest panel
_BREAK = "\u200b"


def moment(at: str) -> str:
    """Return one of our times as people say it: the hour, and the day if not today."""
    today = datetime.now().astimezone().date().isoformat()
    words = local_day_and_time(at)
    return local_time(at) if words.startswith(today) else words


def breakable(words: str) -> str:
    """Return words with places to break those that are longer than a line."""
    return " ".join(_with_breaks(word) for word in words.split(" "))


def _with_breaks(word: str) -> str:
    places = {grapheme_start(word, at) for at in range(0, len(word), _LONGEST_WORD)} - {
        0
    }
    bounds = [0, *sorted(places), len(word)]
    return _BREAK.join(word[a:b] for a, b in pairwise(bounds))
