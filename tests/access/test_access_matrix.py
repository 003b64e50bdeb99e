"""Role × type × state × permission: what users of a site hold, the tables, the page.

One test per role and type; its failure lists every wrong cell. The users hold their roles as in
life: offices and classes by appointment, family by a link to the child's file.
"""

from AccessControl import getSecurityManager
from builders import book
from builders import case_file
from builders import destruction_act
from builders import document
from builders import inventory
from builders import local_regulation
from builders import order
from builders import personal_file
from builders import portfolio
from builders import protocol
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.school import cohorts
from functools import partial
from generated_pages import check_page
from permissions_tables import tables
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from role_accounts import due_to
from role_accounts import EVERY_ROLE
from role_accounts import give
from role_accounts import SCHOOL_ROLES
from role_accounts import SOMEBODY

import contextlib
import itertools
import permissions_page
import pytest


BUILDERS = {
    "personal_file": personal_file,
    "order": order,
    "case_file": case_file,
    "inventory": inventory,
    "destruction_act": destruction_act,
    "protocol": protocol,
    "book": book,
    "portfolio": portfolio,
    "local_regulation": local_regulation,
}
REGISTERS = {
    "personal_file": "personal-files",
    "order": "orders",
    "case_file": "cases",
    "inventory": "inventories",
    "destruction_act": "destruction-acts",
    "protocol": "protocols",
    "book": "books",
    "portfolio": "portfolios",
    "local_regulation": "regulations",
}
#: Families whose records hold documents, and those that know a class.
PARENTS = ("personal_file", "order", "case_file", "protocol", "portfolio", "local_regulation")
OF_A_CLASS = ("personal_file", "case_file")
#: Families that know classes by their rows; here one class is put down without a row.
OF_ROWS_OF_CLASSES = ("protocol", "book")
DOCUMENT_STATES = rules.FAMILIES["file_document"].states


@pytest.fixture
def filed(portal, town, on_day):
    """Make a record of a family, in a class where that family knows one."""
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist", "Deputy"])
    cohort = cohorts.add_cohort(town.school, year=2025, grade=7, letter="А")

    def make(family, file=None):
        more = {"cohort_id": cohort.id} if family in OF_A_CLASS else {}
        more |= {"file": file} if family == "portfolio" else {}
        record = BUILDERS[family](**more)
        if family in OF_ROWS_OF_CLASSES:
            record._cohorts = (cohort.id,)
        return record

    return make


@pytest.fixture
def acting(town):
    """Act as a user who holds one role at a personal file, and nothing else."""

    @contextlib.contextmanager
    def act(role, file):
        if role == "Anonymous":
            logout()
            yield
            return
        give(town, role, file)
        with town.logged_in(SOMEBODY):
            yield

    return act


def held(obj):
    """The permissions of the tables that the present user holds on ``obj``."""
    check = getSecurityManager().checkPermission
    return {name for name in rules.PERMISSIONS if check(name, obj)}


def wrong_cells(role, obj, where, by_table, by_page):
    """Lines for each permission on which the site, the tables and the page do not agree."""
    really = held(obj)
    for name in rules.PERMISSIONS:
        table = due_to(role, by_table(name))
        page = due_to(role, by_page.get(name, ()))
        if not (name in really) == table == page:
            yield f"{where}, {name}: holds {name in really}, table {table}, page {page}"


@pytest.mark.docs
def test_the_page_is_what_the_tables_say():
    check_page("reference/permissions.md", permissions_page.page())


def test_the_page_has_a_table_for_every_type():
    """Else a comparison with the page would be one with nothing."""
    headings = set(tables())
    assert set(BUILDERS) | {"Registers", "The site"} <= headings
    for family in BUILDERS:
        assert tuple(tables()[family]) == rules.FAMILIES[family].states


def test_every_role_of_the_school_is_asked():
    """Eleven offices, two roles of a class, two of a child."""
    assert len(SCHOOL_ROLES) == 15


@pytest.mark.parametrize("family", BUILDERS)
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_record(filed, acting, role, family):
    file = filed("personal_file")
    record = file if family == "personal_file" else filed(family, file)
    wrong = []
    with acting(role, file):
        for state in rules.FAMILIES[family].states:
            enter_state(record, state)
            record._left_draft = False
            by_table = partial(rules.FAMILIES[family].roles_for, state)
            wrong += wrong_cells(role, record, state, by_table, tables()[family][state])
    assert not wrong, "\n".join(wrong)


def around(parent, medical):
    """State of the record around → the page's table for documents in it."""
    kind = "medical paper" if medical else "file_document"
    for heading, columns in tables().items():
        opening, _colon, states = heading.partition(": ")
        if opening == f"{kind} in {parent}":
            for state in states.split():
                yield state, columns


@pytest.mark.parametrize("medical", [False, True], ids=["paper", "medical"])
@pytest.mark.parametrize("parent", PARENTS)
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_document_inside_a_record(filed, acting, role, parent, medical):
    file = filed("personal_file")
    record = file if parent == "personal_file" else filed(parent, file)
    with api.env.adopt_roles(["Secretary"]):
        paper = document(record, medical=medical)
    pages = dict(around(parent, medical))
    assert tuple(sorted(pages)) == tuple(sorted(rules.FAMILIES[parent].states))
    wrong = []
    with acting(role, file):
        for outer, inner in itertools.product(pages, DOCUMENT_STATES):
            record._state = outer
            paper._state = inner
            where = {"state": inner, "medical": medical}
            where |= {"parent_family": parent, "parent_state": outer}
            by_table = partial(rules.document_roles, **where)
            page = pages[outer][inner]
            wrong += wrong_cells(role, paper, f"{inner} in {outer}", by_table, page)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_the_registers(portal, filed, acting, role):
    wrong = []
    with acting(role, filed("personal_file")):
        for family, register in REGISTERS.items():
            by_table = partial(rules.register_roles, family)
            page = tables()["Registers"][family]
            wrong += wrong_cells(role, portal[register], register, by_table, page)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_the_site(portal, filed, acting, role):
    wrong = []
    with acting(role, filed("personal_file")):
        check = getSecurityManager().checkPermission
        for name, roles in permissions_page.rolemap().items():
            really, table = bool(check(name, portal)), role in roles
            page = role in tables()["The site"]["roles"][name]
            if not really == table == page:
                wrong.append(f"{name}: holds {really}, rolemap {table}, page {page}")
    assert not wrong, "\n".join(wrong)


def test_a_returned_order_is_deleted_by_nobody(filed):
    """People have worked on it: its chain tells of the way through the director's hands."""
    returned = filed("order")
    enter_state(returned, "in_review")
    enter_state(returned, "draft")
    for role in ("Secretary", "Deputy", "Manager"):
        with api.env.adopt_roles([role]):
            assert rules.DELETE not in held(returned)
    with api.env.adopt_roles(["Secretary"]):
        assert rules.MODIFY in held(returned)


def test_who_drafted_a_record_has_no_right_from_that(portal, filed):
    """Zope makes the author `Owner`; no table names that role."""
    mine = filed("order")
    assert mine.getOwner().getId() == TEST_USER_ID
    setRoles(portal, TEST_USER_ID, ["Member"])
    assert "Owner" in api.user.get_current().getRolesInContext(mine)
    assert held(mine) == set()
