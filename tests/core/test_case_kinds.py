"""Kinds of case files: fields, readers, deadlines and the needs of each step."""

from case_kind_cases import CLEAR
from case_kind_cases import REFUSED
from collective.schoolrecords.core import case_headings as headings
from collective.schoolrecords.core import case_kinds as kinds
from collective.schoolrecords.core import lifecycle
from collective.schoolrecords.core.preconditions import check
from collective.schoolrecords.core.regulation_defaults import DOC_TYPES
from datetime import date
from hypothesis import given
from hypothesis import strategies as st

import pytest


TODAY = date(2026, 11, 21)
CASES = lifecycle.FAMILIES["case_file"]


def reasons(key, facts, details):
    return [(one.code, one.field) for one in check(*key, facts, details, TODAY)]


@pytest.mark.parametrize(("facts", "key", "details"), CLEAR)
def test_nothing_stands_in_the_way(facts, key, details):
    assert reasons(key, facts, details) == []


@pytest.mark.parametrize(("key", "facts", "details", "expected"), REFUSED)
def test_each_reason_is_said_and_no_other(key, facts, details, expected):
    assert reasons(key, facts, details) == expected


LISTED = {
    "storage_place": "архив",
    "carriers": [{"carrier": "electronic"}],
    "term": object(),
    "asked_carriers": ("paper",),
    "findings": "Нет тем",
    "listed_on": date(2026, 11, 20),
}
#: Day of closing, what else is known, and whether the file has the needs of its kind.
ENDS = [
    (date(2026, 8, 31), {}, False),
    (date(2026, 9, 1), {}, True),
    (date(2026, 11, 20), {}, True),
    (date(2026, 11, 20), {"listed_closed": True}, False),
    (date(2004, 5, 31), {"lived_here": True}, True),
    (date(2004, 5, 31), {"lived_here": True, "listed_closed": True}, False),
    (date(2004, 5, 31), {"listed_on": None}, True),
    (None, {}, False),
    (None, {"lived_here": True}, True),
]


@pytest.mark.parametrize("step", ["close", "archive"])
@pytest.mark.parametrize(("day", "known", "needed"), ENDS)
@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.id)
def test_a_file_of_the_archives_list_ends_as_it_did(kind, day, known, needed, step):
    """Nobody knows what its kind asked then; no early day gets round the needs of one in use."""
    facts = {**LISTED, "doc_type": kind.doc_types[0], "closed_on": day, **known}
    asked = kinds.kind_rule(step)(facts, {"closed_on": day} if step == "close" else {}, TODAY)
    has_rule = kind.needs.get(step) or (kind.id, step) in kinds._OWN
    assert bool(list(asked)) == bool(needed and has_rule and kind.id != kinds.MEDIA)


def test_every_code_is_reached():
    reached = {code for row in REFUSED for code, _field in row[3]}
    assert set(kinds.CASE_KIND_CODES) <= reached


@given(
    doc_type=st.sampled_from([name for kind in kinds.KINDS for name in kind.doc_types]),
    step=st.sampled_from(["register", "close", "archive", "hand_out", "transfer", "annul"]),
    gone=st.sets(st.sampled_from(sorted({*kinds.KIND_FIELDS, "carriers", "scan_kind"}))),
)
def test_what_is_missing_never_breaks(doc_type, step, gone):
    """Whatever is not known, the answer is reasons and no error."""
    whole = next(
        facts
        for facts, _key, _details in CLEAR
        if kinds.kind_of(doc_type).id in (kinds.kind_of(facts["doc_type"]).id,)
    )
    facts = {name: value for name, value in whole.items() if name not in gone}
    found = check("case_file", step, {**facts, "doc_type": doc_type}, {}, TODAY)
    known = {*kinds.CASE_KIND_CODES, "missing", "not_given", "term_unknown", "held_by"}
    assert {one.code for one in found} <= known | {"day_in_future"}


def test_the_types_are_those_of_the_default_list():
    types = [name for kind in kinds.KINDS for name in kind.doc_types]
    assert len(types) == len(set(types))
    assert set(types) <= set(DOC_TYPES)
    assert kinds.kind_of("council_minutes") is None
    assert kinds.fields_of("council_minutes") == kinds.fields_of(None) == kinds.PLAIN_FIELDS


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.id)
def test_what_a_step_needs_stands_in_the_form(kind):
    keeping = {"storage_place", "carriers", "scan"}
    assert {name for names in kind.needs.values() for name in names} <= {*kind.fields, *keeping}


def test_certificates_are_seen_by_three_offices():
    """In every state and for every permission: never more than the director, secretary, keeper."""
    few = {lifecycle.DIRECTOR, lifecycle.SECRETARY, lifecycle.CERTIFICATE_KEEPER}
    for state in CASES.states:
        for permission in lifecycle.PERMISSIONS:
            roles = CASES.roles_for(state, permission)
            held = set(kinds.narrowed("certificate_basic", roles))
            assert held <= few
            assert kinds.narrowed("summary_sheet", roles) == roles
            if permission == lifecycle.VIEW:
                assert held == few, state
    keeper = lifecycle.CERTIFICATE_KEEPER
    for state, permission in (
        (lifecycle.DRAFT, lifecycle.MODIFY),
        (lifecycle.DRAFT, lifecycle.REGISTER),
        (lifecycle.CURRENT, lifecycle.HAND_OUT),
        (lifecycle.CLOSED, lifecycle.ARCHIVE),
    ):
        assert keeper in kinds.narrowed("certificate_basic", CASES.roles_for(state, permission))
    assert kinds.narrowed("certificate_basic", ()) == ()
    assert kinds.sees_some_kind([keeper])
    assert not kinds.sees_some_kind([lifecycle.GUARDIAN, lifecycle.AUDITOR])


def test_notebooks_lie_with_the_teachers_of_the_class():
    """They see what is open or given back and hand it out; nothing else, of no other kind (N1-2.16)."""
    teachers = {lifecycle.CLASS_TEACHER, "Subject Teacher"}
    hold = {
        (permission, state)
        for state in CASES.states
        for permission in lifecycle.PERMISSIONS
        if teachers
        & set(
            kinds.roles_in(kinds.NOTEBOOKS, state, permission, CASES.roles_for(state, permission))
        )
    }
    seen = (lifecycle.VIEW, lifecycle.ACCESS, lifecycle.LIST)
    assert hold == {
        (lifecycle.HAND_OUT, lifecycle.CURRENT),
        *((name, state) for name in seen for state in (lifecycle.CURRENT, lifecycle.HANDED_OUT)),
    }
    office = CASES.roles_for(lifecycle.CURRENT, lifecycle.VIEW)
    for doc_type in ("summary_sheet", "class_journal", None):
        assert kinds.roles_in(doc_type, lifecycle.CURRENT, lifecycle.VIEW, office) == office
    assert set(office) < set(
        kinds.roles_in(kinds.NOTEBOOKS, lifecycle.CURRENT, lifecycle.VIEW, office)
    )
    assert kinds.hands_out_some_kind(["Subject Teacher"])
    assert not kinds.hands_out_some_kind([lifecycle.GUARDIAN, lifecycle.DIRECTOR])


DAY = date(2026, 6, 25)


@pytest.mark.parametrize(
    ("doc_type", "facts", "day"),
    [
        ("certificate_basic", {"return_due_on": DAY}, DAY),
        ("certificate_basic", {}, None),
        ("check_report", {"mend_until": DAY}, DAY),
        ("check_report", {"mend_until": DAY, "mended_on": DAY}, None),
        ("control_notebook", {"lessons_until": DAY}, DAY),
        ("summary_sheet", {"lessons_until": DAY, "mend_until": DAY}, None),
        ("council_minutes", {"lessons_until": DAY}, None),
        (None, {"mend_until": DAY}, None),
    ],
)
def test_what_waits_and_until_when(doc_type, facts, day):
    assert kinds.deadline(doc_type, facts) == day


def test_a_kind_with_a_register_of_its_own_is_no_case():
    for family, names in headings.REGISTERS.items():
        assert family in lifecycle.FAMILIES
        for name in names:
            codes = [(one.code, one.field) for one in headings.filing_reasons(name)]
            assert codes == [(f"kind_elsewhere_{family}", "doc_type")], name
            # What a list of the archive filed as a case stays one, whatever else is changed.
            assert headings.filing_reasons(name, name) == ()
            assert headings.filing_reasons(name, "class_journal") != ()
    listed = {name for names in headings.HEADINGS.values() for name in names}
    cases = {name for kind in kinds.KINDS for name in kind.doc_types} | listed
    for name in (*cases, "case_nomenclature", "staff_file", None):
        assert headings.filed_as_case(name), name
    assert set(DOC_TYPES) >= {name for names in headings.REGISTERS.values() for name in names}
