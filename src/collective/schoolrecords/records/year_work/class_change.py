"""One pupil goes to another class in the middle of a year: the class, the order, the move.

The class decides who sees the file, so the pupil goes on the word of an order and not before it.
"""

from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.core import order_texts
from collective.schoolrecords.core.reasons import Reason
from collective.schoolrecords.records.personal_file.moves import move_to_class
from collective.schoolrecords.records.personal_file.moves import reasons_against
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.refusals import WorkRefused
from collective.schoolrecords.school.storage import get_school


def label_of(cohort_id):
    """Return what a class is called today; empty for none that the school knows."""
    school = get_school()
    cohort = school.cohorts.get(cohort_id) if school is not None else None
    return cohort.nearest_label(school_today()) if cohort is not None else ""


def enter_class(record, values, author):
    """Keep the class and the application; return the work, a new one when there is none."""
    found = list(reasons_against(record, values.get("cohort_id")))
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
    moving = reasons_against(record, work.values["cohort_id"])
    return (*orders.reasons_against(work, school_today()), *moving)


def carry_out(work, record):
    """Move the pupil, or draw up the order first; return whether the pupil is in the class now."""
    found = against(work, record)
    if found:
        raise WorkRefused(found)
    basis, cohort_id = orders.basis_of(work), work.values["cohort_id"]
    if basis is not None:
        move_to_class(record, cohort_id, str(basis))
        work.finish(moved=1)
        return True
    text = order_texts.class_change_text(
        record.full_name,
        label_of(record.cohort_id),
        label_of(cohort_id),
        work.values.get("application_on"),
    )
    people = [(record.full_name, record.UID())]
    orders.draw_up(work, order_texts.CLASS_CHANGE, text, people)
    work.state = storage.WAITING
    return False


def on_step(record, event):
    """Subscriber: who has left goes to no other class; the work is given up."""
    if event.step.target in life.FINISHED:
        work = storage.open_on_file(record.UID(), storage.CLASS_CHANGE)
        if work is not None:
            work.drop()
