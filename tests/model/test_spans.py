"""Spans, and what is wrong with some of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import QUOTE_JOINER, Span, quote_of, span_problem

TEXT = "  Café 😀 rose\u00a0\n"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 4)])
def test_a_span_is_never_negative_empty_or_reversed(start, end):
    with pytest.raises(ValueError, match="0 <= start < end"):
        Span(start, end)


def test_a_span_counts_code_points():
    assert Span(2, 8).of(TEXT) == "Café 😀"
    assert len(Span(2, 8)) == 6


def test_spans_that_only_touch_do_not_overlap():
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert not Span(3, 5).overlaps(Span(0, 3))


def test_spans_that_share_one_character_overlap():
    assert Span(0, 3).overlaps(Span(2, 5))
    assert Span(2, 5).overlaps(Span(0, 3))


def test_a_span_contains_itself_and_what_lies_within():
    assert Span(2, 6).contains(Span(2, 6))
    assert Span(2, 6).contains(Span(3, 5))
    assert not Span(2, 6).contains(Span(1, 5))
    assert not Span(2, 6).contains(Span(3, 7))


def test_spans_are_ordered_by_start_and_then_by_end():
    assert sorted([Span(2, 9), Span(0, 1), Span(2, 3)]) == [
        Span(0, 1),
        Span(2, 3),
        Span(2, 9),
    ]


def test_trimming_leaves_out_white_space_at_both_ends_only():
    trimmed = Span(0, len(TEXT)).trimmed(TEXT)
    assert trimmed.of(TEXT) == "Café 😀 rose"


def test_trimming_a_span_of_white_space_leaves_nothing():
    assert Span(0, 2).trimmed(TEXT) is None


@given(text=st.text(min_size=1), data=st.data())
def test_a_trimmed_span_covers_what_strip_leaves(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    trimmed = Span(start, end).trimmed(text)
    assert (trimmed.of(text) if trimmed else "") == text[start:end].strip()


def test_the_quote_of_one_span_is_its_words():
    assert quote_of(TEXT, [Span(2, 6)]) == "Café"


def test_the_quote_of_several_spans_joins_their_words():
    quote = quote_of(TEXT, [Span(2, 6), Span(9, 13)])
    assert quote == f"Café{QUOTE_JOINER}rose"


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        ([], "it has no span"),
        ([(3, 3)], "3–3 is empty or reversed"),
        ([(4, 2)], "4–2 is empty or reversed"),
        ([(-1, 2)], "-1–2 is not within the text, which has 10 characters"),
        ([(0, 11)], "0–11 is not within the text, which has 10 characters"),
        ([(0, 4), (3, 6)], "3–6 begins before the one ahead of it ends"),
        ([(5, 6), (0, 2)], "0–2 begins before the one ahead of it ends"),
    ],
)
def test_a_problem_with_spans_is_said_in_words(spans, problem):
    assert problem in span_problem(spans, 10)


@pytest.mark.parametrize(
    "spans", [[(0, 10)], [(0, 2), (2, 4)], [(0, 1), (5, 6), (9, 10)]]
)
def test_spans_in_order_within_the_text_are_no_problem(spans):
    assert span_problem(spans, 10) is None
