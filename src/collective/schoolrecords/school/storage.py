"""Where the school is kept: one persistent object in an annotation of the site.

Values are frozen dataclasses in BTrees, replaced as a whole. Beside them stand the reverse maps
that make "which groups has this account today" cost as much as the person has offices and
children. Only :mod:`.facade` and its neighbours write here; nothing here checks a rule.
"""

from .interfaces import ISchool
from .people import STAFF
from BTrees.IOBTree import IOBTree
from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from persistent import Persistent
from plone.uuid.interfaces import IUUID
from types import MappingProxyType
from uuid import uuid4
from zope.annotation.interfaces import IAnnotations
from zope.component import adapter
from zope.component.hooks import getSite
from zope.interface import implementer


KEY = "collective.schoolrecords.school"


@implementer(ISchool)
class School(Persistent):
    """All of a school that is not a record. Holds a chain of events of its own.

    cohorts         cohort id -> core.school.Cohort
    people          person id -> Person
    appointments    appointment id -> core.offices.Appointment
    guardianships   uid of a child's file -> tuple of Guardianship
    pupils          uid of a child's file -> person id of the pupil
    years           first calendar year -> YearDates
    regulations     number from 1 -> RegulationVersion
    issues          number from 1 -> CredentialIssue
    issued_passwords  user ids whose password is still the one that was issued
    """

    #: Calendar year → (days off, days worked) beside the law; made with the first year entered.
    work_years = MappingProxyType({})
    #: User id → short name of the member of staff who had the account; made with the first one gone.
    former_users = MappingProxyType({})
    #: How often a pupil was put into a class, and a class ended early (`Length`); of an older site
    #: made with the first one.
    placed = None
    ended = None

    def __init__(self):
        self.uid = uuid4().hex
        self.cohorts = OOBTree()
        self.people = OOBTree()
        self.appointments = OOBTree()
        self.guardianships = OOBTree()
        self.pupils = OOBTree()
        self.placed = Length()
        self.ended = Length()
        self.years = IOBTree()
        self.regulations = IOBTree()
        self.issues = IOBTree()
        self.issued_passwords = OOTreeSet()
        # Reverse maps; each value is a tuple of ids.
        self._person_of_user = OOBTree()
        self._appointments_of = OOBTree()
        self._replacements_of = OOBTree()
        self._appointments_to = OOBTree()
        self._children_of_guardian = OOBTree()
        self._files_of_pupil = OOBTree()

    # Production calendar

    def put_work_year(self, year, free, worked):
        if not isinstance(self.work_years, IOBTree):
            self.work_years = IOBTree()
        self.work_years[year] = (free, worked)

    # People and accounts

    def put_person(self, person):
        former = self.people.get(person.id)
        if former is not None and former.user_id and former.user_id != person.user_id:
            self._part(former)
        if person.user_id:
            self._person_of_user[person.user_id] = person.id
        self.people[person.id] = person

    def drop_person(self, person_id):
        person = self.people.pop(person_id)
        if person.user_id:
            self._part(person)

    def person_of(self, user_id):
        """The `Person` behind an account, or None."""
        person_id = self._person_of_user.get(user_id)
        return None if person_id is None else self.people[person_id]

    def name_of_account(self, user_id):
        """Return the short name of who has or had an account, ``None`` for nobody of the school.

        What somebody did stays theirs when the account is gone. Families are not remembered.
        """
        person = self.person_of(user_id)
        return self.former_users.get(user_id) if person is None else person.short_name

    def _part(self, person):
        """Take the account from a person."""
        del self._person_of_user[person.user_id]
        if STAFF in person.kinds:
            if not isinstance(self.former_users, OOBTree):
                self.former_users = OOBTree()
            self.former_users[person.user_id] = person.short_name

    # Appointments

    def put_appointment(self, appointment):
        """Keep an appointment; who, what and for whom never change once it is kept."""
        if appointment.id not in self.appointments:
            _add(self._appointments_of, appointment.person_id, appointment.id)
            _add(self._appointments_to, _place(appointment), appointment.id)
            if appointment.replaces:
                _add(self._replacements_of, appointment.acting_for, appointment.id)
        self.appointments[appointment.id] = appointment

    def appointments_of(self, person_id):
        """All appointments of a person, oldest kept first."""
        return self._appointments(self._appointments_of, person_id)

    def replacements_of(self, person_id):
        """All appointments by which others replace a person."""
        return self._appointments(self._replacements_of, person_id)

    def appointments_to(self, role, cohort_id=None):
        """All appointments to a role, of one class where the role is a class's."""
        return self._appointments(self._appointments_to, (role, cohort_id or ""))

    def _appointments(self, index, key):
        return tuple(self.appointments[one] for one in index.get(key, ()))

    # Families

    def put_guardianships(self, child_uid, guardianships):
        former = {one.person_id for one in self.guardianships.get(child_uid, ())}
        present = {one.person_id for one in guardianships}
        for person_id in sorted(former - present):
            _remove(self._children_of_guardian, person_id, child_uid)
        for person_id in sorted(present - former):
            _add(self._children_of_guardian, person_id, child_uid)
        if guardianships:
            self.guardianships[child_uid] = tuple(guardianships)
        elif child_uid in self.guardianships:
            del self.guardianships[child_uid]

    def children_of(self, person_id):
        """Uids of the files of the children whose representative a person is or was."""
        return self._children_of_guardian.get(person_id, ())

    def put_pupil(self, child_uid, person_id):
        """Say who the pupil of a file is; `person_id` None takes the link away."""
        former = self.pupils.get(child_uid)
        if former is not None:
            _remove(self._files_of_pupil, former, child_uid)
            del self.pupils[child_uid]
        if person_id is not None:
            self.pupils[child_uid] = person_id
            _add(self._files_of_pupil, person_id, child_uid)

    def files_of(self, person_id):
        """Uids of a pupil's own files (two, if they left and came back)."""
        return self._files_of_pupil.get(person_id, ())


def _place(appointment):
    return (appointment.role, appointment.cohort_id or "")


def _add(index, key, value):
    index[key] = (*index.get(key, ()), value)


def _remove(index, key, value):
    left = tuple(one for one in index.get(key, ()) if one != value)
    if left:
        index[key] = left
    elif key in index:
        del index[key]


@implementer(IUUID)
@adapter(ISchool)
def school_uid(school):
    """The id that the ledger binds the school's chain to."""
    return school.uid


def get_school(site=None):
    """The `School` of a site (default: the one being served), or None before it is created.

    Never writes, so that a page view cannot.
    """
    annotations = IAnnotations(getSite() if site is None else site, None)
    return None if annotations is None else annotations.get(KEY)


def create_school(site):
    """Make the site's school if there is none; returns it."""
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = School()
    return annotations[KEY]
