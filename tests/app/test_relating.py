"""Links: made, changed, reversed and removed; and what is in the way is said."""

import pytest

from annotator.app import edits, relating
from annotator.errors import AnnotatorError
from annotator.model.change import Change, Edit

TEXT = (
    "“One,” he said. “Two,” he said. “Three.” It is 4. She denied it. It was so. 😀\n"
)


@pytest.fixture
def desk(new, add, person, session):
    """Annotations by name; ``theirs`` is a teammate's."""
    session.apply(Edit("Join", (Change(None, session.me),)))
    text = new.document(TEXT, name="one.txt")
    add(text)
    me = session.me
    made = {
        "one": new.annotation(text, me, "“One,”", tag="quote"),
        "two": new.annotation(text, me, "“Two,”", tag="quote"),
        "three": new.annotation(text, me, "“Three.”", tag="quote"),
        "figure": new.annotation(text, me, "4", tag="figure"),
        "denial": new.annotation(text, me, "denied it", tag="denial"),
        "claim": new.annotation(text, me, "It was so"),
        "theirs": new.annotation(text, person, "It was so"),
    }
    add(*made.values(), by=me)
    return {name: session.annotation(one.id) for name, one in made.items()}


@pytest.fixture
def link(session, desk):
    """Links two annotations by name and returns the relation as it is stored."""

    def link(source, target, name="denies"):
        session.apply(relating.link(session, desk[source], desk[target], kind(name)))
        return relation(source, target)

    def kind(name):
        return next(k for k in session.codebook.relation_types if k.name == name)

    def relation(source, target):
        ends = (desk[source].id, desk[target].id)
        return next(
            r
            for r in session.relations_of(desk[source].id)
            if (r.source_id, r.target_id) == ends
        )

    link.kind = kind
    return link


def shown(session, annotation):
    return [
        (view.type.name, view.outgoing, view.quote)
        for view in relating.relations_shown(session, annotation.id)
    ]


def test_a_link_is_made_and_shown_at_both_ends(session, desk, link):
    link("denial", "claim")
    assert shown(session, desk["denial"]) == [("denies", True, "It was so")]
    assert shown(session, desk["claim"]) == [("denies", False, "denied it")]
    (view,) = relating.relations_shown(session, desk["claim"].id)
    assert view.other_id == desk["denial"].id
    assert view.tag_id == desk["denial"].tag_id
    assert (view.title, view.mine) == ("one.txt", True)


def test_a_teammates_annotation_may_be_the_target_but_not_the_source(
    session, desk, link
):
    link("denial", "theirs")
    assert shown(session, desk["theirs"]) == [("denies", False, "denied it")]
    with pytest.raises(AnnotatorError, match="Bo’s annotation"):
        link("theirs", "claim", "same-claim")


def test_links_are_undone_and_redone(session, desk, link):
    made = link("denial", "claim")
    session.undo()
    assert shown(session, desk["denial"]) == []
    session.redo()
    (again,) = session.relations_of(desk["denial"].id)
    assert again.id == made.id
    session.apply(relating.unlink(session, again))
    assert shown(session, desk["claim"]) == []
    session.undo()
    assert shown(session, desk["claim"]) == [("denies", False, "denied it")]


def test_wrong_ends_are_named_with_their_tags_and_the_type(desk, link):
    with pytest.raises(AnnotatorError) as refused:
        link("claim", "figure", "denies")
    assert refused.value.message == (
        "“denies” leads from denial to claim, figure or quote; "
        "this would lead from claim to figure."
    )


def test_an_annotation_is_not_linked_to_itself(desk, link):
    with pytest.raises(AnnotatorError, match="itself"):
        link("one", "one", "continues")


def test_the_same_link_is_not_made_twice(desk, link):
    link("denial", "claim")
    with pytest.raises(AnnotatorError, match="“denies” already"):
        link("denial", "claim")
    link("denial", "claim", "attributed-to")


def test_a_link_without_direction_is_not_made_the_other_way_round(session, desk, link):
    link("claim", "figure", "contradicts")
    with pytest.raises(AnnotatorError, match="“contradicts” already"):
        link("figure", "claim", "contradicts")


def test_a_chain_has_one_predecessor_each(desk, link):
    link("three", "two", "continues")
    with pytest.raises(AnnotatorError, match="can have only one"):
        link("three", "one", "continues")
    link("two", "one", "continues")


def test_a_chain_never_goes_round_in_a_circle(session, desk, link):
    link("three", "two", "continues")
    link("two", "one", "continues")
    with pytest.raises(AnnotatorError, match="in a circle"):
        link("one", "three", "continues")
    session.undo()
    link("one", "three", "continues")


def test_a_deleted_annotation_cannot_be_linked(session, desk, link):
    session.apply(edits.delete(desk["claim"], []))
    with pytest.raises(AnnotatorError, match="has been deleted"):
        link("denial", "claim")


def test_a_link_can_change_its_type(session, desk, link):
    relation = link("denial", "claim")
    edit = relating.retype_relation(session, relation, link.kind("attributed-to"))
    session.apply(edit)
    assert shown(session, desk["denial"]) == [("attributed-to", True, "It was so")]
    session.undo()
    assert shown(session, desk["denial"]) == [("denies", True, "It was so")]
    with pytest.raises(AnnotatorError, match="leads from claim"):
        relating.retype_relation(
            session,
            session.relations_of(desk["denial"].id)[0],
            link.kind("same-claim"),
        )


def test_a_link_can_be_reversed_where_its_ends_allow_it(session, desk, link):
    relation = link("three", "two", "continues")
    session.apply(relating.reverse_relation(session, relation))
    assert shown(session, desk["two"]) == [("continues", True, "“Three.”")]
    with pytest.raises(AnnotatorError, match="leads from denial"):
        relating.reverse_relation(session, link("denial", "claim"))


def test_a_link_to_a_teammates_annotation_is_not_reversed(session, desk, link):
    relation = link("claim", "theirs", "same-claim")
    with pytest.raises(AnnotatorError, match="Bo’s annotation"):
        relating.reverse_relation(session, relation)


@pytest.fixture
def their_link(desk, new, add, person):
    add(new.relation(desk["theirs"], desk["claim"], "same-claim"), by=person)


@pytest.mark.usefixtures("their_link")
def test_only_who_made_a_link_can_change_it(session, desk, link):
    (theirs,) = session.relations_of(desk["claim"].id)
    (view,) = relating.relations_shown(session, desk["claim"].id)
    assert not view.mine
    for change in (
        lambda: relating.unlink(session, theirs),
        lambda: relating.reverse_relation(session, theirs),
        lambda: relating.retype_relation(session, theirs, link.kind("supports")),
    ):
        with pytest.raises(AnnotatorError, match="Bo made this link"):
            change()


def test_links_go_and_come_back_with_their_annotation(session, desk, link):
    link("denial", "claim")
    relations = session.relations_of(desk["claim"].id)
    session.apply(edits.delete(desk["claim"], relations))
    assert shown(session, desk["denial"]) == []
    session.undo()
    assert shown(session, desk["denial"]) == [("denies", True, "It was so")]


def test_the_links_of_a_document_are_those_with_an_end_in_it(
    session, desk, link, new, add
):
    other = new.document("It was so, they said.", name="two.txt")
    add(other)
    far = new.annotation(other, session.me, "It was so")
    add(far, by=session.me)
    desk["far"] = session.annotation(far.id)
    inside, across = link("denial", "claim"), link("denial", "far")
    here = session.project.relations.links(desk["denial"].document_id)
    assert {one.id for one in here} == {inside.id, across.id}
    (there,) = session.project.relations.links(other.id)
    assert there.id == across.id
    assert (there.source_id, there.target_id) == (desk["denial"].id, far.id)
    session.undo()
    assert session.project.relations.links(other.id) == []


def test_many_links_between_few_annotations_are_all_found(session, desk, link):
    for target in ("one", "two", "three", "figure", "claim", "theirs"):
        for name in ("denies", "attributed-to"):
            link("denial", target, name)
    document = desk["denial"].document_id
    assert len(session.project.relations.links(document)) == 12
    assert len(shown(session, desk["denial"])) == 12
