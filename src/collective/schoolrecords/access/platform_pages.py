"""Pages of the platform that have nothing to show to whom or where they are asked for: not there.

Plone registers its pages for everything and lets them break: a form that adds a type where none of
that type may lie, the comparison of versions of what keeps none (records have no versions, their
ledger tells what they were). Administrators alone come so far; others are refused before.

Its pages about itself and about an account say nothing to the people of a school: the card of a
person and the password have pages of the school's own. Who runs the site keeps them.

Its helpers for templates are pages for everybody, each method an address of its own: the title of an
object, the trail to it, its state. Nobody is to read these of a record that is closed to them; and a
method of a helper is nothing that the people of a school would open.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_inner
from collective.schoolrecords.access.sent import PRODUCT
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from plone import api
from Products.CMFCore.interfaces import IContentish
from Products.CMFCore.interfaces import IFolderish
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.publisher.interfaces.browser import IBrowserView


#: Begins the name of a form that adds a type.
ADDING = "++add++"
#: The comparison of two versions.
VERSIONS = "history"
#: Pages of the platform about itself and about an account.
OF_THE_PLATFORM = frozenset(
    (
        "accessibility-info",
        "author",
        "contact-info",
        "dashboard",
        "member-fields",
        "personal-information",
        "personal-preferences",
        "sendto_form",
    )
)
RUNS_THE_SITE = "Manage portal"
VIEW = "View"
#: Methods under which the publisher calls a page as a whole.
WHOLE = ("__call__", "index_html", "index")


def close_empty_pages(event):
    """Subscriber once the object is found: 404 for a page of the platform without a matter."""
    request = event.request
    if not ISchoolRecordsLayer.providedBy(request):
        return
    published = request.get("PUBLISHED")
    view = getattr(published, "__self__", published)
    if IBrowserView.providedBy(view) and not _is_ours(view):
        _close_helper(published, view, request)
    context = aq_inner(getattr(view, "context", None))
    name = getattr(view, "__name__", None)
    path = request.get("PATH_INFO", "").rstrip("/").split("/")
    asked = path[-1]
    adds_in_vain = asked.startswith(ADDING) and not _may_lie_here(view, context)
    if adds_in_vain or _is_closed(path) or (name == VERSIONS and not _has_versions(context)):
        raise NotFound(asked)


def _close_helper(published, view, request):
    """Raise ``Unauthorized`` for a page at what the reader may not see, 404 for a part of one."""
    around = (one for one in request.get("PARENTS", ()) if IContentish.providedBy(one))
    content = next(around, None)
    if content is not None and not getSecurityManager().checkPermission(VIEW, content):
        raise Unauthorized(request.get("PATH_INFO", ""))
    part = published is not view and getattr(published, "__name__", "") not in WHOLE
    if part and not api.user.has_permission(RUNS_THE_SITE):
        raise NotFound(request.get("PATH_INFO", ""))


def _is_ours(view):
    return any(one.__module__.startswith(PRODUCT) for one in type(view).__mro__)


def _is_closed(path):
    names = {one.removeprefix("@@") for one in path}
    return bool(names & OF_THE_PLATFORM) and not api.user.has_permission(RUNS_THE_SITE)


def _may_lie_here(view, context):
    added = getattr(view, "ti", None)
    if added is None or not IFolderish.providedBy(context):
        return False
    return added.getId() in {one.getId() for one in context.allowedContentTypes()}


def _has_versions(context):
    repository = api.portal.get_tool("portal_repository")
    return context is not None and bool(repository.isVersionable(context))
