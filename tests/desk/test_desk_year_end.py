"""Graduation and moving up of a class: what is missing, the order, the job, debts, repeated years."""

from bs4 import BeautifulSoup
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import school_today
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.jobs import daily
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle.refusals import StepRefused
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records.personal_file.moves import move_to_class
from collective.schoolrecords.records.personal_file.moves import moves_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.year_work import storage
from collective.schoolrecords.records.year_work.class_moves import move_on
from collective.schoolrecords.records.year_work.year_end import year_orders_of
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from datetime import timedelta
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import Screens
from schoolrecords_screens import texts
from schoolrecords_town import on_day

import pytest
import transaction


__all__ = ["on_day"]

TODAY = school_today()
DAY = f"{TODAY:%d.%m.%Y}"
START = TODAY.year - (TODAY.month < 9) - 1
YEAR = f"{START}/{(START + 1) % 100:02d}"
PAPER = {"do": "order", "order_way": "paper", "order_number": "90-у", "order_date": DAY}


@pytest.fixture
def screens(functional):
    """A class that was 9А last year, and 7Б and 6Б of which the first moves up."""
    made = Screens(functional["portal"])
    setRoles(made.portal, TEST_USER_ID, ["Manager", "Secretary", "Director"])
    school = made.town.school
    made.nine = add_cohort(school, year=START, grade=9, letter="А")
    made.seven = add_cohort(school, year=START, grade=7, letter="Б")
    made.six = add_cohort(school, year=START, grade=6, letter="Б")
    made.files = {}
    for number, (name, cohort, decision) in enumerate(
        (
            ("Арбузов", made.nine, "graduated"),
            ("Белов", made.nine, "graduated"),
            ("Волков", made.nine, None),
            ("Громов", made.seven, "promoted"),
            ("Дроздов", made.seven, "conditional"),
            ("Ежов", made.seven, "repeated"),
            ("Зайцев", made.seven, "promoted"),
        ),
        100,
    ):
        values = {"last_name": name, "letter": name[0], "cohort_id": cohort.id, "number": number}
        made.files[name] = step(personal_file(**values), "register")
        if decision:
            certify(made.files[name], decision)
    setRoles(made.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    return made


def certify(record, decision):
    years, marks = years_of(record), {"Химия": "2" if decision == "conditional" else "4"}
    council = {"minutes_number": "9", "minutes_date": date(START + 1, 5, 28)}
    rules = MarkRules()
    years.enter(YEAR, {"marks": marks, "decision": decision, **council}, 9, rules)
    for signer in ("class_teacher", "seal"):
        years.certify(YEAR, signer, "Лист 4", "x", "2026-01-01", rules)


def begin(screens, page, cohort):
    answer = screens.post("secretary", page, {"do": "class", "cohort": cohort.id, "year": YEAR})
    assert answer.status_code == 302, errors(answer)
    return answer.headers["Location"][len(screens.url) :]


def errors(answer):
    return texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors li")


def run_the_job(screens):
    transaction.begin()
    jobs = get_jobs(screens.portal)
    job = jobs.get(jobs.newest_first()[0])
    run_now(screens.portal, job)
    transaction.begin()


def test_a_class_graduates(screens):
    """Complete ones go, the rest is listed with reasons; one job; numbers at the end."""
    post = screens.post
    wrong = post(
        "secretary", "/@@graduation", {"do": "class", "cohort": screens.seven.id, "year": YEAR}
    )
    assert errors(wrong) != []
    url = begin(screens, "/@@graduation", screens.nine)
    page = screens.page("secretary", url)
    assert "Итоги" in " ".join(texts(page, ".sr-table td"))
    assert len(page.select("input[name=skip]")) == 2
    late = f"{TODAY + timedelta(days=1):%d.%m.%Y}"
    assert errors(post("secretary", url, {"do": "pupils", "left_on": late})) != []
    assert post("secretary", url, {"do": "pupils", "left_on": DAY}).status_code == 302
    assert post("secretary", url, PAPER).status_code == 302
    page = screens.page("secretary", url)
    assert texts(page, "#pupils .sr-lead")[1:] == ["Арбузов Вера Ильинична", "Белов Вера Ильинична"]
    assert texts(page, "#missing .sr-lead")[1:] == ["Волков Вера Ильинична"]
    assert texts(page, "#deed-carry_out button") == ["Выпустить: 2"]
    post("secretary", url, {"do": "carry_out"})
    assert "sr-progress" in str(screens.page("secretary", url))
    twice = post("secretary", url, {"do": "carry_out"})
    assert twice.status_code == 302
    run_the_job(screens)
    page = screens.page("secretary", url)
    assert texts(page, ".sr-facts dd") == ["2", "0"]
    done = screens.fresh(screens.files["Арбузов"])
    assert (done.state, done.left_on, done.leaving_order_number) == ("closed", TODAY, "90-у")
    assert done.leaving_reason == "Получение основного общего образования (9 класс)"
    assert year_orders_of(done)[0].decision == "graduated"
    assert "year_decided" in [one.event for one in chain_of(done).entries()]
    assert chain_of(done).verify() == ()
    assert screens.fresh(screens.files["Волков"]).state == "current"
    assert storage.open_works() == []
    asked = screens.get("secretary", f"/@@year-work-progress?{url.partition('?')[2]}").json()
    assert asked["state"] == "done"


def test_an_order_takes_only_whom_it_names(screens):
    """A graduate whom the order of the register does not name stays, with the reason beside."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary"])
    named = [{"name": screens.files["Белов"].full_name}]
    made = order(title="Об отчислении выпускников", people=named, dated_on=TODAY)
    order(title="О зачислении", people=named, dated_on=TODAY)
    step(made, "submit")
    enter_state(made, "approved")
    made.reindexObject()
    transaction.commit()
    url = begin(screens, "/@@graduation", screens.nine)
    assert screens.post("secretary", url, {"do": "pupils", "left_on": DAY}).status_code == 302
    chosen = {"do": "order", "order_way": "register", "order": made.UID()}
    assert screens.post("secretary", url, chosen).status_code == 302
    page = screens.page("secretary", url)
    assert texts(page, "#pupils .sr-lead")[1:] == ["Белов Вера Ильинична"]
    missing = page.select_one("#missing").get_text()
    assert "Арбузов" in missing
    assert "В приказе этот обучающийся не назван." in missing


def test_a_class_moves_up(screens):
    """Debts with subjects and a day, a repeated year with its class; later the debt is settled."""
    post = screens.post
    url = begin(screens, "/@@moving-up", screens.seven)
    page = screens.page("secretary", "/@@moving-up")
    names = texts(page, "#f-class-cohort option")
    assert len(names) == len(set(names))
    assert "7Б (сейчас 8Б)" in names
    results = screens.page("secretary", f"/@@class-results?class={screens.seven.id}&year={YEAR}")
    assert f"7Б (сейчас 8Б) · {YEAR}" in results.get_text()
    page = screens.page("secretary", url)
    debtor, repeats = screens.files["Дроздов"].UID(), screens.files["Ежов"].UID()
    assert page.select_one(f'[name="subjects.{debtor}"]')["value"] == "Химия"
    options = texts(page, f'[name="to.{repeats}"] option')
    assert "7Б" in options
    far = f"01.06.{START + 3}"
    form = {
        "do": "pupils",
        f"subjects.{debtor}": "Химия, Физика",
        f"deadline.{debtor}": far,
        f"to.{repeats}": screens.six.id,
        "skip": screens.files["Зайцев"].UID(),
    }
    last = f"28.05.{START + 2}"
    assert f"ликвидировать до (не позже {last})" in page.get_text()
    answer = post("secretary", url, form)
    assert answer.status_code == 200
    assert errors(answer) == [
        f"Дроздов В. И.: ликвидировать до (не позже {last}): Последний допустимый день — {last}: год со дня "
        "педагогического совета."
    ]
    transaction.begin()
    assert not storage.open_works()[0].values.get("chosen")
    # None at all is told with what else is missing, before the order.
    post("secretary", url, {**form, f"deadline.{debtor}": ""})
    post("secretary", url, {**PAPER, "order_way": "draw_up"})
    page = screens.page("secretary", url)
    assert texts(page, "#missing .sr-lead")[1:] == ["Дроздов Вера Ильинична"]
    form[f"deadline.{debtor}"] = f"01.03.{START + 2}"
    post("secretary", url, form)
    page = screens.page("secretary", url)
    assert page.select("#missing") == []
    assert len(texts(page, "#pupils .sr-lead")) == 4
    post("secretary", url, {"do": "carry_out"})
    transaction.begin()
    catalog = screens.portal.portal_catalog
    order = catalog.unrestrictedSearchResults(record_number="90-у")[0]._unrestrictedGetObject()
    assert "условно" in order.text
    assert "повторное обучение" in order.text
    assert len(order.people) == 3
    assert (order.minutes_number, order.minutes_date) == ("9", date(START + 1, 5, 28))
    post("director", f"{screens.path(order)}/@@step", {"step": "approve", "save": "1"})
    assert post("secretary", url, {"do": "carry_out"}).status_code == 302
    run_the_job(screens)
    assert screens.fresh(screens.files["Ежов"]).cohort_id == screens.six.id
    assert year_orders_of(screens.fresh(screens.files["Зайцев"])) == ()
    file = screens.fresh(screens.files["Дроздов"])
    assert year_orders_of(file)[0].subjects == ("Химия", "Физика")
    works = screens.page("secretary", "/@@year-works")
    assert "Дроздов Вера Ильинична" in texts(works, "#debts .sr-lead")
    late = "Академические задолженности, срок которых истёк"
    assert late not in screens.page("secretary", "/@@desk").get_text()
    storage.note_debt(file.UID(), YEAR, date(START + 1, 6, 1))
    transaction.commit()
    assert late in screens.page("secretary", "/@@desk").get_text()
    record = screens.page("secretary", screens.path(file))
    assert "Химия, Физика" in record.select_one("#year-orders").get_text()

    debt = f"{screens.path(file)}/@@academic-debt"
    form = {"save": "1", "year": YEAR, "outcome": "liquidated", "settled_on": DAY, "basis": ""}
    assert len(errors(post("secretary", debt, form))) == 1
    assert post("secretary", debt, {**form, "basis": "Протокол № 2"}).status_code == 302
    assert year_orders_of(screens.fresh(file))[0].outcome == "liquidated"
    assert storage.open_debts() == []
    for who in ("class_teacher", "guardian", "director", "anonymous"):
        for path in (debt, "/@@graduation", "/@@moving-up", "/@@year-work-progress?uid=x"):
            assert screens.get(who, path).status_code in (302, 401, 403), (who, path)


def test_who_repeats_a_year_changes_the_class_with_the_new_one(screens, on_day):
    """An order of June moves nobody in June; on 1 September the work of the day does."""
    first, june = date(START + 1, 9, 1), date(START + 1, 6, 15)
    on_day(june)
    url = begin(screens, "/@@moving-up", screens.seven)
    repeats = screens.files["Ежов"].UID()
    skipped = [screens.files[name].UID() for name in ("Громов", "Дроздов", "Зайцев")]
    form = {"do": "pupils", f"to.{repeats}": screens.six.id, "skip": skipped}
    assert screens.post("secretary", url, form).status_code == 302
    paper = {**PAPER, "order_date": f"{june:%d.%m.%Y}"}
    assert screens.post("secretary", url, paper).status_code == 302
    assert screens.post("secretary", url, {"do": "carry_out"}).status_code == 302
    run_the_job(screens)
    file = screens.fresh(screens.files["Ежов"])
    assert (file.cohort_id, moves_of(file)) == (screens.seven.id, ())
    told = screens.page("secretary", screens.path(file)).select_one("#year-orders").get_text()
    assert f"в 7Б с {first:%d.%m.%Y}" in told

    assert moves_of_the_day(screens, on_day, date(START + 1, 8, 31)) == []
    # A server that was off on the day itself moves later, as of the day.
    (job,) = moves_of_the_day(screens, on_day, date(START + 1, 9, 3))
    assert (job.state, len(job.messages)) == ("done", 0)
    file = screens.fresh(file)
    (move,) = moves_of(file)
    assert (file.cohort_id, move.day, move.basis[:9]) == (screens.six.id, first, "Приказ № ")
    assert chain_of(file).last().event == "moved_to_cohort"
    assert moves_of_the_day(screens, on_day, date(START + 1, 9, 4)) == []


def test_a_waiting_move_gives_way_to_what_happened_meanwhile(screens, on_day):
    """A later order, a pupil who left, a class that is none: nothing is done twice or by force."""
    first = date(START + 1, 9, 1)
    on_day(date(START + 1, 6, 15))
    file, leaver = screens.files["Ежов"], screens.files["Громов"]
    with pytest.raises(StepRefused):
        move_on(file, "no such class", "Приказ № 1", first)
    assert storage.moves_until(first) == []
    for one in (file, leaver):
        move_on(one, screens.six.id, "Приказ № 1", first)
    move_to_class(file, screens.nine.id, "Приказ № 2")
    enter_state(leaver, "closed")
    transaction.commit()
    (job,) = moves_of_the_day(screens, on_day, first)
    assert job.state == "done"
    assert screens.fresh(file).cohort_id == screens.nine.id
    assert screens.fresh(leaver).cohort_id == screens.seven.id
    assert storage.moves_until(first) == []


def moves_of_the_day(screens, on_day, day):
    """Order and run the day's work of moves; return its jobs."""
    on_day(day)
    transaction.begin()
    jobs = [job for job in daily.order(screens.portal) if job.kind == "class-moves"]
    for job in jobs:
        run_now(screens.portal, job)
    transaction.commit()
    return jobs
