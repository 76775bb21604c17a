"""Measures searching all texts, tagging what was found, and finding in one text."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from bare import Commits
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from timing import (
    CTRL,
    SHIFT,
    TYPED,
    Painting,
    Times,
    reading_of,
    require,
    timed,
    until,
)
from window_jobs import click, opened, paint_what_changed, settle
from workload import SEED

from annotator.ui.annotate_place import AnnotatePlace
from annotator.ui.finding.bar import FindBar

FIRST = 100
"""How many hits the list of hits has to show at once."""

AT_ONCE = 10_000
"""How many places are found in a text at most."""


def search_everywhere(project: Path, count: int) -> tuple[float, dict[str, Times]]:
    """Search all texts for words of several kinds, ``count`` times each.

    Returns:
        How long the first search took, which indexes the texts; and by what was
        searched for, from Enter until the first hits are painted.
    """
    chance = random.Random(SEED)
    kinds: dict[str, Callable[[str], str]] = {
        "a common word": lambda _text: chance.choice(TYPED),
        "a rare word": lambda text: chance.choice(_numerals(text)),
        "a phrase": lambda text: _three_words(text, chance),
    }
    with opened(project) as place, reading_of(project) as reading:
        first = _search(place, "harbour")
        infos = place.documents.infos()
        found: dict[str, Times] = {}
        for kind, pick in kinds.items():
            found[kind] = Times()
            for _ in range(count):
                text = place.session.document(chance.choice(infos).id).text
                words = pick(text)
                ours = _search(place, words)
                found[kind].add(ours, timed(reading.hits, words, FIRST))
    return first, found


def tag_hits(
    project: Path, name: str, commits: Commits, count: int
) -> tuple[float, float]:
    """Tag ``count`` of the hits of a search by one key; return seconds and the limit.

    The hits are spread evenly over all that are listed.

    Args:
        project: A copy that may be changed.
        name: Of the document that is open meanwhile.
        commits: Where to commit as many rows.
        count: How many hits.
    """
    with opened(project) as place:
        if place.document is not None and place.document.document.name != name:
            click(place, name)
        concordance = place.concordance
        _search(place, "harbour")
        hits = concordance.list.hits
        require(hits.rowCount() >= count, f"only {hits.rowCount()} hits")
        hits.check([number * hits.rowCount() // count for number in range(count)])
        settle()
        started = perf_counter()
        QTest.keyClick(concordance.list, Qt.Key.Key_C)
        settle()
        ours = perf_counter() - started
        done = place.session.undoable
        require(done is not None and "hits" in done.title, "the hits were not tagged")
    return ours, commits.many(count)


def find_in_text(project: Path, name: str, words: int) -> Times:
    """Find words in a text letter by letter, from each key until painted."""
    chance = random.Random(SEED)
    times = Times()
    with opened(project) as place:
        click(place, name)
        text = place.document.document.text if place.document else ""
        (bar,) = place.findChildren(FindBar)
        line = bar.query_field.field
        for word in (*chance.sample(TYPED, words), "unheardof"):
            place.text.setFocus()
            QTest.keyClick(place.text, Qt.Key.Key_F, CTRL)
            require(line.hasFocus(), "Ctrl+F did not open the bar")
            line.clear()
            settle()
            for end, letter in enumerate(word, start=1):
                started = perf_counter()
                QTest.keyClick(line, letter)
                # Finds at once what was typed, where it would wait for a pause.
                QTest.keyClick(line, Qt.Key.Key_Return)
                paint_what_changed()
                ours = perf_counter() - started
                settle()
                times.add(ours, timed(_places, text, word[:end]))
    return times


def _search(place: AnnotatePlace, words: str) -> float:
    """Search all texts; return seconds from Enter until the first hits are painted."""
    concordance = place.concordance
    line = concordance.query_field.field
    place.text.setFocus()
    QTest.keyClick(place.text, Qt.Key.Key_F, CTRL | SHIFT)
    require(line.hasFocus(), "Ctrl+Shift+F did not open the list of hits")
    settle()
    until(lambda: not concordance.busy)
    line.setText(words)
    painting = Painting(concordance.list)
    started = perf_counter()
    QTest.keyClick(line, Qt.Key.Key_Return)
    painting.wait()
    taken = perf_counter() - started
    require(concordance.list.hits.rowCount() > 0, f"nothing has “{words}”")
    until(lambda: not concordance.busy)
    settle()
    return taken


def _numerals(text: str) -> list[str]:
    return [word for word in text.split() if word[0].isdigit() and len(word) > 5] or [
        "Fishers’"
    ]


def _three_words(text: str, chance: random.Random) -> str:
    words = text.split()
    first = chance.randrange(len(words) - 3)
    return " ".join(words[first : first + 3])


def _places(text: str, words: str) -> list[int]:
    """Return where words stand, by bare ``str.find``; 10,000 places at most."""
    places: list[int] = []
    at = text.find(words)
    while at >= 0 and len(places) < AT_ONCE:
        places.append(at)
        at = text.find(words, at + len(words))
    return places
