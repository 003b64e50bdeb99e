"""Marks in the inventories (отметка в учётных документах): a listed record left the school.

The rows of an inventory are locked; what became of a record is written beside its row, and the
inventory's chain tells of it. A mark names nobody: it is kept when the record is gone.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.inventories import DESTROYED
from collective.schoolrecords.core.inventories import HANDED_OUT
from collective.schoolrecords.core.inventories import mark_note
from collective.schoolrecords.core.inventories import TRANSFERRED
from collective.schoolrecords.ledger.storage import notice_change
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.retention.act.gone import gone_note
from collective.schoolrecords.retention.inventory.content import Mark
from collective.schoolrecords.retention.inventory.index import find_listing
from plone import api


def mark_many(marks):
    """Mark (record's UID, way, note, UID of the act or ``None``) for many records.

    One event for each inventory that is touched. What is marked already in the same way stays as
    it is. Returns how many of the records an inventory lists.
    """
    known = find_listing()
    if known is None:
        return 0
    by_inventory, listed = {}, 0
    for uid, way, note, act in marks:
        place = known.where(uid)
        if place is not None:
            listed += 1
            by_inventory.setdefault(place[0], []).append((place[1], way, note, act))
    for uid, rows in by_inventory.items():
        inventory = inventory_by_uid(uid)
        notice_change(inventory)
        _mark_rows(inventory, rows)
    return listed


def _mark_rows(inventory, rows):
    today, written = school_today(), []
    for position, way, note, act in rows:
        if any(one.way == way for one in inventory.marks(position)):
            continue
        inventory.add_mark(position, Mark(way, note, today, act))
        written.append({"row": position, "way": way, "note": note, "act": act})
    if written:
        record_event(inventory, "inventory_marked", payload={"marks": written})


def mark_what_left(inventory):
    """Mark what left between the listing and the approval, while nothing stood in the index yet."""
    catalog = api.portal.get_tool("portal_catalog")
    positions = {row.uid: position for position, row in inventory.rows()}
    ways = [HANDED_OUT, TRANSFERRED, DESTROYED]
    gone = catalog.unrestrictedSearchResults(UID=list(positions), review_state=ways)
    _mark_rows(inventory, [(positions[one.UID], *_seen_late(one)) for one in gone])


def _seen_late(brain):
    """Return (way, note, UID of the act) of a record that had left before its row was locked."""
    if brain.review_state != DESTROYED:
        return brain.review_state, mark_note(brain.review_state), None
    stone = brain._unrestrictedGetObject()
    return DESTROYED, gone_note(inventory_by_uid(stone.act)), stone.act


def inventory_by_uid(uid):
    """Return an inventory or an act, whoever asks; ``None`` when there is none."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=uid)
    return brains[0]._unrestrictedGetObject() if brains else None


def notes_of_acts(marks):
    """Return UID of an act → what its marks say today; ``marks``: any number of them.

    The words follow the stages of the act: a mark is written once, while backups still hold the
    record, and becomes «уничтожено» with the verification.
    """
    acts = {uid: inventory_by_uid(uid) for uid in {mark.act for mark in marks if mark.act}}
    return {uid: gone_note(act) for uid, act in acts.items() if act is not None}


def on_step(record, event):
    """Subscriber: a listed record was handed out or transferred."""
    if event.step.target not in (HANDED_OUT, TRANSFERRED):
        return
    day = event.details.get("handed_out_on") or school_today()
    note = mark_note(event.step.target, day, event.details.get("receipt_number"))
    mark_many([(record.UID(), event.step.target, note, None)])
