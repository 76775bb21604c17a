"""Full-text search: finds words in any spelling, and no input makes it fail."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.change import Change, Edit
from annotator.model.ids import new_id
from annotator.store.project import Project

TEXTS = {
    "minister": "The minister denied it.\n",
    "café": "The café in São Paulo closed; Łukasz said “it's over”.\n",
    "kyiv": "Київ: сообщил министр.\n",
    "arabic": "قال الوزير إن المبيعات ارتفعت\n",
}


@pytest.fixture
def library(project, new_document):
    documents = [new_document(text, name=f"{n}.txt") for n, text in TEXTS.items()]
    changes = tuple(Change(None, document) for document in documents)
    project.save(Edit("Import", changes), by=None)
    return project


def found(project, words):
    return [
        project.documents.get(one).name.removesuffix(".txt")
        for one in project.search.documents_with(words)
    ]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("minister", ["minister"]),
        ("MINISTER denied", ["minister"]),
        ("denied minister", ["minister"]),
        ("mini", ["minister"]),
        ("the", ["minister", "café"]),
        ("the closed", ["café"]),
        ("cafe sao", ["café"]),
        ("CAFÉ", ["café"]),
        ("cafe\u0301", ["café"]),
        ("київ", ["kyiv"]),
        ("МИНИСТР", ["kyiv"]),
        ("الوزير", ["arabic"]),
        ("it's over", ["café"]),
        ("arabic.txt", ["arabic"]),
        ("mini denied", []),
        ("the nowhere", []),
    ],
)
def test_words_are_found(library, words, names):
    assert found(library, words) == names


@pytest.mark.parametrize("words", ["", "   ", "—", '"', "* ( ) ^", "\0", "\ud800"])
def test_what_has_no_word_finds_nothing(library, words):
    assert found(library, words) == []


@pytest.mark.parametrize(
    "words",
    ["minister — denied", "minister OR", "NEAR(minister)", "minister*", '"minister"'],
)
def test_signs_of_the_search_language_mean_nothing(library, words):
    assert found(library, words) in (["minister"], [])
    assert found(library, "name:minister") == []


@settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    words=st.one_of(st.text(), st.text("\"*():^-+AND ORNEAR{}\0\ud800é'", max_size=30))
)
def test_no_input_makes_searching_fail(library, words):
    assert isinstance(library.search.documents_with(words), list)


def test_texts_that_came_later_are_found_without_asking(library, new_document):
    assert found(library, "latecomer") == []
    late = new_document("A latecomer.\n", name="late.txt")
    library.save(Edit("Import", (Change(None, late),)), by=None)
    assert found(library, "latecomer") == ["late"]


def test_a_document_that_was_taken_out_is_not_found(library):
    (one,) = library.search.documents_with("minister")
    document = library.documents.get(one)
    gone = replace(document, deleted_at="2026-03-11T09:00:00.000Z")
    library.save(Edit("Take out", (Change(document, gone),)), by=None)
    assert found(library, "minister") == []
    back = replace(library.documents.get(one), deleted_at=None)
    library.save(Edit("Back", (Change(gone, back),)), by=None)
    assert found(library, "minister") == ["minister"]


def test_a_reader_finds_what_was_indexed_and_writes_nothing(library):
    library.search.refresh()
    library.close()
    content = library.path.read_bytes()
    with Project.open_read_only(library.path) as reader:
        assert found(reader, "minister") == ["minister"]
    assert library.path.read_bytes() == content


def test_a_reader_of_an_index_that_is_behind_does_not_fail(library):
    library.close()
    with Project.open_read_only(library.path) as reader:
        assert found(reader, "minister") == ["minister"]


def test_a_reader_finds_also_what_comes_while_they_read(library, new_document):
    with Project.open_read_only(library.path) as reader:
        assert found(reader, "minister") == ["minister"]
        late = new_document("A latecomer.\n", name="late.txt")
        library.save(Edit("Import", (Change(None, late),)), by=None)
        assert found(reader, "latecomer") == ["late"]
        assert found(reader, "cafe sao") == ["café"]


def test_an_index_that_was_lost_is_made_anew(library):
    found(library, "minister")
    library._db.execute("INSERT INTO documents_fts(documents_fts) VALUES('delete-all')")
    assert found(library, "café") == ["café"]


def test_the_index_can_be_made_anew_on_demand(library):
    found(library, "minister")
    library._db.execute("UPDATE documents_fts_data SET block = x'00' WHERE id > 1")
    library.search.rebuild()
    assert found(library, "café") == ["café"]
    library._db.execute(
        "INSERT INTO documents_fts(documents_fts) VALUES ('integrity-check')"
    )


def test_an_index_of_a_thousand_texts_is_right(project, new_document):
    changes = tuple(
        Change(None, new_document(f"Text number{n} of many.\n", name=new_id()))
        for n in range(1000)
    )
    project.save(Edit("Import", changes), by=None)
    assert len(project.search.documents_with("number99")) == 11
    assert len(project.search.documents_with("many")) == 1000
