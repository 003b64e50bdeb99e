"""The PAS plugin that computes groups from appointments, classes and families.

No group object exists for a class or a child, and no membership is stored in one: who belongs
where follows from the orders and their dates at the moment of the request. An appointment that
ended yesterday gives nothing today, without any job that must run at midnight.
"""

from . import clock
from . import groups
from .interfaces import IMembership
from AccessControl.class_init import InitializeClass
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.schoolrecords.access.roles import BY_KEY
from Products.PlonePAS.interfaces.group import IGroupIntrospection
from Products.PlonePAS.plugins.autogroup import VirtualGroup
from Products.PluggableAuthService.interfaces.plugins import IGroupEnumerationPlugin
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer


PLUGIN_ID = "schoolrecords_groups"
MEMO_KEY = "collective.schoolrecords.access.groups"
_BORG_MEMO = "borg.localrole.workspace.checkLocalRolesAllowed:"


def forget_groups():
    """Drop what this request remembers of groups and local roles.

    Whoever writes an appointment calls it, so that the rest of the request sees the change.
    """
    memo = IAnnotations(getRequest(), None)
    if memo is not None:
        for key in [key for key in memo if key == MEMO_KEY or str(key).startswith(_BORG_MEMO)]:
            del memo[key]


@implementer(IGroupsPlugin, IGroupEnumerationPlugin, IGroupIntrospection)
class SchoolGroups(BasePlugin):
    """Groups of a principal by `IMembership`; describes a computed group when asked by its id."""

    meta_type = "School Records Groups"

    def __init__(self, id=PLUGIN_ID, title="School Records groups"):
        self._setId(id)
        self.title = title

    def _membership(self):
        """The site's membership, or None in a site whose school is not set up (yet)."""
        # Tools acquire the user folder through themselves: the site is where it is contained.
        site = aq_parent(aq_inner(self._getPAS()))
        return None if site is None else IMembership(site, None)

    # IGroupsPlugin

    def getGroupsForPrincipal(self, principal, request=None):
        """The groups of an account today, computed once per request."""
        user_id = principal.getId()
        if not user_id or groups.is_reserved(user_id):
            return ()
        key = (self.getPhysicalPath(), user_id, clock.school_today())
        annotations = IAnnotations(getRequest(), None)
        memo = {} if annotations is None else annotations.setdefault(MEMO_KEY, {})
        if key not in memo:
            membership = self._membership()
            memo[key] = () if membership is None else tuple(membership.groups_of(user_id, key[2]))
        return memo[key]

    # IGroupEnumerationPlugin

    def enumerateGroups(self, id=None, exact_match=False, sort_by=None, max_results=None, **kw):
        """Answer for one exact id only: computed groups are never listed.

        The answer also tells Plone that the id is taken.
        """
        found = []
        if exact_match and not kw:
            for group_id in (id,) if isinstance(id, str) else id or ():
                name = groups.parse(group_id)
                if name is not None and name.scope is not None:
                    found.append(
                        {"id": group_id, "groupid": group_id, "pluginid": self.getId()}
                        | {"title": self._title(group_id)}
                    )
        return tuple(found)

    # IGroupIntrospection: Plone's own pages and plone.restapi ask for the object of every group
    # that a user has, and break on None.

    def getGroupById(self, group_id, default=None):
        """A description of a computed group; None for a group that is not computed here."""
        name = groups.parse(group_id)
        if name is None or name.scope is None:
            return default
        group = VirtualGroup(group_id, title=self._title(group_id))
        group.addPropertysheet(self.getId(), {"title": group.title, "description": ""})
        return group.__of__(self)

    def getGroups(self):
        """None are listed: there are as many as classes and children."""
        return []

    def getGroupIds(self):
        """See `getGroups`."""
        return []

    def getGroupMembers(self, group_id):
        """User ids in one of our groups today, office or computed."""
        if groups.parse(group_id) is None:
            return ()
        membership = self._membership()
        return (
            ()
            if membership is None
            else tuple(membership.members_of(group_id, clock.school_today()))
        )

    def _title(self, group_id):
        membership = self._membership()
        title = None if membership is None else membership.title_of(group_id, clock.school_today())
        if title is None:
            title = BY_KEY[groups.parse(group_id).key].title
        return translate(title, context=getRequest())


InitializeClass(SchoolGroups)
