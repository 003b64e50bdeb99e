"""Marks in the inventories (отметка в учётных документах): a listed record left the school.

The rows of an inventory are locked; what became of a record is written beside its row, and the
inventory's chain tells of it. A mark names nobody: it is kept when the record is gone.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.inventories import DESTROYED
from collective.schoolrecords.core.inventories import HANDED_OUT
from collective.schoolrecords.core.inventories import TRANSFERRED
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.retention.inventory.content import Mark
from collective.schoolrecords.retention.inventory.index import find_listing
from plone import api
from plone.uuid.interfaces import ATTRIBUTE_NAME


_WORDS = {DESTROYED: "уничтожено", HANDED_OUT: "выдано", TRANSFERRED: "передано"}


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
    rows = [(positions[one.UID], one.review_state, _WORDS[one.review_state], None) for one in gone]
    _mark_rows(inventory, rows)


def inventory_by_uid(uid):
    """Return an inventory, whoever asks; ``None`` when there is none."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=uid)
    return brains[0]._unrestrictedGetObject() if brains else None


def note_of(way, day, number):
    """Return the words of a mark; ``number`` is that of the act or the receipt."""
    word = _WORDS[way]
    if way == DESTROYED:
        return f"{word}, акт № {number} от {day:%d.%m.%Y}"
    return f"{word} {day:%d.%m.%Y}, расписка № {number}" if number else f"{word} {day:%d.%m.%Y}"


def on_step(record, event):
    """Subscriber: a listed record was handed out or transferred."""
    if event.step.target not in (HANDED_OUT, TRANSFERRED):
        return
    day = event.details.get("handed_out_on") or school_today()
    note = note_of(event.step.target, day, event.details.get("receipt_number"))
    mark_many([(record.UID(), event.step.target, note, None)])


def on_destroyed(event):
    """Subscriber: an act is destroying records; each chunk is marked at once."""
    act = event.act
    note = note_of(DESTROYED, act.registered_on, act.registration_number)
    by_act = act.UID()
    # Read at once: UID() asks for an adapter, and that for everything around the record.
    uids = [getattr(aq_base(record), ATTRIBUTE_NAME) for record in event.records]
    mark_many([(uid, DESTROYED, note, by_act) for uid in uids])
