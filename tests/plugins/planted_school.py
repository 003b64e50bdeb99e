"""A school with a record of every type, full of words that stand nowhere else.

Two children of one class and a third whose records carry the planted words: who finds them where they
should not be has found a leak.
"""

from book_entries import certificate
from builders import book
from builders import case_file
from builders import destruction_act
from builders import document
from builders import inventory
from builders import local_regulation
from builders import order
from builders import personal_file
from builders import protocol
from builders import step
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.interfaces import IRegister
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.files import examine
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.opening import open_portfolio
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.school import families
from datetime import date
from pathlib import Path
from plone.namedfile.file import NamedBlobFile
from schoolrecords_http import HttpSchool

import transaction


SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "01_zayavlenie_o_prieme.pdf"
#: Part of every word that is planted: of another child, and of health.
CHILD, HEALTH = "кваркид", "ферротин"
#: The same in the letters of addresses and file names.
LATIN = {CHILD: "kvarkid", HEALTH: "ferrotin"}


class Strangers(HttpSchool):
    """The school of two children, and a third whose records are full of planted words."""

    def __init__(self, portal):
        super().__init__(portal)
        self.holder("subject", "subject_teacher", cohort_id=self.cohort.id, subject="Физика")
        with self.as_test_user("Secretary", "Archivist", "Deputy", "Certificate Keeper"):
            self.plant_file()
            self.plant_rows()
            self.plant_papers()
        self.plant_portfolio()
        self.plant_family()

    def plant_file(self):
        """A file of the same class with papers and a portfolio."""
        self.child = step(
            personal_file(
                letter="К",
                number=77,
                last_name="Кваркидова",
                first_name="Кваркида",
                middle_name="Кваркидовна",
                address="ул. Кваркидная, 5",
                note="Кваркиды звонили",
                storage_place="Шкаф кваркидов",
                cohort_id=self.cohort.id,
            ),
            "register",
        )
        paper = document(
            self.child, kind="Справка кваркида", scan=scan("Кваркид.pdf"), note="кваркид"
        )
        self.paper = step(paper, "approve")
        self.health = step(
            document(
                self.file,
                kind="Карта ферротина",
                note="Ферротин",
                place="Кабинет ферротина",
                scan=scan("Ферротин.pdf"),
                medical=True,
            ),
            "approve",
        )

    def plant_portfolio(self):
        """The class teacher opens it and enters what was won."""
        with self.logged_in("class_teacher"):
            self.portfolio = open_portfolio(self.child, storage_place="Полка кваркида")
            diploma = document(self.portfolio, kind="Диплом кваркида", scan=scan("Кваркид-2.pdf"))
            self.diploma = step(diploma, "approve")
            values = {"title": "Турнир кваркидов", "direction": "study", "level": "municipal"}
            values |= {"day": date(2025, 12, 5), "result": "Кваркид года", "scan": diploma.UID()}
            achievements_of(self.portfolio).enter(values)
        transaction.commit()

    def plant_family(self):
        """An account of the other child's mother; her name would tell whose mother she is."""
        mother = self.person("kvarkid_mother", kinds=("guardian",))
        families.link_guardian(self.school, self.child.UID(), mother.id, "mother")
        transaction.commit()

    def plant_rows(self):
        """A protocol and a book with rows of the own child and of the other one."""
        self.exam, self.alone = protocol(), protocol(title="Протокол кваркидов")
        names = [self.row_of(one) for one in (self.file, self.child)]
        writer.add_rows(self.exam, names)
        writer.add_rows(self.alone, names[1:])
        for record in (self.exam, self.alone):
            enter_state(record, "approved")
            record_event(record, "changed")
            record.reindexObject()
        keeper = self.school.person_of("certificate_keeper").id
        self.book = step(book(registration_number="3", appointed=keeper), "register")
        birth = self.child.birth_date.isoformat()
        for file in (self.file, self.child):
            values = certificate(name=file.full_name, birth_date=birth, early_reason="Перенос")
            entries_of(self.book).add(values, file=file.UID(), cohort=self.cohort.id)

    def row_of(self, file):
        """A line of a protocol about a pupil."""
        names = {"last_name": file.last_name, "first_name": file.first_name}
        names["middle_name"] = file.middle_name
        return ResultRow(label="7А", form="ОГЭ", primary=20, mark="4", **names)

    def plant_papers(self):
        """What the office keeps."""
        people = [{"name": self.child.full_name, "file": self.child.UID()}]
        self.decree = step(order(title="О кваркидах", people=people, text="Кваркиды"), "submit")
        self.sheet = step(case_file(title="Ведомость кваркидов"), "register")
        self.list = inventory(title="Опись кваркидов")
        self.act = destruction_act(title="Акт о кваркидах")
        self.rules = local_regulation(title="Положение о кваркидах")

    @property
    def foreign(self):
        """Records of which a family sees nothing, or not the rows of others."""
        return [
            *(
                self.child,
                self.paper,
                self.portfolio,
                self.diploma,
                self.exam,
                self.alone,
                self.book,
            ),
            *(self.decree, self.sheet, self.list, self.act, self.rules, self.health),
        ]

    def contexts(self):
        """Everything that a page or service can be asked of."""
        return [self.portal, *self.registers(), *self.foreign]

    def registers(self):
        """The registers of the site."""
        return [one for one in self.portal.objectValues() if IRegister.providedBy(one)]

    def version(self):
        """The number of the last transaction that was committed."""
        return self.portal._p_jar.db().lastTransaction()

    @property
    def with_rows(self):
        """Records that hold a row of the own child, or are asked for one."""
        return [self.exam, self.alone, self.book]


def scan(name):
    """An examined scan."""
    value = NamedBlobFile(SCAN.read_bytes(), filename=name)
    examine(value)
    return value
