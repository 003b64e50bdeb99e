"""Separation of duties with real accounts: an office more gives nobody a check of their own work."""

from builders import order
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.refusals import StepForbidden
from collective.schoolrecords.lifecycle.refusals import StepRefused
from plone import api
from schoolrecords_town import on_day
from schoolrecords_town import town

import pytest


__all__ = ["on_day", "town"]


@pytest.fixture
def people(town, on_day):
    """A director; a deputy who acts for her by order; a secretary; an administrator."""
    director = town.holder("director", "director")
    deputy = town.holder("deputy", "deputy")
    town.appoint(deputy, "director", acting_for=director.id)
    town.holder("secretary", "secretary")
    town.person("manager")
    with api.env.adopt_roles(["Manager"]):
        api.user.grant_roles(username="manager", roles=["Manager"])
    return town


def submitted_by(town, user_id):
    with town.logged_in(user_id):
        made = order()
        steps.perform(made, "submit", {})
    return made


def test_who_acts_as_director_does_not_approve_the_own_order(people):
    own = submitted_by(people, "deputy")
    with people.logged_in("deputy"):
        assert "approve" in [step.id for step in steps.allowed_steps(own)]
        with pytest.raises(StepRefused) as refused:
            steps.perform(own, "approve", {})
    assert [reason.code for reason in refused.value.core_reasons] == ["author_cannot_approve"]
    assert own.state == "in_review"


def test_the_director_approves_it(people):
    own = submitted_by(people, "deputy")
    with people.logged_in("director"):
        steps.perform(own, "approve", {})
    assert own.state == "approved"


def test_who_acts_as_director_approves_what_another_wrote(people):
    other = submitted_by(people, "secretary")
    with people.logged_in("deputy"):
        steps.perform(other, "approve", {})
    assert other.state == "approved"


@pytest.mark.parametrize("user_id", ["secretary", "manager"])
def test_neither_the_office_nor_an_administrator_approves(people, user_id):
    other = submitted_by(people, "deputy")
    with people.logged_in(user_id), pytest.raises(StepForbidden):
        steps.perform(other, "approve", {})
    assert other.state == "in_review"


def test_an_administrator_registers_nothing(people):
    with people.logged_in("secretary"):
        made = order()
    with people.logged_in("manager"), pytest.raises(StepForbidden):
        steps.perform(made, "submit", {})
    assert made.state == "draft"
