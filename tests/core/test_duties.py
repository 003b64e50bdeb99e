"""Walls between roles, for every record that can be: nobody does two duties that check each other."""

from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.core.preconditions import check
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import itertools


TODAY = date(2026, 11, 21)
ADMINS = {"Manager", "Site Administrator"}
READING = {"View", "Access contents information", "List folder contents"}
#: Duties of which one checks the other; a role holds at most one of each pair in one family.
APART = [
    # who writes an order does not approve or sign it
    ("order", "Modify portal content", "School Records: Approve"),
    ("order", "School Records: Register", "School Records: Approve"),
    ("order", "School Records: Register", "School Records: Sign"),
    # who keeps a file does not declare it void
    ("personal_file", "Modify portal content", "School Records: Annul"),
    ("personal_file", "School Records: Certify", "School Records: Approve"),
    ("case_file", "Modify portal content", "School Records: Annul"),
    ("file_document", "School Records: Register", "School Records: Annul"),
]

families = st.sampled_from(sorted(rules.FAMILIES))
permissions = st.sampled_from(rules.PERMISSIONS)
states = st.sampled_from(rules.STATES)
names = st.text(min_size=1, max_size=8)


def holders(family, permission):
    """Everybody who holds a permission in any state of a family."""
    table = rules.FAMILIES[family]
    return {role for state in table.states for role in table.roles_for(state, permission)}


def test_duties_that_check_each_other_lie_with_different_roles():
    both = {
        (family, one, other): holders(family, one) & holders(family, other)
        for family, one, other in APART
    }
    assert {duties: roles for duties, roles in both.items() if roles} == {}


def test_each_of_these_duties_is_somebody_s():
    """Else the test above would hold of an empty table."""
    for family, one, other in APART:
        assert holders(family, one)
        assert holders(family, other)


@given(families, permissions, states)
def test_an_administrator_reads_and_does_nothing_else(family, permission, state):
    """Manager neither approves nor registers, and nothing is destroyed at a wish of his."""
    found = set(rules.FAMILIES[family].roles_for(state, permission)) & ADMINS
    assert not found or permission in READING


@given(permissions, states, st.booleans(), families, states)
def test_nor_with_a_document_inside_a_record(permission, state, medical, parent, parent_state):
    roles = rules.document_roles(permission, state, medical, parent, parent_state)
    assert not set(roles) & ADMINS or permission in READING
    assert not (medical and set(roles) & ADMINS)


@given(families, permissions, st.text(max_size=12))
def test_a_state_that_no_table_knows_gives_nobody_anything(family, permission, state):
    if state not in rules.FAMILIES[family].states:
        assert rules.FAMILIES[family].roles_for(state, permission) == ()


def test_no_step_destroys_and_none_leads_out_of_an_end():
    """A record is destroyed by an act of the commission, never by a step of one person."""
    assert not any(holders(family, rules.BY_ACT) for family in rules.FAMILIES)
    ends = {"destroyed", "handed_out", "transferred", "annulled"}
    for family, state in itertools.product(rules.FAMILIES.values(), rules.STATES):
        for step in family.steps_from(state):
            if step.target in ("destroyed", "selected"):
                assert step.permission == rules.BY_ACT
            assert state not in ends
            assert step.permission != rules.DELETE


@given(names, names)
def test_an_author_never_approves_the_own_order_whatever_their_office(author, actor):
    facts = {
        "title": "О зачислении",
        "doc_type": "order_main",
        "registration_number": "1-у",
        "dated_on": date(2026, 11, 20),
        "text": "Зачислить.",
        "authors": [author],
        "actor": actor,
    }
    codes = [reason.code for reason in check("order", "approve", facts, {}, TODAY)]
    assert codes == (["author_cannot_approve"] if author == actor else [])


@given(families, states)
def test_the_auditor_sees_every_state_and_holds_no_step(family, state):
    table = rules.FAMILIES[family]
    if state in table.states:
        assert "Auditor" in table.roles_for(state, rules.VIEW)
    for step in table.steps:
        assert "Auditor" not in table.roles_for(state, step.permission)


@given(families, permissions, states)
def test_guardians_and_pupils_only_read(family, permission, state):
    found = set(rules.FAMILIES[family].roles_for(state, permission)) & {"Guardian", "Pupil"}
    assert not found or permission in READING
