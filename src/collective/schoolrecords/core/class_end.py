"""The end of a class before its time, and taking back one that was opened by mistake.

A class is closed when nobody is in it any more: pupils go to another class, or leave, by order. An
order whose day lies ahead is enough when it comes no later than the day after the last one of the
class. What a record, an office or an order that is under way has ever named stays for good.
"""

from .reasons import Reason
from .school import Cohort
from collections.abc import Iterable
from datetime import date
from datetime import timedelta


#: So many names are told; the rest is a number.
MOST_NAMES = 5


def stay_behind(pupils: Iterable[tuple[str, date | None]], last_day: date) -> tuple[str, ...]:
    """Return the names of who would still be in a class after its last day.

    ``pupils``: name and the day from which an order puts the pupil into another class, ``None``
    without one.
    """
    after = last_day + timedelta(days=1)
    return tuple(name for name, goes in pupils if goes is None or goes > after)


def check_end(
    cohort: Cohort, last_day: date, pupils: Iterable[tuple[str, date | None]]
) -> tuple[Reason, ...]:
    """Return the reason why a class does not end on a day: CLASS_FULL (data: n, names).

    ``pupils``: see :func:`stay_behind`. The planned end of a class needs nobody to have gone: its
    pupils graduate, or an order says what becomes of each.
    """
    if last_day >= cohort.last_day:
        return ()
    names = stay_behind(pupils, last_day)
    if not names:
        return ()
    told = ", ".join(names[:MOST_NAMES]) + (", …" if len(names) > MOST_NAMES else "")
    return (Reason("CLASS_FULL", "closed", {"n": len(names), "names": told}),)


def check_withdrawal(offices: int, records: int, works: int) -> tuple[Reason, ...]:
    """Return all reasons why a class is not taken back.

    ``offices``: appointments to it, ended ones too; ``records`` that name it or ever did; ``works``:
    orders under way. Codes: CLASS_TAUGHT, CLASS_NAMED, CLASS_ORDERED (data: n).
    """
    found = (
        Reason("CLASS_TAUGHT", "mistake", {"n": offices}),
        Reason("CLASS_NAMED", "mistake", {"n": records}),
        Reason("CLASS_ORDERED", "mistake", {"n": works}),
    )
    return tuple(one for one in found if one.data["n"])
