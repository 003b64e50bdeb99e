"""Changing a name on its page and over REST; the alphabet book points to the number."""

from bs4 import BeautifulSoup
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import requests


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


def form(**values):
    return {
        "save": "1",
        "name_kind": "change",
        "since": "02.02.2026",
        "last_name": "Орлова",
        "first_name": "Вера",
        "middle_name": "Ильинична",
        "basis": "Свидетельство № 7",
        **values,
    }


def rest(screens, who, method, path, json=None):
    return requests.request(
        method,
        f"{screens.url}{path}",
        json=json,
        auth=screens.account(who),
        headers={"Accept": "application/json"},
        timeout=60,
    )


def test_a_surname_changes_and_the_old_one_stays_visible(screens):
    """Form, record, book with its pointer; refusals beside their fields; REST says the same."""
    path = screens.path(screens.file)
    page = f"{path}/@@change-name"
    wrong = screens.post("secretary", page, form(last_name="<b>", basis="", since="31.02.2026"))
    tree = BeautifulSoup(wrong.text, "html.parser")
    assert [one["href"] for one in tree.select(".sr-errors a")] == [
        "#f-since",
        "#f-basis",
        "#f-last_name",
    ]
    tree = BeautifulSoup(screens.post("secretary", page, form(last_name="<b>")).text, "html.parser")
    assert texts(tree, "#f-last_name-error") != []
    assert screens.fresh(screens.file).last_name == "Козлова"

    assert screens.post("secretary", page, form()).status_code == 302
    record = screens.page("secretary", path)
    assert texts(record, "h1") == ["К-208 Орлова Вера Ильинична"]
    assert "Козлова Вера Ильинична" in texts(record, "#former_names dd")[0]
    assert "Свидетельство № 7" in texts(record, "#former_names dd")[0]

    book = screens.page("secretary", "/@@alphabet-book?letter=О")
    assert texts(book, "tbody .sr-first") == ["О-7"]
    assert texts(book, ".sr-book-references a") == [
        "Орлова Вера Ильинична (прежде Козлова): см. К-208"
    ]
    book = screens.page("secretary", "/@@alphabet-book?letter=К")
    assert texts(book, "tbody .sr-lead") == ["Орлова Вера Ильинична (прежде Козлова)"]
    assert book.select(".sr-book-references") == []
    for word in ("орлов", "козлов"):
        found = screens.page("secretary", f"/@@alphabet-book?text={word}")
        assert "К-208" in texts(found, "tbody .sr-first")

    told = rest(screens, "guardian", "GET", f"{path}/@pupil-names").json()
    assert told["present"]["last_name"] == "Орлова"
    assert told["book_references"] == ["О"]
    assert told["former"][0]["until"] == "2026-02-02"


def test_only_the_office_changes_names(screens):
    """Page and REST, both sides; without a token nothing; a GET never writes."""
    path = screens.path(screens.file)
    page = f"{path}/@@change-name"
    new = {"last_name": "Ложь", "since": "2026-02-02", "basis": "Нет"}
    for who in ("class_teacher", "director", "guardian", "pupil", "anonymous"):
        answer = screens.get(who, page)
        assert answer.status_code in (302, 401, 403), (who, answer.status_code)
        answer = rest(screens, who, "POST", f"{path}/@pupil-names", new)
        assert answer.status_code in (401, 403), (who, answer.status_code)
    assert screens.post("secretary", page, form(), token=False).status_code == 403
    assert screens.get("secretary", f"{page}?save=1&last_name=X").status_code == 200
    assert screens.fresh(screens.file).last_name == "Козлова"
    other = rest(screens, "guardian", "GET", f"{screens.path(screens.other)}/@pupil-names")
    assert other.status_code in (401, 403, 404)
    wrong = rest(screens, "secretary", "POST", f"{path}/@pupil-names", {"last_name": "Козлова"})
    assert wrong.status_code == 409
