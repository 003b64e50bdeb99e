"""Legal representatives and pupils linked to a child's file by its uid."""

from .events import record
from .people import GUARDIAN
from .people import Guardianship
from .people import PUPIL
from .people import RELATIONS
from .refusals import refuse_if
from .refusals import SchoolRefused
from .staff import known_person
from collective.schoolrecords.core.preconditions import Reason
from dataclasses import replace


def link_guardian(school, child_uid, person_id, relation, *, since=None, until=None):
    """Make a person the legal representative of a child.

    Raises `SchoolRefused` PERSON_UNKNOWN, NOT_GUARDIAN, CHILD_MISSING, UNKNOWN_RELATION,
    END_BEFORE_START, ALREADY_LINKED.
    """
    known_person(school, person_id, GUARDIAN)
    present = school.guardianships.get(child_uid, ()) if child_uid else ()
    reasons = []
    if not child_uid:
        reasons.append(Reason("CHILD_MISSING", "child_uid"))
    if relation not in RELATIONS:
        reasons.append(Reason("UNKNOWN_RELATION", "relation", {"value": relation}))
    if since and until and until < since:
        reasons.append(Reason("END_BEFORE_START", "until"))
    if any(one.person_id == person_id and one.until is None for one in present):
        reasons.append(Reason("ALREADY_LINKED", "person_id"))
    refuse_if(reasons, school)
    new = Guardianship(person_id, relation, since, until)
    school.put_guardianships(child_uid, (*present, new))
    record(
        school,
        "guardianship",
        what="linked",
        child=child_uid,
        person_id=person_id,
        relation=relation,
        since=since,
        until=until,
    )
    return new


def unlink_family(school, child_uid):
    """Forget who belongs to a child's file, because the file is taken back or destroyed."""
    if child_uid in school.guardianships or child_uid in school.pupils:
        school.put_guardianships(child_uid, ())
        school.put_pupil(child_uid, None)
        record(school, "guardianship", what="withdrawn", child=child_uid)


def end_guardianship(school, child_uid, person_id, until):
    """End a person's rights on a child's file with a day (a court's decision, coming of age)."""
    present = school.guardianships.get(child_uid, ())
    open_links = [one for one in present if one.person_id == person_id and one.until is None]
    if not open_links:
        raise SchoolRefused([Reason("NOT_LINKED", "person_id")])
    ended = [replace(one, until=until) if one in open_links else one for one in present]
    school.put_guardianships(child_uid, ended)
    record(school, "guardianship", what="ended", child=child_uid, person_id=person_id, until=until)


def link_pupil(school, child_uid, person_id):
    """Say which person (with an account) is the pupil of a file."""
    known_person(school, person_id, PUPIL)
    if not child_uid:
        raise SchoolRefused([Reason("CHILD_MISSING", "child_uid")])
    if school.pupils.get(child_uid) not in (None, person_id):
        raise SchoolRefused([Reason("ALREADY_LINKED", "child_uid")])
    school.put_pupil(child_uid, person_id)
    record(school, "person", what="pupil_linked", person_id=person_id, child=child_uid)
