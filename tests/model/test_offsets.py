"""Code points to UTF-16 units and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.offsets import Utf16Offsets

# Emoji with joiners, right-to-left, combining marks and plain letters, mixed.
_MIXED = st.text(st.sampled_from("ab 😀👩\u200dאل\u0301𝒳\n\ufeff\u2028"))
TEXTS = st.one_of(_MIXED, st.text(st.characters(exclude_categories=["Cs"])))


def units(text):
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS)
def test_every_offset_is_that_of_python_s_own_utf_16(text):
    offsets = Utf16Offsets(text)
    for offset in range(len(text) + 1):
        assert offsets.to_utf16(offset) == units(text[:offset])


@given(TEXTS)
def test_the_way_back_leads_to_where_one_came_from(text):
    offsets = Utf16Offsets(text)
    for offset in range(len(text) + 1):
        assert offsets.from_utf16(offsets.to_utf16(offset)) == offset


@given(TEXTS)
def test_the_length_is_in_utf_16_units(text):
    assert Utf16Offsets(text).length == units(text)


@given(TEXTS)
def test_an_offset_inside_a_surrogate_pair_moves_right(text):
    offsets = Utf16Offsets(text)
    for at, character in enumerate(text):
        if character > "\uffff":
            assert offsets.from_utf16(offsets.to_utf16(at) + 1) == at + 1


@pytest.mark.parametrize("text", ["", "abc", "a😀c"])
def test_offsets_outside_the_text_are_refused(text):
    offsets = Utf16Offsets(text)
    for bad in (-1, len(text) + 1):
        with pytest.raises(IndexError, match="is not within"):
            offsets.to_utf16(bad)
    for bad in (-1, units(text) + 1):
        with pytest.raises(IndexError, match="is not within"):
            offsets.from_utf16(bad)
