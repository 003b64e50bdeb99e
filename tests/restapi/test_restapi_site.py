"""REST of the site's lists over HTTP: who may ask, what is answered, what is refused."""

from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention import file_plan
from collective.schoolrecords.retention.due_facts import Facts
from datetime import date
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool
from schoolrecords_http import SITE_OFFICES

import pytest
import transaction
import uuid


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


def uid(number):
    return uuid.UUID(int=number).hex


@pytest.fixture
def archive(school):
    """Ten class journals that end in 2020 … 2029 and two in other sets."""
    index = due.due_index(school.portal)
    for n in range(10):
        index.put(
            uid(n),
            Facts(
                "class_journal",
                "due",
                date(2020 + n, 1, 1),
                year=2014 + n,
                place=f"Короб {n % 2}",
                carrier="paper" if n % 2 else "electronic, paper",
                term="5 лет",
                holds=int(n == 0),
                state="archived" if n % 3 else "closed",
            ),
        )
    index.put(uid(10), Facts("order_main", "never", term="постоянно"))
    index.put(uid(11), Facts("class_journal", "error"))
    transaction.commit()
    return school


class TestDue:
    def ask(self, school, user_id="archivist", **params):
        return school.ask(user_id, "GET", "/@due", params=params)

    def test_who_reads_it(self, school):
        assert school.who("GET", "/@due") == {
            "director",
            "deputy",
            "archivist",
            "auditor",
            "commission_chair",
            "commission_member",
            "data_officer",
        }

    def test_ended_terms_are_listed_and_everything_is_counted(self, archive):
        page = self.ask(archive).json()

        # 2020 … 2026 have come by 2 February 2026; the first is held.
        assert [row["UID"] for row in page["items"]] == [uid(n) for n in range(7)]
        assert [row["status"]["id"] for row in page["items"]] == ["on_hold"] + ["due"] * 6
        assert page["items"][0]["status"]["title"] == "Уничтожение приостановлено"
        counts = {row["id"]: row for row in page["types"]}
        journals = counts["class_journal"]
        assert (journals["rows"], journals["due"], journals["on_hold"]) == (11, 7, 1)
        assert (journals["selectable"], journals["error"]) == (6, 1)
        # The three records of the school itself are open.
        assert (page["counts"]["rows"], page["counts"]["never"], page["counts"]["open"]) == (
            15,
            1,
            3,
        )

    @pytest.mark.parametrize(
        ("params", "numbers"),
        [
            ({"on": "2021-06-01"}, [0, 1]),
            ({"status": "on_hold"}, [0]),
            ({"status": ["due", "on_hold"], "place": "Короб 0"}, [0, 2, 4, 6]),
            ({"status": "never"}, [10]),
            ({"status": "error"}, [11]),
            ({"due_year": "2029"}, [9]),
            ({"due_year": ["2026", "2028"]}, [6, 8]),
            ({"year": "2015"}, [1]),
            ({"carrier": "electronic"}, [0, 2, 4, 6]),
            ({"carrier": "paper"}, [0, 1, 2, 3, 4, 5, 6]),
            ({"term": "10 лет"}, []),
            ({"review_state": "closed"}, [0, 3, 6]),
            ({"review_state": ["closed", "selected"], "due_year": "2029"}, [9]),
            ({"doc_type": "class_journal", "b_size": "2", "b_start": "3"}, [3, 4]),
            ({"sort_order": "descending", "b_size": "2"}, [6, 5]),
            ({"sort_on": "place", "b_size": "4"}, [0, 2, 4, 6]),
            ({"status": "open", "doc_type": "class_journal"}, []),
        ],
    )
    def test_filters_and_orders(self, archive, params, numbers):
        page = self.ask(archive, **params).json()
        assert [row["UID"] for row in page["items"]] == [uid(n) for n in numbers]

    def test_pages_link_like_those_of_search(self, archive):
        page = self.ask(archive, b_size="3", b_start="3", place="Короб 0").json()
        assert page["items_total"] == 4
        assert set(page["batching"]) == {"@id", "first", "last", "prev"}
        assert "place=" in page["batching"]["first"]

    @pytest.mark.parametrize(
        ("params", "fields"),
        [
            ({"status": "gone", "review_state": "burnt"}, ["status", "review_state"]),
            ({"kind": "x", "b_size": "0"}, ["kind", "b_size"]),
            ({"on": "31.12.2026"}, ["on"]),
            ({"on": ["2026-01-01", "2027-01-01"]}, ["on"]),
            ({"b_size": "99999999999999999999"}, ["b_size"]),
            ({"b_start": "-1"}, ["b_start"]),
            ({"b_size": "２"}, ["b_size"]),
            ({"due_year": "двадцать"}, ["due_year"]),
            ({"year": "0"}, ["year"]),
            ({"sort_on": "_groups"}, ["sort_on"]),
            ({"place": "x" * 3000}, ["place"]),
            ({"place": [str(n) for n in range(101)]}, ["place"]),
            ({"carrier": "clay"}, ["carrier"]),
            ({"place.x:record": "x"}, ["place"]),
            ({"b_size:int": "1000"}, ["b_size"]),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_every_reason(self, school, params, fields):
        answer = self.ask(school, **params)
        assert answer.status_code == 400, answer.text
        assert [one["field"] for one in answer.json()["reasons"]] == fields
        assert answer.json()["message"] == "Запрос не распознан."

    def test_empty_parameters_are_no_filters(self, archive):
        page = self.ask(archive, status="", place="", b_size="", sort_on="").json()
        assert page["items_total"] == 7

    def test_only_those_who_keep_the_regulation_count_anew(self, school):
        assert school.who("POST", "/@due/rebuild", {}) == {"director"}
        assert school.ask("director", "POST", "/@due/elsewhere", {}).status_code == 404
        assert school.ask("director", "POST", "/@due", {}).status_code == 404


class TestFilePlan:
    def test_it_is_drawn_read_and_filtered(self, school):
        assert school.ask("secretary", "GET", "/@file-plan/2026").status_code == 404
        made = school.ask("secretary", "POST", "/@file-plan/2026", {})
        assert made.status_code == 201
        assert made.headers["Location"].endswith("/@file-plan/2026")

        page = school.ask("auditor", "GET", "/@file-plan").json()
        assert page["year"] == 2026
        assert page["items_total"] == made.json()["items_total"]
        assert sum(one["items"] for one in page["terms"]) == page["items_total"]
        book = school.ask("auditor", "GET", "/@file-plan/2026?doc_type=certificate_book").json()
        assert [(row["title"], row["term"]["text"], row["unit"]) for row in book["items"]] == [
            ("Книга выдачи аттестатов", "75 лет", "03")
        ]
        found = school.ask("auditor", "GET", "/@file-plan/2026", params={"text": "АТТЕСТАТ"})
        assert all("аттестат" in row["title"].lower() for row in found.json()["items"])
        assert found.json()["items_total"] > 1

    def test_who_reads_and_who_draws(self, school):
        file_plan.draft_from_regulation(school.portal, 2026)
        transaction.commit()
        assert school.who("GET", "/@file-plan/2026") == set(SITE_OFFICES)
        drawers = {"director", "deputy", "secretary", "archivist"}
        assert school.who("POST", "/@file-plan/2027", {}) == drawers

    def test_who_edits_approves_and_closes(self, school):
        """The archivist edits, the director approves; nobody approves what they drew up."""
        assert school.ask("archivist", "POST", "/@file-plan/2026", {}).status_code == 201
        item = {"index": "02-90", "title": "Журналы кружков", "doc_type": "class_journal"}
        editors = {"director", "archivist"}
        # 409: the index is taken after the first of them
        assert school.who("POST", "/@file-plan/2026/items", item) == editors
        path = "/@file-plan/2026/items/02-90"
        assert school.who("GET", path) == set(SITE_OFFICES)
        assert school.who("PATCH", path, {"note": "каб. 5"}) == editors
        assert school.who("POST", "/@file-plan/2026/close", {}) == editors
        assert school.who("POST", "/@file-plan/2026/approve", {}) == {"director"}

        minutes = {"minutes_number": "2", "minutes_date": "2026-01-20"}
        refused = school.ask("director", "POST", "/@file-plan/2026/approve", minutes)
        assert codes(refused) == ["author_cannot_approve"]
        assert school.who("DELETE", path, ok=(204,)) == {"director"}
        assert school.ask("archivist", "GET", path).status_code == 404

    def test_terms_are_edited_in_parts(self, school):
        school.ask("archivist", "POST", "/@file-plan/2026", {})
        item = {"index": "02-90", "title": "Журналы кружков", "doc_type": "class_journal"}
        path = school.ask("archivist", "POST", "/@file-plan/2026/items", item).json()["@id"]
        path = path[len(school.portal.absolute_url()) :]
        longer = school.ask("archivist", "PATCH", path, {"years": 7, "article": "решение ЭК"})
        assert longer.json()["term"]["text"] == "7 лет"
        kept = school.ask("archivist", "PATCH", path, {"kind": "permanent"}).json()["term"]
        assert (kept["text"], kept["years"], kept["article"]) == ("постоянно", None, "решение ЭК")
        wrong = school.ask("archivist", "PATCH", path, {"kind": "for ever", "title": ""})
        assert codes(wrong) == ["not_given", "plan_term_unreadable"]
        assert school.ask("archivist", "PATCH", path, {"index": "02-91"}).status_code == 400

    @pytest.mark.parametrize("year", ["1", "20266", "nope", "２０２６", "2026/01-01"])
    def test_what_is_no_year_is_not_found(self, school, year):
        assert school.ask("secretary", "GET", f"/@file-plan/{year}").status_code == 404
        assert school.ask("secretary", "POST", f"/@file-plan/{year}", {}).status_code == 404

    def test_a_year_out_of_reach_and_unknown_fields_are_refused(self, school):
        far = school.ask("secretary", "POST", "/@file-plan/3000", {})
        assert (far.status_code, codes(far)) == (400, ["VALUE"])
        more = school.ask("secretary", "POST", "/@file-plan/2026", {"items": []})
        assert (more.status_code, codes(more)) == (400, ["UNKNOWN_FIELD"])
        assert file_plan.plan_years(school.portal) == []


def test_the_auditor_reads_all_and_writes_nothing(school):
    file_plan.draft_from_regulation(school.portal, 2026)
    transaction.commit()
    file, case = school.path(school.file), school.path(school.case)
    for path in (
        file,
        case,
        school.path(school.order),
        school.path(school.card),
        f"{file}/@inner-inventory",
        f"{file}/@year-results",
        f"{file}/@holder",
        f"{file}/@record-history?verify=1",
        f"{file}/@workflow",
        f"{file}/@preconditions",
        "/personal-files",
        "/personal-files/@next-number?letter=К",
        "/@due",
        "/@file-plan",
        "/@regulation",
        "/@classes",
        "/@staff",
        "/@appointments",
        "/@jobs",
        "/@search?portal_type=personal_file",
    ):
        assert school.ask("auditor", "GET", path).status_code == 200, path

    before = {one: chain_of(one).head() for one in (school.file, school.case, school.order)}
    new = {"@type": "personal_file", "last_name": "А", "first_name": "Б"}
    for method, path, body in (
        ("PATCH", file, {"note": "x"}),
        ("DELETE", school.path(school.order), None),
        ("POST", "/personal-files", new),
        ("POST", f"{file}/@workflow/annul", {"reason": "x"}),
        ("PATCH", f"{file}/@year-results/2024-25", {}),
        (
            "POST",
            f"{file}/@year-results/2024-25/certify",
            {"signer": "seal", "fact": "x", "seen": "x"},
        ),
        ("POST", f"{file}/@year-results/2024-25/correct", {"subject": "a", "mark": "5"}),
        ("POST", f"{file}/@holder", {"holder": "x", "basis": "x"}),
        ("POST", f"{file}/@move-to-class", {"cohort_id": "x", "basis": "x"}),
        ("POST", "/@due/rebuild", {}),
        ("POST", "/@file-plan/2027", {}),
        ("POST", "/@regulation", {}),
        ("POST", "/@classes", {}),
        ("POST", "/@staff", {}),
        ("POST", "/@appointments", {}),
    ):
        assert school.ask("auditor", method, path, body).status_code in (401, 403), path
    assert {one: chain_of(one).head() for one in before} == before


def test_strangers_learn_nothing_from_the_lists(school):
    for path in ("/@due", "/@file-plan", "/personal-files/@next-number?letter=К", "/@staff"):
        for user_id in set(EVERYBODY) - set(SITE_OFFICES):
            due = 401 if user_id == "anonymous" else 403
            assert school.ask(user_id, "GET", path).status_code == due, (path, user_id)


def test_an_account_is_never_asked_for_its_password_again(school):
    """401 would tell a program that the password was wrong, where only the role is missing."""
    closed = ("/@staff", school.path(school.file), f"{school.path(school.file)}/@holder")
    for path in closed:
        refused = school.ask("other_guardian", "GET", path)
        assert refused.status_code == 403, path
        assert refused.json()["type"] == "Forbidden"
        assert refused.json()["message"] == "Ваша роль не открывает этот адрес."
        for asked in (
            school.ask("anonymous", "GET", path),
            school.ask("anonymous", "GET", path, auth=("guardian", "a wrong one")),
            school.ask("anonymous", "GET", path, auth=("nobody-of-ours", "secret")),
        ):
            assert asked.status_code == 401, path
            assert asked.json()["type"] == "Unauthorized"
            assert "traceback" not in asked.json()
