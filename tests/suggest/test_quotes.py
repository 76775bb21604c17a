"""Quotations: marks of every style, nested, unclosed, and apostrophes that are none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.suggest.quotes import goes_on, inside, quotation_at, quotations

MARKS = st.text(st.sampled_from("ab 5s,.\n\"'“”„‘’‚«»‹›「」『』״א\u0301"), max_size=40)


def found(text):
    return [(one.span.of(text), one.closed, one.depth) for one in quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ('"We go," he said. "Now."', ['"We go,"', '"Now."']),
        ("“We go,” he said.", ["“We go,”"]),
        ("‘We go,’ he said.", ["‘We go,’"]),
        ("'We go,' he said.", ["'We go,'"]),
        ("„Ja“, sagte er. „Tak”", ["„Ja“", "„Tak”"]),
        ("‚Ja‘, sagte er", ["‚Ja‘"]),
        ("« Oui », dit-il, »nein« und «ja»", ["« Oui »", "»nein«", "«ja»"]),
        ("»Hej» ‹a› ›b‹", ["»Hej»", "‹a›", "›b‹"]),
        ("”Hej”, sa han. ”Nej.”", ["”Hej”", "”Nej.”"]),
        ("彼は「はい」と言った", ["「はい」"]),
        ('("aside")—"two"', ['"aside"', '"two"']),
        ("It’s James’ dog; don't say ’90s or 'tis", []),
        ("the soldiers' homes and the dogs' tails", []),
        ("'It's the soldiers' homes,' he said", ["'It's the soldiers' homes,'"]),
        ('He is 5\'10" tall; a 27" screen', []),
        ('He is 5\'10" and "tired", see', ['"tired"']),
        ('אמר צה"ל "שלום" היום', ['"שלום"']),
        ('the word "cafe\u0301" is', ['"cafe\u0301"']),
        ("no marks", []),
        ("", []),
    ],
)
def test_quotations_run_from_mark_to_mark(text, quotes):
    assert [words for words, closed, _ in found(text) if closed] == quotes
    assert all(closed for _, closed, _ in found(text))


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“He said ‘no’ twice”", "‘no’"),
        ("\"He said 'no' twice\"", "'no'"),
        ("'He said \"no\" twice'", '"no"'),
        ("»Er sagte ›nein‹ dazu«", "›nein‹"),
        ("「彼は『いや』と」", "『いや』"),
        ("„A ‚b‘ c“", "‚b‘"),
    ],
)
def test_a_quotation_in_a_quotation_is_one_deeper(text, inner):
    assert found(text) == [(text, True, 0), (inner, True, 1)]
    assert quotation_at(text, text.index(inner) + 1).of(text) == inner
    assert quotation_at(text, 1).of(text) == text


def test_an_unclosed_quotation_runs_to_the_end_of_its_paragraph():
    text = "He said: “We go  \nThey went. “Now”"
    assert found(text) == [("“We go", False, 0), ("“Now”", True, 0)]


def test_a_quotation_goes_on_if_the_next_paragraph_opens_with_its_mark():
    text = "“First we go.\n\n“Then we rest.”\n“Lost.\nNo more."
    first, _, lost = quotations(text)
    assert goes_on(text, first)
    assert not goes_on(text, lost)


def test_an_unclosed_quotation_within_another_ends_before_its_mark():
    assert found("“A ‘b c” d") == [("“A ‘b c”", True, 0), ("‘b c", False, 1)]


@pytest.mark.parametrize(
    ("caret", "words"),
    [(0, None), (3, "“one”"), (4, "“one”"), (8, "“one”"), (9, None), (10, "“two”")],
)
def test_a_caret_touching_a_mark_from_outside_finds_the_quotation(caret, words):
    text = "or “one”  “two”"
    span = quotation_at(text, caret)
    assert (span.of(text) if span else None) == words


def test_between_two_quotations_that_touch_the_caret_takes_the_second():
    assert quotation_at("“a”“b”", 3).start == 3


def test_what_is_inside_the_marks_has_no_mark_and_no_white_space():
    text = "« Oui, oui »"
    assert inside(text, quotation_at(text, 2)).of(text) == "Oui, oui"


@given(MARKS)
def test_quotations_lie_in_their_paragraph_and_nest(text):
    spans = [one.span for one in quotations(text)]
    for one in quotations(text):
        assert "\n" not in one.span.of(text)
        assert one.depth == sum(
            other.contains(one.span) and other != one.span for other in spans
        )
    for one in spans:
        for two in spans:
            nested = one.contains(two) or two.contains(one)
            assert nested or not one.overlaps(two)


@given(MARKS, st.integers(0, 40))
def test_the_quotation_at_a_caret_is_one_of_all_and_touches_it(text, caret):
    caret = min(caret, len(text))
    span = quotation_at(text, caret)
    if span is not None:
        assert span.start <= caret <= span.end
        assert span in [one.span for one in quotations(text)]
    else:
        assert not any(o.span.start < caret < o.span.end for o in quotations(text))


def test_the_quotes_of_the_report_are_found_with_one_within(report, read_spans):
    outer = [one.span for one in quotations(report) if one.depth == 0]
    assert outer == read_spans["quote"]
    assert len(quotations(report)) == len(outer) + 1
    for span in outer:
        assert quotation_at(report, span.start + 2) == span


def test_a_caret_in_five_megabytes_of_one_paragraph_is_answered_at_once():
    text = "“We go,” he said, and didn't say when the boys' boat left. " * 85_000
    began = time.perf_counter()
    for caret in range(2_500_000, 2_500_010):
        quotation_at(text, caret)
    assert (time.perf_counter() - began) / 10 < 0.05


def test_more_marks_than_people_write_are_read_in_pieces():
    text = "“a b” " * 1_000
    assert found(text) == [("“a b”", True, 0)] * 1_000
    for caret in (1, 1_801, 1_807, 5_995):
        assert quotation_at(text, caret) == Span(caret // 6 * 6, caret // 6 * 6 + 5)


@pytest.mark.parametrize("marks", ["“", '"', "“”", "“‘’”", "“a"])
def test_a_caret_among_nothing_but_marks_is_answered_at_once(marks):
    text = marks * (20_000 // len(marks))
    began = time.perf_counter()
    for caret in range(9_000, 9_010):
        quotation_at(text, caret)
    assert (time.perf_counter() - began) / 10 < 0.02
