"""In a site: the actor's roles on the object, and a stock object that was never chained."""

from collective.schoolrecords.ledger.actor import actor_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from persistent import Persistent
from plone import api
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME


class Part(Persistent):
    """A part of the site that is no content and has no place of its own."""


def test_a_local_role_stands_in_the_entry(portal, integration):
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(portal, "Folder", "a")
    api.user.grant_roles(username=TEST_USER_NAME, roles=["Class Teacher"], obj=folder)
    entry = record_event(folder, "changed", payload={"fields": ["title"]})
    assert entry.actor == TEST_USER_ID
    assert "Class Teacher" in entry.roles
    assert "Class Teacher" not in actor_now(context=portal).roles
    assert chain_of(folder).uid == api.content.get_uuid(folder)
    assert chain_of(folder).verify() == ()


def test_a_part_without_a_place_has_a_chain_too(portal, integration):
    part = Part()
    entry = record_event(part, "cohort", payload={"cohort": "c1"})
    assert (entry.actor, entry.seq) == (TEST_USER_ID, 0)
    assert chain_of(part).verify() == ()


def test_a_copied_folder_begins_a_chain_of_its_own(portal, integration):
    with api.env.adopt_roles(["Manager"]):
        folder = api.content.create(portal, "Folder", "a")
        record_event(folder, "changed")
        twin = api.content.copy(folder, target=portal, id="b")
    assert len(chain_of(twin)) == 0
    assert len(chain_of(folder)) == 1
