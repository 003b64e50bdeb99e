"""What of the year's work stands on the desk of the office: notices that are late, works begun."""

from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.leaving import awaited


def notices_waiting(reader, pages, today, say):
    """Return the lines of the list "Waits for you" for whoever does the year's work."""
    url = pages.get("year_works")
    if url is None:
        return []
    works, found = awaited(today), []
    late = sum(state == rules.OVERDUE for _work, _due, state in works)
    if late:
        title = _("desk_wait_notice_late", default="Receiving schools have not told in time")
        found.append(item(late, title, url, _("desk_end_late", default="late"), "stop", say))
    begun = len(storage.open_works()) - late
    if begun:
        title = _("desk_wait_year_works", default="Admissions and leavings that are not done")
        found.append(item(begun, title, url, None, "past", say))
    return found
