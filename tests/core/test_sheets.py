"""Familiarisation sheets: who stands on one, who may acknowledge, and what is overdue."""

from collective.schoolrecords.core import sheets as rules
from collective.schoolrecords.core import states
from datetime import date
from datetime import timedelta
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
PAST, LATER = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OPEN = ("order", states.SIGNED)


def codes(reasons):
    return [one.code for one in reasons]


LISTING = [
    ((*OPEN, 0, ("a",), (), (), LATER, TODAY), []),
    ((*OPEN, 0, ("a",), (), (), None, TODAY), []),
    ((*OPEN, 0, ("a",), (), (), TODAY, TODAY), []),
    ((*OPEN, 3, ("a",), ("b",), (), TODAY, TODAY), []),
    ((*OPEN, 3, (), (), (), LATER, TODAY), ["sheet_nobody"]),
    ((*OPEN, 1, (), ("a",), (), LATER, TODAY), ["sheet_nobody_new"]),
    ((*OPEN, 0, ("a",), (), ("x",), PAST, TODAY), ["sheet_person_unknown", "sheet_day_past"]),
    ((*OPEN, rules.MOST_PEOPLE, ("a",), (), (), None, TODAY), ["sheet_too_many"]),
    (("order", states.DRAFT, 0, ("a",), (), (), None, TODAY), ["sheet_not_open"]),
    (("local_regulation", states.CURRENT, 0, ("a",), (), (), None, TODAY), []),
    (("local_regulation", states.CLOSED, 0, ("a",), (), (), None, TODAY), ["sheet_not_open"]),
    (("protocol", states.SIGNED, 0, ("a",), (), (), None, TODAY), ["sheet_not_open"]),
]


@pytest.mark.parametrize("asked,expected", LISTING)
def test_people_are_put_on_a_sheet(asked, expected):
    assert codes(rules.listing_reasons(*asked)) == expected


OWN = [
    ((*OPEN, "a", ("a",), (), "d"), []),
    ((*OPEN, "a", ("a",), (), "d", "d"), []),
    ((*OPEN, "a", ("a",), (), "d", "e"), ["signed_form_changed"]),
    ((*OPEN, "b", ("a",), (), "d", "e"), ["sheet_not_listed", "signed_form_changed"]),
    ((*OPEN, None, ("a",), (), "d"), ["sheet_not_listed"]),
    ((*OPEN, "a", ("a",), ("a",), "d"), ["sheet_noted_already"]),
    (("order", states.ANNULLED, "a", ("a",), (), "d"), ["sheet_not_open"]),
]


@pytest.mark.parametrize("asked,expected", OWN)
def test_a_person_acknowledges_once_and_for_themselves(asked, expected):
    assert codes(rules.own_reasons(*asked)) == expected


PAPER = [
    (((("a",)), ("a", "b"), (), TODAY, PAST, TODAY), []),
    (((), ("a",), (), TODAY, None, TODAY), ["sheet_nobody"]),
    ((("x",), ("a",), (), None, None, TODAY), ["sheet_person_unknown", "signed_on_missing"]),
    ((("a",), ("a",), ("a",), LATER, None, TODAY), ["sheet_noted_already", "paper_in_future"]),
    ((("a",), ("a",), (), PAST, TODAY, TODAY), ["sheet_before_document"]),
]


@pytest.mark.parametrize("asked,expected", PAPER)
def test_paper_is_entered_for_people_of_the_sheet(asked, expected):
    assert codes(rules.paper_reasons(*OPEN, *asked)) == expected


@given(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans())
def test_a_line_is_overdue_after_its_last_day_alone(until, done):
    listed = rules.Listed("a", date(2020, 1, 1), until, "secretary")
    noted = rules.Noted("a", rules.PAPER, TODAY, "", "", "secretary") if done else None
    late = until is not None and until < TODAY

    found = rules.standing(listed, noted, TODAY)

    assert found == (rules.NOTED if done else rules.OVERDUE if late else rules.WAITING)
    assert set(rules.OPEN_STATES) == {"order", "local_regulation"}
