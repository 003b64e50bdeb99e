"""Offices in words, and the addresses of what is done with them: for the pages of the school."""

from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.rights import may_give
from collective.schoolrecords.school.rights import may_touch
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.school.texts import say
from urllib.parse import urlencode


END = _("desk_office_end", default="end")
APPOINT = _("desk_office_appoint", default="appoint")


def office_title(school, one, day):
    """Return what an appointment gives: the role, its class or subject, and that it is acting."""
    words = [say(BY_KEY[one.role].title)]
    if one.cohort_id:
        words.append(school.cohorts[one.cohort_id].name_on(day))
    if one.subject:
        words.append(one.subject)
    text = ", ".join(words)
    return (
        say(_("desk_office_acting", default="acting: ${office}"), office=text)
        if one.acting
        else text
    )


def office_days(one):
    """Return the cells of an appointment's first and last day and of its order."""
    order = f"№ {one.order_number}"
    if one.order_date:
        order = f"{order}, {day_text(one.order_date)}"
    return [
        Values(text=day_text(one.start), css="sr-nowrap"),
        Values(text=day_text(one.end), css="sr-nowrap"),
        Values(text=order, css="sr-side"),
    ]


def end_cell(site, one):
    """Return the cell with the way to end an appointment, empty for who may not."""
    url = None
    if may_give(site, one.role) and may_touch(get_school(site), one.person_id):
        url = f"{site.absolute_url()}/@@end-appointment?appointment={one.id}"
    return Values(text=END if url else "", url=url, css="sr-nowrap")


def appoint_cell(site, role, cohort_id=None):
    """Return the cell with the way to appoint somebody, empty for who may not."""
    url = appoint_url(site, role=role, cohort_id=cohort_id) if may_give(site, role) else None
    return Values(text=APPOINT if url else "", url=url, css="sr-nowrap")


def appoint_url(site, **known):
    """Return the address of the form of appointing, filled with what is known."""
    query = urlencode({name: value for name, value in known.items() if value})
    return f"{site.absolute_url()}/@@appoint?{query}"


def person_url(site, person_id):
    """Return the address of the page of somebody who works here."""
    return f"{site.absolute_url()}/@@employee?id={person_id}"
