"""``@imports`` over real HTTP."""

from collective.schoolrecords.exchange import journal
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from lists_data import data_of
from lists_data import pupil_book
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_NAME
from plone.restapi.testing import RelativeSession

import base64
import pytest
import transaction


#: One file: a workbook made anew differs in the time that stands in it.
LIST = pupil_book({"Буква личного дела": "И", "Номер личного дела": 12})


@pytest.fixture
def portal(functional):
    site = functional["portal"]
    for name, role in (("secretary", "Secretary"), ("auditor", "Auditor"), ("boss", "Manager")):
        api.user.create(email=f"{name}@example.org", username=name, password="secret-25-long")
        setRoles(site, name, [role])
    transaction.commit()
    return site


def session(portal, name=None):
    found = RelativeSession(portal.absolute_url())
    found.headers.update({"Accept": "application/json", "Accept-Language": "ru"})
    if name:
        found.auth = (name, "secret-25-long")
    return found


def body(data=None, **more):
    return {
        "kind": "contingent",
        "filename": "список.xlsx",
        "data": base64.b64encode(data or LIST).decode(),
        "options": {"year": 2025},
        **more,
    }


def finish(portal, uid):
    """What the server's worker does."""
    transaction.begin()
    login(portal, TEST_USER_NAME)
    job = journal.imports_of(portal).get(uid)
    run_now(portal, get_jobs(portal).get(job.undo_job or job.job))


def test_dry_run_import_progress_and_undo(portal):
    client = session(portal, "secretary")

    before = portal._p_jar.db().lastTransaction()
    tried = client.post("/@imports", json=body(dry_run=True))
    assert tried.status_code == 200
    assert portal._p_jar.db().lastTransaction() == before
    assert tried.json()["numbers"][0] == {"name": "filed", "title": "Занесено", "count": 1}

    made = client.post("/@imports", json=body())
    assert made.status_code == 201
    one = made.json()
    assert made.headers["Location"] == one["@id"]
    assert (one["state"], one["total"], one["done"]) == ("queued", 1, 0)

    finish(portal, one["uid"])

    shown = client.get(f"/@imports/{one['uid']}").json()
    assert (shown["state"], shown["done"], shown["records"]) == ("done", 1, 1)
    assert shown["state_title"] == "Выполнено"
    assert shown["can_undo"] is True
    assert shown["started_by"] == "secretary"
    assert shown["sha256"] == one["sha256"]

    again = client.post("/@imports", json=body())
    assert again.status_code == 409
    assert [reason["code"] for reason in again.json()["reasons"]] == ["repeated"]
    assert again.json()["type"] == "ImportRefused"

    undone = client.post(f"/@imports/{one['uid']}/undo", json={})
    assert undone.status_code == 202
    finish(portal, one["uid"])
    listed = client.get("/@imports").json()
    assert listed["items_total"] == 1
    assert [item["state_title"] for item in listed["items"]] == ["Отменена"]


def test_findings_are_words_with_addresses(portal):
    data = data_of("broken/03_impossible_date.xlsx")

    answer = session(portal, "secretary").post("/@imports", json=body(data, dry_run=True)).json()

    (finding,) = answer["findings"]
    assert finding["cell"] == "F9"
    assert finding["message"] == "Такого дня нет: 31.02.2015"
    assert finding["level_title"] == "Ошибка: строка не заносится"


def test_a_file_that_is_refused(portal):
    data = data_of("broken/01_missing_column.xlsx")

    answer = session(portal, "secretary").post("/@imports", json=body(data))

    assert answer.status_code == 409
    messages = [reason["message"] for reason in answer.json()["reasons"]]
    assert "Нет столбца «Дата рождения»." in messages


@pytest.mark.parametrize("name", [None, "auditor", "boss"])
def test_others_see_and_begin_nothing(portal, name):
    client = session(portal, name)

    assert client.get("/@imports").status_code in (401, 403)
    assert client.post("/@imports", json=body()).status_code in (401, 403)
    transaction.begin()
    assert journal.imports_of(portal) is None


@pytest.mark.parametrize(
    "wrong, fields",
    [
        ({"kind": 7}, ["kind"]),
        ({"kind": "pupils"}, ["kind"]),
        ({"filename": None}, ["filename"]),
        ({"data": "это не base64"}, ["data"]),
        ({"data": None, "kind": None}, ["kind", "data"]),
        ({"options": [1]}, ["options"]),
        ({"options": {"year": "2025", "x": 1}}, ["year", "x"]),
    ],
)
def test_bodies_that_make_no_sense(portal, wrong, fields):
    answer = session(portal, "secretary").post("/@imports", json={**body(), **wrong})

    assert answer.status_code == 400
    assert [reason["field"] for reason in answer.json()["reasons"]] == fields


def test_a_foreign_form_begins_nothing(portal):
    client = session(portal, "secretary")

    answer = client.post("/@imports", data={"kind": "contingent"})

    assert answer.status_code == 403


def test_imports_that_do_not_exist(portal):
    client = session(portal, "secretary")

    assert client.get("/@imports/nothing").status_code == 404
    assert client.post("/@imports/nothing/undo", json={}).status_code == 404
    assert client.post("/@imports/a/b/c", json={}).status_code == 404
    assert client.get("/@imports?b_size=5").json()["items"] == []


def test_the_page_of_findings(portal):
    rows = [
        {"Номер личного дела": number, "СНИЛС": "112-233-445 00", "Имя": f"Пётр{'а' * number}"}
        for number in range(1, 6)
    ]
    client = session(portal, "secretary")
    uid = client.post("/@imports", json=body(pupil_book(*rows))).json()["uid"]

    shown = client.get(f"/@imports/{uid}?findings_start=3").json()

    assert shown["findings_start"] == 3
    assert len(shown["findings"]) == shown["findings_total"] - 3
