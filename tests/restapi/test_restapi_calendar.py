"""The retention calendar and what blocks a row of the due list, over HTTP."""

from builders import case_file
from builders import step
from collective.schoolrecords.retention import due
from collective.schoolrecords.retention.due_facts import Facts
from datetime import date
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import pytest
import transaction
import uuid


READERS = {
    "director",
    "deputy",
    "archivist",
    "auditor",
    "commission_chair",
    "commission_member",
    "data_officer",
}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


@pytest.fixture
def archive(school):
    """Class journals that end in 2024 … 2033, one held, one undecided, and a book in 2060."""
    index = due.due_index(school.portal)
    for n in range(10):
        facts = Facts(
            "class_journal",
            "needs_decision" if n == 4 else "due",
            date(2024 + n, 1, 1),
            place=f"Короб {n % 2}",
            carrier="paper" if n % 2 else "electronic, paper",
            term="5 лет",
            holds=int(n == 3),
        )
        index.put(uuid.UUID(int=n).hex, facts)
    book = Facts("certificate_book", "due", date(2060, 1, 1), term="75 лет")
    index.put(uuid.UUID(int=20).hex, book)
    transaction.commit()
    return school


class TestCalendar:
    def ask(self, school, user_id="auditor", **params):
        return school.ask(user_id, "GET", "/@retention-calendar", params=params)

    def test_who_reads_it(self, school):
        assert school.who("GET", "/@retention-calendar") == READERS

    def test_twenty_years_from_this_one_and_what_lies_outside(self, archive):
        page = self.ask(archive).json()

        assert [row["year"] for row in page["items"]] == list(range(2026, 2046))[:25]
        assert page["items_total"] == 20
        second = page["items"][1]
        assert {name: second[name] for name in ("year", "rows", "on_hold", "selectable")} == {
            "year": 2027,
            "rows": 1,
            "on_hold": 1,
            "selectable": 0,
        }
        assert page["items"][2]["needs_decision"] == 1
        assert [one["id"] for one in second["types"]] == ["class_journal"]
        assert (page["earlier"]["rows"], page["later"]["rows"]) == (2, 1)
        # The three records of the school itself are open.
        assert page["without_day"] == {"open": 3}
        assert page["records"] == 14

    @pytest.mark.parametrize(
        ("params", "years"),
        [
            ({"from": "2024", "to": "2025"}, {2024: 1, 2025: 1}),
            ({"from": "2024", "to": "2026", "place": "Короб 0"}, {2024: 1, 2025: 0, 2026: 1}),
            ({"from": "2025", "to": "2025", "carrier": "electronic"}, {2025: 0}),
            ({"from": "2060", "to": "2060", "term": "75 лет"}, {2060: 1}),
            ({"from": "2060", "to": "2060", "doc_type": "class_journal"}, {2060: 0}),
            ({"from": "2033", "to": "2034", "sort_on": "rows", "sort_order": "descending"},
             {2033: 1, 2034: 0}),
            ({"from": "2024", "to": "2033", "b_start": "8", "b_size": "5"}, {2032: 1, 2033: 1}),
        ],
    )  # fmt: skip
    def test_years_filters_and_pages(self, archive, params, years):
        page = self.ask(archive, **params).json()
        assert {row["year"]: row["rows"] for row in page["items"]} == years

    @pytest.mark.parametrize(
        ("params", "fields"),
        [
            ({"from": "2030", "to": "2029"}, ["to"]),
            ({"from": "2000", "to": "2300"}, ["to"]),
            ({"from": "двадцать"}, ["from"]),
            ({"status": "due"}, ["status"]),
            ({"due_year": "2026"}, ["due_year"]),
            ({"sort_on": "types"}, ["sort_on"]),
            ({"from": ["2020", "2030"], "to": "2031"}, ["from"]),
        ],
    )
    def test_questions_that_cannot_be_read(self, archive, params, fields):
        answer = self.ask(archive, **params)
        assert answer.status_code == 400
        assert [reason["field"] for reason in answer.json()["reasons"]] == fields

    def test_it_is_read_only_and_has_no_other_address(self, archive):
        assert archive.ask("auditor", "POST", "/@retention-calendar", {}).status_code in (401, 404)
        assert archive.ask("auditor", "GET", "/@retention-calendar/2026").status_code == 404

    def test_an_empty_school_has_a_calendar_too(self, school):
        page = self.ask(school, **{"from": "2026", "to": "2027"}).json()
        assert [row["rows"] for row in page["items"]] == [0, 0]


class TestBlockers:
    def test_each_row_says_what_is_in_its_way_unless_the_bare_list_is_asked(self, school):
        with school.as_test_user("Secretary", "Archivist"):
            case_file(closed_on=date(1990, 8, 31))
            opened = date(1989, 9, 1)
            book = step(case_file(doc_type="certificate_book", opened_on=opened), "register")
            step(book, "close", closed_on=date(1990, 8, 31))

        (row,) = school.ask("archivist", "GET", "/@due").json()["items"]
        (bare,) = school.ask("archivist", "GET", "/@due?blockers=0").json()["items"]

        assert [one["code"] for one in row["blockers"]] == ["item_state", "inventory_missing"]
        assert row["blockers"][0]["message"] == (
            "Состояние «Черновик»: в акт берут закрытые дела и дела в архиве"
        )
        assert row["faults"] == []
        assert "blockers" not in bare

    def test_the_list_of_errors_names_the_field(self, school):
        with school.as_test_user("Secretary", "Archivist"):
            case_file(closed_on=date(2015, 1, 1), archive_error="BAD_DATE: 31.06.2012")

        (row,) = school.ask("archivist", "GET", "/@due?status=error").json()["items"]

        assert [(one["code"], one["field"]) for one in row["faults"]] == [
            ("fault_bad_date", "closed_on")
        ]

    def test_the_commission_is_told_nothing_of_what_it_may_not_see(self, school):
        with school.as_test_user("Secretary", "Archivist"):
            case_file(closed_on=date(1990, 8, 31))

        (row,) = school.ask("commission_chair", "GET", "/@due").json()["items"]

        assert (row["title"], row["blockers"], row["faults"]) == (None, None, None)
