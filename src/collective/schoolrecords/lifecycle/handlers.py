"""Every change of a record goes into its own chain, in the same transaction."""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.preconditions import check_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.deletions import is_used_up
from collective.schoolrecords.lifecycle.digest import plain_value
from collective.schoolrecords.lifecycle.guards import refuse
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from collective.schoolrecords.lifecycle.interfaces import IRecordFacts
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.messages import _
from plone.uuid.interfaces import IUUID
from zope.container.interfaces import IContainerModifiedEvent

import transaction


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


def judge_change(record, event):
    """Refuse a change of a registered record to what its registration would refuse.

    Every save names its fields in the event: pages, REST. An event that names none (an index that
    is brought up to date, a program of the management interface) is not asked: it changes nothing
    that it tells of.
    """
    if IContainerModifiedEvent.providedBy(event) or aq_base(event.object) is not aq_base(record):
        return
    changed = _changed(event).difference(record.fixed_fields)
    step = record.family.step_out_of_draft(record.state)
    if step is None or not changed:
        return
    facts = IRecordFacts(record).facts()
    found = check_change(record.family_id, step.id, facts, changed, school_today())
    if found:
        transaction.doom()
        raise StepRefused(record, found)


def _new_values(record, event):
    """Return field → new value for what the event names; empty when it names nothing.

    The values lie beside the chain and go with the record (design idea 7).
    """
    return {name: plain_value(getattr(record, name, None)) for name in sorted(_changed(event))}


def _changed(event):
    """Return the set of names of the fields that a modification names."""
    return {
        name.rpartition(".")[2]
        for description in event.descriptions
        for name in getattr(description, "attributes", ())
    }


def chain_document(document, event):
    """Tell the record's chain that a document was filed into it or a draft taken out."""
    parent = event.newParent if event.newParent is not None else event.oldParent
    if event.object is not document or not IRecordContent.providedBy(parent):
        return
    name = "document_filed" if event.newParent is not None else "document_withdrawn"
    record_event(parent, name, payload={"document": IUUID(document)})
