"""One pupil leaves: the application, the order, the closed file, the hand-out, the notice."""

from Acquisition import aq_base
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import leaving as rules
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import order_texts
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.interfaces import IByHand
from collective.schoolrecords.messages import _
from collective.schoolrecords.records.case.pupils import leaving_ordered
from collective.schoolrecords.records.personal_file.interfaces import IPersonalFile
from collective.schoolrecords.records.portfolio.pupils import file_of as find_file
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import settings
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.refusals import WorkRefused
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.school.working_days import work_calendar
from dataclasses import dataclass
from datetime import date
from plone import api
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer


WAY_TITLES = {
    rules.TRANSFER: _("leaving_transfer", default="transfer to another school"),
    rules.FAMILY: _("leaving_family", default="by the wish of the parents"),
    rules.DISCIPLINE: _("leaving_discipline", default="expelled as a measure of discipline"),
    rules.OTHER: _("leaving_other", default="another reason"),
}


@dataclass(frozen=True)
class Notice:
    """What the receiving school told: its order and when the notice came."""

    received_on: date
    order_number: str
    order_date: date | None
    text: str


def start(record, author):
    """Return the open work on a file, or begin one; refused for a file that is not current."""
    known = storage.open_on_file(record.UID(), storage.LEAVING)
    if known is not None:
        return known
    if record.state != life.CURRENT:
        raise WorkRefused([Reason("leaving_of_current_file")])
    work = storage.begin(storage.LEAVING, author, {"left_on": school_today()})
    work.files = (record.UID(),)
    return work


def file_of(work):
    """Return the personal file of the work, ``None`` when the reader may not see it."""
    brains = api.portal.get_tool("portal_catalog")(UID=work.files[0])
    return brains[0].getObject() if brains else None


def reason_words(values):
    """Return why the pupil leaves, in Russian words for the file and the order."""
    way = values.get("way")
    if way == rules.OTHER:
        return values.get("words") or ""
    return translate(WAY_TITLES[way], target_language="ru", default=way)


def check_application(record, values):
    """Refuse an application as it was entered, with all reasons."""
    found = rules.check_application(values, record.admitted_on, school_today())
    if found:
        raise WorkRefused(found)


def enter_application(work, record, values):
    """Keep the application; refused with all reasons."""
    check_application(record, values)
    work.keep(asked=True, **values)


def check_order(work, values):
    """Refuse what was entered of the order of a work, with all reasons."""
    found = orders.check_choice(work, values, school_today())
    if found:
        raise WorkRefused(found)


def enter_order(work, values):
    """Keep which order it is; refused with all reasons."""
    check_order(work, values)
    work.keep(ordered=True, **values)


def details_of(work):
    """Return the details of the closing step, ``None`` while there is no approved order."""
    basis, values = orders.basis_of(work), work.values
    if basis is None:
        return None
    return {
        "left_on": values["left_on"],
        "leaving_reason": reason_words(values),
        "leaving_order_number": basis.number,
        "leaving_order_date": basis.day,
        **({"destination": values["destination"]} if values.get("destination") else {}),
    }


def reasons_against(work, record):
    """Return all core reasons why the file cannot be closed with what is known."""
    details = details_of(work)
    if details is None:
        # The order comes later: its number and day are the only things that may lack.
        details = {
            "left_on": work.values["left_on"],
            "leaving_reason": reason_words(work.values),
            "leaving_order_number": "-",
            "leaving_order_date": work.values["left_on"],
        }
    return steps.reasons(record, "close", details)


@implementer(IByHand)
@adapter(IPersonalFile)
class FileByHand:
    """The file of a pupil who studies is closed by the guided leaving or graduation alone."""

    def __init__(self, record):
        self.record = record

    def reasons(self, step_id, details):
        """See :class:`IByHand`."""
        record, school = self.record, get_school()
        cohort = school.cohorts.get(record.cohort_id) if school is not None else None
        studies = cohort is not None and cohort.lives_on(school_today())
        work = storage.open_on_file(record.UID(), storage.LEAVING)
        basis = orders.basis_of(work) if work is not None and work.values.get("ordered") else None
        order = (basis.number, basis.day) if basis is not None else None
        return rules.check_closing(step_id, studies, order, details)


def carry_out(work, record):
    """Close the file, or draw up the order first; return whether the file is closed now."""
    found = (*orders.reasons_against(work, school_today()), *reasons_against(work, record))
    if found:
        raise WorkRefused(found)
    details = details_of(work)
    if details is None:
        _draw_up(work, record)
        return False
    steps.perform(record, "close", details)
    work.keep(closed=True)
    return True


def _draw_up(work, record):
    values, school = work.values, get_school()
    cohort = school.cohorts.get(record.cohort_id) if school is not None else None
    label = cohort.nearest_label(school_today()) if cohort is not None else ""
    text = order_texts.leaving_text(
        record.full_name,
        label,
        values["left_on"],
        reason_words(values),
        values.get("application_on"),
    )
    orders.draw_up(work, order_texts.LEAVING, text, [(record.full_name, record.UID())])
    work.state = storage.WAITING


def place_of(work, record):
    """Return the step of the path that is to be done now."""
    values = work.values
    return rules.place_on_path(
        values.get("way"),
        asked=bool(values.get("asked")),
        ordered=bool(values.get("ordered")),
        closed=record.state in (life.CLOSED, life.ARCHIVED, life.HANDED_OUT),
        handed_out=record.state == life.HANDED_OUT,
        noticed=notice_of(record) is not None,
    )


def notice_of(record):
    """Return the :class:`Notice` of the receiving school, or ``None``."""
    return getattr(aq_base(record), "_leaving_notice", None)


def note_hand_out(work, record, given_on):
    """Begin to wait for the notice, or end the work where none is awaited."""
    if work.values.get("way") != rules.TRANSFER:
        work.finish(closed=1)
    elif not work.values.get("notice_due"):
        due = rules.notice_due(given_on, settings.notice_working_days(), work_calendar())
        work.keep(handed_out_on=given_on, notice_due=due)


def enter_notice(work, record, received_on, order_number="", order_date=None, text=""):
    """Keep what the receiving school told and end the work."""
    found = rules.check_notice(received_on, work.values.get("handed_out_on"), school_today())
    if found:
        raise WorkRefused(found)
    notice = Notice(received_on, order_number, order_date, text)
    aq_base(record)._leaving_notice = notice
    record_event(record, "notice_received", payload=vars(notice))
    work.finish(closed=1, notices=1)


def awaited(today):
    """Return (work, due, state) of every notice that is awaited, the oldest first."""
    found = []
    for work in storage.open_works(storage.LEAVING):
        due = work.values.get("notice_due")
        if due is not None:
            found.append((work, due, rules.notice_state(due, None, today)))
    return sorted(found, key=lambda one: one[1])


def on_order_step(order, event):
    """Subscriber: an order of leaving has force, or has none any more (S20-3.4.4)."""
    if event.step.target in orders.SPOKEN:
        day = order.dated_on or school_today()
    elif event.step.target == life.ANNULLED:
        day = None
    else:
        return
    for work in storage.open_works(storage.LEAVING):
        file = find_file(work.files[0]) if work.order == order.UID() else None
        if file is not None:
            leaving_ordered(file, day)


def on_step(record, event):
    """Subscriber: a file that is closed or handed out on whatever page brings its work on."""
    if event.step.target in life.FINISHED:
        storage.drop_debts(record.UID())
        storage.drop_move(record.UID())
    if event.step.id not in ("close", "hand_out"):
        return
    work = storage.open_on_file(record.UID(), storage.LEAVING)
    if work is None:
        return
    # It waits for no order any more.
    work.state = storage.OPEN
    if event.step.id == "hand_out":
        note_hand_out(work, record, event.details["handed_out_on"])
