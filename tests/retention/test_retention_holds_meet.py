"""A hold and an act that meet: two people at two computers, in both orders; one of them wins."""

from Acquisition import aq_base
from builders import case_file
from builders import document
from builders import step
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.act.items import unfit
from collective.schoolrecords.retention.hold.index import find_holds
from collective.schoolrecords.retention.hold.index import holds_index
from collective.schoolrecords.retention.hold.words import HoldRefused
from collective.schoolrecords.retention.membership import act_of
from collective.schoolrecords.retention.membership import claim
from datetime import date
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


ACT = "a" * 32
DAY = date(2026, 2, 2)


@pytest.fixture
def archive(functional, on_day):
    """A case in the archive whose term has ended, and two archivists."""
    on_day(DAY)
    portal = functional["portal"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", ["Archivist"], [])
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    # The index exists: people who lay the first hold of a site would meet there as well.
    holds_index(portal)
    cases = []
    for _n in range(2):
        case = step(
            case_file(opened_on=date(2014, 9, 1), doc_type="internal_monitoring"), "register"
        )
        document(case, dated_on=date(2014, 10, 1))
        step(case.objectValues()[0], "approve")
        step(case, "close", closed_on=date(2015, 5, 31))
        cases.append(step(case, "archive"))
    transaction.commit()
    database = portal._p_jar.db()
    people = (Person(database, "first"), Person(database, "second"))
    yield cases, people
    for person in people:
        person.leaves()


def lay(record):
    holds.place(record, reason="Спор", basis="Определение суда")


def lay_another(record):
    holds.place(record, reason="Ревизия", basis="Приказ")


def lay_on_a_paper(record):
    lay(record.objectValues()[0])


def lift(record):
    holds.lift(record, holds.holds_of(record)[0].id, "Решение вступило в силу")


def nominate(record):
    """What an act does with a candidate: asks, then claims."""
    if unfit(record, ACT, DAY):
        raise PermissionError([reason.code for reason in unfit(record, ACT, DAY)])
    claim(record, ACT)


def destroy(record):
    """What execution does: asks again in the transaction in which it writes the record."""
    if holds.is_held(record):
        raise PermissionError("item_held")
    aq_base(record)._p_changed = True


def test_as_is(archive):
    (case, _other), _people = archive
    assert unfit(case, ACT, DAY) == ()


@pytest.mark.parametrize(
    ("faster", "slower", "refused"),
    [
        (lay, nominate, PermissionError),
        (nominate, lay, None),
        (lay_on_a_paper, nominate, PermissionError),
        (nominate, lay_on_a_paper, None),
        (lay, destroy, PermissionError),
        (destroy, lay, None),
        (lay, lay, HoldRefused),
        (lay, lay_another, None),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_the_slower_one_must_look_again(archive, faster, slower, refused):
    """Both have seen the record as it was; the second commit is a conflict, whoever it is."""
    (case, _other), (first, second) = archive
    path = "/".join(case.getPhysicalPath())

    first.works(faster, path)
    second.works(slower, path)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()

    if refused is not None:
        with pytest.raises(refused):
            second.works(slower, path)
    else:
        second.works(slower, path)
        second.commits()
    transaction.begin()
    assert chain_of(case).last().after == digest_of(case) or slower in (nominate, destroy)
    assert [one for one in chain_of(case).verify() if one.is_fault] == []
    in_force = len(holds.holds_in_force(case))
    assert in_force == due.due_index().get(case.UID()).holds == len(find_holds())
    if nominate in (faster, slower) and act_of(case) == ACT:
        # A record may be held after it was nominated; every later step of the act is refused.
        assert [one.code for one in unfit(case, ACT, DAY)] == ["item_held"] * bool(in_force)


def test_a_hold_that_is_lifted_meets_one_that_is_laid(archive):
    (case, _other), (first, second) = archive
    path = "/".join(case.getPhysicalPath())
    first.works(lay, path)
    first.commits()

    first.works(lift, path)
    second.works(lay_another, path)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()
    second.works(lay_another, path)
    second.commits()

    transaction.begin()
    assert [hold.reason for hold in holds.holds_in_force(case)] == ["Ревизия"]


def test_holds_on_different_records_do_not_meet(archive):
    (case, other), (first, second) = archive

    first.works(lay, "/".join(case.getPhysicalPath()))
    second.works(lay, "/".join(other.getPhysicalPath()))
    first.commits()
    second.commits()

    transaction.begin()
    assert len(find_holds()) == 2
