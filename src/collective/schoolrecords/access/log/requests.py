"""Subscribers of the publisher: from a request to an entry of the log.

What is to be said is gathered before the transaction ends, while objects can be read, and put
into the queue after it: a request that is tried again is one entry, and one that failed is none
but a refusal. Nothing is ever written into ZODB.
"""

from AccessControl import getSecurityManager
from Acquisition import aq_base
from Acquisition import aq_chain
from Acquisition import aq_inner
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.access.groups import parse
from collective.schoolrecords.access.log import settings
from collective.schoolrecords.access.log.attempts import attempted_login
from collective.schoolrecords.access.log.attempts import person_behind
from collective.schoolrecords.access.log.current import current
from collective.schoolrecords.access.log.interfaces import IPersonalData
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.access.roles import BY_KEY
from collective.schoolrecords.access.roles import offices_of
from collective.schoolrecords.core import access_log as rules
from collective.schoolrecords.core.access_log import Entry
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.messages import _
from plone.rest.interfaces import IAPIRequest
from plone.rest.interfaces import IService
from zExceptions import Forbidden
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.browserresource.interfaces import IResource
from zope.component.hooks import getSite
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.publisher.browser import BrowserView


_KEPT = "collective.schoolrecords.access_entry"
_SHOWN = "collective.schoolrecords.access_shown"
#: Statuses by which a request is refused where no exception says so.
_REFUSED = (401, 403)


class AccessLogDown(Refusal):
    """The access log cannot be written, and the school has decided that nothing is shown then."""

    status = 503


def note_shown(uids, request=None):
    """Remember that the page being made shows rows of the records ``uids``.

    Called by pages and services that list records; without a request it does nothing.
    """
    request = getRequest() if request is None else request
    if request is not None and current() is not None:
        found = (uid for uid in uids if uid and isinstance(uid, str))
        request.environ.setdefault(_SHOWN, []).extend(found)


def stop_while_degraded(event):
    """Subscriber once the object is found: show no personal data that cannot be logged."""
    log = current()
    if log is None or not _ours(event.request) or not log.state().degraded:
        return
    asked = _Asked(event.request)
    if asked.event is None or not settings.stops_reading():
        return
    message = _(
        "access_log_down",
        default="Personal data is not shown: the log of access cannot be written.",
    )
    reason = _(
        "access_log_down_why",
        default="The school has decided that nobody reads personal data unseen. Tell the "
        "administrator; everything that was entered is kept.",
    )
    request = event.request
    reasons = [{"code": "ACCESS_LOG", "field": "", "message": translate(reason, context=request)}]
    raise AccessLogDown(translate(message, context=request), reasons)


def close_stock_lists(event):
    """Subscriber once the object is found: lists that cannot tell whose data they show are not there."""
    if not _ours(event.request):
        return
    view = event.request.get("PUBLISHED")
    name = _name_of(getattr(view, "__self__", view))
    if name in rules.STOCK_LISTS:
        raise NotFound(name)


def gather(event):
    """Subscriber before the commit: note what the answer shows."""
    if current() is None or not _ours(event.request):
        return
    request, asked = event.request, _Asked(event.request)
    entry = _failed_login(asked)
    refused = request.response.getStatus() in _REFUSED
    if entry is None and refused and asked.name not in rules.REFUSAL_PAGES:
        entry = asked.entry(rules.REFUSED, rules.DENIED)
    if entry is None and asked.event is not None:
        shown = request.environ.get(_SHOWN, ())
        entry = asked.entry(asked.event, rules.OK, shown)
    request.environ[_KEPT] = entry


def gather_refusal(event):
    """Subscriber before the abort: note what was refused to whom."""
    error = event.exc_info[1]
    if event.retry or current() is None or not _ours(event.request):
        return
    entry = None
    if isinstance(error, (Unauthorized, Forbidden)):
        asked = _Asked(event.request)
        user = person_behind(event.request)
        if user is None:
            entry = _failed_login(asked)
        entry = entry or asked.entry(rules.REFUSED, rules.DENIED, user=user)
    event.request.environ[_KEPT] = entry


def keep(event):
    """Subscriber after commit or abort: put what was gathered into the queue."""
    entry = event.request.environ.pop(_KEPT, None)
    log = current()
    if entry is not None and log is not None and not getattr(event, "retry", False):
        log.put(site_id(), entry, from_stranger=not entry.actor)


def site_id():
    """Return the path of the site being served: several may share one log."""
    site = getSite()
    return "/".join(site.getPhysicalPath()) if site is not None else ""


def address_of(request):
    """Return the client's address, empty when the school keeps none."""
    if request is None or not settings.keeps_address():
        return ""
    return str(request.getClientAddr() or "")[:64]


def who(user=None, place=None):
    """Return (user id, roles) of ``user``, the current one by default; strangers have no id.

    With an object ``place`` the roles are those on it. Who holds none of the school's there, or on a
    page of many records, is told with those of the own classes and children.
    """
    user = getSecurityManager().getUser() if user is None else user
    roles = user.getRoles() if place is None else user.getRolesInContext(place)
    roles = {str(role) for role in roles}
    if not offices_of(roles):
        roles |= _held_somewhere(user)
    return user.getId() or "", tuple(sorted(roles))


def _held_somewhere(user):
    # Asked without what is around it: who has no account would answer with the groups of the site.
    if not hasattr(aq_base(user), "getGroups"):
        return set()
    groups = map(parse, map(str, user.getGroups() or ()))
    return {BY_KEY[group.key].name for group in groups if group is not None}


def _ours(request):
    return ISchoolRecordsLayer.providedBy(request)


class _Asked:
    """What a request asks: the page or service, the object, whose data it is."""

    def __init__(self, request):
        self.request = request
        published = request.get("PUBLISHED")
        self.view = getattr(published, "__self__", published)
        self.name = rules.name_asked(_name_of(self.view), request.form)
        is_view = isinstance(self.view, BrowserView) and not IResource.providedBy(self.view)
        self.is_page = is_view or IService.providedBy(self.view)
        self.place = getattr(self.view, "context", self.view)
        self.data = _personal_data(self.place)

    @property
    def event(self):
        """The event of the log; ``None`` for what is no page of the site (an icon, a script)."""
        if not self.is_page and self.data is None:
            return None
        return rules.event_of(self.request.method, self.name, self.data is not None)

    def entry(self, event, result, shown=(), user=None):
        """Return the entry; ``user`` where the publisher has forgotten who asked."""
        data = self.data
        actor, roles = who(user, None if data is None else self.place)
        subjects = (*(data.subjects() if data is not None and result == rules.OK else ()), *shown)
        return Entry(
            at=now(),
            event=event,
            actor=actor,
            roles=roles,
            address=address_of(self.request),
            how=rules.REST if IAPIRequest.providedBy(self.request) else rules.PAGE,
            name=self.name[:120],
            family=data.family if data is not None else "",
            uid=data.uid if data is not None else "",
            result=result,
            number=len(shown),
            subjects=subjects,
        )


def _personal_data(found):
    """Return :class:`IPersonalData` of an object or of the nearest one around it."""
    for one in aq_chain(aq_inner(found)) if found is not None else ():
        data = IPersonalData(one, None)
        if data is not None:
            return data
    return None


def _name_of(view):
    """Return a page's or service's name; services are registered as GET_application_json_@name."""
    name = str(getattr(view, "__name__", "") or "")
    method, _slash, rest = name.partition("_application_json_")
    return rest if rest or method != name else name


def _failed_login(asked):
    """Return the entry of a password that did not fit, ``None`` when none was given."""
    actor, _roles = who()
    login = None if actor else attempted_login(asked.request, asked.name)
    if login is None:
        return None
    return Entry(
        at=now(),
        event=rules.LOGIN_FAILED,
        actor=login,
        address=address_of(asked.request),
        how=rules.REST if IAPIRequest.providedBy(asked.request) else rules.PAGE,
        name=asked.name[:120],
        result=rules.DENIED,
    )
