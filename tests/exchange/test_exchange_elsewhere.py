"""Another school's list: other titles, order and first row, other spellings, the same pupils."""

from collective.schoolrecords.core.dates import read_date
from collective.schoolrecords.exchange.contingent import read_contingent
from dataclasses import replace
from datetime import date
from lists_data import CLASSES
from lists_data import csv_of
from lists_data import data_of
from lists_data import pupils
from lists_data import table_of
from lists_data import workbook

import io
import openpyxl
import pytest


# Title in contingent.xlsx → title in the other school. The order is the other school's.
OTHER = {
    "Класс": "Класс обучения",
    "Фамилия": "ФAМИЛИЯ ребёнка",  # Latin A
    "Имя": "Имя обучающегося",
    "Отчество (при наличии)": "Отчество",
    "СНИЛС": "Номер СНИЛС",
    "Дата рождения": "Д.Р.",
    "Пол": "Пол ребенка",
    "Номер личного дела": "№ л/дела (личного)",
    "Буква личного дела": "Литера личного дела",
    "Форма обучения": "Форма получения образования",
    "Адрес проживания": "Домашний адрес",
    "Дата зачисления": "Дата приёма",
    "Дата приказа": "Дата приказа о приёме",
    "№ приказа о зачислении": "Номep приказа",  # Latin e, p
    "Откуда прибыл": "Откуда поступил",
    "Законный представитель 1 (ФИО)": "ФИО родителя (зак. представителя) 1",
    "Степень родства 1": "Степень родства",
    "Телефон 1": "Контактный телефон",
    "E-mail 1": "Электронная почта",
    "Законный представитель 2 (ФИО)": "ФИО родителя (зак. представителя) 2",
    "Степень родства 2": "Степень родства",
    "Телефон 2": "Контактный телефон",
    "E-mail 2": "Электронная почта",
    "Медицинская группа для физкультуры": "Группа здоровья (физкультурная)",
    "Примечание": "Прим.",
    "№ п/п": "N п/п",
}
TO_LATIN = str.maketrans("АВЕКМНОРСТХасеорху", "ABEKMHOPCTXaceopxy")


def class_spelled(label, number):
    grade, letter = label[:-1], label[-1]
    latin = letter.translate(TO_LATIN)
    return [
        f"{grade} {letter.lower()}",
        f"{grade}-{letter}",
        f"{grade} «{letter}»",
        f"{grade}{latin}",
    ][number % 4]


def snils_spelled(text, number):
    digits = text.replace("-", "").replace(" ", "")
    spaced = f"{digits[:3]} {digits[3:6]} {digits[6:9]} {digits[9:]}"
    return [digits, spaced, spaced.replace(" ", "-"), int(digits)][number % 4]


def day_spelled(value, number):
    day = read_date(value).value
    if day is None:
        return None
    month = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
    words = f"{day.day} {month.split()[day.month - 1]} {day.year} г."
    return [day, f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year} г.", day.isoformat(), words][
        number % 5
    ]


def name_spelled(text, number):
    """Every third name has Latin look-alikes, every fifth stands in capitals of one word."""
    if text and number % 3 == 0:
        return text.translate(TO_LATIN)
    return f"\u00a0{text} " if text else text


SPELLED = {
    "Класс": class_spelled,
    "СНИЛС": snils_spelled,
    "Дата рождения": day_spelled,
    "Дата зачисления": day_spelled,
    "Дата приказа": day_spelled,
    "Фамилия": name_spelled,
    "Имя": name_spelled,
    "Отчество (при наличии)": name_spelled,
    "Буква личного дела": lambda text, number: (
        text.translate(TO_LATIN) if number % 2 else text.lower()
    ),
    "Номер личного дела": lambda value, number: f"№ {value}" if number % 2 else str(value),
    "Пол": lambda text, number: {"М": ["муж.", "M"], "Ж": ["жен.", "Ж"]}[text][number % 2],
    "Форма обучения": lambda text, number: text.capitalize(),
}


def lines():
    """The pupils of contingent.xlsx as dictionaries title → cell."""
    book = openpyxl.load_workbook(io.BytesIO(data_of("contingent.xlsx")), read_only=True)
    rows = book["Обучающиеся"].iter_rows(min_row=4, values_only=True)
    titles = next(rows)
    return [dict(zip(titles, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def elsewhere():
    """The other school's list as rows: notes, an empty row, titles, pupils."""
    rows = [["Утверждаю"], ["Список", None, "на 01.09"], [], list(OTHER.values())]
    for number, line in enumerate(lines()):
        spelled = {
            title: SPELLED[title](cell, number) if title in SPELLED else cell
            for title, cell in line.items()
        }
        rows.append([spelled[title] for title in OTHER])
    return rows


@pytest.fixture(scope="module")
def home():
    """The pupils as the school's own list gives them."""
    reading = read_contingent(data_of("contingent.xlsx"), "contingent.xlsx", CLASSES)
    return [row for row in reading.rows if row.leaving is None]


@pytest.mark.parametrize("kind", ["xlsx", "cp1251", "utf-16"])
def test_the_same_pupils_come_out_of_another_schools_list(kind, elsewhere, home):
    if kind == "xlsx":
        data = workbook(("Лист1", elsewhere))
    elif kind == "cp1251":
        data = csv_of(elsewhere, encoding="cp1251")
    else:
        data = csv_of(elsewhere, separator="\t", encoding="utf-16")
    reading = read_contingent(data, "список." + ("xlsx" if kind == "xlsx" else "csv"), CLASSES)
    assert not reading.refused
    assert reading.refused_rows == ()
    assert set(reading.codes()) - {"ENCODING_CP1251"} == {"LATIN_LETTERS"}
    sheet = "Лист1" if kind == "xlsx" else ""
    found = [replace(row, sheet="", row=0) for row in reading.rows]
    assert {row.sheet for row in reading.rows} == {sheet}
    assert found == [replace(row, sheet="", row=0) for row in home]
    assert len(found) == 1080


def test_the_titles_are_told_as_they_stand(elsewhere):
    reading = read_contingent(workbook(("Лист1", elsewhere)), "a.xlsx")
    columns = reading.columns["Лист1"]
    assert columns["last_name"] == ("B4", "ФAМИЛИЯ ребёнка")
    assert columns["guardian_2_phone"] == ("V4", "Контактный телефон")
    assert len(columns) == 26


def test_a_name_in_one_column_a_class_in_two_a_file_in_one_and_parents_by_title():
    expected = [row for row in table_of("contingent_expected.csv") if row["middle"]][:200]
    titles = [
        "Ф.И.О. ребенка",
        "Параллель",
        "Литера",
        "Личное дело",
        "Дата рождения",
        "Мать (ФИО)",
        "Телефон матери",
        "ФИО отца",
    ]
    rows = [titles]
    for row in expected:
        name = f"{row['last']} {row['first']} {row['middle']}"
        grade, letter = row["class"][:-1], row["class"][-1]
        code = f"{row['letter']}-{row['number']}"
        rows.append(
            [
                name,
                int(grade),
                letter,
                code,
                row["birth"],
                "Ким Анна Львовна",
                "89074185517",
                "Ким Олег Ильич",
            ]
        )
    reading = read_contingent(workbook(("Лист1", rows)), "a.xlsx")
    assert reading.findings == ()
    found = [
        (
            one.last_name,
            one.first_name,
            one.middle_name,
            one.class_label,
            one.file_letter,
            str(one.file_number),
            one.birth_date.isoformat(),
        )
        for one in reading.rows
    ]
    keys = ("last", "first", "middle", "class", "letter", "number", "birth")
    assert found == [tuple(row[key] for key in keys) for row in expected]
    mother, father = reading.rows[0].guardians
    assert (mother.full_name, mother.relation, mother.phones) == (
        "Ким Анна Львовна",
        "мать",
        ("+79074185517",),
    )
    assert (father.full_name, father.relation, father.phones) == ("Ким Олег Ильич", "отец", ())


GROUPED = [
    ("№ п/п", None, "№ п/п"),
    ("Обучающийся", "Фамилия", "Фамилия"),
    ("Обучающийся", "Имя", "Имя"),
    ("Обучающийся", "Отчество", "Отчество (при наличии)"),
    ("Обучающийся", "Дата рождения", "Дата рождения"),
    ("Класс", None, "Класс"),
    ("Личное дело", "буква", "Буква личного дела"),
    ("Личное дело", "номер", "Номер личного дела"),
    ("Приказ о зачислении", "№", "№ приказа о зачислении"),
    ("Приказ о зачислении", "дата", "Дата приказа"),
    ("Законный представитель", "ФИО", "Законный представитель 1 (ФИО)"),
    ("Законный представитель", "Степень родства", "Степень родства 1"),
    ("Законный представитель", "Телефон", "Телефон 1"),
]  # fmt: skip


def grouped_rows():
    """Two header rows of which each alone is not enough, and two pupils."""
    upper, lower = [], []
    for group, title, _ in GROUPED:
        upper.append(None if group in upper else group)
        lower.append(title)
    titles, *data = pupils({}, {"Фамилия": "Ильин"})
    places = [titles.index(source) for _, _, source in GROUPED]
    return [upper, lower, *([line[place] for place in places] for line in data)]


MERGED = ["A1:A2", "B1:E1", "F1:F2", "G1:H1", "I1:J1", "K1:M1"]


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "not-merged"])
def test_two_header_rows_that_make_sense_only_together(merged):
    data = workbook(("Лист1", grouped_rows()), merged=merged)
    reading = read_contingent(data, "a.xlsx")
    assert [(one.code, one.row, one.detail) for one in reading.findings] == [
        ("HEADER_TWO_ROWS", 1, "1-2")
    ]
    first, second = reading.rows
    assert (first.full_name, first.key, first.class_label) == (
        "Иванов Пётр Сергеевич",
        ("И", 12),
        "7А",
    )
    assert (first.order_number, first.order_date) == ("20-уч", date(2020, 8, 28))
    assert first.guardians[0].full_name == "Иванова Анна Львовна"
    assert first.guardians[0].phones == ("+79074185517",)
    assert (second.row, second.last_name) == (4, "Ильин")
