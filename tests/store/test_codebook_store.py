"""What the store tells of a codebook: how often it is used, and where."""

from dataclasses import replace

import pytest

from annotator.errors import DamagedProjectError
from annotator.model.change import Change, Edit
from annotator.model.times import utc_now


@pytest.fixture
def attribute(codebook):
    return next(a for a in codebook.attributes if a.name == "polarity")


@pytest.fixture
def claims(document, person, new, add, attribute):
    """Two claims of Bo, one of them deleted, and a figure that supports the other."""
    values = {attribute.id: "negated"}
    live = new.annotation(document, person, "Sales", attributes=values)
    deleted = new.annotation(
        document, person, "4%", attributes=values, deleted_at=utc_now()
    )
    figure = new.annotation(document, person, "4%", tag="figure")
    add(live, deleted, figure, new.relation(figure, live, "supports"))
    return live, deleted


def test_only_what_is_not_deleted_counts_as_used(project, codebook, claims, attribute):
    usage = project.codebook.usage()
    assert {codebook.tag(t).name: n for t, n in usage.tags.items()} == {
        "claim": 1,
        "figure": 1,
    }
    assert usage.attributes == {attribute.id: 1}
    supports = next(r for r in codebook.relation_types if r.name == "supports")
    assert usage.relation_types == {supports.id: 1}
    assert usage.of(codebook.tag_named("claim")) == 1
    assert usage.of(codebook.tag_named("quote")) == 0


def test_what_lies_in_a_document_that_was_taken_out_counts(project, document, claims):
    out = replace(document, deleted_at=utc_now())
    project.save(Edit("Take out", (Change(document, out),)), by=None)
    assert sum(project.codebook.usage().tags.values()) == 2


def test_values_are_counted(project, claims, attribute):
    assert project.codebook.values_of(attribute.id) == {"negated": 1}


def test_quotes_come_once_and_one_persons_first(project, document, person, new, add):
    me = replace(person, id="a" * 32, name="Ada")
    add(me)
    add(
        new.annotation(document, me, "Sales"),
        new.annotation(document, me, "Sales"),
        new.annotation(document, person, "4%"),
        new.annotation(document, person, "minister"),
    )
    codebook = project.codebook.read()
    claim = codebook.tag_named("claim").id
    number = project.people.numbers.find(me.id)
    assert project.codebook.quotes(claim, number, 9) == ["Sales", "minister", "4%"]
    assert project.codebook.quotes(claim, None, 2) == ["minister", "4%"]
    assert project.codebook.quotes(codebook.tag_named("quote").id, number, 9) == []


def test_a_deleted_tag_is_in_no_list_but_known(project, codebook):
    stored = project.codebook.read().tag_named("quote")
    gone = replace(stored, deleted_at=utc_now())
    project.save(Edit("Delete", (Change(stored, gone),)), by=None)
    found = project.codebook.read()
    assert found.tag_named("quote") is None
    assert [entry.name for entry in found.deleted] == ["quote"]
    assert found.tag(stored.id).name == "quote"
    assert project.codebook.tags.damaged() == []


def test_a_codebook_that_lost_its_record_is_damage(project):
    project._db.execute("DELETE FROM codebook")
    with pytest.raises(DamagedProjectError):
        project.codebook.read()
    (damage,) = project.checker.content(lambda done, total: None)
    assert damage.table == "codebook"


def test_a_changed_role_and_version_are_noticed(project):
    project._db.execute("UPDATE tags SET role = '' WHERE name = 'figure'")
    project._db.execute("UPDATE codebook SET version = '9'")
    damage = project.checker.content(lambda done, total: None)
    assert {found.table for found in damage} == {"tags", "codebook"}
