"""Codebooks between a project and a TOML file."""

from dataclasses import replace

import pytest

from annotator.app import codebook_edits as edits
from annotator.app.codebook_files import replacing, save_codebook
from annotator.app.projects import load_codebook
from annotator.errors import ExportError
from annotator.formats.codebook_toml import read_codebook, write_codebook
from annotator.model.codebook import Tag

FILE = """
name = "Claims"
version = "5"

[[tags]]
name = "Figure"
key = "z"
color = "#009E73"
mark = "#"
definition = "How many."

[[tags]]
name = "rumour"
key = "c"
color = "#6B7280"
mark = "◆"

[[attributes]]
name = "heard_from"
tags = ["rumour"]

[[relations]]
name = "denies"
from = ["rumour"]
"""


@pytest.fixture
def imported():
    return read_codebook(FILE, "file.toml")


def names(entries):
    return [entry.name for entry in entries]


def test_the_project_itself_has_nothing_to_take_over(session):
    text = write_codebook(session.codebook)
    merge = replacing(session.codebook, read_codebook(text, "own.toml"))
    assert merge.edit is None
    assert (merge.added, merge.changed, merge.missing) == ((), (), ())
    assert merge.unchanged == len(session.codebook.entries())
    assert merge.version == "1"


def test_an_import_says_what_it_would_do(session, imported):
    lines = replacing(session.codebook, imported).lines()
    assert "Add tag “rumour”" in lines
    assert "Add attribute “heard_from”" in lines
    (figure,) = [line for line in lines if line.startswith("Change tag")]
    assert figure.startswith("Change tag “figure”: name, letter, ")
    assert "Change codebook: description, rules" in lines
    assert "Change order of the tags" in lines
    assert "Keep tag “quote”, which is not in the file" in lines
    assert "Keep tag “claim” without its letter “c”, which is not in the file" in lines
    assert lines[-1] == "Version: 2"


def test_an_import_does_what_it_says_and_is_undone_in_one_step(session, imported):
    before = session.codebook
    session.apply(replacing(before, imported).edit)
    after = session.codebook
    assert names(after.tags) == ["Figure", "rumour", "claim", "denial", "quote"]
    figure, rumour, claim, *_ = after.tags
    assert figure.id == before.tag_named("figure").id
    assert (figure.key, rumour.key, claim.key) == ("z", "c", "")
    heard = next(a for a in after.attributes if a.name == "heard_from")
    assert heard.tag_ids == (rumour.id,)
    denies = next(r for r in after.relation_types if r.name == "denies")
    assert denies.source_tag_ids == (rumour.id,)
    assert len(after.attributes) == len(before.attributes) + 1
    assert after.version == "2"
    again = replacing(after, imported)
    assert again.edit is None
    session.undo()
    assert session.codebook.info == before.info
    assert names(session.codebook.tags) == names(before.tags)
    assert session.codebook.sha256 == before.sha256


def test_a_project_that_has_nothing_more_takes_the_version_over(session):
    file = replace(session.codebook, version="8", rules=("One rule.",))
    session.apply(replacing(session.codebook, file).edit)
    assert session.codebook.label == file.label
    assert replacing(session.codebook, file).edit is None


def test_the_same_version_with_another_content_moves_on(session):
    file = replace(session.codebook, rules=("One rule.",))
    session.apply(replacing(session.codebook, file).edit)
    assert session.codebook.version == "2"
    assert session.codebook.sha256 == file.sha256
    assert replacing(session.codebook, file).edit is None


def test_a_tag_renamed_in_the_file_is_known_by_its_id(session):
    text = write_codebook(session.codebook).replace('"denial"', '"rebuttal"')
    text = text.replace('role = "rebuttal"', 'role = "denial"')
    merge = replacing(session.codebook, read_codebook(text, "own.toml"))
    assert "tag “denial”: name" in merge.changed
    assert merge.added == merge.missing == ()
    denial = session.codebook.tag_named("denial")
    session.apply(merge.edit)
    assert session.codebook.tag(denial.id).name == "rebuttal"


def test_a_deleted_tag_comes_back_with_an_import(session):
    file = session.codebook
    quote = file.tag_named("quote")
    usage = session.codebook_usage()
    session.apply(edits.delete(session.codebook, quote, usage))
    merge = replacing(session.codebook, file)
    assert "tag “quote”" in merge.added
    session.apply(merge.edit)
    assert session.codebook.tag_named("quote").id == quote.id
    assert session.codebook.sha256 == file.sha256


def test_an_id_of_a_deleted_tag_of_another_name_is_not_used_again(session):
    rumour = Tag(id="", name="rumour", key="", color="#AA0000", mark="R")
    session.apply(edits.add(session.codebook, rumour))
    added = session.codebook.tag_named("rumour")
    renamed = replace(added, name="gossip")
    session.apply(edits.change(session.codebook, renamed))
    usage = session.codebook_usage()
    session.apply(edits.delete(session.codebook, renamed, usage))
    file = replace(session.codebook, tags=(*session.codebook.tags, added))
    session.apply(replacing(session.codebook, file).edit)
    assert session.codebook.tag_named("rumour").id != added.id


def test_a_codebook_is_written_and_read_back_the_same(session, tmp_path):
    target = tmp_path / "own.toml"
    save_codebook(session.codebook, target, project=session.path)
    assert load_codebook(target).sha256 == session.codebook.sha256
    assert load_codebook(target).label == session.codebook.label


def test_a_codebook_is_not_written_over_a_project(session, tmp_path):
    before = session.path.stat().st_size
    for target in (session.path, tmp_path / "other.annotator"):
        with pytest.raises(ExportError):
            save_codebook(session.codebook, target, project=session.path)
    assert session.path.stat().st_size == before
