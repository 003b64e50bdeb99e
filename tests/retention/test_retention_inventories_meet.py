"""Inventories, receipts and file plans that meet: two people at two computers, in both orders."""

from builders import case_file
from builders import HANDING
from builders import inventory
from builders import step
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import perform
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.inventory import rows
from collective.schoolrecords.retention.inventory.index import listing
from collective.schoolrecords.retention.plan import editing
from collective.schoolrecords.retention.plan.words import PlanRefused
from collective.schoolrecords.retention.receipts.overview import receipts
from datetime import date
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


BOTH = pytest.mark.parametrize("order", [(0, 1), (1, 0)])


@pytest.fixture
def archive(functional, on_day):
    """Two closed cases of council minutes, two drafts of inventories, two people."""
    on_day(date(2026, 2, 2))
    portal = functional["portal"]
    offices = ["Archivist", "Secretary", "Director"]
    for name in ("first", "second"):
        portal.acl_users.userFolderAddUser(name, "Secret-word-123", offices, [])
    login(portal, TEST_USER_NAME)
    setRoles(portal, TEST_USER_ID, ["Secretary", "Archivist"])
    cases = [
        step(case_file(doc_type="council_minutes", opened_on=date(2020, 1, 9)), "register")
        for _number in range(2)
    ]
    for case in cases:
        step(case, "close", closed_on=date(2020, 12, 30))
    drafts = [inventory(), inventory(last_year=2021)]
    listing()
    file_plan.draft_from_regulation(portal, 2026)
    transaction.commit()
    database = portal._p_jar.db()
    people = (Person(database, "first"), Person(database, "second"))
    yield portal, cases, drafts, people
    for person in people:
        person.leaves()


def path(obj):
    return "/".join(obj.getPhysicalPath())


def codes(refused):
    return [reason.code for reason in refused.value.core_reasons]


@BOTH
def test_one_record_goes_into_one_of_two_inventories(archive, order):
    _portal, (case, other), drafts, people = archive
    faster, slower = (people[place] for place in order)
    won, lost = (drafts[place] for place in order)
    uids = [case.UID(), other.UID()]

    faster.works(lambda made: rows.add_records(made, uids), path(won))
    slower.works(lambda made: rows.add_records(made, uids[:1]), path(lost))
    faster.commits()
    with pytest.raises(ConflictError):
        slower.commits()
    with pytest.raises(StepRefused) as refused:
        slower.works(lambda made: rows.add_records(made, uids[:1]), path(lost))

    transaction.begin()
    assert codes(refused) == ["record_listed"]
    assert (won.row_count(), lost.row_count()) == (2, 0)


def test_a_record_that_leaves_first_is_not_listed(archive):
    _portal, (case, _other), (made, _draft), (archivist, secretary) = archive
    uid = case.UID()
    archivist.works(lambda made: rows.add_records(made, [uid]), path(made))
    secretary.works(lambda case: perform(case, "hand_out", HANDING), path(case))
    secretary.commits()
    with pytest.raises(ConflictError):
        archivist.commits()
    with pytest.raises(StepRefused) as refused:
        archivist.works(lambda made: rows.add_records(made, [uid]), path(made))
    assert codes(refused) == ["record_not_kept"]


def test_a_record_that_is_listed_first_is_marked_with_the_approval(archive):
    """Who hands it out does not know of the row yet; the approval looks after it."""
    _portal, (case, _other), (made, _draft), (archivist, secretary) = archive
    uid = case.UID()
    secretary.works(lambda case: perform(case, "hand_out", HANDING), path(case))
    archivist.works(lambda made: rows.add_records(made, [uid]), path(made))
    archivist.commits()
    secretary.commits()

    paper = {
        "registration_number": "1",
        "approved_on": date(2026, 2, 2),
        "minutes_number": "1",
        "minutes_date": date(2026, 2, 1),
    }
    archivist.works(lambda made: perform(made, "register_paper", paper), path(made))
    archivist.commits()
    transaction.begin()
    assert [mark.way for mark in made.marks(1)] == ["handed_out"]


@BOTH
def test_one_number_on_paper_is_entered_once(archive, order):
    _portal, _cases, drafts, people = archive
    faster, slower = (people[place] for place in order)
    won, lost = (drafts[place] for place in order)
    paper = {
        "registration_number": "14",
        "approved_on": date(2026, 2, 2),
        "minutes_number": "1",
        "minutes_date": date(2026, 2, 1),
    }

    def enter(made):
        perform(made, "register_paper", paper)

    faster.works(enter, path(won))
    slower.works(enter, path(lost))
    faster.commits()
    with pytest.raises(ConflictError):
        slower.commits()
    with pytest.raises(StepRefused) as refused:
        slower.works(enter, path(lost))
    assert codes(refused) == ["inventory_number_taken"]


@BOTH
@pytest.mark.parametrize("way", ["approve", "register_paper"])
def test_two_approvals_of_one_moment_get_two_numbers_without_a_gap(archive, order, way):
    """The slower one is repeated, sees the number that was given, and takes the next."""
    portal, cases, drafts, people = archive
    for made, case in zip(drafts, cases, strict=True):
        rows.add_records(made, [case.UID()])
        step(made, "submit")
    portal.acl_users.userFolderAddUser("chair", "Secret-word-123", ["Commission Chair"], [])
    login(portal, "chair")
    for made in drafts:
        perform(made, "agree", {"minutes_number": "3", "minutes_date": date(2026, 2, 1)})
    login(portal, TEST_USER_NAME)
    on_paper = inventory(first_year=2019, last_year=2019)
    transaction.commit()
    paper = {
        "registration_number": "1",
        "approved_on": date(2026, 2, 2),
        "minutes_number": "1",
        "minutes_date": date(2026, 2, 1),
    }
    faster, slower = (people[place] for place in order)
    if way == "approve":
        deeds = [(path(drafts[place]), way, {}) for place in order]
    else:
        both = [(path(drafts[0]), "approve", {}), (path(on_paper), way, paper)]
        deeds = [both[place] for place in order]

    def act(deed):
        return lambda made: perform(made, *deed[1:])

    faster.works(act(deeds[0]), deeds[0][0])
    slower.works(act(deeds[1]), deeds[1][0])
    faster.commits()
    with pytest.raises(ConflictError):
        slower.commits()
    if deeds[1][1] == "register_paper":
        with pytest.raises(StepRefused) as refused:
            slower.works(act(deeds[1]), deeds[1][0])
        assert codes(refused) == ["inventory_number_taken"]
        given = ["1"]
    else:
        slower.works(act(deeds[1]), deeds[1][0])
        slower.commits()
        given = ["1", "2"]

    transaction.begin()
    found = {made.registration_number for made in (*drafts, on_paper) if made.registration_number}
    assert sorted(found) == listing().numbers("permanent") == given


@BOTH
def test_two_receipts_of_one_moment_get_two_numbers(archive, order):
    _portal, cases, _drafts, people = archive
    faster, slower = (people[place] for place in order)
    first, second = (cases[place] for place in order)

    def give(case):
        perform(case, "hand_out", HANDING)

    faster.works(give, path(first))
    slower.works(give, path(second))
    faster.commits()
    with pytest.raises(ConflictError):
        slower.commits()
    slower.works(give, path(second))
    slower.commits()

    transaction.begin()
    assert [(one.label, one.uid) for one in receipts()] == [
        ("1/2026", first.UID()),
        ("2/2026", second.UID()),
    ]


@BOTH
def test_a_plan_is_not_changed_while_it_is_approved(archive, order):
    """Whoever is slower sees what the other did."""
    portal, _cases, _drafts, people = archive

    def change(site):
        plan = file_plan.file_plan_of(site, 2026)
        editing.change_item(plan, plan.items.minKey(), note="в сейфе")

    def approve(site):
        plan = file_plan.file_plan_of(site, 2026)
        editing.approve(plan, "1", date(2026, 1, 30))

    deeds = (change, approve)
    (faster, done), (slower, late) = ((people[place], deeds[place]) for place in order)
    faster.works(done, path(portal))
    slower.works(late, path(portal))
    faster.commits()
    with pytest.raises(ConflictError):
        slower.commits()
    if late is change:
        with pytest.raises(PlanRefused) as refused:
            slower.works(late, path(portal))
        assert codes(refused) == ["plan_approved"]
    else:
        slower.works(late, path(portal))
        slower.commits()
