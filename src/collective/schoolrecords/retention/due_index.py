"""The due index: which records fall due on a day, for a million records, waking none of them.

* Records stand in *groups* by the day their term ends and their document type; those without a
  day (permanent, no closing date, dates that cannot be true, waiting for an event) stand in groups
  by that status. The law makes terms end on 1 January, so a million records are some two
  thousand groups: counts are sums of tallies, and the first page of a due list opens one group.
* A group maps a random 63-bit number to a tuple of facts, enough to filter, sort and print a row.
  Random numbers spread new records over all leaves; two writers meet only where a leaf splits or
  where both open the same new group.
* What is kept is what the record said when it was put. Whoever changes a fact (place, hold, term)
  puts the record again in the same transaction.

Days are ordinals (`date.toordinal`) inside and `date` at the edge; nothing here reads the clock.
"""

from BTrees.IOBTree import IOBTree
from BTrees.LLBTree import LLBTree
from BTrees.LOBTree import LOBTree
from BTrees.OLBTree import OLBTree
from BTrees.OOBTree import OOBTree
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collective.schoolrecords.core.due import Counts
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import WAITING
from collective.schoolrecords.retention.due_facts import day_of
from collective.schoolrecords.retention.due_facts import Facts
from collective.schoolrecords.retention.due_facts import facts_of
from collective.schoolrecords.retention.due_facts import group_key
from collective.schoolrecords.retention.due_facts import HOLDS
from collective.schoolrecords.retention.due_facts import packed
from collective.schoolrecords.retention.due_facts import Row
from collective.schoolrecords.retention.due_facts import STANDING
from collective.schoolrecords.retention.due_facts import STANDING_BY_SLOT
from collective.schoolrecords.retention.due_facts import STATUS
from collective.schoolrecords.retention.due_facts import stored
from collective.schoolrecords.retention.due_facts import UID
from collective.schoolrecords.retention.due_facts import unpacked
from collective.schoolrecords.retention.due_facts import YEAR
from collective.schoolrecords.retention.due_query import checked
from collective.schoolrecords.retention.due_query import page
from collective.schoolrecords.retention.due_query import Part
from collective.schoolrecords.retention.due_query import parts_for
from collective.schoolrecords.retention.due_query import tallies
from datetime import date
from datetime import MAXYEAR
from hashlib import blake2b
from itertools import islice
from persistent import Persistent
from typing import NamedTuple

import secrets


#: Rows of one block of a sweep.
BLOCK = 5000


class Tally(Persistent):
    """How many records a group has, how many are held, how many of the others need a decision.

    The changes of two writers add up, so that counting never makes a conflict.
    """

    def __init__(self):
        self.counts = (0, 0, 0)

    def change(self, kept, sign):
        """Add (``sign`` 1) or take away (-1) a stored tuple."""
        held = bool(kept[HOLDS])
        undecided = not held and kept[STATUS] == NEEDS_DECISION
        rows, all_held, all_undecided = self.counts
        self.counts = (rows + sign, all_held + sign * held, all_undecided + sign * undecided)

    def __getstate__(self):
        return self.counts

    def __setstate__(self, state):
        self.counts = state

    def _p_resolveConflict(self, old, saved, new):
        return tuple(s + n - o for o, s, n in zip(old, saved, new, strict=True))


class FactsTree(LOBTree):
    """Leaves twice as large as usual: half as many to load, and half as many splits."""

    max_leaf_size = 120


class Group(Persistent):
    """The records of one document type with one day (or one standing status)."""

    def __init__(self, number):
        self.number = number
        self.facts = FactsTree()  # record's number -> stored tuple
        self.tally = Tally()


class Block(NamedTuple):
    """A piece of a sweep: its rows, and the cursor to go on behind it."""

    rows: list[Row]
    cursor: tuple[int, str, int]


class DueIndex(Persistent):
    """Days → records, with the facts of a due list."""

    def __init__(self):
        self._groups = OOBTree()  # (slot, doc_type) -> Group
        self._numbered = IOBTree()  # group's number -> (slot, doc_type)
        self._where = LLBTree()  # record's number -> group's number
        self._collided = OLBTree()  # uid -> number, for uids whose own number was taken

    # -- writing --------------------------------------------------------------------------------

    def put(self, uid: str, facts: Facts) -> None:
        """Keep ``facts`` for ``uid`` in place of what was kept before."""
        number, former = self._find(uid)
        if former is None:
            number = self._free_number(uid, number)
        key = group_key(facts)
        kept = stored(uid, facts)
        if former == key:
            group = self._groups[key]
            before = group.facts[number]
            if before == kept:
                return
            group.facts[number] = kept
            if (before[HOLDS], before[STATUS]) != (kept[HOLDS], kept[STATUS]):
                group.tally.change(before, -1)
                group.tally.change(kept, 1)
            return
        if former is not None:
            self._take(number, former)
        group = self._group(key)
        self._where[number] = group.number
        group.facts[number] = kept
        group.tally.change(kept, 1)

    def put_many(self, pairs: Iterable[tuple[str, Facts]]) -> int:
        """Put ``(uid, facts)`` pairs in the order of the trees; return how many.

        Sorted keys fill leaf after leaf. The more pairs at a time, the fewer leaves are written
        twice; put the pairs of one day together when a whole archive is loaded.
        """
        ordered = sorted(pairs, key=lambda pair: (*group_key(pair[1]), _number(pair[0])))
        for uid, facts in ordered:
            self.put(uid, facts)
        return len(ordered)

    def remove(self, uid: str) -> bool:
        """Forget ``uid``; return whether it was known."""
        number, key = self._find(uid)
        if key is None:
            return False
        self._take(number, key)
        del self._where[number]
        self._collided.pop(uid, None)
        return True

    def _take(self, number, key):
        group = self._groups[key]
        group.tally.change(group.facts.pop(number), -1)

    def _group(self, key):
        """The group for ``key``, made when it is the first of its day and type."""
        group = self._groups.get(key)
        if group is None:
            # A random number, not the next one: two writers may open groups at the same time.
            number = secrets.randbits(31)
            while number in self._numbered:
                number = secrets.randbits(31)
            group = self._groups[key] = Group(number)
            self._numbered[number] = key
        return group

    def _find(self, uid):
        """Return (number, key of the group) of a known uid, (its own number, None) of others."""
        number = self._collided.get(uid)
        if number is None:
            number = _number(uid)
        of_group = self._where.get(number)
        if of_group is None:
            return number, None
        key = self._numbered[of_group]
        if self._groups[key].facts[number][UID] != packed(uid):
            return number, None
        return number, key

    def _free_number(self, uid, number):
        """The number under which a new uid is kept: its own, or a free one if that is taken."""
        if number not in self._where:
            return number
        while number in self._where:
            number = secrets.randbits(63)
        self._collided[uid] = number
        return number

    # -- reading --------------------------------------------------------------------------------

    def __len__(self):
        return sum(group.tally.counts[0] for group in self._groups.values())

    def get(self, uid: str) -> Facts | None:
        """Return what is kept for ``uid``."""
        number, key = self._find(uid)
        return None if key is None else facts_of(key, self._groups[key].facts[number])

    def counts(self, on: date) -> dict[str, Counts]:
        """Return per document type how its records stand on the day ``on``, from tallies alone."""
        found = {}
        today = on.toordinal()
        for (slot, doc_type), group in self._groups.items():
            rows, held, undecided = group.tally.counts
            if not rows:
                continue
            counts = found.setdefault(doc_type, Counts())
            counts.rows += rows
            status = STANDING_BY_SLOT.get(slot)
            if status in (NEVER, OPEN, ERROR):
                setattr(counts, status, getattr(counts, status) + rows)
            elif status is None and slot <= today:
                counts.due += rows
                counts.on_hold += held
                counts.selectable += rows - held
                counts.needs_decision += undecided
        return found

    def tallies(self, filters: Mapping | None = None) -> Iterator[tuple]:
        """Yield (year or standing status, doc_type, rows, held, undecided), group by group.

        ``filters`` as for :meth:`query`, without ``status``. Raises ValueError as there.
        """
        filters = checked(filters or {}, "day", 0, 0)
        if "status" in filters:
            raise ValueError("a calendar has no status")
        for slot, *rest in tallies(self._groups, filters):
            yield (STANDING_BY_SLOT.get(slot) or day_of(slot).year, *rest)

    def kept_long(self, years: Collection[int], least: int) -> Iterator[tuple[str, int, bool]]:
        """Yield (uid, year of closing, permanent) of what was closed in ``years`` for long.

        Permanent records, and those whose term ends ``least`` whole years after that of closing
        or later, or waits for an event: their own term has the last word. Groups with an earlier
        day are not opened.
        """
        if not years:
            return
        first = date(min(min(years) + 1 + least, MAXYEAR), 1, 1).toordinal()
        for (slot, _doc_type), group in self._groups.items():
            permanent, waits = slot == STANDING[NEVER], slot == STANDING[WAITING]
            if not permanent and not waits and slot < first:
                continue
            ends = None if slot < 0 else day_of(slot).year - 1
            for kept in group.facts.values():
                year = kept[YEAR]
                if year in years and (ends is None or ends - year >= least):
                    yield unpacked(kept[UID]), year, permanent

    def query(
        self,
        on: date,
        filters: Mapping | None = None,
        sort: str = "day",
        start: int = 0,
        size: int = 25,
        descending: bool = False,
    ) -> tuple[int, list[Row]]:
        """Return how many rows there are on the day ``on``, and ``size`` of them from ``start``.

        ``filters``: names of `due_query.FILTERS` to a value or a collection of values. Without
        ``status`` the ended terms are listed (`due_facts.EXPIRED`), with ``due_year`` (the year in
        which the term ends) the running ones too. ``sort``: one of
        `due_query.SORTS`; equal rows stay in the order day, type, number, so that pages never
        overlap, and rows without a value stand last.
        Raises ValueError for an unknown filter, status or sort and for a negative start or size.
        """
        filters = checked(filters or {}, sort, start, size)
        parts = parts_for(self._groups, on.toordinal(), filters)
        return page(parts, filters, sort, start, size, descending)

    def sweep(
        self,
        from_day: date,
        to_day: date,
        block: int = BLOCK,
        after: tuple[int, str, int] | None = None,
    ) -> Iterator[Block]:
        """Yield all rows whose day lies in ``from_day`` … ``to_day``, in blocks, in order of days.

        ``after``: the cursor of the last block that was dealt with. The statuses are those on
        ``to_day``. Between blocks the connection's cache is emptied: memory stays flat over a
        million rows, and objects that the caller holds load themselves again when touched. A new
        transaction needs a new sweep from the cursor. Raises ValueError for a ``block`` below 1.
        """
        if block < 1:
            raise ValueError(f"block of {block} rows")
        first = (from_day.toordinal(), "") if after is None else after[:2]
        last = to_day.toordinal()
        rows = []
        for (slot, doc_type), group in self._groups.items(first):
            if slot > last:
                break
            part = Part(slot, doc_type, group, None)
            behind = after[2] if after is not None and (slot, doc_type) == first else None
            items = iter(group.facts.items(behind, excludemin=behind is not None))
            while piece := list(islice(items, block - len(rows))):
                rows += part.rows(kept for _number, kept in piece)
                cursor = (slot, doc_type, piece[-1][0])
                if len(rows) == block:
                    yield Block(rows, cursor)
                    rows = []
                    self._empty_cache()
        if rows:
            yield Block(rows, cursor)
            self._empty_cache()

    def _empty_cache(self):
        if self._p_jar is not None:
            self._p_jar.cacheMinimize()


def _number(uid):
    """A number of 63 bits for a uid, spread evenly whatever the uids look like."""
    return int.from_bytes(blake2b(uid.encode(), digest_size=8).digest()) >> 1
