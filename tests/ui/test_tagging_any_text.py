"""Texts Qt would change or count otherwise: the offsets still cut out the words."""

import pytest
from PySide6.QtCore import Qt
from ui_desk import SHIFT, Desk

from annotator.model.span import Span

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
THUMB = "\U0001f44d\U0001f3fd"
FLAGS = "\U0001f1fa\U0001f1e6\U0001f1eb\U0001f1f7"
CAFE = "cafe\u0301"
MIXED = (
    f"Sales 😀 rose 4% {FAMILY} in all.\n"
    f"The {CAFE} owner {THUMB} denied it {FLAGS} on Monday.\n"
    "Ten\u00a0million people, he\u202fsaid, \u201cleft\u201d.\u2028A line follows.\n"
    "\U0001d400\U0001d401\U0001d402 and 𠜎𠜱 end \ufeffhere.\n"
)
ARABIC = (
    "قالت وكالة المصب البيئية يوم الجمعة إن نحو ٦٤ ألف لتر تسربت إلى الميناء.\n"
    "وتدير الموقع شركة Brackwell Terminals منذ عام ١٩٩٨.\n"
    "ونفت الشركة أن يكون العطل معروفًا قبل الحادث.\n"
)

WORDS = [
    "Sales 😀 rose",
    "rose 4%",
    "😀",
    FAMILY,
    f"4% {FAMILY} in all.",
    CAFE,
    f"The {CAFE} owner",
    THUMB,
    f"owner {THUMB} denied",
    FLAGS,
    "\U0001f1eb\U0001f1f7",
    "it",
    "Ten\u00a0million",
    "he\u202fsaid",
    "\u201cleft\u201d",
    "\u201d.\u2028A line follows",
    "A line follows",
    "\U0001d400\U0001d401\U0001d402",
    "𠜎𠜱 end \ufeffhere",
    "on Monday.\nTen",
]


@pytest.mark.parametrize("words", WORDS, ids=ascii)
def test_words_selected_with_the_mouse_are_tagged_exactly(desk_with, words):
    desk = desk_with(MIXED)
    desk.drag(words)
    desk.press("q")
    assert desk.tagged() == [("quote", words)]
    assert desk.stored()[0].quote == words


@pytest.mark.parametrize("words", WORDS, ids=ascii)
def test_words_selected_with_the_keyboard_are_tagged_exactly(desk_with, words):
    desk = desk_with(MIXED)
    span = desk.span(words)
    desk.view.set_caret(span.start)
    end = desk.cursor(span.end).position()
    desk.press_until(
        Qt.Key.Key_Right, SHIFT, lambda: desk.view.textCursor().position() >= end
    )
    desk.press("q")
    assert desk.tagged() == [("quote", words)]


@pytest.mark.parametrize(
    "words",
    [
        "وكالة المصب البيئية",
        "٦٤ ألف لتر",
        "٦٤",
        "Brackwell Terminals",
        "شركة Brackwell",
        "معروفًا",
        "الميناء.\nوتدير",
    ],
)
def test_right_to_left_words_are_tagged_exactly(desk_with, words):
    desk = desk_with(ARABIC)
    desk.view.set_caret(desk.span(words).start)
    # To the left is forward.
    desk.press_until(
        Qt.Key.Key_Left, SHIFT, lambda: desk.view.selected_span() == desk.span(words)
    )
    desk.press("c")
    assert desk.tagged() == [("claim", words)]


def test_right_to_left_words_are_selected_with_the_mouse(desk_with):
    words = "وكالة المصب البيئية"
    desk = desk_with(ARABIC)
    desk.drag(words)
    desk.press("c")
    assert desk.tagged() == [("claim", words)]


@pytest.mark.parametrize(
    ("inside", "whole"),
    [
        (FAMILY[:2], FAMILY),
        (FAMILY[2:4], FAMILY),
        (THUMB[:1], THUMB),
        (THUMB[1:], THUMB),
        ("cafe", CAFE),
        (FLAGS[1:3], FLAGS),
    ],
    ids=ascii,
)
def test_a_selection_never_cuts_what_people_see_as_one_character(
    desk_with, inside, whole
):
    desk = desk_with(MIXED)
    start = MIXED.index(whole) + whole.index(inside)
    desk.view.select(Span(start, start + len(inside)))
    desk.press("c")
    assert desk.tagged() == [("claim", whole)]


def test_the_status_line_names_the_character_that_was_kept_whole(desk_with, qtbot):
    desk = desk_with(MIXED)
    start = MIXED.index(THUMB)
    desk.view.select(Span(start, start + 1))
    with qtbot.waitSignal(desk.view.selection_snapped) as snapped:
        desk.view.selected_span()
    assert snapped.args == [THUMB]
    assert desk.hint == f"The selection was widened so that {THUMB} is not cut."


def test_every_second_flag_of_a_long_row_is_kept_whole(desk_with):
    flag = "\U0001f1fa\U0001f1e6"
    row = flag * 60
    desk = desk_with(f"Flags {row} end.\n")
    start = len("Flags ") + 75
    desk.view.select(Span(start, start + 2))
    assert desk.view.selected_span() == Span(start - 1, start + 3)


def test_a_letter_under_a_hundred_marks_is_kept_whole(desk_with):
    letter = "a" + "\u0301" * 100
    desk = desk_with(f"An {letter} here.\n")
    desk.view.select(Span(3, 4))
    assert desk.view.selected_span() == Span(3, 3 + len(letter))


def test_windows_line_ends_are_one_character_from_import_on(qtbot, desk_with, tmp_path):
    desk = desk_with("First text.\n")
    file = tmp_path / "windows.txt"
    file.write_bytes(b"\xef\xbb\xbfOne line\r\nand two\r\nend \xe2\x82\xac5m.\r\n")
    desk.window.transfers.import_paths([file])
    qtbot.waitUntil(lambda: len(desk.place.documents.infos()) == 2)
    desk.place.open_document(desk.place.documents.infos()[1].id)
    assert desk.text == "One line\nand two\nend €5m.\n"
    desk.drag("and two\nend €5m")
    desk.press("f")
    assert desk.tagged() == [("figure", "and two\nend €5m")]


def test_the_view_holds_as_many_units_as_the_text_whatever_is_in_it(desk_with):
    every = "".join(
        chr(code)
        for code in (
            *range(1, 0x2FF),
            *range(0x300, 0x370),
            *range(0x590, 0x700),
            *range(0x2000, 0x2070),
            *range(0xFB1D, 0xFB50),
            *range(0xFDD0, 0xFDF0),
            *range(0xFE00, 0xFE10),
            *range(0xFEFE, 0xFF02),
            *range(0xFFF0, 0x10000),
            *range(0x1F1E6, 0x1F200),
            *range(0x1F3FB, 0x1F400),
            0xE0001,
            0xE007F,
            0x10FFFF,
        )
        if chr(code) != "\r"
    )
    desk = desk_with(f"x{every}\nand the end of it.\n")
    count = desk.view.document().characterCount() - 1
    assert count == len(desk.text.encode("utf-16-le")) // 2
    desk.view.select(desk.span("the end of it"))
    desk.press("c")
    assert desk.tagged() == [("claim", "the end of it")]


def test_each_code_point_counts_in_the_view_as_in_utf_16(qtbot, desk_with):
    desk = desk_with("Text.\n")
    view = desk.view
    codes = [
        *range(1, 0x800, 3),
        *range(0x2000, 0x2070),
        *range(0xD7F0, 0xD800),
        *range(0xE000, 0x10000, 97),
        *range(0xFDC0, 0xFE10),
        *range(0xFEF0, 0x10010),
        *range(0x10000, 0x110000, 9973),
    ]
    off = []
    for code in codes:
        if code == 0x0D:
            continue
        text = f"a{chr(code)}b"
        view.document().setPlainText(text)
        if view.document().characterCount() - 1 != len(text.encode("utf-16-le")) // 2:
            off.append(hex(code))
    assert off == []


def test_a_text_that_begins_with_a_byte_order_mark_is_shown(desk_with):
    desk = desk_with("\ufeffA mark, then words.\n")
    desk.drag("then words")
    desk.press("c")
    assert desk.tagged() == [("claim", "then words")]


def test_the_offsets_survive_closing_and_opening(desk_with, reopened):
    desk: Desk = desk_with(MIXED)
    desk.tag(f"owner {THUMB} denied", "d")
    desk.tag("\U0001d400\U0001d401\U0001d402", "q")
    again = reopened(desk)
    assert again.tagged() == [
        ("denial", f"owner {THUMB} denied"),
        ("quote", "\U0001d400\U0001d401\U0001d402"),
    ]
    assert [again.text[mark.start : mark.end] for mark in again.opened.marks] == [
        f"owner {THUMB} denied",
        "\U0001d400\U0001d401\U0001d402",
    ]
