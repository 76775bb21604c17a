"""Finding words in a text: every spelling, exact offsets, and never without end."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.app.finding import LONGEST_QUERY, Finder, Mode, Query, find


def found(text, words, mode=Mode.PLAIN, **options):
    """Return the words of the text that were found."""
    return [span.of(text) for span in find(text, Query(words, mode), **options).spans]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Minister and the minister", "minister", ["Minister", "minister"]),
        ("The Minister and the minister", "Minister", ["Minister"]),
        ("no more,\n\tno  more", "no more", ["no more", "no  more"]),
        ("no more,\n\tno  more", "more, no", ["more,\n\tno"]),
        ("4\u00a0000 and 4 000 and 4000", "4 000", ["4\u00a0000", "4 000"]),
        ("It's, It’s and it‘s", "it's", ["It's", "It’s", "it‘s"]),
        ("It's, It’s and it‘s", "it’s", ["It's", "It’s", "it‘s"]),
        ('“No” and "no" and „no‟', '"no"', ["“No”", '"no"', "„no‟"]),
        ("caf\u00e9 cafe\u0301 cafe", "caf\u00e9", ["caf\u00e9", "cafe\u0301"]),
        ("caf\u00e9 cafe\u0301 cafe", "cafe\u0301", ["caf\u00e9", "cafe\u0301"]),
        ("caf\u00e9 cafe\u0301 cafe", "cafe", ["cafe"]),
        ("😀 rose 😀 by 👩‍🚒4%", "😀 by 👩‍🚒", ["😀 by 👩‍🚒"]),
        ("قال الوزير إن", "الوزير", ["الوزير"]),
        ("한국 한국".replace("국", unicodedata.normalize("NFD", "국"), 1), "한국", 2),
        ("a.b axb (c) [d] a|b", "a.b", ["a.b"]),
        ("a.b axb (c) [d] a|b", "(c) [d]", ["(c) [d]"]),
        ("ministers", "inister", ["inister"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("words", "  words  ", ["words"]),
        ("words", "", []),
        ("words", " \n", []),
        ("", "words", []),
    ],
)
def test_plain_words_are_found_in_any_spelling(text, words, expected):
    if isinstance(expected, int):
        assert len(found(text, words)) == expected
    else:
        assert found(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The minister’s ministers, minister.", "minister", ["minister", "minister"]),
        ("e\u0301t e t\u0301", "t", []),
        ("pre-war prewar", "war", ["war"]),
        ("x_war war", "war", ["war"]),
        ("up 4% and 4%x", "4%", ["4%", "4%"]),
    ],
)
def test_whole_words_are_found_as_wholes(text, words, expected):
    assert found(text, words, Mode.WORD) == expected


def test_exact_words_are_found_as_they_were_typed():
    text = "It's It’s it's  its"
    assert found(text, "It’s", Mode.EXACT) == ["It’s"]
    assert found(text, "it's ", Mode.EXACT) == ["it's "]
    assert found(text, " ", Mode.EXACT) == [" "] * 4


def test_offsets_count_code_points_after_emoji_and_marks():
    text = "😀e\u0301👩‍🚒 the minister\u2028the minister"
    (one, two) = find(text, Query("the minister")).spans
    assert (one.start, one.end) == (7, 19)
    assert (two.start, two.end) == (20, 32)


def test_patterns_find_lines_and_skip_what_is_empty():
    text = "one 1\ntwo 22\n\nthree"
    assert found(text, r"^\w+", Mode.REGEX) == ["one", "two", "three"]
    assert found(text, r"\d*", Mode.REGEX) == ["1", "22"]
    assert found(text, "ONE", Mode.REGEX) == []
    assert found(text, "(?i)ONE", Mode.REGEX) == ["one"]


@pytest.mark.parametrize(
    "pattern", ["(", "[a", "a**", "(?P<a", "\\", "(" * 900, "x{99999999999}", "*"]
)
def test_what_is_no_pattern_is_said_in_one_line(pattern):
    answer = find("text", Query(pattern, Mode.REGEX))
    assert answer.spans == ()
    assert not answer.complete
    assert "regular expression" in answer.problem
    assert "\n" not in answer.problem


@pytest.mark.parametrize("pattern", [r"(a|aa)+$", r"(\w+\s?)+$", r"(a*)*b", r"(?R)"])
def test_patterns_without_end_are_given_up_in_time(pattern):
    text = "a" * 5_000 + "!"
    begun = time.monotonic()
    answer = find(text, Query(pattern, Mode.REGEX), deadline_s=0.2)
    assert time.monotonic() - begun < 2
    if answer.problem:
        assert "took too long" in answer.problem
        assert not answer.complete


def test_a_pattern_slow_at_each_place_is_given_up_in_time_too():
    text = ("a" * 22 + "! x ") * 5_000
    begun = time.monotonic()
    answer = find(text, Query(r"x|(a|aa)+$", Mode.REGEX), deadline_s=0.3)
    assert time.monotonic() - begun < 3
    assert "took too long" in answer.problem


def test_a_query_too_long_is_refused():
    answer = find("a", Query("a" * (LONGEST_QUERY + 1)))
    assert "1,001" in answer.problem
    assert find("a" * 1_000, Query("a" * LONGEST_QUERY)).spans


def test_more_places_than_asked_for_are_said_to_be_more():
    answer = find("a a a", Query("a"), limit=2)
    assert len(answer.spans) == 2
    assert not answer.complete
    assert answer.problem == ""
    assert find("a a a", Query("a"), limit=3).complete


def test_a_search_can_go_on_from_an_offset():
    finder = Finder(Query("war"), at_word_start=True)
    text = "war prewar war"
    assert [s.start for s in finder.find(text).spans] == [0, 11]
    assert [s.start for s in finder.find(text, start=1).spans] == [11]
    # What lies before the offset still tells where a word begins.
    assert [s.start for s in finder.find(text, start=7).spans] == [11]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.text(min_size=1, max_size=8))
def test_every_exact_answer_is_in_the_text_and_none_is_missed(text, words):
    spans = find(text, Query(words, Mode.EXACT)).spans
    assert [span.of(text) for span in spans] == [words] * text.count(words)


FORMS = st.sampled_from(["NFC", "NFD"])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30), FORMS, FORMS, st.data())
def test_words_of_a_text_are_found_in_either_form(text, of_text, of_query, data):
    text = unicodedata.normalize(of_text, text)
    if words := text.split():
        wanted = data.draw(st.sampled_from(words))
        query = Query(unicodedata.normalize(of_query, wanted))
        assert wanted in [span.of(text) for span in find(text, query).spans]


@pytest.mark.parametrize("letter", ["\u0958", "\u212b", "\ufb2a", "\u0958\u093f"])
def test_letters_that_no_normal_form_has_are_found_too(letter):
    for form in ("NFC", "NFD"):
        words = unicodedata.normalize(form, letter)
        assert words != letter
        assert found(f"a {letter} b", words) == [letter]
        assert found(f"a {words} b", letter) == [words]


def test_a_syllable_is_not_found_in_the_beginning_of_another():
    assert found(unicodedata.normalize("NFD", "\uac01"), "\uac00") == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=20), st.sampled_from(Mode))
def test_no_query_makes_the_search_fail(words, mode):
    answer = find("Any text (at all).", Query(words, mode), deadline_s=0.5)
    assert all(0 <= span.start < span.end <= 18 for span in answer.spans)
