"""Who may give which office: one rule for REST, for pages and for lists that are loaded."""

from .refusals import SchoolForbidden
from AccessControl import getSecurityManager
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.offices import is_office_of_school
from collective.schoolrecords.core.preconditions import Reason


MANAGE_SCHOOL = "School Records: Manage School"
MANAGE_OFFICES = "School Records: Manage Offices"


def may_give(site, role):
    """Whether the current user may give the office ``role``, or take it, by order."""
    permission = MANAGE_OFFICES if is_office_of_school(role) else MANAGE_SCHOOL
    return bool(getSecurityManager().checkPermission(permission, site))


def check_may_give(site, roles):
    """Raise `SchoolForbidden` when a role is the school's and the current user may not give it."""
    if any(is_office_of_school(role) and not may_give(site, role) for role in roles):
        raise SchoolForbidden([Reason("OFFICE_OF_SCHOOL", "role")])


def kept_offices(school, person_id):
    """Return the roles of a person's appointments that have not ended, those to come included.

    Whoever issues a password to this person, or says which account is theirs, needs the right to
    give each of these offices.
    """
    today = school_today()
    given = school.appointments_of(person_id)
    return tuple(one.role for one in given if not one.ended_before(today))
