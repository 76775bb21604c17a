"""Words that announce a denial."""

import pytest

from annotator.suggest.denials import denial_cues


def cues(text):
    return [cue.of(text) for cue in denial_cues(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bonn has denied it", ["has denied"]),
        ("Bonn repeatedly denied any plan", ["repeatedly denied"]),
        ("Bonn denies, denying what they deny", ["denies", "denying", "deny"]),
        ("She has always rejected that", ["has always rejected"]),
        ("He dismissed and refuted it", ["dismissed", "refuted"]),
        ("a spokesman declined to comment", ["declined to comment"]),
        ("they refused to say why", ["refused to say"]),
        ("It did not immediately respond", ["did not immediately respond"]),
        ("It didn't say, they haven’t replied", ["didn't say", "haven’t replied"]),
        ("He would not say if", ["would not say"]),
        ("has yet to respond; never replied", ["has yet to respond", "never replied"]),
        ("She could not be reached", ["could not be reached"]),
        ("was not available for comment", ["was not available for comment"]),
        ("The charge is baseless", ["is baseless"]),
        ("in no way\nlinked", ["in no way"]),
        ("were not as previously stated", ["were not as previously stated"]),
        ("REJECTED", ["REJECTED"]),
    ],
)
def test_a_cue_is_found_with_its_auxiliaries(text, found):
    assert cues(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "It had no plans to leave",
        "He sees no signs of it",
        "He did not go",
        "The identity of the hidden garden",
        "the project",
        "",
    ],
)
def test_a_negative_sentence_alone_is_no_denial(text):
    assert cues(text) == []


def test_part_of_a_text_is_searched_with_offsets_of_the_whole():
    text = "They denied it. We deny it."
    assert [cue.start for cue in denial_cues(text, 12)] == [19]


def test_each_denial_of_the_report_has_one_cue_and_no_other_is_found(
    report, read_spans
):
    found = denial_cues(report)
    for denial in read_spans["denial"]:
        assert sum(cue.overlaps(denial) for cue in found) == 1
    assert len(found) == len(read_spans["denial"])
