"""Damage: whatever is changed behind the program's back is noticed and named."""

import random
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from annotator.errors import AnnotatorError
from annotator.model.change import Change, Edit
from annotator.model.document import DocumentSource
from annotator.store.project import Project

MUTANTS = 200


@pytest.fixture
def filled(project, document, person, codebook, new):
    """A closed project that has something in every table that is checked."""
    speaker = codebook.attributes_of(codebook.tag_named("claim").id)[0]
    one = new.annotation(
        document, person, "Sales rose", note="a note", attributes={speaker.id: "Ada"}
    )
    two = new.annotation(document, person, "Cafe\u0301", "denied", tag="denial")
    content = b"From a file.\n" * 100
    source = DocumentSource(
        file_name="other.txt",
        sha256=sha256(content).hexdigest(),
        size=len(content),
        content=content,
        extractor="text",
        extractor_version="1",
        encoding="utf-8",
    )
    other = new.document("From a file.\n" * 100, name="other.txt")
    three = new.annotation(other, person, "a file")
    changes = (
        *(Change(None, entity) for entity in (one, two, three)),
        Change(None, new.relation(two, one)),
        Change(None, other, source),
    )
    project.save(Edit("Fill", changes), by=None)
    project.close()
    return project.path


def damage(path):
    with Project.open_read_only(path) as project:
        return [
            *project.checker.structure(),
            *project.checker.content(lambda done, total: None),
        ]


def altered(path, *statements):
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            assert db.execute(statement).rowcount == 1, statement
        db.commit()


def uuid_of(path, table, number=1):
    with closing(sqlite3.connect(path)) as db:
        sql = f"SELECT lower(hex(uuid)) FROM {table} WHERE id = ?"
        return db.execute(sql, [number]).fetchone()[0]


def test_a_project_as_it_was_written_has_no_damage(filled):
    assert damage(filled) == []


def test_checking_tells_how_far_it_is(filled):
    steps = []
    with Project.open_read_only(filled) as project:
        list(project.checker.content(lambda *step: steps.append(step)))
    assert steps[-1][0] == steps[-1][1] > 0
    assert steps == sorted(steps)


ANNOTATION_COLUMNS = {
    "uuid": "x'00112233445566778899aabbccddeeff'",
    "document": "2",
    "annotator": "99",
    "tag": "tag + 1",
    "start_offset": "start_offset + 1",
    "end_offset": "end_offset + 1",
    "span_count": "span_count + 1",
    "quote": "quote || 'x'",
    "note": "note || 'x'",
    "created_at": "'2001-01-01T00:00:00.000Z'",
    "updated_at": "'2001-01-01T00:00:00.000Z'",
    "deleted_at": "'2001-01-01T00:00:00.000Z'",
    "revision": "revision + 1",
    "hlc": "hlc + 1",
    "device": "device + 1",
    "hash": "zeroblob(16)",
}


@pytest.mark.parametrize(("column", "value"), ANNOTATION_COLUMNS.items())
def test_a_changed_column_of_an_annotation_is_named(filled, column, value):
    altered(filled, f"UPDATE annotations SET {column} = {value} WHERE id = 1")
    found = {(d.table, d.id) for d in damage(filled)}
    assert ("annotations", uuid_of(filled, "annotations")) in found


def test_every_column_of_an_annotation_has_been_tried(filled):
    assert columns(filled, "annotations") == {"id", *ANNOTATION_COLUMNS}


SPAN_CHANGES = [
    "UPDATE spans SET start_offset = start_offset + 1 WHERE annotation = 1",
    "UPDATE spans SET end_offset = end_offset - 1 WHERE annotation = 1",
    "UPDATE spans SET end_offset = 99999 WHERE annotation = 1",
    "UPDATE spans SET end_offset = start_offset WHERE annotation = 1",
    "UPDATE spans SET start_offset = -4 WHERE annotation = 1",
    "UPDATE spans SET annotation = 1 WHERE annotation = 2 AND position = 1",
    "DELETE FROM spans WHERE annotation = 1",
    "INSERT INTO spans VALUES (1, 1, 30, 31)",
    "UPDATE annotation_attributes SET value = 'Bo' WHERE annotation = 1",
    "UPDATE annotation_attributes SET attribute = attribute + 1 WHERE annotation = 1",
    "DELETE FROM annotation_attributes WHERE annotation = 1",
    "INSERT INTO annotation_attributes VALUES (1, 2, 'x')",
]


@pytest.mark.parametrize("statement", SPAN_CHANGES)
def test_a_change_of_spans_or_attribute_values_is_named(filled, statement):
    altered(filled, statement)
    found = {(d.table, d.id) for d in damage(filled)}
    assert ("annotations", uuid_of(filled, "annotations")) in found


def test_two_spans_that_changed_places_are_noticed(filled):
    altered(
        filled,
        "UPDATE spans SET position = 7 WHERE annotation = 2 AND position = 0",
        "UPDATE spans SET position = 0 WHERE annotation = 2 AND position = 1",
        "UPDATE spans SET position = 1 WHERE annotation = 2 AND position = 7",
    )
    assert [d.id for d in damage(filled)] == [uuid_of(filled, "annotations", 2)]


RELATION_COLUMNS = {
    "uuid": "x'00112233445566778899aabbccddeeff'",
    "type": "type + 1",
    "source": "3",
    "target": "3",
    "annotator": "99",
    "created_at": "'2001-01-01T00:00:00.000Z'",
    "updated_at": "'2001-01-01T00:00:00.000Z'",
    "deleted_at": "'2001-01-01T00:00:00.000Z'",
    "revision": "revision + 1",
    "hlc": "hlc + 1",
    "device": "device + 1",
    "hash": "zeroblob(16)",
}


@pytest.mark.parametrize(("column", "value"), RELATION_COLUMNS.items())
def test_a_changed_column_of_a_relation_is_named(filled, column, value):
    altered(filled, f"UPDATE relations SET {column} = {value} WHERE id = 1")
    found = {(d.table, d.id) for d in damage(filled)}
    assert ("relations", uuid_of(filled, "relations")) in found


def test_every_column_of_a_relation_has_been_tried(filled):
    assert columns(filled, "relations") == {"id", *RELATION_COLUMNS}


def test_a_relation_without_its_end_is_noticed(filled):
    altered(filled, "UPDATE relations SET target = 99 WHERE id = 1")
    assert "relations" in {d.table for d in damage(filled)}


DOCUMENT_COLUMNS = {
    "uuid": "x'00112233445566778899aabbccddeeff'",
    "name": "name || 'x'",
    "sha256": "'00' || substr(sha256, 3)",
    "length": "length + 1",
    "metadata": '\'{"title":"x"}\'',
    "created_at": "'2001-01-01T00:00:00.000Z'",
    "deleted_at": "'2001-01-01T00:00:00.000Z'",
    "revision": "revision + 1",
    "hlc": "hlc + 1",
    "device": "device + 1",
    "hash": "zeroblob(16)",
    "text": "text || 'x'",
}


@pytest.mark.parametrize(("column", "value"), DOCUMENT_COLUMNS.items())
def test_a_changed_column_of_a_document_is_named(filled, column, value):
    altered(filled, f"UPDATE documents SET {column} = {value} WHERE id = 1")
    found = {(d.table, d.id) for d in damage(filled)}
    assert ("documents", uuid_of(filled, "documents")) in found


def test_every_column_of_a_document_has_been_tried(filled):
    assert columns(filled, "documents") == {"id", *DOCUMENT_COLUMNS}


def columns(path, table):
    with closing(sqlite3.connect(path)) as db:
        return {row[1] for row in db.execute(f"PRAGMA table_info({table})")}


def test_metadata_that_are_no_json_are_damage_and_the_text_is_still_read(filled):
    altered(filled, "UPDATE documents SET metadata = '{' WHERE id = 1")
    (found,) = damage(filled)
    assert (found.table, found.document) == ("documents", "report.txt")
    with Project.open_read_only(filled) as project:
        document = project.documents.get(found.id)
        assert "minister" in document.text
        assert len(project.documents.listing(None)) == 2


SOURCE_CHANGES = [
    "file_name = file_name || 'x'",
    "sha256 = '00' || substr(sha256, 3)",
    "size = size + 1",
    "extractor = 'pdf'",
    "extractor_version = '2'",
    "encoding = 'cp1252'",
    "changes = '[\"x\"]'",
    "changes = 'no JSON'",
    "hash = zeroblob(16)",
    "content = zeroblob(20)",
    "content = substr(content, 1, 10)",
    "content = NULL",
]


@pytest.mark.parametrize("change", SOURCE_CHANGES)
def test_a_changed_original_is_named(filled, change):
    altered(filled, f"UPDATE document_sources SET {change}")
    found = {d.id for d in damage(filled)}
    assert found == {uuid_of(filled, "documents", 2)}


@pytest.mark.parametrize("table", ["annotators", "tags", "attributes"])
def test_a_renamed_definition_is_named(filled, table):
    altered(filled, f"UPDATE {table} SET name = name || 'x' WHERE id = 1")
    (found,) = damage(filled)
    assert (found.table, found.id) == (table, uuid_of(filled, table))


def test_one_row_that_cannot_be_read_does_not_hide_the_others(filled):
    altered(
        filled,
        "UPDATE spans SET end_offset = 0 WHERE annotation = 1",
        "UPDATE annotations SET note = 'x' WHERE id = 3",
    )
    found = {d.id for d in damage(filled)}
    assert {uuid_of(filled, "annotations", n) for n in (1, 3)} <= found


def test_an_annotation_with_impossible_offsets_is_read_as_damaged(filled):
    altered(
        filled,
        "DELETE FROM spans WHERE annotation = 1",
        "UPDATE annotations SET start_offset = -5, end_offset = -9 WHERE id = 1",
    )
    with Project.open_read_only(filled) as project:
        annotation, whole = project.annotations.checked(uuid_of(filled, "annotations"))
    assert not whole
    assert annotation.note == "a note"


def test_damage_says_where_and_what(filled):
    altered(filled, "UPDATE annotations SET quote = 'Sales fell' WHERE id = 1")
    (found,) = damage(filled)
    assert str(found) == (
        f"annotations {uuid_of(filled, 'annotations')} in report.txt: "
        "the quoted words are not those of the text"
    )


# Random damage -------------------------------------------------------------


def contents(path):
    """Everything that is read of the documents and annotations of a project."""
    with Project.open_read_only(path) as project:
        ids = project._db.execute("SELECT uuid FROM documents ORDER BY id").fetchall()
        return (
            [project.documents.get(uuid.hex()) for (uuid,) in ids],
            [project.documents.source(uuid.hex()) for (uuid,) in ids],
            project.annotations.between(1, 1000),
            project.relations.all(),
            project.codebook.tags.all(),
            project.codebook.attributes.all(),
            project.codebook.relation_types.all(),
            project.people.all(),
        )


def seen(path):
    """Tell whether opening or checking notices that something is wrong."""
    try:
        Project.open(path, device=1).close()
        return bool(damage(path))
    except AnnotatorError:
        return True


@pytest.mark.parametrize("seed", range(4))
def test_no_random_byte_changes_what_is_read_unnoticed(filled, tmp_path, seed):
    original = contents(filled)
    good = filled.read_bytes()
    chance = random.Random(seed)
    mutant = tmp_path / "mutant.annotator"
    missed = []
    for number in range(MUTANTS // 4):
        at = chance.randrange(len(good))
        byte = good[at] ^ (1 << chance.randrange(8) if number % 2 else 255)
        shutil.copy(filled, mutant)
        with mutant.open("r+b") as file:
            file.seek(at)
            file.write(bytes([byte]))
        if not seen(mutant) and contents(mutant) != original:
            missed.append((at, byte))
        mutant.unlink(missing_ok=True)
    assert missed == []


@pytest.mark.parametrize("seed", range(2))
def test_no_zeroed_page_changes_what_is_read_unnoticed(filled, tmp_path, seed):
    original = contents(filled)
    good = filled.read_bytes()
    chance = random.Random(seed)
    mutant = tmp_path / "mutant.annotator"
    for _ in range(10):
        page = chance.randrange(len(good) // 4096) * 4096
        mutant.write_bytes(good[:page] + bytes(4096) + good[page + 4096 :])
        assert seen(mutant) or contents(mutant) == original, page


def test_a_changed_definition_of_a_table_is_noticed(filled):
    with closing(sqlite3.connect(filled)) as db:
        db.execute("DROP TRIGGER journal_is_append_only_delete")
        db.commit()
    (found,) = damage(filled)
    assert "trigger journal_is_append_only_delete" in found.problem


def test_a_view_somebody_added_for_themselves_is_no_damage(filled):
    with closing(sqlite3.connect(filled)) as db:
        db.execute("CREATE VIEW mine AS SELECT quote FROM annotations_flat")
        db.commit()
    assert damage(filled) == []
