"""The page of the whole archive's state: who sees it, a check started from it, the alert it leaves."""

from audit_packages import exchanged
from bs4 import BeautifulSoup
from builders import step
from collective.schoolrecords.access.log.current import use
from collective.schoolrecords.access.log.writer import AccessLog
from collective.schoolrecords.access.log.writer import State
from collective.schoolrecords.core.fixity import Finding
from collective.schoolrecords.desk.audit.finding_row import finding_row
from collective.schoolrecords.integrity.fixity.runs import last_run
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.signing import sheets
from collective.schoolrecords.signing import trust_store
from collective.schoolrecords.signing.adding import enter_seal
from collective.schoolrecords.signing.cms import normalise
from collective.schoolrecords.signing.detached import check_again
from collective.schoolrecords.signing.detached import sign_detached
from collective.schoolrecords.signing.form import form_of
from dataclasses import replace
from datetime import datetime
from datetime import UTC
from plone import api
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool
from schoolrecords_town import PASSWORD
from signature_pki import family
from verifier_command import VerifierCommand
from zope.i18n import translate

import bagit
import io
import json
import pytest
import re
import requests
import transaction
import zipfile


__all__ = ["family"]
HTML = {"Accept": "text/html"}
#: What leaves of a seal and of who got to know a document.
OPENED = {
    "seal_noted": {"on", "user_id", "at"},
    "sheet_noted": {"noted", "digest"},
}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    return HttpSchool(functional["portal"])


def page(school, user_id, path, **more):
    return school.ask(user_id, "GET", path, headers=HTML, **more)


def press(school, user_id, button, path="/@@audit"):
    """Open the page and press a button of it."""
    url = f"{school.portal.absolute_url()}{path}"
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
    answer = press(school, "director", "checkpoint")
    # The note names the job, and the page shows how far it is where it says.
    assert answer.url.endswith("#proof")
    assert "Задание «Контрольная точка журнала событий» поставлено в очередь" in answer.text
    bar = BeautifulSoup(answer.text, "html.parser").select_one("#proof [data-sr-poll]")
    assert "Снимается контрольная точка; записей в ней: 0" in bar.text
    assert 'value="checkpoint"' not in answer.text
    for user_id in EVERYBODY:
        asked = page(school, user_id, "/@@checkpoint-progress", allow_redirects=False)
        may = user_id in ("archivist", "director", "data_officer")
        assert asked.status_code == (200 if may else 302), user_id
        assert not may or asked.json()["state"] == "running"
    assert len(get_jobs(school.portal)) == before + 2
    assert "Идёт проверка целостности" in page(school, "auditor", "/@@audit").text
    assert page(school, "auditor", "/@@audit-progress").json()["state"] == "running"
    work_off(school)
    assert page(school, "auditor", "/@@audit-progress").json()["state"] == "done"
    assert page(school, "archivist", "/@@checkpoint-progress").json()["state"] == "done"
    text = page(school, "auditor", "/@@audit").text
    assert "без расхождений" in text
    assert "№ 1 от " in text
    # The archivist, who does not read this page, takes one where the signatures are checked.
    checks = "/@@signature-checks"
    for user_id in ("auditor", "director"):
        assert 'value="checkpoint"' not in page(school, user_id, checks).text
    text = page(school, "archivist", checks).text
    assert "№ 1 от " in text and 'value="checkpoint"' in text
    answer = press(school, "archivist", "checkpoint", checks)
    assert answer.url.endswith(f"{checks}#proof")
    assert "Снимается контрольная точка" in answer.text and 'value="checkpoint"' not in answer.text
    before = len(get_jobs(school.portal))
    assert "Сделать это уже нельзя" in press(school, "archivist", "checkpoint", checks).text
    assert len(get_jobs(school.portal)) == before
    work_off(school)
    assert "№ 2 от " in page(school, "archivist", checks).text
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
        assert "целостности" not in " ".join(one.get_text() for one in news)
    text = page(school, "auditor", "/@@audit").text
    assert "сведения: изменено" in text
    # The record by its title with a link, and both sums whole.
    found = BeautifulSoup(text, "html.parser").select_one("#findings tbody tr")
    assert found.a["href"] == school.order.absolute_url()
    assert found.a.get_text() == "О зачислении"
    sums = [one.get_text() for one in found.select("td.sr-hash")]
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in sums) and len(set(sums)) == 2
    for user_id in EVERYBODY:
        status = page(school, user_id, "/@@fixity-findings", allow_redirects=False).status_code
        may = user_id in ("archivist", "director", "data_officer")
        assert status == (200 if may else 302), user_id
    for user_id in ("archivist", "director"):
        desk = BeautifulSoup(page(school, user_id, "/@@desk").text, "html.parser")
        assert "Расхождения, найденные проверкой" in desk.get_text()
        # It leads where they are listed, also for who does not read the state of the archive.
        (alert,) = desk.select("a[href$='/@@fixity-findings']")
        listed = BeautifulSoup(page(school, user_id, "/@@fixity-findings").text, "html.parser")
        row = listed.select_one("#findings tbody tr")
        assert row.a["href"] == school.order.absolute_url()
        assert [one.get_text() for one in row.select("td.sr-hash")] == sums
        (report,) = [
            one["href"] for one in listed.find_all("a") if "Отчёт этой проверки" in one.get_text()
        ]
        report = report.removeprefix(school.portal.absolute_url())
        assert "Проверка целостности" in page(school, user_id, report).text
    assert "найденные проверкой" not in page(school, "secretary", "/@@desk").text
    report = school.ask("auditor", "GET", "/@audit-report").json()
    assert report["fixity"]["last"]["found"]["changed"] == 1
    assert report["ledger"]["checkpoint"]["number"] == 2
    assert report["ledger"]["window"] > 0
    assert report["records"]["personal_file"] == {"current": 2}
    assert report["access_log"]["kept"] is False


def test_the_auditor_takes_a_package_away(school, tmp_path, tmp_path_factory, family):
    command = VerifierCommand(tmp_path_factory.mktemp("command"))
    sign(school, family("ec"))
    assert 'value="package"' not in page(school, "director", "/@@audit").text
    press(school, "director", "package")
    assert get_jobs(school.portal) is None
    work_checkpoint(school)
    assert press(school, "auditor", "package").status_code == 200
    assert "Собирается" in page(school, "auditor", "/@@audit").text
    work_off(school)
    # The package is closed by a checkpoint of its own; who takes it away holds that one.
    uid = next(iter(get_jobs(school.portal).newest_first()))
    address = f"/@@audit-package/{uid}"
    assert page(school, "auditor", address).status_code == 404
    assert address not in page(school, "auditor", "/@@audit").text
    answer = press(school, "auditor", "take_package")
    assert answer.headers["Refresh"] == f"0; url={school.portal.absolute_url()}{address}"
    assert "контрольная точка № 2" in answer.text
    assert 'value="take_package"' not in answer.text
    taken = school.ask("auditor", "GET", "/@taken-checkpoints").json()["items"]
    assert [(one["number"], one["taken_by"]) for one in taken] == [(2, "auditor")]

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
    lines = [line for one in sorted((data / "ledger").iterdir()) for line in read_lines(one)]
    stream = school.ask("auditor", "GET", "/@ledger?format=ndjson").text.splitlines()
    stream = list(map(json.loads, stream))
    # Who acted is named on the server alone.
    assert {one.pop("actor_name") for one in stream} > {"Образцова А."}
    # Since it was made only the taking away was noted.
    assert [one["event"] for one in stream if one not in lines] == ["checkpoint_taken"]
    first, second = read_lines(data / "checkpoints.jsonl")
    assert (first["number"], second["number"]) == (1, 2)
    kept = command.folder / "kept.json"
    kept.write_text(school.ask("auditor", "GET", "/@checkpoints/2").text, encoding="utf-8")
    told = verified(command, answer.content, kept)
    assert told["holds"], told
    assert (told["findings"], told["remarks"], told["damaged"]) == ([], [], [])
    assert told["proved"] == len(lines)
    assert told["opened"] == told["opened_covered"] == 5
    (sig,) = data.glob("signatures/*/*.sig")
    assert normalise(sig.read_bytes()) == sig.read_bytes()
    (added, *_more) = opened = read_lines(data / "opened" / "part-0001.jsonl")
    assert (added["event"], added["payload"]["number"]) == ("signature_added", 1)
    for name in (sig, *(data / "report").iterdir(), *data.glob("signatures/*/*.json")):
        name = str(name.relative_to(data))
        told = verified(command, exchanged(answer.content, name), kept)
        assert [(one["code"], one["detail"]) for one in told["findings"]] == [
            ("file_differs", name)
        ]
    assert (data / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
    table = (data / "report" / "status.csv").read_text(encoding="utf-8-sig")
    assert "Личные дела: Ведётся;2" in table
    acts = (data / "report" / "acts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert acts[0] == "Номер акта;Дата;Состояние;Номер записи (UID)"
    words = "".join(
        one.read_text(encoding="utf-8-sig")
        for one in data.rglob("*")
        if one.suffix in (".jsonl", ".csv", ".json") and "signatures" not in one.parts
    )
    # What was signed names whom it is about; nothing else does.
    assert "Козлов" not in words and "сгиба" not in words
    for event in ("seal_noted", "sheet_noted"):
        (one,) = [one for one in opened if one["event"] == event]
        assert one["payload"].keys() == OPENED[event]

    # A new one takes the place of the former.
    assert "Не раскрыто событий" not in page(school, "auditor", "/@@audit").text
    chain = chain_of(school.order)
    (noted,) = chain.numbers_of("seal_noted")
    del chain._own_salts[noted]
    transaction.commit()
    press(school, "auditor", "package")
    assert page(school, "auditor", address).status_code == 404
    # As in a school that noted the seal before such events had salts of their own.
    work_off(school)
    job = get_jobs(school.portal).get(next(iter(get_jobs(school.portal).newest_first())))
    assert job.result["closed"] == 1
    text = page(school, "auditor", "/@@audit").text
    assert "Не раскрыто событий" in text and "Они записаны до того, как система" in text
    kept.write_text(school.ask("auditor", "GET", "/@checkpoints/3").text, encoding="utf-8")
    with job.data["package"].open("r") as stream:
        told = verified(command, stream.read(), kept)
    assert [(one["code"], one["detail"]) for one in told["findings"]] == [
        ("opening_missing", "seal_noted")
    ]
    assert "Различить одно и другое по пакету нельзя" in told["notes"][0]


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

    # The button answers with the fresh page, which begins the download of the file.
    answer = press(school, "auditor", "take")
    url = f"{school.portal.absolute_url()}{file}"
    assert answer.headers["Refresh"] == f"0; url={url}"
    text = answer.text
    answer = page(school, "auditor", file)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="checkpoint-1.json"'
    assert answer.json() == school.ask("auditor", "GET", "/@checkpoints/1").json()
    assert {"timestamps", "signatures", "taken"} <= answer.json().keys()
    for asked in ("checkpoint-file/2", "https://example.org"):
        answer = page(school, "auditor", f"/@@audit?download={asked}")
        assert (answer.status_code, "Refresh" in answer.headers) == (200, False)
    answer = page(school, "director", "/@@audit?download=checkpoint-file/1")
    assert "Refresh" not in answer.headers
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


def sign(school, pki):
    """Let the director sign the order with a key of her own, and have the signature checked again."""
    owner = {"last_name": "Орлова", "first_name": "Нина", "middle_name": "Петровна"}
    school.school.put_person(replace(school.school.person_of("director"), **owner))
    with school.logged_in("secretary"):
        step(school.order, "submit")
    with school.logged_in("director"):
        step(school.order, "approve")
    form = form_of(school.order)
    with school.logged_in("director"):
        sign_detached(school.order, pki.sign(form.data), form.digest)
        for der in (pki.root, pki.authority, *pki.lists):
            trust_store.add(der)
        check_again(school.order, 1)
        # What free text says of paper stays in the school.
        enter_seal(school.order, DAY, "Оттиск у сгиба")
        asked = [school.school.person_of(one).id for one in ("deputy", "secretary")]
        sheets.list_people(school.order, asked)
        sheets.note_paper(school.order, asked[:1], DAY, "Папка Козлова")
    transaction.commit()


def verified(command, content, kept):
    """Return what the verifier says of a package, as JSON."""
    path = command.folder / "package.zip"
    path.write_bytes(content)
    done = command.ask("package", path, "--checkpoint", kept, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0 if told["holds"] else 1, "")
    return told


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
    (
        Finding("missing", "record", "7f" * 16, detail="chain_absent"),
        "7f" * 16,
        "журнал о ней знает",
    ),
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
