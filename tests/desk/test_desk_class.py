"""The results of a class as one table: entered, refused, signed and sealed together."""

from bs4 import BeautifulSoup
from builders import personal_file
from builders import step
from collective.schoolrecords.core import lifecycle as life
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.ledger.storage import record_event
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.personal_file.year_services import mark_rules
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import pytest
import transaction


YEAR = "2025/26"
TO_SIGN = "8А: личные дела без вашей подписи под итогами за 2025/26"


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


@pytest.fixture
def school(screens):
    """A second pupil in the class, and one who came after the year."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    mine = {"cohort_id": screens.cohort.id, "letter": "К"}
    screens.second = step(personal_file(number=31, last_name="Кедрова", **mine), "register")
    late = {"admitted_on": date(2026, 9, 1), **mine}
    screens.late = step(personal_file(number=32, last_name="Котова", **late), "register")
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    screens.check = f"/@@class-certify?class={screens.cohort.id}&year={YEAR}&signer="
    screens.table = f"/@@class-results?class={screens.cohort.id}&year={YEAR}"
    return screens


def form_of(page):
    """Name → value of what the table would send now, without its buttons."""
    form = page.select_one("form.sr-marks")
    found = {}
    for field in form.select("input[name]"):
        found[field["name"]] = field.get("value", "")
    for field in form.select("select"):
        chosen = field.select_one("option[selected]")
        found[field["name"]] = chosen["value"] if chosen else ""
    return {name: value for name, value in found.items() if name != "_authenticator"}


def rows(page):
    """Pupil → texts of the row's last cell."""
    return {texts(row, "th")[0]: texts(row, "td")[-1] for row in page.select("tbody tr")}


def test_the_minutes_and_the_marks_are_judged_at_once(school):
    """A day that is none and marks that are none stand in one summary; nothing is kept."""
    form = form_of(school.page("class_teacher", school.table))
    form[f"mark.{school.second.UID()}.0"] = "7"
    form[f"decision.{school.file.UID()}"] = "promoted"
    form.update({"minutes_number": "9", "minutes_date": "31.02.2026", "save": "1"})
    answer = school.post("class_teacher", school.table, form)
    page = BeautifulSoup(answer.text, "html.parser")
    assert [one["href"] for one in page.select(".sr-errors a")] == ["#f-minutes_date", "#main"]
    assert "Кедрова Вера Ильинична" in texts(page, ".sr-errors a")[1]
    assert page.select_one(f'[name="mark.{school.second.UID()}.0"]')["value"] == "7"
    assert year_of(school, school.second) is None
    assert year_of(school, school.file) is None


def year_of(school, record):
    return years_of(school.fresh(record)).get(YEAR)


def test_a_class_is_entered_signed_and_sealed(school):
    """One save for everybody; who came later is not asked for; the seal locks."""
    assert TO_SIGN in desk_of(school, "class_teacher")
    page = school.page("class_teacher", school.table)
    assert list(rows(page)) == ["Кедрова Вера Ильинична", "Козлова Вера Ильинична"]
    assert texts(page, "th.sr-subject") == ["Математика"]

    added = school.post(
        "class_teacher", school.table, {**form_of(page), "more": "Алгебра", "add": 1}
    )
    page = BeautifulSoup(added.text, "html.parser")
    assert texts(page, "th.sr-subject") == ["Математика", "Алгебра"]
    assert year_of(school, school.second) is None

    form = form_of(page)
    for record, mark in ((school.file, "5"), (school.second, "4")):
        form[f"mark.{record.UID()}.1"] = mark
        form[f"decision.{record.UID()}"] = "promoted"
    form[f"mark.{school.file.UID()}.0"] = "5"
    form.update({"minutes_number": "9", "minutes_date": "28.05.2026", "save": "1"})
    assert school.post("class_teacher", school.table, form).status_code == 302
    assert year_of(school, school.second).marks == {"Алгебра": "4"}
    assert year_of(school, school.file).minutes_date == date(2026, 5, 28)

    page = school.page("class_teacher", school.table)
    assert texts(page, ".sr-results-bar a") == ["Проверить и подписать: 2"]
    counted = texts(page, ".sr-results-bar p")
    assert counted == ["Внесено полностью: 1 из 2. Подписано: 0. С печатью: 0."]
    assert "нет отметки: Математика" in rows(page)["Кедрова Вера Ильинична"]
    answer, page = certify(school, "class_teacher", "class_teacher")
    assert texts(page, "#ready tbody .sr-lead") == ["Козлова Вера Ильинична"]
    assert "Алгебра: 5" in texts(page, "#ready tbody td")[1]
    left = ["Кедрова Вера Ильинична", "нет отметки: Математика"]
    assert texts(page, "#left tbody td") == left
    assert answer.status_code == 302
    assert year_of(school, school.second).state == "draft"
    # Alone on the page, over REST and in the year's own form she is signed with a reason only.
    silent, page = certify(school, "class_teacher", "class_teacher")
    (button,) = texts(page, "#deed-certify button")
    assert button == "Подписать как классный руководитель"
    assert year_of(school, school.second).state == "draft"
    own = f"{school.path(school.second)}/@@year"
    form = {"year": YEAR, "signer": "class_teacher", "fact": "Подпись"}
    form["seen"] = year_of(school, school.second).version()
    asked = BeautifulSoup(school.post("class_teacher", own, form).text, "html.parser")
    assert "Почему нет отметки: Математика" in asked.get_text()
    assert year_of(school, school.second).state == "draft"
    why = {one["name"]: one["value"] for one in page.select("#deed-certify input[name^=seen]")}
    why[f"why.{school.second.UID()}"] = "индивидуальный план"
    answer, _page = certify(school, "class_teacher", "class_teacher", why)
    told = year_of(school, school.second).signatures["class_teacher"]
    assert (told["without"], told["without_reason"]) == (["Математика"], "индивидуальный план")
    assert answer.status_code == 302
    page = school.page("class_teacher", school.table)
    assert set(rows(page).values()) == {"Подписано, нет печати"}
    assert page.select(".sr-results-bar a, button[name=save].btn") == []
    assert texts(page, ".sr-results-bar p") == [
        "Внесено полностью: 2 из 2. Подписано: 2. С печатью: 0."
    ]

    waiting = "Личные дела, где подписанные итоги ждут печати"
    assert desk_of(school, "class_teacher").keys().isdisjoint({waiting, TO_SIGN})
    for key in ("secretary", "director"):
        url = desk_of(school, key)[waiting]
        listed = school.page(key, url)
        assert texts(listed, "tbody .sr-first") == ["К-31", "К-208"]
        assert "ждут печати" in " ".join(texts(listed, ".sr-chip"))
        assert texts(school.page(key, f"{url}&text=208"), "tbody .sr-first") == ["К-208"]

    answer, page = certify(school, "secretary", "seal")
    # Who puts the seal sees what the class teacher has said of a subject without a mark.
    assert "Математика: индивидуальный план" in texts(page, "#ready tbody td")
    assert answer.status_code == 302
    assert year_of(school, school.file).state == "certified"
    assert year_of(school, school.second).state == "certified"
    assert waiting not in desk_of(school, "secretary")


def desk_of(school, key):
    """What waits on somebody's desk → address of its list."""
    lines = school.page(key, "/@@desk").select("section[aria-labelledby=sr-waiting] li")
    return {
        texts(line, ".sr-list-text > span")[0]: line.select_one("a")["href"][len(school.url) :]
        for line in lines
    }


def certify(school, who, signer, form=None):
    """Open the check page and send it; returns (answer, the page)."""
    path = school.check + signer
    page = school.page(who, path)
    if form is None:
        form = {
            one["name"]: one["value"]
            for one in page.select("#deed-certify input[name]")
            if one["name"] != "_authenticator" and one.get("value") is not None
        }
    asked = {"class": school.cohort.id, "year": YEAR, "signer": signer}
    form = {**form, **asked, "fact": "Подпись, лист 4", "do": "sign", "save": "1"}
    return school.post(who, "/@@class-certify", form), page


def test_a_year_shows_its_own_classes_and_who_graduated_in_it(school):
    """Later classes have no tab in it; a class of the year that ended has one, with its marks."""
    transaction.begin()
    setRoles(school.portal, TEST_USER_ID, ["Manager", "Secretary"])
    add_cohort(school.town.school, year=2026, grade=1, letter="Я")
    ended = add_cohort(school.town.school, year=2024, grade=9, letter="Э")
    for number, results in ((31, {"marks": {"Алгебра": "4"}}), (32, None)):
        gone = personal_file(letter="Г", number=number, last_name="Гусева", cohort_id=ended.id)
        gone = step(gone, "register")
        if results is not None:
            years_of(gone).enter("2024/25", results, 9, mark_rules())
        enter_state(gone, life.CLOSED)
        gone.reindexObject()
    setRoles(school.portal, TEST_USER_ID, ["Member"])
    transaction.commit()

    page = school.page("secretary", "/@@class-results?year=2024/25")
    # The only class of that year needs no tabs, and is the one shown.
    assert "9Э" in texts(page, ".sr-head-line")[0]
    tabs = texts(school.page("secretary", "/@@class-results?year=2026/27"), "nav.sr-inpage a")
    assert any("1Я" in one for one in tabs), tabs
    assert not any("9Э" in one for one in tabs)
    assert "Алгебра" in page.get_text()
    # Who left without results stands beside, with the only way that is left.
    assert [len(texts(row, "td")) for row in page.select("tbody tr")] == [3, 3]
    assert "Дело закрыто: итоги вносит только директор" in page.get_text()
    assert page.select("tbody input[type=text]") == []
    for nonsense in ("0202/03", "0000/01", "9999/00", "%E2%80%8B", "2024%2F26"):
        page = school.page("secretary", f"/@@class-results?year={nonsense}")
        assert "0202" not in page.select_one("main").get_text()


def test_one_wrong_pupil_keeps_nothing(school):
    """Every reason stands with its pupil, what was sent comes back, nothing is written."""
    page = school.page("class_teacher", school.table)
    form = form_of(page)
    form[f"mark.{school.file.UID()}.0"] = "5"
    form[f"mark.{school.second.UID()}.0"] = "6"
    form["save"] = "1"
    answer = school.post("class_teacher", school.table, form)
    page = BeautifulSoup(answer.text, "html.parser")

    assert [one.partition(":")[0] for one in texts(page, ".sr-errors li")] == [
        "Кедрова Вера Ильинична"
    ]
    assert form_of(page)[f"mark.{school.file.UID()}.0"] == "5"
    assert year_of(school, school.file) is None


def test_nobody_overwrites_or_signs_what_was_not_seen(school):
    """An old page is refused for the pupil whose results changed since."""
    page = school.page("class_teacher", school.table)
    form = {**form_of(page), "save": "1"}
    form[f"mark.{school.file.UID()}.0"] = "5"
    form[f"decision.{school.file.UID()}"] = "promoted"
    form.update({"minutes_number": "9", "minutes_date": "28.05.2026"})
    assert school.post("class_teacher", school.table, form).status_code == 302
    form[f"mark.{school.file.UID()}.0"] = "3"
    late = BeautifulSoup(school.post("class_teacher", school.table, form).text, "html.parser")
    assert len(texts(late, ".sr-errors li")) == 1
    assert year_of(school, school.file).marks == {"Математика": "5"}

    late, _page = certify(school, "class_teacher", "class_teacher", form_of(page))
    page = BeautifulSoup(late.text, "html.parser")
    assert len(texts(page, ".sr-errors li")) == 1
    assert year_of(school, school.file).state == "draft"


def test_what_is_missing_is_shown(school):
    """A pupil with marks and no decision is named with what lacks, and cannot be signed."""
    page = school.page("class_teacher", school.table)
    form = {**form_of(page), f"mark.{school.file.UID()}.0": "5", "save": "1"}
    school.post("class_teacher", school.table, form)

    page = school.page("class_teacher", school.table)
    assert "не хватает: решение" in rows(page)["Козлова Вера Ильинична"]
    assert page.select(".sr-results-bar a") == []
    _answer, page = certify(school, "class_teacher", "class_teacher", {})
    assert texts(page, "#left tbody td") == [
        "Кедрова Вера Ильинична",
        "ничего не внесено",
        "Козлова Вера Ильинична",
        "не хватает: решение педагогического совета, номер протокола, дата протокола",
    ]
    assert page.select("#deed-certify") == []
    assert year_of(school, school.file).state == "draft"


def test_the_office_does_not_sign_for_the_teacher(school):
    """The secretary sees the class and cannot put the class teacher's signature."""
    page = school.page("class_teacher", school.table)
    form = {**form_of(page), f"mark.{school.file.UID()}.0": "5", "save": "1"}
    form[f"decision.{school.file.UID()}"] = "promoted"
    form.update({"minutes_number": "9", "minutes_date": "28.05.2026"})
    school.post("class_teacher", school.table, form)

    page = school.page("secretary", school.table)
    assert page.select(".sr-results-bar a") == []
    _answer, page = certify(school, "secretary", "class_teacher", {})
    assert "ваша должность не заверяет это дело" in texts(page, "#left tbody td")
    assert year_of(school, school.file).state == "draft"
    # As the page's own form sends it: every name once, for a name sent twice is refused with 400.
    form = {"class": school.cohort.id, "year": YEAR, "signer": "class_teacher"}
    form.update({"fact": "Подпись", "save": "1"})
    token = school.post("class_teacher", "/@@class-certify", form, token=False)
    assert token.status_code == 403
    for who in ("guardian", "pupil", "archivist", "auditor"):
        assert school.get(who, school.check + "seal").status_code in (302, 403), who


def test_marks_are_typed_in_short(school):
    """«зач» is kept as «зачёт»; a wrong mark stays in its field, marked."""
    page = school.page("class_teacher", school.table)
    uid = school.file.UID()
    school.post("class_teacher", school.table, {**form_of(page), f"mark.{uid}.0": "зач", "save": 1})
    assert year_of(school, school.file).marks == {"Математика": "зачёт"}
    form = {**form_of(school.page("class_teacher", school.table)), f"mark.{uid}.0": "=1+1"}
    page = BeautifulSoup(
        school.post("class_teacher", school.table, {**form, "save": 1}).text, "html.parser"
    )
    field = page.select_one(f'[name="mark.{uid}.0"]')
    assert (field["value"], field["aria-invalid"]) == ("=1+1", "true")


def closed_without_results(school):
    """The file of a pupil who left in June, before anybody entered the year."""
    setRoles(school.portal, TEST_USER_ID, ["Manager", "Secretary"])
    gone = school.fresh(school.second)
    gone.left_on = date(2026, 6, 25)
    enter_state(gone, life.CLOSED)
    record_event(gone, "changed")
    gone.reindexObject()
    setRoles(school.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return gone


def test_a_year_without_results_says_who_enters_it(school):
    """In words, by role, with the way that this reader has; nobody is shown an empty page."""
    asked = f"/@@year?year={YEAR}"
    told = {
        who: school.page(who, f"{school.path(school.second)}{asked}").select_one("#main")
        for who in ("director", "auditor")
    }
    for page in told.values():
        assert f"Итоги за {YEAR} не внесены" in page.get_text()
        assert "номер и дата его протокола" in page.get_text()
    assert told["director"].select_one("a[href*=class-results]") is not None
    assert told["auditor"].select("a[href*=class-results]") == []
    late = school.page("auditor", f"{school.path(school.late)}{asked}").get_text()
    assert "принят 01.09.2026" in late
    ahead = school.page("auditor", f"{school.path(school.second)}/@@year?year=2031/32").get_text()
    assert "Учебный год 2031/32 ещё не начался" in ahead


def test_the_director_enters_a_year_of_a_closed_file_with_a_reason(school):
    """Once, certified at once, in the chain; nobody else, and in no other file."""
    gone = closed_without_results(school)
    path, open_file = school.path(gone), school.path(school.file)
    save, late = f"{path}/@@late-year", f"{path}/@@late-year?year={YEAR}"
    table = school.page("secretary", school.table)
    assert "Дело закрыто: итоги вносит только директор" in rows(table)["Кедрова Вера Ильинична"]
    for who in ("secretary", "class_teacher", "archivist", "auditor", "guardian", "anonymous"):
        assert school.get(who, late).status_code in (302, 401, 403), who
        if who == "anonymous":
            continue
        form = {"year": YEAR, "save": "1", "reason": "x"}
        sent = school.post(who, save, form, page="/personal-files")
        assert sent.status_code in (302, 401, 403), who
    for address in (f"{open_file}/@@late-year?year={YEAR}", f"{path}/@@late-year?year=2031/32"):
        assert school.get("director", address).status_code in (302, 403), address
    shown = school.page("auditor", f"{path}/@@year?year={YEAR}")
    assert "вносит только директор" in shown.get_text().replace("их ", "")
    assert shown.select("a[href*=late-year]") == []
    shown = school.page("director", f"{path}/@@year?year={YEAR}")
    assert shown.select_one("a[href*=late-year]")["href"] == school.url + late

    form = {"year": YEAR, "save": "1", "subject.0": "Алгебра", "mark.0": "4"}
    refused = school.post("director", save, {**form, "minutes_date": "31.02.2026"})
    hrefs = [
        one["href"] for one in BeautifulSoup(refused.text, "html.parser").select(".sr-errors a")
    ]
    assert {"#f-minutes_date", "#f-reason", "#f-decision", "#f-minutes_number"} <= set(hrefs)
    assert year_of(school, gone) is None
    form |= {"decision": "promoted", "minutes_number": "8", "minutes_date": "28.05.2026"}
    form["reason"] = "Закрыто раньше времени, сводная ведомость № 3"
    answer = school.post("director", save, form)
    assert answer.headers["Location"].endswith(f"{path}/@@year?year={YEAR}")
    kept = year_of(school, gone)
    assert (kept.state, dict(kept.marks), kept.decision) == (
        "certified",
        {"Алгебра": "4"},
        "promoted",
    )
    assert not chain_of(school.fresh(gone)).verify()
    told = school.page("auditor", f"{path}/@@year?year={YEAR}").get_text(" ", strip=True)
    assert "Внесено директором после закрытия дела" in told
    assert "сводная ведомость № 3" in told
    # Entered once; a wrong mark is corrected from here on, in the closed file too.
    assert school.get("director", late).status_code in (302, 403)
    assert "уже внесены" in school.post("director", save, form).text
    assert (
        school.page("director", f"{path}/@@correct-mark?year={YEAR}").select_one("form") is not None
    )
    assert school.get("secretary", f"{path}/@@correct-mark?year={YEAR}").status_code in (302, 403)
