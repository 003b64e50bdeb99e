"""A year of the office as one story, on its screens: what comes, goes, moves up and graduates.

After each event the alphabet book, the personal files, the class lists and the movement of pupils are
compared with each other: they tell the same, and the check of the book finds nothing to mend.
"""

from bs4 import BeautifulSoup
from builders import personal_file
from builders import step
from collections import Counter
from collective.schoolrecords.jobs import daily
from collective.schoolrecords.jobs.storage import get_jobs
from collective.schoolrecords.jobs.worker import run_now
from collective.schoolrecords.school.cohorts import add_cohort
from datetime import date
from schoolrecords_screens import ACCOUNTS
from schoolrecords_screens import Screens
from schoolrecords_screens import texts

import csv
import io
import pytest
import requests
import transaction


YEAR = "2025/26"
NAME = "Фамилия, имя, отчество"
BEGIN = date(2025, 9, 1)
#: Label in the first year → pupils who are here when the story begins, each the first of its letter.
PUPILS = {
    "6А": ("Новиков",),
    "7А": ("Агапов", "Борисов", "Власов", "Громов", "Дёмин"),
    "7Б": ("Ежов",),
    "9А": ("Жуков", "Зимин"),
    "11А": ("Ильин",),
}
HANDED = {
    "step": "hand_out",
    "receiver": "Агапова Анна Петровна",
    "capacity": "representative",
    "identity_kind": "passport",
    "identity_number": "2700 123456",
    "basis": "Заявление",
    "signature_fact": "Подпись на расписке",
    "save": "1",
}


class Office(Screens):
    """The school on 1 September: five classes, their pupils, and one who left the year before."""

    def __init__(self, portal, on_day):
        self.on_day = on_day
        super().__init__(portal)

    def _people(self):
        for key in ("director", "secretary"):
            self.town.holder(ACCOUNTS[key], key)

    def _records(self):
        self.classes, self.files = {}, {}
        for label in ("1А", *PUPILS):
            grade = int(label[:-1])
            new = {"year": 2025, "grade": grade, "letter": label[-1]}
            # The 9А is no class any more next year: who stays goes into a new 10А.
            new |= {"last_grade": 9} if grade == 9 else {}
            # Every school of the screens has its 7А.
            made = self.cohort if label == "7А" else add_cohort(self.town.school, **new)
            self.classes[label] = made
            teacher = f"teacher{grade}{len(self.classes)}"
            self.accounts[label] = teacher
            self.town.holder(teacher, "class_teacher", cohort_id=made.id)
            for name in PUPILS.get(label, ()):
                mine = {"letter": name[0], "number": 1, "cohort_id": made.id}
                self.files[name] = step(personal_file(last_name=name, **mine), "register")
        left = {"left_on": date(2025, 3, 3), "leaving_reason": "по желанию родителей"}
        left |= {"leaving_order_number": "9-у", "leaving_order_date": date(2025, 3, 3)}
        mine = {"letter": "К", "number": 1, "cohort_id": self.classes["7А"].id}
        gone = step(personal_file(last_name="Котов", **mine), "register")
        self.files["Котов"] = step(gone, "close", **left)

    def _family(self):
        """No family takes part in the story."""

    # -- what the secretary and the director do ---------------------------------------------------

    def does(self, path, form, key="secretary"):
        """Send a form; it must be taken. Returns the address it leads to, below the site."""
        answer = self.post(key, path, form, page="/personal-files")
        refused = texts(BeautifulSoup(answer.text, "html.parser"), ".sr-errors li")
        assert answer.status_code == 302, (path, refused)
        return answer.headers["Location"][len(self.url) :]

    def orders(self, url, number, **more):
        """Draw up an order, let the director approve it, carry it out; returns the order."""
        made = {"do": "order", "order_way": "draw_up", "order_number": number}
        self.does(url, {**made, "order_date": f"{self.day:%d.%m.%Y}"})
        self.does(url, {"do": "carry_out"})
        transaction.begin()
        (brain,) = self.portal.portal_catalog.unrestrictedSearchResults(
            portal_type="order", record_number=number
        )
        order = brain._unrestrictedGetObject()
        self.does(f"{self.path(order)}/@@step", {"step": "approve", "save": "1"}, "director")
        self.does(url, {"do": "carry_out", **more})
        return self.fresh(order)

    def admits(self, number, *children):
        """Admit children by one order; returns their files."""
        day, url = f"{self.day:%d.%m.%Y}", "/@@admission"
        for child in children:
            known = {"first_name": "Вера", "middle_name": "Ильинична", "birth_date": "17.05.2012"}
            known |= {"admitted_on": day, "application_on": day, "application_sheets": "1"}
            url = self.does(url, {"do": "child", **known, **child})
        self.does(url, {"do": "chosen"})
        order = self.orders(url, number)
        receipts = [one["href"] for one in self.page("secretary", url).select("#admitted td a")]
        files = [self.file_of(one["file"]) for one in order.people]
        assert {f"{one.absolute_url()}/@@paper?name=print-papers-taken" for one in files} <= {
            *receipts
        }
        return files

    def file_of(self, uid):
        """The file with a UID."""
        (brain,) = self.portal.portal_catalog.unrestrictedSearchResults(UID=uid)
        return brain._unrestrictedGetObject()

    def results(self, label, rows):
        """Enter the year of a class, sign it as its teacher, seal it as the secretary.

        ``rows``: surname → (mark, decision).
        """
        cohort = self.classes[label].id
        table = f"/@@class-results?class={cohort}&year={YEAR}"
        form = {"more": "Химия", "subject.0": "Химия", "save": "1"}
        form |= {"minutes_number": "9", "minutes_date": f"{self.day:%d.%m.%Y}"}
        for name, (mark, decision) in rows.items():
            uid = self.files[name].UID()
            form |= {f"mark.{uid}.0": mark, f"decision.{uid}": decision, f"seen.{uid}": ""}
        self.does(table, form, label)
        asked = {"class": cohort, "year": YEAR}
        for key, signer in ((label, "class_teacher"), ("secretary", "seal")):
            page = self.page(key, f"/@@class-certify?class={cohort}&year={YEAR}&signer={signer}")
            assert page.select("#left") == []
            seen = {
                one["name"]: one["value"]
                for one in page.select("#deed-certify input[name^='seen.']")
            }
            assert len(seen) == len(rows)
            form = {**seen, **asked, "signer": signer, "fact": "Лист 4", "do": "sign", "save": "1"}
            self.does("/@@class-certify", form, key)

    def begins(self, page, label):
        """Begin the graduation or the moving up of a class; returns its address."""
        form = {"do": "class", "cohort": self.classes[label].id, "year": YEAR}
        return self.does(page, form)

    def job_done(self):
        """Let the job that was begun last come to its end."""
        transaction.begin()
        jobs = get_jobs(self.portal)
        run_now(self.portal, jobs.get(jobs.newest_first()[0]))
        transaction.begin()

    def on(self, day):
        """Let it be a day."""
        self.day = day
        self.on_day(day)

    # -- what the screens tell ------------------------------------------------------------------

    def table(self, name):
        """The rows of a table of the office, as title → text."""
        answer = self.get("secretary", f"/@@{name}")
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
        return [dict(zip(head, row, strict=True)) for row in rows]

    def book(self):
        """Number → its line of the alphabet book."""
        return {row["№"]: row for row in self.table("alphabet-book-csv")}

    def lists(self):
        """Number → class, of all class lists."""
        rows = self.table("class-list-csv?class=all")
        assert len({row["№ дела"] for row in rows}) == len(rows), "in one class each"
        return {row["№ дела"]: row["Класс"] for row in rows}

    def agree(self):
        """Book, files, class lists and movement tell the same today; returns the book."""
        book, lists = self.book(), self.lists()
        transaction.begin()
        found = self.portal.portal_catalog.unrestrictedSearchResults(portal_type="personal_file")
        files = [one._unrestrictedGetObject() for one in found if one.review_state != "draft"]
        assert {one.file_number for one in files} == set(book)
        cohorts = self.town.school.cohorts
        for one in files:
            row = book[one.file_number]
            assert row[NAME].startswith(one.full_name)
            assert row["Класс"] == cohorts[one.cohort_id].nearest_label(self.day)
            assert row["Приказ"] == _order(one.admission_order_number, one.admission_order_date)
            assert row["Приказ о выбытии"] == _order(
                one.leaving_order_number, one.leaving_order_date
            )
        here = {one.file_number for one in files if one.state == "current"}
        assert lists == {number: book[number]["Класс"] for number in here}
        self._movement(book, lists)
        faults = requests.get(
            f"{self.url}/personal-files/@book-check",
            auth=self.account("secretary"),
            headers={"Accept": "application/json"},
            timeout=60,
        ).json()
        assert faults["faults"] == 0, faults["items"]
        return book

    def _movement(self, book, lists):
        page = self.page("secretary", f"/@@movement?from=01.09.2025&to={self.day:%d.%m.%Y}")
        counts = [texts(one, "td") for one in page.select("#counts tbody tr")]
        after = {row[0]: int(row[-1]) for row in counts}
        assert after.pop("Всего") == len(lists)
        assert {label: n for label, n in after.items() if n} == Counter(lists.values())
        for row in counts:
            before, came, moved_in, moved_out, left, now = (int(one or 0) for one in row[1:])
            assert before + came + moved_in - moved_out - left == now, row
        for table, day, order in (
            ("admitted", "Поступление", "Приказ"),
            ("left", "Выбыл", "Приказ о выбытии"),
        ):
            shown = {}
            for row in page.select(f"#{table} tbody tr"):
                cells = texts(row, "th, td")
                shown[cells[0].split()[0]] = (cells[1], cells[3])
            told = {
                number: (row[day], row[order])
                for number, row in book.items()
                if row[day] and _day(row[day]) >= BEGIN
            }
            assert shown == told


def _order(number, day):
    return f"№ {number} от {day:%d.%m.%Y}" if number else ""


def _day(text):
    day, month, year = map(int, text.split("."))
    return date(year, month, day)


@pytest.fixture
def office(functional, on_day):
    made = Office(functional["portal"], on_day)
    made.on(BEGIN)
    return made


def test_a_year_of_the_office(office):
    """Admissions, a transfer, a return, a change of class and of name, the end, the new year."""
    assert len(office.agree()) == 11
    children_come(office)
    a_pupil_changes_the_class(office)
    a_pupil_goes_to_another_school(office)
    a_pupil_comes_back(office)
    a_surname_changes(office)
    classes_graduate(office)
    a_class_moves_up(office)
    a_new_year_begins(office)
    asked = {"auth": office.account("director"), "headers": {"Accept": "application/json"}}
    broken = requests.get(f"{office.url}/@verify?broken=1&b_size=500", timeout=60, **asked).json()
    assert (broken["items"], broken["next"]) == ([], None)
    assert broken["looked_at"] > 20


def children_come(office):
    """Into grade 1, two of one letter, and from another school; numbers follow each other."""
    one, seven = office.classes["1А"].id, office.classes["7Б"].id
    born = {"way": "new", "cohort_id": one, "birth_date": "02.03.2019"}
    first, second, third = office.admits(
        "1-у",
        {**born, "last_name": "Ёжиков"},
        {**born, "last_name": "Еремин"},
        {
            "way": "transferred",
            "cohort_id": seven,
            "last_name": "Лосев",
            "came_from": "Школа № 5",
            "former_file_sheets": "3",
        },
    )
    office.files |= {"Ёжиков": first, "Еремин": second, "Лосев": third}
    book = office.agree()
    assert [one.file_number for one in (first, second, third)] == ["Е-2", "Е-3", "Л-1"]
    assert book["Л-1"]["Приказ"] == "№ 1-у от 01.09.2025"
    assert office.lists()["Е-2"] == "1А"


def a_pupil_changes_the_class(office):
    """From 7А to 7Б by order."""
    office.on(date(2025, 10, 6))
    url = f"{office.path(office.files['Борисов'])}/@@class-change"
    asked = {"do": "class", "cohort_id": office.classes["7Б"].id, "application_on": "03.10.2025"}
    office.does(url, asked)
    order = office.orders(url, "2-у")
    assert order.people[0]["file"] == office.files["Борисов"].UID()
    assert office.agree()["Б-1"]["Класс"] == "7Б"
    page = office.page("secretary", "/@@movement?from=01.10.2025&to=31.10.2025")
    assert texts(page, "#moved tbody td")[-3:] == ["7А", "7Б", "Приказ № 2-у от 06.10.2025"]


def a_pupil_goes_to_another_school(office):
    """Application, order, the file against a receipt, the notice of the receiving school."""
    office.on(date(2025, 11, 10))
    file = office.path(office.files["Агапов"])
    url = f"{file}/@@leaving"
    asked = {"do": "application", "way": "transfer", "destination": "Школа № 9"}
    office.does(url, {**asked, "application_on": "10.11.2025", "left_on": "10.11.2025"})
    office.orders(url, "3-у", confirm="А-1")
    assert office.agree()["А-1"]["Куда выбыл"] == "Школа № 9"
    assert office.get("secretary", f"{file}/@@print-receipt").content[:5] == b"%PDF-"
    office.does(f"{file}/@@step", {**HANDED, "handed_out_on": "10.11.2025", "confirm": "А-1"})
    book = office.agree()
    assert "10.11.2025" in book["А-1"]["Дело выдано"]
    assert texts(office.page("secretary", url), ".sr-path [aria-current]") == ["Уведомление"]
    office.on(date(2025, 11, 12))
    notice = {"do": "notice", "received_on": "12.11.2025", "order_number": "12-з"}
    office.does(url, {**notice, "order_date": "11.11.2025"})
    assert "Незавершённого нет" in office.page("secretary", "/@@year-works").get_text()
    office.agree()


def a_pupil_comes_back(office):
    """A new entry and a new file that names the former one, which stays closed."""
    office.on(date(2026, 1, 12))
    known = {"way": "new", "cohort_id": office.classes["7А"].id, "last_name": "Котов"}
    (back,) = office.admits("4-у", known)
    book = office.agree()
    assert (back.file_number, back.former_file) == ("К-2", office.files["Котов"].UID())
    assert (book["К-1"]["Выбыл"], book["К-2"]["Выбыл"]) == ("03.03.2025", "")
    office.files["Котов"] = back


def a_surname_changes(office):
    """The number stays, the old name stands beside the new one, the list sorts by the new one."""
    office.on(date(2026, 2, 2))
    form = {"name_kind": "change", "since": "30.01.2026", "basis": "Свидетельство № 7"}
    form |= {"last_name": "Яшин", "first_name": "Вера", "middle_name": "Ильинична", "save": "1"}
    office.does(f"{office.path(office.files['Громов'])}/@@change-name", form)
    assert office.agree()["Г-1"][NAME] == "Яшин Вера Ильинична (прежде Громов)"
    listed = office.table(f"class-list-csv?class={office.classes['7А'].id}")
    assert listed[-1][NAME] == "Яшин Вера Ильинична"
    assert "Яшин" in office.page("secretary", "/@@alphabet-book?letter=Я").get_text()


def classes_graduate(office):
    """9 and 11: the year of the class is certified, the order closes the files."""
    office.on(date(2026, 6, 25))
    graduated = ("5", "graduated")
    office.results("9А", {"Жуков": graduated, "Зимин": graduated})
    office.results("11А", {"Ильин": graduated})
    for number, label, stays in (("5-у", "9А", "Зимин"), ("6-у", "11А", None)):
        url = office.begins("/@@graduation", label)
        form = {"do": "pupils", "left_on": "25.06.2026"}
        office.does(url, form | ({"skip": office.files[stays].UID()} if stays else {}))
        office.orders(url, number)
        office.job_done()
        book = office.agree()
        gone = PUPILS[label][0]
        assert book[f"{gone[0]}-1"]["Приказ о выбытии"] == f"№ {number} от 25.06.2026"
    assert office.lists()["З-1"] == "9А"


def a_class_moves_up(office):
    """Promoted, conditionally, and one who repeats; the debt is settled in time."""
    office.on(date(2026, 6, 26))
    office.results(
        "7А",
        {
            "Власов": ("2", "conditional"),
            "Громов": ("5", "promoted"),
            "Дёмин": ("2", "repeated"),
            "Котов": ("4", "promoted"),
        },
    )
    debtor, repeats = office.files["Власов"], office.files["Дёмин"].UID()
    url = office.begins("/@@moving-up", "7А")
    form = {"do": "pupils", f"subjects.{debtor.UID()}": "Химия"}
    form |= {f"deadline.{debtor.UID()}": "01.11.2026", f"to.{repeats}": office.classes["6А"].id}
    office.does(url, form)
    order = office.orders(url, "7-у")
    assert len(order.people) == 4
    office.job_done()
    # Who repeats the year goes into the other class with the new one.
    assert office.agree()["Д-1"]["Класс"] == "7А"
    office.on(date(2026, 8, 20))
    form = {"save": "1", "year": YEAR, "outcome": "liquidated", "settled_on": "20.08.2026"}
    office.does(f"{office.path(debtor)}/@@academic-debt", {**form, "basis": "Протокол № 2"})
    office.agree()


def a_new_year_begins(office):
    """Labels grow, nobody is lost, and a pupil of our grade 9 goes on in grade 10."""
    office.on(date(2026, 9, 1))
    ten = add_cohort(office.town.school, year=2026, grade=10, letter="А")
    for job in daily.order(office.portal):
        if job.kind == "class-moves":
            run_now(office.portal, job)
    transaction.commit()
    office.agree()
    lists = office.lists()
    assert lists["З-1"] == "9А", "who neither graduated nor went on is lost from no list"
    shown = office.page("secretary", f"/@@class-list?class={office.classes['9А'].id}")
    assert "9А (2025/26), класса больше нет" in shown.get_text()
    assert (lists["В-1"], lists["Д-1"], lists["Г-1"]) == ("8А", "7А", "8А")
    office.admits(
        "8-у",
        {
            **dict.fromkeys(("first_name", "middle_name", "birth_date"), ""),
            "way": "continued",
            "number": "З-1",
            "cohort_id": ten.id,
        },
    )
    book = office.agree()
    assert (book["З-1"]["Класс"], book["З-1"]["Выбыл"]) == ("10А", "")
