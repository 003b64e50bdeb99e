"""Appointments by order: who is given which office, and when it ends."""

from .events import record
from .people import STAFF
from .refusals import refuse_if
from .refusals import SchoolRefused
from .staff import known_person
from collective.schoolrecords.core.offices import Appointment
from collective.schoolrecords.core.offices import check_appointment
from collective.schoolrecords.core.offices import check_dismissal
from collective.schoolrecords.core.offices import held_on
from collective.schoolrecords.core.offices import holders
from collective.schoolrecords.core.preconditions import Reason
from dataclasses import replace
from uuid import uuid4


def appoint(school, person_id, role, *, start, order_number, order_date, end=None, **more):
    """Give a person an office by order. Returns the `Appointment`.

    `more`: order_uid, cohort_id, subject, acting_for, replaces (see `core.offices.Appointment`).
    Raises `SchoolRefused` with all reasons of `core.offices.check_appointment`.
    """
    known_person(school, person_id, STAFF)
    new = Appointment(uuid4().hex, person_id, role, start, end, order_number, order_date, **more)
    same = school.appointments_to(role, new.cohort_id)
    cohort = school.cohorts.get(new.cohort_id) if new.cohort_id else None
    refuse_if(check_appointment(new, same, cohort), school)
    school.put_appointment(new)
    record(
        school,
        "appointment",
        appointment_id=new.id,
        person_id=person_id,
        role=role,
        start=start,
        end=end,
        order_number=order_number,
        order_date=order_date,
        **more,
    )
    return new


def dismiss(school, appointment_id, last_day, *, order_number, order_date):
    """End an appointment on a day by order; the day before its first one makes it void.

    Raises `SchoolRefused` APPOINTMENT_UNKNOWN, ORDER_MISSING, ENDS_BEFORE_START, ENDS_LATER.
    """
    appointment = known_appointment(school, appointment_id)
    reasons = list(check_dismissal(appointment, last_day))
    if not order_number.strip():
        reasons.append(Reason("ORDER_MISSING", "order_number"))
    refuse_if(reasons, school)
    ended = replace(appointment, end=last_day)
    school.put_appointment(ended)
    record(
        school,
        "appointment_ended",
        appointment_id=appointment_id,
        end=last_day,
        order_number=order_number,
        order_date=order_date,
    )
    return ended


def known_appointment(school, appointment_id):
    """The appointment with an id. Raises `SchoolRefused` APPOINTMENT_UNKNOWN."""
    appointment = school.appointments.get(appointment_id)
    if appointment is None:
        raise SchoolRefused([Reason("APPOINTMENT_UNKNOWN", "appointment_id")])
    return appointment


def offices_of(school, person_id, day):
    """The appointments that give a person a role on a day.

    Costs as much as the person has appointments and replacements. A class teacher of a class
    that has ended holds nothing.
    """
    own = school.appointments_of(person_id)
    if not own:
        return ()
    found = held_on((*own, *school.replacements_of(person_id)), day)
    return tuple(
        one
        for one in found
        if one.person_id == person_id
        and (one.cohort_id is None or school.cohorts[one.cohort_id].lives_on(day))
    )


def holders_of(school, role, day, cohort_id=None, subject=None):
    """The appointments of those who hold an office on a day, the regular holder first."""
    return holders(school.appointments_to(role, cohort_id), role, day, cohort_id, subject)


def class_teacher(school, cohort_id, day):
    """The `Person` who answers for a class on a day (an acting one last), or None."""
    found = holders_of(school, "class_teacher", day, cohort_id)
    return school.people[found[0].person_id] if found else None
