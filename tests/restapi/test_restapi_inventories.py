"""Inventories and receipts over REST: who may, pages, filters, refusals."""

from builders import case_file
from builders import HANDING
from builders import inventory
from builders import step
from collective.schoolrecords.retention.inventory import rows
from datetime import date
from schoolrecords_http import codes
from schoolrecords_http import DAY
from schoolrecords_http import EVERYBODY
from schoolrecords_http import HttpSchool
from schoolrecords_http import SITE_OFFICES

import pytest


READERS = {"director", "deputy", "secretary", "archivist", "data_officer", "auditor"}
COMMISSION = {"commission_chair", "commission_member"}
PAPER = {
    "registration_number": "14",
    "approved_on": "2026-01-31",
    "minutes_number": "1",
    "minutes_date": "2026-01-30",
}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    return school


@pytest.fixture
def draft(school):
    """A draft of an inventory with three rows of council minutes."""
    with school.as_test_user("Secretary", "Archivist"):
        for number in range(3):
            record = case_file(
                doc_type="council_minutes",
                case_index=f"01-0{number}",
                title=f"Протоколы {number}",
                opened_on=date(2020, 1, 9),
            )
            step(step(record, "register"), "close", closed_on=date(2020, 12, 30))
        made = inventory()
        rows.compile_rows(made)
    return made


def test_who_reads_and_who_writes(school, draft):
    """A draft is the office's; from the submission on the commission reads it too."""
    path = school.path(draft)
    everybody_with_an_office = set(SITE_OFFICES)
    assert school.who("GET", "/@inventories") == everybody_with_an_office
    assert school.who("GET", f"{path}/@rows") == READERS
    assert school.who("GET", f"{path}/@@print-inventory") == READERS
    for method, address, body in (
        ("POST", f"{path}/@rows/compile", {}),
        ("POST", f"{path}/@rows", {"uids": ["x"]}),
        ("POST", f"{path}/@rows/renumber", {}),
        ("PATCH", f"{path}/@rows/1", {"note": "проверено"}),
        ("DELETE", f"{path}/@rows/1", None),
    ):
        assert school.who(method, address, body) == {"archivist"}, address

    school.ask("archivist", "POST", f"{path}/@workflow/submit", {})
    assert school.who("GET", f"{path}/@rows") == READERS | COMMISSION
    # 403: nobody may modify it any more
    assert school.who("POST", f"{path}/@rows/compile", {}) == set()


def test_nobody_learns_of_a_draft_who_may_not_see_it(school, draft):
    listed = school.ask("auditor", "GET", "/@inventories").json()
    assert [one["@id"] for one in listed["items"]] == [draft.absolute_url()]
    for user_id in ("commission_chair", "method_head", "journal_admin"):
        assert school.ask(user_id, "GET", "/@inventories").json()["items_total"] == 0


def test_the_list_is_filtered_sorted_and_paged(school, draft):
    with school.as_test_user("Archivist"):
        for kind, first in (("personnel", 1999), ("temporary", 2010), ("permanent", 2021)):
            inventory(kind, first, max(first, 2015))
    paper = next(
        one["@id"]
        for one in school.ask("auditor", "GET", "/@inventories?kind=personnel").json()["items"]
    )
    entered = school.ask(
        "archivist",
        "POST",
        f"{paper[len(school.portal.absolute_url()) :]}/@workflow/register_paper",
        PAPER,
    )
    assert entered.status_code == 200, entered.text

    def found(query):
        answer = school.ask("auditor", "GET", f"/@inventories?{query}")
        assert answer.status_code == 200, answer.text
        return [(one["kind"]["id"], one["first_year"]) for one in answer.json()["items"]]

    assert found("") == [
        ("personnel", 1999),
        ("temporary", 2010),
        ("permanent", 2020),
        ("permanent", 2021),
    ]
    assert found("kind=permanent&sort_order=descending")[0] == ("permanent", 2021)
    assert found("year=2012") == [("personnel", 1999), ("temporary", 2010)]
    assert found("paper=1") == found("number=14") == found("state=signed") == [("personnel", 1999)]
    assert found("text=PERMANENT, 2021") == [("permanent", 2021)]
    assert found("sort_on=number")[0] == ("personnel", 1999)
    page = school.ask("auditor", "GET", "/@inventories?b_size=3&b_start=3").json()
    assert (len(page["items"]), page["items_total"]) == (1, 4)
    missing = school.ask("auditor", "GET", "/@inventories?year=2015&year=2020").json()["missing"]
    assert missing == [
        {"kind": "permanent", "year": 2015},
        {"kind": "permanent", "year": 2020},
        {"kind": "personnel", "year": 2020},
    ]
    wrong = school.ask("auditor", "GET", "/@inventories?kynd=permanent&state=lost&year=twenty")
    assert (wrong.status_code, codes(wrong)) == (400, ["UNKNOWN_FIELD", "VALUE", "VALUE"])


def test_rows_are_filtered_sorted_changed_and_taken_out(school, draft):
    path = school.path(draft)

    def numbers(query):
        answer = school.ask("auditor", "GET", f"{path}/@rows?{query}")
        assert answer.status_code == 200, answer.text
        return [row["number"] for row in answer.json()["items"]]

    assert numbers("") == ["1", "2", "3"]
    assert numbers("sort_on=case_index&sort_order=descending") == ["3", "2", "1"]
    assert numbers("text=протоколы 1") == numbers("case_index=01-01") == ["2"]
    assert numbers("b_start=2&b_size=2") == ["3"]

    second = next(
        row
        for row in school.ask("auditor", "GET", f"{path}/@rows").json()["items"]
        if row["number"] == "2"
    )
    row = second["@id"][len(school.portal.absolute_url()) :]
    changed = school.ask("archivist", "PATCH", row, {"number": "1а", "sheets": 7, "volume": "II"})
    assert (changed.json()["number"], changed.json()["sheets"]) == ("1а", 7)
    refused = school.ask("archivist", "PATCH", row, {"number": "", "sheets": 100000})
    assert codes(refused) == ["row_value", "row_value"]
    assert codes(school.ask("archivist", "PATCH", row, {"uid": "x"})) == ["UNKNOWN_FIELD"]
    entry = school.ask("auditor", "GET", f"{path}/@rows").json()["entry"]
    assert (entry["literal"], entry["missed"]) == (["1а"], ["2"])

    assert school.ask("archivist", "DELETE", row).status_code == 204
    for gone in (row, f"{path}/@rows/0", f"{path}/@rows/x", f"{path}/@rows/99"):
        assert school.ask("archivist", "GET", gone).status_code == 404
    assert school.ask("archivist", "POST", f"{path}/@rows/forget", {}).status_code == 404
    assert school.ask("archivist", "POST", f"{path}/@rows", {}).status_code == 400
    assert numbers("") == ["1", "3"]
    compiled = school.ask("archivist", "POST", f"{path}/@rows/compile", {}).json()
    assert (compiled["added"], compiled["rows_total"]) == (1, 3)


def test_a_record_leads_to_its_row_and_back(school, draft):
    """By links alone, as an auditor goes."""
    path = school.path(draft)
    school.ask("archivist", "POST", f"{path}/@workflow/submit", {})
    minutes = {"minutes_number": "1", "minutes_date": "2026-01-30"}
    school.ask("commission_chair", "POST", f"{path}/@workflow/agree", minutes)
    assert school.ask("director", "POST", f"{path}/@workflow/approve", {}).status_code == 200
    root = len(school.portal.absolute_url())
    row = school.ask("auditor", "GET", f"{path}/@rows/1").json()
    record = school.ask("auditor", "GET", row["record"]["@id"][root:]).json()

    assert record["inventory"]["@id"] == draft.absolute_url()
    assert record["inventory"]["number"] == "1"
    assert record["inventory"]["row"] == row["@id"]
    assert school.ask("auditor", "GET", draft.absolute_url()[root:]).json()["services"]["rows"]


def test_receipts_tell_receivers_to_those_who_see_the_record(school):
    file = school.path(school.file)
    given = {"holder": "Инспектор", "until": "2026-02-20", "basis": "Запрос № 14"}
    assert school.ask("secretary", "POST", f"{file}/@holder", given).json()["receipt"] == "1/2026"
    with school.as_test_user("Secretary"):
        step(school.paper, "hand_out", **HANDING)

    assert school.who("GET", "/@receipts") == set(SITE_OFFICES)
    (lent, handed) = school.ask("auditor", "GET", "/@receipts").json()["items"]
    assert (lent["receiver"], lent["until"], lent["overdue"]) == ("Инспектор", "2026-02-20", False)
    assert (handed["receiver"], handed["basis"]) == (HANDING["receiver"], HANDING["basis"])
    for one in school.ask("method_head", "GET", "/@receipts").json()["items"]:
        assert one["receiver"] is one["record"]["title"] is one["record"]["@id"] is None
        assert one["number"] in ("1/2026", "2/2026")
    assert "Инспектор" not in school.ask("journal_admin", "GET", "/@receipts/2026/1").text
    assert school.ask("auditor", "GET", "/@receipts/2026/2").json()["number"] == "2/2026"
    for path in ("/@receipts/2026/3", "/@receipts/2026", "/@receipts/x/1", "/@receipts/1/2/3"):
        assert school.ask("auditor", "GET", path).status_code == 404
    out = school.ask("auditor", "GET", "/@receipts?out=1").json()["items"]
    assert [one["number"] for one in out] == ["1/2026"]
    of_file = school.ask("auditor", "GET", f"/@receipts?uid={school.file.UID()}").json()
    assert of_file["items_total"] == 2
    wrong = school.ask("auditor", "GET", "/@receipts?kind=lost")
    assert codes(wrong) == ["VALUE"]


def test_the_auditor_writes_nothing(school, draft):
    path = school.path(draft)
    for method, address, body in (
        ("POST", "/inventories", {"@type": "inventory", "title": "x", "kind": "permanent"}),
        ("PATCH", path, {"title": "x"}),
        ("DELETE", path, None),
        ("POST", f"{path}/@workflow/submit", {}),
        ("POST", f"{path}/@rows/compile", {}),
        ("PATCH", f"{path}/@rows/1", {"note": "x"}),
        ("DELETE", f"{path}/@rows/1", None),
        ("POST", "/@file-plan/2026", {}),
        ("POST", f"{school.path(school.file)}/@holder", {"holder": "x", "basis": "y"}),
    ):
        answer = school.ask("auditor", method, address, body)
        assert answer.status_code in (401, 403), (address, answer.status_code)


def test_families_and_strangers_see_nothing_of_it(school, draft):
    path = school.path(draft)
    outside = set(EVERYBODY) - set(SITE_OFFICES)
    for address in ("/@inventories", "/@receipts", f"{path}/@rows", path):
        assert not school.who("GET", address) & outside, address
