"""The file plan edited, approved and carried on; the page of what an act has destroyed."""

from act_people import ActTown
from act_people import DAY
from bs4 import BeautifulSoup
from builders import case_file
from builders import step
from collective.schoolrecords.retention.file_plan import file_plan_of
from datetime import date
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD

import pytest
import transaction


ITEM = {
    "do": "add",
    "index": "02-77",
    "title": "Журналы кружков",
    "doc_type": "internal_monitoring",
    "term_kind": "years",
    "years": "10",
    "article": "ст. 1",
}


class Plans(Screens):
    """A school with an archivist and a director."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        self.town = ActTown(portal)
        transaction.commit()

    def account(self, key):
        """Keys are the names of accounts here."""
        return None if key == "anonymous" else (key, PASSWORD)

    def do(self, key, **form):
        """Send a form of the page; True when it was done, else the tree with the errors."""
        answer = self.post(key, "/@@file-plan?year=2026", form)
        transaction.begin()
        return answer.status_code == 302 or BeautifulSoup(answer.text, "html.parser")

    @property
    def plan(self):
        """The plan of the year."""
        return file_plan_of(self.portal, 2026)


@pytest.fixture
def plans(functional, on_day):
    on_day(DAY)
    return Plans(functional["portal"])


def test_a_plan_is_drawn_edited_and_approved(plans):
    """The archivist draws and edits it, the director approves it, the next year follows from it."""
    assert plans.do("archivist", do="draw") is True
    assert plans.do("archivist", **ITEM) is True
    assert plans.plan.items["02-77"].term_text == "10 лет"
    wrong = plans.do("archivist", **{**ITEM, "index": "77"})
    assert [one["href"] for one in wrong.select(".sr-errors a")] == ["#f-add-index"]

    changed = {"do": "change", "item": "02-77", "title": "Журналы секций"}
    assert plans.do("archivist", **changed) is True
    assert plans.plan.items["02-77"].title == "Журналы секций"
    assert plans.do("archivist", do="remove", item="02-77") is True
    assert "02-77" not in plans.plan.items

    minutes = {"minutes_number": "3", "minutes_date": "01.03.2026"}
    assert plans.do("archivist", do="approve", **minutes) is True
    assert plans.plan.state == "draft"
    assert plans.do("director", do="approve", **minutes) is True
    assert (plans.plan.state, plans.plan.minutes_date) == ("approved", date(2026, 3, 1))

    page = plans.page("archivist", "/@@file-plan?year=2026")
    assert page.select(".sr-head .sr-state-title use[href$=state-approved]") != []
    offered = [one["value"] for one in page.select("button[name=do]")]
    assert offered == ["add", "close", "next"]
    # The totals count what was opened under the plan, and what runs on into the next year.
    with plans.town.logged_in("archivist"):
        index = plans.plan.item_for("internal_monitoring").index
        kept = {
            "doc_type": "internal_monitoring",
            "case_index": index,
            "opened_on": date(2026, 1, 12),
        }
        for closed in (date(2026, 2, 1), None):
            case = step(case_file(**kept), "register")
            if closed:
                step(case, "close", closed_on=closed)
        case_file(**kept)  # a draft is no file yet
    transaction.commit()
    page = plans.page("archivist", "/@@file-plan?year=2026")
    assert "Из них переходящих" in texts(page, "#totals th")
    assert texts(page.select("#totals tbody tr")[-1], "td")[2:] == ["2", "1", ""]
    early = plans.do("archivist", do="close")
    assert early.select(".sr-errors li") != []
    drawn = plans.post("archivist", "/@@file-plan?year=2026", {"do": "next"})
    # The page goes on to what was drawn and says which year it is.
    assert drawn.headers["location"].endswith("/@@file-plan?year=2027")
    answer = plans.get("archivist", "/@@file-plan?year=2027", cookies=drawn.cookies)
    page = BeautifulSoup(answer.text, "html.parser")
    assert texts(page, ".sr-note") == ["Номенклатура на 2027 год составлена. Это проект."]
    assert texts(page, "[aria-current=page]")[-1] == "2027"
    transaction.begin()
    assert file_plan_of(plans.portal, 2027) is not None


def test_readers_are_offered_nothing(plans):
    """The auditor reads the plan; a form that is sent anyway changes nothing."""
    plans.do("archivist", do="draw")
    page = plans.page("auditor", "/@@file-plan?year=2026")
    assert page.select("button[name=do], input[name=item]") == []
    plans.do("auditor", **ITEM)
    assert "02-77" not in plans.plan.items
    answer = plans.post("archivist", "/@@file-plan", ITEM, token=False)
    assert answer.status_code == 403
