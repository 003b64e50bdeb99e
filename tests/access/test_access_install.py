"""Install and uninstall of roles, groups and the groups plugin."""

from collective.schoolrecords.access.install import install
from collective.schoolrecords.access.install import PLUGIN_INTERFACES
from collective.schoolrecords.access.install import uninstall
from collective.schoolrecords.access.plugin import PLUGIN_ID


OFFICES = {
    "office-director": "Director",
    "office-deputy": "Deputy",
    "office-method_head": "Method Head",
    "office-secretary": "Secretary",
    "office-journal_admin": "Journal Administrator",
    "office-archivist": "Archivist",
    "office-certificate_keeper": "Certificate Keeper",
    "office-commission_chair": "Commission Chair",
    "office-commission_member": "Commission Member",
    "office-data_officer": "Data Officer",
    "office-auditor": "Auditor",
}
PLACE_ROLES = {"Class Teacher", "Subject Teacher", "Guardian", "Pupil"}


def our_groups(portal):
    return {one for one in portal.acl_users.source_groups.listGroupIds() if one[:7] == "office-"}


def roles_of(portal, group_id):
    return set(portal.portal_groups.getGroupById(group_id).getRoles()) - {"Authenticated"}


def state(portal):
    plugins = portal.acl_users.plugins
    return (
        sorted(portal.__ac_roles__),
        sorted(portal.acl_users.source_groups.listGroupIds()),
        sorted(portal.acl_users.portal_role_manager.listRoleIds()),
        [tuple(plugins.listPluginIds(interface)) for interface in PLUGIN_INTERFACES],
    )


def test_every_role_exists_in_the_site(portal):
    assert set(OFFICES.values()) | PLACE_ROLES <= set(portal.__ac_roles__)


def test_each_office_has_a_group_with_exactly_its_role(portal):
    assert our_groups(portal) == set(OFFICES)
    assert {group: roles_of(portal, group) for group in OFFICES} == {
        group: {role} for group, role in OFFICES.items()
    }


def test_groups_are_called_in_russian(portal):
    group = portal.portal_groups.getGroupById("office-archivist")
    assert group.getProperty("title") == "Ответственный за архив"


def test_no_group_gives_a_role_of_a_class_or_a_child_site_wide(portal):
    assigned = portal.acl_users.portal_role_manager
    for role in PLACE_ROLES:
        assert assigned.listAssignedPrincipals(role) == []


def test_the_plugin_is_active_for_all_it_does(portal):
    for interface in PLUGIN_INTERFACES:
        assert PLUGIN_ID in portal.acl_users.plugins.listPluginIds(interface)


def test_installing_twice_changes_nothing(portal):
    before = state(portal)
    install(portal)
    assert state(portal) == before


def test_installing_again_mends_a_role_changed_by_hand(portal):
    roles = portal.acl_users.portal_role_manager
    roles.assignRolesToPrincipal(("Director", "Manager"), "office-secretary")
    install(portal)
    assert roles_of(portal, "office-secretary") == {"Secretary"}


def test_uninstalling_leaves_nothing_and_can_be_undone(portal):
    before = state(portal)
    uninstall(portal)
    assert PLUGIN_ID not in portal.acl_users
    assert our_groups(portal) == set()
    assert not (set(OFFICES.values()) | PLACE_ROLES) & set(portal.__ac_roles__)
    roles = portal.acl_users.portal_role_manager
    assert not (set(OFFICES.values()) | PLACE_ROLES) & set(roles.listRoleIds())
    uninstall(portal)
    install(portal)
    assert state(portal) == before
