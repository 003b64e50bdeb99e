"""What of the reader's own matters has a day that comes within two weeks, the nearest first.

A matter stands here beside its number under "Waits for you": there it is counted, here it has its
day. Whatever is late stands first.
"""

from collective.schoolrecords.desk.case_matters import nearest_days
from collective.schoolrecords.desk.desk_lists import SOON_DAYS
from collective.schoolrecords.desk.formats import day_text
from collective.schoolrecords.desk.loans import loan_days
from collective.schoolrecords.desk.protocols import familiarisation
from collective.schoolrecords.desk.values import Values
from collective.schoolrecords.messages import _
from collective.schoolrecords.messages import filled
from collective.schoolrecords.records.protocol.people import last_day_to_tell
from collective.schoolrecords.records.year_work.leaving import awaited
from collective.schoolrecords.records.year_work.leaving import file_of
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.signing.sheet_storage import sheet_of
from collective.schoolrecords.signing.sheets import waiting_for_me
from datetime import timedelta


#: So many lines at most: a desk is read at a glance, the rest is one press away.
MOST = 6
UNTIL = _("desk_end_until", default="until ${day}")
LATE = _("desk_familiarisation_late", default="overdue since ${day}")


def dated(reader, pages, today):
    """Return the lines of "Soon due" about the reader's own matters; ``pages`` may be opened."""
    last = today + timedelta(days=SOON_DAYS)
    found = [
        *_familiarisation(reader),
        *_notices(pages, today),
        *_documents(reader),
        *loan_days(reader),
        *nearest_days(reader, today, last),
    ]
    near = sorted((one for one in found if one[0] <= last), key=lambda one: one[0])
    return [_line(day, title, url, today) for day, title, url in near[:MOST]]


def _familiarisation(reader):
    """Results that pupils of the reader's class are to be told of."""
    if "class_teacher" not in reader.keys:
        return
    for brain in familiarisation.awaiting(reader):
        record = brain.getObject()
        day = last_day_to_tell(record)
        if day is not None:
            data = {"title": record.title}
            title = _("desk_soon_familiarise", default="To familiarise: ${title}", mapping=data)
            yield day, title, f"{record.absolute_url()}?missing=1#rows"


def _notices(pages, today):
    """Answers of schools that took a pupil, for whoever does the year's work."""
    url = pages.get("year_works")
    for work, day, _state in awaited(today) if url is not None else ():
        file = file_of(work)
        if file is not None:
            title = _(
                "desk_soon_notice",
                default="The receiving school is to answer: ${number}",
                mapping={"number": file.file_number},
            )
            yield day, title, f"{file.absolute_url()}/@@leaving"


def _documents(reader):
    """Documents that the reader has to get to know."""
    school = get_school()
    person = school.person_of(reader.id) if school is not None else None
    for record in waiting_for_me() if person is not None else ():
        day = sheet_of(record).listed()[person.id].until
        if day is not None:
            data = {"title": record.title}
            title = _("desk_soon_acknowledge", default="To read: ${title}", mapping=data)
            yield day, title, f"{record.absolute_url()}/@@acknowledge"


def _line(day, title, url, today):
    late = day < today
    message = LATE if late else UNTIL
    end = filled(message, {"day": day_text(day)})
    return Values(title=title, url=url, end=end, tone="stop" if late else "wait")
