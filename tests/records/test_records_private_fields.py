"""Fields of a personal file that not every reader of the file may see."""

from schoolrecords_http import DAY
from schoolrecords_http import HttpSchool

import json
import pytest
import transaction


NOTE = "Позвонить матери насчёт справки"
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
