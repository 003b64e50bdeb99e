"""Where holds lie: as values on the record itself, those of its documents too.

The record object is the one that an act claims and that its destruction replaces, so of a hold and
one of these only one can be committed (two connections that write one object conflict).
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.core.holds import Hold
from collective.schoolrecords.lifecycle.interfaces import IRecordContent
from plone.uuid.interfaces import IUUID


ATTRIBUTE = "_holds"


def record_and_part(obj):
    """Return (record, UID of the document or ``None``) for a record or a document inside one."""
    if IRecordContent.providedBy(obj):
        return obj, None
    parent = aq_parent(aq_inner(obj))
    # A bare document is asked too; it knows its bare record.
    return (aq_base(obj)._record if parent is None else parent), IUUID(obj)


def holds_of(obj) -> tuple[Hold, ...]:
    """Return all holds of a record or of one of its documents, lifted ones too, oldest first."""
    record, part = record_and_part(obj)
    kept = getattr(aq_base(record), ATTRIBUTE, ())
    return tuple(hold for hold in kept if hold.covers(part))


def keep(record, holds):
    """Write the holds of a record. The attribute makes the record itself a written object."""
    setattr(aq_base(record), ATTRIBUTE, tuple(holds))
