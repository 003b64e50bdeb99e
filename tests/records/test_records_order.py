"""Who has a hand in an order's text does not approve it."""

from builders import order
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.order.content import authors_of
from collective.schoolrecords.records.order.numbers import next_free
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
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
    assert codes(refused) == [("missing", "doc_type")]


def test_a_number_is_an_orders_from_the_director_on_until_it_comes_back(portal):
    """A draft holds no number; however it is typed, a number is given to the director once."""
    setRoles(portal, TEST_USER_ID, ["Secretary", "Director"])
    first, twin = order(registration_number="41-у"), order(registration_number="41 – Y")
    other_kind = order(registration_number="41-у", doc_type="order_main")
    other_year = order(registration_number="41-у", dated_on=date(2024, 8, 28))
    for one in (first, other_kind, other_year, order(registration_number="40-у")):
        step(one, "submit")

    with pytest.raises(StepRefused) as refused:
        step(twin, "submit")

    assert codes(refused) == [("registration_number_taken", "registration_number")]
    assert next_free("order_movement", 2025) == "42-у"
    step(first, "return", reason="Нет основания")
    assert step(twin, "submit").state == "in_review"
    with pytest.raises(StepRefused):
        step(first, "submit")


def test_a_director_is_given_no_order_without_number_day_kind_and_text(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    draft = order(doc_type=None, registration_number=None, dated_on=None, text=None)
    before = chain_of(draft).head()

    with pytest.raises(StepRefused) as refused:
        step(draft, "submit")

    assert codes(refused) == [
        ("missing", "doc_type"),
        ("missing", "registration_number"),
        ("missing", "dated_on"),
        ("order_without_text", "text"),
    ]
    assert (draft.state, chain_of(draft).head()) == ("draft", before)


def test_the_next_free_number_of_a_kind_and_a_year(portal):
    """Drafts count, whoever may see them; a new year begins anew in the look of the last one."""
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    for number in ("9-у", "10-у"):
        order(registration_number=number)
    order(registration_number="77-о", doc_type="order_main")
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, [])

    assert next_free("order_movement", 2025) == "11-у"
    assert next_free("order_movement", 2026) == "1-у"
    assert next_free("order_movement", 2023) == "1"


def codes(refused):
    return [(one["code"], one["field"]) for one in refused.value.reasons]


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
