"""Sentences and clauses: what a claim or a denial begins as."""

# ruff: noqa: SIM905 - the pieces read best as a text

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.suggest.sentences import clause_at, sentence_at

TEXTS = st.lists(
    st.sampled_from(
        "He She said that , . ? ! … ; : – — ( ) \" “ ” ' but who it. Mr. U.S. 2.5 "
        "saying and \n 。 文 👩 It's rose".split(" ")
    ),
    max_size=25,
).map(" ".join)


def every(find, text):
    """All that carets find in ``text``, in the order of the carets, each once."""
    spans = [find(text, at) for at in range(len(text) + 1)]
    return list(dict.fromkeys(span.of(text) for span in spans if span))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rose. It fell.", ["It rose", "It fell"]),
        ("It rose\n\nIt fell", ["It rose", "It fell"]),
        ("Why? Oh no! Well…", ["Why?", "Oh no!", "Well…"]),
        ("Mr. Li of the U.S. Army, J. K. Ro and Dr. No left.", 1),
        ("It was 2.5 in No. 5 on Feb. 24 at 7 p.m. local time.", 1),
        (
            "They live in the U.S. The rest left.",
            ["They live in the U.S.", "The rest left"],
        ),
        ('"We go." He left.', ["We go", "He left"]),
        ('"Is it so?" Ann Li asked. “No!” he said.', 2),
        ('"We go. We rest," he said.', ["We go", "We rest", "he said"]),
        ("“We go,” he said.", ["“We go,” he said"]),
        ("He called it “a lie.”", ["He called it “a lie.”"]),
        ("これは文です。次の文。", ["これは文です", "次の文"]),
        ("کیا؟ ہاں۔ نہیں۔", ["کیا؟", "ہاں", "نہیں"]),
        ("यह है। वह है।", ["यह है", "वह है"]),
        ("No full stop", ["No full stop"]),
        ("Acme Inc. Said so", 1),
        ("", []),
        ("  \n ", []),
    ],
)
def test_a_sentence_ends_at_its_full_stop_and_leaves_it_out(text, sentences):
    found = every(sentence_at, text)
    assert (len(found) if isinstance(sentences, int) else found) == sentences


def test_a_caret_between_two_sentences_is_at_the_first():
    assert sentence_at("It rose. It fell.", 8).start == 0
    assert sentence_at("It rose. It fell.", 9).start == 9


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Ann said that it rose.", ["Ann said", "it rose"]),
        ("It rose, Ann Li said on Monday.", ["It rose", "Ann Li said on Monday"]),
        (
            "Ann warned them, saying it was late, but he left.",
            ["Ann warned them", "it was late", "but he left"],
        ),
        ("The town, which he left, fell.", ["The town", "which he left, fell"]),
        ("It fell because they left", ["It fell", "because they left"]),
        ("It was so; he left – they said", ["It was so", "he left", "they said"]),
        ("It was (as he told us) so early", ["It was", "as he told us", "so early"]),
        ("It was 25 km (16 miles) off", ["It was 25 km (16 miles) off"]),
        ("Rome, Bonn, Kyiv and Bern fell", ["Rome, Bonn, Kyiv and Bern fell"]),
        ("Bern, however, denied it", ["Bern, however, denied it"]),
        ("It rose to 1,300 at 10:30", ["It rose to 1,300 at 10:30"]),
        (
            "He said “we will not go there now” in Bonn",
            ["He said", "we will not go there now", "in Bonn"],
        ),
        ("He said “no way” in Bonn", ["He said “no way” in Bonn"]),
        ("One clause only.", ["One clause only"]),
    ],
)
def test_a_clause_says_one_thing_without_a_leading_that(text, clauses):
    assert every(clause_at, text) == clauses


@given(TEXTS)
def test_a_clause_lies_in_its_sentence_and_both_in_their_line(text):
    for caret in range(len(text) + 1):
        sentence, clause = sentence_at(text, caret), clause_at(text, caret)
        assert (sentence is None) == (clause is None)
        if sentence is not None:
            assert sentence.contains(clause)
            assert sentence.trimmed(text) == sentence
            assert clause.trimmed(text) == clause
            assert "\n" not in sentence.of(text)


@given(st.text(max_size=60), st.integers(0, 60))
def test_any_text_can_be_asked(text, caret):
    clause = clause_at(text, min(caret, len(text)))
    assert clause is None or clause.end <= len(text)


def test_every_word_of_the_report_is_in_a_sentence(report):
    assert report.count("\n") == 40
    for caret, character in enumerate(report):
        sentence = sentence_at(report, caret)
        assert sentence is not None
        assert not character.isalnum() or sentence.start <= caret < sentence.end


def test_denials_of_the_report_lie_in_the_sentence_at_them(report, read_spans):
    for span in read_spans["denial"]:
        assert sentence_at(report, span.start + 1).contains(span)


def test_a_caret_in_five_megabytes_of_one_paragraph_is_answered_at_once():
    text = "It rose by 2.5, Mr. Li said, because “they all went” away. " * 85_000
    began = time.perf_counter()
    for caret in range(2_500_000, 2_500_010):
        clause_at(text, caret)
    assert (time.perf_counter() - began) / 10 < 0.05


@pytest.mark.parametrize("piece", ["“", '"', "“a ", "a, ", ",", "( ", "“a b c d e” "])
def test_a_caret_among_nothing_but_marks_is_answered_at_once(piece):
    text = piece * (20_000 // len(piece))
    began = time.perf_counter()
    for caret in range(9_000, 9_010):
        clause_at(text, caret)
    assert (time.perf_counter() - began) / 10 < 0.03


def test_of_a_sentence_without_end_the_clause_is_what_is_near():
    text = "and on " * 1_000
    clause = clause_at(text, 3_500)
    assert clause.start < 3_500 < clause.end
    assert 1_900 < len(clause) <= 2_000
    assert clause.of(text).split()[0] in {"and", "on"}
    assert clause.of(text).split()[-1] in {"and", "on"}
