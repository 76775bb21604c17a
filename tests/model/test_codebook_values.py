"""What marks, keys and colors may be, and how versions move on."""

import pytest

from annotator.model.codebook_values import (
    is_color,
    is_date,
    is_key,
    is_mark,
    is_name,
    next_version,
)


@pytest.mark.parametrize(
    ("version", "after"),
    [
        ("1", "2"),
        ("9", "10"),
        ("007", "008"),
        ("1.9", "1.10"),
        ("2026.01", "2026.02"),
        ("draft", "draft.1"),
        ("draft.1", "draft.2"),
        ("1.0-beta", "1.0-beta.1"),
        ("", ".1"),
        ("1.", "1..1"),
        ("٣", "٣.1"),
        ("9" * 5000, "9" * 5000 + ".1"),
    ],
)
def test_a_version_moves_on(version, after):
    assert next_version(version) == after


@pytest.mark.parametrize("version", ["1", "1.9", "draft", "2026-11"])
def test_a_version_never_comes_back(version):
    seen = set()
    for _ in range(30):
        assert version not in seen
        seen.add(version)
        version = next_version(version)


@pytest.mark.parametrize(
    "mark",
    [
        "●",
        "C",
        "§",
        "é",
        "e\u0301",
        "✔\ufe0f",
        "🇺🇦",
        "👍🏽",
        "👩\u200d👩\u200d👧",
        "ق",
        "क्",
    ],
)
def test_what_readers_take_for_one_character_is_a_mark(mark):
    assert is_mark(mark)


@pytest.mark.parametrize(
    "mark",
    [
        "",
        "ab",
        " ",
        "a ",
        "\n",
        "\u0301",
        "\u200d",
        "🇺🇦🇵🇱",
        "👍👍",
        "a" + "\u0301" * 40,
        "\0",
    ],
)
def test_anything_else_is_no_mark(mark):
    assert not is_mark(mark)


def test_a_key_is_one_letter():
    assert is_key("c")
    assert is_key("ж")
    assert not any(map(is_key, ["", "cc", "1", "-", " ", "😀"]))


def test_a_color_has_six_digits():
    assert is_color("#00aaFF")
    assert not any(map(is_color, ["", "red", "#FFF", "#0000000", "0000FF", "#00000G"]))


def test_a_name_is_one_line_without_white_space_at_its_ends():
    assert is_name("named person")
    assert not any(map(is_name, ["", " a", "a ", "a\nb", "a\0"]))


def test_a_date_is_in_the_calendar():
    assert all(map(is_date, ["2026", "2026-02", "2024-02-29"]))
    assert not any(map(is_date, ["2026-02-29", "26", "2026-13", "1 May", ""]))
