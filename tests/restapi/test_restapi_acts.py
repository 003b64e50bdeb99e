"""``@destruction-acts`` over real HTTP: the whole way of an act, and who may do what of it."""

from act_people import ended_cases
from act_people import inventories
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool

import pytest
import transaction


#: Everybody who may see an act.
SEERS = {
    "director",
    "deputy",
    "secretary",
    "archivist",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
}
WRITERS = {"director", "archivist", "commission_chair", "commission_member"}
MEMBERS = ("commission_chair", "commission_member", "second")
MINUTES = {"minutes_number": "3", "minutes_date": "2026-02-02"}


class ActSchool(HttpSchool):
    """The school of the other services with a second member and three cases to destroy."""

    def __init__(self, portal):
        super().__init__(portal)
        self.holder("second", "commission_member")
        with self.as_test_user("Secretary", "Archivist"):
            self.cases = ended_cases(3)
            self.uids = [case.UID() for case in self.cases]

    def post(self, user_id, path, body=None, status=200):
        answer = self.ask(user_id, "POST", path, body or {})
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer

    def draft(self):
        """The path of a new act of the archivist."""
        body = {"@type": "destruction_act", "title": "О выделении дел за 2014–2015 годы"}
        made = self.post("archivist", "/destruction-acts", body, 201).json()
        return made["@id"][len(self.portal.absolute_url()) :]

    def get(self, user_id, path):
        answer = self.ask(user_id, "GET", path)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return answer.json()

    def run_jobs(self):
        transaction.begin()
        for job in get_jobs(self.portal).open_jobs():
            run_now(self.portal, job)


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    with inventories():
        made = ActSchool(functional["portal"])
        yield made


def test_the_way_of_an_act(school):
    act = school.draft()
    service = f"{act}/@destruction-acts"

    refused = school.post("archivist", f"{act}/@workflow/submit", {}, 409)
    assert "act_empty" in codes(refused)
    added = school.post("archivist", f"{service}/candidates", {"records": school.uids}).json()
    assert (added["added"], added["totals"]["to_destroy"]) == (3, 3)
    again = school.post("archivist", f"{service}/candidates", {"records": school.uids}, 409)
    assert codes(again) == ["item_twice"] * 3
    assert again.json()["reasons"][0]["message"] == "№ 1: дело уже включено в этот акт."
    left = school.post("archivist", f"{service}/rows/remove", {"rows": [3]}).json()
    assert left["rows"] == 2
    due = {"due": {"doc_type": "internal_monitoring"}}
    added = school.post("archivist", f"{service}/candidates", due).json()
    assert (added["added"], added["left_out_total"]) == (1, 2)
    school.post("archivist", f"{act}/@workflow/submit")

    shown = school.get("commission_member", f"{service}/rows?b_size=2&sort_on=years")
    assert shown["items_total"] == 3
    assert shown["items"][0]["record"]["title"] == "Протоколы № 1"
    keep = f"{service}/rows/2/keep"
    assert codes(school.post("second", keep, {}, 409)) == ["not_given"]
    kept = school.post("second", keep, {"reason": "Запрос прокуратуры"}).json()
    assert (kept["decision"]["id"], kept["kept"]["reason"]) == ("keep", "Запрос прокуратуры")
    other = school.post("commission_member", f"{service}/rows/2/unkeep", {}, 409)
    assert codes(other) == ["item_kept_by_another"]
    school.post("commission_member", f"{service}/rows/2/lift", {"vote": "for"})
    refused = school.post("commission_chair", f"{act}/@workflow/conclude", MINUTES, 409)
    assert set(codes(refused)) == {"chair_not_voted", "no_quorum"}
    for user_id in MEMBERS:
        stand = school.post(user_id, f"{service}/vote", {"vote": "for"}).json()
    assert (stand["voted"], stand["quorum"], stand["passed"]) == (3, 3, True)
    school.post("commission_chair", f"{act}/@workflow/conclude", MINUTES)
    school.post("director", f"{act}/@workflow/sign")

    seen = school.get("auditor", service)
    assert (seen["number"], seen["year"], seen["state"]["id"]) == ("1", 2026, "signed")
    assert seen["totals"]["kept"] == 1
    assert seen["waiting_until"] == "2026-02-09"
    assert [one["vote"]["value"] for one in seen["commission"]["members"]] == ["for"] * 3
    assert seen["jobs"].keys() == {"act-select"}
    school.run_jobs()
    row = school.get("auditor", f"{service}/rows/1")
    assert row["record"]["review_state"] == "selected"
    assert row["record"]["@id"] == school.cases[0].absolute_url()
    refused = school.post("archivist", f"{act}/@workflow/execute", {"method": "Измельчение"}, 409)
    assert codes(refused) == ["act_waiting"]
    assert codes(school.post("archivist", f"{service}/resume", {}, 409)) == ["act_job_open"]

    page = school.get("auditor", "/@destruction-acts?state=signed&year=2026&number=1")
    assert [one["UID"] for one in page["items"]] == [seen["UID"]]
    assert school.get("auditor", "/@destruction-acts?state=draft")["items_total"] == 0
    draft = school.portal.absolute_url() + school.draft()
    orders = {"number": [draft, seen["act"]], "number&sort_order=descending": [seen["act"], draft]}
    for order, expected in orders.items():
        pages = [
            school.get("auditor", f"/@destruction-acts?sort_on={order}&b_size=1&b_start={start}")
            for start in (0, 1)
        ]
        assert [one["items"][0]["@id"] for one in pages] == expected
        assert {one["items_total"] for one in pages} == {2}
    school.post("director", f"{act}/@workflow/abort", {"reason": "Спор"})
    school.run_jobs()
    assert {case.state for case in school.cases} == {"archived"}


def test_questions_are_decided_by_a_person(school):
    with school.as_test_user("Secretary", "Archivist"):
        journals = [case.UID() for case in ended_cases(2, doc_type="class_journal")]
    act = school.draft()
    service = f"{act}/@destruction-acts"
    school.post("archivist", f"{service}/candidates", {"records": journals})
    rows = school.get("archivist", f"{service}/rows?undecided=1")["items"]
    assert [one["questions"][0]["code"] for one in rows] == ["item_no_summary"] * 2
    body = {"undecided": True}
    assert codes(school.post("archivist", f"{service}/rows/decide", body, 409)) == ["not_given"]
    body["reason"] = "Сводные ведомости на бумаге, опись 2"
    assert school.post("archivist", f"{service}/rows/decide", body).json()["undecided"] == 0
    assert school.get("archivist", f"{service}/rows?undecided=1")["items_total"] == 0
    school.post("archivist", f"{act}/@workflow/submit")

    # A hold that comes now shows in the row, which the act would leave out.
    assert school.get("auditor", f"{service}/rows?held=1")["items_total"] == 0
    held = rows[1]["record"]["@id"][len(school.portal.absolute_url()) :]
    hold = {"reason": "Спор", "basis": "Иск", "basis_number": "2-17"}
    school.ask("archivist", "POST", f"{held}/@holds", hold).raise_for_status()
    (row,) = school.get("auditor", f"{service}/rows?held=1")["items"]
    assert (row["UID"], row["holds"]) == (rows[1]["UID"], 1)


def test_who_sees_acts_and_who_writes_them(school):
    act = school.draft()
    service = f"{act}/@destruction-acts"
    candidates = {"records": school.uids}
    assert school.who("GET", service) == SEERS
    assert school.who("GET", f"{service}/rows") == SEERS
    others = [one for one in EVERYBODY if one != "archivist"]
    for path, body in (
        ("candidates", candidates),
        ("rows/remove", {"rows": [1]}),
        ("rows/decide", {"rows": [1], "reason": "x"}),
    ):
        for user_id in others:
            answer = school.ask(user_id, "POST", f"{service}/{path}", body)
            assert answer.status_code in (401, 403), (user_id, path)
    school.post("archivist", f"{service}/candidates", candidates)
    school.post("archivist", f"{act}/@workflow/submit")

    assert school.who("GET", service) == SEERS
    for path, body in (("vote", {"vote": "for"}), ("rows/1/keep", {"reason": "Спор"})):
        may = school.who("POST", f"{service}/{path}", body)
        assert may == {"commission_chair", "commission_member"}
    for path, body in (("candidates", candidates), ("paper", {"weight": "3"}), ("resume", {})):
        for user_id in EVERYBODY:
            answer = school.ask(user_id, "POST", f"{service}/{path}", body)
            due = (409,) if user_id in WRITERS else (401, 403)
            assert answer.status_code in (*due, 403), (user_id, path)
    seeing = school.who("GET", "/@destruction-acts")
    assert seeing == (SEERS - {"secretary"})


def test_unknown_paths_and_questions(school):
    act = school.draft()
    service = f"{act}/@destruction-acts"
    for path in ("rows/7", "rows/x", "else", "rows/1/2"):
        assert school.ask("archivist", "GET", f"{service}/{path}").status_code == 404
    for path in ("", "/rows", "/rows/1/burn", "/burn"):
        assert school.ask("archivist", "POST", f"{service}{path}", {}).status_code == 404
    wrong = school.ask("archivist", "GET", f"{service}/rows?decision=burn&colour=red")
    assert (wrong.status_code, sorted(codes(wrong))) == (400, ["UNKNOWN_FIELD", "VALUE"])
    wrong = school.post("archivist", f"{service}/rows/remove", {"rows": ["one"]}, 400)
    assert codes(wrong) == ["VALUE"]


def test_the_act_itself_carries_no_rows(school):
    act = school.draft()
    school.post("archivist", f"{act}/@destruction-acts/candidates", {"records": school.uids})
    plain = school.get("auditor", act)
    assert plain["items"] == []
    assert not any(uid in str(plain) for uid in school.uids)
    assert plain["services"]["destruction-acts"].endswith("/@destruction-acts")
    record = school.get("auditor", school.path(school.cases[0]))
    assert record["destruction_act"]["@id"].endswith(act)
