"""Records exported and imported by collective.exportimport: no step is taken, no wall is passed."""

from AccessControl.PermissionRole import rolesForPermissionOn
from builders import case_file
from builders import document
from builders import personal_file
from builders import step
from collective.schoolrecords.core import lifecycle as rules
from collective.schoolrecords.exchange.exportimport import ExportRecords
from collective.schoolrecords.exchange.exportimport import ImportRecords
from collective.schoolrecords.integrity.presence import Presence
from collective.schoolrecords.interfaces import ISchoolRecordsLayer
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.interfaces import IRecordSteppedEvent
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.hold.index import find_holds
from dataclasses import replace
from datetime import date
from imports_help import by_uid
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zope.component import getGlobalSiteManager
from zope.component import provideHandler
from zope.interface import alsoProvides

import json
import pytest
import transaction


TYPES = ["personal_file", "file_document", "case_file"]
#: Every step that must not happen again.
OFFICE = ["Secretary", "Archivist", "Director", "Manager"]


@pytest.fixture
def site(functional):
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, OFFICE)
    alsoProvides(portal.REQUEST, ISchoolRecordsLayer)
    transaction.commit()
    return portal


@pytest.fixture
def steps_taken():
    """The steps that were taken while the test runs."""
    taken = []

    def remember(event):
        taken.append(event.step.id)

    provideHandler(remember, [IRecordSteppedEvent])
    yield taken
    getGlobalSiteManager().unregisterHandler(remember, [IRecordSteppedEvent])


def exported(portal):
    """Everything that our export writes about the records."""
    view = api.content.get_view("export_content", portal, portal.REQUEST)
    assert isinstance(view, ExportRecords)
    settings = {
        "portal_type": TYPES,
        "path": "/".join(portal.getPhysicalPath()),
        "depth": -1,
        "include_blobs": 0,
        "migration": False,
        "include_revisions": False,
        "write_errors": False,
        "errors": [],
    }
    for name, value in settings.items():
        setattr(view, name, value)
    return json.loads(json.dumps(list(view.export_content())))


def elsewhere(items):
    """The same records as another site would get them: other addresses, other UIDs."""
    ids = {item["UID"]: item["UID"][::-1] for item in items}
    moved = []
    for item in items:
        address = item["@id"].rsplit("/", 1)
        parent = {**item["parent"]}
        if parent["UID"] in ids:
            parent["UID"] = ids[parent["UID"]]
        item = {
            **item,
            "@id": f"{address[0]}/{item['id'][::-1]}",
            "id": item["id"][::-1],
            "UID": ids[item["UID"]],
            "parent": parent,
        }
        moved.append(item)
    return moved


def import_items(portal, items):
    portal.REQUEST.form["form.submitted"] = True
    view = api.content.get_view("import_content", portal, portal.REQUEST)
    view(jsonfile=json.dumps(items), return_json=True)


def test_our_page_stands_in_for_the_stock_one(site):
    view = api.content.get_view("import_content", site, site.REQUEST)

    assert isinstance(view, ImportRecords)


def test_records_come_in_as_drafts_with_the_permissions_of_drafts(site, steps_taken):
    file = personal_file(number=5)
    paper = document(file)
    step(file, "register")
    step(paper, "approve")
    closed = case_file()
    step(closed, "register")
    step(closed, "close", closed_on=date(2025, 6, 1))
    draft = personal_file(number=6)
    transaction.commit()
    before = {
        record.UID(): (record.state, chain_of(record).head()) for record in (file, paper, closed)
    }
    items = exported(site)
    assert {item["review_state"] for item in items} == {"current", "approved", "closed", "draft"}
    steps_taken.clear()

    import_items(site, elsewhere(items))

    assert steps_taken == []
    assert site["personal-files"].kept() == 1
    assert site["cases"].kept() == 1
    for item in items:
        record = by_uid(item["UID"][::-1])
        assert record.state == "draft"
        assert not record.past_draft
        chain = chain_of(record)
        assert chain.verify() == ()
        assert chain.uid == record.UID()
        assert {entry.transition for entry in chain.entries()} == {None}
        assert {entry.source for entry in chain.entries()} == {"import"}
        assert [status["review_state"] for status in workflow_of(record)] == ["draft"]
        (brain,) = api.content.find(UID=record.UID())
        assert brain.review_state == "draft"
        family = rules.FAMILIES[record.family_id]
        for permission in (rules.DELETE, rules.MODIFY, rules.REGISTER, rules.CLOSE):
            wanted = set(family.roles_for("draft", permission))
            assert set(rolesForPermissionOn(permission, record)) - {"Shared"} == wanted
    came = by_uid(file.UID()[::-1])
    assert (came.last_name, came.number) == (file.last_name, 5)
    assert list(Presence(site).absent()) == []
    # What stood here is as it was.
    for record in (file, paper, closed):
        assert before[record.UID()] == (record.state, chain_of(record).head())
    assert draft.state == "draft"


def workflow_of(record):
    return record.workflow_history[record.workflow_id]


def test_an_imported_record_is_registered_like_any_other(site):
    file = personal_file(number=5)
    step(file, "register")
    transaction.commit()
    import_items(site, elsewhere(exported(site)))
    came = by_uid(file.UID()[::-1])

    from collective.schoolrecords.lifecycle.steps import reasons

    assert [reason.code for reason in reasons(came, "register")] == ["number_taken"]
    came.number = 7
    assert step(came, "register").state == "current"


def test_what_was_forbidden_to_destroy_there_is_not_free_here(site):
    case = step(case_file(), "register")
    why = {"reason": "Спор", "basis": "Определение суда", "basis_date": date(2025, 8, 20)}
    laid = holds.place(case, **why, until=date(2999, 12, 31))
    holds.lift(case, holds.place(case, reason="Ревизия", basis="Приказ").id, "Окончена")
    transaction.commit()

    items = elsewhere(exported(site))
    import_items(site, items)
    import_items(site, items)

    (came,) = holds.holds_of(by_uid(case.UID()[::-1]))
    assert came == replace(laid, id=came.id, placed_at=laid.placed_at.replace(microsecond=0))
    assert came.id != laid.id
    chain = chain_of(by_uid(case.UID()[::-1]))
    assert [one.event for one in chain.entries()].count("hold_placed") == 1
    assert holds.holds_in_force(case) == (laid,)
    assert len(find_holds()) == 3


def test_other_content_keeps_its_state(site):
    api.portal.get_tool("portal_workflow").setDefaultChain("simple_publication_workflow")
    page = api.content.create(site, "Document", "page", title="Страница")
    item = {
        "@id": f"{site.absolute_url()}/other",
        "@type": "Document",
        "id": "other",
        "UID": page.UID()[::-1],
        "title": "Другая",
        "review_state": "published",
        "parent": {"@id": site.absolute_url(), "@type": "Plone Site"},
    }

    import_items(site, [item])

    assert api.content.get_state(site["other"]) == "published"
