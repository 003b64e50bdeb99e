"""Movement of pupils: a table of single pupils, and the balance of every class."""

from collective.schoolrecords.core.movement import Counts
from collective.schoolrecords.core.movement import counts_of
from collective.schoolrecords.core.movement import Move
from collective.schoolrecords.core.movement import Stay
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


FIRST, LAST = date(2025, 9, 1), date(2026, 8, 31)


def day(month, number, year=2025):
    return date(year, month, number)


@pytest.mark.parametrize(
    ("stay", "expected"),
    [
        (Stay(day(9, 1, 2020), None, "a"), {"a": Counts(before=1, after=1)}),
        (Stay(None, None, "a"), {"a": Counts(before=1, after=1)}),
        (Stay(FIRST, None, "a"), {"a": Counts(admitted=1, after=1)}),
        (Stay(LAST, None, "a"), {"a": Counts(admitted=1, after=1)}),
        (Stay(day(9, 1, 2020), FIRST, "a"), {"a": Counts(before=1, left=1)}),
        (Stay(day(9, 1, 2020), LAST, "a"), {"a": Counts(before=1, left=1)}),
        (Stay(day(9, 1, 2020), day(9, 1, 2026), "a"), {"a": Counts(before=1, after=1)}),
        (Stay(day(10, 1), day(11, 1), "a"), {"a": Counts(admitted=1, left=1)}),
        (Stay(day(10, 1), day(10, 1), "a"), {"a": Counts(admitted=1, left=1)}),
        (Stay(day(9, 1, 2020), day(8, 31), "a"), {}),
        (Stay(day(9, 1, 2026), None, "a"), {}),
        (
            Stay(day(9, 1, 2020), None, "b", (Move(day(10, 1), "a", "b"),)),
            {"a": Counts(before=1, moved_out=1), "b": Counts(moved_in=1, after=1)},
        ),
        (
            Stay(day(9, 1, 2020), day(11, 1), "b", (Move(day(10, 1), "a", "b"),)),
            {"a": Counts(before=1, moved_out=1), "b": Counts(moved_in=1, left=1)},
        ),
        (
            Stay(day(9, 1, 2020), None, "b", (Move(day(10, 1, 2026), "a", "b"),)),
            {"a": Counts(before=1, after=1)},
        ),
        (
            Stay(day(9, 1, 2020), None, "b", (Move(day(5, 1), "a", "b"),)),
            {"b": Counts(before=1, after=1)},
        ),
    ],
)
def test_one_pupil(stay, expected):
    """Each way through a school year is counted once, at its class."""
    assert counts_of([stay], FIRST, LAST) == expected


def test_a_period_without_days_is_refused():
    """The caller says it better than an empty table."""
    with pytest.raises(ValueError, match="ends before"):
        counts_of([], LAST, FIRST)


DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2025, 2, 10))
COHORTS = st.sampled_from(("a", "b", "c", None))


@st.composite
def stays(draw):
    admitted = draw(st.none() | DAYS)
    left = draw(st.none() | DAYS)
    if admitted is not None and left is not None and left < admitted:
        left = admitted
    cohort, moves = draw(COHORTS), []
    for when in sorted(draw(st.lists(DAYS, max_size=4))):
        new = draw(COHORTS)
        moves.append(Move(when, cohort, new))
        cohort = new
    return Stay(admitted, left, cohort, tuple(moves))


@given(st.lists(stays(), max_size=8), DAYS, st.integers(min_value=0, max_value=40))
def test_every_class_balances(pupils, first, length):
    """Before + admitted + in - out - left = after, for each class and any period."""
    for counts in counts_of(pupils, first, first + timedelta(days=length)).values():
        coming = counts.before + counts.admitted + counts.moved_in
        assert coming - counts.moved_out - counts.left == counts.after


@given(st.lists(stays(), max_size=6), DAYS, st.integers(0, 20), st.integers(0, 20))
def test_periods_follow_one_another(pupils, first, one, other):
    """What a period leaves is what the next one begins with."""
    middle = first + timedelta(days=one)
    start = middle + timedelta(days=1)
    before = counts_of(pupils, first, middle)
    after = counts_of(pupils, start, start + timedelta(days=other))
    for cohort in {*before, *after}:
        assert before.get(cohort, Counts()).after == after.get(cohort, Counts()).before
