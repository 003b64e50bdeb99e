"""Movement of pupils (движение обучающихся): who came, changed the class and left in a period.

A pupil belongs to the school from the day of admission until the day before the day of leaving:
on the evening of the day of leaving the class is one pupil smaller. The counts of a class balance:
at the beginning + admitted + moved in - moved out - left = at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


@dataclass(frozen=True)
class Move:
    """A change of class on a day; ``None`` stands for no class."""

    day: date
    former: str | None
    new: str | None


@dataclass(frozen=True)
class Stay:
    """A pupil's time at the school; ``cohort`` is the class now or at the end.

    ``moves`` are oldest first. A pupil without a day of admission was always here.
    """

    admitted: date | None
    left: date | None
    cohort: str | None
    moves: tuple[Move, ...] = ()

    @property
    def first_cohort(self) -> str | None:
        """The class of admission."""
        return self.moves[0].former if self.moves else self.cohort

    def here_on(self, day: date) -> bool:
        """Whether the pupil belongs to the school on the evening of a day."""
        return (self.admitted is None or self.admitted <= day) and (
            self.left is None or day < self.left
        )

    def cohort_on(self, day: date) -> str | None:
        """The class on the evening of a day, whether or not the pupil was here."""
        found = self.first_cohort
        for move in self.moves:
            if move.day <= day:
                found = move.new
        return found


@dataclass
class Counts:
    """Numbers of one class in a period."""

    before: int = 0
    admitted: int = 0
    moved_in: int = 0
    moved_out: int = 0
    left: int = 0
    after: int = 0

    def add(self, other: "Counts") -> None:
        """Add another class's numbers."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def counts_of(stays: Iterable[Stay], first: date, last: date) -> dict[str | None, Counts]:
    """Return class → :class:`Counts` for the days ``first`` to ``last``, both included.

    A pupil who came and left inside the period is counted in both. Moves count while the pupil
    is at the school. A period that ends before it begins has no days: ``ValueError``.
    """
    if last < first:
        raise ValueError("the period ends before it begins")
    found: dict[str | None, Counts] = {}
    eve = first - timedelta(days=1)
    for stay in stays:
        _count(stay, first, last, eve, lambda cohort: found.setdefault(cohort, Counts()))
    return found


def _count(stay, first, last, eve, counts):
    if stay.admitted is not None and stay.left is not None and stay.left <= stay.admitted:
        # Left before the first evening: such a pupil is in no count of an evening.
        if first <= stay.admitted <= last and first <= stay.left <= last:
            counts(stay.cohort_on(stay.admitted)).admitted += 1
            counts(stay.cohort_on(stay.admitted)).left += 1
        return
    if stay.here_on(eve):
        counts(stay.cohort_on(eve)).before += 1
    if stay.admitted is not None and first <= stay.admitted <= last:
        counts(stay.cohort_on(stay.admitted)).admitted += 1
    for move in moves_within(stay, first, last):
        counts(move.former).moved_out += 1
        counts(move.new).moved_in += 1
    if stay.left is not None and first <= stay.left <= last:
        counts(stay.cohort_on(stay.left - timedelta(days=1))).left += 1
    if stay.here_on(last):
        counts(stay.cohort_on(last)).after += 1


def moves_within(stay: Stay, first: date, last: date) -> list[Move]:
    """Return the changes of class inside a period, while the pupil was at the school.

    What happens on the day of admission is part of it; a move on the day of leaving is none.
    """
    return [
        move
        for move in stay.moves
        if first <= move.day <= last
        and (stay.admitted is None or stay.admitted < move.day)
        and (stay.left is None or move.day < stay.left)
    ]
