"""Checks that the regulation asks for in a rhythm, on the desk of whoever checks.

A check is noted by filing a report of it; a line leads to where that is done, or names who does it.
"""

from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.control_rhythm import lacking
from collective.schoolrecords.core.control_rhythm import period_before
from collective.schoolrecords.core.control_rhythm import WATCHED
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.navigation import REGISTER_IDS
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.case.indexers import lessons_until
from collective.schoolrecords.school.regulation import regulation_on
from collective.schoolrecords.school.storage import get_school
from datetime import date
from plone import api
from urllib.parse import urlencode


#: Offices that see reports of checks; what others check has no report here.
OFFICES = ("director", "deputy")
JOURNAL = "class_journal"
NOTED = (rules.CURRENT, rules.CLOSED, rules.ARCHIVED)
LATE = _("desk_end_late", default="late")
FILE = _("desk_checks_file", default="File and register the report of the check.")
ASK = _("desk_checks_ask", default="The deputy or the secretary files the report of the check.")


def checks_due(reader, today, say):
    """Return the lines of "Soon due": checks of journals that lack in this period."""
    regulation = regulation_on(reader.site, today)
    lines = []
    for control in watched(reader, regulation) if regulation is not None else ():
        lack = _lack(control, today)
        if lack is not None:
            lines.append(_line(reader, control, lack, say))
    return lines


def watched(reader, regulation):
    """Return the controls of a regulation that are counted for the reader's offices."""
    keys = {key for key in OFFICES if key in reader.keys}
    return [
        control
        for control in regulation.control.values()
        if control.per in WATCHED
        and keys & set(control.roles)
        and JOURNAL in (control.documents or ())
    ]


def _lack(control, today):
    since = period_before(control.per, today)[0]
    return lacking(control.times, control.per, _days(since), today, _lessons(today), _first_ever())


def _lessons(today):
    year, school = SchoolYear.of(today), get_school()
    dates = school.years.get(year.start) if school is not None else None
    first = dates.lessons_from if dates is not None else year.first_day
    return first, lessons_until(year.label)


def _reports(**query):
    catalog = api.portal.get_tool("portal_catalog")
    return catalog(
        portal_type="case_file",
        record_doc_type=kinds.CHECK_REPORT,
        review_state=list(NOTED),
        sort_on="record_dated_on",
        **query,
    )


def _days(since):
    found = _reports(record_dated_on={"query": since.isoformat(), "range": "min"})
    return [date.fromisoformat(brain.record_dated_on) for brain in found]


def _first_ever():
    found = _reports(sort_limit=1)[:1]
    return date.fromisoformat(found[0].record_dated_on) if found else None


def _line(reader, control, lack, say):
    title = _(
        "desk_wait_checks",
        default="${label}: noted ${done} of ${times}",
        mapping={"label": control.label, "done": lack.done, "times": lack.times},
    )
    day = {"day": day_text(lack.until)}
    until = _("desk_end_until", default="until ${day}", mapping=day)
    before = _(
        "desk_checks_before",
        default="Checks lacked in the period before as well; those of this one until ${day}.",
        mapping=day,
    )
    url = _filing(reader)
    words = [before] if lack.late else []
    sub = " ".join(say(one) for one in (*words, FILE if url else ASK))
    end, tone = (LATE, "stop") if lack.late else (until, "wait")
    return Values(title=title, url=url, sub=sub, end=end, tone=tone)


def _filing(reader):
    """Return the address of the form of a report, ``None`` for who files none."""
    if not kinds.may_file(kinds.CHECK_REPORT, api.user.get_current().getRoles()):
        return None
    form = f"{reader.site.absolute_url()}/{REGISTER_IDS['case_file']}/@@add-record"
    return f"{form}?{urlencode({'doc_type': kinds.CHECK_REPORT})}"
