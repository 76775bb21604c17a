"""``annotator documents`` and ``annotator annotations``."""

import json
from uuid import UUID

import pytest
from cli_data import DEBATE, REPORT, entry, line

from annotator.model.document import text_sha256


@pytest.fixture
def documents(annotator):
    def read(path):
        return json.loads(annotator("documents", path, "--json").stdout)

    return read


@pytest.fixture
def annotations(annotator):
    def read(path, *options):
        done = annotator("annotations", path, "--json", *options)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return read


@pytest.fixture
def same_name(annotator, study, tmp_path):
    """The study with a second document called report.txt."""
    other = tmp_path / "other.jsonl"
    text = "Another report."
    other.write_text(
        line(entry("Another", text=text, annotator="Ada"), text=text), encoding="utf-8"
    )
    annotator("import", study, other)
    return study


def test_documents_are_listed_with_all_that_is_known_of_them(documents, study):
    first, second = documents(study)
    assert list(first) == [
        *("id", "name", "title", "sha256", "length", "annotations", "status"),
        "metadata",
    ]
    assert first | {"id": ""} == {
        "id": "",
        "name": "report.txt",
        "title": "Sales are up",
        "sha256": text_sha256(REPORT),
        "length": len(REPORT),
        "annotations": 2,
        "status": "new",
        "metadata": {"title": "Sales are up", "outlet": "Courier"},
    }
    assert second["title"] == "debate.md"


def test_documents_are_aligned_for_reading(annotator, study):
    head, first, second = annotator("documents", study).stdout.splitlines()
    assert head.split() == ["id", "status", "annotations", "length", "name", "title"]
    assert first.index("report.txt") == second.index("debate.md") == head.index("name")
    assert first.split()[1:4] == ["new", "2", str(len(REPORT))]


def test_wide_characters_keep_the_columns_aligned(annotator, study, tmp_path):
    text = "东京。Tokyo."
    data = tmp_path / "wide.jsonl"
    data.write_text(
        line(
            entry("Tokyo", text=text),
            text=text,
            name="东京.txt",
            metadata={"title": "Title"},
        ),
        encoding="utf-8",
    )
    annotator("import", study, data)
    head, _, _, wide = annotator("documents", study).stdout.splitlines()
    # Two characters that take two columns each.
    assert wide.index("Title") == head.index("title") - 2


def test_numbers_stand_below_one_another_to_the_right(annotator, study):
    head, first, second = annotator("documents", study).stdout.splitlines()
    end = head.index("annotations") + len("annotations")
    assert (first[end - 2 : end], second[end - 2 : end]) == (" 2", " 1")


def test_damaged_annotations_are_left_out_and_counted(annotator, annotations, study):
    content = study.read_bytes()
    place = content.index(b"300 people", content.rindex(b"Nobody counted") + 1)
    study.write_bytes(content[:place] + b"4" + content[place + 1 :])
    done = annotator("annotations", study)
    assert done.exit_code == 0
    assert "Left out: 1 damaged annotation. See: annotator check" in done.stderr
    assert "00 people" not in done.stdout


def test_an_empty_project_has_an_empty_list(annotator, path):
    annotator("new", path)
    assert json.loads(annotator("documents", path, "--json").stdout) == []
    assert json.loads(annotator("annotations", path, "--json").stdout) == []
    assert annotator("annotations", path).exit_code == 0


def test_annotations_have_the_keys_of_json_lines(
    annotator, annotations, study, tmp_path
):
    target = tmp_path / "out.jsonl"
    annotator("export", study, target, "--to", "jsonl")
    exported = [
        {"document": document["name"], "document_sha256": document["sha256"]} | found
        for document in map(json.loads, target.read_text("utf-8").splitlines())
        for found in document["annotations"]
    ]
    assert annotations(study) == exported
    assert list(annotations(study)[0]) == list(exported[0])


def test_annotations_are_aligned_for_reading(annotator, study):
    head, *rows = annotator("annotations", study).stdout.splitlines()
    assert head.split() == [
        *("id", "document", "start", "end", "tag", "annotator", "quote")
    ]
    assert [row[head.index("quote") :] for row in rows] == [
        *("Sales rose 😀 by 4%", "4%", "300 people")
    ]


def test_what_would_steer_a_terminal_is_not_printed(annotator, study, tmp_path):
    text = "red \x1b[31malert\x1b[0m\nnext line"
    data = tmp_path / "escape.jsonl"
    data.write_text(
        line(
            entry("\x1b[31malert\x1b[0m\nnext", text=text, annotator="A\u202eda"),
            text=text,
            name="a\x07b\u009b.txt",
        ),
        encoding="utf-8",
    )
    annotator("import", study, data)
    shown = (
        annotator("annotations", study).stdout + annotator("documents", study).stdout
    )
    assert "alert" in shown
    assert not set("\x1b\x07\u009b\u202e") & set(shown)
    assert len(shown.splitlines()) == 5 + 4


def test_annotations_of_one_tag(annotations, study):
    assert {found["quote"] for found in annotations(study, "--tag", "FIGURE")} == {
        *("4%", "300 people")
    }


def test_annotations_of_one_layer(annotations, study):
    assert [found["quote"] for found in annotations(study, "--layer", "Bo")] == ["4%"]


def test_tag_layer_and_document_narrow_one_another(annotations, study):
    found = annotations(
        study, *("--tag", "figure", "--layer", "Ada", "--document", "debate.md")
    )
    assert [one["quote"] for one in found] == ["300 people"]


@pytest.mark.parametrize("name", ["report.txt", "REPORT.TXT", "Sales are up"])
def test_a_document_goes_by_its_name_and_its_title(annotations, study, name):
    found = annotations(study, "--document", name)
    assert {one["document_sha256"] for one in found} == {text_sha256(REPORT)}


@pytest.mark.parametrize("digits", [6, 8, 32])
def test_a_document_goes_by_its_id_or_the_start_of_it(
    annotations, documents, study, digits
):
    wanted = documents(study)[1]
    found = annotations(study, "--document", wanted["id"][:digits].upper())
    assert {one["document_sha256"] for one in found} == {text_sha256(DEBATE)}


def test_an_id_may_be_written_with_dashes(annotations, documents, study):
    wanted = str(UUID(documents(study)[1]["id"]))
    found = annotations(study, "--document", wanted)
    assert {one["document_sha256"] for one in found} == {text_sha256(DEBATE)}


def test_fewer_than_six_digits_of_an_id_are_not_enough(annotator, documents, study):
    wanted = documents(study)[1]["id"][:5]
    done = annotator("annotations", study, "--document", wanted)
    assert done.exit_code == 1
    assert f"The project has no document “{wanted}”." in done.stderr


def test_an_unknown_document_lists_those_known(annotator, documents, study):
    done = annotator("annotations", study, "--document", "gone.txt")
    assert done.exit_code == 1
    assert "The project has no document “gone.txt”." in done.stderr
    for known in documents(study):
        assert f"{known['name']} ({known['id'][:8]})" in done.stderr


def test_a_name_of_two_documents_lists_both(annotator, documents, same_name):
    done = annotator("annotations", same_name, "--document", "report.txt")
    assert done.exit_code == 1
    assert "“report.txt” may be 2 documents." in done.stderr
    for known in documents(same_name):
        assert (known["id"][:8] in done.stderr) == (known["name"] == "report.txt")


def test_the_id_tells_two_documents_of_one_name_apart(
    annotations, documents, same_name
):
    wanted = documents(same_name)[2]
    found = annotations(same_name, "--document", wanted["id"][:8])
    assert [one["quote"] for one in found] == ["Another"]


def test_an_unknown_tag_lists_those_known(annotator, study):
    done = annotator("annotations", study, "--tag", "opinion")
    assert done.exit_code == 1
    assert done.stderr == (
        "The codebook has no tag “opinion”.\n"
        "Its tags are: claim, denial, figure, quote.\n"
    )


def test_an_unknown_layer_lists_those_known(annotator, study):
    done = annotator("annotations", study, "--layer", "Eve")
    assert done.exit_code == 1
    assert "The project has no layer called “Eve”.\nIts layers are: " in done.stderr
    assert done.stderr.endswith("Ada, Bo.\n")
