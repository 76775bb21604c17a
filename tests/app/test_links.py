"""What is offered to link an annotation to, and in which order."""

from dataclasses import replace

import pytest

from annotator.app import relating
from annotator.app.links import link_candidates, possible_types
from annotator.model.change import Change, Edit

STORY = (
    "The mine owner said the alarm rang twice at noon.\n"
    "A reporter counted 40 lorries.\n"
    "The union said the alarm had been switched off.\n"
    "“Nobody heard an alarm,” she said.\n"
    "The mine denied that the alarm had been switched off.\n"
)
OTHER = "Café owners said the alarm had been off for days. 😀\n"


@pytest.fixture
def story(new, add, person, session):
    """The annotations of two documents by what they are, mine but for one."""
    session.apply(Edit("Join", (Change(None, session.me),)))
    one = new.document(STORY, name="one.txt", metadata={"title": "The mine"})
    two = new.document(OTHER, name="two.txt")
    add(one, two)
    me = session.me
    made = {
        "rang": new.annotation(one, me, "the alarm rang twice at noon"),
        "lorries": new.annotation(one, me, "40", tag="figure"),
        "off": new.annotation(one, me, "the alarm had been switched off"),
        "quote": new.annotation(one, me, "“Nobody heard an alarm,”", tag="quote"),
        "denial": new.annotation(
            one, me, "denied that the alarm had been switched off", tag="denial"
        ),
        "cafe": new.annotation(two, me, "Café owners said the alarm had been off"),
        "theirs": new.annotation(one, person, "A reporter counted 40 lorries"),
    }
    add(*made.values(), by=me)
    return {name: session.annotation(one.id) for name, one in made.items()}


@pytest.fixture
def offered(session, story):
    """Returns the names of what is offered."""
    names = {annotation.id: name for name, annotation in story.items()}

    def offered(source, **options):
        found = link_candidates(session, story[source], **options)
        return [names[one.id] for one in found]

    return offered


def kind(session, name):
    return next(k for k in session.codebook.relation_types if k.name == name)


def test_types_that_fit_come_in_the_order_of_the_codebook(codebook):
    tags = {tag.name: tag.id for tag in codebook.tags}
    fitting = possible_types(codebook, tags["figure"], tags["claim"])
    assert [k.name for k in fitting] == ["contradicts", "supports", "part-of"]
    assert [
        k.name for k in possible_types(codebook, tags["denial"], tags["claim"])
    ] == [
        "denies",
        "attributed-to",
    ]


def test_types_that_are_retired_are_not_offered(codebook):
    tags = {tag.name: tag.id for tag in codebook.tags}
    kinds = tuple(replace(k, retired=True) for k in codebook.relation_types)
    retired = replace(codebook, relation_types=kinds)
    assert possible_types(retired, tags["denial"], tags["claim"]) == []


def test_a_denial_is_offered_claims_first_and_the_most_similar_of_them(offered):
    assert offered("denial") == ["off", "rang", "lorries", "quote"]


def test_a_quote_is_offered_quotes_first(new, add, session, story):
    document = session.document(story["quote"].document_id)
    far = new.annotation(document, session.me, "denied that the alarm", tag="quote")
    add(far, by=session.me)
    offered = link_candidates(session, story["quote"])
    quote, *others = [one.tag_id for one in offered]
    assert offered[0].id == far.id
    assert quote not in others


def test_a_figure_is_offered_figures_first(new, add, session, story):
    document = session.document(story["lorries"].document_id)
    far = new.annotation(document, session.me, "twice", tag="figure")
    add(far, by=session.me)
    assert link_candidates(session, story["lorries"])[0].id == far.id


def test_the_nearest_comes_first_where_nothing_is_similar(offered):
    assert offered("quote")[:2] == ["off", "rang"]


def test_only_tags_that_fit_are_offered(offered):
    assert "denial" not in offered("lorries")
    assert "quote" not in offered("lorries")
    assert set(offered("lorries")) == {"rang", "off"}


def test_teammates_annotations_are_offered_when_their_layer_is_shown(offered, person):
    assert "theirs" not in offered("denial")
    assert "theirs" in offered("denial", layers=[person.id])


def test_typing_searches_all_documents_the_own_one_first(offered):
    assert offered("denial", typed="alarm off") == ["off", "cafe"]
    assert offered("denial", typed="ALARM") == ["off", "rang", "quote", "cafe"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("cafe own", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("cafe\u0301", ["cafe"]),
        ("own cafe", []),
        ("alar off", []),
        ("“nobody", ["quote"]),
        ("—", []),
        ("nowhere", []),
        ("mine", []),
    ],
)
def test_the_last_word_typed_may_be_the_beginning_of_one(offered, typed, expected):
    assert offered("denial", typed=typed) == expected


def test_a_candidate_says_where_it_is_and_how_it_may_be_linked(session, story):
    first, *_ = link_candidates(session, story["denial"])
    assert first.title == "The mine"
    assert first.same_document
    assert first.distance == story["denial"].start - story["off"].end
    assert [k.name for k in first.types] == ["denies", "attributed-to"]
    assert first.linked == ()
    (other,) = link_candidates(session, story["denial"], typed="owners")
    assert (other.title, other.same_document, other.distance) == (
        "two.txt",
        False,
        None,
    )


def test_what_is_linked_already_is_offered_and_marked(session, story):
    denies = kind(session, "denies")
    session.apply(relating.link(session, story["denial"], story["off"], denies))
    first, second, *_ = link_candidates(session, story["denial"])
    assert (first.id, first.linked) == (story["off"].id, (denies,))
    assert second.linked == ()
    session.undo()
    assert link_candidates(session, story["denial"])[0].linked == ()


def test_a_link_without_direction_is_marked_from_both_ends(session, story):
    contradicts = kind(session, "contradicts")
    session.apply(relating.link(session, story["off"], story["rang"], contradicts))
    linked = {one.id: one.linked for one in link_candidates(session, story["rang"])}
    assert linked[story["off"].id] == (contradicts,)


def test_deleted_annotations_and_documents_are_not_offered(session, story, offered):
    gone = replace(story["off"], deleted_at=story["off"].updated_at)
    session.apply(Edit("Delete", (Change(story["off"], gone),)))
    two = session.document(story["cafe"].document_id)
    session.apply(
        Edit("Take out", (Change(two, replace(two, deleted_at=two.created_at)),))
    )
    assert offered("denial", typed="alarm") == ["rang", "quote"]


def test_no_more_are_offered_than_asked_for(offered):
    assert offered("denial", limit=2) == ["off", "rang"]
    assert offered("denial", limit=0) == []
    assert offered("denial", typed="alarm", limit=1) == ["off"]
