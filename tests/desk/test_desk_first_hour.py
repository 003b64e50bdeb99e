"""The first hour of a new secretary."""

from builders import document
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.desk.first_hour import count_from
from datetime import timedelta
from plone import api
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import transaction


@pytest.fixture
def screens(functional):
    """The small school of the tests of screens."""
    return Screens(functional["portal"])


def states(screens):
    """The states of the six tasks, as the page shows them."""
    return texts(screens.page("secretary", "/@@first-hour"), "tbody tr td:last-child")


def test_tasks_are_ticked_by_what_was_filed(screens):
    """The desk reminds until the last one is done; looking and printing are only shown."""
    assert states(screens) == ["Посмотрите", *["Ещё нет"] * 3, "Посмотрите", "Ещё нет"]
    desk = screens.page("secretary", "/@@desk")
    assert desk.select_one("a[href$='@@first-hour']").get_text() == "Первый час"

    with api.env.adopt_user(ACCOUNTS["secretary"]):
        file = personal_file(letter="Ш", number=1)
        document(file)
        transaction.commit()
        assert states(screens) == [
            *("Посмотрите", "Сделано", "Сделано", "Ещё нет"),
            *("Посмотрите", "Ещё нет"),
        ]
        step(file, "register")
        step(order(title="О собрании"), "submit")
        transaction.commit()

    assert states(screens).count("Сделано") == 4
    assert screens.page("secretary", "/@@desk").select_one("a[href$='@@first-hour']") is None


def test_what_a_demo_filed_counts_for_nobody(screens):
    """The tasks are open in a demo school whose records were made in the secretary's name."""
    since = now() + timedelta(hours=1)
    with api.env.adopt_user(ACCOUNTS["secretary"]):
        file = step(personal_file(letter="Ш", number=1), "register")
        document(file)
        step(order(title="О собрании"), "submit")
        count_from(screens.portal, since)
        transaction.commit()
        assert states(screens) == ["Посмотрите", *["Ещё нет"] * 3, "Посмотрите", "Ещё нет"]
        # What is filed after that moment counts.
        count_from(screens.portal, since - timedelta(hours=2))
        transaction.commit()
    assert states(screens).count("Сделано") == 4


def test_it_is_for_the_secretary_alone(screens):
    """Others have other tasks; what others filed is not hers."""
    for key in ("director", "archivist", "guardian"):
        assert screens.get(key, "/@@first-hour").status_code in (302, 403)
        assert screens.page(key, "/@@desk").select_one("a[href$='@@first-hour']") is None
    assert screens.get("anonymous", "/@@first-hour").status_code == 302
