import json
from pathlib import Path

import pytest
from sample_bundles import TIME, annotation, bundle, golden

from annotator.errors import FormatError
from annotator.formats.base import ImportProblem
from annotator.formats.jsonl import JsonLines
from annotator.model.bundle import Bundle, Place
from annotator.model.document import text_sha256
from annotator.model.ids import derived_id, new_id

TEXT = "Sales rose 😀 by 4 %."
SHA = text_sha256(TEXT)


@pytest.fixture
def source(tmp_path):
    return tmp_path / "dataset.jsonl"


@pytest.fixture
def read(source):
    """Write lines, given as values or as they are, and read them."""

    def read_lines(*lines):
        source.write_bytes(
            b"\n".join(
                line if isinstance(line, bytes) else json.dumps(line).encode()
                for line in lines
            )
        )
        return list(JsonLines().read(source))

    return read_lines


def line(*annotations, **values):
    return {"name": "a.txt", "text": TEXT, "annotations": list(annotations)} | values


def entry(**values):
    return {"id": new_id(), "tag": "claim", "spans": [[0, 5]]} | values


def problem_of(results):
    """The reason of the only problem among the results."""
    (problem,) = [r for r in results if isinstance(r, ImportProblem)]
    return problem.reason


def bundles_of(results):
    return [r for r in results if isinstance(r, Bundle)]


# Whole lines ---------------------------------------------------------------


def test_what_was_written_is_read_back_equal(source):
    JsonLines().write([golden()], source)
    (found,) = JsonLines().read(source)
    place = Place("dataset.jsonl", 1)
    expected = golden()
    expected.place = place
    expected.annotations = [a._replace(place=place) for a in expected.annotations]
    expected.relations = [r._replace(place=place) for r in expected.relations]
    assert found == expected


def test_reading_begins_before_the_end_of_the_file_is_reached(source):
    source.write_bytes(json.dumps(line()).encode() + b"\n\xff")
    results = JsonLines().read(source)
    assert next(results).name == "a.txt"
    with pytest.raises(FormatError, match=r"line 2 is not UTF-8: byte 1 .* 0xFF"):
        next(results)


def test_blank_lines_crlf_and_a_byte_order_mark_are_no_problem(source):
    content = json.dumps(line()).encode()
    source.write_bytes(b"\xef\xbb\xbf" + content + b"\r\n\r\n\n" + content)
    first, second = JsonLines().read(source)
    assert first.place.line == 1
    assert second.place.line == 4


def test_a_line_separator_in_a_text_does_not_end_the_line(read):
    (found,) = read(json.dumps(line(text="a\u2028b"), ensure_ascii=False).encode())
    assert found.text == "a\u2028b"


def test_a_bad_line_is_reported_with_its_number_and_the_next_one_read(read):
    problem, good = read(b"{]", line())
    assert str(problem).startswith("dataset.jsonl, line 1: this line was left out")
    assert good.text == TEXT


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"null", "it is not a JSON object"),
        (b"[1]", "it is not a JSON object"),
        (b"{}", "it has neither a text nor a sha256"),
        (b'{"text": "a", "metadata": {"x": NaN}}', "NaN is not JSON"),
        (b'{"text": "a", "metadata": {"x": -Infinity}}', "-Infinity is not JSON"),
        (b'{"text": "a", "metadata": {"x": 1e999}}', "too large"),
        (b'{"text": "a", "metadata": {"x": %s}}' % (b"9" * 5000), "digits"),
        (b'{"text": ' + b"[" * 100_000, "nested too deep"),
        (b'{"text": "a\0b"}', "it is not JSON"),
        (line(text=3), "its text is not text but 3"),
        (line(name=[]), "its name is not text"),
        (line(id=True), "its id is not text but True"),
        (line(id=1.5), "its id is not text but 1.5"),
        (line(sha256="abc"), "its sha256 is “abc”, not 64"),
        (line(sha256=3), "its sha256 is not text"),
        (line(sha256="0" * 64), "its text is not the one its sha256 was made from"),
        (line(metadata=[]), "its metadata are not an object"),
        (line(annotations={"a": 1}), "its annotations are not a list"),
        (line(relations="x"), "its relations are not a list"),
        (line(text="a\r\nb"), "its text has a carriage return"),
        (line(text="\ufeffab"), "its text begins with a byte order mark"),
        (line(text="a\0b"), "there is a NUL in its text"),
        (line(text="a\ud83d"), "there is half a surrogate pair in its text"),
        (line(name="a\ud83d"), "there is half a surrogate pair in it"),
        (line(metadata={"a": ["\ud83d"]}), "there is half a surrogate pair in it"),
        (line(metadata={"\0": 1}), "there is a NUL in it"),
    ],
)
def test_a_line_that_cannot_be_used_is_left_out_and_the_reason_given(read, bad, reason):
    results = read(bad)
    assert reason in problem_of(results)
    assert bundles_of(results) == []


def test_metadata_nested_too_deep_to_be_saved_are_refused(read):
    deep = {}
    for _ in range(60):
        deep = {"a": deep}
    assert "nested more than 50 levels" in problem_of(read(line(metadata=deep)))


def test_a_line_longer_than_the_limit_is_skipped_without_being_held(source):
    source.write_bytes(b'"%s"\n' % (b"x" * 3_000_000) + json.dumps(line()).encode())
    problem, good = JsonLines(longest_line=1000).read(source)
    assert problem.reason.endswith("it has more than 1,000 bytes")
    assert good.place.line == 2


def test_a_line_of_100_megabytes_is_read(source):
    text = "word " * 20_000_000
    source.write_bytes(b'{"text": "%s"}' % text.encode())
    (found,) = JsonLines().read(source)
    assert len(found.text) == 100_000_000


def test_the_same_document_twice_is_reported(read):
    same = line(id=new_id())
    assert "its id has been used in line 1" in problem_of(read(same, same))


@pytest.mark.parametrize(
    ("codebook", "reason"),
    [
        ("Claims", "its codebook is not an object"),
        ({"sha256": "12"}, "not 64 hexadecimal digits"),
        ({"sha256": "0" * 64, "version": 2}, "codebook's version is not text"),
        ({"sha256": "0" * 64, "name": "\ud800"}, "half a surrogate pair"),
    ],
)
def test_a_codebook_that_is_no_good_is_reported_and_the_line_is_kept(
    read, codebook, reason
):
    results = read(line(entry(), codebook=codebook))
    assert reason in problem_of(results)
    (found,) = bundles_of(results)
    assert found.codebook is None
    assert len(found.annotations) == 1


def test_a_codebook_without_a_hash_says_nothing(read):
    (found,) = read(line(codebook={"name": "Claims", "version": "2"}))
    assert found.codebook is None


def test_unknown_keys_are_reported_once_a_file(read):
    results = read(line(label=[[0, 3, "x"]]), line(label=[], extra=1))
    reasons = [r.reason for r in results if isinstance(r, ImportProblem)]
    assert reasons == ["the key “label” is unknown", "the key “extra” is unknown"]


# What may be missing -------------------------------------------------------


def test_a_line_may_have_annotations_only(read):
    (found,) = read({"sha256": SHA.upper(), "annotations": [entry()]})
    assert (found.text, found.sha256, found.id, found.name) == (None, SHA, "", "")
    assert len(found.annotations) == 1


def test_a_missing_sha256_is_made_from_the_text(read):
    (found,) = read(line())
    assert found.sha256 == SHA


def test_a_text_without_name_is_named_after_file_and_line(read):
    (found,) = read({"text": TEXT})
    assert found.name == "dataset-1"


def test_all_but_tag_and_spans_may_be_missing_from_an_annotation(read):
    (found,) = read(line({"tag": "claim", "spans": [[0, 5]]}))
    (only,) = found.annotations
    assert only[1:] == ("claim", ((0, 5),), None, "", {}, "", "", "", found.place)


# Annotations ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"tag": None}, "it has no tag"),
        ({"tag": ""}, "it has no tag"),
        ({"tag": 7}, "its tag is not text but 7"),
        ({"spans": None}, "it has no list of spans"),
        ({"spans": []}, "it has no span"),
        ({"spans": {"start": 0}}, "it has no list of spans"),
        ({"spans": [0, 5]}, "its span 0 is not a list of two whole numbers"),
        ({"spans": [[0]]}, "its span [0] is not a list of two whole numbers"),
        ({"spans": [[0, 5, 6]]}, "is not a list of two whole numbers"),
        ({"spans": [[0.0, 5]]}, "is not a list of two whole numbers"),
        ({"spans": [["0", 5]]}, "is not a list of two whole numbers"),
        ({"spans": [[False, 5]]}, "is not a list of two whole numbers"),
        ({"spans": [[0, True]]}, "is not a list of two whole numbers"),
        ({"spans": [[None, 5]]}, "is not a list of two whole numbers"),
        ({"spans": [[-1, 5]]}, "its span -1–5 is not within the text"),
        ({"spans": [[0, 2**63]]}, "is not within the text"),
        ({"spans": [[0, len(TEXT) + 1]]}, "is not within the text"),
        ({"spans": [[5, 0]]}, "its span 5–0 is empty or reversed"),
        ({"spans": [[5, 5]]}, "its span 5–5 is empty or reversed"),
        ({"spans": [[0, 5], [4, 8]]}, "begins before the one ahead of it ends"),
        ({"quote": 1}, "its quote is not text"),
        ({"annotator": ["Ada"]}, "its annotator is not text"),
        ({"attributes": []}, "its attributes are not an object"),
        ({"attributes": {"a": 1}}, "its attribute “a” is not text but 1"),
        ({"note": {}}, "its note is not text"),
        ({"note": "a\ud83d"}, "there is half a surrogate pair in it"),
        ({"note": "\0"}, "there is a NUL in it"),
        ({"attributes": {"\udc00": "x"}}, "there is half a surrogate pair in it"),
        ({"created_at": "yesterday"}, "its time “yesterday” is not as in"),
        ({"created_at": "2026-02-30T00:00:00.000Z"}, "is not as in"),
        ({"updated_at": "0001-01-01T00:00:00+14:00"}, "is not as in"),
        ({"updated_at": 1700000000}, "its time is not text"),
        ({"id": 1.5}, "its id is not text"),
        ({"id": {}}, "its id is not text"),
    ],
)
def test_a_bad_annotation_is_left_out_of_a_good_document(read, values, reason):
    results = read(line(entry(**values), entry()))
    assert problem_of(results).startswith("annotation 1 was left out: ")
    assert reason in problem_of(results)
    (found,) = bundles_of(results)
    assert len(found.annotations) == 1


def test_an_annotation_that_is_no_object_is_left_out(read):
    assert problem_of(read(line("claim"))).endswith("it is not an object")


def test_huge_offsets_are_refused_also_where_the_text_is_unknown(read):
    results = read({"sha256": SHA, "annotations": [entry(spans=[[0, 2**31]])]})
    assert "beyond the end of any text" in problem_of(results)


def test_an_escaped_surrogate_pair_is_an_emoji(read):
    (found,) = read(b'{"text": "\\ud83d\\ude00!"}')
    assert found.text == "😀!"


def test_times_of_any_form_are_written_in_ours(read):
    (found,) = read(line(entry(created_at="2026-11-22T15:32+01:00", updated_at=TIME)))
    (only,) = found.annotations
    assert only.created_at == "2026-11-22T14:32:00.000Z"
    assert only.updated_at == TIME


def test_an_annotation_id_used_before_is_reported(read):
    same = entry()
    results = read(line(same, same), line(same))
    reasons = [r.reason for r in results if isinstance(r, ImportProblem)]
    assert reasons == [
        "annotation 2 was left out: its id has been used in line 1",
        "annotation 1 was left out: its id has been used in line 1",
    ]


# Ids -----------------------------------------------------------------------


@pytest.mark.parametrize("foreign", ["T1", 17, "0x" + "1" * 30, "٣" * 32])
def test_an_id_that_is_no_uuid_always_becomes_the_same_uuid(read, foreign):
    (found,) = read(line(entry(id=foreign)))
    assert found.annotations[0].id == derived_id("annotation", SHA, str(foreign))


def test_a_uuid_in_any_spelling_is_kept(read):
    uuid = "6B0C4A0E-3C0E-5C3F-9B43-6D1F3F0F5A11"
    (found,) = read(line(entry(id=uuid)))
    assert found.annotations[0].id == uuid.replace("-", "").lower()


@pytest.mark.parametrize("missing", [None, ""])
def test_a_missing_id_comes_from_document_tag_spans_and_annotator(read, missing):
    (found,) = read(line(entry(id=missing, annotator="Ada", spans=[[0, 5], [6, 9]])))
    expected = derived_id("annotation", SHA, "claim", "0-5,6-9", "Ada")
    assert found.annotations[0].id == expected


def test_a_document_id_that_is_no_uuid_becomes_one(read):
    (found,) = read(line(id=12))
    assert found.id == derived_id("document", SHA, "12")


# Relations -----------------------------------------------------------------


def relation(source, target, **values):
    return {"type": "denies", "source": source, "target": target} | values


def test_relations_follow_their_ends_to_the_new_ids(read):
    (found,) = read(line(entry(id="T1"), entry(id=2), relations=[relation("T1", 2)]))
    (only,) = found.relations
    assert (only.source, only.target) == tuple(a.id for a in found.annotations)


def test_relations_may_lead_to_a_uuid_in_another_line(read):
    far = new_id()
    (found,) = read(line(entry(id="T1"), relations=[relation("T1", far)]))
    assert found.relations[0].target == far


def test_an_unknown_end_that_is_no_uuid_is_reported(read):
    results = read(line(entry(id="T1"), relations=[relation("T1", "T9")]))
    assert problem_of(results) == (
        "relation 1 was left out: its target “T9” is no annotation of this line"
    )


def test_a_relation_without_end_does_not_take_an_annotation_without_id(read):
    results = read(line(entry(id=None), relations=[relation(None, None)]))
    assert "its source “” is no annotation" in problem_of(results)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"type": None}, "it has no type"),
        ({"type": 3}, "its type is not text"),
        ({"source": []}, "its id is not text"),
        ({"type": "\ud800"}, "half a surrogate pair"),
    ],
)
def test_a_bad_relation_is_left_out(read, values, reason):
    results = read(line(relations=[relation(new_id(), new_id()) | values]))
    assert reason in problem_of(results)
    assert len(bundles_of(results)) == 1


def test_a_relation_without_id_gets_the_same_one_each_time(read):
    entries = line(relations=[relation("1" * 32, "2" * 32)])
    assert read(entries)[0].relations == read(entries)[0].relations


def test_a_relation_with_an_id_used_before_is_reported(read):
    same = relation("1" * 32, "2" * 32)
    assert "its id has been used in line 1" in problem_of(
        read(line(relations=[same, same]))
    )


# Files ---------------------------------------------------------------------


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FormatError, match=r"There is no file .*none\.jsonl\."):
        next(JsonLines().read(tmp_path / "none.jsonl"))


def test_a_folder_is_not_read(tmp_path):
    with pytest.raises(FormatError, match="is a folder"):
        next(JsonLines().read(tmp_path))


def test_a_device_is_not_read():
    with pytest.raises(FormatError, match="not an ordinary file"):
        next(JsonLines().read(Path("/dev/null")))


def test_a_file_in_utf_16_is_refused(source):
    source.write_text(json.dumps(line()), "utf-16")
    with pytest.raises(FormatError, match="Save the file as UTF-8"):
        next(JsonLines().read(source))


def test_annotations_of_two_documents_may_be_written_and_read_again(source, tmp_path):
    JsonLines().write(
        [golden(), bundle([annotation("z", ((0, 3),))], text="two")], source
    )
    again = tmp_path / "again.jsonl"
    JsonLines().write(JsonLines().read(source), again)
    assert again.read_bytes() == source.read_bytes()
