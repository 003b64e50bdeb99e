"""Orders of spring and summer that have force later: classes of the coming school year are formed ahead.

A school admits into grades 1 and 10 and spreads pupils over classes from June to August, by orders
that have force from 1 September. So the day from which a pupil is in a class may lie ahead, up to
the first day of the coming school year, and the class has to be there on that day.
"""

from .reasons import Reason
from .school import Cohort
from .school import SchoolYear
from datetime import date


def last_day_ahead(today: date) -> date:
    """Return the last day from which an order may put a pupil into a class: next 1 September."""
    return SchoolYear.of(today).next().first_day


def check_ahead(day: date | None, field: str, today: date) -> tuple[Reason, ...]:
    """Return the reason against a day that lies behind the coming 1 September: day_too_far."""
    last = last_day_ahead(today)
    if day is None or day <= last:
        return ()
    return (Reason("day_too_far", field, {"day": day, "last": last}),)


def check_class_on(cohort: Cohort, day: date | None, field: str) -> tuple[Reason, ...]:
    """Return the reason why a pupil is not in a class from a day on.

    Codes: class_begins_later (data: first), class_ended_before (data: last).
    """
    if day is not None and day < cohort.first_day:
        return (Reason("class_begins_later", field, {"first": cohort.first_day}),)
    if day is not None and day > cohort.last_day:
        return (Reason("class_ended_before", field, {"last": cohort.last_day}),)
    return ()


def not_too_far(name):
    """Return a rule: the day of this name, where it is known, is no later than 1 September ahead."""

    def rule(facts, details, today):
        day = facts.get(name)
        if isinstance(day, date):
            yield from check_ahead(day, name, today)

    return rule


def moves_on(since: date | None, cohort: Cohort, today: date) -> date:
    """Return the day on which a pupil goes to a class: as the order says, never before today.

    Without a day in the order at once; into a class that begins later on its first day.
    """
    return max(since or today, cohort.first_day, today)


def check_moving_day(since: date | None, cohort: Cohort, today: date) -> tuple[Reason, ...]:
    """Return all reasons against the day of a change of class as it is entered.

    Codes: day_past, day_too_far, class_begins_later, class_ended_before.
    """
    found = []
    if since is not None and since < today:
        found.append(Reason("day_past", "since", {"day": since}))
    found += check_ahead(since, "since", today)
    return (*found, *(check_class_on(cohort, since, "since") if not found else ()))
