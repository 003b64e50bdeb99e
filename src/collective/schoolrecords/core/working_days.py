"""Working days of a five-day week (ст. 111, 112 ТК РФ), for deadlines that are counted in them.

Saturdays, Sundays and the holidays that the code names are no working days. Transfers of days off,
which the government orders for each year, are not known here: a deadline may so fall a day or two
early, never late.
"""

from datetime import date
from datetime import timedelta


#: (month, day) of the holidays of ст. 112 ТК РФ.
HOLIDAYS = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)


def is_working_day(day: date) -> bool:
    """Whether a five-day week works on a day."""
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def after_working_days(day: date, count: int) -> date:
    """Return the last day of a term of ``count`` working days that begins after ``day``.

    ``count`` of nought or less gives the day itself.
    """
    for _number in range(max(count, 0)):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day
