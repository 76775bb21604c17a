"""The concordance: each place where words stand, exactly, with what is around it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.app.concordance import CONTEXT, concordance, tag_hits
from annotator.app.finding import Finder, Mode, Query
from annotator.errors import UnknownNameError
from annotator.model.change import Change, Edit
from annotator.model.ids import new_id

TEXTS = {
    "one": "😀 The\u00a0pumps failed.\nThe pumps e\u0301te\u0301, the Pumps again.",
    "two": "Water pumps and minipumps; “the\npumps” said Łukasz in Cafe\u0301 São.",
    "three": "قال الوزير إن المبيعات ارتفعت",
    "four": "東京の大臣は否定した。한국 장관",
}


@pytest.fixture
def library(session, new, add):
    """The documents by name, in a project with a person at work."""
    session.apply(Edit("Join", (Change(None, session.me),)))
    made = {n: new.document(t, name=f"{n}.txt") for n, t in TEXTS.items()}
    add(*made.values())
    return made


@pytest.fixture
def hits(session, library):
    """Returns name, offsets and words of the hits of a query, and checks each."""

    def hits(words, mode=Mode.PLAIN, **options):
        found = concordance(session, Query(words, mode), **options)
        for hit in found.hits:
            text = session.document(hit.document_id).text
            shown = " ".join(text.split())
            assert hit.left + hit.words + hit.right in shown
            assert hit.words == " ".join(text[hit.start : hit.end].split())
        return [
            (hit.title.removesuffix(".txt"), hit.start, hit.words) for hit in found.hits
        ]

    return hits


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the pumps", [("one", 2), ("one", 20), ("one", 37), ("two", 28)]),
        ("Pumps", [("one", 41)]),
        ("pump", [("one", 6), ("one", 24), ("one", 41), ("two", 6), ("two", 32)]),
        ("ump", []),
        ("été", [("one", 30)]),
        ("cafe\u0301 são", [("two", 54)]),
        ("الوزير", [("three", 4)]),
        ("大臣", [("four", 3)]),
        ("장관", [("four", 14)]),
        ("😀", [("one", 0)]),
        ("pumps” said", [("two", 32)]),
        ("nowhere", []),
        ("", []),
    ],
)
def test_words_are_found_at_the_beginnings_of_words(hits, words, expected):
    assert [hit[:2] for hit in hits(words)] == expected


def test_whole_words_and_patterns_are_found_too(hits):
    assert [h[:2] for h in hits("pump", Mode.WORD)] == []
    assert [h[:2] for h in hits("said", Mode.WORD)] == [("two", 39)]
    assert [h[:2] for h in hits(r"\b\w+pumps\b", Mode.REGEX)] == [("two", 16)]
    assert [h[:2] for h in hits("The\u00a0pumps", Mode.EXACT)] == [("one", 2)]


def test_a_hit_shows_its_words_in_their_context(session, library):
    first, *_ = concordance(session, Query("the pumps")).hits
    assert (first.left, first.words) == ("😀 ", "The pumps")
    assert first.right == " failed. The pumps e\u0301te\u0301, the Pumps again."
    assert first.document_id == library["one"].id


def test_context_is_cut_between_words_and_inside_endless_ones(session, new, add):
    words = "abcde " * 40
    add(new.document(f"{words}middle {words}", name="long.txt"))
    add(new.document("x" * 300 + " centre " + "e\u0301" * 150, name="wide.txt"))
    (hit,) = concordance(session, Query("middle")).hits
    assert CONTEXT - 6 < len(hit.left) <= CONTEXT
    assert CONTEXT - 6 < len(hit.right) <= CONTEXT
    assert hit.left.startswith("abcde ")
    assert hit.right.endswith(" abcde")
    (wide,) = concordance(session, Query("centre")).hits
    assert len(wide.left) == CONTEXT
    # An accent is never parted from its letter.
    assert wide.right.endswith("e\u0301")
    assert abs(len(wide.right) - CONTEXT) <= 1


def test_an_answer_goes_on_where_the_last_one_ended(session, library):
    query = Query("pumps")
    everything = concordance(session, query)
    assert (everything.documents, everything.more) == (2, None)
    for limit in (1, 2, 3, 4):
        pages, after = [], None
        while True:
            page = concordance(session, query, limit=limit, after=after)
            pages += page.hits
            after = page.more
            if after is None:
                break
            assert len(page.hits) == limit
        assert tuple(pages) == everything.hits


def test_an_answer_goes_on_though_its_document_was_taken_out(session, library):
    query = Query("pumps")
    page = concordance(session, query, limit=1)
    one = session.document(library["one"].id)
    session.apply(
        Edit("Take out", (Change(one, replace(one, deleted_at=one.created_at)),))
    )
    rest = concordance(session, query, after=page.more)
    assert {hit.document_id for hit in rest.hits} == {library["two"].id}
    assert len(rest.hits) == 2


def test_what_is_no_pattern_is_said(session, library):
    answer = concordance(session, Query("(", Mode.REGEX))
    assert "expression" in answer.problem
    assert answer.more is None


def test_a_text_too_much_for_a_pattern_is_named(session, library, new, add):
    add(new.document("a" * 5_000 + "!", name="slow.txt"))
    query = Query("(a|aa)+$|pumps", Mode.REGEX)
    page = concordance(session, query, deadline_s=0.5)
    assert [hit.words for hit in page.hits] == ["pumps"] * 5
    # It may only have come too late, so it is given all the time there is.
    assert page.problem == ""
    rest = concordance(session, query, deadline_s=0.5, after=page.more)
    assert "took too long" in rest.problem
    assert "“slow.txt”" in rest.problem
    assert (rest.hits, rest.more) == ((), None)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_the_index_misses_nothing_that_is_in_the_texts(session, library, data):
    text = data.draw(st.sampled_from(list(TEXTS.values())))
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    mode = data.draw(st.sampled_from([Mode.PLAIN, Mode.WORD, Mode.EXACT]))
    hits = concordance(session, Query(words, mode)).hits
    unspaced = any("\u3040" <= letter <= "\u9fff" for letter in words)
    finder = Finder(Query(words, mode), at_word_start=not unspaced)
    assert [(hit.document_id, hit.start, hit.end) for hit in hits] == [
        (document.id, span.start, span.end)
        for document in library.values()
        for span in finder.find(document.text).spans
        if words.strip()
    ]


def test_a_search_out_of_time_says_where_to_go_on(session, library):
    query = Query("pumps")
    stopped = concordance(session, query, deadline_s=0)
    assert stopped.hits == ()
    assert concordance(session, query, after=stopped.more) == concordance(
        session, query
    )


def test_hits_are_tagged_in_one_step_and_undone_in_one(session, library):
    hits = concordance(session, Query("pumps")).hits
    claim = session.codebook.tag_named("claim")
    tagging = tag_hits(session, hits, claim)
    assert (tagging.added, tagging.skipped) == (5, 0)
    session.apply(tagging.edit)
    assert session.undoable.title == "Tag 5 hits “claim”"
    for name in ("one", "two"):
        document = session.document(library[name].id)
        marks, damage = session.marks(document)
        assert damage == []
        assert [(m.start, m.end) for m in marks] == [
            (h.start, h.end) for h in hits if h.document_id == document.id
        ]
    session.undo()
    assert session.marks(session.document(library["one"].id))[0] == []


def test_hits_i_have_tagged_so_already_are_skipped(session, library, new, add, person):
    hits = concordance(session, Query("pumps")).hits
    claim, quote = (session.codebook.tag_named(n) for n in ("claim", "quote"))
    session.apply(tag_hits(session, hits[:2], claim).edit)
    session.apply(tag_hits(session, hits[2:3], quote).edit)
    add(new.annotation(library["two"], person, "pumps"), by=person)
    again = tag_hits(session, [*hits, hits[4]], claim)
    assert (again.added, again.skipped) == (3, 3)
    session.apply(again.edit)
    assert tag_hits(session, hits, claim).edit is None
    assert tag_hits(session, hits, claim).skipped == 5


def test_hits_of_a_document_that_is_gone_are_not_tagged(session, library):
    (hit,) = concordance(session, Query("الوزير")).hits
    gone = type(hit)(
        **{n: getattr(hit, n) for n in hit.__slots__} | {"document_id": new_id()}
    )
    with pytest.raises(UnknownNameError, match="not in the project"):
        tag_hits(session, [gone], session.codebook.tags[0])


def test_a_query_that_begins_with_an_accent_finds_no_word(session, library):
    for mode in (Mode.PLAIN, Mode.WORD):
        assert not concordance(session, Query("\u0301te\u0301", mode)).hits
