import codecs
import csv
import io

import pytest
from sample_bundles import GOLDEN_TEXT, LABEL, TIME, annotation, bundle, golden

from annotator.errors import FormatError
from annotator.formats.base import ImportProblem
from annotator.formats.csv_table import COLUMNS, CsvTable
from annotator.model.bundle import Bundle
from annotator.model.document import text_sha256
from annotator.model.ids import derived_id

SHA = text_sha256(GOLDEN_TEXT)
TRIGGERS = list("=+-@\t\r\n＝＋－＠")


@pytest.fixture
def table(tmp_path):
    return tmp_path / "table.csv"


@pytest.fixture
def read(table):
    """Write a table by hand, its separator a comma, and read it."""

    def read_rows(*lines, encoding="utf-8"):
        table.write_bytes("\r\n".join(lines).encode(encoding))
        return list(CsvTable().read(table))

    return read_rows


def rows_of(path):
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def without_places(annotations):
    return [a._replace(place=None) for a in annotations]


def problem_of(results):
    (problem,) = [r for r in results if isinstance(r, ImportProblem)]
    return problem


def bundles_of(results):
    return [r for r in results if isinstance(r, Bundle)]


# Writing -------------------------------------------------------------------


def test_the_header_is_as_documented(table):
    CsvTable().write([], table)
    assert table.read_bytes() == codecs.BOM_UTF8 + (
        b"document,document_sha256,annotation_id,tag,start,end,offset_unit,quote,"
        b"spans,attributes,annotator,note,created_at,updated_at,"
        b"codebook_version,codebook_sha256\r\n"
    )


def test_an_annotation_is_a_row(table):
    found = annotation("a", ((0, 5), (7, 9)), note="why", attributes={"cue": "said"})
    CsvTable().write([bundle([found])], table)
    assert rows_of(table) == [
        {
            "document": "golden.txt",
            "document_sha256": SHA,
            "annotation_id": found.id,
            "tag": "claim",
            "start": "0",
            "end": "9",
            "offset_unit": "code point",
            "quote": found.quote,
            "spans": "[[0,5],[7,9]]",
            "attributes": '{"cue":"said"}',
            "annotator": "Ada",
            "note": "why",
            "created_at": TIME,
            "updated_at": TIME,
            "codebook_version": "",
            "codebook_sha256": "",
        }
    ]


def test_offsets_find_the_quote_in_the_text(table):
    CsvTable().write([golden()], table)
    for row in rows_of(table):
        if row["spans"].count("[") == 2:
            quote = GOLDEN_TEXT[int(row["start"]) : int(row["end"])]
            assert row["quote"].removeprefix("'") == quote


@pytest.mark.parametrize("trigger", [*TRIGGERS, "\0"])
@pytest.mark.parametrize("column", ["document", "tag", "quote", "annotator", "note"])
def test_no_cell_begins_as_a_formula(table, trigger, column):
    text = f"{trigger}cmd|' /C calc'!A0"
    values = {} if column == "document" else {column: text}
    name = text if column == "document" else "a.txt"
    CsvTable().write([bundle([annotation(**values)], name=name)], table)
    assert rows_of(table)[0][column] == f"'{text}"


def test_every_loss_is_counted(table):
    rich = golden()
    rich.verdicts = 2
    stand_off = bundle([annotation("b")], text=None, metadata={"a": 1})
    losses = CsvTable().write([rich, bundle(), bundle(), stand_off], table)
    assert losses.counts == {
        "document text": 3,
        "metadata": 2,
        "relation": 1,
        "verdict": 2,
        "document without annotations": 2,
    }
    assert losses.lines() == [
        "3 document texts",
        "2 documents without annotations",
        "2 metadata",
        "1 relation",
        "2 verdicts",
    ]


# Reading -------------------------------------------------------------------


def test_what_was_written_is_read_back_without_text(table):
    CsvTable().write([golden()], table)
    (found,) = CsvTable().read(table)
    assert (found.name, found.sha256, found.text) == ("golden.txt", SHA, None)
    assert without_places(found.annotations) == golden().annotations


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("before", ["", "'", "''"])
def test_cells_that_look_like_formulas_come_back_unchanged(table, trigger, before):
    note = f"{before}{trigger}1"
    CsvTable().write([bundle([annotation(note=note)])], table)
    (found,) = CsvTable().read(table)
    assert found.annotations[0].note == note


@pytest.mark.parametrize("note", ["'", "''", "'a", "it's", "a=b"])
def test_other_apostrophes_are_left_alone(table, note):
    CsvTable().write([bundle([annotation(note=note)])], table)
    assert rows_of(table)[0]["note"] == note
    assert next(CsvTable().read(table)).annotations[0].note == note


def test_rows_of_one_document_in_a_row_are_one_bundle(read):
    results = read(
        "document,tag,start,end",
        "a.txt,claim,0,5",
        "a.txt,claim,6,9",
        "b.txt,claim,0,5",
        "a.txt,denial,0,5",
    )
    assert [(b.name, len(b.annotations)) for b in results] == [
        ("a.txt", 2),
        ("b.txt", 1),
        ("a.txt", 1),
    ]


def test_columns_may_come_in_any_order_with_others_between(read):
    (found,) = read("End,my column, START ,tag,document", "9,x,4,claim,a.txt")
    assert found.annotations[0].spans == ((4, 9),)


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_has_saved_anew_is_read(table, separator, encoding):
    CsvTable().write([golden()], table)
    text = table.read_bytes().decode("utf-8-sig")
    saved = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(text, newline=""))
    csv.writer(saved, delimiter=separator).writerows(rows)
    table.write_bytes(saved.getvalue().encode(encoding))
    (found,) = CsvTable().read(table)
    assert without_places(found.annotations) == golden().annotations


def test_a_row_of_separators_only_is_no_row(read):
    results = read("document;tag;start;end", ";;;", "a.txt;claim;0;5", "", ";;;")
    assert len(results) == 1


def test_a_line_number_is_that_of_the_line_where_the_row_begins(read):
    results = read(
        "document,tag,start,end,note",
        'a.txt,claim,0,5,"one\ntwo\r\nthree"',
        "a.txt,claim,x,5,",
        'a.txt,,0,5,"one\ntwo"',
        "a.txt,claim,7,9,",
    )
    problems = [r for r in results if isinstance(r, ImportProblem)]
    assert [p.place.line for p in problems] == [5, 6]
    assert [a.place.line for a in bundles_of(results)[0].annotations] == [2, 8]


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("tag,spans", "“document_sha256” or “document”"),
        ("document,spans", "no column “tag”"),
        ("document,tag", "“spans” (or “start” and “end”)"),
        ("document,tag,start", "“spans” (or “start” and “end”)"),
        ("", "no column “tag”"),
    ],
)
def test_missing_columns_are_named(read, header, missing):
    with pytest.raises(FormatError) as failure:
        read(header, "a,b,c")
    assert missing in str(failure.value)
    assert ", ".join(COLUMNS) in failure.value.hint


def test_a_column_twice_is_refused(read):
    with pytest.raises(FormatError, match="more than one column “tag”"):
        read("document,tag,tag,start,end")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a.txt,,0,5,,,,,", "it has no tag"),
        (",claim,0,5,,,,,", "it names no document"),
        ("a.txt,claim,,,,,,,", "its start or end “” is not a whole number"),
        ("a.txt,claim,-1,5,,,,,", "its start or end “-1” is not a whole number"),
        ("a.txt,claim,0.0,5,,,,,", "its start or end “0.0” is not a whole number"),
        ("a.txt,claim,٣,5,,,,,", "its start or end “٣” is not a whole number"),
        ("a.txt,claim,0,9e9,,,,,", "is not a whole number"),
        (f"a.txt,claim,0,{'9' * 5000},,,,,", "is not a whole number"),
        ("a.txt,claim,0,9999999999,,,,,", "beyond the end of any text"),
        ("a.txt,claim,5,5,,,,,", "its span 5–5 is empty or reversed"),
        ('a.txt,claim,1,5,"[[0,5]]",,,,', "its spans “[[0,5]]” contradict its start"),
        ('a.txt,claim,0,6,"[[0,5]]",,,,', "its spans “[[0,5]]” contradict its start"),
        ("a.txt,claim,0,5,[[,,,,", "it is not JSON"),
        ("a.txt,claim,0,5,NaN,,,,", "NaN is not JSON"),
        ("a.txt,claim,0,5,{},,,,", "it has no list of spans"),
        (f"a.txt,claim,0,5,{'[' * 100_000},,,,", "nested too deep"),
        ("a.txt,claim,0,5,,[],,,", "its attributes are not an object"),
        ('a.txt,claim,0,5,,"{""a"":1}",,,', "its attribute “a” is not text"),
        ('a.txt,claim,0,5,,"{""a"":""\\ud800""}",,,', "half a surrogate pair"),
        ("a.txt,claim,0,5,,,UTF-16,,", "its offsets count “UTF-16”, not “code point”"),
        ("a.txt,claim,0,5,,,,1.23E+31,", "a spreadsheet has made the number 1.23E+31"),
        ("a.txt,claim,0,5,,,,,22.11.2026", "its time “22.11.2026” is not as in"),
        ("a.txt,claim,0,5,,,,,,,", "it has 11 cells where the header has 9"),
        ('a.txt,"claim"x,0,5,,,,,', "it is not CSV"),
        ("a.txt,cl\0aim,0,5,,,,,", "there is a NUL in it"),
        ('a.txt,claim,0,5,,,,,"', "it is not CSV (unexpected end of data)"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_the_reason_given(read, row, reason):
    results = read(
        "document,tag,start,end,spans,attributes,offset_unit,annotation_id,created_at",
        "a.txt,claim,0,5",
        row,
    )
    problem = problem_of(results)
    assert str(problem).startswith("table.csv, line 3: this row was left out: ")
    assert reason in problem.reason
    assert len(bundles_of(results)[0].annotations) == 1


def test_a_sha256_must_be_one(read):
    results = read("document_sha256,tag,start,end", "abc,claim,0,5")
    assert "not 64 hexadecimal digits" in problem_of(results).reason


def test_rows_after_a_broken_one_are_read(read):
    results = read("document,tag,start,end", 'a.txt,"x"y,0,5', "a.txt,claim,0,5")
    assert len(bundles_of(results)[0].annotations) == 1


def test_an_id_used_before_is_reported(read):
    results = read("document,tag,start,end", "a.txt,claim,0,5", "a.txt,claim,0,5")
    assert "its id has been used in line 2" in problem_of(results).reason


def test_an_id_that_is_no_uuid_always_becomes_the_same_uuid(read):
    (found,) = read(
        "document_sha256,tag,start,end,annotation_id", f"{SHA},claim,0,5,T1"
    )
    assert found.annotations[0].id == derived_id("annotation", SHA, "T1")


def test_a_cell_longer_than_the_csv_module_likes_is_read(table):
    CsvTable().write([bundle([annotation(note="x" * 1_000_000)])], table)
    assert len(next(CsvTable().read(table)).annotations[0].note) == 1_000_000


def test_a_table_in_another_encoding_is_refused(read):
    with pytest.raises(FormatError, match=r"is not UTF-8.*CSV UTF-8"):
        read("document,tag,start,end", "Zürich.txt,claim,0,5", encoding="cp1252")


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(FormatError, match="There is no file"):
        next(CsvTable().read(tmp_path / "none.csv"))


def test_the_codebook_is_named_in_each_row(table):
    CsvTable().write([golden()], table)
    rows = rows_of(table)
    said = {(row["codebook_version"], row["codebook_sha256"]) for row in rows}
    assert said == {(LABEL.version, LABEL.sha256)}
    (found,) = CsvTable().read(table)
    assert found.codebook == LABEL._replace(name="")


def test_a_hash_of_a_codebook_that_a_spreadsheet_spoilt_is_ignored(read):
    (found,) = read("document,tag,start,end,codebook_sha256", "a,claim,0,1,1E+10")
    assert found.codebook is None
    assert len(found.annotations) == 1
