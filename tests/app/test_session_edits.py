"""What a person does in a project: each edit is saved, announced, and theirs."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from annotator.app import edits
from annotator.app.projects import open_project
from annotator.errors import SaveError, SpanError, StaleError, UnknownNameError
from annotator.model.change import Change, ChangeSet, Edit
from annotator.model.codebook import Tag
from annotator.model.document import Status
from annotator.model.ids import new_id
from annotator.model.span import Span
from annotator.store.backup import backups_of
from annotator.store.project import Project


def span_of(document, words):
    start = document.text.index(words)
    return Span(start, start + len(words))


def tag(session, document, words, name="claim"):
    """Tag words as a person does, and return the annotation as it is stored."""
    wanted = session.codebook.tag_named(name)
    edit = edits.tag_spans(document, [span_of(document, words)], wanted, session.me.id)
    session.apply(edit)
    return session.annotation(edit.changes[-1].after.id)


def delete(session, annotation):
    session.apply(edits.delete(annotation, session.relations_of(annotation.id)))


@pytest.fixture
def heard(session):
    """The change sets a listener got."""
    heard = []
    session.subscribe(heard.append)
    return heard


def test_tagging_stores_the_words_under_the_name_of_the_person(session, document):
    annotation = tag(session, document, "rose 😀 by 4%")
    assert annotation.quote == "rose 😀 by 4%"
    assert annotation.annotator_id == session.me.id
    assert session.codebook.tag(annotation.tag_id).name == "claim"
    assert session.people()[session.me.id].name == "Ada"


def test_a_person_joins_the_project_with_their_first_edit_only(session, document):
    assert session.people() == {}
    tag(session, document, "Sales")
    tag(session, document, "minister")
    assert list(session.people()) == [session.me.id]
    assert session.undoable.title == "Tag “claim”"


def test_a_person_can_be_part_of_the_edit_that_makes_them_join(session):
    session.apply(Edit("Join", (Change(None, session.me),)))
    assert list(session.people()) == [session.me.id]


def test_several_spans_are_one_annotation(session, document):
    spans = [span_of(document, "Sales"), span_of(document, "minister")]
    edit = edits.tag_spans(document, spans, session.codebook.tags[0], session.me.id)
    session.apply(edit)
    (mark,), _ = session.marks(document)
    assert mark.spans == tuple((span.start, span.end) for span in spans)


@pytest.mark.parametrize(
    "spans", [[Span(0, 9999)], [Span(0, 5), Span(4, 8)], [Span(6, 8), Span(0, 2)], []]
)
def test_spans_that_do_not_fit_the_text_cannot_be_tagged(session, document, spans):
    with pytest.raises(SpanError, match="cannot be tagged"):
        edits.tag_spans(document, spans, session.codebook.tags[0], session.me.id)


def test_retagging_drops_the_attributes_that_do_not_fit(session, document):
    annotation = tag(session, document, "4%", "figure")
    figure_only, shared = (
        next(
            attribute
            for attribute in session.codebook.attributes_of(annotation.tag_id)
            if bool(attribute.tag_ids) == own
            and (not own or len(attribute.tag_ids) == 1)
        )
        for own in (True, False)
    )
    for attribute in (figure_only, shared):
        session.apply(edits.set_attribute(annotation, attribute, "4"))
        annotation = session.annotation(annotation.id)
    assert set(annotation.attributes) == {figure_only.id, shared.id}
    claim = session.codebook.tag_named("claim")
    session.apply(edits.retag(annotation, claim, session.codebook))
    retagged = session.annotation(annotation.id)
    assert retagged.tag_id == claim.id
    assert dict(retagged.attributes) == {shared.id: "4"}
    session.undo()
    assert dict(session.annotation(annotation.id).attributes) == {
        figure_only.id: "4",
        shared.id: "4",
    }


def test_an_empty_value_takes_an_attribute_away(session, document):
    annotation = tag(session, document, "4%", "figure")
    attribute = session.codebook.attributes_of(annotation.tag_id)[0]
    session.apply(edits.set_attribute(annotation, attribute, "4"))
    annotation = session.annotation(annotation.id)
    assert dict(annotation.attributes) == {attribute.id: "4"}
    session.apply(edits.set_attribute(annotation, attribute, ""))
    assert dict(session.annotation(annotation.id).attributes) == {}


def test_a_note_is_kept_as_it_was_written(session, document):
    annotation = tag(session, document, "4%")
    note = "  two\nlines, “quoted” 😀\t"
    session.apply(edits.set_note(annotation, note))
    assert session.annotation(annotation.id).note == note


def test_a_deleted_annotation_is_gone_from_view(session, document):
    annotation = tag(session, document, "4%")
    delete(session, annotation)
    assert session.annotation(annotation.id) is None
    assert session.marks(document) == ([], [])
    assert session.documents()[0].annotations == 0


def test_deleting_takes_relations_along_and_undo_brings_both_back(
    session, document, new_relation
):
    denial = tag(session, document, "denied\u00a0that", "denial")
    claim = tag(session, document, "Sales rose")
    relation = new_relation(denial, claim)
    session.apply(Edit("Link", (Change(None, relation),)))
    delete(session, claim)
    assert session.relations_of(denial.id) == []
    assert session.project.relations.get(relation.id).deleted_at
    session.undo()
    assert session.annotation(claim.id).quote == "Sales rose"
    assert [r.id for r in session.relations_of(denial.id)] == [relation.id]


def test_a_document_is_marked_as_done_and_as_not_done(session, document):
    session.apply(session.status_edit(document.id, done=True))
    assert session.documents()[0].status is Status.DONE
    assert session.undoable.title == "Mark as done"
    session.apply(session.status_edit(document.id, done=False))
    assert session.documents()[0].status is Status.NEW
    session.undo()
    assert session.document_info(document.id).status is Status.DONE
    session.undo()
    assert session.document_info(document.id).status is Status.NEW


def test_a_document_with_my_annotations_is_in_progress(session, document):
    tag(session, document, "4%")
    assert session.document_info(document.id).status is Status.IN_PROGRESS


def test_a_person_who_has_not_joined_can_change_their_name(session, heard):
    session.rename_me("Ada Lovelace")
    assert session.me.name == "Ada Lovelace"
    assert session.people() == {}
    assert heard == [ChangeSet(people=True)]


def test_a_person_who_has_joined_can_change_their_name(session, document):
    annotation = tag(session, document, "4%")
    session.rename_me("Ada Lovelace")
    assert session.people()[annotation.annotator_id].name == "Ada Lovelace"
    session.undo()
    assert session.people()[annotation.annotator_id].name == "Ada"


def test_listeners_hear_what_an_edit_touched(session, document, heard):
    annotation = tag(session, document, "4%")
    assert heard.pop() == ChangeSet(
        documents=frozenset([document.id]),
        annotations=frozenset([annotation.id]),
        people=True,
    )
    session.apply(edits.set_note(annotation, "n"))
    assert heard.pop() == ChangeSet(
        documents=frozenset([document.id]), annotations=frozenset([annotation.id])
    )
    session.undo()
    assert heard.pop().annotations == {annotation.id}
    session.apply(session.status_edit(document.id, done=True))
    assert heard.pop().documents == {document.id}


def test_listeners_hear_of_documents_and_of_the_codebook(session, new_document, heard):
    new = new_document()
    session.apply(Edit("Import", (Change(None, new),)))
    assert heard.pop().listing
    rumour = Tag(id=new_id(), name="rumour", key="", color="#000000", mark="◆")
    session.apply(Edit("Add tag", (Change(None, rumour),)))
    assert heard.pop().codebook
    assert session.codebook.tag_named("rumour")


def test_listeners_hear_nothing_of_an_edit_that_failed(session, document, heard):
    annotation = tag(session, document, "4%")
    session.apply(edits.set_note(annotation, "n"))
    heard.clear()
    with pytest.raises(StaleError):
        session.apply(edits.set_note(annotation, "m"))
    assert heard == []


def test_an_edit_of_what_has_changed_since_is_refused(session, document):
    annotation = tag(session, document, "4%")
    session.apply(edits.set_note(annotation, "first"))
    with pytest.raises(StaleError, match="4%"):
        session.apply(edits.set_note(annotation, "second"))
    assert session.annotation(annotation.id).note == "first"


def test_a_document_that_is_not_there_is_an_error_in_words(session):
    with pytest.raises(UnknownNameError, match="not in the project"):
        session.document(new_id())


# Failed commits ------------------------------------------------------------


def edit_of(session, document):
    return edits.tag_spans(
        document,
        [span_of(document, "Sales")],
        session.codebook.tags[0],
        session.me.id,
    )


def test_an_edit_that_was_not_saved_can_be_tried_again(session, document):
    tag(session, document, "4%")
    edit = edit_of(session, document)
    elsewhere = session.path.with_name("elsewhere")
    session.path.rename(elsewhere)
    with pytest.raises(SaveError):
        session.apply(edit)
    assert session.annotation(edit.changes[0].after.id) is None
    assert session.undoable.title == "Tag “claim”"
    elsewhere.rename(session.path)
    session.apply(edit)
    assert len(session.marks(document)[0]) == 2


def test_an_edit_that_was_saved_after_all_is_not_saved_twice(session, document):
    session.apply(Edit("Join", (Change(None, session.me),)))
    edit = edit_of(session, document)
    # The commit went through, but nobody was told.
    session.project.save(edit, by=session.me.id)
    steps = session.project.journal.count()
    session.apply(edit)
    session.apply(edit)
    assert len(session.marks(document)[0]) == 1
    assert session.project.journal.count() == steps
    assert session.undoable.title == edit.title
    session.undo()
    assert session.marks(document)[0] == []
    assert session.undoable.title == "Join"


def test_a_commit_that_fails_on_a_full_disk_is_tried_again_when_there_is_space(
    session, document
):
    annotation = tag(session, document, "4%")
    db = session.project._db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    edit = edits.set_note(annotation, "A long note. " * 10_000)
    for _ in range(2):
        with pytest.raises(SaveError, match="the disk is full"):
            session.apply(edit)
    assert session.annotation(annotation.id) == annotation
    assert session.undoable.title == "Tag “claim”"
    db.execute(f"PRAGMA max_page_count = {pages + 1000}")
    session.apply(edit)
    assert session.annotation(annotation.id).note == "A long note. " * 10_000
    assert session.undoable.title == "Change note"


def test_a_first_edit_that_was_saved_after_all_is_not_saved_twice(session, document):
    edit = edit_of(session, document)
    joined = Edit(edit.title, (Change(None, session.me), *edit.changes))
    elsewhere = session.path.with_name("elsewhere")
    session.path.rename(elsewhere)
    with pytest.raises(SaveError):
        session.apply(edit)
    elsewhere.rename(session.path)
    session.project.save(joined, by=joined.changes[0].after.id)
    session.apply(edit)
    assert len(session.marks(document)[0]) == 1
    assert len(session.people()) == 1


def test_a_first_edit_that_was_not_saved_can_be_tried_again(session, document):
    edit = edit_of(session, document)
    elsewhere = session.path.with_name("elsewhere")
    session.path.rename(elsewhere)
    with pytest.raises(SaveError):
        session.apply(edit)
    elsewhere.rename(session.path)
    session.apply(edit)
    assert list(session.people()) == [session.me.id]


# Damage --------------------------------------------------------------------


def test_marks_come_in_reading_order(session, document):
    for words in ("minister", "Sales rose", "Sales", "4%"):
        tag(session, document, words)
    marks, damage = session.marks(document)
    assert damage == []
    assert [document.text[m.start : m.end] for m in marks] == [
        "Sales",
        "Sales rose",
        "4%",
        "minister",
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE annotations SET quote = 'Sails' WHERE id = 1",
        "UPDATE annotations SET start_offset = start_offset + 1 WHERE id = 1",
        "UPDATE annotations SET end_offset = 99999 WHERE id = 1",
        "UPDATE annotations SET tag = 99 WHERE id = 1",
        "UPDATE annotations SET annotator = 99 WHERE id = 1",
        "UPDATE annotations SET span_count = 2, quote = 'x' WHERE id = 1",
    ],
)
def test_a_damaged_annotation_is_not_among_the_marks_and_is_reported(
    session, document, settings, statement
):
    bad = tag(session, document, "Sales")
    good = tag(session, document, "4%")
    session.close()
    with closing(sqlite3.connect(session.path)) as db:
        db.execute(statement)
        db.commit()
    with open_project(session.path, settings) as again:
        marks, damage = again.marks(again.document(document.id))
    assert [mark.id for mark in marks] == [good.id]
    assert [(d.table, d.id, d.document) for d in damage] == [
        ("annotations", bad.id, "report.txt")
    ]


def test_a_changed_text_is_reported(session, document, settings):
    session.close()
    with closing(sqlite3.connect(session.path)) as db:
        db.execute("UPDATE documents SET text = replace(text, 'Monday', 'Sunday')")
        db.commit()
    with open_project(session.path, settings) as again:
        _, damage = again.marks(again.document(document.id))
    assert [(d.table, d.problem) for d in damage] == [
        ("documents", "the text has changed")
    ]


# Closing -------------------------------------------------------------------


def test_closing_after_changes_makes_a_backup(session, document):
    tag(session, document, "4%")
    assert session.close() == ""
    (backup,) = backups_of(session.path)
    with Project.open_read_only(backup.path) as copy:
        assert len(copy.annotations.of_document(document.id)) == 1


def test_closing_twice_makes_one_backup(session, document):
    tag(session, document, "4%")
    session.close()
    assert session.close() == ""
    assert len(backups_of(session.path)) == 1


def test_closing_without_changes_makes_no_backup(session, settings):
    session.close()
    assert backups_of(session.path) == []
    with open_project(session.path, settings) as again:
        again.documents()
    assert backups_of(session.path) == []


def test_reading_makes_no_backup(session, document):
    with Project.open_read_only(session.path) as reader:
        assert not reader.changed


def test_a_backup_that_fails_is_told_and_the_project_closed(session, document):
    tag(session, document, "4%")
    session.path.with_name("study.backups").write_text("in the way")
    assert "No backup was made" in session.close()
    Project.open(session.path, device=1).close()


def test_a_copy_can_be_kept_of_what_is_open(session, document, tmp_path):
    annotation = tag(session, document, "4%")
    session.path.unlink()
    session.save_copy(tmp_path / "kept.annotator")
    with Project.open_read_only(tmp_path / "kept.annotator") as kept:
        assert kept.annotations.get(annotation.id) == annotation


def test_a_search_finds_documents(session, document):
    assert session.documents_with("minister") == {document.id}
    assert session.documents_with("cafe monday") == {document.id}


def test_titles_of_documents_come_from_their_metadata(session, new_document):
    titled = new_document("A.\n", name="a.txt", metadata={"title": "On A"})
    plain = new_document("B.\n", name="b.txt", metadata={"title": 5})
    session.apply(Edit("Import", (Change(None, titled), Change(None, plain))))
    assert [info.title for info in session.documents()] == ["On A", "b.txt"]
    assert session.document(titled.id).title == "On A"


def test_a_document_that_was_renamed_by_somebody_is_not_overwritten(session, document):
    renamed = replace(document, name="new.txt")
    session.apply(Edit("Rename", (Change(document, renamed),)))
    with pytest.raises(StaleError, match="report"):
        session.apply(Edit("Rename", (Change(document, replace(document, name="x")),)))
    assert session.document(document.id).name == "new.txt"
