"""Every change of a record goes into its own chain, in the same transaction."""

from Acquisition import aq_base
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from plone.uuid.interfaces import IUUID
from zope.container.interfaces import IContainerModifiedEvent


def chain_added(record, event):
    """Begin the record's chain when it is filed."""
    if event.object is record:
        record_event(record, "filed")


def chain_modified(record, event):
    """Write a change of fields; a change of the contents is written by the contents."""
    if IContainerModifiedEvent.providedBy(event) or aq_base(event.object) is not aq_base(record):
        return
    record_event(record, "changed", payload={"fields": sorted(_changed_fields(event))})


def _changed_fields(event):
    for description in event.descriptions:
        yield from getattr(description, "attributes", ())


def chain_document(document, event):
    """Tell the record's chain that a document was filed into it or a draft taken out."""
    parent = event.newParent if event.newParent is not None else event.oldParent
    if event.object is not document or not IRecordContent.providedBy(parent):
        return
    name = "document_filed" if event.newParent is not None else "document_withdrawn"
    record_event(parent, name, payload={"document": IUUID(document)})
