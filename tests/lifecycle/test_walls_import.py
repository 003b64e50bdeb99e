"""An import of content leaves the records that exist as they are, whatever it is told to do."""

from collective.exportimport.import_content import ImportContent
from collective.exportimport.import_content import ResetModifiedAndCreatedDate
from collective.exportimport.import_other import ImportDefaultPages
from collective.exportimport.import_other import ImportLocalRoles
from collective.exportimport.import_other import ImportOrdering
from DateTime import DateTime
from plone import api
from plone.app.testing import TEST_USER_ID
from walls_house import BAIT
from walls_house import RECORDS
from zope.component.hooks import setSite

import json
import pytest
import transaction


HANDLING = {"skip": 0, "replace": 1, "update": 2, "ignore": 3}


def item_of(record, state):
    """A record as an export would say it, with other values in it."""
    parent = record.aq_parent
    return {
        "@id": record.absolute_url(),
        "@type": record.portal_type,
        "id": record.getId(),
        "UID": record.UID(),
        "title": "Ложь",
        "last_name": "Ложь",
        "kind": "Ложь",
        "storage_place": "Ложь",
        "review_state": state,
        "creators": ["admin"],
        "workflow_history": {record.workflow_id: [{"review_state": state, "action": "publish"}]},
        "parent": {
            "@id": parent.absolute_url(),
            "@type": parent.portal_type,
            "UID": parent.UID(),
        },
    }


def run(house, handling, items):
    """Import as the page does it; what it raises is swallowed, what it wrote is committed."""
    request = house.portal.REQUEST
    request.form.update({"form.submitted": True})
    request.set("handle_existing_content", handling)
    view = ImportContent(house.portal, request)
    return house.attempt(lambda: view(jsonfile=json.dumps(items), return_json=True))


@pytest.mark.parametrize("state", ("draft", "destroyed"))
@pytest.mark.parametrize("handling", HANDLING)
def test_an_import_changes_no_record(house, handling, state):
    before = house.pictures()
    setSite(house.portal)

    for name in RECORDS:
        run(house, HANDLING[handling], [item_of(house.record(name), state)])

    for name, was in before.items():
        now = house.picture(name)
        # A current file may get a new draft beside its papers ("ignore"); what it had stays.
        assert set(was.contents) <= set(now.contents)
        assert (now.uid, now.path, now.state, now.permissions) == (
            was.uid,
            was.path,
            was.state,
            was.permissions,
        )
        assert (len(now.row), now.faults) == (1, ())
    untouched = {name: was for name, was in before.items() if name != "current file"}
    assert house.changes(untouched) == []


@pytest.mark.parametrize("handling", ("replace", "update"))
def test_the_import_is_real(house, handling):
    before = house.bait_picture()
    bait = house.portal.unrestrictedTraverse(BAIT)
    item = {
        "@id": bait.absolute_url(),
        "@type": "Folder",
        "id": "bait",
        "UID": bait.UID(),
        "title": "Other",
        "review_state": "published",
        "parent": {"@id": bait.aq_parent.absolute_url(), "@type": "Folder"},
    }

    assert run(house, HANDLING[handling], [item]) is None
    assert house.bait_picture() != before


def run_other(house, view_class, items):
    view = view_class(house.portal, house.portal.REQUEST)
    return house.attempt(lambda: view(jsonfile=json.dumps(items), return_json=True))


def test_local_roles_are_not_imported(house):
    before = house.pictures()

    for name in RECORDS:
        uid = before[name].uid
        roles = {"uuid": uid, "localroles": {TEST_USER_ID: ["Director"]}, "block": 1}
        run_other(house, ImportLocalRoles, [roles])
        run_other(house, ImportLocalRoles, [{"uuid": uid, "block": 1}])

    assert house.changes(before) == []


def test_local_roles_are_imported_elsewhere(house):
    before = house.bait_picture()
    uid = house.portal.unrestrictedTraverse(BAIT).UID()
    roles = {"uuid": uid, "localroles": {TEST_USER_ID: ["Editor"]}, "block": 1}

    assert run_other(house, ImportLocalRoles, [roles]) is None
    assert house.bait_picture() != before


def test_order_and_default_pages_are_not_imported(house):
    before = house.pictures()

    for name in RECORDS:
        uid = before[name].uid
        run_other(house, ImportOrdering, [{"uuid": uid, "order": 0}])
        run_other(house, ImportDefaultPages, [{"uuid": uid, "default_page": "x"}])

    assert house.changes(before) == []


def test_dates_are_not_reset(house):
    before = house.pictures()
    for name in RECORDS:
        house.record(name).creation_date = DateTime("2001/01/01")
    transaction.commit()
    view = ResetModifiedAndCreatedDate(house.portal, house.portal.REQUEST)
    house.portal.REQUEST.form.update({"form.submitted": True})

    house.attempt(view)

    assert house.changes(before) == []
    assert api.portal.get().getId() == "plone"
