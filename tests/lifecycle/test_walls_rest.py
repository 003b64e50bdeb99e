"""No REST path takes away or overwrites a record past draft, not even for Manager."""

from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from builders import step
from collections import namedtuple
from collective.schoolrecords.lifecycle.steps import enter_state
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.restapi.testing import RelativeSession
from walls import picture

import pytest
import transaction


House = namedtuple("House", "portal session paths")

NAMES = (
    "current file",
    "closed file",
    "approved order",
    "closed case",
    "accepted document",
    "returned order",
)


@pytest.fixture
def house(functional):
    """A site with one record of each kind past draft, and the Manager's session."""
    portal = functional["portal"]
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist", "Director"])
    current = step(personal_file(), "register")
    accepted = step(document(current), "approve")
    closed = step(personal_file(), "register")
    enter_state(closed, "closed")
    approved = order()
    enter_state(approved, "approved")
    case = step(case_file(), "register")
    enter_state(case, "closed")
    returned = step(order(), "submit")
    step(returned, "return", reason="Нет даты")
    root = len(portal.getPhysicalPath())
    paths = {
        name: "/".join(record.getPhysicalPath()[root:])
        for name, record in zip(
            NAMES, (current, closed, approved, case, accepted, returned), strict=True
        )
    }
    for record in (closed, approved, case):
        record.reindexObject()
    setRoles(portal, TEST_USER_ID, ["Manager"])
    folder = api.content.create(portal, "Folder", "folder")
    api.content.create(folder, "Document", "page")
    transaction.commit()
    session = RelativeSession(portal.absolute_url(), test=None)
    session.headers.update({"Accept": "application/json"})
    session.auth = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
    yield House(portal, session, paths)
    session.close()


def attacks():
    """Name → what a Manager sends against the record at ``path``."""

    def delete(http, path, url):
        return http.delete(path)

    def move(http, path, url):
        return http.post("folder/@move", json={"source": url})

    def copy(http, path, url):
        return http.post("folder/@copy", json={"source": url})

    def patch(http, path, url):
        return http.patch(path, json={"title": "Другое", "note": "стёрто", "last_name": "Ложь"})

    def rename(http, path, url):
        return http.patch(path, json={"id": "other"})

    def reorder(http, path, url):
        return http.patch(
            path.rsplit("/", 1)[0],
            json={"ordering": {"obj_id": path.rsplit("/", 1)[1], "delta": "top"}},
        )

    def history(http, path, url):
        return http.patch(f"{path}/@history", json={"version": 0})

    def sharing(http, path, url):
        entries = [{"id": "admin", "type": "user", "roles": {"Editor": True}}]
        return http.post(f"{path}/@sharing", json={"entries": entries, "inherit": False})

    def foreign_transition(http, path, url):
        return http.post(f"{path}/@workflow/publish")

    def unknown_state(http, path, url):
        return http.post(f"{path}/@workflow/destroy", json={"include_children": True})

    def tus_replace(http, path, url):
        return http.post(
            f"{path}/@tus-replace",
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": "8"},
        )

    def lock(http, path, url):
        return http.post(f"{path}/@lock")

    def working_copy(http, path, url):
        return http.post(f"{path}/@working-copy")

    def comment(http, path, url):
        return http.post(f"{path}/@comments/", json={"text": "Чужая запись"})

    def layout(http, path, url):
        return http.patch(path, json={"layout": "summary_view"})

    return locals()


@pytest.mark.parametrize("attack", attacks())
@pytest.mark.parametrize("name", NAMES)
def test_a_record_past_draft_survives(house, name, attack):
    path = house.paths[name]
    before = picture(house.portal, path)
    url = f"{house.portal.absolute_url()}/{path}"

    answer = attacks()[attack](house.session, path, url)

    assert picture(house.portal, path) == before, (answer.status_code, answer.text[:600])
    assert answer.status_code in (400, 401, 403, 404, 405, 409, 412, 501), answer.text[:600]


def test_a_document_does_not_fall_with_its_record_s_register(house):
    before = {name: picture(house.portal, path) for name, path in house.paths.items()}

    for register in ("personal-files", "orders", "cases"):
        assert house.session.delete(register).status_code in (401, 403)

    after = {name: picture(house.portal, path) for name, path in house.paths.items()}
    assert after == before


def test_transactions_are_not_undone_over_rest(house):
    before = picture(house.portal, house.paths["current file"])
    listing = house.session.get("@transactions")
    tids = [row["id"] for row in listing.json()] if listing.status_code == 200 else ["AA=="]

    answer = house.session.patch("@transactions", json={"transaction_ids": tids[:3]})

    assert answer.status_code in (400, 401, 403, 404, 500), answer.text[:300]
    assert picture(house.portal, house.paths["current file"]) == before
