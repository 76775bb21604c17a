"""What holds for every format: what was not declared as lost comes back."""

import os
from dataclasses import replace

import pytest
from differences import differences
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bundles import (
    GOLDEN_TEXT,
    annotation,
    bundle,
    bundles,
    golden,
    span_of,
)

from annotator.errors import AnnotatorError, ExportError
from annotator.formats import BUILT_IN
from annotator.formats.base import ImportProblem
from annotator.model.bundle import Bundle, BundleRelation
from annotator.model.ids import derived_id

all_formats = pytest.mark.parametrize("how", BUILT_IN, ids=lambda how: how.name)


def hard():
    """Two people, spans across line breaks, and a document nobody has annotated."""
    one = golden()
    text = "\nOne\u2028line 😀\n\nand another\x85"
    whole = annotation("all of it", ((0, len(text)),), text, annotator="Bob")
    breaks = annotation("breaks", ((0, 1),), text)
    apart = annotation("apart", ((1, 4), (5, 9), (11, 16)), text, note="\\n “é”")
    other = bundle(
        [whole, breaks, apart],
        text,
        name="other",
        codebook=one.codebook,
        verdicts=2,
        relations=[
            BundleRelation(derived_id("test", "2"), "cites", whole.id, apart.id),
            BundleRelation(derived_id("test", "3"), "cites", apart.id, "0" * 32),
        ],
    )
    bob = annotation("bob", (span_of("owners"),), annotator="Bob / ../ada", tag="é|ü")
    one = replace(one, annotations=[*one.annotations, bob])
    alone = bundle((), "Nobody. " + GOLDEN_TEXT, name="other.txt")
    return [one, other, replace(alone, codebook=one.codebook)]


def written(how, found, folder):
    target = folder / f"export{how.suffix}"
    return how.write(found, target), target


@all_formats
def test_what_comes_back_lacks_exactly_what_was_declared(how, tmp_path):
    losses, target = written(how, hard(), tmp_path)
    assert dict(losses.counts) == dict(differences(hard(), list(how.read(target))))


@all_formats
def test_one_person_and_one_document_come_back_likewise(how, tmp_path):
    losses, target = written(how, [golden()], tmp_path)
    assert dict(losses.counts) == dict(differences([golden()], list(how.read(target))))


@all_formats
def test_an_empty_export_comes_back_empty(how, tmp_path):
    losses, target = written(how, [], tmp_path)
    assert not losses
    assert list(how.read(target)) == []


@all_formats
def test_what_was_read_is_written_again_the_same(how, tmp_path):
    _, first = written(how, hard(), tmp_path)
    read = [b for b in how.read(first) if isinstance(b, Bundle)]
    again = tmp_path / f"again{how.suffix}"
    how.write(read, again)
    assert differences(read, list(how.read(again))).keys() <= {"id"}


@all_formats
def test_reading_twice_gives_the_same_ids(how, tmp_path):
    _, target = written(how, hard(), tmp_path)
    first, second = (
        [a.id for b in how.read(target) for a in b.annotations] for _ in range(2)
    )
    assert first == second
    assert len(set(first)) == len(first)


@all_formats
def test_a_second_export_takes_the_place_of_the_first(how, tmp_path):
    written(how, hard(), tmp_path)
    _, target = written(how, [golden()], tmp_path)
    assert len(list(how.read(target))) == 1
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@all_formats
def test_an_export_that_fails_leaves_what_was_there(how, tmp_path):
    def broken():
        yield golden()
        raise OSError(28, os.strerror(28))

    _, target = written(how, hard(), tmp_path)
    before = list(how.read(target))
    with pytest.raises((ExportError, OSError)):
        how.write(broken(), target)
    assert list(how.read(target)) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@all_formats
def test_a_missing_source_is_one_clear_error(how, tmp_path):
    with pytest.raises(AnnotatorError, match="There is no file"):
        list(how.read(tmp_path / f"absent{how.suffix}"))


def unlike(found):
    return len({b.sha256 for b in found}) == len(found)


@all_formats
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(found=st.lists(bundles(), max_size=3).filter(unlike))
def test_any_bundles_lack_exactly_what_was_declared(how, tmp_path, found):
    losses, target = written(how, found, tmp_path)
    results = [r for r in how.read(target) if not isinstance(r, ImportProblem)]
    assert dict(losses.counts) == dict(differences(found, results))
