"""Who has a hand in an order's text does not approve it."""

from builders import order
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.records.order.content import authors_of
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
