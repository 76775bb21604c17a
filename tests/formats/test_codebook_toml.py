from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import AnnotatorError, CodebookError
from annotator.formats.codebook_toml import read_codebook, write_codebook
from annotator.model.codebook import AttributeKind, TagRole
from annotator.model.ids import derived_id

SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "codebooks").glob("*.toml"))

SMALL = """
name = "Small"
version = "2"
description = "Two tags."
rules = ["One.", "Two."]

[[tags]]
name = "claim"
key = "C"
color = "#0072B2"
mark = "●"
include = ["a", "b"]

[[tags]]
name = "denial"
color = "#D55E00"
mark = "✕"
retired = true

[[attributes]]
name = "source"
tags = ["Claim"]

[[attributes]]
name = "certainty"
kind = "choice"
choices = ["high", "low"]

[[relations]]
name = "denies"
from = ["denial"]
to = ["claim", "denial"]
acyclic = true
"""


@pytest.fixture
def small():
    return read_codebook(SMALL, "small.toml")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_the_codebooks_that_come_with_the_program_are_good(path):
    codebook = read_codebook(path.read_text("utf-8"), path.name)
    assert [tag.name for tag in codebook.tags]
    again = read_codebook(write_codebook(codebook), path.name)
    assert again == codebook


def test_everything_at_the_top_is_read(small):
    assert (small.name, small.version, small.description, small.rules) == (
        "Small",
        "2",
        "Two tags.",
        ("One.", "Two."),
    )


def test_entries_keep_their_order(small):
    assert [(tag.name, tag.position) for tag in small.tags] == [
        ("claim", 0),
        ("denial", 1),
    ]


def test_entries_without_id_get_the_one_of_their_name(small):
    assert small.tags[0].id == derived_id("tag", "claim")
    assert small.attributes[0].id == derived_id("attribute", "source")
    assert small.relation_types[0].id == derived_id("relation type", "denies")


def test_an_id_is_kept():
    uuid = "6B0C4A0E-3C0E-5C3F-9B43-6D1F3F0F5A11"
    text = SMALL.replace('name = "claim"', f'name = "claim"\nid = "{uuid}"')
    tag = read_codebook(text, "small.toml").tags[0]
    assert tag.id == uuid.replace("-", "").lower()


def test_keys_are_lower_case_letters(small):
    assert [tag.key for tag in small.tags] == ["c", ""]


def test_tags_are_named_in_upper_and_lower_case_alike(small):
    assert small.attributes[0].tag_ids == (small.tags[0].id,)


def test_what_is_missing_has_its_default(small):
    assert small.attributes[0].kind is AttributeKind.TEXT
    assert small.relation_types[0].directed
    assert not small.relation_types[0].transitive


def test_a_codebook_read_written_and_read_is_the_same(small):
    assert read_codebook(write_codebook(small), "small.toml") == small


def test_a_written_codebook_is_written_the_same_again(small):
    written = write_codebook(small)
    assert write_codebook(read_codebook(written, "small.toml")) == written


@pytest.mark.parametrize(
    ("old", "new", "problem", "hint"),
    [
        ('name = "Small"', "name = Small", "small.toml is not TOML", "quotation marks"),
        ('name = "Small"', "", "small.toml: the name “” is empty", "name ="),
        ('"Small"', '" Small"', "white space at its ends", "name ="),
        ('"Small"', "7", "name is not text", 'name = "…"'),
        ('version = "2"', "version = 2", "version is not text", 'version = "…"'),
        ('"2"', '"\\u0000"', "version is not text", 'version = "…"'),
        ('["One.", "Two."]', '"One."', "rules is not a list of texts", 'rules = ["…"'),
        ('["One.", "Two."]', "[1]", "rules is not a list of texts", 'rules = ["…"'),
        ("rules", "rule", "the key “rule” is unknown", "Use one of: name, version"),
        ('"claim"', '""', "tag “”: the name “” is empty", "name ="),
        ('"claim"', '"Denial"', "tag “denial”: another tag has the same name", "one"),
        ('"C"', '"cc"', "tag “claim”: the key “cc” is not one letter", "one letter"),
        ('"C"', '"1"', "the key “1” is not one letter", "one letter"),
        ('"C"', '"ß"', "the key “ss” is not one letter", "one letter"),
        ('"#0072B2"', '"red"', "the color “red” is not of the form #RRGGBB", "#1F77B4"),
        ('"#0072B2"', '"#0072B2F"', "not of the form #RRGGBB", "#1F77B4"),
        ('"●"', '"abc"', "the mark “abc” is not one character", "mark ="),
        ('"●"', '""', "the mark “” is not one character", "mark ="),
        ('"●"', '" "', "the mark “ ” is not one character", "mark ="),
        ("include", "includes", "the key “includes” is unknown", "include"),
        ("= true", '= "yes"', "retired is neither true nor false", "retired = true"),
        ("[[tags]]", "[tags]", "is not TOML", ""),
        ('["Claim"]', '["fact"]', "tags names “fact”, which is no tag", "Add the tag"),
        ('"choice"', '"options"', "the kind “options” is unknown", "text, choice"),
        ('"choice"', '"text"', "it has choices, but its kind is “text”", "choice"),
        ('["high", "low"]', "[]", "there is nothing to choose from", "choices ="),
        ('["high", "low"]', '["a", "a"]', "a choice is empty or there twice", "out"),
        ('"certainty"', '"source"', "another attribute has the same name", "Change"),
        ('["denial"]', '["no"]', "relation type “denies”: from names “no”", "correct"),
        ("acyclic = true", "acyclic = true\ndirected = false", "but not directed", ""),
        ('"denies"', '"denies"\nid = "x"', "the id “x” is not a UUID", "Leave it out"),
    ],
)
def test_a_mistake_is_named_with_its_entry_and_what_to_do(old, new, problem, hint):
    text = SMALL.replace(old, new, 1)
    with pytest.raises(CodebookError) as failure:
        read_codebook(text, "small.toml")
    assert problem in failure.value.message
    assert failure.value.message.startswith("small.toml")
    assert hint in failure.value.hint
    assert failure.value.hint


def test_two_tags_that_are_offered_cannot_share_a_key():
    text = SMALL.replace("retired = true", 'key = "c"')
    with pytest.raises(
        CodebookError, match="“denial”: “claim” has the key “c” already"
    ):
        read_codebook(text, "small.toml")


def test_a_retired_tag_leaves_its_key_to_others():
    text = SMALL.replace("retired = true", 'key = "c"\nretired = true')
    assert read_codebook(text, "small.toml").tags[1].key == "c"


def test_two_entries_cannot_share_an_id():
    same = f'id = "{"1" * 32}"'
    text = SMALL.replace("mark =", f"{same}\nmark =")
    with pytest.raises(CodebookError, match="same name or id"):
        read_codebook(text, "small.toml")


def test_a_list_where_tables_are_expected_is_refused():
    with pytest.raises(CodebookError, match=r"Begin each of them with \[\[tags\]\]"):
        read_codebook('name = "x"\ntags = ["claim"]', "small.toml")


def test_nesting_without_end_is_refused():
    with pytest.raises(CodebookError, match="is not TOML"):
        read_codebook("name = " + "[" * 100_000, "small.toml")


strings = ["", "x", "claim", "choice", "#0072B2", "\\u0000", "\\uD800"]
values = st.sampled_from([f'"{string}"' for string in strings]) | st.sampled_from(
    ["1", "true", "nan", "2026-11-22", "9" * 5000, "[]", '["claim"]', "[[1]]", "[{}]"]
)
keys = st.sampled_from(["name", "key", "color", "mark", "kind", "choices", "tags"]) | (
    st.sampled_from(["from", "to", "directed", "acyclic", "id", "rules"])
)
heads = st.sampled_from(["[[tags]]", "[[attributes]]", "[[relations]]", "[tags]"])


@settings(max_examples=500, deadline=None)
@given(
    st.lists(st.tuples(keys, values).map(" = ".join) | heads).map("\n".join) | st.text()
)
def test_no_text_makes_the_reader_fail(text):
    with suppress(AnnotatorError):
        read_codebook(text, "wild.toml")


def tag_text(lines):
    return f'name = "x"\n[[tags]]\ncolor = "#000000"\nmark = "x"\n{lines}\n'


@pytest.mark.parametrize(
    ("lines", "role"),
    [
        ('name = "Zahl"\nrole = "figure"', TagRole.FIGURE),
        ('name = "Zahl"', TagRole.NONE),
        ('name = "QUOTE"', TagRole.QUOTE),
        ('name = "quote"\nrole = ""', TagRole.NONE),
        ('name = "quote"\nrole = "claim"', TagRole.CLAIM),
    ],
)
def test_a_tag_has_its_role_or_that_of_its_name(lines, role):
    codebook = read_codebook(tag_text(lines), "x.toml")
    assert codebook.tags[0].role is role
    again = read_codebook(write_codebook(codebook), "y.toml")
    assert again.tags[0].role is role


def test_an_unknown_role_lists_those_known():
    text = tag_text('name = "a"\nrole = "figures"')
    with pytest.raises(CodebookError, match="role “figures” is unknown") as refused:
        read_codebook(text, "x.toml")
    assert "claim, denial, figure, quote" in refused.value.hint
