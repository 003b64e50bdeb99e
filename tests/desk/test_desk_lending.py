"""A file is lent against a receipt, waited for on the desks, and taken back, all on pages."""

from builders import book
from builders import portfolio
from collective.schoolrecords.core.states import CURRENT
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.holder import take_back
from collective.schoolrecords.records.portfolio import handing
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import bs4
import pytest
import transaction


GIVEN = {
    "holder": "Громова А. А., отдел опеки",
    "basis": "Запрос № 14 от 02.02.2026",
    "until": "20.02.2026",
}


@pytest.fixture
def screens(functional, on_day):
    on_day(date(2026, 2, 2))
    return Screens(functional["portal"])


def send(screens, page, form):
    """The tree of the page that answers a form, or where it leads."""
    answer = screens.post("secretary", page, form)
    if answer.status_code == 302:
        return answer.headers["Location"][len(screens.url) :]
    return bs4.BeautifulSoup(answer.text, "html.parser")


def is_refused(answer):
    """Whether the page is not for who asked: said so, or led to the entrance."""
    return answer.status_code in (401, 403) or "require_login" in answer.headers.get("Location", "")


def test_a_file_is_lent_missed_and_taken_back(screens, on_day):
    path = screens.path(screens.file)
    page = f"{path}/@@lending"
    refused = send(screens, page, {"do": "lend", "until": "31.02.2026"})
    assert [one["href"] for one in refused.select(".sr-errors a")] == [
        "#f-lend-holder",
        "#f-lend-basis",
        "#f-lend-until",
    ]
    past = send(screens, page, {"do": "lend", **GIVEN, "until": "01.02.2026"})
    (told,) = texts(past, ".sr-errors li")
    assert told == "«Вернуть до»: день 01.02.2026 уже прошёл."
    before = len(chain_of(screens.fresh(screens.file)))

    # The receipt is printed first, with what the form says; nothing is written by that.
    print_button = screens.page("secretary", page).select_one("button[formaction]")
    assert print_button["formaction"].endswith(f"{path}/@@print-loan")
    printed = screens.post("secretary", f"{path}/@@print-loan", GIVEN)
    assert printed.content.startswith(b"%PDF")
    hostile = {"holder": "<script>", "until": "x" * 5000, "basis": "=1+1"}
    assert screens.post("secretary", f"{path}/@@print-loan", hostile).status_code == 200
    assert len(chain_of(screens.fresh(screens.file))) == before

    assert send(screens, page, {"do": "lend", **GIVEN}) == page
    shown = screens.page("secretary", page).get_text(" ", strip=True)
    assert all(word in shown for word in ("Громова", "Запрос № 14", "20.02.2026", "1/2026"))
    assert screens.get("secretary", f"{path}/@@print-receipt").content.startswith(b"%PDF")
    stale = send(screens, page, {"do": "lend", **GIVEN})
    assert stale == page
    link = screens.page("secretary", path).find("a", href=f"{screens.url}{page}")
    assert "Принять обратно" in link.get_text()

    on_day(date(2026, 2, 21))
    desk = screens.page("archivist", "/@@desk")
    late = desk.find("a", href=f"{screens.url}/@@loans?standing=overdue")
    assert late["aria-label"] == "1: Дела, не возвращённые в срок"
    listed = screens.page("archivist", "/@@loans?standing=overdue").get_text(" ", strip=True)
    assert "Козлова" in listed
    assert "Громова" in listed
    # Whoever does not see the file sees neither whose it is nor who has it.
    hidden = screens.page("journal_admin", "/@@loans?standing=overdue").get_text(" ", strip=True)
    assert "документ вам не открыт" in hidden
    assert "Козлова" not in hidden
    assert "Громова" not in hidden

    refused = send(
        screens, page, {"do": "back", "returned_on": "01.02.2026", "condition": "damaged"}
    )
    assert [one["href"] for one in refused.select(".sr-errors a")] == [
        "#f-back-returned_on",
        "#f-back-remarks",
    ]
    back = {"do": "back", "returned_on": "21.02.2026", "condition": "damaged"}
    assert send(screens, page, {**back, "remarks": "Порвана обложка"}) == page
    record = screens.fresh(screens.file)
    assert (record.holder, record.held_until) == (None, None)
    assert not chain_of(record).verify()
    (row,) = texts(screens.page("secretary", page), "#loans tbody tr")
    assert "повреждено, Порвана обложка" in row
    assert not screens.page("archivist", "/@@desk").find("a", href=lambda one: "loans?" in one)


def test_a_book_and_a_portfolio_are_lent_alike(screens):
    """The same page and receipt; what the pupil has at home is no loan and comes back by a note."""
    setRoles(screens.portal, TEST_USER_ID, ["Secretary", "Director", "Class Teacher"])
    office = screens.fresh(screens.file)
    records = [book(), portfolio(office, cycle="5-9")]
    for record in records:
        enter_state(record, CURRENT)
        record_event(record, "changed")
        record.reindexObject()
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    for record in records:
        path = screens.path(record)
        page = f"{path}/@@lending"
        (link,) = screens.page("secretary", path).select(f"a[href='{screens.url}{page}']")
        assert "Выдать во временное пользование" in link.get_text()
        assert screens.post("secretary", f"{path}/@@print-loan", GIVEN).content.startswith(b"%PDF")
        assert screens.get("secretary", f"{path}/@@print-receipt").status_code == 404
        assert send(screens, page, {"do": "lend", **GIVEN}) == page
        assert screens.get("secretary", f"{path}/@@print-receipt").content.startswith(b"%PDF")
        shown = screens.page("secretary", path)
        assert "Принять обратно" in shown.select_one(f"a[href='{screens.url}{page}']").get_text()
        assert "Громова" in screens.page("secretary", "/@@loans").get_text()
        back = {"do": "back", "returned_on": "02.02.2026", "condition": "whole"}
        assert send(screens, page, back) == page
        fresh = screens.fresh(record)
        assert fresh.holder is None
        assert not chain_of(fresh).verify()
        for key in ("director", "auditor", "guardian", "pupil", "anonymous"):
            for name in ("@@lending", "@@print-loan"):
                assert is_refused(screens.get(key, f"{path}/{name}")), (key, name)
    handing.give_to_pupil(screens.fresh(records[1]))
    transaction.commit()
    page = f"{screens.path(records[1])}/@@lending"
    assert screens.page("secretary", page).select("button[name=do]") == []
    assert (
        screens.page("secretary", page.removesuffix("/@@lending")).select("a[href*=lending]") == []
    )
    with pytest.raises(StepRefused) as refused:
        take_back(screens.fresh(records[1]), date(2026, 2, 2), "whole")
    assert [one["code"] for one in refused.value.reasons] == ["kept_by_pupil"]


def test_who_lends(screens):
    """Pages and prints of lending are for those who hand the file out in its state."""
    path = screens.path(screens.file)
    for key in ("director", "archivist", "class_teacher", "guardian", "pupil", "anonymous"):
        for name in ("@@lending", "@@print-loan"):
            answer = screens.get(key, f"{path}/{name}")
            assert is_refused(answer), (key, name)
    for key in ("guardian", "pupil", "anonymous"):
        assert is_refused(screens.get(key, "/@@loans")), key
