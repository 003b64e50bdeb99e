"""REST of the school: `@classes`, `@staff`, `@appointments`.

GET asks for "School Records: View School", POST and PATCH for "School Records: Manage School".
Offices of the school, and credentials of those who hold one, ask for "Manage Offices" as well.
"""

from . import accounts
from . import appointments
from . import cohorts
from . import staff
from .people import STAFF
from .rest import SchoolService
from .rights import check_may_give
from .rights import check_may_issue
from .rights import check_may_touch
from .rights import kept_offices
from .rights import MANAGE_SCHOOL
from .texts import role_title
from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.names import sort_key
from collective.schoolrecords.core.offices import in_force
from collective.schoolrecords.core.school import SchoolYear
from plone.restapi.serializer.converters import json_compatible
from zExceptions import NotFound


def _may(service, permission):
    return bool(getSecurityManager().checkPermission(permission, service.context))


def _order_of(body):
    """The number and the date of the order that a body rests on."""
    number = body.text("order_number", required=True)
    return {"order_number": number, "order_date": body.day("order_date", required=True)}


class ClassesService(SchoolService):
    """What the methods of `@classes` share."""

    endpoint = "@classes"

    def cohort(self):
        cohort = self.school.cohorts.get(self.path[0]) if self.path else None
        if cohort is None:
            raise NotFound("/".join(self.path))
        return cohort

    def serialize(self, cohort, day):
        """A class as it is called and led on a day."""
        teacher = appointments.class_teacher(self.school, cohort.id, day)
        return {
            "@id": self.url(cohort.id),
            "id": cohort.id,
            "label": cohort.nearest_label(day),
            "grade": cohort.grade_on(day),
            "letter": cohort.letter_on(day),
            "lives": cohort.lives_on(day),
            "first_day": cohort.first_day,
            "last_day": cohort.last_day,
            "last_grade": cohort.last_grade,
            "class_teacher": teacher and {"id": teacher.id, "name": teacher.full_name},
        }


class ClassesGet(ClassesService):
    """`GET @classes?on=&grade=&all=1` and `GET @classes/<id>`."""

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    def reply(self):
        day = self.query_day()
        if self.path:
            return json_compatible(self.serialize(self.cohort(), day))
        found = list(self.school.cohorts.values())
        if not self.request.form.get("all"):
            found = [one for one in found if one.lives_on(day)]
        grade = self.request.form.get("grade")
        if grade:
            found = [one for one in found if str(one.grade_on(day)) == grade]
        keys = {
            "label": lambda one: (one.grade_on(day) or 0, one.letter_on(day), one.id),
            "first_day": lambda one: (one.first_day, one.letter_on(day), one.id),
        }
        return self.page(found, keys, "label", lambda one: self.serialize(one, day))


class ClassesPost(ClassesService):
    """`POST @classes` {grade, letter, year?, last_grade?} opens a class."""

    max_path = 0

    def reply(self):
        body = self.body()
        year = body.school_year("year") or SchoolYear.of(school_today())
        values = {
            "grade": body.number("grade", required=True),
            "letter": body.text("letter"),
            "last_grade": body.number("last_grade", default=cohorts.LAST_GRADE),
        }
        body.done(self.school)
        cohort = cohorts.add_cohort(self.school, year=year.start, **values)
        return self.created(self.serialize(cohort, year.first_day))


class ClassesPatch(ClassesService):
    """`PATCH @classes/<id>` {letter, since} renames a class, {closed} ends it early."""

    def reply(self):
        cohort = self.cohort()
        body = self.body()
        letter, renames = body.text("letter"), body.given("letter")
        since = body.day("since", required=renames)
        closed = body.day("closed")
        body.done(self.school)
        if renames:
            cohorts.relabel_cohort(self.school, cohort.id, letter, since)
        if closed:
            cohorts.close_cohort(self.school, cohort.id, closed)
        return self.reply_no_content()


class StaffService(SchoolService):
    """What the methods of `@staff` share."""

    endpoint = "@staff"

    max_path = 2

    def person(self):
        person = self.school.people.get(self.path[0]) if self.path else None
        if person is None:
            raise NotFound("/".join(self.path))
        return person

    def serialize(self, person, day, whole=False):
        """A person; account and contacts only whole, and only for those who manage the school."""
        offices = appointments.offices_of(self.school, person.id, day)
        data = {
            "@id": self.url(person.id),
            "id": person.id,
            "name": person.full_name,
            "last_name": person.last_name,
            "first_name": person.first_name,
            "middle_name": person.middle_name,
            "kinds": person.kinds,
            "position": person.position,
            "subjects": person.subjects,
            "association": person.association,
            "offices": [
                {"role": one.role, "title": role_title(one.role), "cohort_id": one.cohort_id}
                for one in offices
            ],
        }
        if whole and _may(self, MANAGE_SCHOOL):
            data["user_id"] = person.user_id
            data["contacts"] = dict(person.contacts)
        return data


class StaffGet(StaffService):
    """`GET @staff?q=&role=&kind=&on=` and `GET @staff/<id>`.

    `kind` is "staff" unless the reader manages the school: families are not for every office.
    """

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    max_path = 1

    def reply(self):
        day = self.query_day()
        manages = _may(self, MANAGE_SCHOOL)
        if self.path:
            person = self.person()
            if STAFF not in person.kinds and not manages:
                raise NotFound(self.path[0])
            return json_compatible(self.serialize(person, day, whole=True))
        form = self.request.form
        kind = (form.get("kind") or STAFF) if manages else STAFF
        found = staff.people_of_kind(self.school, kind)
        words = sort_key(form.get("q") or "").split()
        found = [one for one in found if all(word in one.sort_key for word in words)]
        role = form.get("role")
        if role:
            found = [one for one in found if role in self._roles(one, day)]
        keys = {
            "name": lambda one: (one.sort_key, one.id),
            "position": lambda one: (sort_key(one.position), one.sort_key, one.id),
        }
        return self.page(found, keys, "name", lambda one: self.serialize(one, day))

    def _roles(self, person, day):
        return {one.role for one in appointments.offices_of(self.school, person.id, day)}


def _person_values(body):
    """The fields of a person that a body gives."""
    values = {}
    for name in ("last_name", "first_name", "middle_name", "position", "association"):
        if body.given(name):
            values[name] = body.text(name)
    for name in ("kinds", "subjects"):
        if body.given(name):
            values[name] = body.texts(name)
    if body.given("contacts"):
        values["contacts"] = body.pairs("contacts")
    return values


class StaffPost(StaffService):
    """`POST @staff` enters a person; `POST @staff/<id>/account|password` issues credentials.

    The answer to the latter holds the password, this once.
    """

    def reply(self):
        if not self.path:
            body = self.body()
            values = {"last_name": "", "first_name": "", **_person_values(body)}
            body.done(self.school)
            person = staff.add_person(self.school, **values)
            return self.created(self.serialize(person, school_today(), whole=True))
        person = self.person()
        check_may_issue(self.context, kept_offices(self.school, person.id))
        body = self.body()
        if self.path[1:] == ["account"]:
            login = body.text("login") or None
            body.done(self.school)
            issued = accounts.open_account(self.school, person.id, login)
        elif self.path[1:] == ["password"]:
            body.done(self.school)
            issued = accounts.reset_password(self.school, person.id)
        else:
            raise NotFound("/".join(self.path))
        self.request.response.setHeader("Cache-Control", "no-store")
        return {
            "@id": self.url(person.id),
            "login": issued.login,
            "password": issued.password,
        }


class StaffPatch(StaffService):
    """`PATCH @staff/<id>` changes fields of a person."""

    max_path = 1

    def reply(self):
        person = self.person()
        body = self.body()
        values = _person_values(body)
        body.done(self.school)
        staff.change_person(self.school, person.id, **values)
        return self.reply_no_content()


class AppointmentsService(SchoolService):
    """What the methods of `@appointments` share."""

    endpoint = "@appointments"

    def appointment(self):
        appointment = self.school.appointments.get(self.path[0]) if self.path else None
        if appointment is None:
            raise NotFound("/".join(self.path))
        return appointment

    def serialize(self, one, day):
        cohort = self.school.cohorts.get(one.cohort_id) if one.cohort_id else None
        return {
            "@id": self.url(one.id),
            "id": one.id,
            "person": {"id": one.person_id, "name": self._name(one)},
            "role": one.role,
            "title": role_title(one.role),
            "cohort": cohort and {"id": cohort.id, "label": cohort.nearest_label(day)},
            "subject": one.subject,
            "start": one.start,
            "end": one.end,
            "order_number": one.order_number,
            "order_date": one.order_date,
            "order_uid": one.order_uid,
            "acting_for": one.acting_for,
            "replaces": one.replaces,
            "in_force": self._in_force(one, day),
        }

    def _in_force(self, one, day):
        return in_force(one, self.school.replacements_of(one.person_id), day)

    def _name(self, one):
        return self.school.people[one.person_id].full_name


class AppointmentsGet(AppointmentsService):
    """`GET @appointments?role=&person=&cohort=&on=&all=1` and `GET @appointments/<id>`.

    Without `all` only those in force on the day.
    """

    # See collective.schoolrecords.access.sent.
    repeated_names = ()

    def reply(self):
        day = self.query_day()
        if self.path:
            return json_compatible(self.serialize(self.appointment(), day))
        form = self.request.form
        found = list(self.school.appointments.values())
        for parameter, name in (("role", "role"), ("person", "person_id"), ("cohort", "cohort_id")):
            wanted = form.get(parameter)
            if wanted:
                found = [one for one in found if getattr(one, name) == wanted]
        if not form.get("all"):
            found = [one for one in found if self._in_force(one, day)]
        keys = {
            "start": lambda one: (one.start, one.id),
            "order_date": lambda one: (one.order_date, one.id),
            "role": lambda one: (role_title(one.role), one.start, one.id),
            "name": lambda one: (self.school.people[one.person_id].sort_key, one.start, one.id),
        }
        return self.page(found, keys, "start", lambda one: self.serialize(one, day))


class AppointmentsPost(AppointmentsService):
    """`POST @appointments` {person, role, start, order_number, order_date, …}."""

    max_path = 0

    def reply(self):
        body = self.body()
        person_id = body.text("person", required=True)
        role = body.text("role", required=True)
        values = {
            "start": body.day("start", required=True),
            "end": body.day("end"),
            "cohort_id": body.text("cohort", default=None),
            "subject": body.text("subject", default=None),
            "acting_for": body.text("acting_for", default=None),
            "replaces": body.flag("replaces"),
            "order_uid": body.text("order_uid", default=None),
            **_order_of(body),
        }
        body.done(self.school)
        check_may_give(self.context, [role])
        if values["replaces"]:
            check_may_touch(self.school, [values["acting_for"]])
        made = appointments.appoint(self.school, person_id, role, **values)
        return self.created(self.serialize(made, school_today()))


class AppointmentsPatch(AppointmentsService):
    """`PATCH @appointments/<id>` {end, order_number, order_date} ends an appointment."""

    def reply(self):
        appointment = self.appointment()
        body = self.body()
        last_day = body.day("end", required=True)
        order = _order_of(body)
        body.done(self.school)
        check_may_give(self.context, [appointment.role])
        check_may_touch(self.school, [appointment.person_id])
        appointments.dismiss(self.school, appointment.id, last_day, **order)
        return self.reply_no_content()
