"""The room's configuration: a copied object begins a chain of its own."""

from collective.schoolrecords import ledger
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from OFS.SimpleItem import SimpleItem
from plone.testing import zca
from zope.configuration import xmlconfig
from zope.event import notify
from zope.lifecycleevent import ObjectCopiedEvent
from zope.lifecycleevent import ObjectModifiedEvent

import pytest
import zope.component


@pytest.fixture
def configured():
    """A registry of its own, with this room's configuration and that of events."""
    zca.pushGlobalRegistry()
    context = xmlconfig.file("meta.zcml", zope.component)
    for package in (zope.component, ledger):
        xmlconfig.file("configure.zcml", package, context=context)
    yield
    zca.popGlobalRegistry()


def test_a_copy_begins_a_chain_of_its_own(configured):
    original, copied = SimpleItem(), SimpleItem()
    record_event(original, "filed")
    copied._chain = original._chain
    notify(ObjectCopiedEvent(copied, original))
    assert len(chain_of(copied)) == 0
    assert len(chain_of(original)) == 1


def test_other_events_leave_the_chain_alone(configured):
    original = SimpleItem()
    record_event(original, "filed")
    notify(ObjectModifiedEvent(original))
    assert len(chain_of(original)) == 1
