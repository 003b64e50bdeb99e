"""Classes, people, accounts and appointments of the demo school."""

from .files import read_toml
from collective.schoolrecords.access.plugin import forget_groups
from collective.schoolrecords.core.school import LAST_GRADE
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.school.accounts import open_account
from collective.schoolrecords.school.appointments import appoint
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.cohorts import find_cohort
from collective.schoolrecords.school.families import link_guardian
from collective.schoolrecords.school.families import link_pupil
from collective.schoolrecords.school.people import GUARDIAN
from collective.schoolrecords.school.people import MOTHER
from collective.schoolrecords.school.people import PUPIL
from collective.schoolrecords.school.people import STAFF
from collective.schoolrecords.school.staff import add_person
from collective.schoolrecords.school.storage import get_school
from contextlib import contextmanager
from datetime import date
from plone import api


LETTERS = ("А", "Б")
BASIC_SCHOOL = 9
ORDER_NUMBER = "112"
_KINDS = {"guardian": GUARDIAN, "pupil": PUPIL}


@contextmanager
def acting(stage, login):
    """Act as an account of the demo, with the roles that its appointments give."""
    forget_groups()
    user = stage.site.acl_users.getUser(login)
    with api.env.adopt_user(user=user):
        yield


def fill_people(stage):
    """Classes 1А to 11Б, staff with appointments, a mother and a pupil; all with accounts."""
    school = get_school(stage.site)
    for grade in range(1, LAST_GRADE + 1):
        for letter in LETTERS:
            cohort_of(stage, f"{grade}{letter}", stage.year)
    data = read_toml("staff.toml")
    for one in data["people"]:
        person = add_person(
            school,
            *one["name"],
            kinds=(_KINDS.get(one["role"], STAFF),),
            position=one.get("position", ""),
        )
        account = open_account(school, person.id, one["login"])
        # The demo's password is public and the same for all; a real account keeps the drawn one.
        stage.site.acl_users.userSetPassword(account.user_id, data["password"])
        if one["role"] not in _KINDS:
            _appoint(stage, school, person, one)
    forget_groups()


def cohort_of(stage, label, year):
    """The class that carries a label in the school year beginning in `year`; made if new."""
    school = get_school(stage.site)
    first_day = SchoolYear(year).first_day
    cohort = find_cohort(school, label, first_day)
    if cohort is not None:
        return cohort
    grade, letter = int(label[:-1]), label[-1]
    if grade > BASIC_SCHOOL:
        first = BASIC_SCHOOL + 1
        return add_cohort(school, year=year - grade + first, grade=first, letter=letter)
    return add_cohort(
        school, year=year - grade + 1, grade=1, letter=letter, last_grade=BASIC_SCHOOL
    )


def class_of(stage, register, label):
    """Return the current files of a class of today, by name."""
    cohort_id = cohort_of(stage, label, stage.year).id
    found = [
        one
        for one in register.objectValues()
        if one.state == "current" and one.cohort_id == cohort_id
    ]
    return sorted(found, key=lambda one: one.sort_key())


def link_family(stage, record):
    """Make the demo's mother and pupil the family of a personal file."""
    school = get_school(stage.site)
    people = {one.kinds[0]: one for one in school.people.values()}
    link_guardian(school, record.UID(), people[GUARDIAN].id, MOTHER)
    link_pupil(school, record.UID(), people[PUPIL].id)
    forget_groups()


def _appoint(stage, school, person, one):
    more = {}
    if "class" in one:
        more["cohort_id"] = cohort_of(stage, one["class"], stage.year).id
    if "subject" in one:
        more["subject"] = one["subject"]
    appoint(
        school,
        person.id,
        one["role"],
        start=SchoolYear(stage.year).first_day,
        order_number=ORDER_NUMBER,
        order_date=date(stage.year, 8, 25),
        **more,
    )
