"""The due index: which records fall due on a day, for a million records, waking none of them.

* Records stand in *groups* by the day their term ends and their document type; those without a
  day (permanent, no closing date, dates that cannot be true, waiting for an event) stand in groups
  by that status. The law makes terms end on 1 January, so a million records are some two
  thousand groups: counts are sums of tallies, and the first page of a due list touches one group.
* A group maps a random 63-bit number to a tuple of facts, enough to filter, sort and print a row.
  Random numbers spread new records over all leaves; two writers meet only where a leaf splits.
* What is kept is what the record said when it was put. Whoever changes a fact (place, hold, term)
  puts the record again in the same transaction.
* Facts hold no personal data.

Days are ordinals (`date.toordinal`) inside and `date` at the edge; nothing here reads the clock.
"""

from BTrees.IOBTree import IOBTree
from BTrees.LLBTree import LLBTree
from BTrees.LOBTree import LOBTree
from BTrees.OLBTree import OLBTree
from BTrees.OOBTree import OOBTree
from collective.schoolrecords.core.due import Counts
from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import ERROR
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import NEVER
from collective.schoolrecords.core.terms import ON_HOLD
from collective.schoolrecords.core.terms import OPEN
from collective.schoolrecords.core.terms import RUNNING
from collective.schoolrecords.core.terms import WAITING
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from persistent import Persistent
from sys import intern
from typing import NamedTuple

import secrets


#: Statuses that have no day; each has groups of its own, below every day.
STANDING = {NEVER: -1, OPEN: -2, ERROR: -3, WAITING: -4}
_STANDING_BY_SLOT = {slot: status for status, slot in STANDING.items()}
#: What a record with a day becomes when the day comes and no hold is laid.
DATED = (DUE, NEEDS_DECISION)
#: The statuses of an ended term: what a due list shows unless it is asked for others.
EXPIRED = frozenset((DUE, ON_HOLD, NEEDS_DECISION))
STATUSES = frozenset((*STANDING, *EXPIRED, RUNNING))

#: Places of the facts in the stored tuple.
_UID, _COHORT, _YEAR, _PLACE, _CARRIER, _TERM, _HOLDS, _STATUS = range(8)
_FACT_FIELDS = {
    "cohort": _COHORT,
    "year": _YEAR,
    "place": _PLACE,
    "carrier": _CARRIER,
    "term": _TERM,
    "holds": _HOLDS,
}
_GROUP_SORTS = ("day", "doc_type")
SORTS = (*_GROUP_SORTS, *_FACT_FIELDS)
FILTERS = ("status", "doc_type", *_FACT_FIELDS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a due list knows of a record.

    ``day``: first day on which an act may take it (`core.terms.destroy_from`), or None.
    ``status``: without a day never, open, error or waiting; with one what it becomes on that day
    when no hold is laid: due or needs_decision. ``year``: the year of closing. ``holds``: how many
    block destruction. ``term`` is the text that people read.

    Raises ValueError for a status that does not fit the day.
    """

    doc_type: str
    status: str
    day: date | None = None
    cohort: str | None = None
    year: int | None = None
    place: str = ""
    carrier: str = ""
    term: str = ""
    holds: int = 0

    def __post_init__(self):
        fitting = STANDING if self.day is None else DATED
        if self.status not in fitting:
            raise ValueError(f"status {self.status!r} does not fit day {self.day!r}")


class Row(NamedTuple):
    """A line of the due list; ``status`` is the one on the day that was asked about."""

    uid: str
    status: str
    day: date | None
    doc_type: str
    cohort: str | None
    year: int | None
    place: str
    carrier: str
    term: str
    holds: int


class Tally(Persistent):
    """How many records a group has, how many are held, how many of the others need a decision.

    Two writers' changes add up, so that counting never makes a conflict.
    """

    def __init__(self):
        self.counts = (0, 0, 0)

    def change(self, facts, sign):
        """Add (sign 1) or take away (-1) a stored tuple."""
        held = bool(facts[_HOLDS])
        undecided = not held and facts[_STATUS] == NEEDS_DECISION
        rows, all_held, all_undecided = self.counts
        self.counts = (rows + sign, all_held + sign * held, all_undecided + sign * undecided)

    def __getstate__(self):
        return self.counts

    def __setstate__(self, state):
        self.counts = state

    def _p_resolveConflict(self, old, saved, new):
        return tuple(
            mine + theirs - base for base, theirs, mine in zip(old, saved, new, strict=True)
        )


class Group(Persistent):
    """The records of one document type with one day (or one standing status)."""

    def __init__(self, number):
        self.number = number
        self.facts = LOBTree()  # record's number -> tuple
        self.tally = Tally()


class _Part(NamedTuple):
    """A group that a question touches, and the statuses of it that are asked for."""

    slot: int
    doc_type: str
    group: Group
    status: str | None  # the one status of all its rows, or None: each row's own
    wanted: frozenset

    def size(self):
        """How many rows are asked for, read from the tally."""
        rows, held, undecided = self.group.tally.counts
        if self.status is not None:
            return rows
        parts = {ON_HOLD: held, NEEDS_DECISION: undecided, DUE: rows - held - undecided}
        return sum(count for status, count in parts.items() if status in self.wanted)

    def facts(self, after=None):
        """Yield (number, tuple) of the rows asked for, by number, behind ``after``."""
        items = self.group.facts.items(after, excludemin=after is not None)
        if self.status is not None or self.wanted >= EXPIRED:
            return iter(items)
        return (item for item in items if _status_when_ended(item[1]) in self.wanted)

    def row(self, facts):
        """Return the line for a stored tuple."""
        return Row(
            _unpacked(facts[_UID]),
            self.status or _status_when_ended(facts),
            None if self.slot < 0 else date.fromordinal(self.slot),
            self.doc_type,
            *facts[_COHORT:_STATUS],
        )


class Block(NamedTuple):
    """A piece of a sweep: its rows, and the cursor to go on behind it."""

    rows: list
    cursor: tuple


class DueIndex(Persistent):
    """Days → records with the facts of a due list."""

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
            number = self._number_for(uid, number)
        key = _key(facts)
        stored = _stored(uid, facts)
        if former == key:
            group = self._groups[key]
            before = group.facts[number]
            if before == stored:
                return
            group.tally.change(before, -1)
        else:
            if former is not None:
                self._take(number, former)
            group = self._group(key)
            self._where[number] = group.number
        group.facts[number] = stored
        group.tally.change(stored, 1)

    def put_many(self, pairs: Iterable[tuple[str, Facts]]) -> int:
        """Put ``(uid, facts)`` pairs in the order of the trees; return how many.

        Sorted keys fill leaf after leaf; random ones write six times slower and make the storage
        grow with them. The larger the block, the better: a million sorted as a whole is best.
        """
        ordered = sorted(pairs, key=lambda pair: (_key(pair[1]), _number(pair[0])))
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
        if self._groups[key].facts[number][_UID] != _packed(uid):
            return number, None
        return number, key

    def _number_for(self, uid, number):
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
        if key is None:
            return None
        slot, doc_type = key
        facts = self._groups[key].facts[number]
        return Facts(
            doc_type,
            facts[_STATUS],
            None if slot < 0 else date.fromordinal(slot),
            *facts[_COHORT:_STATUS],
        )

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
            status = _STANDING_BY_SLOT.get(slot)
            if status in (NEVER, OPEN, ERROR):
                setattr(counts, status, getattr(counts, status) + rows)
            elif status is None and slot <= today:
                counts.due += rows
                counts.on_hold += held
                counts.selectable += rows - held - undecided
        return found

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

        ``filters``: names of FILTERS to a value or a collection of values. Without ``status`` the
        ended terms are listed (EXPIRED). ``sort``: one of SORTS; rows that are equal in it stay in
        the order day, type, number, so that pages never overlap. None sorts last.
        Raises ValueError for an unknown filter, status or sort and for a negative start or size.
        """
        filters = _checked(filters or {}, sort, start, size)
        parts = self._parts(on, filters)
        tests = [
            (_FACT_FIELDS[name], wanted) for name, wanted in filters.items() if name in _FACT_FIELDS
        ]
        if sort in _GROUP_SORTS:
            place = _GROUP_SORTS.index(sort)
            parts.sort(key=lambda part: part[place], reverse=descending)
            return _page(parts, tests, start, size)
        return _sorted_page(parts, tests, _FACT_FIELDS[sort], descending, start, size)

    def sweep(
        self,
        from_day: date,
        to_day: date,
        block: int = 5000,
        after: tuple | None = None,
    ) -> Iterator[Block]:
        """Yield all rows whose day lies in ``from_day`` … ``to_day``, in blocks, in order of days.

        ``after``: the cursor of the last block that was dealt with. The statuses are those on
        ``to_day``. Between blocks the connection's cache is emptied: memory stays flat over a
        million rows, and objects that the caller holds load themselves again when touched.
        """
        low = (from_day.toordinal(), "") if after is None else after[:2]
        cursor, rows = after, []
        for (slot, doc_type), group in self._groups.items(low):
            if slot > to_day.toordinal():
                break
            part = _Part(slot, doc_type, group, None, EXPIRED)
            behind = after[2] if after is not None and (slot, doc_type) == low else None
            for number, facts in part.facts(behind):
                rows.append(part.row(facts))
                cursor = (slot, doc_type, number)
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

    def _parts(self, on, filters):
        """The groups that can hold rows asked for, in order of day and type."""
        statuses = filters.get("status", EXPIRED)
        doc_types = filters.get("doc_type")
        today = on.toordinal()
        parts = []
        for (slot, doc_type), group in self._groups.items():
            if doc_types is not None and doc_type not in doc_types:
                continue
            status = RUNNING if slot > today else _STANDING_BY_SLOT.get(slot)
            wanted = statuses if status is None else statuses & {status}
            if wanted & (EXPIRED if status is None else {status}):
                parts.append(_Part(slot, doc_type, group, status, frozenset(wanted)))
        return parts


def _page(parts, tests, start, size):
    """A page in the order of the parts; whole parts are skipped by their tallies if possible."""
    total, rows = 0, []
    for part in parts:
        if not tests:
            here = part.size()
            if total + here > start and len(rows) < size:
                rows += _slice(part, part.facts(), max(0, start - total), size - len(rows))
            total += here
            continue
        found = [facts for _number, facts in part.facts() if _passes(facts, tests)]
        if total + len(found) > start and len(rows) < size:
            first = max(0, start - total)
            rows += [part.row(facts) for facts in found[first : first + size - len(rows)]]
        total += len(found)
    return total, rows
