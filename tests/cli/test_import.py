"""``annotator import``: what goes in, and that it is all or nothing."""

import json
import os

import pytest
from cli_data import entry, line, table

from annotator.app.edits import rename
from annotator.app.projects import open_project
from annotator.app.settings import SettingsFile
from annotator.model.annotation import Annotator
from annotator.model.change import Change, Edit
from annotator.model.ids import new_id
from annotator.model.times import utc_now


@pytest.fixture
def empty(annotator, path):
    assert annotator("new", path).exit_code == 0
    return path


@pytest.fixture
def dataset(tmp_path):
    """Writes a dataset and returns where it is."""

    def write(*lines, name="data.jsonl"):
        path = tmp_path / name
        path.write_text("".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def listed(annotator):
    """Returns the annotations of a project as the command line prints them."""

    def read(path):
        return json.loads(annotator("annotations", path, "--json").stdout)

    return read


def test_a_folder_and_a_file_go_in_together(annotator, empty, texts, tmp_path, counts):
    (tmp_path / "third.txt").write_text("A third text.", encoding="utf-8")
    done = annotator("import", empty, texts, tmp_path / "third.txt")
    assert (done.exit_code, done.stdout) == (0, "Added 3 documents.\n")
    assert counts(empty) == (3, 0)


def test_importing_texts_twice_adds_nothing(annotator, empty, texts, counts):
    annotator("import", empty, texts)
    done = annotator("import", empty, texts)
    assert done.exit_code == 0
    assert done.stdout == "Added nothing. 2 in the project already.\n"
    assert counts(empty) == (2, 0)


def test_importing_a_dataset_twice_adds_nothing(annotator, empty, dataset, counts):
    data = dataset(line(entry("4%", "figure")))
    annotator("import", empty, data)
    done = annotator("import", empty, data)
    assert done.exit_code == 0
    assert done.stdout.startswith("Added nothing. 2 in the project already.")
    assert counts(empty) == (1, 1)


def test_a_table_may_speak_of_texts_that_come_with_it(
    annotator, empty, texts, dataset, counts
):
    data = dataset(table(("figure", "4%")), name="data.csv")
    done = annotator("import", empty, data, texts)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == "Added 2 documents and 1 annotation.\n"
    assert counts(empty) == (2, 1)


def test_two_datasets_may_have_a_text_in_common(annotator, empty, dataset, counts):
    one = dataset(line(entry("4%", "figure", annotator="Ada")), name="one.jsonl")
    two = dataset(line(entry("4%", "figure", annotator="Bo")), name="two.jsonl")
    assert annotator("import", empty, one, two).exit_code == 0
    assert counts(empty) == (1, 2)


def test_what_is_refused_keeps_everything_else_out(
    annotator, empty, texts, dataset, counts
):
    good = dataset(line(entry("4%", "figure")), name="good.jsonl")
    bad = dataset(line(entry("4%", "nonsense")), name="bad.jsonl")
    done = annotator("import", empty, texts, good, bad)
    assert done.exit_code == 1
    assert "Nothing was imported." in done.stderr
    assert done.stdout == ""
    assert counts(empty) == (0, 0)


def test_skip_invalid_takes_the_rest_and_lists_what_was_left_out(
    annotator, empty, texts, dataset, counts
):
    data = dataset(line(entry("4%", "figure"), entry("Sales", "nonsense")))
    done = annotator("import", empty, texts, data, "--skip-invalid")
    assert done.exit_code == 0
    assert done.stderr.startswith("data.jsonl:1: the tag “nonsense” is not in")
    assert done.stdout.startswith("Added 2 documents and 1 annotation.")
    assert done.stdout.endswith(" 1 not usable.\n")
    assert counts(empty) == (2, 1)


def test_a_refused_import_can_be_mended_and_tried_again(
    annotator, empty, dataset, counts
):
    annotator("import", empty, dataset(line(entry("4%", "nonsense"))))
    done = annotator("import", empty, dataset(line(entry("4%", "figure"))))
    assert done.exit_code == 0
    assert counts(empty) == (1, 1)


def test_add_tags_adds_the_tags_the_codebook_lacks(annotator, empty, dataset, listed):
    data = dataset(line(entry("4%", "share")))
    assert annotator("import", empty, data, "--add-tags").exit_code == 0
    assert [found["tag"] for found in listed(empty)] == ["share"]


def test_annotations_that_name_nobody_are_ones_own(
    annotator, empty, dataset, listed, home
):
    annotator("import", empty, dataset(line(entry("4%", "figure"))))
    (found,) = listed(empty)
    assert found["annotator"]
    assert annotator("documents", empty, "--json").stdout.count("in progress") == 1


def test_annotator_names_whose_annotations_they_are(annotator, empty, dataset, listed):
    data = dataset(line(entry("4%", "figure"), entry("Sales", annotator="Bo")))
    done = annotator("import", empty, data, "--annotator", "Ada Lovelace")
    assert done.exit_code == 0
    names = {found["quote"]: found["annotator"] for found in listed(empty)}
    assert names == {"4%": "Ada Lovelace", "Sales": "Bo"}


def test_annotator_finds_a_person_whatever_the_case(annotator, study, dataset, listed):
    data = dataset(line(entry("Owners denied", "denial")))
    assert annotator("import", study, data, "--annotator", "aDA").exit_code == 0
    assert {found["annotator"] for found in listed(study)} == {"Ada", "Bo"}


def test_the_same_annotator_is_named_for_several_datasets(
    annotator, empty, dataset, listed
):
    one = dataset(line(entry("4%", "figure")), name="one.jsonl")
    two = dataset(line(entry("Sales")), name="two.jsonl")
    assert annotator("import", empty, one, two, "--annotator", "Eve").exit_code == 0
    assert [found["annotator"] for found in listed(empty)] == ["Eve", "Eve"]


def test_annotator_asks_which_of_two_of_the_same_name(
    annotator, study, dataset, new_person
):
    new_person(study, "Ada")
    data = dataset(line(entry("Owners denied", "denial")))
    done = annotator("import", study, data, "--annotator", "Ada")
    assert done.exit_code == 1
    assert "Several annotators are called “Ada”." in done.stderr
    one = done.stderr.split("Name one as: ")[1].split(", ")[0]
    assert annotator("import", study, data, "--annotator", one).exit_code == 0


@pytest.fixture
def new_person(settings):
    """Adds an annotator to a closed project."""

    def add(path, name):
        person = Annotator(
            id=new_id(), name=name, color="#00897B", created_at=utc_now()
        )
        with open_project(path, settings) as session:
            session.project.save(Edit("Join", (Change(None, person),)), by=None)

    return add


def test_ones_own_name_is_oneself(annotator, empty, dataset, home):
    me = SettingsFile().read().shown_name
    data = dataset(line(entry("4%", "figure")))
    assert annotator("import", empty, data, "--annotator", me.upper()).exit_code == 0
    assert "in progress" in annotator("documents", empty).stdout


def test_a_name_somebody_had_before_is_that_of_a_new_annotator(
    annotator, study, dataset, settings, listed
):
    data = dataset(line(entry("Owners denied", "denial")))
    annotator("import", study, data, "--annotator", "Eve")
    with open_project(study, settings) as session:
        (eve,) = (one for one in session.people().values() if one.name == "Eve")
        session.apply(rename(eve, "Eva"))
    more = dataset(line(entry("Monday", "claim")), name="more.jsonl")
    assert annotator("import", study, more, "--annotator", "Eve").exit_code == 0
    names = {found["quote"]: found["annotator"] for found in listed(study)}
    assert names["Owners denied"] == "Eva"
    assert names["Monday"] == "Eve"


def test_an_import_without_a_backup_says_why(annotator, empty, texts):
    empty.with_name("study.backups").touch()
    done = annotator("import", empty, texts)
    assert done.exit_code == 0
    assert "No backup was made" in done.stderr


def test_as_reads_a_dataset_whatever_its_ending(annotator, empty, dataset, counts):
    data = dataset(line(entry("4%", "figure")), name="data.txt")
    assert annotator("import", empty, data, "--as", "jsonl").exit_code == 0
    assert counts(empty) == (1, 1)


def test_encoding_is_that_of_the_texts(annotator, empty, tmp_path):
    (tmp_path / "old.txt").write_bytes("Café".encode("cp1252"))
    old = tmp_path / "old.txt"
    assert annotator("import", empty, old, "--encoding", "cp1252").exit_code == 0
    (found,) = json.loads(annotator("documents", empty, "--json").stdout)
    assert found["length"] == 4


def test_the_import_is_kept_in_a_backup(annotator, empty, texts):
    annotator("import", empty, texts)
    assert list(empty.with_name("study.backups").glob("*-session.annotator"))


def test_each_dataset_can_be_undone_by_itself(annotator, empty, texts, dataset, counts):
    data = dataset(table(("figure", "4%")), name="data.csv")
    annotator("import", empty, texts, data)
    with open_project(empty, SettingsFile().read()) as session:
        assert session.undoable.title == "Import data.csv"
        session.undo()
    assert counts(empty) == (2, 0)


# What cannot be used -------------------------------------------------------


def refused(done, *words):
    assert done.exit_code == 1
    assert done.stdout == ""
    for word in words:
        assert word in done.stderr


def test_offsets_outside_the_text_are_refused_with_file_and_line(
    annotator, empty, dataset, counts
):
    wrong = entry("4%", "figure") | {"spans": [[100, 5000]], "quote": None}
    done = annotator("import", empty, dataset("\n", line(wrong)))
    refused(done, "data.jsonl:2: ", "100–5000 is not within the text")
    assert counts(empty) == (0, 0)


def test_a_quote_that_is_not_in_the_text_is_refused(annotator, empty, dataset, counts):
    wrong = entry("4%", "figure") | {"quote": "5%"}
    refused(
        annotator("import", empty, dataset(line(wrong))),
        "data.jsonl:1: the text of “report.txt” has “4%”",
        "quotes “5%”",
    )
    assert counts(empty) == (0, 0)


def test_an_unknown_tag_is_refused_with_the_way_to_add_it(annotator, empty, dataset):
    done = annotator("import", empty, dataset(line(entry("4%", "share"))))
    refused(done, "data.jsonl:1: the tag “share”", "--add-tags")


def test_annotations_of_a_text_nobody_has_are_refused(annotator, empty, dataset):
    data = dataset(table(("figure", "4%")), name="data.csv")
    refused(annotator("import", empty, data), "data.csv:2: ", "import the text first")


def test_offsets_of_a_browser_are_recognised_where_the_text_is_in_the_project(
    annotator, empty, dataset
):
    annotator("import", empty, dataset("😀 One 😀 two", name="page.txt"))
    selectors = [
        {"type": "TextPositionSelector", "start": 10, "end": 13},
        {"type": "TextQuoteSelector", "exact": "two"},
    ]
    theirs = {
        "id": "http://example.org/1",
        "type": "Annotation",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": "claim"},
        "target": {"source": "http://example.org/page.txt", "selector": selectors},
    }
    data = dataset(json.dumps(theirs), name="theirs.jsonld")
    done = annotator("import", empty, data)
    assert done.stdout == "Added 1 annotation.\n"
    assert done.stderr == "theirs.jsonld: offsets count UTF-16 units.\n"


def test_an_unknown_format_is_refused_naming_those_known(annotator, empty, texts):
    done = annotator("import", empty, texts / "report.txt", "--as", "vhs")
    refused(done, "There is no format named “vhs”.", "jsonl, csv")


def test_of_many_problems_the_first_fifty_are_listed(annotator, empty, dataset):
    wrong = [entry("4%", f"tag{number}") for number in range(60)]
    done = annotator("import", empty, dataset(line(*wrong)))
    assert done.stderr.count("data.jsonl:1: ") == 50
    assert "and 10 more\n" in done.stderr


def test_a_file_that_is_not_there_is_refused(annotator, empty, texts, tmp_path, counts):
    done = annotator("import", empty, texts, tmp_path / "gone.txt", "--skip-invalid")
    refused(done, f"There is no file {tmp_path / 'gone.txt'}.", "Nothing was imported.")
    assert counts(empty) == (0, 0)


def test_no_path_at_all_is_wrong_usage(annotator, empty):
    assert annotator("import", empty).exit_code == 2


@pytest.mark.parametrize("name", ["", "  ", os.fsdecode(b"\xff")])
def test_a_name_that_cannot_be_stored_is_wrong_usage(annotator, empty, texts, name):
    assert annotator("import", empty, texts, "--annotator", name).exit_code == 2


def test_a_folder_without_texts_is_refused(annotator, empty, tmp_path):
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"\x89PNG")
    done = annotator("import", empty, tmp_path / "pictures")
    refused(done, "There are no texts in the folder", ".txt")


def test_an_empty_text_is_refused(annotator, empty, tmp_path):
    (tmp_path / "empty.txt").touch()
    refused(annotator("import", empty, tmp_path / "empty.txt"), "empty.txt is empty.")


def test_a_text_that_is_not_unicode_is_refused_with_a_guess(annotator, empty, tmp_path):
    (tmp_path / "old.txt").write_bytes("It cost £5 in Zürich".encode("cp1252"))
    refused(
        annotator("import", empty, tmp_path / "old.txt"),
        "old.txt is not UTF-8",
        "--encoding cp1252",
    )


def test_a_wrong_encoding_is_refused(annotator, empty, tmp_path):
    (tmp_path / "old.txt").write_bytes("Zürich".encode("cp1252"))
    done = annotator("import", empty, tmp_path / "old.txt", "--encoding", "ascii")
    refused(done, "old.txt is not ascii", "--encoding")


def test_an_encoding_nobody_knows_is_refused(annotator, empty, tmp_path):
    (tmp_path / "old.txt").write_bytes("Zürich".encode("cp1252"))
    done = annotator("import", empty, tmp_path / "old.txt", "--encoding", "klingon")
    refused(done, "“klingon” is not an encoding of texts.")


def test_one_bad_text_in_a_folder_is_named_and_keeps_the_others_out(
    annotator, empty, texts, counts
):
    (texts / "empty.txt").touch()
    done = annotator("import", empty, texts)
    refused(done, f"{texts / 'empty.txt'}: empty.txt is empty.", "--skip-invalid")
    assert counts(empty) == (0, 0)


def test_one_bad_text_in_a_folder_can_be_left_out(annotator, empty, texts, counts):
    (texts / "empty.txt").touch()
    done = annotator("import", empty, texts, "--skip-invalid")
    assert done.exit_code == 0
    assert "empty.txt is empty." in done.stderr
    assert counts(empty) == (2, 0)


def test_a_dataset_that_is_none_is_refused(annotator, empty, dataset):
    data = dataset("colour,size\nred,5\n", name="data.csv")
    done = annotator("import", empty, data)
    refused(done, "has no column “text”; it has “colour”, “size”", "--text-column")
    assert "Mend what is listed" not in done.stderr


def test_a_dataset_that_is_none_can_be_left_out(
    annotator, empty, texts, dataset, counts
):
    data = dataset("colour,size\nred,5\n", name="data.csv")
    done = annotator("import", empty, texts, data, "--skip-invalid")
    assert done.exit_code == 0
    assert "has no column" in done.stderr
    assert counts(empty) == (2, 0)


def test_a_folder_is_no_dataset(annotator, empty, texts):
    done = annotator("import", empty, texts, "--as", "jsonl")
    refused(done, str(texts), "is a folder")


def test_a_text_nobody_may_read_is_refused(annotator, empty, texts):
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    (texts / "report.txt").chmod(0)
    done = annotator("import", empty, texts / "report.txt")
    refused(done, "You may not read")


def test_a_web_page_comes_in_with_its_article_or_as_a_whole(
    annotator, empty, tmp_path, counts
):
    page = tmp_path / "page.html"
    story = "".join(
        f"<p>Prices rose by {n} per cent, the minister of {n} harbours said.</p>"
        for n in range(9)
    )
    page.write_text(f"<body><nav>Menu</nav><article>{story}</article></body>")
    assert annotator("import", empty, page).stdout == "Added 1 document.\n"
    whole = annotator("import", empty, page, "--whole-page")
    assert (whole.exit_code, counts(empty)) == (0, (2, 0))


def test_a_table_without_annotations_brings_texts(annotator, empty, dataset, counts):
    data = dataset("title,text\nA,First text.\nB,Second text.\n", name="news.csv")
    done = annotator("import", empty, data)
    assert (done.exit_code, done.stdout) == (0, "Added 2 documents.\n")
    assert counts(empty) == (2, 0)


def test_the_columns_of_a_table_can_be_named(annotator, empty, dataset):
    data = dataset("head,story\nBig,First text.\n", name="news.csv")
    refused = annotator("import", empty, data)
    assert refused.exit_code != 0
    assert "--text-column NAME" in refused.stderr
    named = ("--text-column", "story", "--title-column", "head")
    assert annotator("import", empty, data, *named).exit_code == 0
    (shown,) = json.loads(annotator("documents", empty, "--json").stdout)
    assert shown["title"] == "Big"


def test_a_row_without_text_stops_the_import_unless_it_is_left_out(
    annotator, empty, dataset, counts
):
    data = dataset("title,text\nA,First text.\nB,\n", name="news.csv")
    refused = annotator("import", empty, data)
    assert refused.exit_code == 1
    assert "news.csv:3: its “text” is empty" in refused.stderr
    assert counts(empty) == (0, 0)
    assert annotator("import", empty, data, "--skip-invalid").exit_code == 0
    assert counts(empty) == (1, 0)
