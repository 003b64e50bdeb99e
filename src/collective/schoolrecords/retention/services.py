"""REST of the room: ``@due`` and ``@retention-calendar``."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import overview
from collective.schoolrecords.retention.calendar import calendar
from collective.schoolrecords.retention.calendar import calendar_rows
from collective.schoolrecords.retention.calendar import MOST_YEARS
from collective.schoolrecords.retention.calendar import YEARS
from collective.schoolrecords.retention.due_filters import due_filters
from collective.schoolrecords.retention.due_filters import NAMES
from collective.schoolrecords.school.paging import page_of
from collective.schoolrecords.school.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


class DueGet(SchoolService):
    """``GET @due?on=&doc_type=&cohort=&year=&due_year=&place=&term=&carrier=&status=&review_state=``.

    Counts by type are those of everything on the day, whatever the filters. Each row says what
    keeps it from an act, unless ``blockers=0`` asks for the bare list.
    """

    endpoint = "@due"
    max_path = 0
    names = (*NAMES, "on", "blockers")

    def reply(self):
        question = Question(self.request, self.names)
        on = question.day("on") or school_today()
        filters = due_filters(question)
        sort, descending = question.sort(overview.SORT_KEYS, "day")
        start, size = question.page()
        blockers = question.text("blockers", ("0", "1")) != "0"
        question.done()
        total, rows = overview.due_page(
            self.request, filters, on, sort, start, size, descending, blockers
        )
        everything, by_type = overview.due_counts(on)
        return page_of(
            self.request,
            total,
            rows,
            on=on,
            stale=due.is_stale(self.context),
            counts=everything.as_dict(),
            types=[
                {"id": name, "title": label, **counts.as_dict()} for name, label, counts in by_type
            ],
        )


class CalendarGet(SchoolService):
    """``GET @retention-calendar?from=&to=&doc_type=&cohort=&year=&place=&term=&carrier=&review_state=``.

    A line per year; without records too, so that a chart has no holes.
    """

    endpoint = "@retention-calendar"
    max_path = 0
    names = (
        "doc_type",
        "cohort",
        "year",
        "place",
        "term",
        "carrier",
        "review_state",
        "from",
        "to",
    )
    sorts = ("year", "rows", "on_hold", "needs_decision", "selectable")

    def reply(self):
        question = Question(self.request, self.names)
        filters = due_filters(question)
        first, last = (self._year(question, name) for name in ("from", "to"))
        first = school_today().year if first is None else first
        last = first + YEARS - 1 if last is None else last
        if not 0 <= last - first < MOST_YEARS:
            question.fault("to", last)
        sort, descending = question.sort(self.sorts, "year")
        start, size = question.page()
        question.done()
        found = calendar(self.context, filters, first, last)
        rows = calendar_rows(self.context, found)
        rows.sort(key=lambda row: row[sort], reverse=descending)
        return page_of(
            self.request,
            len(rows),
            rows[start : start + size],
            on=school_today(),
            stale=due.is_stale(self.context),
            earlier=found.earlier.as_dict(),
            later=found.later.as_dict(),
            without_day=found.dayless,
            records=found.total,
        )

    def _year(self, question, name):
        years = question.years(name)
        if years is not None and len(years) > 1:
            question.fault(name, ", ".join(map(str, sorted(years))))
        return None if years is None else min(years)


class DueRebuild(SchoolService):
    """``POST @due/rebuild``: count the list anew as a job; answers 202 with the job."""

    endpoint = "@due"

    def reply(self):
        body = self.body()
        body.done()
        if self.path != ["rebuild"]:
            raise NotFound("/".join(self.path) or self.endpoint)
        user = getSecurityManager().getUser().getId()
        job = submit(self.context, "due-rebuild", started_by=user)
        self.request.response.setStatus(202)
        return json_compatible(describe(self.context, job, self.request))
