"""The site's list of tombstones: in the order of their days, waking none of them.

A key is (day, act, row), so that a chunk of an execution writes neighbouring keys at the end of the
tree, and nobody else writes there. No names: the values are those of the tombstone itself.
"""

from BTrees.OOBTree import OOBTree
from collective.schoolrecords.retention.due_facts import packed
from collective.schoolrecords.retention.due_facts import unpacked
from datetime import date
from persistent import Persistent
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component.hooks import getSite


KEY = "collective.schoolrecords.tombstones"


class Row(NamedTuple):
    """A line of the list. ``year``: that of the closing; ``act_row``: position in the act."""

    destroyed_on: date
    act: str
    act_row: int
    uid: str
    doc_type: str
    year: int | None
    title: str


SORTS = {
    "destroyed_on": lambda row: (row.destroyed_on, row.act, row.act_row),
    "act_row": lambda row: (row.act, row.act_row),
    "doc_type": lambda row: (row.doc_type, row.destroyed_on, row.act, row.act_row),
    "year": lambda row: (row.year or 0, row.destroyed_on, row.act, row.act_row),
    "title": lambda row: (row.title, row.destroyed_on, row.act, row.act_row),
}


class TombstoneIndex(Persistent):
    """(ordinal of the day, act's UID, row) → what a line shows."""

    def __init__(self):
        self._rows = OOBTree()

    def put(self, stone):
        """Keep the line of a tombstone."""
        key = stone.destroyed_on.toordinal(), packed(stone.act), stone.act_row
        year = stone.closed_on.year if stone.closed_on else None
        self._rows[key] = (packed(stone.uid), stone.doc_type or "", year, stone.title)

    def __len__(self):
        return len(self._rows)

    def rows(self, *, acts=None, doc_types=None, years=None, since=None, until=None):
        """Return the lines under filters, oldest first; each filter a collection or ``None``.

        ``years``: years of closing. ``since`` and ``until``: days of destruction, both included.
        """
        first = None if since is None else (since.toordinal(),)
        last = None if until is None else (until.toordinal() + 1,)
        found = []
        for (day, act, position), kept in self._rows.items(first, last):
            uid, doc_type, year, title = kept
            row = Row(
                date.fromordinal(day),
                unpacked(act),
                position,
                unpacked(uid),
                doc_type,
                year,
                title,
            )
            if _fits(row, acts, doc_types, years):
                found.append(row)
        return found


def _fits(row, acts, doc_types, years):
    return (
        (acts is None or row.act in acts)
        and (doc_types is None or row.doc_type in doc_types)
        and (years is None or row.year in years)
    )


def find_tombstones(site=None):
    """Return the site's :class:`TombstoneIndex`, ``None`` before the first one; never writes."""
    return IAnnotations(getSite() if site is None else site).get(KEY)


def list_tombstones(event):
    """Subscriber: put the tombstones of a chunk into the list."""
    annotations = IAnnotations(getSite())
    if KEY not in annotations:
        annotations[KEY] = TombstoneIndex()
    for stone in event.tombstones:
        annotations[KEY].put(stone)
