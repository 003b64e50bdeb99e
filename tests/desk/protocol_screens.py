"""A school with a class of two graduates, a draft and an approved protocol of an exam."""

from builders import personal_file
from builders import protocol
from builders import step
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.families import link_guardian
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_town import PASSWORD
from schoolrecords_town import Town

import transaction


TITLES = "№\tКласс\tФамилия\tИмя\tОтчество\tФорма ГИА\tПервичный балл\tОтметка"
HEAD = {
    "kind": "state_exam_9",
    "title": "ГИА-9, Русский язык",
    "school_subject": "Русский язык",
    "dated_on": date(2025, 6, 9),
    "commission_on": date(2025, 6, 19),
    "registration_number": "101-2025",
}


class Protocols(Screens):
    """A class with two graduates, a draft and an approved protocol."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        setRoles(portal, TEST_USER_ID, ["Manager", "Secretary", "Deputy"])
        town = self.town = Town(portal)
        cohort = add_cohort(town.school, year=2024, grade=9, letter="А", last_grade=11)
        for key in ("secretary", "deputy", "director", "auditor"):
            town.holder(key, key)
        town.holder("teacher", "class_teacher", cohort_id=cohort.id)
        names = ({"last_name": "Бобров", "first_name": "Антон"}, {"last_name": "Ёжова"})
        self.files = [
            step(
                personal_file(letter="БЕ"[n], number=n + 1, cohort_id=cohort.id, **one), "register"
            )
            for n, one in enumerate(names)
        ]
        guardian = town.person("guardian", kinds=("guardian",))
        link_guardian(town.school, self.files[0].UID(), guardian.id, "mother")
        town.person("stranger", kinds=("guardian",))
        self.draft = protocol(**{**HEAD, "registration_number": "102-2025"})
        self.exam = protocol(**HEAD)
        self.fill(self.exam)
        enter_state(self.exam, "approved")
        self.exam.reindexObject()
        setRoles(portal, TEST_USER_ID, ["Member"])
        transaction.commit()

    def fill(self, record):
        """Two rows, both recognised."""
        common = {"label": "9А", "form": "ОГЭ", "middle_name": "Ильинична"}
        writer.add_rows(
            record,
            [
                ResultRow(last_name="Бобров", first_name="Антон", primary=32, mark="5", **common),
                ResultRow(last_name="Ёжова", first_name="Вера", primary=25, mark="4", **common),
            ],
        )

    def account(self, key):
        """Keys are the names of accounts here."""
        return key, PASSWORD
