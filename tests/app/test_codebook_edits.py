"""Edits of the codebook: what they do, what they are called, what is refused."""

from dataclasses import replace

import pytest

from annotator.app import codebook_edits as edits
from annotator.app.edits import tag_spans
from annotator.errors import CodebookError
from annotator.model.codebook import (
    AttributeDefinition,
    AttributeKind,
    CodebookUsage,
    RelationType,
    Tag,
    TagRole,
)
from annotator.model.ids import derived_id
from annotator.model.span import Span

UNUSED = CodebookUsage({}, {}, {})


def tag(name="rumour", **values):
    return Tag(
        **{"id": "", "name": name, "key": "", "color": "#AA0000", "mark": "R"} | values
    )


def attribute(name="strength", kind=AttributeKind.TEXT, **values):
    return AttributeDefinition(id="", name=name, kind=kind, **values)


def named(entries, name):
    return next(entry for entry in entries if entry.name == name)


def names(entries):
    return [entry.name for entry in entries]


def test_a_tag_is_added_behind_the_others_with_the_id_of_its_name(session):
    edit = edits.add(session.codebook, tag("  new\n rumour ", key="R"))
    session.apply(edit)
    assert edit.title == "Add tag “new rumour”"
    added = session.codebook.tags[-1]
    assert added.id == derived_id("tag", "new rumour")
    assert (added.name, added.key) == ("new rumour", "r")
    session.undo()
    assert session.codebook.tag_named("new rumour") is None
    session.redo()
    assert session.codebook.tags[-1].name == "new rumour"


def test_attributes_and_relation_types_are_added(session):
    claim = session.codebook.tag_named("claim")
    choice = attribute(
        kind=AttributeKind.CHOICE, choices=(" low ", "high"), tag_ids=(claim.id,)
    )
    session.apply(edits.add(session.codebook, choice))
    kind = RelationType(id="", name="repeats", source_tag_ids=(claim.id,))
    session.apply(edits.add(session.codebook, kind))
    assert session.codebook.attributes[-1].choices == ("low", "high")
    assert session.codebook.relation_types[-1].name == "repeats"


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"name": "assertion"}, "Rename tag “claim” to “assertion”"),
        ({"color": "#123456"}, "Recolour tag “claim”"),
        ({"key": "x"}, "Change letter of tag “claim”"),
        ({"definition": "x"}, "Change tag “claim”"),
        ({"role": TagRole.NONE}, "Change tag “claim”"),
        ({"name": "assertion", "key": "x"}, "Change tag “assertion”"),
    ],
)
def test_a_change_is_called_what_it_does_and_is_undone(session, values, title):
    before = session.codebook.tag_named("claim")
    edit = edits.change(session.codebook, replace(before, **values))
    assert edit.title == title
    session.apply(edit)
    after = session.codebook.tag(before.id)
    assert {name: getattr(after, name) for name in values} == values
    session.undo()
    restored = session.codebook.tag(before.id)
    assert replace(restored, revision=before.revision) == before


def test_a_change_of_nothing_is_not_saved(session):
    claim = session.codebook.tag_named("claim")
    edit = edits.change(session.codebook, replace(claim, name=" claim "))
    session.apply(edit)
    assert session.undoable is None
    assert session.codebook.version == "1"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": " "}, "The tag has no name."),
        ({"name": "a\0"}, "cannot be seen"),
        ({"name": "CLAIM"}, "There is a tag “claim” already."),
        ({"key": "c"}, "The letter “c” belongs to the tag “claim”."),
        ({"key": "C"}, "The letter “c” belongs to the tag “claim”."),
        ({"key": "n"}, "The letter “n” does something else"),
        ({"key": "ab"}, "“ab” is not one letter."),
        ({"key": "1"}, "“1” is not one letter."),
        ({"color": "red"}, "“red” is not a colour."),
        ({"mark": "ab"}, "The mark “ab” is not one character."),
        ({"mark": ""}, "has no mark"),
    ],
)
def test_what_a_tag_cannot_have_is_refused_in_words(session, values, message):
    with pytest.raises(CodebookError) as refused:
        edits.add(session.codebook, tag(**values), reserved="npl")
    assert message in refused.value.message
    assert refused.value.hint
    quote = session.codebook.tag_named("quote")
    with pytest.raises(CodebookError):
        edits.change(session.codebook, replace(quote, **values), reserved="npl")


def test_the_name_of_a_retired_tag_is_taken_and_its_letter_is_not(session):
    claim = session.codebook.tag_named("claim")
    session.apply(edits.retire(session.codebook, claim))
    with pytest.raises(CodebookError, match="retired") as refused:
        edits.add(session.codebook, tag("Claim"))
    assert "Bring it back" in refused.value.hint
    session.apply(edits.add(session.codebook, tag(key="c")))
    session.apply(edits.bring_back(session.codebook, claim))
    assert session.codebook.tag(claim.id).key == ""
    assert not session.codebook.tag(claim.id).retired


def test_what_does_not_differ_is_not_checked(session):
    """A letter that became reserved later does not keep a tag from being renamed."""
    claim = session.codebook.tag_named("claim")
    edit = edits.change(session.codebook, replace(claim, name="x"), reserved="c")
    assert edit.changes


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ((), "nothing to choose from"),
        (("a", "a "), "there twice"),
        (("a", " "), "empty"),
    ],
)
def test_choices_are_refused_that_offer_no_choice(session, choices, message):
    wanted = attribute(kind=AttributeKind.CHOICE, choices=choices)
    with pytest.raises(CodebookError, match=message):
        edits.add(session.codebook, wanted)


def test_an_attribute_that_is_no_choice_any_more_loses_its_choices(session):
    polarity = named(session.codebook.attributes, "polarity")
    text = replace(polarity, kind=AttributeKind.TEXT)
    session.apply(edits.change(session.codebook, text))
    assert named(session.codebook.attributes, "polarity").choices == ()


def test_values_that_no_longer_fit_are_named_and_kept(session, document):
    polarity = named(session.codebook.attributes, "polarity")
    claim = session.codebook.tag_named("claim")
    edit = tag_spans(document, [Span(0, 5)], claim, session.me.id)
    (change,) = edit.changes
    coded = replace(change.after, attributes={polarity.id: "negated"})
    session.apply(replace(edit, changes=(replace(change, after=coded),)))
    after = replace(polarity, choices=("yes", "no"))
    values = session.values_of(polarity.id)
    assert edits.misfits(polarity, values) == ""
    said = "1 value does not fit and stays as it is: “negated”."
    assert edits.misfits(after, values) == said
    session.apply(edits.change(session.codebook, after))
    assert session.annotation(coded.id).attributes == {polarity.id: "negated"}


def test_very_many_misfits_are_counted(session):
    value = named(session.codebook.attributes, "value")
    said = edits.misfits(value, {"a": 1000, "b": 1, "c": 1, "d": 1, "5": 9})
    assert said.startswith("1,003 values do not fit")
    assert said.endswith("“a”, “b”, “c” and 1 more.")


def test_a_chain_needs_a_direction(session):
    continues = named(session.codebook.relation_types, "continues")
    with pytest.raises(CodebookError, match="no direction"):
        edits.change(session.codebook, replace(continues, directed=False))


def test_a_tag_that_is_gone_cannot_be_named(session):
    kind = RelationType(id="", name="repeats", target_tag_ids=("0" * 32,))
    with pytest.raises(CodebookError, match="names a tag"):
        edits.add(session.codebook, kind)


@pytest.mark.parametrize(
    ("name", "to", "order"),
    [
        ("quote", 0, ["quote", "claim", "denial", "figure"]),
        ("claim", 2, ["denial", "figure", "claim", "quote"]),
        ("claim", 99, ["denial", "figure", "quote", "claim"]),
        ("denial", -5, ["denial", "claim", "figure", "quote"]),
    ],
)
def test_a_tag_is_moved_to_a_place(session, name, to, order):
    entry = session.codebook.tag_named(name)
    session.apply(edits.move(session.codebook, entry, to))
    assert names(session.codebook.tags) == order
    session.undo()
    assert names(session.codebook.tags) == ["claim", "denial", "figure", "quote"]


def test_moving_passes_over_what_is_retired(session):
    denial = session.codebook.tag_named("denial")
    session.apply(edits.retire(session.codebook, denial))
    figure = session.codebook.tag_named("figure")
    session.apply(edits.move_by(session.codebook, figure, -1))
    assert names(session.codebook.active_tags()) == ["figure", "claim", "quote"]
    edit = edits.move_by(session.codebook, session.codebook.tags[0], -1)
    assert edit.changes == ()


def test_retiring_hides_and_bringing_back_shows(session):
    quote = session.codebook.tag_named("quote")
    session.apply(edits.retire(session.codebook, quote))
    assert "quote" not in names(session.codebook.active_tags())
    assert session.undoable.title == "Retire tag “quote”"
    assert edits.retire(session.codebook, quote).changes == ()
    session.apply(edits.bring_back(session.codebook, quote))
    assert "quote" in names(session.codebook.active_tags())
    assert session.codebook.tag_named("quote").key == "q"


def test_what_is_used_cannot_be_deleted(session, document):
    claim = session.codebook.tag_named("claim")
    for start in range(3):
        span = Span(start, start + 2)
        session.apply(tag_spans(document, [span], claim, session.me.id))
    with pytest.raises(CodebookError) as refused:
        edits.delete(session.codebook, claim, session.codebook_usage())
    assert refused.value.message == "The tag “claim” is used by 3 annotations."
    assert "Retire it instead" in refused.value.hint


def test_a_tag_takes_what_is_only_for_it_along(session):
    quote = session.codebook.tag_named("quote")
    session.apply(edits.delete(session.codebook, quote, session.codebook_usage()))
    book = session.codebook
    assert "speaker" not in names(book.attributes)
    assert "continues" not in names(book.relation_types)
    claim, denial = book.tag_named("claim"), book.tag_named("denial")
    assert named(book.attributes, "cue").tag_ids == (claim.id, denial.id)
    assert quote.id not in named(book.relation_types, "denies").target_tag_ids
    assert named(book.attributes, "unsure").tag_ids == ()
    session.undo()
    assert named(session.codebook.attributes, "speaker").tag_ids == (quote.id,)


def test_a_used_attribute_of_a_deleted_tag_is_retired(session):
    quote = session.codebook.tag_named("quote")
    speaker = named(session.codebook.attributes, "speaker")
    usage = CodebookUsage({}, {speaker.id: 1}, {})
    edit = edits.delete(session.codebook, quote, usage)
    after = next(c.after for c in edit.changes if c.after.id == speaker.id)
    assert after.retired
    assert after.deleted_at is None


def test_a_deleted_tag_comes_back_when_it_is_added_again(session):
    quote = session.codebook.tag_named("quote")
    session.apply(edits.delete(session.codebook, quote, UNUSED))
    session.apply(edits.add(session.codebook, tag("Quote", definition="new")))
    found = session.codebook.tag_named("quote")
    assert (found.id, found.name, found.definition) == (quote.id, "Quote", "new")


def test_a_renamed_tag_keeps_its_id_from_others(session):
    claim = session.codebook.tag_named("claim")
    session.apply(edits.change(session.codebook, replace(claim, name="assertion")))
    session.apply(edits.add(session.codebook, tag("claim")))
    assert session.codebook.tag_named("claim").id != claim.id


def test_what_is_gone_cannot_be_changed(session):
    quote = session.codebook.tag_named("quote")
    session.apply(edits.delete(session.codebook, quote, UNUSED))
    with pytest.raises(CodebookError, match="not in the codebook any more"):
        edits.change(session.codebook, replace(quote, name="x"))


@pytest.mark.parametrize(
    ("values", "title"),
    [
        ({"name": "News"}, "Rename codebook “Claims” to “News”"),
        ({"rules": ("Be short.",)}, "Change rules"),
        ({"description": "x", "rules": ()}, "Change codebook"),
    ],
)
def test_what_the_codebook_says_of_itself_is_changed_and_undone(session, values, title):
    before = session.codebook
    edit = edits.describe(before, replace(before.info, **values))
    assert edit.title == title
    session.apply(edit)
    assert {name: getattr(session.codebook, name) for name in values} == values
    assert session.codebook.version == "2"
    session.undo()
    assert session.codebook.info == before.info


def test_a_codebook_needs_a_name(session):
    with pytest.raises(CodebookError, match="no name"):
        edits.describe(session.codebook, replace(session.codebook.info, name=" "))
    same = edits.describe(session.codebook, session.codebook.info)
    assert same.changes == ()
