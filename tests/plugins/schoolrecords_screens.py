"""A small school for the tests of screens: one account per office, records in several states."""

from bs4 import BeautifulSoup
from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.people import Guardianship
from datetime import date
from functools import cached_property
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_town import PASSWORD
from schoolrecords_town import Town

import requests
import transaction


OFFICES = (
    "director",
    "deputy",
    "secretary",
    "archivist",
    "certificate_keeper",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
    "method_head",
    "journal_admin",
)
SCOPED = ("class_teacher", "guardian", "pupil")
#: Account names; a role key with an underscore is no comfortable name to type.
ACCOUNTS = {key: key.replace("_", "") for key in (*OFFICES, *SCOPED)}
YEAR = "2024/25"


class Screens:
    """The filled school and a browser without scripts for every account."""

    def __init__(self, portal):
        self.portal = portal
        self.accounts = dict(ACCOUNTS)
        # The guide shows pictures of it.
        portal.title = "МБОУ «Школа № 7»"
        self.url = portal.absolute_url()
        setRoles(portal, TEST_USER_ID, ["Manager", "Secretary", "Archivist", "Director"])
        self.town = Town(portal)
        self.cohort = add_cohort(self.town.school, year=2025, grade=7, letter="А")
        self._people()
        self._records()
        self._family()
        setRoles(portal, TEST_USER_ID, ["Member"])
        transaction.commit()

    def _people(self):
        for key in OFFICES:
            self.town.holder(ACCOUNTS[key], key)
        self.town.holder(ACCOUNTS["class_teacher"], "class_teacher", cohort_id=self.cohort.id)
        for key in ("guardian", "pupil"):
            self.town.person(ACCOUNTS[key], kinds=(key,))

    def _records(self):
        mine = {"cohort_id": self.cohort.id}
        self.file = step(personal_file(letter="К", number=208, **mine), "register")
        self.other = step(personal_file(letter="О", number=7, last_name="Орлова"), "register")
        self.draft = personal_file(letter="Н", number=9, last_name="Новикова", **mine)
        self.paper = step(document(self.file), "approve")
        self.medical = step(document(self.file, kind="Медицинская карта", medical=True), "approve")
        years_of(self.file).enter(
            YEAR,
            {
                "marks": {"Математика": "5"},
                "decision": "promoted",
                "minutes_number": "7",
                "minutes_date": date(2025, 5, 27),
            },
            6,
            _no_rules(),
        )
        self.order = step(
            order(title="О зачислении Козловой", registration_number="41-у"), "submit"
        )
        self.order_draft = order(title="О собраниях", doc_type="order_main")
        self.case = step(case_file(), "register")
        step(self.case, "close", closed_on=date(2025, 8, 31))

    def _family(self):
        school = self.town.school
        uid = self.file.UID()
        guardian = school.person_of(ACCOUNTS["guardian"])
        school.put_guardianships(uid, (Guardianship(guardian.id, "mother"),))
        school.put_pupil(uid, school.person_of(ACCOUNTS["pupil"]).id)

    def path(self, record):
        """Address of a record below the site."""
        return record.absolute_url()[len(self.url) :]

    def account(self, key):
        """Name and password behind a key; nobody for any other."""
        return (self.accounts[key], PASSWORD) if key in self.accounts else None

    def join(self, key, role, **scope):
        """One more person of the school, with an account under ``key``."""
        self.accounts[key] = key.replace("_", "")
        self.town.holder(self.accounts[key], role, **scope)
        transaction.commit()

    def get(self, key, path, **more):
        """The answer to somebody ("anonymous" for nobody), redirects not followed."""
        auth = self.account(key)
        return requests.get(
            self.url + path,
            auth=auth,
            headers={"Accept": "text/html"},
            allow_redirects=False,
            timeout=60,
            **more,
        )

    def page(self, key, path):
        """The page as a tree; fails when it is not there."""
        answer = self.get(key, path)
        assert answer.status_code == 200, (key, path, answer.status_code, answer.text[:500])
        return BeautifulSoup(answer.text, "html.parser")

    def post(self, key, path, data, *, token=True, page="/@@desk", files=None):
        """Send a form with the token that a page of this person carries."""
        fields = list(data.items()) if isinstance(data, dict) else list(data)
        if token:
            fields.append(("_authenticator", self._token(key, page)))
        auth = self.account(key)
        return requests.post(
            self.url + path,
            data=fields,
            files=files,
            auth=auth,
            headers={"Accept": "text/html"},
            allow_redirects=False,
            timeout=60,
        )

    @cached_property
    def _tokens(self):
        return {}

    def _token(self, key, page):
        """The token that a page carries for a person; it holds for all their forms, as in a browser."""
        if (key, page) not in self._tokens:
            found = self.page(key, page).select_one("input[name=_authenticator]")
            if found is None:
                found = self.page(key, "/personal-files").select_one("input[name=_authenticator]")
            self._tokens[key, page] = found["value"]
        return self._tokens[key, page]

    def fresh(self, record):
        """The record as it is stored now."""
        transaction.begin()
        return self.portal.unrestrictedTraverse(self.path(record).lstrip("/"))


def _no_rules():
    from collective.schoolrecords.core.year_results import MarkRules

    return MarkRules()


def texts(tree, selector):
    """The texts of all elements, their spaces folded."""
    return [" ".join(found.get_text(" ").split()) for found in tree.select(selector)]
