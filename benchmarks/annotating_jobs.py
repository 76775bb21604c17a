"""Measures switching, linking and filtering, by keys."""

from __future__ import annotations

import random
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from timing import (
    CTRL,
    TYPED,
    Painting,
    Times,
    reading_of,
    require,
    timed,
    type_into,
    without_pauses,
)
from window_jobs import bare_view, click, drop, opened, settle
from workload import SEED

from annotator.ui.annotate_place import AnnotatePlace


def switch_documents(project: Path, count: int) -> tuple[Times, list[float]]:
    """Go to the next document ``count`` times by a key.

    Returns:
        Until the text is painted, and until the whole window is.
    """
    times, whole = Times(), []
    with opened(project) as place, reading_of(project) as reading:
        view = bare_view("A text before it.")
        place.window().activateWindow()
        for _ in range(count):
            before = place.document
            place.text.setFocus()
            settle()
            started = perf_counter()
            QTest.keyClick(place.text, Qt.Key.Key_PageDown, CTRL)
            place.text.viewport().repaint()
            ours = perf_counter() - started
            settle()
            whole.append(perf_counter() - started)
            require(place.document is not before, "no other document was opened")
            name = place.document.document.name if place.document else ""
            number = reading.number(name)
            started = perf_counter()
            reading.marks_of(number)
            view.setPlainText(reading.text_of(number))
            view.viewport().repaint()
            times.add(ours, perf_counter() - started)
        drop(view)
    return times, whole


def link_denials(project: Path, count: int) -> tuple[Times, Times]:
    """Open the list of what a denial may be linked to, and type a word in it.

    Returns:
        From the key until the list is painted; from the last key of the word until
        what has it is painted.
    """
    listed, typed = Times(), Times()
    chance = random.Random(SEED)
    with opened(project) as place, reading_of(project) as reading:
        popup = place.linking.popup
        (rows,) = popup.findChildren(QListView)
        painting = Painting(rows)
        without_pauses(popup)
        for _ in range(count):
            _go_to_denial(place, chance)
            started = perf_counter()
            painting.forget()
            QTest.keyClick(place.text, Qt.Key.Key_L)
            painting.wait()
            ours = perf_counter() - started
            require(
                popup.isVisible() and rows.model().rowCount() > 0,
                "no list was opened",
            )
            name = place.document.document.name if place.document else ""
            listed.add(ours, timed(reading.marks_of, reading.number(name)))
            word = chance.choice(TYPED)
            ours = type_into(popup.field, word, popup.search_wanted, painting)
            require(rows.model().rowCount() > 0, f"nothing has “{word}”")
            typed.add(ours, timed(reading.quoting, word))
            QTest.keyClick(popup.field, Qt.Key.Key_Escape)
            settle()
    return listed, typed


def filter_list(project: Path, name: str, words: int) -> tuple[float, Times]:
    """Filter the list of annotations, letter by letter.

    Returns:
        How long the very first letter took; and each other one.
    """
    chance = random.Random(SEED)
    first: list[float] = []
    times = Times()
    with opened(project) as place, reading_of(project) as reading:
        click(place, name)
        line = place.annotations.filters
        without_pauses(line)
        painting = Painting(place.annotations.list)
        quotes = [row[-1].casefold() for row in reading.marks_of(reading.number(name))]
        QTest.keyClick(place.text, Qt.Key.Key_L, CTRL)
        require(line.field.hasFocus(), "Ctrl+L did not go to the filter")
        for word in chance.sample([word for word in TYPED if len(word) > 4], words):
            line.field.clear()
            settle()
            for end, letter in enumerate(word, start=1):
                ours = type_into(line.field, letter, line.words_changed, painting)
                if not first:
                    first.append(ours)
                    continue
                times.add(ours, timed(_having, quotes, word[:end]))
            require(place.annotations.list.model().rowCount() > 0, f"no {word}")
    return first[0], times


def _go_to_denial(place: AnnotatePlace, chance: random.Random) -> None:
    """Go to one of one's own denials in some document."""
    me = place.session.me.id
    denial = place.session.codebook.tag_for_key("D")
    infos = place.documents.infos()
    while True:
        place.open_document(chance.choice(infos).id)
        marks = place.document.marks if place.document else []
        mine = [
            m for m in marks if denial and (m.tag_id, m.annotator_id) == (denial.id, me)
        ]
        if mine:
            mark = chance.choice(mine)
            place.bench.go_to(mark)
            place.text.setFocus()
            settle()
            return


def _having(quotes: list[str], letters: str) -> list[str]:
    return [quote for quote in quotes if letters in quote]
