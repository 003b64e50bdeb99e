"""Reconfiguring types, workflows and the product changes nothing for the records that exist."""

from collective.schoolrecords.lifecycle import guards
from collective.schoolrecords.lifecycle.refusals import RecordProtected
from collective.schoolrecords.setup.handlers import UninstallRefused
from plone import api
from Products.CMFPlone.utils import get_installer
from walls_house import LOCKED
from walls_house import RECORDS

import pytest
import transaction


TYPES = ("personal_file", "file_document", "order", "case_file")
WORKFLOWS = tuple(f"schoolrecords_{name}" for name in TYPES)
REGISTERS = ("personal-files", "orders", "cases")


def workflow_tool():
    return api.portal.get_tool("portal_workflow")


def reassign_chains(portal):
    workflow_tool().setChainForPortalTypes(TYPES, ("simple_publication_workflow",))
    workflow_tool().updateRoleMappings()


def empty_chains(portal):
    workflow_tool().setChainForPortalTypes(TYPES, ())
    workflow_tool().updateRoleMappings()


def open_states(portal):
    """Every state of every workflow gives everything to Manager and to nobody logged in."""
    for name in WORKFLOWS:
        workflow = workflow_tool()[name]
        for state in workflow.states.objectValues():
            for permission in ("View", "Modify portal content", "Delete objects"):
                state.permission_roles = {
                    **(state.permission_roles or {}),
                    permission: ("Manager", "Anonymous"),
                }
        workflow.permissions = ("View", "Modify portal content", "Delete objects")
    workflow_tool().updateRoleMappings()


def open_site(portal):
    """The site's own security page gives everything to everybody."""
    for permission in ("View", "Modify portal content", "Delete objects", "Copy or Move"):
        portal.manage_permission(permission, ["Manager", "Anonymous"], acquire=1)
    portal.reindexObjectSecurity()


def lead_back_to_draft(portal):
    """A transition that the family does not know, drawn in the management interface."""
    for name in RECORDS:
        record = portal.unrestrictedTraverse(portal.walled_paths[name])
        workflow = workflow_tool()[record.workflow_id]
        if "forget" not in workflow.transitions:
            workflow.transitions.addTransition("forget")
            workflow.transitions["forget"].setProperties("Forget", "draft", props={})
        state = workflow.states[record.state]
        state.transitions = (*state.transitions, "forget")
        try:
            workflow_tool().doActionFor(record, "forget")
        except RecordProtected:
            continue


def place_a_policy(portal):
    tool = portal["portal_placeful_workflow"]
    tool.manage_addWorkflowPolicy("loose", duplicate_id="empty")
    policy = tool["loose"]
    for name in TYPES:
        policy.setChain(name, ("simple_publication_workflow",))
    for name in REGISTERS:
        portal[name].manage_addProduct["CMFPlacefulWorkflow"].manage_addWorkflowPolicyConfig()
        config = tool.getWorkflowPolicyConfig(portal[name])
        config.setPolicyIn("loose", update_security=True)
        config.setPolicyBelow("loose", update_security=True)


def import_profile_again(portal):
    setup = api.portal.get_tool("portal_setup")
    setup.runAllImportStepsFromProfile("profile-collective.schoolrecords:default")


def import_workflows_again(portal):
    setup = api.portal.get_tool("portal_setup")
    setup.runImportStepFromProfile("profile-collective.schoolrecords:default", "workflow")


RECONFIGURATIONS = {
    call.__name__: call
    for call in (
        reassign_chains,
        empty_chains,
        open_states,
        open_site,
        lead_back_to_draft,
        place_a_policy,
        import_profile_again,
        import_workflows_again,
    )
}


@pytest.mark.parametrize("change", RECONFIGURATIONS)
def test_the_records_stay_as_they_are(house, change):
    before = house.pictures()

    def attack():
        portal = Portal(house.portal, house.paths)
        RECONFIGURATIONS[change](portal)

    house.attempt(attack)

    assert house.changes(before) == []


class Portal:
    """The portal, and where the records lie in it."""

    def __init__(self, portal, paths):
        self._portal = portal
        self.walled_paths = paths

    def __getattr__(self, name):
        return getattr(self._portal, name)

    def __getitem__(self, name):
        return self._portal[name]


@pytest.mark.parametrize("change", ("reassign_chains", "empty_chains", "open_states"))
def test_the_change_is_real(house, change):
    """It goes through: what protects the records is not that the tools refuse."""
    portal = Portal(house.portal, house.paths)

    assert house.attempt(lambda: RECONFIGURATIONS[change](portal)) is None


def test_a_foreign_workflow_moves_nothing(house):
    house.attempt(lambda: reassign_chains(house.portal))
    before = house.pictures()

    for name in RECORDS:
        record = house.record(name)
        house.attempt(lambda r=record: workflow_tool().doActionFor(r, "publish"))
        house.attempt(lambda r=record: api.content.transition(r, to_state="published"))

    assert house.changes(before) == []


def types_lost(tool, name):
    tool.manage_delObjects([name])


def types_renamed(tool, name):
    tool.manage_renameObject(name, f"{name}_other")


@pytest.mark.parametrize("attack", (types_lost, types_renamed))
@pytest.mark.parametrize("name", (*TYPES, *WORKFLOWS, "personal_file_register"))
def test_types_and_workflows_of_records_stay(house, name, attack):
    before = house.pictures()

    def remove():
        tool = "portal_workflow" if name in WORKFLOWS else "portal_types"
        attack(house.portal[tool], name)

    assert isinstance(house.attempt(remove), RecordProtected)
    assert house.changes(before) == []


SETTINGS = {
    "behaviors": ("plone.dublincore",),
    "klass": "plone.dexterity.content.Container",
    "schema": "plone.app.dexterity.behaviors.metadata.IBasic",
}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", TYPES)
def test_a_type_keeps_its_class_schema_and_behaviors(house, name, setting):
    before = house.pictures()
    fti = house.portal["portal_types"][name]
    kept = getattr(fti, setting)

    raised = house.attempt(lambda: fti.manage_changeProperties(**{setting: SETTINGS[setting]}))

    assert isinstance(raised, RecordProtected)
    assert house.changes(before) == []
    assert getattr(house.portal["portal_types"][name], setting) == kept


def test_an_upgrade_of_the_product_may_change_a_type(house):
    fti = house.portal["portal_types"]["order"]

    def upgrade():
        with guards.reconfiguring():
            fti.manage_changeProperties(behaviors=(*fti.behaviors, "plone.dublincore"))

    assert house.attempt(upgrade) is None
    assert "plone.dublincore" in fti.behaviors


OWN_FIELDS = {
    "personal_file": "last_name",
    "file_document": "kind",
    "order": "text",
    "case_file": "note",
}


@pytest.mark.parametrize("name", TYPES)
def test_types_are_not_changed_over_rest(house, rest, name):
    before = house.pictures()
    field = {"factory": "Textline", "title": "Чужое", "name": "stranger"}

    answers = [
        rest.delete(f"@types/{name}"),
        rest.post(f"@types/{name}", json=field),
        rest.delete(f"@types/{name}/{OWN_FIELDS[name]}"),
        rest.put(f"@types/{name}", json={"properties": {}, "fieldsets": []}),
        rest.delete(f"@controlpanels/dexterity-types/{name}"),
        rest.patch(
            f"@controlpanels/dexterity-types/{name}",
            json={"collective.schoolrecords.record": False, "plone.dublincore": True},
        ),
    ]

    assert house.changes(before) == [], [answer.status_code for answer in answers]
    assert OWN_FIELDS[name] in house.portal["portal_types"][name].lookupSchema()
    # PUT of nothing changes nothing and says so.
    del answers[3]
    assert min(answer.status_code for answer in answers) >= 400, answers


def uninstall_profile(portal):
    setup = api.portal.get_tool("portal_setup")
    setup.runAllImportStepsFromProfile("profile-collective.schoolrecords:uninstall")


def uninstall_product(portal):
    installer = get_installer(portal._portal, portal._portal.REQUEST)
    if not installer.uninstall_product("collective.schoolrecords"):
        raise UninstallRefused("the installer says no")


@pytest.mark.parametrize("attack", (uninstall_profile, uninstall_product))
def test_uninstalling_is_refused(house, attack):
    before = house.pictures()

    raised = house.attempt(lambda: attack(Portal(house.portal, house.paths)))

    assert isinstance(raised, UninstallRefused)
    assert house.changes(before) == []


def test_uninstalling_over_http_is_refused(house, rest):
    before = house.pictures()

    answer = rest.post("@addons/collective.schoolrecords/uninstall")
    page = rest.post(
        "@@uninstall_products.form",
        data={"uninstall_product": "collective.schoolrecords", "form.submitted": "1"},
    )

    assert answer.status_code == 409, answer.text[:400]
    assert "6" in answer.json()["message"]
    assert page.status_code >= 300
    assert house.changes(before) == []


def test_a_step_is_still_taken_under_foreign_chains(house):
    """The life of a record does not hang on what the workflow tool says of its type."""
    from builders import step
    from plone.app.testing import login
    from plone.app.testing import setRoles
    from plone.app.testing import TEST_USER_ID
    from plone.app.testing import TEST_USER_NAME

    house.attempt(lambda: empty_chains(house.portal))
    login(house.portal, TEST_USER_NAME)
    setRoles(house.portal, TEST_USER_ID, ["Archivist"])

    step(house.record("closed case"), "archive")
    transaction.commit()

    assert house.picture("closed case").state == "archived"
    assert "closed case" in LOCKED
