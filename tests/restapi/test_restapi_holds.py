"""Holds over HTTP: who lays and lifts them, who reads them, what is refused."""

from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import holds
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import pytest
import transaction


LAYING = {"director", "archivist", "data_officer"}
#: Who reads the list of holds: those who read the due list.
READING = {
    "director",
    "deputy",
    "archivist",
    "auditor",
    "commission_chair",
    "commission_member",
    "data_officer",
}
WHY = {
    "reason": "Спор об отчислении",
    "basis": "Определение районного суда",
    "basis_number": "2-118/2026",
    "basis_date": "2026-01-28",
}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


def lay(school, obj, user_id="archivist", **more):
    """Lay a hold over HTTP; return its JSON."""
    answer = school.ask(user_id, "POST", f"{school.path(obj)}/@holds", {**WHY, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def work(school, uid):
    """Do what the server's worker does."""
    job = get_jobs(school.portal).get(uid)
    with school.as_test_user():
        run_now(school.portal, job)
    return job.result


class TestOneRecord:
    def test_it_is_laid_read_and_lifted(self, school):
        made = lay(school, school.file, until="2026-06-30")
        url = f"{school.path(school.file)}/@holds"

        assert made["@id"].endswith(f"{url}/{made['id']}")
        assert made["status"] == {"id": "in_force", "title": "Действует"}
        assert {name: made[name] for name in WHY} == WHY
        assert (made["placed_by"], made["since"], made["until"]) == (
            "archivist",
            "2026-02-02",
            "2026-06-30",
        )
        page = school.ask("auditor", "GET", url).json()
        assert (page["items_total"], page["held"]) == (1, True)
        assert page["items"] == [made]

        lift = f"{url}/{made['id']}/lift"
        lifted = school.ask("director", "POST", lift, {"reason": "Решение в силе"}).json()

        assert (lifted["status"]["id"], lifted["lifted_by"]) == ("lifted", "director")
        assert school.ask("auditor", "GET", f"{url}/{made['id']}").json() == lifted
        assert school.ask("auditor", "GET", url).json()["held"] is False
        again = school.ask("director", "POST", lift, {"reason": "Ещё раз"})
        assert (again.status_code, codes(again)) == (409, ["hold_lifted_already"])

    def test_who_lays_one(self, school):
        """An empty body is refused to those who may, so that nothing changes between them."""
        path = f"{school.path(school.file)}/@holds"
        assert school.who("POST", path, {}) == LAYING
        made = lay(school, school.file)
        assert school.who("POST", f"{path}/{made['id']}/lift", {}) == LAYING

    def test_who_reads_them(self, school):
        """The commission does not see a current file, so it reads nothing of its holds."""
        lay(school, school.file)
        assert school.who("GET", f"{school.path(school.file)}/@holds") == READING - {
            "commission_chair",
            "commission_member",
        }

    def test_all_reasons_are_said_and_nothing_is_written(self, school):
        path = f"{school.path(school.case)}/@holds"
        before = chain_of(school.case).head()

        answer = school.ask(
            "archivist", "POST", path, {"until": "2026-01-01", "basis_date": "2027-01-01"}
        )

        assert (answer.status_code, codes(answer)) == (
            409,
            [
                "hold_without_reason",
                "hold_without_basis",
                "hold_basis_in_future",
                "hold_ends_before_start",
            ],
        )
        assert answer.json()["reasons"][3]["message"] == (
            "Последний день 01.01.2026 раньше первого дня 02.02.2026."
        )
        assert chain_of(school.case).head() == before
        unread = school.ask("archivist", "POST", path, {**WHY, "since": "завтра", "id": "1"})
        assert (unread.status_code, codes(unread)) == (400, ["VALUE", "UNKNOWN_FIELD"])

    def test_what_is_not_there_answers_404(self, school):
        path = f"{school.path(school.case)}/@holds"
        other = lay(school, school.file)["id"]
        for method, tail in (
            ("GET", f"/{other}"),
            ("GET", "/x/y"),
            ("POST", "/x"),
            ("POST", "/x/y"),
        ):
            assert school.ask("archivist", method, path + tail, {}).status_code == 404, tail
        lift = school.ask("archivist", "POST", f"{path}/{other}/lift", {"reason": "Ошибка"})
        assert (lift.status_code, codes(lift)) == (409, ["hold_unknown"])

    def test_a_reading_writes_nothing(self, school):
        before = school.portal._p_jar.db().lastTransaction()
        school.ask("auditor", "GET", f"{school.path(school.file)}/@holds")
        school.ask("auditor", "GET", "/@holds")
        assert school.portal._p_jar.db().lastTransaction() == before


class TestDocuments:
    def test_a_paper_is_held_and_its_file_with_it(self, school):
        made = lay(school, school.paper)

        assert made["part"]["UID"] == school.paper.UID()
        assert made["@id"].startswith(school.file.absolute_url() + "/@holds/")
        for obj in (school.paper, school.file):
            page = school.ask("auditor", "GET", f"{school.path(obj)}/@holds").json()
            assert [one["id"] for one in page["items"]] == [made["id"]]
        assert due.due_index(school.portal).get(school.file.UID()).holds == 1

    def test_a_medical_paper_is_held_by_those_who_see_it_and_told_to_no_other(self, school):
        """FTL-1.8: the archivist and the deputy do not know what the medical card is held for."""
        path = f"{school.path(school.card)}/@holds"
        assert school.who("POST", path, {}) == {"director", "data_officer"}
        assert school.who("GET", path) == {"director", "data_officer", "auditor"}
        lay(school, school.card, "director")

        page = school.ask("archivist", "GET", f"{school.path(school.file)}/@holds").json()

        assert page["held"] is True
        (hold,) = page["items"]
        assert (hold["reason"], hold["basis"], hold["part"]["title"]) == (None, None, None)
        seen = school.ask("auditor", "GET", f"{school.path(school.file)}/@holds").json()
        assert seen["items"][0]["reason"] == "Спор об отчислении"


class TestSite:
    @pytest.fixture
    def held(self, school):
        lay(school, school.file)
        lay(school, school.case, "director", since="2026-03-01")
        one = lay(school, school.case, reason="Ревизия", basis="Приказ", basis_date=None)
        path = f"{school.path(school.case)}/@holds/{one['id']}/lift"
        school.ask("director", "POST", path, {"reason": "Окончена"})
        return school

    def test_who_reads_the_list(self, held):
        assert held.who("GET", "/@holds") == READING

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["personal_file/in_force", "summary_sheet/ahead", "summary_sheet/lifted"]),
            ("status=in_force", ["personal_file/in_force"]),
            ("status=ahead&status=lifted", ["summary_sheet/ahead", "summary_sheet/lifted"]),
            ("on=2026-03-01&status=in_force&doc_type=summary_sheet", ["summary_sheet/in_force"]),
            ("placed_by=director", ["summary_sheet/ahead"]),
            ("placed_from=2026-02-03", []),
            ("placed_to=2026-02-02&doc_type=personal_file", ["personal_file/in_force"]),
            ("batch=none", []),
        ],
    )
    def test_filters(self, held, query, found):
        page = held.ask("auditor", "GET", f"/@holds?sort_on=doc_type&{query}").json()
        rows = [f"{one['doc_type']['id']}/{one['status']['id']}" for one in page["items"]]
        assert (page["items_total"], sorted(rows)) == (len(found), found)

    def test_pages_and_orders(self, held):
        page = held.ask("auditor", "GET", "/@holds?sort_on=since&b_size=2&b_start=1").json()
        assert (page["items_total"], len(page["items"])) == (3, 2)
        assert page["items"][1]["since"] == "2026-03-01"
        assert "prev" in page["batching"]
        wrong = held.ask("auditor", "GET", "/@holds?sort_on=reason&status=gone&text=суд")
        assert wrong.status_code == 400
        assert {one["field"] for one in wrong.json()["reasons"]} == {"sort_on", "status", "text"}

    def test_a_row_leads_to_its_record(self, held):
        (row,) = held.ask("auditor", "GET", "/@holds?status=in_force").json()["items"]
        assert row["record"]["@id"] == held.file.absolute_url()
        assert row["record"]["number"] == "К-25"
        assert row["doc_type"]["title"] == "Личная карта обучающегося (Личное дело)"

    def test_the_commission_sees_neither_title_nor_reason_of_what_it_may_not_open(self, held):
        (row,) = held.ask("commission_chair", "GET", "/@holds?status=in_force").json()["items"]
        assert (row["record"]["@id"], row["record"]["title"], row["reason"]) == (None, None, None)
        assert row["record"]["UID"] == held.file.UID()


class TestMany:
    def test_who_lays_and_lifts_in_bulk(self, school):
        assert school.who("POST", "/@holds", {}) == LAYING
        assert school.who("POST", "/@holds/lift", {}) == LAYING

    def test_records_by_their_uids(self, school):
        uids = [school.file.UID(), school.case.UID(), "0" * 32]
        answer = school.ask("archivist", "POST", "/@holds", {**WHY, "records": uids})
        assert (answer.status_code, answer.json()["kind"]) == (202, "hold-place")
        assert "Спор" not in answer.text

        assert work(school, answer.json()["uid"]) == {"done": 2, "refused": 1}

        assert holds.is_held(school.file)
        batch = answer.json()["uid"]
        lift = {"batch": batch, "reason": "Иск отозван"}
        lifting = school.ask("director", "POST", "/@holds/lift", lift).json()
        assert work(school, lifting["uid"]) == {"done": 2, "refused": 0}
        assert not holds.is_held(school.case)
        page = school.ask("auditor", "GET", f"/@holds?batch={batch}&status=lifted").json()
        assert page["items_total"] == 2

    def test_what_the_due_list_shows(self, school):
        with school.as_test_user("Secretary", "Archivist"):
            from builders import case_file
            from datetime import date

            old = case_file(closed_on=date(1990, 8, 31), storage_place="Подвал")
            case_file(closed_on=date(1990, 8, 31))
        body = {**WHY, "due": {"doc_type": "summary_sheet", "place": ["Подвал"]}}

        answer = school.ask("archivist", "POST", "/@holds", body)
        assert work(school, answer.json()["uid"]) == {"done": 1, "refused": 0}

        transaction.begin()
        assert holds.is_held(old)
        rows = school.ask("archivist", "GET", "/@due?status=on_hold").json()["items"]
        assert [row["UID"] for row in rows] == [old.UID()]

    @pytest.mark.parametrize(
        ("path", "body", "status", "found"),
        [
            ("", {"records": []}, 409, ["hold_without_reason", "hold_without_basis"]),
            ("", {**WHY, "records": []}, 409, ["hold_nothing_named"]),
            ("", {**WHY, "due": {"status": "gone", "kind": "x"}}, 400, ["UNKNOWN_FIELD", "VALUE"]),
            ("", {**WHY, "records": "all"}, 400, ["VALUE"]),
            ("/lift", {"holds": ["x"]}, 409, ["hold_lifted_without_reason"]),
            ("/lift", {"batch": "x", "reason": "Да"}, 409, ["hold_nothing_named"]),
        ],
    )
    def test_refusals(self, school, path, body, status, found):
        answer = school.ask("archivist", "POST", f"/@holds{path}", body)
        assert (answer.status_code, codes(answer)[: len(found)]) == (status, found)

    def test_another_address_is_not_there(self, school):
        assert school.ask("archivist", "POST", "/@holds/all", {}).status_code == 404
