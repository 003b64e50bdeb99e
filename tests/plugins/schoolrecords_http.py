"""A school with one account per role and a few records, asked over real HTTP."""

from builders import case_file
from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.school import cohorts
from collective.schoolrecords.school import families
from contextlib import contextmanager
from datetime import date
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.restapi.testing import RelativeSession
from schoolrecords_town import PASSWORD
from schoolrecords_town import Town

import transaction


DAY = date(2026, 2, 2)
SITE_OFFICES = (
    "director",
    "deputy",
    "method_head",
    "secretary",
    "journal_admin",
    "archivist",
    "certificate_keeper",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
)
OTHERS = (
    "class_teacher",
    "other_teacher",
    "guardian",
    "pupil",
    "other_guardian",
    "nobody",
    "anonymous",
)
EVERYBODY = (*SITE_OFFICES, *OTHERS)


class HttpSchool(Town):
    """A class 7А and a class 7Б, two current files in 7А, and who may see them."""

    def __init__(self, portal):
        super().__init__(portal)
        self.cohort = cohorts.add_cohort(self.school, year=2025, grade=7, letter="А")
        self.other_cohort = cohorts.add_cohort(self.school, year=2025, grade=7, letter="Б")
        for role in SITE_OFFICES:
            self.holder(role, role)
        self.holder("class_teacher", "class_teacher", cohort_id=self.cohort.id)
        self.holder("other_teacher", "class_teacher", cohort_id=self.other_cohort.id)
        self.person("nobody")
        with self.as_test_user("Secretary", "Archivist"):
            self.file = step(personal_file(number=25, cohort_id=self.cohort.id), "register")
            self.neighbour = step(
                personal_file(letter="Л", number=3, last_name="Лисицына", cohort_id=self.cohort.id),
                "register",
            )
            self.paper = step(document(self.file, doc_sheets=2), "approve")
            self.card = step(
                document(
                    self.file,
                    kind="Медицинская карта",
                    doc_sheets=40,
                    place="Медицинский кабинет",
                    medical=True,
                ),
                "approve",
            )
            self.order = order(registration_number="41-у")
            self.case = step(case_file(), "register")
        for user_id, child in (("guardian", self.file), ("other_guardian", self.neighbour)):
            person = self.person(user_id, kinds=("guardian",))
            families.link_guardian(self.school, child.UID(), person.id, "mother")
        pupil = self.person("pupil", kinds=("pupil",))
        families.link_pupil(self.school, self.file.UID(), pupil.id)
        transaction.commit()

    @contextmanager
    def as_test_user(self, *roles):
        """Act as the test user with site roles; commit what was done."""
        setRoles(self.portal, TEST_USER_ID, list(roles))
        try:
            with api.env.adopt_user(username="test-user"):
                yield
        finally:
            setRoles(self.portal, TEST_USER_ID, [])
        transaction.commit()

    def path(self, obj):
        """The address of an object below the site."""
        return obj.absolute_url()[len(self.portal.absolute_url()) :]

    def ask(self, user_id, method, path, json=None, **more):
        """Send a request; "anonymous" sends no credentials. ``more`` goes to requests."""
        session = RelativeSession(self.portal.absolute_url())
        session.headers.update({"Accept": "application/json", "Accept-Language": "ru"})
        if user_id != "anonymous":
            session.auth = (user_id, PASSWORD)
        response = session.request(method, path, json=json, **more)
        # The test server takes a hundred connections at a time and then waits for one to end.
        session.close()
        transaction.begin()
        return response

    def who(self, method, path, json=None, ok=(200, 201, 202, 204, 400, 409), **more):
        """Everybody who gets one of the ``ok`` answers; the others get 403 or 404, strangers 401."""
        found = set()
        for user_id in EVERYBODY:
            status = self.ask(user_id, method, path, json, **more).status_code
            refused = (401, 404) if user_id == "anonymous" else (403, 404)
            assert status in (*ok, *refused), (user_id, status)
            if status in ok:
                found.add(user_id)
        return found


def codes(response):
    """The codes of a refusal's reasons."""
    return [reason["code"] for reason in response.json()["reasons"]]
