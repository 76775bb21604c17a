"""Which annotations a list shows, by what is known of them."""

import pytest

from annotator.app import edits, relating
from annotator.app.filters import NOTHING, ListFilter, facts_in, facts_of
from annotator.model.change import Change, Edit

TEXT = "“One,” he said. It is 4. She denied it. He denied that. It was so, café 😀.\n"


@pytest.fixture
def desk(new, add, person, session):
    """Annotations by name; ``theirs`` is a teammate's."""
    session.apply(Edit("Join", (Change(None, session.me),)))
    text = new.document(TEXT, name="one.txt")
    add(text)
    me = session.me
    ids = {attribute.name: attribute.id for attribute in session.codebook.attributes}
    made = {
        "quote": new.annotation(
            text, me, "“One,”", tag="quote", attributes={ids["speaker"]: "Chaus"}
        ),
        "figure": new.annotation(text, me, "4", tag="figure", note="Which?"),
        "denial": new.annotation(text, me, "denied it", tag="denial"),
        "other": new.annotation(
            text, me, "denied that", tag="denial", attributes={ids["unsure"]: "yes"}
        ),
        "claim": new.annotation(text, me, "It was so, café 😀"),
        "theirs": new.annotation(
            text, person, "It is 4", attributes={ids["unsure"]: "no"}
        ),
    }
    add(*made.values(), by=me)
    return {name: session.annotation(one.id) for name, one in made.items()}


@pytest.fixture
def listed(session, desk):
    """Returns the names of what a filter lets through, in the order of the text."""
    names = {annotation.id: name for name, annotation in desk.items()}

    def listed(**options):
        document = session.document(desk["claim"].document_id)
        facts = facts_in(session, document.id)
        test = ListFilter(**options).test(session.codebook)
        marks, _ = session.marks(document)
        return [
            names[mark.id]
            for mark in marks
            if test(
                mark, document.text[mark.start : mark.end], facts.get(mark.id, NOTHING)
            )
        ]

    return listed


@pytest.fixture
def named(session):
    """Returns the id of a tag or an attribute."""

    def named(name):
        book = session.codebook
        return next(e.id for e in (*book.tags, *book.attributes) if e.name == name)

    return named


def kind(session, name):
    return next(k for k in session.codebook.relation_types if k.name == name)


def test_the_empty_filter_lists_everything(listed, desk):
    assert sorted(listed()) == sorted(desk)


def test_words_tags_and_people_narrow_the_list(listed, named, person):
    assert listed(words="CAFE so") == ["claim"]
    assert listed(words="denied") == ["denial", "other"]
    assert listed(tags=frozenset({named("figure"), named("quote")})) == [
        "quote",
        "figure",
    ]
    assert listed(layers=frozenset({person.id})) == ["theirs"]
    assert listed(words="denied", tags=frozenset({named("quote")})) == []


def test_attribute_values_narrow_the_list(listed, named):
    assert listed(values={named("speaker"): "Chaus"}) == ["quote"]
    assert listed(values={named("speaker"): "chaus"}) == []
    assert "quote" not in listed(values={named("speaker"): ""})
    assert len(listed(values={named("speaker"): ""})) == 5


def test_notes_and_doubts_narrow_the_list(listed):
    assert listed(noted=True) == ["figure"]
    assert listed(unsure=True) == ["other"]
    assert listed(unsure=True, noted=True) == []


def test_denials_without_a_claim_are_listed(session, desk, listed):
    assert listed(without_claim=True) == ["denial", "other"]
    attributed, denies = kind(session, "attributed-to"), kind(session, "denies")
    session.apply(relating.link(session, desk["denial"], desk["claim"], attributed))
    assert listed(without_claim=True) == ["denial", "other"]
    session.apply(relating.link(session, desk["denial"], desk["claim"], denies))
    assert listed(without_claim=True) == ["other"]
    session.undo()
    assert listed(without_claim=True) == ["denial", "other"]


def test_quotes_claims_and_denials_without_a_speaker_are_listed(listed):
    assert listed(without_speaker=True) == ["theirs", "denial", "other", "claim"]


def test_facts_tell_the_types_of_links_at_both_ends(session, desk):
    denies = kind(session, "denies")
    session.apply(relating.link(session, desk["denial"], desk["claim"], denies))
    facts = facts_in(session, desk["claim"].document_id)
    assert facts[desk["denial"].id].outgoing == {denies.id}
    assert facts[desk["denial"].id].incoming == frozenset()
    assert facts[desk["claim"].id].incoming == {denies.id}


def test_facts_of_one_are_those_of_the_whole_document(session, desk):
    denies = kind(session, "denies")
    session.apply(relating.link(session, desk["denial"], desk["claim"], denies))
    session.apply(edits.set_note(desk["claim"], "See above."))
    facts = facts_in(session, desk["claim"].document_id)
    for annotation in desk.values():
        assert facts_of(session, annotation.id) == facts.get(annotation.id, NOTHING)
    assert facts[desk["claim"].id].noted


def test_nothing_is_known_of_what_was_deleted(session, desk):
    session.apply(edits.delete(desk["quote"], []))
    assert facts_of(session, desk["quote"].id) == NOTHING
    assert desk["quote"].id not in facts_in(session, desk["quote"].document_id)
