"""A list of pupils is read to clean rows; each fault is told with its place."""

from collective.schoolrecords.core.snils import is_right
from collective.schoolrecords.exchange.contingent import read_contingent
from collective.schoolrecords.exchange.findings import REFUSE_FILE
from collective.schoolrecords.exchange.findings import REFUSE_ROW
from collective.schoolrecords.exchange.findings import WARNING
from datetime import date
from lists_data import CLASSES
from lists_data import csv_of
from lists_data import data_of
from lists_data import pupil_book
from lists_data import pupils
from lists_data import table_of
from lists_data import workbook

import pytest


@pytest.fixture(scope="module")
def contingent():
    return read_contingent(data_of("contingent.xlsx"), "contingent.xlsx", CLASSES)


def places(reading):
    """(code, level, row, cell) of each finding."""
    return [(one.code, one.level, one.row, one.cell) for one in reading.findings]


def as_expected(row):
    """A row in the shape of contingent_expected.csv."""
    return {
        "row": str(row.serial),
        "class": row.class_label,
        "last": row.last_name,
        "first": row.first_name,
        "middle": row.middle_name,
        "sex": row.sex,
        "birth": row.birth_date.isoformat(),
        "letter": row.file_letter,
        "number": str(row.file_number),
        "admitted": row.admission_date.isoformat(),
        "snils": row.snils,
        "form": row.study_form,
        "representatives": str(len(row.guardians)),
    }


class TestTheWholeList:
    def test_every_pupil_equals_the_expected_one(self, contingent):
        expected = table_of("contingent_expected.csv")
        found = [as_expected(row) for row in contingent.rows if row.leaving is None]
        assert len(expected) == 1080
        assert found == expected

    def test_nothing_is_refused_and_nothing_is_to_be_told(self, contingent):
        assert contingent.findings == ()
        assert not contingent.refused
        assert contingent.refused_rows == ()

    def test_rows_know_their_place_in_the_sheet(self, contingent):
        assert contingent.rows[0].row == 5
        assert contingent.rows[1079].row == 1084
        assert {row.sheet for row in contingent.rows} == {"Обучающиеся", "Выбывшие"}

    def test_those_who_left_stand_in_their_own_sheet(self, contingent):
        left = [row for row in contingent.rows if row.leaving is not None]
        assert len(left) == 13
        first = left[0]
        assert (first.sheet, first.row, first.key) == ("Выбывшие", 5, ("П", 97))
        assert first.leaving.day == date(2025, 11, 12)
        assert first.leaving.order_number == "40-у"
        assert first.leaving.order_date == date(2025, 11, 12)
        assert first.leaving.destination == "МБОУ «Школа № 2», г. Озёрный"
        assert first.leaving.reason == "перевод"

    def test_keys_of_personal_files_are_unique_over_both_sheets(self, contingent):
        assert len({row.key for row in contingent.rows}) == 1093

    def test_a_changed_surname_keeps_its_letter(self, contingent):
        changed = [row for row in contingent.rows if row.former_last_name]
        assert len(changed) == 3
        for row in changed:
            assert row.file_letter == row.former_last_name[0].replace("Ё", "Е")
            assert row.file_letter != row.last_name[0].replace("Ё", "Е")

    def test_two_pupils_of_one_name_stay_two(self, contingent):
        same = [
            row
            for row in contingent.rows
            if row.full_name == "Кузнецова Анастасия Сергеевна" and row.class_label == "8А"
        ]
        assert len({row.birth_date for row in same}) == 2

    def test_telephones_in_four_spellings_have_one_form(self, contingent):
        numbers = [
            number for row in contingent.rows for one in row.guardians for number in one.phones
        ]
        assert len(numbers) == 1080 + 768 + 13 + 9
        assert all(number.startswith("+7907") and len(number) == 12 for number in numbers)

    def test_control_numbers_of_snils_are_right(self, contingent):
        digits = [row.snils.replace("-", "").replace(" ", "") for row in contingent.rows]
        assert len(set(digits)) == 1093
        assert all(map(is_right, digits))

    def test_an_email_is_empty_where_the_list_has_none(self, contingent):
        firsts = [row.guardians[0] for row in contingent.rows if row.leaving is None]
        assert sum(one.email == "" for one in firsts) == 117

    def test_columns_are_told_with_address_and_title(self, contingent):
        columns = contingent.columns["Обучающиеся"]
        assert columns["birth_date"] == ("F4", "Дата рождения")
        assert len(columns) == 26
        assert len(contingent.columns["Выбывшие"]) == 31

    def test_a_reading_does_not_depend_on_the_day_unless_asked(self):
        reading = read_contingent(
            data_of("contingent.xlsx"), "contingent.xlsx", today=date(2020, 1, 1)
        )
        future = [one for one in reading.findings if one.code == "FUTURE_DATE"]
        later = [
            row
            for row in table_of("contingent_expected.csv")
            if max(row["birth"], row["admitted"]) > "2020-01-01"
        ]
        refused = {row for sheet, row in reading.refused_rows if sheet == "Обучающиеся"}
        assert {int(row["row"]) + 4 for row in later} <= refused
        assert future


FAULTS = [
    ({"Фамилия": None}, "MISSING_VALUE", REFUSE_ROW, "B2"),
    ({"Имя": "-"}, "MISSING_VALUE", REFUSE_ROW, "C2"),
    ({"Фамилия": "Иванов1"}, "BAD_NAME", REFUSE_ROW, "B2"),
    ({"Имя": "Пёtr"}, "BAD_NAME", REFUSE_ROW, "C2"),
    ({"Дата рождения": None}, "MISSING_VALUE", REFUSE_ROW, "F2"),
    ({"Дата рождения": "30.02.2013"}, "BAD_DATE", REFUSE_ROW, "F2"),
    ({"Дата рождения": "14.05.13"}, "TWO_DIGIT_YEAR", REFUSE_ROW, "F2"),
    ({"Дата рождения": "2013"}, "DATE_WITHOUT_DAY", REFUSE_ROW, "F2"),
    ({"Дата рождения": "14.05.1813"}, "TOO_OLD", REFUSE_ROW, "F2"),
    ({"Дата рождения": date(2026, 11, 22)}, "FUTURE_DATE", REFUSE_ROW, "F2"),
    ({"Дата зачисления": "31.09.2020"}, "BAD_DATE", REFUSE_ROW, "J2"),
    ({"Дата зачисления": date(2013, 5, 14)}, "DATES_DISAGREE", REFUSE_ROW, "J2"),
    ({"Дата приказа": "вчера"}, "BAD_DATE", REFUSE_ROW, "L2"),
    ({"Класс": None}, "MISSING_VALUE", REFUSE_ROW, "G2"),
    ({"Класс": "12А"}, "UNKNOWN_CLASS", REFUSE_ROW, "G2"),
    ({"Класс": "седьмой"}, "UNKNOWN_CLASS", REFUSE_ROW, "G2"),
    ({"Буква личного дела": None}, "MISSING_VALUE", REFUSE_ROW, "H2"),
    ({"Буква личного дела": "ИИ"}, "BAD_FILE_LETTER", REFUSE_ROW, "H2"),
    ({"Буква личного дела": "7"}, "BAD_FILE_LETTER", REFUSE_ROW, "H2"),
    ({"Буква личного дела": "W"}, "BAD_FILE_LETTER", REFUSE_ROW, "H2"),
    ({"Номер личного дела": None}, "MISSING_VALUE", REFUSE_ROW, "I2"),
    ({"Номер личного дела": "12а"}, "BAD_FILE_NUMBER", REFUSE_ROW, "I2"),
    ({"Номер личного дела": 0}, "BAD_FILE_NUMBER", REFUSE_ROW, "I2"),
    ({"Номер личного дела": 12.5}, "BAD_FILE_NUMBER", REFUSE_ROW, "I2"),
    ({"Номер личного дела": "К-12"}, "BAD_FILE_NUMBER", REFUSE_ROW, "I2"),
    ({"Буква личного дела": "К"}, "LETTER_DIFFERS", WARNING, "H2"),
    ({"Фамилия": "Ивaнов"}, "LATIN_LETTERS", WARNING, "B2"),
    ({"Пол": "да"}, "SEX_UNKNOWN", WARNING, "E2"),
    ({"Дата приказа": 44071}, "DATE_FROM_NUMBER", WARNING, "L2"),
    ({"СНИЛС": "112-233-445 96"}, "SNILS_CHECKSUM", WARNING, "O2"),
    ({"СНИЛС": "112-233-445"}, "SNILS_FORMAT", WARNING, "O2"),
    ({"Законный представитель 1 (ФИО)": "Ву Тхи Май"}, "AMBIGUOUS_NAME", WARNING, "P2"),
    ({"Законный представитель 1 (ФИО)": None}, "GUARDIAN_WITHOUT_NAME", WARNING, "R2"),
    ({"Телефон 1": "нет"}, "PHONE_UNREADABLE", WARNING, "R2"),
    ({"E-mail 1": "ivanova"}, "EMAIL_UNREADABLE", WARNING, "S2"),
    ({"Форма обучения": "иная"}, "STUDY_FORM_UNKNOWN", WARNING, "T2"),
    ({"Примечание": "=2+5"}, "FORMULA", WARNING, "U2"),
]


@pytest.mark.parametrize("change,code,level,cell", FAULTS)
def test_each_fault_is_told_alone_with_its_cell(change, code, level, cell):
    reading = read_contingent(pupil_book(change), "a.xlsx", ["7А"], date(2026, 11, 21))
    assert places(reading) == [(code, level, 2, cell)]
    assert not reading.refused
    assert len(reading.rows) == (0 if level == REFUSE_ROW else 1)


def test_a_line_without_a_fault():
    reading = read_contingent(pupil_book({}), "a.xlsx", ["7А"], date(2026, 11, 21))
    assert reading.findings == ()
    row = reading.rows[0]
    assert (row.full_name, row.key, row.class_label) == ("Иванов Пётр Сергеевич", ("И", 12), "7А")
    guardian = row.guardians[0]
    assert (guardian.full_name, guardian.relation) == ("Иванова Анна Львовна", "мать")
    assert (guardian.phones, guardian.email) == (("+79074185517",), "ivanova@example.com")


def test_several_faults_of_one_row_are_told_together():
    change = {"Фамилия": None, "Дата рождения": "30.02.2013", "Класс": "12А"}
    reading = read_contingent(pupil_book(change), "a.xlsx")
    assert sorted(one.code for one in reading.findings) == [
        "BAD_DATE",
        "MISSING_VALUE",
        "UNKNOWN_CLASS",
    ]
    assert reading.refused_rows == (("Обучающиеся", 2),)


def test_a_fault_of_one_row_leaves_the_others():
    reading = read_contingent(pupil_book({}, {"Дата рождения": "30.02.2013"}, {}), "a.xlsx")
    assert [row.row for row in reading.rows] == [2, 4]


def test_values_of_the_fault_are_told_but_never_a_snils():
    reading = read_contingent(
        pupil_book({"Дата рождения": "30.02.2013", "СНИЛС": "112-233-445 96"}), "a.xlsx"
    )
    details = {one.code: (one.column, one.detail) for one in reading.findings}
    assert details["BAD_DATE"] == ("Дата рождения", "30.02.2013")
    assert details["SNILS_CHECKSUM"] == ("СНИЛС", "")


def test_the_schools_own_classes_decide():
    data = pupil_book({"Класс": "7 «б»"})
    assert read_contingent(data, "a.xlsx").rows[0].class_label == "7Б"
    assert read_contingent(data, "a.xlsx", ["7Б"]).rows[0].class_label == "7Б"
    assert read_contingent(data, "a.xlsx", ["7А"]).codes() == ("UNKNOWN_CLASS",)


def test_a_file_number_of_a_pupil_who_left_is_used_up():
    left = pupils({"Дата выбытия": date(2026, 1, 15), "Фамилия": "Ильин", "СНИЛС": None})
    book = workbook(("Обучающиеся", pupils({})), ("Выбывшие", left))
    reading = read_contingent(book, "a.xlsx")
    assert [(one.code, one.sheet, one.row, one.detail) for one in reading.findings] == [
        ("DUPLICATE_FILE_NUMBER", "Обучающиеся", 2, "Выбывшие!2"),
        ("DUPLICATE_FILE_NUMBER", "Выбывшие", 2, "Обучающиеся!2"),
    ]
    assert reading.rows == ()


def test_a_day_of_leaving_before_admission_is_refused():
    rows = pupils({"Дата выбытия": date(2019, 1, 15)})
    reading = read_contingent(workbook(("Выбывшие", rows)), "a.xlsx")
    assert places(reading) == [("DATES_DISAGREE", REFUSE_ROW, 2, "V2")]


def test_one_pupil_in_two_rows_is_warned_about():
    change = {"Имя": "Пётр", "СНИЛС": "112-233-445 95"}
    reading = read_contingent(pupil_book({}, change), "a.xlsx")
    assert [(one.code, one.row, one.detail) for one in reading.findings] == [
        ("SAME_PUPIL", 3, "2"),
        ("DUPLICATE_SNILS", 3, "2"),
    ]
    assert len(reading.rows) == 2


def test_text_that_looks_like_a_formula_is_told_but_a_telephone_is_not():
    change = {"Телефон 1": "+7 (907) 418-55-17; +79070000001", "Адрес проживания": "+79070000000"}
    reading = read_contingent(pupil_book(change), "a.xlsx")
    assert places(reading) == [("FORMULA", WARNING, 2, "N2")]


@pytest.mark.parametrize("dash", ["-", "—", "--"])
def test_a_dash_is_an_empty_cell(dash):
    change = {"Отчество (при наличии)": dash, "Примечание": dash, "СНИЛС": dash, "Телефон 1": dash}
    reading = read_contingent(pupil_book(change), "a.xlsx")
    assert reading.findings == ()
    row = reading.rows[0]
    assert (row.middle_name, row.note, row.snils, row.guardians[0].phones) == ("", "", "", ())


@pytest.mark.parametrize(
    "typed,sex", [("М", "М"), ("муж.", "М"), ("Мужской", "М"), ("M", "М"), ("ж", "Ж"), ("Жен", "Ж")]
)
def test_spellings_of_the_sex(typed, sex):
    assert read_contingent(pupil_book({"Пол": typed}), "a.xlsx").rows[0].sex == sex


@pytest.mark.parametrize(
    "typed,form",
    [
        ("Очная", "очная"),
        ("на дому", "на дому"),
        ("Обучение на дому", "на дому"),
        ("семейное образование", "семейная"),
        ("очно-заочная", "очно-заочная"),
    ],
)
def test_spellings_of_the_form_of_study(typed, form):
    reading = read_contingent(pupil_book({"Форма обучения": typed}), "a.xlsx")
    assert (reading.rows[0].study_form, reading.findings) == (form, ())


@pytest.mark.parametrize("number", [12, "12", "№ 12", "И-12", "И/12", "012"])
def test_spellings_of_a_file_number(number):
    reading = read_contingent(pupil_book({"Номер личного дела": number}), "a.xlsx")
    assert (reading.rows[0].key, reading.findings) == (("И", 12), ())


@pytest.mark.parametrize("letter", ["И", "и"])
def test_a_file_letter_is_a_capital(letter):
    reading = read_contingent(pupil_book({"Буква личного дела": letter}), "a.xlsx")
    assert reading.rows[0].file_letter == "И"


def test_a_file_letter_with_dots_is_that_of_e():
    change = {"Фамилия": "Ёлкин", "Буква личного дела": "Ё"}
    assert read_contingent(pupil_book(change), "a.xlsx").rows[0].file_letter == "Е"


def test_totals_numbering_repeated_titles_and_empty_lines_are_no_pupils():
    titles, first, second = pupils({}, {})
    rows = [
        ["МБОУ «Школа № 7»"],
        [],
        titles,
        [str(number) for number in range(1, len(titles) + 1)],
        first,
        [None] * len(titles),
        titles,
        second,
        ["Итого:", 2],
        ["Директор"],
    ]
    reading = read_contingent(workbook(("Обучающиеся", rows)), "a.xlsx")
    assert [row.row for row in reading.rows] == [5, 8]
    assert [(one.code, one.row) for one in reading.findings] == [
        ("ROW_SKIPPED", 7),
        ("ROW_SKIPPED", 9),
        ("ROW_SKIPPED", 10),
    ]


def test_a_sheet_per_class_and_a_sheet_of_something_else():
    titles, first, second = pupils({}, {"Класс": "7Б"})
    book = workbook(
        ("Инструкция", [["Заполните листы"], ["Спасибо"]]),
        ("7А", [titles, first]),
        ("7Б", [titles, second]),
        ("Пустой", []),
    )
    reading = read_contingent(book, "a.xlsx")
    assert [(row.sheet, row.class_label) for row in reading.rows] == [("7А", "7А"), ("7Б", "7Б")]
    assert [(one.code, one.sheet) for one in reading.findings] == [("SHEET_SKIPPED", "Инструкция")]


def test_a_hidden_sheet_is_not_read_and_that_is_told():
    rows = pupils({})
    book = workbook(("А", rows), ("Б", rows), hidden=["Б"])
    reading = read_contingent(book, "a.xlsx")
    assert len(reading.rows) == 1
    assert [(one.code, one.sheet) for one in reading.findings] == [("SHEET_HIDDEN", "Б")]


def test_a_workbook_without_a_header():
    book = workbook(("А", [["Список", "кого-то"], ["Иванов", "Пётр"]]))
    reading = read_contingent(book, "a.xlsx")
    assert reading.refused
    assert [(one.code, one.level) for one in reading.findings] == [("NO_HEADER", REFUSE_FILE)]


def test_each_missing_column_is_named():
    titles = [title for title in pupils({})[0] if title not in ("Класс", "Фамилия")]
    reading = read_contingent(workbook(("А", pupils({}, titles=titles))), "a.xlsx")
    assert reading.refused
    assert [(one.code, one.column) for one in reading.findings] == [
        ("MISSING_COLUMN", "Фамилия"),
        ("MISSING_COLUMN", "Класс"),
    ]


def test_columns_that_mean_nothing_known_are_told():
    rows = pupils({"Любимый цвет": "синий"})
    reading = read_contingent(workbook(("А", rows)), "a.xlsx")
    assert [(one.code, one.cell, one.column) for one in reading.findings] == [
        ("COLUMN_UNKNOWN", "V1", "Любимый цвет")
    ]


def test_a_list_of_ten_thousand_pupils_is_read_whole():
    changes = ({"Номер личного дела": number, "СНИЛС": None} for number in range(1, 10_001))
    titles, *lines = pupils(*changes)
    for number, line in enumerate(lines):
        # Names of different length, so that no two lines look like one pupil.
        line[titles.index("Имя")] = "Пётр"
        line[titles.index("Дата рождения")] = date.fromordinal(734_000 + number % 2000)
        line[titles.index("Отчество (при наличии)")] = "А" + "б" * (number // 2000) + "ович"
    reading = read_contingent(csv_of([titles, *lines]), "a.csv")
    assert (len(reading.rows), reading.findings) == (10_000, ())
    assert reading.rows[-1].key == ("И", 10_000)


def test_known_classes_that_are_no_labels_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="семь"):
        read_contingent(b"", "a.xlsx", ["семь"])
