"""Who may give which office: one rule for REST, for pages and for lists that are loaded.

A new school has nobody who could appoint its director. Whoever runs the site does that, and gives
no other office of the school; the right sleeps as long as somebody holds the director's office.
"""

from .refusals import SchoolForbidden
from .storage import get_school
from AccessControl import getSecurityManager
from AccessControl.PermissionRole import rolesForPermissionOn
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.offices import check_stood_in_for
from collective.schoolrecords.core.offices import held_on
from collective.schoolrecords.core.offices import is_office_of_school
from collective.schoolrecords.core.offices import stands_alone
from collective.schoolrecords.core.preconditions import Reason


MANAGE_SCHOOL = "School Records: Manage School"
MANAGE_OFFICES = "School Records: Manage Offices"
#: Those who run the site. They hold no office by having such a role.
ADMINISTRATORS = frozenset({"Manager", "Site Administrator"})
#: The office with which a school begins; its holder gives all others.
FIRST_OFFICE = "director"


def may_give(site, role):
    """Whether the current user may give the office ``role``, or take it, by order."""
    if not is_office_of_school(role):
        return _permitted(MANAGE_SCHOOL, site)
    if not _permitted(MANAGE_OFFICES, site):
        return False
    return not _only_administers(site) or (role == FIRST_OFFICE and begins(site))


def may_begin(site):
    """Whether the current user is the administrator of a school that has no director yet."""
    return _only_administers(site) and may_give(site, FIRST_OFFICE)


def begins(site):
    """Whether nobody holds the director's office today.

    Whoever acts for a director who has lost the office keeps it to the end of their days, but does
    not count here: the administrator may give the office back meanwhile.
    """
    school = get_school(site)
    if school is None:
        return True
    given, today = tuple(school.appointments_to(FIRST_OFFICE)), school_today()
    return not any(stands_alone(one, given, today) for one in held_on(given, today))


def may_issue(site, roles):
    """Whether the current user may issue credentials to a holder of these offices.

    The administrator always may: somebody must help a director who has lost the password.
    """
    needed = {MANAGE_OFFICES if is_office_of_school(role) else MANAGE_SCHOOL for role in roles}
    return all(_permitted(permission, site) for permission in needed)


def check_may_issue(site, roles):
    """Raise `SchoolForbidden` when the current user may issue no credentials, see `may_issue`."""
    if not may_issue(site, roles):
        raise SchoolForbidden([Reason("OFFICE_OF_SCHOOL", "role")])


def check_may_give(site, roles):
    """Raise `SchoolForbidden` when a role is the school's and the current user may not give it."""
    if any(is_office_of_school(role) and not may_give(site, role) for role in roles):
        raise SchoolForbidden([Reason("OFFICE_OF_SCHOOL", "role")])


def may_touch(school, person_id):
    """Whether the current user does not act for a person, whose appointments would change."""
    return not _stood_in_for(school, person_id)


def check_may_touch(school, person_ids):
    """Raise `SchoolForbidden` when the current user acts for one of these people today."""
    reasons = [reason for one in person_ids for reason in _stood_in_for(school, one)]
    if reasons:
        raise SchoolForbidden(reasons, school)


def _stood_in_for(school, person_id):
    person = school.person_of(getSecurityManager().getUser().getId())
    own = school.appointments_of(person.id) if person is not None else ()
    return check_stood_in_for(person_id, own, school_today())


def kept_offices(school, person_id):
    """Return the roles of a person's appointments that have not ended, those to come included.

    Whoever issues a password to this person, or says which account is theirs, needs the right to
    give each of these offices.
    """
    today = school_today()
    given = school.appointments_of(person_id)
    return tuple(one.role for one in given if not one.ended_before(today))


def _permitted(permission, site):
    return bool(getSecurityManager().checkPermission(permission, site))


def _only_administers(site):
    """Whether the right to give offices comes from running the site and from no office."""
    by_office = set(rolesForPermissionOn(MANAGE_OFFICES, site)) - ADMINISTRATORS
    return by_office.isdisjoint(getSecurityManager().getUser().getRolesInContext(site))
