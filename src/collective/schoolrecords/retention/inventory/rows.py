"""Rows of an inventory: chosen from the closed records of its years, edited while it is a draft.

A row of a record that will be destroyed one day names nobody: its title is that of the record's
group, with number, class and school year. What is kept permanently stands under its own title.
"""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as states
from collective.schoolrecords.core.inventories import in_order
from collective.schoolrecords.core.inventories import kind_of
from collective.schoolrecords.core.inventories import PERMANENT
from collective.schoolrecords.core.inventories import read_number
from collective.schoolrecords.core.inventories import Row
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import STATUSES
from collective.schoolrecords.core.terms import term_text
from collective.schoolrecords.core.tombstones import number_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention.due import find_index
from collective.schoolrecords.retention.file_plan import item_of
from collective.schoolrecords.retention.inventory.index import find_listing
from collective.schoolrecords.retention.inventory.index import listing
from collective.schoolrecords.retention.overview import type_labels
from collective.schoolrecords.retention.sheets import sheets_of
from collective.schoolrecords.retention.terms import term_of
from collective.schoolrecords.school.storage import get_school
from dataclasses import replace
from plone import api
from plone.namedfile.interfaces import INamedBlobFile
from plone.restapi.serializer.utils import get_portal_type_title
from zope.component.hooks import getSite


#: Records that an inventory lists; the archive's own papers stand in the file plan.
FAMILIES = frozenset(
    (
        "personal_file",
        "order",
        "case_file",
        "protocol",
        "book",
        "portfolio",
        "local_regulation",
    )
)
KEPT = frozenset((states.CLOSED, states.ARCHIVED))
#: All rows of a question to the due index.
_ALL = 10**9
#: So many reasons about single records are told.
MAX_REASONS = 50


class RowMaker:
    """Makes rows of one inventory on one day; what is the same for many is looked up once."""

    def __init__(self, inventory):
        site = getSite()
        self.inventory = inventory
        self.today = school_today()
        self.labels = type_labels(site, self.today)
        self.school = get_school(site)

    def reasons(self, record, place):
        """Yield every reason why the inventory does not list ``record``.

        ``place``: what people call it in the list that they sent.
        """
        inventory, known = self.inventory, find_listing()
        if record is None or record.family_id not in FAMILIES:
            yield Reason("record_unknown", None, {"row": place})
            return
        if record.state not in KEPT:
            yield Reason("record_not_kept", None, {"row": place})
        if kind_of(term_of(record)) != inventory.kind:
            yield Reason("record_of_another_kind", None, {"row": place})
        closed = record.closed_on
        if closed and not inventory.first_year <= closed.year <= inventory.last_year:
            yield Reason("record_of_another_year", None, {"row": place, "year": closed.year})
        if known is not None and known.where(record.UID()) is not None:
            yield Reason("record_listed", None, {"row": place})

    def make(self, record, number=""):
        """Return the row of a record."""
        term = term_of(record)
        kept = self.inventory.kind == PERMANENT
        return Row(
            uid=record.UID(),
            number=number,
            title=record.title if kept else self._group_title(record),
            case_index=number_of(record.case_index) or "",
            doc_type=record.doc_type or "",
            volume=number_of(record.record_volume) or "",
            first_day=record.opened_on,
            last_day=record.closed_on,
            term=term_text(term),
            article=term.article,
            sheets=sheets_of(record),
            size=_size(record),
        )

    def _group_title(self, record):
        item = item_of(record)
        title = self.labels.get(record.doc_type) or get_portal_type_title(record.portal_type)
        parts = [item.title if item is not None else title]
        number = number_of(record.registration_number)
        if number:
            parts.append(f"№ {number}")
        year = _school_year(record)
        cohort_id = getattr(record, "cohort_id", None)
        if self.school is not None and cohort_id in self.school.cohorts:
            day = year.last_day if year else record.closed_on or self.today
            parts.append(self.school.cohorts[cohort_id].name_on(day))
        if year:
            parts.append(year.label)
        return ", ".join(parts)


def _size(record):
    """Return how many bytes the files of an electronic record have, ``None`` for one on paper."""
    if not any(one.get("carrier") == "electronic" for one in record.carriers or ()):
        return None
    files = [getattr(aq_base(one), "scan", None) for one in (record, *record.objectValues())]
    return sum(one.getSize() for one in files if INamedBlobFile.providedBy(one))


def _school_year(record):
    try:
        return SchoolYear.parse(getattr(record, "school_year", None) or "")
    except SchoolError:
        return None


def candidates(inventory):
    """Return the UIDs, sorted, of what may belong into the inventory and stands in none yet.

    From the due index alone; :class:`RowMaker` has the last word.
    """
    index, known = find_index(), find_listing()
    if index is None:
        return []
    permanent = inventory.kind == PERMANENT
    years = frozenset(range(inventory.first_year, inventory.last_year + 1))
    filters = {"status": {NEVER} if permanent else set(STATUSES) - {NEVER}, "year": years}
    _total, rows = index.query(school_today(), filters, size=_ALL)
    return sorted(row.uid for row in rows if known is None or known.where(row.uid) is None)


def records_by_uid(uids):
    """Return UID → record of those that exist, whoever asks; in one query."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(UID=list(uids))
    return {brain.UID: brain._unrestrictedGetObject() for brain in brains}


def check_draft(inventory):
    """Raise :class:`StepRefused` unless rows may be changed now."""
    if inventory.state != states.DRAFT:
        raise StepRefused(inventory, [Reason("inventory_locked")])
    if inventory.compiling:
        raise StepRefused(inventory, [Reason("inventory_compiling")])


def take_fitting(inventory, uids):
    """Add rows without a number for those of ``uids`` that belong here; return how many.

    :func:`number_new` follows when all are in.
    """
    maker, records = RowMaker(inventory), records_by_uid(uids)
    fitting = [uid for uid in uids if not any(maker.reasons(records.get(uid), uid))]
    for row in in_order(maker.make(records[uid]) for uid in fitting):
        _put(inventory, records[row.uid], row)
    return len(fitting)


def compile_rows(inventory):
    """Add every record of the kind and the years that stands in no inventory; return how many."""
    check_draft(inventory)
    taken = take_fitting(inventory, candidates(inventory))
    number_new(inventory)
    return taken


def add_records(inventory, uids, names=None):
    """Add the records with these UIDs; refused as a whole with all reasons.

    ``names``: UID → what reasons call the record; its place among ``uids`` without.
    """
    check_draft(inventory)
    maker, records, found = RowMaker(inventory), records_by_uid(uids), []
    for place, uid in enumerate(uids, start=1):
        name = (names or {}).get(uid, place)
        found.extend(maker.reasons(records.get(uid), name))
        if uid in uids[: place - 1]:
            found.append(Reason("record_listed", None, {"row": name}))
    if found:
        raise StepRefused(inventory, found[:MAX_REASONS])
    for uid in uids:
        _put(inventory, records[uid], maker.make(records[uid]))
    number_new(inventory)


def _put(inventory, record, row):
    if record._p_jar is not None:
        # A step that takes the record away meanwhile must be known here, or come to know of it.
        record._p_jar.readCurrent(aq_base(record))
    position = inventory.next_position()
    inventory.put_row(position, row)
    if inventory._compiled_kind is None:
        inventory._compiled_kind = inventory.kind
    listing().claim(row.uid, inventory.UID(), position)


def number_new(inventory):
    """Number the rows that have no number, in order, behind the greatest one; seal the rows."""
    pairs = inventory.rows()
    last = max((read_number(row.number)[0] for _at, row in pairs if row.number), default=0)
    new = {row.uid: at for at, row in pairs if not row.number}
    for row in in_order(row for _at, row in pairs if not row.number):
        last += 1
        inventory.put_row(new[row.uid], replace(row, number=str(last)))
    _sealed(inventory, {"added": len(new)})


def renumber(inventory):
    """Number all rows anew from 1 in the order of an inventory; literal numbers go."""
    check_draft(inventory)
    places = {row.uid: at for at, row in inventory.rows()}
    for number, row in enumerate(in_order(row for _at, row in inventory.rows()), start=1):
        inventory.put_row(places[row.uid], replace(row, number=str(number)))
    _sealed(inventory, {"renumbered": len(places)})


def change_row(inventory, position, **values):
    """Change number, title, volume, sheets or note of a row.

    Raises :class:`StepRefused` for an unknown row and a number that is none.
    """
    check_draft(inventory)
    row = _row(inventory, position)
    number = values.get("number")
    if number is not None and read_number(number) is None:
        raise StepRefused(
            inventory, [Reason("inventory_number_unreadable", "number", {"number": number})]
        )
    if number is not None:
        values["number"] = number.strip().lower()
    inventory.put_row(position, replace(row, **values))
    _sealed(inventory, {"row": position, **values})


def remove_row(inventory, position):
    """Take a row out; its record may be listed elsewhere again."""
    check_draft(inventory)
    row = _row(inventory, position)
    inventory.drop_row(position)
    listing().release(row.uid)
    if not inventory.row_count():
        inventory._compiled_kind = None
    _sealed(inventory, {"row": position, "removed": row.uid})


def _row(inventory, position):
    try:
        return inventory.row(position)
    except KeyError:
        raise StepRefused(inventory, [Reason("row_unknown")]) from None


def _sealed(inventory, payload):
    inventory.seal_rows()
    record_event(inventory, "inventory_rows", payload=payload)


def on_removed(inventory, event):
    """Subscriber: a draft was deleted, its records stand in no inventory any more."""
    known = find_listing()
    if event.object is not inventory or event.newParent is not None or known is None:
        return
    for _position, row in inventory.rows():
        known.release(row.uid)
