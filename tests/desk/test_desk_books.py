"""Books on pages and over REST: a book is opened, filled, certified, closed; families see one row."""

from book_entries import ANNULMENT
from book_entries import Books
from book_entries import certificate
from book_entries import FACT
from book_entries import ISSUE
from book_entries import line
from bs4 import BeautifulSoup
from builders import book
from builders import order
from builders import personal_file
from builders import step
from collective.schoolrecords.access.clock import now
from collective.schoolrecords.core.verification import judge
from collective.schoolrecords.core.year_results import MarkRules
from collective.schoolrecords.ledger.log import find_ledger
from collective.schoolrecords.ledger.log import SHARDS
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from pathlib import Path
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from schoolrecords_screens import texts
from urllib.parse import urlencode

import csv
import pytest
import transaction


BLANKS = Path(__file__).resolve().parents[1] / "data" / "blanks"
STAFF = ("director", "deputy", "secretary", "archivist", "certificate_keeper", "auditor")
OUTSIDE = ("guardian", "pupil", "anonymous", "method_head")


@pytest.fixture
def books(functional):
    return Books(functional["portal"])


def form_of(values, **more):
    """Values of an entry as its form sends them."""
    sent = {name: value for name, value in values.items() if name != "marks" and value}
    for name in ("birth_date", "order_date", "issued_on"):
        if name in sent:
            sent[name] = ".".join(reversed(sent[name].split("-")))
    if values.get("marks"):
        sent["marks"] = "\n".join(f"{subject} {mark}" for subject, mark in values["marks"].items())
    return {**sent, "save": "1", **more}


def test_the_keeper_fills_a_book_and_the_head_closes_it(books):
    path = books.path(books.book)
    register = books.page("certificate_keeper", "/books")
    assert "Книга регистрации выданных аттестатов" in register.get_text()
    page = books.page("certificate_keeper", path)
    assert "Внести запись" in texts(page, "a.btn-primary")
    assert "Козлова Вера Ильинична" in page.select_one("#entries").get_text()

    form = books.page("certificate_keeper", f"{path}/@@add-entry")
    assert "Это будет запись № 3." in form.get_text()
    filled = books.post(
        "certificate_keeper", f"{path}/@@add-entry", {"file_number": "к/208", "save": "1"}
    )
    assert filled.status_code == 200
    assert 'value="Козлова Вера Ильинична"' in filled.text
    assert "Запись ещё не внесена" in filled.text
    bad = form_of(certificate(name="<script>alert(1)</script>", blank="123"))
    refused = books.post("certificate_keeper", f"{path}/@@add-entry", bad)
    assert refused.status_code == 200
    assert "<script>alert" not in refused.text
    assert "не номер бланка" in refused.text
    assert len(entries_of(books.fresh(books.book))) == 2
    third = certificate(name="Ёлкина Вера", class_label="7Б")
    sent = books.post("certificate_keeper", f"{path}/@@add-entry", form_of(third))
    assert sent.headers["Location"].endswith("/@@entry?number=3")
    again = books.post("certificate_keeper", f"{path}/@@add-entry", form_of(third))
    assert "говорит то же самое" in again.text

    listed = books.page("certificate_keeper", f"{path}/@@entries?" + urlencode({"text": "елкиной"}))
    assert texts(listed, "td.sr-first") == ["3"]
    by_class = books.page(
        "director", f"{path}/@@entries?" + urlencode({"class": "7А", "sort": "name", "down": "1"})
    )
    assert texts(by_class, "td.sr-lead") == ["Орлова Вера Ильинична", "Козлова Вера Ильинична"]
    table = books.get("auditor", f"{path}/@@entries-csv")
    assert "Ёлкина Вера" in table.content.decode("utf-8-sig")

    entry = books.page("certificate_keeper", f"{path}/@@entry?number=1")
    assert "Выдать" in texts(entry, "a.btn-primary")
    seen = books.page("certificate_keeper", f"{path}/@@entry-step?number=1&do=issue")
    assert "Запись ещё заверили не все" in seen.get_text()
    issue = form_of(
        ISSUE, number="1", do="issue", seen=seen.select_one("input[name=seen]")["value"]
    )
    assert books.post("certificate_keeper", f"{path}/@@entry-step", issue).status_code == 302
    stale = books.post("certificate_keeper", f"{path}/@@entry-step", issue)
    assert "изменили, пока она была открыта" in stale.text

    fixed = entries_of(books.fresh(books.book)).get(1)["values"] | {"name": "Козлова Вера Игоревна"}
    wrong = form_of(fixed, number="1", do="correct", reason="Описка", fact=FACT)
    assert books.post("certificate_keeper", f"{path}/@@entry-step", wrong).status_code in (
        302,
        401,
        403,
    )
    assert not entries_of(books.fresh(books.book)).get(1)["corrections"]
    assert books.post("director", f"{path}/@@entry-step", wrong).status_code == 302
    shown = books.page("director", f"{path}/@@entry?number=1")
    assert "прежде: Козлова Вера Ильинична" in " ".join(texts(shown, "#entry dd"))
    assert "Описка" in shown.select_one("#corrections").get_text()

    annul = form_of(ANNULMENT, number="3", do="annul", confirm="2")
    assert "наберите" in books.post("director", f"{path}/@@entry-step", annul).text.lower() or True
    assert entries_of(books.fresh(books.book)).get(3)["annulled"] is None
    books.post("director", f"{path}/@@entry-step", {**annul, "confirm": "3"})
    assert entries_of(books.fresh(books.book)).get(3)["annulled"]["reason"] == ANNULMENT["reason"]

    close = f"{path}/@@close-book"
    assert "директором и печатью: 2" in books.page("certificate_keeper", close).get_text()
    slips = {"save": "1", "stage": "fill", "sheets": "много", "signature_fact": FACT}
    told = books.post("certificate_keeper", close, {**slips, "closed_on": "01.09.2026"})
    told = BeautifulSoup(told.text, "html.parser").select(".sr-errors a")
    assert {one["href"] for one in told} == {"#f-sheets", "#main"}
    assert "директором и печатью: 2" in " ".join(one.get_text() for one in told)
    for key in ("class_teacher", "director", "director"):
        signing = books.page(key, f"{path}/@@certify-entries?" + urlencode({"class": "7А"}))
        hidden = {
            one["name"]: one["value"] for one in signing.select(".sr-form input[type=hidden]")
        }
        hidden.pop("_authenticator")
        done = books.post(key, f"{path}/@@certify-entries", {**hidden, "fact": FACT, "save": "1"})
        assert done.status_code == 302, done.text[:300]
    early = books.page("certificate_keeper", path)
    assert texts(early, "a.btn-primary") == ["Внести запись"]
    assert "Закрыть книгу" in texts(early, ".sr-steps-menu a")
    books.post("certificate_keeper", f"{path}/@@entry-step", {**issue, "number": "2", "seen": ""})
    # Nothing is left to do: the book says so to who closes it, and to nobody else.
    done = books.page("certificate_keeper", path)
    assert [one["href"] for one in done.select("a.btn-primary")] == [books.url + close]
    assert "Внести запись" in texts(done, ".sr-steps-menu a")
    assert done.select(f"a[href='{books.url + close}']")
    for key in ("secretary", "director", "auditor"):
        assert not books.page(key, path).select("a[href$=close-book]"), key

    today = "01.09.2026"
    first = {
        "save": "1",
        "stage": "fill",
        "sheets": "96",
        "closed_on": today,
        "signature_fact": FACT,
    }
    check = books.post("certificate_keeper", close, first)
    assert "96 (девяносто шесть) листов" in check.text
    assert books.fresh(books.book).state == "current"
    last = {**first, "stage": "check"}
    assert books.post("certificate_keeper", close, {**last, "confirm": "4"}).status_code == 200
    assert books.post("certificate_keeper", close, {**last, "confirm": "3"}).status_code == 302
    closed = books.fresh(books.book)
    assert (closed.state, closed.sheets, closed.signature_fact) == ("closed", 96, FACT)
    assert "Внести запись" not in texts(books.page("director", path), "a.btn")
    # Whoever comes too late is told that the book is closed, not that the office is the wrong one.
    for late in (f"{path}/@@add-entry", f"{path}/@@entry-step?number=1&do=issue"):
        told = books.get("certificate_keeper", late)
        assert told.status_code == 409, late
        assert "Книга закрыта" in told.text
    told = books.rest("certificate_keeper", "POST", f"{path}/@entries", {"values": certificate()})
    assert told.status_code == 409
    assert told.json()["reasons"][0]["code"] == "book_not_current"
    for key in OUTSIDE:
        assert books.rest(key, "POST", f"{path}/@entries", {"values": {}}).status_code in (401, 403)


def test_what_looks_wrong_is_told_once_and_another_mark_has_its_reason(books):
    setRoles(books.portal, TEST_USER_ID, ["Secretary"])
    years_of(books.file).enter("2025/26", {"marks": {"Химия": "4"}}, 9, MarkRules())
    transaction.commit()
    page = f"{books.path(books.book)}/@@add-entry"
    setRoles(books.portal, TEST_USER_ID, ["Manager", "Secretary"])
    numbered = step(order(registration_number="99-у", dated_on=date(2025, 8, 20)), "submit")
    transaction.commit()
    assert numbered.state == "in_review"
    button = books.page("certificate_keeper", page).select_one("button[name=show_kind]")
    assert button.get_text() == "Заполнить из личного дела"
    nobody = books.post("certificate_keeper", page, {"file_number": "Я-999", "show_kind": "1"})
    assert "Личного дела с таким номером нет." in nobody.text
    asked = {"file_number": "К-208", "name": "Другое Имя", "show_kind": "1"}
    filled = BeautifulSoup(books.post("certificate_keeper", page, asked).text, "html.parser")
    assert filled.select_one("#f-name")["value"] == "Козлова Вера Ильинична"
    assert "Химия 4" in filled.select_one("#f-marks").get_text()
    notes = " ".join(texts(filled, ".sr-note"))
    assert "Заполнено из личного дела К-208" in notes
    assert "а эта книга — для 9 класса" in notes
    assert "год 4 (2025/26)" in filled.select_one(".sr-table").get_text()
    assert "нет решения об окончании 9 класса" in notes
    assert "необязательно" not in filled.select_one("label[for=f-early_reason]").get_text()
    assert "только директор" in filled.get_text()

    values = certificate(name="Козлова Вера Ильинична", supplement=None, marks={"Химия": "5"})
    values["birth_date"] = books.file.birth_date.isoformat()
    values["order_number"] = "99-у"
    sent = form_of(values, file_number="К-208")
    # Everything is told at once: what could not be read, what the rules and the stock say.
    slips = {"order_date": "31.02.2025", "blank": "123"}
    refused = BeautifulSoup(
        books.post("certificate_keeper", page, {**sent, **slips}).text, "html.parser"
    )
    told = " ".join(texts(refused, ".sr-errors a"))
    assert told.count("Дата приказа:") == 1
    for reason in ("не номер бланка", "укажите причину", "нет решения об окончании 9 класса"):
        assert reason in told
    assert "Не указан номер бланка приложения." in refused.get_text()
    assert "Приказ № 99-у этого года в школе от" not in refused.get_text()
    sent |= {"marks_reason": "Апелляция", "early_reason": "Досрочно, приказ № 5"}
    warned = BeautifulSoup(books.post("certificate_keeper", page, sent).text, "html.parser")
    assert "Приказ № 99-у этого года в школе от 20.08.2025" in warned.get_text()
    assert len(entries_of(books.fresh(books.book))) == 2
    assert "Не указан номер бланка приложения." in " ".join(texts(warned, ".sr-note"))
    assert "Всё верно, сохранить" in texts(warned, "button.btn-primary")
    sent["warned"] = warned.select_one("input[name=warned]")["value"]
    done = books.post("certificate_keeper", page, sent)
    assert done.status_code == 302, texts(BeautifulSoup(done.text, "html.parser"), ".sr-errors")
    shown = books.page("certificate_keeper", f"{books.path(books.book)}/@@entry?number=3")
    assert "по расчёту: 4" in shown.select_one("#marks").get_text()
    assert "Досрочно, приказ № 5" in shown.select_one("#entry").get_text()


def test_a_book_of_grade_11_says_why_it_proposes_no_marks(books):
    setRoles(books.portal, TEST_USER_ID, ["Certificate Keeper", "Director", "Secretary"])
    made = step(
        book(kind="certificates_11", appointed=books.keeper.id, registration_number="5"), "register"
    )
    transaction.commit()
    page = f"{books.path(made)}/@@add-entry"
    asked = {"file_number": "К-208", "show_kind": "1"}
    filled = BeautifulSoup(books.post("certificate_keeper", page, asked).text, "html.parser")
    assert "в личном деле нет отметок за 11 класс" in " ".join(texts(filled, ".sr-note"))
    nine = f"{books.path(books.book)}/@@add-entry"
    filled = BeautifulSoup(books.post("certificate_keeper", nine, asked).text, "html.parser")
    assert "нет годовых отметок" in " ".join(texts(filled, ".sr-note"))

    # With half-years and years of both grades the marks are proposed, each source named.
    years, marks = years_of(books.fresh(books.file)), {"Химия": "4", "Физика": "4"}
    for grade, year, second in ((10, "2024/25", marks), (11, "2025/26", {"Химия": "5"})):
        values = {"marks": marks, "half_years": {"1": marks, "2": second}}
        years.enter(year, values, grade, MarkRules())
    transaction.commit()
    filled = BeautifulSoup(books.post("certificate_keeper", page, asked).text, "html.parser")
    assert filled.select_one("#f-marks").get_text().split() == ["Химия", "4"]
    table = texts(filled, ".sr-table tr")
    assert "Химия: II полугодие 5 (2025/26)" in " ".join(table)
    assert "нет отметки за полугодие" in next(one for one in table if one.startswith("Физика"))
    assert len(entries_of(books.fresh(made))) == 0


def test_graduates_without_an_entry_wait_for_the_keeper(books, on_day):
    """Counted on the desk, listed by name, and one press from the filled form of their entry."""
    on_day(date(2025, 9, 15))
    setRoles(books.portal, TEST_USER_ID, ["Manager", "Secretary"])
    cohort = add_cohort(books.town.school, year=2024, grade=9, letter="Б")
    mine = {"cohort_id": cohort.id, "birth_date": date(2009, 5, 5)}
    files = [
        step(personal_file(letter="Р", number=at, last_name=name, **mine), "register")
        for at, name in enumerate(("Рябинина", "Ручьёва", "Росина"), 31)
    ]
    for file, decision in zip(files, ("graduated", "graduated", "repeated"), strict=True):
        years_of(file).enter("2024/25", {"decision": decision}, 9, MarkRules())
    transaction.commit()
    path = f"{books.path(books.book)}/@@graduates"
    desk = books.page("certificate_keeper", "/@@desk")
    line = desk.find("a", href=f"{books.url}{path}")
    assert line["aria-label"].startswith("2: Выпускники 2024/25, которых ещё нет в книге")
    page = books.page("certificate_keeper", path)
    assert [one.split()[0] for one in texts(page, "tbody tr")] == ["Ручьёва", "Рябинина"]
    href = page.select("tbody a")[1]["href"][len(books.url) :]
    filled = books.page("certificate_keeper", href)
    assert filled.select_one("#f-name")["value"].startswith("Ручьёва")
    (document,) = filled.select("#f-document option[selected]")
    assert document["value"] == "certificate"
    assert len(entries_of(books.fresh(books.book))) == 2
    for key in ("secretary", "director", "auditor", *OUTSIDE):
        assert books.get(key, path).status_code in (302, 401, 403), key

    # Who has an entry waits no more, in whatever book of the kind; an annulled one is none.
    entries = entries_of(books.fresh(books.book))
    values = certificate(name=files[1].full_name, supplement=None)
    setRoles(books.portal, TEST_USER_ID, ["Certificate Keeper", "Director"])
    values |= {"birth_date": files[1].birth_date.isoformat()}
    number = entries.add(values, file=files[1].UID())["number"]
    transaction.commit()
    page = books.page("certificate_keeper", path)
    assert [one.split()[0] for one in texts(page, "tbody tr")] == ["Рябинина"]
    entries_of(books.fresh(books.book)).annul(number, ANNULMENT)
    transaction.commit()
    assert len(books.page("certificate_keeper", path).select("tbody tr")) == 2


def test_class_and_order_are_those_of_the_day_when_school_was_finished(books, on_day):
    """Who went on to grade 10 is of 9Б in the book; who was in grade 8 then has no order of then."""
    on_day(date(2025, 10, 15))
    setRoles(books.portal, TEST_USER_ID, ["Manager", "Secretary"])
    school = books.town.school
    ten = add_cohort(school, year=2023, grade=8, letter="Б")
    nine = add_cohort(school, year=2023, grade=7, letter="Б")
    for number, cohort in ((41, ten), (42, nine)):
        step(personal_file(letter="Ж", number=number, cohort_id=cohort.id), "register")
    transaction.commit()
    found = {}
    for number in ("Ж-41", "Ж-42"):
        sent = {"file_number": number, "order_number": "77-у", "order_date": "25.06.2025"}
        answer = books.post(
            "certificate_keeper",
            f"{books.path(books.book)}/@@add-entry",
            {**sent, "show_kind": "1"},
        )
        tree = BeautifulSoup(answer.text, "html.parser")
        names = ("class_label", "order_number", "order_date")
        found[number] = [tree.select_one(f"#f-{name}").get("value") or "" for name in names]
        found[number].append("Приказ прежней записи убран" in tree.get_text())
    assert found["Ж-41"] == ["9Б", "77-у", "25.06.2025", False]
    assert found["Ж-42"] == ["9Б", "", "", True]


def test_filling_from_another_file_keeps_nothing_of_the_former_pupil(books):
    setRoles(books.portal, TEST_USER_ID, ["Secretary"])
    years_of(books.file).enter("2025/26", {"marks": {"Химия": "4"}}, 9, MarkRules())
    transaction.commit()
    page = f"{books.path(books.book)}/@@add-entry"

    def sent(values):
        answer = books.post("certificate_keeper", page, values)
        assert answer.status_code == 200
        tree = BeautifulSoup(answer.text, "html.parser")
        values = {one["name"]: one.get("value", "") for one in tree.select(".sr-form input[name]")}
        values["marks"] = tree.select_one("#f-marks").get_text().strip()
        del values["_authenticator"]
        return values, " ".join(texts(tree, ".sr-note"))

    typed = {"blank": "05204261200999", "order_number": "99-у"}
    first, notes = sent({**typed, "file_number": "К-208", "show_kind": "1"})
    assert first["marks"].startswith("Химия 4")
    assert first["blank"] == typed["blank"]
    assert "для другого ученика" not in notes
    # The same file again takes nothing away.
    same, notes = sent({**first, "supplement": "05204264400999", "show_kind": "1"})
    assert same["supplement"] == "05204264400999"
    assert "для другого ученика" not in notes
    # By its button, and by saving with the number of another file.
    for deed in ("show_kind", "save"):
        other, notes = sent({**same, "file_number": "О-7", deed: "1"})
        assert other["name"] == books.other.full_name
        assert (other["marks"], other["blank"], other["supplement"]) == ("", "", "")
        assert other["order_number"] == "99-у"
        assert "Заполнено из личного дела О-7" in notes
        assert "внесено для другого ученика" in notes
    wrong, _notes = sent({**same, "file_number": "Я-999", "show_kind": "1"})
    other, _notes = sent({**wrong, "file_number": "О-7", "show_kind": "1"})
    assert (other["marks"], other["blank"]) == ("", "")
    # A name that was typed by hand is another pupil's as well.
    named = {**typed, "name": "Другое Имя", "marks": "Физика 5"}
    other, _notes = sent({**named, "file_number": "О-7", "show_kind": "1"})
    assert (other["marks"], other["blank"]) == ("", "")
    assert len(entries_of(books.fresh(books.book))) == 2


def test_who_sees_and_writes_what(books):
    path, ledger = books.path(books.book), books.path(books.ledger)
    for key in STAFF:
        assert books.get(key, path).status_code == 200, key
        assert books.rest(key, "GET", f"{path}/@entries").json()["items_total"] == 2, key
        assert books.rest(key, "GET", f"{path}/@entries/9").status_code == 404, key
    for key in OUTSIDE:
        for place in (
            "",
            "/@@entries",
            "/@@entries-csv",
            "/@@add-entry",
            "/@@close-book",
            "/@@sr-history",
        ):
            assert books.get(key, path + place).status_code in (302, 401, 403), (key, place)
        for place in (
            "/@entries",
            "/@entries/2",
            "/@entries/9",
            "/@entries/x",
            "/@entries/1/proof",
            "/@blanks",
            "/@record-history",
        ):
            assert books.rest(key, "GET", path + place).status_code in (401, 403), (key, place)
        for number in ("2", "9", "x"):
            answer = books.get(key, f"{path}/@@entry?number={number}")
            assert answer.status_code in (302, 401, 403), (key, number)
        assert books.rest(key, "GET", f"{ledger}/@entries/1").status_code in (401, 403)
    for key in ("guardian", "pupil"):
        own = books.rest(key, "GET", f"{path}/@entries/1")
        assert own.status_code == 200
        assert "actor" not in own.text
        page = books.page(key, f"{path}/@@entry?number=1")
        assert "Козлова Вера Ильинична" in page.get_text()
        assert "Орлова" not in page.get_text()
        assert not page.select("a[href*='@@entry-step']")
        listed = books.rest(key, "GET", f"{books.path(books.file)}/@book-entries").json()
        assert [one["number"] for one in listed["items"]] == [1]
        for text, total in (("Козлова", 1), ("Орлова", 0), ("77-у", 1)):
            query = urlencode({"q": text})
            found = books.rest(key, "GET", f"/@search-records?{query}").json()
            rows = [g["items_total"] for g in found["groups"] if g["id"] == "book-entries"]
            assert rows == ([total] if total else []), (key, text)
    for key in (
        "director",
        "deputy",
        "archivist",
        "auditor",
        "secretary",
        "class_teacher",
        "guardian",
    ):
        sent = books.rest(key, "POST", f"{path}/@entries", {"values": certificate(name="Ия Ким")})
        assert sent.status_code in (401, 403), key
        assert books.post(
            "director", f"{path}/@@add-entry", form_of(certificate())
        ).status_code in (302, 401, 403)
    for key in ("certificate_keeper", "secretary", "guardian", "archivist"):
        for deed, body in (
            ("correct", {"values": {"name": "Иная Вера"}, "reason": "Так", "fact": FACT}),
            ("annul", {"values": ANNULMENT}),
        ):
            answer = books.rest(key, "POST", f"{path}/@entries/1/{deed}", body)
            assert answer.status_code in (401, 403), (key, deed)
        signing = {"class_label": "7А", "signer": "class_teacher", "fact": FACT}
        assert books.rest(key, "POST", f"{path}/@entries/certify", signing).status_code in (
            401,
            403,
        )
    assert len(entries_of(books.fresh(books.book))) == 2


def test_hostile_and_huge_entries_leave_nothing_behind(books):
    path = f"{books.path(books.book)}/@entries"
    huge = certificate(name="Я" * 10**6, marks={f"П{n}": "5" for n in range(5000)})
    for body in (
        {},
        {"values": {}},
        {"values": huge},
        {"values": certificate(), "file": "../../x"},
        {"values": certificate(name="=cmd|' /C calc'!A0")},
        {"values": certificate(marks={"Физика": {"x": 1}})},
        {"values": certificate(), "unknown": 1},
        {"values": [1]},
        {"values": certificate(snils="900-000-000 00")},
        {"values": certificate(), "duplicate": {"ground": "lost"}},
    ):
        answer = books.rest("certificate_keeper", "POST", path, body)
        assert answer.status_code in (400, 409), (answer.status_code, answer.text[:300])
        assert answer.json()["reasons"]
    ledger = f"{books.path(books.ledger)}/@entries"
    for body in (line(first=1, last=99999), line(first=460, last=451), line(quantity=3)):
        answer = books.rest("certificate_keeper", "POST", ledger, {"values": body})
        assert answer.status_code in (400, 409)
    for query in (
        "state=x",
        "b_size=0",
        "sort_on=name&sort_order=sideways",
        "text=" + "я" * 101,
        "q=1",
    ):
        assert books.rest("auditor", "GET", f"{path}?{query}").status_code == 400, query
    assert len(entries_of(books.fresh(books.book))) == 2
    assert len(entries_of(books.fresh(books.ledger))) == 0


def test_a_pasted_table_of_blanks_is_written_whole_or_not_at_all(books):
    """The school's own list gives the balance that is expected, leading zeros kept."""
    path = books.path(books.ledger)
    table = (BLANKS / "blanks.csv").read_bytes().decode("utf-8-sig")
    wrong = table.replace("05204261200508;05204261200508", "05204261200999;05204261200999")
    refused = books.post(
        "certificate_keeper",
        f"{path}/@@load-lines",
        {"save": "1", "stage": "check", "lines": wrong},
    )
    assert "Строка 5" in refused.text
    assert "05204261200999" in refused.text
    twice = wrong.replace("05204261200455;05204261200455", "05204261200888;05204261200888")
    assert twice != wrong
    both = books.post(
        "certificate_keeper",
        f"{path}/@@load-lines",
        {"save": "1", "stage": "fill", "lines": twice},
    )
    assert "05204261200999" in both.text
    assert "05204261200888" in both.text
    slips = wrong.replace("приход;", "приезд;")
    told = books.post(
        "certificate_keeper",
        f"{path}/@@load-lines",
        {"save": "1", "stage": "fill", "lines": slips},
    )
    assert "Строка 2" in told.text
    assert "не приходовались" not in told.text
    check = books.post(
        "certificate_keeper", f"{path}/@@load-lines", {"save": "1", "stage": "fill", "lines": table}
    )
    assert "Строк будет внесено: 13" in check.text
    assert len(entries_of(books.fresh(books.ledger))) == 0
    done = books.post(
        "certificate_keeper",
        f"{path}/@@load-lines",
        {"save": "1", "stage": "check", "lines": table},
    )
    assert done.status_code == 302
    with (BLANKS / "blanks_expected.csv").open(encoding="utf-8", newline="") as file:
        expected = [
            (int(row["received"]), int(row["spoiled"]), int(row["in_stock"]), row["first_number"])
            for row in csv.DictReader(file, delimiter=";")
        ]
    found = books.rest("auditor", "GET", f"{path}/@blanks").json()["items"]
    names = ("received", "spoiled", "in_stock", "first_number")
    assert [tuple(row[name] for name in names) for row in found] == expected
    again = books.post(
        "certificate_keeper",
        f"{path}/@@load-lines",
        {"save": "1", "stage": "check", "lines": table},
    )
    assert "уже приходовались" in again.text
    for text in ("", "x" * 600_000, "одно;два"):
        sent = {"save": "1", "stage": "check", "lines": text}
        assert books.post("certificate_keeper", f"{path}/@@load-lines", sent).status_code == 200
    assert len(entries_of(books.fresh(books.ledger))) == 13


def test_one_entry_is_proved_without_opening_the_others(books):
    """An auditor needs a kept checkpoint, the proof and nothing else."""
    ledger = find_ledger(books.portal)
    for shard in range(SHARDS):
        ledger.log.append(ledger.marks.take(shard, 10**6))
    ledger.log.close(now())
    kept = ledger.log.last().as_dict()
    transaction.commit()
    proof = books.rest("auditor", "GET", f"{books.path(books.book)}/@entries/1/proof").json()
    assert judge([proof], [kept])[0].holds
    assert "Орлова" not in str(proof)
    assert proof["opened"][0]["payload"]["entry"]["values"]["name"] == books.file.full_name
    proof["opened"][0]["payload"]["entry"]["values"]["blank"] = "05204261200777"
    assert [one.code for one in judge([proof], [kept])[0].findings] == ["opened_differs"]
    path = f"{books.path(books.book)}/@entries/1/proof"
    assert books.rest("certificate_keeper", "GET", path).status_code in (401, 403)
