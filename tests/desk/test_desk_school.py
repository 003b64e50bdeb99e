"""Offices given and ended by forms: the rule of REST, its reasons in words, both sides of rights."""

from bs4 import BeautifulSoup
from collective.schoolrecords.core.destruction import ActRules
from collective.schoolrecords.retention.settings import rules_on
from collective.schoolrecords.school.appointments import class_teacher
from collective.schoolrecords.school.appointments import holders_of
from collective.schoolrecords.school.install import install
from collective.schoolrecords.school.storage import get_school
from collective.schoolrecords.school.working_days import work_calendar
from dataclasses import replace
from datetime import date
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD

import pytest
import requests
import transaction


DAY = date(2026, 3, 2)
ACTING = ("role", "acting_for", "replaces", "cohort_id", "start")
BUTTONS = [
    "Назначить на должность",
    "Внести сотрудника",
    "Открыть класс",
    "Загрузка списков",
]
STAFF_LIST = (
    "ФИО;Должность;Роль\nБелова Ирина Олеговна;Директор;Директор\nЛапина Ева;Учитель;Аудитор\n"
)
ORDER = {"save": "1", "order_number": "31-к", "order_date": "27.02.2026"}


class Fresh(Screens):
    """A school as it is made: nobody but the administrator has an account."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        self.logins = {"admin": ("founder", PASSWORD)}
        install(portal)
        portal.acl_users.userFolderAddUser("founder", PASSWORD, ["Manager"], [])
        transaction.commit()

    def account(self, key):
        """See `Screens`."""
        return self.logins.get(key)


@pytest.fixture
def screens(functional, on_day):
    on_day(DAY)
    return Screens(functional["portal"])


def school(screens):
    transaction.begin()
    return get_school(screens.portal)


def holders(screens, role, day=DAY, **more):
    return [one.person_id for one in holders_of(school(screens), role, day, **more)]


def person_of(screens, key):
    return school(screens).person_of(ACCOUNTS[key]).id


def choices(page, name):
    return [option["value"] for option in page.select(f"#f-{name} option")]


def test_the_director_appoints_and_ends(screens):
    """An acting director by order and dates; the page of classes and people leads there."""
    page = screens.page("director", "/@@people")
    assert texts(page, ".sr-buttons a") == BUTTONS
    assert "завершить" in texts(page, "#offices tbody tr")[0]

    director, deputy = person_of(screens, "director"), person_of(screens, "deputy")
    form = screens.page("director", f"/@@appoint?person_id={deputy}&role=director")
    assert form.select_one("#f-person_id option[selected]")["value"] == deputy
    assert form.select_one("#f-role option[selected]")["value"] == "director"
    assert {"guardian", "pupil"}.isdisjoint(choices(form, "role"))
    assert director in choices(form, "acting_for")

    acting = {
        **ORDER,
        "person_id": deputy,
        "role": "director",
        "start": "09.03.2026",
        "end": "20.03.2026",
        "acting_for": director,
        "replaces": "1",
    }
    answer = screens.post("director", "/@@appoint", acting)
    assert answer.status_code == 302
    assert holders(screens, "director") == [director]
    assert holders(screens, "director", date(2026, 3, 10)) == [deputy]
    shown = screens.page("director", f"/@@employee?id={deputy}")
    row = texts(shown, "#offices tbody tr")[0]
    assert "исполняет обязанности: Директор" in row
    assert "предстоит" in row
    assert "09.03.2026 20.03.2026 № 31-к, 27.02.2026 завершить" in row

    (made,) = [one for one in school(screens).appointments.values() if one.acting]
    ended = {**ORDER, "appointment": made.id, "end": "13.03.2026"}
    assert screens.post("director", "/@@end-appointment", ended).status_code == 302
    assert holders(screens, "director", date(2026, 3, 16)) == [director]

    # Whoever acts today neither sees the way to end the director's office nor may go it.
    acting |= {"start": "02.03.2026", "end": "06.03.2026"}
    del acting["replaces"]
    assert screens.post("director", "/@@appoint", acting).status_code == 302
    (held,) = school(screens).appointments_of(director)
    ending = f"/@@end-appointment?appointment={held.id}"
    for key, ends in (("director", True), ("deputy", False)):
        shown = screens.page(key, f"/@@employee?id={director}")
        assert bool(shown.select(f'a[href$="appointment={held.id}"]')) is ends
        assert (screens.get(key, ending).status_code == 200) is ends
    screens.post("deputy", "/@@end-appointment", {**ended, "appointment": held.id})
    assert school(screens).appointments_of(director)[0] == held


def test_refusals_say_all_reasons_beside_their_fields(screens):
    """Nothing is half written; what was typed stays; script text is text."""
    before = len(school(screens).appointments)
    secretary = person_of(screens, "secretary")
    empty = screens.post("director", "/@@appoint", {"save": "1"})
    assert empty.text.count("Заполните") >= 4

    wrong = {
        **ORDER,
        "person_id": secretary,
        "role": "director",
        "cohort_id": screens.cohort.id,
        "subject": "<script>alert(1)</script>",
        "start": "09.03.2026",
        "end": "01.03.2026",
    }
    answer = screens.post("director", "/@@appoint", wrong).text
    for words in ("не связана с классом", "не связана с учебным", "раньше первого"):
        assert words in answer
    assert "<script>alert" not in answer
    assert "&lt;script&gt;" in answer

    taken = {**ORDER, "person_id": secretary, "role": "director", "start": "02.03.2026"}
    page = BeautifulSoup(screens.post("director", "/@@appoint", taken).text, "html.parser")
    assert "Для исполняющего обязанности выберите «За кого»" in texts(page, "#f-role-error")[0]
    named = [one["name"] for one in page.select("form [name]") if one["name"] in ACTING]
    assert named == list(ACTING), "the answer to the refusal stands beside the office"
    stranger = {**taken, "person_id": person_of(screens, "pupil")}
    assert screens.post("director", "/@@appoint", stranger).status_code == 200
    assert len(school(screens).appointments) == before
    assert screens.post("director", "/@@appoint", taken, token=False).status_code == 403


@pytest.mark.parametrize("key", ["secretary", "deputy"])
def test_whoever_keeps_the_lists_appoints_teachers_only(screens, key):
    """The offices of the school are neither offered nor taken nor ended."""
    teacher = person_of(screens, "class_teacher")
    form = screens.page(key, "/@@appoint")
    assert choices(form, "role") == ["", "class_teacher", "subject_teacher"]
    people = screens.page(key, "/@@people")
    assert "завершить" not in " ".join(texts(people, "#offices tbody tr"))

    start = {**ORDER, "person_id": teacher, "start": "02.03.2026"}
    forged = screens.post(key, "/@@appoint", {**start, "role": "director"})
    assert forged.status_code == 200
    (director,) = school(screens).appointments_to("director")
    end = {**ORDER, "appointment": director.id, "end": "02.03.2026"}
    assert screens.get(key, f"/@@end-appointment?appointment={director.id}").status_code == 403
    assert screens.post(key, "/@@end-appointment", end).status_code == 403
    assert holders(screens, "director") == [director.person_id]

    subject = {
        **start,
        "role": "subject_teacher",
        "cohort_id": screens.cohort.id,
        "subject": "Физика",
    }
    assert screens.post(key, "/@@appoint", subject).status_code == 302
    (leads,) = school(screens).appointments_to("class_teacher", screens.cohort.id)
    end = {**ORDER, "appointment": leads.id, "end": "01.03.2026"}
    assert screens.post(key, "/@@end-appointment", end).status_code == 302
    assert class_teacher(school(screens), screens.cohort.id, DAY) is None
    page = screens.page(key, "/@@people")
    assert texts(page, "#classes tbody tr") == ["7А не назначен 1 изменить назначить"]


def test_offices_that_nobody_holds_are_not_counted(screens):
    """They stand among the others, to be given; the head of the page tells one's office whole."""
    (archivist,) = school(screens).appointments_to("archivist")
    end = {**ORDER, "appointment": archivist.id, "end": "01.03.2026"}
    assert screens.post("director", "/@@end-appointment", end).status_code == 302
    page = screens.page("director", "/@@people")
    rows = texts(page, "#offices tbody tr")
    held = [row for row in rows if "не назначен" not in row]
    assert len(held) == len(rows) - 1
    assert texts(page, "#offices .sr-count") == [str(len(held))]
    assert page.select_one(".sr-person-role")["title"] == "Директор"


def test_an_account_is_issued_once(screens):
    """To a holder of an office of the school by the director only; the password stands in no note."""
    deputy, teacher = person_of(screens, "deputy"), person_of(screens, "class_teacher")
    assert screens.get("secretary", f"/@@issue-account?id={deputy}").status_code == 403
    post = {"save": "1", "id": deputy}
    assert screens.post("secretary", "/@@issue-account", post).status_code == 403

    page = screens.page("secretary", f"/@@employee?id={teacher}")
    assert "Выдать новый пароль" in texts(page, ".sr-buttons a")
    issued = screens.post("secretary", "/@@issue-account", {"save": "1", "id": teacher})
    assert issued.status_code == 200
    assert issued.headers["Cache-Control"] == "private, no-store"
    assert "Пароль" in issued.text
    assert len(school(screens).issues) == 1
    assert "issue-account" not in screens.get("auditor", f"/@@employee?id={teacher}").text
    guardian = person_of(screens, "guardian")
    assert screens.get("director", f"/@@employee?id={guardian}").status_code == 404


def test_the_rules_of_acts_are_changed_by_order(screens):
    """The director finds them beside the regulation in the rail; all faults are told at once."""
    rail = screens.page("director", "/@@desk").select(".sr-rail a")
    (address,) = [one["href"] for one in rail if "Положение школы" in one.text]
    panel = screens.page("director", address[len(screens.url) :])
    assert "Правила решения об уничтожении" in texts(panel, ".sr-buttons a")

    page = screens.page("director", "/@@act-rules")
    assert page.select_one("#f-change-waiting_days")["value"] == "7"
    known = {
        one["name"]: one.get("value", "")
        for one in page.select("#deed-change input")
        if one.get("type") != "checkbox" and one["name"] != "_authenticator"
    }
    wrong = {
        **known,
        "do": "change",
        "waiting_days": "366",
        "quorum_percent": "много",
        "since": "01.03.2026",
    }
    answer = screens.post("director", "/@@act-rules", wrong)
    tree = BeautifulSoup(answer.text, "html.parser")
    assert len(tree.select(".sr-errors li")) == 4  # these three and the order that is missing
    assert rules_on(screens.portal, DAY) == ActRules()

    right = {**known, "do": "change", "waiting_days": "14", "order_number": "15-о"}
    assert screens.post("secretary", "/@@act-rules", right).status_code != 200
    assert screens.post("director", "/@@act-rules", right).status_code == 302
    transaction.begin()
    # A box that is not marked says no.
    expected = replace(ActRules(), waiting_days=14, casting_vote=False)
    assert rules_on(screens.portal, DAY) == expected
    (row,) = texts(screens.page("director", "/@@act-rules"), "#changes tbody tr")
    assert row.startswith("02.03.2026 № 15-о, 02.03.2026 50 3 14 90 нет")


def test_the_calendar_of_working_days(screens):
    """A year as its decree moves days: entered by the office, counted by the protocols' terms."""
    page = screens.page("secretary", "/@@working-days")
    assert "Рабочие дни" in texts(page, ".sr-rail a")
    assert texts(page, "#f-year option[selected]") == ["2026"]
    assert "12.06" in page.get_text()
    form = {"save": "1", "year": "2026", "free": "09.01.2026\r\n\r\n 31.12.2026", "worked": ""}
    assert screens.post("secretary", "/@@working-days", form).status_code == 302
    calendar = work_calendar(school(screens))
    assert not calendar.is_working_day(date(2026, 1, 9))
    assert calendar.after(date(2025, 12, 31), 1) == date(2026, 1, 12)
    kept = screens.page("secretary", "/@@working-days?year=2026")
    assert kept.select_one("#f-free").get_text().split() == ["09.01.2026", "31.12.2026"]
    assert not screens.page("secretary", "/@@working-days?year=2027").select_one("#f-free").text

    # Everything wrong is told beside its field, and the year stays as it was.
    for days in ("12.06.2026", "11.01.2027", "<script>", "=1+1", "31.02.2026", "9" * 5000):
        answer = screens.post("secretary", "/@@working-days", {**form, "free": days})
        assert answer.status_code == 200, days[:20]
        assert BeautifulSoup(answer.text, "html.parser").select(".sr-errors a[href='#f-free']")
    shown = screens.post("secretary", "/@@working-days", {"year": "2027", "show_kind": "1"})
    assert shown.status_code == 200
    assert len(work_calendar(school(screens)).free) == 2

    for key in ("class_teacher", "auditor", "guardian", "pupil", "anonymous"):
        assert screens.get(key, "/@@working-days").status_code != 200, key
        if key != "anonymous":
            sent = screens.post(key, "/@@working-days", {**form, "free": ""})
            assert sent.status_code in (302, 403), key
        answer = requests.patch(
            f"{screens.url}/@working-days/2026",
            json={"free": []},
            auth=screens.account(key),
            headers={"Accept": "application/json"},
            timeout=60,
        )
        assert answer.status_code in (401, 403), key
    assert len(work_calendar(school(screens)).free) == 2


def test_a_fresh_school_begins_from_its_own_pages(functional, on_day):
    """Administrator → director with an account → the rest; then the administrator appoints nobody."""
    on_day(DAY)
    fresh = Fresh(functional["portal"])
    assert "Директора в школе ещё нет" in fresh.page("admin", "/@@desk").get_text()
    page = fresh.page("admin", "/@@people")
    assert "Директора в школе ещё нет" in page.select_one(".sr-quiet").get_text()
    assert "Внести сотрудника" in texts(page, ".sr-buttons a")
    empty = fresh.page("admin", "/@@appoint")
    assert "Сначала внесите сотрудника" in empty.select_one("main").get_text()
    assert choices(empty, "role") == ["", "director", "class_teacher", "subject_teacher"]

    person = {"save": "1", "last_name": "Белова", "first_name": "Ирина", "middle_name": "Олеговна"}
    nameless = fresh.post("admin", "/@@add-person", {"save": "1", "last_name": "<script>"})
    assert "Заполните" in nameless.text
    assert fresh.post("admin", "/@@add-person", person, token=False).status_code == 403
    assert not school(fresh).people
    entered = fresh.post("admin", "/@@add-person", {**person, "position": "Директор"})
    assert entered.status_code == 302, entered.text[:500]
    (director,) = school(fresh).people.values()
    assert entered.headers["Location"].endswith(f"/@@employee?id={director.id}")
    assert "уже внесён" in fresh.post("admin", "/@@add-person", person).text

    order = {**ORDER, "person_id": director.id, "start": "02.03.2026"}
    refused = fresh.post("admin", "/@@appoint", {**order, "role": "secretary"})
    assert refused.status_code == 200
    assert fresh.post("admin", "/@@appoint", {**order, "role": "director"}).status_code == 302
    login = {"save": "1", "id": director.id, "login": "belova"}
    issued = fresh.post("admin", "/@@issue-account", login)
    cells = texts(BeautifulSoup(issued.text, "html.parser"), "#issued td")
    fresh.logins["director"] = ("belova", cells[-1])
    assert "Загрузка списков" in texts(fresh.page("director", "/@@people"), ".sr-buttons a")
    listed = {"kind": "staff", "staff.order_number": "2-к", "staff.order_date": "02.03.2026"}
    sent = fresh.post("director", "/@@import", listed, files={"file": ("list.csv", STAFF_LIST)})
    assert sent.status_code == 302, sent.text[:300]
    told = fresh.page("director", "/@@import?checked=1").select_one("main").get_text()
    assert "Будет внесено работников: 1." in told, "the director is there already"
    assert fresh.post("director", "/@@import", {"load": "1", "checked": "1"}).status_code == 302

    # A school without classes says so where the rail leads; the parts of a page are not there.
    for page in ("/@@class-list", "/@@class-results", "/@@class-portfolios"):
        shown = fresh.page("director", page)
        assert "Классов этого учебного года ещё нет" in texts(shown, ".sr-quiet")[0]
        assert "Открыть класс" in texts(shown, ".sr-buttons a")
        assert "Загрузка списков" in texts(shown, ".sr-buttons a")
    assert fresh.get("director", "/@@class-half-years").status_code == 200
    for page in ("/@@class-list-csv", "/@@class-list-xlsx", "/@@print-class-list"):
        assert fresh.get("director", page).status_code < 500, page

    # From here on the school's offices are the director's to give; a lost password is not.
    second = {**person, "last_name": "Орлова"}
    assert fresh.post("director", "/@@add-person", second).status_code == 302
    (other,) = [one for one in school(fresh).people.values() if one.last_name == "Орлова"]
    office = {**order, "person_id": other.id, "role": "secretary"}
    assert "Директора в школе ещё нет" not in fresh.page("admin", "/@@people").get_text()
    for role in ("secretary", "director"):
        assert fresh.post("admin", "/@@appoint", {**office, "role": role}).status_code == 200
    assert [one.person_id for one in school(fresh).appointments.values()] == [director.id]
    (held,) = school(fresh).appointments.values()
    end = {**ORDER, "appointment": held.id, "end": "02.03.2026"}
    assert fresh.post("admin", "/@@end-appointment", end).status_code == 403
    assert fresh.get("admin", f"/@@issue-account?id={director.id}").status_code == 200
    assert fresh.post("director", "/@@appoint", office).status_code == 302
    assert holders(fresh, "secretary") == [other.id]

    # The first step of the office is to open classes; every choice of a class says so until then.
    login = {"save": "1", "id": other.id, "login": "orlova"}
    issued = fresh.post("admin", "/@@issue-account", login)
    cells = texts(BeautifulSoup(issued.text, "html.parser"), "#issued td")
    fresh.logins["secretary"] = ("orlova", cells[-1])
    assert texts(fresh.page("secretary", "/@@desk"), ".sr-actions a")[0] == "Открыть класс"
    assert texts(fresh.page("secretary", "/@@first-hour"), "tbody td")[1] == "Откройте классы"
    pages = ("/@@people", "/@@appoint", "/@@admission", "/personal-files/@@add-record")
    for page in pages:
        shown = fresh.page("secretary", page)
        assert "Классов этого учебного года ещё нет" in shown.select_one("main").get_text(), page
        assert shown.select_one("main a[href$='/@@open-class']"), page
    opened = {"save": "1", "year": "2025", "grade": "1", "letters": "А Б", "last_grade": "11"}
    assert fresh.post("secretary", "/@@open-class", opened).status_code == 302
    rows = texts(fresh.page("secretary", "/@@people"), "#classes tbody tr")
    assert [row.split()[0] for row in rows] == ["1А", "1Б"]
    for page in (*pages, "/@@desk", "/@@first-hour", "/@@class-portfolios"):
        shown = fresh.page("secretary", page).select_one("main").get_text()
        assert "Классов этого учебного года" not in shown, page
    pupil = fresh.page("secretary", "/personal-files/@@add-record")
    assert texts(pupil, "#f-cohort_id option")[1:] == ["1А", "1Б"]


@pytest.mark.parametrize("key", ["auditor", "class_teacher", "guardian", "anonymous"])
def test_whoever_keeps_no_lists_enters_nobody(screens, key):
    assert screens.get(key, "/@@add-person").status_code != 200
    assert "add-person" not in screens.get(key, "/@@people").text
