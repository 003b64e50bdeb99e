"""Local roles of an object from its own grants to groups."""

from .interfaces import IAccessSubject
from borg.localrole.interfaces import ILocalRoleProvider
from zope.component import adapter
from zope.interface import implementer


@implementer(ILocalRoleProvider)
@adapter(IAccessSubject)
class GrantedRoles:
    """Gives each group the roles that the object grants it.

    The catalog therefore indexes `user:<group id>` and stays right whoever is in the group.
    """

    def __init__(self, context):
        self.context = context

    def getRoles(self, principal_id):
        """The roles (tuple of names) of one principal here."""
        return tuple(role for group, role in self.context.access_grants() if group == principal_id)

    def getAllRoles(self):
        """Pairs (group id, tuple of role names), each group once."""
        roles = {}
        for group, role in self.context.access_grants():
            roles.setdefault(group, []).append(role)
        return [(group, tuple(names)) for group, names in roles.items()]
