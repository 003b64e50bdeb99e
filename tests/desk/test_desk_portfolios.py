"""Portfolios and local regulations on pages: the class teacher's work, and what everybody sees."""

from bs4 import BeautifulSoup
from builders import local_regulation
from builders import step
from collective.schoolrecords.core.states import CLOSED
from collective.schoolrecords.desk.portfolios.class_page import NUMBER
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.portfolio.claims import portfolios_of_file
from datetime import date
from pathlib import Path
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import PASSWORD

import pytest
import re
import requests
import transaction


DAY = date(2026, 2, 2)
SCAN = Path(__file__).resolve().parents[1] / "data" / "scans" / "01_zayavlenie_o_prieme.pdf"
WON = {
    "title": "Олимпиада по физике",
    "direction": "study",
    "level": "municipal",
    "result": "1 место",
    "day": "05.12.2025",
}


@pytest.fixture
def screens(functional, on_day):
    on_day(DAY)
    return Screens(functional["portal"])


def opened(screens):
    """The class teacher opens the portfolio of the own pupil; return it and its address."""
    path = f"/@@class-portfolios?class={screens.cohort.id}"
    sent = {"do": "open", "file": screens.file.UID()}
    assert screens.post("class_teacher", path, sent).status_code == 302
    transaction.begin()
    (record,) = portfolios_of_file(screens.fresh(screens.file))
    return record, screens.path(record)


def test_the_class_teacher_opens_shows_fills_and_certifies(screens):
    desk = screens.page("class_teacher", "/@@desk")
    assert "7А: обучающихся без портфолио" in texts(desk, "body")[0]
    # The number opens those whom it counts, with a way to the whole class.
    counted = desk.select_one("a[href*='only=lacking']")
    page = screens.page("class_teacher", counted["href"][len(screens.url) :])
    assert str(len(page.select("tbody tr"))) == counted.get_text(strip=True) == "1"
    record, path = opened(screens)
    page = screens.page("class_teacher", counted["href"][len(screens.url) :])
    assert "Здесь больше никого нет." in texts(page, "main")[0]
    unseen = "7А: портфолио, которые в этом учебном году семье не показаны"
    late = screens.page("class_teacher", "/@@desk").select_one("a[href*='only=unseen']")
    assert unseen in late["aria-label"]
    page = screens.page("class_teacher", late["href"][len(screens.url) :])
    assert str(len(page.select("tbody tr"))) == late.get_text(strip=True) == "1"
    class_page = f"/@@class-portfolios?class={screens.cohort.id}"
    shown = {
        "do": "show",
        "file": screens.file.UID(),
        "shown_on": "20.12.2025",
        "to_whom": "мать",
        "occasion": "Родительское собрание",
    }
    assert screens.post("class_teacher", class_page, shown).status_code == 302
    assert "20.12.2025" in texts(screens.page("class_teacher", class_page), "table")[0]
    assert unseen not in texts(screens.page("class_teacher", "/@@desk"), "body")[0]

    files = {"achievement_scan": ("diplom.pdf", SCAN.read_bytes(), "application/pdf")}
    answer = screens.post("class_teacher", path, {"do": "enter", **WON}, files=files)
    assert answer.status_code == 302
    made = achievements_of(screens.fresh(record)).get(1)
    assert (made.title, made.day) == (WON["title"], date(2025, 12, 5))
    assert made.scan is not None

    wrong = screens.post("class_teacher", path, {"do": "enter", **WON, "day": "31.02.2026"})
    assert wrong.status_code == 200
    assert "sr-field-wrong" in wrong.text
    again = screens.post(
        "class_teacher", path, {"do": "enter", **WON, "title": WON["title"].upper()}
    )
    assert "уже внесено под № 1" in again.text

    one = f"{path}/@@achievement?number=1"
    sent = {"do": "certify", "basis": "Диплом № 14"}
    assert screens.post("class_teacher", one, sent).status_code == 302
    assert 1 in achievements_of(screens.fresh(record)).certifications()
    correction = {"do": "correct", **WON, "result": "2 место", "reason": "Описка"}
    assert screens.post("class_teacher", one, correction).status_code == 302
    held = achievements_of(screens.fresh(record))
    assert [(x.number, x.result) for x in held.live()] == [(2, "2 место")]
    assert held.get(2).scan == made.scan


def test_the_family_reads_its_own_and_does_nothing(screens):
    record, path = opened(screens)
    with screens.town.logged_in("classteacher"):
        values = {**WON, "day": date(2025, 12, 5), "scan": None}
        achievements_of(screens.fresh(record)).enter(values)
    transaction.commit()
    for key in ("guardian", "pupil"):
        page = screens.page(key, path)
        assert WON["title"] in texts(page, "table")[0]
        assert page.select("form button[value=enter]") == []
        assert screens.page(key, f"{path}/@@achievement?number=1").select("[name=do]") == []
        tries = {"do": "enter", **WON, "title": "Своё"}
        screens.post(key, path, tries)
        assert len(achievements_of(screens.fresh(record)).all()) == 1
        assert "Портфолио" in texts(screens.page(key, "/@@desk"), "nav")[0]
        file_page = screens.page(key, screens.path(screens.file))
        assert "Портфолио, 5–9 классы" in texts(file_page, ".sr-aside")[0]
        assert screens.get(key, "/@@class-portfolios").status_code in (302, 403)
    assert screens.get("guardian", f"{path}/@@achievement?number=7").status_code == 404
    assert screens.get("class_teacher", f"{path}/@@achievement?number=x").status_code == 404


def test_a_stranger_with_the_address_sees_nothing(screens):
    record, path = opened(screens)
    screens.town.person("stranger", kinds=("guardian",))
    transaction.commit()
    for address in (path, f"{path}/@@achievement?number=1", f"{path}/@@sr-history"):
        answer = requests.get(
            screens.url + address,
            auth=("stranger", PASSWORD),
            headers={"Accept": "text/html"},
            allow_redirects=False,
            timeout=60,
        )
        assert answer.status_code in (302, 401, 403, 404)
        assert record.pupil_name not in answer.text


def test_the_secretary_opens_one_by_its_number_and_hands_it_out_with_the_file(screens):
    sent = {"do": "open", NUMBER: "к-208", "storage_place": "Кабинет 31"}
    answer = screens.post("secretary", "/portfolios/@@add-record", sent)
    assert answer.status_code == 302
    (record,) = portfolios_of_file(screens.fresh(screens.file))
    assert answer.headers["Location"] == record.absolute_url()
    unknown = screens.post("secretary", "/portfolios/@@add-record", {**sent, NUMBER: "Ж-9"})
    (fault,) = BeautifulSoup(unknown.text, "html.parser").select(".sr-errors a")
    assert fault["href"] == "#f-open-file_number"
    assert "Ж-9" in fault.get_text()
    for spelling in ("К208", "K-208", "к 208", "№ К–208"):
        # Found, and so refused for what it has already: never for how its number is written.
        again = screens.post("secretary", "/portfolios/@@add-record", {**sent, NUMBER: spelling})
        assert again.status_code == 200
        assert "нет зарегистрированного" not in again.text.lower(), spelling
    register = screens.page("secretary", "/portfolios")
    assert "К-208/5-9" in texts(register, "table")[0]
    form = screens.page("secretary", f"{screens.path(screens.file)}/@@step?step=hand_out")
    assert "Вместе с делом выдаётся портфолио" in texts(form, "main")[0]


def test_a_regulation_is_drawn_up_in_the_form_and_published(screens):
    lines = {
        "adopted_by.0.body": "Педагогический совет",
        "adopted_by.0.adoption": "adopted",
        "adopted_by.0.minutes_number": "4",
        "adopted_by.0.minutes_date": "28.08.2025",
        "opinions.0.council": "parents",
        "opinions.0.minutes_number": "2",
        "opinions.0.minutes_date": "27.08.2025",
        "opinions.1.council": "pupils",
        "opinions.1.minutes_number": "3",
        "opinions.1.minutes_date": "27.08.2025",
        "references.0.act_kind": "government",
        "references.0.act_number": "781",
        "references.0.act_date": "17.11.2007",
    }
    values = {
        "title": "Положение о портфолио",
        "registration_number": "12-ЛА",
        "dated_on": "28.08.2025",
        "touches_rights": "1",
        "order_number": "112",
        "order_date": "29.08.2025",
        **lines,
        "save": "1",
    }
    files = {"scan": ("polozhenie.pdf", SCAN.read_bytes(), "application/pdf")}
    wrong = screens.post(
        "deputy", "/regulations/@@add-record", {**values, "adopted_by.0.minutes_date": "31.02.2025"}
    )
    assert wrong.status_code == 200
    assert "sr-field-wrong" in wrong.text
    answer = screens.post("deputy", "/regulations/@@add-record", values, files=files)
    assert answer.status_code == 302, re.findall(r"alert[^<]*<[^>]*>([^<]*)", answer.text)
    path = answer.headers["Location"].removeprefix(screens.url)
    page = screens.page("deputy", path)
    assert "Устаревшая ссылка" in texts(page, ".alert-warning")[0]
    assert "01.11.2012 № 1119" in texts(page, ".alert-warning")[0]
    transaction.begin()
    record = screens.portal.unrestrictedTraverse(path.lstrip("/"))
    public = f"/@@local-acts/{record.getId()}"
    assert screens.get("anonymous", public).status_code == 404
    for login, name, details in (
        ("deputy", "submit", {}),
        ("director", "approve", {}),
        ("director", "enact", {"in_force_from": date(2025, 9, 1)}),
    ):
        with screens.town.logged_in(login):
            step(record, name, **details)
    transaction.commit()
    assert screens.get("anonymous", public).status_code == 404
    assert "Положение" not in texts(screens.page("anonymous", "/@@local-acts"), "main")[0]
    assert screens.post("secretary", path, {"do": "publish"}).status_code == 302
    listed = screens.page("anonymous", "/@@local-acts")
    assert "Положение о портфолио" in texts(listed, "table")[0]
    told = texts(screens.page("anonymous", public), "main")[0]
    assert "протокол № 4 от 28.08.2025" in told
    assert "№ 112 от 29.08.2025" in told
    assert "Образцова" not in told
    file = screens.get("anonymous", f"{public}/file")
    assert (file.status_code, file.content) == (200, SCAN.read_bytes())
    assert "polozhenie" not in file.headers["Content-Disposition"]
    for address in (path, f"{path}/@@download/scan", "/regulations", f"{public}/x"):
        assert screens.get("anonymous", address).status_code in (302, 401, 404), address
    assert "Локальные акты" in texts(screens.page("guardian", "/@@desk"), "nav")[0]
    assert screens.page("guardian", path).select("[name=do]") == []

    # Families have the right to know what holds, published or not (273-ФЗ, articles 34 and 44).
    assert screens.post("secretary", path, {"do": "withdraw"}).status_code == 302
    assert screens.get("anonymous", public).status_code == 404
    assert screens.get("guardian", path).status_code == 200
    assert screens.get("pupil", path).status_code == 200
    assert "Новая редакция" not in screens.get("guardian", path).text

    # The menu leads to the form of the next version, filled from this one.
    with screens.town.logged_in("director"):
        step(screens.order, "approve")
    transaction.commit()
    (way,) = [
        one["href"]
        for one in screens.page("deputy", path).select("a")
        if one.get_text(strip=True) == "Новая редакция"
    ]
    form = screens.page("deputy", way.removeprefix(screens.url))
    assert form.select_one("#f-replaces option[selected]")["value"] == record.UID()
    assert form.select_one("#f-title")["value"] == "Положение о портфолио"
    assert not form.select_one("#f-registration_number").get("value")
    assert texts(form, "#f-approval_order option") == [""], "none of the register approves it"
    assert "Сохраните черновик" in texts(form, "#f-approval_order-hint")[0]
    empty = screens.page("deputy", "/regulations/@@add-record?replaces=x")
    assert not empty.select_one("#f-title").get("value")
    successor = {
        **values,
        "registration_number": "13-ЛА",
        "replaces": record.UID(),
        "dated_on": "28.08.2026",
        "order_number": "",
        "order_date": "",
    }
    answer = screens.post("deputy", "/regulations/@@add-record", successor, files=files)
    assert answer.status_code == 302
    drafted = answer.headers["Location"].removeprefix(screens.url)
    assert "Новая редакция" not in screens.get("deputy", drafted).text
    order_is_drawn_up(screens, drafted)
    for who in ("guardian", "pupil", "class_teacher"):
        assert screens.get(who, drafted).status_code in (302, 403), who


def order_is_drawn_up(screens, path):
    """Where no order fits the act's page leads to one; it is offered from the day it is given."""
    section = f"{path}/@@edit-section?section=approval"
    form = screens.page("deputy", section)
    assert texts(form, "#f-approval_order option") == [""]
    (way,) = [one["href"].removeprefix(screens.url) for one in form.select("a.sr-offer")]
    assert way in [
        one["href"].removeprefix(screens.url) for one in screens.page("deputy", path).select("a")
    ], "the menu leads there, too"
    begun = screens.page("deputy", way)
    assert begun.select_one("#f-doc_type option[selected]")["value"] == "order_main"
    text = begun.select_one("#f-text").text
    assert "Утвердить локальный нормативный акт «Положение о портфолио»" in text
    assert "протокол педагогического совета № 4 от 28.08.2025" in text
    for guessed in ("x", "0" * 32):
        empty = screens.page("deputy", f"/orders/@@add-record?approves={guessed}")
        assert not empty.select_one("#f-title").get("value")
    values = {
        "title": begun.select_one("#f-title")["value"],
        "doc_type": "order_main",
        "text": text,
        "registration_number": "77",
        "dated_on": "01.09.2025",
        "save": "1",
    }
    answer = screens.post("deputy", "/orders/@@add-record", values)
    assert answer.status_code == 302
    made = answer.headers["Location"].removeprefix(screens.url)
    assert texts(screens.page("deputy", section), "#f-approval_order option") == [""], "a draft"
    transaction.begin()
    order = screens.portal.unrestrictedTraverse(made.lstrip("/"))
    with screens.town.logged_in("deputy"):
        step(order, "submit")
    transaction.commit()
    form = screens.page("deputy", section)
    (offered,) = texts(form, "#f-approval_order option")[1:]
    assert offered.startswith("№ 77 от 01.09.2025")
    assert offered.endswith("(у директора)")
    assert form.select("a.sr-offer") == []


def test_the_list_of_repealed_acts_is_the_director_s(screens):
    assert screens.get("secretary", "/@@repealed-acts").status_code in (302, 403)
    page = screens.page("director", "/@@repealed-acts")
    assert "781" in texts(page, "table")[0]
    sent = {
        "do": "add",
        "kind": "letter",
        "number": "03-51/64",
        "dated_on": "20.12.2000",
        "replaced_by": "Новое письмо",
        "source": "прочитано",
    }
    assert screens.post("director", "/@@repealed-acts", {**sent, "number": ""}).status_code == 200
    assert screens.post("director", "/@@repealed-acts", sent).status_code == 302
    page = screens.page("director", "/@@repealed-acts")
    picks = [one["value"] for one in page.select("input[name=act]")]
    assert picks == ["letter_03-51/64_2000-12-20"]
    gone = {"do": "drop", "act": picks[0]}
    assert screens.post("director", "/@@repealed-acts", gone).status_code == 302
    assert screens.page("director", "/@@repealed-acts").select("input[name=act]") == []

    # Who cites it is told beside the list, and on the desk of whoever keeps it.
    assert screens.page("director", "/@@repealed-acts").select("#citing") == []
    cited = {"act_kind": "government", "act_number": "781", "act_date": "2007-11-17"}
    with screens.town.logged_in("secretary"):
        local_regulation(title="Положение о хранении", references=[cited])
        local_regulation(title="Положение без ссылок")
    transaction.commit()
    page = screens.page("director", "/@@repealed-acts")
    (cites,) = texts(page, "#citing tbody .sr-lead")
    assert cites.endswith("Положение о хранении")
    assert "№ 781 от 17.11.2007" in texts(page, "#citing tbody td")[1]
    assert "1119" in texts(page, "#citing tbody td")[1]
    line = "Локальные акты, которые ссылаются на утратившие силу"
    assert line in screens.page("director", "/@@desk").get_text()
    assert line not in screens.page("secretary", "/@@desk").get_text()

    # A local act of the register that holds no more is on the list; its page says who cites it.
    former = {"act_kind": "local_act", "act_number": "274", "act_date": "2021-12-15"}
    with screens.town.logged_in("secretary"):
        old = local_regulation(registration_number="274", dated_on=date(2021, 12, 15))
        citing = local_regulation(title="Положение о библиотеке", references=[former])
    enter_state(old, CLOSED)
    old.reindexObject()
    transaction.commit()
    assert "№ 274" in screens.page("director", screens.path(citing)).get_text()
    assert "Положение о библиотеке" in screens.page("director", "/@@repealed-acts").get_text()
    listed = screens.page("director", screens.path(old)).select_one("#citing")
    assert "Положение о библиотеке" in listed.get_text()
