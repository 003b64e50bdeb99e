"""The rhythm of checks: periods, what lacks, when it is late."""

from collective.schoolrecords.core import control_rhythm as rules
from collective.schoolrecords.core.control_rhythm import Lack
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


LESSONS = (date(2025, 9, 1), date(2026, 5, 31))
TODAY = date(2026, 2, 11)  # a Wednesday
LONG_AGO = date(2025, 9, 10)


@pytest.mark.parametrize(
    ("per", "first", "last"),
    [
        ("day", TODAY, TODAY),
        ("week", date(2026, 2, 9), date(2026, 2, 15)),
        ("month", date(2026, 2, 1), date(2026, 2, 28)),
    ],
)
def test_periods(per, first, last):
    assert rules.period_of(per, TODAY) == (first, last)
    assert rules.period_before(per, TODAY)[1] == first - date.resolution


@pytest.mark.parametrize(
    ("times", "per", "done", "begun", "expected"),
    [
        (2, "week", [], LONG_AGO, Lack(0, 2, date(2026, 2, 15), True)),
        (2, "week", [], None, Lack(0, 2, date(2026, 2, 15))),
        (2, "week", [date(2026, 2, 9)], date(2026, 2, 9), Lack(1, 2, date(2026, 2, 15))),
        (2, "week", [date(2026, 2, 9), date(2026, 2, 10)], LONG_AGO, None),
        (2, "week", [date(2026, 2, 3), date(2026, 2, 5)], LONG_AGO, Lack(0, 2, date(2026, 2, 15))),
        (1, "month", [date(2026, 1, 20)], LONG_AGO, Lack(0, 1, date(2026, 2, 28))),
        (1, "month", [], LONG_AGO, Lack(0, 1, date(2026, 2, 28), True)),
        (1, "month", [date(2026, 2, 1)], LONG_AGO, None),
        (1, "quarter", [], LONG_AGO, None),
        (None, "week", [], LONG_AGO, None),
        (1, None, [], LONG_AGO, None),
    ],
)
def test_what_lacks(times, per, done, begun, expected):
    assert rules.lacking(times, per, done, TODAY, LESSONS, begun) == expected


def test_holidays_have_no_checks_and_september_begins_anew():
    assert rules.lacking(1, "month", [], date(2026, 7, 5), LESSONS, LONG_AGO) is None
    first = rules.lacking(1, "month", [], date(2025, 9, 20), LESSONS, date(2025, 3, 1))
    assert first == Lack(0, 1, date(2025, 9, 30)), "August was no time of lessons"
    assert rules.lacking(2, "week", [], date(2026, 5, 30), LESSONS, None).until == LESSONS[1]


@given(
    st.sampled_from(rules.WATCHED),
    st.integers(1, 5),
    st.lists(st.dates(date(2025, 9, 1), date(2026, 5, 31)), max_size=30),
    st.dates(*LESSONS),
)
def test_nothing_lacks_once_it_was_done_often_enough(per, times, done, today):
    found = rules.lacking(times, per, done, today, LESSONS, LONG_AGO)
    first, last = rules.period_of(per, today)
    count = sum(first <= day <= last for day in done)

    assert first <= today <= last
    assert (found is None) == (count >= times)
    assert found is None or (found.done == count and today <= found.until)
