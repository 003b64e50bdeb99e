"""A chunk's surroundings in Plone: the site hook, a request, the identity of the starter.

A chunk must find what a request finds: ``getSite``, ``getRequest`` with the browser layers of the
site, and a security manager that answers for the person who started the job. Each chunk gets a
new request, because memos kept on a request would outlive the objects they remember.
"""

from AccessControl.security import checkPermission
from AccessControl.security import newInteraction
from AccessControl.SecurityManagement import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.users import system
from Acquisition import aq_parent
from collective.schoolrecords.jobs.interfaces import IAccess
from collective.schoolrecords.jobs.interfaces import NotAllowed
from collective.schoolrecords.jobs.interfaces import SYSTEM
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.messages import _
from contextlib import contextmanager
from plone.browserlayer.layer import mark_layer
from Testing.makerequest import makerequest
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.globalrequest import getRequest
from zope.globalrequest import setRequest
from zope.interface import implementer
from zope.traversing.interfaces import BeforeTraverseEvent


SITE_TYPE = "Plone Site"


@implementer(IAccess)
class ZopeAccess:
    """The sites directly under the Zope root, entered as a publisher would."""

    def sites(self, connection):
        """Return the paths of the sites."""
        return [("", name) for name in connection.root()["Application"].objectIds(SITE_TYPE)]

    @contextmanager
    def enter(self, connection, path):
        """Set the site hook and a fresh request; put the former ones back at the end."""
        former = getSite(), getRequest(), getSecurityManager()
        app = makerequest(connection.root()["Application"])
        request = app.REQUEST
        try:
            site = app.unrestrictedTraverse(path)
            setSite(site)
            setRequest(request)
            newInteraction()
            mark_layer(site, BeforeTraverseEvent(site, request))
            yield site
        finally:
            request.close()
            setSite(former[0])
            setRequest(former[1])
            setSecurityManager(former[2])

    @contextmanager
    def acting(self, site, job, kind):
        """Become the starter; the rights are looked up now, not those at the time of the start."""
        former = getSecurityManager()
        newSecurityManager(site.REQUEST, _starter(site, job, kind))
        try:
            if not checkPermission(kind.permission, site):
                raise NotAllowed(
                    _(
                        "job_no_permission",
                        default="The person who started the job may no longer do this.",
                    )
                )
            with working_as("job"):
                yield
        finally:
            setSecurityManager(former)


def _starter(site, job, kind):
    """Return the user who answers for the job, from the site's or the root's user folder."""
    if job.started_by == SYSTEM and kind.system:
        return system
    for place in (site, aq_parent(site)):
        user = place.acl_users.getUserById(job.started_by)
        if user is not None:
            return user if aq_parent(user) is not None else user.__of__(place.acl_users)
    raise NotAllowed(
        _("job_starter_gone", default="The account of the person who started the job is gone.")
    )
