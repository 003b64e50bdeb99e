"""A list of staff becomes people and their appointments, all by one order.

The person who loads it must be allowed to keep the school's lists, for an appointment gives
rights. Offices of the whole school ask for more, here as over REST: without the right to give them
the people are entered and these offices wait (OFFICE_WAITS) for somebody who has it, who loads the
same list once more or appoints one by one. Nor is an account linked to somebody who holds such an
office already (ACCOUNT_WAITS): whoever has the account would have the office.

A login is linked when the account exists; accounts are opened one by one, because each one's
password is shown once. Teachers of subjects are appointed per class and subject, which this list
does not tell.
"""

from collective.schoolrecords.core.names import name_sort_key
from collective.schoolrecords.core.offices import Appointment
from collective.schoolrecords.core.offices import check_appointment
from collective.schoolrecords.core.school import COHORT
from collective.schoolrecords.core.school import ROLE_PLACES
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.core.school import SITE
from collective.schoolrecords.exchange.filing import Filing
from collective.schoolrecords.exchange.filing import ImportKind
from collective.schoolrecords.exchange.filing import year_of
from collective.schoolrecords.exchange.journal import STAFF as STAFF_LIST
from collective.schoolrecords.exchange.staff import read_staff
from collective.schoolrecords.exchange.titles import titles_of
from collective.schoolrecords.messages import _
from collective.schoolrecords.school.appointments import appoint
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.refusals import SchoolRefused
from collective.schoolrecords.school.rights import kept_offices
from collective.schoolrecords.school.rights import may_give
from collective.schoolrecords.school.staff import add_person
from collective.schoolrecords.school.staff import link_account
from collective.schoolrecords.school.storage import get_school
from datetime import timedelta


MANAGE_SCHOOL = "collective.schoolrecords.ManageSchool"
SUMMER = timedelta(days=62)
SUBJECT_TEACHER = "subject_teacher"


class StaffFiling(Filing):
    """Files staff.

    Numbers: filed, already, appointments, waiting (offices that were not given for want of the
    right), cohorts, accounts, subject_teachers.
    """

    kind = STAFF_LIST

    def __init__(self, *args):
        super().__init__(*args)
        self.school = get_school(self.site)
        own = set(self.own.things("person")) if self.own is not None else set()
        self._known = {
            person.sort_key: person
            for person in self.school.people.values()
            if STAFF in person.kinds and person.id not in own
        }

    def take(self, number, row):
        """See :class:`Filing`."""
        name = name_sort_key(row.last_name, row.first_name, row.middle_name)
        person = self._known.get(name)
        if person is not None:
            self.sink.count("already")
            self.sink.warn("ALREADY_KNOWN", row)
        else:
            self.sink.count("filed")
            person = self._enter(row)
        if row.login:
            self._link(person, row)
        for role in row.roles:
            self._appoint(person, role, row)

    def _enter(self, row):
        if self.dry:
            return None
        person = add_person(
            self.school,
            row.last_name,
            row.first_name,
            row.middle_name,
            kinds=(STAFF,),
            position=row.position,
            subjects=row.subjects,
            association=row.method_group,
        )
        self.own.keep("person", person.id)
        return person

    def _link(self, person, row):
        user = self.site.acl_users.getUser(row.login)
        if user is None:
            self.sink.warn("NO_ACCOUNT", row, detail=row.login)
            return
        owner = self.school.person_of(user.getId())
        if owner is not None and (person is None or owner.id != person.id):
            self.sink.warn("ACCOUNT_TAKEN", row, detail=row.login)
            return
        if person is not None and person.user_id not in (None, user.getId()):
            self.sink.warn("OTHER_ACCOUNT", row, detail=row.login)
            return
        if person is not None and not self._may_link(person):
            self.sink.warn("ACCOUNT_WAITS", row, detail=row.login)
            return
        self.sink.count("accounts")
        if not self.dry:
            link_account(self.school, person.id, user.getId())

    def _may_link(self, person):
        """Whether the account is linked already, or this person may say whose it is."""
        if person.user_id is not None:
            return True
        return all(may_give(self.site, role) for role in kept_offices(self.school, person.id))

    def _appoint(self, person, role, row):
        place = ROLE_PLACES[role]
        if role == SUBJECT_TEACHER:
            self.sink.count("subject_teachers")
        elif place == SITE:
            self._one_appointment(person, role, None, row)
        elif place == COHORT:
            for label in row.classes:
                self._one_appointment(person, role, label, row)
        else:
            self.sink.warn("NOT_APPOINTED", row, detail=f"{role}: ROLE_OF_FAMILY")

    def _one_appointment(self, person, role, label, row):
        if not may_give(self.site, role):
            self._leave_waiting(person, role, row)
            return
        cohort_id = self.cohort_id(self.school, label) if label else None
        if self.dry:
            person_id = person.id if person is not None else f"new {row.sheet} {row.row}"
            codes = self._objections(person_id, role, cohort_id)
        else:
            codes = self._do_appoint(person, role, cohort_id)
        if codes:
            self.sink.warn("NOT_APPOINTED", row, detail=f"{role}: {', '.join(codes)}")
        else:
            self.sink.count("appointments")

    def _leave_waiting(self, person, role, row):
        """Tell of an office that this person may not give, unless the one in the row holds it."""
        start = self.parameters["start"]
        held = self.school.appointments_of(person.id) if person is not None else ()
        if any(one.role == role and not one.ended_before(max(start, one.start)) for one in held):
            self.sink.warn("NOT_APPOINTED", row, detail=f"{role}: ALREADY_HELD")
            return
        self.sink.count("waiting")
        self.sink.warn("OFFICE_WAITS", row, detail=role)

    def _do_appoint(self, person, role, cohort_id):
        try:
            made = appoint(self.school, person.id, role, cohort_id=cohort_id, **self._order())
        except SchoolRefused as refusal:
            return [reason.code for reason in refusal.core_reasons]
        self.own.keep("appointment", made.id)
        return []

    def _objections(self, person_id, role, cohort_id):
        """What the rules say against an appointment that a dry run does not make."""
        if cohort_id == "new":
            return []
        planned_id = f"new {len(self._planned)}"
        order = self._order()
        new = Appointment(planned_id, person_id, role, end=None, cohort_id=cohort_id, **order)
        cohort = self.school.cohorts.get(cohort_id) if cohort_id else None
        same = self.school.appointments_to(role, cohort_id)
        planned = [one for one in self._planned if one.office == new.office]
        reasons = check_appointment(new, (*same, *planned), cohort)
        if not reasons:
            self._planned.add(new)
        return [reason.code for reason in reasons]

    def _order(self):
        parameters = self.parameters
        return {
            "start": parameters["start"],
            "order_number": parameters["order_number"],
            "order_date": parameters["order_date"],
        }


class StaffImport(ImportKind):
    """See :class:`ImportKind`."""

    title = _("import_staff_title", default="Loading a list of staff")
    filing = StaffFiling
    also_needed = (MANAGE_SCHOOL,)

    def read(self, data, filename, parameters, site):
        """See :class:`ImportKind`."""
        return read_staff(data, filename)

    def completes(self, site, former):
        """Whether offices wait that the person may give."""
        return bool(former.numbers.get("waiting")) and may_give(site, "director")

    def defaults(self, reading, data, filename, parameters):
        """Appointments begin on the day of the order; the list or that day names the year."""
        start = parameters.get("start") or parameters["order_date"]
        year = parameters.get("year") or year_of(titles_of(data, filename))
        # Orders of July and August are for the school year that is about to begin.
        year = year or SchoolYear.of(start + SUMMER).start
        return {**parameters, "start": start, "year": year}
