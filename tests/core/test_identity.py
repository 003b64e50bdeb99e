"""Corrections of a birth date or a sex: all reasons at once, and what registration fixed."""

from collective.schoolrecords.core import identity as rules
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
ADMITTED = date(2019, 9, 1)
BORN = date(2012, 5, 17)
PRESENT = {"birth_date": BORN, "sex": "female"}
GIVEN = ("Ошибка при вводе", "Свидетельство о рождении № 7")


def codes(new, words=GIVEN, former=(), admitted=ADMITTED, present=PRESENT):
    found = rules.check_correction(present, new, *words, former, admitted, TODAY)
    return [(one.code, one.field) for one in found]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ({**PRESENT, "birth_date": date(2011, 5, 17)}, []),
        ({**PRESENT, "sex": "male"}, []),
        (PRESENT, [("identity_same", "birth_date")]),
        ({**PRESENT, "birth_date": None}, [("not_given", "birth_date")]),
        ({"birth_date": BORN}, [("not_given", "sex")]),
        ({**PRESENT, "sex": "x"}, [("sex_unknown", "sex")]),
        ({**PRESENT, "birth_date": date(1899, 12, 31)}, [("birth_too_early", "birth_date")]),
        ({**PRESENT, "birth_date": ADMITTED}, [("born_after_admission", "birth_date")]),
        (
            {**PRESENT, "birth_date": date(2100, 1, 1)},
            [("day_in_future", "birth_date"), ("born_after_admission", "birth_date")],
        ),
    ],
)
def test_values(new, expected):
    assert codes(new) == expected


def test_reason_and_document_are_asked_for_and_have_an_end():
    new = {**PRESENT, "sex": "male"}
    assert codes(new, ("", "")) == [("not_given", "reason"), ("not_given", "basis")]
    long = "я" * 401
    assert codes(new, (long, long)) == [("name_too_long", "reason"), ("name_too_long", "basis")]
    assert codes(new, former=[{}] * 20) == [("identity_too_many", "birth_date")]


DAYS = st.none() | st.dates(date(1850, 1, 1), date(2100, 1, 1))
VALUES = st.fixed_dictionaries(
    {"birth_date": DAYS, "sex": st.sampled_from([None, "male", "female"])}
)


@given(VALUES, VALUES)
def test_what_said_something_is_fixed_and_a_gap_is_filled_once(fixed, present):
    changed, now = rules.newly_fixed(fixed, present)
    lost = [one for one in rules.FIELDS if fixed[one] is not None and present[one] != fixed[one]]
    assert list(changed) == lost
    assert now == (fixed if changed else present)


@given(VALUES, VALUES, DAYS)
def test_a_correction_that_passes_loses_nothing_and_is_possible(present, new, admitted):
    if rules.check_correction(present, new, *GIVEN, (), admitted, TODAY):
        return
    assert rules.corrected(present, new)
    assert all(new[one] is not None for one in rules.FIELDS if present[one] is not None)
    born = new["birth_date"]
    assert born is None or (rules.EARLIEST <= born <= TODAY and (not admitted or born < admitted))
