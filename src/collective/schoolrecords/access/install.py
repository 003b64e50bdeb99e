"""Puts the roles, the groups of the offices and the groups plugin into a site, and takes them out.

Both functions may run any number of times. They change nothing that another product made.
"""

from .groups import office_group
from .plugin import PLUGIN_ID
from .plugin import SchoolGroups
from .roles import ROLES
from .roles import SITE_ROLES
from plone import api
from Products.PlonePAS.interfaces.group import IGroupIntrospection
from Products.PluggableAuthService.interfaces.plugins import IGroupEnumerationPlugin
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin
from zope.i18n import translate


PLUGIN_INTERFACES = (IGroupsPlugin, IGroupEnumerationPlugin, IGroupIntrospection)


def install(portal):
    """Make the roles, the plugin and a group with its role for each office of the school."""
    _add_roles(portal)
    _add_plugin(portal)
    _add_office_groups(portal)


def uninstall(portal):
    """Take away what `install` made. Local roles are computed, so none are left behind."""
    acl_users = portal.acl_users
    for role in SITE_ROLES:
        group_id = office_group(role.key)
        if group_id in acl_users.source_groups.listGroupIds():
            api.group.delete(groupname=group_id)
        acl_users.portal_role_manager.assignRolesToPrincipal((), group_id)
    if PLUGIN_ID in acl_users:
        acl_users.plugins.removePluginById(PLUGIN_ID)
        acl_users._delObject(PLUGIN_ID)
    names = {role.name for role in ROLES} & set(portal.__ac_roles__)
    for name in names & set(acl_users.portal_role_manager.listRoleIds()):
        acl_users.portal_role_manager.removeRole(name)
    if names:
        portal._delRoles(sorted(names))


def _add_roles(portal):
    missing = [role.name for role in ROLES if role.name not in portal.__ac_roles__]
    for name in missing:
        portal._addRole(name)
    portal.acl_users.portal_role_manager.updateRolesList()


def _add_plugin(portal):
    acl_users = portal.acl_users
    if PLUGIN_ID not in acl_users:
        acl_users._setObject(PLUGIN_ID, SchoolGroups())
    for interface in PLUGIN_INTERFACES:
        if PLUGIN_ID not in acl_users.plugins.listPluginIds(interface):
            acl_users.plugins.activatePlugin(interface, PLUGIN_ID)


def _add_office_groups(portal):
    """One group per office with exactly its role: somebody may have changed it by hand."""
    language = api.portal.get_default_language()
    existing = portal.acl_users.source_groups.listGroupIds()
    for role in SITE_ROLES:
        group_id = office_group(role.key)
        if group_id not in existing:
            title = translate(role.title, target_language=language)
            portal.portal_groups.addGroup(group_id, title=title)
        portal.acl_users.portal_role_manager.assignRolesToPrincipal((role.name,), group_id)
