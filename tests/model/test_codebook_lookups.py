"""Looking things up in a codebook."""

import hashlib
import json
from dataclasses import replace

import pytest

from annotator.model.annotation import Annotator
from annotator.model.codebook import AttributeKind, TagRole
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


def test_the_hash_is_of_what_decides_what_is_tagged(codebook):
    claim = codebook.tags[0]
    same = (
        replace(claim, key="x", color="#000000", mark="x", position=9, revision=4),
        replace(claim, id="0" * 32),
    )
    other = (
        replace(claim, name="assertion"),
        replace(claim, definition="x"),
        replace(claim, examples=()),
        replace(claim, role=TagRole.NONE),
        replace(claim, retired=True),
    )
    rest = codebook.tags[1:]
    bare = replace(codebook, tags=(claim, *rest), attributes=(), relation_types=())
    for tag in same:
        assert replace(bare, tags=(tag, *rest)).sha256 == bare.sha256
    for tag in other:
        assert replace(bare, tags=(tag, *rest)).sha256 != bare.sha256


def test_the_hash_leaves_name_version_and_order_out(codebook):
    backwards = replace(
        codebook,
        name="Other",
        version="9",
        tags=codebook.tags[::-1],
        attributes=codebook.attributes[::-1],
    )
    assert backwards.sha256 == codebook.sha256
    assert replace(codebook, rules=()).sha256 != codebook.sha256


def test_the_hash_covers_attributes_and_relation_types(codebook):
    source = next(a for a in codebook.attributes if a.name == "source")
    others = tuple(a for a in codebook.attributes if a is not source)
    for changed in (
        replace(source, tag_ids=source.tag_ids[:1]),
        replace(source, kind=AttributeKind.NUMBER),
    ):
        book = replace(codebook, attributes=(*others, changed))
        assert book.sha256 != codebook.sha256
    denies, *rest = codebook.relation_types
    turned = replace(
        denies,
        source_tag_ids=denies.target_tag_ids,
        target_tag_ids=denies.source_tag_ids,
    )
    assert replace(codebook, relation_types=(turned, *rest)).sha256 != codebook.sha256


def test_the_hash_is_the_one_the_documentation_describes(codebook):
    names = {tag.id: tag.name for tag in codebook.tags}

    def of(entries, **keys):
        return [
            {
                key: sorted(names[one] for one in getattr(entry, field))
                if field.endswith("tag_ids")
                else getattr(entry, field)
                for key, field in keys.items()
            }
            for entry in sorted(entries, key=lambda entry: entry.name)
        ]

    def same(words):
        return {word: word for word in words.split()}

    said = {
        "description": codebook.description,
        "rules": codebook.rules,
        "tags": of(
            codebook.tags,
            **same("name role question definition include exclude examples retired"),
        ),
        "attributes": of(
            codebook.attributes,
            **same("name kind choices definition retired"),
            tags="tag_ids",
        ),
        "relations": of(
            codebook.relation_types,
            **same("name directed transitive acyclic definition retired"),
            **{"from": "source_tag_ids", "to": "target_tag_ids"},
        ),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert codebook.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_value_fits_its_attribute(codebook):
    by_name = {a.name: a for a in codebook.attributes}
    for name, good, bad in (
        ("polarity", "negated", "Negated"),
        ("value", "-2121.65", "2,5"),
        ("as_of", "2022-03", "March"),
        ("unsure", "yes", "true"),
    ):
        assert by_name[name].fits(good)
        assert not by_name[name].fits(bad)
    assert by_name["source"].fits("anything")


def test_an_attribute_is_known_by_its_first_name_whatever_it_is_called(codebook):
    (unsure,) = [a for a in codebook.attributes if a.name == "unsure"]
    renamed = replace(unsure, name="in doubt")
    assert unsure.is_made_as("unsure")
    assert renamed.is_made_as("unsure")
    assert renamed.is_made_as("in doubt")
    assert not renamed.is_made_as("speaker")
