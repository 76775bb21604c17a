"""``annotator new``, ``check``, ``backup`` and ``restore``."""

import json
import os

import pytest

CODEBOOK_WORDS = "claim, denial, figure, quote"


@pytest.fixture
def damaged(study):
    """The study with one letter of a text changed behind SQLite's back."""
    content = study.read_bytes()
    place = content.rindex(b"never promised")
    study.write_bytes(content[:place] + b"N" + content[place + 1 :])
    return study


# New -----------------------------------------------------------------------


def test_new_makes_a_project_with_the_four_tags(annotator, path):
    done = annotator("new", path)
    assert done.exit_code == 0
    assert done.stdout == (
        f"Made {path} with the codebook “Claims”: {CODEBOOK_WORDS}.\n"
    )
    assert path.is_file()


def test_new_adds_the_ending_of_projects(annotator, path):
    assert annotator("new", path.with_suffix("")).exit_code == 0
    assert path.is_file()


def test_new_leaves_an_existing_file_alone(annotator, path):
    path.write_text("mine", encoding="utf-8")
    done = annotator("new", path)
    assert done.exit_code == 1
    assert "There is a file at" in done.stderr
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_new_needs_a_name(annotator, name):
    done = annotator("new", name)
    assert done.exit_code == 1
    assert "is a folder, not a project file." in done.stderr


def test_new_takes_a_codebook_of_ones_own(annotator, path, root, tmp_path):
    text = (root / "seeds/codebooks/claims.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    text = text.replace('"denial"', '"rebuttal"')
    text = text.replace('role = "rebuttal"', 'role = "denial"')
    own.write_text(text, encoding="utf-8")
    done = annotator("new", path, "--codebook", own)
    assert done.exit_code == 0, done.stderr
    assert "claim, rebuttal, figure, quote." in done.stdout


@pytest.mark.parametrize("content", [None, b"[[tags", b"\xff\xfe"])
def test_a_codebook_that_cannot_be_read_makes_no_project(
    annotator, path, tmp_path, content
):
    own = tmp_path / "own.toml"
    if content:
        own.write_bytes(content)
    done = annotator("new", path, "--codebook", own)
    assert done.exit_code == 1
    assert "own.toml" in done.stderr
    assert not path.exists()


@pytest.mark.parametrize("title", ["", os.fsdecode(b"\xff")])
def test_a_title_that_cannot_be_stored_is_wrong_usage(annotator, path, title):
    assert annotator("new", path, "--title", title).exit_code == 2
    assert not path.exists()


# Check ---------------------------------------------------------------------


def test_check_says_that_all_is_well(annotator, study):
    done = annotator("check", study)
    assert done.exit_code == 0
    assert done.stdout == "2 documents, 3 annotations: all as written.\n"


def test_check_tells_a_program_that_all_is_well(annotator, study):
    done = annotator("check", study, "--json")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found == {"documents": 2, "annotations": 3, "damage": [], "hint": ""}


def test_check_finds_a_letter_changed_in_a_text(annotator, damaged):
    done = annotator("check", damaged)
    assert done.exit_code == 1
    assert "report.txt: the text's SHA-256 differs\n" in done.stdout


def test_check_names_the_newest_backup_of_a_damaged_project(annotator, damaged):
    done = annotator("check", damaged)
    (backup,) = damaged.with_name("study.backups").iterdir()
    assert f"annotator restore {backup} {damaged}" in done.stderr


def test_check_tells_a_program_what_is_damaged(annotator, damaged):
    done = annotator("check", damaged, "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert ("documents", "report.txt") in {
        (row["table"], row["document"]) for row in found["damage"]
    }
    assert found["documents"] is None
    assert "annotator restore" in found["hint"]


def test_a_restored_backup_is_whole_again(annotator, damaged, counts):
    (backup,) = damaged.with_name("study.backups").iterdir()
    assert annotator("restore", backup, damaged).exit_code == 0
    assert counts(damaged) == (2, 3)


# Backup and restore --------------------------------------------------------


def test_backup_goes_beside_the_project(annotator, study, counts):
    done = annotator("backup", study)
    assert done.exit_code == 0
    (copy,) = study.with_name("study.backups").glob("*-manual.annotator")
    assert str(copy) in done.stdout
    assert counts(copy) == (2, 3)


def test_backup_goes_where_one_says(annotator, study, tmp_path, counts):
    copy = tmp_path / "copy.annotator"
    assert annotator("backup", study, copy).exit_code == 0
    assert counts(copy) == (2, 3)


def test_backup_goes_into_a_folder(annotator, study, tmp_path, counts):
    (tmp_path / "stick").mkdir()
    assert annotator("backup", study, tmp_path / "stick").exit_code == 0
    assert counts(tmp_path / "stick" / "study.annotator") == (2, 3)


def test_backup_replaces_nothing(annotator, study, tmp_path):
    other = tmp_path / "other.annotator"
    other.write_text("mine", encoding="utf-8")
    done = annotator("backup", study, other)
    assert done.exit_code == 1
    assert "There is a file at" in done.stderr
    assert other.read_text(encoding="utf-8") == "mine"


def test_backup_to_a_folder_that_is_not_there_is_refused(annotator, study, tmp_path):
    done = annotator("backup", study, tmp_path / "gone" / "copy.annotator")
    assert done.exit_code == 1
    assert "No copy was made" in done.stderr


def test_restore_says_where_the_replaced_project_went(
    annotator, study, texts, tmp_path, counts
):
    copy = tmp_path / "copy.annotator"
    annotator("backup", study, copy)
    (texts / "third.txt").write_text("A third text.", encoding="utf-8")
    annotator("import", study, texts)
    assert counts(study) == (3, 3)
    done = annotator("restore", copy, study)
    assert done.exit_code == 0
    assert counts(study) == (2, 3)
    aside = study.with_name("study.backups") / "study-replaced-1.annotator"
    assert f"The project that was there is now {aside}.\n" in done.stdout
    assert counts(aside) == (3, 3)


def test_restore_makes_a_project_where_there_was_none(
    annotator, study, tmp_path, counts
):
    done = annotator("restore", study, tmp_path / "new")
    assert done.exit_code == 0
    assert done.stdout.count("\n") == 1
    assert counts(tmp_path / "new.annotator") == (2, 3)


def test_restore_refuses_a_backup_that_is_damaged(annotator, damaged, tmp_path):
    target = tmp_path / "target.annotator"
    done = annotator("restore", damaged, target)
    assert done.exit_code == 1
    assert "is damaged itself" in done.stderr
    assert not target.exists()


def test_restore_moves_no_folder_away(annotator, study, tmp_path):
    folder = tmp_path / "folder.annotator"
    folder.mkdir()
    (folder / "kept.txt").touch()
    done = annotator("restore", study, folder)
    assert done.exit_code == 1
    assert "is a folder, not a project file." in done.stderr
    assert (folder / "kept.txt").exists()


def test_restore_from_what_is_no_project_leaves_the_project_alone(
    annotator, study, texts, counts
):
    done = annotator("restore", texts / "report.txt", study)
    assert done.exit_code == 1
    assert "report.txt is not an annotator project." in done.stderr
    assert counts(study) == (2, 3)
