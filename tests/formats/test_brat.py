"""Folders of brat standoff: ours, those of the brat tutorials, and broken ones."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bundles import LABEL, annotation, bundle, golden

from annotator.errors import AnnotatorError, ExportError, FormatError
from annotator.formats import format_for
from annotator.formats.base import ImportProblem
from annotator.formats.brat import Brat
from annotator.model.bundle import Bundle


@pytest.fixture
def folder(tmp_path):
    """Return what makes a folder of files, from their contents by name."""

    def make(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(exist_ok=True)
            raw = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(raw)
        return tmp_path

    return make


def read(path):
    results = list(Brat().read(path))
    return (
        [r for r in results if isinstance(r, Bundle)],
        [str(r) for r in results if isinstance(r, ImportProblem)],
    )


def one(path):
    bundles, problems = read(path)
    (found,) = bundles
    return found, problems


# Writing -------------------------------------------------------------------


def test_one_person_has_no_folder_of_their_own(tmp_path):
    Brat().write([bundle([annotation()], "Sales rose.", name="a.txt")], tmp_path / "b")
    assert sorted(p.name for p in (tmp_path / "b").iterdir()) == [
        *("a.ann", "a.txt", "annotation.conf"),
        *("kb_shortcuts.conf", "tools.conf", "visual.conf"),
    ]
    assert (tmp_path / "b" / "a.ann").read_text() == "T1\tclaim 0 5\tSales\n"


def test_several_people_have_a_folder_each(tmp_path):
    people = [annotation("1"), annotation("2", annotator="Bob/../é")]
    Brat().write([bundle(people, "Sales rose.", name="a.txt")], tmp_path / "b")
    folders = sorted(p.name for p in (tmp_path / "b").iterdir() if p.is_dir())
    assert folders == ["Ada", "Bob_"]


def test_no_line_has_a_line_break_in_its_words(tmp_path):
    Brat().write([golden()], tmp_path / "b")
    raw = (tmp_path / "b" / "golden.ann").read_text(encoding="utf-8")
    assert raw.splitlines() == raw.split("\n")[:-1]


def test_each_line_quotes_its_text_as_brat_demands(tmp_path):
    Brat().write([golden()], tmp_path / "b")
    text = (tmp_path / "b" / "golden.txt").read_text(encoding="utf-8")
    lines = (tmp_path / "b" / "golden.ann").read_text(encoding="utf-8").split("\n")
    marks = [line.split("\t", 2) for line in lines if line.startswith("T")]
    assert len(marks) == len(golden().annotations)
    for _, head, quote in marks:
        places = [map(int, p.split()) for p in head.split(" ", 1)[1].split(";")]
        assert " ".join(text[start:end] for start, end in places) == quote


def test_the_configuration_declares_every_type_in_ascii(tmp_path):
    wild = annotation(tag="Behauptung – größer", attributes={"sicher?": "ja, sehr"})
    Brat().write([bundle([wild], "Sales rose.", codebook=LABEL)], tmp_path / "b")
    configuration = (tmp_path / "b" / "annotation.conf").read_bytes().decode("ascii")
    assert "[entities]\nBehauptung_gr_er\n" in configuration
    assert "sicher_\tArg:<ENTITY>, Value:ja_sehr\n" in configuration
    assert "<OVERLAP>" in configuration
    labels = (tmp_path / "b" / "visual.conf").read_text(encoding="utf-8")
    assert "Behauptung_gr_er | Behauptung – größer\n" in labels


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="other files in it"):
        Brat().write([golden()], tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_export_to_which_somebody_has_added_a_file_is_left_alone(tmp_path):
    Brat().write([golden()], tmp_path / "b")
    (tmp_path / "b" / "thesis.docx").write_text("mine")
    with pytest.raises(ExportError, match="other files in it"):
        Brat().write([golden()], tmp_path / "b")


def test_a_file_is_not_replaced_by_a_folder(tmp_path):
    (tmp_path / "b").write_text("mine")
    with pytest.raises(ExportError):
        Brat().write([golden()], tmp_path / "b")
    assert (tmp_path / "b").read_text() == "mine"


# The tutorials of brat -----------------------------------------------------


@pytest.fixture
def tutorials():
    folder = Path(__file__).parents[2].parent / "shared" / "fixtures" / "brat"
    if not folder.is_dir():
        pytest.skip("the brat tutorials in ../shared/fixtures are not here")
    return folder / "tutorials"


@pytest.mark.parametrize(
    ("name", "counts", "problems"),
    [
        ("news", (119, 8, 5, 2), {"E": 23, "*": 2, "N": 1, "A": 6, "#": 2}),
        ("bio", (107, 6, 0, 1), {"E": 24, "*": 2, "A": 9, "#": 3}),
    ],
)
def test_the_tutorials_are_read_completely(tutorials, name, counts, problems):
    bundles, _ = read(tutorials / name)
    found = [a for b in bundles for a in b.annotations]
    assert len(bundles) == 13
    assert counts == (
        len(found),
        sum(len(b.relations) for b in bundles),
        sum(len(a.attributes) for a in found),
        sum(bool(a.note) for a in found),
    )
    assert not any(b.notes for b in bundles)  # every quote fits as it stands
    left = [r.place for r in Brat().read(tutorials / name) if type(r) is ImportProblem]
    kinds = (
        (tutorials / name / p.file).read_text("utf-8").split("\n")[p.line - 1][0]
        for p in left
    )
    assert Counter(kinds) == problems


def test_both_tutorials_together_are_read_as_two_folders(tutorials):
    bundles, _ = read(tutorials)
    assert len(bundles) == 22  # four texts without annotations are in both
    assert {a.annotator for b in bundles for a in b.annotations} == {""}


# Reading -------------------------------------------------------------------


def test_the_same_text_in_two_folders_is_one_document_of_two_people(folder):
    path = folder(
        ann1__a_txt="Sales rose.", ann1__a_ann="T1\tclaim 0 5\tSales\n",
        ann2__a_txt="Sales rose.", ann2__a_ann="T1\tclaim 6 10\trose\n",
    )  # fmt: skip
    found, problems = one(path)
    assert problems == []
    assert [(a.annotator, a.quote) for a in found.annotations] == [
        ("ann1", "Sales"),
        ("ann2", "rose"),
    ]


def test_windows_line_breaks_and_marks_at_the_start_are_understood(folder):
    path = folder(
        a_txt=b"\xef\xbb\xbfone\r\ntwo\r\n", a_ann=b"\xef\xbb\xbfT1\tX 4 7\ttwo\r\n"
    )
    found, problems = one(path)
    assert (problems, found.text) == ([], "one\ntwo\n")
    assert found.annotations[0].spans == ((4, 7),)


def test_offsets_in_utf16_are_recognised_and_said(folder):
    path = folder(a_txt="😀 one two", a_ann="T1\tX 3 6\tone\nT2\tX 7 10\ttwo\n")
    found, _ = one(path)
    assert [a.quote for a in found.annotations] == ["one", "two"]
    assert found.notes == ["a.ann: offsets count UTF-16 units"]


def test_a_relation_with_a_tab_behind_it_and_comments_in_front_are_read(folder):
    path = folder(
        a_txt="one two",
        a_ann="#1\tAnnotatorNotes T1\tC:\\new\nR1\tr Arg1:T1 Arg2:T2\t\n"
        "T1\tX 0 3\tone\nT2\tX 4 7\ttwo\n",
    )
    found, problems = one(path)
    assert problems == []
    assert found.annotations[0].note == "C:\\new"
    assert [r.type for r in found.relations] == ["r"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T2\tX 0 99\tsix", "T2 was left out: its words “six” are not where it says"),
        ("T2\tX 3 0\tno", "T2 was left out: its words “no” are not where it says"),
        ("T1\tX 4 7\ttwo", "this line was left out: T1 has been used before"),
        ("T2\tX 0-3\tone", "“X 0-3” is not a tag with start and end"),
        ("T2", "“” is not a tag with start and end"),
        ("R1\tr Arg1:T1 Arg2:T9", "R1 was left out: it leads to what is no annotation"),
        ("R1\tr T1 T2", "it is not a type with two ends"),
        ("A1\tx T9", "it is about “T9”, no annotation here"),
        ("#1\tNote T9\thm", "it is about “T9”, no annotation here"),
        ("E1\tX:T1 Who:T1", "it is an event"),
        ("N1\tReference T1 Wikidata:Q42\tone", "a reference to a knowledge base"),
        ("*\tEquiv T1 T1", "an equivalence of several annotations"),
        ("nonsense", "“nonsense” is no kind of entry"),
        ("T2\tX 0 3\to\0e", "there is a NUL in it"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_rest_is_read(folder, line, reason):
    path = folder(a_txt="one two", a_ann=f"T1\tX 0 3\tone\n{line}\n")
    found, problems = one(path)
    assert [a.quote for a in found.annotations] == ["one"]
    assert len(problems) == 1
    assert problems[0].startswith("a.ann, line 2: ")
    assert reason in problems[0]


def test_files_without_partners_or_in_another_encoding_are_named(folder):
    path = folder(
        a_txt="one", b_ann="", c_txt=b"\xa35m", c_ann="", d_txt="d", d_ann=b"T1\xff"
    )
    bundles, problems = read(path)
    assert [b.text for b in bundles] == ["d"]
    assert problems == [
        "a.txt: it was left out: there are no annotations beside it",
        "c.txt: it was left out: it is not UTF-8: byte 1 is 0xA3",
        "b.ann: it was left out: its text is not beside it",
        "d.ann: it was left out: it is not UTF-8: byte 3 is 0xFF",
    ]


def test_a_folder_without_annotations_and_a_file_are_refused(folder):
    path = folder(a_txt="one")
    assert format_for(path) is None
    with pytest.raises(FormatError, match=r"has no \.ann files"):
        read(path)
    with pytest.raises(FormatError, match=r"is a folder of \.txt and \.ann"):
        read(path / "a.txt")


def test_a_folder_with_annotations_is_known_without_a_suffix(folder):
    assert format_for(folder(x__a_txt="one", x__a_ann="")).name == "brat"


def test_a_comment_of_exact_spans_that_is_out_of_date_is_not_believed(tmp_path):
    note = annotation(spans=((0, 7),), text="one\ntwo")
    Brat().write([bundle([note], "one\ntwo")], tmp_path / "b")
    path = tmp_path / "b" / "golden.ann"
    path.write_text(
        path.read_text().replace("T1\tclaim 0 3;4 7\tone two", "T1\tX 4 7\ttwo")
    )
    found, _ = one(tmp_path / "b")
    assert found.annotations[0].spans == ((4, 7),)


wild_lines = st.lists(
    st.tuples(
        st.sampled_from(["T1", "T2", "A1", "M1", "R1", "E1", "N1", "*", "#1", "", "é"]),
        st.sampled_from(
            [" ", "\t", "X 0 1", "X 0 3;4 7", "X 9 1", "X T1 y", "r Arg1:T1 Arg2:T2"]
        )
        | st.text(),
        st.text() | st.sampled_from(["one", "one two", "[[0,3]]", "\0", "\r"]),
    ).map("\t".join),
    max_size=5,
).map(lambda lines: "\n".join(lines).encode(errors="replace"))


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=wild_lines | st.binary())
def test_no_annotations_make_the_reader_fail(folder, lines):
    assert_read_or_refused(folder(a_txt="one two 😀", a_ann=lines))


@pytest.mark.slow
@settings(
    max_examples=2000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.binary(), lines=wild_lines | st.binary(), configuration=st.binary())
def test_no_folder_makes_the_reader_fail(folder, text, lines, configuration):
    conf = b"# annotator: " + configuration
    assert_read_or_refused(folder(a_txt=text, a_ann=lines, annotation_conf=conf))


def assert_read_or_refused(path):
    try:
        results = list(Brat().read(path))
    except AnnotatorError:
        return
    for result in results:
        assert isinstance(result, Bundle | ImportProblem)
        str(result).encode()  # can be printed


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody else is to read this.\n")
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "a.txt").symlink_to(secret)
    (folder / "a.ann").write_text("T1\tclaim 0 6\tNobody\n")
    (problem,) = Brat().read(folder)
    assert "a link that leads out of the folder" in str(problem)
