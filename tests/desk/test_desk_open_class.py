"""Classes opened, renamed and closed on screen: the rule of REST, both sides of the right."""

from bs4 import BeautifulSoup
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.class_moves import move_on
from collective.schoolrecords.school.cohorts import add_cohorts
from collective.schoolrecords.school.cohorts import close_cohort
from collective.schoolrecords.school.refusals import SchoolRefused
from collective.schoolrecords.school.storage import get_school
from datetime import date
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


DAY = date(2026, 3, 2)
FORM = {"save": "1", "year": "2025", "grade": "1", "letters": "А", "last_grade": "11"}
OFFICE = ("director", "deputy", "secretary")
OTHERS = ("auditor", "archivist", "class_teacher", "guardian", "pupil", "anonymous")


@pytest.fixture
def screens(functional, on_day):
    on_day(DAY)
    return Screens(functional["portal"])


def labels(screens, day=DAY):
    transaction.begin()
    found = get_school(screens.portal).cohorts.values()
    return sorted(one.label_on(day) for one in found if one.lives_on(day))


def cohort(screens, label, day=DAY):
    transaction.begin()
    found = get_school(screens.portal).cohorts.values()
    (one,) = [one for one in found if one.label_on(day) == label]
    return one


def faults(answer):
    assert answer.status_code == 200
    return texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors li")


def test_the_office_opens_classes_of_this_year_and_the_next(screens):
    """Several letters at once; what is typed in Latin capitals is read as it looks."""
    for key in OFFICE:
        links = screens.page(key, "/@@people").select(".sr-buttons a")
        assert f"{screens.url}/@@open-class" in [one["href"] for one in links], key
    form = screens.page("secretary", "/@@open-class")
    assert texts(form, "#f-year option") == ["", "2025/26", "2026/27"]
    assert texts(form, "#f-year option[selected]") == ["2025/26"]
    assert texts(form, "#f-grade option")[1:] == [str(one) for one in range(1, 12)]

    opened = screens.post("secretary", "/@@open-class", {**FORM, "letters": "a, Б В"})
    assert opened.status_code == 302
    assert opened.headers["Location"] == f"{screens.url}/@@people#classes"
    assert labels(screens) == ["1А", "1Б", "1В", "7А"]
    page = screens.page("secretary", "/@@people")
    rows = texts(page, "#classes tbody tr")
    assert rows[0] == "1А не назначен 0 изменить назначить"

    later = {**FORM, "year": "2026", "letters": "", "last_grade": "4"}
    assert screens.post("deputy", "/@@open-class", later).status_code == 302
    rows = texts(screens.page("deputy", "/@@people"), "#classes tbody tr")
    assert rows[-1] == "1 с 01.09.2026 не назначен 0 изменить назначить"
    coming = cohort(screens, "1", date(2026, 9, 1))
    assert coming.last_day == date(2030, 8, 31)
    office = f"/@@appoint?role=class_teacher&cohort_id={coming.id}"
    form = screens.page("deputy", office)
    assert texts(form, "#f-cohort_id option[selected]") == ["1 класс (2026/27)"]
    assert form.select_one("#f-start")["value"] == "01.09.2026"


def test_all_faults_are_told_at_once_and_nothing_is_opened(screens):
    """What cannot be read and what the rules refuse stand together; what was typed stays."""
    before = labels(screens)
    said = faults(screens.post("secretary", "/@@open-class", {**FORM, "grade": "7"}))
    assert said == ["Буква: С 01.09.2025 так же, 7А, будет называться другой класс."]
    twice = faults(screens.post("secretary", "/@@open-class", {**FORM, "letters": "Д Е Д"}))
    assert len(twice) == 1
    assert "1Д" in twice[0]

    hostile = "<script>alert(1)</script>"
    wrong = {**FORM, "grade": "12", "year": "1999", "letters": hostile, "last_grade": ""}
    answer = screens.post("secretary", "/@@open-class", wrong)
    assert len(faults(answer)) == 4
    assert "<script>alert" not in answer.text
    assert "не буква класса" in answer.text
    kept = BeautifulSoup(answer.text, "html.parser").select_one("#f-letters")
    assert kept["value"] == hostile
    sunken = {**FORM, "grade": "10", "last_grade": "9", "letters": "Д h"}
    assert len(faults(screens.post("secretary", "/@@open-class", sunken))) == 2
    for letters in ("А" * 5000, "=1+1", "1А", "٣", "Ж;DROP", "А\u202eБ\u202e"):
        assert faults(screens.post("secretary", "/@@open-class", {**FORM, "letters": letters}))
    assert faults(screens.post("secretary", "/@@open-class", {"save": "1"}))
    assert screens.post("secretary", "/@@open-class", FORM, token=False).status_code == 403
    assert labels(screens) == before


def test_a_class_gets_another_letter_and_is_closed(screens):
    one = cohort(screens, "7А")
    address = "/@@change-class"
    page = screens.page("secretary", f"{address}?class={one.id}")
    assert "Обучающихся в классе: 1." in page.get_text()
    assert "фамилии" not in page.select_one("main").get_text()
    form = {"save": "1", "class": one.id}
    assert faults(screens.post("secretary", address, form))
    lone = faults(
        screens.post("secretary", address, {**form, "new_letter": "К", "closed": "завтра"})
    )
    assert len(lone) == 2
    early = {**form, "new_letter": "7К", "since": "12.01.2026", "closed": "31.08.2020"}
    assert len(faults(screens.post("secretary", address, early))) == 2
    assert cohort(screens, "7А") == one

    sent = {**form, "new_letter": "h", "since": "12.01.2026"}
    assert faults(screens.post("secretary", address, sent)), "Н or Х: nobody can know"
    sent = {**form, "new_letter": "K", "since": "12.01.2026", "closed": "31.08.2026"}
    (full,) = faults(screens.post("secretary", address, sent))
    assert "всего 1: Козлова В. И." in full
    assert cohort(screens, "7А") == one, "the letter is not changed either"
    leaves_the_class(screens, date(2026, 9, 1))
    assert screens.post("secretary", address, sent).status_code == 302
    kept = cohort(screens, "7К")
    assert (kept.id, kept.last_day) == (one.id, date(2026, 8, 31))
    assert "7К" in texts(screens.page("secretary", "/@@people"), "#classes tbody tr")[0]
    both = {**form, "new_letter": "А", "no_letter": "1", "since": "01.04.2026", "mistake": "1"}
    told = " ".join(faults(screens.post("secretary", address, both)))
    assert "что-то одно" in told
    assert "остальные поля оставьте пустыми" in told
    assert faults(screens.post("secretary", address, {**form, "no_letter": "1"}))
    bare = {**form, "no_letter": "1", "since": "02.03.2026"}
    assert screens.post("secretary", address, bare).status_code == 302
    assert cohort(screens, "7").id == one.id
    page = screens.page("secretary", f"{address}?class={one.id}")
    assert "7 класс" in page.select_one(".sr-head").get_text()
    for path in (address, f"{address}?class=", f"{address}?class=<script>"):
        assert screens.get("secretary", path).status_code == 404
    assert screens.post("secretary", address, {**form, "class": "nope"}).status_code == 404


def leaves_the_class(screens, day):
    """An order puts the only pupil of 7А into another class on a day ahead."""
    other = add_cohorts(screens.town.school, year=2025, grade=8, letters=("Ю",))[0]
    transaction.commit()
    file = screens.fresh(screens.file)
    move_on(file, other.id, "Приказ № 5-у", day)
    transaction.commit()
    return other


def test_a_class_opened_by_mistake_is_taken_back(screens):
    """While nothing ever named it; whatever does is told, and the class stays."""
    address = "/@@change-class"
    named = cohort(screens, "7А")
    form = {"save": "1", "class": named.id, "mistake": "1"}
    refused = screens.post("secretary", address, form)
    told = " ".join(faults(refused))
    assert "назначений в нём" in told
    # Beside the box as well, and the box says what it needs.
    box = BeautifulSoup(refused.text, "html.parser").select_one("#f-mistake")
    assert (box["aria-describedby"], box["aria-invalid"]) == (
        "f-mistake-hint f-mistake-error",
        "true",
    )
    beside = box.find_parent(class_="sr-field").get_text(" ", strip=True)
    assert "Только пока в нём никогда не было" in beside
    assert "назначений в нём" in beside
    assert "записей с этим классом" in told
    assert cohort(screens, "7А") == named

    wrong = leaves_the_class(screens, date(2026, 9, 1))
    form["class"] = wrong.id
    (told,) = faults(screens.post("secretary", address, form))
    assert "начатых приёмов и переводов с этим классом — 1" in told
    storage.drop_move(screens.file.UID())
    transaction.commit()
    assert screens.post("secretary", address, form).status_code == 302
    assert labels(screens) == ["7А"]
    assert screens.get("secretary", f"{address}?class={wrong.id}").status_code == 404


def test_a_class_is_not_closed_over_a_pupil_who_comes_at_this_moment(screens):
    """Whichever is first, the other one begins anew and sees it."""
    empty = add_cohorts(screens.town.school, year=2025, grade=7, letters=("Щ",))[0]
    transaction.commit()
    database, path = screens.portal._p_jar.db(), screens.path(screens.file).lstrip("/")

    def comes(site):
        move_on(site.unrestrictedTraverse(path), empty.id, "Приказ № 6-у", DAY)

    def closes(site):
        close_cohort(get_school(site), empty.id, date(2026, 3, 31))

    def tries(first, second):
        people = [Person(database, ACCOUNTS[key]) for key in ("secretary", "deputy")]
        try:
            for person, deed in zip(people, (first, second), strict=True):
                person.works(deed, "")
            people[0].commits()
            with pytest.raises(ConflictError):
                people[1].commits()
        finally:
            for person in people:
                person.leaves()

    tries(comes, closes)
    transaction.begin()
    with pytest.raises(SchoolRefused):
        closes(screens.portal)
    transaction.abort()
    move_on(screens.fresh(screens.file), cohort(screens, "7А").id, "Приказ № 7-у", DAY)
    transaction.commit()
    tries(closes, comes)
    assert cohort(screens, "7Щ").last_day == date(2026, 3, 31)


def test_nobody_else_opens_or_changes_a_class(screens):
    one = cohort(screens, "7А")
    for key in OTHERS:
        for path in ("/@@open-class", f"/@@change-class?class={one.id}"):
            assert screens.get(key, path).status_code != 200, (key, path)
            assert path not in screens.get(key, "/@@people").text, key
        if key != "anonymous":
            sent = screens.post(key, "/@@open-class", FORM)
            assert sent.status_code in (302, 403), key
            for deed in ({"closed": "31.03.2026"}, {"mistake": "1"}, {"no_letter": "1"}):
                form = {"save": "1", "class": one.id, **deed}
                assert screens.post(key, "/@@change-class", form).status_code in (302, 403), key
    assert labels(screens) == ["7А"]
    assert cohort(screens, "7А") == one


def test_two_offices_open_one_class_at_a_moment(screens):
    """The later one is refused by the storage and begins anew, where the rule tells of the class."""
    database = screens.portal._p_jar.db()
    first, second = (Person(database, ACCOUNTS[key]) for key in ("secretary", "deputy"))

    def opens(site):
        add_cohorts(get_school(site), year=2025, grade=1, letters=("А",))

    try:
        for person in (first, second):
            person.works(opens, "")
        first.commits()
        with pytest.raises(ConflictError):
            second.commits()
    finally:
        for person in (first, second):
            person.leaves()
    assert labels(screens) == ["1А", "7А"]
