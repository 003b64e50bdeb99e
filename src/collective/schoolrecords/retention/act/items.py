"""A record as the rules of acts see it: plain facts of today, read from the record itself."""

from collective.schoolrecords.core.destruction import Item
from collective.schoolrecords.core.destruction import item_reasons
from collective.schoolrecords.core.destruction import JOURNAL
from collective.schoolrecords.core.holds import in_force
from collective.schoolrecords.core.lifecycle import ARCHIVED
from collective.schoolrecords.core.lifecycle import DESTROYED
from collective.schoolrecords.retention.hold.kept import holds_of
from collective.schoolrecords.retention.membership import act_of
from collective.schoolrecords.retention.terms import first_day
from collective.schoolrecords.retention.terms import term_of
from functools import cached_property
from plone import api


SUMMARY = "summary_sheet"


def item_of(record, today, summaries=None):
    """Return the core ``Item`` of a record on a day (a tombstone is one as well).

    ``summaries``: a :class:`SummarySheets`; without one a journal is taken as it is, which is
    enough where only :func:`unfit` is asked.
    """
    if record.state == DESTROYED:
        return Item(DESTROYED, None, None, None)
    term = term_of(record)
    return Item(
        state=record.state,
        term=term,
        closed=record.closed_on,
        first=first_day(record, term),
        holds=len(in_force(holds_of(record), today)),
        holder=record.holder or "",
        act=act_of(record),
        summaries=summaries.of(record) if summaries and record.doc_type == JOURNAL else None,
        faulty=bool(getattr(record, "archive_error", None)),
    )


def unfit(record, act_uid, today):
    """Return all reasons (core ``Reason``) why an act may not take a record today.

    The one question at nomination, submission, the commission's conclusion, approval, selection
    and execution. Whoever destroys asks it in the transaction that writes the record.
    """
    return item_reasons(item_of(record, today), act_uid, today)


class SummarySheets:
    """The archived summary sheets of the site, by class and school year; looked up once."""

    def of(self, journal):
        """Return the UIDs of the sheets drawn from a journal, as class and year tell it."""
        key = _class_and_year(journal)
        return self._sheets.get(key, ()) if all(key) else ()

    @cached_property
    def _sheets(self):
        found = {}
        catalog = api.portal.get_tool("portal_catalog")
        query = {"record_doc_type": SUMMARY, "review_state": ARCHIVED}
        for brain in catalog.unrestrictedSearchResults(**query):
            key = _class_and_year(brain._unrestrictedGetObject())
            if all(key):
                found[key] = (*found.get(key, ()), brain.UID)
        return found


def _class_and_year(record):
    return getattr(record, "cohort_id", None), getattr(record, "school_year", None)


def records_by_uid(uids):
    """Return UID → record of those that exist, whoever asks; in one query.

    Their registers are walked to once, not for each record.
    """
    catalog = api.portal.get_tool("portal_catalog")
    found, parents = {}, {}
    for brain in catalog.unrestrictedSearchResults(UID=list(uids)):
        folder, _slash, name = brain.getPath().rpartition("/")
        if folder not in parents:
            parents[folder] = catalog.unrestrictedTraverse(folder)
        found[brain.UID] = parents[folder]._getOb(name)
    return found
