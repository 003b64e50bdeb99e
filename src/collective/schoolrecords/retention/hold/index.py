"""The site's index of holds: which there are, without waking a record; no reason and no name in it.

A row is a value under the hold's own number, which is random, so that two people who lay holds
write different leaves. Reasons and bases stay with the records and go with them.
"""

from BTrees.LOBTree import LOBTree
from collective.schoolrecords.access.clock import day_of
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.holds import AHEAD
from collective.schoolrecords.core.holds import Hold
from collective.schoolrecords.core.holds import IN_FORCE
from collective.schoolrecords.core.holds import STATUSES
from collective.schoolrecords.core.holds import turns
from collective.schoolrecords.retention.due_facts import packed
from collective.schoolrecords.retention.due_facts import unpacked
from datetime import date
from persistent import Persistent
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite

import secrets


KEY = "collective.schoolrecords.holds"
SORTS = ("placed_at", "since", "until", "doc_type", "placed_by", "status")
FILTERS = ("status", "doc_type", "placed_by", "batch", "placed_from", "placed_to")


class Row(NamedTuple):
    """A line of the list of holds. ``hold`` has neither reason nor basis."""

    uid: str
    doc_type: str
    hold: Hold


class HoldsIndex(Persistent):
    """Number of a hold → its row; ``counted_on`` is the last day the due index learnt of."""

    counted_on = None

    def __init__(self):
        self._rows = LOBTree()

    def put(self, uid, doc_type, hold):
        """Keep a hold in place of what was known of it."""
        bare = hold.as_dict()
        for name in ("id", "reason", "basis", "basis_number", "basis_date", "lifted_reason"):
            del bare[name]
        bare["part"] = hold.part and packed(hold.part)
        self._rows[number_of(hold.id)] = (packed(uid), doc_type, tuple(bare.values()))

    def forget(self, hold_id):
        """Drop a hold; return whether it was known."""
        return self._rows.pop(number_of(hold_id), None) is not None

    def get(self, hold_id):
        """Return the ``Row`` of a hold, or ``None``."""
        number = number_of(hold_id)
        kept = self._rows.get(number)
        return None if kept is None else _row(number, kept)

    def __len__(self):
        return len(self._rows)

    def rows(self, after=None):
        """Yield all rows in the order of their numbers, from behind number ``after``."""
        for number, kept in self._rows.items(after, excludemin=after is not None):
            yield _row(number, kept)

    def query(self, day, filters, sort="placed_at", start=0, size=25, descending=False):
        """Return how many rows there are on a day, and ``size`` of them from ``start``.

        ``filters``: names of FILTERS to a collection of values, to a date for the two days of
        laying. Raises ValueError for an unknown filter, status or sort.
        """
        if sort not in SORTS:
            raise ValueError(f"sort {sort!r} is none of {', '.join(SORTS)}")
        if set(filters) - set(FILTERS) or set(filters.get("status", ())) - set(STATUSES):
            raise ValueError(f"filters {filters!r}")
        found = [row for row in self.rows() if _passes(row, day, filters)]
        # Equal rows keep one order, so that pages never overlap; without a last day: at the end.
        found.sort(key=lambda row: row.hold.id)
        found.sort(key=lambda row: _sort_key(row, sort, day), reverse=descending)
        return len(found), found[start : start + size]


def _row(number, kept):
    uid, doc_type, bare = kept
    since, placed_by, placed_at, until, part, batch, lifted_by, lifted_at = bare
    hold = Hold(
        f"{number:016x}",
        "",
        since,
        placed_by,
        placed_at,
        until=until,
        part=part and unpacked(part),
        batch=batch,
        lifted_by=lifted_by,
        lifted_at=lifted_at,
    )
    return Row(unpacked(uid), doc_type, hold)


def _passes(row, day, filters):
    values = {
        "status": row.hold.status(day),
        "doc_type": row.doc_type,
        "placed_by": row.hold.placed_by,
        "batch": row.hold.batch,
    }
    placed = day_of(row.hold.placed_at.isoformat())
    if not filters.get("placed_from", date.min) <= placed <= filters.get("placed_to", date.max):
        return False
    return all(value in filters[name] for name, value in values.items() if name in filters)


def _sort_key(row, sort, day):
    if sort == "status":
        return STATUSES.index(row.hold.status(day))
    if sort == "doc_type":
        return row.doc_type
    if sort == "until":
        return row.hold.until or date.max
    return getattr(row.hold, sort)


def new_id():
    """Return the id of a new hold: 16 hexadecimal digits, which are its number in the index."""
    return f"{secrets.randbits(63):016x}"


def number_of(hold_id):
    """Return the number of a hold in the index; -1 for what is no id."""
    try:
        number = int(hold_id, 16)
    except ValueError:
        return -1
    return number if f"{number:016x}" == hold_id and number < 2**63 else -1


def find_holds(site=None):
    """Return the site's ``HoldsIndex``, ``None`` before the first hold; never writes."""
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)


def holds_index(site=None):
    """Return the site's ``HoldsIndex``, made when there is none."""
    site = getSite() if site is None else site
    index = find_holds(site)
    if index is None:
        index = IAnnotations(site)[KEY] = HoldsIndex()
        index.counted_on = school_today()
    return index


def turned(index, after, day):
    """Return the UIDs of records with a hold that turns on one of ``after`` < … ≤ ``day``."""
    live = (IN_FORCE, AHEAD)
    return sorted(
        {
            row.uid
            for row in index.rows()
            if row.hold.status(after) in live and turns(row.hold, after, day)
        }
    )
