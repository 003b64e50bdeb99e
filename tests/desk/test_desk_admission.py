"""Admission: several children, an order, numbers of the book; who comes back; two offices at once."""

from bs4 import BeautifulSoup
from builders import LEAVING
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.coming_year import last_day_ahead
from collective.schoolrecords.core.school import SchoolYear
from collective.schoolrecords.core.states import APPROVED
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.personal_file import alphabet_book
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.admission import carry_out
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from two_computers import Person
from ZODB.POSException import ConflictError

import pytest
import transaction


TODAY = school_today()
DAY = f"{TODAY:%d.%m.%Y}"
PAGE = "/@@admission"
PAPER = {"do": "order", "order_way": "paper", "order_number": "50-у", "order_date": DAY}


@pytest.fixture
def screens(functional):
    made = Screens(functional["portal"])
    setRoles(made.portal, TEST_USER_ID, ["Manager", "Secretary"])
    made.senior = add_cohort(
        made.town.school, year=TODAY.year - (TODAY.month < 9), grade=10, letter="А"
    )
    born = {"birth_date": date(2011, 3, 4), "cohort_id": made.cohort.id}
    made.gone = step(personal_file(number=77, letter="Р", last_name="Рысева", **born), "register")
    step(made.gone, "close", **LEAVING)
    setRoles(made.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return made


def child(screens, **values):
    return {
        "do": "child",
        "way": "new",
        "cohort_id": screens.cohort.id,
        "admitted_on": DAY,
        "application_on": DAY,
        "last_name": "Ёлкина",
        "first_name": "Анна",
        "birth_date": "04.03.2013",
        "application_sheets": "2",
        **values,
    }


def work_url(answer, screens):
    assert answer.status_code == 302, texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors")
    return answer.headers["Location"][len(screens.url) :]


def errors(answer):
    return texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors li")


def files(screens, **query):
    transaction.begin()
    found = screens.portal.portal_catalog.unrestrictedSearchResults(
        portal_type="personal_file", sort_on="record_sort", **query
    )
    return [one._unrestrictedGetObject() for one in found]


def test_several_children_at_once(screens):
    """Nothing is written until the end; then files, numbers, inventories and the former file."""
    post = screens.post
    wrong = post("secretary", PAGE, child(screens, last_name="<b>", birth_date="", cohort_id=""))
    assert len(errors(wrong)) >= 2
    # A day that does not exist hides nothing else that is wrong.
    no_day = post("secretary", PAGE, child(screens, birth_date="31.06.2013", cohort_id="", way=""))
    assert {one.partition(":")[0] for one in errors(no_day)} == {"Как поступает", "Дата рождения"}
    no_day = post(
        "secretary", PAGE, child(screens, birth_date="31.06.2013", cohort_id="", first_name="")
    )
    told = zip(["Дата рождения", "Класс", "Имя"], errors(no_day), strict=True)
    assert [field for field, one in told if field not in one] == []
    assert storage.open_works() == []

    url = work_url(post("secretary", PAGE, child(screens)), screens)
    twice = post("secretary", url, child(screens, last_name="ЁЛКИНА"))
    assert errors(twice) == ["Фамилия: Ребёнок внесён дважды."]
    post("secretary", url, child(screens, last_name="Елисеев", first_name="Пётр"))
    came = {
        "way": "transferred",
        "came_from": "Школа № 5",
        "former_number": "Е/7",
        "marks_sheets": 1,
    }
    post("secretary", url, child(screens, last_name="Жуков", first_name="Илья", **came))
    again = {"last_name": "Рысева", "first_name": "Вера", "middle_name": "Ильинична"}
    post("secretary", url, child(screens, **again, birth_date="04.03.2011"))
    page = screens.page("secretary", url)
    assert texts(page, "#children tbody td")[1::5] == ["Е-1", "Е-2", "Ж-1", "Р-78"]
    assert "возвращается, дело Р-77" in page.get_text()
    known = child(screens, last_name="Козлова", first_name="Вера", middle_name="Ильинична")
    taken = post("secretary", url, {**known, "birth_date": "17.05.2012"})
    assert "К-208" in errors(taken)[0]

    edit = f"{url}&show=children&child=1"
    page = screens.page("secretary", edit)
    assert page.select_one("[name=last_name]")["value"] == "Елисеев"
    assert post("secretary", url, {"do": "chosen"}).status_code == 302
    assert post("secretary", url, PAPER).status_code == 302
    page = screens.page("secretary", url)
    assert texts(page, ".sr-path [aria-current]") == ["Проверка"]
    assert page.select("#missing") == []
    before = len(files(screens))
    assert post("secretary", url, {"do": "carry_out"}).status_code == 302
    page = screens.page("secretary", url)
    assert texts(page, ".sr-path [aria-current]") == ["Итог"]
    assert len(texts(page, "#admitted tbody .sr-lead")) == 4
    receipt = page.select_one("#admitted tbody td:last-child a")["href"][len(screens.url) :]
    assert receipt.endswith("/@@paper?name=print-papers-taken")
    assert screens.page("secretary", receipt).select_one("object.sr-paper") is not None
    printed = receipt.replace("paper?name=", "")
    answer = screens.get("secretary", printed)
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert screens.get("director", printed).status_code in (302, 403)
    # A file of long ago holds other papers as well.
    assert (
        screens.get("secretary", f"{screens.path(screens.file)}/@@print-papers-taken").status_code
        == 404
    )
    made = files(screens, review_state="current", record_number=["Е-1", "Е-2", "Ж-1", "Р-78"])
    assert len(files(screens)) == before + 4
    by_number = {one.file_number: one for one in made}
    assert set(by_number) == {"Е-1", "Е-2", "Ж-1", "Р-78"}
    back = by_number["Р-78"]
    assert back.former_file == screens.gone.UID()
    assert (back.admission_order_number, back.admission_order_date) == ("50-у", TODAY)
    assert screens.fresh(screens.gone).state == "closed"
    papers = [(one.kind, one.doc_sheets, one.state) for one in by_number["Ж-1"].objectValues()]
    assert ("Заявление о приёме", 2, "approved") in papers
    assert ("Ведомость текущих отметок", 1, "approved") in papers
    page = screens.page("secretary", screens.path(back))
    assert "Р-77" in " ".join(texts(page, "#admission dd"))
    assert storage.open_works() == []


def test_an_order_drawn_up_here_and_a_file_that_goes_on(screens):
    """Drafts wait for the director; a pupil of our grade 9 goes on in the former file."""
    post = screens.post
    from_school = {"way": "transferred", "came_from": "Школа № 5"}
    told = texts(screens.page("secretary", PAGE), ".sr-field")
    (where,) = [one for one in told if one.startswith("Откуда прибыл")]
    assert "(нужно при переводе)" in where
    assert "необязательно" not in where
    url = work_url(post("secretary", PAGE, child(screens, **from_school)), screens)
    on = {"way": "continued", "number": "К-208", "cohort_id": screens.cohort.id}
    refused = post("secretary", url, {**child(screens), **on, "last_name": "", "first_name": ""})
    assert errors(refused) == ["Класс: Прежнее дело продолжают только при приёме в 10 класс."]
    on["cohort_id"] = screens.senior.id
    none = post("secretary", url, {**child(screens), **on, "number": "Я-1", "last_name": ""})
    assert "нет" in errors(none)[0]
    post("secretary", url, {**child(screens), **on, "last_name": "", "first_name": ""})
    post("secretary", url, {"do": "chosen"})
    post("secretary", url, {**PAPER, "order_way": "draw_up"})
    assert post("secretary", url, {"do": "carry_out"}).status_code == 302
    draft = files(screens, review_state="draft", Title="Ёлкина")
    assert [(one.last_name, one.number) for one in draft] == [("Ёлкина", None)]
    waits = texts(screens.page("secretary", url), "#admitted tbody td")
    assert waits[1] == DAY
    # Of the two drafts one waits for the director and is no work of the office.
    matters = " ".join(texts(screens.page("secretary", "/@@desk"), "main li"))
    assert "1 Личные дела без регистрации" in matters
    (leads,) = screens.page("secretary", "/@@desk").select("main li a[href*='admission=office']")
    opened = screens.page("secretary", leads["href"].removeprefix(screens.url))
    assert len(opened.select(".sr-register tbody tr")) == 1
    assert "приказа не ждут" in texts(opened, ".sr-chips")[0]
    work = storage.open_works()[0]
    assert work.state == storage.WAITING
    catalog = screens.portal.portal_catalog
    drawn_up = catalog.unrestrictedSearchResults(record_number="50-у")[0]._unrestrictedGetObject()
    assert [one["file"] for one in drawn_up.people] == [draft[0].UID(), screens.file.UID()]
    assert "1. Ёлкина Анна, в " in drawn_up.text
    assert "в порядке перевода (прежняя школа: Школа № 5)" in drawn_up.text
    assert drawn_up.text.count("прежняя школа") == 1
    stale = post("secretary", url, {"do": "carry_out"})
    assert stale.status_code == 302
    assert screens.fresh(draft[0]).state == "draft"
    post("director", f"{screens.path(drawn_up)}/@@step", {"step": "approve", "save": "1"})
    page = screens.page("secretary", url)
    assert texts(page, "#deed-carry_out button") == ["Зачислить: 2"]
    post("secretary", url, {"do": "carry_out"})
    assert screens.fresh(draft[0]).file_number == "Е-1"
    assert screens.fresh(screens.file).cohort_id == screens.senior.id
    assert storage.open_works() == []


def test_classes_of_the_coming_year_are_formed_ahead(screens):
    """By an order of today from 1 September on: grade 1, and grade 10 with the former file."""
    post, first = screens.post, last_day_ahead(TODAY)
    new, ten = (
        add_cohort(screens.town.school, year=first.year, grade=grade, letter="Ю")
        for grade in (1, 10)
    )
    transaction.commit()
    ahead = f"{first:%d.%m.%Y}"
    options = screens.page("secretary", PAGE).select("option[value]")
    offered = {one["value"]: one.get_text(strip=True) for one in options}
    assert offered[new.id] == f"1Ю ({SchoolYear(first.year).label})"
    entered = child(screens, cohort_id=new.id, birth_date=f"04.03.{first.year - 7}")
    assert errors(post("secretary", PAGE, entered)) == [
        f"«Дата поступления»: класс начинается {ahead}, укажите этот день."
    ]
    late = {**entered, "admitted_on": f"02.09.{first.year}"}
    assert f"не позже {ahead}" in errors(post("secretary", PAGE, late))[0]
    url = work_url(post("secretary", PAGE, {**entered, "admitted_on": ahead}), screens)
    on = {"way": "continued", "number": "К-208", "cohort_id": ten.id, "admitted_on": ahead}
    nameless = {"last_name": "", "first_name": ""}
    assert post("secretary", url, {**child(screens), **on, **nameless}).status_code == 302
    assert post("secretary", url, {"do": "chosen"}).status_code == 302
    assert post("secretary", url, PAPER).status_code == 302
    assert "1Ю" in screens.page("secretary", url).select_one("#children").get_text()
    assert post("secretary", url, {"do": "carry_out"}).status_code == 302

    (file,) = files(screens, record_number="Е-1")
    assert (file.state, file.cohort_id, file.admitted_on) == ("current", new.id, first)
    assert file.opened_on == TODAY
    kept = screens.fresh(screens.file)
    assert kept.cohort_id == screens.cohort.id, "until then the pupil is where the pupil was"
    move = storage.move_of(kept.UID())
    assert (move.day, move.cohort_id) == (first, ten.id)
    head = screens.page("secretary", screens.path(kept)).select_one(".sr-head").get_text()
    assert f"с {ahead} в 10Ю классе" in head
    for cohort, name in ((new, "Ёлкина Анна"), (ten, "Козлова Вера")):
        page = screens.page("secretary", f"/@@class-list?class={cohort.id}")
        assert f"{cohort.name_on(TODAY)}, с {ahead}" in page.select_one(".sr-head").get_text()
        (row,) = texts(page, "#pupils tbody tr")
        assert name in row


def test_nobody_is_admitted_by_the_order_of_another(screens):
    """Chosen, guessed or entered as one on paper; a child added later is asked for as well."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    kept = {}
    appoints = {"title": "О назначении классных руководителей", "doc_type": "order_main"}
    for number, values in {
        "78-у": {"text": "Текст в скане.", "people": [{"name": "Новикова Дарья"}]},
        "79-у": {"text": "Зачислить Ёлкину Анну в 5А класс.", "people": []},
        "80-у": {"text": "Текст в скане.", "people": [{"name": "ЕЛКИНА Анна Павловна"}]},
        "112": {**appoints, "text": "Назначить.", "people": []},
    }.items():
        values = {"title": "О зачислении", "dated_on": TODAY, **values}
        kept[number] = order(registration_number=number, **values)
        if number != "79-у":  # one of long ago: today it would have to list the people
            step(kept[number], "submit")
    for one in kept.values():
        enter_state(one, APPROVED)
        one.reindexObject()
    transaction.commit()
    post, uids = screens.post, {number: one.UID() for number, one in kept.items()}
    url = work_url(post("secretary", PAGE, child(screens)), screens)
    post("secretary", url, {"do": "chosen"})
    offered = texts(screens.page("secretary", url), "[name=order] option")
    assert [one.partition(" от")[0] for one in offered if one.startswith("№")] in (
        ["№ 79-у", "№ 80-у"],
        ["№ 80-у", "№ 79-у"],
    )
    chosen = {"do": "order", "order_way": "register"}
    assert errors(post("secretary", url, {**chosen, "order": uids["78-у"]}))
    (told,) = errors(post("secretary", url, {**PAPER, "order_number": "78-У"}))
    assert "обучающийся не назван" in told
    (told,) = errors(post("secretary", url, {**PAPER, "order_number": "112"}))
    assert "«О назначении классных руководителей» не об этом" in told
    (told,) = errors(post("secretary", url, {**PAPER, "order_date": "23.11.1999"}))
    assert "Приказ от 23.11.1999 раньше заявления" in told
    assert post("secretary", url, {**chosen, "order": uids["79-у"]}).status_code == 302
    again = f"{url}&show=children"
    other = child(screens, last_name="Чужакова", first_name="Ия")
    assert post("secretary", again, other).status_code == 302
    post("secretary", url, {"do": "chosen"})
    page = screens.page("secretary", url)
    assert page.select("button[value=carry_out]") == []
    assert "обучающийся не назван" in page.get_text()
    before = len(files(screens))
    post("secretary", url, {"do": "carry_out"})
    assert len(files(screens)) == before
    post("secretary", f"{url}&show=children&child=1", {"do": "out"})
    post("secretary", url, {"do": "chosen"})
    assert post("secretary", url, {"do": "carry_out"}).status_code == 302
    (made,) = files(screens, review_state="current", record_number="Е-1")
    assert (made.full_name, made.admission_order_number) == ("Ёлкина Анна", "79-у")


def test_who_may_admit(screens):
    """The secretary alone; a work of another kind or a guessed id shows nothing."""
    for who in (
        "director",
        "deputy",
        "archivist",
        "class_teacher",
        "guardian",
        "pupil",
        "anonymous",
    ):
        assert screens.get(who, PAGE).status_code in (302, 401, 403), who
        answer = screens.post(who, PAGE, child(screens)) if who != "anonymous" else None
        assert answer is None or answer.status_code in (302, 401, 403)
    assert screens.post("secretary", PAGE, child(screens), token=False).status_code == 403
    assert storage.open_works() == []
    page = screens.page("secretary", f"{PAGE}?uid=none&child=99&show=result")
    assert texts(page, ".sr-path [aria-current]") == ["Дети"]


def test_two_offices_take_one_number(screens):
    """One of two admissions at one moment conflicts, is repeated and takes the number after."""
    url = work_url(screens.post("secretary", PAGE, child(screens)), screens)
    other = child(screens, last_name="Елисеев", first_name="Пётр")
    second = work_url(screens.post("secretary", PAGE, other), screens)
    for one in (url, second):
        screens.post("secretary", one, {"do": "chosen"})
        screens.post("secretary", one, PAPER)
    transaction.begin()
    uids = [one.rpartition("uid=")[2] for one in (url, second)]
    database = screens.portal._p_jar.db()
    people = [Person(database, "secretary") for _uid in uids]

    def admits(uid):
        return lambda site: carry_out(storage.find(uid))

    try:
        for person, uid in zip(people, uids, strict=True):
            person.works(admits(uid), "")
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
        people[1].works(admits(uids[1]), "")
        people[1].commits()
    finally:
        for person in people:
            person.leaves()
    transaction.begin()
    register = screens.portal["personal-files"]
    assert alphabet_book.next_number(register, "Е") == 3
    assert {one.file_number for one in files(screens, record_number=["Е-1", "Е-2"])} == {
        "Е-1",
        "Е-2",
    }
