"""Inventories and their rows as plain data, for REST and for pages."""

from AccessControl.security import checkPermission
from collective.schoolrecords.access.log.requests import note_shown
from collective.schoolrecords.core.inventories import literal
from collective.schoolrecords.core.inventories import missed
from collective.schoolrecords.core.inventories import read_number
from collective.schoolrecords.lifecycle.describe import state_title
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.inventory.api import row_of
from collective.schoolrecords.retention.inventory.interfaces import KIND_TITLES
from collective.schoolrecords.retention.inventory.marks import inventory_by_uid
from collective.schoolrecords.retention.inventory.marks import notes_of_acts
from datetime import date
from operator import itemgetter
from plone import api
from zope.component.hooks import getSite
from zope.i18n import translate


REGISTER = "inventories"
#: What a list of inventories is sorted by; what is not known yet stands last.
SORTS = {
    "years": lambda row: (row["first_year"], row["last_year"], row["kind"]["id"]),
    "kind": lambda row: (row["kind"]["id"], row["first_year"]),
    "number": lambda row: (row["number"] is None, _number_key(row["number"])),
    "title": lambda row: row["title"],
    "state": lambda row: (row["state"]["id"], row["first_year"]),
    "approved_on": lambda row: (row["approved_on"] is None, row["approved_on"] or date.min),
    "rows": itemgetter("rows_total"),
}
#: What rows are sorted by.
ROW_SORTS = {
    "number": lambda row: read_number(row["number"]) or (0, ""),
    "case_index": itemgetter("case_index"),
    "title": itemgetter("title"),
    "first_day": lambda row: (row["first_day"] is None, row["first_day"] or date.min),
    "last_day": lambda row: (row["last_day"] is None, row["last_day"] or date.min),
    "sheets": lambda row: (row["sheets"] is None, row["sheets"] or 0),
}

WAY_TITLES = {
    "destroyed": _("inventory_way_destroyed", default="Destroyed"),
    "handed_out": _("inventory_way_handed_out", default="Handed out"),
    "transferred": _("inventory_way_transferred", default="Transferred"),
}


def _number_key(text):
    digits = (text or "").partition("-")[0]
    return (int(digits) if digits.isascii() and digits.isdigit() else 0, text or "")


def visible_inventories(site=None):
    """Return the inventories that the reader may see."""
    register = (getSite() if site is None else site)[REGISTER]
    return [one for one in register.objectValues() if checkPermission("zope2.View", one)]


def inventory_data(inventory, request):
    """Return one inventory without its rows."""
    url = inventory.absolute_url()
    return {
        "@id": url,
        "UID": inventory.UID(),
        "title": inventory.title,
        "kind": {
            "id": inventory.kind,
            "title": translate(KIND_TITLES[inventory.kind], context=request),
        },
        "first_year": inventory.first_year,
        "last_year": inventory.last_year,
        "number": inventory.registration_number,
        "state": {
            "id": inventory.state,
            "title": state_title(inventory.state, request, inventory.family_id),
        },
        "paper": bool(inventory.paper),
        "approved_on": inventory.approved_on,
        "minutes": _minutes(inventory.minutes_number, inventory.minutes_date),
        "archive_minutes": _minutes(
            inventory.archive_minutes_number, inventory.archive_minutes_date
        ),
        "compiling": inventory.compiling,
        "rows_total": inventory.row_count(),
        "marked_total": len(inventory._marks or ()),
        "rows": f"{url}/@rows",
    }


def _minutes(number, day):
    return {"number": number, "date": day} if number else None


def rows_data(inventory, request, pairs=None):
    """Return rows as dicts; ``pairs``: (position, row), all of them without.

    The link to a record stands only for who may see the record.
    """
    pairs = inventory.rows() if pairs is None else pairs
    marked = inventory.marked()
    marks = [mark for at, _row in pairs for mark in marked.get(at, ())]
    links = _links({row.uid for _at, row in pairs} | {mark.act for mark in marks if mark.act})
    notes = notes_of_acts(marks)
    note_shown((row.uid for _at, row in pairs if row.uid in links), request)
    return [
        {
            **row_data(inventory, at, row, links),
            "marks": [mark_data(mark, notes, links, request) for mark in marked.get(at, ())],
        }
        for at, row in pairs
    ]


def row_data(inventory, position, row, links):
    """Return one row without its marks; ``links``: UID → address of what the reader may see."""
    return {
        "@id": f"{inventory.absolute_url()}/@rows/{position}",
        "position": position,
        "number": row.number,
        "record": {"UID": row.uid, "@id": links.get(row.uid)},
        "case_index": row.case_index,
        "title": row.title,
        "doc_type": row.doc_type,
        "volume": row.volume,
        "first_day": row.first_day,
        "last_day": row.last_day,
        "term": row.term,
        "article": row.article,
        "sheets": row.sheets,
        "size": row.size,
        "note": row.note,
    }


def mark_data(mark, notes, links, request):
    """Return a mark with the words that are true today; ``notes`` as of ``notes_of_acts``."""
    return {
        "way": {"id": mark.way, "title": translate(WAY_TITLES[mark.way], context=request)},
        "note": notes.get(mark.act, mark.note),
        "marked_on": mark.marked_on,
        "act": {"UID": mark.act, "@id": links.get(mark.act)} if mark.act else None,
    }


def _links(uids):
    if not uids:
        return {}
    catalog = api.portal.get_tool("portal_catalog")
    return {brain.UID: brain.getURL() for brain in catalog(UID=list(uids))}


def entry_data(inventory):
    """Return the facts of the final entry (итоговая запись): how many rows, which numbers."""
    numbers = [row.number for _at, row in inventory.rows()]
    return {
        "rows": len(numbers),
        "first_number": numbers[0] if numbers else None,
        "last_number": numbers[-1] if numbers else None,
        "literal": literal(numbers),
        "missed": missed(numbers),
    }


def place_data(record):
    """Return where a record stands in an approved inventory, for who may see that one."""
    place = row_of(record)
    inventory = inventory_by_uid(place.inventory) if place is not None else None
    if inventory is None or not checkPermission("zope2.View", inventory):
        return None
    url = inventory.absolute_url()
    return {
        "@id": url,
        "number": place.inventory_number,
        "row_number": place.row_number,
        "row": f"{url}/@rows/{place.position}",
    }
