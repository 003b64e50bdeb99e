"""The certifying sheet: literal and missing numbers, read, checked and joined."""

from collective.schoolrecords.core import certifying_sheet as rules
from collective.schoolrecords.core.certifying_sheet import Sheet
from hypothesis import given
from hypothesis import strategies as st

import pytest


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (None, ()),
        ("", ()),
        (" , ;", ()),
        ("12а, 15Б;16в\n17г", ("12а", "15б", "16в", "17г")),
        ("10–12, 7", ("10–12", "7")),
    ],
)
def test_a_typed_line_is_split_into_numbers(text, read):
    assert rules.split_numbers(text) == read


@pytest.mark.parametrize(
    ("sheet", "last", "expected"),
    [
        (Sheet(("12а", "12б"), ("7", "10–12"), 2, (("следы влаги", "3–5"),)), 40, []),
        (Sheet(), None, []),
        (Sheet(missed=("40",)), 40, []),
        (Sheet(literal=("12",)), 40, [("sheet_number_unreadable", "literal")]),
        (Sheet(literal=("12z", "а12", "0а")), 40, [("sheet_number_unreadable", "literal")] * 3),
        (Sheet(literal=("12а", "12а")), 40, [("sheet_number_twice", "literal")]),
        (Sheet(literal=("41а",)), 40, [("sheet_number_beyond", "literal")]),
        (Sheet(literal=("41а",)), None, []),
        (Sheet(missed=("12а",)), 40, [("sheet_number_unreadable", "missed")]),
        (Sheet(missed=("12-10", "–", "0")), 40, [("sheet_number_unreadable", "missed")] * 3),
        (Sheet(missed=("٣",)), 40, [("sheet_number_unreadable", "missed")]),
        (Sheet(missed=("10-12", "11")), 40, [("sheet_number_twice", "missed")]),
        (Sheet(missed=("39–41",)), 40, [("sheet_number_beyond", "missed")]),
        (Sheet(inventory_sheets=-1), 40, [("sheet_count_unreadable", "inventory_sheets")]),
        (Sheet(features=((" ", "3"),)), 40, [("sheet_feature_unreadable", "features")]),
        (Sheet(features=(("x", "3" * 401),)), 40, [("sheet_feature_unreadable", "features")]),
        (Sheet(features=(("x", ""),) * 51), 40, [("sheet_too_much", "features")]),
        (Sheet(literal=("1а",) * 501), 40, [("sheet_too_much", "literal")]),
        (
            Sheet(("x",), ("y",), 100000),
            None,
            [
                ("sheet_number_unreadable", "literal"),
                ("sheet_number_unreadable", "missed"),
                ("sheet_count_unreadable", "inventory_sheets"),
            ],
        ),
    ],
)
def test_all_reasons_against_a_sheet_are_said_at_once(sheet, last, expected):
    found = [(one.code, one.field) for one in rules.sheet_reasons(sheet, last)]

    assert found == expected
    assert {code for code, _field in found} <= set(rules.SHEET_CODES)


def test_what_the_record_knows_and_what_was_entered_stand_in_one_list():
    known = ("3–4", "8")

    assert rules.all_missed(known, Sheet(missed=("5", "8", "12"))) == ("3–5", "8", "12")


@given(st.sets(st.integers(1, 500), max_size=60))
def test_spans_name_each_number_once_and_no_other(numbers):
    spans = rules.spans_of(numbers)

    assert sorted(rules.numbers_of(spans)) == sorted(numbers)
    assert rules.sheet_reasons(Sheet(missed=spans), max(numbers, default=1)) == ()


@given(st.text(max_size=60), st.none() | st.integers(1, 100))
def test_whatever_is_typed_the_answer_is_reasons_and_no_error(text, last):
    typed = rules.split_numbers(text)

    found = rules.sheet_reasons(Sheet(literal=typed, missed=typed), last)
    assert {one.code for one in found} <= set(rules.SHEET_CODES)


@given(st.integers(0, 300), st.integers(0, 20), st.sets(st.integers(1, 300), max_size=20))
def test_the_last_number_counts_what_is_missing_and_no_literal_sheet(whole, literal, missed):
    """So many sheets with whole numbers, others without one, and numbers on no sheet."""
    sheet = Sheet(tuple(f"{n}а" for n in range(1, literal + 1)), rules.spans_of(missed))

    assert rules.last_number(whole + literal, sheet) == whole + len(missed)
