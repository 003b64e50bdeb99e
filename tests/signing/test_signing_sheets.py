"""Familiarisation sheets on records: who is asked, who acknowledges, who learns of the document."""

from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import digest_of as chain_digest
from collective.schoolrecords.records.destroyed import forget_sheets
from collective.schoolrecords.signing import sheets
from collective.schoolrecords.signing.refusals import SigningForbidden
from collective.schoolrecords.signing.refusals import SigningRefused
from collective.schoolrecords.signing.sheet_services import lines_of
from collective.schoolrecords.signing.sheet_storage import find_waiting
from collective.schoolrecords.signing.sheet_storage import sheet_of
from datetime import timedelta
from schoolrecords_http import codes
from schoolrecords_http import DAY as HTTP_DAY
from schoolrecords_http import HttpSchool
from schoolrecords_town import PASSWORD
from signing_people import ALLOWED
from signing_people import DAY
from signing_people import digest_of
from signing_people import SigningTown
from types import SimpleNamespace

import pytest
import transaction


@pytest.fixture
def town(portal, on_day):
    on_day(DAY)
    town = SigningTown(portal)
    town.rule(*ALLOWED)
    return town


def ids(town, *accounts):
    return [town.school.person_of(one).id for one in accounts]


def refused(action, *args, error=SigningRefused):
    with pytest.raises(error) as caught:
        action(*args)
    return [reason["code"] for reason in caught.value.reasons]


def test_a_sheet_from_the_first_name_to_the_last_signature(town, on_day):
    record = town.approved()
    asked = ids(town, "class_teacher", "deputy", "archivist")
    with town.logged_in("class_teacher"):
        found = refused(sheets.list_people, record, asked, error=SigningForbidden)
        assert found == ["sheet_forbidden"]
    with town.logged_in("secretary"):
        sheets.list_people(record, asked[:2], DAY)
        found = refused(sheets.list_people, record, [*asked[:2], "nobody"], DAY - timedelta(days=1))
        assert found == ["sheet_person_unknown", "sheet_day_past"]
        assert refused(sheets.list_people, record, asked[:2]) == ["sheet_nobody_new"]
        assert sheets.list_people(record, asked) == asked[2:]
    with town.logged_in("class_teacher"):
        assert [one.UID() for one in sheets.waiting_for_me()] == [record.UID()]
        made = sheets.acknowledge(record, digest_of(record))
        assert made.way == "simple" and digest_of(record) in made.fact
        assert refused(sheets.acknowledge, record, digest_of(record)) == ["sheet_noted_already"]
        assert sheets.waiting_for_me() == []
    with town.logged_in("auditor"):
        found = refused(sheets.acknowledge, record, "0" * 64, error=SigningForbidden)
        assert found == ["sheet_not_listed", "signed_form_changed"]
    on_day(DAY + timedelta(days=1))
    assert [line[3] for line in lines_of(record)] == ["overdue", "waiting", "noted"]
    with town.logged_in("secretary"):
        found = refused(sheets.note_paper, record, [*asked[:1], "nobody"], None)
        assert found == ["sheet_person_unknown", "sheet_noted_already", "signed_on_missing"]
        sheets.note_paper(record, asked[1:2], DAY, "Лист ознакомления № 3")
    events = [entry.event for entry in chain_of(record).entries()][-4:]
    assert events == ["sheet_listed", "sheet_listed", "sheet_noted", "sheet_noted"]
    assert chain_of(record).verify() == ()
    assert chain_of(record).last().after == chain_digest(record)
    assert sheet_of(record).intact()
    assert find_waiting().records[record.UID()] == 1
    sheet_of(record)._noted.clear()
    assert not sheet_of(record).intact()
    forget_sheets(SimpleNamespace(records=[record]))
    assert record.UID() not in find_waiting().records
    with town.logged_in("archivist"):
        assert sheets.waiting_for_me() == []


def test_a_draft_and_a_school_without_an_act_have_no_simple_acknowledgement(portal, on_day):
    on_day(DAY)
    town = SigningTown(portal)
    record = town.approved()
    with town.logged_in("director"):
        sheets.list_people(record, ids(town, "deputy"))
    with town.logged_in("deputy"):
        found = refused(sheets.acknowledge, record, digest_of(record))
    assert found == ["simple_without_act"]


def test_the_sheet_over_rest_is_for_the_office_and_for_whoever_stands_on_it(functional, on_day):
    on_day(HTTP_DAY)
    school = HttpSchool(functional["portal"])
    with school.logged_in("secretary"):
        order = school.path(school.order)
        school.ask("secretary", "POST", f"{order}/@workflow/submit", {})
    school.ask("director", "POST", f"{order}/@workflow/approve", {})
    basis = {"order_number": "5", "order_date": "2026-01-09", "in_force_from": "2026-02-02"}
    change = [{"path": path, "value": value} for path, value in ALLOWED]
    made = school.ask("director", "POST", "/@regulation", {"changes": change, **basis})
    assert made.status_code == 201, made.text
    sheet = f"{order}/@familiarisation-sheet"
    office = {"director", "deputy", "secretary", "archivist", "data_officer", "auditor"}
    assert school.who("GET", sheet) == office
    keepers = {"director", "deputy", "secretary"}
    assert school.who("POST", sheet, {"people": []}) == keepers
    teacher = school.school.person_of("class_teacher").id
    listed = {"people": [teacher], "until": "2026-02-10"}
    assert school.ask("secretary", "POST", sheet, listed).status_code == 201
    assert school.who("GET", sheet) == office | {"class_teacher"}
    # Being asked opens the document's own words, nothing else of it.
    assert school.ask("class_teacher", "GET", order).status_code in (401, 403)
    own = school.ask("class_teacher", "GET", sheet).json()
    assert own["items_total"] == 1 and own["yours"]["possible"]
    waiting = school.ask("class_teacher", "GET", "/@acknowledgements").json()
    assert [one["until"] for one in waiting["items"]] == ["2026-02-10"]
    read = {"digest": own["document"]["digest"], "password": "wrong"}
    answer = school.ask("class_teacher", "POST", f"{sheet}/acknowledge", read)
    assert (answer.status_code, codes(answer)) == (403, ["password_wrong"])
    read["password"] = PASSWORD
    assert school.who("POST", f"{sheet}/acknowledge", {**read, "digest": "0"}) == {"class_teacher"}
    answer = school.ask("class_teacher", "POST", f"{sheet}/acknowledge", read)
    assert answer.status_code == 201, answer.text
    assert answer.json()["items"][0]["noted"]["way"]["id"] == "simple"
    assert school.who("POST", f"{sheet}/paper", {"people": [teacher]}) == keepers
    assert school.ask("class_teacher", "GET", "/@acknowledgements").json()["items"] == []
    file = school.path(school.file)
    assert school.ask("secretary", "GET", f"{file}/@familiarisation-sheet").status_code == 404
    transaction.begin()
