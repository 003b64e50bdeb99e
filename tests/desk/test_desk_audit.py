"""The page of the whole archive's state: who sees it, a check started from it, the alert it leaves."""

from bs4 import BeautifulSoup
from collective.schoolrecords.access.log.current import use
from collective.schoolrecords.access.log.writer import AccessLog
from collective.schoolrecords.access.log.writer import State
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.core.whole_archive import judge_archive
from collective.schoolrecords.desk.audit.finding_row import finding_row
from collective.schoolrecords.integrity.fixity.runs import last_run
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from datetime import datetime
from datetime import UTC
from plone import api
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool
from schoolrecords_town import PASSWORD
from zope.i18n import translate

import bagit
import io
import json
import pytest
import re
import requests
import transaction
import zipfile


HTML = {"Accept": "text/html"}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    return HttpSchool(functional["portal"])


def page(school, user_id, path, **more):
    return school.ask(user_id, "GET", path, headers=HTML, **more)


def press(school, user_id, button):
    """Open the page and press a button of it."""
    url = f"{school.portal.absolute_url()}/@@audit"
    answer = requests.get(url, auth=(user_id, PASSWORD), headers=HTML, timeout=60)
    token = re.search(r'name="_authenticator"[^>]*?value="([0-9a-f]+)"', answer.text)[1]
    answer = requests.post(
        url,
        {"do": button, "_authenticator": token},
        auth=(user_id, PASSWORD),
        headers=HTML,
        timeout=60,
    )
    transaction.begin()
    return answer


def work_off(school):
    with school.as_test_user():
        for job in get_jobs(school.portal).open_jobs():
            assert run_now(school.portal, job) == "done"


def test_the_state_of_the_archive(school):
    readers = {"auditor", "director", "data_officer"}
    for user_id in EVERYBODY:
        for path in ("/@@audit", "/@@audit-progress"):
            status = page(school, user_id, path, allow_redirects=False).status_code
            assert status == (200 if user_id in readers else 302), (user_id, path)
    assert school.who("GET", "/@audit-report") == readers

    text = page(school, "auditor", "/@@audit").text
    assert "Проверок ещё не было" in text
    assert "ещё не снята" in text
    # The auditor reads and starts nothing; a POST without the button changes nothing.
    assert 'value="check"' not in text
    before = len(get_jobs(school.portal) or ())

    assert press(school, "director", "check").status_code == 200
    assert press(school, "director", "checkpoint").status_code == 200
    assert len(get_jobs(school.portal)) == before + 2
    assert "Идёт проверка целостности" in page(school, "auditor", "/@@audit").text
    assert page(school, "auditor", "/@@audit-progress").json()["state"] == "running"
    work_off(school)
    assert page(school, "auditor", "/@@audit-progress").json()["state"] == "done"
    text = page(school, "auditor", "/@@audit").text
    assert "без расхождений" in text
    assert "№ 1 от " in text
    for user_id in ("archivist", "director"):
        assert "найденные проверкой" not in page(school, user_id, "/@@desk").text

    school.order.title = "Переписан <b>в базе</b>"
    transaction.commit()
    assert press(school, "director", "check").status_code == 200
    work_off(school)
    assert last_run(school.portal).totals.faults == 1
    # The report is a record of the archive, and no news of anybody's work.
    for user_id in ("archivist", "director"):
        assert "целостности архива" in page(school, user_id, "/cases").text
        desk = BeautifulSoup(page(school, user_id, "/@@desk").text, "html.parser")
        news = desk.select("section[aria-labelledby=sr-recent] a")
        assert news and "целостности" not in " ".join(one.get_text() for one in news)
    text = page(school, "auditor", "/@@audit").text
    assert "сведения: изменено" in text
    # The record by its title with a link, and both sums whole.
    found = BeautifulSoup(text, "html.parser").select_one("#findings tbody tr")
    assert found.a["href"] == school.order.absolute_url()
    assert found.a.get_text() == "О зачислении"
    sums = [one.get_text() for one in found.select("td.sr-hash")]
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in sums) and len(set(sums)) == 2
    for user_id in ("archivist", "director"):
        assert "Расхождения, найденные проверкой" in page(school, user_id, "/@@desk").text
    assert "найденные проверкой" not in page(school, "secretary", "/@@desk").text
    report = school.ask("auditor", "GET", "/@audit-report").json()
    assert report["fixity"]["last"]["found"]["changed"] == 1
    assert report["ledger"]["checkpoint"]["number"] == 1
    assert report["ledger"]["window"] > 0
    assert report["records"]["personal_file"] == {"current": 2}
    assert report["access_log"]["kept"] is False


def test_the_auditor_takes_a_package_away(school, tmp_path):
    assert 'value="package"' not in page(school, "director", "/@@audit").text
    press(school, "director", "package")
    assert get_jobs(school.portal) is None
    work_checkpoint(school)
    assert press(school, "auditor", "package").status_code == 200
    assert "Собирается" in page(school, "auditor", "/@@audit").text
    work_off(school)
    (address,) = re.findall(r"/@@audit-package/[0-9a-f]+", page(school, "auditor", "/@@audit").text)

    for user_id in EVERYBODY:
        status = page(school, user_id, address, allow_redirects=False).status_code
        due = {"auditor": 200, "director": 404, "data_officer": 404}.get(user_id, 302)
        assert status == due, user_id
    assert page(school, "auditor", "/@@audit-package").status_code == 404
    answer = page(school, "auditor", address)
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        found.extractall(tmp_path)
    (folder,) = tmp_path.iterdir()
    assert bagit.Bag(str(folder)).validate()
    data = folder / "data"
    lines = "".join(
        one.read_text(encoding="utf-8") for one in sorted((data / "ledger").iterdir())
    ).splitlines()
    stream = school.ask("auditor", "GET", "/@ledger?format=ndjson").text.splitlines()
    assert [json.loads(one) for one in lines] == [json.loads(one) for one in stream]
    (checkpoint,) = read_lines(data / "checkpoints.jsonl")
    assert checkpoint["number"] == 1
    log = read_lines(data / "log.jsonl")
    judged = judge_archive(log, [checkpoint], map(json.loads, lines), [checkpoint])
    assert (judged.findings, judged.remarks) == ([], [])
    assert judged.proved == len(lines)
    assert (data / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
    table = (data / "report" / "status.csv").read_text(encoding="utf-8-sig")
    assert "Личные дела: Ведётся;2" in table
    acts = (data / "report" / "acts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert acts[0] == "Номер акта;Дата;Состояние;Номер записи (UID)"
    words = "".join(
        one.read_text(encoding="utf-8-sig")
        for one in data.rglob("*")
        if one.suffix in (".jsonl", ".csv", ".json")
    )
    assert "Козлов" not in words

    # A new one takes the place of the former.
    press(school, "auditor", "package")
    assert page(school, "auditor", address).status_code == 404


def test_a_checkpoint_is_taken_away_and_the_log_tells_that_it_fails(school, tmp_path, monkeypatch):
    assert 'value="take"' not in page(school, "auditor", "/@@audit").text
    work_checkpoint(school)
    text = page(school, "auditor", "/@@audit").text
    assert "Забрать контрольную точку № 1" in text
    assert "ещё никто не забрал" in text
    file = "/@@checkpoint-file/1"
    for user_id in EVERYBODY:
        status = page(school, user_id, file, allow_redirects=False).status_code
        readers = ("auditor", "director", "data_officer")
        assert status == (404 if user_id in readers else 302), user_id

    # The button answers with the file itself.
    answer = press(school, "auditor", "take")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="checkpoint-1.json"'
    known = school.ask("auditor", "GET", "/@checkpoints/1").json()
    assert answer.json() == {name: known[name] for name in answer.json()}
    text = page(school, "auditor", "/@@audit").text
    assert 'value="take"' not in text
    assert "№ 1: Образцова А., 02.02.2026" in text or "№ 1: Образцова А." in text
    assert "Более поздних точек" not in text
    assert 'value="take"' in page(school, "director", "/@@audit").text
    assert page(school, "director", file, allow_redirects=False).status_code == 404
    for path in ("/@@checkpoint-file", "/@@checkpoint-file/2", "/@@checkpoint-file/x"):
        assert page(school, "auditor", path).status_code == 404, path
    # A button that was drawn before does nothing twice.
    press(school, "auditor", "take")
    assert len(school.ask("auditor", "GET", "/@taken-checkpoints").json()["items"]) == 1
    work_checkpoint(school)
    assert "Более поздних точек, которые никто не забрал: 1" in page(
        school, "auditor", "/@@audit"
    ).text.replace("\xa0", " ")

    log = AccessLog(f"sqlite:///{tmp_path / 'access.sqlite'}", wait=0.01, retry=0.02)
    former = use(log)
    try:
        state = State(True, datetime(2026, 2, 2, 9, tzinfo=UTC), "OperationalError", 7, 2)
        monkeypatch.setattr(log, "state", lambda: state)
        text = page(school, "auditor", "/@@audit").text
        assert "Ждут записи: 7, потеряно: 2" in text
        assert "всё равно показываются" in text
        record = "collective.schoolrecords.access_log_stops_reading"
        api.portal.set_registry_record(record, True)
        transaction.commit()
        report = school.ask("auditor", "GET", "/@audit-report").json()["access_log"]
        assert (report["degraded"], report["stops_reading"]) == (True, True)
        text = page(school, "auditor", "/@@audit").text
        assert "до тех пор не показываются" in text
    finally:
        use(former)


def read_lines(path):
    return [json.loads(one) for one in path.read_text(encoding="utf-8").splitlines()]


def work_checkpoint(school):
    assert school.ask("archivist", "POST", "/@checkpoints", {}).status_code == 202
    work_off(school)


FINDINGS = [
    (
        Finding("missing", "record", path="/s/gone", detail="POSKeyError"),
        "/s/gone",
        "в хранилище этого нет",
    ),
    (Finding("unreadable", "file", "u", "/s/x", "scan", "a" * 64), "Дело № 1", "скан"),
    (Finding("extra", "file", name="./0x00/1.blob", found="b" * 64), "0x00/1.blob", None),
    (Finding("changed", "chain", "u", "/s/x", detail="gap 3"), "Дело № 1", "событие 3: "),
    (Finding("changed", "file", "w", "/s/y", "signed/aa", "c" * 64), "не открыта", "редакция"),
    (Finding("unreadable", "file", "u", "/s/x", "a.pdf", detail="PermissionError"), "Дело", "диск"),
]


def test_a_finding_in_words(school):
    titles = {"u": ("Дело № 1", "http://nohost/s/x")}
    for one, lead, sub in FINDINGS:
        row = finding_row(one, titles, lambda text: translate(text, target_language="ru"))
        shown = row.cells[1]
        assert lead in shown.text, one
        assert (sub or "") in (shown.sub or ""), (one, shown.sub)
        assert "Error" not in f"{shown.text}{shown.sub}"
