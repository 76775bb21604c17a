"""Further occurrences of the same words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.suggest.repeats import occurrences


def starts(text, words, **how):
    return [span.start for span in occurrences(text, words, **how)]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("Bonn is Bonn, Bonn's Bonn-based Bonner", "Bonn", [0, 8, 14, 21]),
        ("bonn BONN", "Bonn", []),
        ("25 of 2.25 or 25,000 or 25.", "25", [0, 24]),
        ("cafe cafe\u0301 cafe", "cafe", [0, 11]),
        ("東京と東京都", "東京", [0, 3]),
        ("a b\n a \t b a  c", " a  b ", [0, 5]),
        ("(any) (any)", "(any)", [0, 6]),
        ("4% 14% 4%", "4%", [0, 7]),
        ("a.b axb", "a.b", [0]),
        ("x", "", []),
        ("x", "  \n", []),
    ],
)
def test_the_same_words_are_found_wherever_they_stand_alone(text, words, found):
    assert starts(text, words) == found


def test_parts_of_words_are_found_if_asked_for_and_never_overlap():
    assert starts("banana anan", "ana", whole_words=False) == [1, 7]


@given(st.text("ab ,-\n1.", max_size=40), st.text("ab 1", min_size=1, max_size=4))
def test_what_is_found_reads_the_same_but_for_white_space(text, words):
    for span in occurrences(text, words):
        assert span.of(text).split() == words.split()


def test_a_selection_finds_itself():
    text = "He said it. She said it."
    assert Span(3, 10) in occurrences(text, "said it")


def test_five_megabytes_are_searched_in_a_moment():
    text = "The mayor of Bonn said so again and again. " * 115_000
    began = time.perf_counter()
    assert len(occurrences(text, "mayor of Bonn")) == 115_000
    assert time.perf_counter() - began < 3
