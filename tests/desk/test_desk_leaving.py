"""A pupil leaves: the path from the application to the notice of the receiving school."""

from bs4 import BeautifulSoup
from builders import case_file
from builders import order
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.case_kinds import CERTIFICATE
from collective.schoolrecords.core.coming_year import last_day_ahead
from collective.schoolrecords.core.states import APPROVED
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.case.pupils import take_into_custody
from collective.schoolrecords.records.personal_file.moves import moves_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.year_work import orders
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import timedelta
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_screens import YEAR

import pytest
import requests
import transaction


TODAY = school_today()
DAY = f"{TODAY:%d.%m.%Y}"
ASKED = {
    "do": "application",
    "way": "transfer",
    "application_on": DAY,
    "left_on": DAY,
    "destination": "Школа № 5",
}
PAPER = {"do": "order", "order_way": "paper", "order_number": "77-у", "order_date": DAY}


@pytest.fixture
def screens(functional):
    return Screens(functional["portal"])


@pytest.fixture
def ready(screens):
    """The year is certified and every document accepted, so that the file can be closed."""
    years = years_of(screens.file)
    for signer in ("class_teacher", "seal"):
        rules = years.get(YEAR)
        years.certify(YEAR, signer, "Подпись", "admin", "2026-01-01", _rules(), rules.version())
    transaction.commit()
    screens.leaving = f"{screens.path(screens.file)}/@@leaving"
    return screens


def _rules():
    from collective.schoolrecords.core.year_results import MarkRules

    return MarkRules()


def errors(answer):
    return texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors li")


def day_of_the_year_but(day):
    """Return another day of the same year, an earlier one but on 1 January."""
    return day - timedelta(days=1) if day.timetuple().tm_yday > 1 else day + timedelta(days=1)


def place(page):
    return texts(page, ".sr-path [aria-current]")


def test_a_transfer_with_an_order_on_paper(ready):
    """Five steps, one after the other; what was entered stays; the notice ends the work."""
    post = ready.post
    assert place(ready.page("secretary", ready.leaving)) == ["Заявление"]
    wrong = post("secretary", ready.leaving, {**ASKED, "application_on": "", "destination": ""})
    assert len(errors(wrong)) == 2
    assert storage.open_works() == []

    assert post("secretary", ready.leaving, ASKED).status_code == 302
    page = ready.page("secretary", ready.leaving)
    assert place(page) == ["Приказ"]
    assert len(errors(post("secretary", ready.leaving, {**PAPER, "order_number": ""}))) == 1
    assert post("secretary", ready.leaving, PAPER).status_code == 302
    page = ready.page("secretary", ready.leaving)
    assert place(page) == ["Проверка"]
    assert "Школа № 5" in texts(page, ".sr-facts dd")
    assert "№ 77-у" in " ".join(texts(page, ".sr-facts dd"))
    again = ready.page("secretary", f"{ready.leaving}?show=application")
    assert again.select_one("[name=destination]")["value"] == "Школа № 5"

    wrong = post("secretary", ready.leaving, {"do": "carry_out", "confirm": "К-1"})
    assert len(errors(wrong)) == 1
    assert ready.fresh(ready.file).state == "current"
    close = {"do": "carry_out", "confirm": "к 208".replace(" ", "-")}
    assert post("secretary", ready.leaving, close).status_code == 302
    file = ready.fresh(ready.file)
    assert (file.state, file.destination, file.leaving_order_number) == (
        "closed",
        "Школа № 5",
        "77-у",
    )
    page = ready.page("secretary", ready.leaving)
    assert place(page) == ["Выдача"]
    assert "Выдать под подпись" in texts(page, "a.btn")
    # The step asks who signed: what is signed is printed before, and each page leads to the next.
    printed = f"{ready.path(file)}/@@paper?name=print-receipt"
    for path in (ready.leaving, f"{ready.path(file)}/@@step?step=hand_out"):
        links = [one["href"] for one in ready.page("secretary", path).select("a.btn")]
        assert ready.url + printed in links, path
    assert ready.page("secretary", printed).select_one("object.sr-paper") is not None
    assert main_button(ready, file) == "Выбытие: выдать дело"

    _hand_out(ready, file)
    assert main_button(ready, file) == "Выбытие: уведомление"
    assert main_button(ready, file, "archivist") is None
    page = ready.page("secretary", ready.leaving)
    assert place(page) == ["Уведомление"]
    assert "2 рабочих дней" in page.get_text()
    desk = ready.page("secretary", "/@@desk")
    assert "Незавершённые приёмы и выбытия" in desk.get_text()
    (soon,) = desk.select("section[aria-labelledby=sr-soon] li:has(a[href$='@@leaving'])")
    assert "Принявшая школа должна ответить" in soon.get_text()
    work = storage.open_works()[0]
    work.keep(notice_due=TODAY - timedelta(days=1))
    transaction.commit()
    assert "Принимающие школы не ответили в срок" in ready.page("secretary", "/@@desk").get_text()
    assert "Уведомление просрочено" in ready.page("secretary", "/@@year-works").get_text()

    notice = {"do": "notice", "received_on": DAY, "order_number": "12-з"}
    assert post("secretary", ready.leaving, notice).status_code == 302
    page = ready.page("secretary", ready.leaving)
    assert place(page) == ["Итог"]
    transaction.begin()
    assert storage.open_works() == []
    assert (work.state, work.values) == (storage.DONE, {})


def main_button(screens, record, key="secretary"):
    """What the one main button of a record's page says."""
    button = screens.page(key, screens.path(record)).select_one(".sr-steps-bar .btn-primary")
    return button and button.get_text(strip=True)


READY = "Приказ утверждён: закончите приём, выбытие или перевод"


def desk_line(screens, title, key="secretary"):
    """The address that a line of a desk leads to, below the site; ``None`` without the line."""
    for line in screens.page(key, "/@@desk").select("section[aria-labelledby=sr-waiting] li"):
        if title in line.get_text():
            return line.select_one("a")["href"][len(screens.url) :]
    return None


def _hand_out(ready, file):
    from collective.schoolrecords.lifecycle import steps
    from plone.app.testing import setRoles
    from plone.app.testing import TEST_USER_ID

    setRoles(ready.portal, TEST_USER_ID, ["Secretary"])
    details = {
        "receiver": "Козлова Анна Петровна",
        "basis": "Заявление",
        "handed_out_on": TODAY,
        "signature_fact": "Журнал, лист 3",
        "capacity": "representative",
        "identity_kind": "passport",
        "identity_number": "2700 123456",
    }
    steps.perform(file, "hand_out", details)
    setRoles(ready.portal, TEST_USER_ID, ["Member"])
    transaction.commit()


def test_an_order_drawn_up_here_goes_to_the_director_first(ready):
    """The file stays current until the director has approved; then it is closed by the order."""
    post = ready.post
    post("secretary", ready.leaving, {**ASKED, "way": "family", "destination": ""})
    post("secretary", ready.leaving, {**PAPER, "order_way": "draw_up"})
    assert post("secretary", ready.leaving, {"do": "carry_out"}).status_code == 302
    page = ready.page("secretary", ready.leaving)
    assert "Приказ № 77-у" in page.get_text()
    assert page.select("#deed-carry_out, #deed-drop") == []
    transaction.begin()
    catalog = ready.portal.portal_catalog
    brain = catalog.unrestrictedSearchResults(portal_type="order", record_number="77-у")[0]
    order = brain._unrestrictedGetObject()
    assert order.people == [{"name": "Козлова Вера Ильинична", "file": ready.file.UID()}]
    assert "заявление от" in order.text
    stale = post("secretary", ready.leaving, {"do": "carry_out", "confirm": "К-208"})
    assert stale.status_code == 302
    assert ready.fresh(ready.file).state == "current"

    path = f"{ready.path(order)}/@@step"
    due = leaving_certificate(ready)
    # It waits for the director, so it stands on no line of the secretary's desk and on no button.
    assert desk_line(ready, READY) is None
    assert desk_line(ready, "Незавершённые приёмы") is None
    assert "Выбытие" not in (main_button(ready, ready.file) or "")
    assert post("director", path, {"step": "approve", "save": "1"}).status_code == 302
    assert ready.fresh(order).state == APPROVED
    # The certificate in the safe goes back at once after the order, before the file is closed.
    assert due() == TODAY
    assert ready.fresh(ready.file).state == "current"
    assert due(late=True) == TODAY, "one that is taken after the order waits at once as well"
    assert desk_line(ready, READY) == ready.leaving
    assert desk_line(ready, READY, "director") is None
    assert "Приказ утверждён" in ready.page("secretary", "/@@year-works").get_text()
    assert main_button(ready, ready.file) == "Выбытие: закрыть дело"
    page = ready.page("secretary", ready.leaving)
    assert texts(page, "#deed-carry_out button") == ["Закрыть личное дело"]
    post("secretary", ready.leaving, {"do": "carry_out", "confirm": "К-208"})
    assert desk_line(ready, READY) is None
    file = ready.fresh(ready.file)
    assert (file.state, file.leaving_order_number) == ("closed", "77-у")
    assert file.leaving_reason == "по желанию родителей"


def test_a_pupil_goes_to_another_class(screens):
    """Class, order, check: the file changes its class and its readers when the order has force."""
    other = add_cohort(screens.town.school, year=2025, grade=7, letter="Б")
    transaction.commit()
    file = screens.path(screens.file)
    page_of, post = f"{file}/@@class-change", screens.post
    for who in ("director", "class_teacher", "archivist", "guardian", "anonymous"):
        assert screens.get(who, page_of).status_code in (302, 401, 403), who
    assert "Перевод в другой класс" in texts(screens.page("secretary", file), ".sr-steps-menu a")
    offered = [one["value"] for one in screens.page("secretary", page_of).select("option[value]")]
    assert other.id in offered
    for wrong in (screens.cohort.id, "none", ""):
        answer = post("secretary", page_of, {"do": "class", "cohort_id": wrong})
        assert len(errors(answer)) == 1, wrong
    assert storage.open_works() == []

    chosen = {"do": "class", "cohort_id": other.id, "application_on": DAY}
    assert post("secretary", page_of, chosen).status_code == 302
    assert post("secretary", page_of, {**PAPER, "order_way": "draw_up"}).status_code == 302
    assert post("secretary", page_of, {"do": "carry_out"}).status_code == 302
    made = next(one for one in orders_of(screens) if one.registration_number == "77-у")
    label = screens.cohort.nearest_label(TODAY)
    assert (
        f"1. Козлова Вера Ильинична, из {label} в {other.nearest_label(TODAY)} класс." in made.text
    )
    assert f"заявление от {DAY}" in made.text
    post("secretary", page_of, {"do": "carry_out"})
    assert screens.fresh(screens.file).cohort_id == screens.cohort.id

    path = f"{screens.path(made)}/@@step"
    assert post("director", path, {"step": "approve", "save": "1"}).status_code == 302
    assert desk_line(screens, READY) == page_of
    assert main_button(screens, screens.file) == "Перевод в другой класс: продолжить"
    assert screens.get("class_teacher", file).status_code == 200
    answer = post("secretary", page_of, {"do": "carry_out"})
    assert answer.headers["Location"] == screens.url + file
    moved = screens.fresh(screens.file)
    assert moved.cohort_id == other.id
    assert [one.basis for one in moves_of(moved)] == [f"Приказ № 77-у от {DAY}"]
    assert storage.open_works() == []
    assert screens.get("class_teacher", file).status_code in (302, 403)


def test_a_pupil_goes_to_another_class_from_a_day_ahead(screens):
    """An order of today, the class of the coming year: nothing moves before its day."""
    first = last_day_ahead(TODAY)
    ahead = f"{first:%d.%m.%Y}"
    other = add_cohort(screens.town.school, year=first.year, grade=9, letter="Ю")
    transaction.commit()
    page_of, post = f"{screens.path(screens.file)}/@@class-change", screens.post
    chosen = {"do": "class", "cohort_id": other.id}
    for wrong in ("01.01.2020", f"02.09.{first.year}", DAY):
        told = errors(post("secretary", page_of, {**chosen, "since": wrong}))
        assert len(told) == 1, (wrong, told)
    assert post("secretary", page_of, chosen).status_code == 302
    assert post("secretary", page_of, {**PAPER, "order_way": "paper"}).status_code == 302
    facts = screens.page("secretary", page_of).select_one("main").get_text(" ", strip=True)
    assert f"С какого дня {ahead}" in facts
    answer = post("secretary", page_of, {"do": "carry_out"})
    assert answer.headers["Location"] == screens.url + screens.path(screens.file)
    kept = screens.fresh(screens.file)
    assert kept.cohort_id == screens.cohort.id
    assert storage.move_of(kept.UID())[:3] == (first, screens.cohort.id, other.id)
    head = screens.page("secretary", screens.path(kept)).select_one(".sr-head").get_text()
    assert f"с {ahead} в 9Ю классе" in head


def test_an_annulled_order_calls_no_certificate(ready):
    """Custody goes on as if there had been no order."""
    ready.post("secretary", ready.leaving, ASKED)
    ready.post("secretary", ready.leaving, {**PAPER, "order_way": "draw_up"})
    ready.post("secretary", ready.leaving, {"do": "carry_out"})
    transaction.begin()
    order = next(one for one in orders_of(ready) if one.registration_number == "77-у")
    due = leaving_certificate(ready)
    path = f"{ready.path(order)}/@@step"
    assert ready.post("director", path, {"step": "approve", "save": "1"}).status_code == 302
    assert due() == TODAY
    transaction.begin()
    setRoles(ready.portal, TEST_USER_ID, ["Manager", "Director"])
    step(ready.fresh(order), "annul", reason="Остаётся в школе")
    transaction.commit()
    assert desk_line(ready, READY) is None
    assert desk_line(ready, "Приказ аннулирован: внесите другой") == ready.leaving
    assert due() is None


def test_only_an_order_about_this_leaving_is_offered_and_taken(ready):
    """Another child's admission order expels nobody, chosen, guessed or entered as one on paper."""
    name = ready.file.full_name
    setRoles(ready.portal, TEST_USER_ID, ["Manager", "Secretary"])
    kept = {}
    for number, title, whose in (
        ("78-у", "О зачислении", "Журавлёва Анна"),
        ("79-у", "Об отчислении", "Журавлёва Анна"),
        ("80-у", "О зачислении", name),
        ("81-у", "Об отчислении обучающегося", name),
    ):
        one = order(
            title=title,
            text="Текст в скане.",
            registration_number=number,
            people=[{"name": whose}],
            dated_on=TODAY,
        )
        kept[number] = step(one, "submit")
    for number in list(kept):
        enter_state(kept[number], APPROVED)
        kept[number].reindexObject()
    transaction.commit()
    assert ready.post("secretary", ready.leaving, ASKED).status_code == 302
    page = ready.page("secretary", ready.leaving)
    offered = [one for one in texts(page, "[name=order] option") if one.startswith("№")]
    assert offered == [f"№ 81-у от {DAY}, Об отчислении обучающегося"]
    for number in ("78-у", "79-у", "80-у"):
        chosen = {"do": "order", "order_way": "register", "order": kept[number].UID()}
        assert len(errors(ready.post("secretary", ready.leaving, chosen))) >= 1, number
        transaction.begin()
        (work,) = storage.open_works(storage.LEAVING)
        assert not work.values.get("ordered")
    work_codes = {
        number: [one.code for one in orders.against(kept[number], work)] for number in kept
    }
    assert work_codes == {
        "78-у": ["order_says_other", "order_names_other"],
        "79-у": ["order_names_other"],
        "80-у": ["order_says_other"],
        "81-у": [],
    }
    paper = ready.post("secretary", ready.leaving, {**PAPER, "order_number": "78-У"})
    (told,) = errors(paper)
    assert "не об этом" in told
    assert "не назван" in told
    # A number stands for one order of the year, and no order is older than what it rests on.
    earlier = {"order_number": "78-у", "order_date": f"{day_of_the_year_but(TODAY):%d.%m.%Y}"}
    told = " ".join(errors(ready.post("secretary", ready.leaving, {**PAPER, **earlier})))
    assert "78-у" in told
    assert ("раньше заявления" in told) == (day_of_the_year_but(TODAY) < TODAY)
    (told,) = errors(ready.post("secretary", ready.leaving, {**PAPER, "order_date": "23.11.1999"}))
    assert "Приказ от 23.11.1999 раньше заявления" in told
    right = {"do": "order", "order_way": "register", "order": kept["81-у"].UID()}
    assert ready.post("secretary", ready.leaving, right).status_code == 302
    assert ready.fresh(ready.file).state == "current"


def test_the_plain_step_closes_nobody_who_studies(ready):
    """On the page there is no second way past the leaving; with its order the step is the same."""
    file = ready.path(ready.file)
    page = ready.page("secretary", file)
    blocked = [one for one in texts(page, ".sr-step-no") if one.startswith("Закрыть дело")]
    assert len(blocked) == 1
    assert "Выбытие обучающегося" in blocked[0]
    sent = {
        "left_on": TODAY.isoformat(),
        "leaving_reason": "По заявлению",
        "leaving_order_number": "78-у",
        "leaving_order_date": TODAY.isoformat(),
    }
    form = {name: DAY if name.endswith(("_on", "_date")) else sent[name] for name in sent}

    def told(**changes):
        data = {"step": "close", "save": "1", **form, **changes}
        return " ".join(errors(ready.post("secretary", f"{file}/@@step", data)))

    assert "Выбытие обучающегося" in told()
    ready.post("secretary", ready.leaving, ASKED)
    assert "Выбытие обучающегося" in told()
    ready.post("secretary", ready.leaving, PAPER)
    assert "опирается на приказ" in told()
    assert ready.fresh(ready.file).state == "current"
    assert told(leaving_order_number="77-у") == ""
    assert ready.fresh(ready.file).state == "closed"


def test_a_program_closes_a_file_with_all_that_a_leaving_writes(ready):
    """It has no pages to be guided by: without the order the step is refused."""
    sent = {"left_on": TODAY.isoformat(), "leaving_reason": "По заявлению"}
    assert codes_over_rest(ready, sent) == ["not_given", "not_given"]
    order = {"leaving_order_number": "78-у", "leaving_order_date": TODAY.isoformat()}
    assert codes_over_rest(ready, {**sent, **order}) == []
    assert ready.fresh(ready.file).state == "closed"


def codes_over_rest(ready, details):
    """Ask REST to close the file; return the codes of its reasons."""
    answer = requests.post(
        f"{ready.url}{ready.path(ready.file)}/@workflow/close",
        json=details,
        headers={"Accept": "application/json"},
        auth=ready.account("secretary"),
        timeout=30,
    )
    transaction.begin()
    return [one["code"] for one in answer.json().get("reasons", ())]


def leaving_certificate(ready):
    """A certificate of the pupil in the safe; return a function that tells since when it waits."""

    def put():
        transaction.begin()
        setRoles(ready.portal, TEST_USER_ID, ["Manager", "Secretary", "Certificate Keeper"])
        made = case_file(
            title="Аттестат", doc_type=CERTIFICATE, pupil_file=ready.file.UID(), case_index="02-20"
        )
        # As registered: the grade of the pupil and the keeper's office are no matter here.
        enter_state(made, "current")
        take_into_custody(made)
        made.reindexObject()
        transaction.commit()
        return made

    first = put()
    return lambda late=False: ready.fresh(put() if late else first).return_due_on


def test_a_number_that_is_taken_goes_to_no_director(ready):
    """It is told where it is typed; taken meanwhile, it is told before anything is written."""
    post = ready.post
    post("secretary", ready.leaving, {**ASKED, "way": "family", "destination": ""})
    page = ready.page("secretary", ready.leaving)
    assert page.select_one("#f-order-order_number")["value"] == "1-у"
    drawn = {**PAPER, "order_way": "draw_up"}
    assert post("secretary", ready.leaving, drawn).status_code == 302
    with ready.town.logged_in("secretary"):
        other = order(registration_number="77-У", dated_on=TODAY)
        step(other, "submit")
    transaction.commit()

    stale = post("secretary", ready.leaving, {"do": "carry_out"})
    assert "77-у" in errors(stale)[0] or stale.status_code == 302
    page = ready.page("secretary", ready.leaving)
    assert "77-у" in " ".join(texts(page, "#missing td"))
    assert page.select("#deed-carry_out") == []
    page = ready.page("secretary", page.select_one("#missing a")["href"][len(ready.url) :])
    action = page.select_one("#deed-order")["action"][len(ready.url) :]
    refused = post("secretary", action, drawn)
    assert len(errors(refused)) == 1
    page = BeautifulSoup(refused.text, "html.parser")
    assert page.select_one("#f-order-order_number")["value"] == "77-у"
    assert len(orders_of(ready)) == 1

    assert post("secretary", ready.leaving, {**drawn, "order_number": "78-у"}).status_code == 302
    assert post("secretary", ready.leaving, {"do": "carry_out"}).status_code == 302
    made = next(one for one in orders_of(ready) if one.registration_number == "78-у")
    assert made.state == "in_review"
    assert "Отчислить следующего обучающегося:\n1. Козлова Вера Ильинична, " in made.text


def orders_of(screens):
    transaction.begin()
    brains = screens.portal.portal_catalog.unrestrictedSearchResults(
        portal_type="order", record_dated_on=f"{TODAY}"
    )
    return [one._unrestrictedGetObject() for one in brains]


def test_what_stands_against_it_is_told_before(screens):
    """A year without the seal is told on the check page, and nothing closes the file."""
    leaving = f"{screens.path(screens.file)}/@@leaving"
    screens.post("secretary", leaving, ASKED)
    screens.post("secretary", leaving, PAPER)
    page = screens.page("secretary", leaving)
    assert "2024/25" in " ".join(texts(page, "#missing td"))
    assert page.select("#deed-carry_out") == []
    stale = screens.post("secretary", leaving, {"do": "carry_out", "confirm": "К-208"})
    assert stale.status_code in (200, 302)
    assert screens.fresh(screens.file).state == "current"
    assert screens.post("secretary", leaving, {"do": "drop"}).status_code == 302
    transaction.begin()
    assert storage.open_works() == []


def test_only_the_office(ready):
    """Every other office and the family are refused, and nothing is written without a token."""
    for who in (
        "director",
        "deputy",
        "archivist",
        "class_teacher",
        "guardian",
        "pupil",
        "auditor",
        "anonymous",
    ):
        for path in (ready.leaving, "/@@year-works"):
            assert ready.get(who, path).status_code in (302, 401, 403), (who, path)
    assert ready.post("class_teacher", ready.leaving, ASKED).status_code in (302, 403)
    assert ready.post("secretary", ready.leaving, ASKED, token=False).status_code == 403
    assert storage.open_works() == []
