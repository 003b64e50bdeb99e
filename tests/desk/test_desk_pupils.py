"""Alphabet book and movement: who stands where, under which number and order."""

from builders import LEAVING
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.records.personal_file.moves import move_to_class
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import csv
import io
import pytest
import transaction


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


@pytest.fixture
def school(screens):
    """Two classes; somebody came, somebody changed the class, somebody left."""
    portal = screens.portal
    setRoles(portal, TEST_USER_ID, ["Manager", "Secretary", "Director"])
    screens.other_cohort = add_cohort(screens.town.school, year=2025, grade=7, letter="Б")
    mine, other = {"cohort_id": screens.cohort.id}, {"cohort_id": screens.other_cohort.id}
    born = {"letter": "К", "number": 31, "admitted_on": date(2026, 9, 10)}
    screens.came = step(personal_file(last_name="Кедрова", **born, **other), "register")
    screens.moved = step(
        personal_file(letter="К", number=4, last_name="Котова", **mine), "register"
    )
    move_to_class(screens.moved, screens.other_cohort.id, "Приказ № 5-у")
    screens.left = step(personal_file(letter="Ж", number=2, last_name="Жукова", **mine), "register")
    setRoles(portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return screens


def test_the_book_by_letter_and_by_name(school):
    """A letter is sorted by number, all letters by name; drafts stand in no book."""
    page = school.page("secretary", "/@@alphabet-book")
    assert texts(page, "tbody .sr-first") == ["Ж-2", "К-31", "К-208", "К-4", "О-7"]
    assert texts(page, ".sr-letters [aria-current]") == ["Все"]
    assert page.select("th[data-col=number] a") == []

    page = school.page("secretary", "/@@alphabet-book?letter=К")
    assert texts(page, "tbody .sr-first") == ["К-4", "К-31", "К-208"]
    row = page.select("tbody tr")[1]
    assert texts(row, "td")[:5] == [
        "К-31",
        "Кедрова Вера Ильинична",
        "8Б",
        "10.09.2026",
        "№ 41-у от 28.08.2019",
    ]
    page = school.page("secretary", "/@@alphabet-book?letter=К&sort=number&down=1")
    assert texts(page, "tbody .sr-first") == ["К-208", "К-31", "К-4"]
    page = school.page("secretary", "/@@alphabet-book?letter=К&sort=name")
    assert texts(page, "tbody .sr-first") == ["К-31", "К-208", "К-4"]


def test_conditions_of_the_book(school):
    """Class, those who left, words; nonsense is left out; an empty page says so."""
    page = school.page("secretary", f"/@@alphabet-book?class={school.other_cohort.id}")
    assert texts(page, "tbody .sr-first") == ["К-31", "К-4"]
    assert texts(page, ".sr-chip") == ["класс 8Б"]
    assert texts(school.page("secretary", "/@@alphabet-book?text=жук"), "tbody .sr-first") == [
        "Ж-2"
    ]
    assert texts(school.page("secretary", "/@@alphabet-book?who=left"), "tbody tr") == []
    assert "никого" in texts(school.page("secretary", "/@@alphabet-book?who=left"), ".sr-empty")[0]
    page = school.page("secretary", "/@@alphabet-book?letter=X&class=none&who=z&sort=up&page=-1")
    assert len(page.select("tbody tr")) == 5


def test_the_book_as_a_table(school):
    """Every row, with the columns that are off on the screen: all that the book on paper has."""
    file = school.fresh(school.came)
    file.address, file.sex = "ул. Речная, 5", "female"
    file.representatives = [{"name": "Кедров Илья Петрович", "relation": "отец"}]
    transaction.commit()
    answer = school.get("auditor", "/@@alphabet-book-csv?letter=К")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))

    assert [row[0] for row in rows] == ["№", "К-4", "К-31", "К-208"]
    assert rows[0][-1] == "Том"
    known = dict(zip(rows[0], rows[2], strict=True))
    assert known["Дата рождения"] == "17.05.2012"
    assert known["Адрес"] == "ул. Речная, 5"
    assert known["Законные представители"] == "Кедров Илья Петрович"
    assert known["Пол"]
    assert known["Дело выдано"] == ""


def test_movement_of_a_period(school):
    """Who came, who changed the class and who left; the counts balance."""
    setRoles(school.portal, TEST_USER_ID, ["Manager", "Secretary", "Director"])
    today = school_today()
    step(school.left, "close", **{**LEAVING, "left_on": today, "leaving_order_date": today})
    transaction.commit()

    page = school.page("secretary", "/@@movement?from=01.09.2026&to=31.08.2027")

    counts = {
        row[0]: row[1:] for row in (texts(one, "td") for one in page.select("#counts tr")[1:])
    }
    assert counts == {
        "8А": ["3", "", "", "1", "1", "1"],
        "8Б": ["0", "1", "1", "", "", "2"],
        "без класса": ["1", "", "", "", "", "1"],
        "Всего": ["4", "1", "1", "1", "1", "4"],
    }
    assert texts(page, "#admitted .sr-lead")[1:] == ["К-31 Кедрова Вера Ильинична"]
    assert texts(page, "#moved tbody td")[2:] == ["8А", "8Б", "Приказ № 5-у"]
    assert texts(page, "#left tbody td")[0] == "Ж-2 Жукова Вера Ильинична"


def test_a_period_that_cannot_be_read(school):
    """Both faults at once, with links to the fields; the page stands."""
    page = school.page("secretary", "/@@movement?from=31.06.2026&to=01.01.2020")

    assert [link["href"] for link in page.select(".sr-errors a")] == ["#f-from", "#f-to"]
    assert page.select_one("#f-from")["value"] == "31.06.2026"
