"""The commands that need Qt hand over to what was put in for them."""

from pathlib import Path

from annotator import __version__


def test_no_argument_opens_the_window_with_the_start_page(annotator, faces):
    assert annotator().exit_code == 0
    assert faces.calls == [("window", None, False)]


def test_a_project_alone_opens_the_window_with_it(annotator, faces, study):
    assert annotator(study).exit_code == 0
    assert faces.calls == [("window", study, False)]


def test_open_is_the_word_that_may_be_left_out(annotator, faces, study):
    assert annotator("open", study).exit_code == 0
    assert faces.calls == [("window", study, False)]


def test_sample_opens_the_window_with_the_sample(annotator, faces):
    assert annotator("--sample").exit_code == 0
    assert faces.calls == [("window", None, True)]


def test_a_project_and_the_sample_at_once_are_wrong_usage(annotator, faces, study):
    assert annotator(study, "--sample").exit_code == 2
    assert faces.calls == []


def test_a_project_that_is_not_there_opens_no_window(annotator, faces, tmp_path):
    done = annotator(tmp_path / "nowhere.annotator")
    assert done.exit_code == 1
    assert "There is no file at" in done.stderr
    assert "annotator new" in done.stderr
    assert faces.calls == []


def test_the_ending_of_a_project_may_be_left_out(annotator, faces, study):
    assert annotator(study.with_suffix("")).exit_code == 0
    assert faces.calls == [("window", study, False)]


def test_a_folder_of_the_same_name_does_not_hide_the_project(annotator, faces, study):
    study.with_suffix("").mkdir()
    assert annotator(study.with_suffix("")).exit_code == 0
    assert faces.calls == [("window", study, False)]


def test_the_exit_code_of_the_window_is_that_of_the_program(annotator, faces):
    faces.code = 1
    assert annotator().exit_code == 1


def test_the_tour_is_given_its_folder(annotator, faces, tmp_path):
    assert annotator("tour", "--output", tmp_path).exit_code == 0
    assert faces.calls == [("tour", tmp_path)]


def test_the_tour_has_a_folder_of_its_own_by_default(annotator, faces):
    annotator("tour")
    assert faces.calls == [("tour", Path("annotator-tour"))]


def test_the_exit_code_of_the_tour_is_that_of_the_program(annotator, faces):
    faces.code = 1
    assert annotator("tour").exit_code == 1


def test_the_pictures_are_taken_instead_of_the_tour(annotator, faces, tmp_path):
    assert annotator("tour", "--screenshots", tmp_path).exit_code == 0
    assert faces.calls == [("pictures", tmp_path)]


def test_version_is_printed(annotator):
    done = annotator("--version")
    assert (done.exit_code, done.stdout) == (0, f"annotator {__version__}\n")


def test_an_unknown_option_is_wrong_usage(annotator, faces):
    done = annotator("--nonsense")
    assert done.exit_code == 2
    assert "--nonsense" in done.stderr
    assert faces.calls == []
