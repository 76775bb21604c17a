"""The sample project: built on first use, clean, and with real differences."""

from collections import defaultdict

import pytest

from annotator.app.jobs import Unwatched
from annotator.app.projects import check, open_sample, sample_path
from annotator.app.sample import fill_with_sample
from annotator.app.settings import Settings
from annotator.errors import FormatError, ProjectError
from annotator.store.project import Project

PEOPLE = ["Annotator A", "Annotator B", "Annotator C"]


@pytest.fixture
def sample(settings):
    with open_sample(settings) as session:
        yield session


@pytest.fixture
def layers(sample):
    """What each person has tagged: document, tag and spans."""
    names = {person.id: person.name for person in sample.people().values()}
    layers = defaultdict(set)
    for info in sample.documents():
        for one, _ in sample.project.annotations.of_document(info.id):
            said = (info.name, sample.codebook.tag(one.tag_id).name, one.spans)
            layers[names[one.annotator_id]].add(said)
    return layers


def test_the_sample_is_clean(sample):
    assert check(sample.project, Unwatched()) == []


def test_the_sample_lies_in_the_folder_of_this_program(sample, home):
    assert sample.path == sample_path() == home / "sample.annotator"
    sample.close()
    assert list(home.iterdir()) == [sample.path]


def test_the_sample_is_built_once_and_keeps_what_was_done_in_it(sample, settings):
    (first, *_) = sample.documents()
    sample.apply(sample.status_edit(first.id, done=True))
    sample.close()
    with open_sample(settings) as again:
        assert again.documents()[0].status == "done"


def test_the_sample_has_three_annotators(sample):
    assert [person.name for person in sample.people().values()] == PEOPLE


def test_each_annotator_has_tagged_texts_that_others_have_tagged_too(layers):
    assert sorted(layers) == PEOPLE
    for name in PEOPLE:
        mine = {document for document, _, _ in layers[name]}
        theirs = {d for other in PEOPLE if other != name for d, _, _ in layers[other]}
        assert mine & theirs


def test_no_two_annotators_agree_on_everything_or_on_nothing(layers):
    for one, other in [(0, 1), (0, 2), (1, 2)]:
        mine, theirs = layers[PEOPLE[one]], layers[PEOPLE[other]]
        shared = {d for d, _, _ in mine} & {d for d, _, _ in theirs}
        mine, theirs = (
            {said for said in s if said[0] in shared} for s in (mine, theirs)
        )
        assert mine & theirs, (one, other)
        assert mine - theirs, (one, other)
        assert theirs - mine, (one, other)


def test_every_tag_is_used(layers, codebook):
    used = {tag for layer in layers.values() for _, tag, _ in layer}
    assert used == {tag.name for tag in codebook.tags}


def test_annotations_of_the_sample_overlap_nest_and_have_several_spans(layers):
    assert any(len(s) > 1 for layer in layers.values() for _, _, s in layer)
    assert any(
        one[2][0].contains(two[2][0]) and one != two and one[0] == two[0]
        for layer in layers.values()
        for one in layer
        for two in layer
    )


def test_relations_of_the_sample_lead_across_texts(sample):
    relations = [relation for relation, _ in sample.project.relations.all()]
    assert any(
        sample.annotation(r.source_id).document_id
        != sample.annotation(r.target_id).document_id
        for r in relations
    )


def test_nothing_in_the_sample_can_be_undone_by_whoever_opens_it(sample):
    assert sample.undoable is None


def test_two_people_get_the_same_sample(tmp_path):
    contents = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.annotator"
        with open_sample(Settings(name=name), path) as sample:
            contents.append(
                [
                    sample.project.annotations.of_document(info.id)
                    for info in sample.documents()
                ]
            )
    one, two = ([[a for a, _ in document] for document in c] for c in contents)
    assert one == two


def test_a_sample_that_was_killed_while_it_was_made_is_made_anew(home, settings):
    home.mkdir()
    (home / "sample-draft.annotator").write_bytes(b"half of it")
    with open_sample(settings) as sample:
        assert len(sample.documents()) >= 6
    assert not (home / "sample-draft.annotator").exists()


def test_a_sample_open_elsewhere_is_read(sample, settings):
    with open_sample(settings) as reader:
        assert reader.read_only
        assert len(reader.documents()) == len(sample.documents())


def test_a_place_where_no_sample_can_be_made_is_an_error_in_words(tmp_path, settings):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProjectError, match="cannot be made"):
        open_sample(settings, tmp_path / "file" / "sample.annotator")


def test_a_text_form_that_quotes_what_is_not_there_makes_no_project(
    path, codebook, tmp_path
):
    (tmp_path / "documents").mkdir()
    (tmp_path / "sample").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("A text.\n")
    (tmp_path / "sample" / "a.toml").write_text(
        'document = "a.txt"\n[[annotations]]\nlabel = "x"\nby = "A"\n'
        'tag = "claim"\nquote = "Another text"\n'
    )
    with Project.create(path, title="S", codebook=codebook, device=1) as project:
        with pytest.raises(FormatError, match="Another text"):
            fill_with_sample(project, tmp_path)
        assert project.documents.live_ids() == []
