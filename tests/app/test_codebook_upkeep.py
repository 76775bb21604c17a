"""What a saved edit does for the codebook by itself: version, and what is used."""

from dataclasses import replace

import pytest

from annotator.app import codebook_edits as edits
from annotator.app.edits import delete, tag_spans
from annotator.app.session import Session
from annotator.app.settings import Settings
from annotator.errors import StaleError
from annotator.model.change import Change, Edit
from annotator.model.codebook import Tag
from annotator.model.span import Span

RUMOUR = Tag(id="", name="rumour", key="r", color="#AA0000", mark="R")


@pytest.fixture
def bo(session):
    """Somebody else at work in the same project; looks at it anew each time."""
    settings = Settings(name="Bo", device=8)

    def at_work():
        return Session(session.project, annotator_id=settings.annotator_id, name="Bo")

    return at_work


def anew(session):
    """The person of ``session``, who opens the project again."""
    return Session(session.project, annotator_id=session.me.id, name="Ada")


def tagged(session, document, name, start=0):
    tag = session.codebook.tag_named(name)
    session.apply(tag_spans(document, [Span(start, start + 5)], tag, session.me.id))
    newest = max(session.marks(document)[0], key=lambda mark: mark.start)
    return session.annotation(newest.id)


def test_every_change_of_the_codebook_moves_the_version_on(session, document):
    def versions_after(edit):
        session.apply(edit)
        versions.append(session.codebook.version)

    versions = []
    claim = session.codebook.tag_named("claim")
    versions_after(edits.change(session.codebook, replace(claim, definition="x")))
    versions_after(edits.add(session.codebook, RUMOUR))
    info = replace(session.codebook.info, rules=())
    versions_after(edits.describe(session.codebook, info))
    tagged(session, document, "claim")
    versions.append(session.codebook.version)
    assert versions == ["2", "3", "4", "4"]


def test_undo_restores_the_version_and_redo_moves_it_on_again(session):
    session.apply(edits.add(session.codebook, RUMOUR))
    hashes = [session.codebook.sha256]
    session.undo()
    assert session.codebook.version == "1"
    session.redo()
    assert session.codebook.version == "2"
    hashes.append(session.codebook.sha256)
    assert hashes[0] == hashes[1]


def test_a_version_that_is_set_is_left_alone(session):
    info = replace(session.codebook.info, version="2026-11")
    session.apply(edits.describe(session.codebook, info))
    assert session.codebook.version == "2026-11"
    session.apply(edits.add(session.codebook, RUMOUR))
    assert session.codebook.version == "2026-11.1"


def test_an_undo_after_somebody_elses_codebook_edit_is_refused(session, bo):
    claim = session.codebook.tag_named("claim")
    session.apply(edits.change(session.codebook, replace(claim, definition="x")))
    other = bo()
    other.apply(edits.add(other.codebook, RUMOUR))
    mine = anew(session)
    with pytest.raises(StaleError, match="codebook has been changed"):
        mine.undo()
    assert anew(session).codebook.tag_named("claim").definition == "x"


def test_a_tag_whose_adding_is_undone_stays_retired_if_others_use_it(
    session, document, bo
):
    session.apply(edits.add(session.codebook, RUMOUR))
    tagged(bo(), document, "rumour")
    session.undo()
    rumour = session.codebook.tag_named("rumour")
    assert rumour.retired
    session.redo()
    assert not session.codebook.tag_named("rumour").retired


def test_a_deleted_tag_comes_back_retired_with_an_annotation(session, document, bo):
    annotation = tagged(session, document, "quote")
    session.apply(delete(annotation, []))
    other = bo()
    quote = other.codebook.tag_named("quote")
    other.apply(edits.delete(other.codebook, quote, other.codebook_usage()))
    mine = anew(session)
    assert mine.codebook.tag_named("quote") is None
    mine.undo()
    back = mine.codebook.tag_named("quote")
    assert (back.id, back.retired) == (quote.id, True)
    assert mine.annotation(annotation.id).tag_id == quote.id
    mine.redo()
    assert mine.codebook.tag_named("quote") is None


def test_a_tag_that_comes_back_gets_a_name_of_its_own(session, document, bo):
    annotation = tagged(session, document, "quote")
    session.apply(delete(annotation, []))
    other = bo()
    quote = other.codebook.tag_named("quote")
    other.apply(edits.delete(other.codebook, quote, other.codebook_usage()))
    claim = other.codebook.tag_named("claim")
    other.apply(edits.change(other.codebook, replace(claim, name="Quote")))
    mine = anew(session)
    mine.undo()
    assert mine.codebook.tag(annotation.tag_id).name == "quote (2)"


def test_an_annotation_deleted_by_the_same_edit_does_not_keep_its_tag(
    session, document
):
    add = edits.add(session.codebook, RUMOUR)
    rumour = add.changes[0].after
    tag = tag_spans(document, [Span(0, 5)], rumour, session.me.id)
    session.apply(Edit("Import", (*add.changes, *tag.changes)))
    session.undo()
    assert session.codebook.tag_named("rumour") is None
    session.redo()
    assert session.codebook_usage().tags == {rumour.id: 1}


def test_an_edit_that_deletes_what_is_used_retires_it(session, document):
    tagged(session, document, "claim")
    claim = session.codebook.tag_named("claim")
    gone = replace(claim, deleted_at="2026-03-10T09:00:00.000Z")
    session.apply(Edit("Delete", (Change(claim, gone),)))
    assert session.codebook.tag_named("claim").retired


def test_examples_are_mine_first(session, document, bo):
    tagged(session, document, "claim", start=0)
    tagged(bo(), document, "claim", start=6)
    claim = session.codebook.tag_named("claim")
    assert session.examples_of(claim.id, 5) == ["Sales", document.text[6:11]]
    assert bo().examples_of(claim.id, 1) == [document.text[6:11]]


def test_examples_are_there_for_who_has_done_nothing_yet(session):
    claim = session.codebook.tag_named("claim")
    assert session.examples_of(claim.id, 5) == []
