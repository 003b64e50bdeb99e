"""Questions to the due index: which groups they touch, and how a page is cut out of them."""

from collections import Counter
from collective.schoolrecords.core.terms import DUE
from collective.schoolrecords.core.terms import NEEDS_DECISION
from collective.schoolrecords.core.terms import ON_HOLD
from collective.schoolrecords.core.terms import RUNNING
from collective.schoolrecords.retention.due_facts import CARRIER
from collective.schoolrecords.retention.due_facts import COHORT
from collective.schoolrecords.retention.due_facts import day_of
from collective.schoolrecords.retention.due_facts import EXPIRED
from collective.schoolrecords.retention.due_facts import HOLDS
from collective.schoolrecords.retention.due_facts import PLACE
from collective.schoolrecords.retention.due_facts import Row
from collective.schoolrecords.retention.due_facts import STANDING_BY_SLOT
from collective.schoolrecords.retention.due_facts import STATE
from collective.schoolrecords.retention.due_facts import state_of
from collective.schoolrecords.retention.due_facts import STATUS
from collective.schoolrecords.retention.due_facts import status_when_ended
from collective.schoolrecords.retention.due_facts import STATUSES
from collective.schoolrecords.retention.due_facts import TERM
from collective.schoolrecords.retention.due_facts import UID
from collective.schoolrecords.retention.due_facts import unpacked
from collective.schoolrecords.retention.due_facts import YEAR
from itertools import islice
from typing import Any
from typing import NamedTuple


#: Columns that lie in the records' tuples; the day and the type are those of the group.
FACT_COLUMNS = {
    "cohort": COHORT,
    "year": YEAR,
    "place": PLACE,
    "carrier": CARRIER,
    "term": TERM,
    "holds": HOLDS,
}
GROUP_COLUMNS = ("day", "doc_type")
SORTS = (*GROUP_COLUMNS, *FACT_COLUMNS)
FILTERS = ("status", "doc_type", "due_year", "state", *FACT_COLUMNS)


class Part(NamedTuple):
    """A group that a question touches, and which of its rows are asked for."""

    slot: int
    doc_type: str
    group: Any
    #: The one status of all its rows; None when the day has come and each row has its own.
    status: str | None
    wanted: frozenset = EXPIRED

    def count(self):
        """How many rows are asked for, read from the tally."""
        rows, held, undecided = self.group.tally.counts
        if self.whole():
            return rows
        by_status = {ON_HOLD: held, NEEDS_DECISION: undecided, DUE: rows - held - undecided}
        return sum(by_status[status] for status in self.wanted)

    def whole(self):
        """True when every row of the group is asked for."""
        return self.status is not None or self.wanted == EXPIRED

    def kept(self):
        """Return the tuples of the rows asked for, in the order of their numbers."""
        values = self.group.facts.values()
        if self.whole():
            return values
        return (kept for kept in values if status_when_ended(kept) in self.wanted)

    def rows(self, keeps):
        """Return the lines for stored tuples."""
        status, day, doc_type = self.status, day_of(self.slot), self.doc_type
        return [
            Row(
                unpacked(kept[UID]),
                status or status_when_ended(kept),
                day,
                doc_type,
                *kept[COHORT:STATUS],
            )
            for kept in keeps
        ]


def checked(filters, sort, start, size):
    """Return the filters as sets; raise ValueError for what no list can answer."""
    if sort not in SORTS:
        raise ValueError(f"sort {sort!r} is none of {', '.join(SORTS)}")
    if start < 0 or size < 0:
        raise ValueError(f"page from {start} of {size} rows")
    sets = {}
    for name, wanted in filters.items():
        if name not in FILTERS:
            raise ValueError(f"filter {name!r} is none of {', '.join(FILTERS)}")
        many = isinstance(wanted, (set, frozenset, list, tuple))
        sets[name] = frozenset(wanted if many else (wanted,))
    unknown = sets.get("status", EXPIRED) - STATUSES
    if unknown:
        raise ValueError(f"status {sorted(map(str, unknown))} is none of {sorted(STATUSES)}")
    return sets


def parts_for(groups, today, filters):
    """Return the parts that can hold rows asked for, in order of slot and type.

    ``groups``: mapping (slot, doc_type) → group; ``today``: ordinal of the day asked about.
    """
    years = filters.get("due_year")
    # Whoever asks for a year to come means what will be due then.
    statuses = filters.get("status", EXPIRED if years is None else EXPIRED | {RUNNING})
    doc_types = filters.get("doc_type")
    found = []
    for (slot, doc_type), group in groups.items():
        if doc_types is not None and doc_type not in doc_types:
            continue
        if years is not None and (slot < 0 or day_of(slot).year not in years):
            continue
        status = RUNNING if slot > today else STANDING_BY_SLOT.get(slot)
        wanted = statuses & (EXPIRED if status is None else {status})
        if wanted:
            found.append(Part(slot, doc_type, group, status, wanted))
    return found


def tallies(groups, filters):
    """Yield (slot, doc_type, rows, held, undecided) of what passes the filters.

    Filters of the type and the year are those of groups: tallies alone answer them. Any other one
    is asked of each row; ``status`` is not asked, for the years to come have none yet.
    """
    tests = fact_tests(filters)
    everything = {**filters, "status": STATUSES}
    # From before all days: every group with a day counts as one to come, which has all its rows.
    for part in parts_for(groups, 0, everything):
        if not tests:
            yield (part.slot, part.doc_type, *part.group.tally.counts)
            continue
        keeps = _passing(part, tests)
        held = sum(1 for kept in keeps if kept[HOLDS])
        undecided = sum(1 for kept in keeps if not kept[HOLDS] and kept[STATUS] == NEEDS_DECISION)
        yield part.slot, part.doc_type, len(keeps), held, undecided


def fact_tests(filters):
    """Return the filters that are asked of each row, as (column, wanted values)."""
    columns = {**FACT_COLUMNS, "state": STATE}
    return [(columns[name], wanted) for name, wanted in filters.items() if name in columns]


def page(parts, filters, sort, start, size, descending):
    """Return (total, rows) of the page; rows that are equal in ``sort`` keep one order."""
    tests = fact_tests(filters)
    # Rows without a day stand behind all others, whichever way the days run.
    backwards = -1 if descending and sort == "day" else 1
    parts = sorted(parts, key=lambda part: (part.slot < 0, backwards * part.slot))
    if sort == "doc_type":
        parts.sort(key=lambda part: part.doc_type, reverse=descending)
    if sort in GROUP_COLUMNS:
        return _page_of_parts(parts, tests, start, size)
    return _page_by_value(parts, tests, FACT_COLUMNS[sort], start, size, descending)


def _page_of_parts(parts, tests, start, size):
    """Cut the page out of parts that stand in order; without tests most are not even opened."""
    total, rows = 0, []
    for part in parts:
        passing = _passing(part, tests) if tests else None
        here = part.count() if passing is None else len(passing)
        missing = size - len(rows)
        if missing and total + here > start:
            first = max(0, start - total)
            cut = islice(part.kept() if passing is None else passing, first, first + missing)
            rows += part.rows(cut)
        total += here
    return total, rows


def _page_by_value(parts, tests, column, start, size, descending):
    """Cut the page out of rows ordered by a fact.

    The columns hold few different values: rows are counted per value, only the values are sorted,
    and the rows of those that lie on the page are picked.
    """
    passing = [(part, _passing(part, tests)) for part in parts]
    amounts = Counter()
    for _part, keeps in passing:
        amounts.update([kept[column] for kept in keeps])
    values = sorted((value for value in amounts if value is not None), reverse=descending)
    rows, before = [], 0
    for value in (*values, None):
        here, missing = amounts[value], size - len(rows)
        if missing and before + here > start:
            first = max(0, start - before)
            rows += _rows_with(passing, column, value, first, missing)
        before += here
    return before, rows


def _rows_with(passing, column, value, first, size):
    """Return ``size`` lines from ``first`` on among those with one value in a column."""
    rows = []
    for part, keeps in passing:
        same = [kept for kept in keeps if kept[column] == value]
        rows += part.rows(same[first : first + size - len(rows)])
        first = max(0, first - len(same))
        if len(rows) == size:
            break
    return rows


def _passing(part, tests):
    """Return the tuples of a part that pass all tests, each (column, wanted values)."""
    passing = part.kept()
    for column, wanted in tests:
        if column == STATE:
            passing = [kept for kept in passing if state_of(kept) in wanted]
        else:
            passing = [kept for kept in passing if kept[column] in wanted]
    return passing if isinstance(passing, list) else list(passing)
