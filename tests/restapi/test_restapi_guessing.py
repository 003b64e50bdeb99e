"""A guardian and a pupil who guess the addresses of other children get nothing at all.

Two children of one class, each with a paper and its scan; the accounts belong to the first.
"""

from builders import document
from builders import personal_file
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.school import cohorts
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from plone.namedfile.file import NamedBlobFile
from role_accounts import give
from role_accounts import session
from schoolrecords_town import on_day
from schoolrecords_town import Town

import pytest


__all__ = ["on_day"]

SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "01_zayavlenie_o_prieme.pdf"
REFUSED = (401, 403, 404)
FAMILY = ("Guardian", "Pupil")
#: What lies at the address of a file and at that of a paper in it.
OF_A_FILE = (
    "",
    "/@record-history",
    "/@year-results",
    "/@inner-inventory",
    "/@holder",
    "/@workflow",
    "/@preconditions",
    "/@sharing",
    "/@history",
    "/@@download/scan",
    "/@@print-cover",
    "/@@print-statement-studies",
    "/@@paper?name=print-cover",
)
OF_A_PAPER = ("", "/@record-history", "/@workflow", "/@@download/scan", "/@@display-file/scan")


class Children:
    """The files of two children, and how one finds them."""

    def __init__(self, portal):
        self.portal = portal
        self.town = Town(portal)
        setRoles(portal, TEST_USER_ID, ["Secretary", "Class Teacher"])
        login(portal, TEST_USER_NAME)
        cohort = cohorts.add_cohort(self.town.school, year=2025, grade=7, letter="А")
        self.own, self.own_paper = self.file(cohort.id, last_name="Козлова")
        self.other, self.other_paper = self.file(cohort.id, last_name="Сорокина", letter="С")

    def file(self, cohort_id, **values):
        """A current file with one accepted paper and its scan."""
        made = personal_file(cohort_id=cohort_id, **values)
        scan = NamedBlobFile(SCAN.read_bytes(), filename="zayavlenie.pdf")
        examine(scan)
        paper = document(made, scan=scan)
        for record, state in ((made, "current"), (paper, "approved")):
            enter_state(record, state)
            record.reindexObject()
        made.reindexObjectSecurity()
        return made, paper

    def path(self, record):
        """The address of a record below the site."""
        root = len(self.portal.getPhysicalPath())
        return "/".join(record.getPhysicalPath()[root:])


@pytest.fixture
def children(functional, on_day):
    return Children(functional["portal"])


@pytest.fixture(params=FAMILY)
def family(request, children):
    """A session of somebody of the first child's family."""
    give(children.town, request.param, children.own)
    with session(children.portal, "somebody") as http:
        yield http


def test_the_own_file_is_open(children, family):
    """Else the refusals below would prove nothing."""
    own = children.path(children.own)
    for address in ("", "/@record-history", "/@year-results", "/@inner-inventory"):
        assert family.get(own + address).status_code == 200
    scan = family.get(f"{children.path(children.own_paper)}/@@download/scan")
    assert (scan.status_code, scan.content) == (200, SCAN.read_bytes())


def test_every_address_of_another_child_s_file_is_refused(children, family):
    other, paper = children.path(children.other), children.path(children.other_paper)
    addresses = [other + end for end in OF_A_FILE] + [paper + end for end in OF_A_PAPER]
    answers = {address: family.get(address) for address in addresses}
    assert {
        address: answer.status_code
        for address, answer in answers.items()
        if answer.status_code not in REFUSED
    } == {}
    assert [address for address, answer in answers.items() if "Сорокина" in answer.text] == []


def test_a_scan_is_not_fetched_through_the_page_either(children, family):
    """A browser, which asks for no JSON, is led away or refused and gets no bytes."""
    paper = children.path(children.other_paper)
    for address in (f"{paper}/@@download/scan", f"{paper}/scan", f"{paper}/@@images/scan"):
        answer = family.get(address, headers={"Accept": "*/*"})
        assert SCAN.read_bytes()[:200] not in answer.content
        led_away = answer.url.endswith("/insufficient-privileges")
        assert answer.status_code in REFUSED or led_away


@pytest.mark.parametrize("query", ["", "Сорокина", "Сорок*", "С-"])
def test_searches_find_the_own_child_only(children, family, query):
    found = family.get("@search", params={"SearchableText": query} if query else {})
    assert found.status_code == 200
    uid = family.get("@search", params={"UID": children.other.UID()})
    assert uid.json()["items_total"] == 0
    body = {
        "query": [
            {
                "i": "portal_type",
                "o": "plone.app.querystring.operation.selection.any",
                "v": ["personal_file", "file_document"],
            }
        ]
    }
    listed = family.post("@querystring-search", json=body)
    assert listed.status_code == 200
    paths = {
        item["@id"].removeprefix(children.portal.absolute_url()) for item in listed.json()["items"]
    }
    assert paths == {f"/{children.path(one)}" for one in (children.own, children.own_paper)}
    for answer in (found, uid, listed):
        assert children.path(children.other) not in answer.text


def test_the_register_lists_the_own_child_only(children, family):
    listed = family.get("personal-files", params={"fullobjects": 1})
    assert listed.status_code == 200
    assert children.path(children.other) not in listed.text
    assert "Сорокина" not in listed.text
    assert children.path(children.own) in listed.text


def test_nothing_is_written_into_another_child_s_file(children, family):
    other = children.path(children.other)
    answers = [
        family.patch(other, json={"note": "x"}),
        family.post(other, json={"@type": "file_document", "kind": "x"}),
        family.patch(f"{other}/@year-results", json={}),
        family.post(f"{other}/@workflow/close", json={}),
        family.post(f"{other}/@move-to-class", json={}),
        family.post(f"{other}/@holder", json={}),
        family.delete(other),
    ]
    assert [answer.status_code for answer in answers if answer.status_code not in REFUSED] == []


def test_nobody_without_a_login_sees_either_child(children):
    with session(children.portal, None) as http:
        for record in (children.own, children.other, children.own_paper):
            assert http.get(children.path(record)).status_code in REFUSED
        found = http.get("@search", params={"b_size": 100}).json()["items"]
        assert {item["@type"] for item in found} <= {"Plone Site"}
