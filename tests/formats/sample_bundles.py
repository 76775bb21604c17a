"""Bundles for the tests of formats, and hypothesis strategies that make more."""

import json

from hypothesis import strategies as st

from annotator.model.bundle import Bundle, BundleAnnotation, BundleRelation
from annotator.model.codebook import CodebookLabel
from annotator.model.document import text_sha256
from annotator.model.ids import derived_id

TIME = "2026-11-22T14:32:07.125Z"
LABEL = CodebookLabel("Café claims", "2.10", "0123456789abcdef" * 4)

GOLDEN_TEXT = (
    "👩\u200d👩\u200d👧 said: “Prices rose\u00a0by 4 %.”\n"
    "Cafe\u0301 owners de\u00adnied\u2028it.\tقال الوزير\n"
    "=SUM(A1) is no figure. The end 😀"
)


def span_of(part, text=GOLDEN_TEXT):
    start = text.index(part)
    return (start, start + len(part))


def annotation(name="a", spans=((0, 5),), text=GOLDEN_TEXT, **values):
    return BundleAnnotation(
        **{
            "id": derived_id("test", name),
            "tag": "claim",
            "spans": spans,
            "quote": " … ".join(text[start:end] for start, end in spans),
            "annotator": "Ada",
            "attributes": {},
            "note": "",
            "created_at": TIME,
            "updated_at": TIME,
        }
        | values
    )


def bundle(annotations=(), text=GOLDEN_TEXT, **values):
    return Bundle(
        **{
            "id": derived_id("test document", text or ""),
            "name": "golden.txt",
            "sha256": text_sha256(text or ""),
            "text": text,
            "metadata": {},
            "annotations": annotations,
        }
        | values
    )


def golden():
    """Every kind of span in a text with every kind of character."""
    end = len(GOLDEN_TEXT)
    places = {
        "at the start": (span_of("👩\u200d👩\u200d👧"),),
        "at the end": ((end - 1, end),),
        "whole text": ((0, end),),
        "nested": (span_of("Prices rose\u00a0by 4 %."),),
        "crossing": (span_of("4 %.”\nCafe\u0301"),),
        "identical": (span_of("4 %.”\nCafe\u0301"),),
        "combining": (span_of("e\u0301 owners"),),
        "right to left": (span_of("قال الوزير"),),
        "soft hyphen": (span_of("de\u00adnied\u2028it.\t"),),
        "formula": (span_of("=SUM(A1)"),),
        "several": (span_of("Prices"), span_of("owners"), span_of("😀")),
    }
    annotations = [annotation(name, spans) for name, spans in places.items()]
    annotations[0] = annotations[0]._replace(
        tag="denial",
        attributes={"certainty": "probable", "–cue": '=“"'},
        note="-1\r\nline two 😀",
    )
    relation = BundleRelation(
        derived_id("test", "relation"), "denies", annotations[0].id, annotations[3].id
    )
    return bundle(
        annotations,
        metadata={"title": "Café", "n": [1, 2.5]},
        relations=[relation],
        codebook=LABEL,
    )


def lines_of(path):
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


# Strategies ----------------------------------------------------------------

# Everything but what texts cannot have, with a liking for what breaks things.
characters = st.one_of(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"),
    st.sampled_from("=+-@\t\n',;\"＝＋－＠😀ا\u0301\u2028\u00a0\u00ad\u200d\u200f"),
)
cells = st.one_of(st.text(characters), st.text(st.sampled_from("'=+-@\t\r\n\",;a＝")))
documents = st.text(characters, min_size=1).filter(lambda t: t[0] != "\ufeff")
uuids = st.uuids().map(lambda uuid: uuid.hex)
times = st.one_of(
    st.just(""),
    st.datetimes()
    .filter(lambda t: t.year >= 1000)
    .map(lambda t: f"{t:%Y-%m-%dT%H:%M:%S}.{t.microsecond // 1000:03d}Z"),
)


@st.composite
def bundles(draw):
    text = draw(documents)
    annotations = draw(st.lists(_annotations(text), max_size=4))
    ids = [a.id for a in annotations]
    relations = st.builds(
        BundleRelation,
        uuids,
        cells.filter(bool),
        st.sampled_from(ids or ["0" * 32]),
        st.sampled_from(ids or ["0" * 32]),
    )
    return Bundle(
        id=draw(uuids),
        name=draw(cells.filter(bool)),
        sha256=text_sha256(text),
        text=text,
        metadata=draw(st.dictionaries(cells, cells | st.integers() | st.none())),
        annotations=annotations,
        relations=draw(st.lists(relations, max_size=2)),
    )


@st.composite
def _annotations(draw, text):
    offsets = draw(
        st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(
            sorted
        )
    )
    spans = tuple(zip(offsets[::2], offsets[1::2], strict=False))
    return BundleAnnotation(
        draw(uuids),
        draw(cells.filter(bool)),
        spans,
        " … ".join(text[start:end] for start, end in spans),
        draw(cells),
        draw(st.dictionaries(cells, cells, max_size=2)),
        draw(cells),
        draw(times),
        draw(times),
    )
