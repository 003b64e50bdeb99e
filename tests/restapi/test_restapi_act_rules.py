"""REST of the rules by which a school decides on acts."""

from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.retention.settings import rules_on
from datetime import date
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import pytest


READING = {
    "director",
    "deputy",
    "archivist",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
}
ORDER = {"order_number": "15-о", "order_date": "2026-01-30"}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


def test_the_products_own_rules_hold_before_the_schools_first(school):
    answer = school.ask("auditor", "GET", "/@act-rules").json()

    assert (answer["waiting_days"], answer["backup_days"], answer["quorum_percent"]) == (7, 90, 50)
    assert (answer["since"], answer["changes"]) == (None, [])


def test_a_change_holds_from_its_day_and_the_former_one_stays_to_be_read(school):
    first = school.ask("director", "PATCH", "/@act-rules", {"waiting_days": 14, **ORDER})
    later = {"backup_days": 30, "since": "2026-03-01", **ORDER}
    second = school.ask("director", "PATCH", "/@act-rules", later)
    corrected = school.ask("director", "PATCH", "/@act-rules", {"waiting_days": 10, **ORDER})

    assert [one.status_code for one in (first, second, corrected)] == [200, 200, 200]
    today = school.ask("auditor", "GET", "/@act-rules").json()
    assert (today["waiting_days"], today["backup_days"]) == (10, 90)
    assert (today["since"], today["author"], today["order_number"]) == (
        "2026-02-02",
        "director",
        "15-о",
    )
    assert [one["waiting_days"] for one in today["changes"]] == [10, 14, 14]
    spring = school.ask("auditor", "GET", "/@act-rules?on=2026-03-01").json()
    assert (spring["waiting_days"], spring["backup_days"]) == (14, 30)
    assert rules_on(school.portal, date(2026, 2, 1)) == ActRules()


def test_every_fault_is_told_and_nothing_is_kept(school):
    body = {
        "waiting_days": -1,
        "least_members": 2,
        "backup_days": "90",
        "casting_vote": "no",
        "since": "2026-02-01",
        "colour": 1,
    }

    answer = school.ask("director", "PATCH", "/@act-rules", body)

    assert answer.status_code == 400
    assert sorted((one["field"], one["code"]) for one in answer.json()["reasons"]) == [
        ("backup_days", "VALUE"),
        ("casting_vote", "VALUE"),
        ("colour", "UNKNOWN_FIELD"),
        ("least_members", "VALUE"),
        ("order_date", "VALUE_MISSING"),
        ("order_number", "VALUE_MISSING"),
        ("since", "VALUE"),
        ("waiting_days", "VALUE"),
    ]
    assert school.ask("auditor", "GET", "/@act-rules").json()["changes"] == []


def test_who_reads_and_who_changes_them(school):
    assert school.who("GET", "/@act-rules") == READING
    assert school.who("PATCH", "/@act-rules", {}) == {"director"}
