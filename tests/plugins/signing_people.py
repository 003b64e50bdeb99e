"""People who sign, a school that allows simple signatures, and an order that waits for them."""

from builders import order
from builders import step
from collective.schoolrecords.school import cohorts
from collective.schoolrecords.school.regulation import Basis
from collective.schoolrecords.school.regulation import changed_text
from collective.schoolrecords.school.regulation import new_version
from collective.schoolrecords.signing.form import form_of
from dataclasses import replace
from datetime import date
from schoolrecords_town import Town


DAY = date(2026, 2, 2)
ACT = "Приказ № 5 от 09.01.2026"
ALLOWED = (("settings.simple_signature_act.value", ACT),)


class SigningTown(Town):
    """A director, a deputy, a secretary, an auditor and the class teacher of 7А."""

    def __init__(self, portal):
        super().__init__(portal)
        self.cohort = cohorts.add_cohort(self.school, year=2025, grade=7, letter="А")
        owner = {"last_name": "Орлова", "first_name": "Нина", "middle_name": "Петровна"}
        for role in ("director", "deputy", "secretary", "archivist", "auditor"):
            self.holder(role, role)
        # The certificates of the tests are hers.
        self.school.put_person(replace(self.school.person_of("director"), **owner))
        self.holder("class_teacher", "class_teacher", cohort_id=self.cohort.id)

    def rule(self, *changes, since=DAY):
        """Put single values of the regulation into force."""
        basis = Basis("5", date(2026, 1, 9))
        text = changed_text(self.school, changes, basis)
        new_version(self.school, text, in_force_from=since, author="director", basis=basis)

    def approved(self, **values):
        """An order that the director has approved."""
        with self.logged_in("secretary"):
            record = step(order(**values), "submit")
        with self.logged_in("director"):
            return step(record, "approve")


def digest_of(record):
    """The digest on somebody's page."""
    return form_of(record).digest
