"""Role × state over real HTTP: GET, PATCH, DELETE and every step; other services once per role.

One test per role and type; its failure lists every wrong cell. What is due follows from the
tables of core/lifecycle.py and from rolemap.xml. States are set behind the workflow's back,
because not the way there is tested but what is answered there.
"""

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
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from role_accounts import due_to
from role_accounts import EVERY_ROLE
from role_accounts import give
from role_accounts import session
from role_accounts import SOMEBODY
from schoolrecords_town import on_day
from schoolrecords_town import Town
from xml.etree import ElementTree

import permissions_page
import pytest
import transaction


__all__ = ["on_day"]

REFUSED = (401, 403)
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
BUILDERS = {
    "order": order,
    "case_file": case_file,
    "inventory": inventory,
    "destruction_act": destruction_act,
    "protocol": protocol,
    "book": book,
    "portfolio": portfolio,
    "local_regulation": local_regulation,
}
#: Families of which every step is asked in every state.
EVERY_STEP = ("personal_file", "file_document", "order", "case_file")
#: Families that know classes by their rows; here one class is put down without a row.
OF_ROWS_OF_CLASSES = ("protocol", "book")
CHANGES = {
    "personal_file": {"note": "Проверено"},
    "file_document": {"note": "Проверено"},
    "order": {"storage_place": "Шкаф 9"},
    "case_file": {"note": "Проверено"},
    "inventory": {"note": "Проверено"},
    "destruction_act": {"title": "Акт за год"},
    "protocol": {"storage_place": "Шкаф 9"},
    "book": {"storage_place": "Шкаф 9"},
    "portfolio": {"storage_place": "Шкаф 9"},
    "local_regulation": {"storage_place": "Шкаф 9"},
}
PACKAGE = Path(permissions_page.ROOT) / "src" / "collective" / "schoolrecords"


class Place:
    """A school with one class, and records of it in any state."""

    def __init__(self, portal):
        self.portal = portal
        self.town = Town(portal)
        setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist", "Deputy"])
        login(portal, TEST_USER_NAME)
        self.cohort = cohorts.add_cohort(self.town.school, year=2025, grade=7, letter="А")
        self.file = personal_file(cohort_id=self.cohort.id)
        enter_state(self.file, "current")

    def make(self, family):
        """A new draft; a document lies in the file of the class, which is current."""
        if family == "personal_file":
            return personal_file(cohort_id=self.cohort.id)
        if family == "file_document":
            return document(self.file)
        record = BUILDERS[family](*([self.file] if family == "portfolio" else ()))
        if family in OF_ROWS_OF_CLASSES:
            record._cohorts = (self.cohort.id,)
        return record


@pytest.fixture
def place(functional, on_day):
    """The place, with the test user logged in as its office."""
    return Place(functional["portal"])


@pytest.fixture
def as_role(place):
    """Open a session with one role at the personal file ``file`` (by default the class's)."""

    def open_session(role, file=None):
        if role != "Anonymous":
            give(place.town, role, file or place.file)
            login(place.portal, TEST_USER_NAME)
        return session(place.portal, None if role == "Anonymous" else SOMEBODY)

    return open_session


class Walk:
    """Asks everything of records of one family in every state; keeps what is wrong."""

    def __init__(self, place, family, role):
        self.place, self.family, self.role = place, rules.FAMILIES[family], role
        self.wrong = []
        self.record = self.path = None
        self.renew()

    def renew(self):
        """Take a new record, because the former one was changed or is gone."""
        former = self.record
        # A child's file is the one that the family is linked to: it is never replaced here,
        # because neither a guardian nor a pupil may write.
        if former is None and self.family.id == "personal_file":
            self.record = self.place.file
        else:
            self.record = self.place.make(self.family.id)
        root = len(self.place.portal.getPhysicalPath())
        self.path = "/".join(self.record.getPhysicalPath()[root:])

    def enter(self, state):
        """Put the record into a state, as if it had never been elsewhere."""
        transaction.begin()
        enter_state(self.record, state)
        self.record._left_draft = state != rules.DRAFT
        transaction.commit()

    def holds(self, permission, state):
        """Whether the role is due to hold a permission by the tables."""
        if self.family.id == "file_document":
            around = (False, "personal_file", "current")
            return due_to(self.role, rules.document_roles(permission, state, *around))
        return due_to(self.role, self.family.roles_for(state, permission))

    def ask(self, what, state, answer, due):
        """Keep a wrong answer; take a new record when this one left its state or is gone."""
        if answer.status_code not in due:
            self.wrong.append(
                f"{state}: {what} answers {answer.status_code}, due {due}: {answer.text[:120]}"
            )
        if what not in ("GET", "PATCH") and answer.ok:
            transaction.begin()
            self.renew()
            transaction.commit()
            self.enter(state)

    def state(self, http, state):
        """All questions in one state."""
        self.enter(state)
        seen = self.holds(rules.VIEW, state)
        self.ask("GET", state, http.get(self.path), (200,) if seen else REFUSED)
        due = (204,) if self.holds(rules.MODIFY, state) else REFUSED
        self.ask("PATCH", state, http.patch(self.path, json=CHANGES[self.family.id]), due)
        for step in self.steps_to_ask(state):
            address = f"{self.path}/@workflow/{step.id}"
            self.ask(f"step {step.id}", state, http.post(address, json={}), self.due(step, state))
        due = (204,) if self.holds(rules.DELETE, state) else REFUSED
        self.ask("DELETE", state, http.delete(self.path), due)

    def steps_to_ask(self, state):
        """All steps of the first families; of later ones those that leave the state and one more.

        The others are all answered alike there; which one is asked moves on with role and state, so
        that each of them is asked by somebody somewhere.
        """
        if self.family.id in EVERY_STEP:
            return self.family.steps
        leaving = list(self.family.steps_from(state))
        others = [step for step in self.family.steps if step not in leaving]
        turn = EVERY_ROLE.index(self.role) + self.family.states.index(state)
        return [*leaving, *others[turn % len(others) :][:1]] if others else leaving

    def due(self, step, state):
        """A step: not seen, not from this state, not with this role, or done or all reasons."""
        if not self.holds(rules.VIEW, state):
            return REFUSED
        if state not in step.sources:
            return (400,)
        return (200, 409) if self.holds(step.permission, state) else (403,)


@pytest.mark.parametrize("family", rules.FAMILIES)
@pytest.mark.parametrize("role", EVERY_ROLE)
def test_a_record(place, as_role, role, family):
    walk = Walk(place, family, role)
    with as_role(role) as http:
        for state in walk.family.states:
            walk.state(http, state)
    assert not walk.wrong, "\n".join(walk.wrong)


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_the_registers(place, as_role, role):
    """Whoever is logged in opens a register; the family's office files; nobody removes it."""
    wrong = []
    with as_role(role) as http:
        for family, register in REGISTERS.items():
            may = due_to(role, rules.register_roles(family, rules.ADD))
            # 400: the body lacks what the schema requires, so nothing is filed
            for method, body, due in (
                ("get", None, (200,) if role != "Anonymous" else REFUSED),
                ("post", {"@type": family, "cohort_id": 7}, (400,) if may else REFUSED),
                ("patch", {"title": "Другое"}, REFUSED),
                ("delete", None, REFUSED),
            ):
                answer = getattr(http, method)(register, json=body)
                if answer.status_code not in due:
                    wrong.append(f"{method} {register}: {answer.status_code}, due {due}")
    assert not wrong, "\n".join(wrong)


def site_services():
    """(method, name, title of the permission) of every service of the school at the site."""
    titles = {
        one.get("id"): one.get("title")
        for one in ElementTree.parse(PACKAGE / "access" / "permissions.zcml").iter()
        if one.tag.endswith("permission")
    }
    for path in sorted(PACKAGE.rglob("configure.zcml")):
        for one in ElementTree.parse(path).iter():
            here = one.tag.endswith("}service") and one.get("for", "").endswith("ISiteRoot")
            if here and one.get("permission") in titles:
                yield one.get("method"), one.get("name"), titles[one.get("permission")]


def test_the_services_are_found():
    """Else the next test would ask nothing."""
    found = set(site_services())
    assert ("GET", "@due", "School Records: View Due") in found
    assert ("POST", "@imports", "School Records: Import") in found
    assert ("GET", "@file-plan", "School Records: View School") in found


def is_closed(answer):
    """Whether the address itself is closed to who asked."""
    return answer.status_code == 401 or (
        answer.status_code == 403 and answer.json()["type"] == "Forbidden"
    )


@pytest.mark.parametrize("role", EVERY_ROLE)
def test_the_services_of_the_site(place, as_role, role):
    """An empty body is sent: who may use the service is told what is missing, or is served."""
    wrong = []
    with as_role(role) as http:
        for method, name, permission in site_services():
            may = role in permissions_page.rolemap()[permission]
            answer = http.request(method, name, json=None if method == "GET" else {})
            code = answer.status_code
            # a refusal in words (403) is the service's own: the permission has let them in
            if may and (is_closed(answer) or code >= 500):
                wrong.append(f"{method} {name}: {code}, though due to be let in")
            if not may and code not in REFUSED:
                wrong.append(f"{method} {name}: {code}, though due to be kept out")
    assert not wrong, "\n".join(wrong)
