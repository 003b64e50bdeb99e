"""Inventories on pages: the step that enters one from paper, and whose desk they stand on."""

from act_people import ActTown
from collective.schoolrecords.desk.desk_matters import INVENTORIES_REVIEW
from collective.schoolrecords.desk.desk_matters import MATTERS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD

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


def test_only_the_chair_is_told_of_inventories_to_agree():
    """A member cannot agree to one, so that nothing of it waits for a member."""
    assert INVENTORIES_REVIEW in MATTERS["commission_chair"]
    assert INVENTORIES_REVIEW not in MATTERS["commission_member"]
