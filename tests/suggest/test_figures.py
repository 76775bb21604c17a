"""Figures: what says how many, how much, how far or how long, and what does not."""

# ruff: noqa: SIM905 - the pieces read best as a text

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.suggest.figures import figure_at, figures

PIECES = st.lists(
    st.sampled_from(
        "about more than some at least 5 2.5 1,300 five twenty-three hundreds of "
        "thousands million km miles ( ) % £ $ 2014 10:30 p.m. one the two said , . - – "
        "between and to March 24 3rd G7 👩 \n ٣٠٠ é a dozen year-old".split(" ")
    ),
    max_size=25,
).map(" ".join)


def words(text):
    return [span.of(text) for span in figures(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Around 1,300 men fell.", ["Around 1,300"]),
        ("more than 2.5 million fled", ["more than 2.5 million"]),
        ("some 40 km (25 miles) away", ["some 40 km (25 miles)"]),
        ("€5m ($5.4 million) a year", ["€5m ($5.4 million)"]),
        ("hundreds of thousands fled", ["hundreds of thousands"]),
        ("Dozens died, scores of them young", ["Dozens", "scores"]),
        ("between 5 and 7 boats", ["between 5 and 7"]),
        ("a rise of 20–25% or 5 to 7 points", ["20–25%", "5 to 7 points"]),
        ("they won 5-4", ["5-4"]),
        ("two or three ships, twenty-three men", ["two or three", "twenty-three"]),
        ("at least some 50 homes", ["at least some 50"]),
        ("an estimated 40,000 jobs", ["an estimated 40,000"]),
        ("up to 300, not less than five", ["up to 300", "not less than five"]),
        ("5 or more, 20-odd, 100+", ["5 or more", "20-odd", "100+"]),
        ("10.600 Liter, 10 000 mètres", ["10.600 Liter", "10 000 mètres"]),
        ("₹5 crore and 1,00,000 rupees", ["₹5 crore", "1,00,000 rupees"]),
        ("٣٠٠ شخص و ३०० लोग", ["٣٠٠", "३००"]),
        ("5万人, ５％", ["5万", "５％"]),
        ("US$20, 30 US dollars, 5€", ["US$20", "30 US dollars", "5€"]),
        ("a 12-year-old and a 3-day fast", ["12-year-old", "3-day"]),
        ("five years old, two hours", ["five years old", "two hours"]),
        ("-5C or ~300 or <5%", ["-5C", "~300", "<5%"]),
        ("5 feet 10 inches, 5'10\" tall", ["5 feet 10 inches", "5'10\""]),
        ("80 km/h, 5 sq km, 6 km²", ["80 km/h", "5 sq km", "6 km²"]),
        ("millions of dollars for millions", ["millions of dollars", "millions"]),
        ("two-thirds, half of us, one in five", ["two-thirds", "half", "one in five"]),
        ("several hundred; a few thousand", ["several hundred", "a few thousand"]),
        ("2½ hours, 3/4 of it", ["2½ hours", "3/4"]),
        ("one million, one person, one year", ["one million", "one", "one year"]),
        ("more than 2000 men, 1900 troops", ["more than 2000", "1900"]),
        ("May 5 million come?", ["5 million"]),
        ("a fall from 7% to 5%", ["7%", "5%"]),
        ("twelve, 13", ["twelve", "13"]),
        ("In the old town of old Columbus 5 men", ["5"]),
        ("They met at the very big new roundabout 5 km", ["5 km"]),
        ("up 5% to £3bn, or 5% to 7%", ["5%", "£3bn", "5% to 7%"]),
        ("fell 3p to 214p; half the voters", ["3p to 214p", "half"]),
        ("a quarter of a million", ["a quarter of a million"]),
        ("two-thirds of a billion fled", ["two-thirds of a billion"]),
        ("a quarter of a cake", ["a quarter"]),
        ("from 5 to 7 boats, from 3 to 5%", ["from 5 to 7", "from 3 to 5%"]),
        ("from two or three ships to 5", ["two or three", "5"]),
        ("from £5 to £7, from 3% to 5%", ["£5", "£7", "3%", "5%"]),
        ("the top 5%, to top 1,300", ["5%", "1,300"]),
        ("5 km (about 3 miles), 5 kg-7 kg", ["5 km (about 3 miles)", "5 kg-7 kg"]),
        ("5 km (3–4 miles), £5m (€6m)", ["5 km (3–4 miles)", "£5m (€6m)"]),
        ("5 men (3 of them), 6 (7)", ["5", "3", "6", "7"]),
        ("12\u2007000 men\t3\t400", ["12\u2007000", "3", "400"]),
    ],
)
def test_a_figure_is_approximator_number_multiplier_unit_and_conversion(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "On February 24, 2022, and on 24 February, or Feb. 24",
        "2022-02-24, 24/02/2022, 24.02.2022, 5 and 6 March, March 8-9",
        "In 1812 and 2014, by 2030, from 2014 to 2016, 2021-22, 1914–1918",
        "the 1990s, the ’90s, the '06 vote, in her 40s",
        "at 10:30 pm, 7 p.m., 1750 GMT, five o'clock, 0600 hours, 18 Uhr",
        "the 3rd, 21st and third week, the second city",
        "World War Two, 9/11, G7, F-16, COVID-19, Article 5, BBC One, No. 10, 5G",
        "On Day 5, the top five and the Top 10; from 2014 to 2016",
        "https://a.example/1234 and me99@b.example and #1",
        "12345678901234, +49 30 123456, version 3.11.1",
        "a few, several, some people, most of them",
        "no one came; one of them said one day",
        "The two said so. The three, too.",
        "he scores goals",
        "",
    ],
)
def test_dates_times_names_and_vague_words_are_no_figures(text):
    assert words(text) == []


@pytest.mark.parametrize("mark", ["1. ", "2) ", "(3) ", "[4] "])
def test_the_number_of_a_list_item_is_no_figure(mark):
    assert words(f"{mark}Buy 5 loaves") == ["5"]


def test_a_figure_ends_with_its_line():
    assert words("more than\n80 km\n(50 miles)") == ["80 km", "50 miles"]


@pytest.mark.parametrize("at", range(5, 33))
def test_the_caret_finds_the_figure_from_anywhere_in_it(at):
    text = "They around 150 km (100 miles) off"
    found = figure_at(text, at)
    assert (found is not None) == (at <= 30)
    assert found is None or found.of(text) == "around 150 km (100 miles)"


@pytest.mark.parametrize(
    ("text", "caret", "found"),
    [
        ("back in 2014 he left", 10, "2014"),
        ("at 10:30 p.m. they left", 5, "10:30 p.m."),
        ("the 3rd man", 5, "3rd"),
        ("the one who left", 5, "one"),
        ("the two said", 5, "two"),
        ("on 24 February", 4, "24"),
        ("the G7 said", 5, "7"),
    ],
)
def test_at_a_numeral_that_is_no_figure_the_key_takes_the_numeral(text, caret, found):
    assert figures(text) == []
    assert figure_at(text, caret).of(text) == found


@pytest.mark.parametrize("caret", [0, 4, 10, 16])
def test_away_from_any_numeral_there_is_nothing(caret):
    assert figure_at("They left, 8 km off, too", caret) is None


@given(PIECES)
def test_figures_are_apart_in_the_text_and_found_from_within(text):
    found = figures(text)
    for one, two in pairwise(found):
        assert one.end <= two.start
    for span in found:
        assert span.end <= len(text)
        assert span.trimmed(text) == span
        assert "\n" not in span.of(text)
        for offset in range(span.start, span.end):
            assert figure_at(text, offset) == span


@given(st.text(max_size=60), st.integers(0, 60))
def test_any_text_can_be_asked(text, offset):
    found = figure_at(text, min(offset, len(text)))
    assert found is None or found.end <= len(text)


def test_the_report_has_its_eighteen_figures_and_no_other(report, read_spans):
    assert figures(report) == read_spans["figure"]


def test_part_of_a_text_is_read_by_its_paragraphs():
    text = "1 km\n2 km\n3 km"
    assert figures(text, 6, 7) == [Span(5, 9)]


def test_a_caret_in_five_megabytes_of_one_paragraph_is_answered_at_once():
    text = "They marched 12 km (7 miles) and about 5 million saw it. " * 90_000
    began = time.perf_counter()
    for caret in range(2_500_000, 2_500_020):
        figure_at(text, caret)
    assert (time.perf_counter() - began) / 20 < 0.02
