"""A year without results: why, and who may still enter it."""

from collective.schoolrecords.core import late_results as rules
from collective.schoolrecords.core.states import STATES
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


YEAR = "2024/25"
BEGAN = date(2018, 9, 1)
TODAY = date(2025, 10, 1)


@pytest.mark.parametrize(
    ("state", "admitted", "left", "today", "said"),
    [
        ("current", BEGAN, None, TODAY, rules.OPEN),
        ("current", None, None, TODAY, rules.OPEN),
        ("draft", BEGAN, None, TODAY, rules.UNREGISTERED),
        ("closed", BEGAN, date(2025, 6, 25), TODAY, rules.LATE),
        ("archived", BEGAN, date(2025, 6, 25), TODAY, rules.PAST),
        ("handed_out", BEGAN, date(2025, 6, 25), TODAY, rules.PAST),
        ("annulled", BEGAN, None, TODAY, rules.PAST),
        # Who was not taught here in the year has nothing to enter, whatever the file is.
        ("current", date(2025, 9, 1), None, TODAY, rules.CAME_LATER),
        ("current", date(2025, 8, 31), None, TODAY, rules.OPEN),
        ("closed", BEGAN, date(2024, 8, 31), TODAY, rules.LEFT_BEFORE),
        ("closed", BEGAN, date(2024, 9, 1), TODAY, rules.LATE),
        ("current", BEGAN, None, date(2024, 8, 31), rules.NOT_BEGUN),
        ("closed", BEGAN, date(2024, 6, 25), date(2024, 8, 31), rules.NOT_BEGUN),
    ],
)
def test_why_a_year_has_no_results(state, admitted, left, today, said):
    assert rules.standing(YEAR, state, admitted, left, today) == said


@pytest.mark.parametrize(
    ("left", "stayed"),
    [
        (None, True),
        (date(2025, 4, 30), False),
        (date(2025, 5, 1), True),
        (date(2025, 6, 25), True),
        (date(2026, 1, 1), True),
        (date(2024, 6, 25), False),
    ],
)
def test_who_was_taught_to_the_end_of_the_year(left, stayed):
    assert rules.stayed_to_the_end(YEAR, left) is stayed


@pytest.mark.parametrize(
    ("answer", "entered", "reason", "codes"),
    [
        (rules.LATE, False, "Сводная ведомость № 3", []),
        (rules.LATE, False, " \u200b ", ["not_given"]),
        (rules.LATE, True, "Ведомость", ["year_entered_already"]),
        (rules.OPEN, False, "Ведомость", ["year_not_late"]),
        (rules.PAST, True, None, ["year_not_late", "year_entered_already", "not_given"]),
    ],
)
def test_what_stands_against_entering_it_late(answer, entered, reason, codes):
    assert [one.code for one in rules.check_late(answer, YEAR, entered, reason)] == codes


@given(
    st.sampled_from(sorted(STATES)),
    st.none() | st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.none() | st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    st.integers(2000, 2049),
)
def test_only_one_state_lets_the_director_enter_it(state, admitted, left, today, start):
    label = f"{start}/{(start + 1) % 100:02d}"
    said = rules.standing(label, state, admitted, left, today)
    assert said in rules.STANDINGS
    assert said != rules.LATE or state == "closed"
    assert said != rules.OPEN or state == "current"


def test_what_is_no_school_year_is_refused():
    with pytest.raises(ValueError, match="2024"):
        rules.standing("2024", "current", None, None, TODAY)
