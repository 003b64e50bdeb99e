"""How a school decides on acts: which values it may set."""

from collective.schoolrecords.core.act_rules import change
from collective.schoolrecords.core.act_rules import NAMES
from collective.schoolrecords.core.act_rules import RANGES
from collective.schoolrecords.core.destruction import ActRules
from dataclasses import fields
from hypothesis import given
from hypothesis import strategies as st

import pytest


OWN = ActRules()


def test_every_rule_can_be_changed():
    assert sorted(NAMES) == sorted(field.name for field in fields(ActRules))


def test_the_products_own_rules_are_possible():
    assert change(OWN, {name: getattr(OWN, name) for name in NAMES}) == (OWN, ())


def test_what_is_not_given_stays():
    rules, reasons = change(OWN, {"waiting_days": 0, "casting_vote": False})

    assert reasons == ()
    assert rules == ActRules(waiting_days=0, casting_vote=False)


@pytest.mark.parametrize("name", RANGES)
def test_both_ends_of_a_range_are_possible_and_no_more(name):
    least, greatest = RANGES[name]
    for value in (least, greatest):
        assert getattr(change(OWN, {name: value})[0], name) == value
    for value in (least - 1, greatest + 1, True, str(least), None, float(least)):
        rules, (reason,) = change(OWN, {name: value})
        assert rules is OWN
        assert (reason.code, reason.field) == ("VALUE", name)


def test_all_reasons_are_told_and_nothing_is_changed():
    rules, reasons = change(OWN, {"least_members": 2, "casting_vote": 1, "waiting_days": 5})

    assert rules is OWN
    assert [reason.field for reason in reasons] == ["least_members", "casting_vote"]


def test_an_unknown_name_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        change(OWN, {"colour": 1})


@given(st.dictionaries(st.sampled_from(NAMES), st.integers() | st.booleans() | st.text()))
def test_no_values_ever_let_fewer_than_three_or_less_than_half_decide(values):
    rules, _reasons = change(OWN, values)

    for members in range(3, 20):
        assert rules.quorum(members) >= 3
        assert 2 * rules.quorum(members) > members
