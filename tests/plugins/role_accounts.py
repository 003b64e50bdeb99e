"""Accounts that hold one role as in life, and their sessions over real HTTP."""

from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import ROLES
from collective.schoolrecords.school import families
from contextlib import contextmanager
from plone import api
from plone.restapi.testing import RelativeSession
from schoolrecords_town import PASSWORD

import transaction


#: Role → key of the school's roles; the stock roles have none.
SCHOOL_ROLES = {role.name: role.key for role in ROLES}
STOCK_ROLES = ("Manager", "Site Administrator", "Member", "Anonymous")
EVERY_ROLE = (*SCHOOL_ROLES, *STOCK_ROLES)
SOMEBODY = "somebody"


def give(town, role, file, user_id=SOMEBODY):
    """Make an account that holds one role as in life: office, class or family of ``file``."""
    key = SCHOOL_ROLES.get(role)
    place = BY_KEY[key].place if key else None
    if place == "site":
        town.holder(user_id, key)
    elif place == "cohort":
        subject = {"subject": "Физика"} if key == "subject_teacher" else {}
        town.holder(user_id, key, cohort_id=file.cohort_id, **subject)
    elif place == "child":
        person = town.person(user_id, kinds=(key,))
        if key == "guardian":
            families.link_guardian(town.school, file.UID(), person.id, "mother")
        else:
            families.link_pupil(town.school, file.UID(), person.id)
    else:
        town.person(user_id)
        if role != "Member":
            with api.env.adopt_roles(["Manager"]):
                api.user.grant_roles(username=user_id, roles=[role])


@contextmanager
def session(portal, user_id):
    """A session at the site as ``user_id``; nobody when it is None."""
    transaction.commit()
    http = RelativeSession(portal.absolute_url(), test=None)
    http.headers.update({"Accept": "application/json"})
    if user_id:
        http.auth = (user_id, PASSWORD)
    try:
        yield http
    finally:
        http.close()


def due_to(role, holders):
    """Whether an account with ``role`` is one of ``holders``."""
    return role in holders or ("Authenticated" in holders and role != "Anonymous")
