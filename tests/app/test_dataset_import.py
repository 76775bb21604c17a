"""Importing datasets: all of it checked, all of it or nothing, and never twice."""

import pytest
from dataset_lines import entry, line, link, write

from annotator.app import codebook_edits, edits
from annotator.app.datasets import dataset_format, prepare_dataset
from annotator.app.jobs import Unwatched
from annotator.app.projects import open_project
from annotator.app.settings import Settings
from annotator.errors import FormatError, StaleError, UnknownNameError
from annotator.model.change import Change, Edit
from annotator.model.ids import derived_id, new_id
from annotator.store.project import Project

TEXT = "Sales rose 😀 by 4%, she said. He denied it.\n"
OTHER = "Nobody was hurt, the ministry said.\n"


def annotations(session):
    return [
        annotation
        for info in session.documents()
        for annotation, _ in session.project.annotations.of_document(info.id)
    ]


def all_rows(session):
    return list(session.project._db.conn.iterdump())


def test_documents_annotations_and_people_come_in(session, bring):
    report = bring(
        session,
        [
            line(
                TEXT,
                entry(TEXT, "4%", "figure", attributes={"value": "4"}, note="n"),
                metadata={"title": "On sales"},
            )
        ],
    )
    assert report.summary() == "Added 1 document and 1 annotation."
    (info,) = session.documents()
    assert (info.title, info.annotations, info.mine) == ("On sales", 1, 0)
    (annotation,) = annotations(session)
    assert annotation.quote == "4%"
    assert annotation.note == "n"
    assert list(annotation.attributes.values()) == ["4"]
    assert session.people()[annotation.annotator_id].name == "Bo"


def test_annotations_of_nobody_are_the_importer_s(session, bring):
    bring(session, [line(TEXT, entry(TEXT, "4%", annotator=""))])
    assert annotations(session)[0].annotator_id == session.me.id
    assert session.documents()[0].mine == 1


def test_annotations_of_a_known_person_go_into_their_layer(session, bring, person):
    bring(session, [line(TEXT, entry(TEXT, "4%", annotator="bo"))])
    assert annotations(session)[0].annotator_id == person.id


def test_two_new_people_of_the_same_name_are_one(session, bring):
    bring(session, [line(TEXT, entry(TEXT, "4%"), entry(TEXT, "Sales"))])
    assert len({a.annotator_id for a in annotations(session)}) == 1


def test_the_same_name_gives_the_same_person_in_every_project(
    session, new_session, bring
):
    lines = [line(TEXT, entry(TEXT, "4%"))]
    other = new_session()
    bring(session, lines)
    bring(other, lines)
    who = derived_id("annotator", "bo")
    assert {annotations(s)[0].annotator_id for s in (session, other)} == {who}


# What is refused -----------------------------------------------------------


def wrong_quote():
    return entry(TEXT, "4%", quote="5%")


def beyond_the_text():
    return entry(TEXT, "4%", spans=[[0, 999]], quote=None)


def reversed_span():
    return entry(TEXT, "4%", spans=[[5, 2]], quote=None)


def overlapping_spans():
    return entry(TEXT, "4%", spans=[[0, 4], [3, 6]], quote=None)


def unknown_tag():
    return entry(TEXT, "4%", "rumour")


def unknown_attribute():
    return entry(TEXT, "4%", attributes={"mood": "glad"})


def shifted():
    return entry(TEXT, "4%", spans=[[TEXT.index("4%") + 1, TEXT.index("4%") + 3]])


REFUSALS = [
    (wrong_quote, "the file quotes “5%”"),
    (beyond_the_text, "not within the text"),
    (reversed_span, "empty or reversed"),
    (overlapping_spans, "begins before the one ahead of it ends"),
    (unknown_tag, "the tag “rumour” is not in the codebook"),
    (unknown_attribute, "the attribute “mood” is not in the codebook"),
    (shifted, "but the file quotes “4%”"),
]


@pytest.mark.parametrize(("spoil", "reason"), REFUSALS)
def test_what_is_not_right_is_refused_with_place_and_reason(
    session, bring, spoil, reason
):
    good = line(OTHER, entry(OTHER, "Nobody was hurt"))
    bad = spoil()
    before = all_rows(session)
    report = bring(session, [good, line(TEXT, bad)])
    (problem,) = report.problems
    assert reason in problem.reason
    assert str(problem.place) == "set.jsonl, line 2"
    assert report.refused
    assert report.summary() == "Added nothing. 1 not usable."
    assert all_rows(session) == before


@pytest.mark.parametrize(("spoil", "reason"), REFUSALS)
def test_what_is_not_right_can_be_left_out(session, bring, spoil, reason):
    good = line(OTHER, entry(OTHER, "Nobody was hurt"))
    bad = spoil()
    lines = [good, line(TEXT, bad, entry(TEXT, "Sales"))]
    report = bring(session, lines, skip_invalid=True)
    assert len(report.problems) == 1
    assert sorted(a.quote for a in annotations(session)) == ["Nobody was hurt", "Sales"]


def test_every_problem_of_a_file_is_reported(session, bring):
    lines = [line(TEXT, wrong_quote(), unknown_tag()), line(OTHER), "no object"]
    report = bring(session, lines)
    assert len(report.problems) == 3


def test_a_relation_to_what_is_not_there_is_refused(session, bring):
    one = entry(TEXT, "He denied it", "denial")
    lost = link(one, {"id": new_id()})
    report = bring(session, [line(TEXT, one, relations=[lost])])
    assert "neither in the file nor in the project" in report.problems[0].reason
    assert session.documents() == []


def test_a_relation_to_itself_is_refused(session, bring):
    one = entry(TEXT, "He denied it", "denial")
    loop = link(one, one)
    report = bring(session, [line(TEXT, one, relations=[loop])])
    assert "to itself" in report.problems[0].reason


def test_a_relation_to_an_annotation_that_was_refused_is_refused(session, bring):
    one, two = entry(TEXT, "He denied it", "denial"), wrong_quote()
    relation = link(one, two)
    lines = [line(TEXT, one, two, relations=[relation])]
    report = bring(session, lines, skip_invalid=True)
    assert len(report.problems) == 2
    assert report.relations == 0
    assert len(annotations(session)) == 1


def test_annotations_of_a_text_that_is_nowhere_are_refused(session, bring):
    report = bring(session, [line(TEXT, entry(TEXT, "4%"), text=None)])
    assert "import the text first" in report.problems[0].reason


def test_annotations_find_their_text_in_the_project(session, bring, new_document):
    document = new_document(TEXT)
    session.apply(Edit("Import", (Change(None, document),)))
    bring(session, [line(TEXT, entry(TEXT, "4%"), text=None)])
    assert annotations(session)[0].document_id == document.id


def test_a_file_without_a_format_of_its_own_is_no_dataset(tmp_path):
    assert dataset_format(tmp_path / "a.txt", None) is None
    with pytest.raises(UnknownNameError, match="no format named"):
        dataset_format(tmp_path / "a.txt", "vhs")


def test_a_missing_file_is_an_error_in_words(session, bring, tmp_path):
    with pytest.raises(FormatError, match="missing"):
        bring(session, tmp_path / "missing.jsonl")


# Again ---------------------------------------------------------------------


def test_importing_twice_adds_nothing(session, bring):
    one, two = entry(TEXT, "He denied it", "denial"), entry(TEXT, "4%", "figure")
    relation = link(one, two)
    lines = [line(TEXT, one, two, relations=[relation])]
    bring(session, lines)
    before = all_rows(session)
    report = bring(session, lines)
    assert report.summary() == "Added nothing. 4 in the project already."
    assert all_rows(session) == before


def test_importing_twice_adds_nothing_where_two_people_have_one_name(
    session, bring, taken, tmp_path
):
    bring(session, [line(TEXT, entry(TEXT, "4%", annotator="Ada"))])
    bring(
        session,
        [line(OTHER, entry(OTHER, "Nobody", annotator=""), name="b.txt")],
    )
    assert [p.name for p in session.people().values()] == ["Ada", "Ada"]
    taken(session, tmp_path / "out.jsonl")
    before = all_rows(session)
    report = bring(session, tmp_path / "out.jsonl")
    assert report.problems == []
    assert all_rows(session) == before


def test_the_same_text_under_another_name_is_not_added_again(session, bring):
    bring(session, [line(TEXT)])
    lines = [line(TEXT, entry(TEXT, "4%"), name="other.txt")]
    report = bring(session, lines)
    assert (report.documents, report.known, report.annotations) == (0, 1, 1)
    assert len(session.documents()) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"tag": "quote"},
        {"note": "other"},
        {"attributes": {"source": "x"}},
        {"annotator": "Cy"},
        {"spans": [[0, 5]], "quote": "Sales"},
    ],
)
def test_an_annotation_that_says_something_else_under_a_known_id_is_refused(
    session, bring, change
):
    one = entry(TEXT, "4%", "claim")
    bring(session, [line(TEXT, one)])
    before = annotations(session)
    report = bring(session, [line(TEXT, one | change)])
    assert "says something else; it is left as it is" in report.problems[0].reason
    assert annotations(session) == before


def test_a_relation_that_says_something_else_under_a_known_id_is_refused(
    session, bring
):
    one, two = entry(TEXT, "He denied it", "denial"), entry(TEXT, "4%", "figure")
    relation = link(one, two)
    bring(session, [line(TEXT, one, two, relations=[relation])])
    turned = relation | {"source": two["id"], "target": one["id"]}
    report = bring(session, [line(TEXT, one, two, relations=[turned])])
    assert "says something else" in report.problems[0].reason


def test_an_id_another_text_has_already_is_not_taken(session, bring):
    first = line(TEXT)
    bring(session, [first])
    bring(session, [line(OTHER, id=first["id"], name="b.txt")])
    assert len({info.id for info in session.documents()}) == 2


# Names ---------------------------------------------------------------------


def test_unknown_names_are_added_when_asked(session, bring):
    one = entry(TEXT, "He denied it", "rumour", attributes={"mood": "glad"})
    two = entry(TEXT, "4%", "RUMOUR", attributes={"Mood": "sad"})
    relation = link(one, two, "echoes")
    lines = [line(TEXT, one, two, relations=[relation])]
    report = bring(session, lines, add_tags=True)
    assert report.problems == []
    codebook = session.codebook
    rumour = codebook.tag_named("rumour")
    assert rumour.id == derived_id("tag", "rumour")
    assert {a.tag_id for a in annotations(session)} == {rumour.id}
    assert [a.name for a in codebook.attributes].count("mood") == 1
    assert codebook.relation_types[-1].name == "echoes"
    before = all_rows(session)
    bring(session, lines, add_tags=True)
    assert all_rows(session) == before


def test_the_import_of_new_names_is_undone_as_a_whole(session, bring):
    lines = [line(TEXT, entry(TEXT, "4%", "rumour"))]
    bring(session, lines, add_tags=True)
    session.undo()
    assert session.documents() == []
    assert session.codebook.tag_named("rumour") is None
    session.redo()
    assert not session.codebook.tag_named("rumour").retired
    assert len(annotations(session)) == 1


# What was deleted ----------------------------------------------------------


def test_a_deleted_document_comes_back_with_its_annotations(session, bring):
    lines = [line(TEXT, entry(TEXT, "4%"))]
    bring(session, lines)
    before = [a.id for a in annotations(session)]
    session.undo()
    report = bring(session, lines)
    assert report.summary() == "Added 1 document and 1 annotation."
    assert [a.id for a in annotations(session)] == before
    assert check(session) == []


def test_a_deleted_annotation_comes_back_as_the_file_has_it(session, bring):
    one = entry(TEXT, "4%")
    bring(session, [line(TEXT, one)])
    session.apply(edits.delete(annotations(session)[0], []))
    changed = one | {"tag": "figure", "spans": [[0, 5]], "quote": "Sales"}
    bring(session, [line(TEXT, changed)])
    (annotation,) = annotations(session)
    assert (annotation.id, annotation.quote) == (one["id"], "Sales")
    assert check(session) == []


def test_a_deleted_annotation_does_not_change_hands(session, bring):
    one = entry(TEXT, "4%")
    bring(session, [line(TEXT, one)])
    session.apply(edits.delete(annotations(session)[0], []))
    report = bring(session, [line(TEXT, one | {"annotator": "Cy"})])
    assert "belongs to another annotator" in report.problems[0].reason
    assert annotations(session) == []


def test_a_deleted_annotation_does_not_move_to_another_document(session, bring):
    one = entry(TEXT, "said")
    bring(session, [line(TEXT, one)])
    session.apply(edits.delete(annotations(session)[0], []))
    moved = entry(OTHER, "said", id=one["id"])
    report = bring(session, [line(OTHER, moved, name="b.txt")])
    assert "belongs to another document" in report.problems[0].reason


def check(session):
    checker = session.project.checker
    return [*checker.structure(), *checker.content(lambda *step: None)]


# Across documents ----------------------------------------------------------


def test_relations_lead_across_documents_and_lines(session, bring):
    denial = entry(TEXT, "He denied it", "denial")
    claim = entry(OTHER, "Nobody was hurt")
    relation = link(denial, claim)
    # The target stands in a later line.
    lines = [line(TEXT, denial, relations=[relation]), line(OTHER, claim, name="b")]
    report = bring(session, lines)
    assert (report.relations, report.problems) == (1, [])
    assert [r.id for r in session.relations_of(claim["id"])] == [relation["id"]]


def test_a_relation_may_lead_to_an_annotation_that_came_before(session, bring):
    claim = entry(OTHER, "Nobody was hurt")
    bring(session, [line(OTHER, claim)])
    denial = entry(TEXT, "He denied it", "denial")
    relation = link(denial, claim)
    report = bring(session, [line(TEXT, denial, relations=[relation])])
    assert (report.relations, report.problems) == (1, [])


def test_an_import_prepared_beside_another_one_is_not_written_twice(
    session, bring, tmp_path
):
    path = write(tmp_path / "a.jsonl", [line(TEXT, entry(TEXT, "4%"))])
    with Project.open_read_only(session.path) as reader:
        prepared = prepare_dataset(
            reader,
            path,
            dataset_format(path, None),
            annotator=session.me,
            add_tags=False,
            skip_invalid=False,
            monitor=Unwatched(),
        )
    bring(session, path)
    before = all_rows(session)
    with pytest.raises(StaleError):
        session.apply(Edit("Again", prepared.edit.changes))
    assert all_rows(session) == before


def test_somebody_else_s_import_is_not_mine_to_undo(
    session, new_session, bring, settings
):
    bring(session, [line(TEXT)])
    session.close()
    other = Settings(name="Bo")
    with open_project(session.path, other) as theirs:
        assert theirs.undoable is None
        assert len(theirs.documents()) == 1


def test_a_deleted_tag_comes_back_with_the_annotations_that_need_it(session, bring):
    quote = session.codebook.tag_named("quote")
    usage = session.codebook_usage()
    session.apply(codebook_edits.delete(session.codebook, quote, usage))
    lines = [line(TEXT, entry(TEXT, "4%", "quote"))]
    assert bring(session, lines).refused
    assert not bring(session, lines, add_tags=True).refused
    assert session.codebook.tag_named("quote").id == quote.id
    assert session.codebook_usage().tags == {quote.id: 1}
    session.undo()
    assert session.codebook.tag_named("quote") is None


def test_tags_that_are_added_move_the_version_on(session, bring):
    bring(session, [line(TEXT, entry(TEXT, "4%", "figure"))])
    assert session.codebook.version == "1"
    text = "Another text."
    bring(session, [line(text, entry(text, "text", "rumour"))], add_tags=True)
    assert session.codebook.version == "2"
