"""The index of marks and their lanes, against the plainest way to the same answer."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.model.annotation import Mark
from annotator.ui.text.span_index import SpanIndex, segments

# Just above the stretches and the cells the index works with.
LENGTH = 2 * 2048 + 300
ME, BO = "me", "bo"
several_times = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@st.composite
def spans(draw, length=LENGTH):
    start = draw(st.integers(0, length - 1))
    size = draw(st.one_of(st.integers(1, 40), st.integers(1, length)))
    return start, min(length, start + size)


@st.composite
def marks(draw, most=12, length=LENGTH):
    """Several marks, of two people, some in several parts."""
    found = []
    for number in range(draw(st.integers(0, most))):
        parts = draw(st.lists(spans(length), min_size=1, max_size=3))
        ends = sorted({offset for part in parts for offset in part})
        pairs = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if a < b]
        several = tuple(pairs) if len(pairs) > 1 else ()
        found.append(
            Mark(
                pairs[0][0],
                pairs[-1][1],
                f"{number:02}",
                "tag",
                draw(st.sampled_from((ME, BO))),
                several,
            )
        )
    return found


def ids(found):
    return sorted(mark.id for mark in found)


@several_times
@given(marks(), spans())
def test_between_finds_the_marks_with_a_character_there(found, span):
    start, end = span
    expected = [m for m in found if m.start < end and m.end > start]
    assert ids(SpanIndex(found).between(start, end)) == ids(expected)


@several_times
@given(marks(), st.integers(0, LENGTH))
def test_at_finds_what_touches_the_caret_with_the_inner_before_the_outer(found, offset):
    touching = SpanIndex(found).at(offset)
    assert ids(touching) == ids(
        m for m in found if any(a <= offset <= b for a, b in m.spans)
    )
    inside = [m for m in touching if any(a <= offset < b for a, b in m.spans)]
    assert touching[: len(inside)] == inside
    lengths = [m.end - m.start for m in inside]
    assert lengths == sorted(lengths)


@several_times
@given(marks(), st.data())
def test_adding_and_removing_ends_where_making_anew_does(found, data):
    index = SpanIndex()
    present = {}
    for mark in found:
        index.add(mark)
        present[mark.id] = mark
        if data.draw(st.booleans()) and present:
            gone = data.draw(st.sampled_from(sorted(present)))
            assert index.remove(gone) == present.pop(gone)
        if present and data.draw(st.booleans()):
            moved = data.draw(st.sampled_from(sorted(present)))
            start, end = data.draw(spans())
            present[moved] = Mark(start, end, moved, "other", ME)
            index.add(present[moved])
    fresh = SpanIndex(present.values())
    assert len(index) == len(fresh) == len(present)
    assert set(index.marks()) == set(present.values())
    for start in range(0, LENGTH, 500):
        assert ids(index.between(start, start + 700)) == ids(
            fresh.between(start, start + 700)
        )


def test_removing_what_is_not_there_removes_nothing():
    index = SpanIndex([Mark(0, 5, "a", "tag", ME)])
    assert index.remove("b") is None
    assert len(index) == 1


def test_an_empty_range_holds_nothing():
    index = SpanIndex([Mark(0, 5, "a", "tag", ME)])
    assert index.between(2, 2) == []


@several_times
@given(marks(length=400), spans(400))
def test_segments_are_the_parts_within_the_range(found, span):
    start, end = span
    parts = segments(found, start, end, first=ME)
    assert sorted((p.start, p.end, p.mark.id) for p in parts) == sorted(
        (max(a, start), min(b, end), mark.id)
        for mark in found
        for a, b in mark.spans
        if a < end and b > start
    )


@several_times
@given(marks(length=400))
def test_no_two_segments_that_overlap_share_a_lane(found):
    parts = segments(found, 0, 400, first=ME)
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            if one.start < other.end and other.start < one.end:
                assert one.lane != other.lane


@several_times
@given(marks(length=400))
def test_what_contains_another_lies_below_it(found):
    parts = segments(found, 0, 400, first=ME)
    for outer in parts:
        for inner in parts:
            same = outer.mark.annotator_id == inner.mark.annotator_id
            contains = outer.start <= inner.start and inner.end <= outer.end
            longer = (
                outer.mark.end - outer.mark.start > inner.mark.end - inner.mark.start
            )
            if same and contains and longer:
                assert outer.lane > inner.lane


@several_times
@given(marks(length=400))
def test_ones_own_lie_above_others_they_overlap(found):
    parts = segments(found, 0, 400, first=ME)
    for mine in (p for p in parts if p.mark.annotator_id == ME):
        for other in (p for p in parts if p.mark.annotator_id == BO):
            if mine.start < other.end and other.start < mine.end:
                assert mine.lane < other.lane


@several_times
@given(marks(length=400))
def test_no_lane_is_left_empty_above_a_segment(found):
    parts = segments(found, 0, 400, first=ME)
    for part in parts:
        above = {p.lane for p in parts if p.start < part.end and part.start < p.end}
        if part.lane:
            assert part.lane - 1 in above


def test_disjoint_marks_all_take_the_first_lane():
    found = [Mark(n * 10, n * 10 + 10, f"{n:02}", "tag", ME) for n in range(40)]
    assert {p.lane for p in segments(found, 0, 400, first=ME)} == {0}


def test_nesting_goes_as_deep_as_it_goes():
    found = [Mark(n, 200 - n, f"{n:02}", "tag", ME) for n in range(90)]
    parts = segments(found, 0, 200, first=ME)
    assert sorted(p.lane for p in parts) == list(range(90))
