"""Every change of a record stands in its chain with the new values beside it."""

from builders import document
from builders import personal_file
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import mark_rules
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent

import pytest


@pytest.fixture
def file(portal):
    """A registered personal file."""
    setRoles(portal, TEST_USER_ID, ["Secretary"])
    return step(personal_file(), "register")


def test_a_change_keeps_the_new_values_beside_the_chain(file):
    file.storage_place = "Шкаф 5"
    file.held_until = date(2026, 12, 1)
    notify(ObjectModifiedEvent(file, Attributes(None, "storage_place", "IRecord.held_until")))

    chain = chain_of(file)
    last = chain.last()
    assert last.event == "changed"
    assert dict(chain.payload(last.seq)) == {
        "held_until": "2026-12-01",
        "storage_place": "Шкаф 5",
    }
    assert last.after == digest_of(file)
    assert chain.verify() == ()


def test_a_change_past_the_events_shows_against_the_chain(file):
    """What somebody writes behind the chain's back makes the digest differ from its end."""
    file.last_name = "Иванова"

    assert chain_of(file).last().after != digest_of(file)


def test_a_document_does_not_change_with_the_file_around_it(file):
    paper = document(file)
    filed = digest_of(paper)
    entered = {
        "marks": {"Алгебра": "4"},
        "decision": "promoted",
        "minutes_number": "7",
        "minutes_date": date(2025, 5, 27),
    }
    years_of(file).enter("2024/25", entered, 6, mark_rules())

    assert chain_of(file).last().after == digest_of(file)
    assert digest_of(paper) == filed == chain_of(paper).last().after
