"""The seeds fit together: texts, codebook and sample."""

import re
import tomllib

import pytest

from annotator.app.projects import load_codebook, open_sample
from annotator.resources import SEEDS
from annotator.sources.base import SourceOptions
from annotator.sources.reading import read_source
from annotator.sources.workshop import Workshop

DOCUMENTS = sorted((SEEDS / "documents").iterdir())
SAMPLES = sorted((SEEDS / "sample").glob("*.toml"))
RUN = 8  # words


def table(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def words_of(text):
    return re.findall(r"\w+", text.casefold())


def runs(text):
    words = words_of(text)
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_there_are_at_least_six_texts():
    assert len(DOCUMENTS) >= 6


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_text_is_read_unchanged_and_ends_with_a_newline(path):
    (found,) = read_source(path, SourceOptions(), Workshop())
    text, source = found.text, found.source
    assert source.changes == ()
    assert source.encoding == "utf-8"
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_every_text_has_a_sample_and_every_sample_a_text():
    assert len(SAMPLES) == len(DOCUMENTS)
    assert [table(path)["document"] for path in SAMPLES] == [
        path.name for path in sorted(DOCUMENTS, key=lambda p: p.stem)
    ]


def test_the_texts_are_as_different_as_texts_are():
    texts = {path.name: path.read_text(encoding="utf-8") for path in DOCUMENTS}
    assert any(character > "\uffff" for text in texts.values() for character in text)
    assert any("\u0300" <= c <= "\u036f" for text in texts.values() for c in text)
    assert any("\u0590" <= c <= "\u06ff" for text in texts.values() for c in text)
    assert max(len(text) for text in texts.values()) > 20_000


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_names_only_what_the_codebook_has(path):
    codebook = load_codebook()
    attributes = {a.name: a for a in codebook.attributes}
    kinds = {kind.name for kind in codebook.relation_types}
    for entry in table(path)["annotations"]:
        tag = codebook.tag_named(entry["tag"])
        offered = {a.name for a in codebook.attributes_of(tag.id)}
        for name, value in entry.get("attributes", {}).items():
            assert name in offered, (entry["label"], name)
            choices = attributes[name].choices
            assert not choices or value in choices, (entry["label"], name, value)
    for link in table(path).get("relations", ()):
        assert link["type"] in kinds


def test_labels_are_used_once():
    labels = [e["label"] for path in SAMPLES for e in table(path)["annotations"]]
    assert len(labels) == len(set(labels))


def test_relations_of_the_sample_join_tags_that_they_may_join(settings):
    codebook = load_codebook()
    kinds = {kind.name: kind for kind in codebook.relation_types}
    entries = {e["label"]: e for path in SAMPLES for e in table(path)["annotations"]}
    for path in SAMPLES:
        for link in table(path).get("relations", ()):
            kind = kinds[link["type"]]
            for end, allowed in (
                ("from", kind.source_tag_ids),
                ("to", kind.target_tag_ids),
            ):
                tag = codebook.tag_named(entries[link[end]]["tag"])
                assert not allowed or tag.id in allowed, link


def test_the_sample_holds_all_that_its_text_form_says(settings):
    said = [table(path) for path in SAMPLES]
    with open_sample(settings) as session:
        infos = session.documents()
        relations = session.project.relations.all()
        assert sum(info.annotations for info in infos) == sum(
            len(one["annotations"]) for one in said
        )
        assert len(relations) == sum(len(one.get("relations", ())) for one in said)
        assert {info.name: info.title for info in infos} == {
            one["document"]: one["title"] for one in said
        }


def test_no_annotation_of_the_sample_begins_or_ends_with_white_space(settings):
    with open_sample(settings) as session:
        for info in session.documents():
            text = session.document(info.id).text
            for one, _ in session.project.annotations.of_document(info.id):
                for span in one.spans:
                    assert span.trimmed(text) == span, one.quote


def test_the_four_tags_of_the_codebook_have_keys_colours_and_marks():
    tags = load_codebook().tags
    assert [(tag.name, tag.key) for tag in tags] == [
        ("claim", "c"),
        ("denial", "d"),
        ("figure", "f"),
        ("quote", "q"),
    ]
    for look in ("color", "mark", "question", "definition", "include", "exclude"):
        values = [getattr(tag, look) for tag in tags]
        assert all(values)
        assert len(set(values)) == len(tags)


def test_no_seed_copies_a_sentence_of_the_news_report(root):
    folder = root.parent / "shared" / "source-texts"
    if not folder.is_dir():
        pytest.skip("the news report in ../shared/source-texts is not here")
    (report,) = folder.glob("000_*.txt")
    copied = runs(report.read_text(encoding="utf-8"))
    for path in (*DOCUMENTS, *SAMPLES, *(SEEDS / "codebooks").iterdir()):
        shared = copied & runs(path.read_text(encoding="utf-8"))
        assert shared == set(), path.name
