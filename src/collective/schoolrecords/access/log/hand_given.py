"""Roles, accounts and groups given or taken by hand, past the orders of the school.

PAS tells nobody when a role changes, and there are many ways to change one: Plone's own pages, its
REST, the ZMI. So what stood before a writing request is compared with what it leaves behind.
"""

from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.access.log.notes import note
from collective.schoolrecords.access.turns import WRITING
from collective.schoolrecords.core.access_log import ROLES_CHANGED
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from plone.uuid.interfaces import IUUID
from zope.component.hooks import getSite


_BEFORE = "collective.schoolrecords.roles_before"
#: What Plone writes beside the roles that were meant.
_EVERYBODY = frozenset(("Anonymous", "Authenticated"))


def remember_roles(event):
    """Subscriber once the object is found and the turn is taken: keep who has which roles."""
    request = event.request
    if current() is None or request.method not in WRITING:
        return
    if ISchoolRecordsLayer.providedBy(request):
        request.environ[_BEFORE] = _roles()


def tell_roles(event):
    """Subscriber before the commit: an entry for each account and group whose roles are others."""
    before = event.request.environ.pop(_BEFORE, None)
    if before is None:
        return
    after = _roles()
    for principal in sorted(before.keys() | after.keys()):
        former, later = (set(one.get(principal, ())) - _EVERYBODY for one in (before, after))
        if former != later:
            given = [f"+{name}" for name in sorted(later - former)]
            taken = [f"-{name}" for name in sorted(former - later)]
            note(ROLES_CHANGED, name=" ".join(("roles", *given, *taken)), uid=principal)


def tell_sharing(event):
    """Subscriber: local roles on an object were changed."""
    note(ROLES_CHANGED, name="local roles", uid=IUUID(event.object, None) or "")


def tell_account(event):
    """Subscriber: an account was made."""
    note(ROLES_CHANGED, name="account made", uid=event.principal.getId() or "")


def tell_account_gone(event):
    """Subscriber: an account was deleted."""
    note(ROLES_CHANGED, name="account deleted", uid=str(event.principal))


def tell_group(event):
    """Subscriber: a group was made."""
    note(ROLES_CHANGED, name="group made", uid=str(event.principal))


def tell_group_gone(event):
    """Subscriber: a group was deleted, and with it the roles of its members."""
    note(ROLES_CHANGED, name="group deleted", uid=str(event.principal))


def _roles():
    """Return account or group → its own roles, as the site's user folder keeps them."""
    manager = getattr(getSite().acl_users, "portal_role_manager", None)
    return {} if manager is None else dict(manager._principal_roles.items())
