"""Holds as plain data, for REST and for pages: those of a record, and the list of the site's.

A reason may tell of a person, so it is given only to readers who may see the record that is held,
and the document when it was laid for one.
"""

from AccessControl.security import checkPermission
from Acquisition import aq_parent
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.retention.due import NO_TYPE
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.jobs import record_of
from collective.schoolrecords.retention.hold.kept import holds_of
from collective.schoolrecords.retention.hold.kept import record_and_part
from collective.schoolrecords.retention.hold.words import STATUS_TITLES
from collective.schoolrecords.retention.overview import type_labels
from zope.component.hooks import getSite
from zope.i18n import translate


def record_holds(obj, request, day=None):
    """Return the holds of a record or document, the oldest first, as dicts of plain values."""
    day = day or school_today()
    record, _part = record_and_part(obj)
    return [hold_data(hold, record, request, day) for hold in holds_of(obj)]


def hold_data(hold, record, request, day):
    """Return one hold as a dict of plain values; ``record`` is the one that it is laid on.

    ``reason``, ``basis`` and the rest of its words are None for who may not see what is held.
    """
    url = record.absolute_url()
    seen = bool(checkPermission("zope2.View", record))
    part = None
    if hold.part is not None:
        document = record_of(hold.part)
        seen_part = document is not None and bool(checkPermission("zope2.View", document))
        part = {
            "UID": hold.part,
            "@id": document.absolute_url() if seen_part else None,
            "title": document.title if seen_part else None,
        }
        seen = seen and (seen_part or document is None)
    words = ("reason", "basis", "basis_number", "basis_date", "lifted_reason")
    return {
        "@id": f"{url}/@holds/{hold.id}",
        "id": hold.id,
        "status": {
            "id": hold.status(day),
            "title": translate(STATUS_TITLES[hold.status(day)], context=request),
        },
        **{name: (getattr(hold, name) or None) if seen else None for name in words},
        "since": hold.since,
        "until": hold.until,
        "part": part,
        "batch": hold.batch,
        "placed_by": hold.placed_by,
        "placed_at": hold.placed_at,
        "lifted_by": hold.lifted_by,
        "lifted_at": hold.lifted_at,
    }


def holds_page(request, filters, day=None, sort="placed_at", start=0, size=25, descending=True):
    """Return (total, rows) of the site's holds; a row is ``hold_data`` with its ``record``.

    Raises ``ValueError`` for what no list can answer (see ``HoldsIndex.query``).
    """
    site, day = getSite(), day or school_today()
    index = find_holds(site)
    if index is None:
        return 0, []
    total, rows = index.query(day, filters, sort, start, size, descending)
    labels = type_labels(site, day)
    found = [_row(row, labels, request, day) for row in rows]
    note_shown((one["record"]["UID"] for one in found if one["record"]["@id"]), request)
    return total, found


def _row(row, labels, request, day):
    record = record_of(row.uid)
    hold = next(hold for hold in holds_of(record) if hold.id == row.hold.id)
    seen = bool(checkPermission("zope2.View", record))
    return {
        **hold_data(hold, record, request, day),
        "record": {
            "@id": record.absolute_url() if seen else None,
            "UID": row.uid,
            "title": record.title if seen else None,
            "number": (record.registration_number or None) if seen else None,
            "review_state": record.state,
            "register": aq_parent(record).getId(),
        },
        "doc_type": {
            "id": row.doc_type,
            "title": labels.get(row.doc_type, row.doc_type) if row.doc_type != NO_TYPE else None,
        },
    }
