"""W3C Web Annotations: ours hold what the W3C demands, and its samples are read."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bundles import annotation, bundle, golden

from annotator.errors import AnnotatorError, FormatError
from annotator.formats.base import ImportProblem
from annotator.formats.web_annotation import CONTEXT, WebAnnotation
from annotator.model.bundle import Bundle

TEXT = "😀 One. They did not pay tax."


@pytest.fixture(scope="module")
def w3c():
    folder = Path(__file__).parents[2].parent / "shared" / "fixtures" / "w3c"
    if not folder.is_dir():
        pytest.skip("the samples of the W3C in ../shared/fixtures are not here")
    return folder


@pytest.fixture
def read(tmp_path):
    def read(value):
        path = tmp_path / "a.jsonld"
        path.write_text(value if type(value) is str else json.dumps(value))
        results = list(WebAnnotation().read(path))
        return (
            [r for r in results if isinstance(r, Bundle)],
            [str(r) for r in results if isinstance(r, ImportProblem)],
        )

    return read


def graph_of(found, tmp_path):
    path = tmp_path / "out.jsonld"
    WebAnnotation().write(found, path)
    return json.loads(path.read_bytes())


def document(text=TEXT):
    (node, *_) = graph_of_text(text)
    return node


def graph_of_text(text):
    sha256 = bundle(text=text).sha256
    node = {"id": f"urn:sha256:{sha256}", "type": "Text", "app:name": "a.txt"}
    return [{**node, "app:text": text}]


def node(start=None, end=None, **values):
    selectors = []
    if start is not None:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    if words := values.pop("words", None):
        selectors.append({"type": "TextQuoteSelector", **words})
    source = values.pop("source", document()["id"])
    return {
        "@context": CONTEXT,
        "id": "http://example.org/1",
        "type": "Annotation",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": "denial"},
        "target": {"source": source, "selector": selectors},
    } | values


# Writing -------------------------------------------------------------------


def test_each_span_has_a_position_and_a_quote_with_its_surroundings(tmp_path):
    (start, end) = (TEXT.index("did"), TEXT.index(" tax"))
    graph = graph_of(
        [bundle([annotation(spans=((start, end),), text=TEXT)], TEXT)], tmp_path
    )
    target = graph["@graph"][1]["target"]
    assert target["source"] == graph["@graph"][0]["id"]
    assert target["selector"] == [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": "did not pay",
            "prefix": "😀 One. They ",
            "suffix": " tax.",
        },
    ]


def test_every_annotation_passes_what_the_w3c_demands(w3c, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    registry = _registry(w3c)
    test = json.loads((w3c / "annotations" / "annotationMusts.test").read_bytes())
    names = [n for n in test["assertions"] if (w3c / n).exists()]
    assert len(names) >= 12
    nodes = graph_of([golden()], tmp_path)["@graph"][1:]
    assert len(nodes) == 12
    for name in names:
        schema = json.loads((w3c / name).read_bytes())
        validator = jsonschema.Draft4Validator(schema, registry=registry)
        for each in nodes:
            assert list(validator.iter_errors(each)) == [], name


def _registry(w3c):
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT4

    resources = []
    for path in (w3c / "definitions").glob("*.json"):
        schema = json.loads(path.read_bytes())
        resource = Resource.from_contents(schema, default_specification=DRAFT4)
        resources += [(path.name, resource), (schema.get("id", path.name), resource)]
    return Registry().with_resources(resources)


# Reading -------------------------------------------------------------------


def test_the_samples_of_the_w3c_are_read_or_refused_in_words(w3c):
    outcomes = {"problems": 0, "documents": 0, "annotations": 0, "refused": 0}
    for path in sorted((w3c / "samples" / "correct").glob("*.json")):
        try:
            results = list(WebAnnotation().read(path))
        except FormatError:
            outcomes["refused"] += 1
            continue
        found = [r for r in results if isinstance(r, Bundle)]
        outcomes["problems"] += len(results) - len(found)
        outcomes["documents"] += len(found)
        outcomes["annotations"] += sum(len(b.annotations) for b in found)
    assert outcomes == SAMPLES


# Of images and videos, of whole pages, and of parts of paragraphs found by XPath.
SAMPLES = {"problems": 86, "documents": 0, "annotations": 0, "refused": 1}


@pytest.mark.parametrize("wrap", ["graph", "list", "page", "collection"])
def test_a_graph_a_list_a_page_and_a_collection_are_read_alike(read, wrap):
    nodes = [document(), node(12, 23, words={"exact": "did not pay"})]
    page = {"type": "AnnotationPage", "items": nodes}
    value = {
        "graph": {"@graph": nodes},
        "list": nodes,
        "page": page,
        "collection": {"type": "AnnotationCollection", "first": page},
    }[wrap]
    (found,), problems = read(value)
    assert problems == []
    assert [a.quote for a in found.annotations] == ["did not pay"]


def test_offsets_in_utf16_as_browsers_count_are_recognised_and_said(read):
    (found,), _ = read([document(), node(13, 24, words={"exact": "did not pay"})])
    assert found.annotations[0].spans == ((12, 23),)
    assert found.notes == ["offsets count UTF-16 units"]


def test_an_annotation_with_words_only_is_found_by_them(read):
    words = {"exact": "pay", "prefix": "not ", "suffix": " tax"}
    (found,), problems = read([document(), node(words=words)])
    assert (problems, found.annotations[0].spans) == ([], ((20, 23),))


def test_an_annotation_of_a_page_elsewhere_keeps_its_name_and_words(read):
    far = node(3, 6, words={"exact": "One"}, source="http://example.org/a/b%20c.html")
    (found,), problems = read(far)
    assert (problems, found.text, found.name) == ([], None, "b c.html")
    assert (found.annotations[0].quote, found.annotations[0].spans) == (
        "One",
        ((3, 6),),
    )


def test_a_position_within_another_selector_is_not_taken_for_one_in_the_text(read):
    inner = {"type": "TextPositionSelector", "start": 0, "end": 3}
    outer = {"type": "XPathSelector", "value": "/p[2]", "refinedBy": inner}
    nested = node(target={"source": document()["id"], "selector": outer})
    (found,), problems = read([document(), nested])
    assert found.annotations == []
    assert "it is about no span of a text" in problems[0]


def test_a_link_between_two_annotations_is_a_relation(read):
    ends = [node(2, 5, id="http://example.org/a"), node(12, 15, id="urn:x:b")]
    link = {
        "id": "urn:x:c",
        "type": "Annotation",
        "motivation": "linking",
        "target": "urn:x:b",
        "body": "http://example.org/a",
    }
    (found,), problems = read([document(), link, *ends])
    assert problems == []
    ids = [a.id for a in found.annotations]
    assert [(r.type, r.source, r.target) for r in found.relations] == [
        ("linking", ids[1], ids[0])
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (node(0, 99, words={"exact": "six"}), "its words are not where it says"),
        (node(0, 99), "its words are not where it says"),
        (node("0", 1), "its start or end is not a whole number"),
        (node(), "it is about no span of a text"),
        (node(0, 1, body=[]), "it has no tag"),
        (node(0, 1, created="yesterday"), "its time “yesterday” is not as in"),
        (node(2, 5, id="urn:x:good"), "its id stands in the file twice"),
        (
            {"type": "Annotation", "motivation": "linking", "target": "a", "body": "b"},
            "it leads to “a”, no annotation here",
        ),
        (node(0, 1, target="http://example.org/"), "it is about no span of a text"),
        (node(0, 1, creator="\0"), "there is a NUL in it"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_read(read, bad, reason):
    good = node(3, 6, id="urn:x:good", words={"exact": "ne."})
    (found,), problems = read([document(), good, bad])
    assert [a.quote for a in found.annotations] == ["ne."]
    assert len(problems) == 1
    assert reason in problems[0]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '"x"', '{"type":"Text"}'])
def test_a_file_that_is_cut_off_or_something_else_is_refused(read, content):
    with pytest.raises(FormatError):
        read(content)


KEYS = [
    "id",
    "type",
    "target",
    "source",
    "selector",
    "start",
    "end",
    "exact",
    "prefix",
    "suffix",
    "body",
    "value",
    "purpose",
    "motivation",
    "creator",
    "name",
    "created",
    "@graph",
    "items",
    "first",
    "app:attributes",
    "app:name",
    "app:text",
    "app:metadata",
    "app:codebook",
    "app:relationType",
    "app:within",
    "refinedBy",
]


def nodes_of(inner):
    keys = st.sampled_from(KEYS)
    return st.dictionaries(keys, inner, max_size=6)


wild = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(document()["id"]),
    lambda inner: st.lists(inner, max_size=3) | nodes_of(inner),
    max_leaves=12,
)


annotations = st.builds(
    lambda extra, start, end: [document(), node(start, end) | extra],
    nodes_of(wild),
    st.integers(-2, 40) | wild,
    st.integers(-2, 40) | wild,
)


def assert_read_or_refused(path, content):
    path.write_bytes(content)
    try:
        results = list(WebAnnotation().read(path))
    except AnnotatorError:
        return
    for result in results:
        assert isinstance(result, Bundle | ImportProblem)
        str(result).encode()  # can be printed


either = (annotations | wild).map(lambda v: json.dumps(v).encode()) | st.binary()
quick = {
    "deadline": None,
    "suppress_health_check": [
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
}


@settings(max_examples=300, **quick)
@given(content=either)
def test_no_json_makes_the_reader_fail(tmp_path, content):
    assert_read_or_refused(tmp_path / "wild.jsonld", content)


@pytest.mark.slow
@settings(max_examples=2000, **quick)
@given(content=either)
def test_no_json_makes_the_reader_fail_ever(tmp_path, content):
    assert_read_or_refused(tmp_path / "wild.jsonld", content)
