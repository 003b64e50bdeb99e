"""The term of a record: from the regulation in force, and its snapshot from the closing on.

A record keeps the term it was closed under (design idea 1): editing the regulation or next year's
file plan never moves the day of a closed record.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.lifecycle import FINISHED
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.core.terms import destroy_from
from collective.schoolrecords.core.terms import ON_EVENT
from collective.schoolrecords.core.terms import SCHOOL_YEAR_END
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.retention.file_plan import binding_item
from collective.schoolrecords.school.regulation import regulation_on
from dataclasses import replace
from zope.component.hooks import getSite


def term_of(record, day=None):
    """Return the core ``Term`` of the record: its snapshot, else that of its item in an approved
    file plan, else the regulation of ``day``.

    ``None`` when the record has no document type or the regulation does not know it. Of two terms
    that depend on the closing (records on staff) a closed record has the one that holds.
    """
    kept = getattr(record, "term_snapshot", None)
    if kept:
        return _with_event(Term.from_dict(kept["term"]), record.doc_type)
    item = binding_item(record)
    if item is not None and item.doc_type == record.doc_type:
        term = Term.from_dict(item.term).on_closing(record.closed_on)
        return _with_event(term, record.doc_type)
    if not record.doc_type:
        return None
    regulation = regulation_on(getSite(), day or school_today())
    if regulation is None:
        return None
    try:
        return regulation.term(record.doc_type).on_closing(record.closed_on)
    except KeyError:
        return None


def first_day(record, term):
    """Return the first day on which an act may take the record under ``term``, or ``None``.

    A snapshot keeps its day; one of a term that waited for its event when the record was closed
    has none, and counts from the event. The school year counts only where the record names one
    and the term starts with its end; it never moves the day before the law's (see ``core.terms``).
    """
    kept = getattr(record, "term_snapshot", None)
    if kept and kept["destroy_from"] is not None:
        return kept["destroy_from"]
    if term is None or record.closed_on is None:
        return None
    return destroy_from(
        term,
        record.closed_on,
        event=event_day(record, term),
        school_year_end=_year_end(record),
    )


def event_day(record, term):
    """Return the day of the event that starts the term of a record; ``None`` when none is known.

    The record's own family tells the day (a portfolio waits for the pupil to leave, S20-3.5.4,
    N1-2.15.2). The end of the school year comes by itself (control works, N1-2.16): that of the
    year which the record names, else of the one in which it was closed.
    """
    if term is None or not term.waits_for_event:
        return None
    if record.term_event_on is not None or record.closed_on is None:
        return record.term_event_on
    if term.event != SCHOOL_YEAR_END:
        return None
    return _year_end(record) or SchoolYear.of(record.closed_on).last_day


def _with_event(term, doc_type):
    """The term with the event of the regulation in force, where its snapshot does not name it."""
    if term.start != ON_EVENT or term.event is not None:
        return term
    regulation = regulation_on(getSite(), school_today())
    document = regulation.documents.get(doc_type) if regulation is not None else None
    return term if document is None else replace(term, event=document.retention.event)


def _year_end(record):
    """The last day of the school year that the record names, if it names one."""
    try:
        return SchoolYear.parse(getattr(record, "school_year", None) or "").last_day
    except SchoolError:
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
    first = first_day(record, term)
    record.term_snapshot = {"term": term.as_dict(), "destroy_from": first}
    item = binding_item(record)
    if item is not None:
        record.term_snapshot["file_plan"] = {"year": record.file_plan_year, "index": item.index}
    return first
