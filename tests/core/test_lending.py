"""Lending a record for a time: all reasons at once, and how a loan stands."""

from collective.schoolrecords.core import lending
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 10)
GIVEN, SOON = date(2026, 2, 2), date(2026, 2, 20)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def codes(found):
    return [(one.code, one.field) for one in found]


@pytest.mark.parametrize(
    ("held_by", "holder", "until", "basis", "expected"),
    [
        (None, "Инспектор", SOON, "Запрос № 14", []),
        (None, "Инспектор", TODAY, "Запрос № 14", []),
        (None, "Инспектор", TODAY - timedelta(1), "Запрос", [("day_past", "until")]),
        ("Методист", "Инспектор", SOON, "Запрос № 14", [("held_by", "holder")]),
        (
            "Методист",
            " ",
            None,
            "\u200b",
            [
                ("held_by", "holder"),
                ("not_given", "holder"),
                ("not_given", "until"),
                ("not_given", "basis"),
            ],
        ),
    ],
)
def test_what_is_asked_of_a_loan(held_by, holder, until, basis, expected):
    assert codes(lending.lending_reasons(held_by, holder, until, basis, TODAY)) == expected


@pytest.mark.parametrize(
    ("returned_on", "condition", "remarks", "expected"),
    [
        (TODAY, "whole", None, []),
        (GIVEN, "damaged", "Порвана обложка", []),
        (TODAY, "damaged", " ", [("not_given", "remarks")]),
        (None, None, None, [("not_given", "returned_on"), ("not_given", "condition")]),
        (
            GIVEN - timedelta(1),
            "хорошее",
            None,
            [("returned_before_given", "returned_on"), ("condition_unknown", "condition")],
        ),
        (
            TODAY + timedelta(1),
            "incomplete",
            "",
            [("day_in_future", "returned_on"), ("not_given", "remarks")],
        ),
    ],
)
def test_what_is_asked_of_a_return(returned_on, condition, remarks, expected):
    reasons = lending.return_reasons("Инспектор", GIVEN, returned_on, condition, remarks, TODAY)
    assert codes(reasons) == expected
    nobody = lending.return_reasons(None, None, returned_on, condition, remarks, TODAY)
    assert codes(nobody) == [("held_by_nobody", "holder")]


@given(
    st.none() | st.text(max_size=5),
    st.none() | st.text(max_size=5),
    st.none() | DAYS,
    st.none() | st.text(max_size=5),
    DAYS,
)
def test_every_reason_has_a_known_code(held_by, text, day, other, today):
    found = [
        *lending.lending_reasons(held_by, text, day, other, today),
        *lending.return_reasons(held_by, day, today, text, other, today),
    ]
    assert {one.code for one in found} <= set(lending.LENDING_CODES)
    assert found or (text and other)


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_loan_stands_one_way(until, returned_on, today):
    """What came back is never late; of the rest only what has a day that is past."""
    late = returned_on is None and until is not None and until < today
    expected = "returned" if returned_on else "overdue" if late else "out"
    assert lending.standing(until, returned_on, today) == expected
