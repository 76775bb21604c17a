"""The command ``codebook``: show, import, export."""

import json

import pytest

from annotator.app.projects import load_codebook

ADDED = """
[[tags]]
name = "rumour"
color = "#6B7280"
mark = "◆"
"""


@pytest.fixture
def file(annotator, study, tmp_path):
    """The codebook of the study with one tag more."""
    target = tmp_path / "more.toml"
    done = annotator("codebook", "export", study, target)
    assert done.exit_code == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    target.write_text(text + ADDED, encoding="utf-8")
    return target


def shown(annotator, study):
    return json.loads(annotator("codebook", study, "--json").stdout)


def test_a_codebook_is_shown_with_version_hash_and_uses(annotator, study):
    lines = annotator("codebook", study).stdout.splitlines()
    assert lines[0] == "Claims, version 1"
    assert lines[1] == f"SHA-256 {load_codebook().sha256}"
    (figure,) = [line.split() for line in lines if line.startswith("figure ")]
    assert figure[1] == "2"


def test_a_codebook_is_printed_as_json(annotator, study):
    found = shown(annotator, study)
    assert found["sha256"] == load_codebook().sha256
    claim = found["tags"][0]
    assert (claim["name"], claim["role"], claim["uses"]) == ("claim", "claim", 1)
    cue = next(a for a in found["attributes"] if a["name"] == "cue")
    assert cue["tags"] == ["claim", "denial", "quote"]
    assert found["relations"][0]["from"] == ["denial"]


def test_the_word_show_may_be_written(annotator, study):
    assert (
        annotator("codebook", "show", study).stdout
        == annotator("codebook", study).stdout
    )


def test_an_export_is_the_codebook(annotator, study, tmp_path):
    target = tmp_path / "own.toml"
    done = annotator("codebook", "export", study, target)
    assert "“Claims”, version 1 (" in done.stdout
    assert load_codebook(target).sha256 == load_codebook().sha256


def test_an_export_does_not_replace_a_project(annotator, study):
    before = study.read_bytes()
    done = annotator("codebook", "export", study, study)
    assert done.exit_code == 1
    assert study.read_bytes() == before


def test_a_dry_run_says_what_an_import_would_do_and_does_nothing(
    annotator, study, file
):
    before = study.read_bytes()
    done = annotator("codebook", "import", study, file, "--dry-run")
    assert done.exit_code == 0
    assert "Add tag “rumour”" in done.stdout.splitlines()
    assert done.stderr == "Nothing was changed.\n"
    assert study.read_bytes() == before


def test_an_import_changes_the_codebook(annotator, study, file):
    done = annotator("codebook", "import", study, file)
    assert "Add tag “rumour”" in done.stdout.splitlines()
    found = shown(annotator, study)
    assert [tag["name"] for tag in found["tags"]][-1] == "rumour"
    assert found["version"] == "2"
    again = annotator("codebook", "import", study, file)
    assert "Add" not in again.stdout
    assert shown(annotator, study) == found


def test_a_file_that_is_no_codebook_changes_nothing(annotator, study, tmp_path):
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("name = 3", encoding="utf-8")
    before = study.read_bytes()
    done = annotator("codebook", "import", study, wrong)
    assert done.exit_code == 1
    assert "wrong.toml" in done.stderr
    assert study.read_bytes() == before


def test_a_dataset_of_another_codebook_is_imported_with_a_note(
    annotator, study, file, tmp_path
):
    target = tmp_path / "coded.jsonl"
    assert annotator("export", study, target, "--to", "jsonl").exit_code == 0
    same = annotator("import", study, target)
    assert "codebook" not in same.stderr + same.stdout
    annotator("codebook", "import", study, file)
    other = annotator("import", study, target)
    assert other.exit_code == 0
    assert "“Claims”, version 1 (" in other.stderr
    assert "“Claims”, version 2 (" in other.stderr
    assert "another codebook" in other.stdout
