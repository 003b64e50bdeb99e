"""Acts that meet at one record: two people at two computers, in both orders; one of them wins."""

from act_people import DAY
from act_people import ended_cases
from builders import destruction_act
from collective.schoolrecords.lifecycle.by_act import take
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.retention import holds
from collective.schoolrecords.retention.act import numbers
from collective.schoolrecords.retention.act.candidates import add_candidates
from collective.schoolrecords.retention.act.candidates import release_all
from collective.schoolrecords.retention.act.items import unfit
from collective.schoolrecords.retention.hold.index import holds_index
from collective.schoolrecords.retention.membership import act_of
from collective.schoolrecords.retention.membership import claim
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


@pytest.fixture
def archive(functional, on_day):
    """Two cases whose term has ended, two drafts of acts, two archivists."""
    on_day(DAY)
    portal = functional["portal"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", ["Archivist"], [])
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    holds_index(portal)
    cases = ended_cases(2)
    acts = [destruction_act(), destruction_act()]
    transaction.commit()
    database = portal._p_jar.db()
    people = (Person(database, "first"), Person(database, "second"))
    yield cases, acts, people
    for person in people:
        person.leaves()


def path(obj):
    return "/".join(obj.getPhysicalPath())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_one_record_goes_into_one_of_two_acts(archive, order):
    (case, other), acts, people = archive
    faster, slower = (people[place] for place in order)
    won, lost = (acts[place] for place in order)
    uids = [case.UID(), other.UID()]

    faster.works(lambda act: add_candidates(act, uids), path(won))
    slower.works(lambda act: add_candidates(act, uids[:1]), path(lost))
    faster.commits()
    with pytest.raises(ConflictError):
        slower.commits()
    with pytest.raises(StepRefused) as refused:
        slower.works(lambda act: add_candidates(act, uids[:1]), path(lost))

    transaction.begin()
    assert [reason.code for reason in refused.value.core_reasons] == ["item_in_act"]
    assert act_of(case) == act_of(other) == won.UID()
    assert (len(won.rows), len(lost.rows)) == (2, 0)


def test_acts_with_different_records_do_not_meet(archive):
    cases, acts, people = archive
    for person, act, case in zip(people, acts, cases, strict=True):
        uid = case.UID()
        person.works(lambda act, uid=uid: add_candidates(act, [uid]), path(act))
    for person in people:
        person.commits()
    transaction.begin()
    assert [act_of(case) for case in cases] == [act.UID() for act in acts]


def test_two_people_who_fill_one_act_lose_no_row(archive):
    cases, (act, _other), people = archive
    for person, case in zip(people, cases, strict=True):
        uid = case.UID()
        person.works(lambda act, uid=uid: add_candidates(act, [uid]), path(act))
    people[0].commits()
    with pytest.raises(ConflictError):
        people[1].commits()
    people[1].works(lambda act: add_candidates(act, [cases[1].UID()]), path(act))
    people[1].commits()
    transaction.begin()
    assert [row.uid for row in act.rows.values()] == [case.UID() for case in cases]


def select(act_uid):
    def work(record):
        found = unfit(record, act_uid, DAY)
        if found:
            raise PermissionError(found[0].code)
        take([record], "select", act_uid)

    return work


def lay(record):
    holds.place(record, reason="Спор", basis="Определение суда")


@pytest.mark.parametrize("hold_first", [True, False])
def test_a_hold_and_the_selection_of_a_record(archive, hold_first):
    (case, _other), (act, _another), (first, second) = archive
    claim(case, act.UID())
    transaction.commit()
    deeds = (lay, select(act.UID())) if hold_first else (select(act.UID()), lay)

    first.works(deeds[0], path(case))
    second.works(deeds[1], path(case))
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()
    if hold_first:
        with pytest.raises(PermissionError, match="item_held"):
            second.works(deeds[1], path(case))
    else:
        second.works(deeds[1], path(case))
        second.commits()
    transaction.begin()
    assert case.state == ("archived" if hold_first else "selected")
    assert holds.is_held(case)


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_draft_that_is_deleted_lets_go_and_nobody_takes_too_early(archive, delete_first):
    (case, _other), (draft, wanting), (first, second) = archive
    uid = case.UID()
    add_candidates(draft, [uid])
    transaction.commit()

    def take_it(act):
        add_candidates(act, [uid])

    if not delete_first:
        with pytest.raises(StepRefused):
            second.works(take_it, path(wanting))
    first.works(release_all, path(draft))
    with pytest.raises(StepRefused):
        second.works(take_it, path(wanting))
    first.commits()
    second.works(take_it, path(wanting))
    second.commits()
    transaction.begin()
    assert act_of(case) == wanting.UID()


def test_two_approvals_at_one_moment_get_two_numbers(archive):
    _cases, (act, _other), (first, second) = archive
    register = path(act).rpartition("/")[0]
    given = []

    def give(register):
        given.append(numbers.give(register, 2026))

    first.works(give, register)
    first.commits()
    first.works(give, register)
    second.works(give, register)
    first.commits()
    with pytest.raises(ConflictError):
        second.commits()
    second.works(give, register)
    second.commits()
    assert given == [1, 2, 2, 3]
