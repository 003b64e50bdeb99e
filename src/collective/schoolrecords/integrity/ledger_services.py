"""REST: ``@ledger``, what happened to all records of the archive. Entries only, never a payload."""

from collective.schoolrecords.access.clock import school_timezone
from collective.schoolrecords.core.chain import EVENTS
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.integrity import ledger_entries
from collective.schoolrecords.integrity.ledger_entries import Wanted
from collective.schoolrecords.integrity.lines import asks_lines
from collective.schoolrecords.integrity.lines import FORMAT
from collective.schoolrecords.integrity.lines import LinesService
from collective.schoolrecords.integrity.lines import send_lines
from collective.schoolrecords.school.paging import Question
from datetime import datetime
from datetime import time
from datetime import timedelta
from plone.restapi.serializer.converters import json_compatible
from urllib.parse import urlencode


FROM = "from"
FILTERS = ("since", "until", "school_year", "actor", "event", "type")


class LedgerGet(LinesService):
    """``GET @ledger?since=&until=&school_year=&actor=&event=&type=&from=&b_size=&format=``."""

    def reply(self):
        """Return a page of entries and where the next one begins, or all of them as lines."""
        question = Question(self.request, (*FILTERS, FROM, FORMAT))
        wanted = read_wanted(question)
        start = _place(self.context, question)
        _start, size = question.page()
        as_lines = asks_lines(question)
        question.done()
        if as_lines:
            database = self.context._p_jar.db()
            path = self.context.getPhysicalPath()[1:]
            return send_lines(self.request, ledger_entries.stream(database, path, wanted))
        rows, following = ledger_entries.page(self.context, wanted, start, size)
        url = f"{self.context.absolute_url()}/@ledger"
        answer = {"@id": url, "items": rows, "next": None}
        if following is not None:
            kept = {name: self.request.form[name] for name in FILTERS if name in self.request.form}
            query = urlencode(
                {**kept, FROM: f"{following.uid}.{following.entry}", "b_size": size}, doseq=True
            )
            answer["next"] = f"{url}?{query}"
        return json_compatible(answer)


def read_wanted(question):
    """Return the :class:`Wanted`; days are the school's, both included, a year is a school year."""
    days = [(question.day("since"), question.day("until"))]
    label = question.text("school_year")
    if label is not None:
        try:
            year = SchoolYear.parse(label)
            days.append((year.first_day, year.last_day))
        except SchoolError:
            question.fault("school_year", label)
    first = max((day for day, _last in days if day is not None), default=None)
    last = min((day for _first, day in days if day is not None), default=None)
    return Wanted(
        since=_midnight(question, first, 0),
        until=_midnight(question, last, 1),
        actors=question.texts("actor") or frozenset(),
        events=question.texts("event", EVENTS) or frozenset(),
        types=question.texts("type") or frozenset(),
    )


def _midnight(question, day, days):
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time(), school_timezone())
    except OverflowError:
        question.fault("until", day)
        return None


def _place(site, question):
    text = question.text(FROM)
    if text is None:
        return None
    try:
        return ledger_entries.place_of(site, text)
    except ValueError:
        question.fault(FROM, text)
        return None
