"""Pages of the platform that have nothing to show to whom or where they are asked for: not there.

Plone registers its pages for everything and lets them break: a form that adds a type where none of
that type may lie, the comparison of versions of what keeps none (records have no versions, their
ledger tells what they were). Administrators alone come so far; others are refused before.

Its pages about itself and about an account say nothing to the people of a school: the card of a
person and the password have pages of the school's own. Who runs the site keeps them.
"""

from Acquisition import aq_inner
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from plone import api
from Products.CMFCore.interfaces import IFolderish
from zExceptions import NotFound


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
        "personal-information",
        "personal-preferences",
        "sendto_form",
    )
)
RUNS_THE_SITE = "Manage portal"


def close_empty_pages(event):
    """Subscriber once the object is found: 404 for a page of the platform without a matter."""
    request = event.request
    if not ISchoolRecordsLayer.providedBy(request):
        return
    published = request.get("PUBLISHED")
    view = getattr(published, "__self__", published)
    context = aq_inner(getattr(view, "context", None))
    name = getattr(view, "__name__", None)
    asked = request.get("PATH_INFO", "").rstrip("/").rpartition("/")[2]
    adds_in_vain = asked.startswith(ADDING) and not _may_lie_here(view, context)
    if adds_in_vain or _is_closed(name) or (name == VERSIONS and not _has_versions(context)):
        raise NotFound(asked)


def _is_closed(name):
    return name in OF_THE_PLATFORM and not api.user.has_permission(RUNS_THE_SITE)


def _may_lie_here(view, context):
    added = getattr(view, "ti", None)
    if added is None or not IFolderish.providedBy(context):
        return False
    return added.getId() in {one.getId() for one in context.allowedContentTypes()}


def _has_versions(context):
    repository = api.portal.get_tool("portal_repository")
    return context is not None and bool(repository.isVersionable(context))
