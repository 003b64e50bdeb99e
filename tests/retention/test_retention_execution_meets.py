"""Destruction and somebody else's work that meet: two people at two computers, in both orders."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention import membership
from collective.schoolrecords.retention.due import find_index
from collective.schoolrecords.retention.execution.destroy import Chunk
from collective.schoolrecords.retention.execution.destroy import find_record
from collective.schoolrecords.retention.hold.index import holds_index
from collective.schoolrecords.retention.hold.words import HoldRefused
from executing import act_over
from executing import OFFICE
from executing import old_case
from executing import old_file
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


@pytest.fixture
def archive(functional):
    """A file and a case that an act is about to destroy, and two archivists."""
    portal = functional["portal"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", ["Archivist"], [])
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, OFFICE)
    holds_index(portal)
    records = old_file(), old_case()
    act = act_over(*records)
    transaction.commit()
    people = tuple(Person(portal._p_jar.db(), name) for name in ("first", "second"))
    yield records[0], act, people
    for person in people:
        person.leaves()


def destroy(record):
    """What a chunk of the job does with the row of a record (or with what stands there now)."""
    site = api.portal.get()
    uid = record.UID()
    (act,) = site["destruction-acts"].objectValues()
    chunk = Chunk(site, act, school_today())
    chunk.take(act.row_of(uid)[0])
    chunk.finish()


def lay(record):
    holds.place(record, reason="Спор", basis="Определение суда")


def lay_on_a_paper(record):
    lay(record.objectValues()[0])


def claim_for_another_act(record):
    """What another act would do if it took the record; only an aborted one lets it go."""
    record._act = "f" * 32


def write_into_its_chain(record):
    record_event(record, "carrier_moved", payload={"holder": "Суд"})


@pytest.mark.parametrize(
    "other", [lay, lay_on_a_paper, claim_for_another_act, write_into_its_chain, destroy]
)
@pytest.mark.parametrize("destruction_first", [True, False])
def test_of_two_who_want_opposite_things_one_is_committed(archive, other, destruction_first):
    record, _act, people = archive
    path = "/".join(record.getPhysicalPath())
    first, second = people
    order = (destroy, other) if destruction_first else (other, destroy)

    first.works(order[0], path)
    second.works(order[1], path)
    first.commits()

    with pytest.raises(ConflictError):
        second.commits()


@pytest.mark.parametrize("hold", [lay, lay_on_a_paper])
def test_a_hold_that_is_first_saves_the_record(archive, hold):
    record, act, (first, second) = archive
    path, uid = "/".join(record.getPhysicalPath()), record.UID()
    first.works(hold, path)
    second.works(destroy, path)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()

    # The job repeats its chunk.
    second.works(destroy, path)
    second.commits()
    transaction.begin()

    saved = find_record(api.portal.get(), uid)
    assert saved.portal_type == "personal_file"
    assert (saved.state, membership.act_of(saved)) == ("archived", None)
    assert act.row_of(uid)[1].result_reason == "item_held"
    assert find_index().get(uid) is not None


def test_a_hold_that_is_second_finds_a_tombstone(archive):
    record, act, (first, second) = archive
    path, uid = "/".join(record.getPhysicalPath()), record.UID()
    first.works(destroy, path)
    second.works(lay, path)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()

    with pytest.raises(HoldRefused):
        second.works(lay, path)
    transaction.begin()

    stone = find_record(api.portal.get(), uid)
    assert stone.portal_type == "tombstone"
    assert chain_of(stone).last().event == "destroyed"
    assert act.row_of(uid)[1].result == "removed"
