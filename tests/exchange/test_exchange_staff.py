"""A list of staff is read to people with role keys and classes."""

from collections import Counter
from collective.schoolrecords.exchange.findings import REFUSE_FILE
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import WARNING
from collective.schoolrecords.exchange.staff import read_staff
from collective.schoolrecords.exchange.staff import ROLES
from lists_data import CLASSES
from lists_data import csv_of
from lists_data import data_of
from lists_data import Formula
from lists_data import workbook

import pytest


KEYS = {
    "director",
    "deputy",
    "class_teacher",
    "subject_teacher",
    "method_head",
    "secretary",
    "journal_admin",
    "archivist",
    "certificate_keeper",
    "commission_chair",
    "commission_member",
    "data_officer",
    "auditor",
}
TITLES = [
    "№ п/п",
    "ФИО",
    "Должность",
    "Преподаваемые предметы",
    "Классное руководство",
    "Методическое объединение",
    "Логин",
    "Роль",
    "Кабинет",
]
TEACHER = {
    "ФИО": "Ёлкина Анна Львовна",
    "Должность": "Учитель",
    "Преподаваемые предметы": "Физика, Труд (технология, ручной)",
    "Классное руководство": "7А",
    "Методическое объединение": "МО физиков",
    "Логин": "elkina.al",
    "Роль": "Учитель-предметник; Классный руководитель",
    "Кабинет": 12,
}


def staff(*changes, titles=TITLES):
    """A workbook of staff, the header in row 1."""
    rows = [[{**TEACHER, "№ п/п": n, **change}.get(title) for title in titles]
            for n, change in enumerate(changes, 1)]  # fmt: skip
    return workbook(("Работники", [titles, *rows]))


@pytest.fixture(scope="module")
def reading():
    return read_staff(data_of("staff.xlsx"), "staff.xlsx", CLASSES)


class TestTheWholeList:
    def test_seventy_three_people_and_nothing_to_tell(self, reading):
        assert len(reading.rows) == 73
        assert [row.serial for row in reading.rows] == list(range(1, 74))
        assert [row.row for row in reading.rows] == list(range(5, 78))
        assert reading.findings == ()

    def test_names_are_split(self, reading):
        row = reading.rows[0]
        assert (row.last_name, row.first_name, row.middle_name) == (
            "Короткова",
            "Галина",
            "Ивановна",
        )
        assert all(row.last_name and row.first_name and row.middle_name for row in reading.rows)

    def test_every_class_has_exactly_one_class_teacher(self, reading):
        led = [label for row in reading.rows for label in row.classes]
        assert sorted(led) == sorted(CLASSES)
        assert len(led) == 40

    def test_class_teachers_by_role_are_those_by_class(self, reading):
        for row in reading.rows:
            assert ("class_teacher" in row.roles) == bool(row.classes)

    def test_roles_are_keys(self, reading):
        counts = Counter(role for row in reading.rows for role in row.roles)
        # Counted in the file: 63 teachers stand in rows 11 to 73, 40 lead a class.
        assert counts == {
            "director": 1,
            "deputy": 3,
            "secretary": 1,
            "archivist": 1,
            "journal_admin": 1,
            "data_officer": 1,
            "certificate_keeper": 1,
            "commission_chair": 1,
            "commission_member": 3,
            "subject_teacher": 63,
            "class_teacher": 40,
            "method_head": 8,
        }

    def test_several_roles_of_one_person(self, reading):
        by_login = {row.login: row for row in reading.rows}
        assert by_login["gorshkova.aa"].roles == ("deputy", "commission_chair")
        assert by_login["ostrovskaya.ks"].roles == (
            "subject_teacher",
            "method_head",
            "class_teacher",
            "commission_member",
        )
        assert by_login["lazareva.lv"].roles == ()

    def test_subjects_are_a_list(self, reading):
        by_login = {row.login: row for row in reading.rows}
        assert by_login["zakharova.lp"].subjects == ("История", "Обществознание", "ОДНКНР", "ОРКСЭ")
        assert by_login["beridze.at"].subjects == ("Иностранный язык (английский)",)
        assert by_login["korotkova.gi"].subjects == ()

    def test_other_columns(self, reading):
        row = reading.rows[68]
        assert (row.position, row.method_group, row.room) == (
            "Учитель физической культуры",
            "МО учителей физкультуры и ОБЗР",
            "Спортзал А",
        )

    def test_logins_are_unique(self, reading):
        assert len({row.login for row in reading.rows}) == 73


def test_roles_are_the_keys_of_the_product():
    assert set(ROLES.values()) == KEYS


def test_a_line_without_a_fault():
    reading = read_staff(staff({}), "a.xlsx", ["7А"])
    assert reading.findings == ()
    row = reading.rows[0]
    assert row.full_name == "Ёлкина Анна Львовна"
    assert row.subjects == ("Физика", "Труд (технология, ручной)")
    assert (row.classes, row.roles) == (("7А",), ("subject_teacher", "class_teacher"))
    assert (row.login, row.room) == ("elkina.al", "12")


@pytest.mark.parametrize(
    "change,code,level,cell",
    [
        ({"ФИО": None}, "MISSING_VALUE", REFUSE_ROW, "B2"),
        ({"ФИО": "Ёлкина"}, "MISSING_VALUE", REFUSE_ROW, "B2"),
        ({"ФИО": "Ёлкина А1 Львовна"}, "BAD_NAME", REFUSE_ROW, "B2"),
        ({"ФИО": "Чан Тхи Лан"}, "AMBIGUOUS_NAME", WARNING, "B2"),
        ({"ФИО": "Ёлкинa Анна Львовна"}, "LATIN_LETTERS", WARNING, "B2"),
        ({"Логин": "ёлкина"}, "BAD_LOGIN", REFUSE_ROW, "G2"),
        ({"Логин": "е.al"}, "BAD_LOGIN", REFUSE_ROW, "G2"),  # Russian е
        ({"Логин": "a b"}, "BAD_LOGIN", REFUSE_ROW, "G2"),
        ({"Роль": "Учитель; Классный руководитель; Космонавт"}, "UNKNOWN_ROLE", WARNING, "H2"),
        ({"Роль": "Учитель"}, "CLASS_WITHOUT_ROLE", WARNING, "E2"),
        ({"Кабинет": "=1+1"}, "FORMULA", WARNING, "I2"),
        ({"Кабинет": Formula("=1+1")}, "FORMULA", WARNING, "I2"),
    ],
)
def test_each_fault_is_told_alone_with_its_cell(change, code, level, cell):
    reading = read_staff(staff(change), "a.xlsx", ["7А"])
    found = [(one.code, one.level, one.row, one.cell) for one in reading.findings]
    assert found == [(code, level, 2, cell)]
    assert len(reading.rows) == (0 if level == REFUSE_ROW else 1)


def test_an_unknown_class_is_refused():
    reading = read_staff(staff({"Классное руководство": "12Я"}), "a.xlsx")
    assert reading.codes() == ("UNKNOWN_CLASS", "ROLE_WITHOUT_CLASS")
    assert reading.rows == ()


def test_a_class_teacher_without_a_class_is_warned_about():
    reading = read_staff(staff({"Классное руководство": None}), "a.xlsx")
    assert [(one.code, one.cell) for one in reading.findings] == [("ROLE_WITHOUT_CLASS", "E2")]


def test_two_class_teachers_of_one_class_are_both_refused():
    reading = read_staff(
        staff({}, {"ФИО": "Ким Олег", "Логин": "kim", "Классное руководство": "7-а"}), "a.xlsx"
    )
    assert [(one.code, one.row, one.detail) for one in reading.findings] == [
        ("CLASS_TEACHER_TWICE", 2, "3"),
        ("CLASS_TEACHER_TWICE", 3, "2"),
    ]
    assert reading.rows == ()


def test_one_login_of_two_people_is_refused_for_both():
    other = {
        "ФИО": "Ким Олег",
        "Логин": "Elkina.AL",
        "Классное руководство": None,
        "Роль": "Учитель",
    }
    reading = read_staff(staff({}, other), "a.xlsx")
    assert [(one.code, one.row, one.detail) for one in reading.findings] == [
        ("DUPLICATE_LOGIN", 2, "3"),
        ("DUPLICATE_LOGIN", 3, "2"),
    ]


def test_one_name_in_two_rows_is_warned_about():
    other = {"ФИО": "Елкина Анна Львовна", "Логин": "b2", "Классное руководство": "7Б"}
    reading = read_staff(staff({}, other), "a.xlsx")
    assert [(one.code, one.row, one.detail) for one in reading.findings] == [
        ("SAME_PERSON", 3, "2")
    ]
    assert len(reading.rows) == 2


def test_a_class_that_nobody_leads_is_named():
    reading = read_staff(staff({}), "a.xlsx", ["7А", "8Б"])
    found = [(one.code, one.level, one.detail) for one in reading.findings]
    assert found == [("CLASS_WITHOUT_TEACHER", WARNING, "8Б")]


@pytest.mark.parametrize("cell", ["7А, 8 «б»", "7-а; 8Б", "7А и 8Б", "7А\n8Б"])
def test_a_teacher_may_lead_two_classes(cell):
    reading = read_staff(staff({"Классное руководство": cell}), "a.xlsx")
    assert reading.rows[0].classes == ("7А", "8Б")


@pytest.mark.parametrize(
    "cell,keys",
    [
        ("Директор", ("director",)),
        ("Завуч", ("deputy",)),
        ("зам. директора по УВР", ("deputy",)),
        ("Заместитель директора по ВР", ("deputy",)),
        ("Руководитель МО; учитель", ("method_head", "subject_teacher")),
        ("Учитель, Ответственный за архив", ("subject_teacher", "archivist")),
        ("Учитель; учитель-предметник", ("subject_teacher",)),
        ("-", ()),
    ],
)
def test_ways_to_write_roles(cell, keys):
    reading = read_staff(staff({"Роль": cell, "Классное руководство": None}), "a.xlsx")
    assert (reading.rows[0].roles, reading.findings) == (keys, ())


def test_another_schools_list():
    """Other titles, other order, another first row, text instead of a workbook."""
    rows = [
        ["Педагогический состав"],
        [],
        ["Каб.", "Занимаемая должность", "Ф.И.О. педагога", "Роли в системе", "Кл. руководство", "Учётная запись", "Предмет", "ШМО"],
        ["12", "учитель физики", "ЁЛКИНА АННА ЛЬВОВНА", "учитель; кл. руководитель", "7 «А» кл.", "elkina.al", "Физика", "МО физиков"],
    ]  # fmt: skip
    reading = read_staff(csv_of(rows, separator="\t", encoding="cp1251"), "staff.txt")
    assert reading.codes() == ("ENCODING_CP1251",)
    row = reading.rows[0]
    assert (row.full_name, row.position, row.room) == (
        "Ёлкина Анна Львовна",
        "учитель физики",
        "12",
    )
    assert (row.classes, row.roles) == (("7А",), ("subject_teacher", "class_teacher"))
    assert (row.login, row.subjects, row.method_group) == ("elkina.al", ("Физика",), "МО физиков")


def test_names_in_three_columns():
    rows = [
        ["Фамилия", "Имя", "Отчество", "Должность"],
        ["Абу Салех", "Ольга", "Львовна", "Учитель"],
    ]
    row = read_staff(workbook(("А", rows)), "a.xlsx").rows[0]
    assert (row.last_name, row.first_name, row.middle_name) == ("Абу Салех", "Ольга", "Львовна")


def test_a_list_without_posts_is_refused():
    titles = [title for title in TITLES if title != "Должность"]
    reading = read_staff(staff({}, titles=titles), "a.xlsx")
    assert [(one.code, one.level, one.column) for one in reading.findings] == [
        ("MISSING_COLUMN", REFUSE_FILE, "Должность")
    ]
    assert reading.refused
