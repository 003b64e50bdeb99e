"""Protocols, lists and statements of real records on paper: what they say, and to whom."""

from AccessControl.unauthorized import Unauthorized
from builders import book
from builders import case_file
from builders import LEAVING
from builders import personal_file
from builders import portfolio
from builders import protocol
from builders import step
from collective.schoolrecords.core.protocols import ResultRow
from collective.schoolrecords.desk.prints import prints_of
from collective.schoolrecords.lifecycle.steps import enter_state
from collective.schoolrecords.printing.pages import FormRefused
from collective.schoolrecords.records.book.entries import entries_of
from collective.schoolrecords.records.personal_file.year_results import years_of
from collective.schoolrecords.records.portfolio.achievements import achievements_of
from collective.schoolrecords.records.protocol import rows as writer
from collective.schoolrecords.school.cohorts import add_cohort
from collective.schoolrecords.school.families import link_guardian
from datetime import date
from plone import api
from plone.app.testing import login
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from test_printing import text_of
from types import SimpleNamespace
from zExceptions import NotFound
from zExceptions import Unauthorized as ZopeUnauthorized

import pytest


TODAY = date(2025, 10, 1)
HEAD = {
    "kind": "state_exam_9",
    "title": "ГИА-9, русский язык",
    "school_subject": "Русский язык",
    "dated_on": date(2025, 9, 9),
    "commission_on": date(2025, 9, 19),
    "registration_number": "101-2025",
}


def printed(record, name, **query):
    """The words of a printed view, for whoever is logged in."""
    view = record.restrictedTraverse(f"@@{name}")
    view.request.form.update(query)
    return text_of(view())


@pytest.fixture
def place(town, on_day):
    """Two classes with a pupil each, a protocol of both, staff and a mother."""
    on_day(TODAY)
    portal = town.portal
    portal.title = "Школа № 0 (учебная)"
    setRoles(portal, TEST_USER_ID, ["Secretary", "Deputy", "Archivist"])
    first, second = (
        add_cohort(town.school, year=2025, grade=9, letter=letter, last_grade=11) for letter in "АБ"
    )
    for key in ("director", "secretary", "auditor", "archivist"):
        town.holder(key, key)
    town.holder("teacher", "class_teacher", cohort_id=first.id)
    files = [
        step(
            personal_file(
                letter=letter,
                last_name=name,
                cohort_id=cohort.id,
                sex="female",
                study_form="очная",
                address="ул. Учебная, 1",
                snils="900-000-001 82",
            ),
            "register",
        )
        for letter, name, cohort in (("Б", "Боброва", first), ("Е", "Ёжова", second))
    ]
    mother = town.person("mother", kinds=("guardian",))
    link_guardian(town.school, files[0].UID(), mother.id, "mother")
    exam = protocol(**HEAD)
    common = {"first_name": "Вера", "middle_name": "Ильинична", "form": "ОГЭ"}
    writer.add_rows(
        exam,
        [
            ResultRow(label="9А", last_name="Боброва", primary=32, mark="5", **common),
            ResultRow(label="9Б", last_name="Ёжова", primary=25, mark="4", **common),
        ],
    )
    return SimpleNamespace(town=town, files=files, exam=exam, cohorts=(first, second))


class TestProtocol:
    """``@@print-protocol``."""

    def test_a_draft_and_what_follows(self, place):
        exam = place.exam
        assert "ПРОЕКТ" in printed(exam, "print-protocol")
        enter_state(exam, "approved")
        writer.rule_on(exam, 2, "changed", "14-А", date(2025, 9, 24), {"primary": 27, "mark": "5"})
        writer.acknowledge(exam, (1,), date(2025, 9, 20), "electronic")

        text = printed(exam, "print-protocol")

        assert "ПРОЕКТ" not in text
        assert "изменён по апелляции, протокол № 14-А от 24.09.2025" in text
        assert "взамен строки 2" in text
        assert "Всего результатов: 3 (три) строки, из них действует: 2 (две) строки." in text
        assert "20.09.2025" in text
        assert "электронно" in text
        assert "не ознакомлено: 1 (один) обучающийся" in text
        assert "Прошито, пронумеровано и скреплено печатью" in text

    def test_a_class_teacher_gets_an_extract_and_a_family_nothing(self, place):
        enter_state(place.exam, "approved")
        place.exam.reindexObjectSecurity()
        with place.town.logged_in("teacher"):
            text = printed(place.exam, "print-protocol")
            assert "ВЫПИСКА ИЗ ПРОТОКОЛА № 101-2025" in text
            assert "Боброва" in text
            assert "Ёжова" not in text
            assert "Прошито" not in text
        with place.town.logged_in("auditor"):
            assert "Ёжова" in printed(place.exam, "print-protocol")
        with place.town.logged_in("mother"), pytest.raises(ZopeUnauthorized):
            place.exam.restrictedTraverse("@@print-protocol")

    def test_what_is_kept_electronically_is_not_stitched(self, place):
        place.exam.carriers = [{"carrier": "electronic"}]
        assert "Прошито" not in printed(place.exam, "print-protocol")

    def test_without_rows_it_is_refused(self, place):
        with pytest.raises(FormRefused):
            printed(protocol(**{**HEAD, "registration_number": "1"}), "print-protocol")


class TestCalendar:
    """``@@print-calendar``."""

    def test_all_and_one_type(self, place):
        step(case_file(doc_type="class_journal", opened_on=date(2024, 9, 1)), "register")
        site = place.town.portal
        with place.town.logged_in("archivist"):
            text = printed(site, "print-calendar")
            assert "КАЛЕНДАРЬ СРОКОВ ХРАНЕНИЯ" in text
            assert "2025–2044 годы, по состоянию на 01.10.2025" in text
            assert "Образцова" in text
            one = printed(site, "print-calendar", type="class_journal")
            assert "Всего на учёте: 1 (одно) дело" in one
            assert "дело не закрыто" in one
            for bad in ("nothing", ["class_journal", "order_main"]):
                with pytest.raises(NotFound):
                    printed(site, "print-calendar", type=bad)

    def test_not_for_everybody(self, place):
        with place.town.logged_in("mother"), pytest.raises(ZopeUnauthorized):
            place.town.portal.restrictedTraverse("@@print-calendar")


class TestAchievements:
    """``@@print-achievements``."""

    def test_what_stands(self, place):
        made = step(portfolio(place.files[0]), "register")
        with pytest.raises(FormRefused):
            printed(made, "print-achievements")
        held = achievements_of(made)
        values = {"title": "Олимпиада", "direction": "study", "level": "regional", "scan": None}
        held.enter({**values, "day": date(2025, 9, 5), "result": "1 место"})
        held.enter({**values, "day": date(2025, 9, 6), "title": "Ошибка", "result": ""})
        held.correct(2, None, "Внесено по ошибке")
        held.certify(1, "Диплом № 14")

        with place.town.logged_in("mother"):
            text = printed(made, "print-achievements")

        assert "Боброва Вера Ильинична, личное дело № Б-" in text
        assert "Диплом № 14, " in text
        assert "Ошибка" not in text
        assert "Всего: 1 (одно) достижение, из них заверено: 1 (одно) достижение." in text
        assert "Классный руководитель" in text


class TestStatements:
    """Справки from the personal file."""

    def test_of_a_pupil_who_studies(self, place):
        with place.town.logged_in("secretary"):
            text = printed(place.files[0], "print-statement-studies")
            admitted = printed(place.files[0], "print-statement-admitted")
            with pytest.raises(NotFound):
                printed(place.files[0], "print-statement-period")

        assert "обучается в данной образовательной организации в 9А классе" in text
        assert "в 2025/2026 учебном году. Зачислена с 01.09.2019 (приказ № 41-у" in text
        assert "зачислена в" in admitted
        assert "Директор" in text
        for told in ("ул. Учебная", "900-000"):
            assert told not in text + admitted

    def test_of_one_who_left_with_the_marks_of_the_last_certified_year(self, place):
        file = place.files[0]
        years = years_of(file)
        rules = SimpleNamespace(forbidden=frozenset(), grade1_no_marks=False)
        said = {"decision": "promoted", "minutes_number": "7", "minutes_date": date(2025, 5, 25)}
        years.enter("2023/24", {**said, "marks": {"Алгебра": "3"}}, 8, rules)
        years.enter("2024/25", {**said, "marks": {"Алгебра": "2"}}, 9, rules)
        for signer in ("class_teacher", "seal"):
            at = "2025-06-01T10:00:00+00:00"
            years.certify("2023/24", signer, "Подпись", TEST_USER_ID, at, rules)
        enter_state(place.exam, "approved")
        for name, value in LEAVING.items():
            setattr(file, name, value)
        register = book(kind="study_certificates", title="Книга справок")
        enter_state(register, "current")
        entries_of(register).add(
            {
                "name": file.full_name,
                "birth_date": "2012-05-17",
                "class_label": "9А",
                "study_kind": "not_passed",
                "order_number": "77-у",
                "order_date": "2025-06-25",
            },
            file=file.UID(),
        )

        with place.town.logged_in("director"):
            text = printed(file, "print-statement-period")
            with pytest.raises(NotFound):
                printed(file, "print-statement-studies")

        assert "01.10.2025 № 1 СПРАВКА" in text
        assert "обучалась в данной образовательной организации с 01.09.2019" in text
        assert "по 25.06.2025 (приказ № 77-у от 25.06.2025)." in text
        assert "Годовые отметки за 2023/2024 учебный год, 8 класс" in text
        assert "Алгебра" in text
        assert "Результаты государственной итоговой аттестации" in text
        assert "Русский язык" in text

    def test_only_the_office_gives_them_and_is_offered_them(self, place):
        login(place.town.portal, TEST_USER_NAME)
        file, names = place.files[0], ("studies", "admitted", "period")
        offered = {}
        for who in ("secretary", "director", "auditor", "teacher", "mother"):
            with place.town.logged_in(who):
                urls = [one.url.rpartition("=")[2] for one in prints_of(file, file.REQUEST)]
                offered[who] = [one for one in urls if "statement" in one]
                assert ("print-cover" in urls) is (who != "mother")
                if offered[who]:
                    continue
                for name in names:
                    with pytest.raises(Unauthorized):
                        printed(file, f"print-statement-{name}")
        shown = ["print-statement-studies", "print-statement-admitted"]
        assert offered == {
            "secretary": shown,
            "director": shown,
            "auditor": [],
            "teacher": [],
            "mother": [],
        }
        with api.env.adopt_roles(["Anonymous"]), pytest.raises(ZopeUnauthorized):
            place.files[1].restrictedTraverse("@@print-statement-studies")
