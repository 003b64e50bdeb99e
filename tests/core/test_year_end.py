"""The end of a year: graduation, moving up, academic debts."""

from collective.schoolrecords.core import year_end as rules
from collective.schoolrecords.core.year_end import YearOrder
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


YEAR = "2025/26"
COUNCIL = date(2026, 5, 28)
WHOLE = {
    "state": "certified",
    "decision": "promoted",
    "minutes_number": "9",
    "minutes_date": COUNCIL,
}
DEBT = {"subjects": ("Химия",), "deadline": date(2027, 5, 28)}


def codes(reasons):
    return [one.code for one in reasons]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (None, ["year_not_entered"]),
        ({**WHOLE, "decision": "graduated"}, []),
        (WHOLE, ["not_graduated"]),
        ({**WHOLE, "decision": "graduated", "state": "signed"}, ["year_not_sealed"]),
        (
            {"state": "draft", "decision": None, "minutes_number": "", "minutes_date": None},
            ["not_decided", "no_minutes", "year_not_sealed"],
        ),
    ],
)
def test_what_a_graduate_lacks(result, expected):
    """Everything that is missing, not the first thing alone."""
    assert codes(rules.missing_for_graduation(YEAR, result)) == expected


@pytest.mark.parametrize(
    ("decision", "more", "expected"),
    [
        ("promoted", {}, []),
        ("graduated", {}, []),
        ("conditional", DEBT, []),
        ("conditional", {}, ["debt_subjects", "debt_deadline"]),
        ("conditional", {**DEBT, "deadline": date(2027, 5, 29)}, ["debt_deadline_late"]),
        ("conditional", {**DEBT, "deadline": COUNCIL}, ["debt_deadline_early"]),
        ("repeated", {}, ["repeat_class"]),
        ("repeated", {"grade": 7, "to_grade": 7}, []),
        ("repeated", {"grade": 7, "to_grade": 8}, ["repeat_grade"]),
    ],
)
def test_moving_up(decision, more, expected):
    """A debt has subjects and a day within a year; a year is repeated in its own grade."""
    found = rules.check_moving(YEAR, {**WHOLE, "decision": decision}, **more)

    assert codes(found) == expected


def test_debts_come_from_the_marks():
    """Marks that count as not passed, in the order of the subjects."""
    marks = {"Алгебра": "4", "Химия": "2", "Труд": "незачёт", "Физика": "н/а", "ОБЗР": "осв."}
    assert rules.debts_of(marks) == ("Химия", "Труд", "Физика")
    assert rules.read_subjects(" Химия,\nФизика ; Химия,, ") == ("Химия", "Физика")


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_a_debt_lasts_a_year_at_most(council):
    """Also of a council on 29 February."""
    days = (rules.last_deadline(council) - council).days
    assert 365 <= days <= 366


@pytest.mark.parametrize(
    ("change", "today", "expected"),
    [
        ({"subjects": ()}, date(2027, 1, 1), None),
        ({}, date(2027, 5, 28), "open"),
        ({}, date(2027, 5, 29), "overdue"),
        ({"outcome": "liquidated"}, date(2028, 1, 1), "liquidated"),
    ],
)
def test_the_state_of_a_debt(change, today, expected):
    """On its last day it is not late yet."""
    order = YearOrder(
        **{
            "year": YEAR,
            "decision": "conditional",
            "order_number": "5",
            "order_date": COUNCIL,
            **DEBT,
            **change,
        }
    )
    assert order.debt_state(today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 6, 15), date(2026, 9, 1)),
        (date(2026, 8, 31), date(2026, 9, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 10, 5), date(2026, 10, 5)),
    ],
)
def test_from_when_a_year_is_repeated(today, expected):
    """With the new school year; an order that comes late has force at once."""
    assert rules.class_from(YEAR, today) == expected


def test_settling_a_debt():
    """Once, with a day and minutes; everything that lacks is told together."""
    order = YearOrder(YEAR, "conditional", "5", COUNCIL, **DEBT)
    today = date(2026, 10, 1)
    settled, reasons = rules.settle(order, rules.LIQUIDATED, today, "Протокол № 2", today)
    assert (settled.outcome, settled.settled_by, reasons) == ("liquidated", "Протокол № 2", ())
    assert codes(rules.settle(settled, rules.LIQUIDATED, today, "П", today)[1]) == ["debt_unknown"]
    none, reasons = rules.settle(order, "else", None, "", today)
    assert none is None
    assert codes(reasons) == ["debt_unknown", "not_given", "not_given"]
    assert codes(rules.settle(None, rules.LIQUIDATED, date(2027, 1, 1), "П", today)[1]) == [
        "debt_unknown",
        "day_in_future",
    ]
