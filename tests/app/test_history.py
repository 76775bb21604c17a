"""The history of an annotation: in words, complete, and nothing of others in it."""

from dataclasses import replace

import pytest

from annotator.app import edits, relating
from annotator.app.history import history_of, restore
from annotator.errors import AnnotatorError
from annotator.model.change import Change, Edit
from annotator.model.span import Span, quote_of

TEXT = "😀 Chaus said: thousands of refugees came. She denied it.\n"


@pytest.fixture
def text(session, new, add):
    session.apply(Edit("Join", (Change(None, session.me),)))
    document = new.document(TEXT, name="one.txt")
    add(document)
    return session.document(document.id)


@pytest.fixture
def tagged(session, text):
    """Tags words and returns the annotation as it is stored."""

    def tagged(words, name="claim"):
        start = text.text.index(words)
        tag = session.codebook.tag_named(name)
        span = Span(start, start + len(words))
        edit = edits.tag_spans(text, [span], tag, session.me.id)
        session.apply(edit)
        return session.annotation(edit.changes[-1].after.id)

    return tagged


@pytest.fixture
def told(session):
    """Returns what the history of an annotation says, newest first."""
    return lambda annotation: [e.what for e in history_of(session, annotation.id)]


def alter(session, annotation, **values):
    now = session.annotation(annotation.id)
    session.apply(Edit("Change", (Change(now, replace(now, **values)),)))


def attribute(session, name):
    return next(a for a in session.codebook.attributes if a.name == name)


def test_each_change_is_told_in_words_with_who_and_when(session, text, tagged, told):
    one = tagged("thousands")
    tagged("denied it", "denial")
    start = one.start
    alter(session, one, spans=(Span(start, start + 21),), quote="thousands of refugees")
    now = session.annotation(one.id)
    session.apply(edits.set_attribute(now, attribute(session, "source"), "Chaus"))
    session.apply(edits.set_note(session.annotation(one.id), "Who counted?"))
    now = session.annotation(one.id)
    quote = session.codebook.tag_named("quote")
    session.apply(edits.retag(now, quote, session.codebook))
    session.apply(edits.delete(session.annotation(one.id), []))
    assert told(one) == [
        "deleted",
        "tag claim → quote; source: Chaus → –",
        "note added: “Who counted?”",
        "source: – → Chaus",
        "end moved 14–23 → 14–35: “thousands of refugees”",
        "tagged claim: “thousands”",
    ]
    newest, *_, oldest = history_of(session, one.id)
    assert newest.state.deleted_at
    assert oldest.state.quote == "thousands"
    assert {entry.who for entry in history_of(session, one.id)} == {"Ada"}
    assert oldest.at <= newest.at
    assert newest.at.endswith("Z")


def test_undone_and_redone_changes_are_told_as_such(session, tagged, told):
    one = tagged("Chaus")
    session.apply(edits.set_note(one, "A"))
    session.undo()
    session.redo()
    session.undo()
    session.undo()
    assert told(one) == [
        "undone: deleted",
        "undone: note taken away",
        "redone: note added: “A”",
        "undone: note taken away",
        "note added: “A”",
        "tagged claim: “Chaus”",
    ]


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ((Span(13, 23),), "start moved 14–23 → 13–23: “thousands”"),
        ((Span(13, 24),), "moved 14–23 → 13–24"),
        ((Span(2, 4), Span(14, 23)), "parts changed 14–23 → 2–4, 14–23: "),
    ],
)
def test_moved_ends_are_told_with_their_offsets(session, tagged, told, spans, words):
    one = tagged("thousands")
    quote = quote_of(TEXT, spans)
    alter(session, one, spans=spans, quote=quote)
    assert told(one)[0].startswith(words)


def test_links_are_told_at_both_ends(session, tagged, told):
    claim, denial = tagged("refugees came"), tagged("denied it", "denial")
    denies = session.codebook.relation_types[0]
    session.apply(relating.link(session, denial, claim, denies))
    (relation,) = session.relations_of(claim.id)
    session.apply(relating.unlink(session, relation))
    session.undo()
    assert told(denial)[:3] == [
        "undone: linked: denies → “refugees came”",
        "unlinked: denies → “refugees came”",
        "linked: denies → “refugees came”",
    ]
    assert told(claim)[2] == "linked: “denied it” → denies"
    assert len(told(claim)) == 4


def test_an_annotation_that_only_names_another_is_not_in_its_history(
    session, tagged, told
):
    one, two = tagged("Chaus"), tagged("refugees")
    session.apply(edits.set_note(two, f'See {one.id}, {{"entity":"annotation"}}'))
    assert told(one) == ["tagged claim: “Chaus”"]
    assert len(told(two)) == 2


def test_one_of_many_tagged_in_one_step_is_told_alone(session, new, text, told):
    many = [
        new.annotation(text, session.me, word) for word in ("Chaus", "said", "came")
    ]
    session.apply(Edit("Import", tuple(Change(None, one) for one in many)))
    for one, word in zip(many, ("Chaus", "said", "came"), strict=True):
        assert told(one) == [f"tagged claim: “{word}”"]


def test_an_unknown_annotation_has_no_history(session):
    assert history_of(session, "0" * 32) == []


def test_an_earlier_state_is_brought_back_and_can_be_undone(session, tagged):
    one = tagged("thousands")
    source = attribute(session, "source")
    session.apply(edits.set_attribute(one, source, "Chaus"))
    session.apply(edits.set_note(session.annotation(one.id), "Who?"))
    alter(session, one, spans=(Span(2, 7),), quote="Chaus", note="", attributes={})
    session.apply(edits.delete(session.annotation(one.id), []))
    wanted = history_of(session, one.id)[2]
    assert wanted.what == "note added: “Who?”"
    session.apply(restore(session, wanted))
    back = session.annotation(one.id)
    assert (back.quote, back.note) == ("thousands", "Who?")
    assert back.spans == one.spans
    assert dict(back.attributes) == {source.id: "Chaus"}
    assert history_of(session, one.id)[0].what.startswith("brought back; moved")
    session.undo()
    assert session.annotation(one.id) is None


def test_a_state_that_is_there_now_needs_no_restoring(session, tagged):
    one = tagged("thousands")
    with pytest.raises(AnnotatorError, match="like that now"):
        restore(session, history_of(session, one.id)[0])


def test_a_state_whose_tag_is_no_longer_used_is_refused(session, tagged):
    one = tagged("thousands")
    entry = history_of(session, one.id)[0]
    quote, claim = (session.codebook.tag_named(n) for n in ("quote", "claim"))
    session.apply(edits.retag(one, quote, session.codebook))
    retired = replace(claim, retired=True)
    session.apply(Edit("Retire", (Change(claim, retired),)))
    with pytest.raises(AnnotatorError, match="“claim”, is no longer used"):
        restore(session, entry)


def test_a_teammates_annotation_is_not_restored(session, text, new, add, person):
    theirs = new.annotation(text, person, "Chaus")
    add(theirs, by=person)
    (entry,) = history_of(session, theirs.id)
    assert entry.who == "Bo"
    with pytest.raises(AnnotatorError, match="Only the person"):
        restore(session, entry)


def test_a_state_whose_words_are_not_those_of_the_text_is_refused(session, tagged):
    one = tagged("thousands")
    (entry,) = history_of(session, one.id)
    damaged = replace(entry, state=replace(entry.state, quote="millions"))
    with pytest.raises(AnnotatorError, match="“millions” is not what the text has"):
        restore(session, damaged)
