"""Looking things up in a codebook."""

from dataclasses import replace

import pytest

from annotator.model.annotation import Annotator
from annotator.model.ids import new_id


def test_a_tag_is_found_by_its_id(codebook):
    for tag in codebook.tags:
        assert codebook.tag(tag.id) is tag


def test_an_unknown_tag_id_is_a_key_error(codebook):
    with pytest.raises(KeyError):
        codebook.tag(new_id())


def test_a_tag_is_found_by_its_name_in_any_case(codebook):
    assert codebook.tag_named("DeNiAl").name == "denial"
    assert codebook.tag_named("rumour") is None


def test_a_key_stands_for_a_tag_by_letter_and_by_number(codebook):
    assert [codebook.tag_for_key(key).name for key in "cdfq"] == [
        "claim",
        "denial",
        "figure",
        "quote",
    ]
    assert [codebook.tag_for_key(key).name for key in "1234"] == [
        "claim",
        "denial",
        "figure",
        "quote",
    ]


@pytest.mark.parametrize("key", ["0", "5", "99", "x", "", "²"])
def test_a_key_that_stands_for_nothing_gives_no_tag(codebook, key):
    assert codebook.tag_for_key(key) is None


def test_an_upper_case_letter_stands_for_the_same_tag(codebook):
    assert codebook.tag_for_key("C").name == "claim"


def test_a_retired_tag_is_no_longer_offered_but_still_found(codebook):
    first = replace(codebook.tags[0], retired=True)
    book = replace(codebook, tags=(first, *codebook.tags[1:]))
    assert first not in book.active_tags()
    assert book.tag_for_key("c") is None
    assert book.tag_for_key("1").name == "denial"
    assert book.tag(first.id) is first


def test_a_tag_has_its_own_attributes_and_those_of_every_tag(codebook):
    figure = codebook.tag_named("figure")
    of_figure = codebook.attributes_of(figure.id)
    assert of_figure
    for attribute in codebook.attributes:
        belongs = not attribute.tag_ids or figure.id in attribute.tag_ids
        assert (attribute in of_figure) == belongs


def test_retired_attributes_are_not_offered(codebook):
    retired = replace(codebook.attributes[0], tag_ids=(), retired=True)
    book = replace(codebook, attributes=(retired,))
    assert book.attributes_of(codebook.tags[0].id) == []


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("Annotator B", "AB"),
        ("jean-luc de la tour", "JLD"),
        ("", "?"),
        ("—", "—"),
    ],
)
def test_initials_are_short_and_never_empty(name, initials):
    person = Annotator(id=new_id(), name=name, color="#000000", created_at="")
    assert person.initials == initials
