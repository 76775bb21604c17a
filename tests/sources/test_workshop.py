"""The child process: one message a file, whatever happens in it."""

import sys

import pytest
from evil_readers import Reader

from annotator.errors import EncodingUnknownError, SourceError
from annotator.sources.base import Extracted, SourceOptions, Unusable
from annotator.sources.workshop import Workshop


@pytest.fixture
def read():
    """Has the evil reader do a deed in the child process."""
    with Workshop(seconds=30) as workshop:

        def read(deed, **columns):
            options = SourceOptions(columns=columns)
            return workshop.read(Reader(), deed.encode(), "x.evil", options)

        yield read


def test_texts_come_back_as_they_were_found(read):
    text, part = read("good")
    assert text == Extracted(
        text="Fine 😀\ud83d.",
        extractor="e",
        metadata={"title": "É 😀", "pages": [0, 5]},
    )
    assert part == Unusable(reason="too odd", part="row", line=3)


def test_one_process_reads_one_file_after_the_other(read):
    (first,), (second,) = read("process"), read("process")
    assert first.text == second.text


def test_a_refusal_comes_back_with_what_to_do(read):
    with pytest.raises(SourceError) as failure:
        read("refuse")
    error = failure.value
    assert (error.message, error.hint, error.command) == (
        "x.evil is odd.",
        "Mend it.",
        "--mend",
    )


def test_a_question_about_the_encoding_comes_back(read):
    with pytest.raises(EncodingUnknownError) as failure:
        read("ask")
    assert failure.value.candidates == ["cp1252"]


@pytest.mark.parametrize("deed", ["crash", "bug", "connect", "start"])
def test_what_breaks_the_reader_is_told_and_the_next_file_is_read(read, deed):
    with pytest.raises(SourceError, match=r"x\.evil cannot be read: it is damaged"):
        read(deed)
    assert len(read("good")) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_nothing_is_written(read, tmp_path):
    target = tmp_path / "written"
    with pytest.raises(SourceError, match="cannot be read"):
        read("write", text=str(target))
    assert not target.exists() or target.stat().st_size == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_memory_has_an_end(read):
    with pytest.raises(SourceError, match=r"x\.evil takes more memory"):
        read("memory")
    assert len(read("good")) == 2


def test_time_has_an_end():
    late = pytest.raises(SourceError, match=r"took longer than 0\.5 seconds")
    with Workshop(seconds=0.5) as workshop, late:
        workshop.read(Reader(), b"sleep", "x.evil", SourceOptions())
