"""Inventories on pages: the step that enters one from paper, and whose desk they stand on."""

from act_people import ActTown
from bs4 import BeautifulSoup
from collective.schoolrecords.desk.desk_matters import INVENTORIES_REVIEW
from collective.schoolrecords.desk.desk_matters import MATTERS
from datetime import date
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD
from urllib.parse import urlencode

import builders
import pytest
import transaction


class Inventories(Screens):
    """A school with a commission and one inventory."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        self.town = ActTown(portal)
        with self.town.logged_in("archivist"):
            self.inventory = builders.inventory(first_year=2020, last_year=2021, title="Опись")
        transaction.commit()

    def account(self, key):
        """Keys are the names of accounts here."""
        return key, PASSWORD


@pytest.fixture
def screens(functional):
    return Inventories(functional["portal"])


def test_an_inventory_of_paper_is_entered_on_its_page(screens):
    """The form asks for number, day and minutes in words, and the step is taken with them."""
    path = screens.path(screens.inventory)
    page = screens.page("archivist", f"{path}/@@step?step=register_paper")
    labels = " ".join(texts(page, "label"))
    assert "Регистрационный номер" in labels
    assert "Дата утверждения" in labels
    answer = screens.post(
        "archivist",
        f"{path}/@@step",
        {
            "step": "register_paper",
            "save": "1",
            "seen": page.select_one("input[name=seen]")["value"],
            "registration_number": "4",
            "approved_on": "21.01.2026",
            "minutes_number": "2",
            "minutes_date": "20.01.2026",
        },
    )
    assert answer.status_code == 302
    assert screens.fresh(screens.inventory).state == "signed"
    # The steps give these: who reads the page of signing is not to rely on a signature for them.
    signing = texts(screens.page("archivist", f"{path}/@@signing"), "#covered")[0]
    assert "Номер, протоколы и дата утверждения описи" in signing


def test_single_records_are_found_chosen_and_added_or_told_why_not(screens):
    """Each line says whether it may be listed; a refusal names the record and writes nothing."""
    with screens.town.logged_in("archivist"):
        kept = {"doc_type": "council_minutes", "opened_on": date(2020, 1, 9)}
        fits = builders.case_file(case_index="01-41", title="Протоколы педсовета", **kept)
        late = builders.case_file(case_index="01-42", title="Протоколы <b>совета", **kept)
        short = builders.case_file(case_index="02-41", title="Протоколы мониторинга")
        for case, day in ((fits, date(2020, 12, 30)), (late, date(2022, 12, 30))):
            builders.step(builders.step(case, "register"), "close", closed_on=day)
        builders.step(short, "register")
    transaction.commit()
    path = screens.path(screens.inventory)

    link = screens.page("archivist", path).select_one("#rows .sr-section-edit")
    assert link["href"].endswith("/@@add-rows")
    page = screens.page("archivist", f"{path}/@@add-rows?text=протоколы")
    told = {row.select("td")[1].get_text(strip=True): texts(row, "td")[-1] for row in lines(page)}
    assert told["01-41"] == "Да."
    assert told["01-42"] == "Дело закрыто в 2022 году."
    assert "В опись вносят закрытые дела" in told["02-41"]
    assert " По сроку хранения" in told["02-41"]
    assert [one["value"] for one in page.select("input[name=uid]")] == [fits.UID()]
    assert page.select("td b") == []
    asked = page.select_one("#deed-add")["action"][len(screens.url) :]
    assert asked.endswith(f"/@@add-rows?{urlencode({'text': 'протоколы'})}")
    assert lines(screens.page("archivist", f"{path}/@@add-rows?text=41-нет-такого")) == []

    form = {"do": "add", "text": "протоколы", "uid": [fits.UID(), late.UID(), "0" * 32]}
    refused = screens.post("archivist", f"{path}/@@add-rows", pairs(form))
    errors = texts(BeautifulSoup(refused.text, "html.parser"), ".sr-errors li")
    assert errors == [
        "№ 01-42: дело закрыто в 2022 году.",
        "№ 3: такого дела нет, вносить нечего.",
    ]
    assert screens.fresh(screens.inventory).row_count() == 0
    done = screens.post("archivist", f"{path}/@@add-rows", pairs({**form, "uid": [fits.UID()]}))
    assert done.status_code == 302
    again = screens.post("archivist", asked, {"do": "add"})
    assert again.headers["location"] == screens.url + asked
    (pair,) = screens.fresh(screens.inventory).rows()
    assert pair[1].uid == fits.UID()
    page = screens.page("archivist", f"{path}/@@add-rows?text=01-41")
    assert "уже внесено" in texts(lines(page)[0], "td")[-1]
    removed = screens.post("archivist", path, {"do": "remove", "row": str(pair[0])})
    assert removed.status_code == 302
    assert screens.fresh(screens.inventory).row_count() == 0

    # Not for others, not without the page's token, and not once it is submitted.
    for key in ("director", "auditor", "chair"):
        assert screens.get(key, f"{path}/@@add-rows").status_code in (302, 401, 403)
    no_token = screens.post("archivist", f"{path}/@@add-rows", pairs(form), token=False)
    assert no_token.status_code == 403
    screens.post("archivist", f"{path}/@@add-rows", pairs({**form, "uid": [fits.UID()]}))
    with screens.town.logged_in("archivist"):
        builders.step(screens.fresh(screens.inventory), "submit")
    transaction.commit()
    assert screens.get("archivist", f"{path}/@@add-rows").status_code in (302, 401, 403)


def lines(page):
    """The rows of the table of what was found."""
    return page.select("#found tbody tr")


def pairs(form):
    """A form with several values of one name."""
    return [
        (name, one)
        for name, value in form.items()
        for one in (value if isinstance(value, list) else [value])
    ]


def test_only_the_chair_is_told_of_inventories_to_agree():
    """A member cannot agree to one, so that nothing of it waits for a member."""
    assert INVENTORIES_REVIEW in MATTERS["commission_chair"]
    assert INVENTORIES_REVIEW not in MATTERS.get("commission_member", ())
