"""Days that lie ahead: how far an order reaches, and whether the class is there then."""

from collective.schoolrecords.core import coming_year as rules
from collective.schoolrecords.core.school import Cohort
from collective.schoolrecords.core.school import SchoolYear
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


JUNE = date(2026, 6, 20)
FIRST = date(2026, 9, 1)


def cohort(year, grade, last_grade=11, closed=None):
    first = SchoolYear(year).first_day
    return Cohort("c", year, grade, ((first, "А"),), last_grade, closed)


COMING = cohort(2026, 1)
SEVENTH = cohort(2025, 7)
NINTH = cohort(2025, 9, last_grade=9)


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (JUNE, FIRST),
        (date(2026, 8, 31), FIRST),
        (date(2026, 9, 1), date(2027, 9, 1)),
        (date(2026, 2, 2), FIRST),
    ],
)
def test_an_order_reaches_to_the_coming_first_of_september(today, last):
    assert rules.last_day_ahead(today) == last
    assert rules.check_ahead(last, "since", today) == ()
    (reason,) = rules.check_ahead(date(last.year, 9, 2), "since", today)
    assert (reason.code, reason.field, reason.data["last"]) == ("day_too_far", "since", last)


@pytest.mark.parametrize(
    ("where", "day", "codes"),
    [
        (COMING, FIRST, []),
        (COMING, JUNE, ["class_begins_later"]),
        (COMING, None, []),
        (SEVENTH, JUNE, []),
        (SEVENTH, FIRST, []),
        (NINTH, date(2026, 8, 31), []),
        (NINTH, FIRST, ["class_ended_before"]),
        (cohort(2025, 7, closed=JUNE), FIRST, ["class_ended_before"]),
    ],
)
def test_the_class_has_to_be_there_on_the_day(where, day, codes):
    assert [one.code for one in rules.check_class_on(where, day, "admitted_on")] == codes


@pytest.mark.parametrize(
    ("since", "where", "codes", "day"),
    [
        (None, SEVENTH, [], JUNE),
        (None, COMING, [], FIRST),
        (FIRST, COMING, [], FIRST),
        (FIRST, SEVENTH, [], FIRST),
        (date(2026, 7, 1), SEVENTH, [], date(2026, 7, 1)),
        (date(2026, 6, 19), SEVENTH, ["day_past"], JUNE),
        (date(2026, 7, 1), COMING, ["class_begins_later"], FIRST),
        (date(2026, 9, 2), SEVENTH, ["day_too_far"], date(2026, 9, 2)),
        (FIRST, NINTH, ["class_ended_before"], FIRST),
    ],
)
def test_on_which_day_a_pupil_goes_to_a_class(since, where, codes, day):
    assert [one.code for one in rules.check_moving_day(since, where, JUNE)] == codes
    assert rules.moves_on(since, where, JUNE) == day


@given(
    st.none() | st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.integers(2024, 2027),
    st.integers(1, 9),
    st.dates(date(2025, 9, 1), date(2027, 8, 31)),
)
def test_a_day_without_reasons_is_kept_and_is_never_behind_us(since, year, grade, today):
    where = cohort(year, grade)
    day = rules.moves_on(since, where, today)
    assert day >= max(today, where.first_day)
    if since is not None and not rules.check_moving_day(since, where, today):
        assert day == since
        assert where.lives_on(day)


def test_a_rule_of_a_step_looks_at_what_is_known():
    rule = rules.not_too_far("admitted_on")
    assert list(rule({}, {}, JUNE)) == []
    assert list(rule({"admitted_on": FIRST}, {}, JUNE)) == []
    (reason,) = rule({"admitted_on": date(2027, 1, 1)}, {}, JUNE)
    assert reason.code == "day_too_far"
