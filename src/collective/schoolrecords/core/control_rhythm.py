"""How often something is to be checked, and whether it was: the rhythm of a regulation's controls.

1. A rhythm of so many times a day, week or month is watched while lessons run; weeks begin on
   Monday. Quarters and half-years have dates of their own, which the journal will know.
2. While checks of the running period lack they are due by its last day, or by the last day of
   lessons.
3. They are late when the period before lacked some as well. A school that has never noted a check
   is not blamed for the time before the first one.

Sources: S90-3.5 (twice a week), N1-2.7 (once a month), S20-3.1.9.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


DAY, WEEK, MONTH = "day", "week", "month"
WATCHED = (DAY, WEEK, MONTH)


@dataclass(frozen=True)
class Lack:
    """Checks that lack: ``done`` of ``times`` until ``until``; ``late``: the last period did too."""

    done: int
    times: int
    until: date
    late: bool = False


def period_of(per: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of the period that a day lies in."""
    if per == DAY:
        return day, day
    if per == WEEK:
        first = day - timedelta(days=day.weekday())
        return first, first + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def period_before(per: str, day: date) -> tuple[date, date]:
    """Return the first and the last day of the period before that of a day."""
    return period_of(per, period_of(per, day)[0] - timedelta(days=1))


def lacking(
    times: int | None,
    per: str | None,
    done: Iterable[date],
    today: date,
    lessons: tuple[date, date],
    begun: date | None,
) -> Lack | None:
    """Return the :class:`Lack` of checks on a day, ``None`` when none lacks or none is watched.

    ``done``: days of the checks of this period and the one before; ``lessons``: first and last day
    of lessons of the school year; ``begun``: day of the first check ever noted.
    """
    if not times or per not in WATCHED or not lessons[0] <= today <= lessons[1]:
        return None
    first, last = period_of(per, today)
    days = list(done)
    count = sum(first <= day <= last for day in days)
    if count >= times:
        return None
    before = period_before(per, today)
    watched = before[0] >= lessons[0] and begun is not None and begun <= before[1]
    late = watched and sum(before[0] <= day <= before[1] for day in days) < times
    return Lack(count, times, min(last, lessons[1]), late)
