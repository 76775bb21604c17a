"""Undo and redo: everything, also after a restart, and never what others did."""

from dataclasses import replace
from itertools import pairwise

import pytest

from annotator.app import edits
from annotator.app.importing import prepare_texts
from annotator.app.jobs import Unwatched
from annotator.app.projects import open_project
from annotator.app.session import Session
from annotator.errors import StaleError
from annotator.model.annotation import Relation
from annotator.model.change import Change, Edit
from annotator.model.codebook import Tag
from annotator.model.document import Status
from annotator.model.ids import new_id
from annotator.model.span import Span


def state(project):
    """All that people see of a project, without revisions and times."""
    documents = {
        one: (document.name, dict(document.metadata), document.text)
        for one in project.documents.live_ids()
        if (document := project.documents.get(one))
    }
    return {
        "documents": documents,
        "annotations": {
            a.id: replace(a, revision=0, updated_at="", attributes=dict(a.attributes))
            for one in documents
            for a, _ in project.annotations.of_document(one)
        },
        "relations": {
            r.id: (r.type_id, r.source_id, r.target_id)
            for one in documents
            for r, _ in project.relations.from_document(one)
        },
        "tags": {tag.id for tag in project.codebook.read().active_tags()},
        "names": {person.id: person.name for person in project.people.all()},
        "done": {
            (one, person.id): status.status
            for one in documents
            for person in project.people.all()
            if (status := project.documents.status(one, person.id))
            and status.status is not Status.NEW
        },
    }


def without_names(found):
    # Nobody leaves a project that they have joined.
    return found | {"names": {}}


def tag(session, document, words, name="claim"):
    start = document.text.index(words)
    edit = edits.tag_spans(
        document,
        [Span(start, start + len(words))],
        session.codebook.tag_named(name),
        session.me.id,
    )
    session.apply(edit)
    return session.annotation(edit.changes[-1].after.id)


@pytest.fixture
def folder(tmp_path):
    """A folder with three texts."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("one", "two", "three"):
        text = f"Report {name}: sales rose by 4%, she said.\n"
        (folder / f"{name}.txt").write_text(text)
    return folder


def work(session, folder):
    """Do one of each thing a person can do, yielding after each."""
    session.apply(texts_of(session, folder))
    yield
    first, second, _ = [session.document(info.id) for info in session.documents()]
    claim = tag(session, first, "sales rose by 4%")
    yield
    figure = tag(session, first, "4%", "figure")
    yield
    attribute = session.codebook.attributes_of(figure.tag_id)[0]
    session.apply(edits.set_attribute(figure, attribute, "4"))
    yield
    session.apply(edits.set_note(claim, "why?"))
    yield
    denial = tag(session, second, "sales rose", "denial")
    yield
    kinds = {kind.name: kind for kind in session.codebook.relation_types}
    link = relation(denial, claim, kinds["denies"])
    session.apply(Edit("Link", (Change(None, link),)))
    yield
    quote = session.codebook.tag_named("quote")
    stored = session.annotation(figure.id)
    session.apply(edits.retag(stored, quote, session.codebook))
    yield
    stored = session.annotation(claim.id)
    session.apply(edits.delete(stored, session.relations_of(claim.id)))
    yield
    session.apply(session.status_edit(first.id, done=True))
    yield
    session.rename_me("Ada L.")
    yield
    rumour = Tag(id=new_id(), name="rumour", key="", color="#000000", mark="◆")
    session.apply(Edit("Add tag", (Change(None, rumour),)))
    yield


def states_of(session, folder):
    """Do it all and return what could be seen before and after each edit."""
    first = state(session.project)
    return [first, *(state(session.project) for _ in work(session, folder))]


def relation(source, target, kind):
    return Relation(
        id=new_id(),
        type_id=kind.id,
        source_id=source.id,
        target_id=target.id,
        annotator_id=source.annotator_id,
        created_at="2026-03-10T09:00:00.000Z",
        updated_at="2026-03-10T09:00:00.000Z",
    )


def texts_of(session, folder):
    prepared = prepare_texts(
        session.project,
        [folder],
        encoding=None,
        monitor=Unwatched(),
        skip_invalid=False,
    )
    return prepared.edit


def test_everything_is_undone_back_to_the_empty_project_and_done_again(session, folder):
    states = states_of(session, folder)
    assert all(one != two for one, two in pairwise(states))
    for expected in reversed(states[:-1]):
        assert session.undo()
        assert without_names(state(session.project)) == without_names(expected)
    assert session.undo() is None
    for expected in states[1:]:
        assert session.redo()
        assert state(session.project) == expected
    assert session.redo() is None


def test_everything_is_undone_and_done_again_also_after_closing_each_time(
    session, folder, settings
):
    states = states_of(session, folder)
    path = session.path
    session.close()
    for expected in reversed(states[:-1]):
        with open_project(path, settings) as again:
            assert again.undo()
            assert without_names(state(again.project)) == without_names(expected)
    with open_project(path, settings) as again:
        assert again.undoable is None
    for expected in states[1:]:
        with open_project(path, settings) as again:
            assert again.redo()
            assert state(again.project) == expected


def test_undo_leaves_a_file_without_damage(session, folder):
    for _ in work(session, folder):
        pass
    while session.undo():
        pass
    checker = session.project.checker
    assert [*checker.structure(), *checker.content(lambda *step: None)] == []


def test_the_import_of_several_documents_is_undone_in_one_go(session, folder):
    session.apply(texts_of(session, folder))
    assert len(session.documents()) == 3
    assert session.undoable.title == "Import 3 texts"
    assert session.undo().listing
    assert session.documents() == []
    session.redo()
    assert len(session.documents()) == 3


def test_what_can_be_undone_and_redone_has_its_title(session, document):
    assert session.undoable is None
    assert session.redoable is None
    annotation = tag(session, document, "Sales", "quote")
    session.apply(edits.set_note(annotation, "n"))
    assert session.undoable.title == "Change note"
    session.undo()
    assert session.undoable.title == "Tag “quote”"
    assert session.redoable.title == "Change note"


def test_redo_restores_the_same_annotation_under_the_same_id(session, document):
    annotation = tag(session, document, "Sales")
    session.undo()
    assert session.annotation(annotation.id) is None
    session.redo()
    again = session.annotation(annotation.id)
    assert replace(again, revision=annotation.revision) == annotation


def test_a_new_edit_ends_redo(session, document):
    tag(session, document, "Sales")
    session.undo()
    tag(session, document, "minister")
    assert session.redoable is None
    assert session.redo() is None


@pytest.fixture
def other(project):
    """Somebody else at work in the same project."""
    return Session(project, annotator_id=new_id(), name="Bo")


def test_nobody_undoes_what_somebody_else_did(session, other, document):
    mine = tag(session, document, "Sales")
    theirs = tag(other, document, "minister")
    assert session.undo()
    assert session.undo() is None
    assert session.annotation(mine.id) is None
    assert session.annotation(theirs.id) == theirs
    assert other.undoable.title == "Tag “claim”"


def test_nobody_undoes_what_somebody_else_did_after_a_restart(
    session, other, document, settings
):
    mine = tag(session, document, "Sales")
    theirs = tag(other, document, "minister", "quote")
    them = replace(settings, annotator_id=other.me.id)
    session.close()
    for who, title, left in (
        (settings, "Tag “claim”", theirs),
        (them, "Tag “quote”", None),
    ):
        with open_project(session.path, who) as again:
            assert again.undoable.title == title
            assert again.undo()
            assert again.undo() is None
            marks, _ = again.marks(document)
            assert [mark.id for mark in marks] == ([left.id] if left else [])
    assert mine.id != theirs.id


def test_what_the_program_did_is_not_undone(session, document):
    # The codebook and the document came with the project.
    assert session.undo() is None
    assert len(session.documents()) == 1


def test_an_undo_of_what_somebody_changed_is_refused_and_the_next_one_works(
    session, other, document
):
    first = tag(session, document, "Sales")
    second = tag(session, document, "minister")
    noted = replace(session.annotation(second.id), note="theirs")
    other.apply(Edit("Change note", (Change(second, noted),)))
    with pytest.raises(StaleError, match="“Tag “claim”” cannot be undone") as stale:
        session.undo()
    assert "Nothing was overwritten" in stale.value.hint
    assert session.annotation(second.id).note == "theirs"
    session.undo()
    assert session.annotation(first.id) is None
    assert session.undo() is None


def test_a_redo_of_what_somebody_changed_is_refused(session, other, document):
    annotation = tag(session, document, "Sales")
    session.apply(edits.set_note(annotation, "mine"))
    session.undo()
    stored = session.annotation(annotation.id)
    other.apply(edits.set_note(stored, "theirs"))
    with pytest.raises(StaleError, match="cannot be redone"):
        session.redo()
    assert session.annotation(annotation.id).note == "theirs"
    assert session.redo() is None


def test_a_refused_undo_writes_nothing(session, other, document):
    annotation = tag(session, document, "Sales")
    other.apply(edits.set_note(annotation, "theirs"))
    steps = session.project.journal.count()
    with pytest.raises(StaleError):
        session.undo()
    assert session.project.journal.count() == steps


def test_undo_of_a_step_that_another_undo_reached_first_is_refused(
    session, document, settings
):
    tag(session, document, "Sales")
    twin = Session(session.project, annotator_id=session.me.id, name="Ada")
    twin.undo()
    with pytest.raises(StaleError):
        session.undo()
