"""Leaving: what has to be entered, the path, working days and the awaited notice."""

from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.core.working_days import after_working_days
from collective.schoolrecords.core.working_days import is_working_day
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
GOOD = {
    "way": rules.TRANSFER,
    "application_on": date(2026, 1, 29),
    "left_on": TODAY,
    "destination": "Школа № 5",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"way": "x"}, [("leaving_way", "way")]),
        ({"application_on": None}, [("not_given", "application_on")]),
        ({"destination": ""}, [("not_given", "destination")]),
        ({"way": rules.FAMILY, "destination": ""}, []),
        ({"way": rules.DISCIPLINE, "application_on": None, "destination": ""}, []),
        ({"way": rules.OTHER}, [("not_given", "words")]),
        ({"left_on": None}, [("not_given", "left_on")]),
        ({"left_on": date(2026, 2, 3)}, [("day_in_future", "left_on")]),
        ({"left_on": date(2019, 8, 31)}, [("left_before_admission", "left_on")]),
        (
            {"application_on": None, "destination": "", "left_on": None},
            [
                ("not_given", "application_on"),
                ("not_given", "destination"),
                ("not_given", "left_on"),
            ],
        ),
    ],
)
def test_every_reason_at_once(change, expected):
    """Whatever lacks is told together."""
    found = rules.check_application({**GOOD, **change}, date(2019, 9, 1), TODAY)

    assert [(one.code, one.field) for one in found] == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 2, 2), 2, date(2026, 2, 4)),
        (date(2026, 2, 5), 2, date(2026, 2, 9)),
        (date(2026, 2, 6), 1, date(2026, 2, 9)),
        (date(2025, 12, 31), 2, date(2026, 1, 12)),
        (date(2026, 2, 20), 1, date(2026, 2, 24)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),
        (date(2026, 2, 2), 0, date(2026, 2, 2)),
    ],
)
def test_terms_in_working_days(day, count, expected):
    """The day itself does not count, days off do not either."""
    assert after_working_days(day, count) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 40))
def test_a_term_has_exactly_its_working_days(day, count):
    """Between the day and the end lie as many working days as were asked for."""
    end = after_working_days(day, count)
    between = (day + timedelta(days=n) for n in range(1, (end - day).days + 1))

    assert sum(map(is_working_day, between)) == count
    assert count == 0 or is_working_day(end)


@pytest.mark.parametrize(
    ("way", "done", "expected"),
    [
        (None, "", rules.APPLICATION),
        (rules.TRANSFER, "a", rules.ORDER),
        (rules.TRANSFER, "ao", rules.CHECK),
        (rules.TRANSFER, "aoc", rules.HAND_OUT),
        (rules.TRANSFER, "aoch", rules.NOTICE),
        (rules.TRANSFER, "aochn", rules.RESULT),
        (rules.FAMILY, "aoch", rules.RESULT),
    ],
)
def test_the_place_on_the_path(way, done, expected):
    """The first step that is not done; a notice is awaited of a transfer alone."""
    found = rules.place_on_path(
        way,
        asked="a" in done,
        ordered="o" in done,
        closed="c" in done,
        handed_out="h" in done,
        noticed="n" in done,
    )

    assert found == expected


@pytest.mark.parametrize(
    ("due", "received", "expected"),
    [
        (None, None, None),
        (TODAY, None, rules.WAITING),
        (date(2026, 2, 1), None, rules.OVERDUE),
        (date(2026, 2, 1), TODAY, rules.RECEIVED),
    ],
)
def test_a_notice_is_late_after_its_day(due, received, expected):
    """On the last day it is not late yet."""
    assert rules.notice_state(due, received, TODAY) == expected


def test_a_notice_comes_after_the_file_was_given():
    """A day that is missing, in the future or before the hand-out."""
    given_on = date(2026, 1, 30)
    assert rules.check_notice(TODAY, given_on, TODAY) == ()
    for day, code in (
        (None, "not_given"),
        (date(2026, 2, 3), "day_in_future"),
        (date(2026, 1, 29), "notice_before_hand_out"),
    ):
        assert [one.code for one in rules.check_notice(day, given_on, TODAY)] == [code]
