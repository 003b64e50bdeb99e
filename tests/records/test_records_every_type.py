"""Every type of the archive: the same deed twice, by two people at once, and cut off at the commit.

One table names for each type what is done to it. The deed is done by two people who have both seen
the record as it was; it is done again by whoever repeats a form that was sent already; and it is
done by a process that dies when everything is written. The chain must say the same each time.
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
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.access.refusals import Refusal
from collective.schoolrecords.access.roles import ROLES
from collective.schoolrecords.core.book_fields import KINDS as BOOK_KINDS
from collective.schoolrecords.core.case_kinds import KINDS as CASE_KINDS
from collective.schoolrecords.core.protocols import KINDS as PROTOCOL_KINDS
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.opening import open_portfolio
from collective.schoolrecords.records.protocol.rows import add_rows
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.plan import editing
from collective.schoolrecords.school import cohorts
from cut_off import cut_off_the_commit
from cut_off import CutOff
from dataclasses import dataclass
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from schoolrecords_town import PASSWORD
from schoolrecords_town import Town
from two_computers import Person
from typing import Any
from zExceptions import Unauthorized
from ZODB.POSException import ConflictError
from zope.lifecycleevent import modified

import pytest
import transaction


DAY = date(2026, 2, 2)
PEOPLE = ("first", "second")
EXAM = ResultRow(
    last_name="Козлова",
    first_name="Вера",
    document="2718 123456",
    label="7А",
    form="ОГЭ",
    primary=20,
    mark="4",
)
WON = {
    "title": "Олимпиада по физике",
    "direction": "study",
    "level": "municipal",
    "day": date(2025, 12, 5),
    "result": "Призёр",
}
YEAR = 2026


def write_note(record):
    record.storage_place = "Шкаф 9"
    modified(record)


def rename(record):
    record.title = "Другое название"
    modified(record)


def takes(name):
    """Return the deed that takes a step."""
    return lambda record: step(record, name)


def enter_result(record):
    add_rows(record, [EXAM])


def enter_certificate(record):
    values = certificate(early_reason="Досрочно, приказ № 5")
    # The same person and paper each time, as a form that is sent twice has them.
    values |= {"blank": "05204261200777", "supplement": "05204264400777"}
    entries_of(record).add(values)


def win(record):
    achievements_of(record).enter(WON)


def plan_an_item(portal):
    plan = file_plan.file_plan_of(portal, YEAR)
    editing.add_item(plan, index="02-90", title="Журналы кружков", doc_type="class_journal")


@dataclass(frozen=True)
class Case:
    """What there is, what is done to it, and whether the same may be done once more."""

    make: Any
    deed: Any
    again: bool = False


def filed(school):
    return step(personal_file(cohort_id=school.cohort.id), "register")


def cases():
    """Return name → :class:`Case` of every type and of every kind of the types that have kinds."""
    found = {
        "personal_file, filed": Case(lambda _school: personal_file(), takes("register")),
        "personal_file": Case(filed, write_note, again=True),
        "file_document": Case(lambda school: document(filed(school)), takes("approve")),
        "order": Case(lambda _school: order(), takes("submit")),
        "protocol, row": Case(lambda _school: protocol(), enter_result),
        "book, entry": Case(
            lambda school: step(book(appointed=school.keeper.id), "register"), enter_certificate
        ),
        "portfolio, achievement": Case(lambda school: open_portfolio(filed(school)), win),
        "portfolio": Case(lambda school: portfolio(filed(school)), write_note, again=True),
        "local_regulation": Case(lambda _school: local_regulation(), rename, again=True),
        "destruction_act": Case(lambda _school: destruction_act(), rename, again=True),
        "inventory": Case(lambda _school: inventory(), rename, again=True),
        "file plan": Case(lambda school: school.plan, plan_an_item),
    }
    for kind in CASE_KINDS:
        for doc_type in kind.doc_types:
            found[f"case_file, {doc_type}"] = Case(
                lambda _school, doc_type=doc_type: case_file(doc_type=doc_type), rename, again=True
            )
    for kind in PROTOCOL_KINDS:
        found[f"protocol, {kind}"] = Case(
            lambda _school, kind=kind: protocol(kind=kind), rename, again=True
        )
    for kind in BOOK_KINDS:
        found[f"book, {kind}"] = Case(
            lambda _school, kind=kind: book(kind=kind), rename, again=True
        )
    return found


class House(Town):
    """A school with two people who may do everything, each at a computer of their own."""

    def __init__(self, portal):
        super().__init__(portal)
        roles = [role.name for role in ROLES]
        for name in PEOPLE:
            portal.acl_users.userFolderAddUser(name, PASSWORD, roles, [])
        setRoles(portal, TEST_USER_ID, roles)
        login(portal, TEST_USER_NAME)
        self.cohort = cohorts.add_cohort(self.school, year=2025, grade=7, letter="А")
        self.keeper = self.person("keeper")
        self.plan = file_plan.draft_from_regulation(portal, YEAR)
        transaction.commit()
        self.database = portal._p_jar.db()
        self.first, self.second = (Person(self.database, name) for name in PEOPLE)

    def path(self, record):
        """Where a deed begins: at the record; a plan is found from the site."""
        at = record if hasattr(record, "getPhysicalPath") else self.portal
        return "/".join(at.getPhysicalPath())

    def standing(self, record):
        """What must be the same where nothing was done, read anew; the chain must be whole."""
        transaction.begin()
        chain = chain_of(record)
        assert chain.verify() == ()
        assert chain.last().after == digest_of(record)
        count = len(api.portal.get_tool("portal_catalog"))
        return chain.head(), digest_of(record), getattr(record, "state", None), count

    def leaves(self):
        for person in (self.first, self.second):
            person.leaves()


@pytest.fixture
def house(functional, on_day):
    on_day(DAY)
    made = House(functional["portal"])
    yield made
    made.leaves()


def test_of_two_at_once_one_is_asked_to_look_again(house):
    """Whoever is second conflicts, and finds on the next try what the first one has left."""
    for name, case in cases().items():
        record = case.make(house)
        transaction.commit()
        path = house.path(record)
        house.first.works(case.deed, path)
        house.second.works(case.deed, path)
        house.first.commits()
        with pytest.raises(ConflictError):
            house.second.commits()
        won = house.standing(record)
        if case.again:
            house.second.works(case.deed, path)
            house.second.commits()
            house.standing(record)
        else:
            # The same thing sent twice: it is refused, and nothing of it is written.
            with pytest.raises((Refusal, Unauthorized)):
                house.second.works(case.deed, path)
            assert house.standing(record) == won, name


def test_a_commit_that_is_cut_off_leaves_nothing(house):
    """Neither of the deed nor of the record itself; numbers are free for whoever comes next."""

    def and_dies(deed):
        def dying(context):
            deed(context)
            cut_off_the_commit()

        return dying

    for name, case in cases().items():
        record = case.make(house)
        transaction.commit()
        path, before = house.path(record), house.standing(record)
        stored = house.database.lastTransaction()
        for deed, at in ((case.deed, path), (lambda _site, case=case: case.make(house), "/plone")):
            house.first.works(and_dies(deed), at)
            with pytest.raises(CutOff):
                house.first.commits()
            assert house.standing(record) == before, name
            assert house.database.lastTransaction() == stored, name
        house.second.works(case.deed, path)
        house.second.commits()
        assert house.standing(record)[0] != before[0], name
