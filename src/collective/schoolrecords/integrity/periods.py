"""The days that a question is about: a range, a school year, or what both have in common."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from datetime import datetime
from datetime import time
from datetime import timedelta


PERIOD = ("since", "until", "school_year")


def period_of(question):
    """Return (since, until) as moments, ``None`` for an open end; ``until`` is the first one after.

    ``question``: a ``school.paging.Question`` that knows :data:`PERIOD`. Days are the school's, both
    included. What cannot be read is a fault of the question.
    """
    since, until = question.day("since"), question.day("until")
    if None not in (since, until) and until < since:
        question.fault("until", until)
    days = [(since, until)]
    label = question.text("school_year")
    if label is not None:
        try:
            year = SchoolYear.parse(label)
            days.append((year.first_day, year.last_day))
        except SchoolError:
            question.fault("school_year", label)
    first = max((day for day, _last in days if day is not None), default=None)
    last = min((day for _first, day in days if day is not None), default=None)
    return _midnight(question, first, 0), _midnight(question, last, 1)


def within(moment, since, until):
    """Whether an aware moment lies in a period."""
    return (since is None or moment >= since) and (until is None or moment < until)


def _midnight(question, day, days):
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time(), school_timezone())
    except OverflowError:
        question.fault("until", day)
        return None
