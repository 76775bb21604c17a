"""Offsets in every unit a tool may count are understood, or refused, never guessed."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_bundles import documents

from annotator.formats.offset_units import (
    CODE_POINTS,
    COUNTINGS,
    GRAPHEMES,
    UTF8,
    UTF16,
    Claim,
    Counting,
    SourceText,
    place,
)

TEXT = "😀 Café 👩\u200d👧 said:\nprices rose 🥳 by 4 %.\nThe end e\u0301 it is"
WORDS = ("said", "rose", "4 %", "The end", "it is")


def counted(text, offset, counting):
    """Count the characters in front of ``offset`` as a foreign tool would."""
    part = text[:offset]
    count = {
        CODE_POINTS: len(part),
        UTF16: len(part.encode("utf-16-le")) // 2,
        UTF8: len(part.encode()),
        GRAPHEMES: len(regex.findall(r"\X", part)),
    }[counting.unit]
    return count + (counting.newline - 1) * part.count("\n") - counting.shift


def claims_in(counting, text=TEXT, words=WORDS, *, quoted=True):
    claims = []
    for part in words:
        start = text.index(part)
        first = counted(text, start, counting)
        last = counted(text, start + len(part), counting) - counting.inclusive
        claims.append(Claim(part, ((first, last),), part if quoted else None))
    return claims


@pytest.mark.parametrize("counting", COUNTINGS, ids=str)
def test_each_way_of_counting_is_recognised_by_the_quotes(counting):
    placed = place(SourceText(TEXT, crlf=False), claims_in(counting), CODE_POINTS)
    assert placed.counting == counting
    assert [TEXT[s:e] for ((s, e),) in placed.spans] == list(WORDS)
    assert placed.notes == (
        [] if counting.unit == CODE_POINTS and counting == COUNTINGS[0]
        else [f"offsets count {counting}"]
    )  # fmt: skip


def test_a_way_of_counting_that_fits_only_some_is_not_accepted():
    claims = [*claims_in(Counting(UTF16)), *claims_in(Counting(UTF8))]
    placed = place(SourceText(TEXT, crlf=False), claims, CODE_POINTS)
    assert placed.counting is None
    assert [TEXT[s:e] for ((s, e),) in placed.spans] == [*WORDS, *WORDS]
    assert placed.notes[0] == "said was found by its words at 11–15"


def test_words_that_stand_twice_are_placed_by_their_context_or_not_at_all():
    text = "He said yes. She said no."
    source = SourceText(text, crlf=False)
    wrong = Claim("a", ((0, 4),), "said")
    known = Claim("b", ((0, 4),), "said", before="She ", after=" no")
    assert place(source, [wrong, known], CODE_POINTS).spans == [None, ((17, 21),)]


def test_words_that_are_not_there_are_not_placed():
    source = SourceText("abc", crlf=False)
    claims = [Claim("a", ((0, 1),), "x"), Claim("b", ((1, 99),), "bc")]
    assert place(source, claims, CODE_POINTS).spans == [None, ((1, 3),)]


def test_without_quotes_the_edges_of_words_decide():
    claims = claims_in(Counting(CODE_POINTS), quoted=False)
    placed = place(SourceText(TEXT, crlf=False), claims, UTF16)
    assert placed.counting == Counting(CODE_POINTS)
    assert placed.notes == ["offsets count code points"]


def test_without_quotes_what_is_usual_wins_a_tie():
    claims = claims_in(Counting(UTF16), quoted=False)
    placed = place(SourceText(TEXT, crlf=False), claims, UTF16)
    assert placed.counting == Counting(UTF16)
    assert placed.notes == []


def test_without_quotes_offsets_out_of_range_are_not_placed_and_the_rest_is():
    claims = [Claim("a", ((0, 1),)), Claim("b", ((2, 4),)), Claim("c", ((2, 1),))]
    placed = place(SourceText("abc", crlf=False), claims, UTF16)
    assert placed.spans == [((0, 1),), None, None]


def test_crlf_and_a_byte_order_mark_are_taken_off_and_remembered():
    source = SourceText.of("\ufeffone\r\ntwo\rthree")
    assert source == ("one\ntwo\nthree", True)
    claims = [Claim("a", ((5, 8),), "two")]
    assert place(source, claims, CODE_POINTS).spans == [((4, 7),)]


def test_a_quote_with_crlf_is_the_quote_of_the_text_with_line_feeds():
    source = SourceText.of("one\r\ntwo")
    claims = [Claim("a", ((0, 7),), "one\r\ntwo")]
    assert place(source, claims, CODE_POINTS).spans == [((0, 7),)]


def test_parts_are_compared_with_what_joins_them():
    source = SourceText("one two three", crlf=False)
    claims = [Claim("a", ((0, 3), (8, 13)), "one three", " ")]
    assert place(source, claims, CODE_POINTS).spans == [((0, 3), (8, 13))]


@settings(deadline=None, max_examples=300)
@given(
    text=documents,
    counting=st.sampled_from([Counting(u) for u in (CODE_POINTS, UTF16, UTF8)]),
    data=st.data(),
)
def test_what_is_placed_has_the_words_it_claims(text, counting, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    offsets = tuple(counted(text, at, counting) for at in (start, end))
    claim = Claim("a", (offsets,), text[start:end])
    for unit in (CODE_POINTS, UTF16):
        (spans,) = place(SourceText(text, crlf=False), [claim], unit).spans
        assert spans is not None
        assert text[slice(*spans[0])] == text[start:end]


def test_the_same_counting_comes_back_exactly():
    claims = claims_in(Counting(UTF16))
    placed = place(SourceText(TEXT, crlf=False), claims, UTF16)
    assert [s for (s,) in placed.spans] == [
        (TEXT.index(w), TEXT.index(w) + len(w)) for w in WORDS
    ]
