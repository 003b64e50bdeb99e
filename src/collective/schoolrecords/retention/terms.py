"""The term of a record: from the regulation in force, and its snapshot from the closing on.

A record keeps the term it was closed under (design idea 1): editing the regulation or next year's
file plan never moves the day of a closed record.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.lifecycle import FINISHED
from collective.schoolrecords.core.terms import destroy_from
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.school.regulation import regulation_on
from zope.component.hooks import getSite


def term_of(record, day=None):
    """Return the core ``Term`` of the record: its snapshot, else the regulation of ``day``.

    ``None`` when the record has no document type or the regulation does not know it.
    """
    kept = getattr(record, "term_snapshot", None)
    if kept:
        return Term.from_dict(kept["term"])
    if not record.doc_type:
        return None
    regulation = regulation_on(getSite(), day or school_today())
    if regulation is None:
        return None
    try:
        return regulation.term(record.doc_type)
    except KeyError:
        return None


def take_snapshot(record, event):
    """Subscriber: keep the term on the record when a step ends its current life."""
    if event.step.target not in FINISHED or event.former in FINISHED:
        return
    snapshot(record)


def snapshot(record):
    """Write the term and its first possible day of destruction on the record.

    Returns the day (``date``) or ``None`` when there is none (permanent, waits for an event, no
    closing date).
    """
    term = term_of(record)
    if term is None:
        return None
    first = destroy_from(term, record.closed_on) if record.closed_on else None
    record.term_snapshot = {"term": term.as_dict(), "destroy_from": first}
    return first
