"""``annotator export`` and ``annotator formats``."""

import csv
import json
import os
from pathlib import Path

import pytest


@pytest.fixture
def target(tmp_path):
    return tmp_path / "out.jsonl"


def test_jsonl_comes_back_byte_for_byte(annotator, study, target, tmp_path):
    done = annotator("export", study, target, "--to", "jsonl")
    assert done.exit_code == 0
    assert done.stdout.startswith("Wrote 2 documents, 3 annotations and 0 relations")
    again = tmp_path / "again.annotator"
    annotator("new", again)
    annotator("import", again, target)
    annotator("export", again, tmp_path / "again.jsonl", "--to", "jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == target.read_bytes()


def test_the_offsets_slice_the_tagged_words_out_of_the_text(annotator, study, target):
    annotator("export", study, target, "--to", "jsonl")
    document = json.loads(target.read_text(encoding="utf-8").splitlines()[0])
    found = {
        document["text"][start:end]
        for annotation in document["annotations"]
        for start, end in annotation["spans"]
    }
    assert found == {"Sales rose 😀 by 4%", "4%"}


def test_csv_says_what_it_cannot_keep(annotator, study, tmp_path):
    done = annotator("export", study, tmp_path / "out.csv", "--to", "csv")
    assert done.exit_code == 0
    assert "Not kept: 2 document texts.\n" in done.stderr
    assert "Not kept: 1 metadata.\n" in done.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        quotes = [row["quote"] for row in csv.DictReader(file)]
    assert quotes == ["Sales rose 😀 by 4%", "4%", "300 people"]


def test_layers_choose_whose_annotations(annotator, study, target):
    annotator("export", study, target, "--to", "jsonl", "--layer", "bo")
    assert [*_annotators(target)] == ["Bo"]
    annotator(
        "export", study, target, "--to", "jsonl", "--layer", "Bo", "--layer", "Ada"
    )
    assert set(_annotators(target)) == {"Ada", "Bo"}


def _annotators(target):
    for line in target.read_text(encoding="utf-8").splitlines():
        for annotation in json.loads(line)["annotations"]:
            yield annotation["annotator"]


def test_strict_writes_what_loses_nothing(annotator, study, target):
    done = annotator("export", study, target, "--to", "jsonl", "--strict")
    assert done.exit_code == 0
    loose = target.with_name("loose.jsonl")
    annotator("export", study, loose, "--to", "jsonl")
    assert target.read_bytes() == loose.read_bytes()


def test_strict_writes_nothing_where_something_would_be_lost(
    annotator, study, tmp_path
):
    target = tmp_path / "out.csv"
    before = set(tmp_path.iterdir())
    done = annotator("export", study, target, "--to", "csv", "--strict")
    assert done.exit_code == 3
    assert done.stdout == ""
    assert "CSV table would not keep 2 document texts, 1 metadata." in done.stderr
    assert set(tmp_path.iterdir()) == before


def test_strict_leaves_the_old_export_alone(annotator, study, tmp_path):
    target = tmp_path / "out.csv"
    target.write_text("old", encoding="utf-8")
    assert annotator("export", study, target, "--to", "csv", "--strict").exit_code == 3
    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_a_folder_that_is_not_there_is_refused(annotator, study, tmp_path, strict):
    target = tmp_path / "gone" / "out.jsonl"
    done = annotator("export", study, target, "--to", "jsonl", *strict)
    assert done.exit_code == 1
    assert f"{target} could not be written" in done.stderr


@pytest.mark.parametrize("strict", [[], ["--strict"]])
def test_a_folder_is_not_replaced_by_an_export(annotator, study, tmp_path, strict):
    (tmp_path / "texts" / "kept.txt").touch()
    done = annotator("export", study, tmp_path / "texts", "--to", "jsonl", *strict)
    assert done.exit_code == 1
    assert "it is a folder" in done.stderr
    assert (tmp_path / "texts" / "kept.txt").exists()


def test_the_project_itself_is_not_replaced_by_an_export(annotator, study, counts):
    link = study.with_name("link.jsonl")
    link.symlink_to(study)
    for target in (study, link):
        done = annotator("export", study, target, "--to", "jsonl")
        assert done.exit_code == 1
        assert "name of a project" in done.stderr
    assert counts(study) == (2, 3)


def test_another_project_is_not_replaced_by_an_export(annotator, study, tmp_path):
    other = tmp_path / "other.annotator"
    annotator("new", other)
    before = other.read_bytes()
    assert annotator("export", study, other, "--to", "jsonl").exit_code == 1
    assert other.read_bytes() == before


def test_an_unknown_format_names_those_known(annotator, study, target):
    done = annotator("export", study, target, "--to", "vhs")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "There is no format named “vhs”.\nThe formats are: jsonl, csv, brat"
    )
    assert not target.exists()


def test_an_unknown_layer_names_those_known(annotator, study, target):
    done = annotator("export", study, target, "--to", "jsonl", "--layer", "Eve")
    assert done.exit_code == 1
    assert done.stderr.startswith("The project has no layer called “Eve”.\n")
    assert done.stderr.endswith("Ada, Bo.\n")
    assert not target.exists()


def test_a_format_must_be_named(annotator, study, target):
    assert annotator("export", study, target).exit_code == 2


def test_a_name_of_odd_bytes_is_written_and_printed(annotator, study, tmp_path):
    target = tmp_path / os.fsdecode(b"odd\xff.jsonl")
    done = annotator("export", study, target, "--to", "jsonl")
    assert done.exit_code == 0
    assert "odd?.jsonl." in done.stdout
    assert target.exists()


# Formats -------------------------------------------------------------------


def test_formats_says_what_each_keeps_and_loses(annotator):
    shown = annotator("formats").stdout
    assert "jsonl  JSON Lines (.jsonl), read and written\n" in shown
    assert "    loses  texts, metadata, relations, verdicts\n" in shown


def test_the_table_in_the_documentation_is_the_one_the_program_prints(annotator):
    table = annotator("formats", "--markdown").stdout
    documentation = Path(__file__).parents[2] / "docs" / "formats.md"
    assert f"\n\n{table}\n" in documentation.read_text(encoding="utf-8")


def test_a_folder_of_brat_is_written_and_read_again(annotator, study, tmp_path):
    target = tmp_path / "out.brat"
    done = annotator("export", study, target, "--to", "brat")
    assert done.exit_code == 0
    assert "Not kept: 3 times.\n" in done.stderr
    again = tmp_path / "again.annotator"
    annotator("new", again)
    done = annotator("import", again, target, "--add-tags")
    assert done.stdout == "Added 2 documents and 3 annotations.\n"
    done = annotator("import", again, target)
    assert done.stdout == "Added nothing. 5 in the project already.\n"


def test_strict_writes_no_folder_that_would_lose_anything(annotator, study, tmp_path):
    done = annotator("export", study, tmp_path / "out", "--to", "brat", "--strict")
    assert done.exit_code == 3
    assert not (tmp_path / "out").exists()


def test_strict_writes_a_folder_that_loses_nothing(annotator, tmp_path):
    empty = tmp_path / "empty.annotator"
    annotator("new", empty)
    done = annotator("export", empty, tmp_path / "out", "--to", "brat", "--strict")
    assert done.exit_code == 0
    assert (tmp_path / "out" / "annotation.conf").exists()


def test_strict_writes_both_files_of_label_studio(annotator, study, tmp_path):
    target = tmp_path / "out.labelstudio.json"
    done = annotator("export", study, target, "--to", "label-studio", "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert target.exists()
    assert (tmp_path / "out.labelstudio.xml").exists()


def test_formats_can_be_read_by_a_program(annotator):
    rows = {
        row["name"]: row for row in json.loads(annotator("formats", "--json").stdout)
    }
    assert list(rows["csv"]) == ["name", "title", "suffix", "reads", "writes", "keeps"]
    assert rows["csv"]["keeps"]["texts"] is False
    assert rows["jsonl"]["keeps"]["several_spans"] is True
