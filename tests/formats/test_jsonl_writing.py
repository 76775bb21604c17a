import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sample_bundles import LABEL, annotation, bundle, golden, lines_of

from annotator.errors import ExportError
from annotator.formats.jsonl import JsonLines

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "resources" / "dataset.schema.json").read_text("utf-8")
)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "dataset.jsonl"


def test_a_document_is_a_line_with_its_keys_in_the_documented_order(target):
    JsonLines().write([golden()], target)
    (line,) = lines_of(target)
    assert list(line) == [
        "id",
        "name",
        "sha256",
        "text",
        "metadata",
        "codebook",
        "annotations",
        "relations",
    ]
    assert list(line["annotations"][0]) == [
        "id",
        "tag",
        "spans",
        "quote",
        "annotator",
        "attributes",
        "note",
        "created_at",
        "updated_at",
    ]
    assert list(line["relations"][0]) == ["id", "type", "source", "target"]


def test_the_codebook_is_named_where_it_is_known(target):
    JsonLines().write([golden(), bundle()], target)
    known, unknown = lines_of(target)
    assert known["codebook"] == LABEL._asdict()
    assert "codebook" not in unknown


def test_letters_are_not_escaped_and_nothing_stands_between_tokens(target):
    JsonLines().write([bundle(name="Café 😀")], target)
    assert '"name":"Café 😀",'.encode() in target.read_bytes()


def test_there_is_no_byte_order_mark_and_lines_end_in_lf(target):
    JsonLines().write([golden(), bundle(text="two")], target)
    content = target.read_bytes()
    assert content.startswith(b"{")
    assert content.count(b"\n") == 2
    assert b"\r\n" not in content


def test_annotations_stay_in_the_order_given(target):
    names = ["c", "a", "b"]
    JsonLines().write([bundle([annotation(name) for name in names])], target)
    ids = [entry["id"] for entry in lines_of(target)[0]["annotations"]]
    assert ids == [annotation(name).id for name in names]


def test_offsets_count_code_points_of_the_text(target):
    JsonLines().write([golden()], target)
    (line,) = lines_of(target)
    for entry in line["annotations"]:
        parts = [line["text"][start:end] for start, end in entry["spans"]]
        assert " … ".join(parts) == entry["quote"]


def test_verdicts_are_counted_as_lost_and_nothing_else_is(target):
    lossy = golden()
    lossy.verdicts = 3
    losses = JsonLines().write([lossy, golden()], target)
    assert losses.counts == {"verdict": 3}


def test_no_documents_make_an_empty_file(target):
    JsonLines().write([], target)
    assert target.read_bytes() == b""


def test_what_is_written_is_valid_under_the_schema(target):
    stand_off = bundle([annotation(quote=None, created_at="")], text=None, id="")
    JsonLines().write([golden(), stand_off], target)
    validator = Draft202012Validator(SCHEMA)
    for line in lines_of(target):
        validator.validate(line)


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: line.update(extra=1),
        lambda line: line.pop("sha256"),
        lambda line: line.update(text="a\rb"),
        lambda line: line.update(text="\ufeffab"),
        lambda line: line["annotations"][0].update(status="open"),
        lambda line: line["annotations"][0].update(spans=[]),
        lambda line: line["annotations"][0].update(spans=[[0, 5, 6]]),
        lambda line: line["annotations"][0].update(spans=[[-1, 5]]),
        lambda line: line["annotations"][0].update(spans=[[0.5, 5]]),
        lambda line: line["annotations"][0].update(attributes={"a": 1}),
        lambda line: line["annotations"][0].update(created_at="yesterday"),
        lambda line: line["relations"][0].pop("type"),
        lambda line: line["codebook"].pop("version"),
        lambda line: line["codebook"].update(sha256="0"),
    ],
)
def test_the_schema_refuses_what_we_never_write(target, spoil):
    JsonLines().write([golden()], target)
    (line,) = lines_of(target)
    spoil(line)
    assert not Draft202012Validator(SCHEMA).is_valid(line)


def test_a_store_that_fails_halfway_leaves_the_old_export(target):
    JsonLines().write([golden()], target)
    before = target.read_bytes()

    def failing():
        yield bundle(text="new")
        raise OSError(5, "Input/output error")

    with pytest.raises(ExportError):
        JsonLines().write(failing(), target)
    assert target.read_bytes() == before
