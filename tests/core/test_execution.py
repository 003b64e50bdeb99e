"""The last question before a record is destroyed."""

from collective.schoolrecords.core.destruction import DESTROY
from collective.schoolrecords.core.destruction import Item
from collective.schoolrecords.core.destruction import KEEP
from collective.schoolrecords.core.execution import reasons_to_skip
from collective.schoolrecords.core.states import STATES
from collective.schoolrecords.core.terms import EPK
from collective.schoolrecords.core.terms import PERMANENT
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import YEARS
from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 2, 2)
ACT, OTHER = "a" * 32, "b" * 32
FIVE_YEARS = Term(YEARS, years=5, article="ст. 1")
CLEAR = Item("selected", FIVE_YEARS, date(2019, 8, 31), date(2025, 1, 1), act=ACT)


def codes(item, decision=DESTROY):
    return [reason.code for reason in reasons_to_skip(item, ACT, decision, TODAY)]


def test_a_record_selected_by_the_act_whose_term_has_ended_may_go():
    assert codes(CLEAR) == []


@pytest.mark.parametrize(
    "changed, expected",
    [
        ({"state": "archived"}, ["item_not_selected"]),
        ({"state": "destroyed"}, ["item_not_selected"]),
        ({"act": OTHER}, ["item_not_selected", "item_in_act"]),
        ({"act": None}, ["item_not_selected"]),
        ({"holds": 1}, ["item_held"]),
        ({"holder": "Управление образования"}, ["item_given_out"]),
        ({"term": None}, ["item_no_term"]),
        ({"term": Term(PERMANENT, article="ст. 1")}, ["item_permanent"]),
        ({"closed": None}, ["item_open"]),
        ({"first": date(2026, 1, 2)}, ["item_running"]),
        ({"faulty": True}, ["item_faulty"]),
    ],
)
def test_what_saves_a_record(changed, expected):
    assert codes(replace(CLEAR, **changed)) == expected


def test_a_kept_row_and_a_missing_record():
    assert codes(CLEAR, KEEP) == ["item_kept"]
    assert codes(None) == ["item_unknown"]


def test_what_the_commission_decided_needs_no_second_decision():
    assert codes(replace(CLEAR, term=Term(EPK, years=5, article="ст. 1"))) == []


items = st.builds(
    Item,
    state=st.sampled_from(STATES),
    term=st.sampled_from((FIVE_YEARS, Term(PERMANENT, article="ст. 1"), None)),
    closed=st.one_of(st.none(), st.dates(date(2010, 1, 1), date(2030, 1, 1))),
    first=st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2030, 1, 1))),
    holds=st.integers(0, 2),
    holder=st.sampled_from(("", "Суд")),
    act=st.sampled_from((ACT, OTHER, None)),
    faulty=st.booleans(),
)


@given(items, st.sampled_from((DESTROY, KEEP)))
def test_what_goes_is_selected_by_the_act_free_ended_and_in_the_schools_hands(item, decision):
    if reasons_to_skip(item, ACT, decision, TODAY):
        return
    assert decision == DESTROY
    assert (item.state, item.act, item.holds, item.holder) == ("selected", ACT, 0, "")
    assert item.term is FIVE_YEARS
    assert item.first <= date(TODAY.year, 1, 1)
    assert item.closed <= TODAY
