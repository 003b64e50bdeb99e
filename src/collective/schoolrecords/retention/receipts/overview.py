"""Receipts as plain data, for REST and for pages; and the form that is printed."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.inventories import HANDED_OUT
from collective.schoolrecords.core.inventories import TRANSFERRED
from collective.schoolrecords.core.receivers import without_number
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.receipts.journal import find_journal
from collective.schoolrecords.retention.receipts.journal import LENT
from collective.schoolrecords.retention.receipts.journal import payload_of
from collective.schoolrecords.retention.receipts.journal import return_of
from plone import api
from zope.i18n import translate


KIND_TITLES = {
    HANDED_OUT: _("receipt_kind_handed_out", default="Handed out for good"),
    TRANSFERRED: _("receipt_kind_transferred", default="Transferred to another organisation"),
    LENT: _("receipt_kind_lent", default="Given for a time"),
}

SORTS = {
    "number": lambda one: (one.year, one.number),
    "given_on": lambda one: (one.given_on, one.year, one.number),
    "until": lambda one: (one.until is None, one.until or one.given_on, one.year, one.number),
}


def receipts(kinds=None, years=None, uid=None, still_out=None, overdue=False):
    """Return the receipts asked for, by year and number.

    ``uid``: of a record (with its documents) or a document. ``still_out``: lent and not returned
    (or, ``False``, everything else); ``overdue``: of these whose last day has passed.
    """
    journal, today = find_journal(), school_today()
    if journal is None:
        return []
    out = still_out or overdue
    found = journal.of(uid) if uid else journal.out() if out else journal.all()
    return [
        one
        for one in found
        if (kinds is None or one.kind in kinds)
        and (years is None or one.year in years)
        and (still_out is None or one.open == still_out)
        and (not overdue or (one.open and one.until is not None and one.until < today))
    ]


def receipts_data(page, request, url):
    """Return receipts as dicts; ``url``: the address of the list.

    What was given, to whom and why stands only for who may see the record.
    """
    uids = {uid for one in page for uid in (one.uid, one.record)}
    catalog = api.portal.get_tool("portal_catalog")
    brains = {brain.UID: brain for brain in catalog(UID=list(uids))} if uids else {}
    return [_data(one, brains.get(one.uid), request, url) for one in page]


def _data(receipt, brain, request, url):
    today = school_today()
    given = payload_of(brain.getObject(), receipt) if brain is not None else {}
    back = return_of(brain.getObject(), receipt) if brain is not None else {}
    return {
        "@id": f"{url}/{receipt.year}/{receipt.number}",
        "number": receipt.label,
        "year": receipt.year,
        "kind": {
            "id": receipt.kind,
            "title": translate(KIND_TITLES[receipt.kind], context=request),
        },
        "record": {
            "UID": receipt.uid,
            "@id": brain.getURL() if brain is not None else None,
            "title": brain.Title if brain is not None else None,
        },
        "given_on": receipt.given_on,
        "until": receipt.until,
        "returned_on": receipt.returned_on,
        "overdue": bool(receipt.open and receipt.until and receipt.until < today),
        "receiver": given.get("receiver") or given.get("holder"),
        "capacity": given.get("capacity"),
        "identity_document": _pair(given, "identity_kind", "identity_number"),
        "proxy": _pair(given, "proxy_number", "proxy_date"),
        "basis": given.get("basis"),
        "signature_fact": given.get("signature_fact"),
        "condition": back.get("condition"),
        "remarks": back.get("remarks"),
    }


def _pair(given, first, second):
    """Return what was told of an identity document or a proxy, ``None`` when nothing was."""
    if not given.get(first):
        return None
    shown = without_number(given)
    return {name.partition("_")[2]: shown[name] for name in (first, second)}
