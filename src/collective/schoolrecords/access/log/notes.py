"""Events that are no request: log-ins, log-outs, offices and groups given or taken."""

from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.access.log.requests import address_of
from collective.schoolrecords.access.log.requests import site_id
from collective.schoolrecords.access.log.requests import who
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from plone.rest.interfaces import IAPIRequest
from zope.globalrequest import getRequest

import transaction


def note(event, **values):
    """Put an entry of the current user into the log once the transaction is committed.

    ``values``: fields of :class:`Entry` besides those that the moment and the request tell.
    """
    request = getRequest()
    if current() is None or not ISchoolRecordsLayer.providedBy(request):
        return
    actor, roles = who()
    told = {
        "actor": actor,
        "roles": roles,
        "address": address_of(request),
        "how": rules.REST if IAPIRequest.providedBy(request) else rules.PAGE,
    }
    entry = Entry(at=now(), event=event, **{**told, **values})
    transaction.get().addAfterCommitHook(_put, (site_id(), entry))


def note_login(event):
    """Subscriber: somebody logged in; the security manager still has the one before."""
    _note_person(rules.LOGIN, event)


def note_logout(event):
    """Subscriber: somebody logged out."""
    _note_person(rules.LOGOUT, event)


def note_membership(event):
    """Subscriber: somebody was put into a group, or taken out of it."""
    note(rules.ROLES_CHANGED, name=event.group_id, uid=event.principal)


def _note_person(name, event):
    user = event.principal
    note(name, actor=user.getId() or "", roles=tuple(sorted(user.getRoles())))


def _put(committed, site, entry):
    log = current()
    if committed and log is not None:
        log.put(site, entry)
