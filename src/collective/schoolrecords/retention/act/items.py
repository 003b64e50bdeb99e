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
    """The archived summary sheets of journals' classes and school years, each pair asked once.

    The catalog answers; no sheet is loaded, however many the archive has.
    """

    def __init__(self):
        self._found = {}

    def of(self, journal):
        """Return the UIDs of the sheets drawn from a journal, as class and year tell it."""
        key = getattr(journal, "cohort_id", None), getattr(journal, "school_year", None)
        if not all(key):
            return ()
        if key not in self._found:
            cohort_id, school_year = key
            brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
                record_cohort=cohort_id,
                record_school_year=school_year,
                record_doc_type=SUMMARY,
                review_state=ARCHIVED,
            )
            self._found[key] = tuple(brain.UID for brain in brains)
        return self._found[key]


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
