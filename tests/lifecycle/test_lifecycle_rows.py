"""Short ways of a step give what the stock ways give."""

from Acquisition import aq_base
from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.lifecycle.indexable import IndexableRecord
from collective.schoolrecords.lifecycle.statuses import RecordStatus
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.content import DexterityContent
from plone.dexterity.utils import iterSchemata
from plone.indexer.interfaces import IIndexableObject
from plone.indexer.wrapper import IndexableObjectWrapper
from Products.CMFCore.interfaces import IWorkflowStatus
from zope.component import getMultiAdapter
from zope.schema import getFieldNames

import pytest


ABSENT = "absent"


@pytest.fixture
def records(portal):
    """One record of each family, a document in the file."""
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    file = step(personal_file(), "register")
    return [file, document(file), order(), step(case_file(), "register")]


def told(wrapper, name):
    """The value of a column, called when it can be, as the catalog does."""
    try:
        value = getattr(wrapper, name)
    except AttributeError:
        return ABSENT
    return value() if callable(value) else value


def test_the_catalog_gets_what_the_stock_wrapper_would_tell(records):
    catalog = api.portal.get_tool("portal_catalog")
    names = {*catalog.schema()}
    for index in catalog.getIndexObjects():
        names.update(index.getIndexSourceNames())
    for record in records:
        ours = getMultiAdapter((record, catalog), IIndexableObject)
        stock = IndexableObjectWrapper(record, catalog)

        assert isinstance(ours, IndexableRecord)
        differing = {
            name: (told(ours, name), told(stock, name))
            for name in names
            if told(ours, name) != told(stock, name)
        }
        # A record is no text file, as the stock indexer says of whatever can be sent by mail.
        assert differing == {"mime_type": (ABSENT, "text/plain")}, record.portal_type


#: What a class says itself: (portal type, field).
OWN_WORDS = {
    ("personal_file", "doc_type"),
    ("personal_file", "personal_data"),
    ("personal_file", "title"),
    ("order", "doc_type"),
    ("order", "title"),
    ("case_file", "title"),
    ("file_document", "title"),
}


def test_the_class_answers_for_empty_fields_what_the_schema_says(records):
    checked = 0
    for record in records:
        kind = type(aq_base(record))
        bare = kind.__basicnew__() if hasattr(kind, "__basicnew__") else kind.__new__(kind)
        bare.portal_type = record.portal_type
        for schema in iterSchemata(record):
            for name in getFieldNames(schema):
                if (record.portal_type, name) not in OWN_WORDS:
                    assert getattr(bare, name) == DexterityContent.__getattr__(bare, name), name
                    checked += 1
    assert checked > 60


def test_names_that_no_field_has_are_not_asked_of_the_schemata(records):
    for record in records:
        for name in ("isTemporary", "location", "_nothing_of_ours", "__conform__"):
            assert getattr(aq_base(record), name, ABSENT) == ABSENT


def test_the_last_status_is_that_of_the_history(records):
    tool = api.portal.get_tool("portal_workflow")
    case = step(records[-1], "close", closed_on=case_file().opened_on)
    workflow = tool[case.workflow_id]
    adapter = getMultiAdapter((case, workflow), IWorkflowStatus)
    history = case.workflow_history[case.workflow_id]

    assert isinstance(adapter, RecordStatus)
    assert [one["action"] for one in history] == ["register", "close"]
    assert adapter.get() == history[-1] == list(history)[-1]
    assert len(history) == 2

    adapter.set({"review_state": "draft"})
    assert adapter.get()["review_state"] == case.state == "closed"


def test_a_foreign_workflow_has_no_status(records):
    tool = api.portal.get_tool("portal_workflow")
    foreign = next(iter(tool.objectValues()))
    assert foreign.getId() != records[0].workflow_id

    assert getMultiAdapter((records[0], foreign), IWorkflowStatus).get() is None
