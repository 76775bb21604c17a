"""Saving: rows, revisions, clock and journal, in one transaction or not at all."""

import hashlib
import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from itertools import pairwise

import pytest

from annotator.errors import StaleError
from annotator.model.change import Action, Change, Edit
from annotator.model.document import (
    DocumentSource,
    DocumentStatus,
    Status,
    text_sha256,
)
from annotator.model.ids import new_id
from annotator.model.span import Span
from annotator.store.project import Project

ALIVE_UNTIL_KILLED = (
    "import os, signal, sys; from pathlib import Path\n"
    "from annotator.model.annotation import Annotation\n"
    "from annotator.model.change import Change, Edit\n"
    "from annotator.model.ids import new_id\n"
    "from annotator.model.span import Span\n"
    "from annotator.store.project import Project\n"
    "path, document, tag, person = sys.argv[1:]\n"
    "project = Project.open(Path(path), device=1)\n"
    "quote = project.documents.get(document).text[0:5]\n"
    "for number in range(3):\n"
    "    annotation = Annotation(id=new_id(), document_id=document, tag_id=tag,\n"
    "        annotator_id=person, spans=(Span(0, 5),), quote=quote,\n"
    "        created_at='2026', updated_at='2026')\n"
    "    project.save(Edit('Tag', (Change(None, annotation),)), by=person)\n"
    "    print(annotation.id, flush=True)\n"
    "os.kill(os.getpid(), signal.SIGKILL)\n"
)


def rows(project, sql):
    return project._db.execute(sql).fetchall()


def change(project, before, **values):
    """Save ``before`` with other values and return it as it is stored."""
    after = replace(before, **values)
    project.save(Edit("Change", (Change(before, after),)), by=None)
    return project.annotations.get(before.id)


@pytest.fixture
def annotation(project, document, person, new_annotation, add):
    new = new_annotation(document, person, "rose 😀 by")
    add(new)
    return project.annotations.get(new.id)


def test_a_saved_annotation_is_read_back_as_it_was(
    project, document, person, new, codebook
):
    attribute = codebook.attributes_of(codebook.tag_named("claim").id)[0]
    one = new.annotation(
        document,
        person,
        "😀 by 4%",
        note="Line one\nline two",
        attributes={attribute.id: "Ada"},
    )
    project.save(Edit("Tag", (Change(None, one),)), by=person.id)
    assert project.annotations.get(one.id) == replace(one, revision=1)


def test_an_annotation_of_several_spans_is_read_back_as_it_was(
    project, document, person, new_annotation, add
):
    new = new_annotation(document, person, "Sales", "the minister", "Cafe\u0301")
    add(new)
    stored = project.annotations.get(new.id)
    assert stored.spans == new.spans
    assert stored.quote == "Sales … the minister … Cafe\u0301"
    (mark,), _ = project.annotations.marks(document.id)
    assert mark.spans == tuple((span.start, span.end) for span in new.spans)


def test_what_is_saved_survives_the_killing_of_the_program(
    project, document, person, codebook, child
):
    project.close()
    tag = codebook.tags[0].id
    killed = child(ALIVE_UNTIL_KILLED, project.path, document.id, tag, person.id)
    acknowledged = killed.stdout.read().split()
    assert len(acknowledged) == 3
    with Project.open(project.path, device=1) as again:
        stored = [entry.id for entry, _ in again.annotations.of_document(document.id)]
        assert sorted(stored) == sorted(acknowledged)
        assert list(again.checker.structure()) == []


def test_annotations_overlap_nest_and_coincide(
    project, document, person, new_annotation, add
):
    spans = [Span(0, 10), Span(5, 15), Span(6, 8), Span(6, 8), Span(0, 10)]
    new = [new_annotation(document, person, spans=(span,)) for span in spans]
    add(*new)
    stored = project.annotations.of_document(document.id)
    assert all(whole for _, whole in stored)
    assert sorted(entry.id for entry, _ in stored) == sorted(a.id for a in new)
    assert sorted(entry.spans[0] for entry, _ in stored) == sorted(spans)


def test_annotations_come_in_the_order_of_the_text(
    project, document, person, new_annotation, add
):
    spans = [Span(8, 9), Span(2, 3), Span(2, 6), Span(0, 1)]
    add(*[new_annotation(document, person, spans=(span,)) for span in spans])
    found = [a.spans[0] for a, _ in project.annotations.of_document(document.id)]
    assert found == [Span(0, 1), Span(2, 6), Span(2, 3), Span(8, 9)]


def test_each_change_makes_the_next_revision(project, annotation):
    assert annotation.revision == 1
    second = change(project, annotation, note="one")
    assert second.revision == 2
    assert change(project, second, note="two").revision == 3


def test_spans_and_attributes_are_replaced_not_added_to(project, annotation, codebook):
    speaker, cue = codebook.attributes_of(annotation.tag_id)[:2]
    first = change(project, annotation, attributes={speaker.id: "Ada", cue.id: "said"})
    second = change(
        project, first, attributes={cue.id: "told"}, spans=(Span(0, 2), Span(4, 5))
    )
    assert dict(second.attributes) == {cue.id: "told"}
    assert second.spans == (Span(0, 2), Span(4, 5))
    third = change(project, second, attributes={}, spans=(Span(1, 2),))
    assert dict(third.attributes) == {}
    assert third.spans == (Span(1, 2),)


def test_a_deleted_annotation_stays_in_the_file_as_a_tombstone(
    project, document, annotation
):
    deleted = change(project, annotation, deleted_at="2026-03-11T09:00:00.000Z")
    assert deleted.deleted_at == "2026-03-11T09:00:00.000Z"
    assert project.annotations.of_document(document.id) == []
    assert project.annotations.marks(document.id) == ([], [])
    assert rows(project, "SELECT count(*) FROM annotations") == [(1,)]
    assert rows(project, "SELECT count(*) FROM spans") == [(1,)]


def test_a_deleted_annotation_comes_back_under_its_id(project, document, annotation):
    deleted = change(project, annotation, deleted_at="2026-03-11T09:00:00.000Z")
    back = change(project, deleted, deleted_at=None)
    assert [a for a, _ in project.annotations.of_document(document.id)] == [back]
    assert back.id == annotation.id
    assert back.revision == 3


def test_a_change_of_what_has_changed_since_is_refused(project, annotation):
    change(project, annotation, note="mine")
    with pytest.raises(StaleError, match="rose 😀 by"):
        change(project, annotation, note="yours")
    assert project.annotations.get(annotation.id).note == "mine"


def test_a_change_of_what_is_not_there_is_refused(project, annotation):
    with pytest.raises(StaleError):
        change(project, replace(annotation, id=new_id()), note="mine")


def test_a_revision_alone_does_not_make_a_change_stale(project, annotation):
    change(project, change(project, annotation, note="one"), note="")
    assert change(project, annotation, note="two").note == "two"


def test_an_edit_with_one_stale_change_leaves_nothing(
    project, document, person, annotation, new_annotation
):
    before = snapshot(project)
    new = new_annotation(document, person, "promised")
    stale = replace(annotation, note="never stored")
    edit = Edit("Two", (Change(None, new), Change(stale, replace(stale, note="other"))))
    with pytest.raises(StaleError):
        project.save(edit, by=person.id)
    assert snapshot(project) == before


def test_an_edit_with_an_unknown_tag_leaves_nothing(
    project, document, person, new_annotation
):
    before = snapshot(project)
    good = new_annotation(document, person, "promised")
    bad = new_annotation(document, person, "more", tag_id=new_id())
    edit = Edit("Two", (Change(None, good), Change(None, bad)))
    with pytest.raises(KeyError):
        project.save(edit, by=person.id)
    assert snapshot(project) == before


def test_adding_what_is_there_already_is_refused_in_words(
    project, annotation, document, new_document
):
    before = snapshot(project)
    with pytest.raises(StaleError, match="in the project already"):
        project.save(Edit("Again", (Change(None, annotation),)), by=None)
    # The same text under another id and name.
    twin = new_document(document.text, name="twin.txt")
    with pytest.raises(StaleError, match="in the project already"):
        project.save(Edit("Again", (Change(None, twin),)), by=None)
    assert snapshot(project) == before


def test_several_saves_in_one_group_are_kept_together(
    project, document, person, new_annotation
):
    before = snapshot(project)
    new = new_annotation(document, person, "promised")
    with suppress(KeyError), project.saving():
        project.save(Edit("Tag", (Change(None, new),)), by=person.id)
        raise KeyError
    assert snapshot(project) == before
    with project.saving():
        project.save(Edit("Tag", (Change(None, new),)), by=person.id)
        stored = project.annotations.get(new.id)
        edit = Edit("Note", (Change(stored, replace(stored, note="n")),))
        project.save(edit, by=person.id)
    assert project.annotations.get(new.id).note == "n"


def test_a_person_whose_adding_failed_lends_their_number_to_nobody(
    project, document, person, new_annotation
):
    ghost, other = (replace(person, id=new_id(), name=name) for name in ("X", "Y"))
    with suppress(KeyError), project.saving():
        project.save(Edit("Join", (Change(None, ghost),)), by=ghost.id)
        raise KeyError
    project.save(Edit("Join", (Change(None, other),)), by=other.id)
    assert project.journal.undo_state(ghost.id).undo == []
    assert len(project.journal.undo_state(other.id).undo) == 1
    new = new_annotation(document, other, "promised")
    project.save(Edit("Tag", (Change(None, new),)), by=other.id)
    assert project.annotations.get(new.id).annotator_id == other.id


def snapshot(project):
    """Everything in the tables that saving writes to."""
    return {
        table: rows(project, f"SELECT * FROM {table}")
        for table in (
            *("project", "annotators", "tags", "documents", "annotations", "spans"),
            *("annotation_attributes", "relations", "journal", "document_status"),
        )
    }


def test_a_relation_is_read_back_as_it_was(project, document, person, new, add):
    one = new.annotation(document, person, "denied\u00a0that", tag="denial")
    two = new.annotation(document, person, "Sales rose")
    relation = new.relation(one, two)
    add(one, two, relation)
    assert project.relations.get(relation.id) == replace(relation, revision=1)
    for end in (one, two):
        assert [r.id for r in project.relations.of_annotation(end.id)] == [relation.id]


def test_a_relation_to_a_deleted_annotation_is_not_live(
    project, document, person, new, add
):
    one = new.annotation(document, person, "denied\u00a0that", tag="denial")
    two = new.annotation(document, person, "Sales rose")
    add(one, two, new.relation(one, two))
    stored = project.annotations.get(two.id)
    change(project, stored, deleted_at="2026-03-11T09:00:00.000Z")
    assert project.relations.of_annotation(one.id) == []
    assert project.relations.from_document(document.id) == []
    assert len(project.relations.all()) == 1


def test_the_original_of_a_document_is_kept_byte_for_byte(project, new_document):
    content = bytes(range(256)) * 10
    source = DocumentSource(
        file_name="a.txt",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        extractor="text",
        extractor_version="1",
        encoding="cp1252",
        changes=("turned 3 CRLF line ends into LF",),
    )
    document = new_document()
    project.save(Edit("Import", (Change(None, document, source),)), by=None)
    assert project.documents.source(document.id) == source


def test_a_document_without_an_original_has_no_source(project, document):
    assert project.documents.source(document.id) is None


def test_the_status_of_a_document_is_each_person_s_own(project, document, person):
    status = DocumentStatus(
        document_id=document.id, annotator_id=person.id, status=Status.DONE
    )
    project.save(Edit("Done", (Change(None, status),)), by=person.id)
    assert project.documents.status(document.id, person.id).status is Status.DONE
    assert project.documents.status(document.id, new_id()) is None
    (info,) = project.documents.listing(person.id)
    assert info.status is Status.DONE
    (info,) = project.documents.listing(None)
    assert info.status is Status.NEW


def test_the_list_of_documents_counts_all_annotations_and_mine(
    project, document, annotation, new_annotation, add
):
    person = project.people.get(annotation.annotator_id)
    other = replace(person, id=new_id(), name="Cy")
    add(other)
    add(new_annotation(document, other, "Sales"), new_annotation(document, other, "4%"))
    (info,) = project.documents.listing(person.id)
    assert (info.annotations, info.mine, info.status) == (3, 1, Status.IN_PROGRESS)
    assert info.length == len(document.text)
    change(project, annotation, deleted_at="2026-03-11T09:00:00.000Z")
    assert project.documents.listing(person.id, document.id)[0].mine == 0


def test_a_document_is_found_by_the_hash_of_its_text(project, document):
    assert project.documents.with_sha256(text_sha256(document.text)) == document
    assert project.documents.with_sha256("0" * 64) is None
    assert project.documents.ids_by_sha256() == {document.sha256: document.id}


def test_a_document_taken_out_is_no_longer_listed(project, document):
    gone = replace(document, deleted_at="2026-03-11T09:00:00.000Z")
    project.save(Edit("Take out", (Change(document, gone),)), by=None)
    assert project.documents.live_ids() == []
    assert project.documents.listing(None) == []
    assert project.documents.get(document.id).text == document.text


def test_known_annotations_are_found_among_very_many_ids(project, annotation):
    ids = [new_id() for _ in range(25_000)]
    ids.insert(20_000, annotation.id)
    assert project.annotations.existing(ids) == {annotation.id: annotation}


# Journal -------------------------------------------------------------------


def test_every_edit_is_in_the_journal_with_before_and_after(
    project, document, person, annotation
):
    after = replace(annotation, note="why")
    edit = Edit("Change note", (Change(annotation, after),))
    step = project.save(edit, by=person.id)
    (entry,) = project.journal.changes_of(step)
    assert entry == Change(annotation, replace(after, revision=2))
    assert rows(
        project,
        "SELECT j.title, j.action, j.of_step, p.name, d.name FROM journal AS j "
        "JOIN annotators AS p ON p.id = j.annotator "
        f"JOIN documents AS d ON d.id = j.document WHERE step = {step}",
    ) == [("Change note", "do", None, "Bo", "report.txt")]


def test_an_edit_of_several_documents_has_a_journal_row_for_each(project, new_document):
    new = [new_document(f"Text {n}.\n") for n in range(3)]
    changes = tuple(Change(None, document) for document in new)
    step = project.save(Edit("Import", changes), by=None)
    assert rows(
        project, f"SELECT count(*), count(document) FROM journal WHERE step = {step}"
    ) == [(3, 3)]
    assert {c.after.id for c in project.journal.changes_of(step)} == {
        document.id for document in new
    }


def test_the_journal_does_not_repeat_the_texts(project, document):
    (after,) = rows(project, "SELECT after FROM journal WHERE document IS NOT NULL")[0]
    assert "minister" not in after
    assert json.loads(after)[0]["sha256"] == document.sha256


@pytest.mark.parametrize(
    "statement", ["UPDATE journal SET title = 'x'", "DELETE FROM journal"]
)
def test_the_journal_is_append_only(project, document, statement):
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        project._db.execute(statement)


def test_a_save_that_fails_is_not_in_the_journal(project, annotation):
    count = project.journal.count()
    stale = replace(annotation, note="never stored")
    with pytest.raises(StaleError):
        change(project, stale, note="other")
    assert project.journal.count() == count


def test_what_was_undone_can_be_redone_in_the_order_of_the_journal(
    project, person, annotation
):
    noted = replace(annotation, note="n")
    edit = Edit("Note", (Change(annotation, noted),))
    back = Edit("Note", (Change(noted, annotation),))
    step = project.save(edit, by=person.id)
    state = project.journal.undo_state(person.id)
    assert [entry.step for entry in state.undo] == [step]
    undone = project.save(back, by=person.id, action=Action.UNDO, of_step=step)
    state = project.journal.undo_state(person.id)
    assert state.undo == []
    assert [(e.step, e.latest, e.title) for e in state.redo] == [(step, undone, "Note")]
    project.save(edit, by=person.id, action=Action.REDO, of_step=step)
    assert [e.step for e in project.journal.undo_state(person.id).undo] == [step]


def test_a_new_edit_ends_what_could_be_redone(project, person, annotation):
    noted = replace(annotation, note="n")
    step = project.save(Edit("Note", (Change(annotation, noted),)), by=person.id)
    back = Edit("Note", (Change(noted, annotation),))
    project.save(back, by=person.id, action=Action.UNDO, of_step=step)
    other = Edit("Other", (Change(annotation, replace(annotation, note="o")),))
    project.save(other, by=person.id)
    state = project.journal.undo_state(person.id)
    assert [entry.title for entry in state.undo] == ["Other"]
    assert state.redo == []


# Clock ---------------------------------------------------------------------


def clocks(project):
    return [hlc for (hlc,) in rows(project, "SELECT hlc FROM journal ORDER BY id")]


def test_the_clock_strictly_grows(project, annotation):
    for number in range(50):
        annotation = change(project, annotation, note=str(number))
    found = clocks(project)
    assert all(one < other for one, other in pairwise(found))
    assert rows(project, "SELECT hlc FROM project") == [(found[-1],)]
    assert rows(project, "SELECT hlc, device FROM annotations") == [(found[-1], 7)]


def test_the_clock_grows_also_when_the_computer_s_goes_back(
    project, document, person, new_annotation
):
    future = (4_102_444_800_000 << 16) + 5  # the year 2100
    project.close()
    with closing(sqlite3.connect(project.path)) as db:
        db.execute("UPDATE project SET hlc = ?", [future])
        db.commit()
    with Project.open(project.path, device=1) as again:
        for word in ("Sales", "minister"):
            new = new_annotation(document, person, word)
            again.save(Edit("Tag", (Change(None, new),)), by=person.id)
        assert clocks(again)[-2:] == [future + 1, future + 2]
