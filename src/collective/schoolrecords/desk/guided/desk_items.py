"""What of the year's work stands on the desk of the office: late notices, orders, works begun."""

from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.desk.desk_matters import item
from collective.schoolrecords.desk.guided.works_page import address_of
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.leaving import awaited


APPROVED = (
    _("desk_wait_work_approved", default="The order is approved: carry the work out"),
    _("desk_end_carry_out", default="to carry out"),
    "wait",
)
GONE = (
    _("desk_wait_work_gone", default="The order of the work was annulled: enter another one"),
    _("desk_end_enter_order", default="to enter"),
    "stop",
)


def notices_waiting(reader, pages, today, say):
    """Return the lines of the list "Waits for you" for whoever does the year's work.

    A work whose order lies with the director waits for him and stands on no line here.
    """
    url = pages.get("year_works")
    if url is None:
        return []
    works, found = awaited(today), []
    late = sum(state == rules.OVERDUE for _work, _due, state in works)
    if late:
        title = _("desk_wait_notice_late", default="Receiving schools have not told in time")
        found.append(item(late, title, url, _("desk_end_late", default="late"), "stop", say))
    waiting = storage.open_works(state=storage.WAITING)
    for word, (title, end, tone) in ((orders.APPROVED, APPROVED), (orders.GONE, GONE)):
        mine = [one for one in waiting if orders.word_on(one) == word]
        if mine:
            to = address_of(mine[0]) if len(mine) == 1 else url
            found.append(item(len(mine), title, to or url, end, tone, say))
    debts = sum(today > day for _uid, _year, day in storage.open_debts())
    if debts:
        title = _("desk_wait_debts_late", default="Academic debts whose time has run out")
        end = _("desk_end_late", default="late")
        found.append(item(debts, title, f"{url}#debts", end, "stop", say))
    begun = len(storage.open_works(state=storage.OPEN)) - late
    if begun:
        title = _("desk_wait_year_works", default="Admissions and leavings that are not done")
        found.append(item(begun, title, url, None, "past", say))
    return found
