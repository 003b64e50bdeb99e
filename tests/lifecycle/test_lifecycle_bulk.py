"""Filing in bulk makes what the ordinary path makes: attributes, catalog, permissions, life."""

from AccessControl.PermissionRole import rolesForPermissionOn
from builders import personal_file
from builders import PUPIL
from builders import step
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.ledger.actor import working_as
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.lifecycle.bulk import BulkFiling
from collective.schoolrecords.lifecycle.bulk import withdraw
from datetime import date
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.utils import createContentInContainer
from plone.dexterity.utils import iterSchemata
from Products.CMFCore.indexing import processQueue
from zope.schema import getFieldNames

import pytest


CASE = {
    "title": "Сводная ведомость 9А за 2024/25",
    "doc_type": "summary_sheet",
    "case_index": "02-14",
    "opened_on": date(2024, 9, 1),
    "storage_place": "Архив, стеллаж 3",
    "carriers": [{"carrier": "paper"}],
}
#: What no two records share, however they are made.
OWN = ("UID", "getId", "id", "path")
TIMES = ("Date", "created", "modified", "CreationDate", "ModificationDate")


@pytest.fixture
def office(portal):
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    return portal


def bulk(register, portal_type, *values, **options):
    with working_as("import"):
        filing = BulkFiling(api.portal.get()[register], portal_type)
        records = [filing.file(one, **options) for one in values]
    filing.finish()
    return records


def ordinary_and_bulk(kind):
    if kind == "case_file":
        plain = createContentInContainer(api.portal.get()["cases"], "case_file", **CASE)
        return plain, bulk("cases", "case_file", dict(CASE))[0]
    plain = personal_file(number=5)
    return plain, bulk("personal-files", "personal_file", {**PUPIL, "number": 5})[0]


def row_of(record):
    processQueue()
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(record.getPhysicalPath())
    rid = catalog.getrid(path)
    return dict(catalog.getIndexDataForRID(rid)), catalog.getMetadataForRID(rid)


def comparable(values):
    found = {name: one for name, one in values.items() if name not in (*OWN, *TIMES)}
    for name in ("allowedRolesAndUsers", "object_provides", "SearchableText"):
        if name in found:
            found[name] = sorted(one for one in found[name] if not one.startswith("user:child-"))
    if "record_codes" in found:
        # The code of the cover follows from the UID.
        found["record_codes"] = [one for one in found["record_codes"] if not one.startswith("#")]
    return found


def kept(record):
    """Names of what a record keeps: what is forgotten with the connection is left out."""
    return {name for name in record.__dict__ if not name.startswith("_v_")}


@pytest.mark.parametrize("kind", ["case_file", "personal_file"])
class TestSameAsOrdinary:
    def test_attributes(self, office, kind):
        plain, lean = ordinary_and_bulk(kind)

        names = {name for schema in iterSchemata(plain) for name in getFieldNames(schema)}
        assert {name: getattr(lean, name) for name in names} == {
            name: getattr(plain, name) for name in names
        }
        assert kept(lean) - names == kept(plain) - names
        for name in ("_owner", "__ac_local_roles__", "creators", "portal_type", "description"):
            assert getattr(lean.aq_base, name) == getattr(plain.aq_base, name)
        assert len(lean.UID()) == 32
        assert lean.getId() != plain.getId()

    def test_catalog_row(self, office, kind):
        plain, lean = ordinary_and_bulk(kind)
        (plain_index, plain_data), (lean_index, lean_data) = row_of(plain), row_of(lean)

        assert comparable(lean_index) == comparable(plain_index)
        assert comparable(lean_data) == comparable(plain_data)
        assert lean_data["created"] == lean.created()
        assert lean_index["modified"] > 0

    def test_permissions(self, office, kind):
        plain, lean = ordinary_and_bulk(kind)
        for permission in rules.PERMISSIONS:
            assert rolesForPermissionOn(permission, lean) == rolesForPermissionOn(permission, plain)

    def test_place_in_the_register(self, office, kind):
        plain, lean = ordinary_and_bulk(kind)
        register = plain.aq_parent

        assert register[lean.getId()].UID() == lean.UID()
        assert register.objectCount() == 2
        assert set(register.objectIds()) == {plain.getId(), lean.getId()}
        assert set(register._mt_index[plain.meta_type]) == {plain.getId(), lean.getId()}
        assert register.kept() == 0

    def test_chain_and_digest(self, office, kind):
        _plain, lean = ordinary_and_bulk(kind)
        chain = chain_of(lean)

        assert [(one.event, one.state, one.source) for one in chain.entries()] == [
            ("imported", "draft", "import")
        ]
        assert chain.verify() == ()
        assert chain.last().after == digest_of(lean)

    def test_ordinary_life_afterwards(self, office, kind):
        _plain, lean = ordinary_and_bulk(kind)
        if kind == "personal_file":
            lean.number = 77

        step(lean, "register")

        assert lean.state == "current"
        assert lean.aq_parent.kept() == 1
        assert row_of(lean)[1]["review_state"] == "current"
        assert chain_of(lean).verify() == ()


def test_a_family_finds_its_own_child_only(office):
    one, two = bulk(
        "personal-files",
        "personal_file",
        {**PUPIL, "number": 1, "cohort_id": "c1"},
        {**PUPIL, "number": 2, "cohort_id": "c2"},
    )
    readers = [
        {user for user in row_of(record)[0]["allowedRolesAndUsers"] if user.startswith("user:")}
        for record in (one, two)
    ]
    assert readers == [{"user:cohort-c1-class_teacher"}, {"user:cohort-c2-class_teacher"}]


def test_past_draft_from_the_beginning_counts_and_keeps(office):
    closed = {**CASE, "closed_on": date(2020, 5, 31)}
    (record,) = bulk("cases", "case_file", closed, state="closed")

    assert office["cases"].kept() == 1
    assert record.past_draft
    assert row_of(record)[1]["review_state"] == "closed"
    assert step(record, "archive").state == "archived"


def test_values_that_the_schema_refuses_are_named(office):
    filing = BulkFiling(office["cases"], "case_file")

    wrong = {**CASE, "title": "д" * 401, "sheets": -1, "carriers": [{"carrier": "stone"}]}

    assert filing.problems(wrong) == ["title", "carriers", "sheets"]
    assert filing.problems(CASE) == []


def test_withdrawn_drafts_leave_nothing(office):
    keep, gone = bulk("cases", "case_file", dict(CASE), dict(CASE))
    path, uid = "/".join(gone.getPhysicalPath()), gone.UID()

    withdraw([gone])

    register = office["cases"]
    assert list(register.objectIds()) == [keep.getId()]
    assert list(register._mt_index[keep.meta_type]) == [keep.getId()]
    assert register.objectCount() == 1
    catalog = api.portal.get_tool("portal_catalog")
    assert catalog.getrid(path) is None
    assert len(catalog.unrestrictedSearchResults(UID=uid)) == 0


def test_what_is_past_draft_is_not_withdrawn(office):
    (record,) = bulk("cases", "case_file", dict(CASE), state="current")

    with pytest.raises(ValueError, match="only empty drafts"):
        withdraw([record])
    assert record.getId() in office["cases"]
