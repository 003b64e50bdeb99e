"""Who has a hand in an order's text does not approve it."""

from builders import order
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.order.content import authors_of
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


def test_whoever_rewrote_a_draft_does_not_approve_it_in_another_office(portal):
    """A deputy who acts as director had a hand in the text: somebody else approves."""
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    draft = order()
    api.user.create(email="z@example.org", username="deputy", password="Secret-word-123")
    api.user.grant_roles(username="deputy", roles=["Deputy", "Director"])
    login(portal, "deputy")
    draft.text = "Зачислить в 1Б класс."
    notify(ObjectModifiedEvent(draft, Attributes(None, "text")))
    step(draft, "submit")

    with pytest.raises(StepRefused) as refused:
        step(draft, "approve")

    assert authors_of(draft) == sorted(["deputy", TEST_USER_ID])
    assert [reason["code"] for reason in refused.value.reasons] == ["author_cannot_approve"]
    assert chain_of(draft).verify() == ()


def test_a_director_who_wrote_nothing_approves(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    draft = step(order(), "submit")
    api.user.create(email="d@example.org", username="director", password="Secret-word-123")
    api.user.grant_roles(username="director", roles=["Director"])
    login(portal, "director")

    assert step(draft, "approve").state == "approved"


def test_an_order_without_a_kind_is_not_submitted(portal):
    """Kinds have terms of their own: nothing is taken for granted."""
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    draft = order(doc_type=None)

    with pytest.raises(StepRefused) as refused:
        step(draft, "submit")

    assert draft.doc_type is None
    assert [(one["code"], one["field"]) for one in refused.value.reasons] == [
        ("missing", "doc_type")
    ]


def test_orders_sort_as_people_count_and_are_found_by_their_day(portal):
    """Before anybody has approved them, too."""
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    for number, day in (("10-у", 3), ("2-у", 9), ("100-у", 1)):
        order(registration_number=number, dated_on=date(2025, 9, day))
    catalog = api.portal.get_tool("portal_catalog")

    def numbers(**query):
        return [brain.record_number for brain in catalog(portal_type="order", **query)]

    assert numbers(sort_on="record_number_key") == ["2-у", "10-у", "100-у"]
    assert numbers(sort_on="record_dated_on") == ["100-у", "10-у", "2-у"]
    since = {"query": "2025-09-03", "range": "min"}
    assert numbers(record_dated_on=since, sort_on="record_dated_on") == ["10-у", "2-у"]
