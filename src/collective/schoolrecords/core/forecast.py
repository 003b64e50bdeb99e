"""The retention calendar: how many records fall due in which year, and how they stand today.

A year has what may go into an act from its 1 January on. What fell due earlier and is still there
stands before the first year asked about, so that the sum of a calendar is everything that is kept.
"""

from .terms import STATUSES
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field


@dataclass
class Falling:
    """Records whose term ends in one year (or span of years).

    ``on_hold``: a hold forbids their destruction today. ``undecided``: of the others, those on
    which the commission decides one by one (``core.terms.HUMAN_TERMS``).
    """

    rows: int = 0
    on_hold: int = 0
    undecided: int = 0

    @property
    def selectable(self) -> int:
        """What an act could take in that year if nothing changes; ``undecided`` among it."""
        return self.rows - self.on_hold

    @property
    def settled(self) -> int:
        """What of the selectable nobody has to decide on one by one."""
        return self.selectable - self.undecided

    def add(self, rows: int, on_hold: int, undecided: int) -> None:
        """Count a group of records."""
        self.rows += rows
        self.on_hold += on_hold
        self.undecided += undecided

    def as_dict(self) -> dict[str, int]:
        """The numbers by name, as those of ``core.due.Counts`` are called."""
        return {
            "rows": self.rows,
            "on_hold": self.on_hold,
            "needs_decision": self.undecided,
            "selectable": self.selectable,
        }


@dataclass
class Year:
    """One year of a calendar; ``types``: document type → ``Falling``."""

    year: int
    total: Falling = field(default_factory=Falling)
    types: dict[str, Falling] = field(default_factory=dict)

    def add(self, doc_type: str, *counts: int) -> None:
        """Count a group of records of one type."""
        self.total.add(*counts)
        self.types.setdefault(doc_type, Falling()).add(*counts)


@dataclass
class Calendar:
    """Years one after the other, each of them present, and what lies outside of them.

    ``earlier`` and ``later``: with a day before the first and after the last year. ``dayless``:
    status (never, open, error, waiting) → records that have no day.
    """

    years: list[Year]
    earlier: Falling = field(default_factory=Falling)
    later: Falling = field(default_factory=Falling)
    dayless: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Everything that is kept."""
        with_a_day = self.earlier.rows + self.later.rows + sum(y.total.rows for y in self.years)
        return with_a_day + sum(self.dayless.values())


def draw(groups: Iterable[tuple], first: int, last: int) -> Calendar:
    """Draw the calendar of the years ``first`` … ``last``.

    ``groups``: (year or a status without a day, document type, rows, on hold, undecided). Raises
    ValueError for a span that ends before it begins, and for an unknown status.
    """
    if last < first:
        raise ValueError(f"{first} … {last}")
    calendar = Calendar([Year(year) for year in range(first, last + 1)])
    for when, doc_type, *counts in groups:
        if isinstance(when, str) and when not in STATUSES:
            raise ValueError(when)
        if not counts[0]:
            # A group whose records have all left.
            continue
        if isinstance(when, str):
            calendar.dayless[when] = calendar.dayless.get(when, 0) + counts[0]
        elif when < first:
            calendar.earlier.add(*counts)
        elif when > last:
            calendar.later.add(*counts)
        else:
            calendar.years[when - first].add(doc_type, *counts)
    return calendar
