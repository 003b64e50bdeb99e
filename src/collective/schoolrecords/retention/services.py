"""REST of the room: ``@due``, ``@retention-calendar`` and ``@file-plan``."""

from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.preconditions import Reason
from collective.schoolrecords.jobs.overview import describe
from collective.schoolrecords.jobs.storage import submit
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention import overview
from collective.schoolrecords.retention.calendar import calendar
from collective.schoolrecords.retention.calendar import calendar_rows
from collective.schoolrecords.retention.calendar import MOST_YEARS
from collective.schoolrecords.retention.calendar import YEARS
from collective.schoolrecords.retention.due_filters import due_filters
from collective.schoolrecords.retention.due_filters import NAMES
from collective.schoolrecords.retention.paging import page_of
from collective.schoolrecords.retention.paging import QueryRefused
from collective.schoolrecords.retention.paging import Question
from collective.schoolrecords.school.rest import SchoolService
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


#: Calendar years for which a file plan may be drawn.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class DueGet(SchoolService):
    """``GET @due?on=&doc_type=&cohort=&year=&due_year=&place=&term=&carrier=&status=``.

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
    """``GET @retention-calendar?from=&to=&doc_type=&cohort=&year=&place=&term=&carrier=``.

    A line per year; without records too, so that a chart has no holes.
    """

    endpoint = "@retention-calendar"
    max_path = 0
    names = ("doc_type", "cohort", "year", "place", "term", "carrier", "from", "to")
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


class FilePlanService(SchoolService):
    """What the methods of ``@file-plan`` share."""

    endpoint = "@file-plan"

    def year(self):
        """The year in the address; today's without one."""
        if not self.path:
            return school_today().year
        text = self.path[0]
        if not (text.isascii() and text.isdigit() and len(text) == 4):
            raise NotFound(text)
        return int(text)


class FilePlanGet(FilePlanService):
    """``GET @file-plan[/<year>]?doc_type=&unit=&term=&text=``: the items with their records."""

    names = ("doc_type", "unit", "term", "text")
    sorts = {
        "index": lambda row: row["index"],
        "title": lambda row: row["title"],
        "doc_type": lambda row: row["doc_type"],
        "term": lambda row: (row["term"]["text"], row["index"]),
        "records": lambda row: row["records"],
    }

    def reply(self):
        plan = file_plan.file_plan_of(self.context, self.year())
        if plan is None:
            raise NotFound("/".join(self.path) or self.endpoint)
        question = Question(self.request, self.names)
        wanted = {name: question.texts(name) for name in ("doc_type", "unit", "term")}
        text = question.text("text")
        sort, descending = question.sort(self.sorts, "index")
        start, size = question.page()
        question.done()
        counts = file_plan.records_per_item(plan)
        rows = [_item(one, counts[one.index]) for one in plan.items.values()]
        rows = [row for row in rows if _matches(row, wanted, text)]
        rows.sort(key=self.sorts[sort], reverse=descending)
        return page_of(
            self.request,
            len(rows),
            rows[start : start + size],
            year=plan.year,
            years=file_plan.plan_years(self.context),
            drawn_at=plan.drawn_at,
            regulation=f"{self.context.absolute_url()}/@regulation/{plan.regulation}",
            terms=[{"text": term, "items": n} for term, n in plan.term_totals().items()],
            records=sum(counts.values()),
        )


class FilePlanPost(FilePlanService):
    """``POST @file-plan/<year>``: draw the plan from the regulation; an existing one is kept."""

    def reply(self):
        body = self.body()
        body.done()
        if not self.path:
            raise NotFound(self.endpoint)
        year = self.year()
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise QueryRefused([Reason("VALUE", "year", {"value": year})])
        plan = file_plan.draft_from_regulation(self.context, year)
        if plan is None:
            raise NotFound("@regulation")
        return self.created(
            {"@id": self.url(str(year)), "year": year, "items_total": len(plan.items)}
        )


def _item(item, records):
    return {
        "index": item.index,
        "unit": item.index.partition("-")[0],
        "title": item.title,
        "doc_type": item.doc_type,
        "term": {**item.term, "text": item.term_text},
        "note": item.note,
        "records": records,
    }


def _matches(row, wanted, text):
    for name, values in wanted.items():
        value = row["term"]["text"] if name == "term" else row[name]
        if values is not None and value not in values:
            return False
    return text is None or text.casefold() in row["title"].casefold()
