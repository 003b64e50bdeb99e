"""Class lists and the check of the alphabet book: what they show, to whom, and as a table."""

from builders import personal_file
from builders import step
from collective.schoolrecords.core.person_names import PersonName
from collective.schoolrecords.records.personal_file.names import change_name
from datetime import date
from openpyxl import load_workbook
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import csv
import io
import pytest
import requests
import transaction


@pytest.fixture
def screens(functional):
    made = Screens(functional["portal"])
    setRoles(made.portal, TEST_USER_ID, ["Manager", "Secretary"])
    mine = {"cohort_id": made.cohort.id}
    step(personal_file(letter="Е", number=4, last_name="Ёлкина", **mine), "register")
    place = {"storage_place": "=HYPERLINK(1)", **mine}
    step(personal_file(letter="К", number=211, last_name="Жукова", **place), "register")
    change_name(
        made.file, PersonName("Яблокова", "Вера", "Ильинична"), "change", date(2026, 1, 9), "Св."
    )
    setRoles(made.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return made


def test_the_list_of_a_class(screens):
    """By the alphabet with Ё as Е and the present surname; CSV and XLSX hold no formula."""
    page = screens.page("class_teacher", "/@@class-list")
    names = [
        "Ёлкина Вера Ильинична",
        "Жукова Вера Ильинична",
        "Яблокова Вера Ильинична",
    ]
    assert texts(page, "#pupils tbody .sr-lead") == names
    assert texts(page, "#pupils tbody .sr-num") == ["1", "2", "3"]
    url = f"/@@class-list-csv?class={screens.cohort.id}"
    answer = screens.get("secretary", url)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == names
    assert rows[2][-1] == "'=HYPERLINK(1)"
    answer = screens.get("class_teacher", url.replace("csv", "xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == names
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    everybody = screens.get("secretary", "/@@class-list-csv?class=all")
    assert "7А" in everybody.content.decode("utf-8-sig") or "8А" in everybody.content.decode(
        "utf-8-sig"
    )


def test_book_and_files(screens):
    """A gap, a wrong letter, and a letter that a change of name explains; over REST as well."""
    page = screens.page("auditor", "/@@book-check?letter=К")
    rows = [texts(row, "td") for row in page.select("#findings tbody tr")]
    assert [(row[0], row[3]) for row in rows] == [
        ("К-208", "Объяснено"),
        ("К-209…210", "Исправить"),
        ("К-211", "Исправить"),
    ]
    assert "фамилия сменилась" in rows[0][2]
    page = screens.page("secretary", "/@@book-check?letter=X")
    assert page.select(".sr-inpage [aria-current]")[0].get_text() == "А"
    answer = requests.get(
        f"{screens.url}/personal-files/@book-check?letter=К",
        auth=screens.account("auditor"),
        headers={"Accept": "application/json"},
        timeout=60,
    ).json()
    assert (answer["items_total"], answer["faults"]) == (3, 2)
    assert "Яблокова" not in str(answer)


def test_who_sees_the_lists(screens):
    """Families and people without a class see neither."""
    for who in ("guardian", "pupil", "anonymous"):
        for path in ("class-list", "class-list-csv?class=all", "class-list-xlsx", "book-check"):
            answer = screens.get(who, f"/@@{path}")
            assert answer.status_code in (302, 401, 403), (who, path)
    other = screens.page("class_teacher", "/@@class-list?class=all")
    assert len(other.select("#pupils tbody tr")) == 3
