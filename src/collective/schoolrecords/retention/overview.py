"""The due list and its counts as plain data, for REST and for pages.

Everything comes from the due index; only the titles of the rows on one page are looked up, and
only those that the reader may see.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core.due import Counts
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.lifecycle.interfaces import CARRIERS
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention.blockers import faults_of
from collective.schoolrecords.retention.blockers import in_words
from collective.schoolrecords.retention.blockers import PageBlockers
from collective.schoolrecords.retention.due_query import SORTS
from collective.schoolrecords.retention.words import STATUS_TITLES
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from plone import api
from zope.component.hooks import getSite
from zope.i18n import translate


CARRIER_TITLES = dict(
    zip(
        CARRIERS,
        (
            _("due_carrier_paper", default="paper"),
            _("due_carrier_electronic", default="electronic"),
            _("due_carrier_paper_print", default="paper print of the electronic"),
        ),
        strict=True,
    )
)
#: What a list may be sorted by.
SORT_KEYS = SORTS


def due_page(
    request, filters, on=None, sort="day", start=0, size=25, descending=False, blockers=False
):
    """Return (total, rows) of the due list on a day; each row a dict of plain values.

    With ``blockers`` the row of a record that the reader may see says besides what still keeps it
    from an act today (``blockers``) and what must be mended before any day can be counted
    (``faults``), both as dicts ``{code, field, message}``; for others both are None.

    Raises ``ValueError`` for what no list can answer (see ``DueIndex.query``).
    """
    site = getSite()
    on = on or school_today()
    index = due.find_index(site)
    if index is None:
        return 0, []
    total, rows = index.query(on, filters, sort, start, size, descending)
    known = _brains([row.uid for row in rows])
    labels = type_labels(site, on)
    school = get_school(site)
    found = [_row(row, known.get(row.uid), labels, school, on, request) for row in rows]
    if blockers:
        _add_blockers(found, known, request)
    note_shown(known, request)
    return total, found


def _add_blockers(rows, brains, request):
    """Say of each record that the reader may see what keeps it from an act, or from the clock."""
    today = school_today()
    page = PageBlockers(today, {row["year"] for row in rows} - {None})
    for row in rows:
        brain = brains.get(row["UID"])
        if brain is None:
            row.update(blockers=None, faults=None)
            continue
        record = brain._unrestrictedGetObject()
        row["blockers"] = in_words(page.of(record), request)
        counted = row["status"]["id"] not in (ERROR, OPEN)
        row["faults"] = [] if counted else in_words(faults_of(record, today), request)


def _brains(uids):
    """uid → brain of the records that the reader may see."""
    if not uids:
        return {}
    catalog = api.portal.get_tool("portal_catalog")
    return {brain.UID: brain for brain in catalog(UID=uids)}


def _row(row, brain, labels, school, on, request):
    cohort = school.cohorts.get(row.cohort) if school is not None and row.cohort else None
    carriers = [one for one in row.carrier.split(", ") if one]
    return {
        "@id": brain.getURL() if brain is not None else None,
        "UID": row.uid,
        "title": brain.Title if brain is not None else None,
        "review_state": brain.review_state if brain is not None else None,
        "number": brain.record_number or None if brain is not None else None,
        "case_index": brain.record_case_index or None if brain is not None else None,
        "doc_type": {"id": row.doc_type, "title": labels.get(row.doc_type, row.doc_type)},
        "status": {
            "id": row.status,
            "title": translate(STATUS_TITLES[row.status], context=request),
        },
        "destroy_from": row.day,
        "cohort": {"id": row.cohort, "title": cohort.nearest_label(on)} if cohort else None,
        "year": row.year,
        "place": row.place or None,
        "carriers": [
            {"id": one, "title": translate(CARRIER_TITLES.get(one, one), context=request)}
            for one in carriers
        ],
        "term": row.term,
        "holds": row.holds,
    }


def type_labels(site, on):
    """Return document type → the school's own label for it."""
    regulation = regulation_on(site, on)
    if regulation is None:
        return {}
    return {name: document.label for name, document in regulation.documents.items()}


def due_counts(on=None):
    """Return (total ``Counts``, [(doc_type, label, ``Counts``)]) of everything on a day.

    Types stand in the regulation's order.
    """
    site = getSite()
    on = on or school_today()
    index = due.find_index(site)
    found = index.counts(on) if index is not None else {}
    labels = type_labels(site, on)
    order = {name: number for number, name in enumerate(labels)}
    total = Counts()
    for counts in found.values():
        for name, value in counts.as_dict().items():
            setattr(total, name, getattr(total, name) + value)
    names = sorted(found, key=lambda name: (order.get(name, len(order)), name))
    return total, [(name, labels.get(name, name), found[name]) for name in names]
