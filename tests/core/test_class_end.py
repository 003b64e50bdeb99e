"""A class ends empty, and one that anything has named is not taken back."""

from collective.schoolrecords.core import class_end as rules
from collective.schoolrecords.core.school import Cohort
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


SEVENTH = Cohort("c", 2025, 7, ((date(2025, 9, 1), "А"),), 9)
WINTER = date(2025, 12, 31)
AFTER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("last", "pupils", "told"),
    [
        (WINTER, [], None),
        (WINTER, [("Ёлкина А.", None)], (1, "Ёлкина А.")),
        (WINTER, [("Ёлкина А.", AFTER)], None),
        (WINTER, [("Ёлкина А.", WINTER), ("Жуков И.", date(2026, 1, 2))], (1, "Жуков И.")),
        # The planned end of the class and all that is later change nothing.
        (date(2028, 8, 31), [("Ёлкина А.", None)], None),
        (date(2030, 8, 31), [("Ёлкина А.", None)], None),
        (date(2028, 8, 30), [("Ёлкина А.", None)], (1, "Ёлкина А.")),
        (WINTER, [(name, None) for name in "АБВГДЕ"], (6, "А, Б, В, Г, Д, …")),
    ],
)
def test_a_class_ends_when_nobody_is_left_in_it(last, pupils, told):
    found = [
        (one.code, one.data["n"], one.data["names"])
        for one in rules.check_end(SEVENTH, last, pupils)
    ]
    assert found == ([("CLASS_FULL", *told)] if told else [])


@given(st.lists(st.none() | st.dates()), st.dates(date(2025, 9, 1), date(2027, 1, 1)))
def test_who_goes_in_time_is_the_only_one_not_told_of(days, last):
    pupils = [(str(number), day) for number, day in enumerate(days)]
    left = set(rules.stay_behind(pupils, last))
    for name, day in pupils:
        assert (name not in left) == (day is not None and (day - last).days <= 1)
    assert bool(rules.check_end(SEVENTH, last, pupils)) == bool(left)


@pytest.mark.parametrize(
    ("counts", "codes"),
    [
        ((0, 0, 0), []),
        ((1, 0, 0), ["CLASS_TAUGHT"]),
        ((0, 3, 0), ["CLASS_NAMED"]),
        ((1, 2, 3), ["CLASS_TAUGHT", "CLASS_NAMED", "CLASS_ORDERED"]),
    ],
)
def test_what_was_named_is_not_taken_back(counts, codes):
    assert [one.code for one in rules.check_withdrawal(*counts)] == codes
