"""Fields of a personal file that not every reader of the file may see."""

from collective.schoolrecords.records.inventory import inventory_of
from collective.schoolrecords.records.prints import lines_of
from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import json
import pytest
import transaction


NOTE = "Позвонить матери насчёт справки"
PAPER_NOTE = "Копию сверила Мухина"
GROUP = "Специальная медицинская группа А"
READERS = {
    "director",
    "deputy",
    "secretary",
    "archivist",
    "data_officer",
    "auditor",
    "class_teacher",
    "certificate_keeper",
    "guardian",
    "pupil",
}
FAMILY = {"guardian", "pupil"}
MEDICAL = {"director", "secretary", "data_officer", "auditor"}


@pytest.fixture
def school(functional, on_day):
    on_day(DAY)
    school = HttpSchool(functional["portal"])
    school.file.note, school.file.medical_group = NOTE, GROUP
    transaction.commit()
    return school


def words(answer):
    """An answer's text; stock JSON writes Russian letters as escapes."""
    if "json" in answer.headers["Content-Type"]:
        return json.dumps(answer.json(), ensure_ascii=False)
    return answer.text


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_notes_are_for_the_staff_and_health_for_those_who_may(school, accept):
    path = school.path(school.file)
    seen = {
        user_id: words(school.ask(user_id, "GET", path, headers={"Accept": accept}))
        for user_id in sorted(READERS)
    }

    assert {user_id for user_id in READERS if NOTE in seen[user_id]} == READERS - FAMILY
    assert {user_id for user_id in READERS if GROUP in seen[user_id]} == MEDICAL
    assert all("Козлова" in text for text in seen.values())


def test_the_note_on_a_document_is_for_the_office(school):
    """Neither page nor REST nor the printed inventory tells it to a family, alone or in a list."""
    school.paper.note = PAPER_NOTE
    transaction.commit()
    file, paper = school.path(school.file), school.path(school.paper)
    staff = READERS - FAMILY
    for path, accept in (
        (file, "application/json"),
        (file, "text/html"),
        (f"{file}/@inner-inventory", "application/json"),
        (paper, "application/json"),
        (paper, "text/html"),
        ("/@search?portal_type=file_document&fullobjects=1", "application/json"),
    ):
        answers = {
            user_id: school.ask(user_id, "GET", path, headers={"Accept": accept})
            for user_id in READERS
        }
        assert all(one.ok for one in answers.values()), path
        seen = {user_id for user_id, one in answers.items() if PAPER_NOTE in words(one)}
        assert seen <= staff, path
        if "json" in accept:
            assert seen == staff, path
    for user_id in sorted(READERS):
        with school.logged_in(user_id):
            pairs = [pair for pair in inventory_of(school.file) if pair[1] == school.paper]
            (line,), (receipt,) = lines_of(pairs), lines_of(pairs, notes=False)
        assert (PAPER_NOTE in line.note) == (user_id in staff), user_id
        assert PAPER_NOTE not in receipt.note


def test_a_search_tells_them_to_nobody(school):
    for user_id in sorted(READERS):
        path = "/@search?SearchableText=Козлова&fullobjects=1"
        text = words(school.ask(user_id, "GET", path))
        assert (NOTE in text) == (user_id in READERS - FAMILY), user_id
        assert (GROUP in text) == (user_id in MEDICAL), user_id
        found = school.ask(user_id, "GET", "/@search?SearchableText=Позвонить").json()
        assert found["items"] == []


@pytest.mark.parametrize(
    ("snils", "code", "words_of_it"),
    [
        ("112-233-445 96", "SNILS_CHECKSUM", "Контрольное число СНИЛС не сходится"),
        ("112-233", "SNILS_FORMAT", "В СНИЛС не 11 цифр"),
        ("112-233-445 95", None, "СНИЛС не"),
        (None, None, "СНИЛС не"),
    ],
)
def test_a_doubtful_snils_is_kept_and_told(school, snils, code, words_of_it):
    path = school.path(school.file)
    assert school.ask("secretary", "PATCH", path, {"snils": snils}).ok

    shown = school.ask("class_teacher", "GET", path).json()
    page = school.ask("class_teacher", "GET", path, headers={"Accept": "text/html"}).text
    assert shown["snils"] == snils
    assert [(one["code"], one["field"]) for one in shown["warnings"]] == (
        [(code, "snils")] if code else []
    )
    assert (words_of_it in page) == (code is not None)


def test_nobody_is_asked_for_a_year_before_the_admission(school):
    path = school.path(school.file)
    asked = "Внести итоги за 2024/25"
    for day, found in (("2025-09-01", False), ("2025-05-20", True)):
        assert school.ask("secretary", "PATCH", path, {"admitted_on": day}).ok
        headers = {"Accept": "text/html"}
        assert (asked in school.ask("class_teacher", "GET", path, headers=headers).text) == found


def test_who_may_not_see_the_medical_group_does_not_overwrite_it(school):
    path = school.path(school.file)
    sent = {"medical_group": "Основная", "note": "Учтено"}
    answer = school.ask("class_teacher", "PATCH", path, sent)

    assert answer.ok, answer.text
    shown = school.ask("secretary", "GET", path).json()
    assert (shown["medical_group"], shown["note"]) == (GROUP, "Учтено")
    assert school.ask("secretary", "PATCH", path, sent).ok
    assert school.ask("secretary", "GET", path).json()["medical_group"] == "Основная"
