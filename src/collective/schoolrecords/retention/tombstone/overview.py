"""A tombstone as plain data, for REST and for pages: what was here, and by which act it went."""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.inventories import kind_of
from collective.schoolrecords.core.terms import Term
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.messages import _
from collective.schoolrecords.retention.act.overview import act_link
from collective.schoolrecords.retention.inventory.api import row_of
from collective.schoolrecords.retention.inventory.overview import place_data
from collective.schoolrecords.retention.overview import type_labels
from plone import api
from plone.restapi.serializer.utils import get_portal_type_title
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate


#: Values that are shown as they are.
PLAIN = (
    "case_index",
    "file_plan_year",
    "registration_number",
    "opened_on",
    "closed_on",
    "carriers",
    "sheets",
    "record_volume",
    "documents",
    "files",
    "destroyed_on",
)


def stone_data(stone):
    """Return what a tombstone keeps, with links to its act, the row of the act and the inventory."""
    labels = type_labels(getSite(), school_today())
    return {
        **{name: getattr(stone, name) for name in PLAIN},
        "former_type": {
            "id": stone.former_type,
            "title": get_portal_type_title(stone.former_type),
        },
        "doc_type": {"id": stone.doc_type, "title": labels.get(stone.doc_type, stone.doc_type)},
        "term": term_data(stone),
        "destruction_act": act_data(stone),
        "inventory": place_data(stone),
        "inventory_text": translate(place_text(stone), context=getRequest()),
    }


def place_text(stone):
    """Return in words where the record stood in the inventories, or why it stands in none."""
    place = row_of(stone)
    if place is not None:
        return _(
            "tombstone_listed",
            default="inventory No. ${number}, row ${row}",
            mapping={"number": place.inventory_number, "row": place.row_number},
        )
    if stone.term is not None and kind_of(Term.from_dict(stone.term)) is None:
        if stone.file_plan_year:
            return _(
                "tombstone_short_planned",
                default="in no inventory: what is kept 10 years or less, or until an event, stands "
                "in the file plan alone (${year})",
                mapping={"year": str(stone.file_plan_year)},
            )
        return _(
            "tombstone_short",
            default="in no inventory: what is kept 10 years or less, or until an event, is not "
            "listed",
        )
    return _("tombstone_not_listed", default="in no inventory")


def term_data(stone):
    """Return the term under which the record was kept, ``None`` without one."""
    if stone.term is None:
        return None
    term = Term.from_dict(stone.term)
    return {**stone.term, "text": term_text(term), "destroy_from": stone.destroy_from}


def act_data(stone):
    """Return number, day and row of the act; its address for who may see it."""
    link = act_link(stone.act)
    row = f"{link['@id']}/@destruction-acts/rows/{stone.act_row}" if link is not None else None
    return {
        "@id": link["@id"] if link is not None else None,
        "UID": stone.act,
        "number": stone.act_number,
        "signed_on": stone.act_signed_on,
        "position": stone.act_row,
        "row": row,
    }


def lines(rows):
    """Return lines of the list as plain values; the addresses of those the reader may see."""
    labels = type_labels(getSite(), school_today())
    uids = [row.uid for row in rows]
    catalog = api.portal.get_tool("portal_catalog")
    seen = {brain.UID: brain for brain in catalog(UID=uids)} if uids else {}
    acts = {uid: act_link(uid) for uid in {row.act for row in rows}}
    return [
        {
            "@id": seen[row.uid].getURL() if row.uid in seen else None,
            "UID": row.uid,
            "title": row.title,
            "number": (seen[row.uid].record_number or None) if row.uid in seen else None,
            "case_index": (seen[row.uid].record_case_index or None) if row.uid in seen else None,
            "doc_type": {"id": row.doc_type, "title": labels.get(row.doc_type, row.doc_type)},
            "year": row.year,
            "destroyed_on": row.destroyed_on,
            "act": acts[row.act],
            "act_row": row.act_row,
        }
        for row in rows
    ]
