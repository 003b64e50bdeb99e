"""Who acts now, and from where: read at the edge, once per event."""

from AccessControl import getSecurityManager
from AccessControl.users import system
from collective.schoolrecords.core.chain import SOURCES
from collective.schoolrecords.ledger.interfaces import IActorNames
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from plone.rest.interfaces import IAPIRequest
from zope.component.hooks import getSite
from zope.globalrequest import getRequest


_source = ContextVar("collective.schoolrecords.source", default=None)


@dataclass(frozen=True)
class Actor:
    """The person behind a change at this instant: user id, roles, groups, source and name.

    ``vars`` of it are the fields that ``storage.append`` takes. ``name`` is ``None`` where nobody
    with a name acts: the system, or an account without a person and a full name.
    """

    actor: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    source: str
    name: str | None = None


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
        source=_source_now(request),
        name=_name_of(user),
    )


def nobody_now(request=None):
    """Return the :class:`Actor` of what the server itself finds out, whoever asks at that moment."""
    return Actor(system.getUserName(), (), (), _source_now(request))


def _source_now(request):
    return _source.get() or _source_of(getRequest() if request is None else request)


def _name_of(user):
    """Return the name of the person whose account it is, else the full name of the account."""
    user_id = user.getId()
    if not user_id:
        return None
    names = IActorNames(getSite(), None)
    known = names.name_of(str(user_id)) if names is not None else None
    # Who has an account of Zope alone has no properties.
    get_property = getattr(user, "getProperty", None)
    return known or (get_property and get_property("fullname", "")) or None


def _source_of(request):
    """Tell a form from a REST call; without a request a script or a start-up is at work."""
    if request is None:
        return "setup"
    return "rest" if IAPIRequest.providedBy(request) else "form"
