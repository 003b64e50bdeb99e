"""The tables of states, steps and roles hold the walls of design ideas 4 and 6."""

from collective.schoolrecords.core import lifecycle as rules

import itertools
import pytest


FAMILIES = list(rules.FAMILIES.values())
CELLS = [(family, state) for family in FAMILIES for state in family.states]
#: The states of design idea 4, typed from the design.
DESIGN = [
    "draft",
    "in_review",
    "approved",
    "signed",
    "current",
    "closed",
    "archived",
    "selected",
    "destroyed",
    "handed_out",
    "transferred",
    "annulled",
]


def ids(value):
    return getattr(value, "id", value)


def test_the_states_are_those_of_the_design():
    assert list(rules.STATES) == DESIGN


@pytest.mark.parametrize("family", FAMILIES, ids=ids)
def test_a_family_uses_a_subset_of_the_states_and_begins_as_a_draft(family):
    assert set(family.states) <= set(DESIGN)
    assert family.states[0] == "draft"
    assert set(family.roles) == set(family.states)


@pytest.mark.parametrize("family", FAMILIES, ids=ids)
def test_every_step_joins_states_of_its_family_and_names_a_known_permission(family):
    for step in family.steps:
        assert set(step.sources) <= set(family.states)
        assert step.target in family.states
        assert step.permission in rules.PERMISSIONS


@pytest.mark.parametrize(("family", "state"), CELLS, ids=ids)
def test_past_draft_nobody_deletes(family, state):
    holders = family.roles_for(state, rules.DELETE)
    assert bool(holders) == (state == "draft")


@pytest.mark.parametrize(("family", "state"), CELLS, ids=ids)
def test_in_a_locked_state_nobody_modifies_or_adds(family, state):
    if state in family.locked:
        for permission in (rules.MODIFY, rules.ADD, rules.ADD_CONTENT):
            assert family.roles_for(state, permission) == ()


@pytest.mark.parametrize(("family", "state"), CELLS, ids=ids)
def test_nobody_ever_copies_moves_shares_undoes_or_takes_ownership(family, state):
    for permission in rules.FORBIDDEN:
        assert family.roles_for(state, permission) == ()


@pytest.mark.parametrize(("family", "state"), CELLS, ids=ids)
def test_whoever_administers_the_site_only_reads(family, state):
    """Separation of duties holds for Manager too: design idea 9."""
    for permission in rules.PERMISSIONS:
        holders = set(family.roles_for(state, permission))
        if permission not in (rules.VIEW, rules.ACCESS, rules.LIST):
            assert not holders & {"Manager", "Site Administrator"}


@pytest.mark.parametrize(("family", "state"), CELLS, ids=ids)
def test_the_auditor_reads_everything_and_writes_nothing(family, state):
    reading = {rules.VIEW, rules.ACCESS, rules.LIST, rules.VIEW_MEDICAL, rules.VIEW_NOTES}
    held = {p for p in rules.PERMISSIONS if "Auditor" in family.roles_for(state, p)}
    assert {rules.VIEW, rules.ACCESS} <= held <= reading


@pytest.mark.parametrize(("family", "state"), CELLS, ids=ids)
def test_guardians_and_pupils_only_read(family, state):
    for permission in rules.PERMISSIONS:
        if permission not in (rules.VIEW, rules.ACCESS, rules.LIST):
            assert not set(family.roles_for(state, permission)) & {"Guardian", "Pupil"}


@pytest.mark.parametrize("family", FAMILIES, ids=ids)
def test_a_state_that_a_step_leaves_has_somebody_who_may_take_it(family):
    for step, state in itertools.product(family.steps, family.states):
        if state in step.sources and step.permission != rules.BY_ACT:
            assert family.roles_for(state, step.permission), (step.id, state)


def test_whoever_drafts_an_order_does_not_approve_it():
    order = rules.FAMILIES["order"]
    drafters = set(order.roles_for("draft", rules.MODIFY))
    assert not drafters & set(order.roles_for("in_review", rules.APPROVE))


@pytest.mark.parametrize("family", FAMILIES, ids=ids)
def test_an_unknown_state_gives_nobody_anything(family):
    for permission in rules.PERMISSIONS:
        assert family.roles_for("published", permission) == ()


PARENTS = [
    (parent, parent_state)
    for parent in ("personal_file", "case_file", "order")
    for parent_state in rules.FAMILIES[parent].states
]


@pytest.mark.parametrize("state", rules.FAMILIES["file_document"].states)
@pytest.mark.parametrize(("parent", "parent_state"), PARENTS)
def test_a_document_is_never_seen_by_more_people_than_its_record(state, parent, parent_state):
    around = set(rules.FAMILIES[parent].roles_for(parent_state, rules.VIEW))
    for medical in (False, True):
        seen = set(rules.document_roles(rules.VIEW, state, medical, parent, parent_state))
        assert seen <= around


@pytest.mark.parametrize("state", rules.FAMILIES["file_document"].states)
@pytest.mark.parametrize(("parent", "parent_state"), PARENTS)
def test_nobody_does_anything_with_a_document_of_a_record_they_do_not_see(
    state, parent, parent_state
):
    around = set(rules.FAMILIES[parent].roles_for(parent_state, rules.VIEW))
    for permission in rules.PERMISSIONS:
        assert set(rules.document_roles(permission, state, False, parent, parent_state)) <= around


@pytest.mark.parametrize("state", rules.FAMILIES["file_document"].states)
@pytest.mark.parametrize(("parent", "parent_state"), PARENTS)
def test_inside_a_locked_record_nothing_is_done_with_a_document(state, parent, parent_state):
    if parent_state in rules.FAMILIES[parent].locked:
        for permission in (rules.MODIFY, rules.DELETE, rules.REGISTER, rules.ANNUL):
            assert rules.document_roles(permission, state, False, parent, parent_state) == ()


def test_a_medical_paper_is_hidden_from_the_class_teacher_and_the_family():
    """FTL-1.8: policy and medical card lie in the medical office and have their own right."""
    seen = rules.document_roles(rules.VIEW, "approved", True, "personal_file", "current")
    plain = rules.document_roles(rules.VIEW, "approved", False, "personal_file", "current")

    assert set(seen) == {"Auditor", "Data Officer", "Director", "Secretary"}
    assert {"Class Teacher", "Guardian"} <= set(plain)


def test_a_document_of_no_record_is_nobody_s():
    assert rules.document_roles(rules.VIEW, "approved", False, None, None) == ()


def test_a_register_is_opened_by_everybody_logged_in_and_removed_by_nobody():
    for family in rules.REGISTER_ADDERS:
        assert rules.register_roles(family, rules.VIEW) == ("Authenticated",)
        for permission in (rules.DELETE, rules.MODIFY, *rules.FORBIDDEN):
            assert rules.register_roles(family, permission) == ()


def test_an_unknown_step_is_an_error():
    with pytest.raises(KeyError):
        rules.FAMILIES["order"].step("burn")
