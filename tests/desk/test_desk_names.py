"""Changing a name on its page and over REST; the alphabet book points to the number."""

from bs4 import BeautifulSoup
from collective.schoolrecords.records.personal_file.identity import correct_identity
from datetime import date
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from two_computers import Person
from ZODB.POSException import ConflictError

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


def test_a_birth_date_is_corrected_on_its_page_and_the_old_one_is_shown(screens):
    """Form, record, history; section form and PATCH lead to the page; families see no names."""
    path = screens.path(screens.file)
    page = f"{path}/@@correct-identity"
    new = {"save": "1", "birth_date": "17.05.2011", "reason": "Опечатка", "basis": "Свид. № 7"}
    label = screens.page("secretary", page).select_one("label[for=f-birth_date]")
    assert "необязательно" not in label.get_text()
    wrong = screens.post("secretary", page, {**new, "birth_date": "01.01.2100", "reason": ""})
    shown = BeautifulSoup(wrong.text, "html.parser").select(".sr-errors a")
    assert {one["href"] for one in shown} == {"#f-birth_date", "#f-reason"}
    section = {"section": "pupil", "save": "1", "birth_date": "17.05.2011", "address": "Лесная, 3"}
    refused = screens.post("secretary", f"{path}/@@edit-section", section)
    assert "Исправить дату рождения или пол" in refused.text
    assert screens.fresh(screens.file).address != "Лесная, 3"
    patched = rest(screens, "secretary", "PATCH", path, {"birth_date": "2011-05-17"})
    assert patched.status_code == 409
    assert "Исправить дату рождения или пол" in patched.text
    for who in ("class_teacher", "director", "guardian", "pupil", "anonymous"):
        assert screens.get(who, page).status_code in (302, 401, 403), who
        answer = rest(screens, who, "POST", f"{path}/@pupil-identity", {"birth_date": "2011-05-17"})
        assert answer.status_code in (401, 403), who
    assert screens.fresh(screens.file).birth_date.year == 2012

    assert screens.post("secretary", page, new).status_code == 302
    record = screens.page("secretary", path)
    told = record.select_one("#pupil").get_text(" ", strip=True)
    assert "17.05.2011" in told
    assert "прежде: 17.05.2012" in told and "Опечатка" in told
    history = screens.page("secretary", f"{path}/@@sr-history").get_text(" ", strip=True)
    assert "17.05.2012 → 17.05.2011; Опечатка; Свид. № 7" in history
    seen = screens.page("guardian", path).select_one("#pupil").get_text(" ", strip=True)
    assert "прежде: 17.05.2012" in seen and "Опечатка" not in seen
    own = rest(screens, "guardian", "GET", f"{path}/@pupil-identity").json()
    assert own["former"][0]["value"] == "2012-05-17"
    assert not {"by", "reason"} & set(own["former"][0])
    assert "Опечатка" not in rest(screens, "guardian", "GET", path).text
    posted = {"birth_date": "2012-05-17", "reason": "Верно было прежнее", "basis": "Паспорт"}
    answer = rest(screens, "secretary", "POST", f"{path}/@pupil-identity", posted)
    assert [one["value"] for one in answer.json()["former"]] == ["2012-05-17", "2011-05-17"]
    stranger = rest(screens, "guardian", "GET", f"{screens.path(screens.other)}/@pupil-identity")
    assert stranger.status_code in (401, 403, 404)


def test_two_corrections_at_once_are_not_both_written(screens):
    """The second of two computers is refused the commit and reads what the first one wrote."""
    path = "/".join(screens.file.getPhysicalPath())
    people = [Person(screens.portal._p_jar.db(), TEST_USER_ID) for _number in range(2)]

    def correct(day):
        values = {"birth_date": date(2012, 5, day), "sex": None}
        return lambda record: correct_identity(record, values, "Опечатка", "Свид. № 7")

    try:
        for person, day in zip(people, (18, 19), strict=True):
            person.works(correct(day), path)
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
    finally:
        for person in people:
            person.leaves()
    assert screens.fresh(screens.file).birth_date == date(2012, 5, 18)
    assert len(screens.fresh(screens.file).former_identity) == 1
