"""The four workflows: one name everywhere, the tables of core and nothing else, in Russian."""

from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.lifecycle import workflow_xml
from pathlib import Path
from plone import api
from xml.etree.ElementTree import canonicalize

import pytest
import re


WORKFLOWS = Path(__file__).resolve().parents[2] / "profiles" / "default" / "workflows"
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]*( [а-яё]+)*")


def test_there_is_one_folder_for_each_family():
    folders = {folder.name for folder in WORKFLOWS.iterdir()}
    assert folders == {f"schoolrecords_{family}" for family in rules.FAMILIES}


@pytest.mark.parametrize("family", rules.FAMILIES)
def test_the_definition_is_what_the_tables_say(family):
    text = (WORKFLOWS / f"schoolrecords_{family}" / "definition.xml").read_text(encoding="utf-8")
    made = workflow_xml.definition(rules.FAMILIES[family])
    assert canonicalize(text, strip_text=True) == canonicalize(made, strip_text=True)


@pytest.mark.parametrize("family", rules.FAMILIES)
def test_folder_registration_binding_and_record_name_the_same_workflow(portal, family):
    tool = api.portal.get_tool("portal_workflow")
    name = f"schoolrecords_{family}"
    assert tool.getChainForPortalType(family) == (name,)
    assert tool[name].getId() == name
    fti = api.portal.get_tool("portal_types")[family]
    module, _dot, class_name = fti.klass.rpartition(".")
    record_class = getattr(__import__(module, fromlist=[class_name]), class_name)
    assert record_class().workflow_id == name


@pytest.mark.parametrize("family", rules.FAMILIES)
def test_the_registered_workflow_has_the_states_and_steps_of_the_table(portal, family):
    table = rules.FAMILIES[family]
    workflow = api.portal.get_tool("portal_workflow")[f"schoolrecords_{family}"]
    assert workflow.initial_state == rules.DRAFT
    assert not workflow.manager_bypass
    assert set(workflow.states.objectIds()) == set(table.states)
    assert set(workflow.transitions.objectIds()) == {step.id for step in table.steps}
    for state in table.states:
        leaving = {step.id for step in table.steps_from(state)}
        assert set(workflow.states[state].transitions) == leaving
    for step in table.steps:
        transition = workflow.transitions[step.id]
        assert transition.new_state_id == step.target
        assert transition.guard.permissions == (step.permission,)


@pytest.mark.parametrize("family", rules.FAMILIES)
def test_a_workflow_keeps_no_permission_of_its_own(portal, family):
    """Permissions are computed; a map here would be a second truth."""
    workflow = api.portal.get_tool("portal_workflow")[f"schoolrecords_{family}"]
    assert tuple(workflow.permissions) == ()
    for state in workflow.states.objectValues():
        assert not state.permission_roles
        assert not state.group_roles


@pytest.mark.parametrize("family", rules.FAMILIES)
def test_all_titles_are_russian(portal, family):
    workflow = api.portal.get_tool("portal_workflow")[f"schoolrecords_{family}"]
    titles = [workflow.title]
    titles += [state.title for state in workflow.states.objectValues()]
    for transition in workflow.transitions.objectValues():
        titles += [transition.title, transition.actbox_name]
    assert [title for title in titles if not RUSSIAN.fullmatch(title)] == []


@pytest.mark.parametrize("register", ["personal_file_register", "order_register", "case_register"])
def test_a_register_has_no_workflow(portal, register):
    assert api.portal.get_tool("portal_workflow").getChainForPortalType(register) == ()
