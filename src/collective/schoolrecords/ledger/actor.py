"""Who acts now, and from where: read at the edge, once per event."""

from AccessControl import getSecurityManager
from collective.schoolrecords.core.chain import SOURCES
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from plone.rest.interfaces import IAPIRequest
from zope.globalrequest import getRequest


_source = ContextVar("collective.schoolrecords.source", default=None)


@dataclass(frozen=True)
class Actor:
    """The person behind a change: user id, roles and groups at this instant, and the source."""

    actor: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    source: str


@contextmanager
def working_as(source):
    """Say that what is written inside comes from ``import``, ``job`` or ``setup``.

    A page or a REST call needs no word: it is told by the request. Raises ``ValueError`` for a
    source outside the vocabulary.
    """
    if source not in SOURCES:
        raise ValueError(f"unknown source {source!r}")
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def actor_now(request=None, context=None):
    """Return the :class:`Actor` of the current security manager.

    With ``context`` the roles are those on that object, local ones included. A user without an
    id (anonymous, the system itself) is named by its user name.
    """
    user = getSecurityManager().getUser()
    roles = user.getRoles() if context is None else user.getRolesInContext(context)
    get_groups = getattr(user, "getGroups", tuple)
    return Actor(
        actor=str(user.getId() or user.getUserName()),
        roles=tuple(sorted({str(role) for role in roles})),
        groups=tuple(sorted({str(group) for group in get_groups() or ()})),
        source=_source.get() or _source_of(getRequest() if request is None else request),
    )


def _source_of(request):
    """Tell a form from a REST call; without a request a script or a start-up is at work."""
    if request is None:
        return "setup"
    return "rest" if IAPIRequest.providedBy(request) else "form"
