"""Identifiers and times."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.ids import derived_id, new_id, parse_id
from annotator.model.times import parse_time, utc_now


def test_a_new_id_is_a_random_uuid_of_version_4():
    for _ in range(200):
        uuid = UUID(new_id())
        assert uuid.version == 4
        assert uuid.variant == "specified in RFC 4122"


def test_new_ids_differ_and_have_32_digits():
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(one) for one in ids} == {32}


def test_the_same_names_give_the_same_id_for_ever():
    assert derived_id("tag", "claim") == derived_id("tag", "claim")
    # Written out: a changed recipe would split teams' codebooks in two.
    assert derived_id("tag", "claim") == "e0eab44aa3395aef808d49abf7aa68f5"


def test_other_names_or_another_kind_give_another_id():
    ids = {
        derived_id("tag", "claim"),
        derived_id("tag", "denial"),
        derived_id("attribute", "claim"),
        derived_id("tag", "cla", "im"),
        derived_id("tag", "clai", "m"),
    }
    assert len(ids) == 5


@pytest.mark.parametrize(
    "text",
    [
        "6B0C4A0E3C0E5C3F9B436D1F3F0F5A11",
        "6b0c4a0e-3c0e-5c3f-9b43-6d1f3f0f5a11",
        "urn:uuid:6b0c4a0e-3c0e-5c3f-9b43-6d1f3f0f5a11",
    ],
)
def test_a_uuid_is_read_in_each_of_its_spellings(text):
    assert parse_id(text) == "6b0c4a0e3c0e5c3f9b436d1f3f0f5a11"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T1",
        "6b0c4a0e3c0e5c3f9b436d1f3f0f5a1",
        "6b0c4a0e3c0e5c3f9b436d1f3f0f5a1g",
        "0x0c4a0e3c0e5c3f9b436d1f3f0f5a11",
        " b0c4a0e3c0e5c3f9b436d1f3f0f5a11",
        "6_0c4a0e3c0e5c3f9b436d1f3f0f5a11",
        "٦" * 32,
    ],
)
def test_what_is_no_uuid_is_not_taken_for_one(text):
    assert parse_id(text) is None


@given(st.text())
def test_whatever_is_taken_for_a_uuid_can_be_stored_as_one(text):
    uuid = parse_id(text)
    assert uuid is None or len(bytes.fromhex(uuid)) == 16


@given(st.uuids())
def test_every_uuid_comes_back_as_its_hexadecimal_digits(uuid):
    assert parse_id(str(uuid)) == uuid.hex


def test_now_is_written_in_utc_with_milliseconds():
    now = utc_now()
    assert len(now) == len("2026-11-22T14:32:07.125Z")
    assert datetime.fromisoformat(now).tzinfo == UTC


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-11-22T14:32:07.125Z", "2026-11-22T14:32:07.125Z"),
        ("2026-11-22T15:32:07.1259+01:00", "2026-11-22T14:32:07.125Z"),
        ("2026-11-22T14:32", "2026-11-22T14:32:00.000Z"),
        ("2026-11-22", "2026-11-22T00:00:00.000Z"),
    ],
)
def test_any_iso_time_is_written_in_one_way(text, written):
    assert parse_time(text) == written


def test_a_time_written_by_us_is_read_unchanged():
    now = utc_now()
    assert parse_time(now) == now


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r"isoformat|month"):
        parse_time(text)
