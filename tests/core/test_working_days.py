"""Working days: the law alone, what a year moves, and what may be entered."""

from collective.schoolrecords.core import working_days as rules
from collective.schoolrecords.core.protocols import familiarise_by
from collective.schoolrecords.core.working_days import WorkCalendar
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


# As the decree of a year moves days: a Saturday is worked, a Friday is off.
MOVED = WorkCalendar(frozenset({date(2026, 1, 9)}), frozenset({date(2026, 6, 13)}))
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "law", "moved"),
    [
        (date(2026, 1, 9), True, False),
        (date(2026, 6, 12), False, False),
        (date(2026, 6, 13), False, True),
        (date(2026, 6, 11), True, True),
        (date(2026, 5, 9), False, False),
        (date(2026, 6, 14), False, False),
    ],
)
def test_a_day(day, law, moved):
    assert rules.LAW.is_working_day(day) is law
    assert MOVED.is_working_day(day) is moved


@pytest.mark.parametrize(
    ("received", "law", "moved"),
    [
        (date(2026, 6, 11), date(2026, 6, 15), date(2026, 6, 13)),
        (date(2026, 6, 13), date(2026, 6, 15), date(2026, 6, 15)),
        (date(2025, 12, 31), date(2026, 1, 9), date(2026, 1, 12)),
        (date(2026, 6, 8), date(2026, 6, 9), date(2026, 6, 9)),
    ],
)
def test_pupils_are_told_by_the_next_working_day(received, law, moved):
    """A holiday is no day to tell on: the day before Russia's day has the week after."""
    assert familiarise_by("state_exam_9", received) == law
    assert familiarise_by("state_exam_9", received, MOVED) == moved


@pytest.mark.parametrize(
    ("year", "free", "worked", "expected"),
    [
        (2026, [], [], []),
        (2026, [date(2026, 1, 9)], [date(2026, 6, 13)], []),
        (2026, [date(2026, 6, 12)], [], [("calendar_free_already", "free")]),
        (2026, [date(2026, 6, 14)], [], [("calendar_free_already", "free")]),
        (2026, [], [date(2026, 6, 11)], [("calendar_worked_already", "worked")]),
        (2026, [date(2027, 1, 11)], [], [("calendar_other_year", "free")]),
        (
            2026,
            [date(2026, 6, 12)],
            [date(2026, 6, 12)],
            [("calendar_free_already", "free"), ("calendar_both", "worked")],
        ),
        (1900, [], [], [("calendar_year", "year")]),
        (None, [], [], [("calendar_year", "year")]),
        (
            2026,
            [date(2026, 1, 1) + timedelta(days=n) for n in range(61)],
            [],
            [("calendar_too_many", "free")],
        ),
    ],
)
def test_what_is_entered_for_a_year(year, free, worked, expected):
    found = rules.check_year(year, free, worked)

    assert [(one.code, one.field) for one in found] == expected
    assert {code for code, _field in expected} <= set(rules.CODES)


@given(DAYS, st.integers(0, 25), st.frozensets(DAYS, max_size=20), st.frozensets(DAYS, max_size=9))
def test_a_term_ends_on_a_working_day_after_so_many_of_them(day, count, free, worked):
    calendar = WorkCalendar(free - worked, worked)
    end = calendar.after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]

    assert sum(map(calendar.is_working_day, between)) == count
    assert count == 0 or calendar.is_working_day(end)


def test_the_law_names_fourteen_holidays():
    assert len(rules.holidays_of(2026)) == 14
    assert rules.holidays_of(2026)[0] == date(2026, 1, 1)
