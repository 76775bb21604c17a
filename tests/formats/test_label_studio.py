"""Label Studio: tasks and their configuration, ours and others'."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bundles import GOLDEN_TEXT, golden

from annotator.errors import AnnotatorError, FormatError
from annotator.formats import format_for
from annotator.formats.base import ImportProblem
from annotator.formats.label_studio import LabelStudio
from annotator.model.bundle import Bundle

TEXT = "😀 One two"


def results_of(path):
    results = list(LabelStudio().read(path))
    return (
        [r for r in results if isinstance(r, Bundle)],
        [str(r) for r in results if isinstance(r, ImportProblem)],
    )


@pytest.fixture
def read(tmp_path):
    def read(value):
        path = tmp_path / "a.json"
        path.write_text(value if type(value) is str else json.dumps(value))
        return results_of(path)

    return read


def region(start, end, name="r1", **values):
    text = values.pop("text", TEXT[start:end] if type(start) is int else "")
    value = {"start": start, "end": end, "text": text, "labels": ["claim"]}
    head = {"id": name, "from_name": "label", "to_name": "text", "type": "labels"}
    return {**head, "value": value} | values


def task(*results, **values):
    return {"data": {"text": TEXT}, "annotations": [{"result": [*results]} | values]}


# Writing -------------------------------------------------------------------


def test_offsets_are_code_points_and_every_region_has_its_words(tmp_path):
    path = tmp_path / "a.labelstudio.json"
    LabelStudio().write([golden()], path)
    ((one,),) = [json.loads(path.read_bytes())[0]["annotations"]]
    values = [r["value"] for r in one["result"] if r["type"] == "labels"]
    assert len(values) == 13
    assert all(GOLDEN_TEXT[v["start"] : v["end"]] == v["text"] for v in values)


def test_every_control_a_region_names_is_in_the_configuration(tmp_path):
    path = tmp_path / "a.labelstudio.json"
    LabelStudio().write([golden()], path)
    view = ET.parse(tmp_path / "a.labelstudio.xml").getroot()
    controls = {element.get("name") for element in view.iter()}
    (one,) = json.loads(path.read_bytes())[0]["annotations"]
    regions = [r for r in one["result"] if r["type"] != "relation"]
    assert {r["from_name"] for r in regions} | {"text"} <= controls
    assert {e.get("value") for e in view.iter("Label")} == {"claim", "denial"}
    assert [e.get("value") for e in view.iter("Relation")] == ["denies"]


def test_its_files_are_known_by_their_suffix():
    assert format_for(Path("a.LabelStudio.json")).name == "label-studio"
    assert format_for(Path("a.json")) is None


# Others' files -------------------------------------------------------------


@pytest.fixture
def fixtures():
    shared = Path(__file__).parents[2].parent / "shared" / "fixtures"
    folder = shared / "label_studio" / "app_transcribed"
    if not folder.is_dir():
        pytest.skip("the templates of Label Studio in ../shared/fixtures are not here")
    return folder


def test_the_relation_template_is_read_completely(fixtures):
    (found,), problems = results_of(fixtures / "relation_extraction_completion.json")
    assert problems == []
    assert [a.quote for a in found.annotations] == [
        *("Microsoft", "Bill Gates", "Paul Allen", "April 4, 1975")
    ]
    assert [r.type for r in found.relations] == [
        *("org:founded_by", "relation", "org:founded")
    ]
    assert found.notes == []


def test_tasks_about_whole_texts_are_read_and_their_choices_listed(fixtures):
    found, problems = results_of(fixtures / "tasks_annotations_predictions.json")
    assert [b.text for b in found] == [
        *("Test example phrase 1", "x2", "yoyo", "zzz", "vivi", "opop")
    ]
    assert sum("“choices” is not about a span" in each for each in problems) == 4
    assert sum("nobody has accepted them" in each for each in problems) == 3
    assert len(problems) == 7


def test_old_exports_in_utf16_are_recognised_and_said(read):
    (found,), problems = read([task(region(3, 6, text="One"))])
    assert (problems, found.annotations[0].spans) == ([], ((2, 5),))
    assert found.notes == ["offsets count UTF-16 units"]


def test_who_completed_it_and_what_was_chosen_for_a_region_are_kept(read):
    choice = {"id": "r1", "from_name": "sure", "type": "choices"}
    choice["value"] = {"choices": ["yes"]}
    note = {"text": ["look"]}
    (found,), problems = read([task(choice, region(2, 5, meta=note), completed_by=7)])
    (one,) = found.annotations
    assert problems == []
    assert (one.annotator, one.note) == ("Label Studio 7", "look")
    assert dict(one.attributes) == {"sure": "yes"}


def test_a_relation_to_the_left_starts_at_its_second_end(read):
    link = {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "left"}
    (found,), _ = read([task(region(2, 5), region(6, 9, "r2"), link)])
    first, second = found.annotations
    assert [(r.source, r.target) for r in found.relations] == [(second.id, first.id)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (region(0, 99, "x", text="six"), "its words are not where it says"),
        (region(5, 2, "x", text="six"), "its words are not where it says"),
        (region("0", 1, "x"), "its start or end is not a whole number"),
        (region(6, 9), "the id “r1” has been used before"),
        (region(6, 9, "x", value={"start": 6, "end": 9}), "it has no label"),
        (region(6, 9, "x", type="hypertextlabels"), "is not about a span of the text"),
        ({"type": "relation", "from_id": "r1", "to_id": "r9"}, "not between"),
        (7, "a result was left out: it is not an object"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_read(read, bad, reason):
    (found,), problems = read([task(region(2, 5), bad)])
    assert [a.quote for a in found.annotations] == ["One"]
    assert len(problems) == 1
    assert problems[0].startswith("a.json: task 1: ")
    assert reason in problems[0]


def test_what_was_cancelled_is_not_taken_for_an_annotation(read):
    (found,), problems = read([task(region(2, 5), was_cancelled=True)])
    assert found.annotations == []
    assert "somebody has cancelled them" in problems[0]


@pytest.mark.parametrize("content", ["", "[{", "[7]", '"x"', '[{"a":1}]'])
def test_a_file_that_is_cut_off_or_something_else_is_refused(read, content):
    with pytest.raises(FormatError):
        read(content)


KEYS = [
    *("id", "from_name", "type", "value", "start", "end", "text", "labels", "meta"),
    *("annotator", "part_of", "by", "from_id", "to_id", "direction", "choices"),
    *("result", "annotations", "data", "completed_by", "sha256", "metadata"),
]
wild = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 12)
    | st.text()
    | st.sampled_from(["labels", "relation", "textarea", "r1", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=12,
)
contents = (
    st.lists(
        st.builds(
            lambda extra, values: task(
                region(2, 5), extra, region(6, 9, "r1") | values
            ),
            wild,
            st.dictionaries(st.sampled_from(KEYS), wild, max_size=4),
        )
        | wild,
        max_size=3,
    ).map(lambda value: json.dumps(value).encode())
    | st.binary()
)
quick = {
    "deadline": None,
    "suppress_health_check": [
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
}


def assert_read_or_refused(path, content):
    path.write_bytes(content)
    try:
        results = list(LabelStudio().read(path))
    except AnnotatorError:
        return
    for result in results:
        assert isinstance(result, Bundle | ImportProblem)
        str(result).encode()  # can be printed


@settings(max_examples=300, **quick)
@given(content=contents)
def test_no_tasks_make_the_reader_fail(tmp_path, content):
    assert_read_or_refused(tmp_path / "wild.json", content)


@pytest.mark.slow
@settings(max_examples=2000, **quick)
@given(content=contents)
def test_no_tasks_make_the_reader_fail_ever(tmp_path, content):
    assert_read_or_refused(tmp_path / "wild.json", content)
