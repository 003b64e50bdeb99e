"""One pupil goes to another class in the middle of a year: the class, the order, the move.

The class decides who sees the file, so the pupil goes on the word of an order and not before it:
on the day that the order names, which may be 1 September ahead.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import coming_year
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import order_texts
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.records.personal_file.moves import reasons_against
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.class_moves import move_on
from collective.schoolrecords.records.year_work.refusals import WorkRefused
from collective.schoolrecords.school.storage import get_school


def label_of(cohort_id, day=None):
    """Return what a class is called on a day, today's without one; empty for none that is known."""
    cohort = _cohort(cohort_id)
    return cohort.nearest_label(day or school_today()) if cohort is not None else ""


def day_of(values):
    """Return the day on which the pupil goes there, ``None`` while no known class is chosen."""
    cohort = _cohort(values.get("cohort_id"))
    if cohort is None:
        return None
    return coming_year.moves_on(values.get("since"), cohort, school_today())


def _cohort(cohort_id):
    school = get_school()
    return school.cohorts.get(cohort_id) if school is not None else None


def enter_class(record, values, author):
    """Keep the class and the application; return the work, a new one when there is none."""
    cohort, since = _cohort(values.get("cohort_id")), values.get("since")
    days = coming_year.check_moving_day(since, cohort, school_today()) if cohort else ()
    # A day that the class does not reach is told once, beside the day.
    found = list(days or reasons_against(record, values.get("cohort_id"), day_of(values)))
    asked_on = values.get("application_on")
    if asked_on is not None and asked_on > school_today():
        found.append(Reason("day_in_future", "application_on", {"day": asked_on}))
    if found:
        raise WorkRefused(found)
    work = storage.open_on_file(record.UID(), storage.CLASS_CHANGE)
    if work is None:
        work = storage.begin(storage.CLASS_CHANGE, author)
        work.files = (record.UID(),)
    work.keep(asked=True, label=record.full_name, **values)
    return work


def against(work, record):
    """Return all core reasons why the pupil cannot go there now."""
    moving = reasons_against(record, work.values["cohort_id"], day_of(work.values))
    return (*orders.reasons_against(work, school_today()), *moving)


def carry_out(work, record):
    """Move the pupil, or draw up the order first; return the day of the move, ``None`` before it."""
    found = against(work, record)
    if found:
        raise WorkRefused(found)
    basis, cohort_id = orders.basis_of(work), work.values["cohort_id"]
    if basis is not None:
        day = day_of(work.values)
        move_on(record, cohort_id, str(basis), day)
        work.finish(moved=1)
        return day
    text = order_texts.class_change_text(
        record.full_name,
        label_of(record.cohort_id),
        label_of(cohort_id, day_of(work.values)),
        work.values.get("application_on"),
        ahead if (ahead := day_of(work.values)) > school_today() else None,
    )
    people = [(record.full_name, record.UID())]
    orders.draw_up(work, order_texts.CLASS_CHANGE, text, people)
    work.state = storage.WAITING
    return None


def on_step(record, event):
    """Subscriber: who has left goes to no other class; the work is given up."""
    if event.step.target in life.FINISHED:
        work = storage.open_on_file(record.UID(), storage.CLASS_CHANGE)
        if work is not None:
            work.drop()
