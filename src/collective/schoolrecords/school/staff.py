"""Entering people, and linking them to accounts."""

from .events import record
from .people import CONTACTS
from .people import KINDS
from .people import Person
from .people import STAFF
from .refusals import refuse_if
from .refusals import SchoolRefused
from collective.schoolrecords.core.preconditions import Reason
from dataclasses import fields
from dataclasses import replace
from uuid import uuid4


CHANGEABLE = tuple(one.name for one in fields(Person) if one.name not in ("id", "user_id"))


def add_person(school, last_name, first_name, middle_name="", *, kinds=(STAFF,), **more):
    """Enter a person; `more` are further fields of `Person`. Returns the `Person`.

    Raises `SchoolRefused` NAME_MISSING, UNKNOWN_KIND, UNKNOWN_CONTACT.
    """
    person = Person(uuid4().hex, last_name, first_name, middle_name, tuple(kinds), **more)
    refuse_if(_check(person), school)
    school.put_person(person)
    record(school, "person", what="entered", person_id=person.id, kinds=list(person.kinds))
    return person


def change_person(school, person_id, **changes):
    """Change fields of a person (`CHANGEABLE`). The chain keeps which fields, not the values."""
    person = known_person(school, person_id)
    unknown = sorted(set(changes) - set(CHANGEABLE))
    refuse_if((Reason("UNKNOWN_FIELD", name) for name in unknown), school)
    changed = replace(person, **changes)
    refuse_if(_check(changed), school)
    names = [name for name in CHANGEABLE if getattr(changed, name) != getattr(person, name)]
    if names:
        school.put_person(changed)
        record(school, "person", what="changed", person_id=person_id, fields=names)
    return changed


def forget_person(school, person_id):
    """Remove somebody who holds and held nothing here. Raises `SchoolRefused` PERSON_IN_USE."""
    person = known_person(school, person_id)
    used = (
        person.user_id
        or school.appointments_of(person_id)
        or school.children_of(person_id)
        or school.files_of(person_id)
    )
    refuse_if([Reason("PERSON_IN_USE", "person_id")] if used else (), school)
    school.drop_person(person_id)
    record(school, "person", what="removed", person_id=person_id)


def link_account(school, person_id, user_id):
    """Say which account is a person's; None takes it away. One account, one person.

    Raises `SchoolRefused` ACCOUNT_TAKEN.
    """
    person = known_person(school, person_id)
    owner = school.person_of(user_id) if user_id else None
    if owner is not None and owner.id != person_id:
        raise SchoolRefused([Reason("ACCOUNT_TAKEN", "user_id")], school)
    changed = replace(person, user_id=user_id or None)
    if changed != person:
        school.put_person(changed)
        what = "linked" if changed.user_id else "taken_away"
        record(school, "account", what=what, person_id=person_id, user_id=user_id or person.user_id)
    return changed


def known_person(school, person_id, kind=None):
    """The person with an id. Raises `SchoolRefused` PERSON_UNKNOWN or NOT_STAFF and its like."""
    person = school.people.get(person_id) if isinstance(person_id, str) else None
    if person is None:
        raise SchoolRefused([Reason("PERSON_UNKNOWN", "person_id", {"value": person_id})])
    if kind is not None and kind not in person.kinds:
        raise SchoolRefused([Reason(f"NOT_{kind.upper()}", "person_id")])
    return person


def people_of_kind(school, kind=None):
    """People in the order of the Russian alphabet, all or of one kind."""
    found = [one for one in school.people.values() if kind is None or kind in one.kinds]
    return sorted(found, key=lambda one: (one.sort_key, one.id))


def _check(person):
    if not (person.last_name.strip() and person.first_name.strip()):
        yield Reason("NAME_MISSING", "last_name")
    for kind in person.kinds:
        if kind not in KINDS:
            yield Reason("UNKNOWN_KIND", "kinds", {"value": kind})
    for name, _text in person.contacts:
        if name not in CONTACTS:
            yield Reason("UNKNOWN_CONTACT", "contacts", {"value": name})
