"""The school's production calendar: days off and days worked beside the law, entered by year.

The government moves days off each year; whoever manages the school enters them once. A year that
nobody has entered counts as the law names it (`core.working_days`).
"""

from .events import record
from .refusals import refuse_if
from .rest import SchoolService
from .storage import get_school
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.core.working_days import check_year
from collective.schoolrecords.core.working_days import FIRST_YEAR
from collective.schoolrecords.core.working_days import holidays_of
from collective.schoolrecords.core.working_days import LAST_YEAR
from collective.schoolrecords.core.working_days import LAW
from collective.schoolrecords.core.working_days import WorkCalendar
from zExceptions import NotFound


def work_calendar(school=None):
    """Return the core ``WorkCalendar`` of a school, of the site's own without one."""
    school = get_school() if school is None else school
    years = school.work_years if school is not None else {}
    if not years:
        return LAW
    free, worked = zip(*years.values(), strict=True)
    return WorkCalendar(frozenset().union(*free), frozenset().union(*worked))


def year_entered(school, year):
    """Return (days off, days worked) that were entered for a year, each in order."""
    free, worked = school.work_years.get(year, ((), ()))
    return tuple(free), tuple(worked)


def set_work_year(school, year, free, worked):
    """Keep a year of the calendar, in place of what was entered before.

    Raises `SchoolRefused` with all reasons of ``core.working_days.check_year``.
    """
    refuse_if(check_year(year, free, worked), school)
    days = tuple(sorted(set(free))), tuple(sorted(set(worked)))
    if days == year_entered(school, year):
        return
    school.put_work_year(year, *days)
    plain = {"free": list(map(str, days[0])), "worked": list(map(str, days[1]))}
    record(school, "work_calendar", year=year, **plain)


class WorkingDays(SchoolService):
    """What the methods of `@working-days` share."""

    endpoint = "@working-days"

    def year(self):
        """The year of the address, this one without; 404 for what is no year."""
        text = self.path[0] if self.path else str(school_today().year)
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise NotFound(text)
        return int(text)

    def serialize(self, year):
        """A year as JSON: the law's holidays and what the school has entered."""
        free, worked = year_entered(self.school, year)
        return {
            "@id": self.url(str(year)),
            "year": year,
            "entered": year in self.school.work_years,
            "holidays": [day.isoformat() for day in holidays_of(year)],
            "free": [day.isoformat() for day in free],
            "worked": [day.isoformat() for day in worked],
        }


class WorkingDaysGet(WorkingDays):
    """`GET @working-days/<year>`."""

    def reply(self):
        """Return the year's holidays, days off and days worked."""
        year = self.year()
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise NotFound(str(year))
        return self.serialize(year)


class WorkingDaysPatch(WorkingDays):
    """`PATCH @working-days/<year>` {free, worked}: what is not given stays."""

    def reply(self):
        """Return the year as it stands now."""
        year, body = self.year(), self.body()
        free, worked = year_entered(self.school, year)
        given = {name: self._days(body, name) for name in ("free", "worked") if body.given(name)}
        body.done(self.school)
        set_work_year(self.school, year, given.get("free", free), given.get("worked", worked))
        return self.serialize(year)

    @staticmethod
    def _days(body, name):
        found = []
        for text in body.texts(name):
            day = body.one_day(text)
            if day is None:
                body.reasons.append(Reason("VALUE", name, {"value": text[:80]}))
            else:
                found.append(day)
        return found
