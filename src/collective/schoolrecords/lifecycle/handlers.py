"""Every change of a record goes into its own chain, in the same transaction."""

from Acquisition import aq_base
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.deletions import is_used_up
from collective.schoolrecords.lifecycle.digest import plain_value
from collective.schoolrecords.lifecycle.guards import refuse
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.messages import _
from plone.uuid.interfaces import IUUID
from zope.container.interfaces import IContainerModifiedEvent


def chain_added(record, event):
    """Begin the record's chain when it is filed; the UID of a deleted draft names no other record."""
    if event.object is not record:
        return
    if is_used_up(IUUID(record)):
        refuse(_("lifecycle_uid_used", default="A record that was deleted had this UID."))
    record_event(record, "filed")


def chain_modified(record, event):
    """Write a change of fields; a change of the contents is written by the contents."""
    if IContainerModifiedEvent.providedBy(event) or aq_base(event.object) is not aq_base(record):
        return
    record_event(record, "changed", payload=_new_values(record, event))


def _new_values(record, event):
    """Return field → new value for what the event names; empty when it names nothing.

    The values lie beside the chain and go with the record (design idea 7).
    """
    names = {
        name.rpartition(".")[2]
        for description in event.descriptions
        for name in getattr(description, "attributes", ())
    }
    return {name: plain_value(getattr(record, name, None)) for name in sorted(names)}


def chain_document(document, event):
    """Tell the record's chain that a document was filed into it or a draft taken out."""
    parent = event.newParent if event.newParent is not None else event.oldParent
    if event.object is not document or not IRecordContent.providedBy(parent):
        return
    name = "document_filed" if event.newParent is not None else "document_withdrawn"
    record_event(parent, name, payload={"document": IUUID(document)})
