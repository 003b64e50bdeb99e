"""What the catalog knows of a case file by its kind: whose it is, and by when something waits."""

from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core.school import SchoolError
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.records.case.interfaces import ICaseFile
from collective.schoolrecords.school.storage import get_school
from datetime import date
from plone.indexer import indexer


#: Month and day on which lessons end where the school has not entered the dates of a year.
LESSONS_END = (5, 31)


@indexer(ICaseFile)
def record_pupils(record):
    """UID of the personal file that a case file belongs to, as one of a list."""
    return [record.pupil_file] if record.pupil_file else []


@indexer(ICaseFile)
def record_deadline(record):
    """The day by which something is to be done with the file, as ISO text."""
    day = deadline_of(record)
    return day.isoformat() if day is not None else None


@indexer(ICaseFile)
def record_dated_on(record):
    """Day of the check that a report tells of, as ISO text; no other case file has a day."""
    day = record.checked_on if record.doc_type == kinds.CHECK_REPORT else None
    return day.isoformat() if day else None


def deadline_of(record):
    """Return the day of :func:`core.case_kinds.deadline` for a record, ``None`` without one."""
    facts = {name: getattr(record, name, None) for name in _NAMES}
    facts["lessons_until"] = lessons_until(record.school_year)
    return kinds.deadline(record.doc_type, facts)


_NAMES = ("return_due_on", "mended_on", "mend_until")


def lessons_until(label):
    """Return the last day of lessons of a school year; ``None`` for what is no school year."""
    try:
        year = SchoolYear.parse(label)
    except SchoolError:
        return None
    school = get_school()
    dates = school.years.get(year.start) if school is not None else None
    return dates.lessons_until if dates is not None else date(year.start + 1, *LESSONS_END)
