"""What stays of destroyed records over real HTTP: tombstones, the act's evidence, and who may see it."""

from act_people import inventories
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.retention.act.handlers import start
from collective.schoolrecords.retention.execution import clearing
from collective.schoolrecords.school import families
from executing import act_over
from executing import old_case
from executing import old_file
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool

import hashlib
import json
import pytest
import transaction


#: Who sees the stone of a personal file, and who the list.
SEERS = {
    "director",
    "deputy",
    "secretary",
    "archivist",
    "certificate_keeper",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
}
LISTERS = SEERS - {"secretary", "certificate_keeper"}
NAMES = ("Козлов", "Вера", "Ильинична", "Журнал")


class ActSchool(HttpSchool):
    """A school in which an act has just been carried out over a file and two cases."""

    def __init__(self, portal):
        super().__init__(portal)
        with self.as_test_user("Secretary", "Archivist", "Director"):
            old = old_file(number=700)
            self.records = [old, old_case(title="Журнал Козловой"), old_case()]
            families.link_guardian(
                self.school, old.UID(), self.school.person_of("guardian").id, "mother"
            )
            self.urls = [self.path(one) for one in self.records]
            self.uids = [one.UID() for one in self.records]
            self.act = act_over(*self.records, keep=(self.records[2],))
            start(self.act, "act-execute")
        self.work_off()

    def work_off(self):
        with self.as_test_user("Archivist"):
            while jobs := get_jobs(self.portal).open_jobs():
                job = jobs[0]
                assert run_now(self.portal, job) == "done", list(job.messages.values())
        transaction.begin()

    def get(self, user_id, path, status=200):
        answer = self.ask(user_id, "GET", path)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.json()


@pytest.fixture
def school(functional, on_day, monkeypatch):
    on_day(DAY)
    # The storage of the layer cannot be packed; real ones are in tests/retention.
    packed = {"storage": "DemoStorage", "left": []}
    monkeypatch.setattr(clearing, "pack_outside", lambda site, job: packed)
    with inventories() as found:
        made = ActSchool(functional["portal"])
        made.marks = found.marks
        yield made


def test_the_auditor_goes_from_the_old_address_to_the_act_by_links(school):
    stone = school.get("auditor", school.urls[0])
    assert (stone["@type"], stone["UID"]) == ("tombstone", school.uids[0])
    assert stone["state"] == {"id": "destroyed", "title": "Уничтожено"}
    assert stone["registration_number"] == "К-700"
    assert [one["kind"] for one in stone["documents"]] == ["заявление о приёме"] * 2
    assert stone["term"]["text"] == "3 года"

    history = school.get("auditor", f"{school.urls[0]}/@record-history?verify=1")
    # From the filing on: the chain is the record's own, whoever it named.
    assert history["items"][-1]["event"] == "filed"
    assert {"registered", "transition"} & {one["event"] for one in history["items"]}
    last = history["items"][0]
    assert (last["event"], last["payload"]["act"]) == ("destroyed", school.act.UID())
    assert {one["fault"] for one in history["problems"]} == {False}

    act = school.get("auditor", school.path(school.act))
    assert stone["destruction_act"]["@id"] == act["@id"]
    row = school.ask("auditor", "GET", stone["destruction_act"]["row"]).json()
    assert (row["UID"], row["result"]["id"]) == (school.uids[0], "removed")
    assert row["record"]["@id"] == stone["@id"]
    for shown in (stone, history, row):
        text = json.dumps(shown, ensure_ascii=False)
        assert not [name for name in NAMES if name in text]


def test_who_sees_a_tombstone_and_who_the_list(school):
    assert school.who("GET", school.urls[0]) == SEERS
    assert school.who("GET", "/@tombstones") == LISTERS
    assert school.ask("guardian", "GET", school.urls[0]).status_code in (401, 403)
    for user_id in ("archivist", "director", "auditor"):
        for method in ("DELETE", "PATCH"):
            answer = school.ask(user_id, method, school.urls[0], {"title": "x"})
            assert answer.status_code in (401, 403), (user_id, method, answer.text)
    hold = {"reason": "Спор", "basis": "Иск"}
    refused = school.ask("archivist", "POST", f"{school.urls[0]}/@holds", hold)
    assert refused.status_code in (400, 409)


@pytest.mark.parametrize(
    "service",
    [
        "@workflow",
        "@preconditions",
        "@record-history",
        "@holds",
        "@holder",
        "@inner-inventory",
        "@proof",
        "@actions",
        "@breadcrumbs",
    ],
)
def test_services_of_records_answer_on_a_tombstone_and_name_nobody(school, service):
    answer = school.ask("auditor", "GET", f"{school.urls[0]}/{service}")
    assert answer.status_code in (200, 404), (answer.status_code, answer.text)
    assert not [name for name in NAMES if name in answer.text]


def test_the_page_at_the_old_address_shows_the_tombstone(school):
    asked = {"headers": {"Accept": "text/html"}}
    page = school.ask("auditor", "GET", school.urls[0], **asked)
    assert page.status_code == 200
    # The rail beside it has a word of its own: «Журнал».
    shown = page.text.partition("<main")[2].partition("</main>")[0]
    assert "К-700" in shown
    assert not [name for name in NAMES if name in shown]
    found = school.get("auditor", "/@search?SearchableText=Козлов*&portal_type=tombstone")
    assert found["items_total"] == 0


def test_the_list_is_paged_filtered_and_sorted(school):
    page = school.get("auditor", "/@tombstones?b_size=1&sort_on=act_row")
    assert (page["items_total"], page["items"][0]["UID"]) == (2, school.uids[0])
    line = page["items"][0]
    assert line["act"]["number"] == "1"
    assert (line["destroyed_on"], line["year"]) == (DAY.isoformat(), 2011)
    for query, expected in (
        ("doc_type=personal_file", school.uids[:1]),
        ("year=2012", school.uids[1:2]),
        (f"act={school.act.UID()}&sort_on=act_row", school.uids[:2]),
        (f"act={'0' * 32}", []),
        (f"since={DAY}&until={DAY}&sort_on=act_row", school.uids[:2]),
        ("since=2026-02-03", []),
        ("until=2026-02-01", []),
    ):
        found = school.get("auditor", f"/@tombstones?{query}")
        assert [one["UID"] for one in found["items"]] == expected, query
    assert codes(school.ask("auditor", "GET", "/@tombstones?since=2026-03-01&until=2026-02-01"))
    assert codes(school.ask("auditor", "GET", "/@tombstones?colour=red")) == ["UNKNOWN_FIELD"]


def test_the_act_keeps_its_evidence(school):
    url = f"{school.path(school.act)}/@evidence"
    shown = school.get("auditor", url)
    # Three years from the removal: the act that was carried out on the second of February 2026.
    assert shown["kept_until"] == "2029-02-02"
    names = [one["name"] for one in shown["files"]]
    assert set(names) >= {"event-log.jsonl", "rows.csv", "rows.json"}
    assert (
        shown["people_left"] == [school.school.person_of("guardian").id]
        or shown["people_left"] == []
    )
    for one in shown["files"]:
        answer = school.ask("auditor", "GET", f"{url}/{one['name']}")
        assert answer.headers["Content-Type"].startswith(one["media_type"])
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]
        if one["media_type"] != "application/pdf":
            assert not [name for name in NAMES if name.encode() in answer.content]
    log = school.ask("auditor", "GET", f"{url}/event-log.jsonl").text
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["uid"] for line in lines} >= set(school.uids[:2])
    assert lines[0]["row"] == 1
    assert school.uids[2] not in log
    # Who did what is for those who may audit; the rest is for everybody who sees the act.
    assert school.ask("secretary", "GET", f"{url}/event-log.jsonl").status_code in (401, 403)
    assert school.ask("secretary", "GET", f"{url}/rows.csv").status_code == 200
    assert "findings" not in school.get("secretary", url)
    assert school.ask("guardian", "GET", url).status_code in (401, 403)
    assert school.ask("auditor", "GET", f"{url}/other").status_code == 404
    # A browser asks for HTML and follows a link to the view.
    view = f"{school.path(school.act)}/@@evidence-file"
    browser = {"headers": {"Accept": "text/html"}, "allow_redirects": False}
    for one in shown["files"]:
        answer = school.ask("auditor", "GET", f"{view}/{one['name']}", **browser)
        assert hashlib.sha256(answer.content).hexdigest() == one["sha256"]
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{one["name"]}"'
    for user_id, name, expected in (
        ("secretary", "event-log.jsonl", (302, 401, 403)),
        ("secretary", "rows.csv", (200,)),
        ("guardian", "rows.csv", (302, 401, 403)),
        ("anonymous", "rows.csv", (302, 401, 403)),
        ("auditor", "other", (404,)),
        ("auditor", "rows.csv/act.pdf", (404,)),
        ("auditor", "", (404,)),
    ):
        answer = school.ask(user_id, "GET", f"{view}/{name}", **browser)
        assert answer.status_code in expected, (user_id, name, answer.status_code)
    assert school.marks[0][1:] == (
        "destroyed",
        "удалено, резервные копии хранятся; акт № 1 от 02.02.2026",
        school.act.UID(),
    )


def test_the_stages_are_for_the_archive_alone(school):
    service = f"{school.path(school.act)}/@destruction-acts"
    for user_id in EVERYBODY:
        for action, body in (("pack", {}), ("verify", {}), ("backups", {"on": "2026-02-02"})):
            answer = school.ask(user_id, "POST", f"{service}/{action}", body)
            if user_id in ("archivist", "director") and action == "pack":
                assert answer.status_code in (200, 409)
            elif user_id in ("archivist", "director"):
                assert answer.status_code == 409, answer.text
            else:
                assert answer.status_code in (401, 403, 404), (user_id, answer.text)
    school.work_off()
    stages = {one["id"]: one["on"] for one in school.get("auditor", service)["stages"]}
    assert stages["packed"] == stages["caches_cleared"] == DAY.isoformat()
    early = school.ask("archivist", "POST", f"{service}/backups", {"on": DAY.isoformat()})
    assert codes(early) == ["backups_not_expired"]
    assert "2026" in early.json()["reasons"][0]["message"]
    wrong = school.ask("archivist", "POST", f"{service}/backups", {})
    assert wrong.status_code == 400
