"""Word limits: where the boundary keys go, and what snapping takes."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.model.words import (
    REACH,
    continues_word,
    next_end,
    next_start,
    previous_end,
    previous_start,
    snapped,
    within_word,
)

FAMILY = "👩\u200d👩\u200d👧"
TRICKY = st.text(
    st.sampled_from(
        "ab12 .,-'’\"\n\r\t%€$\u0301\u200d\ufe0f👩🏽🇩🇪❤דא״عก東あカー한_\u00ad\u00a0"
    ),
    max_size=40,
)


def words_of(text):
    """The words one meets by going from end to end."""
    found = []
    end = next_end(text, 0)
    at = 0
    while end != at:
        found.append(text[previous_start(text, end) : end])
        at, end = end, next_end(text, end)
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They don't know, do they?", ["They", "don't", "know", "do", "they"]),
        ("Dans l’homme d'État", ["Dans", "l’homme", "d'État"]),
        ("The soldiers' homes", ["The", "soldiers", "homes"]),
        ("some 1,300 of 2.5 (3)", ["some", "1,300", "of", "2.5", "3"]),
        ("up 4%, or £5m, or 5€.", ["up", "4%", "or", "£5m", "or", "5€"]),
        ("a 12-year-old won 5-4", ["a", "12-year-old", "won", "5-4"]),
        ("the U.S. Army at 7 p.m.", ["the", "U.S", "Army", "at", "7", "p.m"]),
        ("end. The start", ["end", "The", "start"]),
        ("20–25 -- well—so", ["20", "25", "well", "so"]),
        ("Cafe\u0301 nai\u0308ve", ["Cafe\u0301", "nai\u0308ve"]),
        (f"so {FAMILY} 👍🏽 ❤\ufe0f.", ["so", FAMILY, "👍🏽", "❤\ufe0f"]),
        ("🇩🇪🇫🇷 won", ["🇩🇪", "🇫🇷", "won"]),
        ("東京で100人", ["東", "京", "で", "100", "人"]),
        ("カタカナです", ["カタカナ", "で", "す"]),
        ('אמר צה"ל היום', ["אמר", 'צה"ל', "היום"]),
        ("قال إنّه ٣٫٥ مليون", ["قال", "إنّه", "٣٫٥", "مليون"]),
        ("می\u200cخواهم بروم", ["می\u200cخواهم", "بروم"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("co\u00adop ran", ["co\u00adop", "ran"]),
        ("snake_case x", ["snake_case", "x"]),
        ("10\u00a0000 people", ["10\u00a0000", "people"]),
        ("", []),
        ("… — !", []),
    ],
)
def test_words_are_what_people_take_for_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("move", "offset", "there"),
    [
        (next_end, 0, 3),
        (next_end, 3, 10),
        (next_end, 5, 10),
        (next_end, 10, 10),
        (previous_end, 11, 10),
        (previous_end, 10, 3),
        (previous_end, 3, 3),
        (next_start, 0, 5),
        (next_start, 5, 5),
        (previous_start, 10, 5),
        (previous_start, 5, 0),
        (previous_start, 0, 0),
    ],
)
def test_a_boundary_goes_from_word_to_word_and_stops_at_the_last(move, offset, there):
    assert move("One, three!", offset) == there


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (3, 5, "rose"),
        (2, 7, "rose"),
        (0, 20, "rose 1,300 isn't"),
        (8, 9, "1,300"),
        (14, 15, "isn't"),
        (7, 8, "1,300"),
    ],
)
def test_snapping_takes_whole_words_and_no_white_space(start, end, words):
    text = "  rose 1,300 isn't  "
    assert snapped(text, Span(start, end)).of(text) == words


def test_white_space_alone_is_left_as_it_is():
    assert snapped("a   b", Span(2, 3)) == Span(2, 3)


@pytest.mark.parametrize("at", range(1, len(FAMILY)))
def test_no_part_of_an_emoji_is_taken_without_the_rest(at):
    text = f"a {FAMILY} b"
    assert snapped(text, Span(1 + at, 2 + at)).of(text) == FAMILY


@pytest.mark.parametrize(
    ("text", "offset", "runs_on"),
    [
        ("Kyiv's", 4, False),
        ("Kyiv-based", 4, False),
        ("Kyivan", 4, True),
        ("2.25", 2, True),
        ("25,000", 2, True),
        ("cafe\u0301", 4, True),
        ("東京都", 2, False),
        ("a b", 1, False),
    ],
)
def test_a_name_stands_by_itself_before_an_apostrophe_or_hyphen(text, offset, runs_on):
    assert continues_word(text, offset) is runs_on


@given(TRICKY, st.data())
def test_snapping_only_grows_but_for_white_space_and_is_done_at_once(text, data):
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end)
    result = snapped(text, span)
    assert result.end <= len(text)
    assert snapped(text, result) == result
    kept = span.trimmed(text)
    assert kept is None or result.contains(kept)
    assert not within_word(text, result.start) or text[result.start].isspace()


@given(TRICKY, st.integers(0, 40))
def test_moves_stay_in_the_text_and_never_cut_a_word(text, offset):
    offset = min(offset, len(text))
    for move in (next_end, next_start, previous_end, previous_start):
        there = move(text, offset)
        assert 0 <= there <= len(text)
        assert there == offset or not within_word(text, there)
    assert previous_start(text, offset) <= offset <= next_end(text, offset)
    assert previous_end(text, offset) <= offset <= next_start(text, offset)


@pytest.mark.parametrize("filler", ["a", " ", ".", "\u0301", "1,", "a-"])
def test_five_megabytes_of_one_thing_cost_no_more_than_a_line(filler):
    text = filler * (5_000_000 // len(filler))
    middle = len(text) // 2
    began = time.perf_counter()
    for move in (next_end, next_start, previous_end, previous_start):
        assert abs(move(text, middle) - middle) <= REACH
    snapped(text, Span(middle, middle + 1))
    assert time.perf_counter() - began < 0.5
