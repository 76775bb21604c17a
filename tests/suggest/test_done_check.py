"""The check before a document is called done."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.suggest.done_check import (
    FindingKind,
    NotYet,
    Tagged,
    done_check,
    next_untagged,
)

TEXT = "Ann said “we go now” to 5 men.\nBonn denied it in 2014. He said “it.\nAll 7 km."


NOTHING = Tagged()


def found(text, tagged=NOTHING):
    return [(one.kind, one.words) for one in done_check(text, tagged)]


def spans_of(text, *words):
    return [Span(text.index(one), text.index(one) + len(one)) for one in words]


def test_all_that_is_amiss_is_found_in_reading_order():
    tagged = Tagged(quotes_without_speaker=spans_of(TEXT, "He said"))
    assert found(TEXT, tagged) == [
        (FindingKind.QUOTATION, "“we go now”"),
        (FindingKind.NUMERAL, "5"),
        (FindingKind.DENIAL, "denied"),
        (FindingKind.SPEAKER, "He said"),
        (FindingKind.UNCLOSED, "“it."),
        (FindingKind.NUMERAL, "7 km"),
    ]


def test_what_is_tagged_by_a_character_is_not_reported():
    tagged = Tagged(
        figures=spans_of(TEXT, "7", "5"),
        quotes=spans_of(TEXT, "go"),
        denials=spans_of(TEXT, "denied it"),
    )
    assert found(TEXT, tagged) == [(FindingKind.UNCLOSED, "“it.")]


def test_a_tag_that_only_touches_does_not_count():
    assert found("All 7 km.", Tagged(figures=[Span(0, 4), Span(8, 9)])) == [
        (FindingKind.NUMERAL, "7 km")
    ]


@pytest.mark.parametrize("text", ["a “word” here", "the “U.S.”", "", "No more."])
def test_a_quotation_of_one_word_is_not_reported(text):
    assert found(text) == []


def test_a_quotation_within_another_is_not_reported():
    text = "“He said ‘not now’ to us”"
    assert found(text) == [(FindingKind.QUOTATION, text)]
    assert found(text, Tagged(quotes=[Span(0, len(text))])) == []


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_closed_there():
    text = "“We go\n“We rest”"
    assert FindingKind.UNCLOSED not in {kind for kind, _ in found(text)}


def test_the_next_and_the_previous_untagged_come_round_at_the_ends():
    texts, at = [], 0
    for _ in range(4):
        one = next_untagged(TEXT, NOTHING, at, step=1)
        texts.append(one.words)
        at = one.span.start
    assert texts == ["“we go now”", "5", "7 km", "“we go now”"]
    back = []
    for _ in range(4):
        one = next_untagged(TEXT, NOTHING, at, step=-1)
        back.append(one.words)
        at = one.span.start
    assert back == ["7 km", "5", "“we go now”", "7 km"]


def test_the_only_one_is_found_from_where_it_is():
    for step in (1, -1):
        for caret in (0, 4, 6, 9):
            assert next_untagged("All 7 km.", NOTHING, caret, step=step).words == "7 km"


@pytest.mark.parametrize("step", [1, -1])
def test_if_all_is_tagged_there_is_no_next(step):
    assert next_untagged("All 7 km", Tagged(figures=[Span(4, 5)]), 2, step=step) is None
    assert next_untagged("", NOTHING, 0, step=step) is None


@given(
    st.lists(
        st.sampled_from(["a", "7 km", "“b c”", "\n", "in 2014", ","]), max_size=12
    ),
    st.integers(0, 60),
    st.sampled_from([1, -1]),
)
def test_going_on_meets_every_untagged_one_once_a_round(pieces, caret, step):
    text = " ".join(pieces)
    kinds = {FindingKind.NUMERAL, FindingKind.QUOTATION}
    wanted = [one for one in done_check(text, NOTHING) if one.kind in kinds]
    at = min(caret, len(text))
    met = []
    for _ in wanted:
        met.append(next_untagged(text, NOTHING, at, step=step))
        at = met[-1].span.start
    assert sorted(one.span for one in met) == [one.span for one in wanted]


@given(
    st.lists(
        st.sampled_from(["a", "7 km", "“b c”", "\n", "in 2014", ","]), max_size=12
    ),
    st.integers(0, 60),
    st.sampled_from([1, -1]),
    st.integers(1, 60),
)
def test_a_search_that_stops_and_goes_on_finds_what_one_finds_at_once(
    pieces, caret, step, tagged_until
):
    text = " ".join(pieces)
    at = min(caret, len(text))
    tagged = Tagged(figures=[Span(0, tagged_until)])
    one = next_untagged(text, tagged, at, step=step, deadline_s=0)
    looked_at = [0]
    while isinstance(one, NotYet):
        looked_at.append(one.looked_at)
        one = next_untagged(
            text, tagged, at, step=step, deadline_s=0, going_on=one.going_on
        )
    assert one == next_untagged(text, tagged, at, step=step)
    assert looked_at == sorted(looked_at)
    assert looked_at[-1] <= len(text)


@pytest.mark.parametrize("separator", [" ", "\n"])
@pytest.mark.parametrize("step", [1, -1])
def test_a_search_stops_in_time_and_says_how_far_it_has_looked(separator, step):
    text = f"They ran 12 km and said “we go” at last.{separator}" * 120_000
    everything = [Span(0, len(text))]
    tagged = Tagged(figures=everything, quotes=everything)
    began = time.perf_counter()
    one = next_untagged(text, tagged, 2_500_000, step=step, deadline_s=0.1)
    assert time.perf_counter() - began < 0.5
    assert 0 < one.looked_at < len(text)
    assert abs(abs(one.going_on - 2_500_000) - one.looked_at) <= 11_000


def test_the_report_with_its_reading_lacks_nothing(report, read_spans):
    tagged = Tagged(
        figures=read_spans["figure"],
        quotes=read_spans["quote"],
        denials=read_spans["denial"],
    )
    assert done_check(report, tagged) == []
    assert next_untagged(report, tagged, 100, step=1) is None


def test_the_report_untagged_lacks_all_of_its_reading(report, read_spans):
    lacking = done_check(report, NOTHING)
    numbers = {kind: sum(one.kind is kind for one in lacking) for kind in FindingKind}
    assert numbers[FindingKind.NUMERAL] == len(read_spans["figure"])
    assert numbers[FindingKind.QUOTATION] == len(read_spans["quote"])
    assert numbers[FindingKind.DENIAL] == len(read_spans["denial"])


@pytest.mark.parametrize("separator", [" ", "\n"])
@pytest.mark.parametrize("step", [1, -1])
def test_the_next_in_five_megabytes_is_near_and_found_at_once(separator, step):
    text = f"They ran 12 km and said “we go” at last.{separator}" * 120_000
    began = time.perf_counter()
    one = next_untagged(text, NOTHING, 2_500_000, step=step)
    assert abs(one.span.start - 2_500_000) < 50
    assert time.perf_counter() - began < 0.5
