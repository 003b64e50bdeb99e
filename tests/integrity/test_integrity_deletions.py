"""Drafts that are deleted leave an event and their chain; what is taken out past the product is found."""

from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.deletions import EVENT
from collective.schoolrecords.core.deletions import read_deleted
from collective.schoolrecords.integrity.ledger_entries import holders
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.integrity.verdicts import verdict_on
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.school.storage import get_school
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.app.testing import TEST_USER_PASSWORD
from plone.restapi.testing import RelativeSession

import pytest
import transaction


OFFICE = ["Secretary", "Archivist", "Director"]


def events(site):
    """The deletions that the school's chain tells of: entry, payload."""
    chain = chain_of(get_school(site))
    return [(chain.entry(seq), chain.payload(seq)) for seq in chain.numbers_of(EVENT)]


def deleted(site):
    """The UIDs of all deleted drafts, by event."""
    return [{one.uid for one in read_deleted(payload)} for _entry, payload in events(site)]


def broken(site):
    """(UID, codes) of all that does not hold in the whole archive."""
    presence = Presence(site)
    found = [*holders(site, Wanted()), *presence.absent_holders()]
    verdicts = [verdict_on(one, presence) for one in found]
    return {
        one["uid"]: [finding["code"] for finding in one["findings"]]
        for one in verdicts
        if not one["holds"]
    }


def take_checkpoint(site):
    """Take a checkpoint as the job does."""
    ledger = find_ledger(site)
    for shard in range(SHARDS):
        ledger.log.append(ledger.marks.take(shard, 10**6))
    ledger.log.close(now())
    transaction.commit()


@pytest.fixture
def office(functional):
    portal = functional["portal"]
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, OFFICE)
    transaction.commit()
    return portal


def test_every_way_to_delete_a_draft_is_one_event(office):
    chain = chain_of(get_school(office))
    before = len(chain)
    alone, one, two = order(), order(), order()
    file = personal_file()
    inside, kept = document(file), step(personal_file(), "register")
    paper = document(kept)
    uids = [record.UID() for record in (alone, one, two, file, inside, paper)]
    transaction.commit()
    assert len(chain) == before

    alone.aq_parent.manage_delObjects([alone.getId()])
    transaction.commit()
    orders = office["orders"]
    orders.manage_delObjects([one.getId(), two.getId()])
    spared = order()
    transaction.commit()
    savepoint = transaction.savepoint()
    orders.manage_delObjects([spared.getId()])
    savepoint.rollback()
    api.content.delete(file)
    transaction.commit()
    kept.manage_delObjects([paper.getId()])
    transaction.abort()
    session = RelativeSession(kept.absolute_url())
    session.headers["Accept"] = "application/json"
    session.auth = (TEST_USER_NAME, TEST_USER_PASSWORD)
    assert session.delete(f"/{paper.getId()}").status_code == 204
    transaction.begin()

    assert deleted(office) == [set(uids[:1]), set(uids[1:3]), set(uids[3:5]), set(uids[5:])]
    told = events(office)
    assert [entry.source for entry, _payload in told] == ["form"] * 3 + ["rest"]
    assert told[0][0].actor == TEST_USER_ID
    assert chain.own_salt(told[0][0].seq)
    [[row]] = [list(payload.values())[0] for _entry, payload in told[:1]]
    ended = find_ledger(office).ended_chain(uids[0])
    assert row == [uids[0], "order", *ended.chain.head()]
    assert (ended.chain.payload(0), ended.chain.salt == alone._chain.salt) == ({}, False)
    assert broken(office) == {}
    take_checkpoint(office)
    assert broken(office) == {}
