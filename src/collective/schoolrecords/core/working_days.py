"""Working days of a five-day week (ст. 111, 112 ТК РФ), for deadlines that are counted in them.

1. Saturdays, Sundays and the holidays that the code names are no working days.
2. The government moves days off for each year (ст. 112 ТК РФ), and a region or the school's founder
   may give a day. Such days are entered by year: days off beside those of the law, and Saturdays,
   Sundays or holidays that are worked.
3. For a year that nobody has entered the law alone counts: a deadline may so fall a day or two
   early, never late.
"""

from .reasons import Reason
from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


#: (month, day) of the holidays of ст. 112 ТК РФ.
HOLIDAYS = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)
FIRST_YEAR, LAST_YEAR = 1992, 2199
#: Days that one year may be given, off or worked; more is a slip.
MOST_DAYS = 60
CODES = (
    "calendar_year",
    "calendar_other_year",
    "calendar_both",
    "calendar_free_already",
    "calendar_worked_already",
    "calendar_too_many",
)


@dataclass(frozen=True)
class WorkCalendar:
    """What is known beside the law: days off, and days that are worked all the same."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether a five-day week works on a day."""
        if day in self.worked or day in self.free:
            return day in self.worked
        return is_working_day(day)

    def after(self, day: date, count: int) -> date:
        """Return the last day of a term of ``count`` working days that begins after ``day``.

        ``count`` of nought or less gives the day itself.
        """
        for _number in range(max(count, 0)):
            day += timedelta(days=1)
            while not self.is_working_day(day):
                day += timedelta(days=1)
        return day


#: The law alone.
LAW = WorkCalendar()


def is_working_day(day: date) -> bool:
    """Whether the law alone makes a day one of work."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def after_working_days(day: date, count: int) -> date:
    """Return the last day of a term in working days of the law, see :meth:`WorkCalendar.after`."""
    return LAW.after(day, count)


def holidays_of(year: int) -> tuple[date, ...]:
    """Return the holidays that the law names for a year, in order."""
    return tuple(sorted(date(year, month, day) for month, day in HOLIDAYS))


def check_year(
    year: int | None, free: Collection[date], worked: Collection[date]
) -> tuple[Reason, ...]:
    """Return all reasons against what is entered for a year, see :data:`CODES`."""
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return (Reason("calendar_year", "year", {"first": FIRST_YEAR, "last": LAST_YEAR}),)
    both = set(free) & set(worked)
    return (
        *_check(year, "free", free, lambda day: not is_working_day(day), "calendar_free_already"),
        *_check(year, "worked", worked, is_working_day, "calendar_worked_already"),
        *(Reason("calendar_both", "worked", {"day": day}) for day in sorted(both)),
    )


def _check(year, field, days, idle, code) -> Iterable[Reason]:
    if len(days) > MOST_DAYS:
        yield Reason("calendar_too_many", field, {"most": MOST_DAYS})
        return
    for day in sorted(set(days)):
        if day.year != year:
            yield Reason("calendar_other_year", field, {"day": day, "year": year})
        elif idle(day):
            yield Reason(code, field, {"day": day})
