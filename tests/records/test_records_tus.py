"""A document comes in pieces with what it is: fields in ``Upload-Metadata``, both sides over HTTP."""

from base64 import b64encode
from datetime import date
from pathlib import Path
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import os
import pytest


SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "08_soglasie_pdn.jpg"
ABOUT = {
    "filename": "Согласие.jpg",
    "filetype": "image/jpeg",
    "kind": "Согласие на обработку данных",
    "index": "7",
    "dated_on": "2025-09-01",
    "doc_sheets": "2",
    "original": "true",
    "on_paper": "false",
    "place": "Приёмная, шкаф 2",
}


@pytest.fixture
def school(functional, on_day, tmp_path, monkeypatch):
    monkeypatch.setenv("TUS_TMP_FILE_DIR", str(tmp_path))
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


def announce(school, about, user_id="secretary", size=None, place=None):
    """Announce an upload into a personal file."""
    packed = ",".join(f"{key} {b64encode(text.encode()).decode()}" for key, text in about.items())
    head = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(SCAN.stat().st_size if size is None else size),
        "Upload-Metadata": packed,
    }
    address = f"{place or school.path(school.file)}/@tus-upload"
    return school.ask(user_id, "POST", address, headers=head)


def send(school, answer, data, user_id="secretary", offset=0):
    """Send a piece to the address that the announcement gave."""
    head = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    address = answer.headers["Location"][len(school.portal.absolute_url()) :]
    return school.ask(user_id, "PATCH", address, headers=head, data=data)


def test_a_document_is_filed_with_its_fields(school):
    data = SCAN.read_bytes()
    announced = announce(school, ABOUT)
    assert announced.status_code == 201, announced.text
    half = len(data) // 2
    assert send(school, announced, data[:half]).status_code == 204
    last = send(school, announced, data[half:], offset=half)

    assert last.status_code == 204, last.text
    made = school.portal.unrestrictedTraverse(
        last.headers["Location"][len(school.portal.absolute_url()) + 1 :]
    )
    assert (made.kind, made.index, made.dated_on) == (ABOUT["kind"], "7", date(2025, 9, 1))
    assert (made.doc_sheets, made.original, made.on_paper) == (2, True, False)
    assert (made.place, made.scan.filename) == (ABOUT["place"], "Согласие.jpg")
    assert made.scan.data == data
    assert made.state == "draft"
    events = school.ask("auditor", "GET", f"{school.path(made)}/@record-history").json()["items"]
    assert [one["event"] for one in events][-1] == "filed"
    assert os.listdir(os.environ["TUS_TMP_FILE_DIR"]) == []


def test_an_announcement_is_refused_with_all_reasons(school):
    """Before any piece is sent, and nothing is kept of it."""
    wrong = {"dated_on": "01.09.2025", "doc_sheets": "two", "medical": "perhaps"}
    answer = announce(school, wrong)

    assert answer.status_code == 400
    assert answer.json()["type"] == "SchoolRefused"
    assert codes(answer) == ["VALUE_MISSING", "VALUE", "VALUE", "VALUE"]
    fields = [reason["field"] for reason in answer.json()["reasons"]]
    assert fields == ["kind", "dated_on", "doc_sheets", "medical"]
    assert os.listdir(os.environ["TUS_TMP_FILE_DIR"]) == []


def test_metadata_that_are_no_base64_are_refused(school):
    head = {"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": "kind ***"}
    address = f"{school.path(school.file)}/@tus-upload"

    assert school.ask("secretary", "POST", address, headers=head).status_code == 400
    assert os.listdir(os.environ["TUS_TMP_FILE_DIR"]) == []


def test_values_out_of_range_leave_nothing(school):
    announced = announce(school, {**ABOUT, "doc_sheets": "99999"})
    before = sorted(school.file.objectIds())
    answer = send(school, announced, SCAN.read_bytes())

    assert answer.status_code == 400
    assert sorted(school.file.objectIds()) == before
    assert os.listdir(os.environ["TUS_TMP_FILE_DIR"]) == []


@pytest.mark.parametrize("user_id", ["auditor", "guardian", "other_teacher", "nobody", "anonymous"])
def test_others_upload_nothing(school, user_id):
    assert announce(school, ABOUT, user_id).status_code in (401, 403)
    announced = announce(school, ABOUT)
    before = sorted(school.file.objectIds())

    assert send(school, announced, SCAN.read_bytes(), user_id).status_code in (401, 403)
    assert sorted(school.file.objectIds()) == before


def test_nothing_else_is_filed_into_a_record(school):
    announced = announce(school, {**ABOUT, "@type": "order"})
    if announced.status_code == 201:
        announced = send(school, announced, SCAN.read_bytes())

    assert announced.status_code in (400, 401, 403)
    assert os.listdir(os.environ["TUS_TMP_FILE_DIR"]) == []
