"""A list of staff in a site: people, appointments by one order, accounts that exist."""

from collections import Counter
from collective.schoolrecords.access.groups import cohort_group
from collective.schoolrecords.access.interfaces import IMembership
from collective.schoolrecords.exchange.overview import describe_import
from collective.schoolrecords.exchange.starting import dry_run
from collective.schoolrecords.exchange.starting import ImportInvalid
from collective.schoolrecords.exchange.starting import ImportRefused
from collective.schoolrecords.exchange.starting import start_import
from collective.schoolrecords.exchange.taking_back import start_undo
from collective.schoolrecords.exchange.texts import findings_in_words
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.school.appointments import class_teacher
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.appointments import offices_of
from collective.schoolrecords.school.cohorts import find_cohort
from collective.schoolrecords.school.refusals import SchoolForbidden
from collective.schoolrecords.school.staff import link_account
from collective.schoolrecords.school.storage import get_school
from datetime import date
from imports_help import codes
from imports_help import ORDER
from imports_help import run_import
from imports_help import run_undo
from imports_help import state
from lists_data import data_of
from lists_data import workbook
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from zExceptions import Unauthorized

import pytest
import transaction


DAY = date(2025, 10, 1)
TITLES = ["№ п/п", "ФИО", "Должность", "Классное руководство", "Логин", "Роль"]
TEACHER = [1, "Белова Ирина Олеговна", "Учитель", "7А", "belova.io", "Классный руководитель"]


@pytest.fixture
def office(functional):
    portal = functional["portal"]
    setRoles(portal, TEST_USER_ID, ["Director"])
    transaction.commit()
    return portal


def load(*rows, **options):
    data = workbook(("Работники", [TITLES, *rows]))
    return run_import("staff", data, "работники.xlsx", {**ORDER, **options})


def names(school, role):
    found = holders_of(school, role, DAY)
    return sorted(school.people[one.person_id].short_name for one in found)


def as_role(office, role):
    setRoles(office, TEST_USER_ID, [role])
    transaction.commit()


def given(school):
    """The roles of all appointments that were not ended, with how often."""
    return Counter(one.role for one in school.appointments.values() if one.end is None)


def test_the_whole_list(office):
    data = data_of("staff.xlsx")
    tried = dry_run(office, "staff", data, "staff.xlsx", ORDER)

    one = run_import("staff", data, "staff.xlsx", ORDER)

    assert one.numbers == tried.numbers
    assert list(one.noted()) == list(tried.findings)
    school = get_school(office)
    assert len(school.people) == one.numbers["filed"] == 73
    director = [person for person in school.people.values() if person.position == "Директор"]
    assert [person.full_name for person in director] == ["Короткова Галина Ивановна"]
    assert names(school, "director") == ["Короткова Г. И."]
    assert len(school.cohorts) == 40
    for cohort in school.cohorts.values():
        assert class_teacher(school, cohort.id, DAY) is not None
    (appointment, *_rest) = school.appointments.values()
    assert appointment.order_number == "15-к"
    assert appointment.start == appointment.order_date == date(2025, 8, 29)
    # Nobody has an account yet: every login is told, nothing is opened unseen.
    missing = [finding for finding in one.noted() if finding.code == "NO_ACCOUNT"]
    assert len(missing) == 73
    assert "accounts" not in one.numbers


def test_an_account_that_exists_is_linked_and_works(office):
    api.user.create(email="b@example.org", username="belova.io", password="Слово-2025-длинное")
    one = load(TEACHER)

    school = get_school(office)
    (person,) = school.people.values()
    cohort = find_cohort(school, "7А", DAY)
    assert one.numbers == {
        "filed": 1,
        "accounts": 1,
        "appointments": 1,
        "cohorts": 1,
    }
    assert person.user_id == "belova.io"
    groups = IMembership(office).groups_of("belova.io", DAY)
    assert groups == (cohort_group(cohort.id, "class_teacher"),)


def test_somebody_elses_account_is_not_taken(office):
    api.user.create(email="b@example.org", username="belova.io", password="Слово-2025-длинное")
    first = load([1, "Орлова Анна Петровна", "Учитель", None, None, None])
    link_account(get_school(office), first.things("person")[0], "belova.io")

    second = load(TEACHER)

    assert codes(second.noted()) == [(2, "ACCOUNT_TAKEN")]
    assert get_school(office).people[second.things("person")[0]].user_id is None


def test_a_person_who_is_known_is_not_entered_twice(office):
    load(TEACHER)
    again = load([*TEACHER[:4], None, "Классный руководитель; Архивариус"])

    school = get_school(office)
    assert len(school.people) == 1
    assert (2, "ALREADY_KNOWN") in codes(again.noted())
    assert [one.detail for one in again.noted() if one.code == "NOT_APPOINTED"] == [
        "class_teacher: ALREADY_HELD"
    ]


def test_one_office_is_not_given_to_two(office):
    rows = (
        [1, "Белова Ирина Олеговна", "Директор", None, None, "Директор"],
        [2, "Орлова Анна Петровна", "Директор", None, None, "Директор"],
    )
    data = workbook(("Работники", [TITLES, *rows]))
    tried = dry_run(office, "staff", data, "a.xlsx", ORDER)
    one = load(*rows)

    assert [(finding.row, finding.detail) for finding in one.noted()] == [
        (3, "director: OFFICE_TAKEN")
    ]
    assert list(tried.findings) == one.noted()
    assert tried.numbers == one.numbers


def test_offices_of_the_school_wait_for_the_director(office):
    """What REST forbids a secretary she does not do by a list either; the director completes it."""
    data = data_of("staff.xlsx")
    as_role(office, "Secretary")
    tried = dry_run(office, "staff", data, "staff.xlsx", ORDER)
    first = run_import("staff", data, "staff.xlsx", ORDER)

    school = get_school(office)
    assert first.numbers == tried.numbers
    assert list(first.noted()) == list(tried.findings)
    assert (first.numbers["filed"], first.numbers["appointments"]) == (73, 40)
    assert first.numbers["waiting"] == 21
    assert given(school) == {"class_teacher": 40}
    waiting = [one for one in first.noted() if one.code == "OFFICE_WAITS"]
    assert Counter(one.detail for one in waiting)["director"] == 1
    words = [one["message"] for one in findings_in_words(waiting, office.REQUEST)]
    assert any("Директор" in one and "Классы и сотрудники" in one for one in words)

    # The same file: what the secretary may not finish she is not offered to repeat.
    with pytest.raises(ImportRefused):
        start_import(office, "staff", data, "staff.xlsx", ORDER)
    as_role(office, "Director")
    second = run_import("staff", data, "staff.xlsx", ORDER)
    assert (second.numbers["already"], second.numbers["appointments"]) == (73, 21)
    assert "waiting" not in second.numbers
    assert names(school, "director") == ["Короткова Г. И."]
    assert sum(given(school).values()) == 61
    # Now nothing waits, not even when the secretary loads it again.
    as_role(office, "Secretary")
    assert "waiting" not in dry_run(office, "staff", data, "staff.xlsx", ORDER).numbers
    with pytest.raises(ImportRefused):
        start_import(office, "staff", data, "staff.xlsx", ORDER)


def test_the_account_of_an_office_is_linked_by_the_director(office):
    """Whoever has the account of a director has the director's rights."""
    director = [1, "Белова Ирина Олеговна", "Директор", None, None, "Директор"]
    load(director)
    api.user.create(email="b@example.org", username="belova.io", password="Слово-2025-длинное")
    with_login = [*director[:4], "belova.io", "Директор"]
    as_role(office, "Secretary")
    again = load(with_login)

    (person,) = get_school(office).people.values()
    assert person.user_id is None
    assert (2, "ACCOUNT_WAITS") in codes(again.noted())
    as_role(office, "Director")
    assert load([*with_login[:2], "Директор школы", *with_login[3:]]).numbers["accounts"] == 1
    assert get_school(office).people[person.id].user_id == "belova.io"


def test_a_void_appointment_to_come_gives_no_office(office):
    """An office ended before it began is no office held: nothing passes by it."""
    director = [1, "Белова Ирина Олеговна", "Директор", None, None, "Директор"]
    one = load(director, start="2030-09-01")
    start_undo(office, one, TEST_USER_ID)
    run_undo(one)
    as_role(office, "Secretary")
    again = load([*director[:2], "Учитель", *director[3:]])

    assert given(get_school(office)) == {}
    assert (2, "OFFICE_WAITS") in codes(again.noted())


def test_what_was_given_by_the_director_is_taken_back_by_the_director(office):
    director = load([1, "Белова Ирина Олеговна", "Директор", None, None, "Директор"])
    as_role(office, "Archivist")
    with pytest.raises(Unauthorized):
        start_undo(office, director, TEST_USER_ID)
    as_role(office, "Secretary")
    with pytest.raises(SchoolForbidden):
        start_undo(office, director, TEST_USER_ID)
    assert describe_import(office, director, office.REQUEST, 0)["can_undo"] is False
    as_role(office, "Director")
    assert describe_import(office, director, office.REQUEST, 0)["can_undo"] is True
    start_undo(office, director, TEST_USER_ID)
    # The right is asked again when the job works.
    as_role(office, "Secretary")
    run_undo(director)
    assert given(get_school(office)) == {"director": 1}
    assert get_jobs(office).get(director.undo_job).state == "failed"


def test_undo_makes_the_appointments_void(office):
    one = load(TEACHER)
    person_id = one.things("person")[0]
    start_undo(office, one, TEST_USER_ID)
    run_undo(one)

    school = get_school(office)
    assert state(one) == "undone"
    assert offices_of(school, person_id, DAY) == ()
    # A corrected list finds the person again and appoints anew.
    again = load(TEACHER)
    assert again.numbers == {"already": 1, "appointments": 1}
    assert len(offices_of(school, person_id, DAY)) == 1


@pytest.mark.parametrize("role", ["Director", "Secretary", "Deputy"])
def test_who_may(office, role):
    setRoles(office, TEST_USER_ID, [role])

    assert load(TEACHER).numbers["filed"] == 1


@pytest.mark.parametrize("role", ["Archivist", "Manager", "Auditor", "Class Teacher"])
def test_who_may_not(office, role):
    """An archivist may load lists, but not give offices to people."""
    setRoles(office, TEST_USER_ID, [role])

    with pytest.raises(Unauthorized):
        load(TEACHER)
    assert len(get_school(office).people) == 0


@pytest.mark.parametrize("missing", ["order_number", "order_date"])
def test_no_appointment_without_an_order(office, missing):
    options = {name: value for name, value in ORDER.items() if name != missing}

    with pytest.raises(ImportInvalid) as refused:
        start_import(office, "staff", data_of("staff.xlsx"), "staff.xlsx", options)
    assert [reason["field"] for reason in refused.value.reasons] == [missing]
