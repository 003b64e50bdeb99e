"""Protocols on pages: rows, a pasted table, appeals, who is still to be told, and whose row it is."""

from bs4 import BeautifulSoup
from builders import order
from builders import protocol
from collective.schoolrecords.core import preconditions
from collective.schoolrecords.core import protocols as rules
from collective.schoolrecords.core.protocols import Decision
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.ledger.storage import chain_of
from collective.schoolrecords.lifecycle import steps
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.records import numbering
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from protocol_screens import HEAD
from protocol_screens import Protocols
from protocol_screens import TITLES
from schoolrecords_screens import texts
from two_computers import Person
from urllib.parse import quote
from ZODB.POSException import ConflictError

import pytest
import requests
import transaction


@pytest.fixture
def screens(functional):
    return Protocols(functional["portal"])


def test_the_register_names_kind_classes_and_who_waits(screens):
    page = screens.page("deputy", "/protocols")
    shown = page.get_text(" ", strip=True)
    assert "101-2025" in shown
    assert "Русский язык" in shown
    assert "9А" in texts(page, "td[data-col=classes]")
    assert "9А" in texts(page, "td[data-col=awaiting]")
    assert "Протоколы" in " ".join(texts(page, ".sr-rail a"))
    cohort = screens.exam.cohorts[0]
    assert "101-2025" in screens.page("deputy", f"/protocols?class={cohort}").get_text()
    assert "101-2025" not in screens.page("deputy", "/protocols?class=nobody").get_text()


def errors(answer):
    """The summary of the errors on a refused page."""
    page = BeautifulSoup(answer.text, "html.parser")
    return [one.get_text(" ", strip=True) for one in page.select(".sr-errors li")]


def test_the_class_teacher_finds_on_the_desk_whom_to_tell(screens):
    desk = screens.page("teacher", "/@@desk")
    counted = desk.select_one("a[href$=familiarisation]")
    assert "не ознакомлены" in counted["aria-label"]
    listed = screens.page("teacher", "/@@familiarisation").select("tbody tr")
    assert str(len(listed)) == counted.get_text(strip=True)
    # It is counted under "Waits for you", and has its day under "Soon due".
    (soon,) = desk.select("section[aria-labelledby=sr-soon] li:has(a[href*=missing])")
    assert "просрочено с 20.06.2025" in soon.get_text(" ", strip=True)
    listed = screens.page("teacher", "/@@familiarisation").get_text(" ", strip=True)
    assert "Бобров Антон" in listed
    assert "просрочено с 20.06.2025" in listed
    path = screens.path(screens.exam)
    # Refused: nothing was said of how. The rows stay ticked, in the part of the list that was shown.
    refused = screens.post(
        "teacher", f"{path}?missing=1", {"do": "familiarise", "row": ["2"], "ack_day": "20.06.2025"}
    )
    assert refused.status_code == 200
    boxes = BeautifulSoup(refused.text, "html.parser").select("input[name=row]")
    assert {box["value"]: box.has_attr("checked") for box in boxes} == {"1": False, "2": True}
    form = BeautifulSoup(refused.text, "html.parser").find("form", id="deed-familiarise")
    assert form["action"].endswith("?missing=1")
    # Every fault is told at once, and once for all rows.
    nobody = {"do": "familiarise", "ack_day": "01.01.2031"}
    told = errors(screens.post("teacher", path, nobody))
    assert told == [
        "Способ ознакомления: Заполните это поле.",
        "«Дата»: день 01.01.2031 ещё не наступил.",
        "Не выбрано ни одной строки.",
    ]
    both = {**nobody, "row": ["1", "2"], "ack_way": "paper"}
    assert errors(screens.post("teacher", path, both)) == [
        "«Дата»: день 01.01.2031 ещё не наступил."
    ]
    answer = screens.post(
        "teacher",
        path,
        {
            "do": "familiarise",
            "row": ["1", "2"],
            "ack_day": "20.06.2025",
            "ack_way": "paper",
            "ack_fact": "лист 1",
        },
    )
    assert answer.status_code == 302, answer.text[:500]
    assert screens.fresh(screens.exam).unfamiliar() == ()
    assert "не ознакомлены" not in screens.page("teacher", "/@@desk").get_text()


def test_an_appeal_is_entered_beside_the_row(screens):
    path = screens.path(screens.exam)
    form = {
        "do": "appeal",
        "appeal_row": "2",
        "appeal_outcome": "changed",
        "appeal_number": "102-А",
        "appeal_day": "28.06.2025",
        "appeal_primary": "29",
        "appeal_criteria": "",
        "appeal_mark": "5",
    }
    # Nobody has been familiarised yet: the rows with boxes belong to that deed, and its day stays.
    wrong = {**form, "appeal_row": "", "appeal_outcome": ""}
    told = screens.post("deputy", path, wrong)
    assert [one.partition(":")[0] for one in errors(told)] == [
        "Обучающийся в протоколе",
        "Решение по апелляции",
    ]
    asked = BeautifulSoup(told.text, "html.parser")
    assert asked.select_one("#deed-familiarise input[name=ack_day]")["value"]
    assert len(asked.select("#f-appeal-appeal_row option[value='2']")) == 1
    assert "#rows" not in asked.select_one("#deed-appeal")["action"]
    sent = screens.post("deputy", path, form)
    assert sent.status_code == 302
    assert "#" not in sent.headers["Location"]
    shown = screens.page("deputy", path).get_text(" ", strip=True)
    assert "изменён по апелляции" in shown
    assert "протокол 102-А от 28.06.2025" in shown
    assert "вместо строки 2" in shown
    # What was decided is not decided again: the row is not offered any more, the new one is.
    again = screens.page("deputy", path)
    offered = [one["value"] for one in again.select("#f-appeal-appeal_row option")]
    assert offered == ["", "1", "3"]
    assert screens.post("deputy", path, form).status_code == 200


def test_a_table_is_pasted_checked_and_saved_whole(screens):
    path = screens.path(screens.draft) + "/@@paste-rows"
    wrong = (
        f"{TITLES}\n1\t9А\tБобров\tАнтон\tИльинична\tОГЭ\tмного\t7\n2\t12Я\tЁжова\tВера\t\t\t\t4"
    )
    page = screens.post("deputy", path, {"table": wrong, "check": "1"})
    for place in ("7 · Первичный балл", "8 · Отметка", "2 · Класс"):
        assert place in page.text
    assert "Внести эти строки" not in page.text
    assert facts_of(page) == ["2", "2", "0", "0"]
    assert "Не сохранена ни одна строка" in page.text
    assert screens.post("deputy", path, {"table": wrong, "save": "1"}).status_code == 200
    assert screens.fresh(screens.draft).row_count() == 0
    lines = "\n".join(f"{n}\t9А\tПетров\tИмя{'а' * n}\t\tОГЭ\t20\t4" for n in range(1, 101))
    good = f"{TITLES}\n{lines}"
    page = screens.post("deputy", path, {"table": good, "check": "1"})
    assert "Внести эти строки" in page.text
    assert facts_of(page) == ["100", "0", "100", "100"]
    assert "до этого ничего не сохранено" in page.text
    assert "нет личного дела" in page.text
    assert screens.post("deputy", path, {"table": good, "save": "1"}).status_code == 302
    assert screens.fresh(screens.draft).row_count() == 100
    page = screens.page("deputy", screens.path(screens.draft))
    assert "личное дело не выбрано" in page.get_text()
    assert len(page.select("#rows tbody tr")) == 25
    # Of one name with a pupil of the class, and yet from outside: said in a column of its own.
    assert "Не из нашей школы" in screens.page("deputy", path).get_text()
    strange = f"{TITLES}\tСторонний\n101\t9А\tБобров\tАнтон\t\tОГЭ\t20\t4\tшкола № 5"
    page = screens.post("deputy", path, {"table": strange, "check": "1"})
    assert "нет личного дела" not in page.text
    assert screens.post("deputy", path, {"table": strange, "save": "1"}).status_code == 302
    *_others, last = screens.fresh(screens.draft).rows().values()
    assert (last.last_name, last.outside, last.file) == ("Бобров", "школа № 5", None)


def facts_of(page):
    """What a check counts: rows read, with a fault, without one, to be entered."""
    return texts(BeautifulSoup(page.text, "html.parser"), ".sr-facts dd")


def test_a_check_tells_all_faults_of_a_row_with_its_place(screens):
    path = screens.path(screens.draft) + "/@@paste-rows"
    whole = "1\t9А\tБобров\tАнтон\tИльинична\tОГЭ\t32\t5"
    # One row: no such class, a wrong score, no mark, a name with digits, a cell beside the titles.
    bad = "2\t12Я\tПет4ров\tИгорь\t\tОГЭ\tмного\t\tещё"
    page = screens.post("deputy", path, {"table": f"{TITLES}\n{whole}\n{bad}", "check": "1"})
    assert facts_of(page) == ["2", "1", "1", "0"]
    table = BeautifulSoup(page.text, "html.parser").select("main tbody tr")
    told = [[one.get_text(" ", strip=True) for one in row.select("td, th")] for row in table]
    assert {row[0] for row in told} == {"3 Пет4ров Игорь"}
    wrong = {row[1] for row in told if row[3] == "Ошибка"}
    assert wrong == {"2 · Класс", "3 · Фамилия", "7 · Первичный балл", "8 · Отметка"}
    assert [row[1] for row in told if row[3] != "Ошибка"] == ["9"]
    # A column that the table lacks is called as it would be, and counted nowhere.
    short = "Класс\tФамилия\tИмя\n9А\tБобров\tАнтон"
    page = screens.post("deputy", path, {"table": short, "check": "1"})
    row = BeautifulSoup(page.text, "html.parser").select_one("main tbody tr")
    assert "Отметка" in row.get_text() and "Нет значения" in row.get_text()
    # Without titles nothing is guessed: the first row is shown as it stands.
    page = screens.post("deputy", path, {"table": whole, "save": "1"})
    shown = BeautifulSoup(page.text, "html.parser").select_one("main").get_text(" ", strip=True)
    assert "2 — 9А; 3 — Бобров" in shown
    assert "не сохранена ни одна строка" in shown
    assert screens.fresh(screens.draft).row_count() == 0


def test_an_attestation_names_task_and_marks_in_table_form_and_row(screens):
    head = {**HEAD, "kind": "interim", "study_form": "full_time", "teacher": "Бережков Р. Д."}
    setRoles(screens.portal, TEST_USER_ID, ["Deputy"])
    record = protocol(**{**head, "title": "Аттестация, 9А", "registration_number": "14"})
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    path = screens.path(record)
    hint = screens.page("deputy", f"{path}/@@paste-rows").get_text(" ", strip=True)
    assert "Вариант, Билет, Отметка, Отметка прописью, Годовая отметка, Итоговая отметка" in hint
    table = "Класс\tФамилия\tИмя\tВариант\t№ билета\tОтметка\tПрописью\tГодовая\tИтоговая\n"
    wrong = f"{table}9А\tБобров\tАнтон\t2\t14а\t4\tпять\t3\t4"
    checked = screens.post("deputy", f"{path}/@@paste-rows", {"table": wrong, "check": "1"})
    assert "Цифрой стоит одна отметка, прописью — другая" in checked.text
    table += "9А\tБобров\tАнтон\t2\t14а\t4 (четыре)\tчетыре\t3\t4"
    assert screens.post("deputy", f"{path}/@@paste-rows", {"table": table, "save": "1"}).ok
    names = {"label": "9А", "last_name": "Ежова", "first_name": "Вера", "middle_name": "Ильинична"}
    new = {f"new_{name}": text for name, text in names.items()}
    new |= {"new_variant": "", "new_ticket": "7", "new_mark": "5"}
    new |= {"new_year_mark": "4", "new_final_mark": "5"}
    assert screens.post("deputy", path, {"do": "add", **new}).status_code == 302
    kept = [(one.variant, one.ticket) for one in screens.fresh(record).rows().values()]
    assert kept == [("2", "14а"), ("", "7")]
    marks = [
        (one.mark, one.year_mark, one.final_mark) for one in screens.fresh(record).rows().values()
    ]
    assert marks == [("4", "3", "4"), ("5", "4", "5")]
    others = (*names, "primary", "file", "mark", "year_mark", "final_mark")
    empty = dict.fromkeys((f"row_{name}" for name in others), "")
    change = {"do": "change", "row": "2", **empty, "row_variant": "3", "row_ticket": ""}
    assert screens.post("deputy", path, change).status_code == 302
    assert screens.fresh(record).row(2).variant == "3"
    page = screens.page("deputy", path)
    assert {"Вариант", "Билет", "Годовая отметка", "Итоговая отметка"} <= set(
        texts(page, "#rows th")
    )
    assert "4 четыре" in texts(page, "#rows td")
    shown = texts(screens.page("deputy", f"{path}/@@entry?number=1"), "tbody td, tbody th")
    facts = dict(zip(shown[::2], shown[1::2], strict=True))
    assert (facts["Отметка"], facts["Годовая отметка"]) == ("4 (четыре)", "3")
    assert "14а" in facts.values()
    printed = screens.get("deputy", f"{path}/@@print-protocol")
    assert printed.content.startswith(b"%PDF")


def test_rows_are_added_changed_and_taken_out_of_a_draft(screens):
    path = screens.path(screens.draft)
    new = {
        "new_label": "9а",
        "new_last_name": "Ежова",
        "new_first_name": "Вера",
        "new_middle_name": "Ильинична",
        "new_form": "ОГЭ",
        "new_primary": "25",
        "new_criteria": "",
        "new_mark": "4",
    }
    assert screens.post("deputy", path, {"do": "add", **new}).status_code == 302
    assert screens.fresh(screens.draft).row(1).file == screens.files[1].UID()
    empty = dict.fromkeys(("row_last_name", "row_first_name", "row_middle_name", "row_primary"), "")
    change = {"do": "change", "row": "1", **empty, "row_mark": "5", "row_file": ""}
    assert screens.post("deputy", path, change).status_code == 302
    assert screens.fresh(screens.draft).row(1).mark == "5"
    screens.post("deputy", path, {**change, "row_mark": "", "row_file": "Б-1"})
    assert screens.fresh(screens.draft).row(1).file == screens.files[0].UID()
    assert screens.post("deputy", path, {"do": "remove", "row": "1"}).status_code == 302
    assert screens.fresh(screens.draft).row_count() == 0


def test_minutes_and_what_rests_on_them_lead_to_each_other(screens):
    setRoles(screens.portal, TEST_USER_ID, ["Secretary", "Deputy", "Director"])
    day = date(2025, 5, 26)
    minutes = protocol(kind="council", title="О переводе", registration_number="5", dated_on=day)
    writer.add_rows(minutes, [Decision(1, "О переводе", "", "Перевести")])
    enter_state(minutes, "approved")
    numbering.claim(screens.portal["protocols"], minutes)
    minutes.reindexObject()
    resting = order(minutes_number="5", minutes_date=day, minutes_point=1)
    years_of(screens.files[0]).enter(
        "2024/25", {"minutes_number": "5", "minutes_date": day}, 9, MarkRules()
    )
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    path = screens.path(minutes)
    cited = screens.page("director", path).select_one("#cited")
    assert {one["href"] for one in cited.select("a")} == {
        resting.absolute_url(),
        screens.files[0].absolute_url(),
    }
    page = screens.page("director", screens.path(resting))
    link = page.select_one(f"aside a[href='{minutes.absolute_url()}/@@entry?number=1']")
    assert link.get_text(strip=True) == "Протокол педсовета № 5 от 26.05.2025, п. 1"
    assert "О переводе" in screens.page("director", f"{path}/@@entry?number=1").get_text()
    (row,) = (one for one in cited.select("tbody tr") if resting.absolute_url() in str(one))
    assert texts(row, "td")[2] == "1"
    assert "Решение педсовета: протокол №" in page.get_text()
    # The class teacher reads the decision of the own pupil and no minutes.
    for key in ("teacher", "guardian"):
        assert screens.get(key, path).status_code in (302, 401, 403)


def test_a_family_finds_its_own_row_and_no_other(screens):
    path = screens.path(screens.exam)
    own = screens.page("guardian", f"{path}/@@entry?number=1").get_text(" ", strip=True)
    assert "Бобров Антон" in own
    assert "Ёжова" not in own
    listed = screens.page("guardian", screens.path(screens.files[0])).get_text(" ", strip=True)
    assert "Экзамены и аттестация" in listed
    for key, page in (
        ("guardian", f"{path}/@@entry?number=2"),
        ("guardian", f"{path}/@@entry?number=99"),
        ("stranger", f"{path}/@@entry?number=1"),
        ("guardian", path),
        ("guardian", f"{path}/@@paste-rows"),
        ("guardian", "/@@familiarisation"),
    ):
        answer = screens.get(key, page)
        assert "Ёжова" not in answer.text, page
        assert answer.status_code in (302, 401, 403, 404), (page, answer.status_code)
    assert "101-2025" not in screens.page("guardian", "/protocols").get_text()
    assert "Ёжова" not in screens.page("guardian", "/@@sr-search?q=Ежова").get_text()


def test_a_row_is_found_as_a_row(screens):
    """By page, suggestions and REST: the staff by the protocol, others their own class or child."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary", "Deputy"])
    other = add_cohort(screens.town.school, year=2024, grade=9, letter="Б", last_grade=11)
    screens.town.holder("other", "class_teacher", cohort_id=other.id)
    both = protocol(
        **{
            **HEAD,
            "registration_number": "103-2025",
            "title": "ГИА-9, Химия",
            "school_subject": "Химия",
        }
    )
    common = {"form": "ОГЭ", "primary": 30, "mark": "5"}
    rows = [
        ResultRow(
            label="9А", last_name="Бобров", first_name="Антон", middle_name="Ильинична", **common
        ),
        ResultRow(label="9Б", last_name="Чужой", first_name="Пётр", **common),
    ]
    writer.add_rows(both, rows)
    setRoles(screens.portal, TEST_USER_ID, ["Member"])
    transaction.commit()
    exam, draft = screens.path(screens.exam), screens.path(both)

    def rows_of(key, text):
        """Addresses and titles of the rows that somebody finds; all three ways tell the same."""
        url = f"{screens.url}/@@sr-search?q={quote(text)}"
        page = screens.page(key, url[len(screens.url) :])
        shown = [one["href"] for one in page.select("#protocol-rows a.sr-open")]
        answer = requests.get(
            f"{screens.url}/@search-records",
            params={"q": text},
            auth=screens.account(key),
            headers={"Accept": "application/json"},
            timeout=60,
        ).json()
        group = [one for one in answer["groups"] if one["id"] == "protocol-rows"]
        told = [one["@id"] for one in group[0]["items"]] if group else []
        assert (group[0]["items_total"] if group else 0) == len(told)
        offered = screens.get(key, f"/@@ajax-search?SearchableText={quote(text)}").json()
        urls = [one["url"] for one in offered["items"] if "@@entry" in one["url"]]
        assert shown == told == urls, (key, text)
        return {one[len(screens.url) :] for one in told}

    first, second = f"{exam}/@@entry?number=1", f"{exam}/@@entry?number=2"
    strange = f"{draft}/@@entry?number=2"
    assert rows_of("deputy", "боброва") == {first, f"{draft}/@@entry?number=1"}
    assert rows_of("deputy", "бобров русский") == {first}
    assert rows_of("deputy", "ежова") == {second}
    assert rows_of("deputy", "чужой") == {strange}
    assert rows_of("deputy", "русский") == set()
    assert rows_of("teacher", "бобров") >= {first}
    assert rows_of("teacher", "чужой") == set()
    assert rows_of("guardian", "бобров") == {first}, "a draft is not shown to the family"
    for key, text in (
        ("guardian", "ежова"),
        ("guardian", "чужой"),
        ("stranger", "бобров"),
        ("guardian", "русский"),
        ("guardian", "101-2025"),
        ("guardian", "<script>"),
        ("other", "бобров"),
    ):
        assert rows_of(key, text) == set(), (key, text)
    for key in ("teacher", "other"):
        # Neither by a search nor by the register's words: who else has a row is not told.
        found = screens.page(key, f"/protocols?text={quote('ежова чужой')}")
        assert "103-2025" not in found.get_text()
    assert "103-2025" not in screens.page("teacher", "/protocols?text=Чужой").get_text()
    assert "103-2025" in screens.page("deputy", "/protocols?text=Чужой").get_text()
    assert screens.get("deputy", first).status_code == 200
    assert screens.get("guardian", first).status_code == 200


def fields_on(page):
    """Field or button of a form → what the label of the field says."""
    found = {}
    for one in page.select("main form [name]"):
        field = next(reversed(one.find_parents(class_="sr-field")), None)
        field = None if one.name == "button" else field
        name = one["name"].partition(".")[0]
        label = field.select_one("label, legend") if field is not None else None
        found.setdefault(name, label.get_text(" ", strip=True) if label is not None else "")
    return found


def test_a_protocol_is_drawn_up_on_a_form(screens):
    page = screens.page("secretary", "/protocols/@@add-record")
    labels = " ".join(texts(page, "label"))
    assert "Вид протокола" in labels
    options = texts(page, "select[name=kind] option")
    assert "Педагогический совет" in options
    plain = fields_on(page)
    assert {"kind", "title", "show_kind", "dated_on"} <= set(plain)
    assert not rules.KIND_FIELDS & set(plain)
    for kind in rules.KINDS:
        shown = fields_on(screens.page("secretary", f"/protocols/@@add-record?kind={kind}"))
        assert set(rules.FIELDS[kind]) == rules.KIND_FIELDS & set(shown), kind
        # The marks are those of the rules: each field that the next steps miss, and no other.
        missed = {
            reason.field
            for name in ("submit", "approve")
            for reason in preconditions.check("protocol", name, {"kind": kind}, {}, date.min)
        }
        marked = {name for name, text in shown.items() if "нужно для утверждения" in text}
        assert marked == (missed - {None, "title"}) | {"kind"}, kind

    # Choosing another kind shows its fields, keeps what was typed and files nothing.
    sent = {"kind": "interim", "title": "Аттестация <b>", "show_kind": "1"}
    answer = screens.post("secretary", "/protocols/@@add-record", sent)
    assert answer.status_code == 200
    assert "study_form" in answer.text
    assert "Аттестация &lt;b&gt;" in answer.text

    answer = screens.post(
        "secretary",
        "/protocols/@@add-record",
        {"save": "1", "kind": "council", "title": "Заседание № 5", "dated_on": "25.05.2025"},
    )
    assert answer.status_code == 302, texts(
        BeautifulSoup(answer.text, "html.parser"), ".sr-errors li"
    )
    drawn = answer.headers["Location"][len(screens.url) :].partition("#")[0]
    assert screens.get("secretary", f"{drawn}/@@add-document").status_code == 200


TOLD = date(2025, 6, 20)
#: What two people do at once to the draft or to the approved protocol: only one of them may win.
MEETINGS = {
    "rows change while the protocol is submitted": (
        "draft",
        ("secretary", lambda record: steps.perform(record, "submit")),
        ("deputy", lambda record: writer.change_row(record, 1, {"mark": "3"})),
    ),
    "two rows are added under one number": (
        "draft",
        ("secretary", lambda record: writer.add_rows(record, [FIRST])),
        ("deputy", lambda record: writer.add_rows(record, [SECOND])),
    ),
    "one pupil is told twice": (
        "exam",
        ("teacher", lambda record: writer.acknowledge(record, (1,), TOLD, "paper")),
        ("deputy", lambda record: writer.acknowledge(record, (1,), TOLD, "electronic")),
    ),
    "an appeal is decided twice": (
        "exam",
        ("secretary", lambda record: writer.rule_on(record, 1, "rejected", "1-А", TOLD)),
        ("deputy", lambda record: writer.rule_on(record, 1, "annulled", "2-А", TOLD)),
    ),
}
FIRST = ResultRow(label="9А", last_name="Белкина", first_name="Ия", mark="4")
SECOND = ResultRow(label="9А", last_name="Волкова", first_name="Ася", mark="5")


@pytest.fixture
def met(screens):
    """A draft with rows, ready to be submitted."""
    setRoles(screens.portal, TEST_USER_ID, ["Manager", "Secretary", "Deputy"])
    screens.fill(screens.draft)
    transaction.commit()
    return screens


@pytest.mark.parametrize("meeting", MEETINGS)
def test_of_two_at_once_the_second_is_told_to_look_again(met, meeting):
    which, *doings = MEETINGS[meeting]
    path = met.path(getattr(met, which)).lstrip("/")
    database = met.portal._p_jar.db()
    people = [Person(database, user_id) for user_id, _action in doings]
    try:
        for person, (_user_id, action) in zip(people, doings, strict=True):
            person.works(action, path)
        people[0].commits()
        with pytest.raises(ConflictError):
            people[1].commits()
        kept = met.fresh(getattr(met, which))
        assert chain_of(kept).verify() == ()
        assert kept.values_intact()
    finally:
        for person in people:
            person.leaves()
