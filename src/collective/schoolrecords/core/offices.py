"""Who holds an office on a day, and which appointments an order may make.

An appointment gives a role from its first day to its last, both inclusive. An acting person
(«исполняющий обязанности») holds the role within the dates of the order. The person on leave
keeps the role, unless the order says that the acting one replaces them: then their own
appointment sleeps on exactly the days of the other's.
"""

from .preconditions import Reason
from .school import CHILD
from .school import COHORT
from .school import Cohort
from .school import ROLE_PLACES
from .school import SINGLE_ROLES
from .school import SITE
from .school import VACANT
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta


@dataclass(frozen=True)
class Appointment:
    """One line of an order: this person, this office, these days.

    `cohort_id` is the class of a class teacher or a subject teacher, `subject` the subject of
    the latter. `acting_for` is the id of the person stood in for, `VACANT` when nobody holds
    the office, None for a regular appointment. `order_uid` points at the order when it is filed.
    """

    id: str
    person_id: str
    role: str
    start: date
    end: date | None
    order_number: str
    order_date: date
    order_uid: str | None = None
    cohort_id: str | None = None
    subject: str | None = None
    acting_for: str | None = None
    replaces: bool = False

    @property
    def office(self) -> tuple[str, str | None, str | None]:
        """What is held: the role and its scope."""
        return (self.role, self.cohort_id, self.subject)

    @property
    def acting(self) -> bool:
        return self.acting_for is not None

    def valid_on(self, day: date) -> bool:
        """Whether the day lies within the order's dates."""
        return self.start <= day and (self.end is None or day <= self.end)

    def ended_before(self, day: date) -> bool:
        """Whether the last day has passed."""
        return self.end is not None and self.end < day

    def overlaps(self, other: "Appointment") -> bool:
        """Whether there is a day on which both are valid."""
        first = max(self.start, other.start)
        return all(one.end is None or first <= one.end for one in (self, other))


def in_force(appointment: Appointment, others: Iterable[Appointment], day: date) -> bool:
    """Whether the appointment gives its role on a day.

    Not outside its dates, and not while another appointment to the same office, valid that day,
    says that it replaces this person. Only dates count here: somebody who replaces stays the
    reason even when a third person stands in for them in turn.
    """
    if not appointment.valid_on(day):
        return False
    return not any(
        other.replaces
        and other.acting_for == appointment.person_id
        and other.office == appointment.office
        and other.valid_on(day)
        for other in others
    )


def held_on(appointments: Iterable[Appointment], day: date) -> tuple[Appointment, ...]:
    """The appointments of a list that give their role on a day, in the order of the list.

    The list must hold every appointment to the offices in question: the own ones of a person,
    and those of persons who act for them.
    """
    appointments = tuple(appointments)
    return tuple(one for one in appointments if in_force(one, appointments, day))


def holders(
    appointments: Iterable[Appointment],
    role: str,
    day: date,
    cohort_id: str | None = None,
    subject: str | None = None,
) -> tuple[Appointment, ...]:
    """Who holds one office on a day: the regular holder first, then those who act."""
    office = (role, cohort_id, subject)
    found = [one for one in held_on(appointments, day) if one.office == office]
    return tuple(sorted(found, key=lambda one: (one.acting, one.start, one.id)))


def stands_alone(appointment: Appointment, others: Iterable[Appointment], day: date) -> bool:
    """Whether an appointment fills its office without leaning on somebody who has lost it.

    A regular one does, and who acts while the office is vacant. Who acts for a person does as long
    as an order gives this person the same office on the day, sleeping or not.
    """
    if appointment.acting_for in (None, VACANT):
        return True
    return any(
        one.person_id == appointment.acting_for
        and one.office == appointment.office
        and one.valid_on(day)
        for one in others
    )


def check_stood_in_for(
    person_id: str,
    own: Iterable[Appointment],
    day: date,
) -> tuple[Reason, ...]:
    """All reasons why somebody may not change the appointments of a person.

    `own` are the appointments of whoever wants to. STANDS_IN_FOR (data: person_id): on the day
    they act for this person. A right that is held for somebody does not reach this somebody.
    """
    if any(one.acting_for == person_id and one.valid_on(day) for one in own):
        return (Reason("STANDS_IN_FOR", None, {"person_id": person_id}),)
    return ()


def is_office_of_school(role: str) -> bool:
    """Whether a role is held in the whole school.

    Whoever may only keep the school's lists (a secretary) gives no such office and no new
    password to its holder: both would be a way to the director's own rights.
    """
    return ROLE_PLACES.get(role) == SITE


def check_appointment(
    new: Appointment,
    existing: Iterable[Appointment] = (),
    cohort: Cohort | None = None,
) -> tuple[Reason, ...]:
    """All reasons why an order may not make this appointment.

    UNKNOWN_ROLE, ROLE_OF_FAMILY (guardian and pupil are linked to a child, not appointed),
    COHORT_MISSING, COHORT_UNEXPECTED, COHORT_UNKNOWN, COHORT_NOT_LIVING, SUBJECT_MISSING,
    SUBJECT_UNEXPECTED, ORDER_MISSING, END_BEFORE_START, ACTING_FOR_SELF, REPLACES_NOBODY,
    ACTING_FOR_NO_HOLDER, ALREADY_HELD (by the same person on some of these days), OFFICE_TAKEN
    (an office of one person; data: person_id, start, end).

    `existing` are the other appointments of the school or at least those to the same office;
    `cohort` is the class that `new.cohort_id` names, None when there is no such class.
    """
    reasons = [*_check_scope(new, cohort), *_check_dates(new)]
    if not reasons:
        same = [one for one in existing if one.office == new.office and one.id != new.id]
        reasons.extend(_check_others(new, same))
    return tuple(reasons)


def check_dismissal(appointment: Appointment, last_day: date) -> tuple[Reason, ...]:
    """All reasons why an appointment cannot be made to end on a day.

    ENDS_BEFORE_START (the day before the first one is allowed: the order never took effect) and
    ENDS_LATER (an end is only brought forward; for more time there is a new order).
    """
    reasons = []
    if last_day < appointment.start - timedelta(days=1):
        reasons.append(Reason("ENDS_BEFORE_START", "end", {"start": appointment.start}))
    if appointment.end and last_day > appointment.end:
        reasons.append(Reason("ENDS_LATER", "end", {"end": appointment.end}))
    return tuple(reasons)


def _check_scope(new: Appointment, cohort: Cohort | None) -> Iterable[Reason]:
    place = ROLE_PLACES.get(new.role)
    if place is None:
        yield Reason("UNKNOWN_ROLE", "role", {"value": new.role})
        return
    if place == CHILD:
        yield Reason("ROLE_OF_FAMILY", "role", {"value": new.role})
        return
    if place == COHORT:
        yield from _check_cohort(new, cohort)
    elif new.cohort_id:
        yield Reason("COHORT_UNEXPECTED", "cohort_id")
    if new.role == "subject_teacher" and not new.subject:
        yield Reason("SUBJECT_MISSING", "subject")
    if new.role not in ("subject_teacher", "method_head") and new.subject:
        yield Reason("SUBJECT_UNEXPECTED", "subject")


def _check_cohort(new: Appointment, cohort: Cohort | None) -> Iterable[Reason]:
    if not new.cohort_id:
        yield Reason("COHORT_MISSING", "cohort_id")
    elif cohort is None:
        yield Reason("COHORT_UNKNOWN", "cohort_id", {"value": new.cohort_id})
    elif new.start > cohort.last_day or (new.end and new.end < cohort.first_day):
        data = {"since": cohort.first_day, "until": cohort.last_day}
        yield Reason("COHORT_NOT_LIVING", "start", data)


def _check_dates(new: Appointment) -> Iterable[Reason]:
    if not new.order_number.strip():
        yield Reason("ORDER_MISSING", "order_number")
    if new.end and new.end < new.start:
        yield Reason("END_BEFORE_START", "end", {"start": new.start, "end": new.end})
    if new.acting_for == new.person_id:
        yield Reason("ACTING_FOR_SELF", "acting_for")
    if new.replaces and new.acting_for in (None, VACANT):
        yield Reason("REPLACES_NOBODY", "replaces")


def _check_others(new: Appointment, same: list[Appointment]) -> Iterable[Reason]:
    meeting = [one for one in same if one.overlaps(new)]
    for one in meeting:
        if one.person_id == new.person_id:
            yield Reason("ALREADY_HELD", "person_id", {"start": one.start, "end": one.end})
    stood_in_for = [one for one in meeting if one.person_id == new.acting_for]
    if new.acting_for not in (None, VACANT) and not stood_in_for:
        yield Reason("ACTING_FOR_NO_HOLDER", "acting_for", {"person_id": new.acting_for})
    if new.role in SINGLE_ROLES and not new.acting:
        for one in meeting:
            if not one.acting and one.person_id != new.person_id:
                data = {"person_id": one.person_id, "start": one.start, "end": one.end}
                yield Reason("OFFICE_TAKEN", "role", data)
